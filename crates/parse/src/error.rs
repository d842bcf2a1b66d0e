//! The error of a file from which nothing could be read.

use crate::format::Format;
use recoup_model::Position;
use std::fmt;

/// Error of a file from which nothing could be read: kind, position and cause.
#[derive(Debug)]
pub struct Error(Box<Cause>);

/// Content of an error. The content is boxed to keep [`Error`] small, because few files have an
/// error.
#[derive(Debug)]
struct Cause {
    kind: ErrorKind,
    position: Option<Position>,
    message: String,
    format: Format,
    source: Option<std::io::Error>,
}

/// Kinds of [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The file could not be opened or read from the disk.
    Io,
    /// The file holds no bytes.
    Empty,
    /// A limit was exceeded before any content could be kept.
    LimitExceeded,
    /// The bytes violate their format before any content could be kept.
    Malformed,
    /// The file is compressed or encrypted in an unsupported way.
    Unsupported,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::of(kind, None, message.into(), None)
    }

    pub(crate) fn at(kind: ErrorKind, position: Position, message: impl Into<String>) -> Self {
        Self::of(kind, Some(position), message.into(), None)
    }

    pub(crate) fn io(message: impl Into<String>, source: std::io::Error) -> Self {
        Self::of(ErrorKind::Io, None, message.into(), Some(source))
    }

    fn of(
        kind: ErrorKind,
        position: Option<Position>,
        message: String,
        source: Option<std::io::Error>,
    ) -> Self {
        Self(Box::new(Cause { kind, position, message, format: Format::Other, source }))
    }

    /// Returns a copy. An I/O error has no `Clone`, so its copy is rebuilt from its number or its
    /// text.
    pub(crate) fn try_clone(&self) -> Self {
        let Cause { kind, position, message, format, source } = &*self.0;
        let source = source.as_ref().map(|source| match source.raw_os_error() {
            Some(number) => std::io::Error::from_raw_os_error(number),
            None => std::io::Error::new(source.kind(), source.to_string()),
        });
        Self::of(*kind, *position, message.clone(), source).in_format(*format)
    }

    /// Converts the error to an I/O error. Returns the error of the operating system if there is
    /// one.
    pub(crate) fn into_io(self) -> std::io::Error {
        let Cause { message, source, .. } = *self.0;
        source.unwrap_or_else(|| std::io::Error::new(std::io::ErrorKind::InvalidData, message))
    }

    /// Returns the same error with the format of the content that caused it.
    pub(crate) fn in_format(mut self, format: Format) -> Self {
        self.0.format = format;
        self
    }

    /// Returns the format detected from the first bytes, or [`Format::Other`] if no bytes were
    /// read.
    #[must_use]
    pub fn format(&self) -> Format {
        self.0.format
    }

    /// Returns the kind of failure.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the position in the file, if it is known.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.0.position
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(position) = self.0.position {
            write!(f, "{position}: ")?;
        }
        f.write_str(&self.0.message)?;
        match &self.0.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|source| source as _)
    }
}
