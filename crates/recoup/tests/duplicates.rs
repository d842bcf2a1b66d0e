//! One run in several files counts once, and different runs stay different.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup::{Athlete, BatchOptions, FileRecord, FileStatus, ReadOptions};
use recoup_testkit::corpus::Row;
use recoup_testkit::gpx::HeartRateStyle;
use recoup_testkit::{Device, Leg, Run, corpus, fit, gpx, gzip, runs, tcx};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const START: &str = "2026-03-02T06:30:12+01:00";
const AN_HOUR_LATER: &str = "2026-03-02T07:30:12+01:00";

fn assess(folder: &Path) -> Vec<FileRecord> {
    let athlete = Athlete::with_max_hr(190.0);
    let options = BatchOptions::new();
    recoup::assess_paths(&[folder.into()], &athlete, &ReadOptions::new(), &options).unwrap()
}

/// Returns the records of a folder with these files.
fn records(files: &[(&str, Vec<u8>)]) -> Vec<FileRecord> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    assess(folder.path())
}

/// Counts the kept runs.
fn kept(files: &[(&str, Vec<u8>)]) -> usize {
    records(files).iter().map(|record| record.runs.len()).sum()
}

fn a_gpx(run: &Run) -> Vec<u8> {
    gpx::encode(run, HeartRateStyle::Gpxtpx)
}

#[test]
fn one_run_in_six_files_is_one_row_and_five_named_losers() {
    let run = runs::recovery(START, 35).with_hill(1000, 20, 300);
    let later = runs::recovery(AN_HOUR_LATER, 35).with_hill(1000, 20, 300);
    let whole = fit::encode(&run);
    let records = records(&[
        ("a.fit", whole.clone()),
        ("b.fit", whole.clone()),
        ("c.fit.gz", gzip(&whole)),
        ("d.gpx", a_gpx(&run)),
        ("e.tcx", tcx::encode(&run)),
        ("f.gpx", a_gpx(&later)),
    ]);
    let details: Vec<String> = records.iter().map(FileRecord::detail).collect();
    let told: Vec<(&str, FileStatus, Option<&str>, &str)> = records
        .iter()
        .zip(&details)
        .map(|(record, detail)| {
            (&*record.file, record.status, record.duplicate_of.as_deref(), detail.as_str())
        })
        .collect();
    let lost = |file, rule| (file, FileStatus::Duplicate, Some("a.fit"), rule);
    assert_eq!(
        told,
        [
            ("a.fit", FileStatus::Graded, None, ""),
            lost("b.fit", "the same run as a.fit: same bytes"),
            lost("c.fit.gz", "the same run as a.fit: same device and time of creation"),
            lost("d.gpx", "the same run as a.fit: same time and distance"),
            lost("e.tcx", "the same run as a.fit: same time and distance"),
            lost(
                "f.gpx",
                "the same run as a.fit: same track and length, their clocks 1:00 h apart"
            ),
        ]
    );
    assert_eq!((records[0].runs.len(), records[0].runs[0].copies), (1, 5));
}

#[test]
fn two_watches_on_one_wrist_are_one_run() {
    let one = runs::recovery(START, 35);
    // Started 20 s later, and stopped at the same time.
    let other = Run::starting("2026-03-02T06:30:32+01:00")
        .leg(Leg::seconds(35 * 60 - 20).heart_rate(126))
        .device(Device::SECOND_WATCH);
    assert_eq!(kept(&[("a.fit", fit::encode(&one)), ("b.fit", fit::encode(&other))]), 1);
}

#[test]
fn different_runs_stay_two() {
    let run = || runs::recovery(START, 35);
    let with = |other: &Run| kept(&[("a.fit", fit::encode(&run())), ("b.gpx", a_gpx(other))]);
    // The same route at the same hour two weeks later. Also the day after, to the second, but three
    // beats faster.
    assert_eq!(with(&runs::recovery("2026-03-16T06:30:12+01:00", 35)), 2);
    assert_eq!(with(&runs::steady("2026-03-03T06:30:12+01:00", 35, 129)), 2);
    // A second run on the same day: at another time, as long but faster, and longer.
    assert_eq!(with(&runs::recovery("2026-03-02T18:07:00+01:00", 35)), 2);
    let faster = Run::starting("2026-03-02T18:30:12+01:00")
        .leg(Leg::minutes(35).heart_rate(126).speed_mm_s(3100));
    assert_eq!(with(&faster), 2);
    assert_eq!(with(&runs::recovery("2026-03-02T18:30:12+01:00", 36)), 2);
    // Nothing distinguishes a copy from a regular run on a treadmill.
    let morning = fit::encode(&runs::treadmill(START, 30));
    let evening = fit::encode(&runs::treadmill("2026-03-02T18:30:12+01:00", 30));
    assert_eq!(kept(&[("a.fit", morning), ("b.fit", evening)]), 2);
    // Warm-up and run, one after the other.
    let after = runs::recovery("2026-03-02T07:05:12+01:00", 35);
    assert_eq!(with(&after), 2);
}

