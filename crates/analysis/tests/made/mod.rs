//! Runs made sample by sample, for cases that are calculated by hand.

#![allow(dead_code, reason = "each test binary uses some of it")]

use recoup_analysis::{Assessment, Athlete, assess};
use recoup_model::{Activity, FileFormat, Sample, Sport, SportBasis};

/// 2026-03-02T06:00:00Z.
pub(crate) const START_MS: i64 = 1_772_431_200_000;

/// Returns a treadmill run with a heart rate for each second from `rates`, and one sample at its
/// end.
pub(crate) fn run(rates: impl IntoIterator<Item = f32>) -> Activity {
    let mut activity = Activity::new(FileFormat::Fit);
    activity.sport = Sport::Running;
    activity.sport_basis = SportBasis::File;
    activity.sub_sport = Some("treadmill".to_owned());
    activity.start_ms = Some(START_MS);
    let mut time_ms = START_MS;
    for rate in rates {
        let heart_rate_bpm = (!rate.is_nan()).then_some(rate);
        activity.samples.push(&Sample { time_ms, heart_rate_bpm, ..Sample::default() });
        time_ms += 1000;
    }
    activity.samples.push(&Sample { time_ms, ..Sample::default() });
    activity
}

pub(crate) fn seconds(rate: f32, count: usize) -> impl Iterator<Item = f32> {
    std::iter::repeat_n(rate, count)
}

/// Grades with HRmax 200: Zone 1 is 136 to just under 146, Zone 2 from 146, Zone 3 from 160, Zone 4
/// from 174, Zone 5 from 186.
pub(crate) fn graded(activity: &Activity) -> Assessment {
    match assess(activity, &Athlete::with_max_hr(200.0)) {
        Ok(assessment) => assessment,
        Err(wrong) => panic!("{wrong}"),
    }
}

/// Returns an outdoor run: `legs` are (seconds, metres a second, grade, heart rate).
pub(crate) fn outdoor(legs: &[(usize, f64, f64, f32)]) -> Activity {
    let mut activity = run([]);
    activity.sub_sport = None;
    activity.samples = recoup_model::Samples::default();
    let (mut time_ms, mut distance_m, mut altitude_m) = (START_MS, 0.0, 100.0);
    for &(count, speed, grade, rate) in legs {
        for _ in 0..count {
            activity.samples.push(&Sample {
                time_ms,
                heart_rate_bpm: Some(rate),
                distance_m: Some(distance_m),
                altitude_m: Some(altitude_m),
                ..Sample::default()
            });
            time_ms += 1000;
            distance_m += speed;
            altitude_m += speed * grade;
        }
    }
    activity
}
