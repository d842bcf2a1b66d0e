//! Result of a pass over a text.

use super::notes::Notes;
use crate::contents::FileContents;
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use recoup_model::{Activity, DiagnosticKind};

/// Result of a pass, besides the data that the schema collected.
#[derive(Debug)]
pub(crate) struct Walked<'a> {
    pub(crate) notes: Notes<'a>,
    /// Number of track points, with or without a time.
    pub(crate) points: usize,
    /// Number of track points without a time.
    pub(super) untimed: usize,
    /// Byte behind the first point without a time.
    pub(super) untimed_at: usize,
}

impl<'a> Walked<'a> {
    pub(super) fn new(notes: Notes<'a>) -> Self {
        Self { notes, points: 0, untimed: 0, untimed_at: 0 }
    }

    /// Returns the contents of a file with activities. Each activity gets the diagnostics.
    pub(crate) fn with_activities(
        mut self,
        format: Format,
        mut activities: Vec<Activity>,
    ) -> FileContents {
        let Self { points, untimed, untimed_at, .. } = self;
        if untimed > 0 {
            let message = format!("{untimed} of {points} points have no time and are left out");
            self.notes.remark(untimed_at, message);
        }
        let diagnostics = self.notes.into_list();
        for activity in &mut activities {
            activity.diagnostics.clone_from(&diagnostics);
        }
        FileContents::of_activities(format, activities)
    }

    /// Returns the contents of a file without activities, described by `what`. Fails if damage may
    /// have destroyed an activity.
    pub(crate) fn without_activity(
        &self,
        format: Format,
        what: impl Into<String>,
    ) -> Result<FileContents, Error> {
        let loss = self.notes.loss();
        if let (0, Some(loss)) = (self.points, loss) {
            let kind = match loss.kind {
                DiagnosticKind::LimitReached => ErrorKind::LimitExceeded,
                _ => ErrorKind::Malformed,
            };
            let message = loss.message.clone();
            return Err(match loss.position {
                Some(position) => Error::at(kind, position, message),
                None => Error::new(kind, message),
            });
        }
        let mut remark = what.into();
        if let Some(loss) = loss {
            remark = format!("{remark}; {loss}");
        }
        Ok(FileContents::without_activity(format, remark))
    }
}
