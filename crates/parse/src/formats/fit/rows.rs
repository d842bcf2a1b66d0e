//! Records of a FIT file, as the scan notes them.
//!
//! The buffer has its full size from the start, so that the scanning loop never allocates.

/// Smallest size of the row buffer in bytes.
///
/// Buffers are sized for the largest possible number of records. Untouched pages cost nothing. The
/// buffer is large on purpose. An allocator may return small blocks to the system after each file,
/// and the next file then requests them again, which can cost more than decoding. Freeing one block
/// above glibc's mmap threshold of 128 KiB raises that threshold, and glibc then keeps memory of up
/// to twice the block's size for the next file.
const LEAST_ROOM: usize = 160 << 10;

/// Offset and time of a record.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Row {
    /// Offset of the header byte.
    pub(super) at: u32,
    /// Time in seconds since the FIT epoch.
    pub(super) time_s: u32,
}

/// Consecutive records with the same definition, up to the next block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    pub(super) first_row: u32,
    /// Offset of the definition's header byte.
    pub(super) definition_at: u32,
}

/// Records of one FIT file.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Noted rows, with spare rows behind them.
    room: Vec<Row>,
    /// Number of noted rows.
    len: usize,
    /// Blocks of rows with the same definition.
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

    /// Returns the size of the buffer for a file: the largest possible number of rows, or more for
    /// a small file.
    pub(super) fn most_in(file_len: usize) -> usize {
        /// Length of the shortest record: a compressed timestamp in the header byte, and one byte
        /// more.
        const SHORTEST_RECORD: usize = 2;
        (file_len / SHORTEST_RECORD).max(LEAST_ROOM / size_of::<Row>())
    }

    /// Creates an empty buffer for `most` rows, and initializes `expected` of them.
    pub(super) fn with_room(most: usize, expected: usize) -> Self {
        let mut room = Vec::with_capacity(most);
        room.resize(expected.min(most), Row::default());
        Self { room, ..Self::default() }
    }

    /// Returns spare rows, at most `most`. The slice is empty only if `most` is 0.
    #[inline]
    pub(super) fn room(&mut self, most: usize) -> &mut [Row] {
        if self.len == self.room.len() {
            // More rows are initialized, within the capacity.
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

    /// Marks the first `count` spare rows as noted.
    #[inline]
    pub(super) fn count_in(&mut self, count: usize) {
        self.len += count;
    }
}
