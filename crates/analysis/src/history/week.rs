//! One week of one athlete, as a value.

use crate::run::criteria::main_reason::ReasonCode;
use crate::settings::zone_model::ZONES;
use crate::wording::counted;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One week of one athlete.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Week {
    /// Name of the athlete; may be empty.
    pub athlete: String,
    /// Name of the week: `2026-W10`, or the first day of a week from Sunday.
    pub week: String,
    /// First day.
    pub start: Date,
    /// Number of graded runs, ungradable ones included.
    pub runs: usize,
    /// Timer time of the runs in milliseconds.
    pub run_time_ms: i64,
    /// Distance in millimetres; [`None`] if no run has a distance, 0 for a week without runs.
    pub distance_mm: Option<i64>,
    /// Ascent in millimetres; [`None`] if no run has an ascent, 0 for a week without runs.
    pub ascent_mm: Option<i64>,
    /// Timer time without a heart rate or zones, in milliseconds.
    pub missing_ms: i64,
    /// Timer time below Zone 1 in milliseconds.
    pub below_ms: i64,
    /// Timer time in Zones 1-5 in milliseconds.
    pub zones_ms: [i64; ZONES],
    /// Whether this is the athlete's last week with a run, which may not be over.
    pub is_last: bool,
    /// Ungradable runs.
    pub ungradable_runs: usize,
    /// Lower end of the coach's range of recovery runs for this number of runs in a week.
    pub range_low: usize,
    /// Upper end of the coach's range.
    pub range_high: usize,
    /// Runs with the verdict recovery.
    pub recovery_runs: usize,
    /// Runs of kind recovery with the verdict borderline.
    pub nearly_runs: usize,
    /// Number of recovery runs, compared with the coach's range.
    pub frequency: Frequency,
    /// Runs that were planned or named as recovery runs.
    pub meant: usize,
    /// Meant runs that were recovery runs.
    pub meant_true: usize,
    /// Meant runs that were nearly recovery runs.
    pub meant_nearly: usize,
    /// Meant runs that were not recovery runs.
    pub meant_missed: usize,
    /// Meant runs that were ungradable.
    pub meant_unknown: usize,
    /// Share of recovery runs among the meant runs, in percent; [`None`] if no run was meant.
    pub compliance_pct: Option<f64>,
    /// Runs that were hard sessions.
    pub hard_sessions: usize,
    /// Activities of other sports that were hard sessions.
    pub hard_other_sports: usize,
    /// Hard sessions of any sport that were followed by a recovery run.
    pub after_recovery: usize,
    /// Hard sessions of any sport that were followed by nearly a recovery run.
    pub after_nearly: usize,
    /// Hard sessions of any sport that were followed by rest.
    pub after_rest: usize,
    /// Hard sessions of any sport that were followed by an easy run that was too hard, too long or
    /// forced up hills.
    pub after_too_hard: usize,
    /// Hard sessions of any sport that were followed by another hard session.
    pub after_hard: usize,
    /// Hard sessions of any sport that were followed by an ungradable run.
    pub after_unknown: usize,
    /// Share of the hard sessions that were followed by a recovery run, nearly a recovery run or
    /// rest, in percent. Hard sessions that were followed by an ungradable run do not count.
    /// [`None`] if no hard session counts.
    pub recovered_pct: Option<f64>,
    /// Most frequent main reason of the runs that did not pass. Only runs that were meant as
    /// recovery runs, or were nearly recovery runs, count. [`None`] without such a run.
    pub main_reason: Option<ReasonCode>,
    /// Recovery runs and nearly recovery runs soon after a hard session.
    pub placed_after_hard: usize,
    /// Recovery runs and nearly recovery runs between two hard sessions.
    pub placed_between: usize,
    /// Recovery runs and nearly recovery runs shortly before a hard session.
    pub placed_before_hard: usize,
    /// Recovery runs and nearly recovery runs near no hard session.
    pub placed_isolated: usize,
    /// Recovery runs above the coach's range that are filler.
    pub filler: usize,
    /// Edwards' training load of the runs and other activities with a known load, in minutes times
    /// zone; [`None`] if no run has a load, 0 for a week without runs.
    pub load: Option<f64>,
    /// Foster's monotony; [`None`] if the load of a run is unknown or all days are equal.
    pub monotony: Option<f64>,
    /// Foster's strain; [`None`] without monotony.
    pub strain: Option<f64>,
    /// Mean resting heart rate at the runs, in beats per minute; [`None`] if no run has one.
    pub resting_bpm: Option<f64>,
    /// Resting heart rate, compared with the usual value; [`None`] if the usual value is unknown.
    pub resting_flag: Option<RestingFlag>,
    /// Number of copies of the runs that were set aside.
    pub duplicates: usize,
    /// Number of unreadable files that are known to belong to this week.
    pub unreadable: usize,
    /// Remarks.
    pub notes: Vec<WeekNote>,
    /// Planned runs of all kinds.
    pub planned: usize,
    /// Planned runs that were not run, neither on their day nor moved within the week. The plan of
    /// the last day with an activity, and of later days, is not counted.
    pub planned_missed: usize,
}

