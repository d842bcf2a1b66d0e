//! The bytes of a regular file.
//!
//! Reading is bounded before it allocates, and never opens what is no regular file: a pipe in the
//! folder would wait for ever.

use crate::error::{Error, ErrorKind};
use crate::limits::Limits;
use std::fs::{self, File};
use std::io;
#[cfg(not(unix))]
use std::io::Read;
use std::path::Path;

/// An open file, and its bytes as far as they were read.
pub(crate) struct OpenFile {
    file: File,
    bytes: Vec<u8>,
    /// Its length when it was opened. It may grow while it is read.
    len: u64,
}

/// Opens a regular file, and tells its length.
pub(crate) fn open_regular(path: &Path) -> Result<(File, u64), Error> {
    let irregular = || Error::new(ErrorKind::Io, "not a regular file");
    let file = open(path).map_err(|error| match fs::metadata(path) {
        // Sockets cannot be opened at all.
        Ok(metadata) if !metadata.is_file() => irregular(),
        _ => unreadable(error),
    })?;
    let metadata = file.metadata().map_err(unreadable)?;
    if metadata.is_file() { Ok((file, metadata.len())) } else { Err(irregular()) }
}

impl OpenFile {
    /// Opens a regular file.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let (file, len) = open_regular(path)?;
        Ok(Self { file, bytes: Vec::new(), len })
    }

    /// The length in bytes.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// The first bytes, so many or all of them.
    pub(crate) fn head(&mut self, len: usize) -> Result<&[u8], Error> {
        self.bytes.reserve_exact(len);
        while self.bytes.len() < len && self.read_some()? > 0 {}
        Ok(&self.bytes)
    }

    /// All bytes.
    pub(crate) fn read(mut self, limits: &Limits) -> Result<Vec<u8>, Error> {
        let most = limits.input_bytes;
        let too_large = || {
            let message = format!("larger than the limit of {most} bytes");
            Err(Error::new(ErrorKind::LimitExceeded, message))
        };
        if self.len > most {
            return too_large();
        }
        // With room for one byte more, a file that did not grow is read at once, and known to be.
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
            // What has no length may go on without an end.
            self.bytes.reserve(1);
        }
        Ok(self.bytes)
    }

    /// Reads on into the room there is, and gives how much.
    fn read_some(&mut self) -> Result<usize, Error> {
        read_some(&self.file, &mut self.bytes).map_err(unreadable)
    }
}

/// Opens a file without waiting for another end, as a pipe would have it.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    File::options().read(true).custom_flags(OFlags::NONBLOCK.bits() as i32).open(path)
}

/// Reads what one call gives into the room of a buffer.
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
    let (before, room) = (bytes.len(), bytes.capacity() - bytes.len());
    bytes.resize(before + room, 0);
    let count = file.read(&mut bytes[before..]);
    bytes.truncate(before + *count.as_ref().unwrap_or(&0));
    count
}

fn unreadable(source: io::Error) -> Error {
    Error::io("cannot be read", source)
}
