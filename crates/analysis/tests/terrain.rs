//! Terrain, calculated by hand. Each case states the arithmetic for the expected figure.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup_analysis::{Assessment, Athlete, assess};
use recoup_model::{Activity, AltitudeSource, FileFormat, Sample, Sport, SportBasis};

/// 2026-03-02T06:00:00Z.
const START_MS: i64 = 1_772_431_200_000;
/// Speed in metres a second.
const SPEED_M_S: f64 = 2.5;

/// Returns a run with a sample each second. Seconds without an altitude have no sample.
fn run(altitudes_m: &[Option<f64>], source: Option<AltitudeSource>) -> Assessment {
    let mut activity = Activity::new(FileFormat::Fit);
    activity.sport = Sport::Running;
    activity.sport_basis = SportBasis::File;
    activity.altitude_source = source;
    activity.start_ms = Some(START_MS);
    for (second, altitude_m) in (0..).zip(altitudes_m) {
        if altitude_m.is_some() {
            activity.samples.push(&Sample {
                time_ms: START_MS + second * 1000,
                distance_m: Some(second as f64 * SPEED_M_S),
                altitude_m: *altitude_m,
                ..Sample::default()
            });
        }
    }
    assess(&activity, &Athlete::default()).unwrap()
}

fn level(altitude_m: f64, seconds: usize) -> Vec<Option<f64>> {
    vec![Some(altitude_m); seconds]
}

/// Returns `seconds` seconds from one altitude to another, both included.
fn slope(from_m: f64, to_m: f64, seconds: i32) -> Vec<Option<f64>> {
    let step_m = (to_m - from_m) / f64::from(seconds);
    (0..=seconds).map(|second| Some(from_m + f64::from(second) * step_m)).collect()
}

#[test]
fn a_spike_that_ends_behind_a_gap_is_no_climb() {
    // 60 m down in one second is impossible. 60 m up within 30 s is possible, but cancels the fall.
    let altitudes_m = [level(100.0, 300), level(40.0, 1), vec![None; 29], level(100.0, 300)];
    let run = run(&altitudes_m.concat(), None);
    assert_eq!(run.ascent_m, Some(0.0));
    assert!(run.hills.is_empty() && run.steep.is_empty());
}

#[test]
fn a_barometer_that_is_set_anew_shifts_what_follows() {
    // 60 m up in one second, and then a climb of 30 m over 300 s, 750 m at 4 %.
    let altitudes_m = [level(100.0, 300), level(160.0, 60), slope(160.0, 190.0, 300)];
    let ascent_m = run(&altitudes_m.concat(), Some(AltitudeSource::Barometer)).ascent_m.unwrap();
    // The mean over three cells takes half of the rise of one cell, 0.4 m, off the end.
    assert!((29.6..=30.0).contains(&ascent_m), "{ascent_m}");
}

#[test]
fn a_gap_is_no_end_of_a_spike_unless_it_undoes_it() {
    // 60 m up in one second. Later 20 m down within a gap of 60 s, which is a real descent.
    let altitudes_m = [level(100.0, 300), level(160.0, 60), vec![None; 59], level(140.0, 300)];
    let run = run(&altitudes_m.concat(), None);
    assert_eq!(run.ascent_m, Some(0.0));
}

#[test]
fn grades_are_taken_over_longer_stretches_of_gps() {
    // 60 m at 10 %. Over 50 m, this is more than 4 m, or 8 %. Over 100 m, it is only 6 %.
    let altitudes_m = [level(100.0, 300), slope(100.0, 106.0, 24), level(106.0, 300)].concat();
    let steep = |source| run(&altitudes_m, Some(source)).steep.len();
    assert_eq!(steep(AltitudeSource::Barometer), 1);
    assert_eq!(steep(AltitudeSource::Gps), 0);
}

#[test]
fn noise_of_gps_is_smoothed_more() {
    // Two cells side by side, 8 s, that are 3.6 m higher. For a barometer, the mean over three
    // cells is 2.4 m, which is a turning point. Otherwise, the mean over five cells is 1.4 m, which
    // is none.
    let altitudes_m = [level(100.0, 300), level(103.6, 8), level(100.0, 300)].concat();
    let ascent_m = |source| run(&altitudes_m, Some(source)).ascent_m.unwrap();
    assert!(ascent_m(AltitudeSource::Barometer) > 2.0);
    assert_eq!(ascent_m(AltitudeSource::Gps), 0.0);
}
