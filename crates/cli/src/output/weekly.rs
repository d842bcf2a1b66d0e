//! Prints the weekly table: the last weeks, and the years before them.

use super::style::{ERROR, FAINT, GOOD, STRONG, WARNING, paint};
use super::table::{Cell, Column, Table};
use super::terminal;
use anstyle::Style;
use jiff::civil::Date;
use recoup::analysis::wording::range;
use recoup::{AfterHard, Frequency, Week, shown_path};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

/// Number of weeks with runs that have a row each, by default.
pub(crate) const WEEKS: usize = 12;
/// Maximum number of successive weeks without a run that have a row each.
const EMPTY_WEEKS_SHOWN: usize = 2;
/// Length of an athlete's name in a narrow table, in characters.
const SHORT_NAME: usize = 10;
/// Maximum number of weeks of the spark line.
const SPARK_WEEKS: usize = 52;
/// Cells of the spark line for 0, 1, 2, 3, and 4 or more recovery runs.
const SPARKS: [char; 5] = ['▁', '▃', '▅', '▆', '█'];
/// Meanings of the cells of the spark line.
pub(crate) const SPARK_LEGEND: &str = "▁ none to █ 4 or more, · no run";
/// Cell of the spark line for a gap of over a year, which the list of weeks leaves out.
const LONG_GAP: char = '…';
/// Cell of the spark line for a week without runs.
const NO_RUNS: char = '·';

/// Columns. A narrow table keeps the columns longest that show how well a week went.
const COLUMNS: [Column; 7] = [
    Column::text("Athlete"),
    Column::text("Week"),
    Column::number("Runs").rank(1),
    Column::number("h:mm").rank(4),
    Column::text("Recovery").or("Recovery"),
    Column::text("Meant").rank(2),
    Column::text(AFTER_HARD_HEADING).or(AFTER_HARD_HEADING).rank(3),
];

/// Heading of the last column, whose meaning depends on its form.
const AFTER_HARD_HEADING: &str = "After hard";
/// Meaning of its long form.
const AFTER_HARD_LONG: &str = "what came within two days of hard sessions";
/// Meaning of its short form.
const AFTER_HARD_SHORT: &str = "hard sessions after which you recovered";

