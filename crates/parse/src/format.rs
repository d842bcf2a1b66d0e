//! File formats.

/// Format of a file, detected from its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Garmin FIT.
    Fit,
    /// GPX of any version.
    Gpx,
    /// Garmin Training Center XML.
    Tcx,
    /// A ZIP archive.
    Zip,
    /// A gzip.
    Gz,
    /// None of these.
    Other,
}

impl Format {
    /// Returns the name that `files.csv` shows: `fit`, `gpx`, `tcx`, `zip`, `gz` or `other`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Gpx => "gpx",
            Self::Tcx => "tcx",
            Self::Zip => "zip",
            Self::Gz => "gz",
            Self::Other => "other",
        }
    }
}
