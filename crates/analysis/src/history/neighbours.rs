//! Classification and placing of runs by the athlete's other runs.
//!
//! The neighbouring runs show whether a run was long or hard, and which purpose a recovery run had.
//! So all runs of an athlete are visited once, in the order of their starts, with moving windows
//! over the values of the days before.
//!
//! | rule | default | from |
//! |---|---|---|
//! | usual load: the mean load of the runs before | 28 days | proposed |
//! | long: longer than most runs before | 90 % of 6 weeks | proposed |
//! | usual resting heart rate: the median of the watch's values at the runs before | 28 days | the article: a raised resting heart rate calls for rest; the figures are proposed |
//! | a resting heart rate that never changes is a setting and not a measurement | from 5 runs on | proposed |
//! | if some runs have a resting heart rate of their day, the values of the others are settings | - | proposed |
//! | least number of runs for usual values | 5 | proposed |
//! | a recovery run or nearly recovery run is placed after a hard session, before one, between two, or isolated | 36 h from the end of one to the start of the next | the article; the figure is proposed |
//! | follower of a hard session, of running or another sport | within 48 h | the article; the figure is proposed |
//! | filler, in a week above the coach's range: a recovery run that is long or that follows no hard session | 72 h | the article; the figure is proposed |

use crate::history::after_hard::{Event, followed_by};
use crate::history::planned::{match_plan, plan_of};
use crate::history::record::{FileRecord, OtherSession, Reason};
use crate::run::assessment::{Assessment, Context, Placing};
use crate::run::classify::classify;
use crate::run::criteria::Verdict;
use crate::settings::athlete::Athlete;
use crate::settings::kind::{Kind, KindWords};
use crate::settings::max_timeline::MaxTimeline;
use crate::settings::policy::{Policy, minutes_to_ms};
use std::collections::VecDeque;

/// Classifies and places the runs of one athlete, and fills in their [`Context`]. Activities of
/// other sports are compared with the runs. Recovery runs are also placed around the hard ones of
/// these.
///
/// Set duplicates aside first ([`mark_duplicates`](crate::history::duplicates::mark_duplicates)),
/// because they would count twice.
pub fn place_runs(records: &mut [FileRecord], athlete: &Athlete, maxima: &MaxTimeline) {
    let policy = &athlete.policy;
    let plan = plan_of(records.iter(), athlete);
    let (mut runs, mut others) = (Vec::new(), Vec::new());
    for record in records.iter_mut() {
        runs.extend(&mut record.runs);
        others.extend(&mut record.others);
    }
    runs.sort_by_key(|run| run.start_ms);
    let mut others = without_copies(others);
    let words = KindWords::new(policy);
    let planned = match_plan(&runs, &plan, athlete, &words);
    let is_any_measured = runs.iter().any(|run| run.is_resting_measured);
    let is_constant = is_constant(runs.iter().filter_map(|run| run.resting_bpm), policy);
    let mut lately = Lately::new(policy);
    let mut next_others = others.iter_mut().peekable();
    for (run, planned) in runs.iter_mut().zip(planned) {
        while let Some(other) = next_others.next_if(|other| other.activity.start_ms < run.start_ms)
        {
            lately.add_other(other, athlete, maxima);
        }
        let mut context = lately.context_of(run, policy);
        let is_measured = run.is_resting_measured || !is_any_measured;
        context.is_resting_a_setting = is_constant || !is_measured;
        if context.is_resting_a_setting {
            (context.usual_resting_bpm, context.is_resting_raised) = (None, None);
        }
        run.classified = classify(run, &planned, &context, &words, policy);
        run.planned = planned.done(run.classified.kind).cloned();
        run.context = context;
        lately.add(run);
    }
    for other in next_others {
        lately.add_other(other, athlete, maxima);
    }
    place_around_hard(&mut runs, &others, policy);
    follow(&mut runs, &mut others, policy);
    for record in records {
        let hard = record.others.iter().filter_map(|other| {
            let reason = other.hard_reason.clone()?;
            Some(Reason::HardOtherSport(other.activity.sport.clone(), reason))
        });
        let mut hard: Vec<Reason> = hard.take(HARD_NAMED).collect();
        hard.dedup();
        record.reasons.extend(hard);
    }
}

/// Sorts activities of other sports by their start, and leaves out copies. A copy overlaps the
/// activity before it for four fifths of the time.
fn without_copies(mut others: Vec<&mut OtherSession>) -> Vec<&mut OtherSession> {
    others.sort_by_key(|other| other.activity.start_ms);
    let mut kept: Vec<&mut OtherSession> = Vec::with_capacity(others.len());
    for other in others {
        let is_copy = kept.last().is_some_and(|last| {
            let (one, two) = (&last.activity, &other.activity);
            let overlap_ms = one.end_ms.min(two.end_ms).saturating_sub(two.start_ms);
            overlap_ms.saturating_mul(5) >= one.timer_ms.min(two.timer_ms).saturating_mul(4)
        });
        if !is_copy {
            kept.push(other);
        }
    }
    kept
}

