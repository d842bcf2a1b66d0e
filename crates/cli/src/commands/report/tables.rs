//! The tables of a report: their folder, and their writing.

use crate::args::ReportArgs;
use anyhow::Context;
use jiff::civil::Date;
use recoup::analysis::calendar::{WeekStart, week_of};
use recoup::analysis::wording::counted;
use recoup::frames::{self, DataFrame, FrameFile};
use recoup::{FileRecord, Week, shown_path};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Names that Windows gives to devices, as far as a person could be called so.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// Folder of the tables if no option names one.
const USUAL: &str = "recoup-report";

/// Tables that were written.
pub(super) struct Written {
    /// Path of the weekly table.
    pub(super) weekly: PathBuf,
    /// Messages: what was written, and what it replaced.
    pub(super) lines: Vec<String>,
}

/// Returns the folder of the tables: the one that an option names, else a folder for the period of
/// the report, so that a report of a few weeks does not replace that of all.
pub(super) fn folder(args: &ReportArgs) -> PathBuf {
    if let Some(out) = &args.tables.out {
        return out.clone();
    }
    let week = |date: Date| week_of(date, args.week_start.map_or(WeekStart::Monday, Into::into)).0;
    PathBuf::from(match (args.since.map(week), args.until.map(week)) {
        (None, None) => USUAL.to_owned(),
        (Some(since), None) => format!("{USUAL}-from-{since}"),
        (None, Some(until)) => format!("{USUAL}-to-{until}"),
        (Some(since), Some(until)) if since == until => format!("{USUAL}-{since}"),
        (Some(since), Some(until)) => format!("{USUAL}-{since}-to-{until}"),
    })
}

/// Writes the tables in all formats; with `--per-athlete` a folder for each athlete.
pub(super) fn write(
    args: &ReportArgs,
    out: &Path,
    records: &[FileRecord],
    weeks: &[Week],
) -> anyhow::Result<Written> {
    if !args.tables.per_athlete {
        let Files { replaced, files } = write_into(args, out, records, weeks)?;
        let of = |(path, rows): &(PathBuf, usize)| {
            format!("wrote {} ({})", shown_path(path), counted(*rows, "row"))
        };
        let lines = replaced.into_iter().chain(files.iter().map(of)).collect();
        return Ok(Written { weekly: files[0].0.clone(), lines });
    }
    let mut folders: BTreeSet<String> = BTreeSet::new();
    let mut all = Written { weekly: out.to_owned(), lines: Vec::new() };
    if out.join("weekly.csv").is_file() {
        let out = shown_path(out);
        all.lines.push(format!("{out} itself still holds the tables of an earlier report of all"));
    }
    // The records and the weeks come in the order of the athletes.
    for own in records.chunk_by(|one, two| one.athlete == two.athlete) {
        let Some(name) = own.first().map(|record| record.athlete.as_str()) else { continue };
        let weeks = weeks.chunk_by(|one, two| one.athlete == two.athlete);
        let weeks = weeks.into_iter().find(|weeks| weeks[0].athlete == name).unwrap_or_default();
        let folder = distinct_folder(name, &folders);
        let path = out.join(&folder);
        let written = write_into(args, &path, own, weeks)?;
        all.lines.extend(written.replaced);
        let runs = own.iter().map(|record| record.runs.len()).sum();
        all.lines.push(format!(
            "wrote {} ({}, {}, {})",
            shown_path(&path),
            counted(weeks.len(), "week"),
            counted(runs, "run"),
            counted(own.len(), "file")
        ));
        folders.insert(folder.to_lowercase());
    }
    Ok(all)
}

/// Returns a name for an athlete's folder that every system takes and that no other athlete has.
fn distinct_folder(athlete: &str, taken: &BTreeSet<String>) -> String {
    let is_safe = |c: char| c.is_alphanumeric() || " -_.'".contains(c);
    let name: String = athlete.chars().map(|c| if is_safe(c) { c } else { '-' }).collect();
    // A folder of dots would be another one, and Windows drops dots and blanks at the end.
    let name = name.trim_matches(['.', ' ']);
    let name = if name.is_empty() { "no name" } else { name };
    // Windows has devices of these names, with and without an ending.
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let name =
        if DEVICES.contains(&stem.as_str()) { format!("athlete {name}") } else { name.to_owned() };
    let is_free = |name: &String| !taken.contains(&name.to_lowercase());
    let numbered = (2..).map(|number| format!("{name} {number}"));
    std::iter::once(name.clone()).chain(numbered).find(is_free).unwrap_or_default()
}

/// Files that were written into one folder.
struct Files {
    /// Description of the tables that were replaced, if they were of more than these.
    replaced: Option<String>,
    /// Paths and numbers of rows, the weekly table first.
    files: Vec<(PathBuf, usize)>,
}

fn write_into(
    args: &ReportArgs,
    out: &Path,
    records: &[FileRecord],
    weeks: &[Week],
) -> anyhow::Result<Files> {
    let tables = [
        ("weekly", &frames::weeks_frame(weeks)?),
        ("runs", &frames::runs_frame(records)?),
        ("files", &frames::files_frame(records)?),
    ];
    let replaced = replaced(out, weeks);
    let written = write_tables(args, out, tables)?;
    let files = written.into_iter().map(|file| (file.path, file.frame.height())).collect();
    Ok(Files { replaced, files })
}

/// Describes tables of a wider period or of other athletes that this report replaces.
fn replaced(out: &Path, weeks: &[Week]) -> Option<String> {
    let old = frames::covered_weeks(&out.join("weekly.csv"))?;
    let new =
        weeks.iter().map(|week| week.start).min().zip(weeks.iter().map(|week| week.start).max());
    let athletes: BTreeSet<&str> = weeks.iter().map(|week| week.athlete.as_str()).collect();
    let is_wider = new.is_none_or(|(first, last)| old.first < first || old.last > last);
    let others: Vec<&str> = old
        .athletes
        .iter()
        .map(String::as_str)
        .filter(|name| !name.is_empty() && !athletes.contains(name))
        .collect();
    if !is_wider && others.is_empty() {
        return None;
    }
    let of = if others.is_empty() { String::new() } else { format!(" of {}", others.join(", ")) };
    Some(format!(
        "replaced the tables{of} in {}, which held the weeks from {} to {}; --out names another folder",
        shown_path(out),
        old.first,
        old.last
    ))
}

/// Writes the tables in all formats.
fn write_tables<'a>(
    args: &ReportArgs,
    out: &Path,
    tables: [(&str, &'a DataFrame); 3],
) -> anyhow::Result<Vec<FrameFile<'a>>> {
    fs::create_dir_all(out)
        .with_context(|| format!("--out {}: cannot create the folder", shown_path(out)))?;
    let mut written = Vec::new();
    for &format in BTreeSet::from_iter(&args.tables.formats) {
        for (name, frame) in tables {
            let path = out.join(name).with_extension(format.extension());
            written.push(FrameFile::new(frame, format, path).dialect(args.tables.csv_dialect));
        }
    }
    frames::write_frame_files(&written)?;
    Ok(written)
}
