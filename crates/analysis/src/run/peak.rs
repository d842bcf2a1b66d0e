//! The highest heart rate that an athlete's runs show.
//!
//! If neither the athlete nor the file gives a maximum heart rate, the athlete's runs give a lower
//! bound. One reading proves nothing, because a slipping strap reads 220. So a heart rate must be
//! held: the median over 10 s counts, outside [suspicious stretches](crate::run::quality), and only
//! if the runner climbed or was at least as fast as in half of the run.
//! [`maximum`](crate::history::maximum) compares the runs.

use crate::run::terrain::Terrain;
use crate::run::trace::HeartRateTrace;
use crate::settings::policy::Policy;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Length of the window whose median counts, in seconds.
const WINDOW_S: usize = 10;
/// Highest credible heart rate, in beats per minute.
pub(crate) const MOST_BPM: f64 = 220.0;
/// Difference between speeds that rounding can explain, as a share.
const ROUNDING: f64 = 0.01;
/// Time before a heart rate over which the speed that caused it is measured, in milliseconds.
const CAUSE_MS: i64 = 60_000;

/// The maximum heart rates found in one run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RunMaximum {
    /// Start of the run, milliseconds since the Unix epoch.
    pub start_ms: i64,
    /// End of the run, milliseconds since the Unix epoch.
    pub end_ms: i64,
    /// Local date of the start.
    pub date: Date,
    /// Highest median over 10 s, in beats per minute; [`None`] if no heart rate was held.
    pub peak_bpm: Option<f64>,
    /// Maximum heart rate set in the watch, in beats per minute; [`None`] where unknown.
    pub watch_bpm: Option<f64>,
}

/// The movement of a run, which shows whether an effort explains a heart rate.
pub(crate) struct Movement<'a> {
    terrain: &'a Terrain,
    /// Median speed over [`CAUSE_MS`] in metres per second; [`None`] without distance.
    median_m_s: Option<f64>,
    policy: &'a Policy,
}

impl<'a> Movement<'a> {
    pub(crate) fn new(terrain: &'a Terrain, way_m: &[f64], policy: &'a Policy) -> Self {
        Self { terrain, median_m_s: median_speed_m_s(way_m), policy }
    }

    /// Whether the runner climbed at a moment of timer time (milliseconds), or moved before this
    /// moment at least as fast as in half of the run. True if the speed is not known.
    pub(crate) fn explains(&self, timer_ms: i64) -> bool {
        let Some((profile, median_m_s)) = self.terrain.profile.as_ref().zip(self.median_m_s) else {
            return true;
        };
        let speed = profile.speed_between(timer_ms - CAUSE_MS, timer_ms);
        speed >= median_m_s * (1.0 - ROUNDING)
            || self.terrain.ground_at(timer_ms, self.policy).is_some()
    }
}

/// Returns the median speed over [`CAUSE_MS`] in metres per second; [`None`] without distance.
/// `way_m` is the distance at each second.
pub(crate) fn median_speed_m_s(way_m: &[f64]) -> Option<f64> {
    let seconds = (CAUSE_MS / 1000) as usize;
    let steps = way_m.iter().zip(way_m.iter().skip(seconds));
    let mut speeds: Vec<f64> =
        steps.map(|(from_m, to_m)| (to_m - from_m) / seconds as f64).collect();
    let middle = speeds.len() / 2;
    (!speeds.is_empty()).then(|| *speeds.select_nth_unstable_by(middle, f64::total_cmp).1)
}

/// Finds the highest median over 10 s without a gap, in beats per minute; [`None`] if no window of
/// 10 s has a heart rate throughout. The median is the lower of the two middle values.
///
/// ```
/// use recoup_analysis::run::peak::held_peak_bpm;
/// use recoup_analysis::{Policy, run::timeline::TimedSamples, run::trace::HeartRateTrace};
/// use recoup_model::{Activity, FileFormat, Sample};
/// let mut run = Activity::new(FileFormat::Fit);
/// // Five seconds at 200, then ten at 180.
/// for second in 0..=40 {
///     let bpm = match second { 10..15 => 200.0, 15..25 => 180.0, _ => 150.0 };
///     let (time_ms, heart_rate_bpm) = (second * 1000, Some(bpm));
///     run.samples.push(&Sample { time_ms, heart_rate_bpm, ..Sample::default() });
/// }
/// let trace = HeartRateTrace::new(&TimedSamples::new(&run, &Policy::default()));
/// assert_eq!(held_peak_bpm(&trace), Some(180.0));
/// ```
#[must_use]
pub fn held_peak_bpm(heart_rate: &HeartRateTrace) -> Option<f64> {
    held_peak_where(heart_rate, |_| true)
}

/// Finds the highest median like [`held_peak_bpm`], but only in windows for whose end in timer time
/// (milliseconds) `is_wanted` returns true.
pub(crate) fn held_peak_where(
    heart_rate: &HeartRateTrace,
    is_wanted: impl Fn(i64) -> bool,
) -> Option<f64> {
    let mut best = f32::NEG_INFINITY;
    // Ring buffer of the last heart rates without a gap, one for each second: the next index to
    // write, the number of values, and the number of values above the best median.
    let mut window = [0.0_f32; WINDOW_S];
    let (mut next, mut held, mut above) = (0, 0, 0);
    let mut end_ms = None;
    for hold in heart_rate.holds() {
        if f64::from(hold.bpm) > MOST_BPM {
            continue;
        }
        if end_ms != Some(hold.timer_ms) {
            (held, above) = (0, 0);
        }
        end_ms = Some(hold.end_ms());
        // A second belongs to the heart rate at its beginning.
        let seconds = (hold.end_ms() + 999) / 1000 - (hold.timer_ms + 999) / 1000;
        for second in 1..=seconds.min(WINDOW_S as i64) {
            if held == WINDOW_S {
                above -= usize::from(window[next] > best);
            } else {
                held += 1;
            }
            window[next] = hold.bpm;
            above += usize::from(hold.bpm > best);
            next = (next + 1) % WINDOW_S;
            let window_end_ms = (hold.timer_ms + second * 1000).min(hold.end_ms());
            if held == WINDOW_S && above > WINDOW_S / 2 && is_wanted(window_end_ms) {
                let mut sorted = window;
                sorted.sort_unstable_by(f32::total_cmp);
                best = sorted[(WINDOW_S - 1) / 2];
                above = window.iter().filter(|&&bpm| bpm > best).count();
            }
        }
    }
    best.is_finite().then(|| f64::from(best))
}
