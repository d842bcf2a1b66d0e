//! Opens, creates, identifies and removes the database file.

use super::error::CacheErrorKind;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

/// Application number in the header of the database ("rcup"), which identifies our file.
const APPLICATION: i32 = 0x7263_7570;
/// Version of the tables in the database.
const LAYOUT: i32 = 1;
/// Time to wait for another process that is writing.
const PATIENCE: Duration = Duration::from_secs(2);

/// Opens the database, and creates its tables if it is new.
pub(super) fn connect(path: &Path) -> Result<Connection, CacheErrorKind> {
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
        // Without synchronous writes, a killed process loses nothing. A power failure may damage
        // the file. A damaged file is replaced by an empty one.
        connection.pragma_update(None, "synchronous", "OFF")?;
        // A page holds several entries that are looked up one after another. (The size applies only
        // to a new file.)
        connection.pragma_update(None, "page_size", 16_384)?;
        // Room for all pages that one transaction changes, so that each is written once.
        connection.pragma_update(None, "cache_size", -65_536)?;
        // In write-ahead mode, readers do not wait for writers. They wait if the disk does not
        // support this mode, or if another process is just creating the file.
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
pub(super) fn number(connection: &Connection, name: &str) -> rusqlite::Result<i32> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}

/// Opens a read connection with a snapshot of the present state.
pub(super) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.execute_batch("BEGIN")?;
    Ok(connection)
}

/// Whether an error means that the file is damaged, and not only busy or out of reach.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
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

/// Creates the folder with access for its owner alone, because the cache holds titles and heart
/// rates.
pub(super) fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Makes the database file readable for its owner alone, because it holds titles, heart rates and a
/// few positions of each run. SQLite gives its journal files the same mode.
///
/// # Errors
///
/// Fails if the file cannot be created, or if the path is not a regular file.
pub(super) fn make_private(path: &Path) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(io::Error::other("not a regular file"));
    }
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, PRIVATE);
    let file = options.open(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // A file of another user keeps its mode.
        let _ = file.set_permissions(fs::Permissions::from_mode(PRIVATE));
    }
    drop(file);
    Ok(())
}

/// Mode of a file that only its owner may read and write.
#[cfg(unix)]
const PRIVATE: u32 = 0o600;

/// Whether an unusable file is empty or has recoup's application number in its header.
pub(super) fn is_ours(path: &Path) -> bool {
    const NUMBER_AT: usize = 68;
    const HEADER_BYTES: u64 = 100;
    let mut header = Vec::new();
    let read =
        fs::File::open(path).and_then(|file| file.take(HEADER_BYTES).read_to_end(&mut header));
    read.is_ok()
        && (header.is_empty()
            || header[NUMBER_AT.min(header.len())..].starts_with(&APPLICATION.to_be_bytes()))
}

/// Removes the database and its journal files.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    for ending in ["-wal", "-shm", "-journal"] {
        let _ = fs::remove_file(beside(path, ending));
    }
    fs::remove_file(path)
}

pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut beside = path.as_os_str().to_owned();
    beside.push(ending);
    beside.into()
}
