//! Sources: the files below the searched paths, on the disk and in archives, with their cached
//! results.

pub(crate) mod athlete_root;
pub(crate) mod display_names;
pub(crate) mod export_list;
pub(crate) mod locate;
pub(crate) mod settings;

use crate::cache::{Cache, Key};
use crate::sources::settings::{REPORT_FOLDER, is_page, is_table};
use crate::threads::map;
use recoup_analysis::FileMeasured;
use recoup_parse::{Archives, Error, ExportList, FoundFile, Limits, Listing, digest, discover};
use serde::{Deserialize, Serialize};
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Age from which a time of modification is trusted. Clocks of file systems move in steps, so a
/// file that changed more recently may change again and keep its time of modification.
const SETTLED: Duration = Duration::from_millis(50);

/// Number of folders above a table that can be the output folder: one can be an athlete's folder.
const TABLE_LEVELS: usize = 2;

/// Options of finding and reading files.
///
/// ```
/// use recoup::ReadOptions;
/// use std::path::Path;
/// let options = ReadOptions::new().keep_addresses(true).tables_folder(Path::new("reports"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct ReadOptions<'a> {
    pub(crate) limits: Limits,
    pub(crate) tables_folder: Option<&'a Path>,
    pub(crate) stdin: Option<&'a [u8]>,
    pub(crate) keep_addresses: bool,
    cache: Option<&'a Cache>,
}

impl<'a> ReadOptions<'a> {
    /// Creates options with the default limits and without a cache.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the limits for reading one file.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the folder that reports are written to. The search leaves out the tables in this folder
    /// and in the athletes' folders below it. It also leaves out every page that recoup wrote
    /// ([`is_page`](crate::is_page)).
    #[must_use]
    pub fn tables_folder(mut self, folder: impl Into<Option<&'a Path>>) -> Self {
        self.tables_folder = folder.into();
        self
    }

    /// Sets the bytes of the path `-`. Without them `-` is the name of a file.
    #[must_use]
    pub fn stdin(mut self, bytes: impl Into<Option<&'a [u8]>>) -> Self {
        self.stdin = bytes.into();
        self
    }

    /// Sets whether reports show e-mail addresses in the names of files.
    #[must_use]
    pub fn keep_addresses(mut self, keep_addresses: bool) -> Self {
        self.keep_addresses = keep_addresses;
        self
    }

    /// Sets the cache of earlier results.
    #[cfg(feature = "cache")]
    #[must_use]
    pub fn cache(mut self, cache: impl Into<Option<&'a Cache>>) -> Self {
        self.cache = cache.into();
        self
    }

    /// Returns the cache of earlier results.
    pub(crate) fn used_cache(&self) -> Option<&'a Cache> {
        self.cache
    }

    /// Returns the same options without the cache.
    pub(crate) fn without_cache(&self) -> Self {
        Self { cache: None, ..self.clone() }
    }

    /// Returns a digest of the version and the limits.
    pub(crate) fn basis(&self) -> Key {
        let version = concat!(env!("CARGO_PKG_VERSION"), " ", env!("RECOUP_SOURCES"));
        digest([format!("{version} {:?}", self.limits)])
    }
}

/// A file that was found, and its cached results.
#[derive(Debug)]
pub struct Source {
    pub(crate) found: FoundFile,
    /// Length in bytes, if it was read already.
    bytes: Option<u64>,
    /// Digest of the path, length and time of modification.
    stamp: Option<Key>,
    /// Cached result of an earlier look at this path.
    pub(crate) seen: Option<Box<Seen>>,
}

/// A cached result of an earlier look at a path.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Seen {
    /// An archive: its members.
    Archive(Listing),
    /// A list in the export of an account.
    List(ExportList),
    /// A file with activities: the digest of its bytes, if known.
    Activities(Option<Key>),
    /// A file without activities.
    Other(Box<FileMeasured>),
}

impl Source {
    pub(crate) fn new(found: FoundFile) -> Self {
        Self { found, bytes: None, stamp: None, seen: None }
    }

    /// Returns the found file.
    #[must_use]
    pub fn found(&self) -> &FoundFile {
        &self.found
    }

    /// Reads the length and the stamp from the disk, and the earlier result from the cache.
    fn look_up(&mut self, reading: &ReadOptions<'_>, basis: &Key) {
        if !self.found.is_file() || self.found.error.is_some() || self.found.aside.is_some() {
            return;
        }
        let Ok(metadata) = fs::metadata(&self.found.path) else { return };
        self.bytes = Some(metadata.len());
        if let Some(cache) = reading.used_cache() {
            self.stamp = stamp(basis, &self.found.path, &metadata, SystemTime::now());
            self.seen = self.stamp.and_then(|stamp| cache.get(&stamp)).map(Box::new);
        }
    }

