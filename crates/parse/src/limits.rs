//! What one file may cost.

/// Bounds on untrusted input. The defaults fit every real export with room to spare.
///
/// ```
/// let limits = recoup_parse::Limits { input_bytes: 10 << 20, ..Default::default() };
/// assert!(limits.samples > 100_000);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file, and of what a compressed one expands to. An archive may be larger, as it
    /// is not read as a whole.
    pub input_bytes: u64,
    /// How many times its own size a compressed file may expand to.
    pub expansion_ratio: u64,
    /// Samples of one file.
    pub samples: usize,
    /// Depth of nested XML elements.
    pub xml_depth: usize,
    /// Members of one archive.
    pub archive_members: usize,
    /// Archives within archives that are looked into: 1 for none but the outermost.
    pub archive_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            input_bytes: 512 << 20,
            expansion_ratio: 1000,
            samples: 10_000_000,
            xml_depth: 256,
            archive_members: 1_000_000,
            archive_depth: 3,
        }
    }
}
