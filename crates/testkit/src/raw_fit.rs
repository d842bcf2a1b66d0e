//! FIT files built byte by byte, because no encoder writes them.
//!
//! A reader must survive errors that an encoder refuses or repairs: wrong sizes, types that differ
//! from the profile, messages without a definition. The test states every byte here. Only details
//! that would hide its meaning are filled in: lengths, checksums, and the messages that all files
//! share.
//!
//! ```
//! use recoup_testkit::raw_fit::{Definition, RawFit, UINT8};
//!
//! let bytes = RawFit::new()
//!     .file_id(None)
//!     .define(&Definition::record(0).field(3, 1, UINT8))
//!     .timed(0, 1_000_000_000, &[121])
//!     .timed(0, 1_000_000_001, &[122])
//!     .to_bytes();
//! assert_eq!(&bytes[8..12], b".FIT");
//! assert_eq!(bytes[bytes.len() - 8..][..6], [0x00, 0x01, 0xCA, 0x9A, 0x3B, 122]);
//! ```

use std::ops::Range;

/// Base type of enumerations, one byte, invalid 0xFF.
pub const ENUM: u8 = 0x00;
/// Base type `sint8`, invalid 0x7F.
pub const SINT8: u8 = 0x01;
/// Base type `uint8`, invalid 0xFF.
pub const UINT8: u8 = 0x02;
/// Base type `string`, UTF-8 that ends at a zero byte.
pub const STRING: u8 = 0x07;
/// Base type `uint8z`, invalid 0.
pub const UINT8Z: u8 = 0x0A;
/// Base type `byte`, a value with as many bytes as the field, invalid if all are 0xFF.
pub const BYTE: u8 = 0x0D;
/// Base type `sint16`, invalid 0x7FFF.
pub const SINT16: u8 = 0x83;
/// Base type `uint16`, invalid 0xFFFF.
pub const UINT16: u8 = 0x84;
/// Base type `sint32`, invalid 0x7FFFFFFF.
pub const SINT32: u8 = 0x85;
/// Base type `uint32`, invalid 0xFFFFFFFF.
pub const UINT32: u8 = 0x86;
/// Base type `float32`, invalid if all bits are 1, which is not a number.
pub const FLOAT32: u8 = 0x88;
/// Base type `float64`, invalid if all bits are 1, which is not a number.
pub const FLOAT64: u8 = 0x89;
/// Base type `uint16z`, invalid 0.
pub const UINT16Z: u8 = 0x8B;
/// Base type `uint32z`, invalid 0.
pub const UINT32Z: u8 = 0x8C;
/// Base type `sint64`, invalid 0x7FFFFFFFFFFFFFFF.
pub const SINT64: u8 = 0x8E;
/// Base type `uint64`, invalid 0xFFFFFFFFFFFFFFFF.
pub const UINT64: u8 = 0x8F;
/// Base type `uint64z`, invalid 0.
pub const UINT64Z: u8 = 0x90;

/// Field of the time of any message, in seconds since 1989-12-31T00:00:00Z.
const TIMESTAMP: u8 = 253;
/// Local type of [`RawFit::message`].
const SINGLE: u8 = 15;

/// Bytes in the place of a checksum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checksum {
    /// Checksum of the bytes.
    Right,
    /// Complement of the checksum.
    Wrong,
    /// Zero. In a header, zero means that no checksum was computed.
    Zero,
    /// No bytes at all.
    Absent,
}

impl Checksum {
    fn append_to(self, bytes: &mut Vec<u8>) {
        let right = crc16(bytes);
        match self {
            Self::Right => bytes.extend(right.to_le_bytes()),
            Self::Wrong => bytes.extend((!right).to_le_bytes()),
            Self::Zero => bytes.extend([0, 0]),
            Self::Absent => {}
        }
    }
}

/// Computes the checksum of FIT files, half a byte at a time as in the specification.
///
/// ```
/// // Check value of CRC-16/ARC in catalogues of checksums.
/// assert_eq!(recoup_testkit::raw_fit::crc16(b"123456789"), 0xBB3D);
/// ```
#[must_use]
pub fn crc16(bytes: &[u8]) -> u16 {
    const OF_NIBBLE: [u16; 16] = [
        0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401, 0xA001, 0x6C00, 0x7800,
        0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
    ];
    let nibbles = bytes.iter().flat_map(|byte| [byte & 0xF, byte >> 4]);
    nibbles.fold(0, |crc, nibble| {
        (crc >> 4) ^ OF_NIBBLE[usize::from(crc & 0xF)] ^ OF_NIBBLE[usize::from(nibble)]
    })
}

