//! One run in several formats: the same grade, and the same time in each zone.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup_analysis::{Assessment, Athlete, assess};
use recoup_parse::{Limits, read_bytes, read_file};
use recoup_testkit::gpx::HeartRateStyle;
use recoup_testkit::{Recording, Run, corpus, fit, gpx, runs, tcx};
use std::path::Path;

/// Returns half the sum of the differences between the buckets of two assessments, in percent of
/// the timer time.
fn misplaced_pct(left: &Assessment, right: &Assessment) -> f64 {
    let buckets = |run: &Assessment| {
        let times = run.zone_times;
        [times.missing_ms, times.below_ms].into_iter().chain(times.zones_ms)
    };
    let apart: i64 = buckets(left).zip(buckets(right)).map(|(a, b)| (a - b).abs()).sum();
    apart as f64 * 50.0 / left.timer_ms as f64
}

fn of_file(path: &Path) -> Assessment {
    let contents = read_file(path, &Limits::default()).unwrap();
    assess(&contents.activities[0], &Athlete::with_max_hr(190.0)).unwrap()
}

fn of_bytes(bytes: &[u8]) -> Assessment {
    let activities = read_bytes(bytes, &Limits::default()).unwrap().activities;
    assert_eq!(activities.len(), 1);
    assess(&activities[0], &Athlete::with_max_hr(190.0)).unwrap()
}

/// Returns runs of every grade: with pauses, hills, surges, and without a heart rate.
fn declared() -> Vec<Run> {
    let start = "2026-03-02T06:30:12+01:00";
    vec![
        runs::recovery(start, 35).with_pause(600, 40).with_pause(1200, 90),
        runs::recovery(start, 30).recording(Recording::Smart).with_surge(900, 60, 150),
        runs::recovery(start, 50).with_hill(1000, 20, 300),
        runs::steady(start, 40, 150).with_pause(60, 3600),
        runs::intervals(start, 5).recording(Recording::Smart),
        runs::hilly(start, 3),
        runs::recovery(start, 30).with_dead_strap(),
        runs::recovery(start, 30).with_no_heart_rate(),
    ]
}

#[test]
fn a_declared_run_in_every_format() {
    let mut grades = Vec::new();
    for run in declared() {
        let fit = of_bytes(&fit::encode(&run));
        assert_eq!(fit.timer_ms, i64::from(run.totals().timer_s) * 1000);
        let of_gpx = of_bytes(&gpx::encode(&run, HeartRateStyle::Gpxtpx));
        for (format, same) in [("gpx", of_gpx), ("tcx", of_bytes(&tcx::encode(&run)))] {
            assert_eq!(same.grade, fit.grade, "{format} of {run:?}");
            assert_eq!(same.timer_ms, fit.timer_ms, "{format} of {run:?}");
            let misplaced_pct = misplaced_pct(&fit, &same);
            assert!(misplaced_pct < 1.0, "{format}: {misplaced_pct} % of {run:?}");
        }
        grades.push(fit.grade.map_or("-", recoup_analysis::Grade::as_str));
    }
    // The runs must have several different grades.
    grades.sort_unstable();
    grades.dedup();
    assert!(grades.len() >= 4, "{grades:?}");
}

#[test]
fn heart_rate_in_four_encodings() {
    for run in declared() {
        let styles = [
            HeartRateStyle::Gpxtpx,
            HeartRateStyle::Ns3,
            HeartRateStyle::Gpxdata,
            HeartRateStyle::Bare,
        ];
        let [first, others @ ..] = styles.map(|style| of_bytes(&gpx::encode(&run, style)));
        assert!(others.iter().all(|other| *other == first), "{run:?}");
    }
}

/// Recordings that the corpus holds in two formats, with heart rate.
const PAIRS: [(&str, &str); 8] = [
    ("sweat__examples__data__4078723797.fit", "sweat__examples__data__activity_4078723797.gpx"),
    ("sweat__examples__data__4078723797.fit", "sweat__examples__data__4078723797_strava.gpx"),
    ("sweat__examples__data__4801048867.fit", "sweat__examples__data__activity_4801048867.gpx"),
    ("sweat__examples__data__4801048867.fit", "sweat__examples__data__4801048867_strava.gpx"),
    (
        "sweat__examples__data__2020-06-01-16-52-40.fit",
        "sweat__examples__data__activity_5039744860.gpx",
    ),
    (
        "sweat__examples__data__2020-06-01-16-52-40.fit",
        "sweat__examples__data__activity_5039744860.tcx",
    ),
    ("SyncMyWorkout01.fit", "src__UnitTests__Data__SyncMyWorkout01.tcx"),
    ("garmin-vivosmart-hr.fit", "reference__track__garmin-vivosmart-hr_e7200d94.gpx"),
];

#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn recordings_of_the_corpus_in_two_formats() {
    let corpus = corpus::folder();
    let find = |folder: &str, name: &str| {
        let extension = name.rsplit_once('.').unwrap().1;
        let mut files = corpus::files(&corpus.join(folder), extension).into_iter();
        files.find(|path| path.ends_with(name)).unwrap()
    };
    for (fit, other) in PAIRS {
        let (fit, same) = (of_file(&find("fit", fit)), of_file(&find("gpx", other)));
        assert_eq!(same.grade, fit.grade, "{other}");
        let misplaced_pct = misplaced_pct(&fit, &same);
        assert!(misplaced_pct < 1.0, "{other}: {misplaced_pct} % of the time");
    }
}
