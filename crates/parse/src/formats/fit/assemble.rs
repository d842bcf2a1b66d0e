//! Activities from messages: one per session, each with its own samples.

use super::epoch::to_unix_ms;
use super::messages::{Messages, SessionMessage, SportMessage};
use super::names;
use crate::sport::{self, Words, is_of_running, is_unspecific};
use recoup_model::{
    Activity, DeviceZones, Diagnostic, DiagnosticKind, FileFormat, Lap, Samples, Sport, SportBasis,
    Tag, TimerEvent, Workout,
};

/// First time that is a date, in seconds since the FIT epoch. Smaller times count from the moment
/// the device was switched on.
const FIRST_DATE_S: u32 = 0x1000_0000;

/// Largest offset from UTC of any time zone, in seconds.
const MAX_OFFSET_S: i64 = 14 * 3600;
/// Step of offsets from UTC, a quarter of an hour.
const OFFSET_STEP_S: i64 = 15 * 60;

/// Creates the activities of one FIT file, numbered from `first_session`.
pub(super) fn activities(mut messages: Messages, first_session: usize) -> Vec<Activity> {
    if messages.sessions.is_empty() {
        if messages.records.is_empty() {
            return Vec::new();
        }
        // The file is cut before its summary, which most devices write last. All records form one
        // session.
        messages.sessions.push(SessionMessage::default());
    }
    spread_untimed(&mut messages);
    let is_dated = place_in_time(&mut messages);
    let sessions = std::mem::take(&mut messages.sessions);
    let shares = share_out(&mut messages, &sessions);
    let mut workout = messages.workout.take();
    let mut activities: Vec<Activity> = sessions
        .into_iter()
        .zip(shares)
        .enumerate()
        .map(|(number, (session, share))| {
            let title = workout.as_ref().and_then(|workout| workout.name.clone());
            activity(&messages, session, number, share, title)
        })
        .collect();
    for (number, activity) in activities.iter_mut().enumerate() {
        activity.session = (first_session + number) as u32;
        // A workout belongs to the session in which it was started.
        activity.workout = workout.take();
        if activity.workout.as_ref().is_some_and(Workout::is_recovery) {
            activity.labels.add_tag(Tag::RecoveryWorkout);
        }
        if !is_dated {
            activity.start_ms = None;
        }
    }
    activities
}

/// Samples, timer events and laps of one session.
#[derive(Debug, Default)]
struct Share {
    samples: Samples,
    timer_events: Vec<TimerEvent>,
    laps: Vec<Lap>,
}

