//! Real FIT files, compared with the findings of independent decoders.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup_model::{Activity, SportBasis};
use recoup_parse::{Limits, peek, read_bytes};
use recoup_testkit::corpus::{self, Row};
use std::fs;

/// Files whose strap sent its heart rates in `hr` messages, which the index does not merge.
const STRAP_MEMORY: [&str; 5] = [
    "fitdecode/garmin-fr935-cr.fit",
    "goldencheetah/swims__GarminHRMswim.FIT",
    "goldencheetah/swims__HRM-unbucle-resync.zip_activity_2677977976.fit",
    "python-fitparse/event_timestamp.fit",
    "python-fitparse/sample_mulitple_header.fit",
];

/// Parses a number of the index. [`None`] means an empty cell.
fn number(row: &Row, column: &str) -> Option<f64> {
    row[column].parse().ok()
}

fn count(row: &Row, column: &str) -> usize {
    number(row, column).unwrap_or(0.0) as usize
}

/// Returns the rows and the bytes of all activity files.
fn activity_files() -> Vec<(Row, Vec<u8>)> {
    let folder = corpus::folder();
    let mut rows = corpus::index(&folder.join("fit.csv"));
    rows.retain(|row| matches!(row["file_type"].as_str(), "activity" | ""));
    let read = |row: Row| {
        let bytes = fs::read(folder.join("fit").join(&row["path"])).unwrap();
        (row, bytes)
    };
    rows.into_iter().map(read).collect()
}

#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn all_records_are_read() {
    let mut records = 0;
    for (row, bytes) in activity_files() {
        let file = row["path"].as_str();
        let activities = match read_bytes(&bytes, &Limits::default()) {
            Ok(contents) => contents.activities,
            Err(error) => {
                assert_eq!(count(&row, "n_records"), 0, "{file}: {error}");
                continue;
            }
        };
        let sum = |of: &dyn Fn(&Activity) -> usize| activities.iter().map(of).sum::<usize>();
        let samples = sum(&|activity| activity.samples.len());
        let with_heart_rate = sum(&|activity| {
            activity.samples.heart_rate_bpm.iter().filter(|bpm| !bpm.is_nan()).count()
        });
        assert_eq!(samples, count(&row, "n_records"), "{file}");
        if STRAP_MEMORY.contains(&file) {
            assert!(with_heart_rate > count(&row, "n_records_with_hr"), "{file}");
        } else {
            assert_eq!(with_heart_rate, count(&row, "n_records_with_hr"), "{file}");
        }
        records += samples;
    }
    assert!(records > 700_000, "{records}");
}

/// Compares files with a single session, whose sums are in the index.
#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn session_totals_are_read() {
    for (row, bytes) in activity_files() {
        if row["n_sessions"] != "1" {
            continue;
        }
        let file = row["path"].as_str();
        let contents = read_bytes(&bytes, &Limits::default()).unwrap();
        let [activity] = contents.activities.as_slice() else {
            panic!("{file}: {} sessions", contents.activities.len())
        };
        let totals = &activity.totals;
        let same = |own: Option<f64>, column: &str| {
            // The index has the same cell for a sum of 0 and for no sum.
            let (own, expected) = (own.unwrap_or(0.0), number(&row, column).unwrap_or(0.0));
            assert!((own - expected).abs() < 1e-9, "{file}: {column} {own}, not {expected}");
        };
        let seconds = |ms: Option<i64>| ms.map(|ms| ms as f64 / 1000.0);
        same(seconds(totals.timer_ms), "total_timer_time");
        same(seconds(totals.elapsed_ms), "total_elapsed_time");
        same(totals.distance_m, "total_distance_m");
        same(totals.ascent_m, "total_ascent_m");
        same(totals.heart_rate_avg_bpm, "session_avg_hr");
        same(totals.heart_rate_max_bpm, "session_max_hr");
        let sport = Some(row["sport"].as_str()).filter(|sport| !sport.is_empty());
        // The sport of a generic session comes from other data in the file.
        let is_told = activity.sport_basis == SportBasis::File;
        if let Some(sport) = sport.filter(|sport| is_told || *sport != "generic") {
            assert_eq!(activity.sport.as_str(), sport, "{file}");
            assert_eq!(activity.sub_sport.as_deref().unwrap_or(""), row["sub_sport"], "{file}");
        }
        assert_eq!(activity.device.manufacturer.as_deref().unwrap_or(""), row["manufacturer"]);
    }
}

/// Checks that the first 16 KiB identify nearly all files, and no file wrongly.
#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn a_peek_tells_what_the_file_is() {
    let (mut files, mut sports) = (0, 0);
    for (row, bytes) in activity_files() {
        let file = row["path"].as_str();
        let Ok(peek) = peek(&bytes[..bytes.len().min(16 << 10)]) else { continue };
        files += 1;
        if let Some(name) = &peek.file_type {
            assert_eq!(*name, row["file_type"], "{file}");
        }
        if let Some(sport) = &peek.sport
            && row["n_sessions"] == "1"
        {
            assert_eq!(sport.as_str(), row["sport"], "{file}");
            sports += 1;
        }
        let garmin = row["garmin_product"].as_str();
        if !garmin.is_empty() && row["manufacturer"] == "garmin" && peek.device.product.is_some() {
            assert_eq!(peek.device.product.as_deref(), Some(garmin), "{file}");
        }
    }
    assert!(files > 200 && sports > 50, "{files} {sports}");
}
