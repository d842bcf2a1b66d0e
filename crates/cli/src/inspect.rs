//! `recoup inspect`: what is in a file, and whether a second reader reads the same.

use crate::args::InspectArgs;
use crate::report::count;
use crate::style::{FAINT, STRONG, paint};
use crate::{Done, style};
use comfy_table::{CellAlignment, Table, presets};
use jiff::Timestamp;
use recoup::reference::fit::{self, FieldSummary, Reading};
use recoup::reference::{differences, load};
use recoup::{Activity, Format, Limits};
use std::io::{self, Write};
use std::path::Path;

/// Characters that are shown of texts and lists.
const TEXT_WIDTH: usize = 60;
/// What stands for a name that FIT's public profile does not have.
const UNNAMED: &str = "unknown";

pub(crate) fn run(args: &InspectArgs) -> anyhow::Result<Done> {
    let mut out = anstream::stdout().lock();
    let mut is_clean = true;
    for path in &args.files {
        is_clean &= inspect(&mut out, path, args.all)?;
    }
    out.flush()?;
    Ok(if is_clean { Done::Clean } else { Done::WithTrouble })
}

/// Shows one file; false if it was unreadable or partial.
fn inspect(out: &mut impl Write, path: &Path, all: bool) -> io::Result<bool> {
    let limits = Limits::default();
    let contents = recoup::read_file(path, &limits);
    if let Err(error) = &contents {
        style::message(&format!("{}: {error}", path.display()));
    }
    match (load(path, &limits), &contents) {
        (Ok(bytes), _) if Format::of(&bytes) == Format::Fit => {
            let reading = fit::read(&bytes, &limits);
            let ours = contents.as_ref().map_or(&[][..], |contents| &contents.activities);
            writeln!(out, "{}", paint(STRONG, &path.display().to_string()))?;
            head(out, &reading, ours)?;
            if reading.files.iter().any(|records| !records.is_empty()) {
                writeln!(out, "\n{}", table(&reading, all).trim_fmt())?;
            }
            writeln!(out)?;
            notes(out, &reading, ours)?;
            if contents.is_ok() {
                comparison(out, ours, &reading.activities())?;
            }
            writeln!(out)?;
        }
        (_, Ok(contents)) => {
            let what = match &contents.remark {
                Some(remark) => remark.clone(),
                None => format!("{} file", contents.format.as_str().to_uppercase()),
            };
            writeln!(out, "{}: {what}; only FIT files are inspected as yet", path.display())?;
        }
        (_, Err(_)) => {}
    }
    Ok(contents.is_ok_and(|contents| !contents.activities.iter().any(Activity::is_partial)))
}

/// What the file is, and its sessions.
fn head(out: &mut impl Write, reading: &Reading, ours: &[Activity]) -> io::Result<()> {
    for (number, records) in reading.files.iter().enumerate() {
        let device = fit::device(records);
        let mut line = fit::file_type(records).unwrap_or_else(|| "no type".to_owned());
        if reading.files.len() > 1 {
            line = format!("file {} of {}: {line}", number + 1, reading.files.len());
        }
        let parts = [
            device.name().map(|name| format!(" by {name}")),
            device.serial.map(|serial| format!(", serial number {serial}")),
            device.time_created_ms.map(|ms| format!(", created {}", utc(ms))),
        ];
        line.extend(parts.into_iter().flatten());
        writeln!(out, "  {}", plain(&line))?;
    }
    for activity in ours {
        let sub_sport = activity.sub_sport.as_ref().filter(|name| *name != "generic");
        let sub_sport = sub_sport.map(|name| format!(" ({name})")).unwrap_or_default();
        let start = activity.start_ms.map_or_else(|| "unknown time".to_owned(), utc);
        let (session, sport) = (activity.session, &activity.sport);
        let samples = count(activity.samples.len(), "sample");
        let line = format!("session {session}: {sport}{sub_sport}, {start}, {samples}");
        writeln!(out, "  {}", plain(&line))?;
    }
    Ok(())
}

