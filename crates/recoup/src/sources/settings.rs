//! Settings files among the runs.

use std::path::Path;

/// Name of the file in the root of a tree that assigns folders to athletes.
pub const ROSTER_FILE: &str = "recoup.toml";
/// Name of the athlete file in an athlete's folder.
pub const ATHLETE_FILE: &str = "athlete.toml";

/// Describes a settings file, known by its name; [`None`] for other files.
pub(crate) fn setting(path: &Path) -> Option<&'static str> {
    match path.file_name()?.to_str()? {
        ROSTER_FILE => Some("a list of athletes"),
        ATHLETE_FILE => Some("an athlete file"),
        _ => None,
    }
}
