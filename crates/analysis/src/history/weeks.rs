//! Sums and counts of the runs of each athlete and week.
//!
//! Times are summed in whole milliseconds and distances in whole millimetres, so that the sums do
//! not depend on the order of the runs.
//!
//! Monotony (Foster 1998) is the mean of the seven daily loads divided by their standard deviation.
//! A day without a run has a load of 0. The divisor of the deviation is seven and not six, because
//! the seven days are the whole week and not a sample. Strain is the week's load times its
//! monotony.

use crate::calendar::{LocalBasis, WeekStart, week_of};
use crate::history::planned::plan_of;
use crate::history::record::{FileRecord, FileStatus, OtherSession};
use crate::history::week::{Frequency, RestingFlag, Week, WeekNote};
use crate::run::assessment::{Assessment, FollowedBy, Placing};
use crate::run::criteria::Verdict;
use crate::run::criteria::main_reason::ReasonCode;
use crate::run::zones::percent;
use crate::settings::athlete::Athlete;
use crate::settings::kind::Kind;
use crate::settings::plan::{Plan, PlannedRun};
use crate::settings::policy::Policy;
use crate::settings::zone_model::ZONES;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};

const DAYS: f64 = 7.0;
/// Longest gap between two runs for which the weeks between them are listed, in weeks: a year.
const GAP_WEEKS: i64 = 52;

/// Sums up the weeks of files: one entry for each athlete and week, sorted by both.
///
/// Weeks without a run between an athlete's first and last run are included, unless a gap is longer
/// than 52 weeks. Activities of other sports count in the listed weeks. An unreadable file counts
/// in the week of its start, or otherwise of the date in its name, if that week is listed.
///
/// `athlete` is the athlete of the files, with the policy and the plan. Plans among the files count
/// as well.
///
/// ```
/// use recoup_analysis::{Athlete, FileRecord, history::weeks::weeks};
/// let records: Vec<FileRecord> = Vec::new();
/// assert!(weeks(&records, &Athlete::default()).is_empty());
/// ```
#[must_use]
pub fn weeks(files: &[FileRecord], athlete: &Athlete) -> Vec<Week> {
    weeks_by_athlete(files, |_| athlete)
}

/// Sums up the weeks of several athletes' files like [`weeks`]. `athlete_of` returns the athlete
/// with the given name.
pub fn weeks_by_athlete<'a>(
    files: &[FileRecord],
    athlete_of: impl Fn(&str) -> &'a Athlete,
) -> Vec<Week> {
    let mut athletes: BTreeMap<&str, BTreeMap<Date, Sums>> = BTreeMap::new();
    for file in files.iter().filter(|file| !file.runs.is_empty()) {
        let weeks = athletes.entry(&file.athlete).or_default();
        for run in &file.runs {
            weeks.entry(run.week_start).or_default().add(run);
        }
    }
    for weeks in athletes.values_mut() {
        let starts: Vec<Date> = weeks.keys().copied().collect();
        for pair in starts.windows(2) {
            let [first, last] = pair else { continue };
            // The weeks of a longer gap are not listed.
            if *last > first.saturating_add(GAP_WEEKS.weeks()) {
                continue;
            }
            for start in first.series(1.week()).take_while(|start| start < last) {
                weeks.entry(start).or_default();
            }
        }
    }
    for file in files {
        let Some(weeks) = athletes.get_mut(file.athlete.as_str()) else { continue };
        for other in &file.others {
            if let Some(sums) = weeks.get_mut(&other.week_start) {
                sums.add_other(other);
            }
        }
    }
    let mut unreadable: HashMap<(&str, &str), usize> = HashMap::new();
    let mut last_left_out: HashMap<&str, Date> = HashMap::new();
    for file in files {
        if let Some(week) = file.week.as_ref().filter(|_| file.status == FileStatus::Unreadable) {
            *unreadable.entry((&file.athlete, week)).or_default() += 1;
        }
        if let Some(date) = file.dates_left_out().max() {
            let last = last_left_out.entry(&file.athlete).or_insert(date);
            *last = date.max(*last);
        }
    }
    let mut last_activity: HashMap<&str, Date> = HashMap::new();
    for file in files {
        let runs = file.runs.iter().map(|run| run.start_local.date());
        let others = file.others.iter().map(|other| other.date);
        if let Some(date) = runs.chain(others).chain(file.dates_left_out()).max() {
            let last = last_activity.entry(&file.athlete).or_insert(date);
            *last = date.max(*last);
        }
    }
    let mut weeks = Vec::new();
    for (name, mut sums) in athletes {
        let athlete = athlete_of(name);
        let policy = &athlete.policy;
        let of_name = files.iter().filter(|file| file.athlete == name);
        let plan = plan_of(of_name, athlete);
        add_planned(&mut sums, &plan, last_activity.get(name).copied(), policy);
        // A week is not the last one if a later run was left out of the report.
        let left_out = last_left_out.get(name);
        let is_followed = |start: &Date| left_out.is_some_and(|date| date >= start);
        let last = sums.last_key_value().map(|(&start, _)| start);
        let last = last.filter(|start| !is_followed(start));
        for (start, sums) in sums {
            // The first day of each run's week is kept, even if the policy now names another day.
            let (week, _) = week_of(start, WeekStart::of_first_day(start));
            let unreadable = unreadable.get(&(name, &week)).copied().unwrap_or_default();
            let is_last = Some(start) == last;
            let week = sums.into_week(name, week, start, policy);
            weeks.push(Week { is_last, unreadable, ..week });
        }
    }
    weeks
}

