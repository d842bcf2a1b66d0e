//! Folders of athletes: their names and the weeks of each athlete.

use recoup::Week;
use std::collections::BTreeSet;

/// Name of the page beside the tables.
pub(super) const PAGE_FILE: &str = "report.html";
/// Device names on Windows that could be the name of a person.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// Maximum length of the name of an athlete's folder, in bytes. Systems allow 255 bytes. Pages and
/// temporary files add some bytes to the name.
const NAME_MAX: usize = 120;

/// Names of the folders of some athletes. Every system allows these names, and all are distinct.
pub(super) struct Folders(BTreeSet<String>);

impl Folders {
    pub(super) fn new() -> Self {
        // The page that lists the athletes lies beside their folders.
        Self(BTreeSet::from([PAGE_FILE.to_owned()]))
    }

    /// Adds the folder of one more athlete and returns its name.
    pub(super) fn add(&mut self, athlete: &str) -> String {
        let folder = distinct_folder(athlete, &self.0);
        self.0.insert(folder.to_lowercase());
        folder
    }
}

/// Returns a name for an athlete's folder. Every system allows the name, and no other athlete has
/// it.
fn distinct_folder(athlete: &str, taken: &BTreeSet<String>) -> String {
    // Accents can be characters of their own, so only ASCII characters are replaced.
    let is_safe = |c: char| {
        (!c.is_ascii() && !c.is_control()) || c.is_ascii_alphanumeric() || " -_.'".contains(c)
    };
    let safe = athlete.chars().map(|c| if is_safe(c) { c } else { '-' });
    let mut name: String = safe.take(NAME_MAX).collect();
    name.truncate(name.floor_char_boundary(NAME_MAX));
    // A name of dots means another folder, and Windows drops dots and blanks at the end.
    let name = name.trim_matches(['.', ' ']);
    let name = if name.is_empty() { "no name" } else { name };
    // These names are devices on Windows, with and without an extension.
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let name =
        if DEVICES.contains(&stem.as_str()) { format!("athlete {name}") } else { name.to_owned() };
    let is_free = |name: &String| !taken.contains(&name.to_lowercase());
    let numbered = (2..).map(|number| format!("{name} {number}"));
    std::iter::once(name.clone()).chain(numbered).find(is_free).unwrap_or_default()
}

/// Returns the weeks of an athlete. The weeks of each athlete must stand together.
pub(super) fn weeks_of<'a>(weeks: &'a [Week], name: &str) -> &'a [Week] {
    let mut parts = weeks.chunk_by(|one, two| one.athlete == two.athlete);
    parts.find(|part| part[0].athlete == name).unwrap_or_default()
}
