//! Corpus of real files, for the tests that need one.
//!
//! The corpus is not a part of the project. If available, its folder is beside the project's
//! folder.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Row of a corpus index: values by the names of their columns.
pub type Row = HashMap<String, String>;

/// Returns the corpus folder. A test that calls this function is marked `#[ignore]`, so that a run
/// without the corpus shows the test as ignored and never as passed. `--include-ignored` runs it.
///
/// # Panics
///
/// Panics if the folder is absent.
#[must_use]
pub fn folder() -> PathBuf {
    let found = find();
    assert!(found.is_some(), "corpus not found; this test needs it");
    found.unwrap_or_default()
}

/// Returns the corpus folder, if it is available.
#[must_use]
pub fn find() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    path.is_dir().then_some(path)
}

/// Returns the files below a folder with this extension, in any case, sorted.
///
/// # Panics
///
/// Panics if a folder cannot be listed.
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

/// Returns the rows of a corpus index.
///
/// # Panics
///
/// Panics if the file is missing or is not CSV.
#[must_use]
pub fn index(path: &Path) -> Vec<Row> {
    let mut reader = crate::never_fails(csv::Reader::from_path(path));
    reader.deserialize().map(crate::never_fails).collect()
}
