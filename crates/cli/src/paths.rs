//! Checks paths from users. An error about a missing path suggests a similar one.

use anyhow::bail;
use recoup::analysis::wording::{did_you_mean, nearest};
use recoup::shown_path;
use std::fs;
use std::path::{Path, PathBuf};

/// Path that stands for standard input or standard output.
const STANDARD_STREAM: &str = "-";

/// Whether a path stands for standard input or standard output.
pub(crate) fn is_standard_stream(path: &Path) -> bool {
    path.as_os_str() == STANDARD_STREAM
}

/// Whether a path names standard input, or a file in an archive on standard input.
pub(crate) fn is_from_standard_input(path: &Path) -> bool {
    is_standard_stream(path) || path.starts_with("-!")
}

/// Fails if a path cannot be read.
pub(crate) fn must_be_there(path: &Path) -> anyhow::Result<()> {
    match fs::metadata(path) {
        Ok(_) => Ok(()),
        Err(error) => bail!("{}: cannot be read: {error}{}", shown_path(path), hint(path)),
    }
}

/// Returns `; did you mean …?` if a similar path exists, else an empty text.
pub(crate) fn hint(path: &Path) -> String {
    let meant = meant(path).map(|path| shown_path(&path));
    did_you_mean(meant.as_deref())
}

/// Returns the path that was probably meant. The first missing part of `path` is replaced by the
/// most similar name in its folder.
fn meant(path: &Path) -> Option<PathBuf> {
    let is_missing = |path: &&Path| !path.as_os_str().is_empty() && !path.exists();
    let missing = path.ancestors().take_while(is_missing).last()?;
    let name = missing.file_name()?.to_str()?;
    let folder = missing.parent()?;
    let is_here = folder.as_os_str().is_empty();
    let entries = fs::read_dir(if is_here { Path::new(".") } else { folder }).ok()?;
    let mut names: Vec<String> =
        entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    // The system lists names in no particular order.
    names.sort();
    let nearest = folder.join(nearest(name, names.iter().map(String::as_str))?);
    let rest = path.strip_prefix(missing).ok()?;
    let whole = nearest.join(rest);
    Some(if rest.as_os_str().is_empty() || !whole.exists() { nearest } else { whole })
}

/// Fails if the output folder is a file, or lies below one.
pub(crate) fn must_not_be_a_file(folder: &Path) -> anyhow::Result<()> {
    match folder.ancestors().find(|path| path.exists()) {
        Some(path) if !path.is_dir() => {
            bail!(
                "--out {}: {} is a file; choose a folder, which may be new",
                shown_path(folder),
                shown_path(path)
            )
        }
        _ => Ok(()),
    }
}

/// Returns some paths in the form for messages.
pub(crate) fn shown_paths(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| shown_path(path)).collect::<Vec<_>>().join(", ")
}

/// Quotes a path for a shell if it has unusual characters.
pub(crate) fn quoted(path: &Path) -> String {
    let shown = shown_path(path);
    let is_plain = |c: char| c.is_alphanumeric() || "/\\._-:~+@,".contains(c);
    if shown.chars().all(is_plain) {
        shown
    } else if cfg!(windows) {
        format!("\"{shown}\"")
    } else {
        format!("'{}'", shown.replace('\'', r"'\''"))
    }
}
