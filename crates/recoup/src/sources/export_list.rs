//! The lists that exports have of their files.

use crate::cache::Cache;
use crate::sources::Source;
use recoup_analysis::wording::counted;
use recoup_model::Activity;
use recoup_parse::{ExportEntry, ExportIndex, Limits};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What Strava calls the list.
const NAME: &str = "activities.csv";

/// The lists of exports, by the folders that their files are named from. What is in an archive lies
/// in a folder called `export.zip!`.
#[derive(Debug, Default)]
pub(crate) struct ExportLists(HashMap<PathBuf, List>);

/// A list, and the file that it is.
#[derive(Debug)]
struct List {
    place: PathBuf,
    index: ExportIndex,
}

impl ExportLists {
    /// Where the list would be that names a file, in the folder above its own.
    pub(crate) fn place_for(file: &Path) -> Option<PathBuf> {
        Some(file.parent()?.parent()?.join(NAME)).filter(|place| place.is_file())
    }

    /// Reads the lists among some files. What cannot be read or is another CSV is left to be read
    /// like any file, which says so.
    pub(crate) fn add(&mut self, sources: &[Source], cache: Option<&Cache>, limits: &Limits) {
        for source in sources {
            let place = source.found.place();
            let is_named = place.file_name().is_some_and(|name| name.eq_ignore_ascii_case(NAME));
            if !is_named || source.found.error.is_some() || source.found.aside.is_some() {
                continue;
            }
            let Some(folder) = place.parent() else { continue };
            if !self.0.contains_key(folder)
                && let Some(index) = source.list(cache, limits)
            {
                self.0.insert(folder.to_owned(), List { place, index });
            }
        }
    }

    /// What the list at a place is, for the report.
    pub(crate) fn at(&self, place: &Path) -> Option<String> {
        let list = self.0.get(place.parent()?).filter(|list| list.place == place)?;
        let unread = match list.index.unread_rows() {
            0 => String::new(),
            rows => format!(", {} could not be read", counted(rows, "row")),
        };
        let files = counted(list.index.files(), "file");
        Some(format!("Strava's list of activities: {files} named{unread}"))
    }

    /// The name that the nearest list which names a file has for it, and the list.
    fn of(&self, place: &Path) -> Option<(String, &ExportIndex)> {
        if self.0.is_empty() {
            return None;
        }
        place.ancestors().skip(1).find_map(|folder| {
            let list = self.0.get(folder)?;
            let parts = place.strip_prefix(folder).ok()?.iter().map(|part| part.to_str());
            let name = parts.collect::<Option<Vec<_>>>()?.join("/");
            (!list.index.get(&name).is_empty()).then_some((name, &list.index))
        })
    }

    /// What the lists say of a file.
    pub(crate) fn entries(&self, place: &Path) -> &[ExportEntry] {
        self.of(place).map_or(&[], |(name, index)| index.get(&name))
    }

    /// Adds to the activities of a file what the lists say of it.
    pub(crate) fn apply(&self, place: &Path, activities: &mut [Activity]) {
        if let Some((name, index)) = self.of(place) {
            index.apply(&name, activities);
        }
    }
}
