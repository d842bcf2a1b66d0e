//! Reading of one file on the disk.

use super::found::FoundFile;
use crate::contents::FileContents;
use crate::error::Error;
use crate::limits::Limits;
use std::path::Path;

/// Reads one file.
///
/// # Errors
///
/// Fails if the file cannot be opened, exceeds [`Limits::input_bytes`], or yields nothing; see
/// [`read_bytes`](crate::read_bytes).
pub fn read_file(path: &Path, limits: &Limits) -> Result<FileContents, Error> {
    FoundFile::new(path, "").load(limits)?.contents(limits)
}
