//! What was made of files before, so that an unchanged folder is not read again.
//!
//! Entries are found by a digest of all that decides on them, so none is ever out of date: it is
//! found or it is not. Each holds a checksum over its key and its value, since the file
//! format has none. What cannot be read, or does not check, is as if it were not there.
//!
//! It is an SQL database and no files of ours, since it is safe when two processes write at once, when one is
//! killed while it writes, and when the disk is damaged, and because ten thousand small files take
//! longer to open than to read one large one.

use super::Key;
use crc_fast::{CrcAlgorithm, Digest};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};
use std::{fmt, fs, io};

/// The name of the file in the folder of the cache.
const FILE: &str = "assessments.sqlite";
/// By which a file is known to be ours ("rcup").
const APPLICATION: i32 = 0x7263_7570;
/// The layout of the file.
const LAYOUT: i32 = 1;
/// Bytes of entries that are written at once, with what the least entry costs: few enough that a
/// killed process loses little, and enough that those that come to one page are written with it once.
const WRITTEN_AT_ONCE: usize = 4 << 20;
const ENTRY_BYTES: usize = 512;
/// Days that an entry stays which nobody asks for, …
const DAYS_KEPT: i64 = 120;
/// … and after which it is noted that somebody did.
const DAYS_UNNOTED: i64 = 7;
/// How long to wait for another process to finish writing.
const PATIENCE: Duration = Duration::from_secs(2);
const CHECKSUM_BYTES: usize = 8;

/// Serializes a part of a cache key.
pub(crate) fn bytes_of(value: &impl Serialize) -> Vec<u8> {
    rmp_serde::to_vec(value).unwrap_or_default()
}

/// What was made of files before, in a file of its own.
///
/// Files whose size, time of modification and inode are as they were are not read again; a file that
/// was moved or copied is read, and known by its content. What was made of a file by another version,
/// other limits or for an athlete of whom something else is known is not found, and made anew.
///
/// Any number of processes and threads can use one at a time. It is written as the batch goes on, so
/// that one that is interrupted goes on from there.
///
/// ```
/// use recoup::{Athlete, BatchOptions, Cache, ReadOptions};
/// # let folder = tempfile::tempdir()?;
/// let cache = Cache::open(folder.path())?;
/// let testdata = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata");
/// let reading = ReadOptions::new().cache(&cache);
/// let assess = || {
///     let (athlete, options) = (Athlete::with_max_hr(190.0), BatchOptions::default());
///     recoup::assess_paths(&[testdata.into()], &athlete, &reading, &options)
/// };
/// let first = assess();
/// assert_eq!(cache.found(), 0);
/// assert_eq!(assess(), first);
/// assert!(cache.found() > 20); // every file of the folder
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Cache {
    path: PathBuf,
    writer: Mutex<Connection>,
    /// Connections that look at the file as it was when they were opened, which is when all others
    /// are in use, so that threads do not wait for each other.
    readers: Mutex<Vec<Connection>>,
    unwritten: Mutex<Unwritten>,
    /// Whether the file turned out to be damaged.
    is_damaged: AtomicBool,
    found: AtomicUsize,
    today: i64,
}

/// What is to be written with the next transaction.
#[derive(Debug, Default)]
struct Unwritten {
    entries: Vec<(Key, Vec<u8>)>,
    bytes: usize,
    /// The keys of entries that were asked for, and of which that is to be noted.
    asked: Vec<Key>,
}

/// Why a cache cannot be used.
#[derive(Debug)]
pub struct CacheError {
    path: PathBuf,
    kind: CacheErrorKind,
}

#[derive(Debug)]
enum CacheErrorKind {
    Foreign,
    Io(io::Error),
    Sqlite(rusqlite::Error),
}

impl fmt::Display for CacheError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.path.display())?;
        match &self.kind {
            CacheErrorKind::Foreign => f.write_str("not written by recoup, and left as it is"),
            CacheErrorKind::Io(error) => write!(f, "the cache cannot be made: {error}"),
            CacheErrorKind::Sqlite(error) => write!(f, "the cache cannot be used: {error}"),
        }
    }
}

impl std::error::Error for CacheError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            CacheErrorKind::Foreign => None,
            CacheErrorKind::Io(error) => Some(error),
            CacheErrorKind::Sqlite(error) => Some(error),
        }
    }
}