/// Counts the planned runs of each listed week. A planned run before the day of `last_activity`
/// that no run of the week was, was not run.
fn add_planned(
    weeks: &mut BTreeMap<Date, Sums>,
    plan: &Plan,
    last_activity: Option<Date>,
    policy: &Policy,
) {
    for planned in plan.runs() {
        let (_, start) = week_of(planned.date, policy.week_start);
        let Some(sums) = weeks.get_mut(&start) else { continue };
        sums.planned += 1;
        if let Some(done) = sums.done.iter().position(|done| done == planned) {
            sums.done.swap_remove(done);
        } else if last_activity.is_some_and(|last| planned.date < last) {
            sums.planned_missed += 1;
            sums.recovery_not_run.extend((planned.kind == Kind::Recovery).then_some(planned.date));
        }
    }
}

/// Sums of the runs of one week.
#[derive(Default)]
struct Sums {
    planned: usize,
    planned_missed: usize,
    /// Planned runs that were run.
    done: Vec<PlannedRun>,
    /// Dates of planned recovery runs that were not run.
    recovery_not_run: Vec<Date>,
    runs: usize,
    run_time_ms: i64,
    distance_mm: Option<i64>,
    ascent_mm: Option<i64>,
    missing_ms: i64,
    below_ms: i64,
    zones_ms: [i64; ZONES],
    verdicts: [usize; 4],
    nearly: usize,
    meant: [usize; 4],
    reasons: BTreeMap<ReasonCode, usize>,
    hard_sessions: usize,
    hard_other_sports: usize,
    followed_by: [usize; 6],
    placings: [usize; 4],
    filler_if_over: usize,
    /// Number of runs with a load, and the load of each day in minutes times zone times 60,000.
    loads: usize,
    day_loads: BTreeMap<Date, i64>,
    resting: usize,
    resting_sum_bpm: f64,
    resting_compared: usize,
    resting_raised: usize,
    duplicates: usize,
    in_utc: usize,
}

const VERDICTS: [Verdict; 4] =
    [Verdict::Recovery, Verdict::Borderline, Verdict::NotRecovery, Verdict::Ungradable];
const PLACINGS: [Placing; 4] =
    [Placing::AfterHard, Placing::Between, Placing::BeforeHard, Placing::Isolated];

