//! Texts from files, in a form that is safe to show.

use std::borrow::Cow;
use std::fmt::Write;
use std::path::Path;

/// Returns a text with its control characters written as escapes, so that it cannot control a
/// terminal, add a line to a table or turn the direction of the words around it.
///
/// Control characters (also newlines and tabs), line and paragraph separators, and direction marks
/// are escaped. Use this for every text from a file that people see. Data for programs keeps the
/// original text.
///
/// ```
/// use recoup_model::shown;
/// assert_eq!(shown("Around the lake"), "Around the lake");
/// assert_eq!(shown("\u{1b}[2J\u{7}\n"), "\\x1b[2J\\x07\\n");
/// assert_eq!(shown("fit.\u{202e}xpg"), "fit.\\u{202e}xpg");
/// ```
#[must_use]
pub fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => escaped.extend(c.escape_default()),
            c if is_hidden(c) && u32::from(c) < 0x100 => {
                let _ = write!(escaped, "\\x{:02x}", u32::from(c));
            }
            c if is_hidden(c) => escaped.extend(c.escape_unicode()),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// Returns a path as [`shown`] does. Bytes that are not Unicode are shown as U+FFFD.
#[must_use]
pub fn shown_path(path: &Path) -> String {
    shown(&path.to_string_lossy()).into_owned()
}

/// Whether a character must be escaped.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
