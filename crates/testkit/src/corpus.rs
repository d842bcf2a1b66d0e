//! The corpus of real files, for the tests that need one.
//!
//! It stands beside the project where it is available and is no part of it.

use std::collections::HashMap;
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
