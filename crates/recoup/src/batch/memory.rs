//! Limits the memory of all files that are being read at the same time.
//!
//! A file of one megabyte can expand to a hundred megabytes. It can also hold a million samples,
//! each of which takes some 300 bytes until it is measured. Each thread reads one file, so the
//! memory would grow with the number of threads.
//!
//! Therefore a file waits for room in three steps: for its bytes, for its expanded bytes, and for
//! its samples. A file larger than the whole room waits until it is alone. Otherwise all large files
//! together take at most the sum of the rooms. Each other file takes at most [`SMALL_BYTES`] for each step.

use std::sync::{Condvar, Mutex, PoisonError};

/// Room for the bytes of files as they are stored.
const STORED_BYTES: u64 = 128 << 20;
/// Room for the expanded bytes and the samples that are read from them.
const EXPANDED_BYTES: u64 = 256 << 20;
/// Room for samples until they are measured.
const SAMPLES_BYTES: u64 = 256 << 20;
/// Memory for each expanded byte while it is read.
const BYTES_PER_EXPANDED: u64 = 6;
/// Memory for each sample until it is measured, in bytes.
const BYTES_PER_SAMPLE: u64 = 300;
/// Most memory for which a file does not wait, in bytes.
const SMALL_BYTES: u64 = 4 << 20;

/// Rooms that all threads share. Every thread enters the rooms in the same order. A thread may keep
/// its part of an earlier room while it waits for a later room. Therefore there is no deadlock.
#[derive(Debug)]
pub(crate) struct Memory {
    stored: Room,
    expanded: Room,
    samples: Room,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            stored: Room::of(STORED_BYTES),
            expanded: Room::of(EXPANDED_BYTES),
            samples: Room::of(SAMPLES_BYTES),
        }
    }
}

impl Memory {
    /// Waits for room for the bytes of a file.
    pub(crate) fn for_stored(&self, bytes: u64) -> Part<'_> {
        self.stored.take(bytes)
    }

    /// Waits for room for the bytes to which a file expands.
    pub(crate) fn for_expanded(&self, bytes: u64) -> Part<'_> {
        self.expanded.take(bytes.saturating_mul(BYTES_PER_EXPANDED))
    }

    /// Waits for room for samples.
    pub(crate) fn for_samples(&self, samples: usize) -> Part<'_> {
        self.samples.take((samples as u64).saturating_mul(BYTES_PER_SAMPLE))
    }
}

#[derive(Debug)]
struct Room {
    most: u64,
    left: Mutex<u64>,
    freed: Condvar,
}

/// Part of a room. Dropping it gives the memory back.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    of: &'a Room,
    bytes: u64,
}

impl Room {
    fn of(most: u64) -> Self {
        Self { most, left: Mutex::new(most), freed: Condvar::new() }
    }

    fn take(&self, bytes: u64) -> Part<'_> {
        if bytes <= SMALL_BYTES {
            return Part { of: self, bytes: 0 };
        }
        let bytes = bytes.min(self.most);
        let left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let left = self.freed.wait_while(left, |left| *left < bytes);
        *left.unwrap_or_else(PoisonError::into_inner) -= bytes;
        Part { of: self, bytes }
    }
}

impl Drop for Part<'_> {
    fn drop(&mut self) {
        if self.bytes > 0 {
            *self.of.left.lock().unwrap_or_else(PoisonError::into_inner) += self.bytes;
            self.of.freed.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn large_files_wait_for_each_other_and_small_ones_do_not() {
        let room = Room::of(64 << 20);
        let (held, most) = (AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for bytes in [room.most / 3, room.most * 2, SMALL_BYTES, room.most / 2] {
                        let part = room.take(bytes);
                        let now = held.fetch_add(part.bytes, Ordering::SeqCst) + part.bytes;
                        most.fetch_max(now, Ordering::SeqCst);
                        std::thread::yield_now();
                        held.fetch_sub(part.bytes, Ordering::SeqCst);
                    }
                });
            }
        });
        assert!(most.into_inner() <= room.most);
        assert_eq!(*room.left.lock().unwrap(), room.most);
    }
}
