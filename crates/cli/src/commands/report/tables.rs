//! Writes the tables of a report and creates their folder.

use crate::args::ReportArgs;
use crate::commands::athlete_folders::{Folders, weeks_of};
use crate::commands::graded::Graded;
use crate::commands::pages;
use anyhow::Context;
use recoup::analysis::wording::counted;
use recoup::frames::{self, ReportFile, TableFormat, TableRows};
use recoup::{FileRecord, Week, shown_path};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Tables that were written.
pub(super) struct Written {
    /// Path of the weekly table; [`None`] if there are only pages.
    pub(super) weekly: Option<PathBuf>,
    /// Messages about the written and the replaced files.
    pub(super) lines: Vec<String>,
}

/// Writes the tables in all formats, and the pages. `--per-athlete` writes a folder for each
/// athlete. Either all files are written, or none.
pub(super) fn write(
    args: &ReportArgs,
    out: &Path,
    graded: &Graded,
    pages: &[(PathBuf, String)],
) -> anyhow::Result<Written> {
    let Graded { records, weeks, .. } = graded;
    let parts = if args.tables.per_athlete {
        of_each(out, records, weeks)
    } else {
        vec![Part { folder: out.to_owned(), records, weeks }]
    };
    let mut lines = Vec::new();
    if args.tables.per_athlete && out.join("weekly.csv").is_file() {
        let out = shown_path(out);
        lines.push(format!("{out} itself still holds the tables of an earlier report of all"));
    }
    if args.tables.table_formats().contains(&TableFormat::Csv) {
        lines.extend(parts.iter().filter_map(|part| replaced(&part.folder, part.weeks)));
    }
    pages::must_not_replace_others(pages)?;
    let mut files = Vec::new();
    for part in &parts {
        fs::create_dir_all(&part.folder).with_context(|| {
            format!("--out {}: cannot create the folder", shown_path(&part.folder))
        })?;
        files.extend(part.files(args));
    }
    pages::create_folders(pages)?;
    files.extend(pages.iter().map(|(path, html)| ReportFile::text(html, path)));
    frames::write_report_files(&files)?;
    if args.tables.per_athlete {
        lines.extend(parts.iter().map(Part::line));
    } else {
        let of = |file: &ReportFile<'_>| {
            let rows = counted(file.height()?, "row");
            Some(format!("wrote {} ({rows})", shown_path(&file.path)))
        };
        lines.extend(files.iter().filter_map(of));
    }
    lines.extend(pages.first().map(|(path, _)| {
        let others = match pages.len() {
            1 => String::new(),
            pages => format!(" and {}", counted(pages - 1, "page")),
        };
        format!("wrote {}{others}", shown_path(path))
    }));
    let weekly = files.iter().find(|file| file.height().is_some()).map(|file| file.path.clone());
    Ok(Written { weekly, lines })
}

/// Tables of one folder.
struct Part<'a> {
    folder: PathBuf,
    records: &'a [FileRecord],
    weeks: &'a [Week],
}

impl<'a> Part<'a> {
    /// Returns the tables: weeks, runs and files.
    fn tables(&self) -> [TableRows<'a>; 3] {
        [
            TableRows::Weeks(self.weeks),
            TableRows::Runs(self.records),
            TableRows::Files(self.records),
        ]
    }

    /// Returns the files of the tables in all formats.
    fn files(&self, args: &ReportArgs) -> Vec<ReportFile<'a>> {
        let mut files = Vec::new();
        for format in args.tables.table_formats() {
            for (name, rows) in ["weekly", "runs", "files"].into_iter().zip(self.tables()) {
                let path = self.folder.join(name).with_extension(format.extension());
                files.push(ReportFile::rows(rows, format, path).dialect(args.tables.csv_dialect));
            }
        }
        files
    }

    fn line(&self) -> String {
        let [weeks, runs, files] = self.tables().map(|rows| rows.len());
        format!(
            "wrote {} ({}, {}, {})",
            shown_path(&self.folder),
            counted(weeks, "week"),
            counted(runs, "run"),
            counted(files, "file")
        )
    }
}

/// Splits the tables by athlete.
fn of_each<'a>(out: &Path, records: &'a [FileRecord], weeks: &'a [Week]) -> Vec<Part<'a>> {
    let mut folders = Folders::new();
    let mut parts = Vec::new();
    // The records and the weeks are in the order of the athletes.
    for own in records.chunk_by(|one, two| one.athlete == two.athlete) {
        let Some(name) = own.first().map(|record| record.athlete.as_str()) else { continue };
        let (folder, weeks) = (out.join(folders.add(name)), weeks_of(weeks, name));
        parts.push(Part { folder, records: own, weeks });
    }
    parts
}

/// Describes the replaced tables if they have a wider period or other athletes; otherwise [`None`].
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
