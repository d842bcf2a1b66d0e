//! Reading of one file on the disk.

use super::found::Found;
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
    let loaded = Found::file(path, "").load(limits)?;
    let digest = loaded.digest();
    let contents = loaded.contents(limits)?;
    let digest = digest.filter(|_| !contents.activities.is_empty());
    Ok(FileContents { digest, ..contents })
}
