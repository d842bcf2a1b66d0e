//! Weeks, from the runs frame.
//!
//! The sums are Polars' over the runs frame, so that whoever holds a runs frame (read back from
//! `runs.csv`, filtered, joined) can make the weeks from it. A week without runs between the first
//! and the last is a row too: for each an empty row joins the runs before they are grouped.

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use polars::prelude::{
    DataFrame, IntoColumn, NamedFrom, PolarsResult, Series, SortMultipleOptions, polars_err,
};
use recoup_analysis::calendar::week_of;
use recoup_analysis::policy::WeekStart;
use std::collections::BTreeMap;

/// Columns of the runs frame that a week sums as they are, with their names there and here.
const SUMS: [(&str, &str); 11] = [
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
];

/// What a week counts of its runs, from three cells of each: kind, verdict, basis of local time.
type Counted = fn(&str, &str, &str) -> bool;

const COUNTS: [(&str, Counted); 7] = [
    ("recovery_meant", |kind, _, _| kind == "recovery"),
    ("recovery_true", |kind, verdict, _| kind == "recovery" && verdict == "recovery"),
    ("recovery_borderline", |kind, verdict, _| kind == "recovery" && verdict == "borderline"),
    ("recovery_missed", |kind, verdict, _| kind == "recovery" && verdict == "not_recovery"),
    ("recovery_ungradable", |kind, verdict, _| kind == "recovery" && verdict == "ungradable"),
    ("hard_sessions", |kind, _, _| kind == "hard" || kind == "race"),
    ("runs_in_utc", |_, _, basis| basis == "utc"),
];

/// The weeks of a runs frame, one row per athlete and week, sorted.
///
/// # Errors
///
/// If the frame lacks a column of [`runs_frame`](crate::runs_frame) or a week has no proper name.
pub fn weeks_frame(runs: &DataFrame) -> PolarsResult<DataFrame> {
    let sums = sums_by_week(runs)?;
    let height = sums.height();
    let integers = |name: &str| -> PolarsResult<Vec<i64>> {
        Ok(sums.column(name)?.i64()?.iter().map(Option::unwrap_or_default).collect())
    };
    let run_counts = integers("runs")?;
    let meant = integers("recovery_meant")?;
    let true_ones = integers("recovery_true")?;
    let in_utc = integers("runs_in_utc")?;
    let targets: Vec<i64> = run_counts.iter().map(|&runs| recovery_target(runs)).collect();
    let week_starts: PolarsResult<Vec<String>> = sums
        .column("week")?
        .str()?
        .iter()
        .map(|week| Ok(week_start(week.unwrap_or_default())?.to_string()))
        .collect();
    let compliance: Vec<Option<f64>> = (0..height)
        .map(|row| (meant[row] > 0).then(|| true_ones[row] as f64 * 100.0 / meant[row] as f64))
        .collect();
    let frequency: Vec<&str> = (0..height)
        .map(|row| match run_counts[row] {
            0 => "none",
            _ => frequency(meant[row], targets[row]),
        })
        .collect();
    let notes: Vec<Option<String>> = in_utc
        .iter()
        .map(|&runs| (runs > 0).then(|| format!("{runs} in UTC for want of a local time")))
        .collect();

    let made = |column: Series| column.into_column();
    let unknown_count = |name: &str| made(Series::new(name.into(), vec![None::<i64>; height]));
    let unknown_number = |name: &str| made(Series::new(name.into(), vec![None::<f64>; height]));
    let sum = |name: &str| sums.column(name).cloned();
    DataFrame::new(
        height,
        vec![
            sum("athlete")?,
            sum("week")?,
            made(Series::new("week_start".into(), week_starts?)),
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
            made(Series::new("recovery_target".into(), targets)),
            sum("recovery_meant")?,
            sum("recovery_true")?,
            sum("recovery_borderline")?,
            sum("recovery_missed")?,
            sum("recovery_ungradable")?,
            made(Series::new("compliance_pct".into(), compliance)),
            made(Series::new("frequency".into(), frequency)),
            sum("hard_sessions")?,
            unknown_count("placed_after_hard"),
            unknown_count("placed_between"),
            unknown_count("placed_before_hard"),
            unknown_count("placed_isolated"),
            unknown_count("filler"),
            sum("load")?,
            unknown_number("monotony"),
            unknown_number("strain"),
            unknown_number("resting_hr"),
            made(Series::new("resting_hr_flag".into(), vec![None::<&str>; height])),
            unknown_count("duplicates"),
            unknown_count("unreadable"),
            made(Series::new("notes".into(), notes)),
        ],
    )
}

