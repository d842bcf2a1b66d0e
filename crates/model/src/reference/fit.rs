//! Activities from the messages of a FIT file as the crate [`fitparser`] decodes them.
//!
//! Fields are taken by fitparser's names and in fitparser's units, so nothing here depends on
//! recoup's own numbers of messages and fields. Limits of the crate:
//!
//! - A *developer field* is defined by the program that wrote the file, and it can have the name of
//!   a field of FIT. It never counts as a field of FIT; see [`is_developer`].
//! - fitparser makes an `enhanced_altitude` of each `altitude` (and the same of `speed`). A message
//!   that holds both fields then has two enhanced values in random order. They can be distinguished
//!   only if fitparser was asked to [keep the plain
//!   fields](fitparser::de::DecodeOption::KeepCompositeFields).
//! - `compressed_speed_distance` rolls over every 256 m. fitparser does not correct that, so its
//!   distances from this field are wrong.
//! - Its local times are off by the time zone of the host. This module corrects that.
//! - Heart rates that a strap stored and sent later (`hr` messages) are not merged into the
//!   samples.
//! - Records without a time are left out.
//! - Enumerated values must be decoded to names, which is fitparser's default.
//!
//! ```no_run
//! use recoup_model::{Activity, reference::fit};
//!
//! let bytes = std::fs::read("run.fit")?;
//! let records = fit::fitparser::from_bytes(&bytes)?;
//! let run = Activity::try_from(records.as_slice())?; // of one session
//! let sessions = fit::activities(&records); // of any number
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub use fitparser;

use crate::{
    Activity, AltitudeSource, Device, DeviceZoneTimes, DeviceZones, FileFormat, Labels, Lap,
    Sample, SessionTotals, Sport, SportBasis, TimerEvent, TimerEventKind, UserSettings,
};
use fitparser::profile::{MesgNum, TimestampField};
use fitparser::{FitDataField, FitDataRecord, Value};
use std::collections::HashMap;
use std::fmt;

/// Largest offset of a time zone from UTC, in seconds.
const MAX_OFFSET_S: i64 = 14 * 3600;
/// Step of time zones' offsets from UTC, in seconds: a quarter of an hour.
const OFFSET_STEP_S: i64 = 15 * 60;
/// Degrees in a semicircle, FIT's unit of angle: 2^31 semicircles are 180 degrees.
pub const DEGREES_PER_SEMICIRCLE: f64 = 180.0 / 2_147_483_648.0;

/// Maximum number of sessions of one file.
const SESSIONS_MAX: usize = 1_000;

/// Names of the fields that hold local times.
const LOCAL_TIMES: [&str; 2] = ["local_timestamp", "scheduled_time"];

/// Reason why messages are not exactly one activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotOneActivity {
    /// Neither a session nor a record, or a file of another type (a course).
    NoActivity,
    /// Several sessions; the number is given. [`activities`] returns one activity for each.
    SeveralSessions(usize),
}

impl fmt::Display for NotOneActivity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoActivity => f.write_str("no activity in these messages"),
            Self::SeveralSessions(number) => write!(f, "{number} sessions instead of one"),
        }
    }
}

impl std::error::Error for NotOneActivity {}

impl TryFrom<&[FitDataRecord]> for Activity {
    type Error = NotOneActivity;

    /// Returns the only activity of a FIT file from all its messages.
    ///
    /// # Errors
    ///
    /// Returns an error if the messages hold no activity, or several.
    fn try_from(records: &[FitDataRecord]) -> Result<Self, NotOneActivity> {
        let mut activities = activities(records);
        match activities.len() {
            0 => Err(NotOneActivity::NoActivity),
            1 => Ok(activities.remove(0)),
            number => Err(NotOneActivity::SeveralSessions(number)),
        }
    }
}

