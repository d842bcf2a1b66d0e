//! What was odd about a file, counted so that a file full of oddities stays small.

use super::words::show;
use recoup_model::{Diagnostic, DiagnosticKind, Position};

/// Single values that are reported one by one; the rest are counted.
const BAD_VALUES_SHOWN: usize = 4;

/// The oddities of one file.
#[derive(Debug)]
pub(crate) struct Notes<'a> {
    text: &'a str,
    /// Byte of the text that the reading has come to: where a note is about.
    pub(super) at: usize,
    list: Vec<Diagnostic>,
    bad_values: usize,
}

impl<'a> Notes<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, list: Vec::new(), bad_values: 0 }
    }

    /// Notes an oddity of the file's structure; the first of each kind is said, as those that follow
    /// are mostly its consequences.
    pub(crate) fn add(&mut self, kind: DiagnosticKind, message: impl Into<String>) {
        if !self.list.iter().any(|noted| noted.kind == kind) {
            let line = self.line(self.at);
            self.list.push(Diagnostic::at(kind, line, message));
        }
    }

    /// Notes a value that could not be read.
    pub(crate) fn bad_value(&mut self, what: &str, value: &str) {
        self.bad_values += 1;
        if self.bad_values <= BAD_VALUES_SHOWN {
            let message = format!("{what} \"{}\" cannot be read", show(value.trim()));
            let line = self.line(self.at);
            self.list.push(Diagnostic::at(DiagnosticKind::BadValue, line, message));
        }
    }

    /// Notes something about the file that is no fault of its structure, at a byte of the text.
    pub(super) fn remark(&mut self, at: usize, message: String) {
        let line = self.line(at);
        self.list.push(Diagnostic::at(DiagnosticKind::BadValue, line, message));
    }

    /// The first note of lost content, if any was lost.
    pub(super) fn loss(&self) -> Option<&Diagnostic> {
        self.list.iter().find(|noted| noted.kind.is_partial())
    }

    pub(super) fn into_list(mut self) -> Vec<Diagnostic> {
        if let Some(more) = self.bad_values.checked_sub(BAD_VALUES_SHOWN + 1) {
            let message = format!("{} more values cannot be read", more + 1);
            self.list.push(Diagnostic::whole(DiagnosticKind::BadValue, message));
        }
        self.list
    }

    /// The line that a byte stands on. Counted anew each time: it is asked for a few times a file.
    fn line(&self, at: usize) -> Position {
        let before = &self.text.as_bytes()[..at.min(self.text.len())];
        Position::Line(1 + before.split(|byte| *byte == b'\n').skip(1).count() as u64)
    }
}
