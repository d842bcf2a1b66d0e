//! Memory budget for decoding one file.
//!
//! A data message can be one byte long, so a hostile file of a megabyte could declare a million
//! sessions. Everything that is kept is paid for from a budget that grows with the file's length.
//! Real files stay far below this budget.

/// Bytes of memory for each byte of the file. A record of two bytes, a compressed time and a heart
/// rate, takes 24: 8 for its row and 8 for each value.
const PER_BYTE: usize = 13;
/// Bytes of memory for any file, in addition.
const FLOOR: usize = 512 << 10;

/// Remaining memory in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget(usize);

/// Error of an exhausted budget.
#[derive(Debug)]
pub(super) struct Spent;

impl Budget {
    /// Price of a session in bytes. The price is high, because a session becomes an activity with
    /// its own names and diagnostics.
    pub(super) const SESSION: usize = 4 << 10;

    pub(super) fn of_file(len: usize) -> Self {
        Self(len.saturating_mul(PER_BYTE).saturating_add(FLOOR))
    }

    pub(super) fn spend(&mut self, bytes: usize) -> Result<(), Spent> {
        self.0 = self.0.checked_sub(bytes).ok_or(Spent)?;
        Ok(())
    }

    /// Returns memory to the budget.
    pub(super) fn give_back(&mut self, bytes: usize) {
        self.0 += bytes;
    }

    /// Pays for one more element of a vector. The price is double, because a growing vector exists
    /// twice.
    pub(super) fn spend_on_one<T>(&mut self) -> Result<(), Spent> {
        self.spend(2 * size_of::<T>())
    }

    /// Returns how many items of `len` bytes the budget can pay for. Items of no bytes are
    /// unlimited.
    pub(super) fn affords(self, len: usize) -> usize {
        self.0.checked_div(len).unwrap_or(usize::MAX)
    }
}
