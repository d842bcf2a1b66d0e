//! One activity per session, each with its own samples.

use super::messages::{Messages, Session, SportMessage, TimeInZone};
use super::profile::message;
use crate::sport::Words;
use recoup_model::{
    Activity, DeviceZones, Diagnostic, DiagnosticKind, FileFormat, Samples, Sport, SportBasis,
};

/// The largest offset from UTC that a clock on Earth shows, in seconds.
const MAX_OFFSET_S: i64 = 14 * 3600;
/// Offsets from UTC come in quarters of an hour.
const OFFSET_STEP_S: i64 = 15 * 60;

/// The activities of one FIT file, numbered from `first_session`.
pub(super) fn activities(mut messages: Messages, first_session: usize) -> Vec<Activity> {
    let mut sessions = std::mem::take(&mut messages.sessions);
    if sessions.is_empty() {
        if messages.records.is_empty() {
            return Vec::new();
        }
        // Cut before its summary, which most devices write last: the records are the session.
        sessions.push(Session::default());
    }
    let shares = share_out(&mut messages, &sessions);
    sessions
        .into_iter()
        .zip(shares)
        .enumerate()
        .map(|(number, (session, share))| {
            activity(&messages, session, number, first_session + number, share)
        })
        .collect()
}

/// What of a file's time line belongs to one session.
#[derive(Default)]
struct Share {
    samples: Samples,
    timer_events: Vec<recoup_model::TimerEvent>,
    laps: Vec<recoup_model::Lap>,
}

/// Deals records, timer events and laps out to the sessions by their start times: each belongs to
/// the last session that starts no later, and what precedes them all to the first.
fn share_out(messages: &mut Messages, sessions: &[Session]) -> Vec<Share> {
    if let [_] = sessions {
        return vec![Share {
            samples: std::mem::take(&mut messages.records),
            timer_events: std::mem::take(&mut messages.timer_events),
            laps: std::mem::take(&mut messages.laps),
        }];
    }
    let mut starts: Vec<(i64, usize)> = sessions
        .iter()
        .enumerate()
        .filter_map(|(index, session)| Some((session.start_ms?, index)))
        .collect();
    starts.sort_unstable();
    let owner = |time_ms: i64| {
        let later = starts.partition_point(|&(start_ms, _)| start_ms <= time_ms);
        starts.get(later.saturating_sub(1)).map_or(0, |&(_, index)| index)
    };
    let mut shares: Vec<Share> = sessions.iter().map(|_| Share::default()).collect();
    for sample in messages.records.iter() {
        shares[owner(sample.time_ms)].samples.push(&sample);
    }
    for event in &messages.timer_events {
        shares[owner(event.time_ms)].timer_events.push(*event);
    }
    for lap in &messages.laps {
        shares[lap.start_ms.map_or(0, owner)].laps.push(*lap);
    }
    shares
}

fn activity(
    messages: &Messages,
    session: Session,
    number: usize,
    number_in_file: usize,
    share: Share,
) -> Activity {
    let sport = session.sport.or(messages.sport.clone());
    let sport_basis = if sport.sport.is_some() { SportBasis::File } else { SportBasis::Nothing };
    let mut activity = Activity {
        session: number_in_file as u32,
        sport: sport.sport.as_deref().map_or(Sport::Unknown, Sport::from_name),
        sport_basis,
        sub_sport: sport.sub_sport,
        title: messages.workout_name.clone().or(sport.name),
        device: messages.device.clone(),
        start_ms: session.start_ms.or_else(|| share.samples.time_ms.iter().min().copied()),
        utc_offset_min: utc_offset_min(messages.local_offset_s),
        samples: share.samples,
        timer_events: share.timer_events,
        laps: share.laps,
        totals: session.totals,
        device_zones: device_zones(&messages.time_in_zones, session.index, number),
        user: messages.user,
        rpe: session.rpe,
        feel: session.feel,
        diagnostics: messages.diagnostics.clone(),
        ..Activity::new(FileFormat::Fit)
    };
    if activity.utc_offset_min.is_none()
        && let Some(offset_s) = messages.local_offset_s
    {
        activity.diagnostics.push(Diagnostic::whole(
            DiagnosticKind::BadValue,
            format!("a local time {offset_s} s from UTC, which is no time zone, was ignored"),
        ));
    }
    if sport_basis == SportBasis::Nothing {
        let words =
            Words { titles: activity.title.as_deref().into_iter().collect(), ..Words::default() };
        let (sport, sub_sport, basis) = crate::sport::decide(&words, &activity.samples);
        activity.sport = sport;
        activity.sub_sport = sub_sport.map(str::to_owned);
        activity.sport_basis = basis;
    }
    activity
}

impl SportMessage {
    /// Fills what is absent from another message.
    fn or(self, other: Option<Self>) -> Self {
        let other = other.unwrap_or_default();
        // A sub-sport says nothing beside another message's sport.
        let sub_sport = if self.sport.is_none() { other.sub_sport } else { self.sub_sport };
        Self { sport: self.sport.or(other.sport), sub_sport, name: self.name.or(other.name) }
    }
}

/// The offset from UTC in minutes, if it is one that a time zone can have.
fn utc_offset_min(offset_s: Option<i64>) -> Option<i32> {
    offset_s
        .filter(|offset_s| offset_s.abs() <= MAX_OFFSET_S && offset_s % OFFSET_STEP_S == 0)
        .map(|offset_s| (offset_s / 60) as i32)
}

/// The zones that refer to the session, else those of the only session there is.
fn device_zones(all: &[TimeInZone], index: Option<i64>, number: usize) -> Option<DeviceZones> {
    let index = index.unwrap_or(number as i64);
    let of_sessions = || {
        all.iter().filter(|zones| {
            zones.reference_message == Some(i64::from(message::SESSION))
                && zones.zones.bounds_bpm.len() >= 2
        })
    };
    of_sessions()
        .find(|zones| zones.reference_index.unwrap_or(0) == index)
        .or_else(|| of_sessions().next().filter(|_| of_sessions().count() == 1))
        .map(|zones| zones.zones.clone())
}
