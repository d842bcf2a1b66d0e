//! Tables that belong together, put in their places together.
//!
//! Whoever joins the tables must not find new weeks beside old runs because a disk was full or the
//! power went. So all are first written beside their places, and only when each is whole do they
//! take them.

use super::{TableFormat, write_frame};
use polars::prelude::DataFrame;
use rayon::prelude::*;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::process;
use std::time::Duration;

/// A frame, and the file that it is to become.
#[derive(Debug, Clone)]
pub struct FrameFile<'a> {
    /// The frame.
    pub frame: &'a DataFrame,
    /// The format of the table.
    pub format: TableFormat,
    /// Where the table is to stand.
    pub path: PathBuf,
}

/// Writes frames to files, all of them or none: beside them first, then in their places.
///
/// What a process that was killed meanwhile left beside these files is removed.
///
/// # Errors
///
/// If a file cannot be written, which the error names; what was there before is still there then.
/// Only where a file cannot be moved, as no system says beforehand, those before it are new.
pub fn write_frame_files(files: &[FrameFile<'_>]) -> io::Result<()> {
    let beside = Beside(files.iter().map(|file| beside(&file.path)).collect());
    // The disk takes its time with each of them.
    let written: Vec<io::Result<()>> =
        files.par_iter().zip(&beside.0).map(|(file, beside)| write(file, beside)).collect();
    for (file, written) in files.iter().zip(written) {
        written.map_err(|error| of_file("nothing written", file, &error))?;
    }
    for (done, (file, beside)) in files.iter().zip(&beside.0).enumerate() {
        let what = if done == 0 { "nothing written" } else { "not all is written" };
        fs::rename(beside, &file.path).map_err(|error| of_file(what, file, &error))?;
    }
    for file in files {
        remove_leftovers(&file.path);
    }
    Ok(())
}

/// An error that says what it cost and which file it is about.
fn of_file(what: &str, file: &FrameFile<'_>, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{what}: {}: {error}", file.path.display()))
}

/// Files beside their places. Those that are still there when the work ends are of no use.
struct Beside(Vec<PathBuf>);

/// Where a file is written before it takes its place. Two processes may write one report at once;
/// the last one to be done wins, with whole files.
fn beside(path: &Path) -> PathBuf {
    let mut beside = path.to_owned();
    beside.add_extension(process::id().to_string());
    beside.add_extension(EXTENSION);
    beside
}

fn write(file: &FrameFile<'_>, beside: &Path) -> io::Result<()> {
    if file.path.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    let mut out = BufWriter::new(File::create(beside)?);
    write_frame(file.frame, file.format, &mut out).map_err(io::Error::other)?;
    out.into_inner()?.sync_all()
}

impl Drop for Beside {
    fn drop(&mut self) {
        for path in &self.0 {
            // Most have been moved; if one cannot be removed, the error that matters came before.
            let _ = fs::remove_file(path);
        }
    }
}

const EXTENSION: &str = "tmp";

/// How old a file beside another is that no process writes any more.
const LEFT_OVER: Duration = Duration::from_hours(1);

/// Removes what a process that was killed left beside a file, as far as it can be.
fn remove_leftovers(path: &Path) {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| is_beside(&entry.path(), name)) {
        let modified = entry.metadata().and_then(|metadata| metadata.modified());
        if modified.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > LEFT_OVER)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a file's name is another's with the number of a process: `runs.csv.4711.tmp`.
fn is_beside(path: &Path, name: &OsStr) -> bool {
    let with_process = path.file_stem().map(Path::new);
    let process = with_process.and_then(Path::extension).and_then(OsStr::to_str);
    path.extension() == Some(OsStr::new(EXTENSION))
        && with_process.and_then(Path::file_stem) == Some(name)
        && process.is_some_and(|id| id.parse::<u32>().is_ok())
}
