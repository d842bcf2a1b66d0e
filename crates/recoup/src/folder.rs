//! From paths to records: discovery, reading and assessing in one call.

use crate::roster::setting;
use recoup_analysis::criteria::counted;
use recoup_analysis::{Athlete, BatchOptions, FileRecord, ReadFile, ReadOutcome, assess_all};
use recoup_model::Activity;
use recoup_parse::{ExportIndex, Format, Found, Limits, discover, peek_file, read_file};
use std::collections::{HashMap, HashSet};
use std::fs;
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
/// records come in the order of the paths and, below each, of the names. A path below another is
/// searched with that; where two paths hold files of one name, names begin with the path's.
#[must_use]
pub fn assess_paths(
    paths: &[PathBuf],
    leave_out: Option<&Path>,
    athlete: &Athlete,
    limits: &Limits,
    options: &BatchOptions<'_>,
) -> Vec<FileRecord> {
    let found: Vec<Found> =
        find(paths, leave_out).into_iter().flat_map(|(_, found)| found).collect();
    assess_found(&found, athlete, limits, options)
}

/// What is found at and below each of some paths, but for those that lie at or below another.
///
/// A file's name is its path below the one that was searched. Where that would be two files' name,
/// since two paths have such a file, all names begin with the path's.
pub(crate) fn find<'a>(
    paths: &'a [PathBuf],
    leave_out: Option<&Path>,
) -> Vec<(&'a Path, Vec<Found>)> {
    let real: Vec<Option<PathBuf>> = paths.iter().map(|path| fs::canonicalize(path).ok()).collect();
    let is_within = |place: usize, other: usize| {
        let pair = real[place].as_ref().zip(real[other].as_ref());
        pair.is_some_and(|(own, other_path)| {
            if own == other_path { other < place } else { own.starts_with(other_path) }
        })
    };
    let is_own = |place: &usize| !(0..paths.len()).any(|other| is_within(*place, other));
    let mut all: Vec<(&Path, Vec<Found>)> = (0..paths.len())
        .filter(is_own)
        .map(|place| (paths[place].as_path(), discover(&paths[place], leave_out)))
        .collect();
    let mut names = HashSet::new();
    let are_distinct = all.iter().flat_map(|(_, found)| found).all(|file| names.insert(&file.name));
    if !are_distinct {
        let labels = labels(all.iter().map(|(root, _)| *root));
        for ((root, found), label) in all.iter_mut().zip(labels) {
            for file in found {
                let is_root = file.path == *root;
                file.name = if is_root { label.clone() } else { format!("{label}/{}", file.name) };
            }
        }
    }
    all
}

/// What tells paths apart: their own names, or else all of them.
fn labels<'a>(roots: impl Iterator<Item = &'a Path> + Clone) -> Vec<String> {
    let own = roots.clone().filter_map(Path::file_name).map(|name| name.to_string_lossy().into());
    let own: Vec<String> = own.collect();
    let distinct: HashSet<&String> = own.iter().collect();
    if distinct.len() == roots.clone().count() {
        return own;
    }
    let whole = |root: &Path| {
        let parts: Vec<_> = root.iter().map(|part| part.to_string_lossy()).collect();
        parts.join("/").replacen("//", "/", 1)
    };
    roots.map(whole).collect()
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
        if let Some(parts) = parts.collect::<Option<Vec<_>>>()
            && list.index.apply(&parts.join("/"), activities)
        {
            return;
        }
    }
}

fn read_found(found: &Found, lists: &Lists<'_>, limits: &Limits) -> ReadFile {
    let file = |format: Format, outcome| {
        let bytes = fs::metadata(&found.path).map_or(0, |metadata| metadata.len());
        ReadFile::new(&found.name, bytes, format.as_str(), outcome)
    };
    if let Some(error) = &found.error {
        return file(Format::Other, ReadOutcome::Unreadable(error.to_string()));
    }
    let list = found.path.parent().and_then(|folder| lists.get(folder));
    if let Some(List { index, .. }) = list.filter(|list| list.path == found.path) {
        return file(Format::Other, ReadOutcome::Skipped(in_words(index)));
    }
    if let Some(what) = setting(&found.path) {
        return file(Format::Other, ReadOutcome::Skipped(what.to_owned()));
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
    let unread = match index.unread_rows() {
        0 => String::new(),
        rows => format!(", {} could not be read", counted(rows, "row")),
    };
    format!("Strava's list of activities: {} named{unread}", counted(index.files(), "file"))
}