/// Corrects header and checksum of altered bytes, so that only the alteration is odd.
///
/// The last two bytes become the checksum. A header of unknown length counts as one of 14 bytes.
/// Bytes shorter than a header and a checksum stay as they are.
///
/// ```
/// use recoup_testkit::raw_fit::{RawFit, UINT8, mend};
///
/// let file = RawFit::new().definition(0, 20, &[(3, 1, UINT8)]).data(0, &[130]).to_bytes();
/// let mut damaged = file.clone();
/// damaged[4..12].fill(0xFF);
/// *damaged.last_mut().unwrap() ^= 1;
/// mend(&mut damaged);
/// assert_eq!(damaged, file);
/// ```
pub fn mend(file: &mut [u8]) {
    const LONG_HEADER: usize = 14;
    const CRC_LEN: usize = 2;
    let Some(data_end) = file.len().checked_sub(CRC_LEN).filter(|&end| end >= LONG_HEADER) else {
        return;
    };
    if file[0] != 12 {
        file[0] = LONG_HEADER as u8;
    }
    let data_len = (data_end - usize::from(file[0])) as u32;
    file[4..8].copy_from_slice(&data_len.to_le_bytes());
    file[8..12].copy_from_slice(b".FIT");
    if usize::from(file[0]) == LONG_HEADER {
        put_crc(file, LONG_HEADER - CRC_LEN);
    }
    put_crc(file, data_end);
}

/// Writes the checksum of the bytes before `end` at `end`.
fn put_crc(file: &mut [u8], end: usize) {
    let crc = crc16(&file[..end]);
    file[end..end + 2].copy_from_slice(&crc.to_le_bytes());
}

/// Definition message: the layout of the data messages of a local type.
///
/// ```
/// use recoup_testkit::raw_fit::{Definition, RawFit, UINT16};
///
/// let record = Definition::new(2, 20).big_endian().field(7, 2, UINT16).developer_field(0, 1, 0);
/// let bytes = RawFit::new().define(&record).to_bytes();
/// assert_eq!(bytes[14..27], [0x62, 0, 1, 0, 20, 1, 7, 2, 0x84, 1, 0, 1, 0]);
/// ```
#[derive(Debug, Clone)]
pub struct Definition {
    local: u8,
    global: u16,
    is_big_endian: bool,
    fields: Vec<[u8; 3]>,
    developer_fields: Vec<[u8; 3]>,
}

impl Definition {
    /// Returns a definition of local type `local`, 0-15, as the global message `global`,
    /// little-endian, without fields.
    #[must_use]
    pub fn new(local: u8, global: u16) -> Self {
        Self {
            local,
            global,
            is_big_endian: false,
            fields: Vec::new(),
            developer_fields: Vec::new(),
        }
    }

    /// Returns a definition of `record` with the timestamp as first field, as [`RawFit::timed`]
    /// writes it.
    #[must_use]
    pub fn record(local: u8) -> Self {
        Self::new(local, 20).field(TIMESTAMP, 4, UINT32)
    }

    /// Sets the byte order to big-endian.
    #[must_use]
    pub fn big_endian(self) -> Self {
        Self { is_big_endian: true, ..self }
    }

    /// Adds a field: its number, its size in bytes, its base type.
    #[must_use]
    pub fn field(mut self, number: u8, size: u8, base_type: u8) -> Self {
        self.fields.push([number, size, base_type]);
        self
    }

    /// Adds a developer field: its number, its size in bytes, the index of its developer.
    #[must_use]
    pub fn developer_field(mut self, number: u8, size: u8, developer: u8) -> Self {
        self.developer_fields.push([number, size, developer]);
        self
    }

    fn append_to(&self, bytes: &mut Vec<u8>) {
        let has_developer_fields = !self.developer_fields.is_empty();
        bytes.push(0x40 | u8::from(has_developer_fields) << 5 | self.local);
        bytes.extend([0, u8::from(self.is_big_endian)]);
        bytes.extend(if self.is_big_endian {
            self.global.to_be_bytes()
        } else {
            self.global.to_le_bytes()
        });
        bytes.push(self.fields.len() as u8);
        bytes.extend(self.fields.concat());
        if has_developer_fields {
            bytes.push(self.developer_fields.len() as u8);
            bytes.extend(self.developer_fields.concat());
        }
    }
}

