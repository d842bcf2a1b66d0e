//! Packed and unpacked exports hold the same files for another reader, and the documented facts
//! hold.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test, as tests do")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use embedded_io_adapters::std::FromStd;
use recoup_testkit::export::garmin::{self, ATHLETE};
use recoup_testkit::export::{Export, Nested, strava};
use recoup_testkit::{gunzip, runs};
use rustyfit::Decoder;
use rustyfit::profile::mesgdef::{FileId, Session};
use rustyfit::profile::typedef::{MesgNum, Sport};
use zip::{CompressionMethod, ZipArchive};

type Files = BTreeMap<String, Vec<u8>>;

fn open(bytes: &[u8]) -> ZipArchive<Cursor<&[u8]>> {
    ZipArchive::new(Cursor::new(bytes)).unwrap()
}

/// Returns the files of an archive as the `zip` crate reads them. Files of nested zips get the path
/// to which they would be unpacked.
fn unzip(bytes: &[u8], nested: Nested) -> Files {
    let mut archive = open(bytes);
    let mut files = Files::new();
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).unwrap();
        if member.is_dir() {
            continue;
        }
        let name = member.name().unwrap().into_owned();
        let mut content = Vec::new();
        member.read_to_end(&mut content).unwrap();
        match name.strip_suffix(".zip") {
            Some(stem) if nested == Nested::Unpacked => files.extend(
                unzip(&content, nested)
                    .into_iter()
                    .map(|(name, content)| (format!("{stem}/{name}"), content)),
            ),
            _ => files.extend([(name, content)]),
        }
    }
    files
}

fn read_folder(root: &Path, folder: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_folder(root, &path, files);
        } else {
            let parts = path.strip_prefix(root).unwrap().components();
            let parts: Vec<_> = parts.map(|part| part.as_os_str().to_str().unwrap()).collect();
            files.insert(parts.join("/"), fs::read(&path).unwrap());
        }
    }
}

fn exports() -> Vec<(&'static str, Export)> {
    let run = runs::recovery("2026-03-02T06:30:12+01:00", 20);
    vec![
        ("strava", strava::export()),
        ("account", garmin::account(40)),
        ("older account", garmin::older_account()),
        ("original", garmin::original(17, &run)),
        ("originals", garmin::originals()),
        ("nested", garmin::nested(4)),
    ]
}

#[test]
fn packed_and_unpacked_are_the_same_to_another_reader() {
    for (name, export) in exports() {
        let bytes = export.pack();
        for nested in [Nested::Packed, Nested::Unpacked] {
            let declared = export.files(nested);
            let count = declared.len();
            let declared: Files = declared.into_iter().collect();
            assert_eq!(declared.len(), count, "{name}: a path comes twice");
            assert!(unzip(&bytes, nested) == declared, "{name}, {nested:?}");

            let folder = tempfile::tempdir().unwrap();
            export.write_to(folder.path(), nested).unwrap();
            let mut written = Files::new();
            read_folder(folder.path(), folder.path(), &mut written);
            assert!(written == declared, "{name}, {nested:?}, as a folder");
        }
        assert!(export.pack() == bytes, "{name}: packed twice, it differs");
    }
}

#[test]
fn folders_are_there_though_they_are_empty() {
    let folder = tempfile::tempdir().unwrap();
    strava::export().write_to(folder.path(), Nested::Packed).unwrap();
    assert_eq!(fs::read_dir(folder.path().join("clubs")).unwrap().count(), 0);

    let bytes = strava::export().pack();
    assert!(open(&bytes).by_name("clubs/").unwrap().is_dir());
}

#[test]
fn every_member_has_one_time_and_one_maker() {
    let bytes = garmin::account(3).pack();
    // Each entry of the central directory, found by its signature: made by version 4.5 or less of
    // Unix; 08:15:30, 2026-04-06. 8 << 11 | 15 << 5 | 15 is 0x41EF, 46 << 9 | 4 << 5 | 6 is 0x5C86.
    let entries: Vec<&[u8]> =
        bytes.windows(16).filter(|entry| entry.starts_with(b"PK\x01\x02")).collect();
    // Entries of the zip itself, and of the stored zip in it.
    assert!(entries.len() > 9, "{}", entries.len());
    for entry in entries {
        assert_eq!(entry[5], 3);
        assert_eq!(entry[12..16], [0xEF, 0x41, 0x86, 0x5C]);
    }
}

fn decode(bytes: &[u8]) -> Option<Vec<rustyfit::proto::Message>> {
    Decoder::new().decode(&mut FromStd::new(bytes)).ok().flatten().map(|fit| fit.messages)
}

