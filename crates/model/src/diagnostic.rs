//! Oddities of a file that do not stop the reader.

use std::fmt;

/// Position in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Position {
    /// Byte offset from the start of the (uncompressed) file.
    Byte(u64),
    /// Line of a text file, counted from 1.
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

/// Kind of an oddity that does not stop the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum DiagnosticKind {
    /// The file ends before its own end mark. Everything before the cut was kept.
    Truncated,
    /// A checksum does not match the bytes. The bytes were read anyway.
    BadCrc,
    /// Bytes in the middle or at the end of the file do not belong to the format.
    Damaged,
    /// A single value could not be read. It counts as missing.
    BadValue,
    /// A value is outside the range of recordings and athletes. It counts as missing.
    Implausible,
    /// Timestamps go back or jump. Samples out of place were left out or sorted.
    TimeJump,
    /// A limit on untrusted input was reached. Everything before it was kept.
    LimitReached,
}

impl DiagnosticKind {
    /// Whether content of the file was lost or may be wrong, so that results from the file are
    /// partial.
    ///
    /// ```
    /// use recoup_model::DiagnosticKind;
    /// assert!(DiagnosticKind::Truncated.is_partial());
    /// assert!(!DiagnosticKind::BadValue.is_partial());
    /// ```
    #[must_use]
    pub fn is_partial(self) -> bool {
        matches!(self, Self::Truncated | Self::BadCrc | Self::Damaged | Self::LimitReached)
    }
}

/// One oddity of a file: its kind, its position, and its cause in words.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Diagnostic {
    /// Kind of the oddity.
    pub kind: DiagnosticKind,
    /// Position in the file; [`None`] if the oddity concerns the file as a whole.
    pub position: Option<Position>,
    /// Cause in words for a user.
    pub message: String,
}

impl Diagnostic {
    /// Returns a diagnostic at a position.
    ///
    /// ```
    /// use recoup_model::{Diagnostic, DiagnosticKind, Position};
    /// let cut = Diagnostic::at(DiagnosticKind::Truncated, Position::Byte(1200), "file is cut");
    /// assert_eq!(cut.to_string(), "byte 1200: file is cut");
    /// ```
    #[must_use]
    pub fn at(kind: DiagnosticKind, position: Position, message: impl Into<String>) -> Self {
        Self { kind, position: Some(position), message: message.into() }
    }

    /// Returns a diagnostic about the file as a whole.
    ///
    /// ```
    /// use recoup_model::{Diagnostic, DiagnosticKind};
    /// let wrong = Diagnostic::whole(DiagnosticKind::BadCrc, "wrong checksum");
    /// assert_eq!(wrong.to_string(), "wrong checksum");
    /// ```
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
