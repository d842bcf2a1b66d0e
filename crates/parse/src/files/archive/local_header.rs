//! Local header of a member.

use super::store::Store;
use rawzip::ReaderAt;

/// Signature of a local header.
pub(super) const HEADER: [u8; 4] = *b"PK\x03\x04";
/// Length of the fixed part of a local header.
pub(super) const HEADER_BYTES: usize = 30;
/// Bits of the general purpose flags.
const ENCRYPTED: u16 = 1;
const DESCRIBED_BEHIND: u16 = 1 << 3;
const UTF_8: u16 = 1 << 11;
/// Value of a 32-bit length whose real value is in the ZIP64 extra field.
const ELSEWHERE: u32 = u32::MAX;

/// Local header of a member.
pub(super) struct LocalHeader {
    flags: u16,
    pub(super) method: u16,
    pub(super) crc: u32,
    packed_bytes: u32,
    bytes: u32,
    pub(super) name_bytes: u16,
    pub(super) extra_bytes: u16,
}

impl LocalHeader {
    /// Reads the local header at an offset. Returns [`None`] if no header is there.
    pub(super) fn at(store: &Store, at: u64) -> Option<Self> {
        let mut bytes = [0; HEADER_BYTES];
        store.read_exact_at(&mut bytes, at).ok()?;
        let short =
            |place: usize| bytes.get(place..)?.first_chunk().map(|it| u16::from_le_bytes(*it));
        let long =
            |place: usize| bytes.get(place..)?.first_chunk().map(|it| u32::from_le_bytes(*it));
        if !bytes.starts_with(&HEADER) {
            return None;
        }
        Some(Self {
            flags: short(6)?,
            method: short(8)?,
            crc: long(14)?,
            packed_bytes: long(18)?,
            bytes: long(22)?,
            name_bytes: short(26)?,
            extra_bytes: short(28)?,
        })
    }

    /// Returns the length of the header in bytes.
    pub(super) fn len(&self) -> u64 {
        let variable = u64::from(self.name_bytes).saturating_add(self.extra_bytes.into());
        variable.saturating_add(HEADER_BYTES as u64)
    }

    /// Returns the compressed and the uncompressed length. The lengths of large members are in the
    /// ZIP64 extra field.
    pub(super) fn lengths(&self, mut extra: &[u8]) -> (u64, u64) {
        const ZIP64: u16 = 1;
        let (packed, bytes) = (u64::from(self.packed_bytes), u64::from(self.bytes));
        if self.packed_bytes != ELSEWHERE && self.bytes != ELSEWHERE {
            return (packed, bytes);
        }
        while let [id, id_high, len, len_high, rest @ ..] = extra {
            let len = usize::from(u16::from_le_bytes([*len, *len_high]));
            let (field, next) = rest.split_at(len.min(rest.len()));
            if let (ZIP64, [large, ..]) = (u16::from_le_bytes([*id, *id_high]), field.as_chunks().0)
            {
                // The uncompressed length comes first. Only lengths that are marked are in the
                // field.
                let mut large = [Some(*large), field.as_chunks().0.get(1).copied()].into_iter();
                let mut take = |own: u64, is_elsewhere: bool| {
                    let large = if is_elsewhere { large.next().flatten() } else { None };
                    large.map_or(own, u64::from_le_bytes)
                };
                let bytes = take(bytes, self.bytes == ELSEWHERE);
                return (take(packed, self.packed_bytes == ELSEWHERE), bytes);
            }
            extra = next;
        }
        (packed, bytes)
    }

    /// Whether lengths and checksum are in a data descriptor behind the data.
    pub(super) fn has_descriptor(&self) -> bool {
        self.flags & DESCRIBED_BEHIND != 0
    }

    /// Whether the data are encrypted.
    pub(super) fn is_encrypted(&self) -> bool {
        self.flags & ENCRYPTED != 0
    }

    /// Whether the name is marked as UTF-8.
    pub(super) fn is_utf_8(&self) -> bool {
        self.flags & UTF_8 != 0
    }
}
