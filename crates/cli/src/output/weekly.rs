//! The weekly table on the terminal, and the lines below it.

use super::style::{ERROR, FAINT, GOOD, WARNING, paint};
use super::table::{Cell, Column, Table};
use super::terminal;
use anstyle::Style;
use recoup::criteria::{clock, counted};
use recoup::frames::DataFrame;
use recoup::{Assessment, ZonesUnknown};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

/// Maximum number of Zone 1 ranges to print, because a folder of many athletes has too many.
const RANGES_SHOWN: usize = 3;
/// Maximum number of successive weeks without a run that have a row each.
const EMPTY_WEEKS_SHOWN: usize = 2;
/// Length of an athlete's name if there is little room, in characters.
const SHORT_NAME: usize = 10;

/// The columns. A narrow table keeps the columns longest that show how well a week went.
const COLUMNS: [Column; 11] = [
    Column::text("Athlete"),
    Column::text("Week"),
    Column::number("Runs").rank(2),
    Column::number("Time").or("h:mm", &[]).rank(4),
    Column::number("km").rank(7),
    Column::number("≤ Z1").rank(5),
    Column::number("Hard").rank(6),
    Column::text("Recovery runs").or(
        "Recovery",
        &[("T", "true"), ("B", "borderline"), ("M", "missed"), ("U", "ungradable")],
    ),
    Column::number("Compliance").or("Compl.", &[]).rank(1),
    Column::text("Against target").or("Target", &[("F", "filler")]).rank(3),
    Column::text("Placed")
        .or(
            "Placed",
            &[
                ("A", "after a hard session"),
                ("W", "between two"),
                ("B", "before one"),
                ("I", "isolated"),
            ],
        )
        .rank(8),
];

/// Column of a count in the frame, name, short name and colour.
type Counted = (&'static str, &'static str, &'static str, Style);

const OUTCOMES: [Counted; 4] = [
    ("recovery_true", "true", "T", GOOD),
    ("recovery_borderline", "borderline", "B", WARNING),
    ("recovery_missed", "missed", "M", ERROR),
    ("recovery_ungradable", "ungradable", "U", FAINT),
];
const FILLER: [Counted; 1] = [("filler", "filler", "F", Style::new())];
const PLACINGS: [Counted; 4] = [
    ("placed_after_hard", "after", "A", Style::new()),
    ("placed_between", "between", "W", Style::new()),
    ("placed_before_hard", "before", "B", Style::new()),
    ("placed_isolated", "isolated", "I", Style::new()),
];

/// Runs by the athlete's name.
pub(crate) type RunsOf<'a> = BTreeMap<&'a str, Vec<&'a Assessment>>;

/// Prints the weeks, and the zones of each athlete.
///
/// `file` is the table with all columns. It is named if there is no room for some of them.
pub(crate) fn print(weeks: &DataFrame, runs: &RunsOf<'_>, file: &Path) -> anyhow::Result<()> {
    let mut out = terminal::stdout();
    let is_one = runs.len() == 1;
    let table = table(weeks, is_one)?;
    let fitted = table.fit(out.width());
    write!(out, "{fitted}")?;
    let legends: Vec<String> = fitted.legends().collect();
    if !legends.is_empty() {
        writeln!(out, "{}", paint(FAINT, &legends.join("; ")))?;
    }
    let left_out: Vec<&str> = fitted.left_out().collect();
    if !left_out.is_empty() {
        let left_out = left_out.join(", ");
        let line = format!("No room for {left_out}; all columns are in {}", file.display());
        writeln!(out, "{}", paint(FAINT, &line))?;
    }
    for (&athlete, runs) in runs {
        if is_one {
            writeln!(out, "{}", zones_line(runs, "; pass --max-hr"))?;
        } else if !(athlete.is_empty() && runs.is_empty()) {
            let hint = "; set max_bpm in an athlete file";
            writeln!(out, "{}: {}", shown(athlete), zones_line(runs, hint))?;
        }
    }
    Ok(out.flush()?)
}

/// Returns the printed name of one of several athletes.
fn shown(athlete: &str) -> &str {
    if athlete.is_empty() { "(no name)" } else { athlete }
}

/// Like [`shown`], but cuts a long name.
fn shown_short(athlete: &str) -> String {
    match shown(athlete).char_indices().nth(SHORT_NAME) {
        Some((end, _)) => format!("{}…", &athlete[..end]),
        None => shown(athlete).to_owned(),
    }
}

/// Converts the weekly frame into a table for people.
fn table(weeks: &DataFrame, is_one: bool) -> anyhow::Result<Table> {
    let hidden = usize::from(is_one);
    let mut table = Table::new(&COLUMNS[hidden..]);
    let runs: Vec<i64> =
        weeks.column("runs")?.i64()?.iter().map(Option::unwrap_or_default).collect();
    let athletes = weeks.column("athlete")?.str()?;
    let mut row = 0;
    while row < runs.len() {
        // Successive empty weeks belong to one athlete, because the first and last weeks of each
        // athlete have runs.
        let empty = runs[row..].iter().take_while(|&&runs| runs == 0).count();
        let cells = if empty > EMPTY_WEEKS_SHOWN {
            gap(athletes.get(row).unwrap_or_default(), empty)
        } else {
            week(weeks, row)?
        };
        table.add(&cells[hidden..]);
        row += if empty > EMPTY_WEEKS_SHOWN { empty } else { 1 };
    }
    Ok(table)
}

/// Returns the row that stands for several weeks without a run.
fn gap(athlete: &str, weeks: usize) -> [Cell; COLUMNS.len()] {
    let mut cells = std::array::from_fn(|_| Cell::default());
    cells[0] = Cell::new(paint(FAINT, shown(athlete)), paint(FAINT, &shown_short(athlete)));
    cells[1] = paint(FAINT, "…").into();
    cells[2] = paint(FAINT, "0").into();
    let gap = format!("no run in {weeks} weeks");
    cells[7] = Cell::new(paint(FAINT, &gap), paint(FAINT, &format!("{weeks} weeks")));
    cells
}

/// Returns the row of a week.
fn week(weeks: &DataFrame, row: usize) -> anyhow::Result<[Cell; COLUMNS.len()]> {
    let text = |name: &str| -> anyhow::Result<&str> {
        Ok(weeks.column(name)?.str()?.get(row).unwrap_or_default())
    };
    let count = |name: &str| -> anyhow::Result<i64> {
        Ok(weeks.column(name)?.i64()?.get(row).unwrap_or_default())
    };
    let number =
        |name: &str| -> anyhow::Result<Option<f64>> { Ok(weeks.column(name)?.f64()?.get(row)) };
    let percent =
        |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.0} %"));

    let runs = count("runs")?;
    let usual = if runs == 0 { FAINT } else { Style::new() };
    let plain = |text: String| Cell::from(paint(usual, &text));
    let easy_s = number("below_s")?.unwrap_or(0.0) + number("z1_s")?.unwrap_or(0.0);
    let mut with_heart_rate_s = easy_s;
    for zone in 2..=5 {
        with_heart_rate_s += number(&format!("z{zone}_s"))?.unwrap_or(0.0);
    }
    // Counts that are not 0, in the long and the short form.
    let counts = |of: &[Counted]| -> anyhow::Result<Vec<(String, String)>> {
        let mut shown_counts = Vec::new();
        for (column, name, short, style) in of {
            match count(column)? {
                0 => {}
                number => shown_counts.push((
                    paint(*style, &format!("{number} {name}")),
                    paint(*style, &format!("{number}{short}")),
                )),
            }
        }
        Ok(shown_counts)
    };
    let target = match text("frequency")? {
        "none" => None,
        frequency => {
            let style = if frequency == "within" { GOOD } else { WARNING };
            let target = count("recovery_target")?;
            Some((
                paint(style, &format!("{frequency} ({target})")),
                paint(style, &format!("{frequency} {target}")),
            ))
        }
    };
    let run_time_s = number("run_time_s")?.unwrap_or(0.0);
    let (time, athlete) = (clock((run_time_s * 1000.0) as i64), text("athlete")?);
    let minutes = (run_time_s / 60.0).floor() as i64;
    let hours_and_minutes = format!("{}:{:02}", minutes / 60, minutes % 60);
    let km = number("distance_m")?.map(|m| m / 1000.0);
    Ok([
        Cell::new(paint(usual, shown(athlete)), paint(usual, &shown_short(athlete))),
        plain(text("week")?.to_owned()),
        plain(runs.to_string()),
        Cell::new(paint(usual, &time), paint(usual, &hours_and_minutes)),
        plain(km.map_or_else(String::new, |km| format!("{km:.1}"))),
        plain(percent((with_heart_rate_s > 0.0).then(|| easy_s * 100.0 / with_heart_rate_s))),
        plain(match count("hard_sessions")? {
            0 => String::new(),
            sessions => sessions.to_string(),
        }),
        listed(counts(&OUTCOMES)?),
        plain(percent(number("compliance_pct")?)),
        listed(target.into_iter().chain(counts(&FILLER)?).collect()),
        listed(counts(&PLACINGS)?),
    ])
}

