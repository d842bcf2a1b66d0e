//! ZIP archives, whole, nested, odd and broken.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup_parse::{Archives, ErrorKind, Found, Limits};
use recoup_testkit::export::{Export, Nested, garmin, strava};
use recoup_testkit::odd_zips::{self, Content, OddZip};
use recoup_testkit::{Seeded, fit, runs};
use std::collections::BTreeMap;
use std::fs;

/// An archive, with what is said of it as a whole, and its members.
fn look_into(bytes: &[u8], limits: &Limits) -> (Found, Vec<Found>) {
    let archives = Archives::default();
    let mut found = Found::bytes("x.zip", bytes);
    let listing = archives.list(&found, limits).unwrap().unwrap();
    let members = archives.members(&found, &listing);
    found.set_listed(&listing);
    (found, members)
}

/// The content of a member, if it is as it was put in.
fn content(found: &Found) -> Option<Vec<u8>> {
    let loaded = found.load(&Limits::default()).ok().filter(|_| found.error.is_none())?;
    loaded.digest().and(loaded.bytes()).map(<[u8]>::to_vec)
}

#[test]
fn of_odd_zips_all_that_another_reader_finds_is_read() {
    let zips = odd_zips::all();
    // Fit to be read only by its own headers; other readers see an end in its comment.
    for OddZip { name, bytes, opens, members } in
        zips.iter().filter(|zip| zip.name != "end-in-comment")
    {
        let (archive, ours) = look_into(bytes, &Limits::default());
        assert_eq!(archive.error.is_none(), *opens, "{name}: {:?}", archive.error);
        let said = members.iter().filter(|member| !member.name.ends_with(b"/"));
        let is_own = |found: &&Found| found.name.matches("!/").count() == 1;
        let ours: Vec<&Found> = ours.iter().filter(is_own).collect();
        assert_eq!(ours.len(), said.clone().count(), "{name}");
        for (found, said) in ours.into_iter().zip(said) {
            let read = content(found);
            let is_fit = |bytes: &[u8]| bytes.get(8..12) == Some(b".FIT");
            match &said.content {
                Content::Whole(bytes) if is_fit(bytes) => {
                    assert!(read.as_ref() == Some(bytes), "{name}: {}", found.name);
                }
                // The start of a note or a picture says that it is no activity.
                Content::Whole(_) => assert!(found.load(&Limits::default()).is_ok(), "{name}"),
                Content::Disputed(bytes) => {
                    assert!(read.as_ref().is_none_or(|read| read == bytes), "{name}");
                }
                // All of it is there, by its checksum: only the length that is said is too small.
                Content::Lost if *name == "size-too-small" => {
                    assert!(read.is_some_and(|read| is_fit(&read)));
                }
                Content::Lost => assert_eq!(read, None, "{name}: {}", found.name),
            }
        }
    }
}

#[test]
fn what_is_lost_is_said_with_its_cause() {
    let zips = odd_zips::all();
    let said = |name: &str| {
        let zip = zips.iter().find(|zip| zip.name == name).unwrap();
        let (archive, members) = look_into(&zip.bytes, &Limits::default());
        let second = &members[1];
        let told = match (&second.error, second.read(&Limits::default())) {
            (Some(error), _) => error.to_string(),
            (None, Err(error)) => error.to_string(),
            (None, Ok(contents)) => {
                let activities = contents.activities.iter();
                let notes = activities.flat_map(|activity| &activity.diagnostics);
                notes.map(ToString::to_string).next_back().unwrap_or_default()
            }
        };
        (archive.error.map(|error| error.to_string()).unwrap_or_default(), told)
    };
    let cut = "the archive is cut: the list of its members, which stands at its end, is missing; \
               2 files are found without it; download or copy it again for the rest";
    for (name, archive, member) in [
        ("cut", cut, "byte 6723: the archive is cut within this file"),
        ("cut-stored-streamed", cut, "byte 6547: the archive is cut within this file"),
        ("encrypted", "", "it is encrypted: unpack the archive with its password"),
        ("bzip2", "", "it is packed by bzip2, which is not read: unpack the archive"),
        ("wrong-checksum", "", "byte 8046: the archive's checksum of this file is wrong"),
        (
            "damaged-stored",
            "",
            "byte 8046: the archive's checksum of this file is wrong; what is left of it: a FIT file \
             of type 0",
        ),
        ("whole", "", ""),
    ] {
        assert_eq!(said(name), (archive.to_owned(), member.to_owned()), "{name}");
    }
}

#[test]
fn an_end_within_the_comment_hides_no_run() {
    let zips = odd_zips::all();
    let zip = zips.iter().find(|zip| zip.name == "end-in-comment").unwrap();
    let (_, members) = look_into(&zip.bytes, &Limits::default());
    assert_eq!(members.iter().filter_map(content).count(), 3);
}

