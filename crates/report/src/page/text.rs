//! Names and numbers in the form in which people see them.

use jiff::civil::Date;
use maud::{Markup, html};
use recoup_model::shown;
use std::borrow::Cow;

/// Maximum length of a displayed name, in characters.
const NAME_MAX: usize = 120;

/// Maximum length of a displayed sentence, in characters.
const SENTENCE_MAX: usize = 600;

/// Returns a text of a file, cut to [`NAME_MAX`]. Control characters and marks of direction are
/// escaped.
pub(super) fn name(text: &str) -> Cow<'_, str> {
    cut(text, NAME_MAX)
}

/// Returns a sentence that may contain names of files, made safe like a [`name`].
pub(super) fn sentence(text: &str) -> Cow<'_, str> {
    cut(text, SENTENCE_MAX)
}

fn cut(text: &str, most: usize) -> Cow<'_, str> {
    // A character has at least one byte, so that short texts need not be counted.
    if text.len() <= most {
        return shown(text);
    }
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", shown(&text[..end]))),
        None => shown(text),
    }
}

/// Returns the last part of a file's name, because folders can show who keeps the files, and where.
pub(super) fn file_name(file: &str) -> Cow<'_, str> {
    name(file.rsplit(['/', '\\']).next().unwrap_or(file))
}

/// Formats a time of some milliseconds as hours and minutes: `1:05`.
pub(super) fn hours(milliseconds: i64) -> String {
    let minutes = milliseconds / 60_000;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// Writes a date. The script rewrites the date in the reader's format.
pub(super) fn day(date: Date) -> Markup {
    html! { time datetime=(date) { (date.strftime("%-d %b %Y")) } }
}
