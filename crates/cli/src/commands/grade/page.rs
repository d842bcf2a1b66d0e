//! The page that explains the runs of a file. The verdict on a run comes first and last.

use super::json::FileReport;
use super::words::verdict_line;
use super::{brief, full, strip};
use crate::output::style::{FAINT, STRONG, paint};
use crate::output::terminal;
use recoup::{Policy, shown};
use std::io::{self, Write};

/// Width of the longest bar if there is room, in characters.
const BAR: usize = 40;

/// Layout of the page.
pub(super) struct Form {
    /// Whether everything is written, instead of 24 lines at most.
    pub(super) is_full: bool,
    /// Width of the longest bar. Lines of words are wrapped.
    bar: usize,
    /// Width of the heart rate over time.
    pub(super) strip: usize,
}

impl Form {
    /// Divides the width of the terminal. Beside a bar there are 41 columns.
    pub(super) fn of(width: Option<usize>, is_full: bool) -> Self {
        let width = width.unwrap_or(usize::MAX);
        Self {
            is_full,
            bar: BAR.min(width.saturating_sub(41)),
            strip: width.saturating_sub(strip::MARGINS).max(1),
        }
    }
}

pub(super) fn write(
    out: &mut terminal::Output,
    file: &FileReport,
    policy: &Policy,
    form: &Form,
) -> io::Result<()> {
    let name = shown(&file.file);
    if let Some(remark) = &file.remark {
        writeln!(out, "{name}: {}", shown(remark))?;
    }
    for session in &file.sessions {
        let notes: Vec<String> =
            session.notes.iter().map(|note| shown(&format!("note: {note}")).into_owned()).collect();
        if let (Some(run), Some(strip), false) = (&session.run, &session.strip, form.is_full) {
            brief::write(out, &name, (run, strip), &notes, policy)?;
            writeln!(out)?;
            continue;
        }
        let verdict = session.run.as_ref().map(verdict_line);
        if let Some(verdict) = &verdict {
            writeln!(out, "{verdict}")?;
        }
        writeln!(out, "{}", paint(STRONG, &name))?;
        for note in notes {
            writeln!(out, "  {}", paint(FAINT, &note))?;
        }
        if let Some(reason) = &session.not_graded {
            writeln!(out, "  {reason}")?;
        }
        full::explain(out, session, policy, form.bar)?;
        if let Some(verdict) = &verdict {
            writeln!(out, "{verdict}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}
