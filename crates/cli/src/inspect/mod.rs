//! `recoup inspect`: what is in a file, and whether a second reader reads the same.

mod fit;
mod xml;

use crate::args::InspectArgs;
use crate::input::{Input, tell_not_located};
use crate::style::{FAINT, STRONG, paint};
use crate::{Done, messages, terminal};
use jiff::Timestamp;
use recoup::criteria::counted;
use recoup::reference::{Difference, Values};
use recoup::{Activity, Error, FileContents, Format, Found, Limits, Locator};
use std::io::{self, Write};
use std::path::Path;

/// Characters that are shown of texts and lists.
const TEXT_WIDTH: usize = 60;

pub(crate) fn run(args: &InspectArgs) -> anyhow::Result<Done> {
    let input = Input::of_files(&args.files)?;
    let reading = input.reading();
    let mut locator = Locator::new(&reading);
    let mut out = terminal::stdout();
    let mut is_clean = true;
    for path in &args.files {
        is_clean &= inspect_all(&mut out, path, &mut locator, args.all)?;
    }
    out.flush()?;
    Ok(if is_clean { Done::Clean } else { Done::WithTrouble })
}

/// Shows what a path names: a file, or of an archive those that hold an activity or are broken;
/// false if any was unreadable or partial.
fn inspect_all(
    out: &mut impl Write,
    path: &Path,
    locator: &mut Locator<'_>,
    all: bool,
) -> io::Result<bool> {
    let located = match locator.locate(path) {
        Ok(located) => located,
        Err(error) => {
            tell_not_located(path, &error);
            return Ok(false);
        }
    };
    let mut is_clean = true;
    let mut others = Vec::new();
    let number = located.len();
    for found in located {
        let contents = found.read(&Limits::default());
        if contents.as_ref().is_ok_and(|contents| contents.activities.is_empty()) {
            others.push((found, contents));
        } else {
            is_clean &= inspect(out, &found, &contents, all)?;
        }
    }
    if others.len() == number {
        for (found, contents) in &others {
            is_clean &= inspect(out, found, contents, all)?;
        }
    }
    Ok(is_clean)
}

/// Shows one file; false if it was unreadable or partial.
fn inspect(
    out: &mut impl Write,
    found: &Found,
    contents: &Result<FileContents, Error>,
    all: bool,
) -> io::Result<bool> {
    let name = &found.name;
    if let Err(error) = contents {
        messages::error(format!("{name}: {error}"));
    }
    let bytes = found.unpacked(&Limits::default()).unwrap_or_default();
    let format = Format::of(&bytes);
    match format {
        Format::Fit | Format::Gpx | Format::Tcx => {
            writeln!(out, "{}", paint(STRONG, name))?;
            if format == Format::Fit {
                fit::inspect(out, &bytes, contents.as_ref().ok(), all)?;
            } else {
                xml::inspect(out, &bytes, format, contents.as_ref().ok())?;
            }
            writeln!(out)?;
        }
        _ => {
            if let Ok(Some(remark)) = contents.as_ref().map(|contents| &contents.remark) {
                writeln!(out, "{name}: {remark}")?;
            }
        }
    }
    let is_whole = |contents: &FileContents| !contents.activities.iter().any(Activity::is_partial);
    Ok(contents.as_ref().is_ok_and(is_whole))
}

/// The sessions of a file, as the first reader has them.
fn sessions(out: &mut impl Write, ours: &[Activity]) -> io::Result<()> {
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

/// What was odd to the first reader, and what else there is to note.
fn notes(out: &mut impl Write, ours: &[Activity], more: Option<String>) -> io::Result<()> {
    let mut notes: Vec<String> = Vec::new();
    for diagnostic in ours.iter().flat_map(|activity| &activity.diagnostics) {
        let note = format!("note: {diagnostic}");
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    for note in notes.into_iter().chain(more) {
        writeln!(out, "  {}", paint(FAINT, &plain(&note)))?;
    }
    Ok(())
}

/// In what two readers differ, or on how much they agree.
fn comparison(
    out: &mut impl Write,
    differences: &[Difference],
    ours: &[Activity],
    theirs_is_empty: bool,
) -> io::Result<()> {
    for difference in differences {
        writeln!(out, "  {difference}")?;
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

/// The values of a field or element, ranges with their unit.
fn shown(values: &Values, units: &str, decimals: usize) -> String {
    let mut parts = Vec::new();
    if let Some((first_ms, last_ms)) = values.times_ms {
        let (first, last) = (clock(first_ms), clock(last_ms));
        parts.push(match (first == last, first.split_once(' '), last.split_once(' ')) {
            (true, ..) => first,
            (_, Some((day, _)), Some((last_day, time))) if day == last_day => {
                format!("{first} to {time}")
            }
            _ => format!("{first} to {last}"),
        });
    }
    if let Some((least, greatest)) = values.numbers {
        let [low, high] = [least, greatest].map(|value| decimal(value, decimals));
        let range = if low == high { low } else { format!("{low} to {high}") };
        parts.push(format!("{range} {}", plain(units)).trim_end().to_owned());
    }
    if !values.texts.is_empty() {
        let more = if values.has_more_texts { ", …" } else { "" };
        parts.push(clipped(plain(&values.texts.join(", ")) + more));
    }
    parts.join(", ")
}

/// The beginning of a text that is too long.
fn clipped(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(TEXT_WIDTH) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// A number with so many decimals at most.
fn decimal(value: f64, decimals: usize) -> String {
    if value.abs() >= 1e15 {
        return format!("{value:e}");
    }
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    text
}

fn clock(unix_ms: i64) -> String {
    Timestamp::from_millisecond(unix_ms)
        .map_or_else(|_| unix_ms.to_string(), |time| time.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

fn utc(unix_ms: i64) -> String {
    format!("{} UTC", clock(unix_ms))
}

/// Text of a file without what a terminal would obey.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
