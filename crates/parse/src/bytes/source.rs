//! Bytes that lie neither on the disk nor in memory.

use std::fmt::Debug;
use std::io;

/// Bytes of a file that are read in parts, for example of an object in a store or of a file in a
/// browser.
///
/// Archives are read in place: first their directory at the end, then each member. A source that is
/// slow to answer should read ahead, because some reads are as short as 30 bytes.
///
/// ```
/// use recoup_parse::{ByteSource, FoundFile, Limits};
/// use std::{io, sync::Arc};
///
/// #[derive(Debug)]
/// struct Object(&'static [u8]);
///
/// impl ByteSource for Object {
///     fn byte_len(&self) -> u64 {
///         self.0.len() as u64
///     }
///
///     fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
///         let rest = self.0.get(offset as usize..).unwrap_or_default();
///         let read = rest.len().min(buffer.len());
///         buffer[..read].copy_from_slice(&rest[..read]);
///         Ok(read)
///     }
/// }
///
/// let photo = Arc::new(Object(b"\xff\xd8\xff\xe0 a photo"));
/// let found = FoundFile::source("photos/1.jpg", "1.jpg", photo);
/// let contents = found.read(&Limits::default())?;
/// assert!(contents.activities.is_empty());
/// # Ok::<(), recoup_parse::Error>(())
/// ```
pub trait ByteSource: Debug + Send + Sync {
    /// Returns the length in bytes.
    fn byte_len(&self) -> u64;

    /// Reads bytes from an offset on into the beginning of `buffer`, and returns their number. The
    /// number may be smaller than the buffer. It is 0 only at the end of the file.
    ///
    /// # Errors
    ///
    /// Fails if the bytes cannot be read.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;
}
