//! The rows of the tables, in their order.

use super::RunRow;
use recoup_analysis::FileRecord;

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
#[cfg(any(feature = "arrow", feature = "frames"))]
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
