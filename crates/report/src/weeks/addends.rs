//! What runs, weeks without runs, and files add to their weeks.

use super::cells::{flags, numbers, texts};
use super::{is_iso, week_start};
use jiff::ToSpan;
use jiff::civil::Date;
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, PolarsResult, Series};
use recoup_analysis::calendar::week_of;
use recoup_analysis::policy::WeekStart;
use std::collections::BTreeMap;

/// Columns of the runs frame that a week sums as they are, with their names there and here.
pub(super) const SUMS: [(&str, &str); 12] = [
    ("timer_s", "run_time_s"),
    ("distance_m", "distance_m"),
    ("ascent_m", "ascent_m"),
    ("missing_s", "missing_s"),
    ("below_s", "below_s"),
    ("z1_s", "z1_s"),
    ("z2_s", "z2_s"),
    ("z3_s", "z3_s"),
    ("z4_s", "z4_s"),
    ("z5_s", "z5_s"),
    ("load", "load"),
    ("resting_hr", "resting_hr"),
];

/// What a week counts, of its runs or of its files.
pub(super) const COUNTS: [&str; 17] = [
    "runs",
    "recovery_meant",
    "recovery_true",
    "recovery_borderline",
    "recovery_missed",
    "recovery_ungradable",
    "hard_sessions",
    "placed_after_hard",
    "placed_between",
    "placed_before_hard",
    "placed_isolated",
    "filler_if_over",
    "resting_hr_told",
    "resting_hr_raised",
    "duplicates",
    "unreadable",
    "runs_in_utc",
];

/// The column that counts in how many rows a sum is known. Polars sums nothing known to 0; here that
/// is unknown.
pub(super) fn known_name(name: &str) -> String {
    format!("{name}_known")
}

/// What each run adds to its week: `athlete, week`, the counts, and the sums, each with a column
/// that says whether it is known.
pub(super) fn of_runs(runs: &DataFrame) -> PolarsResult<DataFrame> {
    let height = runs.height();
    let (kinds, verdicts) = (texts(runs, "kind")?, texts(runs, "verdict")?);
    let (bases, placings) = (texts(runs, "local_basis")?, texts(runs, "placing")?);
    let hard = flags(runs, "hard_session")?;
    let filler = flags(runs, "filler_if_over")?;
    let raised = flags(runs, "resting_hr_raised")?;
    let copies = numbers(runs, "copies")?;
    let copies: Vec<f64> = copies.f64()?.iter().map(Option::unwrap_or_default).collect();
    let is_verdict = |row: usize, verdict| kinds[row] == "recovery" && verdicts[row] == verdict;
    let count = |name: &str, row: usize| -> i64 {
        i64::from(match name {
            "runs" => true,
            "recovery_meant" => kinds[row] == "recovery",
            "recovery_true" => is_verdict(row, "recovery"),
            "recovery_borderline" => is_verdict(row, "borderline"),
            "recovery_missed" => is_verdict(row, "not_recovery"),
            "recovery_ungradable" => is_verdict(row, "ungradable"),
            "hard_sessions" => hard[row] == Some(true),
            "placed_after_hard" => placings[row] == "after_hard",
            "placed_between" => placings[row] == "between",
            "placed_before_hard" => placings[row] == "before_hard",
            "placed_isolated" => placings[row] == "isolated",
            "filler_if_over" => filler[row] == Some(true),
            "resting_hr_told" => raised[row].is_some(),
            "resting_hr_raised" => raised[row] == Some(true),
            "runs_in_utc" => bases[row] == "utc",
            "duplicates" => return copies[row] as i64,
            // Of files only.
            "unreadable" => false,
            other => unreachable!("nothing is counted as {other}"),
        })
    };
    let mut columns = vec![
        Series::new("athlete".into(), texts(runs, "athlete")?).into_column(),
        Series::new("week".into(), texts(runs, "week")?).into_column(),
    ];
    for name in COUNTS {
        let counts: Vec<i64> = (0..height).map(|row| count(name, row)).collect();
        columns.push(Series::new(name.into(), counts).into_column());
    }
    for (from, name) in SUMS {
        let column = numbers(runs, from)?;
        let known: Vec<i64> =
            column.f64()?.iter().map(|value| i64::from(value.is_some())).collect();
        columns.push(column.with_name(name.into()));
        columns.push(Series::new(known_name(name).into(), known).into_column());
    }
    DataFrame::new(height, columns)
}

/// A row that adds nothing for every week without runs between an athlete's first and last, and one
/// for every file that is unreadable in such a week or another, in the shape of [`of_runs`].
pub(super) fn of_others(runs: &DataFrame, files: Option<&DataFrame>) -> PolarsResult<DataFrame> {
    let mut weeks: BTreeMap<&str, BTreeMap<Date, &str>> = BTreeMap::new();
    for (athlete, week) in texts(runs, "athlete")?.into_iter().zip(texts(runs, "week")?) {
        weeks.entry(athlete).or_default().insert(week_start(week)?, week);
    }
    // Athlete, week, unreadable files.
    let mut rows: Vec<(&str, String, i64)> = Vec::new();
    for (athlete, run_weeks) in &weeks {
        let Some((&first, name)) = run_weeks.first_key_value() else { continue };
        let first_day = if is_iso(name) { WeekStart::Monday } else { WeekStart::Sunday };
        let last = run_weeks.last_key_value().map_or(first, |(&last, _)| last);
        let all = first.series(1.week()).take_while(|&start| start <= last);
        let empty = all.filter(|start| !run_weeks.contains_key(start));
        rows.extend(empty.map(|start| (*athlete, week_of(start, first_day).0, 0)));
    }
    if let Some(files) = files {
        let (athletes, statuses) = (texts(files, "athlete")?, texts(files, "status")?);
        let file_weeks = texts(files, "week")?;
        for ((athlete, status), week) in athletes.into_iter().zip(statuses).zip(file_weeks) {
            // A week before the first run, or after the last, has no row to count in.
            let is_within = || -> PolarsResult<bool> {
                let Some(run_weeks) = weeks.get(athlete) else { return Ok(false) };
                let ends = run_weeks.first_key_value().zip(run_weeks.last_key_value());
                let start = week_start(week)?;
                Ok(ends.is_some_and(|((&first, _), (&last, _))| first <= start && start <= last))
            };
            if status == "unreadable" && !week.is_empty() && is_within()? {
                rows.push((athlete, week.to_owned(), 1));
            }
        }
    }
    let height = rows.len();
    let athletes: Vec<&str> = rows.iter().map(|&(athlete, ..)| athlete).collect();
    let weeks: Vec<&str> = rows.iter().map(|(_, week, _)| week.as_str()).collect();
    let unreadable: Vec<i64> = rows.iter().map(|&(.., unreadable)| unreadable).collect();
    let mut columns = vec![
        Series::new("athlete".into(), athletes).into_column(),
        Series::new("week".into(), weeks).into_column(),
    ];
    for name in COUNTS {
        let counts = if name == "unreadable" { unreadable.clone() } else { vec![0; height] };
        columns.push(Series::new(name.into(), counts).into_column());
    }
    for (_, name) in SUMS {
        columns.push(Series::new(name.into(), vec![0.0; height]).into_column());
        columns.push(Series::new(known_name(name).into(), vec![0_i64; height]).into_column());
    }
    DataFrame::new(height, columns)
}
