//! Damaged files harm no other file. Each file is a row, nothing panics, the rows of the undamaged
//! files are the same as in a clean run, and memory is bounded.
//!
//! This test is a separate program, because it counts all allocations of the program.
//! `RECOUP_MUTATIONS` is the number of damaged versions of each file.
//!
//! ```text
//! RECOUP_MUTATIONS=200 cargo test --release -p recoup --test damaged -- --include-ignored
//! ```

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use peak_alloc::PeakAlloc;
use recoup::{
    Athlete, BatchOptions, FileRecord, FileStatus, FoundFile, ReadOptions, Reason, Roster,
    RosterOptions, discover,
};
use recoup_testkit::{Seeded, corpus};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Allowed peak memory for each byte of the largest file, and for any folder.
const MEMORY_PER_BYTE: usize = 20;
const MEMORY_FREE_BYTES: usize = 64 << 20;
/// Damaged versions of each file in a default run, in a debug build.
const VERSIONS: usize = 40;
/// Largest file that is damaged, in bytes.
const LARGEST: u64 = 5 << 20;

fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata")
}

fn versions() -> usize {
    std::env::var("RECOUP_MUTATIONS")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(VERSIONS)
}

/// Damages the bytes of a file in one to four places.
fn damage(bytes: &mut Vec<u8>, random: &mut Seeded) {
    for _ in 0..=random.below(4) {
        if bytes.is_empty() {
            return;
        }
        let at = random.below(bytes.len());
        match random.below(7) {
            0 | 1 => bytes[at] ^= 1 << random.below(8),
            2 => bytes[at] = [0, 0xff, 0x7f, b'<', b'"', b'9'][random.below(6)],
            3 => bytes.truncate(at),
            4 => drop(bytes.drain(at..(at + 1 + random.below(64)).min(bytes.len()))),
            5 => {
                let copy = bytes[at..(at + 1 + random.below(256)).min(bytes.len())].to_vec();
                drop(bytes.splice(at..at, copy));
            }
            _ => {
                let end = (at + 8).min(bytes.len());
                for byte in &mut bytes[at..end] {
                    *byte = random.below(256) as u8;
                }
            }
        }
    }
}

/// Reads the folder as two athletes, `damaged` and `whole`, and returns the records of each.
fn assess(folder: &Path) -> [Vec<FileRecord>; 2] {
    let reading = ReadOptions::new();
    let options = RosterOptions::new(Athlete::with_max_hr(190.0)).from_folders(true);
    let roster = Roster::new(&[folder.to_owned()], &reading, &options).unwrap();
    let records = roster.assess(&reading, &BatchOptions::new());
    let (damaged, whole) = records.into_iter().partition(|record| record.athlete == "damaged");
    [damaged, whole]
}

/// Damages each of some files, and checks the records of all files.
fn check(files: &[FoundFile], whole: &[&Path]) {
    let desk = tempfile::tempdir().unwrap();
    let [damaged_folder, whole_folder] = ["damaged", "whole"].map(|name| desk.path().join(name));
    fs::create_dir(&whole_folder).unwrap();
    for path in whole {
        fs::copy(path, whole_folder.join(path.file_name().unwrap())).unwrap();
    }
    let [_, clean] = assess(desk.path());
    assert!(clean.iter().any(|record| record.status == FileStatus::Graded));
    let mut worst = String::new();
    let mut most = 0.0_f64;
    for (number, file) in files.iter().enumerate() {
        let original = fs::read(&file.path).unwrap();
        let extension = file.path.extension().unwrap_or_default().to_string_lossy().into_owned();
        fs::create_dir(&damaged_folder).unwrap();
        let mut largest = original.len();
        for version in 0..versions() {
            let mut random = Seeded::new((number * 1_000_003 + version * 7919 + 1) as u64);
            let mut bytes = original.clone();
            damage(&mut bytes, &mut random);
            largest = largest.max(bytes.len());
            fs::write(damaged_folder.join(format!("{version}.{extension}")), bytes).unwrap();
        }
        drop(original);
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let [damaged, whole] = assess(desk.path());
        let peak = MEMORY.peak_usage().saturating_sub(before);
        let name = &file.name;
        let rows = damaged.iter().filter(|record| !record.file.contains("!/")).count();
        assert_eq!(rows, versions(), "{name}: a row for each file");
        for record in &damaged {
            assert!(!record.reasons.contains(&Reason::Internal), "{name}: {record:?}");
        }
        assert_eq!(whole, clean, "{name}: the unharmed files");
        let allowed = MEMORY_PER_BYTE * largest + MEMORY_FREE_BYTES;
        let share = peak as f64 / allowed as f64;
        if share > most {
            (most, worst) = (share, format!("{name}: {largest} bytes, {peak} bytes of memory"));
        }
        fs::remove_dir_all(&damaged_folder).unwrap();
    }
    let (number, versions) = (files.len(), versions());
    let _ = writeln!(
        std::io::stderr(),
        "{number} files, {versions} versions of each; most memory: {worst}, {most:.2} of what is \
         allowed"
    );
    assert!(most <= 1.0, "{worst}, {most:.2} of what is allowed");
}

fn is_taken(file: &FoundFile) -> bool {
    file.is_file() && (1..=LARGEST).contains(&fs::metadata(&file.path).map_or(0, |it| it.len()))
}

#[test]
fn damaged_files_of_the_test_folder_harm_no_other() {
    let folder = testdata();
    let mut files = discover(&folder);
    files.retain(is_taken);
    let whole = ["2026-03-02-063012.fit", "2026-03-15-100000.fit"];
    let whole = whole.map(|name| folder.join("activities").join(name));
    check(&files, &[&whole[0], &whole[1]]);
}

#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn damaged_files_of_the_corpus_harm_no_other() {
    let folder = corpus::folder();
    let mut files = discover(&folder);
    files.retain(is_taken);
    // Without a long run, every eighth file.
    let step = if std::env::var_os("RECOUP_MUTATIONS").is_some() { 1 } else { 8 };
    let files: Vec<FoundFile> = files.into_iter().step_by(step).collect();
    let whole = testdata().join("activities/2026-03-02-063012.fit");
    check(&files, &[&whole]);
}
