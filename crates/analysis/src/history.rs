//! The highest heart rate that an athlete's runs show.
//!
//! Where neither the athlete nor the file knows the maximum heart rate, the other runs bound it from
//! below. One reading proves nothing (a strap that slips reads 220), so of each run only what held
//! counts: the median over 10 s, outside [doubtful stretches](crate::quality). And one run proves
//! nothing either: another has to come within 3 bpm.

use crate::trace::HeartRateTrace;
use serde::{Deserialize, Serialize};

/// Length of the window whose median counts, in seconds.
const WINDOW_S: usize = 10;
/// Another run must come as near to the highest, in beats per minute.
const CONFIRMED_WITHIN_BPM: f64 = 3.0;

/// The highest heart rate that one run held.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Peak {
    /// Start of the run, milliseconds since the Unix epoch.
    pub start_ms: i64,
    /// End of the run, milliseconds since the Unix epoch.
    pub end_ms: i64,
    /// The highest median over 10 s, in beats per minute.
    pub bpm: f64,
}

/// The highest heart rate that at least two runs came within 3 bpm of, in beats per minute: a lower
/// bound of the athlete's maximum.
///
/// Recordings that overlap in time are one run, so that a copy of a run does not confirm it.
///
/// ```
/// use recoup_analysis::history::{Peak, highest};
/// const HOUR_MS: i64 = 3_600_000;
/// let run = |hour, bpm| Peak { start_ms: hour * HOUR_MS, end_ms: (hour + 1) * HOUR_MS, bpm };
/// // 214 stands alone; 187 is confirmed by 185.
/// assert_eq!(highest([run(0, 185.0), run(30, 214.0), run(60, 187.0)]), Some(187.0));
/// // The same run twice is one run.
/// assert_eq!(highest([run(0, 187.0), run(0, 187.0)]), None);
/// ```
#[must_use]
pub fn highest(peaks: impl IntoIterator<Item = Peak>) -> Option<f64> {
    let mut peaks: Vec<Peak> = peaks.into_iter().collect();
    peaks.sort_by_key(|peak| peak.start_ms);
    let mut runs: Vec<Peak> = Vec::new();
    for peak in peaks {
        match runs.last_mut() {
            Some(last) if peak.start_ms < last.end_ms => {
                last.end_ms = last.end_ms.max(peak.end_ms);
                last.bpm = last.bpm.max(peak.bpm);
            }
            _ => runs.push(peak),
        }
    }
    let mut bpm: Vec<f64> = runs.into_iter().map(|run| run.bpm).collect();
    bpm.sort_by(|one, other| other.total_cmp(one));
    let confirmed = bpm.windows(2).find(|pair| pair[0] - pair[1] <= CONFIRMED_WITHIN_BPM);
    confirmed.map(|pair| pair[0])
}

/// The highest median over 10 s of known heart rates, in beats per minute; of two middle values the
/// lower one.
///
/// ```
/// use recoup_analysis::history::held_peak_bpm;
/// use recoup_analysis::{Policy, timeline::Timeline, trace::HeartRateTrace};
/// use recoup_model::{Activity, FileFormat, Sample};
/// let mut run = Activity::new(FileFormat::Fit);
/// // Five seconds at 200, then ten at 180.
/// for second in 0..=40 {
///     let bpm = match second { 10..15 => 200.0, 15..25 => 180.0, _ => 150.0 };
///     let (time_ms, heart_rate_bpm) = (second * 1000, Some(bpm));
///     run.samples.push(&Sample { time_ms, heart_rate_bpm, ..Sample::default() });
/// }
/// let trace = HeartRateTrace::of(&Timeline::new(&run, &Policy::default()));
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
        // A second belongs to the heart rate that it begins in.
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
