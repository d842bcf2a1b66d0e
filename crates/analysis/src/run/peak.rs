//! The highest heart rate that an athlete's runs show.
//!
//! Neither the athlete nor the file may know the maximum heart rate; then the other runs give a
//! lower bound. One reading proves nothing, because a strap that slips reads 220. So only a heart
//! rate that was held counts: the median over 10 s, outside [suspicious
//! stretches](crate::run::quality). One run proves nothing either, so another run must come within
//! 3 bpm ([`highest`](crate::history::highest)).

use crate::run::trace::HeartRateTrace;
use serde::{Deserialize, Serialize};

/// Length of the window whose median counts, in seconds.
const WINDOW_S: usize = 10;
/// The highest heart rate that one run held.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Peak {
    /// Start of the run, milliseconds since the Unix epoch.
    pub start_ms: i64,
    /// End of the run, milliseconds since the Unix epoch.
    pub end_ms: i64,
    /// Highest median over 10 s, in beats per minute.
    pub bpm: f64,
}

/// Finds the highest median over 10 s without a gap, in beats per minute; [`None`] if no 10 s have
/// a heart rate throughout. The lower of the two middle values is the median.
///
/// ```
/// use recoup_analysis::run::peak::held_peak_bpm;
/// use recoup_analysis::{Policy, run::timeline::Timeline, run::trace::HeartRateTrace};
/// use recoup_model::{Activity, FileFormat, Sample};
/// let mut run = Activity::new(FileFormat::Fit);
/// // Five seconds at 200, then ten at 180.
/// for second in 0..=40 {
///     let bpm = match second { 10..15 => 200.0, 15..25 => 180.0, _ => 150.0 };
///     let (time_ms, heart_rate_bpm) = (second * 1000, Some(bpm));
///     run.samples.push(&Sample { time_ms, heart_rate_bpm, ..Sample::default() });
/// }
/// let trace = HeartRateTrace::new(&Timeline::new(&run, &Policy::default()));
/// assert_eq!(held_peak_bpm(&trace), Some(180.0));
/// ```
#[must_use]
pub fn held_peak_bpm(heart_rate: &HeartRateTrace) -> Option<f64> {
    let mut best = f32::NEG_INFINITY;
    // The heart rates of the last seconds, without a gap between them.
    let mut window: Vec<f32> = Vec::with_capacity(WINDOW_S + 1);
    let mut end_ms = None;
    for hold in heart_rate.holds() {
        if end_ms != Some(hold.timer_ms) {
            window.clear();
        }
        end_ms = Some(hold.end_ms());
        // A second belongs to the heart rate at its beginning.
        let seconds = (hold.end_ms() + 999) / 1000 - (hold.timer_ms + 999) / 1000;
        for _ in 0..seconds.min(WINDOW_S as i64) {
            window.push(hold.bpm);
            if window.len() > WINDOW_S {
                window.remove(0);
            }
            let above = window.iter().filter(|&&bpm| bpm > best).count();
            if window.len() == WINDOW_S && above > WINDOW_S / 2 {
                let mut sorted = window.clone();
                sorted.sort_by(f32::total_cmp);
                best = sorted[(WINDOW_S - 1) / 2];
            }
        }
    }
    best.is_finite().then(|| f64::from(best))
}
