//! Planned runs by local date.
//!
//! A plan shows the purpose of a run better than its title or its result. A planned recovery run
//! that was too hard still counts as a meant recovery run.

use crate::settings::kind::{Kind, KindWords, holds_word};
use crate::settings::policy::Policy;
use crate::wording::{did_you_mean, nearest};
use csv::StringRecord;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use recoup_model::{PlannedStart, PlannedWorkout, Sport};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The planned runs of an athlete, by local date.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    runs: BTreeMap<Date, Vec<PlannedRun>>,
}

/// One planned run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PlannedRun {
    /// Local date of the run.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub date: Date,
    /// Planned start in milliseconds since the Unix epoch, if the plan gives a moment and not a
    /// date. The local date depends on the athlete's time zone.
    pub start_ms: Option<i64>,
    /// Planned kind; [`Kind::Unknown`] if the plan does not show it.
    pub kind: Kind,
    /// Title in the plan; [`None`] without a title.
    pub title: Option<String>,
    /// File name of the plan; [`None`] where unknown.
    pub file: Option<String>,
    /// Least timer time in minutes; [`None`] if the plan gives no least time.
    pub min_minutes: Option<f64>,
    /// Most timer time in minutes; [`None`] if the plan gives no most time.
    pub max_minutes: Option<f64>,
    /// Planned distance in metres; [`None`] if the plan gives no distance.
    pub distance_m: Option<f64>,
}

impl PlannedRun {
    /// Makes a planned run of a day. All other values are unknown.
    #[must_use]
    pub fn new(date: Date, kind: Kind) -> Self {
        Self {
            date,
            start_ms: None,
            kind,
            title: None,
            file: None,
            min_minutes: None,
            max_minutes: None,
            distance_m: None,
        }
    }

    /// Makes the planned runs of the workouts in a plan file. The words of `policy` in the title,
    /// and otherwise in the notes, show the kind. `zone` is the athlete's time zone; without it, a
    /// moment is placed in UTC. `file` is the file name of the plan.
    ///
    /// Workouts without a date and of other sports are left out. So are workouts without a sport,
    /// such as the entries of a calendar, unless they name a recovery run, a hard workout or a race.
    ///
    /// ```
    /// use recoup_analysis::{Kind, PlannedRun, Policy};
    /// use recoup_model::{PlannedStart, PlannedWorkout, Sport};
    /// let mut run = PlannedWorkout::new(Some(PlannedStart::Date(2026, 3, 2)));
    /// run.title = Some("Recovery".to_owned());
    /// run.sport = Some(Sport::Running);
    /// run.duration_ms = Some(1_800_000);
    /// let mut ride = run.clone();
    /// ride.sport = Some(Sport::Cycling);
    /// let planned =
    ///     PlannedRun::of_workouts(&[run, ride], &Policy::default(), None, "workouts.csv");
    /// assert_eq!(planned.len(), 1);
    /// assert_eq!((planned[0].kind, planned[0].min_minutes), (Kind::Recovery, Some(30.0)));
    /// ```
    #[must_use]
    pub fn of_workouts(
        workouts: &[PlannedWorkout],
        policy: &Policy,
        zone: Option<&TimeZone>,
        file: &str,
    ) -> Vec<Self> {
        let words = KindWords::new(policy);
        workouts
            .iter()
            .filter_map(|workout| Self::of_workout(workout, &words, zone, file))
            .collect()
    }

    fn of_workout(
        workout: &PlannedWorkout,
        words: &KindWords<'_>,
        zone: Option<&TimeZone>,
        file: &str,
    ) -> Option<Self> {
        if workout.sport.as_ref().is_some_and(|sport| *sport != Sport::Running) {
            return None;
        }
        let (date, start_ms) = match workout.start? {
            PlannedStart::Date(year, month, day) => (Date::new(year, month, day).ok()?, None),
            PlannedStart::Time(start_ms) => (date_of(start_ms, zone)?, Some(start_ms)),
            _ => return None,
        };
        let is_rest =
            workout.title.as_deref().is_some_and(|title| title.eq_ignore_ascii_case(REST));
        let kind = kind_of(workout, words).filter(|_| !is_rest);
        // In a calendar, "Long weekend" and "Easy evening" are no runs.
        let is_certain = matches!(kind, Some(Kind::Recovery | Kind::Hard)) || workout.is_race;
        if workout.sport.is_none() && !is_certain {
            return None;
        }
        let minutes = workout.duration_ms.map(|length_ms| length_ms as f64 / 60_000.0);
        Some(Self {
            date,
            start_ms,
            kind: kind.unwrap_or_default(),
            title: workout.title.clone(),
            file: Some(file.to_owned()),
            min_minutes: minutes,
            max_minutes: minutes,
            distance_m: workout.distance_m,
        })
    }

