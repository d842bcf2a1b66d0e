//! Names and descriptions on one line.

use quick_xml::escape::unescape;
use quick_xml::events::BytesStart;
use quick_xml::events::attributes::Attribute;
use recoup_model::shown;
use std::borrow::Cow;

/// Maximum number of characters of a name or description.
const WORDS_TOP: usize = 500;

/// Maximum number of characters of a name or value in a message.
const SHOWN_TOP: usize = 40;

/// Puts a text on one line: each run of blanks becomes one blank. Returns [`None`] if nothing is
/// left.
pub(crate) fn tidy(text: &str) -> Option<String> {
    let mut tidied = String::new();
    let is_blank = |c: char| c.is_whitespace() || c == '\0';
    for word in text.split(is_blank).filter(|word| !word.is_empty()) {
        if !tidied.is_empty() {
            tidied.push(' ');
        }
        tidied.push_str(word);
        if tidied.len() >= WORDS_TOP {
            break;
        }
    }
    if let Some((end, _)) = tidied.char_indices().nth(WORDS_TOP) {
        tidied.truncate(end);
    }
    Some(tidied).filter(|words| !words.is_empty())
}

/// Returns the text of an attribute with this local name, or [`None`] if the tag has no such
/// attribute.
pub(crate) fn attribute(tag: &BytesStart<'_>, local: &str) -> Option<String> {
    let attribute = tag
        .html_attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == local)?;
    tidy(&value(&attribute))
}

/// Returns the value of an attribute. If a reference is invalid, the value is returned unchanged.
pub(crate) fn value<'a>(attribute: &'a Attribute<'_>) -> Cow<'a, str> {
    unescape(&attribute.value).unwrap_or(Cow::Borrowed(&attribute.value))
}

/// Maximum number of characters of a message.
const MESSAGE_TOP: usize = 200;

/// Returns a message that is safe to show, although it quotes the file. The message is cut to
/// [`MESSAGE_TOP`] characters, and control characters are escaped.
pub(super) fn brief(message: &str) -> String {
    let part: String = message.chars().take(MESSAGE_TOP).collect();
    shown(&part).into_owned()
}

/// Returns the part of a name or value that a message shows.
pub(super) fn show(text: &str) -> String {
    let part: String = text.chars().take(SHOWN_TOP).collect();
    shown(&part).into_owned()
}
