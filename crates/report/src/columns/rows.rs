//! The rows of the tables, in their order.

use super::RunRow;
use recoup_analysis::{FileRecord, Week};

/// The rows of a table.
///
/// ```
/// use recoup_report::TableRows;
/// assert!(TableRows::Weeks(&[]).is_empty());
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum TableRows<'a> {
    /// A row per week.
    Weeks(&'a [Week]),
    /// A row per run of some files.
    Runs(&'a [FileRecord]),
    /// A row per file.
    Files(&'a [FileRecord]),
}

impl TableRows<'_> {
    /// Returns the number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Weeks(weeks) => weeks.len(),
            Self::Runs(files) => files.iter().map(|file| file.runs.len()).sum(),
            Self::Files(files) => files.len(),
        }
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Returns the runs of some files, sorted by athlete, start and file.
pub(crate) fn run_rows(files: &[FileRecord]) -> Vec<RunRow<'_>> {
    let mut runs: Vec<RunRow<'_>> = files
        .iter()
        .flat_map(|record| record.runs.iter().map(move |run| (record, run)))
        .map(|(record, run)| RunRow { athlete: &record.athlete, file: &record.file, run })
        .collect();
    runs.sort_by_key(|row| (row.athlete, row.run.start_ms, row.file, row.run.session));
    runs
}

/// Returns some files, sorted by athlete, start (those without one first) and name.
#[cfg(any(feature = "arrow", feature = "csv"))]
pub(crate) fn file_rows(files: &[FileRecord]) -> Vec<&FileRecord> {
    let mut files: Vec<&FileRecord> = files.iter().collect();
    files.sort_by(|left, right| {
        left.athlete
            .cmp(&right.athlete)
            .then(left.start_ms.cmp(&right.start_ms))
            .then_with(|| left.file.cmp(&right.file))
    });
    files
}
