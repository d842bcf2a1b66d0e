//! Folders of athletes: their names, and what belongs into each.

use recoup::Week;
use std::collections::BTreeSet;

/// Name of the page beside the tables.
pub(super) const PAGE_FILE: &str = "report.html";
/// Names that Windows gives to devices, as far as a person could be called so.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// Longest name of an athlete's folder, in bytes. Systems allow 255, of which pages and temporary
/// files take some.
const NAME_MAX: usize = 120;

/// Names of the folders of some athletes, each of which every system takes and no other athlete has.
pub(super) struct Folders(BTreeSet<String>);

impl Folders {
    pub(super) fn new() -> Self {
        // The page that lists the athletes lies beside their folders.
        Self(BTreeSet::from([PAGE_FILE.to_owned()]))
    }

    /// Returns the name of one more athlete's folder.
    pub(super) fn add(&mut self, athlete: &str) -> String {
        let folder = distinct_folder(athlete, &self.0);
        self.0.insert(folder.to_lowercase());
        folder
    }
}

/// Returns a name for an athlete's folder that every system takes and that no other athlete has.
fn distinct_folder(athlete: &str, taken: &BTreeSet<String>) -> String {
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

/// Returns the weeks of an athlete, which stand together.
pub(super) fn weeks_of<'a>(weeks: &'a [Week], name: &str) -> &'a [Week] {
    let mut parts = weeks.chunk_by(|one, two| one.athlete == two.athlete);
    parts.find(|part| part[0].athlete == name).unwrap_or_default()
}
