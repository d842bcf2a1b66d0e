//! Words for measured values, evidence, and changes that would have made a criterion pass.

use super::{Criteria, Criterion, EffortSpike, Evidence, Outcome};
use crate::run::surges::Surge;
use crate::run::terrain::Terrain;
use crate::run::terrain::ground::{hills_ms, steep_m};
use crate::run::zones::ZoneTimes;
use crate::settings::policy::{Policy, minutes_to_ms, seconds_to_ms};
use crate::wording::{clock, counted};

/// Largest number of places that one clause lists.
const PLACES: usize = 4;

impl Criterion {
    /// Returns the sentence for a report, which begins with the criterion's `name`.
    #[must_use]
    pub fn sentence(&self, name: &str) -> String {
        let limit = match self.outcome {
            Outcome::Unknown => String::new(),
            _ => format!(" (limit: {})", self.limit),
        };
        let place = self.evidence.first().map(|first| format!(", {}", first.in_words(clock)));
        let place = place.unwrap_or_default();
        format!("{name} {}: {}{limit}{place}", self.outcome.as_str(), self.measured)
    }
}

impl Criteria {
    /// Returns one sentence for each criterion that warned or failed.
    #[must_use]
    pub fn reasons(&self) -> Vec<String> {
        let is_reason = |outcome| matches!(outcome, Outcome::Warn | Outcome::Fail);
        let open = self.named().into_iter().filter(|(_, item)| is_reason(item.outcome));
        open.map(|(name, item)| item.sentence(name)).collect()
    }
}

impl Evidence {
    /// Returns the start in milliseconds of timer time.
    #[must_use]
    pub fn start_timer_ms(&self) -> i64 {
        match self {
            Self::Surge(surge) => surge.start_timer_ms,
            Self::EffortSpike(spike) => spike.start_timer_ms,
            Self::Hill(hill) => hill.start_timer_ms,
            Self::Steep(steep) => steep.start_timer_ms,
        }
    }

    /// Describes the evidence in words. `at` formats a moment of timer time in milliseconds
    /// (`29:18`).
    #[must_use]
    pub fn in_words(&self, at: impl Fn(i64) -> String) -> String {
        let at = at(self.start_timer_ms());
        match self {
            Self::Surge(surge) => format!(
                "surge at {at} for {}, peak {:.0} bpm, cause {}",
                clock(surge.length_ms),
                surge.peak_bpm,
                surge.cause.as_str()
            ),
            Self::EffortSpike(spike) => format!(
                "effort spike at {at} for {}, on the {}",
                clock(spike.length_ms),
                spike.ground.in_words()
            ),
            Self::Hill(hill) => format!(
                "hill at {at}, {:.1} km, for {}: {:.0} m up over {:.0} m, {:.1} %",
                hill.start_m / 1000.0,
                clock(hill.duration_ms()),
                hill.gain_m,
                hill.length_m,
                hill.grade_pct()
            ),
            Self::Steep(steep) => format!(
                "steep stretch at {at}, {:.1} km, for {:.0} m",
                steep.start_m / 1000.0,
                steep.length_m
            ),
        }
    }
}

/// Describes the terrain. If the heart rate is known, the ascent for each kilometre is included.
pub(super) fn of_terrain(
    spikes: &[EffortSpike],
    terrain: &Terrain,
    ascent_m_per_km: Option<f64>,
) -> String {
    let on_hills = match terrain.hills.len() {
        0 => "no hills".to_owned(),
        hills => format!("{} on {}", clock(hills_ms(&terrain.hills)), count(hills, "hill")),
    };
    let spikes = count(spikes.len(), "effort spike");
    let ascent = ascent_m_per_km.map(|metres| format!(", {metres:.0} m of ascent a km"));
    let ascent = ascent.unwrap_or_default();
    format!("{spikes}, {:.0} m steep{ascent}, {on_hills}", steep_m(&terrain.steep))
}

