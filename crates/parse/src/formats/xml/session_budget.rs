//! How many sessions a file can hold.

use super::notes::Notes;
use recoup_model::DiagnosticKind;
use std::ops::ControlFlow;

/// Sessions that any file can hold, …
const SESSIONS_FREE: usize = 100;
/// … and bytes of text for each one more: a session takes a few kilobytes of memory, however little
/// is written of it, and one of so few bytes is no training.
const BYTES_PER_SESSION: usize = 256;

/// The number of sessions that a file can hold.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SessionBudget {
    sessions: usize,
}

impl SessionBudget {
    pub(crate) fn of(text: &str) -> Self {
        Self { sessions: SESSIONS_FREE + text.len() / BYTES_PER_SESSION }
    }

    /// Ends the reading once there are that many.
    pub(crate) fn check(self, sessions: usize, notes: &mut Notes<'_>) -> ControlFlow<()> {
        if sessions < self.sessions {
            return ControlFlow::Continue(());
        }
        let message = format!("more sessions than the {} that it has room for", self.sessions);
        notes.add(DiagnosticKind::LimitReached, message);
        ControlFlow::Break(())
    }
}
