//! Search for files in a folder.
//!
//! Every file gets a row in the report, so no file is dropped. Hidden files are listed and links
//! are followed. A file that cannot be read, or should not be read, is listed with the reason.

use super::found::FoundFile;
use crate::error::{Error, ErrorKind};
use std::path::Path;
use walkdir::WalkDir;

/// Lists the files below `root`, sorted by name. If `root` is a file, the list contains only that
/// file. Hidden files are listed and links are followed.
///
/// - A folder without permission and a broken link are listed with an [`Error`].
/// - A loop of links, a pipe, a device and a deleted file are listed with [`FoundFile::aside`] and are
///   never opened.
///
/// ```
/// use recoup_parse::discover;
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("b.fit"), "")?;
/// std::fs::create_dir(folder.path().join("a"))?;
/// std::fs::write(folder.path().join("a/run.gpx"), "")?;
/// let found = discover(folder.path());
/// let names: Vec<_> = found.iter().map(|found| found.name.as_str()).collect();
/// assert_eq!(names, ["a/run.gpx", "b.fit"]);
/// # Ok::<(), std::io::Error>(())
/// ```
#[must_use]
pub fn discover(root: &Path) -> Vec<FoundFile> {
    let mut found: Vec<FoundFile> = WalkDir::new(root)
        .follow_links(true)
        .into_iter()
        .filter_map(|entry| match entry {
            Ok(entry) if entry.file_type().is_dir() => None,
            Ok(entry) => {
                let name = name_below(root, entry.path());
                let mut found = FoundFile::new(entry.path(), &name);
                if entry.file_type().is_file() {
                    found = found.marked_by_name();
                } else {
                    found.leave("not a regular file");
                }
                Some(found)
            }
            Err(error) => Some(unreadable(root, error)),
        })
        .collect();
    found.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.path.cmp(&b.path)));
    found
}

fn unreadable(root: &Path, error: walkdir::Error) -> FoundFile {
    let path = error.path().unwrap_or(root).to_path_buf();
    let mut found = FoundFile::new(&path, &name_below(root, &path));
    if let Some(ancestor) = error.loop_ancestor() {
        let target = name_below(root, ancestor);
        found.leave(&format!("a link to a folder that contains it ({target}); not followed"));
    } else {
        found.error = Some(match error.into_io_error() {
            Some(source) => Error::io("cannot be listed", source),
            None => Error::new(ErrorKind::Io, "cannot be listed"),
        });
    }
    found
}

fn name_below(root: &Path, path: &Path) -> String {
    let parts: Vec<_> = path
        .strip_prefix(root)
        .unwrap_or(path)
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    if parts.is_empty() {
        path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
    } else {
        parts.join("/")
    }
}
