//! Developer fields that replace a native field.
//!
//! An app on the watch defines its own fields. The app may state that a field replaces a native
//! field of records. Examples are the power of a power meter, and the heart rate of a strap that
//! only the app can receive. The numbers of these fields are the app's own and are unrelated to
//! native numbers.

use super::definition::FieldLayout;
use super::message::Message;
use super::profile::{ProfileField, field_description as field, record};

/// Maximum number of descriptions per file. Real files have a dozen.
const MOST: usize = 64;

/// Description of a developer field that replaces a native field of records.
#[derive(Debug, Clone, Copy)]
pub(super) struct Description {
    developer: u8,
    /// Developer's number of the field, with the scale and offset of the description.
    pub(super) field: ProfileField,
    pub(super) base_type: u8,
    /// Number of the native field.
    pub(super) native: u8,
}

impl Description {
    /// Whether the description belongs to the field with this layout.
    pub(super) fn is_of(&self, layout: FieldLayout) -> bool {
        self.developer == layout.developer() && self.field.number == layout.number
    }

    /// Adds the description in a `field_description` message, if the field replaces a native field
    /// of records.
    pub(super) fn take(message: &Message<'_>, known: &mut Vec<Self>) {
        let small = |field| message.integer(field).and_then(|value| u8::try_from(value).ok());
        let (Some(developer), Some(number), Some(base_type), Some(native)) = (
            small(field::DEVELOPER_DATA_INDEX),
            small(field::FIELD_DEFINITION_NUMBER),
            small(field::FIT_BASE_TYPE_ID),
            small(field::NATIVE_FIELD_NUM),
        ) else {
            return;
        };
        let units = message.text(field::UNITS).unwrap_or_default();
        if message.variant(field::NATIVE_MESG_NUM) != Some(record::MESSAGE)
            || !is_native_unit(native, &units)
        {
            return;
        }
        let scale = message.number(field::SCALE).filter(|&scale| scale != 0.0).unwrap_or(1.0);
        let offset = message.number(field::OFFSET).unwrap_or(0.0);
        let field = ProfileField { number, scale, offset };
        let description = Self { developer, field, base_type, native };
        // A restarted app describes its fields again.
        let same = |own: &&mut Self| own.developer == developer && own.field.number == number;
        if let Some(own) = known.iter_mut().find(same) {
            *own = description;
        } else if known.len() < MOST {
            known.push(description);
        }
    }
}

/// Whether values in these units need no conversion to the native unit. Only quantities that have
/// several common units are checked.
fn is_native_unit(native: u8, units: &str) -> bool {
    let one_of = |names: &[&str]| {
        units.is_empty() || names.iter().any(|name| units.trim().eq_ignore_ascii_case(name))
    };
    if native == record::SPEED.number || native == record::ENHANCED_SPEED.number {
        one_of(&["m/s", "mps"])
    } else if native == record::DISTANCE.number
        || native == record::ALTITUDE.number
        || native == record::ENHANCED_ALTITUDE.number
    {
        one_of(&["m", "meter", "meters", "metre", "metres"])
    } else if native == record::TEMPERATURE.number {
        one_of(&["c", "°c", "celsius", "degc", "deg c"])
    } else {
        true
    }
}