    /// Stores the result of a look at the file.
    pub(crate) fn keep_seen(&self, cache: Option<&Cache>, seen: &Seen) {
        if let (Some(cache), Some(stamp)) = (cache, &self.stamp) {
            cache.put(stamp, seen);
        }
    }

    /// Returns the length in bytes.
    pub(crate) fn byte_len(&self) -> u64 {
        self.bytes.unwrap_or_else(|| self.found.byte_len())
    }

    /// Returns the cache key of the content: its digest, or the file's stamp if the content was not
    /// hashed.
    pub(crate) fn content_key(&self, digest: Option<Key>) -> Option<Key> {
        digest.or(self.stamp)
    }

    /// Whether an earlier look at the file, if there was one, found a list.
    pub(crate) fn can_be_list(&self) -> bool {
        self.seen.as_deref().is_none_or(|seen| matches!(seen, Seen::List(_)))
    }

    /// Returns the list of an export, from the cache or from the file; [`None`] for other files.
    ///
    /// # Errors
    ///
    /// Fails if the file begins like a list and nothing of it could be read.
    pub(crate) fn list(
        &self,
        cache: Option<&Cache>,
        limits: &Limits,
    ) -> Result<Option<ExportList>, Error> {
        if let Some(Seen::List(list)) = self.seen.as_deref() {
            return Ok(Some(list.clone()));
        }
        match recoup_parse::contained(|| self.found.list(limits)) {
            Some(Ok(list)) => {
                if cache.is_some() {
                    self.keep_seen(cache, &Seen::List(list.clone()));
                }
                Ok(Some(list))
            }
            // An error with a position is damage. Other files are no lists.
            Some(Err(error)) if error.position().is_some() => Err(error),
            Some(Err(_)) | None => Ok(None),
        }
    }
}

/// Returns a digest of the path, the length, the times of modification and of change and the inode
/// of a file; [`None`] if the file changed a moment ago.
fn stamp(basis: &Key, path: &Path, metadata: &Metadata, now: SystemTime) -> Option<Key> {
    let modified = metadata.modified().ok()?;
    let changed = changed(metadata, modified);
    if now.duration_since(changed).is_ok_and(|since| since < SETTLED) {
        return None;
    }
    let since = modified.duration_since(SystemTime::UNIX_EPOCH).ok();
    let path = std::path::absolute(path).ok()?;
    let facts = format!("{} {since:?} {:?}", metadata.len(), identity(metadata));
    Some(digest([basis, path.as_os_str().as_encoded_bytes(), b"\0", facts.as_bytes()]))
}

