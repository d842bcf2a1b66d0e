//! The corpus of real files, for the tests that need one.
//!
//! It stands beside the project where it is available and is no part of it.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A row of a corpus index, by the names of its columns.
pub type Row = HashMap<String, String>;

/// The corpus folder. A test that calls this is marked `#[ignore]`, so that a run without the corpus
/// shows it as ignored and never as passed; `--include-ignored` runs it.
///
/// # Panics
///
/// If the folder is absent.
#[must_use]
pub fn folder() -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    assert!(path.is_dir(), "corpus not found; this test needs it");
    path
}

/// The files below a folder whose names end so, whatever their case, sorted.
///
/// # Panics
///
/// If a folder cannot be listed.
#[must_use]
pub fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in crate::never_fails(fs::read_dir(folder)) {
        let path = crate::never_fails(entry).path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|own| own.eq_ignore_ascii_case(extension)) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The rows of a corpus index.
///
/// # Panics
///
/// If the file is missing or no CSV.
#[must_use]
pub fn index(path: &Path) -> Vec<Row> {
    let mut reader = crate::never_fails(csv::Reader::from_path(path));
    reader.deserialize().map(crate::never_fails).collect()
}