/// FIT file: a header, the messages in the given order, a checksum.
///
/// Headers, checksums and sizes are right unless a test sets others.
///
/// ```
/// use recoup_testkit::raw_fit::{Checksum, RawFit};
///
/// let empty = RawFit::new().header_checksum(Checksum::Absent).data_size(7).to_bytes();
/// assert_eq!(empty[..12], *b"\x0c\x20\x00\x00\x07\x00\x00\x00.FIT");
/// assert_eq!(empty.len(), 14, "a header of 12 bytes and a checksum");
/// ```
#[derive(Debug, Clone)]
pub struct RawFit {
    header_checksum: Checksum,
    header_padding: u8,
    data_size: Option<u32>,
    messages: Vec<u8>,
    checksum: Checksum,
    /// Whether each local type is big-endian, for [`RawFit::timed`].
    big_endian: [bool; 16],
}

impl Default for RawFit {
    fn default() -> Self {
        Self::new()
    }
}

impl RawFit {
    /// Returns a file without messages.
    #[must_use]
    pub fn new() -> Self {
        Self {
            header_checksum: Checksum::Right,
            header_padding: 0,
            data_size: None,
            messages: Vec::new(),
            checksum: Checksum::Right,
            big_endian: [false; 16],
        }
    }

    /// Sets the checksum of the header. A header is 14 bytes long with a checksum and 12 bytes
    /// without.
    #[must_use]
    pub fn header_checksum(self, header_checksum: Checksum) -> Self {
        Self { header_checksum, ..self }
    }

    /// Adds bytes at the end of the header, beyond the length in the specification.
    #[must_use]
    pub fn header_padding(self, header_padding: u8) -> Self {
        Self { header_padding, ..self }
    }

    /// Sets the size of the messages in the header, in bytes, in place of the true size.
    #[must_use]
    pub fn data_size(self, bytes: u32) -> Self {
        Self { data_size: Some(bytes), ..self }
    }

    /// Sets the checksum at the end of the file.
    #[must_use]
    pub fn checksum(self, checksum: Checksum) -> Self {
        Self { checksum, ..self }
    }

    /// Adds a definition message.
    #[must_use]
    pub fn define(mut self, definition: &Definition) -> Self {
        definition.append_to(&mut self.messages);
        self.big_endian[usize::from(definition.local)] = definition.is_big_endian;
        self
    }

    /// Adds a little-endian definition message of plain fields: the local type, 0-15, the global
    /// number, and each field's number, size in bytes and base type.
    #[must_use]
    pub fn definition(self, local: u8, global: u16, fields: &[(u8, u8, u8)]) -> Self {
        let definition = Definition::new(local, global);
        self.define(&fields.iter().fold(definition, |definition, &(number, size, kind)| {
            definition.field(number, size, kind)
        }))
    }

    /// Adds a data message of a local type, 0-15: the bytes of its fields and developer fields.
    #[must_use]
    pub fn data(self, local: u8, fields: &[u8]) -> Self {
        self.raw(&[local]).raw(fields)
    }

    /// Adds a data message with a timestamp as first field, in seconds since 1989-12-31T00:00:00Z.
    /// The timestamp has the byte order of the definition. The bytes after it are written
    /// unchanged.
    #[must_use]
    pub fn timed(self, local: u8, timestamp: u32, fields: &[u8]) -> Self {
        let timestamp = if self.big_endian[usize::from(local)] {
            timestamp.to_be_bytes()
        } else {
            timestamp.to_le_bytes()
        };
        self.data(local, &timestamp).raw(fields)
    }

    /// Adds a data message with a compressed-timestamp header: a local type, 0-3, and the last five
    /// bits of the time in seconds.
    ///
    /// ```
    /// let file = recoup_testkit::raw_fit::RawFit::new().compressed(2, 31, &[120]);
    /// assert_eq!(file.to_bytes()[14..16], [0b1_10_11111, 120]);
    /// ```
    #[must_use]
    pub fn compressed(self, local: u8, offset_s: u8, fields: &[u8]) -> Self {
        self.raw(&[0x80 | local << 5 | offset_s]).raw(fields)
    }

    /// Adds bytes unchanged in the place of messages.
    #[must_use]
    pub fn raw(mut self, bytes: &[u8]) -> Self {
        self.messages.extend(bytes);
        self
    }

    /// Adds the same bytes several times in the place of messages.
    #[must_use]
    pub fn repeat(self, times: usize, bytes: &[u8]) -> Self {
        self.raw(&bytes.repeat(times))
    }