    /// Whether another file probably plans the same run: the date and the kind are equal, and the
    /// minutes differ by at most 5. Titles differ between services. An unknown kind and unknown
    /// minutes equal any other.
    fn is_same(&self, other: &Self) -> bool {
        /// Largest difference of the most minutes.
        const MINUTES: f64 = 5.0;
        let has_unknown = self.kind == Kind::Unknown || other.kind == Kind::Unknown;
        let minutes = self.max_minutes.zip(other.max_minutes);
        self.date == other.date
            && (self.kind == other.kind || has_unknown)
            && minutes.is_none_or(|(own, other)| (own - other).abs() <= MINUTES)
    }
}

/// Returns the local date of a moment in a time zone, or in UTC without a time zone.
fn date_of(time_ms: i64, zone: Option<&TimeZone>) -> Option<Date> {
    let zone = zone.cloned().unwrap_or(TimeZone::UTC);
    Some(Timestamp::from_millisecond(time_ms).ok()?.to_zoned_datetime(zone).date())
}

/// Returns the kind that a workout shows: by its title, its steps, or its notes.
fn kind_of(workout: &PlannedWorkout, words: &KindWords<'_>) -> Option<Kind> {
    if workout.is_race {
        return Some(Kind::Race);
    }
    let by_title = workout.title.as_deref().and_then(|title| planned_kind(title, words));
    let by_steps = || workout.is_recovery.then_some(Kind::Recovery);
    let by_notes = || {
        let notes: Vec<&str> = workout.notes.iter().map(String::as_str).collect();
        words.named_kind(&notes).map(|(kind, ..)| kind)
    };
    by_title.or_else(by_steps).or_else(by_notes)
}

/// An error in a plan, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanError {
    line: usize,
    message: String,
}

impl PlanError {
    /// Returns the line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for PlanError {}

/// Names of the columns of a plan.
const COLUMNS: [&str; 4] = ["date", "type", "min_minutes", "max_minutes"];
/// Largest number of runs that a plan can have for one day.
const RUNS_OF_A_DAY: usize = 24;
/// Largest number of runs that a plan can have. Two runs on every day of fifty years are fewer.
const RUNS: usize = 50_000;
/// Maximum length of a type in bytes; the rest is not read.
const TYPE_BYTES: usize = 500;
/// Type of a day without a run.
const REST: &str = "rest";

impl Plan {
    /// Adds the planned runs of one file. A run that the plan already has from another file is not
    /// added again, because people save a plan several times. A day has at most 24 planned runs;
    /// more are left out.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use recoup_analysis::{Kind, Plan, PlannedRun};
    /// let easy = PlannedRun::new(date(2026, 3, 2), Kind::Easy);
    /// let mut plan = Plan::default();
    /// plan.add(&[easy.clone(), easy.clone()]); // in the morning and in the evening
    /// plan.add(&[easy.clone()]);
    /// assert_eq!(plan.runs().count(), 2);
    /// ```
    pub fn add(&mut self, runs: &[PlannedRun]) {
        // The runs of this file by date, and the number of runs of that date from other files.
        let mut added: BTreeMap<Date, (usize, Vec<&PlannedRun>)> = BTreeMap::new();
        for run in runs {
            let of_day = self.runs.entry(run.date).or_default();
            let (before, own) = added.entry(run.date).or_insert((of_day.len(), Vec::new()));
            if own.len() == RUNS_OF_A_DAY {
                continue;
            }
            let known = of_day[..*before].iter().filter(|other| other.is_same(run)).count();
            let number = own.iter().filter(|other| other.is_same(run)).count();
            own.push(run);
            if number >= known && of_day.len() < RUNS_OF_A_DAY {
                of_day.push(run.clone());
            }
        }
    }

