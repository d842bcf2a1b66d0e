//! Rescue of members from an archive without a central directory, as after a broken download.
//!
//! Each member begins with a local header, so the members are found one after another. The last
//! member is kept up to the cut. If the next header is not at the expected offset, the following
//! bytes are searched for a header. If a header does not state the length, because the writer did
//! not know it yet, the member is decompressed to find its end.

use super::entry::{MemberEntry, Method};
use super::local_header::{HEADER, HEADER_BYTES, LocalHeader};
use super::names::{NAME_BYTES, display_name};
use super::store::Store;
use super::tree::TreeBudget;
use crate::error::Error;
use flate2::{Decompress, FlushDecompress, Status};
use memchr::memmem;
use rawzip::ReaderAt;

const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";
const DIRECTORY: [u8; 4] = *b"PK\x01\x02";
/// Number of bytes in one read.
const CHUNK_BYTES: usize = 64 << 10;
/// Number of bytes that are searched first for the next header.
const NEAR_BYTES: usize = 256;

/// Members that were found, and the limit that ended the search.
pub(super) struct Rescued {
    pub(super) entries: Vec<MemberEntry>,
    pub(super) limit: Option<Error>,
}

/// Finds the members that begin before the archive ends.
///
/// `prefix_bytes` is the length of the archive's own name.
pub(super) fn find(store: &Store, prefix_bytes: usize, budget: &mut TreeBudget) -> Rescued {
    let mut entries = Vec::new();
    let limit = find_into(store, prefix_bytes, budget, &mut entries).err();
    Rescued { entries, limit }
}

