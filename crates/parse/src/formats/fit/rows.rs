//! The records of a FIT file, as the scan notes them.
//!
//! There is room for them from the start, so that the loop that notes them has no memory to ask
//! for.

/// The least that room is made for, in bytes.
///
/// Allocators give small memory back to the system after each file and ask for it again for the
/// next, which can cost more than decoding. glibc's no longer does, for twice as much as the
/// largest block that was freed: so there is room for all the rows that there may be, and more than
/// the 128 KiB from which on blocks count. What is not filled is never touched.
const LEAST_ROOM: usize = 160 << 10;

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

    /// The rows that there may be in a file of so many bytes, and some more in a small one.
    pub(super) fn most_in(file_len: usize) -> usize {
        /// A time in the header byte, and one byte more.
        const SHORTEST_RECORD: usize = 2;
        (file_len / SHORTEST_RECORD).max(LEAST_ROOM / size_of::<Row>())
    }

    /// No rows yet, but room for as many as there may be, of which some are expected.
    pub(super) fn with_room(most: usize, expected: usize) -> Self {
        let mut room = Vec::with_capacity(most);
        room.resize(expected.min(most), Row::default());
        Self { room, ..Self::default() }
    }

    /// Room for more rows: no more than `most`, and none only if that is 0.
    #[inline]
    pub(super) fn room(&mut self, most: usize) -> &mut [Row] {
        if self.len == self.room.len() {
            // More than were expected, but no more than there was room made for.
            let left = self.room.capacity() - self.len;
            let more = left.min(self.len).max(1);
            self.room.resize(self.len + more, Row::default());
        }
        let room = &mut self.room[self.len..];
        let most = most.min(room.len());
        &mut room[..most]
    }

    /// Adds one row.
    #[inline]
    pub(super) fn push(&mut self, row: Row) {
        self.room(1)[0] = row;
        self.len += 1;
    }

    /// Counts in as many rows as the room was filled with.
    #[inline]
    pub(super) fn count_in(&mut self, count: usize) {
        self.len += count;
    }
}
