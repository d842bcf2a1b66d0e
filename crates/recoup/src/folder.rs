//! From paths to records: discovery, reading and assessing in one call.

use recoup_analysis::{Athlete, BatchOptions, FileRecord, ReadFile, ReadOutcome, assess_all};
use recoup_parse::{Format, Found, Limits, discover, peek_file, read_file};
use std::path::{Path, PathBuf};

/// Finds the files at and below some paths, reads and assesses them: one record for each file
/// found.
///
/// `leave_out` is a folder that is not searched, such as the one that reports are written to. The
/// records come in the order of the paths and, below each, of the names.
#[must_use]
pub fn assess_paths(
    paths: &[PathBuf],
    leave_out: Option<&Path>,
    athlete: &Athlete,
    limits: &Limits,
    options: &BatchOptions<'_>,
) -> Vec<FileRecord> {
    let found: Vec<Found> = paths.iter().flat_map(|path| discover(path, leave_out)).collect();
    let read = |found: &Found| read_found(found, limits);
    assess_all(&found, read, |found| found.name.clone(), athlete, options)
}

fn read_found(found: &Found, limits: &Limits) -> ReadFile {
    let file = |format: Format, outcome| {
        let bytes = std::fs::metadata(&found.path).map_or(0, |metadata| metadata.len());
        ReadFile::new(&found.name, bytes, format.as_str(), outcome)
    };
    if let Some(error) = &found.error {
        return file(Format::Other, ReadOutcome::Unreadable(error.to_string()));
    }
    match read_file(&found.path, limits) {
        Ok(contents) if !contents.activities.is_empty() => {
            let digest = contents.digest;
            let outcome = ReadOutcome::Activities(contents.activities);
            ReadFile { digest, ..file(contents.format, outcome) }
        }
        Ok(contents) => {
            let remark = contents.remark.unwrap_or_default();
            match contents.format {
                Format::Fit | Format::Gpx | Format::Tcx => {
                    file(contents.format, ReadOutcome::NoActivity(remark))
                }
                other => file(other, ReadOutcome::Skipped(remark)),
            }
        }
        Err(error) => {
            // Of a broken file the first lines often still tell when it began.
            let start_ms = peek_file(&found.path).ok().and_then(|peek| peek.start_ms);
            let outcome = ReadOutcome::Unreadable(error.to_string());
            ReadFile { start_ms, ..file(error.format(), outcome) }
        }
    }
}
