//! Many files at once: one run in two files counts once, two runs stay two, and a reader that
//! panics costs its file only.

use recoup_analysis::{
    Athlete, BatchOptions, FileRecord, FileStatus, ReadFile, ReadOutcome, assess_all,
};
use recoup_model::{Activity, FileFormat, Sample, Sport};

const DAY_S: i64 = 86_400;

/// A run at 2.5 m/s, with a heart rate for its first `known_s` seconds.
#[derive(Clone, Copy)]
struct Made {
    name: &'static str,
    format: FileFormat,
    start_s: i64,
    length_s: i64,
    known_s: i64,
    serial: Option<u32>,
}

/// Half an hour with heart rate, as FIT.
const MADE: Made = Made {
    name: "a.fit",
    format: FileFormat::Fit,
    start_s: 1_772_431_200,
    length_s: 1800,
    known_s: 1800,
    serial: None,
};

fn read(made: &Made) -> ReadFile {
    assert_ne!(made.name, "panics.fit", "a reader that panics");
    let mut activity = Activity::new(made.format);
    activity.sport = Sport::Running;
    activity.start_ms = (made.name != "undated.fit").then_some(made.start_s * 1000);
    activity.device.serial = made.serial;
    activity.device.time_created_ms = made.serial.map(|_| MADE.start_s * 1000);
    for second in 0..=made.length_s {
        activity.samples.push(&Sample {
            time_ms: (made.start_s + second) * 1000,
            heart_rate_bpm: (second < made.known_s).then_some(125.0),
            distance_m: Some(second as f64 * 2.5),
            ..Sample::default()
        });
    }
    ReadFile::new(made.name, 1, made.format.as_str(), ReadOutcome::Activities(vec![activity]))
}

fn batch(files: &[Made]) -> Vec<FileRecord> {
    let athlete = Athlete::with_max_hr(190.0);
    let name = |made: &Made| made.name.to_owned();
    assess_all(files, read, name, &athlete, &BatchOptions::default())
}

/// The names of the files whose run is kept, and of the others with the winner of each.
fn outcome(files: &[Made]) -> (Vec<String>, Vec<(String, String)>) {
    let (kept, lost): (Vec<FileRecord>, Vec<FileRecord>) =
        batch(files).into_iter().partition(|record| record.status == FileStatus::Graded);
    let lost = lost.into_iter().map(|record| {
        assert_eq!(record.status, FileStatus::Duplicate);
        assert!(record.runs.is_empty());
        (record.file, record.duplicate_of.unwrap_or_default())
    });
    (kept.into_iter().map(|record| record.file).collect(), lost.collect())
}

fn pair(lost: &str, kept: &str) -> (Vec<String>, Vec<(String, String)>) {
    (vec![kept.to_owned()], vec![(lost.to_owned(), kept.to_owned())])
}

#[test]
fn of_copies_the_richest_is_kept_then_fit() {
    let gpx = Made { name: "b.gpx", format: FileFormat::Gpx, ..MADE };
    assert_eq!(outcome(&[gpx, MADE]), pair("b.gpx", "a.fit"));
    let poorer = Made { known_s: 1000, ..MADE };
    assert_eq!(outcome(&[gpx, poorer]), pair("a.fit", "b.gpx"));
    // Another watch, started a minute later and stopped a little later: 1740 of 1800 s.
    let late = Made { name: "late.fit", start_s: MADE.start_s + 60, known_s: 900, ..MADE };
    assert_eq!(outcome(&[late, MADE]), pair("late.fit", "a.fit"));
    let three = [Made { name: "c.gpx", ..gpx }, gpx, MADE];
    assert_eq!(outcome(&three).0, ["a.fit"]);
    assert_eq!(outcome(&three).1.len(), 2);
}

#[test]
fn one_recording_is_known_by_its_device_and_time() {
    // The same recording, cut after ten minutes: distances differ by far more than 5 %.
    let whole = Made { serial: Some(7), ..MADE };
    let cut = Made { name: "cut.fit", length_s: 600, ..whole };
    assert_eq!(outcome(&[cut, whole]), pair("cut.fit", "a.fit"));
    let (kept, lost) = outcome(&[Made { serial: None, ..cut }, whole]);
    assert_eq!((kept.len(), lost.len()), (2, 0));
}

#[test]
fn different_runs_stay_two() {
    let two = |other: Made| {
        let (kept, lost) = outcome(&[MADE, Made { name: "b.fit", ..other }]);
        assert_eq!((kept.len(), lost.len()), (2, 0));
    };
    // The same route the next day, a second run on one day, an overlap of under 80 %.
    two(Made { start_s: MADE.start_s + DAY_S, ..MADE });
    two(Made { start_s: MADE.start_s + 1800, ..MADE });
    two(Made { start_s: MADE.start_s + 400, ..MADE });
}

#[test]
fn a_reader_that_panics_costs_its_file_only() {
    let records = batch(&[Made { name: "panics.fit", ..MADE }, MADE]);
    assert_eq!(records.len(), 2);
    assert_eq!((&*records[0].file, records[0].status), ("panics.fit", FileStatus::Unreadable));
    assert_eq!(records[1].status, FileStatus::Graded);
}

#[test]
fn a_run_without_a_date_is_left_aside() {
    let record = batch(&[Made { name: "undated.fit", ..MADE }]).remove(0);
    assert_eq!((record.status, record.runs.len()), (FileStatus::Skipped, 0));
}

#[test]
fn fragments_are_listed_and_not_graded() {
    let of = |length_s| {
        let record = batch(&[Made { length_s, ..MADE }]).remove(0);
        (record.status, record.detail)
    };
    assert_eq!(of(300).0, FileStatus::Graded);
    assert_eq!(of(299), (FileStatus::Fragment, "a run of 4:59, under 5 min".to_owned()));
}
