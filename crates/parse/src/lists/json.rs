//! Lenient reading of JSON lists.
//!
//! Exports write a number as a number or as a text, and a date as a text or as an object. Values of
//! an unexpected type are left out, so that they cost no other value.

use crate::error::{Error, ErrorKind};
use recoup_model::{Diagnostic, DiagnosticKind, Position};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};
use std::fmt;

/// Maximum number of rows of a list. Ten activities on every day of fifty years are fewer.
pub(super) const ROWS: usize = 200_000;
/// Maximum length of a text in bytes. Reports show less of any name.
const TEXT_BYTES: usize = 4096;

/// Whether the bytes begin like a JSON array or object.
pub(crate) fn is_json(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    matches!(bytes.trim_ascii_start().first(), Some(b'[' | b'{'))
}

/// Whether the first bytes of a JSON file contain a key.
pub(crate) fn names(head: &[u8], key: &str) -> bool {
    is_json(head) && memchr::memmem::find(head, format!("\"{key}\"").as_bytes()).is_some()
}

/// One value of an object.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Value {
    /// A number, or a text that is a number.
    Number(f64),
    /// A text, or the first text in an object.
    Text(String),
    /// Any other value.
    #[default]
    Other,
}

impl Value {
    /// Returns a finite number; [`None`] for other values.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
            Self::Other => None,
        }
        .filter(|number: &f64| number.is_finite())
    }

    /// Returns a text; [`None`] for other values.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(_) | Self::Other => None,
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text[..text.floor_char_boundary(TEXT_BYTES)].to_owned()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut first = Value::Other;
        while map.next_key::<IgnoredAny>()?.is_some() {
            let value = map.next_value::<Value>()?;
            if first == Value::Other && value.text().is_some() {
                first = value;
            }
        }
        Ok(first)
    }
}

/// Row of a list: an object of which some fields are wanted.
pub(crate) trait Row: Default {
    /// Keys of arrays that contain the rows. Other arrays are skipped.
    const LISTS: &'static [&'static str];

    /// Returns the field of a key; [`None`] for a key that is not wanted.
    fn field(&mut self, key: &str) -> Option<&mut Value>;

    /// Result of a row. Rows are converted one by one, because their fields take much memory.
    type Result;

    /// Returns the result of the row; [`None`] for a row without one.
    fn finish(self) -> Option<Self::Result>;
}

/// Results of the rows of a list that were read, and the damage at its end.
#[derive(Debug)]
pub(crate) struct Rows<T> {
    pub(crate) rows: Vec<T>,
    pub(crate) damage: Option<Diagnostic>,
}

/// Reads all rows of a list. An object is a row, unless it holds the array of the rows.
///
/// # Errors
///
/// Fails if the bytes are damaged before the end of the first row with a result.
pub(crate) fn rows<R: Row>(bytes: &[u8]) -> Result<Rows<R::Result>, Error> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut rows = Vec::new();
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = Collect::<R>(&mut rows).deserialize(&mut reader).and_then(|()| reader.end());
    let damage = read.err().map(|error| {
        let position = Position::Byte(offset(bytes, error.line(), error.column()));
        let (kind, message) = if error.is_eof() {
            (DiagnosticKind::Truncated, "the JSON ends too early".to_owned())
        } else if error.to_string().starts_with(TOO_MANY) {
            (DiagnosticKind::LimitReached, TOO_MANY.to_owned())
        } else {
            let cause = error.to_string();
            let cause = cause.split(" at line ").next().unwrap_or_default();
            (DiagnosticKind::Damaged, format!("the JSON is damaged: {cause}"))
        };
        Diagnostic::at(kind, position, message)
    });
    match damage {
        Some(Diagnostic { position: Some(position), message, .. }) if rows.is_empty() => {
            Err(Error::at(ErrorKind::Malformed, position, message))
        }
        damage => Ok(Rows { rows, damage }),
    }
}

const TOO_MANY: &str = "the list has more than 200,000 rows";

/// Returns the offset of a line and column, both counted from 1.
fn offset(bytes: &[u8], line: usize, column: usize) -> u64 {
    let before = line.saturating_sub(2);
    let start = match line {
        0 | 1 => 0,
        _ => memchr::memchr_iter(b'\n', bytes).nth(before).map_or(0, |at| at.saturating_add(1)),
    };
    start.saturating_add(column) as u64
}

/// Adds the results of the rows of a value to a vector. Those that were added before an error stay.
struct Collect<'r, R: Row>(&'r mut Vec<R::Result>);

impl<'de, R: Row> DeserializeSeed<'de> for Collect<'_, R> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, R: Row> Visitor<'de> for Collect<'_, R> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Collect::<R>(self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut row = R::default();
        let mut is_row = false;
        while let Some(key) = map.next_key_seed(Key(&mut row))? {
            match key {
                FoundKey::List => map.next_value_seed(Collect::<R>(self.0))?,
                FoundKey::Wanted(field) => {
                    *field = map.next_value()?;
                    is_row = true;
                }
                FoundKey::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if let Some(result) = is_row.then(|| row.finish()).flatten() {
            if self.0.len() >= ROWS {
                return Err(de::Error::custom(TOO_MANY));
            }
            self.0.push(result);
        }
        Ok(())
    }
}

/// Key of an object.
enum FoundKey<'r> {
    /// The array of the rows.
    List,
    /// A field of the row.
    Wanted(&'r mut Value),
    Other,
}

/// Reads a key and finds the field of the row for it.
struct Key<'r, R>(&'r mut R);

impl<'de, 'r, R: Row> DeserializeSeed<'de> for Key<'r, R> {
    type Value = FoundKey<'r>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<FoundKey<'r>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'r, R: Row> Visitor<'_> for Key<'r, R> {
    type Value = FoundKey<'r>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<FoundKey<'r>, E> {
        if R::LISTS.contains(&key) {
            return Ok(FoundKey::List);
        }
        Ok(self.0.field(key).map_or(FoundKey::Other, FoundKey::Wanted))
    }
}