impl Sums {
    fn add(&mut self, run: &Assessment) {
        self.runs += 1;
        self.done.extend(run.planned.clone());
        self.run_time_ms += run.timer_ms;
        add_m(&mut self.distance_mm, run.distance_m);
        add_m(&mut self.ascent_mm, run.ascent_m);
        self.missing_ms += run.zone_times.missing_ms;
        self.below_ms += run.zone_times.below_ms;
        for (sum, time) in self.zones_ms.iter_mut().zip(run.zone_times.zones_ms) {
            *sum += time;
        }
        count(&mut self.verdicts, VERDICTS, &run.verdict);
        self.nearly += usize::from(run.is_nearly());
        if run.classified.is_meant() {
            count(&mut self.meant, VERDICTS, &run.verdict);
        }
        if let Some(reason) = &run.main_reason
            && (run.classified.is_meant() || run.is_nearly())
        {
            *self.reasons.entry(reason.code).or_default() += 1;
        }
        self.hard_sessions += usize::from(run.classified.is_hard_session());
        if let Some(followed_by) = run.context.followed_by {
            count(&mut self.followed_by, FollowedBy::ALL, &followed_by);
        }
        if let Some(placing) = run.context.placing {
            count(&mut self.placings, PLACINGS, &placing);
        }
        self.filler_if_over += usize::from(
            run.verdict == Verdict::Recovery && run.context.is_filler_if_over == Some(true),
        );
        if run.load.is_some() {
            self.loads += 1;
            let day_load = self.day_loads.entry(run.start_local.date()).or_default();
            *day_load += run.zone_times.edwards_load_ms();
        }
        if let Some(bpm) = run.measured_resting_bpm() {
            self.resting += 1;
            self.resting_sum_bpm += bpm;
        }
        self.resting_compared += usize::from(run.context.is_resting_raised.is_some());
        self.resting_raised += usize::from(run.context.is_resting_raised == Some(true));
        self.duplicates += run.copies;
        self.in_utc += usize::from(run.local_basis == LocalBasis::Utc);
    }

    fn add_other(&mut self, other: &OtherSession) {
        self.hard_other_sports += usize::from(other.hard_reason.is_some());
        if let Some(followed_by) = other.followed_by {
            count(&mut self.followed_by, FollowedBy::ALL, &followed_by);
        }
        if let Some(load_ms) = other.load_ms {
            *self.day_loads.entry(other.date).or_default() += load_ms;
        }
    }

    fn into_week(self, athlete: &str, week: String, start: Date, policy: &Policy) -> Week {
        let (range_low, range_high) = recovery_range(self.runs, policy);
        let [recovery_runs, _, _, ungradable_runs] = self.verdicts;
        let [meant_true, meant_nearly, meant_missed, meant_unknown] = self.meant;
        let meant: usize = self.meant.iter().sum();
        let [after_recovery, after_nearly, after_rest, after_too_hard, after_hard, after_unknown] =
            self.followed_by;
        let recovered = after_recovery + after_nearly + after_rest;
        let told = recovered + after_too_hard + after_hard;
        // The first of equally frequent reasons is taken, in the order of the codes.
        let main_reason = self.reasons.iter().rev().max_by_key(|(_, number)| **number);
        let [placed_after_hard, placed_between, placed_before_hard, placed_isolated] =
            self.placings;
        // The sums of a week without runs are 0 and not unknown.
        let is_empty = self.runs == 0;
        let sum_mm = |sum: Option<i64>| sum.or(is_empty.then_some(0));
        let without_load = self.runs - self.loads;
        let day_loads = self.day_loads.values().map(|&load_ms| load_ms as f64 / 60_000.0);
        let load_ms: i64 = self.day_loads.values().sum();
        let load = (self.loads > 0 || is_empty).then_some(load_ms as f64 / 60_000.0);
        // If one load is unknown, the loads of the days are unknown, so there is no monotony.
        let monotony = load
            .filter(|_| without_load == 0)
            .and_then(|load| monotony(load, day_loads.map(|load| load * load).sum()));
        let mut notes = Vec::new();
        let mut note = |runs: usize, note: fn(usize) -> WeekNote| {
            notes.extend((runs > 0).then(|| note(runs)));
        };
        note(self.in_utc, WeekNote::InUtc);
        note(without_load, WeekNote::WithoutLoad);
        note(self.resting_raised, WeekNote::RestingRaised);
        if let Some(monotony) = monotony {
            let (warn, critical) = (policy.monotony_warn, policy.monotony_critical);
            if monotony >= critical {
                notes.push(WeekNote::MonotonyCritical(monotony, critical));
            } else if monotony >= warn {
                notes.push(WeekNote::MonotonyWarning(monotony, warn));
            }
        }
        notes.extend(self.recovery_not_run.iter().copied().map(WeekNote::RecoveryNotRun));
        Week {
            planned: self.planned,
            planned_missed: self.planned_missed,
            athlete: athlete.to_owned(),
            week,
            start,
            runs: self.runs,
            run_time_ms: self.run_time_ms,
            distance_mm: sum_mm(self.distance_mm),
            ascent_mm: sum_mm(self.ascent_mm),
            missing_ms: self.missing_ms,
            below_ms: self.below_ms,
            zones_ms: self.zones_ms,
            is_last: false,
            ungradable_runs,
            range_low,
            range_high,
            recovery_runs,
            nearly_runs: self.nearly,
            frequency: Frequency::new(
                self.runs,
                recovery_runs,
                ungradable_runs,
                (range_low, range_high),
            ),
            meant,
            meant_true,
            meant_nearly,
            meant_missed,
            meant_unknown,
            compliance_pct: percent(meant_true as i64, meant as i64),
            hard_other_sports: self.hard_other_sports,
            after_recovery,
            after_nearly,
            after_rest,
            after_too_hard,
            after_hard,
            after_unknown,
            recovered_pct: percent(recovered as i64, told as i64),
            main_reason: main_reason.map(|(&code, _)| code),
            hard_sessions: self.hard_sessions,
            placed_after_hard,
            placed_between,
            placed_before_hard,
            placed_isolated,
            filler: self.filler_if_over.min(recovery_runs.saturating_sub(range_high)),
            load,
            monotony,
            strain: load.zip(monotony).map(|(load, monotony)| load * monotony),
            resting_bpm: (self.resting > 0).then_some(self.resting_sum_bpm / self.resting as f64),
            resting_flag: match (self.resting_compared, self.resting_raised) {
                (0, _) => None,
                (_, 0) => Some(RestingFlag::Usual),
                _ => Some(RestingFlag::ConsiderFullRest),
            },
            duplicates: self.duplicates,
            unreadable: 0,
            notes,
        }
    }
}

