//! Assesses the folders and archives of one athlete, and shows the progress.

use crate::output::progress::Bar;
use recoup::{Athlete, BatchOptions, FileRecord, InvalidSetting, ReadOptions};
use std::path::PathBuf;

/// Reads and grades the files at and below some paths.
pub(crate) fn assessed(
    paths: &[PathBuf],
    reading: &ReadOptions<'_>,
    athlete: &Athlete,
) -> Result<Vec<FileRecord>, InvalidSetting> {
    // The bar is dropped on return, so that it is gone before anything else is printed.
    let bar = Bar::new();
    let progress = |progress| bar.update(progress);
    recoup::assess_paths(paths, athlete, reading, &BatchOptions::new().progress(&progress))
}
