//! Exports in the structure of real services.

use crate::look_into;
use recoup_parse::{Archives, FoundFile, Limits};
use recoup_testkit::export::{Export, Nested, garmin, strava};
use recoup_testkit::odd_zips;
use std::collections::BTreeMap;
use std::fs;

/// Result of reading each file by its name: the number of activities, or the remark or error.
type Read = BTreeMap<String, Result<usize, String>>;

fn read(found: &FoundFile) -> Result<usize, String> {
    let contents = found.read(&Limits::default()).map_err(|error| error.to_string())?;
    match contents.remark {
        Some(remark) => Err(remark),
        None => Ok(contents.activities.len()),
    }
}

fn read_packed(export: &Export) -> Read {
    let (_, members) = look_into(&export.pack(), &Limits::default());
    let files = members.iter().filter(|found| found.aside.is_none());
    let name = |found: &FoundFile| found.name["x.zip!/".len()..].replace(".zip!/", "/");
    files.map(|found| (name(found), read(found))).collect()
}

fn read_unpacked(export: &Export) -> Read {
    let files = export.files(Nested::Unpacked).into_iter();
    files.map(|(name, bytes)| (name.clone(), read(&FoundFile::bytes(&name, &bytes)))).collect()
}

#[test]
fn an_export_is_read_as_it_would_be_unpacked() {
    for export in [
        strava::export(),
        strava::export().streamed(),
        garmin::account(40),
        garmin::older_account(),
        garmin::originals(),
        garmin::nested(3),
    ] {
        let packed = read_packed(&export);
        assert_eq!(packed, read_unpacked(&export));
        assert!(packed.values().filter(|read| matches!(read, Ok(1..))).count() >= 3);
    }
}

#[test]
fn archives_are_looked_into_three_deep() {
    let (_, members) = look_into(&garmin::nested(4).pack(), &Limits::default());
    let shown: Vec<(&str, bool)> = members
        .iter()
        .map(|found| (found.name.as_str(), found.aside.is_some() || found.error.is_some()))
        .collect();
    assert_eq!(
        shown,
        [
            ("x.zip!/level-1.fit", false),
            ("x.zip!/level-2.zip", true),
            ("x.zip!/level-2.zip!/level-2.fit", false),
            ("x.zip!/level-2.zip!/level-3.zip", true),
            ("x.zip!/level-2.zip!/level-3.zip!/level-3.fit", false),
            ("x.zip!/level-2.zip!/level-3.zip!/level-4.zip", true),
        ]
    );
    let error = members[5].error.as_ref().unwrap();
    assert_eq!(error.to_string(), "an archive nested in 3 archives; unpack the outer one first");
    let limits = Limits::default().with_archive_depth(4);
    assert_eq!(look_into(&garmin::nested(4).pack(), &limits).1.len(), 7);
}

#[test]
fn many_archives_and_many_members_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let inner = odd_zips::many(2);
    let archives = Archives::default();
    let mut members = Vec::new();
    // The number of archives exceeds the number that stay open.
    for number in 0..40 {
        let name = format!("{number}.zip");
        let path = folder.path().join(&name);
        fs::write(&path, &inner).unwrap();
        let found = FoundFile::new(&path, &name);
        let listing = archives.list(&found, &Limits::default()).unwrap().unwrap();
        members.extend(archives.members(&found, &listing));
    }
    assert_eq!(members.len(), 80);
    let is_read = |found: &&FoundFile| found.load(&Limits::default()).is_ok();
    assert_eq!(members.iter().filter(is_read).count(), 80);
    assert_eq!(members.iter().rev().filter(is_read).count(), 80);

    // Members of 6 bytes are more than an archive of this size may have.
    let limits = Limits::default().with_archive_bytes_per_member(64);
    let (_, members) = look_into(&odd_zips::many(70_000), &limits);
    assert_eq!(members.len(), 70_000);
}

#[test]
fn documents_that_are_archives_are_no_exports() {
    let archives = Archives::default();
    let bytes = odd_zips::many(2);
    for (name, is_export) in [("table.XLSX", false), ("run.fit", true), ("export", true)] {
        let listing = archives.list(&FoundFile::bytes(name, &bytes), &Limits::default()).unwrap();
        assert_eq!(listing.is_some(), is_export, "{name}");
    }
    let contents = FoundFile::bytes("table.xlsx", &bytes).read(&Limits::default()).unwrap();
    assert_eq!(contents.remark.unwrap(), "a ZIP archive without the extension .zip; not opened");
}