impl Cache {
    /// Opens the cache in a folder, which is made if it is not there. A damaged one is begun anew.
    ///
    /// # Errors
    ///
    /// If the folder cannot be made or written to, or the file in it is another program's.
    pub fn open(folder: &Path) -> Result<Self, CacheError> {
        let path = folder.join(FILE);
        let error = |kind| CacheError { path: path.clone(), kind };
        make(folder).map_err(|source| error(CacheErrorKind::Io(source)))?;
        let connection = match connect(&path) {
            Err(CacheErrorKind::Sqlite(sqlite)) if is_damage(&sqlite) => {
                if !is_ours(&path) {
                    return Err(error(CacheErrorKind::Foreign));
                }
                remove(&path).map_err(|source| error(CacheErrorKind::Io(source)))?;
                connect(&path)
            }
            other => other,
        };
        let today = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Ok(Self {
            writer: Mutex::new(connection.map_err(error)?),
            readers: Mutex::default(),
            path,
            unwritten: Mutex::default(),
            is_damaged: AtomicBool::new(false),
            found: AtomicUsize::new(0),
            today: (today.as_secs() / 86_400) as i64,
        })
    }

    /// How many files were known so far.
    #[must_use]
    pub fn found(&self) -> usize {
        self.found.load(Ordering::Relaxed)
    }

    /// The file and what is kept beside it, which are nobody's to read.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let path = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let beside = ["-wal", "-shm", "-journal"].map(|ending| beside(&path, ending));
        beside.into_iter().chain([path]).collect()
    }

    /// The file that it is in.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes what is not written yet, and looks from now on at what there is now.
    pub fn flush(&self) {
        lock(&self.readers).clear();
        let Unwritten { entries, asked, .. } = std::mem::take(&mut *lock(&self.unwritten));
        if !(entries.is_empty() && asked.is_empty()) {
            self.write(&entries, &asked);
        }
    }

    pub(crate) fn count_found(&self) {
        self.found.fetch_add(1, Ordering::Relaxed);
    }

    /// The value of an entry, if it is there and whole.
    pub(crate) fn get<T: DeserializeOwned>(&self, key: &Key) -> Option<T> {
        if self.is_damaged.load(Ordering::Relaxed) {
            return None;
        }
        let reader = lock(&self.readers).pop().map_or_else(|| reader(&self.path), Ok);
        let entry = reader.and_then(|reader| {
            let entry = reader
                .prepare_cached("SELECT used, value FROM entries WHERE key = ?1")?
                .query_row([key], |row| {
                    let used: i64 = row.get(0)?;
                    Ok(value(key, row.get_ref(1)?.as_blob()?).map(|value| (used, value)))
                })
                .optional()?;
            lock(&self.readers).push(reader);
            Ok(entry.flatten())
        });
        let (used, value) = entry.map_err(|error| self.note(&error)).ok()??;
        if used + DAYS_UNNOTED <= self.today {
            lock(&self.unwritten).asked.push(*key);
        }
        Some(value)
    }

    /// Keeps a value, which is written with the next ones.
    pub(crate) fn put<T: Serialize>(&self, key: &Key, value: &T) {
        let Ok(payload) = rmp_serde::to_vec(value) else { return };
        let value = [&checksum(key, &payload), &*payload].concat();
        let full = {
            let mut unwritten = lock(&self.unwritten);
            unwritten.bytes += value.len().max(ENTRY_BYTES);
            unwritten.entries.push((*key, value));
            (unwritten.bytes >= WRITTEN_AT_ONCE).then(|| {
                unwritten.bytes = 0;
                std::mem::take(&mut unwritten.entries)
            })
        };
        if let Some(entries) = full {
            self.write(&entries, &[]);
        }
    }

    fn write(&self, entries: &[(Key, Vec<u8>)], asked: &[Key]) {
        if self.is_damaged.load(Ordering::Relaxed) {
            return;
        }
        let mut connection = lock(&self.writer);
        // As long as somebody looks at what was there before, what is written cannot take its place,
        // and is kept beside it.
        lock(&self.readers).clear();
        let written = (|| {
            let changes = connection.transaction()?;
            {
                let mut put =
                    changes.prepare_cached("INSERT OR REPLACE INTO entries VALUES (?1, ?2, ?3)")?;
                for (key, value) in entries {
                    put.execute(params![key, self.today, value])?;
                }
                let mut note =
                    changes.prepare_cached("UPDATE entries SET used = ?2 WHERE key = ?1")?;
                for key in asked {
                    note.execute(params![key, self.today])?;
                }
            }
            changes.commit()
        })();
        // What cannot be kept is made anew the next time.
        if let Err(error) = written {
            self.note(&error);
        }
    }

    fn note(&self, error: &rusqlite::Error) {
        if is_damage(error) {
            self.is_damaged.store(true, Ordering::Relaxed);
        }
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        self.flush();
        let connection = lock(&self.writer);
        let old = self.today - DAYS_KEPT;
        if let Err(error) = connection.execute("DELETE FROM entries WHERE used < ?1", [old]) {
            self.note(&error);
        }
        if self.is_damaged.load(Ordering::Relaxed) {
            // What is left of it would only be met again.
            let _ = remove(&self.path);
        }
    }
}

