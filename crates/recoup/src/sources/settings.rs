//! Settings files among the runs.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Name of the list of athletes at the top of a searched path. The list assigns folders to
/// athletes.
pub const ROSTER_FILE: &str = "recoup.toml";
/// Name of the athlete file in an athlete's folder.
pub const ATHLETE_FILE: &str = "athlete.toml";

/// Default folder for the tables of a report. The folder of a report of some weeks has a name that
/// begins with this name.
pub const REPORT_FOLDER: &str = "recoup-report";
/// Names of the tables of a report, without their extensions.
const TABLES: [&str; 3] = ["weekly", "runs", "files"];
/// Extensions of the tables of a report.
const TABLE_EXTENSIONS: [&str; 5] = ["csv", "json", "ndjson", "parquet", "arrow"];

/// Whether a file has the name of a table that a report writes.
pub(crate) fn is_table(path: &Path) -> bool {
    let is_one_of = |part: Option<&std::ffi::OsStr>, names: &[&str]| {
        part.and_then(|part| part.to_str()).is_some_and(|part| names.contains(&part))
    };
    // A temporary file beside a table has the number of its process: `runs.csv.4711.tmp`.
    let is_temporary = path.extension().is_some_and(|extension| extension == "tmp");
    let table = if is_temporary { path.with_extension("").with_extension("") } else { path.into() };
    is_one_of(table.file_stem(), &TABLES) && is_one_of(table.extension(), &TABLE_EXTENSIONS)
}

/// Number of bytes at the beginning of a page that are searched for [`PAGE_MARK`].
const PAGE_HEAD: usize = 200;
/// Mark at the beginning of a page that recoup wrote.
const PAGE_MARK: &str = "<meta name=\"generator\" content=\"recoup ";

/// Whether a file is a page that recoup wrote, by the beginning of its content. Files without the
/// extension `.html` or `.htm` are not opened.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// let notes = folder.path().join("notes.html");
/// std::fs::write(&notes, "<!DOCTYPE html><title>Notes</title>")?;
/// assert!(!recoup::is_page(&notes));
/// # Ok::<(), std::io::Error>(())
/// ```
#[must_use]
pub fn is_page(path: &Path) -> bool {
    let is_named_so = path.extension().is_some_and(|extension| {
        extension.eq_ignore_ascii_case("html") || extension.eq_ignore_ascii_case("htm")
    });
    let head = || -> std::io::Result<Vec<u8>> {
        let mut head = Vec::new();
        // Opening a pipe would block.
        if path.metadata()?.is_file() {
            File::open(path)?.take(PAGE_HEAD as u64).read_to_end(&mut head)?;
        }
        Ok(head)
    };
    is_named_so
        && head().is_ok_and(|head| {
            head.windows(PAGE_MARK.len()).any(|part| part == PAGE_MARK.as_bytes())
        })
}

/// Whether a name is that of an athlete file, apart from its case or a `.txt` that an editor
/// appended.
fn is_misnamed(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.strip_suffix(".txt").unwrap_or(&name) == ATHLETE_FILE
}

/// Describes a settings file, known by its name; [`None`] for other files.
pub(crate) fn setting(path: &Path) -> Option<&'static str> {
    match path.file_name()?.to_str()? {
        ROSTER_FILE => Some("a list of athletes"),
        ATHLETE_FILE => Some("an athlete file"),
        other if is_misnamed(other) => Some("an athlete file of another name than athlete.toml"),
        _ => None,
    }
}