    /// Places runs that are planned for a moment on their local date. [`None`] is UTC.
    pub fn set_zone(&mut self, zone: Option<&TimeZone>) {
        if self.runs().all(|run| run.start_ms.is_none()) {
            return;
        }
        let placed = |run: PlannedRun| {
            let date = run.start_ms.and_then(|start_ms| date_of(start_ms, zone));
            PlannedRun { date: date.unwrap_or(run.date), ..run }
        };
        let runs: Vec<PlannedRun> =
            std::mem::take(&mut self.runs).into_values().flatten().map(placed).collect();
        self.add(&runs);
    }

    /// Returns the planned runs of a local date.
    #[must_use]
    pub fn of_date(&self, date: Date) -> &[PlannedRun] {
        self.runs.get(&date).map_or(&[], Vec::as_slice)
    }

    /// Reads a plan from CSV with a header. The columns are `date` and `type`, and optionally
    /// `min_minutes` and `max_minutes`, in any order. Other columns are ignored. If the header
    /// contains a semicolon, the separator is the semicolon, otherwise the comma.
    ///
    /// A date is written `2026-03-02`. A type is `recovery`, `easy`, `steady`, `hard`, `long`,
    /// `race` or `rest`, or a text that contains one of these names, a word of the policy for a
    /// kind, or repeats (`8 x 400 m`). A day of rest and a line without a type plan no run.
    ///
    /// # Errors
    ///
    /// Returns the first error with its line: a missing or misspelt column, or a value that is not
    /// a date, type or number of minutes.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use recoup_analysis::{Kind, Plan, Policy};
    /// let text = "date,type,min_minutes,max_minutes\n\
    ///             2026-03-02,Recovery jog,20,40\n\
    ///             2026-03-03,6 x 800 m intervals,,\n";
    /// let plan = Plan::from_csv(text, &Policy::default())?;
    /// let kind =
    ///     |day, minutes: i64| plan.on(date(2026, 3, day), minutes * 60_000).map(|run| run.kind);
    /// assert_eq!(kind(2, 30), Some(Kind::Recovery));
    /// assert_eq!(kind(3, 55), Some(Kind::Hard));
    /// assert_eq!(kind(4, 30), None);
    /// # Ok::<(), recoup_analysis::settings::plan::PlanError>(())
    /// ```
    pub fn from_csv(text: &str, policy: &Policy) -> Result<Self, PlanError> {
        let text = text.trim_start_matches('\u{feff}');
        let header = text.lines().next().unwrap_or_default();
        let delimiter = if header.contains(';') { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        // The reported position can be the start of blank lines before the record.
        let wrong = |position: Option<&csv::Position>, message| {
            let rest =
                position.and_then(|at| text.get(at.byte() as usize..)).unwrap_or(text).trim_start();
            PlanError { line: text[..text.len() - rest.len()].matches('\n').count() + 1, message }
        };
        let of_csv = |error: csv::Error| wrong(error.position(), error.to_string());
        let columns = columns(reader.headers().map_err(of_csv)?)?;
        let words = KindWords::new(policy);
        let mut plan = Self::default();
        let mut runs = 0;
        for record in reader.records() {
            let record = record.map_err(of_csv)?;
            let cells = columns.map(|column| column.and_then(|at| record.get(at)).unwrap_or(""));
            let planned = planned_run(cells, &words);
            if let Some(run) = planned.map_err(|message| wrong(record.position(), message))? {
                let of_day = plan.runs.entry(run.date).or_default();
                if of_day.len() == RUNS_OF_A_DAY {
                    let message =
                        format!("more than {RUNS_OF_A_DAY} runs planned for {}", run.date);
                    return Err(wrong(record.position(), message));
                }
                of_day.push(run);
                runs += 1;
                if runs > RUNS {
                    let message = format!("more than {RUNS} runs planned");
                    return Err(wrong(record.position(), message));
                }
            }
        }
        Ok(plan)
    }

    /// Whether the plan holds no run.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Returns the planned runs in the order of their dates.
    pub fn runs(&self) -> impl Iterator<Item = &PlannedRun> {
        self.runs.values().flatten()
    }

    /// Finds the planned run of each run of one day, in the order of `runs`; [`None`] for a run
    /// that was not planned.
    ///
    /// A planned run is matched to at most one run, the run that fits its minutes best. Among
    /// equally good runs, a planned recovery or easy run takes the run with the lowest heart rate,
    /// a hard run or race takes the run with the highest heart rate, and a long run takes the
    /// longest run. A single run of the day is matched as by [`Plan::on`].
    ///
    /// ```
    /// use jiff::civil::date;
    /// use recoup_analysis::{Kind, Plan, Policy, settings::plan::RunOfDay};
    /// let plan = Plan::from_csv("date,type\n2026-03-02,recovery\n", &Policy::default())?;
    /// let run = |minutes: i64, bpm| RunOfDay {
    ///     timer_ms: minutes * 60_000,
    ///     mean_bpm: Some(bpm),
    ///     distance_m: None,
    /// };
    /// let day = plan.on_day(date(2026, 3, 2), &[run(60, 165.0), run(30, 128.0)]);
    /// let kinds: Vec<Option<Kind>> = day.iter().map(|run| run.map(|run| run.kind)).collect();
    /// assert_eq!(kinds, [None, Some(Kind::Recovery)]);
    /// # Ok::<(), recoup_analysis::settings::plan::PlanError>(())
    /// ```
    #[must_use]
    pub fn on_day(&self, date: Date, runs: &[RunOfDay]) -> Vec<Option<&PlannedRun>> {
        let mut planned = vec![None; runs.len()];
        let Some(lines) = self.runs.get(&date) else { return planned };
        if let [run] = runs {
            return vec![self.on_run(date, *run)];
        }
        let mut pairs = Vec::new();
        let ranks = Ranks::new(runs);
        for (line, planned) in lines.iter().enumerate() {
            for (place, run) in runs.iter().enumerate() {
                if let Some(misfit) = planned.misfit(*run) {
                    // Planned easy runs come last, because any remaining run can be an easy run.
                    let is_easy = planned.kind == Kind::Easy;
                    pairs.push((misfit, ranks.more_like(planned.kind, *run), is_easy, line, place));
                }
            }
        }
        pairs.sort_by(|left, right| {
            let rest = |pair: &(f64, usize, bool, usize, usize)| (pair.1, pair.2, pair.3, pair.4);
            left.0.total_cmp(&right.0).then_with(|| rest(left).cmp(&rest(right)))
        });
        let mut is_used = vec![false; lines.len()];
        for (.., line, place) in pairs {
            if !is_used[line] && planned[place].is_none() {
                is_used[line] = true;
                planned[place] = Some(&lines[line]);
            }
        }
        planned
    }

    /// Finds the planned run of `date` that fits a run of `timer_ms` milliseconds of timer time.
    /// [`None`] if no planned run fits, or if several fit equally well and differ in kind.
    ///
    /// If several runs are planned for one date, only their minutes decide. A run shorter than half
    /// the least minutes or longer than twice the most minutes does not fit. Among the planned runs
    /// that fit, the one with the smallest difference in minutes is chosen. A planned run without
    /// minutes is chosen if the run is outside the minutes of all others.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use recoup_analysis::{Kind, Plan, Policy};
    /// let text = "date;type;max_minutes\n2026-03-02;recovery;40\n2026-03-02;hard;90\n";
    /// let plan = Plan::from_csv(text, &Policy::default())?;
    /// let kind = |minutes: i64| plan.on(date(2026, 3, 2), minutes * 60_000).map(|run| run.kind);
    /// assert_eq!(kind(85), Some(Kind::Hard)); // more than twice 40 minutes
    /// assert_eq!(kind(30), None); // both fit
    /// # Ok::<(), recoup_analysis::PlanError>(())
    /// ```
    #[must_use]
    pub fn on(&self, date: Date, timer_ms: i64) -> Option<&PlannedRun> {
        self.on_run(date, RunOfDay { timer_ms, mean_bpm: None, distance_m: None })
    }

    /// Finds the planned run of `date` that fits a run, like [`Plan::on`]. A planned run with a
    /// distance and without minutes is compared by the distance.
    #[must_use]
    pub fn on_run(&self, date: Date, run: RunOfDay) -> Option<&PlannedRun> {
        let best = self.best_on(date, run);
        let (first, rest) = best.split_first()?;
        rest.iter().all(|other| other.kind == first.kind).then_some(*first)
    }

    /// Returns the planned runs of `date` that fit a run best. There are several if they fit
    /// equally well.
    #[must_use]
    pub fn best_on(&self, date: Date, run: RunOfDay) -> Vec<&PlannedRun> {
        let planned = self.of_date(date).iter();
        let possible: Vec<(f64, &PlannedRun)> =
            planned.filter_map(|planned| Some((planned.misfit(run)?, planned))).collect();
        let best = possible.iter().map(|(misfit, _)| *misfit).min_by(f64::total_cmp);
        let is_best = |(misfit, _): &(f64, &PlannedRun)| Some(*misfit) == best;
        possible.into_iter().filter(is_best).map(|(_, planned)| planned).collect()
    }
}

/// The values of a run that decide which planned run of the day it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RunOfDay {
    /// Timer time in milliseconds.
    pub timer_ms: i64,
    /// Mean heart rate in beats per minute; [`None`] where unknown.
    pub mean_bpm: Option<f64>,
    /// Distance in metres; [`None`] where unknown.
    pub distance_m: Option<f64>,
}

/// Heart rates and lengths of the runs of a day, both ascending.
struct Ranks {
    mean_bpm: Vec<f64>,
    timer_ms: Vec<i64>,
    runs: usize,
}

impl Ranks {
    fn new(runs: &[RunOfDay]) -> Self {
        let mut mean_bpm: Vec<f64> = runs.iter().filter_map(|run| run.mean_bpm).collect();
        mean_bpm.sort_by(f64::total_cmp);
        let mut timer_ms: Vec<i64> = runs.iter().map(|run| run.timer_ms).collect();
        timer_ms.sort_unstable();
        Self { mean_bpm, timer_ms, runs: runs.len() }
    }

