//! Chooses runs by their date, or the last run, instead of by the names of their files.

use crate::args::GradeArgs;
use crate::commands::company::company_of;
use crate::input::Input;
use crate::paths::{is_standard_stream, must_be_there};
use anyhow::bail;
use jiff::civil::Date;
use recoup::{Assessment, Athlete, Company, shown_path};
use std::path::{Path, PathBuf};

/// Name that stands for the last run.
const LAST: &str = "last";

/// Runs that a user wants without naming a file.
pub(super) enum Wanted {
    Last,
    On(Date),
}

/// Takes the wanted run from the arguments; [`None`] if the arguments name files. The paths that
/// are left are the searched folders and archives. Without paths, the current folder is searched.
pub(super) fn wanted(args: &mut GradeArgs) -> Option<Wanted> {
    let is_last = |path: &PathBuf| path.as_os_str() == LAST && !path.exists();
    let last = args.files.iter().position(is_last);
    let wanted = match (args.date, last) {
        (Some(date), _) => Wanted::On(date),
        (None, Some(place)) => {
            args.files.remove(place);
            Wanted::Last
        }
        (None, None) => return None,
    };
    if args.files.is_empty() {
        args.files.push(PathBuf::from("."));
    }
    Some(wanted)
}

/// Returns the paths of the wanted runs below the searched path, in order of time, and all runs
/// there.
pub(super) fn choose(
    wanted: &Wanted,
    paths: &[PathBuf],
    input: &Input,
    athlete: &Athlete,
) -> anyhow::Result<(Vec<PathBuf>, Company)> {
    for path in paths.iter().filter(|path| !is_standard_stream(path)) {
        must_be_there(path)?;
    }
    let [root] = paths else {
        bail!("name one folder or archive in which the run is looked for");
    };
    // Addresses are kept, because the files are found by their whole names.
    let company = company_of(paths, &input.reading().keep_addresses(true), athlete)?;
    let records = company.records().iter();
    let mut runs: Vec<(&Assessment, &str)> = records
        .flat_map(|record| record.runs.iter().map(|run| (run, record.file.as_str())))
        .collect();
    runs.sort_by_key(|(run, file)| (run.start_ms, *file, run.session));
    let chosen: Vec<&str> = match wanted {
        Wanted::Last => runs.last().map(|(_, file)| *file).into_iter().collect(),
        Wanted::On(date) => {
            let is_then = |(run, _): &&(&Assessment, &str)| run.start_local.date() == *date;
            runs.iter().filter(is_then).map(|(_, file)| *file).collect()
        }
    };
    if chosen.is_empty() {
        bail!("{}", missing(wanted, root, &runs));
    }
    let mut chosen: Vec<PathBuf> = chosen.iter().map(|file| path_of(root, file)).collect();
    chosen.dedup();
    Ok((chosen, company))
}

/// Returns the path of a file by its name below a searched path.
fn path_of(root: &Path, file: &str) -> PathBuf {
    match root {
        root if is_standard_stream(root) => PathBuf::from(file),
        root if !root.is_dir() => root.with_file_name(file),
        root if root.as_os_str() == "." => PathBuf::from(file),
        root => root.join(file),
    }
}

/// Describes that there is no such run, and names the nearest dates.
fn missing(wanted: &Wanted, root: &Path, runs: &[(&Assessment, &str)]) -> String {
    let root = shown_path(root);
    let Wanted::On(date) = wanted else { return format!("no run in {root}") };
    let dates = runs.iter().map(|(run, _)| run.start_local.date());
    let before = dates.clone().rfind(|other| other < date);
    let after = dates.clone().find(|other| other > date);
    let near: Vec<String> = before.into_iter().chain(after).map(|date| date.to_string()).collect();
    match &near[..] {
        [] => format!("no run on {date} in {root}"),
        near => format!("no run on {date} in {root}; the nearest are on {}", near.join(" and ")),
    }
}
