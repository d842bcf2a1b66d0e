//! The answer, as values.

use crate::answer::mixed::Mixed;
use crate::answer::remedy::Remedy;
use crate::history::week::Week;
use crate::run::criteria::main_reason::ReasonCode;
use crate::run::max_doubt::MaxDoubt;
use jiff::civil::Date;
use serde::Serialize;

/// Number of runs below which an answer only counts runs and gives no advice.
pub const FEW_RUNS: usize = 5;

/// The answer for one athlete: a summary of the runs of some weeks, and one thing to change.
///
/// The answer covers the last weeks with runs, by default [`Answer::WEEKS`].
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Answer {
    /// Name of the athlete; may be empty.
    pub athlete: String,
    /// Number of weeks with runs.
    pub weeks: usize,
    /// First day of the first week.
    pub first: Date,
    /// Last day of the last week.
    pub last: Date,
    /// Number of runs in these weeks.
    pub runs: usize,
    /// Number of ungradable runs.
    pub unknown_runs: usize,
    /// Doubts that change the answer, the greatest first.
    pub doubts: Vec<AnswerDoubt>,
    /// Recovery runs, compared with the coach's range.
    pub recovery: RecoveryRuns,
    /// Runs that were meant as recovery runs.
    pub meant: MeantRuns,
    /// Runs and rest after hard sessions.
    pub after_hard: AfterHard,
    /// Runs of the last week with a raised resting heart rate.
    pub resting_raised: usize,
    /// The change that would mend the most; [`None`] if nothing needs mending, for fewer than
    /// [`FEW_RUNS`] runs, and for files of several athletes.
    pub change: Option<Change>,
    /// Comparison with earlier weeks; [`None`] without enough runs now or before.
    pub trend: Option<Trend>,
}

impl Answer {
    /// Default number of weeks with runs.
    pub const WEEKS: usize = 8;

    /// Whether the files seem to belong to several athletes. Then no advice can be given.
    #[must_use]
    pub fn is_of_several(&self) -> bool {
        self.doubts.iter().any(|doubt| matches!(doubt, AnswerDoubt::SeveralAthletes(_)))
    }

    /// Whether there are fewer than [`FEW_RUNS`] runs, which are only counted.
    #[must_use]
    pub fn is_of_few(&self) -> bool {
        self.runs < FEW_RUNS
    }
}

/// A doubt that changes the answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub enum AnswerDoubt {
    /// Signs that the files belong to several athletes.
    SeveralAthletes(Mixed),
    /// Number of runs that are ungradable because the maximum heart rate is unknown.
    MaxUnknown(usize),
    /// Reason to doubt the maximum heart rate, and the number of verdicts that another maximum
    /// would change.
    Max(MaxDoubt, usize),
    /// Number of runs with too little heart rate to grade, if they are a third of the runs or more.
    NoHeartRate(usize),
    /// Number of runs whose verdict changes if suspicious heart rates count as missing.
    SuspectHeartRate(usize),
}

/// Recovery runs, compared with the coach's range, summed over the weeks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RecoveryRuns {
    /// Recovery runs.
    pub done: usize,
    /// Runs of kind recovery that were nearly recovery runs.
    pub nearly: usize,
    /// Sum of the lower ends of the coach's range.
    pub range_low: usize,
    /// Sum of the upper ends of the coach's range.
    pub range_high: usize,
    /// Recovery runs above the upper ends, counted week by week.
    pub over: usize,
    /// Weeks within the range.
    pub weeks_within: usize,
    /// Weeks under the range. A last week that may not be over does not count.
    pub weeks_under: usize,
    /// Weeks over the range.
    pub weeks_over: usize,
    /// Weeks whose ungradable runs make the comparison impossible.
    pub weeks_unknown: usize,
    /// Last weeks under the range that may not be over: 0 or 1.
    pub weeks_open: usize,
}

