//! Diagnostics of one file, limited in number.

use super::words::{brief, show};
use recoup_model::{Diagnostic, DiagnosticKind, Position};

/// Number of invalid values that are reported one by one. The rest are counted.
const BAD_VALUES_SHOWN: usize = 4;

/// Diagnostics of one file.
#[derive(Debug)]
pub(crate) struct Notes<'a> {
    text: &'a str,
    /// Current byte of the text, to which new diagnostics refer.
    pub(super) at: usize,
    list: Vec<Diagnostic>,
    bad_values: usize,
}

impl<'a> Notes<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, list: Vec::new(), bad_values: 0 }
    }

    /// Adds a diagnostic about the file's structure. Only the first of each kind is kept, because
    /// later ones are usually consequences of the first.
    pub(crate) fn add(&mut self, kind: DiagnosticKind, message: impl Into<String>) {
        if !self.list.iter().any(|noted| noted.kind == kind) {
            let line = self.line(self.at);
            self.list.push(Diagnostic::at(kind, line, brief(&message.into())));
        }
    }

    /// Adds a diagnostic about an invalid value.
    pub(crate) fn bad_value(&mut self, what: &str, value: &str) {
        self.bad_values += 1;
        if self.bad_values <= BAD_VALUES_SHOWN {
            let message = format!("{what} \"{}\" cannot be read", show(value.trim()));
            let line = self.line(self.at);
            self.list.push(Diagnostic::at(DiagnosticKind::BadValue, line, message));
        }
    }

    /// Adds a diagnostic about a problem at a byte of the text that does not concern the structure.
    pub(super) fn remark(&mut self, at: usize, message: String) {
        let line = self.line(at);
        self.list.push(Diagnostic::at(DiagnosticKind::BadValue, line, message));
    }

    /// Returns the first diagnostic that means lost content.
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

    /// Returns the line of a byte. Each call counts the lines again, because there are only a few
    /// calls per file.
    fn line(&self, at: usize) -> Position {
        let before = &self.text.as_bytes()[..at.min(self.text.len())];
        Position::Line(1 + before.split(|byte| *byte == b'\n').skip(1).count() as u64)
    }
}
