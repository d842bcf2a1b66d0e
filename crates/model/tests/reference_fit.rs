//! Activities from hand-made records of fitparser.

use fitparser::profile::{MesgNum, TimestampField};
use fitparser::{FitDataField, FitDataRecord, Value};
use recoup_model::reference::fit::{NotOneActivity, activities, fitparser};
use recoup_model::{Activity, Sport, TimerEventKind};

/// 2021-09-08T01:46:40Z, a billion seconds after FIT's epoch.
const START_S: i64 = 1_000_000_000;
const START_MS: i64 = (631_065_600 + START_S) * 1000;

fn field(name: &str, value: Value) -> FitDataField {
    FitDataField::new(name.to_owned(), 0, None, value, String::new())
}

fn developer(name: &str, value: Value) -> FitDataField {
    FitDataField::new(name.to_owned(), 0, Some(0), value, String::new())
}

fn time(name: &str, seconds: i64) -> FitDataField {
    field(name, TimestampField::Utc(START_S + seconds).into())
}

fn text(name: &str, text: &str) -> FitDataField {
    field(name, Value::String(text.to_owned()))
}

fn message(kind: MesgNum, fields: Vec<FitDataField>) -> FitDataRecord {
    let mut message = FitDataRecord::new(kind);
    message.extend(fields);
    message
}

fn record(seconds: i64, mut fields: Vec<FitDataField>) -> FitDataRecord {
    fields.push(time("timestamp", seconds));
    message(MesgNum::Record, fields)
}

fn session(seconds: i64, sport: &str) -> FitDataRecord {
    message(MesgNum::Session, vec![time("start_time", seconds), text("sport", sport)])
}

#[test]
fn values_are_taken_in_the_units_that_fitparser_gives_them_in() {
    let fields = vec![
        field("position_lat", Value::SInt32(1 << 30)),
        field("position_long", Value::SInt32(-(1 << 29))),
        field("cadence", Value::UInt8(84)),
        field("fractional_cadence", Value::Float64(0.5)),
        field("distance", Value::Float64(12.34)),
        field("speed", Value::Float64(2.5)),
        field("heart_rate", Value::UInt8(0)),
    ];
    let activity = Activity::try_from(&[record(7, fields)][..]).unwrap();
    assert_eq!(activity.start_ms, Some(START_MS + 7000));
    let sample = activity.samples.at(0);
    // 2^31 semicircles are 180 degrees.
    assert_eq!((sample.latitude_deg, sample.longitude_deg), (Some(90.0), Some(-45.0)));
    assert_eq!((sample.cadence_rpm, sample.distance_m), (Some(84.5), Some(12.34)));
    assert_eq!((sample.speed_m_s, sample.heart_rate_bpm), (Some(2.5), Some(0.0)));
    assert_eq!((sample.altitude_m, sample.power_w), (None, None));
}

#[test]
fn developer_fields_are_not_taken_for_fits_own() {
    let records = [
        record(0, vec![developer("heart_rate", Value::UInt8(200))]),
        record(
            1,
            vec![
                developer("heart_rate", Value::UInt8(200)),
                field("heart_rate", Value::UInt8(120)),
            ],
        ),
    ];
    let samples = Activity::try_from(&records[..]).unwrap().samples;
    assert_eq!(samples.at(0).heart_rate_bpm, None);
    assert_eq!(samples.at(1).heart_rate_bpm, Some(120.0));
}

#[test]
fn the_enhanced_altitude_that_was_made_of_the_plain_one_is_not_taken() {
    let altitude = |name, metres| field(name, Value::Float64(metres));
    let plain = || altitude("altitude", 100.0);
    let made = || altitude("enhanced_altitude", 100.0);
    let own = || altitude("enhanced_altitude", 4000.2);
    let records = [
        record(0, vec![plain(), made(), own()]),
        record(1, vec![plain(), own(), made()]),
        record(2, vec![plain(), made()]),
        record(3, vec![plain()]),
    ];
    let samples = Activity::try_from(&records[..]).unwrap().samples;
    assert_eq!(samples.altitude_m, [4000.2, 4000.2, 100.0, 100.0]);
}

#[test]
fn each_session_has_what_begins_within_it() {
    let timer = |seconds, kind| {
        let fields =
            vec![time("timestamp", seconds), text("event", "timer"), text("event_type", kind)];
        message(MesgNum::Event, fields)
    };
    let records = [
        timer(0, "start"),
        record(0, vec![]),
        record(99, vec![]),
        timer(99, "stop_all"),
        message(MesgNum::Lap, vec![time("start_time", 100)]),
        record(100, vec![]),
        session(0, "swimming"),
        session(100, "running"),
    ];
    let [swim, run] = activities(&records).try_into().unwrap();
    assert_eq!((swim.sport, run.sport), (Sport::Swimming, Sport::Running));
    assert_eq!((swim.session, run.session), (0, 1));
    assert_eq!(swim.samples.time_ms, [START_MS, START_MS + 99_000]);
    assert_eq!(run.samples.time_ms, [START_MS + 100_000]);
    let kinds: Vec<TimerEventKind> = swim.timer_events.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [TimerEventKind::Start, TimerEventKind::Stop]);
    assert_eq!((swim.laps.len(), run.laps.len()), (0, 1));
    assert_eq!(Activity::try_from(&records[..]), Err(NotOneActivity::SeveralSessions(2)));
}

#[test]
fn what_holds_no_activity_is_an_error() {
    assert_eq!(Activity::try_from(&[][..]), Err(NotOneActivity::NoActivity));
    let course = [message(MesgNum::FileId, vec![text("type", "course")]), record(0, vec![])];
    assert_eq!(Activity::try_from(&course[..]), Err(NotOneActivity::NoActivity));
}

/// fitparser computes local times in the time zone of the host, so the test must hold in any zone.
#[test]
fn the_offset_from_utc_is_the_files_own() {
    let local = field("local_timestamp", TimestampField::Local(START_S - 9000).into());
    let activity = message(MesgNum::Activity, vec![time("timestamp", 0), local]);
    let activities = activities(&[session(0, "running"), activity]);
    assert_eq!(activities[0].utc_offset_min, Some(-150));
}
