//! The weekly table on the terminal, and the lines below it.

use super::style::{ERROR, FAINT, GOOD, WARNING, paint};
use super::table::{Cell, Column, Table};
use super::terminal;
use anstyle::Style;
use recoup::analysis::wording::{clock, counted};
use recoup::shown_path;
use recoup::{Assessment, Frequency, Week, ZonesUnknown};
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
const COLUMNS: [Column; 12] = [
    Column::text("Athlete"),
    Column::text("Week"),
    Column::number("Runs").rank(2),
    Column::number("Time").or("h:mm", &[]).rank(4),
    Column::number("km").rank(7),
    Column::number("≤ Z1").rank(5),
    Column::number("Hard").rank(6),
    Column::text("Recovery runs")
        .or("Recovery", &[("R", "recovery runs"), ("N", "nearly"), ("U", "cannot tell")]),
    Column::text("Of range").or("Range", &[("F", "filler")]).rank(3),
    Column::text("Meant").or("Meant", &[]).rank(1),
    Column::text("After hard")
        .or(
            "After",
            &[
                ("r", "recovery run"),
                ("n", "nearly"),
                ("-", "rest"),
                ("!", "too hard"),
                ("h", "hard again"),
                ("?", "cannot tell"),
            ],
        )
        .rank(9),
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

/// Getter of a count, name, short name and colour.
type Counted = (fn(&Week) -> usize, &'static str, &'static str, Style);

const OUTCOMES: [Counted; 3] = [
    (|week| week.recovery_runs, "recovery", "R", GOOD),
    (|week| week.nearly_runs, "nearly", "N", WARNING),
    (|week| week.ungradable_runs, "cannot tell", "U", FAINT),
];
const AFTER_HARD: [Counted; 6] = [
    (|week| week.after_recovery, "recovery", "r", GOOD),
    (|week| week.after_nearly, "nearly", "n", WARNING),
    (|week| week.after_rest, "rest", "-", GOOD),
    (|week| week.after_too_hard, "too hard", "!", ERROR),
    (|week| week.after_hard, "hard", "h", ERROR),
    (|week| week.after_unknown, "cannot tell", "?", FAINT),
];
const FILLER: [Counted; 1] = [(|week| week.filler, "filler", "F", Style::new())];
const PLACINGS: [Counted; 4] = [
    (|week| week.placed_after_hard, "after", "A", Style::new()),
    (|week| week.placed_between, "between", "W", Style::new()),
    (|week| week.placed_before_hard, "before", "B", Style::new()),
    (|week| week.placed_isolated, "isolated", "I", Style::new()),
];

/// Runs by the athlete's name.
pub(crate) type RunsOf<'a> = BTreeMap<&'a str, Vec<&'a Assessment>>;

/// Prints the weeks, and the zones of each athlete.
///
/// `file` is the table with all columns. It is named if there is no room for some of them.
pub(crate) fn print(weeks: &[Week], runs: &RunsOf<'_>, file: &Path) -> anyhow::Result<()> {
    let mut out = terminal::stdout();
    let is_one = runs.len() == 1;
    let table = table(weeks, is_one);
    let fitted = table.fit(out.width());
    write!(out, "{fitted}")?;
    let legends: Vec<String> = fitted.legends().collect();
    if !legends.is_empty() {
        writeln!(out, "{}", paint(FAINT, &legends.join("; ")))?;
    }
    let left_out: Vec<&str> = fitted.left_out().collect();
    if !left_out.is_empty() {
        let left_out = left_out.join(", ");
        let line = format!("No room for {left_out}; all columns are in {}", shown_path(file));
        writeln!(out, "{}", paint(FAINT, &line))?;
    }
    for (&athlete, runs) in runs {
        if is_one {
            writeln!(out, "{}", zones_line(runs, "; pass --max-hr"))?;
        } else if !(athlete.is_empty() && runs.is_empty()) {
            let hint = "; set max_bpm in an athlete file";
            writeln!(out, "{}: {}", shown(athlete), zones_line(runs, hint))?;
        }
        for doubt in max_doubts(runs) {
            writeln!(out, "{}", paint(WARNING, &doubt))?;
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

/// Converts the weeks into a table for people.
fn table(weeks: &[Week], is_one: bool) -> Table {
    let hidden = usize::from(is_one);
    let mut table = Table::new(&COLUMNS[hidden..]);
    let mut rest = weeks;
    while let [first, others @ ..] = rest {
        // Successive empty weeks belong to one athlete, because the first and last weeks of each
        // athlete have runs.
        let empty = rest.iter().take_while(|week| week.runs == 0).count();
        if empty > EMPTY_WEEKS_SHOWN {
            table.add(&gap(&first.athlete, empty)[hidden..]);
            rest = &rest[empty..];
        } else {
            table.add(&row(first)[hidden..]);
            rest = others;
        }
    }
    table
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
fn row(week: &Week) -> [Cell; COLUMNS.len()] {
    let percent =
        |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.0} %"));
    let usual = if week.runs == 0 { FAINT } else { Style::new() };
    let plain = |text: String| Cell::from(paint(usual, &text));
    let easy_ms = week.below_ms + week.zones_ms[0];
    let with_heart_rate_ms = week.below_ms + week.zones_ms.iter().sum::<i64>();
    let easy_pct =
        (with_heart_rate_ms > 0).then(|| easy_ms as f64 * 100.0 / with_heart_rate_ms as f64);
    let athlete = &week.athlete;
    let minutes = week.run_time_ms / 60_000;
    let hours_and_minutes = format!("{}:{:02}", minutes / 60, minutes % 60);
    let km = week.distance_mm.map(|distance_mm| distance_mm as f64 / 1e6);
    [
        Cell::new(paint(usual, shown(athlete)), paint(usual, &shown_short(athlete))),
        plain(week.week.clone()),
        plain(week.runs.to_string()),
        Cell::new(paint(usual, &clock(week.run_time_ms)), paint(usual, &hours_and_minutes)),
        plain(km.map_or_else(String::new, |km| format!("{km:.1}"))),
        plain(percent(easy_pct)),
        plain(match week.hard_sessions + week.hard_other_sports {
            0 => String::new(),
            sessions => sessions.to_string(),
        }),
        listed(counts(week, &OUTCOMES)),
        listed(range(week).into_iter().chain(counts(week, &FILLER)).collect()),
        plain(match week.meant {
            0 => String::new(),
            meant => format!("{} of {meant}", week.meant_true),
        }),
        listed(counts(week, &AFTER_HARD)),
        listed(counts(week, &PLACINGS)),
    ]
}

/// Returns the counts that are not 0, in the long and the short form.
fn counts(week: &Week, of: &[Counted]) -> Vec<(String, String)> {
    let shown = |&(count, name, short, style): &Counted| match count(week) {
        0 => None,
        number => Some((
            paint(style, &format!("{number} {name}")),
            paint(style, &format!("{number}{short}")),
        )),
    };
    of.iter().filter_map(shown).collect()
}

/// Returns the frequency against the coach's range, in the long and the short form.
fn range(week: &Week) -> Option<(String, String)> {
    let Week { frequency, range_low, range_high, .. } = week;
    let style = match frequency {
        Frequency::None => return None,
        Frequency::Within => GOOD,
        Frequency::Unknown => FAINT,
        _ => WARNING,
    };
    let text = paint(style, &format!("{} {range_low}-{range_high}", frequency.as_str()));
    Some((text.clone(), text))
}

/// Joins parts to a cell. Each part has a long and a short form.
fn listed(parts: Vec<(String, String)>) -> Cell {
    let (long, short): (Vec<String>, Vec<String>) = parts.into_iter().unzip();
    Cell::new(long.join(", "), short.join(" "))
}

/// Describes the doubts about the maximum heart rates, each with the number of its runs.
fn max_doubts(runs: &[&Assessment]) -> Vec<String> {
    let mut doubts: BTreeMap<String, usize> = BTreeMap::new();
    for doubt in runs.iter().flat_map(|run| run.max_doubts()) {
        *doubts.entry(doubt.to_string()).or_default() += 1;
    }
    let line = |(doubt, runs)| format!("Doubtful for {}: {doubt}.", counted(runs, "run"));
    doubts.into_iter().map(line).collect()
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