/// Whether there are enough values and all are equal.
fn is_constant(values: impl Iterator<Item = f64>, policy: &Policy) -> bool {
    let (mut number, mut least, mut most) = (0.0, f64::INFINITY, f64::NEG_INFINITY);
    for value in values {
        number += 1.0;
        (least, most) = (least.min(value), most.max(value));
    }
    number >= policy.usual_runs_min && least == most
}

/// Sets the time from each run to the next hard session, and places recovery runs.
fn place_around_hard(runs: &mut [&mut Assessment], others: &[&mut OtherSession], policy: &Policy) {
    let hard = others.iter().filter(|other| other.hard_reason.is_some());
    let mut hard_others = hard.map(|other| other.activity.start_ms).rev().peekable();
    let mut next_hard_start_ms: Option<i64> = None;
    for run in runs.iter_mut().rev() {
        while let Some(start_ms) = hard_others.next_if(|&start_ms| start_ms > run.start_ms) {
            let earliest_ms = next_hard_start_ms.map_or(start_ms, |next| next.min(start_ms));
            next_hard_start_ms = Some(earliest_ms);
        }
        run.context.until_hard_ms =
            next_hard_start_ms.map(|start_ms| (start_ms - run.end_ms()).max(0));
        if run.classified.is_hard_session() {
            next_hard_start_ms = Some(run.start_ms);
        }
        let is_placed = matches!(run.verdict, Verdict::Recovery | Verdict::Borderline);
        if run.classified.kind == Kind::Recovery && is_placed {
            place(&mut run.context, run.timer_ms, policy);
        }
    }
}

/// Sets the follower of each hard session.
fn follow(runs: &mut [&mut Assessment], others: &mut [&mut OtherSession], policy: &Policy) {
    let of_run = |run: &&mut Assessment| Event {
        start_ms: run.start_ms,
        end_ms: run.end_ms(),
        timer_ms: run.timer_ms,
        is_hard: run.classified.is_hard_session(),
        verdict: Some(run.verdict),
    };
    let of_other = |other: &&mut OtherSession| Event {
        start_ms: other.activity.start_ms,
        end_ms: other.activity.end_ms,
        timer_ms: other.activity.timer_ms,
        is_hard: other.hard_reason.is_some(),
        verdict: None,
    };
    let all = runs.iter().map(of_run).chain(others.iter().map(of_other));
    let mut events: Vec<(usize, Event)> = all.enumerate().collect();
    events.sort_by_key(|(_, event)| event.start_ms);
    let (places, events): (Vec<usize>, Vec<Event>) = events.into_iter().unzip();
    for (&place, follower) in places.iter().zip(followed_by(&events, policy)) {
        let kind = follower.map(|follower| follower.kind);
        match place.checked_sub(runs.len()) {
            Some(other) => others[other].followed_by = kind,
            None => runs[place].context.followed_by = kind,
        }
        let next = follower.and_then(|follower| follower.event).map(|event| places[event]);
        if let Some(run) = next.and_then(|next| runs.get_mut(next)) {
            run.context.follows_hard = true;
        }
    }
}

/// Places a recovery run of `timer_ms` milliseconds among the hard sessions.
fn place(context: &mut Context, timer_ms: i64, policy: &Policy) {
    let within = |gap_ms: Option<i64>, hours: f64| gap_ms.is_some_and(|gap| gap <= hours_ms(hours));
    let is_after = within(context.since_hard_ms, policy.placed_within_h);
    let is_before = within(context.until_hard_ms, policy.placed_within_h);
    context.placing = Some(match (is_after, is_before) {
        (true, true) => Placing::Between,
        (true, false) => Placing::AfterHard,
        (false, true) => Placing::BeforeHard,
        (false, false) => Placing::Isolated,
    });
    let is_long = context.is_long || timer_ms >= minutes_to_ms(policy.long_min);
    let is_unasked = !within(context.since_hard_ms, policy.filler_after_h);
    context.is_filler_if_over = Some(is_long || is_unasked);
}

fn hours_ms(hours: f64) -> i64 {
    minutes_to_ms(hours * 60.0)
}

/// Moving windows over the values of the athlete's earlier runs.
struct Lately {
    loads: Window,
    timers_ms: Window,
    resting_bpm: Window,
    hard_end_ms: Option<i64>,
}

impl Lately {
    fn new(policy: &Policy) -> Self {
        let days = |days: f64| Window::new(hours_ms(days * 24.0), policy.usual_runs_min);
        Self {
            loads: days(policy.load_days),
            timers_ms: days(policy.usual_days),
            resting_bpm: days(policy.resting_days),
            hard_end_ms: None,
        }
    }

