//! Records of measured files: one run in two files counts once, and two runs stay two.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup_analysis::{
    Athlete, FileMeasured, FileRecord, FileStatus, FinishError, Outcome, finish,
};
use recoup_model::{Activity, Diagnostic, DiagnosticKind, FileFormat, Sample, Sport, SportBasis};

const DAY_S: i64 = 86_400;

/// Run at 2.5 m/s with a heart rate for its first `known_s` seconds.
#[derive(Clone, Copy)]
struct Made {
    name: &'static str,
    format: FileFormat,
    start_s: i64,
    length_s: i64,
    known_s: i64,
    serial: Option<u32>,
    digest: Option<[u8; 32]>,
    /// Further changes to the activity.
    change: fn(&mut Activity),
}

/// Half an hour with heart rate, as FIT.
const MADE: Made = Made {
    name: "a.fit",
    format: FileFormat::Fit,
    start_s: 1_772_431_200,
    length_s: 1800,
    known_s: 1800,
    serial: None,
    digest: None,
    change: |_| {},
};

fn activity(made: &Made) -> Activity {
    let mut activity = Activity::new(made.format);
    activity.sport = Sport::Running;
    activity.sport_basis = SportBasis::File;
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
    (made.change)(&mut activity);
    activity
}

fn athlete() -> Athlete {
    Athlete::with_max_hr(190.0)
}

fn measured(made: &Made) -> FileMeasured {
    let (format, activities) = (made.format.as_str(), [activity(made)]);
    FileMeasured::new(made.name, 1, format, &activities, &athlete()).with_digest(made.digest)
}

fn batch(files: &[Made]) -> Vec<FileRecord> {
    finish(files.iter().map(measured).collect(), &athlete()).unwrap()
}

/// Returns the files whose run is kept, and the other files with the winner of each.
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
    // Another watch, started and stopped a minute later: 1740 of 1800 s overlap.
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
    // Equal creation times alone make no copies, because some programs write one time into all
    // files.
    let next_day = Made { name: "b.fit", start_s: MADE.start_s + DAY_S, ..whole };
    let (kept, lost) = outcome(&[whole, next_day]);
    assert_eq!((kept.len(), lost.len()), (2, 0));
}

/// GPX counts a stop of 20 s at a light as running, so it has a little more heart rate.
#[test]
fn a_little_more_heart_rate_is_no_reason_to_keep_the_poorer_file() {
    let gpx = |more_s: i64| Made {
        name: "b.gpx",
        format: FileFormat::Gpx,
        length_s: 1800 + more_s,
        known_s: 1800 + more_s,
        ..MADE
    };
    // 5 % of 1894 s are 94.7 s.
    assert_eq!(outcome(&[gpx(94), MADE]), pair("b.gpx", "a.fit"));
    let fit = Made { known_s: 1700, ..MADE };
    assert_eq!(outcome(&[gpx(0), fit]), pair("a.fit", "b.gpx"));
}

#[test]
fn two_sessions_of_one_file_stay_two() {
    // Lengths are in milliseconds and starts in seconds, so that they can overlap by a little.
    let sessions = |name: &str| {
        let session = |number: u32, start_s: i64, length_s: i64| {
            let made = Made { start_s, length_s, serial: Some(7), ..MADE };
            let mut activity = activity(&made);
            activity.session = number;
            activity
        };
        let runs = [session(0, MADE.start_s, 1201), session(1, MADE.start_s + 1200, 1200)];
        FileMeasured::new(name, 1, "fit", &runs, &athlete())
    };
    let records = finish(vec![sessions("a.fit"), sessions("b.fit")], &athlete()).unwrap();
    assert_eq!((records[0].runs.len(), records[1].runs.len()), (2, 0));
    assert_eq!((&records[0].duplicate_of, &*records[0].detail()), (&None, ""));
    assert_eq!(records[1].duplicate_of.as_deref(), Some("a.fit"));
    assert!(records[0].runs.iter().all(|run| run.copies == 1));
}

/// The cut file and the whole file begin at the same time. Their lengths and distances differ.
#[test]
fn a_cut_file_is_the_whole_ones_copy() {
    let cut = Made {
        name: "cut.fit",
        length_s: 1000,
        known_s: 1000,
        change: |activity| {
            activity.diagnostics.push(Diagnostic::whole(DiagnosticKind::Truncated, "it is cut"));
        },
        ..MADE
    };
    let whole = Made { name: "b.gpx", format: FileFormat::Gpx, ..MADE };
    assert_eq!(outcome(&[cut, whole]), pair("cut.fit", "b.gpx"));
}

/// Devices differ in their names for a treadmill, and in whether they write metres.
#[test]
fn copies_on_a_treadmill() {
    let treadmill = |change| Made { change, ..MADE };
    let of_fitness = treadmill(|activity| {
        activity.sport = Sport::Other("fitness_equipment".to_owned());
        activity.sub_sport = Some("treadmill".to_owned());
    });
    let other = Made { name: "b.gpx", format: FileFormat::Gpx, ..MADE };
    assert_eq!(outcome(&[of_fitness, other]), pair("b.gpx", "a.fit"));
    let without_metres = treadmill(|activity| {
        activity.samples.distance_m.fill(0.0);
    });
    let later = |late_s: i64| Made { start_s: MADE.start_s + late_s, ..other };
    assert_eq!(outcome(&[without_metres, later(60)]), pair("b.gpx", "a.fit"));
    assert_eq!(outcome(&[without_metres, later(61)]).0.len(), 2);
}

