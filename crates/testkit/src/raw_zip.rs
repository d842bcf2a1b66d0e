//! Zips built byte by byte, because no writer writes them.
//!
//! A reader must survive errors that a writer refuses or repairs, as with [`crate::raw_fit`]: names
//! that are not text, wrong sizes and checksums, two entries for one piece of data. The test states
//! the oddity here, and everything else is filled in correctly.
//!
//! ```
//! use recoup_testkit::raw_zip::{Member, RawZip};
//!
//! let bytes = RawZip::new().member(Member::stored("a.fit", b"a run").crc(7)).to_bytes();
//! // A local header of 30 bytes, a name, the data; an entry of 46 bytes, the name; 22 bytes of end.
//! assert_eq!(bytes.len(), 30 + 5 + 5 + 46 + 5 + 22);
//! assert_eq!(bytes[..4], *b"PK\x03\x04");
//! assert_eq!(bytes[14..18], [7, 0, 0, 0], "the checksum in the local header");
//! assert_eq!(bytes[40..44], *b"PK\x01\x02");
//! assert_eq!(bytes[91..95], *b"PK\x05\x06");
//! ```

use std::io::Write;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

use crate::never_fails;

/// Method of data that is not compressed.
pub const STORED: u16 = 0;
/// Method of data that is compressed as in gzip.
pub const DEFLATED: u16 = 8;
/// Method `Deflate64`, which Windows uses above 2 GB.
pub const DEFLATE64: u16 = 9;
/// Method `bzip2`.
pub const BZIP2: u16 = 12;

/// Flag of an encrypted member.
pub const ENCRYPTED: u16 = 1;
/// Flag of a member with a data descriptor: checksum and sizes follow the data.
pub const STREAMED: u16 = 1 << 3;
/// Flag of a name in UTF-8. Names without this flag are in code page 437.
pub const UTF8: u16 = 1 << 11;

/// Time and date 2026-04-06, 08:15:30 in MS-DOS format: time first, then date.
const TIME: [u16; 2] = [8 << 11 | 15 << 5 | 15, 46 << 9 | 4 << 5 | 6];

/// One member. Local header and central directory hold the same values.
#[derive(Debug, Clone)]
pub struct Member {
    name: Vec<u8>,
    flags: u16,
    method: u16,
    crc: u32,
    size: u32,
    packed_size: u32,
    data: Vec<u8>,
    is_zip64: bool,
}

impl Member {
    /// Returns an uncompressed member.
    #[must_use]
    pub fn stored(name: impl AsRef<[u8]>, content: &[u8]) -> Self {
        let mut crc = Crc::new();
        crc.update(content);
        Self {
            name: name.as_ref().to_vec(),
            flags: 0,
            method: STORED,
            crc: crc.sum(),
            size: content.len() as u32,
            packed_size: content.len() as u32,
            data: content.to_vec(),
            is_zip64: false,
        }
    }

