//! From paths to records: discovery, reading and assessing in one call.

use crate::cache::{Cache, Key};
use crate::lists::Lists;
use crate::roster::setting;
use crate::source::{Reading, Seen, Source, find};
use recoup_analysis::{
    Anew, Assessed, Assessment, Athlete, BatchOptions, FileRecord, Files, Plan, ReadFile,
    ReadOutcome, Recalled, assess_files,
};
use recoup_parse::{Error, ErrorKind, FileContents, Format, digest};
use std::path::PathBuf;
use std::sync::atomic::Ordering;

/// Finds the files at and below some paths, reads and assesses them: one record for each file
/// found. ZIP archives are looked into, and their members are files as well.
///
/// All of them are one athlete's; for several there is [`Roster`](crate::Roster).
///
/// What the list of a Strava export (`activities.csv`) says of the files below its folder counts
/// with what they say themselves ([`ExportEntry::apply`](crate::ExportEntry::apply)).
///
/// The records come in the order of the paths and, below each, of the names, members behind their
/// archive. A path below another is searched with that; where two paths hold files of one name, names
/// begin with the path's.
#[must_use]
pub fn assess_paths(
    paths: &[PathBuf],
    athlete: &Athlete,
    reading: &Reading<'_>,
    options: &BatchOptions<'_>,
) -> Vec<FileRecord> {
    let sources: Vec<Source> =
        find(paths, reading).into_iter().flat_map(|(_, sources)| sources).collect();
    assess_sources(&sources, athlete, reading, options)
}

/// Reads and assesses the files of one athlete.
pub(crate) fn assess_sources(
    sources: &[Source],
    athlete: &Athlete,
    reading: &Reading<'_>,
    options: &BatchOptions<'_>,
) -> Vec<FileRecord> {
    let cache = reading.cache();
    let mut lists = Lists::default();
    lists.add(sources, cache, &reading.limits);
    let settings = cache.map_or_else(Key::default, |_| settings(athlete, reading));
    let files = Folder { lists, settings, cache, reading };
    let records = assess_files(sources, &files, athlete, options);
    cache.inspect(|cache| cache.flush());
    records
}

/// A digest of all but the file that an assessment rests on: the version, the limits, and what is
/// known of the athlete but for the name and the plan, which are looked at afterwards.
fn settings(athlete: &Athlete, reading: &Reading<'_>) -> Key {
    let athlete =
        Athlete { name: String::new(), plan: None, planned: Plan::default(), ..athlete.clone() };
    digest([&reading.basis()[..], format!("{athlete:?}").as_bytes()])
}

/// The files of one athlete, and what was made of them before.
struct Folder<'a> {
    lists: Lists,
    settings: Key,
    cache: Option<&'a Cache>,
    reading: &'a Reading<'a>,
}

impl Files<Source> for Folder<'_> {
    fn name(&self, source: &Source) -> String {
        source.found.name.clone()
    }

    fn read(&self, source: &Source) -> ReadFile {
        if let Some(told) = self.told(source) {
            return told;
        }
        let contents = source.found.load(&self.reading.limits).and_then(|loaded| {
            let digest = loaded.digest();
            source.set_content(digest);
            Ok((loaded.contents(&self.reading.limits)?, digest))
        });
        self.made_of(source, contents)
    }

    fn recall(&self, source: &Source) -> Recalled {
        let read = |read| Recalled::Read(Box::new(read));
        if let Some(told) = self.told(source) {
            // Nothing is read of it, so there is nothing to spare.
            source.is_transient.store(true, Ordering::Relaxed);
            return read(told);
        }
        match &source.seen {
            Some(Seen::Activities(digest)) => {
                source.set_content(*digest);
                if let Some(known) = self.known(source) {
                    return known;
                }
            }
            Some(Seen::Other(record)) => {
                self.cache.inspect(|cache| cache.count_found());
                let record = FileRecord::clone(record);
                return Recalled::Known(Box::new(Assessed { record, waiting: Vec::new() }));
            }
            Some(Seen::Archive(_) | Seen::List(_)) | None => {}
        }
        let loaded = match source.found.load(&self.reading.limits) {
            Ok(loaded) => loaded,
            Err(error) => return read(self.made_of(source, Err(error))),
        };
        let digest = loaded.digest();
        source.set_content(digest);
        if let Some(known) = self.known(source) {
            source.keep_seen(self.cache, &Seen::Activities(digest));
            return known;
        }
        let contents = loaded.contents(&self.reading.limits);
        read(self.made_of(source, contents.map(|contents| (contents, digest))))
    }

    fn keep(&self, source: &Source, assessed: &Assessed) {
        if source.is_transient.load(Ordering::Relaxed) {
            return;
        }
        if assessed.record.sessions == 0 {
            source.keep_seen(self.cache, &Seen::Other(Box::new(assessed.record.clone())));
        } else if let Some((cache, key)) = self.cache.zip(self.key(source, &"file")) {
            cache.put(&key, assessed);
            source.keep_seen(self.cache, &Seen::Activities(source.content()));
        }
    }

    fn recall_run(&self, source: &Source, session: u32, anew: &Anew) -> Option<Assessment> {
        self.cache?.get(&self.key(source, &(session, anew))?)
    }

    fn keep_run(&self, source: &Source, session: u32, anew: &Anew, run: &Assessment) {
        if let Some((cache, key)) = self.cache.zip(self.key(source, &(session, anew))) {
            cache.put(&key, run);
        }
    }
}

