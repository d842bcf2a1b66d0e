//! The different sessions of a file. Runs on several days become separate sessions.
//!
//! Some files repeat a session. Other files continue a session on another day: a track of Sunday
//! and Wednesday is two runs. Parts that are hours apart and long enough to grade become separate
//! sessions. But a part that continues without a pause where the part before stopped belongs to the
//! same run, because only its clock was set.

use crate::calendar::{Coordinates, zone_at};
use crate::run::session::{Session, assess_session, without_repeated};
use crate::run::track::TrackPoint;
use crate::settings::policy::{Policy, minutes_to_ms, seconds_to_ms};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use recoup_model::{Activity, SessionTotals, TimerEventKind};
use std::borrow::Cow;
use std::ops::Range;

/// Largest number of runs in one activity. More gaps come from a broken clock.
const MOST_RUNS: usize = 64;
/// Largest distance at which a part continues the part before, in metres.
const GOES_ON_M: f64 = 100.0;

/// Returns the different sessions of a file. If a session is split, all sessions are numbered from
/// 0.
///
/// ```
/// use recoup_analysis::{Policy, run::sessions::sessions};
/// use recoup_model::{Activity, FileFormat, Sample};
/// let mut track = Activity::new(FileFormat::Gpx);
/// // Twice ten minutes at 3 m/s, three days apart, each in a segment of its own.
/// for day in [0, 3] {
///     track.samples.segment_starts.push(track.samples.len());
///     for second in 0..=600 {
///         let time_ms = 1_772_000_000_000 + day * 86_400_000 + second * 1000;
///         let distance_m = Some(3.0 * second as f64);
///         track.samples.push(&Sample { time_ms, distance_m, ..Sample::default() });
///     }
/// }
/// let tracks = [track];
/// let runs = sessions(&tracks, &Policy::default());
/// assert_eq!(runs.iter().map(|run| run.session).collect::<Vec<_>>(), [0, 1]);
/// ```
#[must_use]
pub fn sessions<'a>(activities: &'a [Activity], policy: &Policy) -> Vec<Cow<'a, Activity>> {
    apart(without_repeated(activities), policy)
}

/// Returns the session with a number, or without a number the first session that is a run, graded
/// or not.
#[must_use]
pub fn chosen<'s>(
    sessions: &'s [Cow<'_, Activity>],
    number: Option<u32>,
    policy: &Policy,
) -> Option<&'s Activity> {
    let is_wanted = |activity: &&Activity| match number {
        Some(number) => activity.session == number,
        None => !matches!(assess_session(activity, policy), Session::NotARun(_)),
    };
    sessions.iter().map(AsRef::as_ref).find(is_wanted)
}

/// Splits sessions into the runs of several days, and sets local times to UTC. Numbers all sessions
/// if one was split.
pub(crate) fn apart<'a>(different: Vec<&'a Activity>, policy: &Policy) -> Vec<Cow<'a, Activity>> {
    let mut sessions: Vec<Cow<'a, Activity>> = Vec::with_capacity(different.len());
    let mut is_cut = false;
    for activity in different {
        let parts = parts(activity, policy);
        if parts.len() < 2 {
            sessions.push(Cow::Borrowed(activity));
        } else {
            is_cut = true;
            sessions.extend(parts.into_iter().map(|rows| Cow::Owned(part(activity, rows))));
        }
    }
    for session in &mut sessions {
        if session.are_times_local {
            set_to_utc(session.to_mut());
        }
    }
    if is_cut {
        for (number, session) in (0..).zip(&mut sessions) {
            if session.session != number {
                session.to_mut().session = number;
            }
        }
    }
    sessions
}

/// Converts times of the runner's clock to UTC, by the time zone of the first position. Without a
/// position, the times stay and the offset is set to 0, so that the local time is right.
fn set_to_utc(activity: &mut Activity) {
    activity.are_times_local = false;
    let place = Coordinates::first_of(&activity.samples);
    let shift_ms = place.and_then(zone_at).zip(activity.start_ms).and_then(|(zone, start_ms)| {
        let written = Timestamp::from_millisecond(start_ms).ok()?;
        let local = written.to_zoned_datetime(TimeZone::UTC).datetime();
        Some(zone.to_timestamp(local).ok()?.as_millisecond() - start_ms)
    });
    let shift_ms = shift_ms.unwrap_or(0);
    let shift = |time_ms: &mut i64| *time_ms = time_ms.saturating_add(shift_ms);
    activity.samples.time_ms.iter_mut().for_each(shift);
    activity.laps.iter_mut().filter_map(|lap| lap.start_ms.as_mut()).for_each(shift);
    activity.start_ms.iter_mut().for_each(shift);
    activity.utc_offset_min = i32::try_from(-shift_ms / 60_000).ok();
}

