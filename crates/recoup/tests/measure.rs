//! Measuring and then finishing gives the same as a batch over the folder.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup::{
    Athlete, BatchOptions, FileMeasured, FileRecord, Limits, ReadOptions, assess_paths, discover,
    finish, measure, measure_for,
};
use std::path::{Path, PathBuf};

/// The activities of the test folder: FIT, gzip and GPX files, without a list of an export.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/activities")
}

fn batch(athlete: &Athlete) -> Vec<FileRecord> {
    assess_paths(&[folder()], athlete, &ReadOptions::new(), &BatchOptions::new()).unwrap()
}

#[test]
fn measured_and_finished_is_what_the_batch_gives() {
    let limits = Limits::default();
    let found = discover(&folder());
    let stored = |file: &FileMeasured| -> FileMeasured {
        rmp_serde::from_slice(&rmp_serde::to_vec(file).unwrap()).unwrap()
    };
    // Without a maximum, the highest heart rate of all runs grades the runs whose watch has no
    // maximum.
    for athlete in [Athlete::default(), Athlete::with_max_hr(187.0)] {
        let expected = batch(&athlete);
        assert!(expected.iter().flat_map(|record| &record.runs).count() > 8);
        let measured: Vec<_> = found.iter().map(|file| measure(file, &limits)).collect();
        let restored = measured.iter().map(stored).collect();
        assert_eq!(finish(measured, &athlete).unwrap(), expected);
        assert_eq!(finish(restored, &athlete).unwrap(), expected);
        let graded =
            found.iter().map(|file| measure_for(file, &athlete, &limits).unwrap()).collect();
        assert_eq!(finish(graded, &athlete).unwrap(), expected);
    }
}
