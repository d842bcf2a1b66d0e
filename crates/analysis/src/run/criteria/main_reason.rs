//! The main reason why a run was no recovery run, as a code and in a few words.

use super::{Criteria, Criterion, Measure, Outcome, Verdict};
use crate::run::zones::{HeartRateZones, ZoneTimes};
use crate::settings::policy::Policy;
use crate::wording::{clock, counted};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Codes of the main reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReasonCode {
    /// Too much time above Zone 1.
    TooHard,
    /// Too much timer time.
    TooLong,
    /// Too little timer time.
    TooShort,
    /// Effort spikes on hills, or a route that is steep throughout.
    EffortOnHills,
    /// A hard start.
    HardStart,
    /// A hard finish.
    HardFinish,
    /// An effort that felt hard.
    FeltHard,
    /// Too little heart rate for a verdict.
    NoHeartRate,
    /// No maximum heart rate, so that the zones are unknown.
    NoMaximum,
}

impl ReasonCode {
    /// Returns the code in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TooHard => "too_hard",
            Self::TooLong => "too_long",
            Self::TooShort => "too_short",
            Self::EffortOnHills => "effort_on_hills",
            Self::HardStart => "hard_start",
            Self::HardFinish => "hard_finish",
            Self::FeltHard => "felt_hard",
            Self::NoHeartRate => "no_heart_rate",
            Self::NoMaximum => "no_maximum",
        }
    }

    /// Returns the reason in words: `too hard`.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::TooHard => "too hard",
            Self::TooLong => "too long",
            Self::TooShort => "too short",
            Self::EffortOnHills => "effort on hills",
            Self::HardStart => "a hard start",
            Self::HardFinish => "a hard finish",
            Self::FeltHard => "felt hard",
            Self::NoHeartRate => "no heart rate",
            Self::NoMaximum => "no maximum heart rate",
        }
    }
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The main reason, and its measure in at most eight words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MainReason {
    /// Code of the reason.
    pub code: ReasonCode,
    /// Measure in words: `12:40 above 137 bpm`.
    pub measure: String,
}

/// The facts, besides the criteria, that the words of a reason need.
pub(crate) struct ReasonFacts<'a> {
    pub(crate) zones: Option<&'a HeartRateZones>,
    pub(crate) zone_times: &'a ZoneTimes,
    pub(crate) timer_ms: i64,
    pub(crate) heart_rate_ms: i64,
    pub(crate) policy: &'a Policy,
}

impl MainReason {
    /// Returns the main reason of a verdict: the first criterion that failed, otherwise the first
    /// that warned. The order is intensity, duration, terrain, effort felt, warm-up and finish.
    /// [`None`] for a recovery run.
    pub(crate) fn find(
        criteria: &Criteria,
        verdict: Verdict,
        facts: &ReasonFacts<'_>,
    ) -> Option<Self> {
        if verdict == Verdict::Ungradable {
            return Some(facts.unknown(criteria));
        }
        // Each criterion is named, so that the compiler finds one without a reason.
        let Criteria { intensity, duration, terrain, warmup_finish, effort_felt } = criteria;
        let felt_hard =
            || Self { code: ReasonCode::FeltHard, measure: effort_felt.measured.clone() };
        let order: [(&Criterion, &dyn Fn() -> Self); 5] = [
            (intensity, &|| facts.too_hard()),
            (duration, &|| facts.wrong_length()),
            (terrain, &|| on_hills(criteria)),
            (effort_felt, &felt_hard),
            (warmup_finish, &|| facts.hard_end(criteria)),
        ];
        let first = |wanted| order.iter().find(|(criterion, _)| criterion.outcome == wanted);
        let (_, reason) = first(Outcome::Fail).or_else(|| first(Outcome::Warn))?;
        Some(reason())
    }
}

impl ReasonFacts<'_> {
    fn unknown(&self, criteria: &Criteria) -> MainReason {
        let coverage = self.heart_rate_ms as f64 * 100.0 / self.timer_ms.max(1) as f64;
        if coverage < self.policy.coverage_min_pct {
            let measure = match self.heart_rate_ms {
                0 if criteria.intensity.measured.ends_with("strap") => {
                    criteria.intensity.measured.clone()
                }
                0 => "no heart rate in the recording".to_owned(),
                _ => format!("heart rate for {:.0} % of the time", coverage.floor()),
            };
            return MainReason { code: ReasonCode::NoHeartRate, measure };
        }
        let measure = criteria.intensity.measured.clone();
        MainReason { code: ReasonCode::NoMaximum, measure }
    }

    fn too_hard(&self) -> MainReason {
        let above_ms = self.zone_times.zones_ms[1..].iter().sum();
        let top = self.zones.map_or(0, |zones| zones.zone1_whole_bpm().1);
        let measure = format!("{} above {top} bpm", clock(above_ms));
        MainReason { code: ReasonCode::TooHard, measure }
    }

    fn wrong_length(&self) -> MainReason {
        let (least, most) = (self.policy.duration_pass_min_min, self.policy.duration_pass_max_min);
        let is_long = self.timer_ms as f64 / 60_000.0 > most;
        let (code, side, limit) = if is_long {
            (ReasonCode::TooLong, "over", most)
        } else {
            (ReasonCode::TooShort, "under", least)
        };
        MainReason { code, measure: format!("{}, {side} {limit} min", clock(self.timer_ms)) }
    }

    fn hard_end(&self, criteria: &Criteria) -> MainReason {
        let over = criteria.warmup_finish.checks.iter();
        let over = over.filter(|check| check.outcome() != Outcome::Pass);
        let worst = over.max_by(|one, other| one.value.total_cmp(&other.value));
        let bpm = worst.map_or(0.0, |check| check.value);
        let (code, end) = match worst.map(|check| check.measure) {
            Some(Measure::LastMinutesBpm) => (ReasonCode::HardFinish, "last"),
            _ => (ReasonCode::HardStart, "first"),
        };
        let minutes = self.policy.warmup_min;
        MainReason { code, measure: format!("{end} {minutes} min at {bpm:.0} bpm") }
    }
}

fn on_hills(criteria: &Criteria) -> MainReason {
    let value = |wanted| {
        let mut checks = criteria.terrain.checks.iter();
        checks.find(|check| check.measure == wanted && check.outcome() != Outcome::Pass)
    };
    let measure = if let Some(spikes) = value(Measure::EffortSpikes) {
        format!("{} on hills", counted(spikes.value as usize, "effort spike"))
    } else if let Some(steep) = value(Measure::SteepM) {
        format!("{:.0} m steep", steep.value)
    } else if let Some(ascent) = value(Measure::AscentMPerKm) {
        format!("{:.0} m of ascent a km", ascent.value)
    } else if let Some(hills) = value(Measure::HillsS) {
        format!("{} on hills", clock((hills.value * 1000.0) as i64))
    } else {
        criteria.terrain.measured.clone()
    };
    MainReason { code: ReasonCode::EffortOnHills, measure }
}