/// Adds metres to a sum in millimetres.
fn add_m(sum_mm: &mut Option<i64>, metres: Option<f64>) {
    if let Some(metres) = metres {
        *sum_mm = Some(sum_mm.unwrap_or(0).saturating_add((metres * 1000.0).round() as i64));
    }
}

/// Increments the count at the position of `value` in `all`.
fn count<T: PartialEq, const N: usize>(counts: &mut [usize; N], all: [T; N], value: &T) {
    for (count, other) in counts.iter_mut().zip(all) {
        *count += usize::from(other == *value);
    }
}

/// Returns the coach's range of recovery runs for a number of runs in a week. The article asks for
/// one to three, depending on the training, and for more at high mileage.
fn recovery_range(runs: usize, policy: &Policy) -> (usize, usize) {
    if runs == 0 {
        return (0, 0);
    }
    let runs = runs as f64;
    let ends = [
        policy.two_recovery_runs_from,
        policy.three_recovery_runs_from,
        policy.four_recovery_runs_from,
    ];
    let high = 1 + ends.into_iter().filter(|&from| runs >= from).count();
    (usize::from(runs >= policy.one_recovery_run_from), high)
}

/// Returns the monotony of a week from its load and the sum of squares of its daily loads; [`None`]
/// if all days are equal or there is no load.
fn monotony(load: f64, squares: f64) -> Option<f64> {
    let mean = load / DAYS;
    let variance = squares / DAYS - mean * mean;
    // A difference by rounding between equal days is no deviation.
    (variance > 1e-9 * mean * mean && load > 0.0).then(|| mean / variance.sqrt())
}

#[cfg(test)]
mod tests {
    use super::monotony;

    /// Loads of 60, 0, 60, 0, 60, 0, 0: mean 180 / 7, mean square 10,800 / 7, and so a variance of
    /// 1542.857 - 661.224 = 881.633 and a deviation of 29.692.
    #[test]
    fn of_days_that_differ_and_days_that_do_not() {
        let monotony_of = |loads: &[f64]| {
            monotony(loads.iter().sum(), loads.iter().map(|load| load * load).sum())
        };
        let three = monotony_of(&[60.0, 60.0, 60.0]).unwrap();
        assert!((three - 25.714_285 / 29.692_3).abs() < 1e-5, "{three}");
        assert_eq!(monotony_of(&[33.3; 7]), None);
        assert_eq!(monotony_of(&[]), None);
    }
}
