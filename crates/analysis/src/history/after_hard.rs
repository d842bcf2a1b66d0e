//! Runs and rest after each hard session: the placing of recovery runs by the article.
//!
//! The article places recovery runs directly after demanding sessions. So for each hard session, of
//! running or another sport, the next run or hard session within 48 h is found. A cool-down that
//! was recorded separately belongs to the session. A cool-down is a run of under 20 min that begins
//! within an hour after the end of the session.

use crate::run::assessment::FollowedBy;
use crate::run::criteria::Verdict;
use crate::settings::policy::{Policy, minutes_to_ms};

/// Time after a session within which a short run is its cool-down, in milliseconds.
const COOL_DOWN_WITHIN_MS: i64 = 3_600_000;

/// Largest number of events after a session that are checked. Nobody records more within 48 h.
const COMPARED: usize = 64;

/// A run or an activity of another sport on the athlete's time line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Event {
    pub(crate) start_ms: i64,
    pub(crate) end_ms: i64,
    pub(crate) timer_ms: i64,
    pub(crate) is_hard: bool,
    /// Verdict of a run; [`None`] for another sport.
    pub(crate) verdict: Option<Verdict>,
}

/// The next run, or rest, after a hard session.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Follower {
    pub(crate) kind: FollowedBy,
    /// Index of the next event; [`None`] for rest.
    pub(crate) event: Option<usize>,
}

/// Returns the follower of each event. The events must be in the order of their starts. [`None`]
/// for an event that is not a hard session, and for a hard session whose 48 h are not over.
pub(crate) fn followed_by(events: &[Event], policy: &Policy) -> Vec<Option<Follower>> {
    let within_ms = minutes_to_ms(policy.recovered_within_h * 60.0);
    let last_ms = events.iter().map(|event| event.end_ms).max().unwrap_or(i64::MIN);
    let after = |(index, event): (usize, &Event)| {
        if !event.is_hard {
            return None;
        }
        let until_ms = event.end_ms.saturating_add(within_ms);
        let later = events.iter().enumerate().skip(index + 1).take(COMPARED);
        let mut soon = later.take_while(|(_, next)| next.start_ms <= until_ms);
        let next = soon.find(|(_, next)| counts_after(event, next, policy));
        let next = next.map(|(place, next)| Follower { kind: kind_of(next), event: Some(place) });
        let rest = Follower { kind: FollowedBy::Rest, event: None };
        next.or((last_ms > until_ms).then_some(rest))
    };
    events.iter().enumerate().map(after).collect()
}

/// Whether an event counts as the follower of a hard session: a run or another hard session, and
/// not the cool-down of the session.
fn counts_after(session: &Event, next: &Event, policy: &Policy) -> bool {
    let since_ms = next.start_ms.saturating_sub(session.end_ms);
    let is_cool_down = since_ms <= COOL_DOWN_WITHIN_MS
        && next.timer_ms < minutes_to_ms(policy.duration_pass_min_min)
        && !next.is_hard;
    since_ms >= 0 && !is_cool_down && (next.is_hard || next.verdict.is_some())
}

fn kind_of(event: &Event) -> FollowedBy {
    match event.verdict {
        _ if event.is_hard => FollowedBy::Hard,
        Some(Verdict::Recovery) => FollowedBy::Recovery,
        Some(Verdict::Borderline) => FollowedBy::Nearly,
        Some(Verdict::NotRecovery) => FollowedBy::TooHard,
        Some(Verdict::Ungradable) | None => FollowedBy::Unknown,
    }
}
