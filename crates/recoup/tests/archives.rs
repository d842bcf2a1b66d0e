//! A packed export gives the same results as the unpacked one.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup::{
    Assessment, Athlete, BatchOptions, FileRecord, FileStatus, ReadOptions, assess_paths,
};
use recoup_testkit::export::{Export, Nested, garmin, strava};
use recoup_testkit::{apple_double, fit, runs};
use std::fs;
use std::path::Path;

fn assess(path: &Path, reading: &ReadOptions<'_>) -> Vec<FileRecord> {
    let athlete = Athlete::with_max_hr(190.0);
    assess_paths(&[path.to_owned()], &athlete, reading, &BatchOptions::new()).unwrap()
}

/// Returns the records of the same export, packed and unpacked.
fn both(export: &Export) -> [Vec<FileRecord>; 2] {
    let folder = tempfile::tempdir().unwrap();
    let (zip, unpacked) = (folder.path().join("export.zip"), folder.path().join("unpacked"));
    fs::write(&zip, export.pack()).unwrap();
    export.write_to(&unpacked, Nested::Unpacked).unwrap();
    [assess(&zip, &ReadOptions::new()), assess(&unpacked, &ReadOptions::new())]
}

/// Returns the records of all files except archives, and their reasons in words, under names that
/// are the same in both forms.
fn without_archives(records: Vec<FileRecord>) -> (Vec<FileRecord>, Vec<String>) {
    let name = |name: &str| name.trim_start_matches("export.zip!/").replace(".zip!/", "/");
    let mut records: Vec<FileRecord> =
        records.into_iter().filter(|record| record.format != "zip").collect();
    records.sort_by_key(|record| name(&record.file));
    let mut details = Vec::new();
    for record in &mut records {
        record.file = name(&record.file);
        record.duplicate_of = record.duplicate_of.as_deref().map(name);
        details.push(record.detail().replace("export.zip!/", "").replace(".zip!/", "/"));
        record.reasons.clear();
    }
    (records, details)
}

fn runs_of(records: &[FileRecord]) -> Vec<&Assessment> {
    records.iter().flat_map(|record| &record.runs).collect()
}

#[test]
fn a_strava_export_as_it_was_sent() {
    let [packed, unpacked] = both(&strava::export()).map(without_archives);
    assert_eq!(packed, unpacked);
    let runs = runs_of(&packed.0);
    // The list within the archive holds the names.
    assert!(runs.len() >= 6 && runs.iter().all(|run| run.labels.title.is_some()), "{}", runs.len());
    let list = packed.0.iter().position(|record| record.file == "activities.csv").unwrap();
    let detail = &packed.1[list];
    assert!(detail.starts_with("Strava's list of activities: 13 files named"), "{detail}");
}

#[test]
fn garmins_exports_as_they_were_sent() {
    for export in [garmin::account(60), garmin::older_account(), garmin::originals()] {
        let [packed, unpacked] = both(&export).map(without_archives);
        assert_eq!(packed, unpacked);
        // One of six activities is a ride.
        assert!(runs_of(&packed.0).len() >= 3, "{}", runs_of(&packed.0).len());
    }
    let [packed, _] = both(&garmin::account(60));
    let (runs, activities) = (runs_of(&packed).len(), garmin::activities().len());
    assert_eq!((runs, activities), (5, 6));
}

#[test]
fn names_of_members_follow_their_archives_and_hold_no_address() {
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("export.zip");
    fs::write(&zip, garmin::account(3).pack()).unwrap();
    let records = assess(folder.path(), &ReadOptions::new());
    let part = "export.zip!/DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip";
    assert!(records.iter().any(|record| record.file == part && record.format == "zip"));
    let run = records.iter().find(|record| !record.runs.is_empty()).unwrap();
    assert!(run.file.starts_with(&format!("{part}!/(address)_")), "{}", run.file);
    assert!(records.iter().all(|record| !record.file.contains('@')));
    let kept = ReadOptions::new().keep_addresses(true);
    let records = assess(folder.path(), &kept);
    let named = records.iter().filter(|record| record.file.contains(garmin::ATHLETE)).count();
    assert!(named > 6, "{named}");
}

#[test]
fn files_of_one_name_have_two_in_reports() {
    let folder = tempfile::tempdir().unwrap();
    let run = fit::encode(&runs::recovery("2026-03-02T06:30:12+01:00", 35));
    for address in ["kari@example.com", "per@example.com"] {
        fs::write(folder.path().join(format!("{address}_1.fit")), &run).unwrap();
    }
    let records = assess(folder.path(), &ReadOptions::new());
    let names: Vec<&str> = records.iter().map(|record| record.file.as_str()).collect();
    assert_eq!(names, ["(address)_1.fit", "(address)_1.fit (2)"]);
}

#[test]
fn no_name_is_given_twice() {
    let folder = tempfile::tempdir().unwrap();
    let run = |minutes| fit::encode(&runs::recovery("2026-03-02T06:30:12+01:00", minutes));
    for (name, minutes) in [("a@b.no.fit", 30), ("c@d.no.fit", 35), ("(address).fit (2)", 40)] {
        fs::write(folder.path().join(name), run(minutes)).unwrap();
    }
    let mut names: Vec<String> =
        assess(folder.path(), &ReadOptions::new()).into_iter().map(|record| record.file).collect();
    names.sort();
    assert_eq!(names, ["(address).fit", "(address).fit (2)", "(address).fit (3)"]);
}

#[test]
fn what_systems_leave_beside_files_is_accounted_for() {
    let folder = tempfile::tempdir().unwrap();
    let run = fit::encode(&runs::recovery("2026-03-02T06:30:12+01:00", 35));
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    put("run.fit", &run);
    put("._run.fit", &apple_double::bare());
    put("$Recycle.bin/S-1-5/$R1.fit", &run);
    let records = assess(folder.path(), &ReadOptions::new());
    let details: Vec<String> = records.iter().map(FileRecord::detail).collect();
    let results: Vec<_> = records
        .iter()
        .zip(&details)
        .map(|(record, detail)| (&*record.file, record.status, detail.as_str()))
        .collect();
    assert_eq!(
        results,
        [
            ("$Recycle.bin/S-1-5/$R1.fit", FileStatus::Skipped, "in the recycle bin"),
            (
                "._run.fit",
                FileStatus::Skipped,
                "an AppleDouble file of macOS: metadata of the file of the same name without `._`"
            ),
            ("run.fit", FileStatus::Graded, ""),
        ]
    );
}

#[test]
fn one_file_comes_from_standard_input() {
    let run = fit::encode(&runs::recovery("2026-03-02T06:30:12+01:00", 35));
    let zip = Export::new().file("activities/1.fit", run.clone()).pack();
    for (bytes, name) in [(run, "-"), (zip, "-!/activities/1.fit")] {
        let reading = ReadOptions::new().stdin(&bytes[..]);
        let records = assess(Path::new("-"), &reading);
        let graded = records.iter().find(|record| record.status == FileStatus::Graded).unwrap();
        assert_eq!((&*graded.file, graded.runs.len()), (name, 1));
    }
}