    /// Adds a message with its own definition, little-endian, as local type 15: the global number,
    /// and for each field its number, its base type and its bytes.
    ///
    /// ```
    /// use recoup_testkit::raw_fit::{RawFit, UINT8};
    ///
    /// // `zones_target` with a highest heart rate of 190.
    /// let file = RawFit::new().message(7, &[(1, UINT8, &[190])]);
    /// assert_eq!(file.to_bytes()[14..25], [0x4F, 0, 0, 7, 0, 1, 1, 1, 0x02, 0x0F, 190]);
    /// ```
    #[must_use]
    pub fn message(self, global: u16, fields: &[(u8, u8, &[u8])]) -> Self {
        let definition = fields
            .iter()
            .fold(Definition::new(SINGLE, global), |definition, (number, kind, value)| {
                definition.field(*number, value.len() as u8, *kind)
            });
        let values: Vec<&[u8]> = fields.iter().map(|(_, _, value)| *value).collect();
        self.define(&definition).data(SINGLE, &values.concat())
    }

    /// Adds a `file_id`: an activity of Garmin with serial number 1, with its creation time in
    /// seconds since 1989-12-31T00:00:00Z.
    #[must_use]
    pub fn file_id(self, time_created: Option<u32>) -> Self {
        let time_created = time_created.unwrap_or(u32::MAX).to_le_bytes();
        let manufacturer = 1_u16.to_le_bytes();
        let serial = 1_u32.to_le_bytes();
        self.message(
            0,
            &[
                (0, ENUM, &[4]),
                (1, UINT16, &manufacturer),
                (3, UINT32Z, &serial),
                (4, UINT32, &time_created),
            ],
        )
    }

    /// Adds a `session`: its number, its time range in seconds since 1989-12-31T00:00:00Z, all of
    /// it timer time, and FIT's number of its sport.
    #[must_use]
    pub fn session(self, index: u16, time: Range<u32>, sport: u8) -> Self {
        let index = index.to_le_bytes();
        let duration_ms = (time.end - time.start) * 1000;
        let [start, end, duration_ms] = [time.start, time.end, duration_ms].map(u32::to_le_bytes);
        self.message(
            18,
            &[
                (254, UINT16, &index),
                (TIMESTAMP, UINT32, &end),
                (2, UINT32, &start),
                (5, ENUM, &[sport]),
                (7, UINT32, &duration_ms),
                (8, UINT32, &duration_ms),
            ],
        )
    }

    /// Adds a `lap`: its time range in seconds since 1989-12-31T00:00:00Z, all of it timer time.
    #[must_use]
    pub fn lap(self, time: Range<u32>) -> Self {
        let duration_ms = (time.end - time.start) * 1000;
        let [start, end, duration_ms] = [time.start, time.end, duration_ms].map(u32::to_le_bytes);
        self.message(
            19,
            &[
                (TIMESTAMP, UINT32, &end),
                (2, UINT32, &start),
                (7, UINT32, &duration_ms),
                (8, UINT32, &duration_ms),
            ],
        )
    }

    /// Adds the `event` of a timer start, at a time in seconds since 1989-12-31T00:00:00Z.
    #[must_use]
    pub fn timer_start(self, time: u32) -> Self {
        self.timer_event(time, 0)
    }

    /// Adds the `event` of a timer stop (`stop_all`), at a time in seconds since
    /// 1989-12-31T00:00:00Z.
    #[must_use]
    pub fn timer_stop(self, time: u32) -> Self {
        self.timer_event(time, 4)
    }

    fn timer_event(self, time: u32, event_type: u8) -> Self {
        let time = time.to_le_bytes();
        self.message(21, &[(TIMESTAMP, UINT32, &time), (0, ENUM, &[0]), (1, ENUM, &[event_type])])
    }

    /// Returns the offset in the file of the next appended byte. Set the header before this call,
    /// because its length counts.
    #[must_use]
    pub fn position(&self) -> usize {
        self.header().len() + self.messages.len()
    }

    /// Returns the bytes of the file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.header();
        bytes.extend(&self.messages);
        self.checksum.append_to(&mut bytes);
        bytes
    }

    fn header(&self) -> Vec<u8> {
        const PROTOCOL_VERSION: u8 = 0x20;
        let length = if self.header_checksum == Checksum::Absent { 12 } else { 14 };
        let data_size = self.data_size.unwrap_or(self.messages.len() as u32);
        let mut header = vec![length + self.header_padding, PROTOCOL_VERSION, 0, 0];
        header.extend(data_size.to_le_bytes());
        header.extend(b".FIT");
        self.header_checksum.append_to(&mut header);
        header.resize(usize::from(length + self.header_padding), 0);
        header
    }
}
