//! The text of an element.

use std::borrow::Cow;

/// Text of the innermost element whose text is used.
///
/// The text is nearly always a single piece. If comments or references split the text, the pieces
/// are copied together.
#[derive(Debug, Default)]
pub(super) struct Content<'a> {
    piece: &'a str,
    joined: String,
}

impl<'a> Content<'a> {
    pub(super) fn clear(&mut self) {
        self.piece = "";
        self.joined.clear();
    }

    pub(super) fn push(&mut self, text: Cow<'a, str>) {
        match text {
            Cow::Borrowed(text) if self.piece.is_empty() && self.joined.is_empty() => {
                self.piece = text;
            }
            text => {
                self.joined.push_str(std::mem::take(&mut self.piece));
                self.joined.push_str(&text);
            }
        }
    }

    pub(super) fn as_str(&self) -> &str {
        if self.joined.is_empty() { self.piece } else { &self.joined }
    }
}