impl Folder<'_> {
    /// The key of what was made of a file, by its content and all else that decides on it.
    fn key(&self, source: &Source, of: &impl std::fmt::Debug) -> Option<Key> {
        let content = source.content()?;
        let mut listed = String::new();
        let entries = self.lists.entries(&source.found.place());
        if !entries.is_empty() {
            listed = format!("{entries:?}");
        }
        let of = format!("{of:?}");
        Some(digest([&content[..], &self.settings, of.as_bytes(), b"\0", listed.as_bytes()]))
    }

    fn known(&self, source: &Source) -> Option<Recalled> {
        let cache = self.cache?;
        let mut assessed: Assessed = cache.get(&self.key(source, &"file")?)?;
        assessed.record.bytes = Self::bytes(source);
        cache.count_found();
        Some(Recalled::Known(Box::new(assessed)))
    }

    fn file(source: &Source, format: Format, outcome: ReadOutcome) -> ReadFile {
        ReadFile::new(&source.found.name, Self::bytes(source), format.as_str(), outcome)
    }

    fn bytes(source: &Source) -> u64 {
        source.bytes.unwrap_or_else(|| source.found.byte_len())
    }

    /// What is known of a file without reading it.
    fn told(&self, source: &Source) -> Option<ReadFile> {
        let found = &source.found;
        if let Some(error) = &found.error {
            let outcome = ReadOutcome::Unreadable(error.to_string());
            return Some(Self::file(source, error.format(), outcome));
        }
        let skipped = |format, why| Some(Self::file(source, format, ReadOutcome::Skipped(why)));
        if let Some(aside) = &found.aside {
            return skipped(aside.format, aside.why.clone());
        }
        if let Some(what) = self.lists.at(&found.place()) {
            return skipped(Format::Other, what);
        }
        if found.is_file()
            && let Some(what) = setting(&found.path)
        {
            return skipped(Format::Other, what.to_owned());
        }
        None
    }

    /// What reading a file gave, with what the lists say of it.
    fn made_of(
        &self,
        source: &Source,
        contents: Result<(FileContents, Option<Key>), Error>,
    ) -> ReadFile {
        match contents {
            Ok((mut contents, digest)) if !contents.activities.is_empty() => {
                self.lists.apply(&source.found.place(), &mut contents.activities);
                let outcome = ReadOutcome::Activities(contents.activities);
                ReadFile { digest, ..Self::file(source, contents.format, outcome) }
            }
            Ok((contents, _)) => {
                let remark = contents.remark.unwrap_or_default();
                match contents.format {
                    Format::Fit | Format::Gpx | Format::Tcx => {
                        Self::file(source, contents.format, ReadOutcome::NoActivity(remark))
                    }
                    other => Self::file(source, other, ReadOutcome::Skipped(remark)),
                }
            }
            Err(error) => {
                if error.kind() == ErrorKind::Io {
                    source.is_transient.store(true, Ordering::Relaxed);
                }
                // Of a broken file the first lines often still tell when it began.
                let start_ms = source.found.peek().ok().and_then(|peek| peek.start_ms);
                let outcome = ReadOutcome::Unreadable(error.to_string());
                ReadFile { start_ms, ..Self::file(source, error.format(), outcome) }
            }
        }
    }
}
