//! Files of one athlete that a caller found, measured one by one.

use crate::batch::memory::Memory;
use crate::batch::options::BatchOptions;
use crate::batch::reader::BatchReader;
use crate::batch::{contained, read_all, unread};
use crate::sources::export_list::ExportLists;
use crate::sources::{ReadOptions, Source, expand_all};
use recoup_analysis::{Athlete, FileMeasured, Policy};
use recoup_parse::FoundFile;
use std::path::PathBuf;

/// Files of one athlete that the caller found, with the members of archives and the lists of
/// exports among them.
///
/// [`assess_paths`](crate::assess_paths) searches the disk and brings its own threads. A `FileSet`
/// is for a caller whose files are elsewhere ([`FoundFile::source`]), or who measures each file on
/// its own thread, process or machine. Sets of the same files have the same files at the same
/// indices. [`finish`](crate::finish) grades the measured files, in the order of their indices, as
/// `assess_paths` would.
///
/// ```
/// use recoup::{Athlete, FileSet, FoundFile, Policy, ReadOptions};
/// let export = recoup_testkit::export::strava::export().pack();
/// let photo = FoundFile::bytes("me.jpg", b"\xff\xd8\xff\xe0 a photo");
/// let found = vec![FoundFile::bytes("kari.zip", &export), photo];
/// let set = FileSet::new(vec![("".into(), found)], &ReadOptions::new());
/// let measured = (0..set.len()).map(|index| set.measure(index, &Policy::default())).collect();
/// let records = recoup::finish(measured, &Athlete::with_max_hr(190.0))?;
/// assert_eq!(records[0].file, "kari.zip");
/// assert_eq!(records.last().map(|photo| photo.status.as_str()), Some("skipped"));
/// # Ok::<(), recoup::FinishError>(())
/// ```
#[derive(Debug)]
pub struct FileSet<'a> {
    sources: Vec<Source>,
    lists: ExportLists,
    reading: ReadOptions<'a>,
    memory: Memory,
}

impl<'a> FileSet<'a> {
    /// Creates the set of the files that were found below some paths. Lists the members of
    /// archives, and reads the lists of exports.
    ///
    /// Files are sorted by name below each path, and the members of an archive follow the archive.
    /// Files that their names mark are not read ([`FoundFile::marked_by_name`]). The cache of
    /// `reading` is not used.
    #[must_use]
    pub fn new(below: Vec<(PathBuf, Vec<FoundFile>)>, reading: &ReadOptions<'a>) -> Self {
        let reading = reading.without_cache();
        let sorted = |found: Vec<FoundFile>| {
            let mut found: Vec<_> = found.into_iter().map(FoundFile::marked_by_name).collect();
            found.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.path.cmp(&b.path)));
            found
        };
        let (paths, found): (Vec<PathBuf>, Vec<_>) =
            below.into_iter().map(|(path, found)| (path, sorted(found))).unzip();
        let below = paths.iter().map(PathBuf::as_path).zip(found).collect();
        let sources: Vec<Source> =
            expand_all(below, &reading).into_iter().flat_map(|(_, sources)| sources).collect();
        let lists = ExportLists::among(&sources, &reading);
        Self { sources, lists, reading, memory: Memory::default() }
    }

    /// Returns the number of files, members of archives included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether there are no files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// Returns the file at an index.
    #[must_use]
    pub fn found(&self, index: usize) -> Option<&FoundFile> {
        self.sources.get(index).map(Source::found)
    }

    /// Reads the file at an index and measures its sessions by a policy.
    ///
    /// There is no error: the result for a broken file has the reason.
    ///
    /// # Panics
    ///
    /// Panics if there is no such file.
    #[must_use]
    pub fn measure(&self, index: usize, policy: &Policy) -> FileMeasured {
        let athlete = Athlete::default().with(|athlete| athlete.policy = policy.clone());
        let (reader, source) = (self.reader(&athlete).only_measuring(), &self.sources[index]);
        contained(&source.found.name, || reader.file(source)).measured
    }

    /// Returns the result for a file whose reader failed outside the control of this library, for
    /// example because its process died.
    ///
    /// # Panics
    ///
    /// Panics if there is no such file.
    #[must_use]
    pub fn unread(&self, index: usize) -> FileMeasured {
        let found = &self.sources[index].found;
        unread(&found.name, found.byte_len())
    }

    /// Measures all files, and grades their runs if `is_graded`. Returns fewer files if the batch is
    /// cancelled.
    pub(super) fn measure_all(
        &self,
        athlete: &Athlete,
        is_graded: bool,
        options: &BatchOptions<'_>,
    ) -> Vec<FileMeasured> {
        let reader = self.reader(athlete);
        let reader = if is_graded { reader } else { reader.only_measuring() };
        read_all(&reader, &self.sources, options, options.threads_for(self.len())).1
    }

    fn reader<'s>(&'s self, athlete: &'s Athlete) -> BatchReader<'s> {
        BatchReader::new(&self.lists, athlete, &self.reading, &self.memory).digesting_all()
    }
}
