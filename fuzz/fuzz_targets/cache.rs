//! Uses the bytes as the cache file. The report must be the same for any bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use recoup::{Athlete, BatchOptions, Cache, FileRecord, ReadOptions, assess_paths};
use std::path::PathBuf;
use std::sync::LazyLock;

/// Folder of the cache, and a file to read.
static DESK: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let desk = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(desk.path().join("run.gpx"), RUN).expect("a temporary file");
    desk
});

/// Records without a cache.
static EXPECTED: LazyLock<Vec<FileRecord>> = LazyLock::new(|| assess(&ReadOptions::new()));

const RUN: &str = "<gpx version='1.1'><trk><type>running</type><trkseg>\
    <trkpt lat='59.9' lon='10.7'><time>2026-03-02T06:00:00Z</time></trkpt>\
    <trkpt lat='59.9' lon='10.71'><time>2026-03-02T06:00:10Z</time></trkpt></trkseg></trk></gpx>";

fn assess(reading: &ReadOptions<'_>) -> Vec<FileRecord> {
    let run: PathBuf = DESK.path().join("run.gpx");
    let options = BatchOptions::new().threads(1);
    assess_paths(&[run], &Athlete::default(), reading, &options).expect("valid settings")
}

fuzz_target!(|bytes: &[u8]| {
    let folder = DESK.path().join("cache");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir(&folder).expect("a folder for the cache");
    std::fs::write(folder.join("assessments.sqlite"), bytes).expect("a file of the cache");
    for _ in 0..2 {
        let Ok(cache) = Cache::open(&folder) else { return };
        assert_eq!(assess(&ReadOptions::new().cache(&cache)), *EXPECTED);
    }
});
