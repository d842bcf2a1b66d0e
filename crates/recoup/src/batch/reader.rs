//! One file of a batch: from the cache, or read, measured and graded.

use crate::batch::memory::{Memory, Part};
use crate::cache::{Cache, Key, bytes_of};
use crate::measure::from_contents;
use crate::sources::export_list::ExportLists;
use crate::sources::settings::setting;
use crate::sources::{ReadOptions, Seen, Source};
use jiff::tz::TimeZone;
use recoup_analysis::history::finish::Regrade;
use recoup_analysis::run::sessions::sessions;
use recoup_analysis::settings::key::SettingsKey;
use recoup_analysis::{Assessment, Athlete, FileMeasured, FileStatus, Measured, Plan, Reason};
use recoup_parse::{Error, ErrorKind, FileBytes, FileContents, Format, digest};

/// Reads the files of one athlete.
pub(crate) struct BatchReader<'a> {
    lists: &'a ExportLists,
    athlete: &'a Athlete,
    zone: Option<TimeZone>,
    settings: SettingsKey,
    /// Part of all cache keys: a digest of the version, the limits and the athlete's settings.
    basis: Key,
    cache: Option<&'a Cache>,
    reading: &'a ReadOptions<'a>,
    memory: &'a Memory,
    /// Whether runs are only measured.
    only_measures: bool,
    /// Whether every file is digested, and not only those that could be copies.
    digests_all: bool,
}

/// Least expanded length for which memory is requested, in bytes.
const EXPECTED_LEAST: u64 = 1 << 20;

/// A file that was read or found in the cache.
pub(crate) struct Read {
    pub(crate) measured: FileMeasured,
    /// Cache key of the content: its digest, or the file's stamp if the content was not hashed.
    pub(crate) content: Option<Key>,
    /// Digest of some sampled bytes, for a file with activities whose whole content was not
    /// digested.
    pub(crate) sample: Option<Key>,
}

impl Read {
    pub(crate) fn of(measured: FileMeasured, content: Option<Key>) -> Self {
        Self { measured, content, sample: None }
    }
}

/// A result of reading, and whether the cache may keep it.
struct Fresh {
    measured: FileMeasured,
    /// Whether reading failed for a reason other than the content, such as an error of the disk.
    is_transient: bool,
}

impl<'a> BatchReader<'a> {
    pub(crate) fn new(
        lists: &'a ExportLists,
        athlete: &'a Athlete,
        reading: &'a ReadOptions<'a>,
        memory: &'a Memory,
    ) -> Self {
        let cache = reading.used_cache();
        let basis = cache.map_or_else(Key::default, |_| {
            digest([&settings_digest(athlete, reading)[..], &lists.shared_key()])
        });
        let settings = SettingsKey::of_athlete(athlete);
        let (only_measures, digests_all) = (false, cache.is_some());
        let zone = athlete.zone().ok().flatten();
        Self {
            lists,
            athlete,
            zone,
            settings,
            basis,
            cache,
            reading,
            memory,
            only_measures,
            digests_all,
        }
    }

    /// Makes the reader digest every file, so that the results can be combined with those of other
    /// batches.
    pub(crate) fn digesting_all(self) -> Self {
        Self { digests_all: true, ..self }
    }

    /// Makes the reader only measure runs; the caller grades them. Use no cache with this reader,
    /// because a cache keeps graded runs.
    pub(crate) fn only_measuring(self) -> Self {
        Self { only_measures: true, ..self }
    }

    /// Writes new results to the cache.
    pub(crate) fn flush(&self) {
        self.cache.inspect(|cache| cache.flush());
    }

