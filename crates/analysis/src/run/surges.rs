//! Surges: stretches above the recovery zone, and their causes.
//!
//! A surge is a heart rate at or above the top of Zone 1 for 15 s or more. Dips of up to 10 s are
//! bridged (proposed; `surge_min_s` and `surge_dip_s` of [`Policy`]). The article says that a run
//! begins to add stress instead of removing it once effort rises above Zone 1. The criterion
//! intensity limits the length of surges. A pause is no dip: a surge that continues after a pause
//! is one surge in timer time.
//!
//! The cause is the first in this table that applies:
//!
//! | cause | how it is known |
//! |---|---|
//! | `suspect` | at least half of the surge is suspicious heart rate ([`quality`](crate::run::quality)) |
//! | `hill` | the surge begins on a hill or steep stretch, or within 60 s after its top |
//! | `start` | the surge begins in the first 3 min |
//! | `pace` | the speed of the 30 s before the surge is at least 10 % above the speed of the minute before |
//! | `drift` | the surge begins in the second half, with none of these causes: the heart rate drifts up in a long effort |
//! | `unknown` | none of these causes |

use crate::run::terrain::Terrain;
use crate::run::timeline::Timeline;
use crate::run::trace::{HeartRateTrace, Hold};
use crate::settings::policy::{Policy, seconds_to_ms};
use serde::{Deserialize, Serialize};

/// A stretch with the heart rate at or above the top of Zone 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Surge {
    /// Start in milliseconds since the Unix epoch.
    pub start_ms: i64,
    /// Start in milliseconds of timer time.
    pub start_timer_ms: i64,
    /// Length in milliseconds of timer time, bridged dips included.
    pub length_ms: i64,
    /// Highest heart rate in beats per minute.
    pub peak_bpm: f64,
    /// Distance covered in metres; [`None`] where unknown.
    pub distance_m: Option<f64>,
    /// Cause.
    pub cause: Cause,
}

impl Surge {
    /// Returns the end in milliseconds of timer time.
    #[must_use]
    pub fn end_timer_ms(&self) -> i64 {
        self.start_timer_ms + self.length_ms
    }

    pub(crate) fn span(&self) -> SurgeSpan {
        SurgeSpan {
            start_ms: self.start_timer_ms,
            end_ms: self.end_timer_ms(),
            peak_bpm: self.peak_bpm,
        }
    }
}

/// The cause of a surge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Cause {
    /// Suspicious heart rate for half of the surge or more.
    Suspect,
    /// Beginning on a hill or steep stretch, or shortly after its top.
    Hill,
    /// Beginning in the first three minutes.
    Start,
    /// Rise of the pace before the surge.
    Pace,
    /// Beginning in the second half, with none of the causes above: the heart rate drifts up in a
    /// long effort.
    Drift,
    /// None of the causes above.
    Unknown,
}

impl Cause {
    /// Returns the name that users see.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Suspect => "suspect",
            Self::Hill => "hill",
            Self::Start => "start",
            Self::Pace => "pace",
            Self::Drift => "drift",
            Self::Unknown => "unknown",
        }
    }
}

/// Length of the window just before a surge whose mean pace is compared, in milliseconds.
const PACE_JUST_BEFORE_MS: i64 = 30_000;
/// Length of the earlier window, with whose mean pace the pace is compared, in milliseconds.
const PACE_EARLIER_MS: i64 = 60_000;

/// Start and end of a surge in milliseconds of timer time, and its highest heart rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SurgeSpan {
    pub(crate) start_ms: i64,
    pub(crate) end_ms: i64,
    pub(crate) peak_bpm: f64,
}

impl SurgeSpan {
    pub(crate) fn length_ms(&self) -> i64 {
        self.end_ms - self.start_ms
    }

    pub(crate) fn of(hold: &Hold) -> Self {
        let (start_ms, end_ms) = (hold.timer_ms, hold.end_ms());
        Self { start_ms, end_ms, peak_bpm: f64::from(hold.bpm) }
    }

