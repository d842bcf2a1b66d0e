//! The maximum heart rate of one athlete, from all of the athlete's files.
//!
//! A watch is set to a maximum, and many files hold this setting. A run without a setting takes the
//! setting of the nearest run. Without any setting, the highest credible heart rate of the runs is
//! a lower bound. A dry strap repeats one value of 200-230 in many runs, so two runs prove nothing.
//!
//! | rule | limit | from |
//! |---|---|---|
//! | a heart rate that was held ([`peak`](crate::run::peak)) | 10 s, up to 220 bpm, at the run's median speed or on a climb | proposed |
//! | reached in several runs | three runs within 3 bpm | measured: in an archive of 13 years, a strap repeated 228, and 41 of 88 recovery runs were false |
//! | not a group of peaks far above all others, unless the group is most of the runs | 10 bpm | measured |

use crate::history::record::FileRecord;
use crate::run::assessment::MaxExceeded;
use crate::run::peak::RunMaximum;
use crate::run::zones::{MaxHeartRate, MaxSource};
use crate::settings::max_timeline::{MaxTimeline, WatchMax};
use jiff::civil::Date;

/// Number of runs that must reach nearly the same highest heart rate.
const RUNS: usize = 3;
/// Largest difference between the heart rates of these runs, in beats per minute.
const WITHIN_BPM: f64 = 3.0;
/// Gap between a group of peaks and all lower peaks above which the group is an error, in beats per
/// minute.
const APART_BPM: f64 = 10.0;

/// Makes the maximum heart rates of an athlete from the maxima of all runs, fragments and copies
/// included. Recordings that overlap in time count as one run, so that a copy does not confirm its
/// own run.
///
/// ```
/// use jiff::civil::date;
/// use recoup_analysis::{history::maximum::max_timeline, run::peak::RunMaximum};
/// const HOUR_MS: i64 = 3_600_000;
/// let run = |hour, bpm| RunMaximum {
///     start_ms: hour * HOUR_MS,
///     end_ms: (hour + 1) * HOUR_MS,
///     date: date(2026, 3, 2),
///     peak_bpm: Some(bpm),
///     watch_bpm: None,
/// };
/// let highest = |runs: &[RunMaximum]| {
///     max_timeline(runs.iter().copied()).history.map(|(bpm, _)| bpm)
/// };
/// // 214 stands alone; 187, 186 and 185 confirm each other.
/// let runs = [run(0, 185.0), run(30, 214.0), run(60, 187.0), run(90, 186.0)];
/// assert_eq!(highest(&runs), Some(187.0));
/// assert_eq!(highest(&runs[..3]), None);
/// // The same run three times is one run.
/// assert_eq!(highest(&[runs[0]; 3]), None);
/// ```
#[must_use]
pub fn max_timeline(runs: impl IntoIterator<Item = RunMaximum>) -> MaxTimeline {
    let mut runs: Vec<RunMaximum> = runs.into_iter().collect();
    runs.sort_by_key(|run| run.start_ms);
    let watch = runs.iter().filter_map(|run| {
        let RunMaximum { start_ms, date, watch_bpm, .. } = *run;
        Some(WatchMax { start_ms, date, bpm: watch_bpm? })
    });
    let watch: Vec<WatchMax> = watch.collect();
    let peaks = believed(single_runs(&runs));
    let confirmed = peaks.windows(RUNS).find(|some| some[0].0 - some[RUNS - 1].0 <= WITHIN_BPM);
    let history = confirmed.map(|some| some[0]);
    // Peaks above the confirmed peak come from one or two runs.
    let believed_bpm = peaks.iter().map(|(bpm, _)| *bpm);
    let believed_bpm =
        believed_bpm.filter(|bpm| history.is_none_or(|(highest, _)| *bpm <= highest)).collect();
    MaxTimeline { watch, history, believed_bpm }
}

/// Makes the maximum heart rates of an athlete from the records of all of the athlete's files.
#[must_use]
pub fn max_timeline_of(records: &[FileRecord]) -> MaxTimeline {
    max_timeline(records.iter().flat_map(|record| record.maxima.iter().copied()))
}

/// Returns the runs above the maximum heart rate of a watch, or of an athlete's setting without a
/// date. [`None`] if fewer than two runs are above the maximum, and for maxima from other sources.
/// A setting with a date does not apply to the runs before that date.
#[must_use]
pub fn max_exceeded(maxima: &MaxTimeline, max: MaxHeartRate) -> Option<MaxExceeded> {
    let is_compared = match max.source {
        MaxSource::Watch | MaxSource::WatchNearby => true,
        MaxSource::Athlete => max.from.is_none(),
        _ => false,
    };
    let (reached_bpm, runs) = maxima.above(max.bpm?).filter(|_| is_compared)?;
    Some(MaxExceeded { reached_bpm, runs })
}

/// Joins recordings that overlap. Returns the highest heart rate and the date of each run.
fn single_runs(sorted: &[RunMaximum]) -> Vec<(f64, Date)> {
    let mut runs: Vec<(i64, f64, Date)> = Vec::new();
    for run in sorted {
        let Some(bpm) = run.peak_bpm else { continue };
        match runs.last_mut() {
            Some((end_ms, highest, _)) if run.start_ms < *end_ms => {
                *end_ms = run.end_ms.max(*end_ms);
                *highest = bpm.max(*highest);
            }
            _ => runs.push((run.end_ms, bpm, run.date)),
        }
    }
    runs.into_iter().map(|(_, bpm, date)| (bpm, date)).collect()
}

/// Returns the credible peaks, descending. A group of peaks far above all others is left out if it
/// is at most half of the runs.
fn believed(mut peaks: Vec<(f64, Date)>) -> Vec<(f64, Date)> {
    peaks.sort_by(|(one, earlier), (other, later)| other.total_cmp(one).then(earlier.cmp(later)));
    let gaps = peaks.windows(2).enumerate();
    let apart = gaps.filter(|(_, pair)| pair[0].0 - pair[1].0 > APART_BPM);
    let mut groups = apart.map(|(index, _)| index + 1);
    let group = groups.rfind(|&above| above * 2 <= peaks.len());
    peaks.drain(..group.unwrap_or(0));
    peaks
}
