//! The five criteria, the grade and the verdict.
//!
//! | criterion | pass | warn | fail | unknown | from |
//! |---|---|---|---|---|---|
//! | intensity | 95 % of heart-rate time at or below the top of Zone 1, longest surge 60 s | 85 %, 180 s | otherwise | a heart rate for less than 80 % of the time, or no zones | the article: Zone 1; the shares and lengths are proposed |
//! | duration | 20-45 min of timer time | 10-20 or 45-60 min | otherwise | - | the article: 20-45 min; the rest is proposed |
//! | terrain | no effort spike, at most 200 m of steep stretches and 20 m of ascent a km; without heart rate no steep stretch, and at most 120 s on hills | one effort spike, or more steep stretches, ascent or hills | two effort spikes, or one over 120 s | no altitude or distance | the article: avoid hills that force effort spikes; the limits are proposed |
//! | warm-up and finish | first and last 5 min at most 5 % over the run's median heart rate, or at or below the top of Zone 1 | otherwise | never | shorter than 15 min, or too little heart rate | the article: gentle preparation, relaxed finish; the limits are proposed |
//! | effort felt | 1-2 | 3 | 4 or more | not recorded | the article: RPE 1-2; the rest is proposed |
//!
//! The article is *Recovery Runs: Why They Matter and How to Do Them Right* (Fljuga). The figures
//! are the defaults of [`Policy`](crate::Policy), whose fields name the origin of each figure. The
//! limits of intensity distinguish runs with the same mean heart rate. Of 260 runs of one runner in
//! 13 years (15-65 min, under 80 % of the maximum on average), 139 have a mean in Zone 1 or below.
//! Among these 139 runs, 41 pass, 26 warn and 72 fail.
//!
//! The outcome of a criterion is the worst outcome of its [`Check`]s. A criterion also holds its
//! [`Evidence`], and the changes that would have made the criterion pass. If the heart rate is
//! known, a hill that forced no effort is only evidence and no fault. A route that is steep
//! throughout warns, because running downhill strains the legs.
//!
//! Grade **A**: no warning and no failure; **B**: one warning; **C**: two or more warnings; **D**:
//! one failure; **F**: two or more failures. A is `recovery`, B and C are `borderline`, D and F are
//! `not_recovery`. If intensity is unknown, the run is `ungradable`, unless the athlete rated the
//! effort. Then the verdict rests on the rating. Pace is never judged, and walking is no fault.

mod judge;
pub mod main_reason;
mod words;

pub(crate) use judge::{Ends, Facts, Judged, SurgeSums};

use crate::run::surges::Surge;
use crate::run::terrain::ground::{Ground, Hill, SteepStretch};
use crate::wording::SharedText;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The outcome of a criterion.
///
/// Outcomes are ordered from good to bad. Unknown is the worst outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The run keeps the coach's rule.
    Pass,
    /// The run is just outside the rule.
    Warn,
    /// The run breaks the rule.
    Fail,
    /// The recording has too few values to judge.
    Unknown,
}

impl Outcome {
    /// Returns `pass`, `warn`, `fail` or `unknown`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
        }
    }
}

/// One criterion: the measured values, their limits, the evidence and the outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Criterion {
    /// Worst outcome of the checks, or unknown.
    pub outcome: Outcome,
    /// Measured values with their units, in words; the reason if nothing was measured.
    pub measured: String,
    /// Limit for a pass, in words.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub limit: SharedText,
    /// Measured values and limits as numbers; empty if nothing was measured.
    pub checks: Vec<Check>,
    /// Surges, effort spikes, hills and steep stretches that support the outcome.
    pub evidence: Vec<Evidence>,
    /// Changes that would have made the criterion pass, one clause each; empty for a pass.
    pub to_pass: Vec<String>,
}

/// One measured value and its limits.
///
/// ```
/// use recoup_analysis::run::criteria::{Check, Bounds, Measure};
/// let check = |value| Check {
///     measure: Measure::TimerMin,
///     value,
///     pass: Bounds::between(20.0, 45.0),
///     warn: Bounds::between(10.0, 60.0),
/// };
/// let outcomes = [45.0, 45.1, 61.0].map(|minutes| check(minutes).outcome().as_str());
/// assert_eq!(outcomes, ["pass", "warn", "fail"]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Check {
    /// Measure, whose name ends with the unit of the value.
    pub measure: Measure,
    /// Measured value.
    pub value: f64,
    /// Bounds of a pass.
    #[cfg_attr(feature = "schema", schemars(with = "BoundValues"))]
    pub pass: Bounds,
    /// Bounds of a warning. A value outside both bounds is a failure.
    #[cfg_attr(feature = "schema", schemars(with = "BoundValues"))]
    pub warn: Bounds,
}

