//! List of an archive's members, from the central directory or, if the directory is missing, from
//! the local headers.

use super::entry::{MemberEntry, Method};
use super::listing::counted;
use super::local_header::LocalHeader;
use super::names::{NAME_BYTES, display_name};
use super::rescue;
use super::store::Store;
use super::tree::TreeBudget;
use crate::error::Error;
use crate::format::Format;
use rawzip::{ReaderAt, ZipArchive, ZipFileHeaderRecord, ZipLocator};
use std::collections::HashSet;
use std::io;

/// Bytes at the end of an archive that are searched for its end record. A comment of at most 64 KiB
/// follows the record, and a broken copy may add some bytes.
const END_WITHIN_BYTES: u64 = 1 << 20;

fn locator() -> ZipLocator {
    ZipLocator::new().max_search_space(END_WITHIN_BYTES)
}

/// Members of an archive, and the damage of the archive as a whole.
pub(super) struct Listed {
    pub(super) entries: Vec<MemberEntry>,
    /// Offset of the first member, directory entries included.
    first_at: Option<u64>,
    /// Whether the central directory is not at the offset that the end record states.
    is_moved: bool,
    /// Whether a limit ended the list.
    is_limited: bool,
    pub(super) damage: Option<String>,
}

/// Lists an archive.
///
/// `prefix_bytes` is the length of the archive's own name.
pub(super) fn list(
    store: &Store,
    prefix_bytes: usize,
    budget: &mut TreeBudget,
) -> Result<Listed, Error> {
    let mut buffer = vec![0; rawzip::RECOMMENDED_BUFFER_SIZE];
    let archive = locator().locate_in_reader(store, &mut buffer, store.len());
    let before = *budget;
    let listed = match archive {
        Ok(archive) => Some(of_directory(&archive, &mut buffer, prefix_bytes, budget)),
        Err((_, error)) => match error.into_kind() {
            // Only errors of the operating system have a number. Other errors mean that the bytes
            // end.
            rawzip::ErrorKind::IO(source) if source.raw_os_error().is_some() => {
                return Err(Error::io("cannot be read", source));
            }
            _ => None,
        },
    };
    let mut listed = match listed {
        Some(listed) if listed.is_limited => listed,
        Some(listed) if listed.damage.is_none() && is_in_place(&listed, store) => listed,
        listed => {
            // The scan charges for all members again, so the charges of the directory are given
            // back.
            budget.give_back(before);
            let found = rescue::find(store, prefix_bytes, budget);
            let mut listed = completed(listed, found.entries, store);
            if let (Some(damage), Some(limit)) = (&mut listed.damage, found.limit) {
                damage.push_str("; ");
                damage.push_str(&limit.to_string());
            }
            listed
        }
    };
    refuse_overlaps(&mut listed.entries);
    Ok(listed)
}

/// Whether the offsets in a central directory fit the archive. An archive begins with a member. If
/// bytes are missing, the last member is not at its offset.
fn is_in_place(listed: &Listed, store: &Store) -> bool {
    let is_there = |at| LocalHeader::at(store, at).is_some();
    let last_at = listed.entries.iter().map(|entry| entry.at).max();
    (listed.first_at == Some(0) || !is_there(0)) && last_at.is_none_or(is_there)
}

/// Completes a central directory, which may be damaged, shifted or belong to another archive, with
/// the members found by scanning for local headers.
fn completed(listed: Option<Listed>, rescued: Vec<MemberEntry>, store: &Store) -> Listed {
    let Some(listed) = listed else {
        let damage = format!(
            "the archive is cut: its file list is missing; {} found without it; \
             download or copy the archive again for the rest",
            counted(rescued.len(), "file is", "files are")
        );
        return Listed {
            entries: rescued,
            first_at: None,
            is_moved: false,
            is_limited: false,
            damage: Some(damage),
        };
    };
    let places: HashSet<u64> = rescued.iter().map(|entry| entry.at).collect();
    let is_known = |entry: &MemberEntry| places.contains(&entry.at);
    // A member that is only missing from the directory was deleted, which is not damage.
    let is_whole = listed.damage.is_none() && !listed.is_moved && !listed.entries.is_empty();
    if is_whole && listed.entries.iter().all(is_known) {
        return listed;
    }
    // If the archive's own directory is missing, the directory may belong to a nested archive. Its
    // members lie inside a rescued member and are dropped. The rescued members are sorted by
    // offset.
    let is_within = |at: u64| {
        let before = rescued.partition_point(|entry| entry.at < at).checked_sub(1);
        before.and_then(|place| rescued.get(place)).is_some_and(|entry| at < entry.end())
    };
    let others = listed.entries.into_iter().filter(|entry| {
        let is_there = LocalHeader::at(store, entry.at).is_some();
        is_there && !places.contains(&entry.at) && !is_within(entry.at)
    });
    let others: Vec<MemberEntry> = others.collect();
    let found = counted(rescued.len().saturating_add(others.len()), "file is", "files are");
    let damage = listed.damage.unwrap_or_else(|| {
        "its file list does not match its content: bytes are missing or were inserted".to_owned()
    });
    let damage = format!("the archive is damaged: {damage}; {found} found in it");
    let entries = rescued.into_iter().chain(others).collect();
    Listed { entries, first_at: None, is_moved: false, is_limited: false, damage: Some(damage) }
}