    /// Returns a compressed member.
    #[must_use]
    pub fn deflated(name: impl AsRef<[u8]>, content: &[u8]) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        never_fails(encoder.write_all(content));
        let data = never_fails(encoder.finish());
        Self { method: DEFLATED, ..Self::stored(name, content).data(data) }
    }

    /// Returns the entry of a folder, whose name ends in `/`.
    #[must_use]
    pub fn folder(name: impl AsRef<[u8]>) -> Self {
        Self::stored(name, b"")
    }

    /// Sets flags such as [`ENCRYPTED`]. The data do not change.
    #[must_use]
    pub fn flags(self, flags: u16) -> Self {
        Self { flags: self.flags | flags, ..self }
    }

    /// Sets another method than that of the data.
    #[must_use]
    pub fn method(self, method: u16) -> Self {
        Self { method, ..self }
    }

    /// Sets the checksum in place of the true one.
    #[must_use]
    pub fn crc(self, crc: u32) -> Self {
        Self { crc, ..self }
    }

    /// Sets the size of the content in bytes in place of the true size.
    #[must_use]
    pub fn size(self, size: u32) -> Self {
        Self { size, ..self }
    }

    /// Sets the size of the compressed data in bytes in place of the true size.
    #[must_use]
    pub fn packed_size(self, packed_size: u32) -> Self {
        Self { packed_size, ..self }
    }

    /// Sets the raw data in the archive.
    #[must_use]
    pub fn data(self, data: Vec<u8>) -> Self {
        Self { packed_size: data.len() as u32, data, ..self }
    }

    /// Inverts sixteen bytes in the middle of the data.
    #[must_use]
    pub fn damaged(mut self) -> Self {
        let middle = self.data.len() / 2;
        self.data.iter_mut().skip(middle).take(16).for_each(|byte| *byte = !*byte);
        self
    }

    /// Puts checksum and sizes into a data descriptor after the data, and zeros into the local
    /// header, like writers that cannot seek back.
    #[must_use]
    pub fn streamed(self) -> Self {
        self.flags(STREAMED)
    }

    /// Puts the sizes, and in the central directory the offset, into a zip64 extra field, as
    /// writers do above 4 GB.
    #[must_use]
    pub fn zip64(self) -> Self {
        Self { is_zip64: true, ..self }
    }

    fn is_streamed(&self) -> bool {
        self.flags & STREAMED != 0
    }

    /// Returns the fields that local header and central directory share, from the version needed to
    /// the sizes.
    fn facts(&self, crc: u32, packed_size: u32, size: u32) -> Vec<u8> {
        let version = if self.is_zip64 { 45 } else { 20 };
        let small = [version, self.flags, self.method, TIME[0], TIME[1]];
        let mut bytes: Vec<u8> = small.into_iter().flat_map(u16::to_le_bytes).collect();
        bytes.extend([crc, packed_size, size].into_iter().flat_map(u32::to_le_bytes));
        bytes
    }

    /// Appends the local header, the data and the data descriptor.
    fn append_to(&self, bytes: &mut Vec<u8>) {
        bytes.extend(b"PK\x03\x04");
        let (facts, extra) = match (self.is_streamed(), self.is_zip64) {
            (true, _) => (self.facts(0, 0, 0), Vec::new()),
            (_, true) => (
                self.facts(self.crc, u32::MAX, u32::MAX),
                zip64_field(&[self.size.into(), self.packed_size.into()]),
            ),
            _ => (self.facts(self.crc, self.packed_size, self.size), Vec::new()),
        };
        bytes.extend(facts);
        bytes.extend((self.name.len() as u16).to_le_bytes());
        bytes.extend((extra.len() as u16).to_le_bytes());
        bytes.extend(&self.name);
        bytes.extend(extra);
        bytes.extend(&self.data);
        if self.is_streamed() {
            bytes.extend(b"PK\x07\x08");
            let behind = [self.crc, self.packed_size, self.size];
            bytes.extend(behind.into_iter().flat_map(u32::to_le_bytes));
        }
    }

    /// Returns the entry of the central directory for a local header at offset `at`.
    fn entry(&self, name: &[u8], at: u64) -> Vec<u8> {
        /// Unix in the upper byte, version 3.0 in the lower byte.
        const MADE_BY: u16 = 0x031E;
        let (packed_size, size, offset, extra) = if self.is_zip64 {
            let field = zip64_field(&[self.size.into(), self.packed_size.into(), at]);
            (u32::MAX, u32::MAX, u32::MAX, field)
        } else {
            (self.packed_size, self.size, at as u32, Vec::new())
        };
        let is_folder = name.ends_with(b"/");
        let mode: u32 = if is_folder { 0o040_755 } else { 0o100_644 };
        let mut bytes = b"PK\x01\x02".to_vec();
        bytes.extend(MADE_BY.to_le_bytes());
        bytes.extend(self.facts(self.crc, packed_size, size));
        // Name, extra field, comment, disk, internal attributes.
        let small = [name.len() as u16, extra.len() as u16, 0, 0, 0];
        bytes.extend(small.into_iter().flat_map(u16::to_le_bytes));
        bytes.extend((mode << 16 | u32::from(is_folder) << 4).to_le_bytes());
        bytes.extend(offset.to_le_bytes());
        bytes.extend(name);
        bytes.extend(extra);
        bytes
    }
}

