//! Cache of results in an SQLite database, so that an unchanged folder is not read again.
//!
//! The key of an entry is a digest of everything that the value depends on, so an entry is never
//! out of date: it is found or not. Each value has a checksum over key and value, because the file
//! format has none. An entry that cannot be read or has a wrong checksum is treated as missing.
//!
//!
//! SQLite is safe if two processes write at once, if a process is killed while it writes, and if
//! the disk is damaged. Ten thousand small files would take longer to open than one large file
//! takes to read.
//!
//! The file is in one of three states. *Ours*: its header has the application number; it is used.
//! *Damaged*: ours, but SQLite reports corruption; it is removed and a new one is begun. *Foreign*:
//! another program wrote it; it is left untouched and there is no cache.

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

/// Name of the database file in the cache folder.
const FILE: &str = "assessments.sqlite";
/// Application number in the header of the database ("rcup"), which identifies our file.
const APPLICATION: i32 = 0x7263_7570;
/// Version of the tables in the database.
const LAYOUT: i32 = 1;
/// Size of a batch of entries in bytes, and the size that a small entry counts for. A batch is
/// small enough that a killed process loses little, and large enough that each page is written
/// once.
const WRITTEN_AT_ONCE: usize = 4 << 20;
const ENTRY_BYTES: usize = 512;
/// Days after which an unused entry is deleted.
const DAYS_KEPT: i64 = 120;
/// Days after which the use of an entry is noted again.
const DAYS_UNNOTED: i64 = 7;
/// Time to wait for another process that is writing.
const PATIENCE: Duration = Duration::from_secs(2);
const CHECKSUM_BYTES: usize = 8;

/// Serializes a part of a cache key.
pub(crate) fn bytes_of(value: &impl Serialize) -> Vec<u8> {
    rmp_serde::to_vec(value).unwrap_or_default()
}

/// Cache of results, in a database file of its own.
///
/// A file with unchanged size, time of modification and inode is not read again. A file that was
/// moved or copied is read, and recognized by its content. Results of another version, of other
/// limits or for other settings of the athlete are not found, and the file is graded again.
///
/// Several processes and threads can use one cache at the same time. Entries are written during the
/// batch, so that an interrupted batch continues from there.
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
    /// Idle read connections. Each keeps its read transaction open, so that a look-up takes no
    /// lock. A thread that finds no idle connection opens one.
    readers: Mutex<Vec<Connection>>,
    unwritten: Mutex<Unwritten>,
    /// Whether the file is damaged.
    is_damaged: AtomicBool,
    found: AtomicUsize,
    today: i64,
}

/// Changes for the next transaction.
#[derive(Debug, Default)]
struct Unwritten {
    entries: Vec<(Key, Vec<u8>)>,
    bytes: usize,
    /// Keys of entries whose use is to be noted.
    asked: Vec<Key>,
}

/// Reason why a cache cannot be used.
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
            CacheErrorKind::Foreign => f.write_str("is not a recoup cache; it was left untouched"),
            CacheErrorKind::Io(error) => write!(f, "the cache cannot be created: {error}"),
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
    /// Opens the cache in a folder, and creates the folder if it is missing. A damaged cache is
    /// replaced by an empty one.
    ///
    /// # Errors
    ///
    /// Fails if the folder cannot be created or written to, or if another program wrote the file in
    /// it.
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

    /// Returns the number of files that were found in the cache so far.
    #[must_use]
    pub fn found(&self) -> usize {
        self.found.load(Ordering::Relaxed)
    }

    /// Returns the paths of the database and of its journal files.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let path = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let beside = ["-wal", "-shm", "-journal"].map(|ending| beside(&path, ending));
        beside.into_iter().chain([path]).collect()
    }

    /// Returns the path of the database.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the remaining changes, and closes the read connections, so that later look-ups see
    /// them.
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

    /// Returns the value of an entry; [`None`] if it is missing or damaged.
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

    /// Adds an entry to the next batch.
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
        // Read transactions are closed first, because SQLite cannot checkpoint the write-ahead log
        // while one is open.
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
        // An entry that cannot be written is worked out again the next time.
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
            // The rest of a damaged file would only fail again.
            let _ = remove(&self.path);
        }
    }
}

/// Opens the database, and creates its tables if it is new.
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
        // A killed process loses nothing by this. A power failure may damage the file, which is
        // then replaced by an empty one.
        connection.pragma_update(None, "synchronous", "OFF")?;
        // A page holds several entries that are looked up one after another. (The size applies only
        // to a new file.)
        connection.pragma_update(None, "page_size", 16_384)?;
        // Room for all pages that one transaction changes, so that each is written once.
        connection.pragma_update(None, "cache_size", -65_536)?;
        // Readers do not wait for writers in the write-ahead mode. Where the disk does not allow
        // that mode, or another process is just creating the file, they do.
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

/// Reads a number in the header of the file.
fn number(connection: &Connection, name: &str) -> rusqlite::Result<i32> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}

/// Opens a read connection with a snapshot of the present state.
fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.execute_batch("BEGIN")?;
    Ok(connection)
}

/// Whether an error means that the file is damaged, and not only busy or out of reach.
fn is_damage(error: &rusqlite::Error) -> bool {
    match error {
        rusqlite::Error::SqliteFailure(failure, _) => {
            matches!(failure.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
                // Missing table or column.
                || failure.extended_code == rusqlite::ffi::SQLITE_ERROR
        }
        rusqlite::Error::InvalidColumnType(..) => true,
        _ => false,
    }
}

/// Creates the folder with access for its owner alone, because it will hold titles and heart rates.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Whether an unusable file is ours, by the number in its header.
fn is_ours(path: &Path) -> bool {
    const NUMBER_AT: usize = 68;
    fs::read(path).is_ok_and(|bytes| {
        bytes.is_empty()
            || bytes[NUMBER_AT.min(bytes.len())..].starts_with(&APPLICATION.to_be_bytes())
    })
}

/// Removes the database and its journal files.
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

/// Decodes the value of an entry; [`None`] if the checksum is wrong.
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