/// Opens the file, with what is in it where it is new.
fn connect(path: &Path) -> Result<Connection, CacheErrorKind> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || {
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        let tables: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
        if tables > 0 && number(&connection, "application_id")? != APPLICATION {
            return Ok(None);
        }
        // A process that is killed loses nothing by this; a machine that loses its power may damage
        // the file, which is then begun anew.
        connection.pragma_update(None, "synchronous", "OFF")?;
        // A page holds several entries, which are asked for one after another. (It counts only for a
        // file that is new.)
        connection.pragma_update(None, "page_size", 16_384)?;
        // Room for all pages that one transaction changes: they are then written once.
        connection.pragma_update(None, "cache_size", -65_536)?;
        // Who reads does not wait for who writes. Where the disk does not allow that, or another
        // process is just beginning the file, they do.
        let _ = connection.pragma_update(None, "journal_mode", "WAL");
        let changes = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if number(&changes, "user_version")? != LAYOUT {
            changes.execute_batch(
                "DROP TABLE IF EXISTS entries;
                 CREATE TABLE entries (key BLOB PRIMARY KEY, used INTEGER, value BLOB);
                 CREATE INDEX entries_used ON entries (used);",
            )?;
            changes.pragma_update(None, "application_id", APPLICATION)?;
            changes.pragma_update(None, "user_version", LAYOUT)?;
        }
        changes.commit()?;
        Ok(Some(connection))
    };
    open().map_err(CacheErrorKind::Sqlite)?.ok_or(CacheErrorKind::Foreign)
}

/// A number in the header of the file.
fn number(connection: &Connection, name: &str) -> rusqlite::Result<i32> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}

/// Opens the file to look at it as it is now, for as long as the connection lives.
fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.execute_batch("BEGIN")?;
    Ok(connection)
}

/// Whether an error says that the file is damaged, and not only that it cannot be used just now.
fn is_damage(error: &rusqlite::Error) -> bool {
    match error {
        rusqlite::Error::SqliteFailure(failure, _) => {
            matches!(failure.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
                // No such table, or column.
                || failure.extended_code == rusqlite::ffi::SQLITE_ERROR
        }
        rusqlite::Error::InvalidColumnType(..) => true,
        _ => false,
    }
}

/// Makes the folder, for its user alone: titles and heart rates are nobody else's.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Whether a file that cannot be used was one of ours, by the number in its header.
fn is_ours(path: &Path) -> bool {
    const NUMBER_AT: usize = 68;
    fs::read(path).is_ok_and(|bytes| {
        bytes.is_empty()
            || bytes[NUMBER_AT.min(bytes.len())..].starts_with(&APPLICATION.to_be_bytes())
    })
}

/// Removes the file and what is kept beside it.
fn remove(path: &Path) -> io::Result<()> {
    for ending in ["-wal", "-shm", "-journal"] {
        let _ = fs::remove_file(beside(path, ending));
    }
    fs::remove_file(path)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut beside = path.as_os_str().to_owned();
    beside.push(ending);
    beside.into()
}

/// What an entry holds, if it is whole.
fn value<T: DeserializeOwned>(key: &Key, bytes: &[u8]) -> Option<T> {
    let (checksum, payload) = bytes.split_at_checked(CHECKSUM_BYTES)?;
    (checksum == self::checksum(key, payload)).then(|| rmp_serde::from_slice(payload).ok())?
}

fn checksum(key: &Key, payload: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let mut checksum = Digest::new(CrcAlgorithm::Crc64Nvme);
    checksum.update(key);
    checksum.update(payload);
    checksum.finalize().to_le_bytes()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