/// The target of recovery runs for a number of runs in a week: one to three, as the coach says, by
/// how much is run.
fn recovery_target(runs: i64) -> i64 {
    match runs {
        ..=0 => 0,
        1..=3 => 1,
        4..=5 => 2,
        _ => 3,
    }
}

fn frequency(meant: i64, target: i64) -> &'static str {
    match meant.cmp(&target) {
        std::cmp::Ordering::Less => "under",
        std::cmp::Ordering::Equal => "within",
        std::cmp::Ordering::Greater => "over",
    }
}

/// One row per athlete and week with all sums and counts, weeks without runs included.
fn sums_by_week(runs: &DataFrame) -> PolarsResult<DataFrame> {
    let with_gaps = addends(runs)?.vstack(&gaps(runs)?)?;
    let names: Vec<String> =
        with_gaps.get_column_names().iter().skip(2).map(ToString::to_string).collect();
    let mut sums = grouped_sums(&with_gaps, &names)?;
    for (_, name) in SUMS {
        let sum = sums.column(name)?.f64()?.clone();
        let known = sums.column(&known_name(name))?.i64()?.clone();
        // Polars sums nothing known to 0; here that is unknown.
        let sum: Vec<Option<f64>> = sum
            .iter()
            .zip(known.iter())
            .map(|(sum, known)| sum.filter(|_| known.is_some_and(|known| known > 0)))
            .collect();
        sums.with_column(Series::new(name.into(), sum).into_column())?;
    }
    sums.sort(["athlete", "week"], SortMultipleOptions::default())
}

#[expect(deprecated, reason = "what replaces it is the lazy engine, which doubles the build")]
fn grouped_sums(frame: &DataFrame, names: &[String]) -> PolarsResult<DataFrame> {
    let mut sums = frame.group_by_stable(["athlete", "week"])?.select(names).sum()?;
    let renamed: Vec<String> =
        ["athlete", "week"].into_iter().map(str::to_owned).chain(names.iter().cloned()).collect();
    sums.set_column_names(&renamed)?;
    Ok(sums)
}

fn known_name(name: &str) -> String {
    format!("{name}_known")
}

/// What each run adds to its week: `athlete, week, runs`, the counts, and the sums, each with a
/// column that says whether it is known.
fn addends(runs: &DataFrame) -> PolarsResult<DataFrame> {
    let height = runs.height();
    let texts = |name: &str| -> PolarsResult<Vec<String>> {
        let column = runs.column(name)?.str()?;
        Ok(column.iter().map(|text| text.unwrap_or_default().to_owned()).collect())
    };
    let (kinds, verdicts, bases) = (texts("kind")?, texts("verdict")?, texts("local_basis")?);
    let mut columns = vec![
        Series::new("athlete".into(), texts("athlete")?).into_column(),
        Series::new("week".into(), texts("week")?).into_column(),
        Series::new("runs".into(), vec![1_i64; height]).into_column(),
    ];
    for (name, is_counted) in COUNTS {
        let counts: Vec<i64> = (0..height)
            .map(|row| i64::from(is_counted(&kinds[row], &verdicts[row], &bases[row])))
            .collect();
        columns.push(Series::new(name.into(), counts).into_column());
    }
    for (from, name) in SUMS {
        let column = runs.column(from)?.f64()?;
        let known: Vec<i64> = column.iter().map(|value| i64::from(value.is_some())).collect();
        columns.push(column.clone().into_column().with_name(name.into()));
        columns.push(Series::new(known_name(name).into(), known).into_column());
    }
    DataFrame::new(height, columns)
}

