//! Formats values of a file as short text that is safe to print.

use jiff::Timestamp;
use recoup::reference::Values;

/// Maximum length of texts and lists, in characters.
const TEXT_WIDTH: usize = 60;

/// Text that replaces positions.
pub(super) const HIDDEN: &str = "a position; --positions shows it";

/// Formats the values of a field or element, with ranges and the unit.
pub(super) fn shown(values: &Values, units: &str, decimals: usize) -> String {
    let mut parts = Vec::new();
    if let Some((first_ms, last_ms)) = values.times_ms {
        let (first, last) = (clock(first_ms), clock(last_ms));
        parts.push(match (first == last, first.split_once(' '), last.split_once(' ')) {
            (true, ..) => first,
            (_, Some((day, _)), Some((last_day, time))) if day == last_day => {
                format!("{first} to {time}")
            }
            _ => format!("{first} to {last}"),
        });
    }
    if let Some((least, greatest)) = values.numbers {
        let [low, high] = [least, greatest].map(|value| decimal(value, decimals));
        let range = if low == high { low } else { format!("{low} to {high}") };
        parts.push(format!("{range} {}", plain(units)).trim_end().to_owned());
    }
    if !values.texts.is_empty() {
        let more = if values.has_more_texts { ", …" } else { "" };
        parts.push(clipped(plain(&values.texts.join(", ")) + more));
    }
    parts.join(", ")
}

/// Cuts a text that is too long.
pub(super) fn clipped(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(TEXT_WIDTH) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// Formats a number with a maximum number of decimals.
fn decimal(value: f64, decimals: usize) -> String {
    if value.abs() >= 1e15 {
        return format!("{value:e}");
    }
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    text
}

fn clock(unix_ms: i64) -> String {
    Timestamp::from_millisecond(unix_ms)
        .map_or_else(|_| unix_ms.to_string(), |time| time.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

pub(super) fn utc(unix_ms: i64) -> String {
    format!("{} UTC", clock(unix_ms))
}

/// Writes control characters as escapes, because a terminal would execute them.
pub(super) fn plain(text: &str) -> String {
    recoup::shown(text).into_owned()
}
