//! FIT files like those of a Garmin watch, written by `rustyfit`.
//!
//! The messages have the order of a watch: device and settings, the records between the timer
//! events, and the totals at the end. Readers that need the sport before the session, or a total
//! before the records, meet the same conditions as in a real file.

use std::io::Cursor;

use embedded_io_adapters::std::FromStd;
use rustyfit::profile::mesgdef;
use rustyfit::profile::typedef;
use rustyfit::profile::typedef::FitBaseType;
use rustyfit::proto::{FIT, Field, Message, Value};
use rustyfit::{Encoder, Endianness, HeaderOption};

use crate::never_fails;
use crate::run::{Device, Run, Sport};
use crate::start::Start;
use crate::track::{Sample, Totals};

/// Seconds from the Unix epoch to the FIT epoch.
const FIT_EPOCH_UNIX_S: i64 = 631_065_600;

/// Bounds of the zones of Garmin's watches, in percent of the highest heart rate.
const ZONE_EDGES_PERCENT: [u32; 6] = [50, 60, 70, 80, 90, 100];

/// Layout of the same values in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Little-endian, altitude and speed in the 32-bit "enhanced" fields: a current watch.
    Current,
    /// Altitude and speed in the 16-bit fields: a watch of about 2015.
    Narrow,
    /// [`Layout::Current`] in big-endian byte order.
    BigEndian,
    /// [`Layout::Current`] with the time of most records in five bits of their header.
    CompressedTimestamps,
    /// [`Layout::Current`] with power, running dynamics, the maker's own fields and a second message
    /// for the position in every second: some 100 bytes a second, as in a runner's recent files.
    AllSensors,
}

/// Encodes a run in the layout of a current watch.
///
/// ```
/// use recoup_testkit::{fit, runs};
///
/// let bytes = fit::encode(&runs::steady("2026-03-02T06:30:12+01:00", 30, 130));
/// assert_eq!(bytes[0], 14, "the length of the header");
/// assert_eq!(&bytes[8..12], b".FIT");
/// ```
#[must_use]
pub fn encode(run: &Run) -> Vec<u8> {
    encode_as(run, Layout::Current)
}

/// Encodes a run in a layout of choice.
///
/// ```
/// use recoup_testkit::{fit, runs};
///
/// let run = runs::steady("2026-03-02T06:30:12+01:00", 30, 130);
/// let compressed = fit::encode_as(&run, fit::Layout::CompressedTimestamps);
/// assert!(compressed.len() < fit::encode(&run).len());
/// ```
#[must_use]
pub fn encode_as(run: &Run, layout: Layout) -> Vec<u8> {
    let stretches = run.stretches();
    let every: Vec<Sample> = stretches.concat();
    let totals = Totals::of(&every, stretches.len());
    let mut messages = preamble(run);
    for stretch in run.recorded() {
        let (first, last) = (stretch.first(), stretch.last());
        messages.extend(first.map(|s| timer_event(s.unix_s, typedef::EventType::START)));
        for sample in &stretch {
            messages.push(record(sample, layout));
            messages.extend((layout == Layout::AllSensors).then(|| gps_metadata(sample)));
        }
        messages.extend(last.map(|s| timer_event(s.unix_s, typedef::EventType::STOP_ALL)));
    }
    let laps = laps(run, &stretches);
    let lap_count = laps.len() as u16;
    messages.extend(laps);
    let end_unix_s = run.start.unix_s() + i64::from(totals.elapsed_s);
    messages.extend(time_in_zone(run, end_unix_s));
    messages.push(session(run, &totals, end_unix_s, lap_count));
    messages.push(activity(run.start, &totals, end_unix_s));
    to_bytes(messages, layout)
}

/// Kind of FIT file without an activity. Most files in an account's export are of these kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NonActivity {
    /// Settings of the watch (file type 2).
    Settings,
    /// Steps and heart rates through the day (file type 32).
    Monitoring,
}

