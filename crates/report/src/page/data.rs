//! The runs and weeks as data for the script.
//!
//! Cells of the tables come from the lists of columns, so that the page cannot differ from the
//! tables. The heart rates of all pictures are one sequence of bytes. Each byte is the difference
//! from the heart rate before, because differences compress well.

use super::report::Report;
use super::text::{file_name, name};
use crate::columns::rounding::{decimals, rounded};
use crate::columns::{Cell, Column, RunRow, run_columns, week_columns};
use recoup_analysis::run::surges::Surge;
use recoup_analysis::{Assessment, FollowedBy, Margin, Verdict, Week};
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Columns of the table of runs that the script shows.
const RUN_COLUMNS: [&str; 23] = [
    "start_local",
    "week",
    "title",
    "device",
    "timer_s",
    "distance_m",
    "ascent_m",
    "hr_avg",
    "hr_peak",
    "hr_max",
    "hr_max_source",
    "hr_max_from",
    "hr_suspect_s",
    "verdict_without_suspect",
    "z1_low_bpm",
    "z1_high_bpm",
    "at_or_below_pct",
    "kind",
    "kind_reason",
    "grade",
    "verdict",
    "hard_reason",
    "followed_by",
];
/// Columns of the weekly table that the script shows.
const WEEK_COLUMNS: [&str; 14] = [
    "week",
    "week_start",
    "is_last",
    "runs",
    "run_time_s",
    "distance_m",
    "range_low",
    "range_high",
    "recovery_runs",
    "nearly_runs",
    "frequency",
    "hard_sessions",
    "hard_other_sports",
    "notes",
];

/// Everything that the script shows.
#[derive(Serialize)]
struct Data<'a> {
    /// Cells of the weekly table.
    weeks: Table<'a, Week>,
    /// Cells of the table of runs.
    runs: Table<'a, RunRow<'a>>,
    /// Facts for the pictures of the runs: one list for each fact.
    pictures: Pictures<'a>,
    /// Limits of the criteria, each once.
    limits: Vec<&'a str>,
    /// Doubts about maximum heart rates, each once.
    doubts: Vec<String>,
    /// Planned runs by date: kind and minutes in words.
    plan: BTreeMap<String, Vec<[String; 2]>>,
    /// Hard sessions of other sports by date: sport and reason.
    others: BTreeMap<String, Vec<[String; 2]>>,
    /// Words for the values in some columns.
    words: Words,
}

/// Words for values in columns, as in all texts for people.
#[derive(Serialize)]
struct Words {
    /// Names of the criteria.
    criteria: Vec<&'static str>,
    verdict: BTreeMap<&'static str, &'static str>,
    hr_max_source: BTreeMap<&'static str, &'static str>,
    followed_by: BTreeMap<&'static str, &'static str>,
}

impl Words {
    fn new(runs: &[RunRow<'_>]) -> Self {
        let criteria = runs.first().map(|row| row.run.criteria.named().map(|(name, _)| name));
        let sources = runs.iter().map(|row| row.run.max_source);
        let verdicts =
            [Verdict::Recovery, Verdict::Borderline, Verdict::NotRecovery, Verdict::Ungradable];
        Self {
            criteria: criteria.map_or_else(Vec::new, Vec::from),
            verdict: verdicts.map(|verdict| (verdict.as_str(), verdict.in_words())).into(),
            hr_max_source: sources.map(|source| (source.as_str(), source.in_words())).collect(),
            followed_by: FollowedBy::ALL.map(|after| (after.as_str(), after.in_words())).into(),
        }
    }
}

/// Cells of some columns of a table: one list for each column.
struct Table<'a, Row> {
    rows: &'a [Row],
    columns: Vec<Column<Row>>,
}

impl<'a, Row> Table<'a, Row> {
    fn new(rows: &'a [Row], mut columns: Vec<Column<Row>>, names: &[&str]) -> Self {
        columns.retain(|column| names.contains(&column.name));
        Self { rows, columns }
    }
}

impl<Row> Serialize for Table<'_, Row> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let lists = self.columns.iter().map(|column| (column.name, List(self.rows, column)));
        serializer.collect_map(lists)
    }
}

/// Cells of one column.
struct List<'a, Row>(&'a [Row], &'a Column<Row>);

impl<Row> Serialize for List<'_, Row> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|row| Value(row, self.1)))
    }
}