    /// Counts the runs of the day that match a planned kind better than `run` does.
    fn more_like(&self, kind: Kind, run: RunOfDay) -> usize {
        let lower = |own: f64| self.mean_bpm.partition_point(|&bpm| bpm < own);
        let higher =
            |own: f64| self.mean_bpm.len() - self.mean_bpm.partition_point(|&bpm| bpm <= own);
        match kind {
            Kind::Recovery | Kind::Easy => run.mean_bpm.map_or(self.runs, lower),
            Kind::Hard | Kind::Race => run.mean_bpm.map_or(self.runs, higher),
            Kind::Long => {
                self.timer_ms.len() - self.timer_ms.partition_point(|&other| other <= run.timer_ms)
            }
            Kind::Steady | Kind::Unknown => 0,
        }
    }
}

impl PlannedRun {
    /// Returns the difference between a run and the planned run in minutes; [`None`] if the run
    /// does not fit. A difference in distance is converted to minutes at the speed of the run.
    pub(crate) fn misfit(&self, run: RunOfDay) -> Option<f64> {
        /// Factor by which a run may be shorter or longer than planned.
        const SLACK: f64 = 2.0;
        /// Misfit of a planned run without minutes: above the misfit within the planned minutes
        /// (0), below any other misfit.
        const NO_MINUTES: f64 = f64::MIN_POSITIVE;
        let minutes = run.timer_ms as f64 / 60_000.0;
        let (least, most, own, scale) = match (self.min_minutes, self.max_minutes) {
            (None, None) => match self.distance_m.zip(run.distance_m) {
                Some((planned_m, run_m)) => (planned_m, planned_m, run_m, minutes / run_m.max(1.0)),
                None => return Some(NO_MINUTES),
            },
            (least, most) => (least.unwrap_or(0.0), most.unwrap_or(f64::INFINITY), minutes, 1.0),
        };
        let is_possible = (least / SLACK..=most * SLACK).contains(&own);
        is_possible.then(|| (least - own).max(own - most).max(0.0) * scale)
    }

