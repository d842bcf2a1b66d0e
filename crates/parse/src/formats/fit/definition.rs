//! Definition messages: how the data messages of a local type are laid out.

use super::profile::TIMESTAMP;
use super::value::BaseType;

/// Bits of a message's header byte.
pub(super) mod header {
    use std::ops::RangeInclusive;

    /// A data message with a time of its own in five bits of the header.
    pub(crate) const COMPRESSED: u8 = 0x80;
    /// A definition.
    pub(crate) const DEFINITION: u8 = 0x40;
    /// A definition with developer fields.
    pub(crate) const DEVELOPER_FIELDS: u8 = 0x20;
    /// The time in a compressed header.
    pub(crate) const TIME_OFFSET: u8 = 0x1F;

    /// The first bytes of a local type's messages without a time in it, for any value of the two
    /// bits that mean nothing there.
    pub(crate) fn of_messages(local_type: usize) -> [usize; 4] {
        [0, 0x10, 0x20, 0x30].map(|unused| unused | local_type)
    }

    /// The first bytes of a local type's messages with a time in it, which has room for few types.
    pub(crate) fn of_timed_messages(local_type: usize) -> Option<RangeInclusive<usize>> {
        let first = usize::from(COMPRESSED) | local_type << 5;
        (local_type < 4).then(|| first..=first | usize::from(TIME_OFFSET))
    }

    /// The local type that a message is of.
    #[inline]
    pub(crate) fn local_type(header: u8) -> usize {
        usize::from(if header & COMPRESSED == 0 { header & 0xF } else { header >> 5 & 0x3 })
    }
}

/// Number of local types.
pub(super) const LOCAL_TYPES: usize = 16;

/// Header, reserved byte, byte order, global number, number of fields.
const FIELDS_START: usize = 6;
/// Number, size, type; or number, size, developer.
const FIELD_LEN: usize = 3;

/// A definition message, as a view of its bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Definition<'a> {
    /// The message's number in the profile.
    pub(super) number: u16,
    pub(super) is_big_endian: bool,
    /// Length of the definition itself.
    pub(super) len: usize,
    /// Length of a data message, header byte included.
    pub(super) message_len: u32,
    /// Where its developer fields start.
    developer_at: u32,
    fields: &'a [u8],
    developer_fields: &'a [u8],
}

/// A field of a message: its number, and where and as what it lies in the message.
#[derive(Debug, Clone, Copy)]
pub(super) struct FieldLayout {
    pub(super) number: u8,
    /// Offset from the message's header byte.
    pub(super) at: u32,
    pub(super) size: u8,
    /// The type that the definition declares; for a developer field, the developer's index.
    declared: u8,
}

impl FieldLayout {
    pub(super) fn base_type(self) -> BaseType {
        BaseType::of(self.declared, self.size)
    }

    /// The developer's index, for a developer field.
    pub(super) fn developer(self) -> u8 {
        self.declared
    }

    /// The offset behind it.
    pub(super) fn end(self) -> u32 {
        self.at + u32::from(self.size)
    }

    /// A developer field as one of the type that its description declares.
    pub(super) fn declared_as(self, base_type: u8) -> Self {
        Self { declared: base_type, ..self }
    }

    /// The field's bytes in a message, header byte included; empty if that is too short.
    #[inline]
    pub(super) fn of(self, message: &[u8]) -> &[u8] {
        let start = self.at as usize;
        message.get(start..start + usize::from(self.size)).unwrap_or_default()
    }
}

impl<'a> Definition<'a> {
    /// The definition that `input` begins with; [`None`] if it is cut.
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

    /// The fields, in the order in which they lie.
    pub(super) fn fields(&self) -> impl Iterator<Item = FieldLayout> + 'a {
        layouts(self.fields, 1)
    }

    /// The developer fields behind them.
    pub(super) fn developer_fields(&self) -> impl Iterator<Item = FieldLayout> + 'a {
        layouts(self.developer_fields, self.developer_at)
    }

    /// The timestamp, if there is one.
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

/// Size of all fields together.
fn size(fields: &[u8]) -> u32 {
    fields.as_chunks::<FIELD_LEN>().0.iter().map(|field| u32::from(field[1])).sum()
}
