//! Why a file gave nothing.

use crate::format::Format;
use recoup_model::Position;
use std::fmt;

/// Why a file gave nothing: kind, position and cause.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    position: Option<Position>,
    message: String,
    format: Format,
    source: Option<std::io::Error>,
}

/// The kinds of [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The file could not be opened or read from the disk.
    Io,
    /// The file holds no bytes.
    Empty,
    /// A limit was exceeded before anything could be kept.
    LimitExceeded,
    /// The bytes break their format before anything could be kept.
    Malformed,
    /// It is packed in a way that is not read.
    Unsupported,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, position: None, message: message.into(), format: Format::Other, source: None }
    }

    pub(crate) fn at(kind: ErrorKind, position: Position, message: impl Into<String>) -> Self {
        Self {
            kind,
            position: Some(position),
            message: message.into(),
            format: Format::Other,
            source: None,
        }
    }

    pub(crate) fn io(message: impl Into<String>, source: std::io::Error) -> Self {
        Self {
            kind: ErrorKind::Io,
            position: None,
            message: message.into(),
            format: Format::Other,
            source: Some(source),
        }
    }

    /// The same error once more.
    pub(crate) fn try_clone(&self) -> Self {
        let source = self.source.as_ref().map(|source| match source.raw_os_error() {
            Some(number) => std::io::Error::from_raw_os_error(number),
            None => std::io::Error::new(source.kind(), source.to_string()),
        });
        Self { message: self.message.clone(), source, ..*self }
    }

    /// The same error, met in content of a format.
    pub(crate) fn in_format(self, format: Format) -> Self {
        Self { format, ..self }
    }

    /// The format that the bytes begin like; [`Format::Other`] where they were not looked at.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// What kind of failure.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Where in the file, if that can be said.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.position
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(position) = self.position {
            write!(f, "{position}: ")?;
        }
        f.write_str(&self.message)?;
        match &self.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}
