//! The export folder `testdata/`. Its runs were declared, and the verdicts were worked out by hand
//! from the declarations (`testdata/README.md`).

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup::analysis::calendar::LocalBasis;
use recoup::{Athlete, Basis, BatchOptions, FileRecord, FileStatus, ReadOptions, Verdict};
use recoup::{Intent, Kind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata")
}

fn records(options: &BatchOptions<'_>) -> Vec<FileRecord> {
    let athlete = Athlete::with_max_hr(190.0);
    recoup::assess_paths(&[folder()], &athlete, &ReadOptions::new(), options).unwrap()
}

#[test]
fn every_run_gets_the_verdict_worked_by_hand() {
    use Intent::{Named, None as Unmeant};
    use Kind::{Easy, Hard, Long, Recovery};
    // File, timer in seconds, grade, kind and intent.
    let expected = [
        ("activities/2026-03-02-063012.fit", 2100, "A", Recovery, Named),
        ("activities/2026-03-03-174500.fit", 3420, "F", Hard, Unmeant),
        ("activities/2026-03-04-070533.fit.gz", 1920, "A", Recovery, Unmeant),
        ("activities/2026-03-05-181020.fit", 2640, "D", Easy, Unmeant),
        ("activities/2026-03-08-093005.fit", 6000, "F", Long, Unmeant),
        ("activities/2026-03-09-064041.fit", 3000, "B", Recovery, Unmeant),
        ("activities/2026-03-11-063510.fit", 2400, "D", Recovery, Named),
        ("activities/2026-03-12-180000.fit", 1800, "A", Recovery, Unmeant),
        ("activities/2026-03-15-100000.fit", 2400, "D", Easy, Unmeant),
        ("activities/2026-03-24-063040.fit", 1800, "A", Recovery, Named),
        ("activities/2026-03-27-063300.fit", 2160, "B", Recovery, Unmeant),
        ("activities/2026-03-28-090015.fit", 1980, "", Recovery, Named),
        ("activities/2026-03-30-002005.fit", 1800, "A", Recovery, Unmeant),
        ("activities/2026-04-01-180012.fit", 2520, "F", Hard, Unmeant),
        ("activities/2026-04-02-064530.fit", 1800, "D", Recovery, Named),
        ("activities/2026-04-04-073020.fit", 1448, "A", Recovery, Unmeant),
        ("strava/activities/13801447720.gpx", 1440, "A", Recovery, Named),
    ];
    let records = records(&BatchOptions::new());
    let mut found = Vec::new();
    for record in &records {
        for run in &record.runs {
            let grade = run.grade.map_or("", recoup::Grade::as_str);
            let classified = &run.classified;
            assert_eq!(run.zone_times.total_ms(), run.timer_ms, "{}", record.file);
            let seconds = run.timer_ms / 1000;
            found.push((&*record.file, seconds, grade, classified.kind, classified.intent));
        }
    }
    assert_eq!(found, expected);
}

#[test]
fn what_is_no_graded_run_is_listed_with_the_reason() {
    let records = records(&BatchOptions::new());
    let of = |name: &str| {
        let record = records.iter().find(|record| record.file == name).unwrap();
        (record.status, record.detail())
    };
    assert_eq!(of("activities/2026-03-14-100230.fit"), (FileStatus::NotARun, "cycling".to_owned()));
    assert_eq!(
        of("settings/Settings.fit"),
        (FileStatus::NotARun, "a FIT file of type settings".to_owned())
    );
    assert_eq!(of("notes.txt").0, FileStatus::Skipped);
    assert_eq!(of("README.md").0, FileStatus::Skipped);
    let list = "Strava's list of activities: 3 files named";
    assert_eq!(of("strava/activities.csv"), (FileStatus::Skipped, list.to_owned()));
    for (copy, kept) in [
        ("strava/activities/13780021934.gpx.gz", "activities/2026-03-24-063040.fit"),
        ("strava/activities/13814460127.tcx.gz", "activities/2026-03-27-063300.fit"),
    ] {
        let (status, detail) = of(copy);
        assert_eq!(status, FileStatus::Duplicate, "{copy}");
        assert!(detail.contains(kept), "{copy}: {detail}");
    }
    let cut = records.iter().find(|record| record.file.contains("2026-04-04")).unwrap();
    assert!(cut.is_partial && cut.detail().starts_with("byte 39346: "), "{}", cut.detail());
}

#[test]
fn a_dead_strap_is_no_recovery_and_a_rating_is() {
    let records = records(&BatchOptions::new());
    let run = |date: &str| {
        records.iter().find(|record| record.file.contains(date)).unwrap().runs[0].clone()
    };
    let dead = run("2026-03-28");
    assert_eq!((dead.verdict, dead.basis), (Verdict::Ungradable, Basis::None));
    assert_eq!(dead.zone_times.missing_ms, 1_980_000);
    let rated = run("2026-03-12");
    assert_eq!((rated.verdict, rated.basis), (Verdict::Recovery, Basis::Rpe));
    assert!(run("2026-04-02").advice.is_some());
    // Begun on a Monday at 00:20 local time, which is Sunday in UTC.
    assert_eq!(run("2026-03-30").week, "2026-W14");
}

/// The GPX file has no offset from UTC. The cut file has lost its offset with its end. The run on
/// the treadmill has no coordinates.
#[test]
fn every_run_began_at_the_local_time_that_was_declared() {
    let declared = std::fs::read_to_string(folder().join("README.md")).unwrap();
    for record in &records(&BatchOptions::new()) {
        for run in &record.runs {
            let (date, time) = (run.start_local.date(), run.start_local.time());
            let hours = run.utc_offset_min / 60;
            let row = format!("| `{}` | {date} {time} +{hours:02}:00 |", record.file);
            assert!(declared.contains(&row), "{row}");
            let basis = match &*record.file {
                "strava/activities/13801447720.gpx" | "activities/2026-04-04-073020.fit" => {
                    LocalBasis::Coordinates
                }
                _ => LocalBasis::File,
            };
            assert_eq!(run.local_basis, basis, "{}", record.file);
        }
    }
}

#[test]
fn the_number_of_threads_changes_nothing_and_the_caller_sees_progress() {
    let seen = Mutex::new(Vec::new());
    let progress = |progress: recoup::Progress| seen.lock().unwrap().push(progress.done);
    let one = records(&BatchOptions::new().threads(1).progress(&progress));
    let many = records(&BatchOptions::new().threads(3));
    assert_eq!(one, many);
    let mut seen = seen.into_inner().unwrap();
    seen.sort_unstable();
    assert_eq!(seen, (1..=one.len()).collect::<Vec<_>>());
}

#[test]
fn a_cancelled_batch_ends_early() {
    let cancel = AtomicBool::new(false);
    let progress = |_| cancel.store(true, Ordering::Relaxed);
    let options = BatchOptions::new().threads(1).progress(&progress).cancel(&cancel);
    assert_eq!(records(&options).len(), 1);
}

#[test]
fn a_range_of_dates_leaves_the_rest_out_by_local_date() {
    let options = BatchOptions::new()
        .since(jiff::civil::date(2026, 3, 30))
        .until(jiff::civil::date(2026, 4, 1));
    let runs: Vec<String> = records(&options)
        .iter()
        .flat_map(|record| &record.runs)
        .map(|run| run.start_local.date().to_string())
        .collect();
    // Whole weeks.
    assert_eq!(runs, ["2026-03-30", "2026-04-01", "2026-04-02", "2026-04-04"]);
}