/// Returns the activities of a FIT file from all its messages: one per session, numbered from 0.
///
/// Start times decide which session a record, timer event or lap belongs to. Each belongs to the
/// last session that does not start later, or to the first session if it precedes them all. Records
/// without any session are one activity, because devices write the session at the end and a cut
/// file lacks it. The result is empty if the file has another type than `activity`. Convert chained
/// files one by one.
///
/// ```
/// use recoup_model::reference::fit::{activities, fitparser};
/// use fitparser::profile::{MesgNum, TimestampField};
/// use fitparser::{FitDataField, FitDataRecord, Value};
///
/// let field = |name: &str, number, value| {
///     FitDataField::new(name.to_owned(), number, None, value, String::new())
/// };
/// let mut record = FitDataRecord::new(MesgNum::Record);
/// record.push(field("timestamp", 253, TimestampField::Utc(1_000_000_000).into()));
/// record.push(field("heart_rate", 3, Value::UInt8(121)));
///
/// let activities = activities(&[record]);
/// assert_eq!(activities[0].start_ms, Some((1_000_000_000 + 631_065_600) * 1000));
/// assert_eq!(activities[0].samples.at(0).heart_rate_bpm, Some(121.0));
/// ```
#[must_use]
pub fn activities(records: &[FitDataRecord]) -> Vec<Activity> {
    if file_type(records).is_some_and(|name| name != "activity") {
        return Vec::new();
    }
    let messages = Messages::new(records);
    let mut sessions: Vec<Fields> = messages.of(MesgNum::Session).take(SESSIONS_MAX).collect();
    let samples: Vec<Sample> = messages.of(MesgNum::Record).filter_map(sample).collect();
    if sessions.is_empty() && !samples.is_empty() {
        sessions.push(Fields(&[]));
    }
    let common = Common::new(&messages, records);
    let mut activities: Vec<Activity> = sessions
        .iter()
        .enumerate()
        .map(|(number, &session)| activity(&common, session, number))
        .collect();
    if activities.is_empty() {
        return activities;
    }
    let mut starts: Vec<(i64, usize)> = activities
        .iter()
        .enumerate()
        .filter_map(|(index, activity)| Some((activity.start_ms?, index)))
        .collect();
    starts.sort_unstable();
    let owner = |time_ms: Option<i64>| {
        let later = starts.partition_point(|&(start_ms, _)| Some(start_ms) <= time_ms);
        starts.get(later.saturating_sub(1)).map_or(0, |&(_, index)| index)
    };
    for sample in &samples {
        activities[owner(Some(sample.time_ms))].samples.push(sample);
    }
    for event in messages.of(MesgNum::Event).filter_map(timer_event) {
        activities[owner(Some(event.time_ms))].timer_events.push(event);
    }
    for lap in messages.of(MesgNum::Lap).map(lap) {
        activities[owner(lap.start_ms)].laps.push(lap);
    }
    for activity in &mut activities {
        let first_ms = activity.samples.time_ms.iter().min().copied();
        activity.start_ms = activity.start_ms.or(first_ms);
    }
    activities
}

/// Whether a field is a developer field, which the program that wrote the file has defined.
///
/// ```
/// use recoup_model::reference::fit::{fitparser, is_developer};
/// use fitparser::{FitDataField, Value};
///
/// let power = |developer| {
///     FitDataField::new("power".to_owned(), 7, developer, Value::UInt16(210), "watts".to_owned())
/// };
/// assert!(is_developer(&power(Some(0))));
/// assert!(!is_developer(&power(None)));
/// ```
#[must_use]
pub fn is_developer(field: &FitDataField) -> bool {
    // fitparser does not give this property, but `Debug` shows it. The field is compared with the
    // same field of FIT.
    let native = FitDataField::new(
        field.name().to_owned(),
        field.number(),
        None,
        field.value().clone(),
        field.units().to_owned(),
    );
    format!("{field:?}") != format!("{native:?}")
}

