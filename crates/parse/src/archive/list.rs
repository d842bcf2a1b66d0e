//! What an archive holds: its directory, or, where that is cut off, the headers of the members.

use super::store::Store;
use super::{Entry, Method, rescue};
use crate::{Error, ErrorKind, Format, Limits};
use rawzip::{ReaderAt, ZipArchive, ZipFileHeaderRecord, ZipLocator};
use std::collections::HashSet;
use std::io;

/// The members that an archive lists, and what is wrong with it as a whole.
pub(super) struct Listed {
    pub(super) entries: Vec<Entry>,
    /// Where the first member begins, folders among them.
    first_at: Option<u64>,
    pub(super) damage: Option<String>,
}

/// Lists an archive.
pub(super) fn list(store: &Store, limits: &Limits) -> Result<Listed, Error> {
    let mut buffer = vec![0; rawzip::RECOMMENDED_BUFFER_SIZE];
    let archive = ZipLocator::new().locate_in_reader(store, &mut buffer, store.len());
    let listed = match archive {
        Ok(archive) => Some(of_directory(&archive, &mut buffer, limits)?),
        Err((_, error)) => match error.into_kind() {
            rawzip::ErrorKind::IO(source) => return Err(Error::io("cannot be read", source)),
            _ => None,
        },
    };
    // Where the list is cut off, that of an archive within this one is found instead.
    let is_own = |listed: &Listed| listed.first_at == Some(0) || !rescue::is_header_at(store, 0);
    let mut listed = match listed.filter(is_own) {
        Some(listed) if listed.damage.is_none() => listed,
        listed => {
            let rescued = without_directory(store, limits)?;
            let has_more = |listed: &Listed| listed.entries.len() >= rescued.entries.len();
            listed.filter(has_more).unwrap_or(rescued)
        }
    };
    refuse_twins(&mut listed.entries);
    Ok(listed)
}

fn without_directory(store: &Store, limits: &Limits) -> Result<Listed, Error> {
    let entries = rescue::find(store, limits)?;
    let damage = format!(
        "the archive is cut: the list of its members, which stands at its end, is missing; {} \
         found without it; download or copy it again for the rest",
        counted(entries.len(), "file is", "files are")
    );
    Ok(Listed { entries, first_at: None, damage: Some(damage) })
}

fn counted(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

fn of_directory(
    archive: &ZipArchive<&Store>,
    buffer: &mut [u8],
    limits: &Limits,
) -> Result<Listed, Error> {
    let mut entries = Vec::new();
    let mut listed = 0;
    let mut first_at = None;
    let mut rest = archive.entries(buffer);
    let damage = loop {
        match rest.next_entry() {
            Ok(Some(_)) if listed as usize >= limits.archive_members => {
                let message = format!("it has more than {} members", limits.archive_members);
                return Err(Error::new(ErrorKind::LimitExceeded, message));
            }
            Ok(Some(record)) => {
                listed += 1;
                let at = record.local_header_offset();
                first_at = Some(first_at.map_or(at, |first: u64| first.min(at)));
                if !record.is_dir() {
                    entries.push(entry(&record));
                }
            }
            Ok(None) if listed == archive.entries_hint() => break None,
            Ok(None) => {
                let announced = archive.entries_hint();
                break Some(format!("it announces {announced} members and lists {listed}"));
            }
            Err(error) => {
                let announced = archive.entries_hint();
                break Some(format!(
                    "its list of members is damaged: {listed} of {announced} are read ({error})"
                ));
            }
        }
    };
    Ok(Listed { entries, first_at, damage })
}

fn entry(record: &ZipFileHeaderRecord<'_>) -> Entry {
    let path = record.file_path();
    let flags = record.flags();
    Entry {
        name: super::name(path.as_bytes(), flags.is_utf8()),
        at: record.local_header_offset(),
        method: Method::of(record.compression_method().as_u16(), flags.is_encrypted()),
        packed_bytes: record.compressed_size_hint(),
        bytes: Some(record.uncompressed_size_hint()),
        crc: Some(record.crc32()),
        is_cut: false,
        flaw: None,
    }
}

/// Members that are one in the archive are how a small archive expands to more than any disk holds.
fn refuse_twins(entries: &mut [Entry]) {
    let mut places = HashSet::new();
    for entry in entries {
        if !places.insert(entry.at) {
            entry.flaw = Some("its bytes are those of another member of the archive".to_owned());
        }
    }
}

/// Whether bytes are an archive, by how they begin or, where something was put before it, as to
/// make a program of it, by its name and its end.
pub(super) fn is_archive(store: &Store, is_called_so: bool) -> Result<bool, Error> {
    let mut magic = [0; 4];
    match store.read_exact_at(&mut magic, 0) {
        Ok(()) if Format::of(&magic) == Format::Zip => return Ok(true),
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
        Err(error) => return Err(Error::io("cannot be read", error)),
    }
    let mut buffer = vec![0; rawzip::RECOMMENDED_BUFFER_SIZE];
    let mut has_end =
        || ZipLocator::new().locate_in_reader(store, &mut buffer, store.len()).is_ok();
    Ok(is_called_so && has_end())
}