    /// Returns the cached result for a file, or reads, measures and grades it.
    ///
    /// The athlete's name and plan are not part of the cache key.
    pub(crate) fn file(&self, source: &Source) -> Read {
        if let Some(measured) = self.recognized(source) {
            return Read::of(measured, None);
        }
        match source.seen.as_deref() {
            Some(Seen::Activities(digest)) => {
                let content = source.content_key(*digest);
                if let Some(measured) = self.cached(source, content) {
                    return Read::of(measured, content);
                }
            }
            Some(Seen::Other(measured)) => {
                self.cache.inspect(|cache| cache.count_found());
                let measured = named(FileMeasured::clone(measured), source);
                return Read::of(measured, None);
            }
            Some(Seen::Archive(_) | Seen::List(_)) | None => {}
        }
        let _stored = self.memory.for_stored(source.byte_len());
        let loaded = match source.found.load(&self.reading.limits) {
            Ok(loaded) => loaded,
            Err(error) => return self.stored(source, None, self.unreadable(source, &error)),
        };
        let (digest, sample) =
            if self.digests_all { (loaded.digest(), None) } else { (None, loaded.sample()) };
        let content = source.content_key(digest);
        if let Some(measured) = self.cached(source, content) {
            source.keep_seen(self.cache, &Seen::Activities(digest));
            return Read::of(measured, content);
        }
        let fresh = match self.contents(loaded) {
            Ok((contents, _memory)) => self.graded(source, contents, digest),
            Err(error) => self.unreadable(source, &error),
        };
        let sample = sample.filter(|_| fresh.measured.sessions() > 0);
        Read { sample, ..self.stored(source, content, fresh) }
    }

    /// Grades a run again: from its measured samples, from the cache, or from its file.
    ///
    /// `content` is the cache key of the file's content.
    pub(crate) fn regrade(
        &self,
        source: &Source,
        content: Option<&Key>,
        regrade: &mut Regrade,
    ) -> Option<Assessment> {
        let of_run = (regrade.session, regrade.facts);
        let cache = |content: Option<&Key>| self.cache.zip(self.key(source, content, &of_run));
        if let Some(graded) = regrade.grade(self.athlete) {
            cache(content).inspect(|(cache, key)| cache.put(key, &graded));
            return Some(graded);
        }
        if let Some(graded) = cache(content).and_then(|(cache, key)| cache.get(&key)) {
            return Some(graded);
        }
        let _stored = self.memory.for_stored(source.byte_len());
        let loaded = source.found.load(&self.reading.limits).ok()?;
        let content = self.cache.and_then(|_| source.content_key(loaded.digest()));
        let (mut contents, _memory) = self.contents(loaded).ok()?;
        self.lists.apply(&source.found.place(), &mut contents.activities, self.zone.as_ref());
        let sessions = sessions(&contents.activities, &self.athlete.policy);
        let run = sessions.iter().find(|run| run.session == regrade.session)?;
        let measured = Measured::new(run, &self.athlete.policy);
        let graded = regrade.grade_measured(measured, self.athlete);
        cache(content.as_ref()).inspect(|(cache, key)| cache.put(key, &graded));
        Some(graded)
    }

    /// Digests the bytes of a file that were not digested when it was read.
    pub(crate) fn digest(&self, source: &Source) -> Option<Key> {
        let _stored = self.memory.for_stored(source.byte_len());
        source.found.load(&self.reading.limits).ok()?.digest()
    }

