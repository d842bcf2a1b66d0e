//! The files that there are, wherever they lie, and what is known of them before they are read.

use crate::cache::{Cache, Key};
use crate::names;
use rayon::prelude::*;
use recoup_analysis::FileRecord;
use recoup_parse::{Archives, ExportIndex, Found, Limits, Listing, digest, discover};
use serde::{Deserialize, Serialize};
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// A file that changed so shortly ago may change again without a new time of modification, which
/// moves on in steps.
const SETTLED: Duration = Duration::from_millis(50);

/// How files are found and read.
#[derive(Default)]
pub struct Reading<'a> {
    /// What one file may cost.
    pub limits: Limits,
    /// A folder that is not searched, such as the one that reports are written to.
    pub leave_out: Option<&'a Path>,
    /// The bytes of the path `-`. Without them a path called so is a file's.
    pub stdin: Option<&'a [u8]>,
    /// Whether reports show the e-mail addresses in the names of files.
    pub keep_addresses: bool,
    /// What was made of files before.
    #[cfg(feature = "cache")]
    pub cache: Option<&'a Cache>,
}

impl<'a> Reading<'a> {
    #[cfg(feature = "cache")]
    pub(crate) fn cache(&self) -> Option<&'a Cache> {
        self.cache
    }

    #[cfg(not(feature = "cache"))]
    pub(crate) fn cache(&self) -> Option<&'a Cache> {
        None
    }

    /// A digest of the version and the limits, by which all is read.
    pub(crate) fn basis(&self) -> Key {
        let version = concat!(env!("CARGO_PKG_VERSION"), " ", env!("RECOUP_SOURCES"));
        digest([format!("{version} {:?}", self.limits)])
    }
}

/// A file that was found, and what is known of it from before.
#[derive(Debug)]
pub struct Source {
    pub(crate) found: Found,
    /// Its length, where it was asked for.
    pub(crate) bytes: Option<u64>,
    /// What its place, length and time of modification come to, by which it is known again.
    stamp: Option<Key>,
    /// What was seen in it before.
    pub(crate) seen: Option<Seen>,
    /// By what the content that was read last is known: a digest of it, or else the stamp.
    content: Mutex<Option<Key>>,
    /// Whether it could not be read for a reason that says nothing of its content.
    pub(crate) is_transient: AtomicBool,
}

/// What was seen in a file that is as it was then.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Seen {
    /// An archive.
    Archive(Listing),
    /// A list of an export's files.
    List(ExportIndex),
    /// A file with activities, by the digest of its bytes where that is known.
    Activities(Option<Key>),
    /// What came of a file without any, which is nobody's.
    Other(Box<FileRecord>),
}

impl Source {
    pub(crate) fn new(found: Found) -> Self {
        Self {
            found,
            bytes: None,
            stamp: None,
            seen: None,
            content: Mutex::default(),
            is_transient: AtomicBool::new(false),
        }
    }

    /// The file that was found.
    #[must_use]
    pub fn found(&self) -> &Found {
        &self.found
    }

    /// Asks the disk for its length and stamp, and the cache for what was seen in it.
    fn look_up(&mut self, reading: &Reading<'_>, basis: &Key, now: SystemTime) {
        if !self.found.is_file() || self.found.error.is_some() || self.found.aside.is_some() {
            return;
        }
        let Ok(metadata) = fs::metadata(&self.found.path) else { return };
        self.bytes = Some(metadata.len());
        if let Some(cache) = reading.cache() {
            self.stamp = stamp(basis, &self.found.path, &metadata, now);
            self.seen = self.stamp.and_then(|stamp| cache.get(&stamp));
        }
    }

    /// Keeps what was seen in it.
    pub(crate) fn keep_seen(&self, cache: Option<&Cache>, seen: &Seen) {
        if let (Some(cache), Some(stamp)) = (cache, &self.stamp) {
            cache.put(stamp, seen);
        }
    }

