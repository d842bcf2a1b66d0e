//! Numbers that look random and are the same on every run.

/// Seeded sequence (xorshift), for tests that damage files.
///
/// ```
/// let mut one = recoup_testkit::Seeded::new(7);
/// let mut two = recoup_testkit::Seeded::new(7);
/// assert!((0..100).all(|_| one.below(10) < 10 && one.below(6) == { two.below(10); two.below(6) }));
/// ```
#[derive(Debug, Clone)]
pub struct Seeded(u64);

impl Seeded {
    /// Returns a sequence. Equal seeds give equal sequences.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        // The sequence from 0 would be all zeros.
        Self(seed.wrapping_mul(2) | 1)
    }

    /// Returns the next number, below `limit`.
    ///
    /// # Panics
    ///
    /// Panics if `limit` is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}