    /// Returns the context of the next run. Runs must come in the order of their starts.
    fn context_of(&mut self, run: &Assessment, policy: &Policy) -> Context {
        let now_ms = run.start_ms;
        let windows = [&mut self.loads, &mut self.timers_ms, &mut self.resting_bpm];
        for window in windows {
            window.advance(now_ms);
        }
        let timer_ms = run.timer_ms as f64;
        let is_longer = |shorter: usize, all: usize| {
            shorter as f64 * 100.0 >= policy.long_share_pct * all as f64
                && run.timer_ms > minutes_to_ms(policy.duration_pass_max_min)
        };
        let usual_resting_bpm = self.resting_bpm.median();
        Context {
            usual_load: self.loads.mean(),
            is_long: self.timers_ms.below(timer_ms).is_some_and(|(n, all)| is_longer(n, all)),
            since_hard_ms: self.hard_end_ms.map(|end_ms| (now_ms - end_ms).max(0)),
            usual_resting_bpm,
            is_resting_raised: run.resting_bpm.zip(usual_resting_bpm).map(|(bpm, usual)| {
                let rise_bpm = policy.resting_rise_bpm.min(policy.resting_rise_pct / 100.0 * usual);
                bpm - usual >= rise_bpm
            }),
            ..Context::default()
        }
    }

    /// Adds an activity of another sport. Compares its load with the runs before it.
    fn add_other(&mut self, other: &mut OtherSession, athlete: &Athlete, maxima: &MaxTimeline) {
        let start_ms = other.activity.start_ms;
        self.loads.advance(start_ms);
        let found = maxima.near(start_ms);
        let zone_times = other.activity.zone_times(athlete, found, other.date);
        other.load_ms = (zone_times.placed_ms() > 0).then(|| zone_times.edwards_load_ms());
        let load = other.load_ms.map(|load_ms| load_ms as f64 / 60_000.0);
        let usual_load = self.loads.mean();
        let policy = &athlete.policy;
        other.hard_reason = other.activity.hard_reason(&zone_times, load, usual_load, policy);
        if other.hard_reason.is_some() {
            self.hard_end_ms = self.hard_end_ms.max(Some(other.activity.end_ms));
        }
    }

    fn add(&mut self, run: &Assessment) {
        self.timers_ms.push(run.start_ms, Some(run.timer_ms as f64));
        self.loads.push(run.start_ms, run.load);
        self.resting_bpm.push(run.start_ms, run.measured_resting_bpm());
        if run.classified.is_hard_session() {
            self.hard_end_ms = self.hard_end_ms.max(Some(run.end_ms()));
        }
    }
}

/// Largest number of hard sessions of other sports that the row of one file names.
const HARD_NAMED: usize = 8;

/// Largest number of runs in a window; older runs are dropped. Nobody runs so often in six weeks.
const WINDOW_RUNS: usize = 1_000;

/// The values of the runs within a moving time window.
struct Window {
    length_ms: i64,
    /// Least number of values for a usual value.
    least: usize,
    /// Start of each run in milliseconds since the Unix epoch and its value, in order of time.
    values: VecDeque<(i64, f64)>,
    /// The same values, ascending.
    sorted: Vec<f64>,
}

impl Window {
    fn new(length_ms: i64, least: f64) -> Self {
        let least = (least.ceil() as usize).max(1);
        Self { length_ms, least, values: VecDeque::new(), sorted: Vec::new() }
    }

    /// Drops the values that are older than the window.
    fn advance(&mut self, now_ms: i64) {
        while let Some(&(time_ms, value)) = self.values.front() {
            if time_ms >= now_ms - self.length_ms {
                break;
            }
            self.values.pop_front();
            self.sorted.remove(self.place_of(value));
        }
    }

    fn push(&mut self, time_ms: i64, value: Option<f64>) {
        let Some(value) = value.filter(|value| value.is_finite()) else { return };
        if self.values.len() == WINDOW_RUNS
            && let Some((_, value)) = self.values.pop_front()
        {
            self.sorted.remove(self.place_of(value));
        }
        self.values.push_back((time_ms, value));
        self.sorted.insert(self.place_of(value), value);
    }

    fn place_of(&self, value: f64) -> usize {
        self.sorted.partition_point(|&other| other < value)
    }

    /// Returns the values, ascending; [`None`] if there are too few.
    fn known(&self) -> Option<&[f64]> {
        (self.sorted.len() >= self.least).then_some(&self.sorted)
    }

    fn mean(&self) -> Option<f64> {
        self.known().map(|values| values.iter().sum::<f64>() / values.len() as f64)
    }

    fn median(&self) -> Option<f64> {
        self.known().map(|values| {
            let middle = values.len() / 2;
            if values.len() % 2 == 1 {
                values[middle]
            } else {
                f64::midpoint(values[middle - 1], values[middle])
            }
        })
    }

    /// Returns the number of values below `value`, and the number of all values; [`None`] if there
    /// are too few.
    fn below(&self, value: f64) -> Option<(usize, usize)> {
        self.known().map(|values| (self.place_of(value), values.len()))
    }
}