/// Returns the time of a field in milliseconds since the Unix epoch; [`None`] if the field holds no
/// time.
///
/// A local time is returned as if the clock had shown UTC.
#[must_use]
pub fn time_ms(field: &FitDataField) -> Option<i64> {
    let unix_s = |time: &Value| -> Option<i64> { time.try_into().ok() };
    let Value::Timestamp(_) = field.value() else { return None };
    let mut seconds = unix_s(field.value())?;
    if LOCAL_TIMES.contains(&field.name()) {
        // fitparser counts these from the moment at which the host's clocks showed FIT's epoch.
        let [local, utc] = [TimestampField::Local(0), TimestampField::Utc(0)].map(Value::from);
        seconds -= unix_s(&local)? - unix_s(&utc)?;
    }
    Some(seconds * 1000)
}

/// Returns the file type: `activity`, `settings`, `course`, …, or the number of a type without a
/// name. [`None`] if the file does not hold one.
#[must_use]
pub fn file_type(records: &[FitDataRecord]) -> Option<String> {
    file_ids(records).find_map(|file_id| file_id.text("type"))
}

/// Returns the device that wrote the file. All fields are [`None`] if there is no `file_id`
/// message.
#[must_use]
pub fn device(records: &[FitDataRecord]) -> Device {
    let products = ["product_name", "garmin_product", "favero_product", "product"];
    let Some(file_id) = file_ids(records).next() else {
        return Device::default();
    };
    Device {
        manufacturer: file_id.text("manufacturer"),
        product: products.into_iter().find_map(|name| file_id.text(name)),
        serial: file_id.number("serial_number").map(|serial| serial as u32),
        time_created_ms: file_id.time_ms("time_created"),
    }
}

fn file_ids(records: &[FitDataRecord]) -> impl Iterator<Item = Fields<'_>> {
    let file_ids = records.iter().filter(|record| record.kind() == MesgNum::FileId);
    file_ids.map(|record| Fields(record.fields()))
}

/// Messages of one file by the number of their kind.
struct Messages<'a>(HashMap<u16, Vec<Fields<'a>>>);

impl<'a> Messages<'a> {
    fn new(records: &'a [FitDataRecord]) -> Self {
        let mut of_kinds: HashMap<u16, Vec<Fields<'a>>> = HashMap::new();
        for record in records {
            of_kinds.entry(record.kind().as_u16()).or_default().push(Fields(record.fields()));
        }
        Self(of_kinds)
    }

    fn of(&self, kind: MesgNum) -> impl DoubleEndedIterator<Item = Fields<'a>> {
        self.0.get(&kind.as_u16()).into_iter().flatten().copied()
    }

    /// Returns the last text of this name in messages of one kind.
    fn text(&self, kind: MesgNum, name: &str) -> Option<String> {
        self.of(kind).rev().find_map(|fields| fields.text(name))
    }

    /// Returns the last heart rate of this name in messages of one kind.
    fn heart_rate(&self, kind: MesgNum, name: &str) -> Option<f64> {
        self.of(kind).rev().find_map(|fields| fields.heart_rate(name))
    }
}

/// Fields of one message.
#[derive(Clone, Copy)]
struct Fields<'a>(&'a [FitDataField]);