/// Returns the changes that would have made the intensity pass.
pub(super) fn easier(
    times: &ZoneTimes,
    top_bpm: i32,
    surges: &[Surge],
    policy: &Policy,
) -> Vec<String> {
    let mut clauses = Vec::new();
    let needed_ms = (times.placed_ms() as f64 * policy.intensity_pass_pct / 100.0).ceil() as i64;
    let over_ms = needed_ms - times.at_or_below_zone1_ms();
    if over_ms > 0 {
        clauses.push(format!("{} less above {top_bpm} bpm", clock_up(over_ms)));
    }
    let pass_ms = seconds_to_ms(policy.surge_pass_s);
    let starts = surges.iter().filter(|surge| surge.length_ms > pass_ms);
    let starts: Vec<i64> = starts.map(|surge| surge.start_timer_ms).collect();
    if !starts.is_empty() {
        clauses.push(format!(
            "slowing down within {} of going above it, at {}",
            clock(pass_ms),
            places(&starts)
        ));
    }
    clauses
}

/// Returns the change that would have made the duration pass; [`None`] for a pass.
pub(super) fn shorter_or_longer(timer_ms: i64, policy: &Policy) -> Option<String> {
    let least_ms = minutes_to_ms(policy.duration_pass_min_min);
    let most_ms = minutes_to_ms(policy.duration_pass_max_min);
    if timer_ms < least_ms {
        Some(format!("{} more", clock_up(least_ms - timer_ms)))
    } else if timer_ms > most_ms {
        Some(format!("{} less", clock_up(timer_ms - most_ms)))
    } else {
        None
    }
}

/// Returns the changes that would have made the terrain pass. If the heart rate is known, hills
/// that forced no effort need no change.
pub(super) fn flatter(
    spikes: &[EffortSpike],
    terrain: &Terrain,
    ascent_m_per_km: Option<f64>,
    policy: &Policy,
) -> Vec<String> {
    let mut clauses = Vec::new();
    if !spikes.is_empty() {
        let starts: Vec<i64> = spikes.iter().map(|spike| spike.start_timer_ms).collect();
        clauses.push(format!("walking or avoiding the climbs at {}", places(&starts)));
    }
    if let Some(ascent_m) = ascent_m_per_km {
        let steep_m = steep_m(&terrain.steep);
        if steep_m > policy.terrain_steep_m {
            clauses.push(format!("{:.0} m less steep", steep_m - policy.terrain_steep_m));
        }
        if ascent_m > policy.terrain_ascent_m_per_km {
            let most = policy.terrain_ascent_m_per_km;
            clauses.push(format!("a flatter route, with {most} m of ascent a km or less"));
        }
        return clauses;
    }
    if !terrain.steep.is_empty() {
        let starts: Vec<i64> = terrain.steep.iter().map(|steep| steep.start_timer_ms).collect();
        clauses.push(format!(
            "no stretch of {} % or more, as at {}",
            policy.steep_grade_pct,
            places(&starts)
        ));
    }
    let over_ms = hills_ms(&terrain.hills) - seconds_to_ms(policy.hills_pass_s);
    if over_ms > 0 {
        clauses.push(format!("{} less on hills", clock_up(over_ms)));
    }
    clauses
}

/// Returns the changes that would have made warm-up and finish pass.
pub(super) fn gentler(first_bpm: f64, last_bpm: f64, top_bpm: f64, policy: &Policy) -> Vec<String> {
    let ends = [("first", first_bpm), ("last", last_bpm)];
    let too_hard = ends.into_iter().filter(|&(_, bpm)| bpm > top_bpm);
    too_hard
        .map(|(end, _)| {
            format!("the {end} {} min at {:.0} bpm or less", policy.warmup_min, top_bpm.floor())
        })
        .collect()
}

/// Lists moments of timer time. Moments after the first [`PLACES`] are only counted.
fn places(starts_ms: &[i64]) -> String {
    let shown: Vec<String> =
        starts_ms.iter().take(PLACES).map(|&start_ms| clock(start_ms)).collect();
    match starts_ms.len().saturating_sub(PLACES) {
        0 => shown.join(", "),
        rest => format!("{} and {rest} more", shown.join(", ")),
    }
}

/// Formats like [`clock`], but rounds up, so that a shortfall never shows as 0:00.
fn clock_up(milliseconds: i64) -> String {
    clock(milliseconds + 999)
}

/// Formats a count with its noun: `no hills`, `1 hill`, `2 hills`.
fn count(number: usize, noun: &str) -> String {
    if number == 0 { format!("no {noun}s") } else { counted(number, noun) }
}
