//! The heart rate over timer time, in a compact and lossless form.
//!
//! Zones, surges, criteria and the margin need no other values of the samples. So a run keeps its
//! trace until the athlete's other runs give its maximum heart rate.

use crate::run::timeline::TimedSamples;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The valid heart rates of a run over timer time, in order. The time between them has no heart
/// rate.
///
/// ```
/// use recoup_analysis::{Policy, run::timeline::TimedSamples, run::trace::HeartRateTrace};
/// use recoup_model::{Activity, FileFormat, Sample};
/// let mut run = Activity::new(FileFormat::Fit);
/// for (second, bpm) in [(0, 120.0), (1, 120.0), (2, 0.0), (3, 0.0), (4, 121.0), (5, 121.0)] {
///     let heart_rate_bpm = Some(bpm);
///     run.samples.push(&Sample { time_ms: second * 1000, heart_rate_bpm, ..Sample::default() });
/// }
/// let trace = HeartRateTrace::new(&TimedSamples::new(&run, &Policy::default()));
/// // A reading of 0 is none, and the value before it holds for two spacings of a second.
/// assert_eq!(trace.known_ms(), 4000);
/// assert_eq!(trace.mean_bpm(0, 5000), Some((3.0 * 120.0 + 121.0) / 4.0));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct HeartRateTrace {
    holds: Vec<Hold>,
}

/// The different heart rates of a run, each with its holds.
pub(crate) struct Levels {
    /// Heart rates, ascending, in beats per minute.
    pub(crate) bpm: Vec<f32>,
    /// Index in `order` of the first hold of each heart rate, followed by the length of `order`.
    starts: Vec<usize>,
    /// Indices of the holds, sorted by heart rate, then by time.
    order: Vec<usize>,
}

impl Levels {
    /// Returns the indices of the holds of some levels, level by level, in order of time within a
    /// level.
    pub(crate) fn holds(&self, levels: Range<usize>) -> &[usize] {
        &self.order[self.starts[levels.start]..self.starts[levels.end]]
    }
}

/// One heart rate that holds for some time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Hold {
    /// Start in milliseconds of timer time.
    pub timer_ms: i64,
    /// Length in milliseconds.
    pub length_ms: u32,
    /// Heart rate in beats per minute.
    pub bpm: f32,
}

impl Hold {
    /// Returns the end in milliseconds of timer time.
    #[must_use]
    pub fn end_ms(&self) -> i64 {
        self.timer_ms + i64::from(self.length_ms)
    }

    /// Returns the part between two moments of timer time, in milliseconds.
    fn within_ms(&self, from_ms: i64, to_ms: i64) -> i64 {
        (self.end_ms().min(to_ms) - self.timer_ms.max(from_ms)).max(0)
    }
}

impl HeartRateTrace {
    /// Collects the valid heart rates of samples.
    #[must_use]
    pub fn new(timed: &TimedSamples<'_>) -> Self {
        let mut trace = Self::default();
        // A sample without a valid heart rate has a hold time of 0.
        let held = timed.timer_ms.iter().zip(&timed.heart_rate_hold_ms);
        for ((&timer_ms, &hold_ms), &bpm) in held.zip(&timed.samples.heart_rate_bpm) {
            trace.push(timer_ms, hold_ms, bpm);
        }
        trace.holds.shrink_to_fit();
        trace
    }

    /// Appends a heart rate, or extends the last hold if the new heart rate continues it.
    fn push(&mut self, timer_ms: i64, length_ms: i64, bpm: f32) {
        let Ok(length_ms @ 1..) = u32::try_from(length_ms) else { return };
        if let Some(last) = self.holds.last_mut()
            && last.bpm == bpm
            && last.end_ms() == timer_ms
            && let Some(both_ms) = last.length_ms.checked_add(length_ms)
        {
            last.length_ms = both_ms;
        } else {
            self.holds.push(Hold { timer_ms, length_ms, bpm });
        }
    }

    /// Returns the holds in order. Neighbours have different heart rates or a gap between them.
    #[must_use]
    pub fn holds(&self) -> &[Hold] {
        &self.holds
    }

    /// Returns the heart rate that holds at a moment of timer time (milliseconds), in beats per
    /// minute; [`None`] where it is missing.
    #[must_use]
    pub fn bpm_at(&self, timer_ms: i64) -> Option<f64> {
        let later = self.holds.partition_point(|hold| hold.timer_ms <= timer_ms);
        let hold = later.checked_sub(1).and_then(|index| self.holds.get(index))?;
        (timer_ms < hold.end_ms()).then(|| f64::from(hold.bpm))
    }