/// Returns the rows of each run in an activity; fewer than two ranges if the activity is one run.
fn parts(activity: &Activity, policy: &Policy) -> Vec<Range<usize>> {
    let times_ms = &activity.samples.time_ms;
    let gap_ms = seconds_to_ms(policy.session_gap_s) as u64;
    let is_apart = |row: usize| times_ms[row].abs_diff(times_ms[row - 1]) > gap_ms;
    let cuts: Vec<usize> =
        (1..times_ms.len()).filter(|&row| is_apart(row)).take(MOST_RUNS).collect();
    if cuts.is_empty() || cuts.len() == MOST_RUNS {
        return Vec::new();
    }
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for cut in cuts.into_iter().chain([times_ms.len()]) {
        let rows = start..cut;
        start = cut;
        let is_new = is_long_enough(activity, &rows, policy) && !goes_on(activity, rows.start);
        match parts.last_mut() {
            Some(last) if !is_new => last.end = rows.end,
            _ => parts.push(rows),
        }
    }
    // A short first part belongs to the next one.
    if parts.len() >= 2 && !is_long_enough(activity, &parts[0], policy) {
        parts[1].start = 0;
        parts.remove(0);
    }
    parts
}

/// Whether a part is long enough not to be a fragment.
fn is_long_enough(activity: &Activity, rows: &Range<usize>, policy: &Policy) -> bool {
    let times_ms = &activity.samples.time_ms[rows.clone()];
    let (first, last) = (times_ms.iter().min(), times_ms.iter().max());
    let length_ms = first.zip(last).map_or(0, |(first, last)| last.saturating_sub(*first));
    let distances_m = activity.samples.distance_m.get(rows.clone()).unwrap_or_default();
    let known = || distances_m.iter().filter(|metres| !metres.is_nan());
    let covered_m = known().next_back().zip(known().next()).map(|(last, first)| last - first);
    length_ms >= minutes_to_ms(policy.fragment_min)
        && covered_m.is_none_or(|metres| metres >= policy.fragment_m)
}

/// Whether the recording continues over a jump of its clock: without a pause, at the same place,
/// and with a continuous distance.
fn goes_on(activity: &Activity, row: usize) -> bool {
    let Some(before) = row.checked_sub(1) else { return false };
    let (one, next) = (activity.samples.at(before), activity.samples.at(row));
    let is_stop = |time_ms: i64| {
        let mut stops =
            activity.timer_events.iter().filter(|event| event.kind == TimerEventKind::Stop);
        stops.any(|event| (one.time_ms..=time_ms.max(one.time_ms)).contains(&event.time_ms))
    };
    if activity.samples.segment_starts.contains(&row) || is_stop(next.time_ms) {
        return false;
    }
    let place = |row| Coordinates::at(&activity.samples, row).map(TrackPoint::of);
    let apart_m = place(before).zip(place(row)).map(|(one, next)| one.distance_m(next));
    let moved_m = one.distance_m.zip(next.distance_m).map(|(from_m, to_m)| to_m - from_m);
    apart_m.is_none_or(|metres| metres <= GOES_ON_M)
        && moved_m.is_none_or(|metres| (0.0..=GOES_ON_M).contains(&metres))
}

/// Copies a part of an activity. The part has no totals, because they cover all parts.
fn part(activity: &Activity, rows: Range<usize>) -> Activity {
    let mut part = activity.without_samples();
    for row in rows.clone() {
        part.samples.push(&activity.samples.at(row));
    }
    let starts = activity.samples.segment_starts.iter().filter(|start| rows.contains(start));
    part.samples.segment_starts = starts.map(|start| start - rows.start).collect();
    part.start_ms = part.samples.time_ms.iter().min().copied();
    let end_ms = part.samples.time_ms.iter().max().copied();
    let is_within = |time_ms: i64| part.start_ms <= Some(time_ms) && Some(time_ms) <= end_ms;
    part.timer_events.retain(|event| is_within(event.time_ms));
    part.laps.retain(|lap| lap.start_ms.is_some_and(is_within));
    part.totals = SessionTotals::default();
    part
}
