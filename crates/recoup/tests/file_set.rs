//! Files that the caller found, read in parts and measured one by one.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup::{
    Athlete, BatchOptions, ByteSource, FileRecord, FileSet, FoundFile, Policy, ReadOptions,
};
use recoup_testkit::export::{garmin, strava};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, io};

/// Most bytes that one reading gives.
const PART_BYTES: usize = 999;

/// Bytes that are read in short parts and counted.
#[derive(Debug)]
struct Parts {
    bytes: Vec<u8>,
    read: AtomicUsize,
}

impl Parts {
    fn new(bytes: Vec<u8>) -> Arc<Self> {
        Arc::new(Self { bytes, read: AtomicUsize::new(0) })
    }
}

impl ByteSource for Parts {
    fn byte_len(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let rest = self.bytes.get(offset as usize..).unwrap_or_default();
        let read = rest.len().min(buffer.len()).min(PART_BYTES);
        buffer[..read].copy_from_slice(&rest[..read]);
        self.read.fetch_add(read, Ordering::Relaxed);
        Ok(read)
    }
}

fn graded(set: &FileSet, athlete: &Athlete) -> Vec<FileRecord> {
    let measured = (0..set.len()).map(|index| set.measure(index, &Policy::default())).collect();
    recoup::finish(measured, athlete).unwrap()
}

/// Grades the files below a folder on the disk in one step.
fn on_disk(path: &Path, athlete: &Athlete) -> Vec<FileRecord> {
    let (reading, options) = (ReadOptions::new(), BatchOptions::new());
    recoup::assess_paths(&[path.to_owned()], athlete, &reading, &options).unwrap()
}

/// The digest is compared separately, because a batch on the disk makes it for copies only.
fn same(mut own: Vec<FileRecord>, mut expected: Vec<FileRecord>) {
    for record in own.iter_mut().chain(&mut expected) {
        record.digest = None;
    }
    let lines = |records: &[FileRecord]| -> Vec<String> {
        records.iter().map(|record| format!("{record:#?}")).collect()
    };
    assert_eq!(lines(&own), lines(&expected));
}

/// The oracle is the reader of files on the disk.
#[test]
fn archives_read_in_parts_are_those_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let garmin = garmin::account(5).pack();
    let cut = garmin[..garmin.len() * 2 / 3].to_vec();
    let archives =
        [("strava.zip", strava::export().pack()), ("garmin.zip", garmin), ("cut.zip", cut)];
    for athlete in [Athlete::default(), Athlete::with_max_hr(185.0)] {
        for (name, bytes) in &archives {
            let path = folder.path().join(name);
            fs::write(&path, bytes).unwrap();
            let found = FoundFile::source(name, name, Parts::new(bytes.clone()));
            let set = FileSet::new(vec![(name.into(), vec![found])], &ReadOptions::new());
            same(graded(&set, &athlete), on_disk(&path, &athlete));
        }
    }
}

/// The oracle is the reader of files on the disk.
#[test]
fn a_folder_read_in_parts_is_the_one_on_the_disk() {
    let testdata = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata"));
    let mut found: Vec<FoundFile> = recoup::discover(testdata)
        .iter()
        .map(|file| {
            let bytes = fs::read(&file.path).unwrap();
            FoundFile::source(Path::new("runs").join(&file.name), &file.name, Parts::new(bytes))
        })
        .collect();
    // The caller need not know the order.
    found.reverse();
    let set = FileSet::new(vec![(PathBuf::from("runs"), found)], &ReadOptions::new());
    let athlete = Athlete::with_max_hr(190.0);
    same(graded(&set, &athlete), on_disk(testdata, &athlete));
}

#[test]
fn a_large_photo_is_not_read_to_its_end() {
    let mut photo = b"\xff\xd8\xff\xe0".to_vec();
    photo.resize(20 << 20, 0);
    let photo = Parts::new(photo);
    let found = FoundFile::source("me.jpg", "me.jpg", Arc::clone(&photo) as Arc<dyn ByteSource>);
    let set = FileSet::new(vec![("me.jpg".into(), vec![found])], &ReadOptions::new());
    let records = graded(&set, &Athlete::default());
    assert_eq!(records[0].status.as_str(), "skipped");
    assert_eq!(records[0].bytes, 20 << 20);
    assert!(photo.read.load(Ordering::Relaxed) < 128 << 10);
}

#[test]
fn files_of_two_folders_are_told_apart_and_a_lost_file_has_a_row() {
    let broken = |path: &str, name: &str| FoundFile::source(path, name, Parts::new(b"x".into()));
    let below = vec![
        (PathBuf::from("one"), vec![broken("one/a.fit", "a.fit")]),
        (PathBuf::from("two"), vec![broken("two/a.fit", "a.fit")]),
    ];
    let set = FileSet::new(below, &ReadOptions::new());
    let names: Vec<&str> = (0..2).map(|index| &*set.found(index).unwrap().name).collect();
    assert_eq!(names, ["one/a.fit", "two/a.fit"]);
    let records = recoup::finish(vec![set.unread(0), set.unread(1)], &Athlete::default()).unwrap();
    assert_eq!(records[1].status.as_str(), "unreadable");
    assert!(records[1].detail().contains("please report it"));
}
