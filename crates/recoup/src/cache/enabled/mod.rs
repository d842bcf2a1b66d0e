//! Cache of results in an SQLite database, so that an unchanged folder is not read again.
//!
//! The key of an entry is a digest of everything that the value depends on. Therefore an entry is
//! never out of date. Each value has a checksum over key and value, because the file format has
//! none. An entry that cannot be read or has a wrong checksum is treated as missing.
//!
//! SQLite is safe if two processes write at once, if a process is killed while it writes, and if
//! the disk is damaged. Ten thousand small files would take longer to open than one large file
//! takes to read.
//!
//! The file is in one of three states:
//!
//! - Ours: the header has recoup's application number. The file is used.
//! - Damaged: the file is ours, but SQLite reports corruption. An empty file replaces it.
//! - Foreign: another program wrote the file. The file is left untouched, and there is no cache.

mod database;
mod entries;
mod error;

pub(crate) use entries::bytes_of;
pub use error::CacheError;

use super::Key;
use database::{beside, connect, is_damage, is_ours, make, make_private, reader, remove};
use entries::{checksum, value};
use error::CacheErrorKind;
use etcetera::BaseStrategy;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// Name of the database file in the cache folder.
const FILE: &str = "assessments.sqlite";
/// Size of a batch of entries, in bytes. A batch is small enough that a killed process loses
/// little, and large enough that each page is written once.
const WRITTEN_AT_ONCE: usize = 4 << 20;
/// Least size that an entry counts for, in bytes.
const ENTRY_BYTES: usize = 512;
/// Days after which an unused entry is deleted.
const DAYS_KEPT: i64 = 120;
/// Days after which another use of an entry is noted.
const DAYS_UNNOTED: i64 = 7;

/// Cache of results, in a database file of its own.
///
/// A file with unchanged size, time of modification and inode is not read again. A moved or copied
/// file is read, and recognized by its content. Results of another version of recoup, for other
/// limits or for other settings of the athlete are not used. Such a file is graded again.
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
///     recoup::assess_paths(&[testdata.into()], &athlete, &reading, &options).unwrap()
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
    /// Keys of entries that were used. The date of their use is written later.
    asked: Vec<Key>,
}

/// Environment variable with the folder of the cache.
const VARIABLE: &str = "RECOUP_CACHE_DIR";

impl Cache {
    /// Returns the cache folder that the `recoup` command uses. It is the first of these: the
    /// environment variable `RECOUP_CACHE_DIR`, `configured`, and `recoup` in the user's cache
    /// folder.
    ///
    /// [`None`] if the user's cache folder is unknown.
    #[must_use]
    pub fn usual_folder(configured: Option<&Path>) -> Option<PathBuf> {
        let by_variable = std::env::var_os(VARIABLE).filter(|folder| !folder.is_empty());
        let named = by_variable.map(PathBuf::from).or_else(|| configured.map(Path::to_owned));
        let usual = || Some(etcetera::choose_base_strategy().ok()?.cache_dir().join("recoup"));
        named.or_else(usual)
    }

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
        let io_error = |source| error(CacheErrorKind::Io(source));
        make(folder).and_then(|()| make_private(&path)).map_err(io_error)?;
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

    /// Writes the remaining changes. Also closes the read connections, so that later look-ups see
    /// the changes.
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
        // The result of an entry that cannot be written is computed again the next time.
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

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
