//! What was odd about a file that could be read all the same.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Where in the file something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// Byte offset from the start of the (uncompressed) file.
    Byte(u64),
    /// Line of a text file, from 1.
    Line(u64),
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Byte(offset) => write!(f, "byte {offset}"),
            Self::Line(line) => write!(f, "line {line}"),
        }
    }
}

/// The kinds of oddity that a reader can live with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DiagnosticKind {
    /// The file ends before its own end mark: what precedes the cut was kept.
    Truncated,
    /// A checksum does not fit the bytes: the bytes were read all the same.
    BadCrc,
    /// Bytes in the middle or at the end of the file are no part of the format.
    Damaged,
    /// A single value could not be read: it counts as missing.
    BadValue,
    /// Timestamps go back or jump: samples out of place were left out or sorted.
    TimeJump,
    /// A limit on untrusted input was reached: what precedes it was kept.
    LimitReached,
}

impl DiagnosticKind {
    /// Whether content of the file was lost or may be wrong, so that results from it are partial.
    #[must_use]
    pub fn is_partial(self) -> bool {
        matches!(self, Self::Truncated | Self::BadCrc | Self::Damaged | Self::LimitReached)
    }
}

/// One oddity: what, where, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Diagnostic {
    /// What kind of oddity.
    pub kind: DiagnosticKind,
    /// Where it was found, if that can be said.
    pub position: Option<Position>,
    /// The cause, in words for a user.
    pub message: String,
}

impl Diagnostic {
    /// A diagnostic at a position.
    #[must_use]
    pub fn at(kind: DiagnosticKind, position: Position, message: impl Into<String>) -> Self {
        Self { kind, position: Some(position), message: message.into() }
    }

    /// A diagnostic about the file as a whole.
    #[must_use]
    pub fn whole(kind: DiagnosticKind, message: impl Into<String>) -> Self {
        Self { kind, position: None, message: message.into() }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.position {
            Some(position) => write!(f, "{}: {}", position, self.message),
            None => f.write_str(&self.message),
        }
    }
}