    /// Reads the contents of a file when there is room for them. Keep the returned parts of the
    /// memory as long as the contents.
    fn contents(&self, loaded: FileBytes) -> Result<(FileContents, [Part<'_>; 2]), Error> {
        let limits = &self.reading.limits;
        let expected = loaded.expected_len().max(EXPECTED_LEAST).min(limits.expanded_bytes);
        let mut expanded = self.memory.for_expanded(expected);
        let read = match loaded.contents(&limits.with_expanded_bytes(expected)) {
            // A gzip of several parts has the length of its last part at its end.
            Err(error)
                if error.kind() == ErrorKind::LimitExceeded && expected < limits.expanded_bytes =>
            {
                drop(expanded);
                expanded = self.memory.for_expanded(limits.expanded_bytes);
                loaded.contents(limits)
            }
            read => read,
        };
        drop(loaded);
        let contents = read?;
        let samples = contents.activities.iter().map(|one| one.samples.len()).sum();
        Ok((contents, [expanded, self.memory.for_samples(samples)]))
    }

    /// Returns the result for a file that need not be read; [`None`] if the file must be read.
    fn recognized(&self, source: &Source) -> Option<FileMeasured> {
        let found = &source.found;
        let nothing = |format, status, reason| Some(nothing(source, format, status, reason));
        if let Some(error) = &found.error {
            let reason = Reason::Unreadable(error.to_string());
            return nothing(error.format(), FileStatus::Unreadable, reason);
        }
        let skipped = |format, why| nothing(format, FileStatus::Skipped, Reason::Skipped(why));
        if let Some(aside) = &found.aside {
            return skipped(aside.format, aside.why.clone());
        }
        if let Some(error) = self.lists.error_at(&found.place()) {
            let reason = Reason::Unreadable(error.to_string());
            return nothing(error.format(), FileStatus::Unreadable, reason);
        }
        if let Some((what, damage)) = self.lists.at(&found.place()) {
            let mut measured = skipped(Format::Other, what);
            if let Some(measured) = &mut measured {
                measured.damage = damage.cloned();
            }
            return measured;
        }
        if !found.is_member()
            && let Some(what) = setting(&found.path)
        {
            return skipped(Format::Other, what.to_owned());
        }
        None
    }

    fn graded(&self, source: &Source, mut contents: FileContents, digest: Option<Key>) -> Fresh {
        self.lists.date(contents.plan.as_deref_mut());
        self.lists.apply(&source.found.place(), &mut contents.activities, self.zone.as_ref());
        let (name, bytes) = (&source.found.name, source.byte_len());
        let mut measured = from_contents(name, bytes, &contents, self.athlete);
        if measured.sessions() > 0 {
            measured = measured.with_digest(digest);
        }
        if !self.only_measures {
            measured.grade_by_key(self.athlete, self.settings);
            measured.drop_samples(self.athlete);
        }
        Fresh { measured, is_transient: false }
    }

    fn unreadable(&self, source: &Source, error: &Error) -> Fresh {
        // The start can often still be read from the first lines of a broken file.
        let start_ms = source.found.peek().ok().and_then(|peek| peek.start_ms);
        let reason = Reason::Unreadable(error.to_string());
        let mut measured =
            nothing(source, error.format(), FileStatus::Unreadable, reason).with_start(start_ms);
        if !self.only_measures {
            measured.grade_by_key(self.athlete, self.settings);
        }
        Fresh { measured, is_transient: error.kind() == ErrorKind::Io }
    }

    /// Stores a result in the cache and returns it.
    fn stored(&self, source: &Source, content: Option<Key>, fresh: Fresh) -> Read {
        let Fresh { measured, is_transient } = fresh;
        if is_transient || self.cache.is_none() {
            return Read::of(measured, content);
        }
        // The kinds of planned runs depend on the policy, so plans are read again.
        if measured.is_plan() {
            return Read::of(measured, content);
        }
        if measured.sessions() == 0 {
            source.keep_seen(self.cache, &Seen::Other(Box::new(measured.clone())));
        } else if let Some((cache, key)) = self.cache.zip(self.key(source, content.as_ref(), &())) {
            cache.put(&key, &measured.without_measured());
            source.keep_seen(self.cache, &Seen::Activities(measured.digest));
        }
        Read::of(measured, content)
    }

    fn cached(&self, source: &Source, content: Option<Key>) -> Option<FileMeasured> {
        let cache = self.cache?;
        let measured = cache.get(&self.key(source, content.as_ref(), &())?)?;
        cache.count_found();
        Some(named(measured, source))
    }

    /// Returns the cache key of a file, or of one of its runs: a digest of everything that the
    /// result depends on. [`None`] if the content has no key.
    fn key(
        &self,
        source: &Source,
        content: Option<&Key>,
        of: &impl serde::Serialize,
    ) -> Option<Key> {
        let content = content?;
        let listed = self.lists.key_of(&source.found.place());
        Some(digest([&content[..], &self.basis, &bytes_of(of), b"\0", &listed]))
    }
}

/// Gives a cached result the name and size that the file has now.
fn named(mut measured: FileMeasured, source: &Source) -> FileMeasured {
    measured.file.clone_from(&source.found.name);
    measured.bytes = source.byte_len();
    measured
}

fn nothing(source: &Source, format: Format, status: FileStatus, reason: Reason) -> FileMeasured {
    FileMeasured::nothing(&source.found.name, source.byte_len(), format.as_str(), status, reason)
}

/// Returns a digest of the version, the limits and the athlete's settings. The name and the plan
/// are not included, because they are applied afterwards.
fn settings_digest(athlete: &Athlete, reading: &ReadOptions<'_>) -> Key {
    let graded_by = athlete.clone().with(|athlete| {
        athlete.name = String::new();
        athlete.plan.clear();
        athlete.planned = Plan::default();
    });
    // The maxima are added, because Serde skips them.
    let settings = bytes_of(&(graded_by, &athlete.maxima));
    digest([&reading.basis()[..], &settings])
}