fn of_directory(
    archive: &ZipArchive<&Store>,
    buffer: &mut [u8],
    prefix_bytes: usize,
    budget: &mut TreeBudget,
) -> Listed {
    let mut entries = Vec::new();
    let mut listed: u64 = 0;
    let mut first_at = None;
    let mut is_limited = false;
    let mut rest = archive.entries(buffer);
    let damage = loop {
        match rest.next_entry() {
            Ok(Some(record)) => {
                listed = listed.saturating_add(1);
                let name_bytes = record.file_path().as_bytes().len().min(NAME_BYTES);
                if let Err(limit) = budget.spend_on_member(prefix_bytes.saturating_add(name_bytes))
                {
                    is_limited = true;
                    break Some(format!("the archive is listed in part: {limit}"));
                }
                let at = record.local_header_offset();
                first_at = Some(first_at.map_or(at, |first: u64| first.min(at)));
                if !record.is_dir() {
                    entries.push(entry(&record));
                }
            }
            Ok(None) if listed == archive.entries_hint() => break None,
            Ok(None) => {
                let announced = archive.entries_hint();
                break Some(format!("its file list has {listed} entries instead of {announced}"));
            }
            Err(error) => {
                let announced = archive.entries_hint();
                break Some(format!(
                    "{listed} of {announced} entries in its file list can be read ({error})"
                ));
            }
        }
    };
    Listed { entries, first_at, is_moved: is_moved(archive), is_limited, damage }
}

fn is_moved(archive: &ZipArchive<&Store>) -> bool {
    /// Offset of the directory's offset within the end record. The value [`ELSEWHERE`] marks ZIP64.
    const OFFSET_AT: u64 = 16;
    const ELSEWHERE: [u8; 4] = [0xff; 4];
    let mut offset = [0; 4];
    let end = archive.eocd_offset().saturating_add(OFFSET_AT);
    archive.get_ref().read_exact_at(&mut offset, end).is_ok()
        && offset != ELSEWHERE
        && u64::from(u32::from_le_bytes(offset)) != archive.directory_offset()
}

fn entry(record: &ZipFileHeaderRecord<'_>) -> MemberEntry {
    let path = record.file_path();
    let flags = record.flags();
    MemberEntry {
        name: display_name(path.as_bytes(), flags.is_utf8()),
        at: record.local_header_offset(),
        method: Method::of(record.compression_method().as_u16(), flags.is_encrypted()),
        packed_bytes: record.compressed_size_hint(),
        bytes: Some(record.uncompressed_size_hint()),
        crc: Some(record.crc32()),
        is_cut: false,
        flaw: None,
    }
}

/// Refuses members that share bytes, because such members let a small archive expand without bound.
///
/// The member that begins later is read, because the earlier member is longer than its space. If
/// both begin at the same offset, the first one in the list is read.
fn refuse_overlaps(entries: &mut [MemberEntry]) {
    let mut order: Vec<&mut MemberEntry> = entries.iter_mut().collect();
    // The sort is stable, so members with the same offset keep their order.
    order.sort_by_key(|entry| entry.at);
    let mut order = order.into_iter();
    let Some(mut before) = order.next() else { return };
    for next in order {
        let shared = || Some("it shares its bytes with another member of the archive".to_owned());
        if before.at == next.at {
            // The first member stays in `before` and is compared with the members that follow.
            next.flaw = shared();
            continue;
        }
        if before.end() > next.at {
            before.flaw = shared();
        }
        before = next;
    }
}

/// Whether a file is an archive. An archive has the magic bytes at its start. If other bytes
/// precede the archive, as in a self-extracting program, the extension `.zip` and an end record are
/// required.
pub(super) fn is_archive(store: &Store, has_zip_extension: bool) -> Result<bool, Error> {
    let mut magic = [0; 4];
    match store.read_exact_at(&mut magic, 0) {
        Ok(()) if Format::detect(&magic) == Format::Zip => return Ok(true),
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
        Err(error) => return Err(Error::io("cannot be read", error)),
    }
    if !has_zip_extension {
        return Ok(false);
    }
    let mut buffer = vec![0; rawzip::RECOMMENDED_BUFFER_SIZE];
    Ok(locator().locate_in_reader(store, &mut buffer, store.len()).is_ok())
}
