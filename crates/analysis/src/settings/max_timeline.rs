//! The maximum heart rate of one athlete over time, found in the athlete's files.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// The maximum heart rates found in an athlete's files: the settings of the watch with their dates,
/// and the highest credible heart rate of the runs.
///
/// [`max_timeline`](crate::history::maximum::max_timeline) makes the value from all files of an
/// athlete.
///
/// ```
/// use jiff::civil::date;
/// use recoup_analysis::history::maximum::max_timeline;
/// use recoup_analysis::run::peak::RunMaximum;
/// const DAY_MS: i64 = 86_400_000;
/// let run = |day: i64, watch_bpm| RunMaximum {
///     start_ms: day * DAY_MS,
///     end_ms: day * DAY_MS + 1_800_000,
///     date: date(1970, 1, 1 + day as i8),
///     peak_bpm: None,
///     watch_bpm,
/// };
/// let timeline = max_timeline([run(0, Some(190.0)), run(5, None), run(9, Some(188.0))]);
/// let found = timeline.near(5 * DAY_MS).unwrap();
/// assert_eq!((found.bpm, found.date, found.is_watch), (188.0, date(1970, 1, 10), true));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MaxTimeline {
    /// Maximum heart rates set in the watch, in order of time.
    pub watch: Vec<WatchMax>,
    /// Highest credible heart rate of the runs, and the date of its run; [`None`] if no value is
    /// confirmed by several runs.
    pub history: Option<(f64, Date)>,
    /// Credible highest heart rates, one of each run, descending, in beats per minute.
    pub believed_bpm: Vec<f64>,
}

/// A maximum heart rate that a watch used in one run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WatchMax {
    /// Start of the run in milliseconds since the Unix epoch.
    pub start_ms: i64,
    /// Local date of the run.
    pub date: Date,
    /// Maximum heart rate in beats per minute.
    pub bpm: f64,
}

/// A maximum heart rate found in the athlete's runs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FoundMax {
    /// Maximum heart rate in beats per minute.
    pub bpm: f64,
    /// Local date of its run.
    pub date: Date,
    /// Whether a watch was set to this maximum. Otherwise the runs reached it, and it is a lower
    /// bound.
    pub is_watch: bool,
}

impl MaxTimeline {
    /// Returns the maximum for a run without a setting of its own: the watch's maximum in the run
    /// nearest in time, otherwise the highest credible heart rate. Of two equally near runs, the
    /// earlier is taken. The time is in milliseconds since the Unix epoch.
    #[must_use]
    pub fn near(&self, start_ms: i64) -> Option<FoundMax> {
        let later = self.watch.partition_point(|watch| watch.start_ms <= start_ms);
        let before = later.checked_sub(1).and_then(|index| self.watch.get(index));
        let near = before.into_iter().chain(self.watch.get(later));
        let nearest = near.min_by_key(|watch| watch.start_ms.abs_diff(start_ms));
        let watch =
            nearest.map(|watch| FoundMax { bpm: watch.bpm, date: watch.date, is_watch: true });
        watch.or_else(|| self.history.map(|(bpm, date)| FoundMax { bpm, date, is_watch: false }))
    }

    /// Returns the maximum for a date, at noon in UTC.
    #[must_use]
    pub fn on(&self, date: Date) -> Option<FoundMax> {
        let noon = TimeZone::UTC.to_timestamp(date.at(12, 0, 0, 0)).ok()?;
        self.near(noon.as_millisecond())
    }

    /// Returns the highest credible heart rate and the number of credible runs above a maximum;
    /// [`None`] if fewer than two runs are above the maximum.
    #[must_use]
    pub fn above(&self, max_bpm: f64) -> Option<(f64, usize)> {
        let runs = self.believed_bpm.partition_point(|&bpm| bpm > max_bpm);
        (runs >= 2).then(|| (self.believed_bpm[0], runs))
    }
}