/// A row that adds nothing for every week without runs between an athlete's first and last, in the
/// shape of [`addends`].
fn gaps(runs: &DataFrame) -> PolarsResult<DataFrame> {
    let mut weeks: BTreeMap<String, BTreeMap<Date, String>> = BTreeMap::new();
    let athletes = runs.column("athlete")?.str()?;
    for (athlete, week) in athletes.iter().zip(runs.column("week")?.str()?.iter()) {
        let week = week.unwrap_or_default();
        let run_weeks = weeks.entry(athlete.unwrap_or_default().to_owned()).or_default();
        run_weeks.insert(week_start(week)?, week.to_owned());
    }
    let mut rows: Vec<(String, String)> = Vec::new();
    for (athlete, run_weeks) in weeks {
        let Some((&first, name)) = run_weeks.first_key_value() else { continue };
        let first_day = if is_iso(name) { WeekStart::Monday } else { WeekStart::Sunday };
        let last = run_weeks.last_key_value().map_or(first, |(&last, _)| last);
        let all = first.series(1.week()).take_while(|&start| start <= last);
        let empty = all.filter(|start| !run_weeks.contains_key(start));
        rows.extend(empty.map(|start| (athlete.clone(), week_of(start, first_day).0)));
    }
    let height = rows.len();
    let (athletes, weeks): (Vec<String>, Vec<String>) = rows.into_iter().unzip();
    let mut columns = vec![
        Series::new("athlete".into(), athletes).into_column(),
        Series::new("week".into(), weeks).into_column(),
    ];
    let counts = ["runs"].into_iter().chain(COUNTS.map(|(name, _)| name));
    columns.extend(counts.map(|name| Series::new(name.into(), vec![0_i64; height]).into_column()));
    for (_, name) in SUMS {
        // No runs is a known sum of nothing.
        columns.push(Series::new(name.into(), vec![0.0; height]).into_column());
        columns.push(Series::new(known_name(name).into(), vec![1_i64; height]).into_column());
    }
    DataFrame::new(height, columns)
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
            "load" => none,
        ]
        .unwrap();
        let weeks = weeks_frame(&runs).unwrap();
        let text = |name: &str| {
            let column = weeks.column(name).unwrap().str().unwrap().iter();
            column.map(|cell| cell.unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        let number =
            |name: &str| weeks.column(name).unwrap().f64().unwrap().iter().collect::<Vec<_>>();
        let count =
            |name: &str| weeks.column(name).unwrap().i64().unwrap().iter().collect::<Vec<_>>();
        assert_eq!(text("week"), ["2020-W53", "2021-W01", "2021-W02"]);
        assert_eq!(text("week_start"), ["2020-12-28", "2021-01-04", "2021-01-11"]);
        assert_eq!(text("frequency"), ["within", "none", "within"]);
        assert_eq!(text("notes"), ["1 in UTC for want of a local time", "", ""]);
        assert_eq!(count("runs"), [Some(2), Some(0), Some(1)]);
        assert_eq!(count("hard_sessions"), [Some(1), Some(0), Some(0)]);
        assert_eq!(count("recovery_missed"), [Some(0), Some(0), Some(1)]);
        assert_eq!(number("run_time_s"), [Some(4200.5), Some(0.0), Some(600.0)]);
        // Known in part, known to be nothing, not known at all.
        assert_eq!(number("distance_m"), [Some(5000.0), Some(0.0), None]);
        assert_eq!(number("compliance_pct"), [Some(100.0), None, Some(0.0)]);
    }
}
