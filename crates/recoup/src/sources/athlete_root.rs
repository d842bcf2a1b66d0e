//! Finds the folder or archive with all runs of a file's athlete, and the athlete file.

use crate::sources::export_list::{GARMIN_FOLDER, NAME};
use crate::sources::locate::is_archive;
use crate::sources::settings::{ATHLETE_FILE, ROSTER_FILE};
use std::fs;
use std::path::{Path, PathBuf};

/// Returns the folder with all runs of a file's athlete: the nearest folder above the file with an
/// athlete file or the list of an export. The search ends at a folder with a `recoup.toml`, and
/// then returns the folder directly below. If the search finds nothing, returns the file's own
/// folder.
///
/// Returns the archive itself for an archive; [`None`] for a file that does not exist.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # std::fs::create_dir(folder.path().join("runs"))?;
/// # let run = folder.path().join("runs/1.fit");
/// # std::fs::write(&run, "")?;
/// assert_eq!(recoup::athlete_root(&run), Some(folder.path().join("runs")));
/// std::fs::write(folder.path().join("athlete.toml"), "name = 'Kari'\n")?;
/// assert_eq!(recoup::athlete_root(&run), Some(folder.path().into()));
/// # Ok::<(), std::io::Error>(())
/// ```
#[must_use]
pub fn athlete_root(file: &Path) -> Option<PathBuf> {
    if !file.is_file() {
        return None;
    }
    if is_archive(file) {
        return Some(file.to_owned());
    }
    let or_here = |folder: &Path| {
        if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() }
    };
    let own = or_here(file.parent()?);
    let mut below = own.clone();
    for folder in own.ancestors().map(or_here) {
        if folder.join(ATHLETE_FILE).is_file() || has_list(&folder) {
            return Some(folder);
        }
        // Each folder directly below belongs to an athlete of its own.
        if folder.join(ROSTER_FILE).is_file() {
            return Some(below);
        }
        below = folder;
    }
    Some(own)
}

/// Returns the athlete file that applies to a file, a folder or an archive. It is `Anna.toml`
/// beside `Anna.zip`, or otherwise the nearest `athlete.toml` in or above the path.
///
/// [`None`] if there is no such file, and for the path `-`.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # std::fs::create_dir(folder.path().join("runs"))?;
/// # let run = folder.path().join("runs/1.fit");
/// # std::fs::write(&run, "")?;
/// assert_eq!(recoup::nearest_athlete_file(&run), None);
/// let file = folder.path().join("athlete.toml");
/// std::fs::write(&file, "name = 'Kari'\n")?;
/// assert_eq!(recoup::nearest_athlete_file(&run), Some(file));
/// # Ok::<(), std::io::Error>(())
/// ```
#[must_use]
pub fn nearest_athlete_file(path: &Path) -> Option<PathBuf> {
    if path.as_os_str() == "-" {
        return None;
    }
    let path = std::path::absolute(path).ok()?;
    // The path of a member continues after the name of its archive.
    let outer = path.to_str().and_then(|text| text.split_once("!/"));
    let outer = outer.map_or(&*path, |(archive, _)| Path::new(archive));
    let archive = outer.ancestors().find(|path| is_archive(path) && path.is_file());
    let beside = archive.map(|archive| archive.with_extension("toml"));
    let above = path.ancestors().map(|folder| folder.join(ATHLETE_FILE));
    beside.into_iter().chain(above).find(|file| file.is_file())
}

/// Returns the athlete file of some paths that belong to one athlete: the [`nearest_athlete_file`]
/// of each. [`None`] if there is none.
///
/// # Errors
///
/// Returns two of the files if the paths have different ones, because the runs then belong to
/// different athletes.
pub fn common_athlete_file(paths: &[PathBuf]) -> Result<Option<PathBuf>, [PathBuf; 2]> {
    let mut files: Vec<PathBuf> =
        paths.iter().filter_map(|path| nearest_athlete_file(path)).collect();
    files.dedup();
    let mut files = files.into_iter();
    match (files.next(), files.next()) {
        (Some(first), Some(second)) => Err([first, second]),
        (only, _) => Ok(only),
    }
}

fn has_list(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let name = entry.file_name();
            // The export of a Garmin account has its lists below this folder.
            name.eq_ignore_ascii_case(NAME) || name == GARMIN_FOLDER
        })
    })
}