impl Check {
    /// Returns pass, warn or fail.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        if self.pass.hold(self.value) {
            Outcome::Pass
        } else if self.warn.hold(self.value) {
            Outcome::Warn
        } else {
            Outcome::Fail
        }
    }
}

/// The measure of a [`Check`]. The name ends with the unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Measure {
    /// Share of heart-rate time at or below the top of Zone 1, in percent.
    AtOrBelowPct,
    /// Length of the longest surge, in seconds.
    LongestSurgeS,
    /// Timer time, in minutes.
    TimerMin,
    /// Number of effort spikes.
    EffortSpikes,
    /// Length of the longest effort spike, in seconds.
    LongestEffortSpikeS,
    /// Length of the steep stretches, in metres.
    SteepM,
    /// Timer time on hills, in seconds.
    HillsS,
    /// Ascent for each kilometre, in metres.
    AscentMPerKm,
    /// Mean heart rate of the first minutes, in beats per minute.
    FirstMinutesBpm,
    /// Mean heart rate of the last minutes, in beats per minute.
    LastMinutesBpm,
    /// Rating of perceived exertion, 1-10.
    Rpe,
}

/// A range of values. An absent bound sets no limit.
///
/// ```
/// use recoup_analysis::run::criteria::{BoundValues, Bounds};
/// let bounds = Bounds::between(20.0, 45.0);
/// assert!(bounds.hold(45.0) && !bounds.hold(45.1));
/// let BoundValues { least, most, below } = bounds.into();
/// assert_eq!((least, most, below), (Some(20.0), Some(45.0), None));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "BoundValues", into = "BoundValues")]
pub struct Bounds {
    // Absent bounds are infinite and not [`None`], because options take twice the memory.
    least: f64,
    most: f64,
    below: f64,
}

/// A range of values. An absent bound sets no limit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Bounds"))]
pub struct BoundValues {
    /// Inclusive lower bound.
    pub least: Option<f64>,
    /// Inclusive upper bound.
    pub most: Option<f64>,
    /// Exclusive upper bound.
    pub below: Option<f64>,
}

impl From<Bounds> for BoundValues {
    fn from(bounds: Bounds) -> Self {
        let known = |bound: f64| Some(bound).filter(|bound| bound.is_finite());
        Self { least: known(bounds.least), most: known(bounds.most), below: known(bounds.below) }
    }
}

impl From<BoundValues> for Bounds {
    fn from(values: BoundValues) -> Self {
        Self {
            least: values.least.unwrap_or(f64::NEG_INFINITY),
            most: values.most.unwrap_or(f64::INFINITY),
            below: values.below.unwrap_or(f64::INFINITY),
        }
    }
}

impl Bounds {
    /// No bounds: every finite value is within.
    pub const NONE: Self =
        Self { least: f64::NEG_INFINITY, most: f64::INFINITY, below: f64::INFINITY };

    /// Makes bounds with an inclusive lower bound.
    #[must_use]
    pub fn at_least(least: f64) -> Self {
        Self { least, ..Self::NONE }
    }

    /// Makes bounds with an inclusive upper bound.
    #[must_use]
    pub fn at_most(most: f64) -> Self {
        Self { most, ..Self::NONE }
    }

    /// Makes bounds with an exclusive upper bound.
    #[must_use]
    pub fn below(below: f64) -> Self {
        Self { below, ..Self::NONE }
    }

    /// Makes bounds with an inclusive lower and upper bound.
    #[must_use]
    pub fn between(least: f64, most: f64) -> Self {
        Self { least, most, ..Self::NONE }
    }

    /// Whether a value is within the bounds.
    #[must_use]
    pub fn hold(&self, value: f64) -> bool {
        value >= self.least && value <= self.most && value < self.below
    }
}

/// A place in the run that supports the outcome of a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "what", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Evidence {
    /// A surge above Zone 1.
    Surge(Surge),
    /// An effort spike, which the terrain forced.
    EffortSpike(EffortSpike),
    /// A hill.
    Hill(Hill),
    /// A steep stretch.
    Steep(SteepStretch),
}

/// An effort that the terrain forced: a surge that begins on a hill or steep stretch or shortly
/// after its top. Without heart rate or zones, an effort by speed and grade counts instead of a
/// surge.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct EffortSpike {
    /// Start in milliseconds of timer time.
    pub start_timer_ms: i64,
    /// Length in milliseconds of timer time.
    pub length_ms: i64,
    /// Hill or steep stretch that forced the effort.
    pub ground: Ground,
}

