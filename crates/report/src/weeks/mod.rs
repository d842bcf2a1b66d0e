//! Weeks, from the runs frame.
//!
//! The sums are Polars' over the runs frame, so that whoever holds a runs frame (read back from
//! `runs.csv`, filtered, joined) can make the weeks from it. What a week without runs between the
//! first and the last adds, and what unreadable files do, are rows too, which join the runs before
//! they are grouped.

mod addends;
mod cells;
mod monotony;

use crate::time;
use addends::{SUMS, known_name, of_others, of_runs};
use jiff::civil::{Date, ISOWeekDate, Weekday};
use monotony::{SQUARES, monotony, with_squares};
use polars::prelude::{
    Column, DataFrame, IntoColumn, NamedFrom, PlSmallStr, PolarsResult, Series,
    SortMultipleOptions, polars_err,
};
use recoup_analysis::Policy;
use recoup_analysis::criteria::counted;
use std::cmp::Ordering;

/// The weeks of a runs frame, one row per athlete and week, sorted; weeks without a run between an
/// athlete's first and last included.
///
/// With the files frame they count unreadable files, too, where it is known that one is of such a
/// week; without it that is null. Of the policy the weekly limits count: the target, and what
/// monotony is noted.
///
/// # Errors
///
/// If a frame lacks a column of [`runs_frame`](crate::runs_frame) or
/// [`files_frame`](crate::files_frame), or a week has no proper name.
///
/// ```
/// # use recoup_analysis::Policy;
/// let runs = recoup_report::runs_frame(&[])?;
/// let weeks = recoup_report::weeks_frame(&runs, None, &Policy::default())?;
/// assert_eq!((weeks.height(), weeks.width()), (0, 36));
/// # Ok::<(), recoup_report::PolarsError>(())
/// ```
pub fn weeks_frame(
    runs: &DataFrame,
    files: Option<&DataFrame>,
    policy: &Policy,
) -> PolarsResult<DataFrame> {
    weeks_frame_by_policy(runs, files, |_| policy)
}

/// The weeks of several athletes' runs, each by the limits of the policy that `policy_of` has for
/// the athlete's name; otherwise as [`weeks_frame`].
///
/// # Errors
///
/// As [`weeks_frame`].
pub fn weeks_frame_by_policy<'a>(
    runs: &DataFrame,
    files: Option<&DataFrame>,
    policy_of: impl Fn(&str) -> &'a Policy,
) -> PolarsResult<DataFrame> {
    let sums = with_squares(&sums_by_week(runs, files)?, runs)?;
    let sums = sums.sort(["athlete", "week"], SortMultipleOptions::default())?;
    let weeks: PolarsResult<Vec<Week>> =
        (0..sums.height()).map(|row| Week::of(&sums, row, &policy_of)).collect();
    let weeks = weeks?;
    let made = |name: &str, column: Series| column.with_name(name.into()).into_column();
    let counts =
        |name: &str, of: fn(&Week) -> i64| -> Column { made(name, weeks.iter().map(of).collect()) };
    let numbers = |name: &str, of: fn(&Week) -> Option<f64>| -> Column {
        made(name, weeks.iter().map(of).collect())
    };
    let texts = |name: &str, of: fn(&Week) -> Option<&str>| -> Column {
        let text = |week| of(week).filter(|text| !text.is_empty());
        made(name, weeks.iter().map(text).collect())
    };
    let sum = |name: &str| sums.column(name).cloned();
    let unreadable = match files {
        Some(_) => sum("unreadable")?,
        None => made("unreadable", Series::new("".into(), vec![None::<i64>; weeks.len()])),
    };
    DataFrame::new(
        sums.height(),
        vec![
            texts("athlete", |week| Some(&week.athlete)),
            sum("week")?,
            time::dates("week_start", weeks.iter().map(|week| Some(week.start))),
            sum("runs")?,
            sum("run_time_s")?,
            sum("distance_m")?,
            sum("ascent_m")?,
            sum("missing_s")?,
            sum("below_s")?,
            sum("z1_s")?,
            sum("z2_s")?,
            sum("z3_s")?,
            sum("z4_s")?,
            sum("z5_s")?,
            counts("recovery_target", |week| week.target),
            sum("recovery_meant")?,
            sum("recovery_true")?,
            sum("recovery_borderline")?,
            sum("recovery_missed")?,
            sum("recovery_ungradable")?,
            numbers("compliance_pct", |week| week.compliance_pct),
            texts("frequency", |week| Some(week.frequency)),
            sum("hard_sessions")?,
            sum("placed_after_hard")?,
            sum("placed_between")?,
            sum("placed_before_hard")?,
            sum("placed_isolated")?,
            counts("filler", |week| week.filler),
            sum("load")?,
            numbers("monotony", |week| week.monotony),
            numbers("strain", |week| week.strain),
            numbers("resting_hr", |week| week.resting_bpm),
            texts("resting_hr_flag", |week| week.resting_flag),
            sum("duplicates")?,
            unreadable,
            texts("notes", |week| week.notes.as_deref()),
        ],
    )
}

