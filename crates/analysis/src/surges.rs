//! Surges: stretches above the recovery zone, and what caused them.

use crate::policy::Policy;
use crate::terrain::Terrain;
use crate::timeline::{Timeline, seconds_to_ms};
use serde::{Deserialize, Serialize};

/// A stretch with the heart rate at or above the top of Zone 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Surge {
    /// Start, milliseconds since the Unix epoch.
    pub start_ms: i64,
    /// Start in timer time, milliseconds.
    pub start_timer_ms: i64,
    /// Length in timer time with the bridged dips, milliseconds.
    pub length_ms: i64,
    /// Highest heart rate in beats per minute.
    pub peak_bpm: f64,
    /// Distance covered in metres, where known.
    pub distance_m: Option<f64>,
    /// What caused it.
    pub cause: Cause,
}

impl Surge {
    /// End in timer time, milliseconds.
    #[must_use]
    pub fn end_timer_ms(&self) -> i64 {
        self.start_timer_ms + self.length_ms
    }
}

/// What caused a surge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// It began on a hill or steep stretch, or shortly after its top.
    Hill,
    /// It began in the first three minutes.
    Start,
    /// The pace rose before it.
    Pace,
    /// It began in the second half with neither: the heart rate drifts up in a long effort.
    Drift,
    /// None of these.
    Unknown,
}

impl Cause {
    /// The name, as shown to users.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hill => "hill",
            Self::Start => "start",
            Self::Pace => "pace",
            Self::Drift => "drift",
            Self::Unknown => "unknown",
        }
    }
}

/// Surges that begin before this are the start's, in milliseconds of timer time.
const START_MS: i64 = 180_000;
/// The pace just before a surge is the mean over this long, in milliseconds, …
const PACE_JUST_BEFORE_MS: i64 = 30_000;
/// … and is compared with the mean over this long before that.
const PACE_EARLIER_MS: i64 = 60_000;
/// By how much the pace must have risen to be the cause.
const PACE_RISE: f64 = 1.1;

/// Finds the surges above `top_bpm`.
#[must_use]
pub fn find(timeline: &Timeline, terrain: &Terrain, top_bpm: f64, policy: &Policy) -> Vec<Surge> {
    let dip_ms = seconds_to_ms(policy.surge_dip_s);
    let min_ms = seconds_to_ms(policy.surge_min_s);
    let mut surges: Vec<Surge> = Vec::new();
    for timed in &timeline.samples {
        let Some(bpm) = timed.heart_rate_bpm().filter(|&bpm| bpm >= top_bpm) else { continue };
        if timed.hold_ms == 0 {
            continue;
        }
        let end_ms = timed.timer_ms + timed.hold_ms;
        match surges.last_mut() {
            Some(surge) if timed.timer_ms - surge.end_timer_ms() <= dip_ms => {
                surge.length_ms = end_ms - surge.start_timer_ms;
                surge.peak_bpm = surge.peak_bpm.max(bpm);
            }
            _ => surges.push(Surge {
                start_ms: timed.sample.time_ms,
                start_timer_ms: timed.timer_ms,
                length_ms: timed.hold_ms,
                peak_bpm: bpm,
                distance_m: None,
                cause: Cause::Unknown,
            }),
        }
    }
    surges.retain(|surge| surge.length_ms >= min_ms);
    for surge in &mut surges {
        surge.cause = cause(surge, timeline, terrain, policy);
        surge.distance_m = terrain.profile.as_ref().map(|profile| {
            profile.distance_at(surge.end_timer_ms()) - profile.distance_at(surge.start_timer_ms)
        });
    }
    surges
}

fn cause(surge: &Surge, timeline: &Timeline, terrain: &Terrain, policy: &Policy) -> Cause {
    let start_ms = surge.start_timer_ms;
    if terrain.is_on_hill(start_ms, policy) {
        Cause::Hill
    } else if start_ms < START_MS {
        Cause::Start
    } else if has_pace_risen(start_ms, terrain) {
        Cause::Pace
    } else if start_ms * 2 > timeline.timer_ms {
        Cause::Drift
    } else {
        Cause::Unknown
    }
}

/// Whether the pace rose just before a moment of timer time.
fn has_pace_risen(timer_ms: i64, terrain: &Terrain) -> bool {
    let Some(profile) = &terrain.profile else { return false };
    let just_before_ms = timer_ms - PACE_JUST_BEFORE_MS;
    let now = profile.speed_between(just_before_ms, timer_ms);
    let earlier = profile.speed_between(just_before_ms - PACE_EARLIER_MS, just_before_ms);
    earlier > 0.0 && now > earlier * PACE_RISE
}