/// Runs that were meant as recovery runs, and other runs that were nearly recovery runs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct MeantRuns {
    /// Runs that were planned or named as recovery runs.
    pub meant: usize,
    /// Meant runs that were recovery runs.
    pub held: usize,
    /// Meant runs that were nearly recovery runs.
    pub nearly: usize,
    /// Meant runs that were not recovery runs.
    pub missed: usize,
    /// Meant runs that were ungradable.
    pub unknown: usize,
    /// Planned recovery runs that were not run. They are no meant runs.
    pub not_run: usize,
    /// Main reasons of the meant runs that did not pass, the most frequent first.
    pub broken_by: Vec<(ReasonCode, usize)>,
    /// Main reasons of the runs that were nearly recovery runs without being meant, the most
    /// frequent first.
    pub near_others: Vec<(ReasonCode, usize)>,
}

/// Runs and rest within 48 h of the hard sessions whose 48 h are over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AfterHard {
    /// Recovery runs.
    pub recovery: usize,
    /// Nearly recovery runs.
    pub nearly: usize,
    /// Rest.
    pub rest: usize,
    /// Easy runs that were too hard, too long or forced up hills.
    pub too_hard: usize,
    /// Further hard sessions.
    pub hard: usize,
    /// Ungradable runs.
    pub unknown: usize,
}

impl AfterHard {
    /// Sums up the runs and rest after the hard sessions of some weeks.
    #[must_use]
    pub fn of_weeks(weeks: &[&Week]) -> Self {
        let sum = |of: fn(&Week) -> usize| weeks.iter().map(|week| of(week)).sum();
        Self {
            recovery: sum(|week| week.after_recovery),
            nearly: sum(|week| week.after_nearly),
            rest: sum(|week| week.after_rest),
            too_hard: sum(|week| week.after_too_hard),
            hard: sum(|week| week.after_hard),
            unknown: sum(|week| week.after_unknown),
        }
    }

    /// Returns the number of hard sessions that were followed by a recovery run, nearly a recovery
    /// run, or rest.
    #[must_use]
    pub fn recovered(&self) -> usize {
        self.recovery + self.nearly + self.rest
    }

    /// Formats the hard sessions after which the athlete recovered: `2 of 3`; empty if no hard
    /// session has a known follower.
    #[must_use]
    pub fn recovered_in_words(&self) -> String {
        match self.told() {
            0 => String::new(),
            told => format!("{} of {told}", self.recovered()),
        }
    }

    /// Returns the number of hard sessions that were not followed by an ungradable run.
    #[must_use]
    pub fn told(&self) -> usize {
        self.recovered() + self.too_hard + self.hard
    }
}

/// One thing to change.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// The change.
    pub remedy: Remedy,
    /// Number of runs, sessions or weeks that this change alone would mend; 0 if no change alone
    /// mends any.
    pub mends: usize,
    /// Number of runs whose main reason this change addresses.
    pub blamed: usize,
    /// Number of runs that should have been recovery runs and were not.
    pub broken: usize,
    /// Recovery runs above the coach's range.
    pub over: usize,
    /// Highest whole heart rate of Zone 1 in the last run with zones, in beats per minute; [`None`]
    /// if the zones are unknown.
    pub zone1_high_bpm: Option<i32>,
    /// Shortest and longest recovery run by the coach's rule, in minutes.
    pub minutes: (f64, f64),
}

/// Comparison with earlier weeks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Trend {
    /// The weeks of the answer.
    pub now: TrendOfWeeks,
    /// The same number of earlier weeks with runs; [`None`] if they have too few runs.
    pub before: Option<TrendOfWeeks>,
    /// The same weeks of the year before; [`None`] if they have too few runs.
    pub year_before: Option<TrendOfWeeks>,
}

/// The values of some weeks that a [`Trend`] compares.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TrendOfWeeks {
    /// Number of weeks with runs.
    pub weeks: usize,
    /// Recovery runs.
    pub recovery_runs: usize,
    /// Runs and rest after hard sessions.
    pub after_hard: AfterHard,
}

impl TrendOfWeeks {
    /// Returns the mean number of recovery runs in a week with runs.
    #[must_use]
    pub fn recovery_runs_a_week(&self) -> f64 {
        self.recovery_runs as f64 / self.weeks.max(1) as f64
    }
}
