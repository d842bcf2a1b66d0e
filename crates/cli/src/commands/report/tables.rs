//! The tables of a report: their folder, and their writing.

use super::range::Range;
use crate::args::ReportArgs;
use anyhow::Context;
use jiff::civil::Date;
use recoup::analysis::calendar::week_of;
use recoup::analysis::wording::counted;
use recoup::frames::{self, DataFrame, FrameFile, TableFormat};
use recoup::{FileRecord, REPORT_FOLDER, Week, shown_path};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Names that Windows gives to devices, as far as a person could be called so.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// Longest name of an athlete's folder, in characters. Systems allow 255 bytes.
const NAME_MAX: usize = 60;

/// Tables that were written.
pub(super) struct Written {
    /// Path of the weekly table.
    pub(super) weekly: PathBuf,
    /// Messages: what was written, and what it replaced.
    pub(super) lines: Vec<String>,
}

/// Returns the folder of the tables: the one that an option names, else a folder for the period of
/// the report, so that a report of a few weeks does not replace that of all.
pub(super) fn folder(args: &ReportArgs, range: &Range) -> PathBuf {
    if let Some(out) = &args.tables.out {
        return out.clone();
    }
    let week = |date: Date| week_of(date, range.week_start).0;
    PathBuf::from(match (range.since.map(week), range.until.map(week)) {
        (None, None) => REPORT_FOLDER.to_owned(),
        (Some(since), None) => format!("{REPORT_FOLDER}-from-{since}"),
        (None, Some(until)) => format!("{REPORT_FOLDER}-to-{until}"),
        (Some(since), Some(until)) if since == until => format!("{REPORT_FOLDER}-{since}"),
        (Some(since), Some(until)) => format!("{REPORT_FOLDER}-{since}-to-{until}"),
    })
}

/// Writes the tables in all formats; with `--per-athlete` into a folder for each athlete. All of them
/// are written, or none.
pub(super) fn write(
    args: &ReportArgs,
    out: &Path,
    records: &[FileRecord],
    weeks: &[Week],
) -> anyhow::Result<Written> {
    let parts = if args.tables.per_athlete {
        of_each(out, records, weeks)?
    } else {
        vec![Part::new(out.to_owned(), records, weeks)?]
    };
    let mut lines = Vec::new();
    if args.tables.per_athlete && out.join("weekly.csv").is_file() {
        let out = shown_path(out);
        lines.push(format!("{out} itself still holds the tables of an earlier report of all"));
    }
    if args.tables.formats.contains(&TableFormat::Csv) {
        lines.extend(parts.iter().filter_map(|part| replaced(&part.folder, part.weeks)));
    }
    let mut files = Vec::new();
    for part in &parts {
        fs::create_dir_all(&part.folder).with_context(|| {
            format!("--out {}: cannot create the folder", shown_path(&part.folder))
        })?;
        files.extend(part.files(args));
    }
    frames::write_frame_files(&files)?;
    if args.tables.per_athlete {
        lines.extend(parts.iter().map(Part::line));
    } else {
        let of = |file: &FrameFile<'_>| {
            let rows = counted(file.frame.height(), "row");
            format!("wrote {} ({rows})", shown_path(&file.path))
        };
        lines.extend(files.iter().map(of));
    }
    let weekly = files.first().map_or_else(|| out.to_owned(), |file| file.path.clone());
    Ok(Written { weekly, lines })
}

/// The tables of one folder.
struct Part<'a> {
    folder: PathBuf,
    weeks: &'a [Week],
    /// Weekly table, runs and files.
    frames: [DataFrame; 3],
}

impl<'a> Part<'a> {
    fn new(folder: PathBuf, records: &[FileRecord], weeks: &'a [Week]) -> anyhow::Result<Self> {
        let frames = [
            frames::weeks_frame(weeks)?,
            frames::runs_frame(records)?,
            frames::files_frame(records)?,
        ];
        Ok(Self { folder, weeks, frames })
    }

    /// Returns the files of the tables in all formats.
    fn files(&self, args: &ReportArgs) -> Vec<FrameFile<'_>> {
        let mut files = Vec::new();
        for &format in BTreeSet::from_iter(&args.tables.formats) {
            for (name, frame) in ["weekly", "runs", "files"].into_iter().zip(&self.frames) {
                let path = self.folder.join(name).with_extension(format.extension());
                files.push(FrameFile::new(frame, format, path).dialect(args.tables.csv_dialect));
            }
        }
        files
    }

    fn line(&self) -> String {
        let [weeks, runs, files] = self.frames.each_ref().map(DataFrame::height);
        format!(
            "wrote {} ({}, {}, {})",
            shown_path(&self.folder),
            counted(weeks, "week"),
            counted(runs, "run"),
            counted(files, "file")
        )
    }
}

/// Makes the tables of each athlete.
fn of_each<'a>(
    out: &Path,
    records: &[FileRecord],
    weeks: &'a [Week],
) -> anyhow::Result<Vec<Part<'a>>> {
    let mut folders: BTreeSet<String> = BTreeSet::new();
    let mut parts = Vec::new();
    // The records and the weeks come in the order of the athletes.
    for own in records.chunk_by(|one, two| one.athlete == two.athlete) {
        let Some(name) = own.first().map(|record| record.athlete.as_str()) else { continue };
        let weeks = weeks.chunk_by(|one, two| one.athlete == two.athlete);
        let weeks = weeks.into_iter().find(|weeks| weeks[0].athlete == name).unwrap_or_default();
        let folder = distinct_folder(name, &folders);
        folders.insert(folder.to_lowercase());
        parts.push(Part::new(out.join(folder), own, weeks)?);
    }
    Ok(parts)
}

/// Returns a name for an athlete's folder that every system takes and that no other athlete has.
fn distinct_folder(athlete: &str, taken: &BTreeSet<String>) -> String {
    // Accents can be characters of their own, so only ASCII is sorted out.
    let is_safe = |c: char| {
        (!c.is_ascii() && !c.is_control()) || c.is_ascii_alphanumeric() || " -_.'".contains(c)
    };
    let safe = athlete.chars().map(|c| if is_safe(c) { c } else { '-' });
    let name: String = safe.take(NAME_MAX).collect();
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
