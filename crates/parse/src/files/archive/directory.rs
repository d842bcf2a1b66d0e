//! What an archive holds: its directory, or, where that is cut off, the headers of the members.

use super::entry::{MemberEntry, Method};
use super::listing::counted;
use super::local_header::LocalHeader;
use super::names::display_name;
use super::rescue;
use super::store::Store;
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::limits::Limits;
use rawzip::{ReaderAt, ZipArchive, ZipFileHeaderRecord, ZipLocator};
use std::collections::HashSet;
use std::io;

/// The members that an archive lists, and what is wrong with it as a whole.
pub(super) struct Listed {
    pub(super) entries: Vec<MemberEntry>,
    /// Where the first member begins, folders among them.
    first_at: Option<u64>,
    /// Whether the directory is not where its end says.
    is_moved: bool,
    pub(super) damage: Option<String>,
}

/// Lists an archive.
pub(super) fn list(store: &Store, limits: &Limits) -> Result<Listed, Error> {
    let mut buffer = vec![0; rawzip::RECOMMENDED_BUFFER_SIZE];
    let archive = ZipLocator::new().locate_in_reader(store, &mut buffer, store.len());
    let listed = match archive {
        Ok(archive) => Some(of_directory(&archive, &mut buffer, limits)?),
        Err((_, error)) => match error.into_kind() {
            // Only the system's own errors have a number: others say that the bytes end.
            rawzip::ErrorKind::IO(source) if source.raw_os_error().is_some() => {
                return Err(Error::io("cannot be read", source));
            }
            _ => None,
        },
    };
    let mut listed = match listed {
        Some(listed) if listed.damage.is_none() && is_in_place(&listed, store) => listed,
        listed => completed(listed, rescue::find(store, limits)?, store),
    };
    refuse_overlaps(&mut listed.entries);
    Ok(listed)
}

/// Whether the places in a directory can be those of its archive, which begins with a member; if
/// bytes are missing from it, the last one is not where it should be.
fn is_in_place(listed: &Listed, store: &Store) -> bool {
    let is_there = |at| LocalHeader::at(store, at).is_some();
    let last_at = listed.entries.iter().map(|entry| entry.at).max();
    (listed.first_at == Some(0) || !is_there(0)) && last_at.is_none_or(is_there)
}

/// What a directory that may be damaged, shifted or another's lists, with what the members' own
/// headers show.
fn completed(listed: Option<Listed>, rescued: Vec<MemberEntry>, store: &Store) -> Listed {
    let Some(listed) = listed else {
        let damage = format!(
            "the archive is cut: the list of its members, which stands at its end, is missing; {} \
             found without it; download or copy it again for the rest",
            counted(rescued.len(), "file is", "files are")
        );
        return Listed { entries: rescued, first_at: None, is_moved: false, damage: Some(damage) };
    };
    let places: HashSet<u64> = rescued.iter().map(|entry| entry.at).collect();
    let is_known = |entry: &MemberEntry| places.contains(&entry.at);
    // What was taken off the list of an archive is still in it.
    let is_whole = listed.damage.is_none() && !listed.is_moved && !listed.entries.is_empty();
    if is_whole && listed.entries.iter().all(is_known) {
        return listed;
    }
    // Where the list is cut off, that of an archive within this one is found instead. Members were
    // rescued in their order, each behind the one before.
    let is_within = |at: u64| {
        let before = rescued.partition_point(|entry| entry.at < at).checked_sub(1);
        before.map(|place| &rescued[place]).is_some_and(|entry| at < entry.end())
    };
    let others = listed.entries.into_iter().filter(|entry| {
        let is_there = LocalHeader::at(store, entry.at).is_some();
        is_there && !places.contains(&entry.at) && !is_within(entry.at)
    });
    let others: Vec<MemberEntry> = others.collect();
    let found = counted(rescued.len() + others.len(), "file is", "files are");
    let damage = listed.damage.unwrap_or_else(|| {
        "the list of its members does not fit: bytes are missing from the archive, or were put \
         into it"
            .to_owned()
    });
    let damage = format!("the archive is damaged: {damage}; {found} found in it");
    let entries = rescued.into_iter().chain(others).collect();
    Listed { entries, first_at: None, is_moved: false, damage: Some(damage) }
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
                break Some(format!("its list announces {announced} members and has {listed}"));
            }
            Err(error) => {
                let announced = archive.entries_hint();
                break Some(format!(
                    "of its list of members {listed} of {announced} can be read ({error})"
                ));
            }
        }
    };
    Ok(Listed { entries, first_at, is_moved: is_moved(archive), damage })
}

fn is_moved(archive: &ZipArchive<&Store>) -> bool {
    /// Where the end of the directory says where that begins, and that it says so elsewhere.
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

/// Members that share bytes are how a small archive expands to more than any disk holds. Of two
/// that do, the one that begins later is read, since the other is longer than it can be; of those that
/// begin together, the first.
fn refuse_overlaps(entries: &mut [MemberEntry]) {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|&index| entries[index].at);
    for pair in order.windows(2) {
        let [before, next] = [&entries[pair[0]], &entries[pair[1]]];
        if before.end() > next.at {
            let refused = if before.at == next.at { pair[1] } else { pair[0] };
            let flaw = "its bytes are those of another member of the archive";
            entries[refused].flaw = Some(flaw.to_owned());
        }
    }
}

/// Whether bytes are an archive, by how they begin or, where something was put before it, as to
/// make a program of it, by its name and its end.
pub(super) fn is_archive(store: &Store, has_zip_extension: bool) -> Result<bool, Error> {
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
    Ok(has_zip_extension && has_end())
}
