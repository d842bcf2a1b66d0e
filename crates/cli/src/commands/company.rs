//! Reads the other files of an athlete, because a file is graded together with these files.
//!
//! The grade is then the same as in `recoup report` for the folder or archive.

use crate::commands::assessed::assessed;
use crate::output::messages;
use crate::paths::shown_paths;
use recoup::analysis::answer::mixed::mixed;
use recoup::analysis::wording::counted;
use recoup::{Athlete, Company, FileRecord, ReadOptions};
use std::path::PathBuf;

/// Assesses the folders and archives of an athlete, and prints a note about them.
pub(crate) fn company_of(
    roots: &[PathBuf],
    reading: &ReadOptions<'_>,
    athlete: &Athlete,
) -> anyhow::Result<Company> {
    if roots.is_empty() {
        return Ok(Company::default());
    }
    let records = assessed(roots, reading, athlete)?;
    let runs: usize = records.iter().map(|record| record.runs.len()).sum();
    let places = shown_paths(roots);
    if runs > 1 {
        let runs = counted(runs, "run");
        messages::note(format!("graded among the {runs} in {places}; --alone grades by itself"));
    }
    warn_mixed(&records, &places);
    Ok(Company::new(records))
}

/// Warns of files that seem to belong to several athletes, because they are graded for one athlete.
pub(crate) fn warn_mixed(records: &[FileRecord], places: &str) {
    if mixed(records.iter()).is_some() {
        messages::warning(format!(
            "{places}: these files may be of several athletes (`recoup report` says why); name those \
             of one"
        ));
    }
}