/// Encodes a file without an activity. `written` is the time of writing.
///
/// ```
/// use recoup_testkit::fit::{self, NonActivity};
///
/// let bytes = fit::encode_non_activity(NonActivity::Settings, "2026-03-02T05:00:00+01:00");
/// assert_eq!(&bytes[8..12], b".FIT");
/// ```
#[must_use]
pub fn encode_non_activity(kind: NonActivity, written: impl Into<Start>) -> Vec<u8> {
    let written: Start = written.into();
    let messages = match kind {
        NonActivity::Settings => {
            let mut settings = mesgdef::DeviceSettings::new();
            settings.utc_offset = 0;
            settings.clock_time = date_time(written.unix_s());
            vec![
                file_id(typedef::File::SETTINGS, Device::WATCH, written),
                user_profile(),
                zones_target(190),
                Message::from(settings),
            ]
        }
        NonActivity::Monitoring => {
            let mut info = mesgdef::MonitoringInfo::new();
            info.timestamp = date_time(written.unix_s());
            info.local_timestamp = local_date_time(written, written.unix_s());
            info.resting_metabolic_rate = 1720;
            let mut messages = vec![
                file_id(typedef::File::MONITORING_B, Device::WATCH, written),
                Message::from(info),
            ];
            messages.extend((1..=30).map(|minute| {
                let mut beat = mesgdef::Monitoring::new();
                beat.timestamp = date_time(written.unix_s() + minute * 60);
                beat.heart_rate = 48 + (minute % 7) as u8;
                Message::from(beat)
            }));
            messages
        }
    };
    to_bytes(messages, Layout::Current)
}

/// Encodes the calendar of a watch: local days on which the workout of [`encode_workout`] is due.
pub(crate) fn encode_schedule(days: &[&str]) -> Vec<u8> {
    let created = Start::from(WORKOUT_CREATED);
    let written = Start::from("2026-03-01T20:00:00+01:00");
    let mut messages = vec![file_id(typedef::File::SCHEDULES, Device::WATCH, written)];
    messages.extend(days.iter().map(|day| {
        let day = Start::from(*day);
        let mut schedule = mesgdef::Schedule::new();
        schedule.manufacturer = typedef::Manufacturer(Device::WATCH.manufacturer);
        schedule.product = Device::WATCH.product;
        schedule.serial_number = Device::WATCH.serial_number;
        schedule.time_created = date_time(created.unix_s());
        schedule.r#type = typedef::Schedule::WORKOUT;
        schedule.scheduled_time = local_date_time(day, day.unix_s());
        Message::from(schedule)
    }));
    to_bytes(messages, Layout::Current)
}

/// Time at which the workout of [`encode_workout`] was made.
const WORKOUT_CREATED: &str = "2026-03-01T18:00:00+01:00";

/// Encodes a workout for runs. Each step is FIT's number of the intensity and a time in seconds.
pub(crate) fn encode_workout(name: &str, steps: &[(u8, u32)]) -> Vec<u8> {
    let mut workout = mesgdef::Workout::new();
    workout.sport = typedef::Sport::RUNNING;
    workout.num_valid_steps = steps.len() as u16;
    workout.wkt_name = name.into();
    let created = Start::from(WORKOUT_CREATED);
    let mut messages =
        vec![file_id(typedef::File::WORKOUT, Device::WATCH, created), Message::from(workout)];
    messages.extend((0..).zip(steps).map(|(index, &(intensity, seconds))| {
        let mut step = mesgdef::WorkoutStep::new();
        step.message_index = typedef::MessageIndex(index);
        step.duration_type = typedef::WktStepDuration::TIME;
        step.duration_value = seconds * 1000;
        step.target_type = typedef::WktStepTarget::OPEN;
        step.intensity = typedef::Intensity(intensity);
        Message::from(step)
    }));
    to_bytes(messages, Layout::Current)
}

fn to_bytes(messages: Vec<Message>, layout: Layout) -> Vec<u8> {
    let builder = match layout {
        Layout::Current | Layout::Narrow | Layout::AllSensors => {
            Encoder::builder().header_option(HeaderOption::Normal(15))
        }
        Layout::BigEndian => Encoder::builder()
            .header_option(HeaderOption::Normal(15))
            .endianness(Endianness::BigEndian),
        Layout::CompressedTimestamps => {
            Encoder::builder().header_option(HeaderOption::Compressed(3))
        }
    };
    let mut file = Cursor::new(Vec::new());
    let mut fit = FIT { messages, ..FIT::default() };
    never_fails(builder.build().encode(FromStd::new(&mut file), &mut fit));
    file.into_inner()
}

fn date_time(unix_s: i64) -> typedef::DateTime {
    typedef::DateTime::from_unix_timestamp(unix_s)
}

fn local_date_time(start: Start, unix_s: i64) -> typedef::LocalDateTime {
    let local_s = unix_s + i64::from(start.utc_offset_min()) * 60;
    typedef::LocalDateTime((local_s - FIT_EPOCH_UNIX_S) as u32)
}

