//! Processes the files of one athlete, from the sources to the records, on all threads and with the
//! cache.
//!
//! A batch is [`measure`](crate::measure::measure) and [`finish`](crate::measure::finish) with
//! threads, progress, cancellation and the cache between them. Each file is read, measured and
//! dropped within one task, so that memory is bounded by the largest files being read and not by
//! the folder.

pub(crate) mod file_set;
pub(crate) mod measure_files;
pub(crate) mod memory;
pub(crate) mod options;
pub(crate) mod reader;

use crate::batch::memory::Memory;
use crate::batch::options::{BatchOptions, Progress};
use crate::batch::reader::{BatchReader, Read};
use crate::cache::Key;
use crate::measure::placed;
use crate::sources::export_list::ExportLists;
use crate::sources::{ReadOptions, Source, find};
use crate::threads::{in_order, map, on_threads};
use recoup_analysis::history::finish::{Regrade, Unfinished};
use recoup_analysis::{Athlete, FileMeasured, FileRecord, FileStatus, InvalidSetting, Reason};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Finds the files at and below some paths, and reads and assesses them. Returns one record for
/// each file. Members of ZIP archives are files as well.
///
/// All files belong to one athlete. [`Roster`](crate::Roster) assigns files to several athletes.
///
/// The list of a Strava export (`activities.csv`) adds its entries to the files below its folder
/// ([`ExportEntry::apply`](crate::ExportEntry::apply)).
///
/// Records are in the order of the paths and, below each path, of the file names. Members follow
/// their archive. A path below another path is not searched twice. If two paths have a file of the
/// same name, all names begin with the name of their path. With [`BatchOptions::cancel`] there may
/// be fewer records.
///
/// If neither the athlete nor the file knows the maximum heart rate of a run, the run is graded by
/// the maximum that all files show ([`MaxTimeline`](recoup_analysis::MaxTimeline)), unless
/// [`Athlete::maxima`] is given.
///
/// # Errors
///
/// Returns the first setting that no athlete can have ([`Athlete::check`]). A file that cannot be
/// read is no error; its record has the reason.
pub fn assess_paths(
    paths: &[PathBuf],
    athlete: &Athlete,
    reading: &ReadOptions<'_>,
    options: &BatchOptions<'_>,
) -> Result<Vec<FileRecord>, InvalidSetting> {
    athlete.check()?;
    let sources: Vec<Source> =
        find(paths, reading).into_iter().flat_map(|(_, sources)| sources).collect();
    Ok(assess_sources(&sources, athlete, reading, options, &Memory::default()))
}

/// Reads and assesses the files of one athlete. Athletes that are read at the same time share
/// `memory`.
pub(crate) fn assess_sources(
    sources: &[Source],
    athlete: &Athlete,
    reading: &ReadOptions<'_>,
    options: &BatchOptions<'_>,
    memory: &Memory,
) -> Vec<FileRecord> {
    let lists = ExportLists::among(sources, reading);
    let reader = BatchReader::new(&lists, athlete, reading, memory);
    let threads = options.threads_for(sources.len());
    let (read, measured) = read_all(&reader, sources, options, threads);
    let mut unfinished = Unfinished::new(measured, athlete);
    let regrade = |mut regrade: Regrade| {
        let (source, content) = &read[regrade.file];
        // A file that was read once can be read again, unless it changed meanwhile.
        let graded =
            recoup_parse::contained(|| reader.regrade(source, content.as_ref(), &mut regrade));
        (regrade, graded.flatten())
    };
    let regrades = unfinished.regrades();
    for (regrade, graded) in on_threads(threads, || map(regrades, regrade)) {
        if let Some(graded) = graded {
            unfinished.replace(&regrade, graded);
        }
    }
    let mut records = placed(unfinished, athlete);
    if options.since.is_some() || options.until.is_some() {
        for record in &mut records {
            record.retain_dates(options.since, options.until);
        }
    }
    reader.flush();
    records
}

/// The files that were read, each with the cache key of its content.
type ReadFrom<'a> = Vec<(&'a Source, Option<Key>)>;

/// Reads and grades each file by itself.
fn read_all<'a>(
    reader: &BatchReader<'_>,
    sources: &'a [Source],
    options: &BatchOptions<'_>,
    threads: usize,
) -> (ReadFrom<'a>, Vec<FileMeasured>) {
    let done = AtomicUsize::new(0);
    let one = |source: &Source| {
        let read = contained(&source.found.name, || reader.file(source));
        if let Some(progress) = options.progress {
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            progress(Progress { done, total: sources.len() });
        }
        read
    };
    let mut files = on_threads(threads, || in_order(sources, options.cancel, one));
    digest_alike(reader, sources, &mut files);
    let with_source = |(index, read): (usize, Read)| {
        let Read { measured, content, .. } = read;
        ((&sources[index], content), measured)
    };
    files.into_iter().map(with_source).unzip()
}

/// Digests the files whose samples are equal, because they may be copies. Hashing all files would
/// take longer than reading them.
fn digest_alike(reader: &BatchReader<'_>, sources: &[Source], files: &mut [(usize, Read)]) {
    let mut alike: HashMap<Key, Vec<usize>> = HashMap::new();
    for (place, (_, read)) in files.iter().enumerate() {
        if let Some(sample) = read.sample {
            alike.entry(sample).or_default().push(place);
        }
    }
    for place in alike.into_values().filter(|places| places.len() > 1).flatten() {
        let (index, read) = &mut files[place];
        read.measured.digest = reader.digest(&sources[*index]);
    }
}

/// Runs a reader. A panic becomes an unreadable file, so that it costs no other file.
fn contained(name: &str, reader: impl FnOnce() -> Read) -> Read {
    recoup_parse::contained(reader).unwrap_or_else(|| Read::of(unread(name, 0), None))
}

/// Returns the result for a file whose reader failed.
fn unread(name: &str, bytes: u64) -> FileMeasured {
    let (status, reason) = (FileStatus::Unreadable, Reason::Internal);
    FileMeasured::nothing(name, bytes, "other", status, reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use recoup_analysis::finish;

    #[test]
    fn a_reader_that_panics_costs_its_file_only() {
        let read = contained("odd.fit", || panic!("a defect of a reader"));
        let records = finish(vec![read.measured], &Athlete::default()).unwrap();
        assert_eq!((&*records[0].file, records[0].status), ("odd.fit", FileStatus::Unreadable));
        assert!(records[0].detail().contains("please report it"), "{}", records[0].detail());
    }
}