/// What was odd to the first reader, and where the second one stopped.
fn notes(out: &mut impl Write, reading: &Reading, ours: &[Activity]) -> io::Result<()> {
    let mut notes: Vec<String> = Vec::new();
    for diagnostic in ours.iter().flat_map(|activity| &activity.diagnostics) {
        let note = format!("note: {diagnostic}");
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    if let Some(stopped) = &reading.stopped {
        notes.push(format!("the reference reader stopped at {stopped}"));
    }
    for note in notes {
        writeln!(out, "  {}", paint(FAINT, &plain(&note)))?;
    }
    Ok(())
}

fn comparison(out: &mut impl Write, ours: &[Activity], theirs: &[Activity]) -> io::Result<()> {
    let differences = differences(ours, theirs);
    for difference in &differences {
        writeln!(out, "  {difference}")?;
    }
    if ours.is_empty() && theirs.is_empty() {
        writeln!(out, "  Neither reader finds an activity.")?;
    } else if differences.is_empty() {
        let samples = ours.iter().map(|activity| activity.samples.len()).sum();
        let (sessions, samples) = (count(ours.len(), "session"), count(samples, "sample"));
        writeln!(out, "  The readers agree: {sessions}, {samples}.")?;
    }
    Ok(())
}

/// All kinds of messages with their fields; the unnamed ones in a line, unless all are asked for.
fn table(reading: &Reading, all: bool) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["Message, field", "No.", "Count", "Values"]);
    for column in [1, 2] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    for message in reading.summary() {
        let (named, unnamed): (Vec<&FieldSummary>, Vec<&FieldSummary>) =
            message.fields.iter().partition(|field| all || field.name.is_some());
        let name = message.name.unwrap_or_else(|| UNNAMED.to_owned());
        let mut row = [name, message.number.to_string(), message.count.to_string(), String::new()];
        if named.is_empty() {
            row[3] = numbers(&unnamed);
        }
        table.add_row(row);
        for field in &named {
            let name = field.name.as_deref().unwrap_or(UNNAMED);
            let developer = if field.is_developer { " (developer)" } else { "" };
            table.add_row([
                format!("  {}{developer}", plain(name)),
                field.number.to_string(),
                field.count.to_string(),
                values(field),
            ]);
        }
        if !named.is_empty() && !unnamed.is_empty() {
            table.add_row([&format!("  {UNNAMED}"), "", "", &numbers(&unnamed)]);
        }
    }
    table
}

/// The numbers of fields, runs of them as ranges.
fn numbers(fields: &[&FieldSummary]) -> String {
    let numbers: Vec<u8> = fields.iter().map(|field| field.number).collect();
    let runs = numbers.chunk_by(|number, next| number.checked_add(1) == Some(*next));
    let runs: Vec<String> = runs
        .map(|run| match run {
            [first, .., last] => format!("{first}-{last}"),
            only => only[0].to_string(),
        })
        .collect();
    let noun = if fields.len() == 1 { "field" } else { "fields" };
    clipped(format!("{noun} {}", runs.join(", ")))
}

/// The values of a field, ranges with their unit.
fn values(field: &FieldSummary) -> String {
    let mut parts = Vec::new();
    if let Some((first_ms, last_ms)) = field.times_ms {
        let (first, last) = (clock(first_ms), clock(last_ms));
        parts.push(match (first == last, first.split_once(' '), last.split_once(' ')) {
            (true, ..) => first,
            (_, Some((day, _)), Some((last_day, time))) if day == last_day => {
                format!("{first} to {time}")
            }
            _ => format!("{first} to {last}"),
        });
    }
    if let Some((least, greatest)) = field.numbers {
        let decimals = if field.units == "deg" { 6 } else { 3 };
        let [low, high] = [least, greatest].map(|value| decimal(value, decimals));
        let range = if low == high { low } else { format!("{low} to {high}") };
        parts.push(format!("{range} {}", plain(&field.units)).trim_end().to_owned());
    }
    if !field.texts.is_empty() {
        let more = if field.has_more_texts { ", …" } else { "" };
        parts.push(clipped(plain(&field.texts.join(", ")) + more));
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
