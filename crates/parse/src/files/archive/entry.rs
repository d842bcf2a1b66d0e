//! Entry of a member in an archive's list.

use super::local_header::HEADER_BYTES;
use std::fmt;

/// Compression method of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) enum Method {
    Stored,
    Deflated,
    Encrypted,
    Other(u16),
}

impl Method {
    pub(super) fn of(number: u16, is_encrypted: bool) -> Self {
        match number {
            _ if is_encrypted => Self::Encrypted,
            0 => Self::Stored,
            8 => Self::Deflated,
            other => Self::Other(other),
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stored => f.write_str("stored"),
            Self::Deflated => f.write_str("Deflate"),
            Self::Encrypted => f.write_str("encryption"),
            Self::Other(9) => f.write_str("Deflate64"),
            Self::Other(12) => f.write_str("bzip2"),
            Self::Other(14) => f.write_str("LZMA"),
            Self::Other(93) => f.write_str("Zstandard"),
            Self::Other(95) => f.write_str("XZ"),
            Self::Other(number) => write!(f, "method {number}"),
        }
    }
}

/// Entry of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct MemberEntry {
    pub(super) name: String,
    /// Offset of the local header.
    pub(super) at: u64,
    pub(super) method: Method,
    pub(super) packed_bytes: u64,
    /// Length and checksum of the content, if the archive states them.
    pub(super) bytes: Option<u64>,
    pub(super) crc: Option<u32>,
    /// Whether the archive ends inside the member.
    pub(super) is_cut: bool,
    /// Reason why the member is not read.
    pub(super) flaw: Option<String>,
}

impl MemberEntry {
    /// Returns the smallest possible end offset of the member.
    pub(super) fn end(&self) -> u64 {
        self.at.saturating_add(HEADER_BYTES as u64).saturating_add(self.packed_bytes)
    }
}