    /// Returns the timer time with a heart rate, in milliseconds.
    #[must_use]
    pub fn known_ms(&self) -> i64 {
        self.time_where_ms(|_| true)
    }

    /// Returns the time with a heart rate between two moments of timer time, all in milliseconds.
    #[must_use]
    pub fn known_between_ms(&self, from_ms: i64, to_ms: i64) -> i64 {
        self.between(from_ms, to_ms).map(|hold| hold.within_ms(from_ms, to_ms)).sum()
    }

    /// Returns the timer time, in milliseconds, with a heart rate (in beats per minute) for which
    /// `is_true` returns true.
    #[must_use]
    pub fn time_where_ms(&self, is_true: impl Fn(f64) -> bool) -> i64 {
        let held = self.holds.iter().filter(|hold| is_true(f64::from(hold.bpm)));
        held.map(|hold| i64::from(hold.length_ms)).sum()
    }

    /// Returns the time-weighted mean between two moments of timer time (milliseconds), in beats
    /// per minute; [`None`] without a heart rate between them.
    #[must_use]
    pub fn mean_bpm(&self, from_ms: i64, to_ms: i64) -> Option<f64> {
        let (mut beats, mut total_ms) = (0.0, 0);
        for hold in self.between(from_ms, to_ms) {
            let within_ms = hold.within_ms(from_ms, to_ms);
            beats += f64::from(hold.bpm) * within_ms as f64;
            total_ms += within_ms;
        }
        (total_ms > 0).then(|| beats / total_ms as f64)
    }

    /// Returns the time-weighted median, in beats per minute; [`None`] without a heart rate.
    #[must_use]
    pub fn median_bpm(&self) -> Option<f64> {
        self.median_from_bpm(0)
    }

    /// Returns the time-weighted median from a moment of timer time (milliseconds) on, in beats per
    /// minute; [`None`] without a heart rate from that moment on.
    #[must_use]
    pub fn median_from_bpm(&self, from_ms: i64) -> Option<f64> {
        let mut held: Vec<(f32, i64)> = self
            .between(from_ms, i64::MAX)
            .map(|hold| (hold.bpm, hold.within_ms(from_ms, i64::MAX)))
            .collect();
        held.sort_by(|left, right| left.0.total_cmp(&right.0));
        let half_ms = held.iter().map(|(_, length_ms)| length_ms).sum::<i64>() / 2;
        let mut passed_ms = 0;
        held.into_iter().find_map(|(bpm, length_ms)| {
            passed_ms += length_ms;
            (passed_ms > half_ms).then_some(f64::from(bpm))
        })
    }

    /// Returns the highest heart rate in beats per minute; [`None`] without a heart rate.
    #[must_use]
    pub fn peak_bpm(&self) -> Option<f64> {
        self.holds.iter().map(|hold| f64::from(hold.bpm)).reduce(f64::max)
    }

    /// Returns the different heart rates with their holds.
    pub(crate) fn levels(&self) -> Levels {
        let mut order: Vec<usize> = (0..self.holds.len()).collect();
        // The bits of positive numbers have the same order as the numbers. The sort is stable, so
        // the order of time is kept.
        order.sort_by_key(|&at| self.holds[at].bpm.to_bits());
        let (mut bpm, mut starts) = (Vec::new(), Vec::new());
        for (place, &at) in order.iter().enumerate() {
            if bpm.last() != Some(&self.holds[at].bpm) {
                bpm.push(self.holds[at].bpm);
                starts.push(place);
            }
        }
        starts.push(order.len());
        Levels { bpm, starts, order }
    }

    /// Returns the trace without some stretches. The heart rates in the stretches become missing.
    ///
    /// Each stretch is `(start, end)` in milliseconds of timer time. Stretches are in order and do
    /// not overlap.
    #[must_use]
    pub fn without(&self, stretches: &[(i64, i64)]) -> Self {
        let mut rest = Self::default();
        for hold in &self.holds {
            let mut from_ms = hold.timer_ms;
            let first = stretches.partition_point(|&(_, end_ms)| end_ms <= from_ms);
            for &(start_ms, end_ms) in &stretches[first..] {
                if start_ms >= hold.end_ms() {
                    break;
                }
                rest.push(from_ms, start_ms - from_ms, hold.bpm);
                from_ms = end_ms;
            }
            rest.push(from_ms, hold.end_ms() - from_ms, hold.bpm);
        }
        rest
    }

    /// Returns the holds that may overlap a stretch of timer time.
    fn between(&self, from_ms: i64, to_ms: i64) -> impl Iterator<Item = &Hold> {
        let first = self.holds.partition_point(|hold| hold.end_ms() <= from_ms);
        self.holds[first..].iter().take_while(move |hold| hold.timer_ms < to_ms)
    }
}
