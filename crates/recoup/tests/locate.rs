//! Names from users and reports lead to the files.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup::{
    Assessment, Athlete, BatchOptions, FileRecord, FoundFile, Limits, LocateError, Locator,
    ReadOptions, assess, assess_paths,
};
use recoup_testkit::export::{Export, Nested, garmin, strava};
use recoup_testkit::gpx::{self, HeartRateStyle};
use recoup_testkit::strava::{ENGLISH, Row, activities_csv};
use recoup_testkit::{fit, gunzip, gzip, runs};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn locate(path: &str) -> Result<Vec<FoundFile>, LocateError> {
    Locator::new(&ReadOptions::new()).locate(path.as_ref())
}

/// Returns a folder with a packed export, and the path of the archive.
fn packed(export: &Export) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.zip");
    fs::write(&path, export.pack()).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

fn records(path: &str) -> Vec<FileRecord> {
    let athlete = Athlete::with_max_hr(190.0);
    assess_paths(&[path.into()], &athlete, &ReadOptions::new(), &BatchOptions::new()).unwrap()
}

#[test]
fn a_members_name_leads_to_its_bytes() {
    let export = strava::export();
    let (_folder, zip) = packed(&export);
    let mut files = 0;
    for (path, bytes) in export.files(Nested::Packed) {
        let [found] = &*locate(&format!("{zip}!/{path}")).unwrap() else { panic!("{path}") };
        assert_eq!(found.name, format!("{zip}!/{path}"));
        let bytes = if path.strip_suffix(".gz").is_some() { gunzip(&bytes) } else { bytes };
        assert!(found.unpacked(&Limits::default()).unwrap() == bytes, "{path}");
        files += 1;
    }
    // The archive comes before its members.
    assert_eq!(locate(&zip).unwrap().len(), 1 + files);
}

/// A name can lead through two archives. Each file name begins with the athlete's e-mail address.
#[test]
fn names_of_reports_lead_to_the_files_that_they_are_of() {
    let (folder, zip) = packed(&garmin::account(3));
    let mut addresses = 0;
    for record in records(&zip) {
        let name = folder.path().join(&record.file);
        let all = locate(name.to_str().unwrap()).unwrap();
        let found = &all[0];
        assert_eq!(Path::new(&found.name), name);
        let plain = found.place();
        let told = plain.to_str().unwrap().replace(garmin::ATHLETE, "(address)");
        assert_eq!(told, found.name);
        addresses += usize::from(record.file.contains("(address)"));
        let again = locate(plain.to_str().unwrap()).unwrap();
        assert_eq!((&again[0].name, again[0].place()), (&found.name, plain));
        assert!(all.len() == 1 || record.format == "zip", "{name:?}");
    }
    assert!(addresses > 6, "{addresses}");
}

#[test]
fn an_archive_in_another_is_all_that_is_in_it() {
    let run = fit::encode(&runs::recovery("2026-03-02T06:30:12+01:00", 35));
    let part = || Export::new().file("1.fit", run.clone()).file("notes.txt", b"");
    let export = Export::new()
        .zip("a/part.zip", part())
        .stored_zip("a/part.zip.zip", part())
        .file("a/part.fit", run.clone());
    let (_folder, zip) = packed(&export);
    for part in ["part.zip", "part.zip.zip"] {
        let part = format!("{zip}!/a/{part}");
        let names: Vec<String> =
            locate(&part).unwrap().into_iter().map(|found| found.name).collect();
        assert_eq!(names, [part.clone(), format!("{part}!/1.fit"), format!("{part}!/notes.txt")]);
    }
}

/// The report, and the reading of a single file by its name, give the same result for a run.
#[test]
fn a_run_of_an_export_is_what_the_report_has() {
    let (folder, zip) = packed(&strava::export());
    let unpacked = folder.path().join("unpacked");
    strava::export().write_to(&unpacked, Nested::Unpacked).unwrap();
    let reading = ReadOptions::new();
    let mut locator = Locator::new(&reading);
    let mut read = |path: PathBuf| {
        let files = locator.locate(&path).unwrap();
        locator.read(&files[0]).unwrap().activities.remove(0)
    };
    let reported: Vec<Assessment> =
        records(&zip).into_iter().flat_map(|record| record.runs).collect();
    let athlete = Athlete::with_max_hr(190.0);
    let mut runs = 0;
    for declared in strava::activities() {
        let row = declared.row;
        let member = read(format!("{zip}!/{}", row.file).into());
        assert_eq!(read(unpacked.join(row.file)), member, "{}", row.file);
        let name = row.name.replace("&amp;", "&");
        assert_eq!(member.labels.title.as_deref(), Some(&*name));
        assert_eq!(member.rpe, row.exertion.map(f64::from), "{name}");
        if let Some(run) = reported.iter().find(|run| {
            run.labels.title == member.labels.title && Some(run.start_ms) == member.start_ms
        }) {
            let alone = assess(&member, &athlete).unwrap();
            assert_eq!(
                (alone.verdict, alone.sport, alone.sport_basis, alone.reasons),
                (run.verdict, run.sport.clone(), run.sport_basis, run.reasons.clone())
            );
            runs += 1;
        }
    }
    assert_eq!(runs, reported.len());
}

