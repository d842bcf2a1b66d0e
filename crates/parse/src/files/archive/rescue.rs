//! Rescue of members from an archive without a central directory, as after a broken download.
//!
//! Each member begins with a local header, so the members are found one after another. The last
//! member is kept up to the cut. If the next header is not at its place, it is searched for. If a
//! header does not state the length, because the writer did not know it yet, the member is
//! decompressed to find its end.

use super::entry::{MemberEntry, Method};
use super::local_header::{HEADER, HEADER_BYTES, LocalHeader};
use super::names::display_name;
use super::store::Store;
use crate::error::{Error, ErrorKind};
use crate::limits::Limits;
use flate2::{Decompress, FlushDecompress, Status};
use memchr::memmem;
use rawzip::ReaderAt;

const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";
const DIRECTORY: [u8; 4] = *b"PK\x01\x02";
/// Bytes that are read at once.
const CHUNK_BYTES: usize = 64 << 10;

/// Finds the members that begin before the archive ends.
pub(super) fn find(store: &Store, limits: &Limits) -> Result<Vec<MemberEntry>, Error> {
    let mut entries = Vec::new();
    let mut at = 0;
    while let Some(header) = LocalHeader::at(store, at) {
        if entries.len() >= limits.archive_members {
            let message = format!("the archive has more than {} members", limits.archive_members);
            return Err(Error::new(ErrorKind::LimitExceeded, message));
        }
        let mut raw_name = vec![0; usize::from(header.name_bytes)];
        let mut extra = vec![0; usize::from(header.extra_bytes)];
        let name_at = at + HEADER_BYTES as u64;
        let extra_at = name_at + u64::from(header.name_bytes);
        let is_whole = store.read_exact_at(&mut raw_name, name_at).is_ok()
            && store.read_exact_at(&mut extra, extra_at).is_ok();
        if !is_whole {
            break;
        }
        let data_at = at + header.len();
        let method = Method::of(header.method, header.is_encrypted());
        let rest = store.len().saturating_sub(data_at);
        let (packed, bytes) = header.lengths(&extra);
        let (end, bytes, is_cut) = match packed {
            packed if packed > 0 || !header.has_descriptor() => {
                (packed.min(rest), Some(bytes), packed > rest)
            }
            _ => match packed_end(store, data_at, method) {
                Some((packed, bytes)) => (packed, Some(bytes), false),
                None => (rest, None, true),
            },
        };
        if raw_name.last() != Some(&b'/') {
            entries.push(MemberEntry {
                name: display_name(&raw_name, header.is_utf_8()),
                at,
                method,
                packed_bytes: end,
                bytes,
                crc: (!is_cut && !header.has_descriptor()).then_some(header.crc),
                is_cut,
                flaw: None,
            });
        }
        let data_end = data_at.saturating_add(end);
        let next = match next_of(store, data_end, HEADER) {
            _ if is_cut => None,
            None if next_of(store, data_end, DIRECTORY).is_some() => search(store, data_end),
            None => {
                // Bytes are missing or were inserted, so this member ends at the next header.
                let next = search(store, data_at);
                let last = entries.last_mut().filter(|entry| entry.at == at);
                if let (Some(next), Some(entry)) = (next, last) {
                    (entry.packed_bytes, entry.is_cut) = (next - data_at, true);
                }
                next
            }
            next => next,
        };
        let Some(next) = next else { break };
        at = next;
    }
    Ok(entries)
}

/// Returns the compressed and the uncompressed length of the data at an offset. Returns [`None`] if
/// they have no end.
fn packed_end(store: &Store, data_at: u64, method: Method) -> Option<(u64, u64)> {
    let mut input = vec![0; CHUNK_BYTES];
    match method {
        Method::Deflated => {
            let mut output = vec![0; CHUNK_BYTES];
            let mut inflater = Decompress::new(false);
            loop {
                let done = inflater.total_in();
                let read =
                    store.read_at(&mut input, data_at + done).ok().filter(|&read| read > 0)?;
                let before = (done, inflater.total_out());
                let status =
                    inflater.decompress(&input[..read], &mut output, FlushDecompress::None).ok()?;
                if status == Status::StreamEnd {
                    return Some((inflater.total_in(), inflater.total_out()));
                }
                if (inflater.total_in(), inflater.total_out()) == before {
                    return None;
                }
            }
        }
        Method::Stored => {
            // The data descriptor repeats the length. Bytes inside the data that only look like a
            // descriptor have a wrong length.
            let mut done = 0;
            loop {
                let read = store.read_at(&mut input, data_at + done).ok()?;
                if read < DESCRIPTOR.len() {
                    return None;
                }
                for place in memmem::find_iter(&input[..read], &DESCRIPTOR) {
                    let len = done + place as u64;
                    let mut bytes = [0; 4];
                    let named = store.read_exact_at(&mut bytes, data_at + len + 8);
                    if named.is_ok() && u64::from(u32::from_le_bytes(bytes)) == len {
                        return Some((len, len));
                    }
                }
                done += (read - DESCRIPTOR.len() + 1) as u64;
            }
        }
        Method::Encrypted | Method::Other(_) => None,
    }
}

/// Returns the offset of the next record if it has `signature`, skipping a data descriptor.
fn next_of(store: &Store, end: u64, signature: [u8; 4]) -> Option<u64> {
    /// Possible lengths of a data descriptor: none, without and with a signature, and with 8-byte
    /// lengths.
    const DESCRIPTORS: [u64; 5] = [0, 12, 16, 20, 24];
    let is_there = |at: &u64| {
        let mut bytes = [0; 4];
        store.read_exact_at(&mut bytes, *at).is_ok() && bytes == signature
    };
    DESCRIPTORS.into_iter().map(|len| end.saturating_add(len)).find(is_there)
}

/// Returns the offset of the next local header at or behind `from`.
fn search(store: &Store, mut from: u64) -> Option<u64> {
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let read = store.read_at(&mut chunk, from).ok().filter(|&read| read >= HEADER.len())?;
        if let Some(place) = memmem::find(&chunk[..read], &HEADER) {
            return Some(from + place as u64);
        }
        from += (read - HEADER.len() + 1) as u64;
    }
}
