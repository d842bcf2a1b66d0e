//! A year as a band: a column for each week, with its recovery runs above and its days below.

use super::mark::{self, CELL, Mark, PITCH};
use crate::columns::RunRow;
use crate::page::report::{Report, date_of};
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use recoup_analysis::Week;
use recoup_analysis::wording::{counted, range};
use std::collections::BTreeMap;

/// Room for the names of the days on the left.
const LEFT: f64 = 22.0;
/// Room for the names of the months above.
const TOP: f64 = 11.0;
/// Room between the recovery runs and the days.
const BETWEEN: f64 = 7.0;
/// Columns of half a year: a year has 53 weeks at most.
const COLUMNS: usize = 27;
/// Maximum number of recovery runs that are drawn for a week.
const MOST_MARKS: usize = 8;
/// Least number of recovery runs for which there is room.
const LEAST_MARKS: usize = 1;

/// Runs by local date.
pub(in crate::page) type Days = BTreeMap<Date, Vec<Mark>>;

/// Groups the marks of runs, and of hard sessions of other sports, by date.
pub(in crate::page) fn days(report: &Report<'_>, runs: &[RunRow<'_>]) -> Days {
    let mut days: Days = BTreeMap::new();
    for row in runs {
        days.entry(date_of(row.run)).or_default().push(Mark::of(row.run));
    }
    for other in report.hard_others() {
        days.entry(other.date).or_default().push(Mark::Other);
    }
    days
}

/// Returns the year of a week and its column, from 0. A week belongs to the year of its fourth day.
pub(in crate::page) fn place_of(week: &Week) -> (i16, usize) {
    let middle = week.start.saturating_add(3.days());
    (middle.year(), (middle.day_of_year() as usize - 1) / 7)
}

/// Writes the band of one year as two pictures, beside each other or one below the other.
pub(in crate::page) fn year(year: i16, weeks: &[&Week], days: &Days) -> Markup {
    let sum = |of: fn(&Week) -> usize| weeks.iter().map(|week| of(week)).sum::<usize>();
    let (low, high) = (sum(|week| week.range_low), sum(|week| week.range_high));
    let (recovery, nearly) = (sum(|week| week.recovery_runs), sum(|week| week.nearly_runs));
    let room = weeks.iter().map(|week| mark::height(week)).max().unwrap_or(0);
    let room = room.clamp(LEAST_MARKS, MOST_MARKS);
    html! {
        figure.year {
            figcaption {
                b { (year) } " "
                (counted(sum(|week| week.runs), "run")) "; " (counted(recovery, "recovery run"))
                ", " (nearly) " nearly; the coach’s range " (range(low, high))
            }
            div.halves {
                @for half in 0..2 {
                    @if weeks.iter().any(|week| is_shown(week) && place_of(week).1 / COLUMNS == half) {
                        (half_year(year, half, weeks, days, room))
                    }
                }
            }
        }
    }
}

fn half_year(year: i16, half: usize, weeks: &[&Week], days: &Days, room: usize) -> Markup {
    let columns = half * COLUMNS..(half + 1) * COLUMNS;
    let own: Vec<(f64, &Week)> = weeks
        .iter()
        .map(|week| (place_of(week).1, *week))
        .filter(|(column, _)| columns.contains(column))
        .map(|(column, week)| (LEFT + (column - columns.start) as f64 * PITCH, week))
        .collect();
    let bottom = TOP + room as f64 * PITCH;
    let first_day = bottom + BETWEEN;
    let (width, height) = (LEFT + COLUMNS as f64 * PITCH, first_day + 7.0 * PITCH);
    let view_box = format!("0 0 {width} {height}");
    let name = format!("{year}, {} half", if half == 0 { "first" } else { "second" });
    // Dots below the days, one for each week.
    let (begin, end) = (LEFT + CELL / 2.0 - 0.5, width);
    let line = |day: i32| format!("M{begin} {}H{end}", first_day + f64::from(day) * PITCH + CELL);
    let rest = (0..7).map(line).collect::<Vec<_>>().concat();
    html! {
        svg.band viewBox=(view_box) role="group" aria-label=(name) {
            g.axis aria-hidden="true" {
                @for (x, text) in months(&own) {
                    text x=(x) y="8" { (text) }
                }
                @for (day, text) in days_of_week(&own) {
                    text x="0" y=(first_day + f64::from(day) * PITCH + 8.0) { (text) }
                }
            }
            path.base d={ "M" (LEFT) " " (bottom + BETWEEN / 2.0 - 0.5) "H" (width) } {}
            path.rest d=(rest) {}
            @for (x, week) in own.iter().filter(|(_, week)| is_shown(week)) {
                (one_week(*x, week, days, (bottom, first_day, height), room))
            }
        }
    }
}

/// Writes one week, as a link to it.
fn one_week(
    x: f64,
    week: &Week,
    days: &Days,
    (bottom, first_day, height): (f64, f64, f64),
    room: usize,
) -> Markup {
    let mut paths = mark::stack(week, x, bottom, room);
    for day in 0..7_i32 {
        let Some(runs) = days.get(&week.start.saturating_add(day.days())) else { continue };
        let y = first_day + f64::from(day) * PITCH;
        let width = CELL / runs.len() as f64;
        for (place, mark) in runs.iter().enumerate() {
            let gap = if runs.len() > 1 { 0.6_f64.min(width / 4.0) } else { 0.0 };
            let shape = mark.path(x + place as f64 * width, y, width - gap);
            paths.add(mark.class(), &shape);
        }
    }
    let nearly = match week.nearly_runs {
        0 => String::new(),
        nearly => format!(", {nearly} nearly"),
    };
    let label = format!(
        "{}: {}, {} recovery of {}{nearly}",
        week.week,
        counted(week.runs, "run"),
        week.recovery_runs,
        range(week.range_low, week.range_high)
    );
    let frame = format!("M{} {TOP}h{PITCH}V{height}h-{PITCH}z", x - 0.5);
    html! {
        a href={ "#" (week.week) } {
            title { (label) }
            path.frame d=(frame) {}
            (paths)
        }
    }
}

/// Whether a week has something to show.
pub(in crate::page) fn is_shown(week: &Week) -> bool {
    week.runs > 0 || week.hard_other_sports > 0
}

/// Returns the names of the months, each above the first week that is mostly in it.
fn months(weeks: &[(f64, &Week)]) -> Vec<(f64, String)> {
    let mut last = None;
    let mut names: Vec<(f64, String)> = Vec::new();
    for (x, week) in weeks {
        let middle = week.start.saturating_add(3.days());
        let is_near = names.last().is_some_and(|(before, _)| x - before < 2.0 * PITCH)
            || *x > LEFT + (COLUMNS - 2) as f64 * PITCH;
        if last.replace(middle.month()) != Some(middle.month()) && !is_near {
            names.push((*x, middle.strftime("%b").to_string()));
        }
    }
    names
}

/// Returns the names of every other day, by the day on which weeks begin.
fn days_of_week(weeks: &[(f64, &Week)]) -> Vec<(i32, String)> {
    let Some((_, week)) = weeks.first() else { return Vec::new() };
    let name = |day: i32| week.start.saturating_add(day.days()).strftime("%a").to_string();
    [0, 2, 4, 6].map(|day| (day, name(day))).into()
}
