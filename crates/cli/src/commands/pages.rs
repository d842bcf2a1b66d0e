//! Pages of athletes, and the page that lists several.

use super::graded::Graded;
use anyhow::bail;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use recoup::report::page::{Listed, Report, index, page};
use recoup::{Answer, FileRecord, Week, is_page, shown_path};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Name of the page beside the tables.
const PAGE_FILE: &str = "report.html";
/// Names that Windows gives to devices, as far as a person could be called so.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// Longest name of an athlete's folder, in bytes. Systems allow 255, of which pages and temporary
/// files take some.
const NAME_MAX: usize = 120;

/// Characters that are escaped in links: those with a meaning in addresses, and those that browsers
/// drop or change.
const IN_LINKS: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'?').add(b'\\').add(b':');

/// Returns the names that no folder of an athlete may have.
pub(super) fn taken_folders() -> BTreeSet<String> {
    BTreeSet::from([PAGE_FILE.to_owned()])
}

/// Fails if a page would take the place of a file that is none.
pub(super) fn must_not_replace_others(pages: &[(PathBuf, String)]) -> anyhow::Result<()> {
    for (path, _) in pages {
        if path.symlink_metadata().is_ok() && !path.is_dir() && !is_page(path) {
            bail!(
                "{}: this file is no page of recoup and is not replaced; nothing written",
                shown_path(path)
            );
        }
    }
    Ok(())
}

/// Place of the pages.
pub(super) struct Place<'a> {
    /// Folder of the tables.
    pub(super) out: &'a Path,
    /// File that an option names.
    pub(super) file: Option<&'a Path>,
    /// Whether each athlete has a folder.
    pub(super) per_athlete: bool,
}

impl Place<'_> {
    /// Returns the path of the only page, or of the list of athletes.
    fn first(&self) -> PathBuf {
        self.file.map_or_else(|| self.out.join(PAGE_FILE), Path::to_owned)
    }

    /// Returns the path of an athlete's page, relative to the list.
    fn of_athlete(&self, folder: &str) -> String {
        if self.per_athlete {
            return format!("{folder}/{PAGE_FILE}");
        }
        let first = self.first();
        let stem = first.file_stem().unwrap_or_default().to_string_lossy();
        format!("{stem}-{folder}.html")
    }
}

/// Makes the pages, the first of which is the only one or lists the others: paths and texts.
pub(super) fn make(
    graded: &Graded,
    answers: &[Answer],
    place: &Place<'_>,
) -> Vec<(PathBuf, String)> {
    let mut folders = taken_folders();
    let mut links: Vec<Option<String>> = Vec::new();
    let mut pages: Vec<(PathBuf, String)> = Vec::new();
    let athletes = &graded.roster.athletes;
    let reports: Vec<Report<'_>> = athletes
        .iter()
        .map(|one| {
            let name = one.athlete.name.as_str();
            let answer = answers.iter().find(|answer| answer.athlete == name);
            let (files, weeks) = (of_athlete(&graded.records, name), weeks_of(&graded.weeks, name));
            Report::new(&one.athlete, files, weeks, answer)
        })
        // The default athlete of a report of several can have no file.
        .filter(|report| !report.files.is_empty() || !report.athlete.name.is_empty())
        .collect();
    if let [only] = &reports[..]
        && !place.per_athlete
    {
        return vec![(place.first(), page(only))];
    }
    let first = place.first();
    for report in &reports {
        if report.files.is_empty() {
            links.push(None);
            continue;
        }
        let folder = distinct_folder(&report.athlete.name, &folders);
        folders.insert(folder.to_lowercase());
        let path = place.of_athlete(&folder);
        pages.push((first.with_file_name(&path), page(report)));
        links.push(Some(format!("./{}", utf8_percent_encode(&path, IN_LINKS))));
    }
    let listed: Vec<Listed<'_>> = reports
        .iter()
        .zip(&links)
        .map(|(report, link)| {
            Listed::new(&report.athlete.name, report.weeks, report.answer, link.as_deref())
        })
        .collect();
    pages.insert(0, (first, index(&listed)));
    pages
}

/// Returns the records of an athlete, which stand together.
fn of_athlete<'a>(records: &'a [FileRecord], name: &str) -> &'a [FileRecord] {
    let mut parts = records.chunk_by(|one, two| one.athlete == two.athlete);
    parts.find(|part| part[0].athlete == name).unwrap_or_default()
}

/// Returns the weeks of an athlete, which stand together.
fn weeks_of<'a>(weeks: &'a [Week], name: &str) -> &'a [Week] {
    let mut parts = weeks.chunk_by(|one, two| one.athlete == two.athlete);
    parts.find(|part| part[0].athlete == name).unwrap_or_default()
}

/// Returns a name for an athlete's folder that every system takes and that no other athlete has.
pub(super) fn distinct_folder(athlete: &str, taken: &BTreeSet<String>) -> String {
    // Accents can be characters of their own, so only ASCII is sorted out.
    let is_safe = |c: char| {
        (!c.is_ascii() && !c.is_control()) || c.is_ascii_alphanumeric() || " -_.'".contains(c)
    };
    let safe = athlete.chars().map(|c| if is_safe(c) { c } else { '-' });
    let mut name: String = safe.take(NAME_MAX).collect();
    name.truncate(name.floor_char_boundary(NAME_MAX));
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
