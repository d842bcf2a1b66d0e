//! Clocks that count from when the device was switched on, and local times.

use crate::common::{kinds, only};
use crate::made::{
    ACTIVITY, HEART_RATE, RUNNING, START, START_MS, THREE_BEATS, TIMESTAMP, heart_rates, seconds,
    three_beats,
};
use recoup_model::{Activity, DiagnosticKind};
use recoup_testkit::raw_fit::{Definition, RawFit, UINT8, UINT32};

/// First time that is a date. Smaller times count from the moment the device was switched on.
const FIRST_ABSOLUTE: u32 = 0x1000_0000;

fn recording(time_created: Option<u32>) -> RawFit {
    RawFit::new().file_id(time_created).define(&Definition::record(0).field(HEART_RATE, 1, UINT8))
}

fn beats(file: RawFit) -> RawFit {
    file.timed(0, 100, &[121]).timed(0, 101, &[122]).timed(0, 105, &[123])
}

#[test]
fn times_since_power_on_begin_when_the_file_was_made() {
    let activity = only(&beats(recording(Some(START))).to_bytes());
    assert_eq!(activity.start_ms, Some(START_MS));
    assert_eq!(seconds(&activity), [0, 1, 5]);
    assert_eq!(heart_rates(&activity), THREE_BEATS);

    // The session and its timer began two seconds before the first sample.
    let file =
        beats(recording(Some(START)).timer_start(98)).lap(98..110).session(0, 98..110, RUNNING);
    let activity = only(&file.to_bytes());
    assert_eq!(activity.start_ms, Some(START_MS));
    assert_eq!(seconds(&activity), [2, 3, 7]);
    assert_eq!(activity.timer_events[0].time_ms, START_MS);
    assert_eq!(activity.laps[0].start_ms, Some(START_MS));
    assert!(!activity.is_partial());
}

#[test]
fn times_since_power_on_are_no_dates_without_one() {
    for time_created in [None, Some(90), Some(FIRST_ABSOLUTE - 1)] {
        let file = beats(recording(time_created)).session(0, 100..106, RUNNING);
        let activity = only(&file.to_bytes());
        assert_eq!(activity.start_ms, None, "{time_created:?}");
        let first_ms = activity.samples.time_ms[0];
        let since_first: Vec<i64> =
            activity.samples.time_ms.iter().map(|time_ms| time_ms - first_ms).collect();
        assert_eq!(since_first, [0, 1000, 5000]);
        assert_eq!(heart_rates(&activity), THREE_BEATS);
        let kinds = kinds(&activity);
        assert!(
            kinds.contains(&DiagnosticKind::TimeJump) || kinds.contains(&DiagnosticKind::BadValue),
            "{kinds:?}"
        );
        assert!(!activity.is_partial());
    }
}

#[test]
fn the_first_absolute_time_is_one() {
    let file = recording(None).timed(0, FIRST_ABSOLUTE, &[121]);
    // 631,065,600 s from the Unix epoch to FIT's, and 2^28 = 268,435,456 s.
    assert_eq!(only(&file.to_bytes()).start_ms, Some(899_501_056_000));
}

fn with_local_time(offset_s: i32) -> Activity {
    let utc = START.to_le_bytes();
    let local = START.wrapping_add_signed(offset_s).to_le_bytes();
    let file = three_beats().message(ACTIVITY, &[(TIMESTAMP, UINT32, &utc), (5, UINT32, &local)]);
    only(&file.to_bytes())
}

#[test]
fn a_sane_local_time_gives_the_offset() {
    for offset_min in [0, 60, 120, -210, 345, 14 * 60, -12 * 60] {
        let activity = with_local_time(offset_min * 60);
        assert_eq!(activity.utc_offset_min, Some(offset_min));
        assert!(activity.diagnostics.is_empty(), "{:?}", activity.diagnostics);
    }
}

#[test]
fn an_offset_that_no_zone_has_is_said_and_ignored() {
    let since_start_s = START as i32;
    for offset_s in [3 * 60, 30 * 3600, -30 * 3600, -since_start_s] {
        let activity = with_local_time(offset_s);
        assert_eq!(activity.utc_offset_min, None, "{offset_s} s");
        assert_eq!(kinds(&activity), [DiagnosticKind::BadValue], "{offset_s} s");
        assert!(!activity.is_partial());
    }
}

#[test]
fn a_local_time_that_is_missing_says_nothing() {
    let utc = START.to_le_bytes();
    let file =
        three_beats().message(ACTIVITY, &[(TIMESTAMP, UINT32, &utc), (5, UINT32, &[0xFF; 4])]);
    let activity = only(&file.to_bytes());
    assert_eq!(activity.utc_offset_min, None);
    assert!(activity.diagnostics.is_empty(), "{:?}", activity.diagnostics);
}