/// A cell with the same value as in the tables: numbers rounded, unknown null.
struct Value<'a, Row>(&'a Row, &'a Column<Row>);

impl<Row> Serialize for Value<'_, Row> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(row, column) = self;
        let real = |value: Option<f64>, serializer: S| {
            match value.and_then(|value| rounded(value, decimals(column.name))) {
                // Whole numbers are shorter without their decimal.
                Some(value) if value.fract() == 0.0 => serializer.serialize_i64(value as i64),
                value => value.serialize(serializer),
            }
        };
        match column.cell {
            Cell::Text(cell) => match cell(row) {
                text if text.is_empty() => serializer.serialize_none(),
                text => serializer.serialize_str(&name(&text)),
            },
            Cell::Count(cell) | Cell::Instant(cell) => cell(row).serialize(serializer),
            Cell::Seconds(cell) => real(cell(row).map(|ms| ms as f64 / 1000.0), serializer),
            Cell::Metres(cell)
            | Cell::Percent(cell)
            | Cell::Bpm(cell)
            | Cell::Speed(cell)
            | Cell::Number(cell) => real(cell(row), serializer),
            Cell::Flag(cell) => cell(row).serialize(serializer),
            Cell::Date(cell) => cell(row).serialize(serializer),
            Cell::Local(cell) => serializer.collect_str(&cell(row).strftime("%Y-%m-%dT%H:%M:%S")),
        }
    }
}

/// Facts of the runs that no table has: one list for each fact.
#[derive(Default, Serialize)]
struct Pictures<'a> {
    /// Last part of the file's name.
    file: Vec<Cow<'a, str>>,
    /// Verdict, and the reason for it.
    said: Vec<[String; 2]>,
    /// Length of a step of the strip in seconds.
    step: Vec<f64>,
    /// Number of steps of the strip.
    steps: Vec<usize>,
    /// Lower bounds of Zones 1-5 in whole beats per minute; empty where unknown.
    zones: Vec<Vec<i32>>,
    /// Surges: start and length in seconds of timer time, peak in beats per minute, cause.
    surges: Vec<Vec<(i64, i64, i64, &'static str)>>,
    /// Hills: foot and top in seconds of timer time, gain in metres.
    hills: Vec<Vec<(i64, i64, i64)>>,
    /// Suspicious heart rate: start and length in seconds of timer time, kind.
    suspicious: Vec<Vec<(i64, i64, &'static str)>>,
    /// Criteria of a run that is judged as a recovery run: outcome, measured, index of the limit,
    /// changes to pass.
    criteria: Vec<Vec<Criterion<'a>>>,
    /// Margin of a run that is judged as a recovery run.
    margin: Vec<Option<MarginData>>,
    /// Indices of the doubts about the maximum heart rate.
    doubts: Vec<Vec<usize>>,
}

/// Outcome, measured values, index of the limit in the list of limits, and changes to pass.
type Criterion<'a> = (&'static str, &'a str, usize, &'a [String]);

/// The maximum heart rates for which a verdict holds.
#[derive(Serialize)]
struct MarginData {
    from_bpm: Option<f64>,
    to_bpm: Option<f64>,
    below: Option<&'static str>,
    above: Option<&'static str>,
    said: String,
}

/// Returns the data as JSON, and the heart rates of all strips.
pub(super) fn of_report<'a>(report: &Report<'a>, runs: &'a [RunRow<'a>]) -> (Vec<u8>, Vec<u8>) {
    let (mut limits, mut doubts) = (Vec::new(), Vec::new());
    let data = Data {
        weeks: Table::new(report.weeks, week_columns(), &WEEK_COLUMNS),
        runs: Table::new(runs, run_columns(), &RUN_COLUMNS),
        pictures: pictures(runs, &mut limits, &mut doubts),
        limits,
        doubts,
        plan: plan(report),
        others: others(report),
        words: Words::new(runs),
    };
    // This data can always be serialized.
    (serde_json::to_vec(&data).unwrap_or_default(), strips(runs))
}