fn find_into(
    store: &Store,
    prefix_bytes: usize,
    budget: &mut TreeBudget,
    entries: &mut Vec<MemberEntry>,
) -> Result<(), Error> {
    let mut at = 0;
    let mut buffers = Buffers { input: vec![0; CHUNK_BYTES], output: vec![0; CHUNK_BYTES] };
    while let Some(header) = LocalHeader::at(store, at) {
        let name_bytes = usize::from(header.name_bytes).min(NAME_BYTES);
        budget.spend_on_member(prefix_bytes.saturating_add(name_bytes))?;
        let mut raw_name = vec![0; usize::from(header.name_bytes)];
        let mut extra = vec![0; usize::from(header.extra_bytes)];
        let name_at = at.saturating_add(HEADER_BYTES as u64);
        let extra_at = name_at.saturating_add(header.name_bytes.into());
        let is_whole = store.read_exact_at(&mut raw_name, name_at).is_ok()
            && store.read_exact_at(&mut extra, extra_at).is_ok();
        if !is_whole {
            break;
        }
        let data_at = at.saturating_add(header.len());
        let method = Method::of(header.method, header.is_encrypted());
        let rest = store.len().saturating_sub(data_at);
        let (packed, bytes) = header.lengths(&extra);
        let (end, bytes, is_cut) = match packed {
            packed if packed > 0 || !header.has_descriptor() => {
                (packed.min(rest), Some(bytes), packed > rest)
            }
            _ => match packed_end(store, data_at, method, &mut buffers, budget)? {
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
            None if next_of(store, data_end, DIRECTORY).is_some() => {
                search(store, data_end, &mut buffers.input, budget)
            }
            None => {
                // Bytes are missing or were inserted, so this member ends at the next header.
                let next = search(store, data_at, &mut buffers.input, budget);
                let last = entries.last_mut().filter(|entry| entry.at == at);
                if let (Some(next), Some(entry)) = (next, last) {
                    (entry.packed_bytes, entry.is_cut) = (next.saturating_sub(data_at), true);
                }
                next
            }
            next => next,
        };
        let Some(next) = next else { break };
        at = next;
    }
    Ok(())
}

/// Buffers that the search for members reuses.
struct Buffers {
    input: Vec<u8>,
    output: Vec<u8>,
}

/// Returns the compressed and the uncompressed length of the data at an offset. Returns [`None`] if
/// no end is found.
///
/// # Errors
///
/// Fails if the budget does not cover the expansion that finds the end.
fn packed_end(
    store: &Store,
    data_at: u64,
    method: Method,
    buffers: &mut Buffers,
    budget: &mut TreeBudget,
) -> Result<Option<(u64, u64)>, Error> {
    let Buffers { input, output } = buffers;
    match method {
        Method::Deflated => {
            let mut inflater = Decompress::new(false);
            loop {
                let before = (inflater.total_in(), inflater.total_out());
                let at = data_at.saturating_add(before.0);
                let Some(read) = store.read_at(input, at).ok().filter(|&read| read > 0) else {
                    return Ok(None);
                };
                let Some(packed) = input.get(..read) else { return Ok(None) };
                let status = inflater.decompress(packed, output, FlushDecompress::None);
                let after = (inflater.total_in(), inflater.total_out());
                // The input is charged too, because empty stored blocks produce no output.
                let read = after.0.saturating_sub(before.0);
                let written = after.1.saturating_sub(before.1);
                budget.spend_on_expansion(read.max(written))?;
                match status {
                    Ok(Status::StreamEnd) => return Ok(Some(after)),
                    Ok(_) if after != before => {}
                    Ok(_) | Err(_) => return Ok(None),
                }
            }
        }
        Method::Stored => {
            // The data descriptor repeats the length. Bytes inside the data that only look like a
            // descriptor have a wrong length.
            let mut done = 0;
            loop {
                let at = data_at.saturating_add(done);
                let read = store.read_at(input, at).unwrap_or(0);
                if read < DESCRIPTOR.len() {
                    return Ok(None);
                }
                budget.spend_on_expansion(read as u64)?;
                let chunk = input.get(..read).unwrap_or_default();
                for place in memmem::find_iter(chunk, &DESCRIPTOR) {
                    let len = done.saturating_add(place as u64);
                    let mut bytes = [0; 4];
                    let named = store
                        .read_exact_at(&mut bytes, data_at.saturating_add(len).saturating_add(8));
                    if named.is_ok() && u64::from(u32::from_le_bytes(bytes)) == len {
                        return Ok(Some((len, len)));
                    }
                }
                // The last bytes of the chunk may be the start of a descriptor.
                done =
                    done.saturating_add(read.saturating_sub(const { DESCRIPTOR.len() - 1 }) as u64);
            }
        }
        Method::Encrypted | Method::Other(_) => Ok(None),
    }
}

/// Returns the offset of the next record if it has `signature`, skipping a data descriptor.
fn next_of(store: &Store, end: u64, signature: [u8; 4]) -> Option<u64> {
    /// Possible lengths of a data descriptor. The descriptor can be absent, have a signature, and
    /// have 8-byte lengths.
    const DESCRIPTORS: [u64; 5] = [0, 12, 16, 20, 24];
    let is_there = |at: &u64| {
        let mut bytes = [0; 4];
        store.read_exact_at(&mut bytes, *at).is_ok() && bytes == signature
    };
    DESCRIPTORS.into_iter().map(|len| end.saturating_add(len)).find(is_there)
}

/// Returns the offset of the next local header at or behind `from`. Returns [`None`] if no header
/// follows, or if the budget does not cover the search.
fn search(store: &Store, mut from: u64, buffer: &mut [u8], budget: &mut TreeBudget) -> Option<u64> {
    // The next header is usually near, so the first read is short.
    let mut len = NEAR_BYTES;
    loop {
        let chunk = buffer.get_mut(..len)?;
        let read = store.read_at(chunk, from).ok().filter(|&read| read >= HEADER.len())?;
        if let Some(place) = memmem::find(chunk.get(..read)?, &HEADER) {
            return from.checked_add(place as u64);
        }
        let passed = read.saturating_sub(const { HEADER.len() - 1 }) as u64;
        if !budget.search(passed) {
            return None;
        }
        from = from.checked_add(passed)?;
        len = CHUNK_BYTES;
    }
}
