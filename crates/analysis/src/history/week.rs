//! One week of one athlete, as a value.

use crate::settings::zone_model::ZONES;
use crate::wording::counted;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
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
    /// Number of recovery runs that the coach asks for in a week with this number of runs.
    pub recovery_target: usize,
    /// Runs of kind recovery.
    pub recovery_meant: usize,
    /// Runs of kind recovery with the verdict recovery.
    pub recovery_true: usize,
    /// Runs of kind recovery with the verdict borderline.
    pub recovery_borderline: usize,
    /// Runs of kind recovery with the verdict that they were no recovery runs.
    pub recovery_missed: usize,
    /// Runs of kind recovery that are ungradable.
    pub recovery_ungradable: usize,
    /// Share of true recovery runs among those meant, in percent; [`None`] without any.
    pub compliance_pct: Option<f64>,
    /// Recovery runs against the target.
    pub frequency: Frequency,
    /// Hard sessions.
    pub hard_sessions: usize,
    /// Recovery runs soon after a hard session.
    pub placed_after_hard: usize,
    /// Recovery runs between two hard sessions.
    pub placed_between: usize,
    /// Recovery runs shortly before a hard session.
    pub placed_before_hard: usize,
    /// Recovery runs near no hard session.
    pub placed_isolated: usize,
    /// Recovery runs over the target that are filler.
    pub filler: usize,
    /// Edwards' training load of the runs with a known load, in minutes times zone; [`None`] where
    /// no run has one, 0 for a week without runs.
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

/// The number of recovery runs of a week against its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Frequency {
    /// No run in the week.
    None,
    /// Fewer than the target.
    Under,
    /// Exactly the target.
    Within,
    /// More than the target.
    Over,
}

impl Frequency {
    pub(super) fn new(runs: usize, meant: usize, target: usize) -> Self {
        match meant.cmp(&target) {
            _ if runs == 0 => Self::None,
            Ordering::Less => Self::Under,
            Ordering::Equal => Self::Within,
            Ordering::Greater => Self::Over,
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