/// What is made of a week's sums.
struct Week {
    athlete: String,
    start: Date,
    target: i64,
    compliance_pct: Option<f64>,
    frequency: &'static str,
    filler: i64,
    monotony: Option<f64>,
    strain: Option<f64>,
    resting_bpm: Option<f64>,
    resting_flag: Option<&'static str>,
    notes: Option<String>,
}

impl Week {
    fn of<'a>(
        sums: &DataFrame,
        row: usize,
        policy_of: impl Fn(&str) -> &'a Policy,
    ) -> PolarsResult<Self> {
        let athlete = sums.column("athlete")?.str()?.get(row).unwrap_or_default();
        let policy = policy_of(athlete);
        let count = |name: &str| -> PolarsResult<i64> {
            Ok(sums.column(name)?.i64()?.get(row).unwrap_or_default())
        };
        let number =
            |name: &str| -> PolarsResult<Option<f64>> { Ok(sums.column(name)?.f64()?.get(row)) };
        let name = sums.column("week")?.str()?.get(row).unwrap_or_default();
        let (runs, meant) = (count("runs")?, count("recovery_meant")?);
        let target = recovery_target(runs, policy);
        // A run whose load is not known is no day of rest.
        let without_load = runs - count(&known_name("load"))?;
        let load = number("load")?.filter(|_| without_load == 0);
        let monotony = load.zip(number(SQUARES)?).and_then(|(load, sum)| monotony(load, sum));
        let readings = count(&known_name("resting_hr"))?;
        let raised = count("resting_hr_raised")?;
        let mut notes = Vec::new();
        let mut note = |number: i64, what: &str| {
            if number > 0 {
                notes.push(format!("{} {what}", counted(number as usize, "run")));
            }
        };
        note(count("runs_in_utc")?, "in UTC for want of a local time");
        note(without_load, "without a load");
        note(raised, "with a raised resting heart rate");
        if let Some(monotony) = monotony {
            let (warn, critical) = (policy.monotony_warn, policy.monotony_critical);
            if monotony >= critical {
                notes.push(format!("monotony {monotony:.2}, critical from {critical}"));
            } else if monotony >= warn {
                notes.push(format!("monotony {monotony:.2}, a warning from {warn}"));
            }
        }
        Ok(Self {
            athlete: athlete.to_owned(),
            start: week_start(name)?,
            target,
            compliance_pct: (meant > 0)
                .then_some(count("recovery_true")? as f64 * 100.0 / meant as f64),
            frequency: frequency(runs, meant, target),
            filler: count("filler_if_over")?.min((meant - target).max(0)),
            monotony,
            strain: load.zip(monotony).map(|(load, monotony)| load * monotony),
            resting_bpm: number("resting_hr")?.map(|sum| sum / readings as f64),
            resting_flag: match (count("resting_hr_told")?, raised) {
                (0, _) => None,
                (_, 0) => Some("usual"),
                _ => Some("consider full rest"),
            },
            notes: (!notes.is_empty()).then(|| notes.join("; ")),
        })
    }
}

/// The target of recovery runs for a number of runs in a week: one to three, as the coach says, by
/// how much is run.
fn recovery_target(runs: i64, policy: &Policy) -> i64 {
    let runs = runs as f64;
    if runs <= 0.0 {
        0
    } else if runs < policy.two_recovery_runs_from {
        1
    } else if runs < policy.three_recovery_runs_from {
        2
    } else {
        3
    }
}

fn frequency(runs: i64, meant: i64, target: i64) -> &'static str {
    match meant.cmp(&target) {
        _ if runs == 0 => "none",
        Ordering::Less => "under",
        Ordering::Equal => "within",
        Ordering::Greater => "over",
    }
}

/// One row per athlete and week with all sums and counts, weeks without runs included.
fn sums_by_week(runs: &DataFrame, files: Option<&DataFrame>) -> PolarsResult<DataFrame> {
    let all = of_runs(runs)?.vstack(&of_others(runs, files)?)?;
    let names: Vec<&str> =
        all.get_column_names().into_iter().skip(2).map(PlSmallStr::as_str).collect();
    let mut sums = grouped_sums(&all, &["athlete", "week"], &names)?;
    let runs: Vec<Option<i64>> = sums.column("runs")?.i64()?.iter().collect();
    for (_, name) in SUMS {
        let sum = sums.column(name)?.f64()?.clone();
        let known = sums.column(&known_name(name))?.i64()?.clone();
        // Of no runs the sums are known to be nothing; a resting heart rate is no sum.
        let is_nothing = |row: usize| name != "resting_hr" && runs[row] == Some(0);
        let sum: Vec<Option<f64>> = sum
            .iter()
            .zip(known.iter())
            .enumerate()
            .map(|(row, (sum, known))| sum.filter(|_| known > Some(0) || is_nothing(row)))
            .collect();
        sums.with_column(Series::new(name.into(), sum).into_column())?;
    }
    Ok(sums)
}