fn sports(sport: Sport) -> (typedef::Sport, typedef::SubSport) {
    match sport {
        Sport::Running => (typedef::Sport::RUNNING, typedef::SubSport::GENERIC),
        Sport::TrailRunning => (typedef::Sport::RUNNING, typedef::SubSport::TRAIL),
        Sport::TreadmillRunning => (typedef::Sport::RUNNING, typedef::SubSport::TREADMILL),
        Sport::Cycling => (typedef::Sport::CYCLING, typedef::SubSport::ROAD),
        Sport::Swimming => (typedef::Sport::SWIMMING, typedef::SubSport::LAP_SWIMMING),
        Sport::Walking => (typedef::Sport::WALKING, typedef::SubSport::GENERIC),
        Sport::Generic => (typedef::Sport::GENERIC, typedef::SubSport::GENERIC),
    }
}

/// Returns the messages that a watch writes when the timer starts.
fn preamble(run: &Run) -> Vec<Message> {
    let mut creator = mesgdef::FileCreator::new();
    creator.software_version = 1330;

    let mut device = mesgdef::DeviceInfo::new();
    device.timestamp = date_time(run.start.unix_s());
    device.device_index = typedef::DeviceIndex::CREATOR;
    device.manufacturer = typedef::Manufacturer(run.device.manufacturer);
    device.product = run.device.product;
    device.serial_number = run.device.serial_number;
    device.software_version = 1330;
    device.source_type = typedef::SourceType::LOCAL;

    let (sport, sub_sport) = sports(run.sport);
    let mut profile = mesgdef::Sport::new();
    profile.sport = sport;
    profile.sub_sport = sub_sport;

    let mut messages = vec![
        file_id(typedef::File::ACTIVITY, run.device, run.start),
        Message::from(creator),
        Message::from(device),
        user_profile(),
    ];
    messages.extend(run.max_heart_rate.map(zones_target));
    messages.push(Message::from(profile));
    messages.extend(run.name.as_deref().map(|name| {
        let mut workout = mesgdef::Workout::new();
        workout.sport = sport;
        workout.sub_sport = sub_sport;
        workout.wkt_name = name.into();
        Message::from(workout)
    }));
    messages
}

fn file_id(kind: typedef::File, device: Device, created: Start) -> Message {
    let mut file_id = mesgdef::FileId::new();
    file_id.r#type = kind;
    file_id.manufacturer = typedef::Manufacturer(device.manufacturer);
    file_id.product = device.product;
    file_id.serial_number = device.serial_number;
    file_id.time_created = date_time(created.unix_s());
    Message::from(file_id)
}

fn user_profile() -> Message {
    let mut profile = mesgdef::UserProfile::new();
    profile.gender = typedef::Gender::FEMALE;
    profile.age = 38;
    profile.height = 171;
    profile.weight = 620;
    profile.resting_heart_rate = 50;
    // Default of the watch. Most owners set the right value elsewhere, and so did this one.
    profile.default_max_heart_rate = 185;
    Message::from(profile)
}

fn zones_target(max_heart_rate: u8) -> Message {
    let mut zones = mesgdef::ZonesTarget::new();
    zones.max_heart_rate = max_heart_rate;
    zones.hr_calc_type = typedef::HrZoneCalc::PERCENT_MAX_HR;
    Message::from(zones)
}

fn timer_event(unix_s: i64, kind: typedef::EventType) -> Message {
    let mut event = mesgdef::Event::new();
    event.timestamp = date_time(unix_s);
    event.event = typedef::Event::TIMER;
    event.event_type = kind;
    event.event_group = 0;
    Message::from(event)
}

fn record(sample: &Sample, layout: Layout) -> Message {
    let mut record = mesgdef::Record::new();
    record.timestamp = date_time(sample.unix_s);
    if let Some(position) = sample.position {
        record.position_lat = position.latitude;
        record.position_long = position.longitude;
    }
    let fifths = altitude_fifths(sample);
    if layout == Layout::Narrow {
        record.altitude = fifths.map_or(u16::MAX, |fifths| fifths as u16);
        record.speed = sample.speed_mm_s as u16;
    } else {
        record.enhanced_altitude = fifths.unwrap_or(u32::MAX);
        record.enhanced_speed = sample.speed_mm_s;
    }
    record.heart_rate = sample.heart_rate.unwrap_or(u8::MAX);
    record.cadence = sample.cadence;
    record.distance = sample.distance_cm;
    if layout == Layout::AllSensors {
        add_sensors(&mut record, sample);
    }
    Message::from(record)
}