/// The perceived exertion from an app counts for the file of the watch.
#[test]
fn a_copys_rating_counts() {
    let rated = Made {
        name: "b.gpx",
        format: FileFormat::Gpx,
        change: |activity| activity.rpe = Some(5.0),
        ..MADE
    };
    let records = batch(&[MADE, rated]);
    let run = &records[0].runs[0];
    assert_eq!((run.rpe, run.copies), (Some(5.0), 1));
    assert_eq!(run.criteria.effort_felt.outcome, Outcome::Fail);
    assert_eq!(records[1].status, FileStatus::Duplicate);
    // The rating from the watch itself has priority.
    let own = Made { change: |activity| activity.rpe = Some(1.0), ..MADE };
    assert_eq!(batch(&[own, rated])[0].runs[0].rpe, Some(1.0));
}

/// The second run is 4 % longer than the first, and the third is 4 % longer than the second. So the
/// third is more than 5 % longer than the first.
#[test]
fn what_a_copy_of_a_copy_is_the_same_as() {
    fn longer(activity: &mut Activity, share: f64) {
        for metres in &mut activity.samples.distance_m {
            *metres *= share;
        }
    }
    let gpx = Made { format: FileFormat::Gpx, ..MADE };
    let second = Made { name: "b.gpx", change: |activity| longer(activity, 1.04), ..gpx };
    let third = Made { name: "c.gpx", change: |activity| longer(activity, 1.08), ..gpx };
    let records = batch(&[MADE, second, third]);
    let details: Vec<String> = records.iter().map(FileRecord::detail).collect();
    assert_eq!(
        details,
        [
            "",
            "the same run as a.fit: same time and distance",
            "the same run as b.gpx: same time and distance; the kept file is a.fit"
        ]
    );
    let winners: Vec<Option<&str>> =
        records.iter().map(|record| record.duplicate_of.as_deref()).collect();
    assert_eq!(winners, [None, Some("a.fit"), Some("a.fit")]);
}

#[test]
fn different_runs_stay_two() {
    let two = |other: Made| {
        let (kept, lost) = outcome(&[MADE, Made { name: "b.fit", ..other }]);
        assert_eq!((kept.len(), lost.len()), (2, 0));
    };
    // Different runs: the same route the next day, a second run on one day, and an overlap of under
    // 80 %.
    two(Made { start_s: MADE.start_s + DAY_S, ..MADE });
    two(Made { start_s: MADE.start_s + 1800, ..MADE });
    two(Made { start_s: MADE.start_s + 400, ..MADE });
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
        (record.status, record.detail())
    };
    assert_eq!(of(300).0, FileStatus::Graded);
    assert_eq!(of(299), (FileStatus::Fragment, "a run of 4:59, under 5 min".to_owned()));
}

/// A file can be measured before the athlete is known, and also stored. The result is the same as
/// for a file that is graded at once.
#[test]
fn measured_first_or_graded_at_once_is_the_same() {
    let rated = Made { name: "b.gpx", change: |activity| activity.rpe = Some(5.0), ..MADE };
    let files = || [MADE, rated].iter().map(measured).collect::<Vec<_>>();
    let later = finish(files(), &athlete()).unwrap();
    let stored: Vec<FileMeasured> = files()
        .iter()
        .map(|file| serde_json::from_str(&serde_json::to_string(file).unwrap()).unwrap())
        .collect();
    assert_eq!(finish(stored, &athlete()).unwrap(), later);
    let graded = vec![measured(&MADE).grade(&athlete())];
    assert_eq!(finish(graded, &athlete()).unwrap(), batch(&[MADE]));
}

#[test]
fn other_settings_than_the_measured_ones_are_refused() {
    let other = Athlete::with_max_hr(180.0);
    let error = finish(vec![measured(&MADE).grade(&athlete())], &other).unwrap_err();
    assert!(matches!(&error, FinishError::OtherSettings { file } if file == "a.fit"), "{error}");
    let mut strict = athlete();
    strict.policy.fragment_min = 10.0;
    assert!(finish(vec![measured(&MADE)], &strict).is_err());
    // The samples are still there, so the file can be graded for any maximum.
    assert!(finish(vec![measured(&MADE)], &other).is_ok());
}

#[test]
fn another_version_is_refused() {
    let text = serde_json::to_string(&measured(&MADE)).unwrap();
    let other = text.replacen("recoup 0.", "recoup 9.", 1);
    assert_ne!(text, other);
    let error = serde_json::from_str::<FileMeasured>(&other).unwrap_err();
    assert!(error.to_string().contains("measured by another version"), "{error}");
}
