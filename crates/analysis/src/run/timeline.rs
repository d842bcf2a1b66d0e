//! Timer time: running, pauses, and the time for which each sample holds.
//!
//! The time base of all results is *timer time*, elapsed time without pauses, because the zone
//! totals of watches follow it. The values of a sample hold from its timestamp to the next
//! sample's, for [`Policy::hold_max_s`] at most. Time without a sample is missing. All times are
//! whole milliseconds, so that the parts sum to the whole exactly.
//!
//! | rule | default | from |
//! |---|---|---|
//! | pauses count in no total | - | measured: the zone totals of 23 of 23 watches with pauses leave them out |
//! | a sample holds until the next: a mean of samples would be wrong where a watch writes one every 2-7 s | 60 s at most | measured; the limit is proposed |
//! | FIT: the timer stands from a stop event to the next start, and records between them get no time | - | FIT |
//! | GPX, TCX: a break between segments is a pause, and so is a long gap | over 25 s | proposed |
//! | records of one timestamp are merged, field by field; all are sorted | - | measured: 32 of 311 files repeat times, 5 go back |
//! | a gap without an event is a jump of the clock, not running | over 1 h | proposed |
//! | a gap ends a session, even if the file continues it | over 6 h | proposed |

use crate::settings::policy::Policy;
use recoup_model::{Activity, FileFormat, Sample, TimerEventKind};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// An activity on its time line: samples sorted, merged and placed in timer time.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Timeline {
    /// Start in milliseconds since the Unix epoch.
    pub start_ms: i64,
    /// End in milliseconds since the Unix epoch.
    pub end_ms: i64,
    /// Timer time in milliseconds.
    pub timer_ms: i64,
    /// Samples in order of time, at most one for each timestamp.
    #[serde(skip)]
    pub samples: Vec<TimedSample>,
    /// Stretches in which the timer ran, in order.
    running: Vec<Running>,
    /// Number of samples left out because their time cannot be right.
    pub misplaced_samples: usize,
}

/// A sample and its place in timer time.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct TimedSample {
    /// Sample as recorded.
    pub sample: Sample,
    /// Timer time at its timestamp in milliseconds.
    pub timer_ms: i64,
    /// Timer time for which the sample holds, in milliseconds.
    pub hold_ms: i64,
}

impl TimedSample {
    /// Returns the heart rate in beats per minute; [`None`] outside 30-230, which no heart has.
    ///
    /// Devices write 0 and 255 for "none".
    #[must_use]
    pub fn heart_rate_bpm(&self) -> Option<f64> {
        self.sample.heart_rate_bpm.map(f64::from).filter(|bpm| (30.0..=230.0).contains(bpm))
    }
}

/// A stretch in which the timer ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Running {
    /// Start and end in milliseconds since the Unix epoch.
    start: i64,
    end: i64,
    /// Timer time at the start in milliseconds.
    timer: i64,
}

/// A stretch of elapsed time in which the timer stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Pause {
    /// Timer time at which the timer stopped, in milliseconds.
    pub start_timer_ms: i64,
    /// Length in milliseconds.
    pub length_ms: i64,
}

impl Timeline {
    /// Places an activity's samples in timer time.
    ///
    /// ```
    /// use recoup_analysis::{Policy, run::timeline::Timeline};
    /// use recoup_model::{Activity, FileFormat, Sample};
    /// let mut run = Activity::new(FileFormat::Gpx);
    /// // Ten seconds, a pause of 50 s, and ten seconds more.
    /// for second in (0..=10).chain(60..=70) {
    ///     run.samples.push(&Sample { time_ms: second * 1000, ..Sample::default() });
    /// }
    /// let timeline = Timeline::new(&run, &Policy::default());
    /// assert_eq!((timeline.timer_ms, timeline.elapsed_ms()), (20_000, 70_000));
    /// assert_eq!((timeline.timer_at(65_000), timeline.clock_at(15_000)), (15_000, 65_000));
    /// assert_eq!(timeline.pauses()[0].length_ms, 50_000);
    /// ```
    #[must_use]
    pub fn new(activity: &Activity, policy: &Policy) -> Self {
        let (samples, misplaced_samples) = ordered_samples(activity, policy);
        let first_ms = samples.first().map(|sample| sample.time_ms);
        let start_ms = match (activity.start_ms, first_ms) {
            // Some devices write the time of the end as the start.
            (Some(start_ms), Some(first_ms)) if start_ms - first_ms > START_SLACK_MS => first_ms,
            (start_ms, first_ms) => start_ms.or(first_ms).unwrap_or(0),
        };
        let spans = match activity.format {
            FileFormat::Gpx | FileFormat::Tcx if !samples.is_empty() => {
                spans_of_track(activity, &samples, policy)
            }
            _ => spans_of_events(activity, &samples, start_ms, policy),
        };
        let mut timeline = Self { start_ms, misplaced_samples, ..Self::default() };
        for (start_ms, end_ms) in spans {
            timeline.running.push(Running {
                start: start_ms,
                end: end_ms,
                timer: timeline.timer_ms,
            });
            timeline.timer_ms += end_ms - start_ms;
        }
        let last_ms = samples.last().map_or(start_ms, |sample| sample.time_ms);
        let span_end_ms = timeline.running.last().map_or(start_ms, |span| span.end);
        timeline.end_ms = match elapsed_ms(activity) {
            Some(elapsed_ms) => start_ms.saturating_add(elapsed_ms).max(span_end_ms),
            None => last_ms.max(span_end_ms),
        };
        let samples = timeline.without_paused(samples);
        timeline.hold(samples, policy);
        timeline
    }

