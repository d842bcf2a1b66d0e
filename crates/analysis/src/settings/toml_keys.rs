//! Checks that the athlete file and `recoup.toml` share, with the positions of errors.

use crate::wording::did_you_mean;
use std::fmt;
use toml::de::{DeTable, DeValue};

/// An error in an athlete file or a [`RosterFile`](crate::RosterFile), with its line and column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AthleteError {
    line: usize,
    column: usize,
    message: String,
}

impl AthleteError {
    pub(crate) fn new(text: &str, (byte, message): Wrong) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message,
        }
    }

    /// Returns the message without the line.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns the column, from 1, in characters.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }
}

impl fmt::Display for AthleteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for AthleteError {}

/// Byte position of an error, and the message.
pub(crate) type Wrong = (usize, String);

pub(crate) fn place_of(error: &toml::de::Error) -> Wrong {
    (error.span().map_or(0, |span| span.start), error.message().to_owned())
}

/// Quotation marks of word processors.
const CURLY: [char; 6] = ['“', '”', '„', '‘', '’', '‚'];

/// Returns the message for a text that is not TOML. Curly quotes in the line of the error are the
/// likely cause.
pub(crate) fn syntax_error(text: &str, error: &toml::de::Error) -> Wrong {
    let (byte, message) = place_of(error);
    let start = text.get(..byte).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    // Curly quotes in comments and within straight quotes are allowed.
    if let Some(at) = line.split(['#', '"']).next().and_then(|code| code.find(CURLY)) {
        let message = "curly quotes are not allowed; write straight quotes: \"";
        return (start + at, message.to_owned());
    }
    let written = "a line is written key = value, with a number as 190 or 190.5 and a text in \
                   straight quotes";
    (byte, format!("{message}; {written}"))
}

/// Returns serde's message with the key of the wrong value. `tables` are all tables, the innermost
/// first.
pub(crate) fn with_key<'a>(
    error: &toml::de::Error,
    tables: impl Iterator<Item = &'a DeTable<'a>>,
) -> Wrong {
    let (byte, mut message) = place_of(error);
    let holder = tables.flatten().find(|(_, value)| value.span().contains(&byte));
    let Some((key, value)) = holder else { return (byte, message) };
    let key = key.get_ref();
    if let DeValue::String(number) = value.get_ref()
        && number.trim().parse::<f64>().is_ok()
    {
        message = format!("write the number without quotes: {key} = {}", number.trim());
    }
    (byte, format!("`{key}`: {message}"))
}

/// Returns the tables of an array of tables, `[[key]]`. `what` names the tables in messages.
pub(crate) fn tables_of<'a>(
    top: &'a DeTable<'a>,
    key: &str,
    what: &str,
) -> Result<Vec<&'a DeTable<'a>>, Wrong> {
    match top.get(key).map(|value| (value.span(), value.get_ref())) {
        Some((_, DeValue::Array(tables))) => {
            Ok(tables.iter().filter_map(|table| table.get_ref().as_table()).collect())
        }
        Some((span, DeValue::Table(_))) => {
            Err((span.start, format!("write {what} in double brackets: [[{key}]]")))
        }
        _ => Ok(Vec::new()),
    }
}

/// Checks that a table has only known keys. The error suggests the key that `meant_by` finds.
pub(crate) fn check_keys(
    table: &DeTable<'_>,
    keys: &[&str],
    meant_by: impl Fn(&str) -> Option<String>,
) -> Result<(), Wrong> {
    for key in table.keys() {
        let name = key.get_ref();
        if !keys.contains(&name.as_ref()) {
            let hint = did_you_mean(meant_by(name).as_deref());
            return Err((key.span().start, format!("unknown key `{name}`{hint}")));
        }
    }
    Ok(())
}
