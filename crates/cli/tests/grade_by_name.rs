//! Runs that people ask for by a date, as the last one, or by a name from a table.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod common;

use common::recoup;
use recoup_testkit::export::strava;
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

/// Two runs in the folder `year` are of 2 March: the one in Strava's archive is the same run, so one
/// is kept. The last run is of 4 April.
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