impl<'a> Fields<'a> {
    /// Returns FIT's own fields of this name, without developer fields.
    fn named(self, name: &str) -> impl Iterator<Item = &'a FitDataField> {
        let named = self.0.iter().filter(move |field| field.name() == name);
        named.filter(|field| !is_developer(field))
    }

    fn value(self, name: &str) -> Option<&'a Value> {
        self.named(name).next().map(FitDataField::value)
    }

    fn number(self, name: &str) -> Option<f64> {
        self.value(name).and_then(number)
    }

    /// Returns the enhanced field, otherwise the plain one.
    fn enhanced(self, enhanced: &str, plain: &str) -> Option<f64> {
        let plain = self.number(plain);
        let enhanced = || self.named(enhanced).filter_map(|field| number(field.value()));
        // fitparser makes one enhanced field of the plain field. The other is the file's own.
        enhanced().find(|&value| Some(value) != plain).or_else(|| enhanced().next()).or(plain)
    }

    /// Returns the values of an array up to the first invalid one.
    fn list(self, name: &str) -> Vec<f64> {
        match self.value(name) {
            Some(Value::Array(values)) => values.iter().map_while(number).collect(),
            single => single.and_then(number).into_iter().collect(),
        }
    }

    /// Returns the times in zones if all buckets hold a time.
    fn zone_times(self) -> Option<DeviceZoneTimes> {
        let Some(Value::Array(values)) = self.value("time_in_hr_zone") else { return None };
        let seconds: Option<Vec<f64>> = values.iter().map(number).collect();
        let to_ms = |seconds: &f64| (seconds * 1000.0).round() as i64;
        DeviceZoneTimes::of_buckets(&seconds?.iter().map(to_ms).collect::<Vec<i64>>())
    }

    /// Returns a text, or the name of an enumerated value, or its number if it has no name.
    fn text(self, name: &str) -> Option<String> {
        let text = match self.value(name)? {
            Value::String(text) => text.trim().to_owned(),
            other => number(other)?.to_string(),
        };
        (!text.is_empty()).then_some(text)
    }

    /// Returns a heart rate that a user or a device has set. 0 means "not set".
    fn heart_rate(self, name: &str) -> Option<f64> {
        self.number(name).filter(|&bpm| bpm > 0.0)
    }

    /// Returns a duration in milliseconds. fitparser gives seconds.
    fn duration_ms(self, name: &str) -> Option<i64> {
        self.number(name).map(|seconds| (seconds * 1000.0).round() as i64)
    }

    fn time_ms(self, name: &str) -> Option<i64> {
        self.named(name).next().and_then(time_ms)
    }
}

/// Returns the number, or the first valid number of an array.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Array(values) => values.iter().find_map(number),
        Value::Timestamp(_) => None,
        other => other.clone().try_into().ok(),
    }
}

/// Facts that all sessions of a file have in common.
struct Common<'a> {
    sport: Option<String>,
    sub_sport: Option<String>,
    sport_name: Option<String>,
    workout_name: Option<String>,
    device: Device,
    altitude_source: Option<AltitudeSource>,
    utc_offset_min: Option<i32>,
    user: UserSettings,
    /// Zones of sessions, the first of each session by its index.
    zones_in_use: HashMap<u64, Fields<'a>>,
    only_zones: Option<Fields<'a>>,
    zones_that_are_set: Option<DeviceZones>,
    /// First heart rates of all `time_in_zone` messages: maximum, at rest and at threshold.
    counted_with: [Option<f64>; 3],
}

impl<'a> Common<'a> {
    fn new(messages: &Messages<'a>, records: &[FitDataRecord]) -> Self {
        let in_use: Vec<Fields> = messages
            .of(MesgNum::TimeInZone)
            .filter(|zones| zones.text("reference_mesg").as_deref() == Some("session"))
            .filter(|zones| zones.list("hr_zone_high_boundary").len() >= 2)
            .collect();
        let index = |zones: &Fields| zones.number("reference_index").unwrap_or(0.0).to_bits();
        let only_zones = if let [only] = in_use.as_slice() { Some(*only) } else { None };
        let first =
            |name: &str| messages.of(MesgNum::TimeInZone).find_map(|zones| zones.heart_rate(name));
        Self {
            sport: messages.text(MesgNum::Sport, "sport"),
            sub_sport: messages.text(MesgNum::Sport, "sub_sport"),
            sport_name: messages.text(MesgNum::Sport, "name"),
            workout_name: messages.text(MesgNum::Workout, "wkt_name"),
            device: device(records),
            altitude_source: altitude_source(messages),
            utc_offset_min: messages.of(MesgNum::Activity).filter_map(utc_offset_min).next_back(),
            user: UserSettings {
                resting_bpm: messages.heart_rate(MesgNum::UserProfile, "resting_heart_rate"),
                max_bpm: messages.heart_rate(MesgNum::ZonesTarget, "max_heart_rate"),
                threshold_bpm: messages.heart_rate(MesgNum::ZonesTarget, "threshold_heart_rate"),
            },
            // The first of two zones with the same index counts.
            zones_in_use: in_use.iter().rev().map(|zones| (index(zones), *zones)).collect(),
            only_zones,
            zones_that_are_set: zones_that_are_set(messages),
            counted_with: ["max_heart_rate", "resting_heart_rate", "threshold_heart_rate"]
                .map(first),
        }
    }
}

