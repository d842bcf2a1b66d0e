//! Definitions and the times of messages.

use crate::common::only;
use crate::made::{
    CADENCE, ENHANCED_ALTITUDE, EVENT, HEART_RATE, POWER, RECORD, SPEED, START, START_MS,
    THREE_BEATS, TIMESTAMP, beating, column, heart_rates, recording, seconds,
};
use recoup_model::TimerEventKind::{Start, Stop};
use recoup_model::{Sport, SportBasis, TimerEventKind};
use recoup_testkit::raw_fit::{Definition, ENUM, FLOAT32, RawFit, UINT8, UINT16, UINT32};

#[test]
fn each_definition_has_its_own_byte_order() {
    let record = |local| {
        Definition::record(local)
            .field(ENHANCED_ALTITUDE, 4, FLOAT32)
            .field(SPEED, 2, UINT16)
            .field(POWER, 4, UINT16)
    };
    // 3,010 / 5 - 500 = 102 m; 0x0BB8 = 3,000 mm/s; the second of two powers, 0x00FA = 250 W.
    let little = [0x00, 0x20, 0x3C, 0x45, 0xB8, 0x0B, 0xFF, 0xFF, 0xFA, 0x00];
    let big = [0x45, 0x3C, 0x20, 0x00, 0x0B, 0xB8, 0xFF, 0xFF, 0x00, 0xFA];
    let file = RawFit::new()
        .file_id(None)
        .define(&record(0))
        .define(&record(1).big_endian())
        .timed(0, START, &little)
        .timed(1, START + 1, &big)
        .timed(0, START + 2, &little);
    let activity = only(&file.to_bytes());
    assert_eq!(seconds(&activity), [0, 1, 2]);
    for sample in activity.samples.iter() {
        assert_eq!(sample.altitude_m, Some(102.0));
        assert_eq!(sample.speed_m_s, Some(3.0));
        assert_eq!(sample.power_w, Some(250.0));
    }
    assert!(activity.diagnostics.is_empty(), "{:?}", activity.diagnostics);
}

#[test]
fn a_local_type_can_be_defined_anew() {
    let file = beating(recording(), 0, &[121])
        .define(&Definition::new(0, RECORD).field(HEART_RATE, 1, UINT8).field(TIMESTAMP, 4, UINT32))
        .data(0, &[&[122][..], &(START + 1).to_le_bytes()].concat());
    let activity = only(&file.to_bytes());
    assert_eq!(heart_rates(&activity), THREE_BEATS[..2]);
    assert_eq!(seconds(&activity), [0, 1]);
}

/// The last five bits of START are 0. A compressed time is the first time with its five bits at or
/// after the previous time.
#[test]
fn compressed_timestamps_count_from_the_time_before_them() {
    let heart_rate = |local| Definition::new(local, RECORD).field(HEART_RATE, 1, UINT8);
    let file = RawFit::new()
        .file_id(None)
        .define(&heart_rate(0))
        .define(&heart_rate(1).field(CADENCE, 1, UINT8))
        .define(&Definition::new(2, RECORD).field(CADENCE, 1, UINT8).field(HEART_RATE, 1, UINT8))
        .define(&heart_rate(3).field(POWER, 2, UINT16))
        .timer_start(START + 5)
        .compressed(0, 5, &[100])
        .compressed(1, 31, &[101, 81])
        // First 31, then 0 (a rollover), then the same offset twice, then a smaller one (a
        // rollover).
        .compressed(2, 0, &[82, 102])
        .compressed(3, 0, &[103, 0xFA, 0x00])
        .compressed(0, 30, &[104])
        .compressed(0, 29, &[105])
        // A full timestamp resets the time, here to 1,000 = 31 * 32 + 8 seconds after START.
        .timer_stop(START + 1000)
        .compressed(0, 9, &[106])
        .compressed(0, 7, &[107]);
    let activity = only(&file.to_bytes());
    assert_eq!(seconds(&activity), [5, 31, 32, 32, 62, 93, 1001, 1031]);
    let expected = [100.0, 101.0, 102.0, 103.0, 104.0, 105.0, 106.0, 107.0].map(Some);
    assert_eq!(heart_rates(&activity), expected);
    let cadences = column(&activity, |sample| sample.cadence_rpm);
    assert_eq!(cadences[..4], [None, Some(81.0), Some(82.0), None]);
    assert_eq!(activity.samples.at(3).power_w, Some(250.0));
}