#[test]
fn what_is_kept_has_the_names_of_all() {
    let named = runs::recovery(START, 35).named("Restitusjon");
    let plain = runs::steady(START, 35, 129);
    // The plain file has as much heart rate, and it is FIT.
    let records = records(&[("a.fit", fit::encode(&plain)), ("b.gpx", a_gpx(&named))]);
    let run = &records[0].runs[0];
    assert!(run.labels.names().any(|name| name == "Restitusjon"));
    assert_eq!(run.classified.kind, recoup::Kind::Recovery);
    assert_eq!(run.classified.intent, recoup::Intent::Named);
}

/// Entry of an index: start, elapsed seconds, and metres if the index has them.
type Told = (i64, f64, Option<f64>);

/// Whether two files hold the same run, as far as the index shows.
fn is_one(one: Told, two: Told) -> bool {
    let is_near = |one: f64, two: f64, share: f64| (one - two).abs() <= share * one.max(two);
    let apart_s = (one.0 - two.0).abs();
    let is_shifted = apart_s <= 26 * 3600 && [0, 1, 899].contains(&(apart_s % 900));
    let is_same_length =
        if apart_s <= 60 { is_near(one.1, two.1, 0.2) } else { (one.1 - two.1).abs() <= 5.0 };
    (apart_s <= 60 || is_shifted)
        && is_same_length
        && one.2.zip(two.2).is_none_or(|(one, two)| is_near(one, two, 0.05))
}

fn told(row: &Row) -> Option<Told> {
    let cell = |name: &str| row.get(name).map(String::as_str).filter(|cell| !cell.is_empty());
    let start = cell("start_time").or(cell("start"))?.parse::<jiff::Timestamp>().ok()?;
    let length_s = cell("total_elapsed_time").or(cell("duration_s"))?.parse().ok()?;
    let distance_m = cell("total_distance_m").and_then(|metres| metres.parse().ok());
    Some((start.as_second(), length_s, distance_m))
}

/// The pairs in the corpus have the same start, length and distance for the independent decoders,
/// or starts that are whole quarters of an hour apart.
#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn the_pairs_of_the_corpus_are_found_and_no_others() {
    /// The second file of each pair holds all points of the first file. After these points come
    /// points of three years later, or points that the first file lacks although its lap counts
    /// them.
    const PROVEN_OTHERWISE: [(&str, &str); 2] = [
        (
            "gpx/gpsbabel/reference__skytraq_a8bb6a62.gpx",
            "gpx/gpsbabel/reference__skytraq-realdata_963484ce.gpx",
        ),
        (
            "gpx/togeojson/test__data__sample.tcx",
            "gpx/sportstracker/seviewer__misc__testdata__garmin-tcx__Forerunner305-Running-NoHeartrate-1Lap.tcx",
        ),
    ];
    let folder = corpus::folder();
    let mut known: BTreeMap<String, Told> = BTreeMap::new();
    for (index, below) in [("fit.csv", "fit"), ("gpx.csv", "gpx")] {
        for row in corpus::index(&folder.join(index)) {
            if let Some(told) = told(&row) {
                known.insert(format!("{below}/{}", row["path"]), told);
            }
        }
    }
    let records = assess(&folder);
    let mut pairs = 0;
    for record in &records {
        let Some(winner) = record.duplicate_of.as_deref() else { continue };
        pairs += 1;
        let told = known.get(&record.file).zip(known.get(winner));
        let is_told = told.is_some_and(|(one, two)| is_one(*one, *two));
        let is_proven = PROVEN_OTHERWISE.contains(&(&*record.file, winner));
        assert!(is_told || is_proven, "{record:?} {told:?}");
    }
    let kept_as =
        |record: &FileRecord| record.duplicate_of.clone().unwrap_or_else(|| record.file.clone());
    let runs: Vec<&FileRecord> = records
        .iter()
        .filter(|record| matches!(record.status, FileStatus::Graded | FileStatus::Duplicate))
        .collect();
    for (index, one) in runs.iter().enumerate() {
        for two in &runs[..index] {
            let told = known.get(&one.file).zip(known.get(&two.file));
            if told.is_some_and(|(one, two)| is_one(*one, *two)) {
                assert_eq!(kept_as(one), kept_as(two));
            }
        }
    }
    assert!(pairs >= 12, "{pairs} pairs");
}
