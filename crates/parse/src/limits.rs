//! Bounds on the cost of one file.

use recoup_model::plausible::LONGEST_MS;

/// Defines [`Limits`], its defaults and its setters from one list.
macro_rules! limits {
    ($(#[$attribute:meta])* {
        $($(#[doc = $doc:literal])+ $name:ident, $setter:ident: $type:ty = $default:expr,)+
    }) => {
        $(#[$attribute])*
        pub struct Limits {
            $($(#[doc = $doc])+ pub $name: $type,)+
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($name: $default),+ }
            }
        }

        impl Limits {
            /// Names of the limits, each with the lines of its documentation.
            pub const KEYS: &[(&str, &[&str])] = &[$((stringify!($name), &[$($doc),+])),+];

            $(
                #[doc = concat!("Sets [`Limits::", stringify!($name), "`].")]
                #[must_use]
                pub fn $setter(self, $name: $type) -> Self {
                    Self { $name, ..self }
                }
            )+
        }
    };
}

limits! {
    /// Bounds on untrusted input, for every reader and container. The defaults fit every real
    /// export with room to spare.
    ///
    /// A message about a limit names its field and its figure. Two bounds have no field. Definitions,
    /// laps, events and descriptions take at most 13 bytes of memory for each byte of a FIT file. A
    /// text is cut at 255 bytes in FIT, and at 500 characters in XML.
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
    {
        /// Bytes of one file as it is stored. An archive may be larger, because it is never read as
        /// a whole.
        input_bytes, with_input_bytes: u64 = 512 << 20,
        /// Bytes of one file after decompression. A nested archive may expand to twice its own bytes,
        /// or to 64 MiB.
        expanded_bytes, with_expanded_bytes: u64 = 128 << 20,
        /// Largest ratio of the expanded size of a compressed file, or of all members of an archive
        /// together, to its own size. A megabyte is always allowed to one file, and 64 MiB to an
        /// archive.
        expansion_ratio, with_expansion_ratio: u64 = 100,
        /// Samples of one file.
        samples, with_samples: usize = 1_000_000,
        /// Sessions of one file.
        sessions, with_sessions: usize = 1_000,
        /// Recorded time of one session in hours, without gaps of over 6 hours.
        recorded_h, with_recorded_h: u64 = (LONGEST_MS / 3_600_000) as u64,
        /// Depth of nested XML elements.
        xml_depth, with_xml_depth: usize = 256,
        /// Members of an archive and of all archives nested in it.
        archive_members, with_archive_members: usize = 1_000_000,
        /// Bytes of the outermost archive for each member of it and of all archives nested in it.
        /// Ten thousand members are always allowed.
        archive_bytes_per_member, with_archive_bytes_per_member: u64 = 256,
        /// Depth of nested archives that are opened; 1 opens the outermost only.
        archive_depth, with_archive_depth: usize = 3,
        /// Values that a second reader (`reference`) keeps of one file.
        reference_values, with_reference_values: usize = 1_500_000,
        /// Lines that `inspect` prints for one file.
        inspect_lines, with_inspect_lines: usize = 20_000,
    }
}