#[test]
fn events_can_have_compressed_timestamps_too() {
    let event = Definition::new(1, EVENT).field(0, 1, ENUM).field(1, 1, ENUM);
    let file = beating(recording(), 0, &[121, 122, 123])
        .define(&event)
        .compressed(1, 10, &[0, 4])
        .compressed(1, 20, &[0, 0]);
    let events: Vec<(i64, TimerEventKind)> = only(&file.to_bytes())
        .timer_events
        .iter()
        .map(|event| ((event.time_ms - START_MS) / 1000, event.kind))
        .collect();
    assert_eq!(events, [(10, Stop), (20, Start)]);
}

#[test]
fn records_without_a_time_have_that_of_the_message_before_them() {
    let file = recording()
        .define(&Definition::new(1, RECORD).field(HEART_RATE, 1, UINT8))
        .timer_start(START)
        .data(1, &[120])
        .timed(0, START + 1, &[121])
        .data(1, &[122])
        .timed(0, u32::MAX, &[123])
        .lap(START..START + 8)
        .data(1, &[124])
        .compressed(1, 9, &[125])
        .data(1, &[126]);
    let activity = only(&file.to_bytes());
    assert_eq!(seconds(&activity), [0, 1, 1, 1, 8, 9, 9]);
    let expected = [120.0, 121.0, 122.0, 123.0, 124.0, 125.0, 126.0].map(Some);
    assert_eq!(heart_rates(&activity), expected);
}

#[test]
fn a_file_without_any_time_has_samples_all_the_same() {
    let file = RawFit::new()
        .file_id(None)
        .define(&Definition::new(0, RECORD).field(HEART_RATE, 1, UINT8))
        .data(0, &[121])
        .data(0, &[122])
        .data(0, &[123]);
    let activity = only(&file.to_bytes());
    assert_eq!(heart_rates(&activity), THREE_BEATS);
    assert_eq!(activity.start_ms, None);
}

#[test]
fn clocks_that_jump_or_go_back_lose_no_sample() {
    let after_start = [0, 1, 2, -3000, 3, 86_400 * 24, 4, 4, 5];
    let file = after_start.into_iter().zip(100..).fold(recording(), |file, (time, rate)| {
        file.timed(0, START.wrapping_add_signed(time), &[rate])
    });
    let activity = only(&file.to_bytes());
    assert_eq!(seconds(&activity), after_start.map(i64::from));
    let expected = [100.0, 101.0, 102.0, 103.0, 104.0, 105.0, 106.0, 107.0, 108.0].map(Some);
    assert_eq!(heart_rates(&activity), expected);
}

/// Some old watches write records without times, and laps with a duration.
#[test]
fn records_without_any_times_are_spread_over_their_laps() {
    let mut file = recording()
        .define(&Definition::new(1, RECORD).field(HEART_RATE, 1, UINT8))
        .timer_start(START);
    for lap in 0..2 {
        for _ in 0..10 {
            file = file.data(1, &[120 + lap]);
        }
        let start = START + 100 * u32::from(lap);
        file = file.lap(start..start + 100);
    }
    let activity = only(&file.to_bytes());
    let expected: Vec<i64> = (0..20).map(|row| row * 10).collect();
    assert_eq!(seconds(&activity), expected);
}

/// The sport is generic, so the name of the profile and the sub-sport decide.
#[test]
fn a_generic_sport_is_told_by_what_else_is_there() {
    const SPORT: u16 = 12;
    let with = |name: &[u8], sub_sport: u8| {
        let file = recording()
            .timed(0, START, &[120])
            .session(0, START..START + 8, 0)
            .message(SPORT, &[(0, 2, &[0]), (1, 2, &[sub_sport]), (3, 7, name)]);
        let activity = only(&file.to_bytes());
        (activity.sport, activity.sport_basis)
    };
    assert_eq!(with(b"Run\0", 0), (Sport::Running, SportBasis::Title));
    assert_eq!(with(b"Bike\0", 0), (Sport::Cycling, SportBasis::Title));
    assert_eq!(with(b"Mine\0", 3), (Sport::Running, SportBasis::SubSport));
    assert_eq!(with(b"Mine\0", 0), (Sport::Other("generic".into()), SportBasis::File));
}
