//! The records of a FIT file, as the scan notes them.
//!
//! There is room for them from the start, so that the loop that notes them has no memory to ask
//! for.

use std::ops::RangeInclusive;

/// A record: where it lies, and its time.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Row {
    /// The offset of its header byte.
    pub(super) at: u32,
    /// In seconds since the FIT epoch.
    pub(super) time_s: u32,
}

/// A run of records with one definition, up to the next block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    pub(super) first_row: u32,
    /// Offset of the definition's header byte.
    pub(super) definition_at: u32,
}

/// The records of one FIT file, as the scan found them.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Those that were noted, and more.
    room: Vec<Row>,
    /// How many were noted.
    len: usize,
    /// Runs of records with one definition.
    pub(super) blocks: Vec<Block>,
}

impl Rows {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn all(&self) -> &[Row] {
        &self.room[..self.len]
    }

    pub(super) fn all_mut(&mut self) -> &mut [Row] {
        &mut self.room[..self.len]
    }

    /// Room for so many rows, of a file of so many bytes.
    pub(super) fn expected(count: usize, file_len: usize) -> Self {
        // Allocators give small memory back to the system after each file and ask for it again for
        // the next, which costs as much as decoding; glibc's no longer does for twice as much as
        // the largest block that was freed, up to this one. What is not filled is never touched.
        const BYTES: RangeInclusive<usize> = 512 << 10..=32 << 20;
        let capacity = (4 * file_len).clamp(*BYTES.start(), *BYTES.end()) / size_of::<Row>();
        let mut room = Vec::with_capacity(capacity.max(count));
        room.resize(count, Row::default());
        Self { room, ..Self::default() }
    }

    /// Room for more rows, at least one and no more than `most`.
    #[inline]
    pub(super) fn room(&mut self, most: usize) -> &mut [Row] {
        /// More than for one row, so that it is not made anew for each.
        const LEAST: usize = 64;
        if self.len == self.room.len() {
            self.room.resize(self.len + self.len.max(LEAST), Row::default());
        }
        let room = &mut self.room[self.len..];
        let most = most.min(room.len());
        &mut room[..most]
    }

    /// Adds one row.
    #[inline]
    pub(super) fn push(&mut self, row: Row) {
        if let [own, ..] = self.room(1) {
            *own = row;
            self.len += 1;
        }
    }

    /// Counts in as many rows as the room was filled with.
    #[inline]
    pub(super) fn count_in(&mut self, count: usize) {
        self.len += count;
    }
}