/// Returns the zip64 extra field.
fn zip64_field(numbers: &[u64]) -> Vec<u8> {
    let mut field = vec![1, 0, numbers.len() as u8 * 8, 0];
    field.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    field
}

/// Zip: members in the given order, the central directory, the end record.
///
/// The end record is of the zip64 kind from 65,536 members on, or on request.
#[derive(Debug, Clone, Default)]
pub struct RawZip {
    /// Number of bytes at the beginning that the offsets do not count.
    uncounted: usize,
    bytes: Vec<u8>,
    last: Option<(Member, u64)>,
    entries: usize,
    directory: Vec<u8>,
    comment: Vec<u8>,
    is_zip64: bool,
}

impl RawZip {
    /// Returns an archive without members.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns an archive behind other bytes that were put before the finished archive. Its offsets
    /// count from its own beginning.
    #[must_use]
    pub fn behind(bytes: &[u8]) -> Self {
        Self { uncounted: bytes.len(), bytes: bytes.to_vec(), ..Self::default() }
    }

    /// Returns an archive behind other bytes that belong to the archive. The offsets count from the
    /// beginning of these bytes.
    #[must_use]
    pub fn counting_from(bytes: &[u8]) -> Self {
        Self { bytes: bytes.to_vec(), ..Self::default() }
    }

    /// Adds a member.
    #[must_use]
    pub fn member(mut self, member: Member) -> Self {
        let at = (self.bytes.len() - self.uncounted) as u64;
        member.append_to(&mut self.bytes);
        self.directory.extend(member.entry(&member.name, at));
        self.entries += 1;
        self.last = Some((member, at));
        self
    }

    /// Adds members.
    #[must_use]
    pub fn members(self, members: impl IntoIterator<Item = Member>) -> Self {
        members.into_iter().fold(self, Self::member)
    }

    /// Adds the last member to the central directory once more, under another name. The data are
    /// not repeated.
    #[must_use]
    pub fn again(mut self, name: impl AsRef<[u8]>) -> Self {
        if let Some((member, at)) = &self.last {
            self.directory.extend(member.entry(name.as_ref(), *at));
            self.entries += 1;
        }
        self
    }

    /// Sets the comment at the end, of at most 65,535 bytes.
    #[must_use]
    pub fn comment(self, comment: &[u8]) -> Self {
        Self { comment: comment.to_vec(), ..self }
    }

    /// Adds a zip64 end record.
    #[must_use]
    pub fn zip64(self) -> Self {
        Self { is_zip64: true, ..self }
    }

    /// Returns the offset of the central directory in the bytes, which is the end of the members.
    #[must_use]
    pub fn directory_at(&self) -> usize {
        self.bytes.len()
    }

    /// Returns the bytes of the archive.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        bytes.extend(&self.directory);
        let (entries, size) = (self.entries as u64, self.directory.len() as u64);
        let offset = (self.bytes.len() - self.uncounted) as u64;
        let mut end = (entries as u16, size as u32, offset as u32);
        if self.is_zip64 || self.entries > u16::MAX.into() {
            let end_at = (bytes.len() - self.uncounted) as u64;
            bytes.extend(b"PK\x06\x06");
            // Number of bytes that follow; made by, version needed; this disk, disk of the central
            // directory.
            bytes.extend(44_u64.to_le_bytes());
            bytes.extend([45, 3, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            bytes.extend([entries, entries, size, offset].into_iter().flat_map(u64::to_le_bytes));
            bytes.extend(b"PK\x06\x07\0\0\0\0");
            bytes.extend(end_at.to_le_bytes());
            bytes.extend(1_u32.to_le_bytes());
            end = (u16::MAX, u32::MAX, u32::MAX);
        }
        bytes.extend(b"PK\x05\x06\0\0\0\0");
        bytes.extend([end.0, end.0].into_iter().flat_map(u16::to_le_bytes));
        bytes.extend([end.1, end.2].into_iter().flat_map(u32::to_le_bytes));
        bytes.extend((self.comment.len() as u16).to_le_bytes());
        bytes.extend(&self.comment);
        bytes
    }
}
