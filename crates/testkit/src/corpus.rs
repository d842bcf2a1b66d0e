//! The corpus of real files, for the tests that need one.
//!
//! It stands beside the project where it is available and is no part of it.

use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A row of a corpus index, by the names of its columns.
pub type Row = HashMap<String, String>;

/// The corpus folder; [`None`], with a message, where it is absent: the test is skipped.
#[must_use]
pub fn folder() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    if path.is_dir() {
        return Some(path);
    }
    // Written past the test harness, which shows what a passing test prints to nobody.
    let _ = writeln!(std::io::stderr(), "corpus not found, test skipped");
    None
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
