//! Timer time: running, pauses, and the time for which each sample holds.
//!
//! All results use *timer time*, which is elapsed time without pauses, because the zone totals of
//! watches do the same. A value holds until the next reading of the same kind, because many watches
//! write a pulse every 5-30 s and positions every second. A value holds for [`Policy::hold_max_s`]
//! at most. Over records without such a reading, it holds for at most twice the usual spacing of
//! the readings. Time without a value is missing. All times are whole milliseconds, so that the
//! parts sum to the whole exactly.
//!
//! | rule | default | from |
//! |---|---|---|
//! | pauses count in no total | - | measured: the zone totals of 23 of 23 watches with pauses leave them out |
//! | a value holds until the next reading of its kind | 60 s at most; over records without a reading, twice the usual spacing (the 90th percentile) | measured: 37 of 103 runs of a watch with a pulse every five seconds can be graded. A gap without any record is no sign of a lost strap: cutting it short would leave out up to 3 % of the watch's own zone times if the watch records only changes |
//! | FIT: the timer stands from a stop event to the next start, and records between them get no time | - | FIT |
//! | FIT: if the device's total is smaller than the time by the events, the difference is pauses without events: the longest stretches without movement, then the end | unless the records end after the session | measured: COROS, Wahoo |
//! | GPX, TCX: a break between segments is a pause, and so is a long gap | over 25 s and over three usual spacings of the track | proposed |
//! | TCX: the laps' time can cancel a pause if the track is that sparse, and it is the duration if the track is shorter | - | - |
//! | records with equal timestamps are merged, field by field; all records are sorted | - | measured: 32 of 311 files repeat times, and in 5 files times go back |
//! | a gap without an event is a jump of the clock and not running | over 1 h | proposed |
//! | a gap ends a session, even if the file continues it | over 6 h | proposed |
//! | samples that a wrong clock set apart are left out, and the part with the most samples is the run | under 1 min of samples behind a gap of over 1 h, or samples behind a gap of over 6 h | proposed |
//! | a stated start or end of a session that is far from the samples is replaced by theirs | over 1 h, or over 1 min if the timer did not run before the samples | proposed |

mod recorded;
mod running;
mod spacing;
mod timed;

pub use timed::TimedSamples;

use crate::settings::policy::Policy;
use recoup_model::Activity;
use running::Running;
use serde::{Deserialize, Serialize};

/// The time line of an activity: the stretches in which the timer ran, and the pauses.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Timeline {
    /// Start in milliseconds since the Unix epoch.
    pub start_ms: i64,
    /// End in milliseconds since the Unix epoch.
    pub end_ms: i64,
    /// Timer time in milliseconds.
    pub timer_ms: i64,
    /// Stretches in which the timer ran, in order.
    running: Vec<Running>,
    /// Number of samples left out because their time cannot be right.
    pub misplaced_samples: usize,
}

/// A pause: a stretch of elapsed time in which the timer stood.
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
    /// Finds the stretches in which the timer of an activity ran.
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
        TimedSamples::new(activity, policy).timeline
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
    /// the Unix epoch. For the timer time of a pause, the result is the end of the pause.
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
}
