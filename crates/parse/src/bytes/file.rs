//! Bytes of a regular file, or of a [`ByteSource`].
//!
//! Reading is bounded before memory is allocated. Only regular files are opened, because reading
//! from a pipe would wait for ever.

use super::source::ByteSource;
use crate::error::{Error, ErrorKind};
use crate::limits::Limits;
use std::fs::{self, File};
use std::io;
#[cfg(not(unix))]
use std::io::Read;
use std::path::Path;

/// Maximum number of bytes in one read where the spare capacity must be filled with zeros first.
const READ_BYTES: usize = 1 << 20;

/// Open file with the bytes that were read so far.
pub(crate) struct OpenFile<'a> {
    input: Input<'a>,
    bytes: Vec<u8>,
    /// Length when the file was opened. The file may grow while it is read.
    len: u64,
}

enum Input<'a> {
    File(File),
    Source(&'a dyn ByteSource),
}

/// Opens a regular file and returns it with its length.
pub(crate) fn open_regular(path: &Path) -> Result<(File, u64), Error> {
    let irregular = || Error::new(ErrorKind::Io, "not a regular file");
    let file = open(path).map_err(|error| match fs::metadata(path) {
        // A socket cannot be opened at all, so its kind is checked by its path.
        Ok(metadata) if !metadata.is_file() => irregular(),
        _ => unreadable(error),
    })?;
    let metadata = file.metadata().map_err(unreadable)?;
    if metadata.is_file() { Ok((file, metadata.len())) } else { Err(irregular()) }
}

impl<'a> OpenFile<'a> {
    /// Opens a regular file.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let (file, len) = open_regular(path)?;
        Ok(Self { input: Input::File(file), bytes: Vec::new(), len })
    }

    /// Reads a source like a file.
    pub(crate) fn of_source(source: &'a dyn ByteSource) -> Self {
        Self { input: Input::Source(source), bytes: Vec::new(), len: source.byte_len() }
    }

    /// Returns the length in bytes.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// Returns the first `len` bytes, or all of a shorter file.
    pub(crate) fn head(&mut self, len: usize) -> Result<&[u8], Error> {
        self.bytes.reserve_exact(len);
        while self.bytes.len() < len && self.read_some()? > 0 {}
        Ok(&self.bytes)
    }

    /// Reads all bytes.
    pub(crate) fn read(mut self, limits: &Limits) -> Result<Vec<u8>, Error> {
        let most = limits.input_bytes;
        let too_large = || {
            let message = format!("larger than the limit of {most} bytes (input_bytes)");
            Err(Error::new(ErrorKind::LimitExceeded, message))
        };
        if self.len > most {
            return too_large();
        }
        // One spare byte lets a single read reach the end of a file that did not grow.
        let room = (self.len as usize).saturating_add(1).saturating_sub(self.bytes.len());
        self.bytes.reserve_exact(room);
        while self.read_some()? > 0 {
            let len = self.bytes.len() as u64;
            if len > most {
                return too_large();
            }
            if len == self.len {
                break;
            }
            // A file without a length can be endless, so the buffer grows step by step.
            self.bytes.reserve(1);
        }
        Ok(self.bytes)
    }

    /// Reads into the spare capacity once. Returns the number of bytes.
    fn read_some(&mut self) -> Result<usize, Error> {
        let bytes = &mut self.bytes;
        match &self.input {
            Input::File(file) => read_some(file, bytes),
            Input::Source(source) => {
                let offset = bytes.len() as u64;
                read_into_spare(bytes, |spare| source.read_at(spare, offset))
            }
        }
        .map_err(unreadable)
    }
}

/// Opens a file without blocking. Opening a pipe would otherwise wait for its other end.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    File::options().read(true).custom_flags(OFlags::NONBLOCK.bits() as i32).open(path)
}

/// Reads into the spare capacity of a buffer with a single call.
#[cfg(unix)]
fn read_some(file: &File, bytes: &mut Vec<u8>) -> io::Result<usize> {
    use rustix::buffer::spare_capacity;
    Ok(rustix::io::retry_on_intr(|| rustix::io::read(file, spare_capacity(bytes)))?)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

#[cfg(not(unix))]
fn read_some(mut file: &File, bytes: &mut Vec<u8>) -> io::Result<usize> {
    read_into_spare(bytes, |spare| file.read(spare))
}

/// Passes the spare capacity of a buffer, at most [`READ_BYTES`], to `read`. Keeps the bytes that
/// were read.
fn read_into_spare(
    bytes: &mut Vec<u8>,
    read: impl FnOnce(&mut [u8]) -> io::Result<usize>,
) -> io::Result<usize> {
    let before = bytes.len();
    bytes.resize(bytes.capacity().min(before.saturating_add(READ_BYTES)), 0);
    let count = read(bytes.get_mut(before..).unwrap_or_default());
    let kept = before.saturating_add(*count.as_ref().unwrap_or(&0));
    bytes.truncate(kept);
    count
}

fn unreadable(source: io::Error) -> Error {
    Error::io("cannot be read", source)
}
