//! One data message, and the reading of its fields.

use super::definition::{Definition, FieldLayout};
use super::epoch::to_unix_ms;
use super::profile::{MESSAGE_INDEX, ProfileField};
use super::value::{self, BaseType};

/// The fields of a local type's messages, in a form that is quick to search.
#[derive(Debug, Default)]
pub(super) struct MessageLayout {
    is_big_endian: bool,
    fields: Vec<FieldLayout>,
}

impl MessageLayout {
    /// Takes the place of what was defined before, and its memory.
    pub(super) fn redefine(&mut self, definition: &Definition<'_>) {
        self.is_big_endian = definition.is_big_endian;
        self.fields.clear();
        // A field of no bytes says nothing, and hundreds of them only cost time.
        self.fields.extend(definition.fields().filter(|field| field.size > 0));
    }
}

/// A data message.
#[derive(Debug, Clone, Copy)]
pub(super) struct Message<'a> {
    pub(super) layout: &'a MessageLayout,
    /// Its bytes, header byte included.
    pub(super) bytes: &'a [u8],
    /// Its time, where it has one, in seconds since the FIT epoch.
    pub(super) timestamp: Option<u32>,
}

/// No duration is longer: a century. Fields can be declared with types that hold more.
const MAX_SECONDS: f64 = 3.2e9;

/// A duration in whole milliseconds.
pub(super) fn seconds_to_ms(seconds: f64) -> i64 {
    (seconds.clamp(0.0, MAX_SECONDS) * 1000.0).round() as i64
}

impl<'a> Message<'a> {
    /// The field's bytes and type. Of two with one number the last counts.
    fn find(&self, field: ProfileField) -> Option<(&'a [u8], BaseType)> {
        let layout = self.layout.fields.iter().rev().find(|own| own.number == field.number)?;
        Some((layout.of(self.bytes), layout.base_type()))
    }

    /// The raw bytes of a field; empty where it is absent.
    pub(super) fn bytes(&self, field: ProfileField) -> &'a [u8] {
        self.find(field).map_or(&[], |(bytes, _)| bytes)
    }

    /// The values of a field in its unit, however many it has.
    pub(super) fn list(&self, field: ProfileField) -> impl Iterator<Item = Option<f64>> + use<'a> {
        let (bytes, base_type) = self.find(field).unwrap_or((&[], BaseType::Bytes));
        value::numbers(bytes, base_type, self.layout.is_big_endian)
            .map(move |raw| (!raw.is_nan()).then(|| field.in_unit(raw)))
    }

    /// A numeric field in its unit: the first valid one of an array.
    pub(super) fn number(&self, field: ProfileField) -> Option<f64> {
        self.list(field).flatten().next()
    }

    /// A field that is whole by nature.
    pub(super) fn integer(&self, field: ProfileField) -> Option<i64> {
        self.number(field).map(|value| value as i64)
    }

    /// The number of an enumerated value.
    pub(super) fn variant(&self, field: ProfileField) -> Option<u16> {
        self.integer(field).and_then(|value| u16::try_from(value).ok())
    }

    /// A heart rate that a user or device set: 0 is "not set".
    pub(super) fn heart_rate(&self, field: ProfileField) -> Option<f64> {
        self.number(field).filter(|&bpm| bpm > 0.0)
    }

    /// A duration as milliseconds.
    pub(super) fn milliseconds(&self, field: ProfileField) -> Option<i64> {
        let seconds = self.number(field).filter(|seconds| (0.0..MAX_SECONDS).contains(seconds));
        seconds.map(seconds_to_ms)
    }

    /// A time as milliseconds since the Unix epoch.
    pub(super) fn time_ms(&self, field: ProfileField) -> Option<i64> {
        self.integer(field).and_then(|seconds| u32::try_from(seconds).ok()).map(to_unix_ms)
    }

    /// A text; an empty one is absent.
    pub(super) fn text(&self, field: ProfileField) -> Option<String> {
        let (bytes, base_type) = self.find(field)?;
        if base_type == BaseType::Text { value::text(bytes) } else { None }
    }

    /// Which of its series the message is.
    pub(super) fn index(&self) -> Option<i64> {
        /// The bits above say whether it is the selected one.
        const INDEX: i64 = 0xFFF;
        self.integer(MESSAGE_INDEX).map(|index| index & INDEX)
    }
}