/// Returns the altitude as FIT counts it: in fifths of a metre, from 500 m below sea level.
fn altitude_fifths(sample: &Sample) -> Option<u32> {
    sample.altitude_cm.map(|cm| ((cm + 50_000) / 20) as u32)
}

/// Adds the values of a running power meter and of a strap with running dynamics, and fields
/// without a name in the profile. These values do not matter for a recovery run.
fn add_sensors(record: &mut mesgdef::Record, sample: &Sample) {
    let second = sample.unix_s as u16;
    record.power = (sample.speed_mm_s / 12) as u16;
    record.accumulated_power = sample.distance_cm * 3;
    record.temperature = 24;
    record.activity_type = typedef::ActivityType::RUNNING;
    record.vertical_oscillation = 850 + second % 40;
    record.stance_time_percent = 3400 + second % 90;
    record.stance_time = 2500 + second % 70;
    record.vertical_ratio = 880 + second % 30;
    record.stance_time_balance = 5010 + second % 20;
    record.step_length = 9000 + second % 200;
    record.fractional_cadence = 64 * u8::from(second.is_multiple_of(2));
    let field = |num, base_type, value| Field { num, base_type, value, is_expanded: false };
    record.unknown_fields.extend([
        field(87, FitBaseType::UINT16, Value::Uint16(second % 3)),
        field(88, FitBaseType::UINT16, Value::Uint16(300)),
        field(90, FitBaseType::SINT8, Value::Int8(-2)),
        field(107, FitBaseType::UINT16, Value::Uint16(1)),
        field(135, FitBaseType::UINT8, Value::Uint8(99)),
        field(136, FitBaseType::UINT8, Value::Uint8(sample.heart_rate.unwrap_or(0))),
        field(140, FitBaseType::UINT16, Value::Uint16(sample.speed_mm_s as u16)),
        field(143, FitBaseType::UINT8, Value::Uint8(74)),
    ]);
}

/// Returns a `gps_metadata` message with the receiver's position. Watches of some makers write such
/// a message beside each record.
fn gps_metadata(sample: &Sample) -> Message {
    let mut metadata = mesgdef::GpsMetadata::new();
    metadata.timestamp = date_time(sample.unix_s);
    metadata.timestamp_ms = 120;
    if let Some(position) = sample.position {
        metadata.position_lat = position.latitude;
        metadata.position_long = position.longitude;
    }
    metadata.enhanced_altitude = altitude_fifths(sample).unwrap_or(u32::MAX);
    metadata.enhanced_speed = sample.speed_mm_s;
    metadata.heading = (sample.unix_s % 36_000) as u16;
    metadata.utc_timestamp = date_time(sample.unix_s);
    metadata.velocity = [100, (sample.speed_mm_s / 10) as i16, 0];
    Message::from(metadata)
}

/// Returns one lap for each kilometre, the default of the watch, and one lap for the rest.
fn laps(run: &Run, stretches: &[Vec<Sample>]) -> Vec<Message> {
    const LAP_CM: u32 = 100_000;
    let every: Vec<Sample> = stretches.concat();
    // Indices of the samples that begin a stretch. A pause lies just before each of them.
    let begins: Vec<usize> = stretches
        .iter()
        .scan(0, |begin, stretch| Some(std::mem::replace(begin, *begin + stretch.len())))
        .collect();
    let mut laps = Vec::new();
    let mut from = 0;
    while from + 1 < every.len() {
        let goal_cm = every[from].distance_cm / LAP_CM * LAP_CM + LAP_CM;
        let reached = every.iter().position(|sample| sample.distance_cm >= goal_cm);
        let to = reached.unwrap_or(every.len() - 1);
        let part = &every[from..=to];
        let pauses = begins.iter().filter(|begin| from < **begin && **begin <= to).count();
        let totals = Totals::of(part, 1 + pauses);
        let trigger = match reached {
            Some(_) => typedef::LapTrigger::DISTANCE,
            None => typedef::LapTrigger::SESSION_END,
        };
        laps.push(lap(run, part, &totals, laps.len() as u16, trigger));
        from = to;
    }
    laps
}