    /// Returns the elapsed time in milliseconds, pauses included.
    #[must_use]
    pub fn elapsed_ms(&self) -> i64 {
        self.end_ms - self.start_ms
    }

    /// Returns the timer time in milliseconds at a moment in milliseconds since the Unix epoch.
    #[must_use]
    pub fn timer_at(&self, time_ms: i64) -> i64 {
        let later = self.running.partition_point(|span| span.start <= time_ms);
        match later.checked_sub(1).map(|index| self.running[index]) {
            None => 0,
            Some(span) => span.timer + (time_ms.min(span.end) - span.start),
        }
    }

    /// Returns the moment at which a timer time (milliseconds) was reached, in milliseconds since
    /// the Unix epoch. At the timer time of a pause it is the end of the pause.
    #[must_use]
    pub fn clock_at(&self, timer_ms: i64) -> i64 {
        let later = self.running.partition_point(|span| span.timer <= timer_ms);
        let span = later.checked_sub(1).map(|index| self.running[index]);
        span.map_or(self.start_ms, |span| span.start + timer_ms - span.timer)
    }

    /// Returns the pauses, in order.
    #[must_use]
    pub fn pauses(&self) -> Vec<Pause> {
        let ends = std::iter::once(self.start_ms).chain(self.running.iter().map(|span| span.end));
        let pauses = ends.zip(&self.running).map(|(end_ms, next)| Pause {
            start_timer_ms: next.timer,
            length_ms: next.start - end_ms,
        });
        pauses.filter(|pause| pause.length_ms > 0).collect()
    }

    /// Returns the samples without those written while the timer stood.
    fn without_paused(&self, mut samples: Vec<Sample>) -> Vec<Sample> {
        let mut stops = self.running.windows(2).map(|pair| (pair[0].end, pair[1].start)).peekable();
        samples.retain(|sample| {
            while stops.next_if(|&(_, start_ms)| start_ms <= sample.time_ms).is_some() {}
            stops.peek().is_none_or(|&(end_ms, _)| sample.time_ms <= end_ms)
        });
        samples
    }

    /// Sets the timer time of each sample and the time for which it holds.
    fn hold(&mut self, samples: Vec<Sample>, policy: &Policy) {
        let hold_max_ms = seconds_to_ms(policy.hold_max_s);
        let places: Vec<i64> = samples.iter().map(|sample| self.timer_at(sample.time_ms)).collect();
        self.samples = samples
            .into_iter()
            .enumerate()
            .map(|(index, sample)| {
                let timer_ms = places[index];
                let next_ms = places.get(index + 1).copied().unwrap_or(self.timer_ms);
                TimedSample { sample, timer_ms, hold_ms: (next_ms - timer_ms).min(hold_max_ms) }
            })
            .collect();
    }
}

/// Time by which a sample may precede the session's start and still belong to the session, in
/// milliseconds.
const START_SLACK_MS: i64 = 60_000;

/// Longest gap, in milliseconds, that devices with smart recording leave while the timer runs.
const SMART_RECORDING_MS: i64 = 10_000;

/// Converts seconds of a policy to whole milliseconds.
pub(crate) fn seconds_to_ms(seconds: f64) -> i64 {
    (seconds * 1000.0).round() as i64
}

/// Converts minutes of a policy to whole milliseconds.
pub(crate) fn minutes_to_ms(minutes: f64) -> i64 {
    seconds_to_ms(minutes * 60.0)
}

