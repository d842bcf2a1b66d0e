//! Single data message, and access to its fields.

use super::definition::{Definition, FieldLayout};
use super::epoch::to_unix_ms;
use super::profile::{MESSAGE_INDEX, ProfileField};
use super::value::{self, BaseType};

/// Fields of a local type's messages, in a form that is quick to search.
#[derive(Debug, Default)]
pub(super) struct MessageLayout {
    is_big_endian: bool,
    fields: Vec<FieldLayout>,
}

impl MessageLayout {
    /// Replaces the fields by the fields of a new definition. The memory is reused.
    pub(super) fn redefine(&mut self, definition: &Definition<'_>) {
        self.is_big_endian = definition.is_big_endian;
        self.fields.clear();
        // An empty field has no value, and hundreds of them only cost time.
        self.fields.extend(definition.fields().filter(|field| field.size > 0));
    }
}

/// Data message.
#[derive(Debug, Clone, Copy)]
pub(super) struct Message<'a> {
    pub(super) layout: &'a MessageLayout,
    /// Bytes, including the header byte.
    pub(super) bytes: &'a [u8],
    /// Time in seconds since the FIT epoch, if the message has one.
    pub(super) timestamp: Option<u32>,
}

/// Upper bound of durations in seconds, about a century. Fields can be declared with types that
/// hold more.
const MAX_SECONDS: f64 = 3.2e9;

/// Converts a duration to whole milliseconds.
pub(super) fn seconds_to_ms(seconds: f64) -> i64 {
    (seconds.clamp(0.0, MAX_SECONDS) * 1000.0).round() as i64
}

impl<'a> Message<'a> {
    /// Returns the bytes and the type of a field. If two fields have the same number, the last one
    /// is used.
    fn find(&self, field: ProfileField) -> Option<(&'a [u8], BaseType)> {
        let layout = self.layout.fields.iter().rev().find(|own| own.number == field.number)?;
        Some((layout.of(self.bytes), layout.base_type()))
    }

    /// Returns the raw bytes of a field, or no bytes if it is absent.
    pub(super) fn bytes(&self, field: ProfileField) -> &'a [u8] {
        self.find(field).map_or(&[], |(bytes, _)| bytes)
    }

    /// Returns all values of a field in its unit.
    pub(super) fn list(&self, field: ProfileField) -> impl Iterator<Item = Option<f64>> + use<'a> {
        let (bytes, base_type) = self.find(field).unwrap_or((&[], BaseType::Bytes));
        value::numbers(bytes, base_type, self.layout.is_big_endian)
            .map(move |raw| (!raw.is_nan()).then(|| field.in_unit(raw)))
    }

    /// Returns a numeric field in its unit. The first valid value of an array is used.
    pub(super) fn number(&self, field: ProfileField) -> Option<f64> {
        self.list(field).flatten().next()
    }

    /// Returns a field whose meaning is a whole number.
    pub(super) fn integer(&self, field: ProfileField) -> Option<i64> {
        self.number(field).map(|value| value as i64)
    }

    /// Returns the number of an enumerated value.
    pub(super) fn variant(&self, field: ProfileField) -> Option<u16> {
        self.integer(field).and_then(|value| u16::try_from(value).ok())
    }

    /// Returns a heart rate that a user or device set. The value 0 means "not set".
    pub(super) fn heart_rate(&self, field: ProfileField) -> Option<f64> {
        self.number(field).filter(|&bpm| bpm > 0.0)
    }

    /// Returns a duration in milliseconds.
    pub(super) fn milliseconds(&self, field: ProfileField) -> Option<i64> {
        let seconds = self.number(field).filter(|seconds| (0.0..MAX_SECONDS).contains(seconds));
        seconds.map(seconds_to_ms)
    }

    /// Returns a time in milliseconds since the Unix epoch.
    pub(super) fn time_ms(&self, field: ProfileField) -> Option<i64> {
        self.integer(field).and_then(|seconds| u32::try_from(seconds).ok()).map(to_unix_ms)
    }

    /// Returns a text, or [`None`] if it is absent or empty.
    pub(super) fn text(&self, field: ProfileField) -> Option<String> {
        let (bytes, base_type) = self.find(field)?;
        if base_type == BaseType::Text { value::text(bytes) } else { None }
    }

    /// Returns the index of the message in its series.
    pub(super) fn index(&self) -> Option<i64> {
        /// Bits of the index. The bits above mark the selected message.
        const INDEX: i64 = 0xFFF;
        self.integer(MESSAGE_INDEX).map(|index| index & INDEX)
    }
}