#[test]
fn the_list_of_strava_names_the_files_that_are_there() {
    let files: Files = strava::export().files(Nested::Packed).into_iter().collect();
    let mut list = csv::Reader::from_reader(&files["activities.csv"][..]);
    let headers = list.headers().unwrap().clone();
    assert_eq!(headers.iter().filter(|header| *header == "Distance").count(), 2);
    assert!(headers.iter().any(|header| header.starts_with("<span")));

    let rows: Vec<_> = list.records().map(Result::unwrap).collect();
    let named: BTreeSet<&str> =
        rows.iter().map(|row| &row[9]).filter(|it| !it.is_empty()).collect();
    let there: BTreeSet<&str> =
        files.keys().map(String::as_str).filter(|path| path.starts_with("activities/")).collect();
    assert_eq!(named, there);
    assert_eq!((rows.len(), there.len()), (15, 13));

    let first = &rows[0];
    assert_eq!(&first[1], "Mar 2, 2026, 5:30:12 AM");
    // 4 min at 2.4 m/s, 26 at 2.6, 5 at 2.5: 5.38 km in 35 min.
    assert_eq!((&first[5], &first[6]), ("2100", "5.38"));
    let by_hand = rows.iter().find(|row| &row[3] == "Run" && row[9].is_empty()).unwrap();
    assert_eq!(&by_hand[4], "By the kitchen clock.\n\nAbout 5 km,\r\nperhaps \"more\".");
    let media: Vec<&str> = rows.iter().flat_map(|row| row[20].split('|')).collect();
    let media = media.iter().filter(|path| !path.is_empty());
    assert!(media.clone().count() == 2 && media.into_iter().all(|path| files.contains_key(*path)));
}

#[test]
fn strava_keeps_each_format() {
    let mut sports = Vec::new();
    for strava::Activity { row, bytes, .. } in strava::activities() {
        let file = if row.file.strip_suffix(".gz").is_some() { gunzip(&bytes) } else { bytes };
        if row.file.contains(".fit") {
            let session = |messages: Vec<_>| {
                messages
                    .iter()
                    .find(|it: &&rustyfit::proto::Message| it.num == MesgNum::SESSION)
                    .map(|it| Session::from(it).sport)
            };
            sports.push(decode(&file).map(session));
        } else {
            let text = String::from_utf8(file).unwrap();
            let root = if row.file.contains(".gpx") { "<gpx" } else { "<TrainingCenterDatabase" };
            assert!(text.trim_start().starts_with("<?xml") && text.contains(root), "{}", row.file);
            let is_indented = text.starts_with("          <?xml");
            assert!(!is_indented || row.file.contains(".tcx"), "{}", row.file);
        }
    }
    let known = |sport| Some(Some(sport));
    assert_eq!(
        sports,
        [
            known(Sport::RUNNING),
            known(Sport::RUNNING),
            known(Sport::CYCLING),
            known(Sport::SWIMMING),
            known(Sport::GENERIC),
            None, // The cut file.
        ]
    );
}

#[test]
fn routes_have_places_and_no_times() {
    let files: Files = strava::export().files(Nested::Packed).into_iter().collect();
    let route = gpx::read(&files["routes/1.gpx"][..]).unwrap();
    let points = &route.tracks[0].segments[0].points;
    assert!(points.len() > 100 && points.iter().all(|point| point.time.is_none()));
}

#[test]
fn the_account_is_mostly_no_activity() {
    let files = garmin::account(60).files(Nested::Unpacked);
    let mut types = BTreeMap::new();
    let mut parts = BTreeMap::new();
    for (path, bytes) in files.iter().filter(|(_, bytes)| bytes.get(8..12) == Some(b".FIT")) {
        let (folder, name) = path.rsplit_once('/').unwrap();
        let number = name.strip_prefix(&format!("{ATHLETE}_")).unwrap();
        assert!(number.strip_suffix(".fit").unwrap().parse::<u64>().is_ok(), "{path}");
        *parts.entry(folder.rsplit_once('/').unwrap().1).or_insert(0) += 1;
        let messages = decode(bytes).unwrap();
        *types.entry(FileId::from(&messages[0]).r#type.0).or_insert(0) += 1;
    }
    // Settings, activities, monitoring, metrics, sleep, heart rate variability.
    assert_eq!(types, BTreeMap::from([(2, 13), (4, 6), (32, 13), (44, 12), (49, 12), (68, 12)]));
    assert_eq!(
        parts,
        BTreeMap::from([("UploadedFiles_0-_Part1", 34), ("UploadedFiles_0-_Part2", 34)])
    );
}

#[test]
fn the_parts_are_stored_and_compressed_and_written_in_one_go() {
    let bytes = garmin::account(10).pack();
    let mut archive = open(&bytes);
    for (part, method) in [(1, CompressionMethod::Stored), (2, CompressionMethod::Deflated)] {
        let path = format!("DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part{part}.zip");
        let mut member = archive.by_name(&path).unwrap();
        assert_eq!(member.compression(), method);
        let mut inner = Vec::new();
        member.read_to_end(&mut inner).unwrap();
        // The first local header: bit 3 of the flags is set, and checksum and sizes are zero.
        assert_eq!(inner[6] & 8, 8);
        assert_eq!(inner[14..26], [0; 12]);
        assert!(inner.windows(4).any(|bytes| bytes == b"PK\x07\x08"));
    }
}

#[test]
fn nested_zips_go_as_deep_as_asked() {
    for depth in 1..=4 {
        let mut bytes = garmin::nested(depth).pack();
        for level in 1..=depth {
            let files = unzip(&bytes, Nested::Packed);
            assert!(decode(&files[&format!("level-{level}.fit")]).is_some());
            let next = files.get(&format!("level-{}.zip", level + 1));
            assert_eq!(next.is_some(), level < depth, "{level} of {depth}");
            bytes = next.cloned().unwrap_or_default();
        }
    }
}