/// Returns the device, the inode and the time of change of a file. A program can set the time of
/// modification back, but not the time of change.
#[cfg(unix)]
fn identity(metadata: &Metadata) -> [i128; 4] {
    use std::os::unix::fs::MetadataExt;
    let (device, inode) = (metadata.dev().into(), metadata.ino().into());
    [device, inode, metadata.ctime().into(), metadata.ctime_nsec().into()]
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> [i128; 4] {
    [0; 4]
}

/// Returns the later of the times of modification and of change.
#[cfg(unix)]
fn changed(metadata: &Metadata, modified: SystemTime) -> SystemTime {
    use std::os::unix::fs::MetadataExt;
    let nanoseconds = u32::try_from(metadata.ctime_nsec()).unwrap_or(0);
    let since = u64::try_from(metadata.ctime()).map(|seconds| Duration::new(seconds, nanoseconds));
    let changed = since.ok().and_then(|since| SystemTime::UNIX_EPOCH.checked_add(since));
    changed.unwrap_or(modified).max(modified)
}

#[cfg(not(unix))]
fn changed(_: &Metadata, modified: SystemTime) -> SystemTime {
    modified
}

/// Finds the files at and below some paths, members of archives included. A path at or below
/// another one is not searched twice.
///
/// The name of a file is its path below the searched path. If two searched paths have a file of the
/// same name, all names begin with the name of their path.
pub(crate) fn find<'a>(
    paths: &'a [PathBuf],
    reading: &ReadOptions<'_>,
) -> Vec<(&'a Path, Vec<Source>)> {
    let is_stdin = |path: &PathBuf| reading.stdin.is_some() && path.as_os_str() == "-";
    let real = |path: &PathBuf| {
        if is_stdin(path) { Some(path.clone()) } else { fs::canonicalize(path).ok() }
    };
    let real: Vec<Option<PathBuf>> = paths.iter().map(real).collect();
    let is_within = |place: usize, other: usize| {
        let pair = real[place].as_ref().zip(real[other].as_ref());
        pair.is_some_and(|(own, other_path)| {
            if own == other_path { other < place } else { own.starts_with(other_path) }
        })
    };
    let is_own = |place: &usize| !(0..paths.len()).any(|other| is_within(*place, other));
    let own_files = reading.used_cache().map(Cache::files).unwrap_or_default();
    let is_own_file = |found: &FoundFile| {
        own_files.iter().any(|own| own.file_name() == found.path.file_name())
            && fs::canonicalize(&found.path).is_ok_and(|path| own_files.contains(&path))
    };
    let out = reading.tables_folder.and_then(|folder| fs::canonicalize(folder).ok());
    // Only the tables are left out, because runs can lie in that folder, too.
    let is_own_table = |found: &FoundFile| {
        let is_of_report = |folder: &Path| {
            let name = folder.file_name().and_then(|name| name.to_str());
            name.is_some_and(|name| name.starts_with(REPORT_FOLDER))
                || fs::canonicalize(folder).ok() == out
        };
        let mut folders = found.path.ancestors().skip(1).take(TABLE_LEVELS);
        out.is_some() && is_table(&found.path) && folders.any(is_of_report)
    };
    let found = |path: &'a PathBuf| {
        if let Some(bytes) = reading.stdin.filter(|_| is_stdin(path)) {
            return vec![FoundFile::bytes("-", bytes)];
        }
        let mut found = discover(path);
        let is_own_page = |found: &FoundFile| out.is_some() && is_page(&found.path);
        // The cache's own files, and the tables and pages of an earlier report, are not searched.
        found.retain(|found| !is_own_file(found) && !is_own_table(found) && !is_own_page(found));
        found
    };
    let own = (0..paths.len()).filter(is_own);
    let all = own.map(|place| (paths[place].as_path(), found(&paths[place]))).collect();
    expand_all(all, reading)
}

/// Expands the archives among the files that were found below some paths, and gives all files their
/// displayed names.
pub(crate) fn expand_all<'a>(
    mut all: Vec<(&'a Path, Vec<FoundFile>)>,
    reading: &ReadOptions<'_>,
) -> Vec<(&'a Path, Vec<Source>)> {
    display_names::tell_apart(&mut all);
    let archives = Archives::default();
    let basis = reading.basis();
    let mut all: Vec<(&Path, Vec<Source>)> = all
        .into_iter()
        .map(|(path, found)| {
            let expand = |found| expand(found, &archives, reading, &basis);
            (path, map(found, expand).into_iter().flatten().collect())
        })
        .collect();
    let files = all.iter_mut().flat_map(|(_, sources)| sources).map(|source| &mut source.found);
    display_names::make_shown(files, reading.keep_addresses);
    all
}

/// Returns a found file; for an archive, the archive and its members.
pub(crate) fn expand(
    found: FoundFile,
    archives: &Archives,
    reading: &ReadOptions<'_>,
    basis: &Key,
) -> Vec<Source> {
    let cache = reading.used_cache();
    let mut source = Source::new(found);
    source.look_up(reading, basis);
    if source.seen.is_none() {
        // After a panic, the file is read as if it were no archive, and the panic is contained
        // then.
        let listed = recoup_parse::contained(|| archives.list(&source.found, &reading.limits));
        match listed.unwrap_or(Ok(None)) {
            Ok(Some(listing)) => {
                let seen = source.seen.insert(Box::new(Seen::Archive(listing)));
                if let Some((cache, stamp)) = cache.zip(source.stamp) {
                    cache.put(&stamp, seen);
                }
            }
            Ok(None) => {}
            Err(error) => source.found.error = Some(error),
        }
    }
    let is_archive = |seen: &mut Box<Seen>| matches!(**seen, Seen::Archive(_));
    let seen = source.seen.take_if(is_archive).map(|seen| *seen);
    let Some(Seen::Archive(listing)) = seen else { return vec![source] };
    let members = archives.members(&source.found, &listing);
    source.found.set_listed(&listing);
    let archive = source.stamp;
    let mut sources = vec![source];
    sources.extend(members.into_iter().map(|found| {
        let mut member = Source::new(found);
        member.bytes = Some(member.found.byte_len());
        member.stamp = archive.map(|archive| {
            let identity = member.found.member_identity();
            digest([b"member\0", &archive[..], identity.as_bytes()])
        });
        member.seen =
            cache.zip(member.stamp).and_then(|(cache, stamp)| cache.get(&stamp)).map(Box::new);
        member
    }));
    sources
}
