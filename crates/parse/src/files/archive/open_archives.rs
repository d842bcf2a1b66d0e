//! Archives that are open.
//!
//! The export of an account has many gigabytes, and a folder can hold thousands of archives with
//! one activity each. An archive is therefore opened when a member is first read, and closed after
//! others have been opened. Members are read in order, so an archive is seldom opened twice.

use super::store::Store;
use crate::error::Error;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Number of archives that always stay open.
const OPEN_LEAST: usize = 2;
/// Maximum number of open archives.
const OPEN_MOST: usize = 16;
/// Maximum size of expanded archives in memory, unless only [`OPEN_LEAST`] archives are open.
const HELD_BYTES: u64 = 64 << 20;

/// Result of opening an archive. Threads that request the same archive meanwhile wait for the
/// result.
type Opening = Arc<OnceLock<Result<Arc<Store>, Error>>>;

/// Archives that are open.
#[derive(Debug, Default)]
pub(crate) struct OpenArchives {
    /// Archives with their numbers, the most recently used first.
    open: Mutex<VecDeque<(usize, Opening)>>,
    numbers: AtomicUsize,
}

impl OpenArchives {
    /// Returns a new number for an archive.
    pub(super) fn next_number(&self) -> usize {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// Returns the bytes of an archive. Calls `open` if the archive is not open.
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
            Err(error) => Err(error.try_clone()),
        }
    }
}

/// Closes the least recently used archives. An archive in use is closed when its last reader is
/// done.
fn shut(all: &mut VecDeque<(usize, Opening)>) {
    let held = |opening: &Opening| match opening.get() {
        Some(Ok(store)) => store.held_bytes(),
        _ => 0,
    };
    let mut bytes: u64 = all.iter().map(|(_, opening)| held(opening)).sum();
    while all.len() > OPEN_LEAST && (all.len() > OPEN_MOST || bytes > HELD_BYTES) {
        let closed = all.pop_back().map_or(0, |(_, opening)| held(&opening));
        bytes = bytes.saturating_sub(closed);
    }
}
