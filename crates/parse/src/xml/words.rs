//! Names and descriptions as one line.

use quick_xml::escape::unescape;
use quick_xml::events::BytesStart;
use std::borrow::Cow;

/// Characters of a name or description that are kept.
const WORDS_TOP: usize = 500;

/// A name as one line: runs of blanks and control characters become one blank.
pub(crate) fn tidy(text: &str) -> String {
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
    tidied
}

/// The words of a tag's attribute, by its local name; [`None`] where there are none.
pub(crate) fn attribute(tag: &BytesStart<'_>, local: &str) -> Option<String> {
    let attribute = tag
        .html_attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == local)?;
    let text = unescape(&attribute.value).unwrap_or(Cow::Borrowed(&attribute.value));
    Some(tidy(&text)).filter(|text| !text.is_empty())
}

/// The part of a name that a message can hold.
pub(super) fn show(name: &str) -> String {
    name.chars().take(40).collect()
}
