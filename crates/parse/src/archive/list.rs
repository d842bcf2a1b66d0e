//! What an archive holds: its directory, or, where that is cut off, the headers of the members.

use super::store::Store;
use super::{Entry, Method, rescue};
use crate::{Error, ErrorKind, Format, Limits};
use rawzip::{ReaderAt, ZipArchive, ZipFileHeaderRecord, ZipLocator};
use std::io;

/// The members that an archive lists, and what is wrong with it as a whole.
pub(super) struct Listed {
    pub(super) entries: Vec<Entry>,
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
    let first = |listed: &Listed| listed.entries.iter().map(|entry| entry.at).min().unwrap_or(0);
    let is_own = |listed: &Listed| first(listed) == 0 || !rescue::is_header_at(store, 0);
    let mut listed = match listed.filter(is_own) {
        Some(listed) => listed,
        None => without_directory(store, limits)?,
    };
    refuse_overlaps(&mut listed.entries);
    Ok(listed)
}

fn without_directory(store: &Store, limits: &Limits) -> Result<Listed, Error> {
    let entries = rescue::find(store, limits)?;
    let damage = format!(
        "the archive is cut: the list of its members, which stands at its end, is missing; {} \
         found without it; download or copy it again for the rest",
        counted(entries.len(), "member is", "members are")
    );
    Ok(Listed { entries, damage: Some(damage) })
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
    let mut rest = archive.entries(buffer);
    let damage = loop {
        match rest.next_entry() {
            Ok(Some(_)) if listed as usize >= limits.archive_members => {
                let message = format!("it has more than {} members", limits.archive_members);
                return Err(Error::new(ErrorKind::LimitExceeded, message));
            }
            Ok(Some(record)) => {
                listed += 1;
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
    Ok(Listed { entries, damage })
}

fn entry(record: &ZipFileHeaderRecord<'_>) -> Entry {
    let path = record.file_path();
    let flags = record.flags();
    Entry {
        name: super::name(path.as_bytes()),
        at: record.local_header_offset(),
        method: Method::of(record.compression_method().as_u16(), flags.is_encrypted()),
        packed_bytes: record.compressed_size_hint(),
        bytes: Some(record.uncompressed_size_hint()),
        crc: Some(record.crc32()),
        flaw: None,
    }
}

/// Members that share bytes are how a small archive expands to more than any disk holds.
fn refuse_overlaps(entries: &mut [Entry]) {
    /// The fixed part of a member's header.
    const HEADER_BYTES: u64 = 30;
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|&index| entries[index].at);
    for pair in order.windows(2) {
        let (before, next_at) = (&entries[pair[0]], entries[pair[1]].at);
        let end = before.at.saturating_add(HEADER_BYTES).saturating_add(before.packed_bytes);
        if end > next_at {
            let flaw = "it shares its bytes with another member of the archive";
            entries[pair[1]].flaw = Some(flaw.to_owned());
        }
    }
}

/// Whether bytes begin as an archive does.
pub(super) fn is_archive(store: &Store) -> Result<bool, Error> {
    let mut magic = [0; 4];
    match store.read_exact_at(&mut magic, 0) {
        Ok(()) => Ok(Format::of(&magic) == Format::Zip),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(Error::io("cannot be read", error)),
    }
}
