//! Names and descriptions as one line.

use quick_xml::escape::unescape;
use quick_xml::events::BytesStart;
use quick_xml::events::attributes::Attribute;
use std::borrow::Cow;

/// Characters of a name or description that are kept.
const WORDS_TOP: usize = 500;

/// Characters of a name or value that a message can hold.
const SHOWN_TOP: usize = 40;

/// A name as one line: runs of blanks and control characters become one blank. [`None`] where there
/// is nothing else.
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

/// The words of a tag's attribute, by its local name; [`None`] where there are none.
pub(crate) fn attribute(tag: &BytesStart<'_>, local: &str) -> Option<String> {
    let attribute = tag
        .html_attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == local)?;
    tidy(&value(&attribute))
}

/// The value of an attribute, as it is written where its references cannot be read.
pub(crate) fn value<'a>(attribute: &'a Attribute<'_>) -> Cow<'a, str> {
    unescape(&attribute.value).unwrap_or(Cow::Borrowed(&attribute.value))
}

/// The part of a name or value that a message can hold.
pub(super) fn show(text: &str) -> String {
    text.chars().take(SHOWN_TOP).collect()
}
