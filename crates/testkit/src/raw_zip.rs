//! Zips laid down byte by byte, for what no writer writes.
//!
//! As with [`crate::raw_fit`], a writer refuses or mends what a reader has to live with: names that
//! are no text, sizes and checksums that are false, two entries for one piece of data. Here the
//! test says what is odd, and the rest is filled in truly.
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
/// Method `Deflate64`, in which Windows packs what is over 2 GB.
pub const DEFLATE64: u16 = 9;
/// Method `bzip2`.
pub const BZIP2: u16 = 12;

/// Flag of an encrypted member.
pub const ENCRYPTED: u16 = 1;
/// Flag of a member whose checksum and sizes stand behind its data.
pub const STREAMED: u16 = 1 << 3;
/// Flag of a name in UTF-8; without it, names are in code page 437.
pub const UTF8: u16 = 1 << 11;

/// 2026-04-06, 08:15:30, in the way of MS-DOS: time, then date.
const TIME: [u16; 2] = [8 << 11 | 15 << 5 | 15, 46 << 9 | 4 << 5 | 6];

/// One member. What is said of it stands in its local header and in the central directory alike.
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
    /// A member that is not compressed.
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

    /// A compressed member.
    #[must_use]
    pub fn deflated(name: impl AsRef<[u8]>, content: &[u8]) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        never_fails(encoder.write_all(content));
        let data = never_fails(encoder.finish());
        Self { method: DEFLATED, ..Self::stored(name, content).data(data) }
    }

    /// The entry of a folder, whose name ends in `/`.
    #[must_use]
    pub fn folder(name: impl AsRef<[u8]>) -> Self {
        Self::stored(name, b"")
    }

    /// Sets flags, such as [`ENCRYPTED`]: what they speak of is not done.
    #[must_use]
    pub fn flags(self, flags: u16) -> Self {
        Self { flags: self.flags | flags, ..self }
    }

    /// Names another method than that of the data.
    #[must_use]
    pub fn method(self, method: u16) -> Self {
        Self { method, ..self }
    }

    /// The checksum, in place of the true one.
    #[must_use]
    pub fn crc(self, crc: u32) -> Self {
        Self { crc, ..self }
    }

    /// The size of the content in bytes, in place of the true one.
    #[must_use]
    pub fn size(self, size: u32) -> Self {
        Self { size, ..self }
    }

    /// The size of the data in bytes, in place of the true one.
    #[must_use]
    pub fn packed_size(self, packed_size: u32) -> Self {
        Self { packed_size, ..self }
    }

    /// The data as they stand in the archive.
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

    /// Puts checksum and sizes behind the data, and zeros before it, as writers do that cannot go
    /// back.
    #[must_use]
    pub fn streamed(self) -> Self {
        self.flags(STREAMED)
    }

    /// Keeps the sizes, and in the directory the place, in a field of 64-bit numbers, as is done
    /// for what is over 4 GB.
    #[must_use]
    pub fn zip64(self) -> Self {
        Self { is_zip64: true, ..self }
    }

    fn is_streamed(&self) -> bool {
        self.flags & STREAMED != 0
    }

    /// What local header and directory share: from the version needed to the sizes.
    fn facts(&self, crc: u32, packed_size: u32, size: u32) -> Vec<u8> {
        let version = if self.is_zip64 { 45 } else { 20 };
        let small = [version, self.flags, self.method, TIME[0], TIME[1]];
        let mut bytes: Vec<u8> = small.into_iter().flat_map(u16::to_le_bytes).collect();
        bytes.extend([crc, packed_size, size].into_iter().flat_map(u32::to_le_bytes));
        bytes
    }

    /// The local header, the data and what stands behind them.
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

    /// The entry of the central directory, for a local header at that place.
    fn entry(&self, name: &[u8], at: u64) -> Vec<u8> {
        /// Unix in the upper byte, version 3.0 in the lower.
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

/// The extra field of 64-bit numbers.
fn zip64_field(numbers: &[u64]) -> Vec<u8> {
    let mut field = vec![1, 0, numbers.len() as u8 * 8, 0];
    field.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    field
}

/// A zip: members in the order in which they are given, the central directory, the end.
///
/// From 65,536 members on, or as asked, the end is of the 64-bit kind.
#[derive(Debug, Clone, Default)]
pub struct RawZip {
    /// How many bytes of the beginning the offsets leave out.
    uncounted: usize,
    bytes: Vec<u8>,
    last: Option<(Member, u64)>,
    entries: usize,
    directory: Vec<u8>,
    comment: Vec<u8>,
    is_zip64: bool,
}

impl RawZip {
    /// An archive without members.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An archive behind other bytes, put before it when it was done: its offsets count from its
    /// own beginning.
    #[must_use]
    pub fn behind(bytes: &[u8]) -> Self {
        Self { uncounted: bytes.len(), bytes: bytes.to_vec(), ..Self::default() }
    }

    /// An archive behind other bytes that knows of them: its offsets count from theirs.
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

    /// Enters the last member in the directory once more, under another name: the data are there
    /// once.
    #[must_use]
    pub fn again(mut self, name: impl AsRef<[u8]>) -> Self {
        if let Some((member, at)) = &self.last {
            self.directory.extend(member.entry(name.as_ref(), *at));
            self.entries += 1;
        }
        self
    }

    /// The comment at the end, of at most 65,535 bytes.
    #[must_use]
    pub fn comment(self, comment: &[u8]) -> Self {
        Self { comment: comment.to_vec(), ..self }
    }

    /// Gives it an end of the 64-bit kind.
    #[must_use]
    pub fn zip64(self) -> Self {
        Self { is_zip64: true, ..self }
    }

    /// The offset of the central directory in the bytes, which is where the members end.
    #[must_use]
    pub fn directory_at(&self) -> usize {
        self.bytes.len()
    }

    /// The bytes of the archive.
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
            // So many bytes follow; made by, version needed; this disk, that of the directory.
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
