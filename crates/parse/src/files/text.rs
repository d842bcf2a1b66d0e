//! Reading of small text files, such as settings.

use crate::bytes::file::OpenFile;
use crate::error::Error;
use crate::limits::Limits;
use std::io;
use std::path::Path;

/// Reads a text file of at most `most_bytes` bytes.
///
/// Only regular files are read, because a pipe would wait for ever and a device has no end.
///
/// # Errors
///
/// Fails if the file cannot be opened, is not a regular file, is larger, or is not UTF-8.
///
/// ```
/// let error = recoup_parse::read_text(std::path::Path::new("/"), 1 << 20).unwrap_err();
/// assert_eq!(error.to_string(), "not a regular file");
/// ```
pub fn read_text(path: &Path, most_bytes: u64) -> io::Result<String> {
    let limits = Limits::default().with_input_bytes(most_bytes);
    let bytes = OpenFile::open(path).and_then(|file| file.read(&limits)).map_err(Error::into_io)?;
    String::from_utf8(bytes)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "the text is not UTF-8"))
}
