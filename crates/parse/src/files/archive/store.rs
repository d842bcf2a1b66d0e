//! Bytes of an archive, read at any offset and from any thread.

use crate::bytes::file::open_regular;
use crate::bytes::source::ByteSource;
use crate::error::Error;
use rawzip::{FileReader, ReaderAt};
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Bytes of an archive.
#[derive(Debug)]
pub(crate) enum Store {
    /// File on the disk.
    File { file: FileReader, len: u64 },
    /// Bytes in memory that the caller shares.
    Bytes(Arc<[u8]>),
    /// Bytes elsewhere.
    Source(Arc<dyn ByteSource>),
    /// Bytes in memory that were expanded for this archive.
    Expanded(Vec<u8>),
    /// Stored member of another archive, read in place.
    Part { of: Arc<Store>, start: u64, len: u64 },
}

impl Store {
    /// Opens a regular file.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let (file, len) = open_regular(path)?;
        Ok(Self::File { file: file.into(), len })
    }

    /// Returns the length in bytes.
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::File { len, .. } | Self::Part { len, .. } => *len,
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Source(source) => source.byte_len(),
            Self::Expanded(bytes) => bytes.len() as u64,
        }
    }

    /// Returns the bytes of memory that the store itself holds.
    pub(super) fn held_bytes(&self) -> u64 {
        if let Self::Expanded(bytes) = self { bytes.len() as u64 } else { 0 }
    }
}

impl ReaderAt for Store {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let room = self.len().saturating_sub(offset).min(buffer.len() as u64) as usize;
        let buffer = buffer.get_mut(..room).unwrap_or_default();
        match self {
            Self::File { file, .. } => file.read_at(buffer, offset),
            Self::Bytes(bytes) => Ok(copy(bytes, offset, buffer)),
            Self::Source(source) => source.read_at(buffer, offset),
            Self::Expanded(bytes) => Ok(copy(bytes, offset, buffer)),
            Self::Part { of, start, .. } => of.read_at(buffer, start.saturating_add(offset)),
        }
    }
}

/// Fills a buffer with the bytes from an offset on. Copies nothing if there are too few bytes.
fn copy(bytes: &[u8], offset: u64, buffer: &mut [u8]) -> usize {
    let start = usize::try_from(offset).unwrap_or(usize::MAX);
    let Some(from) = bytes.get(start..).and_then(|rest| rest.get(..buffer.len())) else { return 0 };
    buffer.copy_from_slice(from);
    buffer.len()
}
