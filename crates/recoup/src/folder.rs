//! From paths to records: discovery, reading and assessing in one call.

use recoup_analysis::{Athlete, BatchOptions, FileRecord, ReadFile, ReadOutcome, assess_all};
use recoup_model::Activity;
use recoup_parse::{ExportIndex, Format, Found, Limits, discover, peek_file, read_file};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Finds the files at and below some paths, reads and assesses them: one record for each file
/// found.
///
/// All of them are one athlete's; for several there is [`Roster`](crate::Roster).
///
/// What the list of a Strava export (`activities.csv`) says of the files below its folder counts
/// with what they say themselves ([`ExportEntry::apply`](crate::ExportEntry::apply)).
///
/// `leave_out` is a folder that is not searched, such as the one that reports are written to. The
/// records come in the order of the paths and, below each, of the names.
#[must_use]
pub fn assess_paths(
    paths: &[PathBuf],
    leave_out: Option<&Path>,
    athlete: &Athlete,
    limits: &Limits,
    options: &BatchOptions<'_>,
) -> Vec<FileRecord> {
    let found: Vec<Found> = paths.iter().flat_map(|path| discover(path, leave_out)).collect();
    assess_found(&found, athlete, limits, options)
}

/// Reads and assesses the files of one athlete.
pub(crate) fn assess_found(
    found: &[Found],
    athlete: &Athlete,
    limits: &Limits,
    options: &BatchOptions<'_>,
) -> Vec<FileRecord> {
    let lists = lists(found, limits);
    let read = |found: &Found| read_found(found, &lists, limits);
    assess_all(found, read, |found| found.name.clone(), athlete, options)
}

/// The lists that exports have of their files, by the folders that these are named from.
type Lists<'a> = HashMap<&'a Path, List<'a>>;

/// A list, and the file that it is.
struct List<'a> {
    path: &'a Path,
    index: ExportIndex,
}

/// Reads the lists among the files that were found. What cannot be read or is another CSV is left
/// to be read like any file, which says so.
fn lists<'a>(found: &'a [Found], limits: &Limits) -> Lists<'a> {
    const NAME: &str = "activities.csv";
    let mut lists = Lists::new();
    for Found { path, error, .. } in found {
        let is_named =
            path.file_name().is_some_and(|name| name.eq_ignore_ascii_case(NAME)) && error.is_none();
        if let (true, Some(folder)) = (is_named, path.parent())
            && !lists.contains_key(folder)
            && let Ok(index) = ExportIndex::read_file(path, limits)
        {
            lists.insert(folder, List { path, index });
        }
    }
    lists
}

/// Adds to the activities of a file what the list of the nearest folder that names it says.
fn apply_list(path: &Path, lists: &Lists<'_>, activities: &mut [Activity]) {
    for folder in path.ancestors().skip(1) {
        let Some(list) = lists.get(folder) else { continue };
        let parts = path.strip_prefix(folder).unwrap_or(path).iter().map(|part| part.to_str());
        if let Some(parts) = parts.collect::<Option<Vec<_>>>() {
            let name = parts.join("/");
            if !list.index.get(&name).is_empty() {
                list.index.apply(&name, activities);
                return;
            }
        }
    }
}

fn read_found(found: &Found, lists: &Lists<'_>, limits: &Limits) -> ReadFile {
    let file = |format: Format, outcome| {
        let bytes = std::fs::metadata(&found.path).map_or(0, |metadata| metadata.len());
        ReadFile::new(&found.name, bytes, format.as_str(), outcome)
    };
    if let Some(error) = &found.error {
        return file(Format::Other, ReadOutcome::Unreadable(error.to_string()));
    }
    let list = found.path.parent().and_then(|folder| lists.get(folder));
    if let Some(List { index, .. }) = list.filter(|list| list.path == found.path) {
        return file(Format::Other, ReadOutcome::Skipped(in_words(index)));
    }
    match read_file(&found.path, limits) {
        Ok(mut contents) if !contents.activities.is_empty() => {
            apply_list(&found.path, lists, &mut contents.activities);
            let digest = contents.digest;
            let outcome = ReadOutcome::Activities(contents.activities);
            ReadFile { digest, ..file(contents.format, outcome) }
        }
        Ok(contents) => {
            let remark = contents.remark.unwrap_or_default();
            match contents.format {
                Format::Fit | Format::Gpx | Format::Tcx => {
                    file(contents.format, ReadOutcome::NoActivity(remark))
                }
                other => file(other, ReadOutcome::Skipped(remark)),
            }
        }
        Err(error) => {
            // Of a broken file the first lines often still tell when it began.
            let start_ms = peek_file(&found.path).ok().and_then(|peek| peek.start_ms);
            let outcome = ReadOutcome::Unreadable(error.to_string());
            ReadFile { start_ms, ..file(error.format(), outcome) }
        }
    }
}

/// What a list is, for the report.
fn in_words(index: &ExportIndex) -> String {
    let count = |count, what: &str| match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    };
    let unread = match index.unread_rows() {
        0 => String::new(),
        rows => format!(", {} could not be read", count(rows, "row")),
    };
    format!("Strava's list of activities: {} named{unread}", count(index.files(), "file"))
}