#[test]
fn the_list_itself_is_told_as_such() {
    let (_folder, zip) = packed(&strava::export());
    let reading = ReadOptions::new();
    let mut locator = Locator::new(&reading);
    let files = locator.locate(format!("{zip}!/activities.csv").as_ref()).unwrap();
    let remark = locator.read(&files[0]).unwrap().remark.unwrap();
    assert_eq!(remark, "Strava's list of activities: 13 files named");
}

/// A file on the disk is found by its name without the address, and the list in the folder above
/// applies.
#[test]
fn a_file_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let activities = folder.path().join("activities");
    fs::create_dir(&activities).unwrap();
    let file = "activities/kari@example.com_11.gpx.gz";
    let row = Row {
        number: 1,
        name: "Along the river",
        activity_type: "Trail Run",
        file,
        ..Row::default()
    };
    fs::write(folder.path().join("activities.csv"), activities_csv(&ENGLISH, &[row])).unwrap();
    let run = runs::recovery("2026-03-26T06:25:00+01:00", 30).named("Lunch");
    let track = gzip(&gpx::encode(&run, HeartRateStyle::Gpxtpx));
    for name in ["kari@example.com_11.gpx.gz", "kari@example.com_12.gpx.gz"] {
        fs::write(activities.join(name), &track).unwrap();
    }
    let reading = ReadOptions::new();
    let mut locator = Locator::new(&reading);
    for (name, title) in [
        ("kari@example.com_11.gpx.gz", "Along the river"),
        ("(address)_11.gpx.gz", "Along the river"),
        ("(address)_12.gpx.gz", "Lunch"),
    ] {
        let path = activities.join(name);
        let [found] = &*locator.locate(&path).unwrap() else { panic!("{name}") };
        assert_eq!(Path::new(&found.name), path);
        assert_eq!(locator.read(found).unwrap().activities[0].labels.title.as_deref(), Some(title));
    }
}

#[test]
fn standard_input_is_a_file_or_an_archive() {
    let run = fit::encode(&runs::recovery("2026-03-02T06:30:12+01:00", 35));
    let zip = Export::new().file("activities/1.fit", run.clone()).pack();
    for (bytes, path) in [(&run, "-"), (&zip, "-!/activities/1.fit")] {
        let reading = ReadOptions::new().stdin(&bytes[..]);
        let [found] = &*Locator::new(&reading).locate(path.as_ref()).unwrap() else { panic!() };
        assert_eq!(found.name, path);
        assert!(found.unpacked(&Limits::default()).unwrap() == run);
    }
    // Without standard input, "-" is a normal file name.
    assert!(matches!(locate("-"), Err(LocateError::Unreadable(_))));
}

#[test]
fn what_is_not_there() {
    let (folder, zip) = packed(&strava::export());
    let meant = |inside: &str| match locate(&format!("{zip}!/{inside}")) {
        Err(LocateError::NoMember(meant)) => meant.map(|name| name.replace(&zip, "export.zip")),
        other => panic!("{inside}: {other:?}"),
    };
    let wanted = "export.zip!/activities/18611200404.gpx";
    for inside in ["18611200404.gpx", "activities/1861120404.gpx", "Activities/18611200404.GPX"] {
        assert_eq!(meant(inside).as_deref(), Some(wanted), "{inside}");
    }
    assert_eq!(meant("qqqq"), None);
    assert_eq!(meant(""), None);
    assert!(matches!(locate(folder.path().to_str().unwrap()), Err(LocateError::Folder)));
    let elsewhere = zip.replace("export", "exprt");
    for path in [elsewhere.clone(), format!("{elsewhere}!/activities/18611200404.gpx")] {
        let error = locate(&path).unwrap_err();
        assert!(matches!(error, LocateError::Unreadable(_)), "{path}: {error:?}");
    }
    // A file that is no archive has no members.
    fs::write(folder.path().join("run.fit"), b"").unwrap();
    let inside = locate(folder.path().join("run.fit!/1.fit").to_str().unwrap());
    assert!(matches!(inside, Err(LocateError::NoMember(None))), "{inside:?}");
}

/// A cut archive gives all members that can be found in it, and the error.
#[test]
fn a_damaged_archive() {
    let run = fit::encode(&runs::recovery("2026-03-02T06:30:12+01:00", 35));
    let whole = Export::new().file("1.fit", run.clone()).file("2.fit", run.clone()).pack();
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("export.zip");
    fs::write(&zip, &whole[..whole.len() - 200]).unwrap();
    let reading = ReadOptions::new();
    let mut locator = Locator::new(&reading);
    let files = locator.locate(&zip).unwrap();
    let error = locator.read(&files[0]).unwrap_err().to_string();
    assert!(error.contains("the archive is cut"), "{error}");
    assert_eq!(locator.read(&files[1]).unwrap().activities.len(), 1);
}
