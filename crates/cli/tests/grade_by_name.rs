//! Runs that users select by a date, as the last run, or by a name from a table.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod common;

use common::recoup;
use recoup_testkit::export::{Export, strava};
use recoup_testkit::{fit, runs};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Creates a folder with testdata's activities in `year/activities`, and a Strava archive.
fn desk() -> TempDir {
    let desk = tempfile::tempdir().unwrap();
    let activities = desk.path().join("year/activities");
    fs::create_dir_all(&activities).unwrap();
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/activities");
    for entry in fs::read_dir(testdata).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), activities.join(entry.file_name())).unwrap();
    }
    fs::write(desk.path().join("year/strava.zip"), strava::export().pack()).unwrap();
    desk
}

/// Runs `grade` in a folder below the desk. Returns the exit status, the page and the messages.
fn grade(desk: &TempDir, folder: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = recoup(&["grade"]);
    let output = command.args(arguments).current_dir(desk.path().join(folder)).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn names_of_tables_work_above_at_and_below_the_searched_folder() {
    let desk = desk();
    fs::create_dir(desk.path().join("year/activities/deeper")).unwrap();
    for folder in ["year", "year/activities", "year/activities/deeper", ""] {
        for name in [
            "activities/2026-03-15-100000.fit",
            "strava.zip!/activities/18611200101.fit.gz",
            "strava.zip/activities/18611200101.fit.gz",
            r"strava.zip\activities\18611200101.fit.gz",
        ] {
            let (status, page, said) = grade(&desk, folder, &[name]);
            assert_eq!(status, Some(0), "{folder} {name}: {said}");
            let reason = if name.contains("zip") { "A recovery run" } else { "Not a recovery run" };
            assert!(page.starts_with(reason), "{folder} {name}: {page}");
        }
    }
    let (status, _, said) = grade(&desk, "year", &["activities/2026-03-15-10000.fit"]);
    assert_eq!(status, Some(1));
    assert!(said.contains("did you mean activities/2026-03-15-100000.fit?"), "{said}");
}

/// Two runs in the folder `year` are of 2 March. The one in Strava's archive is a copy of the
/// other, so only one is kept. The last run is of 4 April.
#[test]
fn runs_are_found_by_date_and_as_the_last() {
    let desk = desk();
    let (status, page, said) = grade(&desk, "year/activities", &["--date", "2026-03-03"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(
        page.starts_with("A hard run, not judged as a recovery run: 18 min in Zone 4"),
        "{page}"
    );
    assert!(page.contains("\n2026-03-03-174500.fit\n"), "{page}");
    assert!(page.trim_end().ends_with("(hard from 8 on)"), "the verdict comes last, too: {page}");
    assert!(!page.contains("to pass"), "{page}");

    let (_, by_path, _) = grade(&desk, "", &["--date", "2026-03-02", "year"]);
    assert_eq!(by_path.matches("A recovery run").count(), 2, "first and last: {by_path}");

    let (status, last, _) = grade(&desk, "year/activities", &["last"]);
    assert_eq!(status, Some(1), "the last run is cut");
    assert!(last.contains("\n2026-04-04-073020.fit\n"), "{last}");
    let (_, last, _) = grade(&desk, "", &["last", "year/strava.zip"]);
    assert!(last.contains("\nyear/strava.zip!/activities/"), "{last}");

    let (status, _, said) = grade(&desk, "year/activities", &["--date", "2026-03-16"]);
    assert_eq!(status, Some(2));
    assert!(said.contains("the nearest are on 2026-03-15 and 2026-03-24"), "{said}");
}

/// Two archives whose names are equal without their e-mail addresses. Each has a run of the same
/// name.
#[test]
fn a_date_finds_the_run_whose_name_is_hidden() {
    let desk = tempfile::tempdir().unwrap();
    // Runs of the same length and route within a day would be copies.
    for (name, day) in [("kari", 4), ("ola", 6)] {
        let run = runs::recovery(format!("2026-03-0{day}T06:30:12+01:00").as_str(), 35);
        let export = Export::new().file("run.fit", fit::encode(&run));
        fs::write(desk.path().join(format!("{name}@example.com.zip")), export.pack()).unwrap();
    }
    for (date, day) in [("2026-03-04", "4 Mar"), ("2026-03-06", "6 Mar")] {
        let (status, page, said) = grade(&desk, "", &["--date", date]);
        assert_eq!(status, Some(0), "{said}");
        assert!(page.contains(day) && page.contains("(address).zip!/run.fit"), "{page}");
        assert!(!page.contains('@') && !said.contains('@'), "{page}{said}");
    }
    // The second of two equal names has a number in the tables.
    let (status, page, said) = grade(&desk, "", &["(address).zip (2)!/run.fit"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(page.contains("6 Mar"), "{page}");
}

/// A run from the folder of an export has the maximum of the searched folder above it, like in the
/// report with its name.
#[test]
fn a_name_of_a_table_is_graded_as_in_the_report() {
    let desk = tempfile::tempdir().unwrap();
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    for folder in ["activities", "strava/activities"] {
        fs::create_dir_all(desk.path().join(folder)).unwrap();
        for entry in fs::read_dir(testdata.join(folder)).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), desk.path().join(folder).join(entry.file_name())).unwrap();
        }
    }
    let list = "strava/activities.csv";
    fs::copy(testdata.join(list), desk.path().join(list)).unwrap();
    recoup(&["report", "."]).current_dir(desk.path()).output().unwrap();
    for folder in ["", "strava/activities"] {
        let (_, page, said) = grade(&desk, folder, &["strava/activities/13801447720.gpx"]);
        assert!(page.starts_with("A recovery run (grade A)"), "{folder}: {page}{said}");
    }
}

/// The athlete file beside an archive applies to its members, in every spelling of their paths.
#[test]
fn the_file_beside_an_archive_is_that_of_its_members() {
    let desk = desk();
    let file = "[[heart_rate]]\nmax_bpm = 201\n";
    fs::write(desk.path().join("year/strava.toml"), file).unwrap();
    let runs =
        ["strava.zip!/activities/18611200101.fit.gz", "strava.zip/activities/18611200101.fit.gz"];
    for run in runs {
        let (_, page, said) = grade(&desk, "year", &[run]);
        assert!(said.contains("using the athlete file ") && page.contains("maximum 201"), "{page}");
    }
}
