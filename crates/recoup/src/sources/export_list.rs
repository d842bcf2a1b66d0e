//! Lists of activities in exports (`activities.csv` of Strava).

use crate::cache::Cache;
use crate::sources::Source;
use recoup_analysis::wording::counted;
use recoup_model::Activity;
use recoup_parse::{ExportEntry, ExportIndex, Limits};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// File name of the list in a Strava export.
pub(crate) const NAME: &str = "activities.csv";

/// Lists of exports by folder; names in a list are relative to its folder. The members of an
/// archive lie in a folder called `export.zip!`.
#[derive(Debug, Default)]
pub(crate) struct ExportLists(HashMap<PathBuf, List>);

/// One list and its path.
#[derive(Debug)]
struct List {
    place: PathBuf,
    index: ExportIndex,
}

impl ExportLists {
    /// Returns the path of the list one folder above a file, if it exists.
    pub(crate) fn place_for(file: &Path) -> Option<PathBuf> {
        Some(file.parent()?.parent()?.join(NAME)).filter(|place| place.is_file())
    }

    /// Reads the lists among some files. A list that cannot be read, or another CSV of that name,
    /// is later read like any other file, and its record has the reason.
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

    /// Describes the list at a path for the report; [`None`] if there is no list.
    pub(crate) fn at(&self, place: &Path) -> Option<String> {
        let list = self.0.get(place.parent()?).filter(|list| list.place == place)?;
        let unread = match list.index.unread_rows() {
            0 => String::new(),
            rows => format!(", {} could not be read", counted(rows, "row")),
        };
        let files = counted(list.index.files(), "file");
        Some(format!("Strava's list of activities: {files} named{unread}"))
    }

    /// Returns the nearest list that names a file, and the name in that list.
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

    /// Returns the entries of a file in the nearest list that names it.
    pub(crate) fn entries(&self, place: &Path) -> &[ExportEntry] {
        self.of(place).map_or(&[], |(name, index)| index.get(&name))
    }

    /// Adds the list entries of a file to its activities.
    pub(crate) fn apply(&self, place: &Path, activities: &mut [Activity]) {
        if let Some((name, index)) = self.of(place) {
            index.apply(&name, activities);
        }
    }
}