/// Returns the device's elapsed time in milliseconds, but at least its timer time, because some
/// devices write less.
fn elapsed_ms(activity: &Activity) -> Option<i64> {
    let totals = &activity.totals;
    totals.elapsed_ms.map(|elapsed_ms| elapsed_ms.max(totals.timer_ms.unwrap_or(0)))
}

/// Returns the samples in order of time, and the number of samples left out. Samples of one
/// timestamp are merged. Samples far outside the session are left out, because a clock jumped.
fn ordered_samples(activity: &Activity, policy: &Policy) -> (Vec<Sample>, usize) {
    let mut samples: Vec<Sample> = activity.samples.iter().collect();
    samples.sort_by_key(|sample| sample.time_ms);
    let misplaced = match (activity.start_ms, elapsed_ms(activity)) {
        (Some(start_ms), Some(elapsed_ms)) => {
            let slack_ms = seconds_to_ms(policy.clock_jump_s);
            let end_ms = start_ms.saturating_add(elapsed_ms);
            keep_between(
                &mut samples,
                start_ms.saturating_sub(slack_ms),
                end_ms.saturating_add(slack_ms),
            )
        }
        _ => keep_main_part(&mut samples, seconds_to_ms(policy.session_gap_s)),
    };
    samples.dedup_by(|later, earlier| {
        let is_same = later.time_ms == earlier.time_ms;
        if is_same {
            merge(earlier, later);
        }
        is_same
    });
    (samples, misplaced)
}

/// Keeps the samples between two moments, unless most of them lie outside: then the session's own
/// times are wrong. Returns the number of samples removed.
fn keep_between(samples: &mut Vec<Sample>, from_ms: i64, to_ms: i64) -> usize {
    let session = from_ms..=to_ms;
    let outside = samples.iter().filter(|sample| !session.contains(&sample.time_ms)).count();
    if outside * 2 > samples.len() {
        return 0;
    }
    samples.retain(|sample| session.contains(&sample.time_ms));
    outside
}

/// Cuts the samples at gaps longer than any rest and keeps the part with the most samples. Returns
/// the number of samples removed.
fn keep_main_part(samples: &mut Vec<Sample>, gap_ms: i64) -> usize {
    let before = samples.len();
    let main = samples
        .chunk_by(|earlier, later| later.time_ms - earlier.time_ms <= gap_ms)
        .max_by_key(|part| part.len())
        .map(<[Sample]>::to_vec);
    *samples = main.unwrap_or_default();
    before - samples.len()
}

/// Takes over the values of a later record of the same time, field by field.
fn merge(sample: &mut Sample, later: &Sample) {
    sample.heart_rate_bpm = later.heart_rate_bpm.or(sample.heart_rate_bpm);
    sample.altitude_m = later.altitude_m.or(sample.altitude_m);
    sample.distance_m = later.distance_m.or(sample.distance_m);
    sample.speed_m_s = later.speed_m_s.or(sample.speed_m_s);
    sample.cadence_rpm = later.cadence_rpm.or(sample.cadence_rpm);
    sample.power_w = later.power_w.or(sample.power_w);
    sample.temperature_c = later.temperature_c.or(sample.temperature_c);
    sample.latitude_deg = later.latitude_deg.or(sample.latitude_deg);
    sample.longitude_deg = later.longitude_deg.or(sample.longitude_deg);
}

/// Returns the stretches in which a track was recorded, `(start, end)`. A segment break is a pause,
/// and so is a long gap within a segment.
///
/// Some files state how long the timer ran (TCX does, lap by lap). If that leaves room for more
/// pauses, shorter gaps are pauses too, the longest first. The statement never removes a pause,
/// because some exporters write elapsed time there.
fn spans_of_track(activity: &Activity, samples: &[Sample], policy: &Policy) -> Vec<(i64, i64)> {
    let mut breaks: Vec<i64> = activity
        .samples
        .segment_starts
        .iter()
        .filter_map(|&index| activity.samples.time_ms.get(index).copied())
        .collect();
    breaks.sort_unstable();
    let gap_max_ms = seconds_to_ms(policy.gpx_pause_s);
    let gaps = samples.windows(2).map(|pair| (pair[1].time_ms - pair[0].time_ms, pair[1].time_ms));
    let (mut pauses, mut shorter): (Vec<_>, Vec<_>) = gaps
        .partition(|(gap_ms, end_ms)| *gap_ms > gap_max_ms || breaks.binary_search(end_ms).is_ok());
    if let (Some(timer_ms), [first, .., last]) = (activity.totals.timer_ms, samples) {
        let paused_ms: i64 = pauses.iter().map(|(gap_ms, _)| gap_ms).sum();
        let mut room_ms = last.time_ms - first.time_ms - paused_ms - timer_ms;
        shorter.retain(|(gap_ms, _)| *gap_ms > SMART_RECORDING_MS);
        shorter.sort_unstable_by_key(|(gap_ms, _)| Reverse(*gap_ms));
        for gap in shorter {
            // Part of a gap is the step to the next sample, which belongs to no pause.
            if gap.0 <= room_ms.saturating_mul(2) {
                room_ms -= gap.0;
                pauses.push(gap);
            }
        }
    }
    let mut resumed: Vec<i64> = pauses.into_iter().map(|(_, end_ms)| end_ms).collect();
    resumed.sort_unstable();
    let parts = samples.chunk_by(|_, next| resumed.binary_search(&next.time_ms).is_err());
    parts.filter_map(|part| Some((part.first()?.time_ms, part.last()?.time_ms))).collect()
}

