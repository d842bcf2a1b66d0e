//! Parts that the pages of FIT, GPX and TCX files have in common.

use super::values::{plain, utc};
use crate::args::InspectArgs;
use crate::output::style::{FAINT, paint};
use recoup::Activity;
use recoup::analysis::wording::counted;
use recoup::reference::Difference;
use std::collections::HashSet;
use std::io::{self, Write};

/// Writes the sessions of a file, as recoup reads them.
pub(super) fn sessions(out: &mut impl Write, ours: &[Activity]) -> io::Result<()> {
    for activity in ours {
        let sub_sport = activity.sub_sport.as_ref().filter(|name| *name != "generic");
        let sub_sport = sub_sport.map(|name| format!(" ({name})")).unwrap_or_default();
        let basis = activity.sport_basis.in_words();
        let start = activity.start_ms.map_or_else(|| "unknown time".to_owned(), utc);
        let (session, sport) = (activity.session, &activity.sport);
        let samples = counted(activity.samples.len(), "sample");
        let line = format!("session {session}: {sport}{sub_sport}{basis}, {start}, {samples}");
        writeln!(out, "  {}", plain(&line))?;
    }
    Ok(())
}

/// Writes the diagnostics of recoup's reader, and one more note if there is one.
pub(super) fn notes(
    out: &mut impl Write,
    ours: &[Activity],
    more: Option<String>,
) -> io::Result<()> {
    let mut known = HashSet::new();
    let notes = ours.iter().flat_map(|activity| &activity.diagnostics);
    let notes = notes.map(|diagnostic| format!("note: {diagnostic}"));
    for note in notes.filter(|note| known.insert(note.clone())).chain(more) {
        writeln!(out, "  {}", paint(FAINT, &plain(&note)))?;
    }
    Ok(())
}

/// Returns the differences in the form that may be shown. Positions are without their values.
pub(super) fn shown_differences(all: Vec<Difference>, args: &InspectArgs) -> Vec<String> {
    let is_position = |difference: &Difference| difference.what.ends_with("_deg");
    let text = |difference: Difference| {
        let text = difference.to_string();
        let is_shown = args.positions || !is_position(&difference);
        let end = text.rfind(": recoup reads").filter(|_| !is_shown).unwrap_or(text.len());
        text[..end].to_owned()
    };
    all.into_iter().map(text).collect()
}

/// Writes the differences between two readers. Without differences, writes how much they agree on.
pub(super) fn comparison(
    out: &mut impl Write,
    differences: &[String],
    ours: &[Activity],
    theirs_is_empty: bool,
) -> io::Result<()> {
    for difference in differences {
        writeln!(out, "  {}", plain(difference))?;
    }
    if ours.is_empty() && theirs_is_empty {
        writeln!(out, "  Neither reader finds an activity.")?;
    } else if differences.is_empty() {
        let samples = ours.iter().map(|activity| activity.samples.len()).sum();
        let (sessions, samples) = (counted(ours.len(), "session"), counted(samples, "sample"));
        writeln!(out, "  The readers agree: {sessions}, {samples}.")?;
    }
    Ok(())
}
