//! Files that a caller names by a path or gives as bytes.

use crate::errors::{UnreadableError, not_located, unreadable};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use recoup::{FileContents, FoundFile, Locator, ReadOptions};
use std::path::{Path, PathBuf};

/// A path or bytes.
#[derive(FromPyObject)]
pub(crate) enum Source<'py> {
    #[pyo3(annotation = "bytes")]
    Bytes(Bound<'py, PyBytes>),
    #[pyo3(annotation = "str or os.PathLike")]
    Path(PathBuf),
}

/// Path that stands for the bytes of a caller.
pub(crate) const IN_MEMORY: &str = "-";

impl Source<'_> {
    /// Returns the path; [`IN_MEMORY`] for bytes.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Bytes(_) => Path::new(IN_MEMORY),
            Self::Path(path) => path,
        }
    }

    /// Returns the bytes; [`None`] for a path.
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes.as_bytes()),
            Self::Path(_) => None,
        }
    }

    /// Returns the found file under a name. The default is the name of the path.
    pub(crate) fn found(&self, name: Option<&str>) -> FoundFile {
        match self {
            Self::Bytes(bytes) => FoundFile::bytes(name.unwrap_or(IN_MEMORY), bytes.as_bytes()),
            Self::Path(path) => {
                let own = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
                FoundFile::new(path, name.unwrap_or(&own))
            }
        }
    }
}

/// Reads the file that a path names. Returns its name and contents. For an archive, returns those
/// of all members that hold an activity.
///
/// # Errors
///
/// Fails if nothing could be read, or if nothing is an activity.
pub(crate) fn contents(
    path: &Path,
    reading: &ReadOptions<'_>,
) -> PyResult<Vec<(String, FileContents)>> {
    let mut locator = Locator::new(reading);
    let located = locator.locate(path).map_err(|error| not_located(path, &error))?;
    let (mut read, mut failed) = (Vec::new(), None);
    for found in located {
        match locator.read(&found) {
            Ok(contents) if contents.activities.is_empty() => {
                failed.get_or_insert_with(|| without_activity(&found.name, &contents));
            }
            Ok(contents) => read.push((found.name, contents)),
            Err(error) => {
                failed.get_or_insert_with(|| unreadable(&found.name, &error));
            }
        }
    }
    match failed {
        Some(error) if read.is_empty() => Err(error),
        _ => Ok(read),
    }
}

fn without_activity(name: &str, contents: &FileContents) -> PyErr {
    let what = contents.remark.as_deref().unwrap_or("no activity in it");
    UnreadableError::new_err(format!("{name}: holds no activity: {what}"))
}
