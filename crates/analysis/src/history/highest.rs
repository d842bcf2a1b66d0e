//! The highest heart rate that the runs of one athlete show.

use crate::run::peak::Peak;

/// Largest distance of a confirming run from the highest heart rate, in beats per minute.
const CONFIRMED_WITHIN_BPM: f64 = 3.0;

/// Finds the highest heart rate that another run confirms within 3 bpm, in beats per minute;
/// [`None`] if no run is confirmed. It is a lower bound of the athlete's maximum.
///
/// Recordings that overlap in time are one run, so that a copy does not confirm its own run.
///
/// ```
/// use recoup_analysis::{history::highest::highest, run::peak::Peak};
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
