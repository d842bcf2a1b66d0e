//! Paths as users name them: an error about one that is not there says which was probably meant.

use anyhow::bail;
use recoup::nearest::{did_you_mean, nearest};
use std::fs;
use std::path::{Path, PathBuf};

/// The path that stands for standard input, or for standard output.
const STANDARD_STREAM: &str = "-";

/// Whether a path stands for standard input, or for standard output.
pub(crate) fn is_standard_stream(path: &Path) -> bool {
    path.as_os_str() == STANDARD_STREAM
}

/// Refuses a path that cannot be read.
pub(crate) fn must_be_there(path: &Path) -> anyhow::Result<()> {
    match fs::metadata(path) {
        Ok(_) => Ok(()),
        Err(error) => bail!("cannot read {}: {error}{}", path.display(), hint(path)),
    }
}

/// What to add to an error about a path that is not there: `; did you mean …?`, or nothing.
pub(crate) fn hint(path: &Path) -> String {
    let meant = meant(path).map(|path| path.display().to_string());
    did_you_mean(meant.as_deref())
}

/// The path that is like one that is not there: in the first folder in which something is missing,
/// what has the most similar name.
fn meant(path: &Path) -> Option<PathBuf> {
    let is_missing = |path: &&Path| !path.as_os_str().is_empty() && !path.exists();
    let missing = path.ancestors().take_while(is_missing).last()?;
    let name = missing.file_name()?.to_str()?;
    let folder = missing.parent()?;
    let is_here = folder.as_os_str().is_empty();
    let entries = fs::read_dir(if is_here { Path::new(".") } else { folder }).ok()?;
    let mut names: Vec<String> =
        entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    // The system's order is none.
    names.sort();
    let nearest = folder.join(nearest(name, names.iter().map(String::as_str))?);
    let rest = path.strip_prefix(missing).ok()?;
    let whole = nearest.join(rest);
    Some(if rest.as_os_str().is_empty() || !whole.exists() { nearest } else { whole })
}

/// Refuses what is to become a folder, but is or lies in a file.
pub(crate) fn must_not_be_a_file(folder: &Path) -> anyhow::Result<()> {
    match folder.ancestors().find(|path| path.exists()) {
        Some(path) if !path.is_dir() => {
            bail!(
                "--out {}: {} is a file; name a folder, new or not",
                folder.display(),
                path.display()
            )
        }
        _ => Ok(()),
    }
}