fn pictures<'a>(
    runs: &'a [RunRow<'a>],
    limits: &mut Vec<&'a str>,
    doubts: &mut Vec<String>,
) -> Pictures<'a> {
    let mut pictures = Pictures::default();
    let seconds = |milliseconds: i64| (milliseconds + 500) / 1000;
    for RunRow { file, run, .. } in runs {
        let words = run.verdict_in_words();
        let is_judged = run.other_kind().is_none();
        let surge = |surge: &Surge| {
            let peak = surge.peak_bpm.round() as i64;
            (seconds(surge.start_timer_ms), seconds(surge.length_ms), peak, surge.cause.as_str())
        };
        let hills = run.hills.iter().map(|hill| {
            let (foot, top) = (seconds(hill.start_timer_ms), seconds(hill.end_timer_ms));
            (foot, top, hill.gain_m.round() as i64)
        });
        let suspicious = run.heart_rate_quality.stretches.iter().map(|stretch| {
            let (start, length) = (seconds(stretch.start_timer_ms), seconds(stretch.length_ms));
            (start, length, stretch.kind.as_str())
        });
        let zones = run.zones.map(|zones| zones.whole_bpm().map(|zone| zone.0).into());
        pictures.file.push(file_name(file));
        pictures.said.push([words.verdict, name(&words.rest).into_owned()]);
        pictures.step.push(run.strip.step_ms as f64 / 1000.0);
        pictures.steps.push(run.strip.bpm().count());
        pictures.zones.push(zones.unwrap_or_default());
        pictures.surges.push(run.surges.iter().map(surge).collect());
        pictures.hills.push(hills.collect());
        pictures.suspicious.push(suspicious.collect());
        pictures.criteria.push(if is_judged { criteria(run, limits) } else { Vec::new() });
        pictures.margin.push(run.margin.filter(|_| is_judged).map(margin));
        let own = run.max_doubts().into_iter().map(|doubt| place_in(doubts, doubt.to_string()));
        pictures.doubts.push(own.collect());
    }
    pictures
}

/// Returns the criteria of a run. New limits are added to `limits`.
fn criteria<'a>(run: &'a Assessment, limits: &mut Vec<&'a str>) -> Vec<Criterion<'a>> {
    let helps = run.helps_to_pass();
    let named = run.criteria.named().into_iter();
    named
        .map(|(_, criterion)| {
            let to_pass = if helps { &criterion.to_pass[..] } else { &[] };
            let limit = place_in(limits, criterion.limit.as_str());
            (criterion.outcome.as_str(), criterion.measured.as_str(), limit, to_pass)
        })
        .collect()
}

/// Returns the index of a value in a list. Adds the value if it is new.
fn place_in<T: PartialEq>(list: &mut Vec<T>, value: T) -> usize {
    list.iter().position(|own| *own == value).unwrap_or_else(|| {
        list.push(value);
        list.len() - 1
    })
}

fn margin(margin: Margin) -> MarginData {
    MarginData {
        from_bpm: margin.from_bpm,
        to_bpm: margin.to_bpm,
        below: margin.below.map(Verdict::in_words),
        above: margin.above.map(Verdict::in_words),
        said: margin.to_string(),
    }
}

/// Returns the heart rates of all strips in the order of the runs. Each byte is the difference from
/// the heart rate before, modulo 256.
fn strips(runs: &[RunRow<'_>]) -> Vec<u8> {
    let mut before = 0_u8;
    runs.iter()
        .flat_map(|row| row.run.strip.bpm())
        .map(|bpm| {
            let bpm = bpm.unwrap_or(0);
            bpm.wrapping_sub(std::mem::replace(&mut before, bpm))
        })
        .collect()
}

/// Returns the planned runs of the days that the weeks cover.
fn plan(report: &Report<'_>) -> BTreeMap<String, Vec<[String; 2]>> {
    let mut plan: BTreeMap<String, Vec<[String; 2]>> = BTreeMap::new();
    for planned in super::parts::plan::covered(report) {
        let minutes = super::parts::plan::minutes(&planned);
        let line = [planned.kind.as_str().to_owned(), minutes];
        plan.entry(planned.date.to_string()).or_default().push(line);
    }
    plan
}

/// Returns the hard sessions of other sports.
fn others(report: &Report<'_>) -> BTreeMap<String, Vec<[String; 2]>> {
    let mut others: BTreeMap<String, Vec<[String; 2]>> = BTreeMap::new();
    for other in report.hard_others() {
        let reason = name(other.hard_reason.as_deref().unwrap_or_default()).into_owned();
        let line = [name(other.activity.sport.as_str()).into_owned(), reason];
        others.entry(other.date.to_string()).or_default().push(line);
    }
    others
}