fn activity(common: &Common, session: Fields, number: usize) -> Activity {
    let sport = session.text("sport").or_else(|| common.sport.clone());
    // The sub-sport belongs to the sport of its own message.
    let profile_sub_sport = || common.sub_sport.clone().filter(|_| sport == common.sport);
    let sub_sport = session.text("sub_sport").or_else(profile_sub_sport);
    let title = common.workout_name.clone();
    let title = title.or_else(|| session.text("sport_profile_name"));
    let title = title.or_else(|| common.sport_name.clone());
    let labels = Labels { title, ..Labels::default() };
    Activity {
        session: number as u32,
        sport_basis: if sport.is_some() { SportBasis::File } else { SportBasis::Nothing },
        sport: sport.as_deref().map_or(Sport::Unknown, Sport::from_name),
        sub_sport,
        labels,
        device: common.device.clone(),
        altitude_source: common.altitude_source,
        start_ms: session.time_ms("start_time"),
        utc_offset_min: common.utc_offset_min,
        totals: SessionTotals {
            timer_ms: session.duration_ms("total_timer_time"),
            elapsed_ms: session.duration_ms("total_elapsed_time"),
            distance_m: session.number("total_distance"),
            ascent_m: session.number("total_ascent"),
            descent_m: session.number("total_descent"),
            heart_rate_avg_bpm: session.heart_rate("avg_heart_rate"),
            heart_rate_max_bpm: session.heart_rate("max_heart_rate"),
            training_effect_aerobic: session.number("total_training_effect"),
            training_effect_anaerobic: session.number("total_anaerobic_training_effect"),
        },
        device_zones: device_zones(common, session, number),
        user: common.user,
        // FIT counts the rating in tenths, and fitparser keeps them. 0 means "not rated".
        rpe: session.number("workout_rpe").map(|rpe| rpe / 10.0).filter(|&rpe| rpe > 0.0),
        feel: session.number("workout_feel"),
        ..Activity::new(FileFormat::Fit)
    }
}

/// Returns the barometer, otherwise the satellite receiver, of the sensors in the device itself.
fn altitude_source(messages: &Messages) -> Option<AltitudeSource> {
    let infos = messages.of(MesgNum::DeviceInfo);
    let sensors: Vec<String> = infos
        .filter(|info| info.text("source_type").as_deref() == Some("local"))
        .filter_map(|info| info.text("local_device_type"))
        .collect();
    let has = |names: &[&str]| sensors.iter().any(|own| names.contains(&own.as_str()));
    if has(&["barometer"]) {
        Some(AltitudeSource::Barometer)
    } else {
        has(&["gps", "glonass", "gps_glonass"]).then_some(AltitudeSource::Gps)
    }
}

/// Returns the offset from UTC in minutes if a time zone can have it.
fn utc_offset_min(activity: Fields) -> Option<i32> {
    let offset_s = (activity.time_ms("local_timestamp")? - activity.time_ms("timestamp")?) / 1000;
    let is_zone = offset_s.abs() <= MAX_OFFSET_S && offset_s % OFFSET_STEP_S == 0;
    is_zone.then_some((offset_s / 60) as i32)
}