/// The sums of some columns by some keys, under the names that they have.
#[expect(deprecated, reason = "what replaces it is the lazy engine, which doubles the build")]
fn grouped_sums(frame: &DataFrame, keys: &[&str], names: &[&str]) -> PolarsResult<DataFrame> {
    let grouped = frame.group_by_stable(keys.iter().copied())?;
    let mut sums = grouped.select(names.iter().copied()).sum()?;
    let renamed: Vec<&str> = keys.iter().chain(names).copied().collect();
    sums.set_column_names(&renamed)?;
    Ok(sums)
}

/// Whether a week's name is of an ISO week (`2026-W07`), not of its first day.
fn is_iso(week: &str) -> bool {
    week.contains("-W")
}

/// The first day of a week, from its name.
fn week_start(week: &str) -> PolarsResult<Date> {
    let parsed = match week.split_once("-W") {
        Some((year, number)) => {
            year.parse().ok().zip(number.parse().ok()).and_then(|(year, number): (i16, i8)| {
                Some(ISOWeekDate::new(year, number, Weekday::Monday).ok()?.date())
            })
        }
        None => week.parse().ok(),
    };
    parsed.ok_or_else(|| polars_err!(ComputeError: "{week:?} is no week's name"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::df;

    /// Three runs a fortnight apart, the middle week empty.
    #[test]
    fn sums_counts_and_gaps() {
        let none = [None::<f64>; 3];
        let zeros = [0.0; 3];
        let runs = df![
            "athlete" => ["", "", ""],
            "week" => ["2020-W53", "2020-W53", "2021-W02"],
            "kind" => ["recovery", "hard", "recovery"],
            "verdict" => ["recovery", "not_recovery", "not_recovery"],
            "local_basis" => ["file", "utc", "file"],
            "timer_s" => [1800.0, 2400.5, 600.0],
            "distance_m" => [Some(5000.0), None, None],
            "ascent_m" => none,
            "missing_s" => zeros, "below_s" => zeros, "z1_s" => [1800.0, 2400.5, 600.0],
            "z2_s" => zeros, "z3_s" => zeros, "z4_s" => zeros, "z5_s" => zeros,
            "load" => none, "resting_hr" => none,
            "start_local" => ["2020-12-29T07:00:00", "2021-01-03T07:00:00", "2021-01-12T07:00:00"],
            "hard_session" => [false, true, false],
            "placing" => [Some("isolated"), None, Some("isolated")],
            "filler_if_over" => [Some(true), None, Some(true)],
            "resting_hr_raised" => [None::<bool>; 3],
            "copies" => [0_i64, 2, 0],
        ]
        .unwrap();
        let weeks = weeks_frame(&runs, None, &Policy::default()).unwrap();
        let text = |name: &str| {
            let column = weeks.column(name).unwrap().str().unwrap().iter();
            column.map(|cell| cell.unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        let number =
            |name: &str| weeks.column(name).unwrap().f64().unwrap().iter().collect::<Vec<_>>();
        let count =
            |name: &str| weeks.column(name).unwrap().i64().unwrap().iter().collect::<Vec<_>>();
        assert_eq!(text("week"), ["2020-W53", "2021-W01", "2021-W02"]);
        let starts = weeks.column("week_start").unwrap().as_materialized_series();
        let starts: Vec<Option<String>> = starts.iter().map(|day| time::text(&day)).collect();
        let expected = ["2020-12-28", "2021-01-04", "2021-01-11"];
        assert_eq!(starts, expected.map(|day| Some(day.to_owned())));
        assert_eq!(text("frequency"), ["within", "none", "within"]);
        assert_eq!(
            text("notes"),
            [
                "1 run in UTC for want of a local time; 2 runs without a load",
                "",
                "1 run without a load"
            ]
        );
        assert_eq!(count("runs"), [Some(2), Some(0), Some(1)]);
        assert_eq!(count("hard_sessions"), [Some(1), Some(0), Some(0)]);
        assert_eq!(count("recovery_missed"), [Some(0), Some(0), Some(1)]);
        assert_eq!(count("duplicates"), [Some(2), Some(0), Some(0)]);
        assert_eq!(count("placed_isolated"), [Some(1), Some(0), Some(1)]);
        // One recovery run in a week of two runs is the target, so none is filler.
        assert_eq!(count("filler"), [Some(0); 3]);
        assert_eq!(count("unreadable"), [None; 3]);
        assert_eq!(number("run_time_s"), [Some(4200.5), Some(0.0), Some(600.0)]);
        // Known in part, known to be nothing, not known at all.
        assert_eq!(number("distance_m"), [Some(5000.0), Some(0.0), None]);
        assert_eq!(number("compliance_pct"), [Some(100.0), None, Some(0.0)]);
    }
}
