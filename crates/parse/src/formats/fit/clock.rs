//! Times of messages, in seconds since the FIT epoch.

use super::definition::{Definition, FieldLayout, header};
use super::rows::Row;
use super::value::{self, BaseType};

/// Invalid value of a FIT timestamp.
pub(super) const INVALID: u32 = u32::MAX;

/// Clock that carries the time from message to message. Compressed timestamps count from the last
/// time before them. A record without a time gets that time.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct MessageClock {
    pub(super) last_s: u32,
    /// First time, and the number of records before it.
    pub(super) first: Option<(u32, usize)>,
}

impl MessageClock {
    /// Sets the time of a message that follows `rows` records.
    #[inline]
    pub(super) fn set(&mut self, time_s: Option<u32>, rows: usize) {
        if let Some(time_s) = time_s {
            self.last_s = time_s;
            if self.first.is_none() {
                self.first = Some((time_s, rows));
            }
        }
    }
}

/// Location of the timestamp, if it has the type that all devices use.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct UsualTime {
    /// Offset from the header byte. 0 means that there is no such timestamp, because offset 0 is
    /// the header byte.
    at: u32,
    is_big_endian: bool,
}

impl UsualTime {
    pub(super) fn of(definition: &Definition<'_>) -> Self {
        let is_usual = |field: &FieldLayout| field.base_type() == BaseType::U32 && field.size == 4;
        let field = definition.timestamp().filter(is_usual);
        Self { at: field.map_or(0, |field| field.at), is_big_endian: definition.is_big_endian }
    }

    /// Returns the time of a message, or [`INVALID`].
    #[inline]
    pub(super) fn read(self, message: &[u8]) -> u32 {
        let at = self.at as usize;
        match message.get(at..at + 4).and_then(<[u8]>::first_chunk) {
            Some(_) if at == 0 => INVALID,
            Some(bytes) if self.is_big_endian => u32::from_be_bytes(*bytes),
            Some(bytes) => u32::from_le_bytes(*bytes),
            None => INVALID,
        }
    }

    /// Notes the records at `position` into `room`, as long as the same header byte follows.
    /// Returns the number of records, and whether all of them have a time. Records without a time
    /// are noted with [`INVALID`].
    // If the function were inlined, the loop would have too few registers.
    #[inline(never)]
    pub(super) fn note(
        self,
        bytes: &[u8],
        position: usize,
        len: usize,
        room: &mut [Row],
    ) -> (usize, bool) {
        let head = bytes.get(position);
        let (mut count, mut are_timed, mut at) = (0, true, position);
        for row in room {
            if bytes.get(at) != head {
                break;
            }
            let Some(message) = bytes.get(at..at + len) else { break };
            let time_s = self.read(message);
            are_timed &= time_s != INVALID;
            *row = Row { at: at as u32, time_s };
            count += 1;
            at += len;
        }
        (count, are_timed)
    }
}

/// Location of a timestamp that has another type or is in the header byte.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct UnusualTime {
    field: Option<FieldLayout>,
    is_big_endian: bool,
}

impl UnusualTime {
    pub(super) fn of(definition: &Definition<'_>) -> Self {
        Self { field: definition.timestamp(), is_big_endian: definition.is_big_endian }
    }

    /// Returns the time of a message. `last_s` is the last time before it.
    #[inline]
    pub(super) fn read(&self, message: &[u8], last_s: u32) -> Option<u32> {
        let has_none = self.field.is_none() && message[0] & header::COMPRESSED == 0;
        if has_none { None } else { self.read_any(message, last_s) }
    }

    #[inline(never)]
    fn read_any(&self, message: &[u8], last_s: u32) -> Option<u32> {
        if let Some(field) = self.field {
            let base_type = field.base_type();
            let seconds = value::first_number(field.of(message), base_type, self.is_big_endian);
            let is_whole = !matches!(base_type, BaseType::F32 | BaseType::F64);
            if is_whole && (0.0..f64::from(INVALID)).contains(&seconds) {
                return Some(seconds as u32);
            }
        }
        // A compressed timestamp has five bits, which roll over.
        let head = message[0];
        let rolling = u32::from(head).wrapping_sub(last_s) & u32::from(header::TIME_OFFSET);
        (head & header::COMPRESSED != 0).then(|| last_s.wrapping_add(rolling))
    }
}
