//! Folder of an unpacked Strava export: its list applies to the files.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test, as tests do")]

use recoup::{Athlete, BatchOptions, FileRecord, FileStatus, ReadOptions, Sport, SportBasis};
use recoup_testkit::gpx::{self, HeartRateStyle};
use recoup_testkit::strava::{ENGLISH, Row, activities_csv};
use recoup_testkit::{fit, gzip, runs};
use std::fs;
use std::path::{Path, PathBuf};

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn records(paths: &[PathBuf]) -> Vec<FileRecord> {
    let athlete = Athlete::with_max_hr(190.0);
    recoup::assess_paths(paths, &athlete, &ReadOptions::new(), &BatchOptions::new()).unwrap()
}

fn of<'a>(records: &'a [FileRecord], name: &str) -> &'a FileRecord {
    records.iter().find(|record| record.file == name).unwrap()
}

/// Returns a track of half an hour without a sport.
fn track() -> Vec<u8> {
    let run = runs::recovery("2026-03-26T06:25:00+01:00", 30).named("Lunch");
    let text = String::from_utf8(gpx::encode(&run, HeartRateStyle::Gpxtpx)).unwrap();
    text.replace("<type>running</type>", "").into_bytes()
}

fn rows() -> [Row<'static>; 3] {
    let track = Row {
        number: 1,
        name: "Recovery &amp; coffee",
        activity_type: "Run",
        file: "activities/11.gpx.gz",
        exertion: Some(2),
        ..Row::default()
    };
    let other = Row {
        number: 2,
        name: "City Park 10 km",
        activity_type: "Trail Run",
        file: "activities/12.fit",
        flags: &["Competition"],
        ..Row::default()
    };
    [track, other, Row { number: 3, name: "Yoga", activity_type: "Yoga", ..Row::default() }]
}

#[test]
fn the_list_gives_title_sport_and_effort() {
    let folder = tempfile::tempdir().unwrap();
    let export = folder.path().join("export_1");
    write(&export.join("activities.csv"), &activities_csv(&ENGLISH, &rows()));
    write(&export.join("activities/11.gpx.gz"), &gzip(&track()));
    let run = runs::steady("2026-03-28T10:00:00+01:00", 45, 150).named("Run");
    write(&export.join("activities/12.fit"), &fit::encode(&run));
    // A file of the same name in another folder is another run.
    let elsewhere = runs::recovery("2026-03-30T10:00:00+02:00", 30).named("Elsewhere");
    write(&folder.path().join("activities/12.fit"), &fit::encode(&elsewhere));

    let records = records(&[folder.path().to_owned()]);
    let list = of(&records, "export_1/activities.csv");
    assert_eq!((list.status, &*list.format), (FileStatus::Skipped, "other"));
    assert_eq!(list.detail(), "Strava's list of activities: 2 files named");

    let record = of(&records, "export_1/activities/11.gpx.gz");
    let [run] = &*record.runs else { panic!("{record:?}") };
    assert_eq!(run.labels.title.as_deref(), Some("Recovery & coffee"));
    assert_eq!((&run.sport, run.sport_basis), (&Sport::Running, SportBasis::Export));
    assert_eq!(record.detail(), "running by the export's list");
    assert_eq!(run.rpe, Some(2.0));

    let record = of(&records, "export_1/activities/12.fit");
    let [run] = &*record.runs else { panic!("{record:?}") };
    assert_eq!(run.labels.title.as_deref(), Some("City Park 10 km"));
    assert_eq!(run.sport_basis, SportBasis::File);

    let other = &of(&records, "activities/12.fit").runs[0];
    assert_eq!(other.labels.title.as_deref(), Some("Elsewhere"));
}

#[test]
fn the_list_says_what_is_no_run() {
    let folder = tempfile::tempdir().unwrap();
    let [track_row, ..] = rows();
    let skis = [Row { activity_type: "Nordic Ski", ..track_row }];
    write(&folder.path().join("Activities.CSV"), &activities_csv(&ENGLISH, &skis));
    write(&folder.path().join("activities/11.gpx.gz"), &gzip(&track()));
    let records = records(&[folder.path().to_owned()]);
    let record = of(&records, "activities/11.gpx.gz");
    assert_eq!(record.status, FileStatus::NotARun);
    assert_eq!(record.detail(), "cross_country_skiing by the export's list");
}

#[test]
fn rows_that_cannot_be_read_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let mut list = activities_csv(&ENGLISH, &rows()[..1]);
    list.extend_from_slice(b"4,cut\n5,cut\n");
    let path = folder.path().join("activities.csv");
    write(&path, &list);
    // The list gives the same if its own path is named.
    for paths in [folder.path().to_owned(), path] {
        assert_eq!(
            of(&records(&[paths]), "activities.csv").detail(),
            "Strava's list of activities: 1 file named, 2 rows could not be read"
        );
    }
}

#[test]
fn a_csv_of_somebody_else_is_what_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let list = b"Activity Type,Date,Title\nRunning,2026-03-26,Recovery\n";
    write(&folder.path().join("activities.csv"), list);
    write(&folder.path().join("other.csv"), &activities_csv(&ENGLISH, &rows()));
    write(&folder.path().join("activities/11.gpx.gz"), &gzip(&track()));
    let records = records(&[folder.path().to_owned()]);
    for name in ["activities.csv", "other.csv"] {
        let record = of(&records, name);
        assert_eq!(record.status, FileStatus::Skipped, "{name}");
        assert_eq!(record.detail(), "not a FIT, GPX or TCX file by its content", "{name}");
    }
    let run = &of(&records, "activities/11.gpx.gz").runs[0];
    assert_eq!(run.labels.title.as_deref(), Some("Lunch"));
    assert_eq!(run.sport_basis, SportBasis::Speed);
}
