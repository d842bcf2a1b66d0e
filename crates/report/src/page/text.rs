//! Names and numbers as people may see them.

use jiff::civil::Date;
use maud::{Markup, html};
use recoup_model::shown;
use std::borrow::Cow;

/// Longest name that is shown, in characters.
const NAME_MAX: usize = 120;

/// Longest sentence that is shown, in characters.
const SENTENCE_MAX: usize = 600;

/// Returns a text of a file without control characters and marks of direction, cut to a length.
pub(super) fn name(text: &str) -> Cow<'_, str> {
    cut(text, NAME_MAX)
}

/// Returns a sentence in which there can be names of a file, as [`name`] returns a name.
pub(super) fn sentence(text: &str) -> Cow<'_, str> {
    cut(text, SENTENCE_MAX)
}

fn cut(text: &str, most: usize) -> Cow<'_, str> {
    // A character has a byte at least, so that short texts need not be counted.
    if text.len() <= most {
        return shown(text);
    }
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", shown(&text[..end]))),
        None => shown(text),
    }
}

/// Returns the last part of a file's name, because folders can tell who keeps the files, and where.
pub(super) fn file_name(file: &str) -> Cow<'_, str> {
    name(file.rsplit(['/', '\\']).next().unwrap_or(file))
}

/// Formats a time of some milliseconds as hours and minutes: `1:05`.
pub(super) fn hours(milliseconds: i64) -> String {
    let minutes = milliseconds / 60_000;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// Writes a date, which the script writes in the reader's way.
pub(super) fn day(date: Date) -> Markup {
    html! { time datetime=(date) { (date.strftime("%-d %b %Y")) } }
}