/// The five criteria of one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Criteria {
    /// Heart rate within the recovery zone.
    pub intensity: Criterion,
    /// Timer time of twenty to forty-five minutes.
    pub duration: Criterion,
    /// No terrain that forces effort.
    pub terrain: Criterion,
    /// A gentle start and end.
    pub warmup_finish: Criterion,
    /// The athlete's own rating.
    pub effort_felt: Criterion,
}

impl Criteria {
    /// Returns the names and criteria in the order of the tables.
    #[must_use]
    pub fn named(&self) -> [(&'static str, &Criterion); 5] {
        // Each criterion is named here and below, so that the compiler finds a missing one.
        let Self { intensity, duration, terrain, warmup_finish, effort_felt } = self;
        [
            ("intensity", intensity),
            ("duration", duration),
            ("terrain", terrain),
            ("warm-up and finish", warmup_finish),
            ("effort felt", effort_felt),
        ]
    }

    fn outcomes(&self) -> Outcomes {
        let Self { intensity, duration, terrain, warmup_finish, effort_felt } = self;
        Outcomes {
            intensity: intensity.outcome,
            duration: duration.outcome,
            terrain: terrain.outcome,
            warmup_finish: warmup_finish.outcome,
            effort_felt: effort_felt.outcome,
        }
    }

    /// Returns the grade, the verdict and the basis of the verdict.
    ///
    /// The grade of an ungradable run is [`None`].
    #[must_use]
    pub fn judge(&self) -> (Option<Grade>, Verdict, Basis) {
        self.outcomes().judge()
    }
}

/// The outcomes of the criteria.
#[derive(Debug, Clone, Copy)]
struct Outcomes {
    intensity: Outcome,
    duration: Outcome,
    terrain: Outcome,
    warmup_finish: Outcome,
    effort_felt: Outcome,
}

impl Outcomes {
    /// Returns the grade, the verdict and the basis of the verdict.
    fn judge(self) -> (Option<Grade>, Verdict, Basis) {
        let Self { intensity, duration, terrain, warmup_finish, effort_felt } = self;
        let basis = match (intensity, effort_felt) {
            (Outcome::Unknown, Outcome::Unknown) => {
                return (None, Verdict::Ungradable, Basis::None);
            }
            (Outcome::Unknown, _) => Basis::Rpe,
            _ => Basis::HeartRate,
        };
        let all = [intensity, duration, terrain, warmup_finish, effort_felt];
        let count = |wanted| all.iter().filter(|&&outcome| outcome == wanted).count();
        let grade = match (count(Outcome::Fail), count(Outcome::Warn)) {
            (0, 0) => Grade::A,
            (0, 1) => Grade::B,
            (0, _) => Grade::C,
            (1, _) => Grade::D,
            _ => Grade::F,
        };
        let verdict = match grade {
            Grade::A => Verdict::Recovery,
            Grade::B | Grade::C => Verdict::Borderline,
            Grade::D | Grade::F => Verdict::NotRecovery,
        };
        (Some(grade), verdict, basis)
    }
}

/// The grade of a run as a recovery run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Grade {
    /// No warning, no failure.
    A,
    /// One warning.
    B,
    /// Two or more warnings.
    C,
    /// One failure.
    D,
    /// Two or more failures.
    F,
}

impl Grade {
    /// Returns the letter.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
            Self::F => "F",
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Whether a run was a true recovery run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A true recovery run.
    Recovery,
    /// Nearly a recovery run: warnings, but no failure.
    Borderline,
    /// Not a recovery run.
    NotRecovery,
    /// The recording has too few values for a verdict.
    Ungradable,
}

impl Verdict {
    /// Returns `recovery`, `borderline`, `not_recovery` or `ungradable`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recovery => "recovery",
            Self::Borderline => "borderline",
            Self::NotRecovery => "not_recovery",
            Self::Ungradable => "ungradable",
        }
    }

    /// Returns the verdict in words, the same in all texts for people.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Recovery => "a recovery run",
            Self::Borderline => "nearly a recovery run",
            Self::NotRecovery => "not a recovery run",
            Self::Ungradable => "cannot tell",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The basis of a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Heart rate.
    HeartRate,
    /// The athlete's rating of perceived exertion, because the intensity is unknown.
    Rpe,
    /// No basis, because there is no verdict.
    None,
}

impl Basis {
    /// Returns `heart_rate`, `rpe` or `none`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::HeartRate => "heart_rate",
            Self::Rpe => "rpe",
            Self::None => "none",
        }
    }
}
