//! One run in several formats: the same grade, and the same time in each zone.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup_analysis::{Assessment, Athlete, assess};
use recoup_parse::{Limits, read_file};
use recoup_testkit::corpus;
use std::path::Path;

/// Half the sum of the differences between the buckets of two assessments, in percent of the time.
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
    assess(&contents.activities[0], &Athlete::with_max_hr(190.0))
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
fn recordings_of_the_corpus_in_two_formats() {
    let Some(corpus) = corpus::folder() else { return };
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
