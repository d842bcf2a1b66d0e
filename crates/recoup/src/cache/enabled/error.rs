//! Errors of opening a cache.

use recoup_model::shown_path;
use std::path::PathBuf;
use std::{fmt, io};

/// Reason why a cache cannot be used.
#[derive(Debug)]
pub struct CacheError {
    pub(super) path: PathBuf,
    pub(super) kind: CacheErrorKind,
}

#[derive(Debug)]
pub(super) enum CacheErrorKind {
    Foreign,
    Io(io::Error),
    Sqlite(rusqlite::Error),
}

impl fmt::Display for CacheError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", shown_path(&self.path))?;
        match &self.kind {
            CacheErrorKind::Foreign => f.write_str("is not a recoup cache; it was left untouched"),
            CacheErrorKind::Io(error) => write!(f, "the cache cannot be created: {error}"),
            CacheErrorKind::Sqlite(error) => write!(f, "the cache cannot be used: {error}"),
        }
    }
}

impl std::error::Error for CacheError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            CacheErrorKind::Foreign => None,
            CacheErrorKind::Io(error) => Some(error),
            CacheErrorKind::Sqlite(error) => Some(error),
        }
    }
}