/// The number of recovery runs of a week, compared with the coach's range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Frequency {
    /// No run in the week.
    None,
    /// Fewer than the range.
    Under,
    /// Within the range.
    Within,
    /// More than the range.
    Over,
    /// Not known, because ungradable runs could change the comparison.
    Unknown,
}

impl Frequency {
    /// Compares the number of recovery runs with the coach's range. Each ungradable run could also
    /// be a recovery run.
    pub(super) fn new(
        runs: usize,
        recovery_runs: usize,
        ungradable_runs: usize,
        (low, high): (usize, usize),
    ) -> Self {
        let of = |number: usize| match number {
            _ if number < low => Self::Under,
            _ if number > high => Self::Over,
            _ => Self::Within,
        };
        let least = of(recovery_runs);
        if runs == 0 {
            Self::None
        } else if ungradable_runs == runs || of(recovery_runs + ungradable_runs) != least {
            Self::Unknown
        } else {
            least
        }
    }

    /// Returns the name in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Under => "under",
            Self::Within => "within",
            Self::Over => "over",
            Self::Unknown => "unknown",
        }
    }
}

/// The resting heart rate of a week, compared with the usual value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RestingFlag {
    /// The usual resting heart rate.
    Usual,
    /// A raised resting heart rate at one run or more.
    ConsiderFullRest,
}

impl RestingFlag {
    /// Returns the text in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::ConsiderFullRest => "consider full rest",
        }
    }
}

/// A remark on a week. The [`Display`](fmt::Display) form is the text in weekly.csv.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum WeekNote {
    /// Number of runs without a known local time. These runs are placed in UTC.
    InUtc(usize),
    /// Number of runs without a load.
    WithoutLoad(usize),
    /// Number of runs with a raised resting heart rate.
    RestingRaised(usize),
    /// A monotony, and the limit from which it is a warning.
    MonotonyWarning(f64, f64),
    /// A monotony, and the limit from which it is critical.
    MonotonyCritical(f64, f64),
    /// A planned recovery run that was not run: its date.
    RecoveryNotRun(Date),
}

impl fmt::Display for WeekNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::InUtc(runs) => {
                write!(f, "{} with unknown local time (UTC used)", counted(runs, "run"))
            }
            Self::WithoutLoad(runs) => write!(f, "{} without a load", counted(runs, "run")),
            Self::RestingRaised(runs) => {
                write!(f, "{} with a raised resting heart rate", counted(runs, "run"))
            }
            Self::MonotonyWarning(monotony, limit) => {
                write!(f, "monotony {monotony:.2}, a warning from {limit}")
            }
            Self::MonotonyCritical(monotony, limit) => {
                write!(f, "monotony {monotony:.2}, critical from {limit}")
            }
            Self::RecoveryNotRun(date) => {
                write!(f, "the recovery run planned for {date} was not run")
            }
        }
    }
}
