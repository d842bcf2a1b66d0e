//! Definition messages, which describe the layout of data messages.

use super::profile::TIMESTAMP;
use super::value::BaseType;

/// Bits of a message's header byte.
pub(super) mod header {
    use std::ops::RangeInclusive;

    /// Bit of a data message with a compressed timestamp of five bits.
    pub(crate) const COMPRESSED: u8 = 0x80;
    /// Bit of a definition message.
    pub(crate) const DEFINITION: u8 = 0x40;
    /// Bit of a definition message with developer fields.
    pub(crate) const DEVELOPER_FIELDS: u8 = 0x20;
    /// Bits of a compressed timestamp.
    pub(crate) const TIME_OFFSET: u8 = 0x1F;

    /// Returns the header bytes of a local type's messages without a compressed timestamp. Two bits
    /// have no meaning and may have any value.
    pub(crate) fn of_messages(local_type: usize) -> [usize; 4] {
        [0, 0x10, 0x20, 0x30].map(|unused| unused | local_type)
    }

    /// Returns the header bytes of a local type's messages with a compressed timestamp. Such a
    /// header has room for four local types only.
    pub(crate) fn of_timed_messages(local_type: usize) -> Option<RangeInclusive<usize>> {
        let first = usize::from(COMPRESSED) | local_type << 5;
        (local_type < 4).then(|| first..=first | usize::from(TIME_OFFSET))
    }

    /// Returns the local type of a message.
    #[inline]
    pub(crate) fn local_type(header: u8) -> usize {
        usize::from(if header & COMPRESSED == 0 { header & 0xF } else { header >> 5 & 0x3 })
    }
}

/// Number of local types.
pub(super) const LOCAL_TYPES: usize = 16;

/// Length of header, reserved byte, byte order, global number and number of fields.
const FIELDS_START: usize = 6;
/// Length of a field's number, size and type (or developer).
const FIELD_LEN: usize = 3;

/// View of a definition message's bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Definition<'a> {
    /// Global message number.
    pub(super) number: u16,
    pub(super) is_big_endian: bool,
    /// Length of the definition message.
    pub(super) len: usize,
    /// Length of a data message, including the header byte.
    pub(super) message_len: u32,
    /// Offset of the developer fields in a data message.
    developer_at: u32,
    fields: &'a [u8],
    developer_fields: &'a [u8],
}

/// Number, offset, size and type of a field in a data message.
#[derive(Debug, Clone, Copy)]
pub(super) struct FieldLayout {
    pub(super) number: u8,
    /// Offset from the message's header byte.
    pub(super) at: u32,
    pub(super) size: u8,
    /// Declared base type. For a developer field, the developer's index.
    declared: u8,
}

impl FieldLayout {
    pub(super) fn base_type(self) -> BaseType {
        BaseType::of(self.declared, self.size)
    }

    /// Returns the developer's index of a developer field.
    pub(super) fn developer(self) -> u8 {
        self.declared
    }

    /// Returns the offset behind the field.
    pub(super) fn end(self) -> u32 {
        self.at + u32::from(self.size)
    }

    /// Returns a developer field with the base type that its description declares.
    pub(super) fn declared_as(self, base_type: u8) -> Self {
        Self { declared: base_type, ..self }
    }

    /// Returns the field's bytes in a message (with its header byte), or no bytes if the message is
    /// too short.
    #[inline]
    pub(super) fn of(self, message: &[u8]) -> &[u8] {
        let start = self.at as usize;
        message.get(start..start + usize::from(self.size)).unwrap_or_default()
    }
}

impl<'a> Definition<'a> {
    /// Reads the definition at the start of `input`. Returns [`None`] if the definition is cut.
    pub(super) fn of(input: &'a [u8]) -> Option<Self> {
        let &[header, _, byte_order, low, high, fields, ..] = input else { return None };
        let is_big_endian = byte_order & 1 == 1;
        let number = [low, high];
        let number =
            if is_big_endian { u16::from_be_bytes(number) } else { u16::from_le_bytes(number) };
        let end = FIELDS_START + usize::from(fields) * FIELD_LEN;
        let fields = input.get(FIELDS_START..end)?;
        let (developer_fields, len) = if header & header::DEVELOPER_FIELDS == 0 {
            (&input[..0], end)
        } else {
            let start = end + 1;
            let len = start + usize::from(*input.get(end)?) * FIELD_LEN;
            (input.get(start..len)?, len)
        };
        let developer_at = 1 + size(fields);
        let message_len = developer_at + size(developer_fields);
        Some(Self {
            number,
            is_big_endian,
            len,
            message_len,
            developer_at,
            fields,
            developer_fields,
        })
    }

    /// Returns the fields in order of their offsets.
    pub(super) fn fields(&self) -> impl Iterator<Item = FieldLayout> + 'a {
        layouts(self.fields, 1)
    }

    /// Returns the developer fields, which follow the other fields.
    pub(super) fn developer_fields(&self) -> impl Iterator<Item = FieldLayout> + 'a {
        layouts(self.developer_fields, self.developer_at)
    }

    /// Returns the timestamp field, if there is one.
    pub(super) fn timestamp(&self) -> Option<FieldLayout> {
        self.fields().find(|field| field.number == TIMESTAMP)
    }
}

fn layouts(fields: &[u8], start: u32) -> impl Iterator<Item = FieldLayout> {
    let mut at = start;
    fields.as_chunks::<FIELD_LEN>().0.iter().map(move |&[number, size, declared]| {
        let field = FieldLayout { number, at, size, declared };
        at += u32::from(size);
        field
    })
}

/// Returns the size of all fields together.
fn size(fields: &[u8]) -> u32 {
    fields.as_chunks::<FIELD_LEN>().0.iter().map(|field| u32::from(field[1])).sum()
}
