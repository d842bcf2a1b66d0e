//! Makes the pages of athletes, and the page that lists several athletes.

use super::athlete_folders::{Folders, PAGE_FILE};
use super::graded::Graded;
use anyhow::{Context, bail};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use recoup::report::page::{Listed, Report, index, page};
use recoup::{Answer, is_page, shown_path};
use std::fs;
use std::path::{Path, PathBuf};

/// Characters that are escaped in links, because they have a meaning in addresses or browsers drop
/// or change them.
const IN_LINKS: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'?').add(b'\\').add(b':');

/// Fails if a page would replace a file that is not a page of recoup.
pub(super) fn must_not_replace_others(pages: &[(PathBuf, String)]) -> anyhow::Result<()> {
    for (path, _) in pages {
        if path.symlink_metadata().is_ok() && !path.is_dir() && !is_page(path) {
            bail!(
                "{}: not a page of recoup, so it is not replaced; nothing written; choose another \
                 name",
                shown_path(path)
            );
        }
    }
    Ok(())
}

/// Creates the folders of the pages.
pub(super) fn create_folders(pages: &[(PathBuf, String)]) -> anyhow::Result<()> {
    for folder in pages.iter().filter_map(|(path, _)| path.parent()) {
        fs::create_dir_all(folder)
            .with_context(|| format!("{}: cannot create the folder", shown_path(folder)))?;
    }
    Ok(())
}

/// Place of the pages.
pub(super) struct Place<'a> {
    /// Folder of the tables.
    pub(super) out: &'a Path,
    /// File that an option names, if any.
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

/// Makes the pages: paths and texts. The first page is the only one, or lists the others.
pub(super) fn make(
    graded: &Graded,
    answers: &[Answer],
    place: &Place<'_>,
) -> Vec<(PathBuf, String)> {
    let mut folders = Folders::new();
    let mut links: Vec<Option<String>> = Vec::new();
    let mut pages: Vec<(PathBuf, String)> = Vec::new();
    let athletes = &graded.roster.athletes;
    let reports: Vec<Report<'_>> = athletes
        .iter()
        .map(|one| Report::of_athlete(&one.athlete, &graded.records, &graded.weeks, answers))
        // In a report of several athletes, the default athlete may have no files.
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
        let path = place.of_athlete(&folders.add(&report.athlete.name));
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