/// Returns the stretches between the timer's starts and stops, `(start, end)`.
fn spans_of_events(
    activity: &Activity,
    samples: &[Sample],
    start_ms: i64,
    policy: &Policy,
) -> Vec<(i64, i64)> {
    let first_ms = samples.first().map_or(start_ms, |sample| sample.time_ms);
    let last_ms = samples.last().map_or(start_ms, |sample| sample.time_ms);
    let begin_ms = start_ms.min(first_ms);
    // The length in the summary gives the end, whenever the summary was written.
    let close_ms = match elapsed_ms(activity) {
        Some(elapsed_ms) => start_ms.saturating_add(elapsed_ms).max(last_ms),
        None => last_ms,
    };
    let mut events = activity.timer_events.clone();
    events.retain(|event| (begin_ms..=close_ms).contains(&event.time_ms));
    events.sort_by_key(|event| event.time_ms);
    let mut spans = Vec::new();
    let mut running_from = match events.first() {
        Some(first) if first.kind == TimerEventKind::Start => None,
        // The recording is under way before its first event.
        _ => Some(begin_ms),
    };
    for event in &events {
        match (event.kind, running_from) {
            (TimerEventKind::Start, None) => running_from = Some(event.time_ms),
            (TimerEventKind::Stop, Some(from_ms)) => {
                spans.push((from_ms, event.time_ms));
                running_from = None;
            }
            _ => {}
        }
    }
    if let Some(from_ms) = running_from {
        spans.push((from_ms, close_ms.max(from_ms)));
    }
    let mut spans = without_jumps(spans, samples, seconds_to_ms(policy.clock_jump_s));
    if let Some(timer_ms) = activity.totals.timer_ms {
        trim_to_total(&mut spans, timer_ms);
    }
    spans
}

/// Shortens or lengthens the last stretch so that the stretches sum to the device's total. Events
/// have whole seconds and the total has milliseconds, so this happens only where the difference is
/// within that rounding.
fn trim_to_total(spans: &mut [(i64, i64)], total_ms: i64) {
    let rounding_ms = 1000 * (spans.len() as i64 + 1);
    let counted_ms: i64 = spans.iter().map(|(start_ms, end_ms)| end_ms - start_ms).sum();
    let over_ms = counted_ms - total_ms;
    if let Some((start_ms, end_ms)) = spans.last_mut()
        && over_ms.abs() <= rounding_ms
    {
        *end_ms = (*end_ms - over_ms).max(*start_ms);
    }
}

/// Cuts gaps between samples that are longer than any run has out of the running time.
fn without_jumps(spans: Vec<(i64, i64)>, samples: &[Sample], jump_ms: i64) -> Vec<(i64, i64)> {
    let jumps: Vec<(i64, i64)> = samples
        .windows(2)
        .map(|pair| (pair[0].time_ms, pair[1].time_ms))
        .filter(|(from_ms, to_ms)| to_ms - from_ms > jump_ms)
        .collect();
    let mut rest = Vec::with_capacity(spans.len());
    for (mut start_ms, end_ms) in spans {
        for &(from_ms, to_ms) in &jumps {
            if from_ms < end_ms && to_ms > start_ms {
                if from_ms > start_ms {
                    rest.push((start_ms, from_ms));
                }
                start_ms = to_ms.min(end_ms);
            }
        }
        if end_ms > start_ms {
            rest.push((start_ms, end_ms));
        }
    }
    rest
}
