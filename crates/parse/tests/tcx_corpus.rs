//! All TCX files of the corpus, compared with counts of another program.
//!
//! `gpx.csv` contains the counts of a third-party XML parser for each file.

use recoup_model::Activity;
use recoup_parse::{Format, Limits, read_file};
use recoup_testkit::corpus;

/// Counts all samples, and the samples with an altitude, a heart rate, a cadence and a power.
fn counts(activities: &[Activity]) -> [usize; 5] {
    let mut counts = [0; 5];
    for sample in activities.iter().flat_map(|activity| activity.samples.iter()) {
        counts[0] += 1;
        counts[1] += usize::from(sample.altitude_m.is_some());
        counts[2] += usize::from(sample.heart_rate_bpm.is_some());
        counts[3] += usize::from(sample.cadence_rpm.is_some());
        counts[4] += usize::from(sample.power_w.is_some());
    }
    counts
}

/// Checks all files. One file is a course, a plan without a recording.
#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn every_file_has_the_points_that_others_count() {
    let corpus = corpus::folder();
    let mut differing = Vec::new();
    let (mut compared, mut samples) = (0, 0);
    for row in corpus::index(&corpus.join("gpx.csv")).iter().filter(|row| row["kind"] == "tcx") {
        let path = &row["path"];
        let contents = match read_file(&corpus.join("gpx").join(path), &Limits::default()) {
            Ok(contents) => contents,
            Err(error) => {
                differing.push(format!("{path}: {error}"));
                continue;
            }
        };
        assert_eq!(contents.format, Format::Tcx, "{path}");
        assert_eq!(contents.activities.is_empty(), contents.remark.is_some(), "{path}");
        let number = |name: &str| row[name].parse::<usize>().unwrap();
        let expected = match contents.remark.as_deref() {
            Some("a course, no recorded activity") => [0; 5],
            _ => ["n_time", "n_ele", "n_hr", "n_cad", "n_power"].map(number),
        };
        let found = counts(&contents.activities);
        if found != expected {
            differing.push(format!("{path}: {found:?}, expected {expected:?}"));
        }
        compared += 1;
        samples += found[0];
    }
    assert!(differing.is_empty(), "{compared} files compared\n{}", differing.join("\n"));
    assert!(compared > 70 && samples > 90_000, "{compared} files, {samples} samples");
}
