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
    /// Distance in millimetres; [`None`] where no run knows its distance, 0 for a week without
    /// runs.
    pub distance_mm: Option<i64>,
    /// Ascent in millimetres; [`None`] where no run knows its ascent, 0 for a week without runs.
    pub ascent_mm: Option<i64>,
    /// Timer time without a heart rate or zones, in milliseconds.
    pub missing_ms: i64,
    /// Timer time below Zone 1 in milliseconds.
    pub below_ms: i64,
    /// Timer time in Zones 1-5 in milliseconds.
    pub zones_ms: [i64; ZONES],
    /// Whether it is the athlete's last week with a run, which may not be over.
    pub is_last: bool,
    /// Ungradable runs.
    pub ungradable_runs: usize,
    /// Lower end of the coach's range of recovery runs in a week with this number of runs.
    pub range_low: usize,
    /// Upper end of that range.
    pub range_high: usize,
    /// Runs with the verdict recovery.
    pub recovery_runs: usize,
    /// Runs of kind recovery with the verdict borderline.
    pub nearly_runs: usize,
    /// Recovery runs against the range.
    pub frequency: Frequency,
    /// Runs that were planned or named as recovery runs.
    pub meant: usize,
    /// Recovery runs of these.
    pub meant_true: usize,
    /// Nearly recovery runs of these.
    pub meant_nearly: usize,
    /// Runs of these that were no recovery runs.
    pub meant_missed: usize,
    /// Runs of these of which the recording cannot tell.
    pub meant_unknown: usize,
    /// Share of recovery runs among those meant, in percent; [`None`] where none was meant.
    pub compliance_pct: Option<f64>,
    /// Runs that were hard sessions.
    pub hard_sessions: usize,
    /// Activities of other sports that were hard sessions.
    pub hard_other_sports: usize,
    /// Hard sessions of any sport after which a recovery run came.
    pub after_recovery: usize,
    /// The same for nearly a recovery run.
    pub after_nearly: usize,
    /// The same for rest.
    pub after_rest: usize,
    /// The same for an easy run that was too hard, too long or forced up hills.
    pub after_too_hard: usize,
    /// The same for another hard session.
    pub after_hard: usize,
    /// The same for a run of which the recording cannot tell.
    pub after_unknown: usize,
    /// Share of recovery runs, nearly recovery runs and rest among what came after hard sessions and
    /// can be told, in percent; [`None`] without any.
    pub recovered_pct: Option<f64>,
    /// Most frequent main reason of the runs that were meant as recovery or nearly were, and did not
    /// pass; [`None`] without any.
    pub main_reason: Option<ReasonCode>,
    /// Recovery runs and nearly recovery runs soon after a hard session.
    pub placed_after_hard: usize,
    /// The same between two hard sessions.
    pub placed_between: usize,
    /// The same shortly before a hard session.
    pub placed_before_hard: usize,
    /// The same near no hard session.
    pub placed_isolated: usize,
    /// Recovery runs over the range that are filler.
    pub filler: usize,
    /// Edwards' training load of the runs and other activities with a known load, in minutes times
    /// zone; [`None`] where no run has one, 0 for a week without runs.
    pub load: Option<f64>,
    /// Foster's monotony; [`None`] where a run's load is unknown or all days are alike.
    pub monotony: Option<f64>,
    /// Foster's strain; [`None`] without monotony.
    pub strain: Option<f64>,
    /// Mean resting heart rate at the runs, in beats per minute; [`None`] where no run knows it.
    pub resting_bpm: Option<f64>,
    /// Resting heart rate against the usual one; [`None`] where the usual one is unknown.
    pub resting_flag: Option<RestingFlag>,
    /// Number of copies of the runs that were set aside.
    pub duplicates: usize,
    /// Number of unreadable files that are known to be of this week.
    pub unreadable: usize,
    /// Remarks.
    pub notes: Vec<WeekNote>,
}

/// The number of recovery runs of a week against the coach's range.
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
    /// Runs of which the recordings cannot tell, so that the week cannot be told.
    Unknown,
}

impl Frequency {
    /// Compares recovery runs with the coach's range. Each run of which the recording cannot tell can
    /// be one more.
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

/// The resting heart rate of a week against the usual one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RestingFlag {
    /// The usual resting heart rate.
    Usual,
    /// A raised resting heart rate at a run or more.
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

/// A remark on a week. The [`Display`](fmt::Display) form is what weekly.csv shows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum WeekNote {
    /// Number of runs without a known local time; they are placed in UTC.
    InUtc(usize),
    /// Number of runs without a load.
    WithoutLoad(usize),
    /// Number of runs with a raised resting heart rate.
    RestingRaised(usize),
    /// A monotony, and the limit from which it is a warning.
    MonotonyWarning(f64, f64),
    /// A monotony, and the limit from which it is critical.
    MonotonyCritical(f64, f64),
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
        }
    }
}