/// Name and colour of a part of a cell, and its count in a week.
type Part = (fn(&Week) -> usize, &'static str, Style);

const AFTER_HARD: [Part; 6] = [
    (|week| week.after_recovery, "recovery", GOOD),
    (|week| week.after_nearly, "nearly", WARNING),
    (|week| week.after_rest, "rest", GOOD),
    (|week| week.after_too_hard, "no recovery", ERROR),
    (|week| week.after_hard, "hard again", ERROR),
    (|week| week.after_unknown, "unknown", FAINT),
];

/// Prints the last weeks of each athlete, and the years before them. `shown` is the number of weeks
/// with runs that have a row each; [`None`] shows all. `is_several` adds the athletes' names.
///
/// `file` is the table with all columns, if it was written. The output names this file if some
/// columns have no room.
pub(crate) fn print(
    out: &mut terminal::Output,
    weeks: &[Week],
    shown: Option<usize>,
    is_several: bool,
    file: Option<&Path>,
) -> io::Result<()> {
    let athletes = by_athlete(weeks);
    let hidden = usize::from(!is_several);
    let mut table = Table::new(&COLUMNS[hidden..]);
    for weeks in athletes.values() {
        for cells in rows(weeks, shown) {
            table.add(&cells[hidden..]);
        }
    }
    let fitted = table.fit(out.width()).paged(terminal::height());
    write!(out, "{fitted}")?;
    let left_out: Vec<&str> = fitted.left_out().collect();
    let is_short = fitted.is_short(AFTER_HARD_HEADING);
    let after_hard = if is_short { AFTER_HARD_SHORT } else { AFTER_HARD_LONG };
    let mut legend = fitted.legend(&[
        ("Recovery", "recovery runs, of the coach's range for so many runs"),
        ("Meant", "recovery runs among those planned or named as one"),
        (AFTER_HARD_HEADING, after_hard),
    ]);
    if weeks.iter().any(|week| week.is_last) {
        legend.push("*: may not be over".to_owned());
    }
    writeln!(out, " {}", paint(FAINT, &format!("{}.", legend.join("; "))))?;
    if !left_out.is_empty() {
        let left_out = left_out.join(", ");
        let file = file.map(|file| format!("; all columns are in {}", shown_path(file)));
        let line = format!(" No room for {left_out}{}.", file.unwrap_or_default());
        writeln!(out, "{}", paint(FAINT, &line))?;
    }
    if let Some((_, weeks)) = athletes.first_key_value().filter(|_| !is_several) {
        spark_line(out, weeks)?;
    }
    Ok(())
}

/// Groups weeks by athlete.
pub(crate) fn by_athlete(weeks: &[Week]) -> BTreeMap<&str, Vec<&Week>> {
    let mut athletes: BTreeMap<&str, Vec<&Week>> = BTreeMap::new();
    for week in weeks {
        athletes.entry(&week.athlete).or_default().push(week);
    }
    athletes
}

/// Draws the number of recovery runs of each week.
pub(crate) fn spark(weeks: &[&Week]) -> String {
    let mut sparks = String::new();
    let mut last: Option<Date> = None;
    for week in weeks {
        if last.is_some_and(|last| weeks_between(last, week.start) > 0) {
            sparks.push(LONG_GAP);
        }
        sparks.push(match week.runs {
            0 => NO_RUNS,
            _ => SPARKS[week.recovery_runs.min(SPARKS.len() - 1)],
        });
        last = Some(week.start);
    }
    sparks
}

/// Writes the recovery runs of the weeks of the last year as one line, if there are more weeks than
/// the table shows at a glance.
fn spark_line(out: &mut terminal::Output, weeks: &[&Week]) -> io::Result<()> {
    const TITLE: &str = "Recovery runs, ";
    let Some(last) = weeks.last() else { return Ok(()) };
    // Room for the title, the names of two weeks and the words between them.
    let taken = TITLE.len() + 2 * last.week.len() + 10;
    let room = out.width().map_or(SPARK_WEEKS, |width| width.saturating_sub(taken));
    let last_weeks = &weeks[weeks.len().saturating_sub(room.min(SPARK_WEEKS))..];
    let Some(first) = last_weeks.first().filter(|_| last_weeks.len() > 2) else { return Ok(()) };
    let line = format!(" {TITLE}{} to {}: ", first.week, last.week);
    let sparks = spark(last_weeks);
    writeln!(out, "{}{}", paint(FAINT, &line), paint(GOOD, &sparks))?;
    writeln!(out, "{}", paint(FAINT, &format!("  ({SPARK_LEGEND})")))
}

/// Cells of a row.
type Row = [Cell; COLUMNS.len()];

/// Returns the rows of an athlete: a row for each year before the shown weeks, then the weeks.
fn rows(weeks: &[&Week], shown: Option<usize>) -> Vec<Row> {
    let with_runs: Vec<usize> = (0..weeks.len()).filter(|&place| weeks[place].runs > 0).collect();
    let first = shown.map_or(0, |shown| {
        let first = with_runs.len().saturating_sub(shown);
        with_runs.get(first).copied().unwrap_or(weeks.len())
    });
    let (folded, mut rest) = weeks.split_at(first);
    let mut rows = Vec::new();
    let mut years: BTreeMap<&str, Vec<&Week>> = BTreeMap::new();
    for week in folded {
        years.entry(year(week)).or_default().push(week);
    }
    for (name, of_year) in years {
        let is_cut = rest.first().is_some_and(|week| year(week) == name);
        let to = of_year.last().filter(|_| is_cut);
        let to = to.map(|last| format!(" to {}", last.week[name.len()..].trim_start_matches('-')));
        rows.push(row(&of_year, &format!("{name}{}", to.unwrap_or_default())));
    }
    let mut last = folded.last().map(|week| week.start);
    while let [first, others @ ..] = rest {
        // The list of weeks leaves out a gap of over a year.
        if let Some(gone) =
            last.map(|last| weeks_between(last, first.start)).filter(|&gone| gone > 0)
        {
            rows.push(gap(&first.athlete, gone));
        }
        let empty = rest.iter().take_while(|week| week.runs == 0).count();
        if empty > EMPTY_WEEKS_SHOWN {
            rows.push(gap(&first.athlete, empty));
            last = Some(rest[empty - 1].start);
            rest = &rest[empty..];
        } else {
            let mark = if first.is_last { "*" } else { "" };
            rows.push(row(&[first], &format!("{}{mark}", first.week)));
            last = Some(first.start);
            rest = others;
        }
    }
    rows
}

/// Returns the number of whole weeks between two weeks that begin on these days.
fn weeks_between(first: Date, second: Date) -> usize {
    let days = second.duration_since(first).as_hours() / 24;
    usize::try_from(days / 7 - 1).unwrap_or(0)
}

/// Returns the year in the name of a week.
fn year(week: &Week) -> &str {
    week.week.split('-').next().unwrap_or_default()
}

/// Returns the printed name of one of several athletes.
pub(crate) fn shown_name(athlete: &str) -> &str {
    if athlete.is_empty() { "(no name)" } else { athlete }
}

/// Returns the name of one of several athletes, and its beginning for a narrow table.
pub(crate) fn athlete_cell(athlete: &str, style: Style) -> Cell {
    let name = shown_name(athlete);
    let mut short: String = name.chars().take(SHORT_NAME).collect();
    if short.len() < name.len() {
        short.pop();
        short.push('…');
    }
    Cell::new(paint(style, name), paint(style, &short))
}

/// Returns the row that stands for several weeks without a run.
fn gap(athlete: &str, weeks: usize) -> Row {
    let mut cells = std::array::from_fn(|_| Cell::default());
    cells[0] = athlete_cell(athlete, FAINT);
    cells[1] = paint(FAINT, "…").into();
    cells[2] = paint(FAINT, "0").into();
    let gap = format!("no run in {weeks} weeks");
    cells[4] = Cell::new(paint(FAINT, &gap), paint(FAINT, &format!("{weeks} weeks")));
    cells
}

/// Returns the row of a week, or of the weeks of a year.
fn row(weeks: &[&Week], label: &str) -> Row {
    let sum = |of: fn(&Week) -> usize| -> usize { weeks.iter().map(|week| of(week)).sum() };
    let runs = sum(|week| week.runs);
    let usual = if runs == 0 { FAINT } else { Style::new() };
    let plain = |text: String| Cell::from(paint(usual, &text));
    let minutes = weeks.iter().map(|week| week.run_time_ms).sum::<i64>() / 60_000;
    let (meant, held) = (sum(|week| week.meant), sum(|week| week.meant_true));
    let is_year = weeks.len() > 1;
    [
        athlete_cell(weeks.first().map_or("", |week| &week.athlete), usual),
        if is_year { paint(STRONG, label).into() } else { plain(label.to_owned()) },
        plain(runs.to_string()),
        plain(format!("{}:{:02}", minutes / 60, minutes % 60)),
        recovery(weeks),
        plain(if meant == 0 { String::new() } else { format!("{held} of {meant}") }),
        after_hard(weeks),
    ]
}

/// Returns the recovery runs and the coach's range. For a single week, also says whether they are
/// too few or too many.
fn recovery(weeks: &[&Week]) -> Cell {
    let sum = |of: fn(&Week) -> usize| -> usize { weeks.iter().map(|week| of(week)).sum() };
    if sum(|week| week.runs) == 0 {
        return Cell::default();
    }
    let (low, high) = (sum(|week| week.range_low), sum(|week| week.range_high));
    let done = format!("{} of {}", sum(|week| week.recovery_runs), range(low, high));
    let (word, style) = match weeks {
        [week] => match week.frequency {
            Frequency::Within => ("", GOOD),
            // The last week may not be over.
            Frequency::Under if week.is_last => ("", Style::new()),
            Frequency::Under => ("too few", WARNING),
            Frequency::Over => ("too many", WARNING),
            _ => ("", FAINT),
        },
        _ => ("", Style::new()),
    };
    let short = if word.is_empty() { done } else { format!("{done}, {word}") };
    let mut long = paint(style, &short);
    let others: [Part; 2] = [
        (|week| week.nearly_runs, "nearly", WARNING),
        (|week| week.ungradable_runs, "unknown", FAINT),
    ];
    for (of, name, style) in others {
        match sum(of) {
            0 => {}
            number => long = format!("{long}, {}", paint(style, &format!("{number} {name}"))),
        }
    }
    Cell::new(long, paint(style, &short))
}

/// Returns what came after the hard sessions. The short form is the number of sessions after which
/// the athlete recovered.
fn after_hard(weeks: &[&Week]) -> Cell {
    let sum = |of: fn(&Week) -> usize| -> usize { weeks.iter().map(|week| of(week)).sum() };
    let after = AfterHard::of_weeks(weeks);
    let style = if after.recovered() == after.told() { GOOD } else { WARNING };
    let short = paint(style, &after.recovered_in_words());
    if weeks.len() > 1 {
        let long = if short.is_empty() { String::new() } else { format!("{short} recovered") };
        return Cell::new(long, short);
    }
    let parts = AFTER_HARD.iter().filter_map(|&(of, name, style)| match sum(of) {
        0 => None,
        number => Some(paint(style, &format!("{number} {name}"))),
    });
    Cell::new(parts.collect::<Vec<_>>().join(", "), short)
}
