//! What decoding one file may take of memory.
//!
//! A data message can be one byte long, so a hostile file of a megabyte could ask for a million
//! sessions. Everything kept is paid for out of an allowance that grows with the file's own length;
//! no real file comes near it.

/// Bytes of memory allowed for each byte of the file. A record of two bytes, a compressed time and
/// a heart rate, takes 24: 8 where it is noted, 8 for each value.
const PER_BYTE: usize = 13;
/// Bytes of memory allowed to any file.
const FLOOR: usize = 512 << 10;

/// Memory that may still be taken, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget(usize);

/// The budget is spent.
#[derive(Debug)]
pub(super) struct Spent;

impl Budget {
    /// For a session: an activity is made of it, with names and diagnostics of its own.
    pub(super) const SESSION: usize = 4 << 10;

    pub(super) fn of_file(len: usize) -> Self {
        Self(len.saturating_mul(PER_BYTE).saturating_add(FLOOR))
    }

    pub(super) fn spend(&mut self, bytes: usize) -> Result<(), Spent> {
        self.0 = self.0.checked_sub(bytes).ok_or(Spent)?;
        Ok(())
    }

    /// Takes back what is not needed any more.
    pub(super) fn give_back(&mut self, bytes: usize) {
        self.0 += bytes;
    }

    /// For one more element of a vector, which while it grows exists twice.
    pub(super) fn spend_on_one<T>(&mut self) -> Result<(), Spent> {
        self.spend(2 * size_of::<T>())
    }

    /// How many things of so many bytes could be paid for; any number of things that take none.
    pub(super) fn affords(self, len: usize) -> usize {
        self.0.checked_div(len).unwrap_or(usize::MAX)
    }
}
