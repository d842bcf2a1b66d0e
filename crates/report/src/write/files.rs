//! Writes files that belong together: all or none.
//!
//! A program that joins the tables must not find new weeks beside old runs because a disk was full
//! or the power failed. Therefore all files are first written to temporary files beside their
//! places, and renamed only when each is complete.

use super::{Rows, TableFormat, write_rows};
use crate::columns::rows::TableRows;
use crate::csv::CsvDialect;
use jiff::civil::Date;
use polars_core::prelude::DataFrame;
use rayon::prelude::*;
use recoup_model::shown_path;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::time::Duration;

/// A file of a report: a frame as a table, or a text such as a page.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ReportFile<'a> {
    /// Path of the file.
    pub path: PathBuf,
    content: Content<'a>,
}

#[derive(Debug, Clone)]
enum Content<'a> {
    Table { rows: Rows<'a>, format: TableFormat, dialect: CsvDialect },
    Text(&'a str),
}

impl<'a> ReportFile<'a> {
    /// Creates a file with the table of a frame, in a format. CSV has the standard dialect.
    #[must_use]
    pub fn table(frame: &'a DataFrame, format: TableFormat, path: impl Into<PathBuf>) -> Self {
        Self::of(Rows::Frame(frame), format, path.into())
    }

    /// Creates a file with a table of some rows, in a format. Frames are made of the rows while the
    /// file is written: for CSV and JSON a block of rows at a time. CSV has the standard dialect.
    #[must_use]
    pub fn rows(rows: TableRows<'a>, format: TableFormat, path: impl Into<PathBuf>) -> Self {
        Self::of(Rows::Made(rows), format, path.into())
    }

    fn of(rows: Rows<'a>, format: TableFormat, path: PathBuf) -> Self {
        Self { path, content: Content::Table { rows, format, dialect: CsvDialect::Standard } }
    }

    /// Creates a file that holds a text.
    #[must_use]
    pub fn text(text: &'a str, path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), content: Content::Text(text) }
    }

    /// Sets the dialect of a table in CSV.
    #[must_use]
    pub fn dialect(mut self, dialect: CsvDialect) -> Self {
        if let Content::Table { dialect: own, .. } = &mut self.content {
            *own = dialect;
        }
        self
    }

    /// Returns the number of rows of a table; [`None`] for a text.
    #[must_use]
    pub fn height(&self) -> Option<usize> {
        match &self.content {
            Content::Table { rows, .. } => Some(rows.height()),
            Content::Text(_) => None,
        }
    }
}

/// Writes the files of a report, all of them or none: first to temporary files, which are then
/// renamed.
///
/// Temporary files that a killed process left beside these files are removed.
///
/// # Errors
///
/// Fails if a file cannot be written, and names the file. The old files are then unchanged. There
/// is one exception: if a file cannot be renamed, the files before it are already replaced.
pub fn write_report_files(files: &[ReportFile<'_>]) -> io::Result<()> {
    let beside = Beside(files.iter().map(|file| beside(&file.path)).collect());
    // In parallel, because each file waits for the disk.
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

/// Weeks and athletes of a weekly table that was written before.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CoveredWeeks {
    /// First day of the first week.
    pub first: Date,
    /// First day of the last week.
    pub last: Date,
    /// Names of the athletes.
    pub athletes: BTreeSet<String>,
}

/// Reads the weeks and athletes that a `weekly.csv` covers, in any dialect; [`None`] if the file is
/// missing, is no such table, or has no rows.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("weekly.csv");
/// let table = "athlete,week,week_start\nAnna,2026-W10,2026-03-02\nAnna,2026-W11,2026-03-09\n";
/// std::fs::write(&path, table)?;
/// let covered = recoup_report::covered_weeks(&path).unwrap();
/// assert_eq!((covered.first.to_string(), covered.last.day()), ("2026-03-02".to_owned(), 9));
/// # Ok::<(), std::io::Error>(())
/// ```
#[must_use]
pub fn covered_weeks(path: &Path) -> Option<CoveredWeeks> {
    let file = fs::read_to_string(path).ok()?;
    let text = file.trim_start_matches('\u{feff}');
    let delimiter = if text.starts_with("athlete;") { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let headers = reader.headers().ok()?;
    let start = headers.iter().position(|name| name == "week_start")?;
    let mut covered: Option<CoveredWeeks> = None;
    for row in reader.records() {
        let row = row.ok()?;
        let date: Date = row.get(start)?.parse().ok()?;
        let covered = covered.get_or_insert_with(|| CoveredWeeks {
            first: date,
            last: date,
            athletes: BTreeSet::new(),
        });
        covered.first = covered.first.min(date);
        covered.last = covered.last.max(date);
        // Text that a spreadsheet would run as a formula begins with `'`.
        covered.athletes.insert(row.get(0)?.trim_start_matches('\'').to_owned());
    }
    covered
}

/// Adds the file and the effect to an error.
fn of_file(what: &str, file: &ReportFile<'_>, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{what}: {}: {error}", shown_path(&file.path)))
}

/// Temporary files. Those that still exist are removed when this value is dropped.
struct Beside(Vec<PathBuf>);

/// Returns the path of the temporary file for a file. The name has the number of the process, so
/// that two processes can write the same report at once. The files of the last process remain, each
/// complete.
fn beside(path: &Path) -> PathBuf {
    let mut beside = path.to_owned();
    beside.add_extension(process::id().to_string());
    beside.add_extension(EXTENSION);
    beside
}

fn write(file: &ReportFile<'_>, beside: &Path) -> io::Result<()> {
    if file.path.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    let mut out = BufWriter::new(File::create(beside)?);
    match &file.content {
        Content::Table { rows, format, dialect } => {
            write_rows(rows, *format, *dialect, &mut out).map_err(io::Error::other)?;
        }
        Content::Text(text) => out.write_all(text.as_bytes())?,
    }
    out.into_inner()?.sync_all()
}

impl Drop for Beside {
    fn drop(&mut self) {
        for path in &self.0 {
            // Most files have been renamed. A failure to remove a file is not reported, because the
            // error that matters came before.
            let _ = fs::remove_file(path);
        }
    }
}

const EXTENSION: &str = "tmp";

/// Age from which a temporary file counts as abandoned.
const LEFT_OVER: Duration = Duration::from_hours(1);

/// Removes the temporary files that a killed process left beside a file, as far as possible.
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

/// Whether a path is a temporary file for `name`: `runs.csv.4711.tmp`.
fn is_beside(path: &Path, name: &OsStr) -> bool {
    let with_process = path.file_stem().map(Path::new);
    let process = with_process.and_then(Path::extension).and_then(OsStr::to_str);
    path.extension() == Some(OsStr::new(EXTENSION))
        && with_process.and_then(Path::file_stem) == Some(name)
        && process.is_some_and(|id| id.parse::<u32>().is_ok())
}
