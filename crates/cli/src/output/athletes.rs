//! Prints one line for each of several athletes: the last weeks, and who needs a word.

use super::style::{FAINT, GOOD, STRONG, WARNING, paint};
use super::table::{Cell, Column, Table};
use super::terminal;
use super::weekly::{SPARK_LEGEND, WEEKS, athlete_cell, by_athlete, shown_name, spark};
use anstyle::Style;
use recoup::analysis::wording::range;
use recoup::{Answer, Week, Word};
use std::io::{self, Write};

/// Columns. A narrow table leaves out the reason last.
const COLUMNS: [Column; 6] = [
    Column::text("Athlete"),
    Column::number("Runs").rank(2),
    Column::text("Recovery").rank(1),
    Column::text("After hard").rank(3),
    Column::text("By week").rank(4),
    Column::text("A word"),
];

/// Word for an athlete without runs.
const NO_RUNS: &str = "no runs";

/// Prints a line for each athlete. Athletes without runs come first, then athletes who need a word.
/// `idle` has the names of the athletes without runs.
pub(crate) fn print(
    out: &mut terminal::Output,
    answers: &[Answer],
    idle: &[&str],
    weeks: &[Week],
) -> io::Result<()> {
    let athletes = by_athlete(weeks);
    let mut table = Table::new(COLUMNS);
    let mut answers: Vec<(&Answer, Word)> =
        answers.iter().map(|answer| (answer, answer.word())).collect();
    answers.sort_by_key(|(_, word)| !matches!(word, Word::Needed(_)));
    for name in idle {
        let mut cells: [Cell; COLUMNS.len()] = std::array::from_fn(|_| Cell::default());
        cells[0] = athlete_cell(name, STRONG);
        cells[1] = "0".into();
        cells[5] = paint(WARNING, NO_RUNS).into();
        table.add(cells);
    }
    for (answer, word) in &answers {
        let weeks = athletes.get(answer.athlete.as_str()).map_or(&[][..], Vec::as_slice);
        let style = match word {
            Word::Needed(_) => WARNING,
            Word::TooFew => FAINT,
            Word::Well => GOOD,
            _ => Style::new(),
        };
        let (recovery, after) = (&answer.recovery, &answer.after_hard);
        let range = range(recovery.range_low, recovery.range_high);
        let range = format!("{} of {range}", recovery.done);
        table.add([
            athlete_cell(&answer.athlete, STRONG),
            answer.runs.to_string().into(),
            range.into(),
            after.recovered_in_words().into(),
            spark(&weeks[weeks.len().saturating_sub(WEEKS)..]).into(),
            paint(style, &word.to_string()).into(),
        ]);
    }
    let fitted = table.fit(out.width());
    write!(out, "{fitted}")?;
    let weeks = answers.iter().map(|(answer, _)| answer.weeks).max().unwrap_or_default();
    let weeks = match weeks {
        1 => "The last week".to_owned(),
        weeks => format!("The last {weeks} weeks"),
    };
    let by_week = format!("recovery runs of the last {WEEKS} weeks, {SPARK_LEGEND}");
    let legend = fitted.legend(&[
        ("Recovery", "recovery runs, of the coach's range"),
        ("After hard", "hard sessions after which the athlete recovered"),
        ("By week", &by_week),
    ]);
    let legend = format!(" {weeks} with runs. {}.", legend.join("; "));
    writeln!(out, "{}\n", paint(FAINT, &legend))
}

/// Prints one sentence that names the athletes who need a word.
pub(crate) fn print_words(
    out: &mut terminal::Output,
    answers: &[Answer],
    idle: &[&str],
) -> io::Result<()> {
    let of_idle = idle.iter().map(|name| format!("{} ({NO_RUNS})", shown_name(name)));
    let of_answers = answers.iter().filter_map(|answer| {
        let word = answer.needs_word()?;
        Some(format!("{} ({word})", shown_name(&answer.athlete)))
    });
    let words: Vec<String> = of_idle.chain(of_answers).collect();
    let line = match words.len() {
        0 => "Nobody needs a word.".to_owned(),
        _ => format!("A word for {}.", words.join("; ")),
    };
    writeln!(out, "\n{}", paint(STRONG, &line))
}
