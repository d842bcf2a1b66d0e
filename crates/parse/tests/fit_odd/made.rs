//! Profile numbers and short files for the tests.

use crate::common::only;
use recoup_model::{Activity, Sample};
use recoup_testkit::raw_fit::{Definition, RawFit, SINT8, UINT8};

/// 2021-09-08T01:46:40Z, in seconds since 1989-12-31T00:00:00Z; the last five bits are 0.
pub(crate) const START: u32 = 1_000_000_000;
/// The same time in milliseconds since the Unix epoch.
pub(crate) const START_MS: i64 = 1_631_065_600_000;

// Numbers of messages.
pub(crate) const SPORT: u16 = 12;
pub(crate) const RECORD: u16 = 20;
pub(crate) const EVENT: u16 = 21;
pub(crate) const WORKOUT: u16 = 26;
pub(crate) const ACTIVITY: u16 = 34;
pub(crate) const HR: u16 = 132;
pub(crate) const FIELD_DESCRIPTION: u16 = 206;
pub(crate) const DEVELOPER_DATA_ID: u16 = 207;
pub(crate) const TIME_IN_ZONE: u16 = 216;
pub(crate) const OF_A_MAKER: u16 = 0xFF00;

// Numbers of fields of a record.
pub(crate) const LATITUDE: u8 = 0;
pub(crate) const LONGITUDE: u8 = 1;
pub(crate) const ALTITUDE: u8 = 2;
pub(crate) const HEART_RATE: u8 = 3;
pub(crate) const CADENCE: u8 = 4;
pub(crate) const DISTANCE: u8 = 5;
pub(crate) const SPEED: u8 = 6;
pub(crate) const POWER: u8 = 7;
pub(crate) const COMPRESSED_SPEED_DISTANCE: u8 = 8;
pub(crate) const ENHANCED_SPEED: u8 = 73;
pub(crate) const ENHANCED_ALTITUDE: u8 = 78;
pub(crate) const TIMESTAMP: u8 = 253;

// Numbers of sports.
pub(crate) const RUNNING: u8 = 1;
pub(crate) const CYCLING: u8 = 2;

/// Returns the times in seconds since [`START`].
pub(crate) fn seconds(activity: &Activity) -> Vec<i64> {
    activity.samples.time_ms.iter().map(|time_ms| (time_ms - START_MS) / 1000).collect()
}

pub(crate) fn column<T>(activity: &Activity, value: impl Fn(Sample) -> T) -> Vec<T> {
    activity.samples.iter().map(value).collect()
}

pub(crate) fn heart_rates(activity: &Activity) -> Vec<Option<f32>> {
    column(activity, |sample| sample.heart_rate_bpm)
}

/// Starts an activity file whose local type 0 is a record with a timestamp and a heart rate.
pub(crate) fn recording() -> RawFit {
    RawFit::new().file_id(None).define(&Definition::record(0).field(HEART_RATE, 1, UINT8))
}

/// Appends one record per heart rate. The first is `first_s` seconds after [`START`], the others
/// follow second by second.
pub(crate) fn beating(file: RawFit, first_s: u32, heart_rates: &[u8]) -> RawFit {
    heart_rates
        .iter()
        .zip(START + first_s..)
        .fold(file, |file, (heart_rate, time)| file.timed(0, time, &[*heart_rate]))
}

/// Returns a file of three seconds at 121, 122 and 123 beats a minute.
pub(crate) fn three_beats() -> RawFit {
    beating(recording(), 0, &[121, 122, 123])
}

pub(crate) const THREE_BEATS: [Option<f32>; 3] = [Some(121.0), Some(122.0), Some(123.0)];

/// Returns the sample of a file with one record: a timestamp, the tested field and a temperature of
/// 21 °C. The temperature is only right if the tested field has its declared length.
pub(crate) fn sample_with(number: u8, base_type: u8, value: &[u8]) -> Sample {
    const TEMPERATURE: u8 = 13;
    let definition = Definition::record(0).field(number, value.len() as u8, base_type);
    let file = RawFit::new().file_id(None).define(&definition.field(TEMPERATURE, 1, SINT8));
    let activity = only(&file.timed(0, START, &[value, &[21]].concat()).to_bytes());
    assert_eq!(seconds(&activity), [0]);
    let sample = activity.samples.at(0);
    assert_eq!(sample.temperature_c, Some(21.0));
    sample
}
