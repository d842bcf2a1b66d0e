//! Shows a FIT file message by message, and compares it with fitparser.

use super::sections::{comparison, notes, sessions, shown_differences};
use super::values::{HIDDEN, clipped, plain, shown, utc};
use crate::args::InspectArgs;
use crate::output::table::{Cell, Column, Table};
use recoup::reference::differences;
use recoup::reference::fit::{self, FieldSummary, FitDump};
use recoup::{DiagnosticKind, FileContents, Limits};
use std::io::{self, Write};

/// Placeholder for a name that is not in FIT's public profile.
const UNNAMED: &str = "unknown";

pub(super) fn inspect(
    out: &mut impl Write,
    bytes: &[u8],
    contents: Option<&FileContents>,
    args: &InspectArgs,
) -> io::Result<()> {
    let ours = contents.map_or(&[][..], |contents| &contents.activities);
    let reading = fit::read(bytes, &Limits::default());
    files(out, &reading)?;
    sessions(out, ours)?;
    if reading.files.iter().any(|records| !records.is_empty()) {
        write!(out, "\n{}", messages(&reading, args).fit(None))?;
    }
    writeln!(out)?;
    let stopped = reading.stopped.as_ref();
    let stopped = stopped.map(|place| format!("the reference reader stopped at {place}"));
    notes(out, ours, stopped)?;
    let is_limited = reading
        .stopped
        .as_ref()
        .is_some_and(|stopped| stopped.kind == DiagnosticKind::LimitReached);
    if contents.is_some() && !is_limited {
        let theirs = reading.activities();
        let differences = shown_differences(differences(ours, &theirs), args);
        comparison(out, &differences, ours, theirs.is_empty())?;
    }
    Ok(())
}

/// Writes the type and the device of each file in the chain.
fn files(out: &mut impl Write, reading: &FitDump) -> io::Result<()> {
    for (number, records) in reading.files.iter().enumerate() {
        let device = fit::device(records);
        let mut line = fit::file_type(records).unwrap_or_else(|| "no file type".to_owned());
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
    Ok(())
}

/// Returns a table of all messages and their fields. Unnamed fields share a line, unless `all` is
/// set.
fn messages(reading: &FitDump, args: &InspectArgs) -> Table {
    let mut table = Table::new([
        Column::text("Message, field"),
        Column::number("No."),
        Column::number("Count"),
        Column::text("Values"),
    ]);
    for message in reading.summary() {
        let (named, unnamed): (Vec<&FieldSummary>, Vec<&FieldSummary>) =
            message.fields.iter().partition(|field| args.all || field.name.is_some());
        let name = message.name.unwrap_or_else(|| UNNAMED.to_owned());
        let mut row = [name, message.number.to_string(), message.count.to_string(), String::new()];
        if named.is_empty() {
            row[3] = numbers(&unnamed);
        }
        table.add(row.map(Cell::from));
        for field in &named {
            let name = field.name.as_deref().unwrap_or(UNNAMED);
            let developer = if field.is_developer { " (developer)" } else { "" };
            // Angles in FIT are always positions.
            let is_angle = field.units == "deg";
            let decimals = if is_angle { 6 } else { 3 };
            table.add([
                format!("  {}{developer}", clipped(plain(name))).into(),
                field.number.to_string().into(),
                field.count.to_string().into(),
                if is_angle && !args.positions {
                    HIDDEN.into()
                } else {
                    shown(&field.values, &field.units, decimals).into()
                },
            ]);
        }
        if !named.is_empty() && !unnamed.is_empty() {
            let name = format!("  {UNNAMED}");
            table.add([name.into(), "".into(), "".into(), numbers(&unnamed).into()]);
        }
    }
    table
}

/// Formats the numbers of fields, with consecutive numbers as ranges.
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
