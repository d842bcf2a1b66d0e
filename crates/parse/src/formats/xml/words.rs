//! Names and descriptions on one line.

use quick_xml::escape::unescape;
use quick_xml::events::BytesStart;
use quick_xml::events::attributes::Attribute;
use std::borrow::Cow;

/// Maximum number of characters of a name or description.
const WORDS_TOP: usize = 500;

/// Maximum number of characters of a name or value in a message.
const SHOWN_TOP: usize = 40;

/// Puts a text on one line: each run of blanks and control characters becomes one blank. Returns
/// [`None`] if nothing is left.
pub(crate) fn tidy(text: &str) -> Option<String> {
    let mut tidied = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty())
    {
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

/// Returns the text of an attribute with this local name, or [`None`] if there is none.
pub(crate) fn attribute(tag: &BytesStart<'_>, local: &str) -> Option<String> {
    let attribute = tag
        .html_attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == local)?;
    tidy(&value(&attribute))
}

/// Returns the value of an attribute. If a reference is invalid, the value is returned as it is
/// written.
pub(crate) fn value<'a>(attribute: &'a Attribute<'_>) -> Cow<'a, str> {
    unescape(&attribute.value).unwrap_or(Cow::Borrowed(&attribute.value))
}

/// Returns the part of a name or value that a message shows.
pub(super) fn show(text: &str) -> String {
    text.chars().take(SHOWN_TOP).collect()
}
