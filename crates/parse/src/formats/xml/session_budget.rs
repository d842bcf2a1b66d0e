//! Limit on the sessions of one file.

use super::notes::Notes;
use crate::limits::Limits;
use recoup_model::DiagnosticKind;
use std::ops::ControlFlow;

/// Number of sessions that every file may have.
const SESSIONS_FREE: usize = 100;
/// Bytes of text for each further session. A session takes a few kilobytes of memory, even if it is
/// short in the file. A real training always has more text.
const BYTES_PER_SESSION: usize = 256;

/// Maximum number of sessions in a file.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SessionBudget {
    sessions: usize,
}

impl SessionBudget {
    pub(crate) fn of(text: &str, limits: &Limits) -> Self {
        let by_length = SESSIONS_FREE + text.len() / BYTES_PER_SESSION;
        Self { sessions: by_length.min(limits.sessions) }
    }

    /// Ends the reading when the limit is reached.
    pub(crate) fn check(self, sessions: usize, notes: &mut Notes<'_>) -> ControlFlow<()> {
        if sessions < self.sessions {
            return ControlFlow::Continue(());
        }
        let message = format!(
            "over the limit of {} sessions for a file of this length (sessions)",
            self.sessions
        );
        notes.add(DiagnosticKind::LimitReached, message);
        ControlFlow::Break(())
    }
}