    /// By what its content is known, if it is.
    pub(crate) fn content(&self) -> Option<Key> {
        *self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes note by what its content is known: its digest, or else its stamp.
    pub(crate) fn set_content(&self, digest: Option<Key>) {
        *self.content.lock().unwrap_or_else(PoisonError::into_inner) = digest.or(self.stamp);
    }

    /// The list that it is, from the cache or read; [`None`] if it is none.
    pub(crate) fn list(&self, cache: Option<&Cache>, limits: &Limits) -> Option<ExportIndex> {
        match &self.seen {
            Some(Seen::List(index)) => return Some(index.clone()),
            Some(_) => return None,
            None => {}
        }
        let index = self.found.list(limits).ok()?;
        if cache.is_some() {
            self.keep_seen(cache, &Seen::List(index.clone()));
        }
        Some(index)
    }
}

/// What a file's place, length and time of modification come to; [`None`] for one that changed a
/// moment ago.
fn stamp(basis: &Key, path: &Path, metadata: &Metadata, now: SystemTime) -> Option<Key> {
    let modified = metadata.modified().ok()?;
    if now.duration_since(modified).is_ok_and(|since| since < SETTLED) {
        return None;
    }
    let since = modified.duration_since(SystemTime::UNIX_EPOCH).ok();
    let path = std::path::absolute(path).ok()?;
    let facts = format!("{} {since:?} {:?}", metadata.len(), inode(metadata));
    Some(digest([basis, path.as_os_str().as_encoded_bytes(), b"\0", facts.as_bytes()]))
}

/// The device and the number of a file on it, where the system tells.
#[cfg(unix)]
fn inode(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> (u64, u64) {
    (0, 0)
}

/// What is found at and below each of some paths, archives looked into, but for those paths that lie
/// at or below another.
///
/// A file's name is its path below the one that was searched. Where that would be two files' name,
/// since two paths have such a file, all names begin with the path's.
pub(crate) fn find<'a>(
    paths: &'a [PathBuf],
    reading: &Reading<'_>,
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
    let own_files = reading.cache().map(Cache::files).unwrap_or_default();
    let is_own_file = |found: &Found| {
        own_files.iter().any(|own| own.file_name() == found.path.file_name())
            && fs::canonicalize(&found.path).is_ok_and(|path| own_files.contains(&path))
    };
    let found = |path: &'a PathBuf| {
        if let Some(bytes) = reading.stdin.filter(|_| is_stdin(path)) {
            return vec![Found::bytes("-", bytes)];
        }
        let mut found = discover(path, reading.leave_out);
        // The cache is no more searched than the reports are.
        found.retain(|found| !is_own_file(found));
        found
    };
    let mut all: Vec<(&Path, Vec<Found>)> = (0..paths.len())
        .filter(is_own)
        .map(|place| (paths[place].as_path(), found(&paths[place])))
        .collect();
    names::tell_apart(&mut all);
    let archives = Archives::default();
    let basis = reading.basis();
    let mut all: Vec<(&Path, Vec<Source>)> = all
        .into_iter()
        .map(|(path, found)| {
            let expand = |found| expand(found, &archives, reading, &basis);
            (path, found.into_par_iter().flat_map_iter(expand).collect())
        })
        .collect();
    let mut files: Vec<&mut Found> =
        all.iter_mut().flat_map(|(_, sources)| sources).map(|source| &mut source.found).collect();
    if !reading.keep_addresses {
        for file in &mut files {
            file.name = names::without_addresses(&file.name);
            if let Some(aside) = &mut file.aside {
                aside.why = names::without_addresses(&aside.why);
            }
        }
    }
    names::make_distinct(files.into_iter());
    all
}

/// A file that was found, and if it is an archive its members after it.
pub(crate) fn expand(
    found: Found,
    archives: &Archives,
    reading: &Reading<'_>,
    basis: &Key,
) -> Vec<Source> {
    let cache = reading.cache();
    let mut source = Source::new(found);
    source.look_up(reading, basis, SystemTime::now());
    if source.seen.is_none() {
        match archives.list(&source.found, &reading.limits) {
            Ok(Some(listing)) => {
                let seen = source.seen.insert(Seen::Archive(listing));
                if let Some((cache, stamp)) = cache.zip(source.stamp) {
                    cache.put(&stamp, seen);
                }
            }
            Ok(None) => {}
            Err(error) => source.found.error = Some(error),
        }
    }
    let is_archive = |seen: &mut Seen| matches!(seen, Seen::Archive(_));
    let Some(Seen::Archive(listing)) = source.seen.take_if(is_archive) else { return vec![source] };
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
        member.seen = cache.zip(member.stamp).and_then(|(cache, stamp)| cache.get(&stamp));
        member
    }));
    sources
}
