//! The bytes of an archive, read at any place and from any thread, and which archives are open.
//!
//! An export of a whole account is many gigabytes, and a folder can hold thousands of archives of
//! one activity each. So an archive is opened when a member of it is first read, and shut again
//! when others have been opened since; members are read one after another, so it is seldom opened
//! twice.

use crate::Error;
use crate::container::open_regular;
use rawzip::{FileReader, ReaderAt};
use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Archives that stay open at least, …
const OPEN_LEAST: usize = 2;
/// … at most, …
const OPEN_MOST: usize = 16;
/// … and the bytes that those which had to be expanded into memory may hold, beyond the least.
const HELD_BYTES: u64 = 256 << 20;

/// The bytes of an archive.
#[derive(Debug)]
pub(crate) enum Store {
    /// On the disk.
    File { file: FileReader, len: u64 },
    /// In memory, and somebody else's.
    Bytes(Arc<[u8]>),
    /// In memory, expanded for this.
    Expanded(Vec<u8>),
    /// A part of another archive, which holds it as it is.
    Part { of: Arc<Store>, start: u64, len: u64 },
}

impl Store {
    /// Opens a regular file.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let (file, len) = open_regular(path)?;
        Ok(Self::File { file: file.into(), len })
    }

    /// The length in bytes.
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::File { len, .. } | Self::Part { len, .. } => *len,
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Expanded(bytes) => bytes.len() as u64,
        }
    }

    /// The bytes that it holds in memory of its own.
    fn held_bytes(&self) -> u64 {
        if let Self::Expanded(bytes) = self { bytes.len() as u64 } else { 0 }
    }
}

impl ReaderAt for Store {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let room = self.len().saturating_sub(offset).min(buffer.len() as u64) as usize;
        let buffer = &mut buffer[..room];
        match self {
            Self::File { file, .. } => file.read_at(buffer, offset),
            Self::Bytes(bytes) => Ok(copy(bytes, offset, buffer)),
            Self::Expanded(bytes) => Ok(copy(bytes, offset, buffer)),
            Self::Part { of, start, .. } => of.read_at(buffer, start.saturating_add(offset)),
        }
    }
}

/// Fills a buffer, for which there are enough bytes from the offset on.
fn copy(bytes: &[u8], offset: u64, buffer: &mut [u8]) -> usize {
    let start = bytes.len().min(offset as usize);
    buffer.copy_from_slice(&bytes[start..start + buffer.len()]);
    buffer.len()
}

/// What opening an archive gave; those who ask meanwhile wait for it.
type Opening = Arc<OnceLock<Result<Arc<Store>, Error>>>;

/// The archives that are open.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    /// By their numbers, the one that was asked for last in front.
    open: Mutex<VecDeque<(usize, Opening)>>,
    numbers: AtomicUsize,
}

impl Shelf {
    /// A number for one more archive.
    pub(super) fn next_number(&self) -> usize {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// The bytes of an archive, opened by `open` if they are not there.
    pub(super) fn take(
        &self,
        number: usize,
        open: impl FnOnce() -> Result<Arc<Store>, Error>,
    ) -> Result<Arc<Store>, Error> {
        let opening = {
            let mut all = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            let place = all.iter().position(|(other, _)| *other == number);
            let entry = place.and_then(|place| all.remove(place));
            let (_, opening) = entry.unwrap_or_else(|| (number, Opening::default()));
            all.push_front((number, Arc::clone(&opening)));
            shut(&mut all);
            opening
        };
        match opening.get_or_init(open) {
            Ok(store) => Ok(Arc::clone(store)),
            Err(error) => Err(error.again()),
        }
    }
}

/// Lets go of what was asked for longest ago. Who still reads from it keeps it until then.
fn shut(all: &mut VecDeque<(usize, Opening)>) {
    let held = |opening: &Opening| match opening.get() {
        Some(Ok(store)) => store.held_bytes(),
        _ => 0,
    };
    let mut bytes: u64 = all.iter().map(|(_, opening)| held(opening)).sum();
    while all.len() > OPEN_LEAST && (all.len() > OPEN_MOST || bytes > HELD_BYTES) {
        bytes -= all.pop_back().map_or(0, |(_, opening)| held(&opening));
    }
}
