//! The samples of a run in timer time, as columns.

use super::Timeline;
use super::recorded::{Recorded, is_a_part, merged};
use super::running::{Running, spans_of_events, spans_of_track, sum_ms};
use super::spacing::holds_ms;
use crate::calendar::Coordinates;
use crate::settings::policy::{Policy, seconds_to_ms};
use recoup_model::{Activity, FileFormat, Samples};
use std::borrow::Cow;

/// Least cadence that counts steps and not strides (two steps each). No runner makes so many
/// strides a minute.
const STRIDES_MAX_PER_MIN: f32 = 120.0;

/// The samples of an activity, sorted, merged and placed in timer time. All columns have equal
/// length.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TimedSamples<'a> {
    /// Time line: the stretches in which the timer ran.
    pub timeline: Timeline,
    /// Samples in order of time, at most one for each timestamp. The activity's own samples are
    /// borrowed if nothing had to be sorted, merged or left out.
    pub samples: Cow<'a, Samples>,
    /// Timer time at the timestamp of each sample, in milliseconds.
    pub timer_ms: Vec<i64>,
    /// Timer time for which the heart rate of each sample holds, in milliseconds; 0 without a valid
    /// heart rate.
    pub heart_rate_hold_ms: Vec<i64>,
    /// Longest time for which a value holds, in milliseconds.
    hold_max_ms: i64,
}

impl<'a> TimedSamples<'a> {
    /// Places an activity's samples in timer time.
    ///
    /// ```
    /// use recoup_analysis::{Policy, run::timeline::TimedSamples};
    /// use recoup_model::{Activity, FileFormat, Sample};
    /// let mut run = Activity::new(FileFormat::Gpx);
    /// for (second, bpm) in [(0, 120.0), (5, 121.0), (60, 122.0), (65, 122.0)] {
    ///     let heart_rate_bpm = Some(bpm);
    ///     run.samples.push(&Sample { time_ms: second * 1000, heart_rate_bpm, ..Sample::default() });
    /// }
    /// let timed = TimedSamples::new(&run, &Policy::default());
    /// assert_eq!(timed.timer_ms, [0, 5_000, 5_000, 10_000]); // The pause takes no time.
    /// assert_eq!(timed.heart_rate_bpm(1), Some(121.0));
    /// assert_eq!(timed.hold_ms(1), 0);
    /// ```
    #[must_use]
    pub fn new(activity: &'a Activity, policy: &Policy) -> Self {
        let recorded = Recorded::new(activity, policy);
        let spans = match activity.format {
            FileFormat::Gpx | FileFormat::Tcx if !recorded.samples.is_empty() => {
                spans_of_track(activity, &recorded, policy)
            }
            _ => spans_of_events(activity, &recorded),
        };
        let Recorded { samples, left_out, start_ms, end_ms, .. } = recorded;
        let running = Running::of_spans(&spans);
        let span_end_ms = running.last().map_or(start_ms, |span| span.end);
        let samples = without_paused(samples, &running);
        let mut timed = Self {
            timer_ms: Running::timer_at_each(&running, &samples.time_ms),
            timeline: Timeline {
                start_ms,
                end_ms: end_ms.max(span_end_ms),
                timer_ms: sum_ms(&spans),
                running,
                misplaced_samples: left_out,
            },
            samples,
            heart_rate_hold_ms: Vec::new(),
            hold_max_ms: seconds_to_ms(policy.hold_max_s),
        };
        timed.heart_rate_hold_ms = timed.holds_ms(|row| timed.heart_rate_bpm(row).is_some());
        timed
    }

    /// Returns the number of samples.
    #[must_use]
    pub fn len(&self) -> usize {
        self.timer_ms.len()
    }

    /// Whether there are no samples.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.timer_ms.is_empty()
    }

    /// Returns the heart rate of a sample in beats per minute; [`None`] outside the range of
    /// hearts, 30-230.
    ///
    /// Devices write 0 and 255 for "no reading".
    #[must_use]
    pub fn heart_rate_bpm(&self, row: usize) -> Option<f64> {
        let bpm = self.samples.heart_rate_bpm.get(row).copied()?;
        (30.0..=230.0).contains(&bpm).then_some(f64::from(bpm))
    }

    /// Returns the steps per minute of a sample; [`None`] without a cadence. Most watches count
    /// strides, and some count steps.
    pub(crate) fn steps_per_min(&self, row: usize) -> Option<f32> {
        let cadence =
            self.samples.cadence_rpm.get(row).copied().filter(|&cadence| cadence > 0.0)?;
        Some(if cadence < STRIDES_MAX_PER_MIN { cadence * 2.0 } else { cadence })
    }

    /// Returns the place of a sample; [`None`] where unknown.
    pub(crate) fn place(&self, row: usize) -> Option<Coordinates> {
        Coordinates::at(&self.samples, row)
    }

    /// Returns the timer time from a sample to the next, in milliseconds, with an upper bound of
    /// `hold_max_s` of the policy.
    #[must_use]
    pub fn hold_ms(&self, row: usize) -> i64 {
        let next_ms = self.timer_ms.get(row + 1).copied().unwrap_or(self.timeline.timer_ms);
        (next_ms - self.timer_ms[row]).min(self.hold_max_ms)
    }

    /// Whether more than a twentieth of the samples was left out. Then the device's totals do not
    /// describe the remaining samples.
    pub(crate) fn is_a_part(&self) -> bool {
        is_a_part(self.timeline.misplaced_samples, self.len())
    }

    /// Whether the altitude is known for at least half of the timer time.
    pub(crate) fn has_altitude(&self) -> bool {
        let altitude_m = &self.samples.altitude_m;
        let held_ms =
            self.holds_ms(|row| altitude_m.get(row).is_some_and(|metres| !metres.is_nan()));
        held_ms.into_iter().sum::<i64>() * 2 >= self.timeline.timer_ms
    }

    /// Returns the time in milliseconds for which the reading of each sample holds; 0 without a
    /// reading.
    fn holds_ms(&self, is_reading: impl Fn(usize) -> bool) -> Vec<i64> {
        holds_ms(&self.timer_ms, self.timeline.timer_ms, self.hold_max_ms, is_reading)
    }
}

/// Leaves out the samples written while the timer stood.
fn without_paused<'a>(samples: Cow<'a, Samples>, running: &[Running]) -> Cow<'a, Samples> {
    let mut stops = running.windows(2).map(|pair| (pair[0].end, pair[1].start)).peekable();
    let mut runs_at = |time_ms: i64| {
        while stops.next_if(|&(_, start_ms)| start_ms <= time_ms).is_some() {}
        stops.peek().is_none_or(|&(end_ms, _)| time_ms <= end_ms)
    };
    let paused: Vec<usize> =
        (0..samples.len()).filter(|&row| !runs_at(samples.time_ms[row])).collect();
    if paused.is_empty() {
        return samples;
    }
    let rows = (0..samples.len()).filter(|row| paused.binary_search(row).is_err());
    Cow::Owned(merged(&samples, rows))
}