/// The bytes of an archive of three runs, and where the second begins.
fn three_runs() -> (Vec<u8>, usize) {
    let zip = odd_zips::all().into_iter().find(|zip| zip.name == "whole").unwrap();
    let header = b"PK\x03\x04";
    let places = zip.bytes.windows(4).enumerate().filter(|(_, bytes)| bytes == header);
    let second = places.map(|(at, _)| at).nth(1).unwrap();
    (zip.bytes, second)
}

fn names_and_wholes(bytes: &[u8]) -> (Option<String>, Vec<(String, bool)>) {
    let (archive, members) = look_into(bytes, &Limits::default());
    let member =
        |found: &Found| (found.name["x.zip!/".len()..].to_owned(), content(found).is_some());
    let error = archive.error.map(|error| error.to_string());
    (error, members.iter().map(member).collect())
}

#[test]
fn a_list_that_does_not_fit_loses_no_member() {
    let (bytes, second) = three_runs();
    let whole = |name: &str| (name.to_owned(), true);
    // Bytes are missing within the second run, or were put in there.
    let missing = [&bytes[..second + 100], &bytes[second + 200..]].concat();
    let grown = [&bytes[..second + 100], &[0; 50], &bytes[second + 100..]].concat();
    for bytes in [missing, grown] {
        let (error, members) = names_and_wholes(&bytes);
        assert!(error.unwrap().contains("the list of its members does not fit"));
        let lost = ("2.fit".to_owned(), false);
        assert_eq!(members, [whole("1.fit"), lost, whole("3.fit")]);
    }
    // Two archives one after the other: the list at the end is the second one's.
    let other = Export::new().file("4.fit", fit::encode(&runs::recovery(1_772_000_000, 30))).pack();
    let (error, members) = names_and_wholes(&[bytes.clone(), other.clone()].concat());
    assert!(error.is_some());
    assert_eq!(members, ["1.fit", "2.fit", "3.fit", "4.fit"].map(whole));
    // An archive within one that is cut behind it: the list at the end is the inner one's.
    let outer = Export::new().file("1.fit", vec![1; 20_000]).stored_zip("in.zip", Export::new());
    let packed = outer.pack();
    let at = packed.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").unwrap();
    let (error, members) = names_and_wholes(&packed[..at]);
    assert!(error.unwrap().starts_with("the archive is "), "{members:?}");
    let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["1.fit", "in.zip"]);
    // What was taken off the list is gone, and nothing is wrong.
    let name = |at: usize| &bytes[at + 46..at + 51];
    let list = bytes.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    assert_eq!(name(list), b"1.fit");
    let entry = 46 + 5 + usize::from(bytes[list + 30]) + usize::from(bytes[list + 32]);
    let mut fewer = [&bytes[..list], &bytes[list + entry..]].concat();
    let end = fewer.len() - 22;
    let size = u32::from_le_bytes(fewer[end + 12..end + 16].try_into().unwrap());
    fewer[end + 8..end + 12].copy_from_slice(&[2, 0, 2, 0]);
    fewer[end + 12..end + 16].copy_from_slice(&(size - entry as u32).to_le_bytes());
    assert_eq!(names_and_wholes(&fewer), (None, vec![whole("2.fit"), whole("3.fit")]));
}

#[test]
fn names_are_shown_as_they_were_meant() {
    let zips = odd_zips::all();
    let names = |name: &str| {
        let zip = zips.iter().find(|zip| zip.name == name).unwrap();
        let (_, members) = look_into(&zip.bytes, &Limits::default());
        members.into_iter().map(|found| found.name).collect::<Vec<_>>()
    };
    assert_eq!(
        names("names-cp437"),
        ["x.zip!/Früh.fit", "x.zip!/Åsen.fit", "x.zip!/½ Maraton.fit"]
    );
    assert_eq!(names("names-utf-8-unmarked")[2], "x.zip!/走る/🏃.fit");
    assert_eq!(names("names-with-backslashes")[1], "x.zip!/runs/march/2.fit");
    assert_eq!(names("names-absolute")[0], "x.zip!/etc/1.fit");
    assert_eq!(names("names-with-controls")[1], "x.zip!/\u{fffd}[31m2.fit");
}

/// What reading each file gave, by its name: its activities, or what it is instead.
type Read = BTreeMap<String, Result<usize, String>>;

fn read(found: &Found) -> Result<usize, String> {
    let contents = found.read(&Limits::default()).map_err(|error| error.to_string())?;
    match contents.remark {
        Some(remark) => Err(remark),
        None => Ok(contents.activities.len()),
    }
}

fn read_packed(export: &Export) -> Read {
    let (_, members) = look_into(&export.pack(), &Limits::default());
    let files = members.iter().filter(|found| found.aside.is_none());
    let name = |found: &Found| found.name["x.zip!/".len()..].replace(".zip!/", "/");
    files.map(|found| (name(found), read(found))).collect()
}

