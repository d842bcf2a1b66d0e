//! Bounds on the cost of one file.

/// Bounds on untrusted input. The defaults fit every real export with room to spare.
///
/// ```
/// use recoup_parse::Limits;
///
/// let limits = Limits::default().with_input_bytes(10 << 20).with_archive_depth(1);
/// assert_eq!((limits.input_bytes, limits.archive_depth), (10_485_760, 1));
/// assert!(limits.samples > 100_000);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of one file, both as it is stored and after decompression. An archive may be larger,
    /// because it is never read as a whole.
    pub input_bytes: u64,
    /// Largest ratio of the expanded size of a compressed file to its own size.
    pub expansion_ratio: u64,
    /// Samples of one file.
    pub samples: usize,
    /// Depth of nested XML elements.
    pub xml_depth: usize,
    /// Members of one archive.
    pub archive_members: usize,
    /// Depth of nested archives that are opened; 1 opens the outermost only.
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

impl Limits {
    /// Sets [`Limits::input_bytes`].
    #[must_use]
    pub fn with_input_bytes(self, input_bytes: u64) -> Self {
        Self { input_bytes, ..self }
    }

    /// Sets [`Limits::expansion_ratio`].
    #[must_use]
    pub fn with_expansion_ratio(self, expansion_ratio: u64) -> Self {
        Self { expansion_ratio, ..self }
    }

    /// Sets [`Limits::samples`].
    #[must_use]
    pub fn with_samples(self, samples: usize) -> Self {
        Self { samples, ..self }
    }

    /// Sets [`Limits::xml_depth`].
    #[must_use]
    pub fn with_xml_depth(self, xml_depth: usize) -> Self {
        Self { xml_depth, ..self }
    }

    /// Sets [`Limits::archive_members`].
    #[must_use]
    pub fn with_archive_members(self, archive_members: usize) -> Self {
        Self { archive_members, ..self }
    }

    /// Sets [`Limits::archive_depth`].
    #[must_use]
    pub fn with_archive_depth(self, archive_depth: usize) -> Self {
        Self { archive_depth, ..self }
    }
}
