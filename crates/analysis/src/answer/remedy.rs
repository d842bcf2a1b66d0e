//! The change that would mend a run.
//!
//! A run that should have been a recovery run and was not is credited to a change if that change
//! alone would have made the run pass:
//!
//! - Flatter routes, if hills forced all surges of the run. Without hills its heart rate stays in
//!   Zone 1.
//! - A slower pace, if the length is right and the route is not too steep. A heart rate at or below
//!   the top of Zone 1 passes intensity, effort spikes, warm-up and finish.
//! - Another length, a gentler start and finish, or less felt effort, if nothing else is wrong.

use crate::run::assessment::Assessment;
use crate::run::criteria::main_reason::ReasonCode;
use crate::run::criteria::{Criteria, Criterion, Measure, Outcome};
use crate::run::surges::Cause;
use serde::Serialize;

/// A change that mends runs or makes more runs gradable. Of changes that mend the same number, the
/// first in this order is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Remedy {
    /// Setting the maximum heart rate.
    TellMaximum,
    /// Wearing the heart-rate strap.
    WearStrap,
    /// Running slower, in Zone 1.
    SlowDown,
    /// Stopping at the longest time of a recovery run.
    StopEarlier,
    /// Choosing flatter routes.
    FlatterRoutes,
    /// Beginning and ending gently.
    GentlerEnds,
    /// Running so easily that it feels easy.
    EasierFeel,
    /// Running at least for the shortest time of a recovery run.
    RunLonger,
    /// Resting or running easily after a hard session, instead of another hard session.
    Rest,
    /// Adding recovery runs.
    AddRecoveryRun,
    /// Leaving out recovery runs that do not follow a hard session.
    DropFiller,
}

impl Remedy {
    /// Returns the name in JSON and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TellMaximum => "tell_maximum",
            Self::WearStrap => "wear_strap",
            Self::SlowDown => "slow_down",
            Self::StopEarlier => "stop_earlier",
            Self::FlatterRoutes => "flatter_routes",
            Self::GentlerEnds => "gentler_ends",
            Self::EasierFeel => "easier_feel",
            Self::RunLonger => "run_longer",
            Self::Rest => "rest",
            Self::AddRecoveryRun => "add_recovery_run",
            Self::DropFiller => "drop_filler",
        }
    }

    /// Returns the remedy for the main reason of a run.
    #[must_use]
    pub fn of_reason(reason: ReasonCode) -> Self {
        match reason {
            ReasonCode::TooHard => Self::SlowDown,
            ReasonCode::TooLong => Self::StopEarlier,
            ReasonCode::TooShort => Self::RunLonger,
            ReasonCode::EffortOnHills => Self::FlatterRoutes,
            ReasonCode::HardStart | ReasonCode::HardFinish => Self::GentlerEnds,
            ReasonCode::FeltHard => Self::EasierFeel,
            ReasonCode::NoHeartRate => Self::WearStrap,
            ReasonCode::NoMaximum => Self::TellMaximum,
        }
    }
}

/// Whether a criterion warned or failed.
fn is_wrong(criterion: &Criterion) -> bool {
    matches!(criterion.outcome, Outcome::Warn | Outcome::Fail)
}

/// Returns the change that alone would have made a run pass; [`None`] if several changes are
/// needed.
pub(crate) fn remedy_of(run: &Assessment) -> Option<Remedy> {
    // Each criterion is named, so that the compiler finds one without a remedy.
    let Criteria { intensity, duration, terrain, warmup_finish, effort_felt } = &run.criteria;
    let mut wrong_terrain = terrain.checks.iter();
    let [intensity, duration, terrain, ends, felt] =
        [intensity, duration, terrain, warmup_finish, effort_felt].map(is_wrong);
    let are_from_hills =
        !run.surges.is_empty() && run.surges.iter().all(|surge| surge.cause == Cause::Hill);
    let is_route_steep = wrong_terrain.any(|check| {
        let is_of_effort =
            matches!(check.measure, Measure::EffortSpikes | Measure::LongestEffortSpikeS);
        !is_of_effort && check.outcome() != Outcome::Pass
    });
    match [intensity, duration, terrain, ends, felt] {
        [false, true, false, false, false] => {
            let reason = run.main_reason.as_ref().map(|reason| reason.code);
            let is_short = reason == Some(ReasonCode::TooShort);
            Some(if is_short { Remedy::RunLonger } else { Remedy::StopEarlier })
        }
        [false, false, false, true, false] => Some(Remedy::GentlerEnds),
        [false, false, false, false, true] => Some(Remedy::EasierFeel),
        [true, false, true, _, false] if are_from_hills => Some(Remedy::FlatterRoutes),
        [false, false, true, false, false] => Some(Remedy::FlatterRoutes),
        [_, false, _, _, false] if !is_route_steep => Some(Remedy::SlowDown),
        _ => None,
    }
}