fn lap(
    run: &Run,
    part: &[Sample],
    totals: &Totals,
    index: u16,
    trigger: typedef::LapTrigger,
) -> Message {
    let mut lap = mesgdef::Lap::new();
    let (sport, sub_sport) = sports(run.sport);
    lap.message_index = typedef::MessageIndex(index);
    lap.timestamp = date_time(part.last().map_or(0, |sample| sample.unix_s));
    lap.start_time = date_time(part.first().map_or(0, |sample| sample.unix_s));
    lap.event = typedef::Event::LAP;
    lap.event_type = typedef::EventType::STOP;
    lap.total_elapsed_time = totals.elapsed_s * 1000;
    lap.total_timer_time = totals.timer_s * 1000;
    lap.total_distance = totals.distance_cm;
    lap.avg_heart_rate = totals.mean_heart_rate.unwrap_or(u8::MAX);
    lap.max_heart_rate = totals.highest_heart_rate.unwrap_or(u8::MAX);
    if run.sport.is_outdoors() {
        lap.total_ascent = totals.ascent_m;
        lap.total_descent = totals.descent_m;
    }
    lap.lap_trigger = trigger;
    lap.sport = sport;
    lap.sub_sport = sub_sport;
    Message::from(lap)
}

/// Returns the watch's own zones and the time in each: seven times and six bounds. The first time
/// is below all zones.
fn time_in_zone(run: &Run, end_unix_s: i64) -> Option<Message> {
    let highest = run.max_heart_rate?;
    let edges = ZONE_EDGES_PERCENT.map(|percent| (u32::from(highest) * percent / 100) as u8);
    let seconds = run.seconds();
    let (_, held) = seconds.split_last()?;
    let mut times_ms = [0_u32; ZONE_EDGES_PERCENT.len() + 1];
    for rate in held.iter().filter_map(|sample| sample.heart_rate).filter(|rate| *rate > 0) {
        times_ms[edges.iter().filter(|edge| rate >= **edge).count()] += 1000;
    }
    if times_ms.iter().all(|ms| *ms == 0) {
        return None;
    }
    let mut zones = mesgdef::TimeInZone::new();
    zones.timestamp = date_time(end_unix_s);
    zones.reference_mesg = typedef::MesgNum::SESSION;
    zones.reference_index = typedef::MessageIndex(0);
    zones.time_in_hr_zone = times_ms.into();
    zones.hr_zone_high_boundary = edges.into();
    zones.hr_calc_type = typedef::HrZoneCalc::PERCENT_MAX_HR;
    zones.max_heart_rate = highest;
    zones.resting_heart_rate = 50;
    Some(Message::from(zones))
}

fn session(run: &Run, totals: &Totals, end_unix_s: i64, lap_count: u16) -> Message {
    let (sport, sub_sport) = sports(run.sport);
    let mut session = mesgdef::Session::new();
    session.message_index = typedef::MessageIndex(0);
    session.timestamp = date_time(end_unix_s);
    session.start_time = date_time(run.start.unix_s());
    session.event = typedef::Event::LAP;
    session.event_type = typedef::EventType::STOP;
    session.trigger = typedef::SessionTrigger::ACTIVITY_END;
    session.sport = sport;
    session.sub_sport = sub_sport;
    session.total_elapsed_time = totals.elapsed_s * 1000;
    session.total_timer_time = totals.timer_s * 1000;
    session.total_distance = totals.distance_cm;
    // A runner of 62 kg needs about 62 kilocalories a kilometre.
    session.total_calories = (totals.distance_cm * 62 / 100_000) as u16;
    session.enhanced_avg_speed = (totals.distance_cm * 10).checked_div(totals.timer_s).unwrap_or(0);
    session.avg_heart_rate = totals.mean_heart_rate.unwrap_or(u8::MAX);
    session.max_heart_rate = totals.highest_heart_rate.unwrap_or(u8::MAX);
    if run.sport.is_outdoors() {
        session.total_ascent = totals.ascent_m;
        session.total_descent = totals.descent_m;
    }
    if let Some((aerobic, anaerobic)) = run.training_effect_tenths {
        session.total_training_effect = aerobic;
        session.total_anaerobic_training_effect = anaerobic;
    }
    session.workout_rpe = run.rpe.map_or(u8::MAX, |rpe| rpe * 10);
    session.workout_feel = run.feel.unwrap_or(u8::MAX);
    session.first_lap_index = 0;
    session.num_laps = lap_count;
    Message::from(session)
}

fn activity(start: Start, totals: &Totals, end_unix_s: i64) -> Message {
    let mut activity = mesgdef::Activity::new();
    activity.timestamp = date_time(end_unix_s);
    activity.local_timestamp = local_date_time(start, end_unix_s);
    activity.total_timer_time = totals.timer_s * 1000;
    activity.num_sessions = 1;
    activity.r#type = typedef::Activity::MANUAL;
    activity.event = typedef::Event::ACTIVITY;
    activity.event_type = typedef::EventType::STOP;
    Message::from(activity)
}