/// Joins parts to a cell. Each part has a long and a short form.
fn listed(parts: Vec<(String, String)>) -> Cell {
    let (long, short): (Vec<String>, Vec<String>) = parts.into_iter().unzip();
    Cell::new(long.join(", "), short.join(" "))
}

/// Describes the zone model, Zone 1 in bpm, and the maximum heart rates with their sources.
///
/// `hint` is the advice if no maximum heart rate is known.
fn zones_line(runs: &[&Assessment], hint: &str) -> String {
    let Some(first) = runs.first() else { return "No runs.".to_owned() };
    let mut sources: BTreeMap<(i32, i32, i64), BTreeSet<&str>> = BTreeMap::new();
    for run in runs {
        if let Some(zones) = run.zones {
            let (low, high) = zones.zone1_whole_bpm();
            let max = run.max_bpm.unwrap_or(0.0).round() as i64;
            sources.entry((low, high, max)).or_default().insert(run.max_source.in_words());
        }
    }
    let without: Vec<ZonesUnknown> = runs.iter().filter_map(|run| run.zones_unknown).collect();
    let mut parts: Vec<String> = match sources.len() {
        0..=RANGES_SHOWN => sources
            .iter()
            .map(|((low, high, max), sources)| {
                let sources: Vec<&str> = sources.iter().copied().collect();
                format!("{low}-{high} bpm (HRmax {max} from {})", sources.join(", "))
            })
            .collect(),
        ranges => vec![format!("{ranges} different ranges; runs.csv has the range of each run")],
    };
    if let Some(cause) = without.first() {
        let hint = if *cause == ZonesUnknown::Max { hint } else { "" };
        let runs = counted(without.len(), "run");
        parts.push(format!("unknown for {runs} ({}{hint})", cause.as_str()));
    }
    format!("Zone 1, model {}: {}", first.zone_model, parts.join("; "))
}
