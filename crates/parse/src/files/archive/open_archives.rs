//! The archives that are open.
//!
//! An export of a whole account is many gigabytes, and a folder can hold thousands of archives of
//! one activity each. So an archive is opened when a member of it is first read, and shut again
//! when others have been opened since; members are read one after another, so it is seldom opened
//! twice.

use super::store::Store;
use crate::error::Error;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Archives that stay open at least, …
const OPEN_LEAST: usize = 2;
/// … at most, …
const OPEN_MOST: usize = 16;
/// … and the bytes that those which had to be expanded into memory may hold, beyond the least.
const HELD_BYTES: u64 = 256 << 20;

/// What opening an archive gave; those who ask meanwhile wait for it.
type Opening = Arc<OnceLock<Result<Arc<Store>, Error>>>;

/// The archives that are open.
#[derive(Debug, Default)]
pub(crate) struct OpenArchives {
    /// By their numbers, the one that was asked for last in front.
    open: Mutex<VecDeque<(usize, Opening)>>,
    numbers: AtomicUsize,
}

impl OpenArchives {
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
            Err(error) => Err(error.try_clone()),
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
