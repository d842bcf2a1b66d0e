//! Damage to FIT files: to their bytes, and to their definitions alone.

use crate::damage::{self, MAX_LEN, one_of};
use recoup_testkit::{Seeded, raw_fit};

/// Global message numbers for changed definitions: messages that are read, and messages that
/// describe other messages.
const GLOBALS: [u16; 15] = [0, 18, 19, 20, 21, 23, 26, 27, 34, 49, 78, 132, 206, 207, 216];
/// Base types. Types of one byte are included without the high bit.
const BASE_TYPES: [u8; 17] =
    [0, 1, 2, 7, 10, 13, 0x83, 0x84, 0x85, 0x86, 0x88, 0x89, 0x8B, 0x8C, 0x8E, 0x8F, 0x90];
/// Bytes that are header bytes, and the ends of ranges.
const VALUES: [u8; 8] = [0, 1, 0x40, 0x60, 0x7F, 0x80, 0xFE, 0xFF];
/// Length of header, reserved byte, byte order, global number and number of fields.
const FIELDS_START: usize = 6;
/// Length of a field's number, size and base type.
const FIELD_LEN: usize = 3;

/// File that will be damaged.
#[derive(Debug)]
pub(crate) struct Seed {
    bytes: Vec<u8>,
    /// Offsets of the definitions to rewrite.
    definitions: Vec<usize>,
}

impl Seed {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        let definitions = definitions(&bytes);
        Self { bytes, definitions }
    }
}

/// Returns the offsets of the definitions with fields in the first file of `bytes`, as far as it is
/// whole. The first one is left out, because little is read without the `file_id`.
fn definitions(bytes: &[u8]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut message_lens = [0; 16];
    let mut at = bytes.first().map_or(0, |length| usize::from(*length));
    while let Some(&header) = bytes.get(at) {
        let is_compressed = header & 0x80 != 0;
        let local = usize::from(if is_compressed { header >> 5 & 3 } else { header & 0xF });
        if is_compressed || header & 0x40 == 0 {
            at += 1 + message_lens[local];
            continue;
        }
        let has_developer_fields = header & 0x20 != 0;
        let sizes = |start: usize| -> Option<(usize, usize)> {
            let count = usize::from(*bytes.get(start - 1)?);
            let end = start + count * FIELD_LEN;
            let fields = bytes.get(start..end)?.chunks_exact(FIELD_LEN);
            Some((end, fields.map(|field| usize::from(field[1])).sum()))
        };
        let Some((mut end, mut length)) = sizes(at + FIELDS_START) else { break };
        if end > at + FIELDS_START {
            found.push(at);
        }
        if has_developer_fields {
            let Some((developer_end, developer_len)) = sizes(end + 1) else { break };
            (end, length) = (developer_end, length + developer_len);
        }
        message_lens[local] = length;
        at = end;
    }
    found.split_off(found.len().min(1))
}

/// Returns the damaged file of a round. Equal rounds give equal files.
pub(crate) fn mutated(round: usize, seeds: &[Seed]) -> Vec<u8> {
    let random = &mut damage::random(round);
    let seed = one_of(seeds, random);
    let mut bytes = seed.bytes.clone();
    if !seed.definitions.is_empty() {
        for _ in 0..random.below(3) {
            rewrite_definition(&mut bytes[*one_of(&seed.definitions, random)..], random);
        }
    }
    for _ in 0..random.below(5) {
        damage(&mut bytes, &one_of(seeds, random).bytes, random);
        bytes.truncate(MAX_LEN);
    }
    if random.below(2) == 0 {
        raw_fit::mend(&mut bytes);
    }
    if random.below(16) == 0 {
        bytes.extend_from_slice(&one_of(seeds, random).bytes);
    }
    bytes
}

/// Changes one property of the definition at the start of `bytes`.
fn rewrite_definition(bytes: &mut [u8], random: &mut Seeded) {
    let count = usize::from(bytes[FIELDS_START - 1]).max(1);
    let mut a_field = || FIELDS_START + random.below(count) * FIELD_LEN;
    let (field, other) = (a_field(), a_field());
    // An earlier change may have increased the number of fields beyond the bytes.
    if field.max(other) + FIELD_LEN > bytes.len() {
        return;
    }
    match random.below(9) {
        0 => bytes[FIELDS_START - 1] = *one_of(&[0, 1, 2, 10, 100, 255], random),
        1 => bytes[field + 1] = *one_of(&[0, 1, 2, 3, 4, 7, 8, 16, 255], random),
        2 => bytes[field + 2] = *one_of(&BASE_TYPES, random),
        3 => bytes[field + 2] = random.below(256) as u8,
        4 => bytes[field] = *one_of(&[0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 253, 254, 255], random),
        5 => bytes[2] ^= 1,
        6 => {
            let global = *one_of(&GLOBALS, random);
            let is_big_endian = bytes[2] == 1;
            let global = if is_big_endian { global.to_be_bytes() } else { global.to_le_bytes() };
            bytes[3..5].copy_from_slice(&global);
        }
        // The length of the message stays the same.
        7 => bytes.swap(field + 1, other + 1),
        _ => bytes[0] ^= *one_of(&[0x20, 1, 2, 3, 15], random),
    }
}

/// Damages a file once, sometimes in its header.
fn damage(bytes: &mut Vec<u8>, other: &[u8], random: &mut Seeded) {
    match random.below(11) {
        0 if random.below(8) == 0 => drop(bytes.drain(..random.below(15).min(bytes.len()))),
        1 if bytes.len() >= 8 => {
            let len = bytes.len() as u32;
            let size = *one_of(&[0, 1, len / 2, len, len + 1, u32::MAX - 14, u32::MAX], random);
            bytes[4..8].copy_from_slice(&size.to_le_bytes());
        }
        _ => damage::damage(bytes, other, &VALUES, random),
    }
}