fn read_unpacked(export: &Export) -> Read {
    let files = export.files(Nested::Unpacked).into_iter();
    files.map(|(name, bytes)| (name.clone(), read(&Found::bytes(&name, &bytes)))).collect()
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
    let told: Vec<(&str, bool)> = members
        .iter()
        .map(|found| (found.name.as_str(), found.aside.is_some() || found.error.is_some()))
        .collect();
    assert_eq!(
        told,
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
    assert_eq!(error.to_string(), "an archive within 3 archives: unpack the outer");
    let limits = Limits { archive_depth: 4, ..Limits::default() };
    assert_eq!(look_into(&garmin::nested(4).pack(), &limits).1.len(), 7);
}

#[test]
fn limits_hold_within_archives() {
    let (_, members) = look_into(&odd_zips::bomb(64 << 20), &Limits::default());
    for found in &members {
        // Of zeros no more is read than shows that they are no activity.
        assert!(found.load(&Limits::default()).is_ok_and(|loaded| loaded.bytes().is_none()));
    }
    // A GPX file that goes on and on.
    let endless = [b"<gpx><trk><trkseg>".to_vec(), vec![b' '; 8 << 20]].concat();
    let export = Export::new().file("endless.gpx", endless);
    let (_, members) = look_into(&export.pack(), &Limits::default());
    let limits = Limits { expansion_ratio: 100, ..Limits::default() };
    let error = members[0].read(&limits).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);
    let few = Limits { archive_members: 2, ..Limits::default() };
    let error =
        Archives::default().list(&Found::bytes("x.zip", &odd_zips::many(3)), &few).unwrap_err();
    assert_eq!(error.to_string(), "it has more than 2 members");
}

#[test]
fn many_archives_and_many_members_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let inner = odd_zips::many(2);
    let archives = Archives::default();
    let mut members = Vec::new();
    // More than stay open at a time.
    for number in 0..40 {
        let name = format!("{number}.zip");
        let path = folder.path().join(&name);
        fs::write(&path, &inner).unwrap();
        let found = Found::file(&path, &name);
        let listing = archives.list(&found, &Limits::default()).unwrap().unwrap();
        members.extend(archives.members(&found, &listing));
    }
    assert_eq!(members.len(), 80);
    let is_read = |found: &&Found| found.load(&Limits::default()).is_ok();
    assert_eq!(members.iter().filter(is_read).count(), 80);
    assert_eq!(members.iter().rev().filter(is_read).count(), 80);

    let (_, members) = look_into(&odd_zips::many(70_000), &Limits::default());
    assert_eq!(members.len(), 70_000);
}

#[test]
fn documents_that_are_archives_are_no_exports() {
    let archives = Archives::default();
    let bytes = odd_zips::many(2);
    for (name, is_export) in [("table.XLSX", false), ("run.fit", true), ("export", true)] {
        let listing = archives.list(&Found::bytes(name, &bytes), &Limits::default()).unwrap();
        assert_eq!(listing.is_some(), is_export, "{name}");
    }
    let contents = Found::bytes("table.xlsx", &bytes).read(&Limits::default()).unwrap();
    assert_eq!(
        contents.remark.unwrap(),
        "a ZIP archive that is not called so, and not looked into"
    );
}

#[test]
fn damage_anywhere_is_no_panic_and_costs_little() {
    let export = Export::new()
        .file("1.fit", fit::encode(&runs::recovery(1_772_000_000, 5)))
        .zip("in.zip", Export::new().file("2.fit", fit::encode(&runs::recovery(1_773_000_000, 5))))
        .stored_zip("stored.zip", Export::new().file("3.txt", "a note").streamed())
        .streamed();
    let whole = export.pack();
    let mut random = Seeded::new(11);
    for turn in 0..1500 {
        let mut bytes = whole.clone();
        match turn % 3 {
            0 => bytes.truncate(random.below(whole.len())),
            1 => {
                let at = random.below(whole.len());
                bytes.drain(at..whole.len().min(at + random.below(300)));
            }
            _ => {}
        }
        for _ in 0..random.below(8) {
            if !bytes.is_empty() {
                let at = random.below(bytes.len());
                bytes[at] = [0, 0xff, b'P', random.below(256) as u8][random.below(4)];
            }
        }
        let archives = Archives::default();
        let found = Found::bytes("x.zip", &bytes);
        let Ok(Some(listing)) = archives.list(&found, &Limits::default()) else { continue };
        let members = archives.members(&found, &listing);
        assert!(members.len() < 50, "turn {turn}");
        for member in members {
            let _ = member.read(&Limits::default());
            let _ = member.peek();
        }
    }
}