/// Returns the zones that refer to the session, otherwise the bounds of the only zones, otherwise
/// the zones that are set in the device. Zones without times get the session's own times.
fn device_zones(common: &Common, session: Fields, number: usize) -> Option<DeviceZones> {
    let zones = zones_in_use(common, session, number).or_else(|| common.zones_that_are_set.clone());
    let mut zones = zones.unwrap_or_default();
    zones.times = zones.times.or(session.zone_times());
    // Other messages (of a lap, or without bounds) may hold the heart rates that are missing.
    let [max_bpm, resting_bpm, threshold_bpm] = common.counted_with;
    zones.max_bpm = zones.max_bpm.or(max_bpm);
    zones.resting_bpm = zones.resting_bpm.or(resting_bpm);
    zones.threshold_bpm = zones.threshold_bpm.or(threshold_bpm);
    (zones != DeviceZones::default()).then_some(zones)
}

fn zones_that_are_set(messages: &Messages) -> Option<DeviceZones> {
    let tops_bpm: Vec<f64> =
        messages.of(MesgNum::HrZone).filter_map(|zone| zone.heart_rate("high_bpm")).collect();
    let &[z1, z2, z3, z4, _] = tops_bpm.as_slice() else { return None };
    let bounds_bpm = vec![0.0, z1, z2, z3, z4];
    let is_ascending = bounds_bpm.is_sorted_by(|low, high| low < high);
    is_ascending.then(|| DeviceZones { bounds_bpm, ..DeviceZones::default() })
}

fn zones_in_use(common: &Common, session: Fields, number: usize) -> Option<DeviceZones> {
    let index = session.number("message_index").unwrap_or(number as f64);
    let own = common.zones_in_use.get(&index.to_bits());
    let zones = own.or(common.only_zones.as_ref())?;
    // Times in another session's zones belong to that session.
    let times = own.and_then(|zones| zones.zone_times());
    Some(DeviceZones {
        bounds_bpm: zones.list("hr_zone_high_boundary"),
        times,
        max_bpm: zones.heart_rate("max_heart_rate"),
        resting_bpm: zones.heart_rate("resting_heart_rate"),
        threshold_bpm: zones.heart_rate("threshold_heart_rate"),
    })
}

/// Returns a record as a sample; [`None`] if the record has no time.
fn sample(record: Fields) -> Option<Sample> {
    let narrow = |value: Option<f64>| value.map(|value| value as f32);
    let degrees = |name| record.number(name).map(|angle| angle * DEGREES_PER_SEMICIRCLE);
    let cadence = record
        .number("cadence")
        .map(|whole| whole + record.number("fractional_cadence").unwrap_or(0.0));
    Some(Sample {
        time_ms: record.time_ms("timestamp")?,
        heart_rate_bpm: narrow(record.number("heart_rate")),
        altitude_m: record.enhanced("enhanced_altitude", "altitude"),
        distance_m: record.number("distance"),
        speed_m_s: narrow(record.enhanced("enhanced_speed", "speed")),
        cadence_rpm: narrow(cadence),
        power_w: narrow(record.number("power")),
        temperature_c: narrow(record.number("temperature")),
        latitude_deg: degrees("position_lat"),
        longitude_deg: degrees("position_long"),
    })
}

fn timer_event(event: Fields) -> Option<TimerEvent> {
    if event.text("event")? != "timer" {
        return None;
    }
    let kind = match event.text("event_type")?.as_str() {
        "start" => TimerEventKind::Start,
        "stop" | "stop_all" | "stop_disable" | "stop_disable_all" => TimerEventKind::Stop,
        _ => return None,
    };
    Some(TimerEvent { time_ms: event.time_ms("timestamp")?, kind })
}

fn lap(lap: Fields) -> Lap {
    Lap {
        start_ms: lap.time_ms("start_time"),
        timer_ms: lap.duration_ms("total_timer_time"),
        elapsed_ms: lap.duration_ms("total_elapsed_time"),
        distance_m: lap.number("total_distance"),
    }
}