    /// Appends the stretch to the earlier stretches, or extends the last stretch if the dip between
    /// them is short enough.
    pub(crate) fn join(self, spans: &mut Vec<Self>, dip_ms: i64) {
        match spans.last_mut() {
            Some(last) if self.start_ms - last.end_ms <= dip_ms => {
                last.end_ms = last.end_ms.max(self.end_ms);
                last.peak_bpm = last.peak_bpm.max(self.peak_bpm);
            }
            _ => spans.push(self),
        }
    }

    /// Finds the surges at or above `top_bpm`.
    pub(crate) fn find(heart_rate: &HeartRateTrace, top_bpm: f64, policy: &Policy) -> Vec<Self> {
        let dip_ms = seconds_to_ms(policy.surge_dip_s);
        let min_ms = seconds_to_ms(policy.surge_min_s);
        let mut spans: Vec<Self> = Vec::new();
        for hold in heart_rate.holds().iter().filter(|hold| f64::from(hold.bpm) >= top_bpm) {
            Self::of(hold).join(&mut spans, dip_ms);
        }
        spans.retain(|span| span.length_ms() >= min_ms);
        spans
    }
}

/// Finds the surges at or above `top_bpm` (beats per minute) and their causes, in order.
///
/// `suspicious` are the stretches of suspicious heart rate
/// ([`HeartRateQuality::suspicious`](crate::run::quality::HeartRateQuality::suspicious)):
/// `(start, end)` in milliseconds of timer time, in order and without overlap.
#[must_use]
pub fn find(
    heart_rate: &HeartRateTrace,
    timeline: &Timeline,
    terrain: &Terrain,
    suspicious: &[(i64, i64)],
    top_bpm: f64,
    policy: &Policy,
) -> Vec<Surge> {
    let cause = |span: &SurgeSpan| {
        let start_ms = span.start_ms;
        let first = suspicious.partition_point(|&(_, to_ms)| to_ms <= start_ms);
        let within = suspicious[first..].iter().take_while(|(from_ms, _)| *from_ms < span.end_ms);
        let doubtful_ms =
            within.map(|&(from_ms, to_ms)| span.end_ms.min(to_ms) - start_ms.max(from_ms));
        if doubtful_ms.sum::<i64>() * 2 >= span.length_ms() {
            Cause::Suspect
        } else if terrain.ground_at(start_ms, policy).is_some() {
            Cause::Hill
        } else if start_ms < seconds_to_ms(policy.surge_start_s) {
            Cause::Start
        } else if has_pace_risen(start_ms, terrain, policy) {
            Cause::Pace
        } else if start_ms * 2 > timeline.timer_ms {
            Cause::Drift
        } else {
            Cause::Unknown
        }
    };
    let surge = |span: SurgeSpan| Surge {
        start_ms: timeline.clock_at(span.start_ms),
        start_timer_ms: span.start_ms,
        length_ms: span.length_ms(),
        peak_bpm: span.peak_bpm,
        distance_m: terrain
            .profile
            .as_ref()
            .map(|profile| profile.distance_at(span.end_ms) - profile.distance_at(span.start_ms)),
        cause: cause(&span),
    };
    SurgeSpan::find(heart_rate, top_bpm, policy).into_iter().map(surge).collect()
}

/// Whether the pace rose just before a moment of timer time.
fn has_pace_risen(timer_ms: i64, terrain: &Terrain, policy: &Policy) -> bool {
    let Some(profile) = &terrain.profile else { return false };
    let just_before_ms = timer_ms - PACE_JUST_BEFORE_MS;
    let now = profile.speed_between(just_before_ms, timer_ms);
    let earlier = profile.speed_between(just_before_ms - PACE_EARLIER_MS, just_before_ms);
    earlier > 0.0 && now > earlier * (100.0 + policy.surge_pace_rise_pct) / 100.0
}