/// Distributes records, timer events and laps to the sessions by their start times. Each belongs to
/// the last session that starts no later. Anything before the first session belongs to that
/// session.
fn share_out(messages: &mut Messages, sessions: &[SessionMessage]) -> Vec<Share> {
    let records = std::mem::take(&mut messages.records);
    if let [_] = sessions {
        return vec![Share {
            samples: records,
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
    let mut shares: Vec<Share> = records
        .deal(sessions.len(), owner)
        .into_iter()
        .map(|samples| Share { samples, ..Share::default() })
        .collect();
    for event in &messages.timer_events {
        shares[owner(event.time_ms)].timer_events.push(*event);
    }
    for lap in &messages.laps {
        shares[lap.start_ms.map_or(0, owner)].laps.push(*lap);
    }
    shares
}

/// Spreads records without times over the time that they must cover.
///
/// Such records carry the time of the previous message, often the time of the timer's start or of a
/// lap's end. Each group of records with the same time is spread evenly up to the next group. The
/// last group is spread up to the end of the laps and sessions.
fn spread_untimed(messages: &mut Messages) {
    let times_ms = &mut messages.records.time_ms;
    // Single records without a time keep the time of the previous message.
    if messages.untimed_records * 10 < times_ms.len() * 9 {
        return;
    }
    let end = |start_ms: Option<i64>, elapsed_ms: Option<i64>, timer_ms: Option<i64>| {
        Some((start_ms?, start_ms?.saturating_add(elapsed_ms.or(timer_ms)?)))
    };
    let of_laps = messages.laps.iter().map(|lap| end(lap.start_ms, lap.elapsed_ms, lap.timer_ms));
    let of_sessions = messages
        .sessions
        .iter()
        .map(|session| end(session.start_ms, session.totals.elapsed_ms, session.totals.timer_ms));
    let stated: Vec<(i64, i64)> = of_laps.chain(of_sessions).flatten().collect();
    let Some(start_ms) = stated.iter().map(|(start_ms, _)| *start_ms).min() else { return };
    let Some(end_ms) = stated.iter().map(|(_, end_ms)| *end_ms).max() else { return };
    let mut groups: Vec<(i64, usize)> = Vec::new();
    for group in times_ms.chunk_by(|one, next| one == next) {
        let carried_ms = group[0];
        let is_within = (start_ms..end_ms).contains(&carried_ms);
        groups.push((if is_within { carried_ms } else { start_ms }, group.len()));
    }
    let mut row = 0;
    for (number, &(from_ms, rows)) in groups.iter().enumerate() {
        let next_ms = groups.get(number + 1).map_or(end_ms, |&(next_ms, _)| next_ms);
        let length_ms = next_ms.saturating_sub(from_ms).max(0);
        for (place, time_ms) in times_ms[row..row + rows].iter_mut().enumerate() {
            *time_ms = from_ms + (length_ms as f64 * place as f64 / rows as f64) as i64;
        }
        row += rows;
    }
    messages.diagnostics.push(Diagnostic::whole(
        DiagnosticKind::BadValue,
        "the records hold no times; they are spread evenly over their laps",
    ));
}

/// Converts times that count from the moment the device was switched on to dates, if the file has a
/// creation date. Returns `false` if the dates stay unknown.
fn place_in_time(messages: &mut Messages) -> bool {
    let starts = messages.sessions.iter().filter_map(|session| session.start_ms);
    let times = || starts.clone().chain(messages.records.time_ms.iter().copied());
    let is_date = |time_ms: i64| time_ms >= to_unix_ms(FIRST_DATE_S);
    if times().any(is_date) {
        return true;
    }
    let Some(first_ms) = times().min() else { return true };
    let created_ms = messages.device.time_created_ms;
    let Some(created_ms) = created_ms.filter(|&time_ms| is_date(time_ms)) else {
        messages.diagnostics.push(Diagnostic::whole(
            DiagnosticKind::BadValue,
            "the times count from when the device was switched on; the date is unknown",
        ));
        return false;
    };
    messages.shift(created_ms - first_ms);
    true
}

fn activity(
    messages: &Messages,
    session: SessionMessage,
    number: usize,
    share: Share,
    workout_name: Option<String>,
) -> Activity {
    let device_zones = device_zones(messages, &session, number);
    let sport = session.sport.or(messages.sport.clone());
    let sport_basis = if sport.sport.is_some() { SportBasis::File } else { SportBasis::Nothing };
    let mut activity = Activity::new(FileFormat::Fit);
    activity.sport = sport.sport.map_or(Sport::Unknown, |id| Sport::from_name(&names::sport(id)));
    activity.sport_basis = sport_basis;
    activity.sub_sport = sport.sub_sport.map(names::sub_sport);
    activity.device.clone_from(&messages.device);
    activity.heart_rate_sensor = messages.heart_rate_sensor;
    activity.altitude_source = messages.altitude_source;
    activity.start_ms = session.start_ms.or_else(|| share.samples.time_ms.iter().min().copied());
    activity.utc_offset_min = utc_offset_min(messages.local_offset_s);
    activity.samples = share.samples;
    activity.timer_events = share.timer_events;
    activity.laps = share.laps;
    activity.totals = session.totals;
    activity.device_zones = device_zones;
    activity.user = messages.user;
    activity.rpe = session.rpe;
    activity.feel = session.feel;
    activity.diagnostics.clone_from(&messages.diagnostics);
    // The second name is the athlete's name for the watch's sport profile.
    for name in workout_name.into_iter().chain(sport.name) {
        activity.labels.add_name(name);
    }
    if activity.utc_offset_min.is_none()
        && let Some(offset_s) = messages.local_offset_s
    {
        activity.diagnostics.push(Diagnostic::whole(
            DiagnosticKind::BadValue,
            format!("ignored a local time {offset_s} s from UTC, which no time zone has"),
        ));
    }
    if sport_basis == SportBasis::Nothing || is_unspecific(&activity.sport) {
        decide_sport(&mut activity);
    }
    activity
}

/// Decides the sport of an activity if the file states no sport or a generic sport. The names of
/// the workout and the profile decide first, then the sub-sport, then the speeds.
fn decide_sport(activity: &mut Activity) {
    let names: Vec<String> = activity.labels.names().map(str::to_owned).collect();
    let titles: Vec<&str> = names.iter().map(String::as_str).collect();
    let words = Words { titles, ..Words::default() };
    let (sport, sub_sport, basis) = sport::decide(&words, &activity.samples);
    let is_run = activity.sub_sport.as_deref().is_some_and(is_of_running);
    if basis != SportBasis::Title && is_run {
        (activity.sport, activity.sport_basis) = (Sport::Running, SportBasis::SubSport);
    } else if basis != SportBasis::Nothing {
        (activity.sport, activity.sport_basis) = (sport, basis);
        let own = activity.sub_sport.take().filter(|own| own != "generic");
        activity.sub_sport = own.or_else(|| sub_sport.map(str::to_owned));
    }
}

impl SportMessage {
    /// Fills absent fields from another message.
    fn or(self, other: Option<Self>) -> Self {
        let other = other.unwrap_or_default();
        // A sub-sport is meaningless with the sport of another message.
        let is_same = self.sport.is_none() || self.sport == other.sport;
        let sub_sport = self.sub_sport.or(other.sub_sport.filter(|_| is_same));
        Self { sport: self.sport.or(other.sport), sub_sport, name: self.name.or(other.name) }
    }
}

/// Returns the offset from UTC in minutes, if a time zone can have it.
fn utc_offset_min(offset_s: Option<i64>) -> Option<i32> {
    offset_s
        .filter(|offset_s| offset_s.abs() <= MAX_OFFSET_S && offset_s % OFFSET_STEP_S == 0)
        .map(|offset_s| (offset_s / 60) as i32)
}

/// Returns the heart-rate zones of a session.
///
/// The bounds come from the zones that refer to the session. Without such zones, the bounds come
/// from the only zones in the file, or from the device's settings. Missing times come from the
/// session message. Missing heart rates come from other `time_in_zone` messages (of laps, without
/// bounds).
fn device_zones(
    messages: &Messages,
    session: &SessionMessage,
    number: usize,
) -> Option<DeviceZones> {
    let all = &messages.time_in_zones;
    let index = session.index.unwrap_or(number as i64);
    let own = all.iter().find(|zones| zones.reference_index.unwrap_or(0) == index);
    let only = if let [only] = all.as_slice() { Some(only) } else { None };
    let zones = own.map(|zones| zones.zones.clone());
    // The times in these zones belong to another session.
    let zones = zones.or(only.map(|only| DeviceZones { times: None, ..only.zones.clone() }));
    let zones = zones.or_else(|| zones_of_tops(&messages.zone_tops_bpm));
    let known = messages.counted_with;
    let found = zones.unwrap_or_default();
    let zones = DeviceZones {
        times: found.times.or(session.zone_times),
        max_bpm: found.max_bpm.or(known.max_bpm),
        resting_bpm: found.resting_bpm.or(known.resting_bpm),
        threshold_bpm: found.threshold_bpm.or(known.threshold_bpm),
        ..found
    };
    (zones != DeviceZones::default()).then_some(zones)
}

/// Returns the zones with the given upper ends, if there are five. Devices that write five upper
/// ends count everything below Zone 2 as Zone 1.
fn zones_of_tops(tops_bpm: &[f64]) -> Option<DeviceZones> {
    let &[z1, z2, z3, z4, _] = tops_bpm else { return None };
    let bounds_bpm = vec![0.0, z1, z2, z3, z4];
    let is_ascending = bounds_bpm.is_sorted_by(|low, high| low < high);
    is_ascending.then(|| DeviceZones { bounds_bpm, ..DeviceZones::default() })
}
