//! Timer time: running, pauses, and the time for which each sample holds.
//!
//! The time base of all results is *timer time*, elapsed time without pauses, because the zone
//! totals of watches follow it. A value holds until the next reading of its own kind, because many
//! watches write a pulse every 5-30 s and positions every second. It holds for
//! [`Policy::hold_max_s`] at most, and over records without such a reading for at most twice the
//! usual spacing of the readings. Time without a value is missing.
//! All times are whole milliseconds, so that the parts sum to the whole exactly.
//!
//! | rule | default | from |
//! |---|---|---|
//! | pauses count in no total | - | measured: the zone totals of 23 of 23 watches with pauses leave them out |
//! | a value holds until the next of its kind | 60 s at most; over records without one, twice the usual spacing (the 90th percentile) | measured: 37 of 103 runs of a watch with a pulse every five seconds can be graded; a gap without any record is no sign of a lost strap, and cutting it short leaves up to 3 % of the watch's own zone times missing where it records only changes |
//! | FIT: the timer stands from a stop event to the next start, and records between them get no time | - | FIT |
//! | FIT: where the device's total is smaller than what the events leave, the rest is pauses without events: the longest stretches without movement, then the end | unless the records end after the session | measured: COROS, Wahoo |
//! | GPX, TCX: a break between segments is a pause, and so is a long gap | over 25 s and over three usual spacings of the track | proposed |
//! | TCX: the laps' time is a word against a pause where the track is that sparse, and the duration where the track is shorter | - | - |
//! | records of one timestamp are merged, field by field; all are sorted | - | measured: 32 of 311 files repeat times, 5 go back |
//! | a gap without an event is a jump of the clock, not running | over 1 h | proposed |
//! | a gap ends a session, even if the file continues it | over 6 h | proposed |
//! | samples that a wrong clock set apart are left out, and the part with the most samples is the run | behind a gap of over 1 h and under 1 min long, or behind a gap of over 6 h | proposed |
//! | a session that states a start or an end far from its samples starts and ends with them | over 1 h, or over 1 min where the timer did not run before them | proposed |

mod recorded;
mod running;
mod spacing;

use crate::settings::policy::{Policy, seconds_to_ms};
use recorded::Recorded;
use recoup_model::{Activity, FileFormat, Sample};
use running::{Running, spans_of_events, spans_of_track, sum_ms};
use serde::{Deserialize, Serialize};
use spacing::{Reading, holds_ms};

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
    /// Timer time to the next sample, in milliseconds, at most `hold_max_s` of the policy.
    pub hold_ms: i64,
    /// Timer time for which the heart rate holds, in milliseconds; 0 without a valid one.
    pub heart_rate_hold_ms: i64,
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
        let recorded = Recorded::new(activity, policy);
        let spans = match activity.format {
            FileFormat::Gpx | FileFormat::Tcx if !recorded.samples.is_empty() => {
                spans_of_track(activity, &recorded, policy)
            }
            _ => spans_of_events(activity, &recorded),
        };
        let Recorded { samples, left_out, start_ms, end_ms, .. } = recorded;
        let mut timeline = Self { start_ms, misplaced_samples: left_out, ..Self::default() };
        timeline.running = Running::of_spans(&spans);
        timeline.timer_ms = sum_ms(&spans);
        let span_end_ms = timeline.running.last().map_or(start_ms, |span| span.end);
        timeline.end_ms = end_ms.max(span_end_ms);
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
        Running::timer_at(&self.running, time_ms)
    }

    /// Returns the moment at which a timer time (milliseconds) was reached, in milliseconds since
    /// the Unix epoch. At the timer time of a pause it is the end of the pause.
    #[must_use]
    pub fn clock_at(&self, timer_ms: i64) -> i64 {
        let later = self.running.partition_point(|span| span.timer <= timer_ms);
        let span = later.checked_sub(1).map(|index| self.running[index]);
        span.map_or(self.start_ms, |span| span.start + timer_ms - span.timer)
    }

    /// Whether the samples are only a part of the recording: over a twentieth of them was left out,
    /// so that the device's totals are not those of this part.
    pub(crate) fn is_a_part(&self) -> bool {
        recorded::is_a_part(self.misplaced_samples, self.samples.len())
    }

    /// Whether the altitude is known for at least half of the timer time.
    pub(crate) fn has_altitude(&self, policy: &Policy) -> bool {
        let held = self.readings_hold_ms(policy, |timed| timed.sample.altitude_m.is_some());
        held.into_iter().map(|(_, hold_ms)| hold_ms).sum::<i64>() * 2 >= self.timer_ms
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

    /// Sets the timer time of each sample and the times for which its values hold.
    fn hold(&mut self, samples: Vec<Sample>, policy: &Policy) {
        let hold_max_ms = seconds_to_ms(policy.hold_max_s);
        let places: Vec<i64> = samples.iter().map(|sample| self.timer_at(sample.time_ms)).collect();
        self.samples = samples
            .into_iter()
            .enumerate()
            .map(|(index, sample)| {
                let timer_ms = places[index];
                let next_ms = places.get(index + 1).copied().unwrap_or(self.timer_ms);
                let hold_ms = (next_ms - timer_ms).min(hold_max_ms);
                TimedSample { sample, timer_ms, hold_ms, heart_rate_hold_ms: 0 }
            })
            .collect();
        let held = self.readings_hold_ms(policy, |timed| timed.heart_rate_bpm().is_some());
        for (record, hold_ms) in held {
            self.samples[record].heart_rate_hold_ms = hold_ms;
        }
    }

    /// Returns the readings of one kind, each with the index of its sample and the time in
    /// milliseconds for which it holds.
    fn readings_hold_ms(
        &self,
        policy: &Policy,
        is_reading: impl Fn(&TimedSample) -> bool,
    ) -> Vec<(usize, i64)> {
        let records = self.samples.iter().enumerate().filter(|(_, timed)| is_reading(timed));
        let readings: Vec<Reading> =
            records.map(|(record, timed)| Reading { timer_ms: timed.timer_ms, record }).collect();
        let end = Reading { timer_ms: self.timer_ms, record: self.samples.len() };
        let held = holds_ms(&readings, end, seconds_to_ms(policy.hold_max_s));
        readings.iter().map(|reading| reading.record).zip(held).collect()
    }
}