    /// Whether the plan gives minutes or a distance.
    pub(crate) fn has_length(&self) -> bool {
        self.min_minutes.is_some() || self.max_minutes.is_some() || self.distance_m.is_some()
    }
}

/// Finds the position of each of [`COLUMNS`] in the header.
fn columns(header: &StringRecord) -> Result<[Option<usize>; 4], PlanError> {
    let wrong = |message| PlanError { line: 1, message };
    let of = |name: &str| header.iter().position(|cell| cell.eq_ignore_ascii_case(name));
    let found = COLUMNS.map(of);
    // A column with a name similar to a missing column is a misspelling. Any other column holds
    // notes.
    let missing: Vec<&str> = COLUMNS
        .into_iter()
        .zip(found)
        .filter(|(_, at)| at.is_none())
        .map(|(name, _)| name)
        .collect();
    for cell in header {
        if !COLUMNS.iter().any(|name| cell.eq_ignore_ascii_case(name))
            && let Some(meant) = nearest(cell, missing.iter().copied())
        {
            return Err(wrong(format!("unknown column `{cell}`{}", did_you_mean(Some(meant)))));
        }
    }
    match missing.first() {
        Some(name @ (&"date" | &"type")) => Err(wrong(format!(
            "there is no column `{name}`; the first line must name the columns: {}",
            COLUMNS.join(",")
        ))),
        _ => Ok(found),
    }
}

/// Reads the planned run of a line; [`None`] for a line without a run.
fn planned_run(cells: [&str; 4], words: &KindWords<'_>) -> Result<Option<PlannedRun>, String> {
    let [date, planned, min_minutes, max_minutes] = cells;
    let planned = &planned[..planned.floor_char_boundary(TYPE_BYTES)];
    if cells.iter().all(|cell| cell.is_empty()) {
        return Ok(None);
    }
    let date =
        date.parse().map_err(|_| format!("{date:?} is no date; dates are written 2026-03-02"))?;
    let (min_minutes, max_minutes) = (minutes(min_minutes)?, minutes(max_minutes)?);
    if let (Some(least), Some(most)) = (min_minutes, max_minutes)
        && least > most
    {
        return Err(format!("min_minutes is {least}, more than max_minutes, {most}"));
    }
    if planned.is_empty() || planned.eq_ignore_ascii_case(REST) {
        return Ok(None);
    }
    let kind = planned_kind(planned, words).ok_or_else(|| {
        let names: Vec<&str> = PLANNABLE.map(Kind::as_str).into_iter().chain([REST]).collect();
        let hint = did_you_mean(nearest(planned, names.iter().copied()));
        format!("unknown kind of run {planned:?}{hint} (there are {})", names.join(", "))
    })?;
    Ok(Some(PlannedRun { min_minutes, max_minutes, ..PlannedRun::new(date, kind) }))
}

/// Kinds that can be planned. If a text names several kinds, the first in this list is taken.
const PLANNABLE: [Kind; 6] =
    [Kind::Recovery, Kind::Race, Kind::Hard, Kind::Long, Kind::Steady, Kind::Easy];

fn planned_kind(text: &str, words: &KindWords<'_>) -> Option<Kind> {
    let is_named = |kind: &Kind| text.eq_ignore_ascii_case(kind.as_str());
    let holds_name = |kind: &Kind| holds_word(text, kind.as_str());
    let by_words = || words.named_kind(&[text]).map(|(kind, ..)| kind);
    let mut kinds = PLANNABLE.into_iter();
    kinds.clone().find(is_named).or_else(by_words).or_else(|| kinds.find(holds_name))
}

fn minutes(cell: &str) -> Result<Option<f64>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    match cell.parse::<f64>() {
        Ok(minutes) if minutes.is_finite() && minutes >= 0.0 => Ok(Some(minutes)),
        _ => Err(format!("{cell:?} is no number of minutes")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn plan(lines: &str) -> Plan {
        Plan::from_csv(lines, &Policy::default()).unwrap()
    }

    fn kinds(plan: &Plan, minutes: &[i64]) -> Vec<Option<Kind>> {
        let on = |&minutes: &i64| plan.on(date(2026, 3, 2), minutes * 60_000).map(|run| run.kind);
        minutes.iter().map(on).collect()
    }

    #[test]
    fn types_are_names_or_the_policys_words() {
        for (text, kind) in [
            ("Recovery", Some(Kind::Recovery)),
            ("easy", Some(Kind::Easy)),
            ("steady", Some(Kind::Steady)),
            ("HARD", Some(Kind::Hard)),
            ("long", Some(Kind::Long)),
            ("race", Some(Kind::Race)),
            ("rest", None),
            ("", None),
            ("Erholungslauf 30 min", Some(Kind::Recovery)),
            ("\"Wettkampf, 10 km\"", Some(Kind::Race)),
            ("Terskel 5 x 6", Some(Kind::Hard)),
            ("Long run", Some(Kind::Long)),
            ("Easy + strides", Some(Kind::Easy)),
        ] {
            let plan = plan(&format!("date,type\n2026-03-02,{text}\n"));
            assert_eq!(kinds(&plan, &[30]), [kind], "{text}");
        }
    }

    #[test]
    fn columns_are_found_by_name() {
        let text = "\u{feff}Type; note ;DATE;max_minutes\n recovery ;by the sea; 2026-03-02;40\n";
        let run = PlannedRun {
            max_minutes: Some(40.0),
            ..PlannedRun::new(date(2026, 3, 2), Kind::Recovery)
        };
        assert_eq!(plan(text).on(run.date, 1_800_000), Some(&run));
    }

    #[test]
    fn minutes_tell_the_runs_of_a_day_apart() {
        use Kind::{Easy, Hard, Recovery};
        // One run of 20-40 min: from half the least to twice the most.
        let one = plan("date,type,min_minutes,max_minutes\n2026-03-02,recovery,20,40\n");
        assert_eq!(
            kinds(&one, &[9, 10, 30, 80, 81]),
            [None, Some(Recovery), Some(Recovery), Some(Recovery), None]
        );
        // 45 min is 5 min from the first and 10 from the second, 50 the other way round.
        let two = plan(
            "date,type,min_minutes,max_minutes\n2026-03-02,recovery,20,40\n2026-03-02,hard,55,70\n",
        );
        assert_eq!(
            kinds(&two, &[30, 45, 50, 60]),
            [Some(Recovery), Some(Recovery), Some(Hard), Some(Hard)]
        );
        // A planned run without minutes takes a run that fits no other planned run.
        let open = plan("date,type,max_minutes\n2026-03-02,easy,\n2026-03-02,recovery,40\n");
        assert_eq!(kinds(&open, &[30, 60]), [Some(Recovery), Some(Easy)]);
        // Two planned runs without minutes: neither is chosen if their kinds differ.
        let either = plan("date,type\n2026-03-02,easy\n2026-03-02,recovery\n");
        assert_eq!(kinds(&either, &[30]), [None]);
        let same = plan("date,type\n2026-03-02,easy\n2026-03-02,easy\n");
        assert_eq!(kinds(&same, &[30]), [Some(Easy)]);
    }

    #[test]
    fn errors_name_the_line() {
        for (text, message) in [
            ("", "line 1: there is no column `date`"),
            ("date,kind\n", "line 1: there is no column `type`"),
            ("date,type,minutes\n", "line 1: unknown column `minutes`; did you mean max_minutes?"),
            ("date,type\n\n2.3.2026,easy\n", "line 3: \"2.3.2026\" is no date"),
            (
                "date,type\n2026-03-02,recovry\n",
                "line 2: unknown kind of run \"recovry\"; did you mean recovery? (there are \
                 recovery, race, hard, long, steady, easy, rest)",
            ),
            (
                "date,type,min_minutes\n2026-03-02,easy,half\n",
                "line 2: \"half\" is no number of minutes",
            ),
            (
                "date,type,min_minutes,max_minutes\n2026-03-02,easy,40,30\n",
                "line 2: min_minutes is 40, more than max_minutes, 30",
            ),
        ] {
            let error = Plan::from_csv(text, &Policy::default()).unwrap_err().to_string();
            assert!(error.starts_with(message), "{error}");
        }
    }
}
