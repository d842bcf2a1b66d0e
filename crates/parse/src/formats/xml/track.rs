//! Samples of a track, added one by one.

use super::distance;
use super::time::Time;
use crate::sport::{self, Words};
use recoup_model::{Activity, FileFormat, Sample, Samples};

/// Samples in the order of the file, with the interruptions between them.
#[derive(Debug, Default)]
pub(crate) struct TrackSamples {
    pub(crate) samples: Samples,
    /// Offset from UTC in minutes that the first time states.
    pub(crate) utc_offset_min: Option<i32>,
    /// Earliest and latest time. The samples may be in any order.
    pub(crate) span_ms: Option<(i64, i64)>,
    /// Whether an interruption precedes the next sample.
    break_pending: bool,
}

impl TrackSamples {
    pub(crate) fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }

    /// Marks an interruption before the next sample.
    pub(crate) fn interrupt(&mut self) {
        self.break_pending = !self.samples.is_empty();
    }

    pub(crate) fn push(&mut self, sample: &Sample, time: Time) {
        if self.samples.is_empty() {
            self.utc_offset_min = time.offset_min;
        }
        if std::mem::take(&mut self.break_pending) {
            self.samples.segment_starts.push(self.samples.len());
        }
        self.samples.push(sample);
        let (first, last) = self.span_ms.unwrap_or((sample.time_ms, sample.time_ms));
        self.span_ms = Some((first.min(sample.time_ms), last.max(sample.time_ms)));
    }

    /// Appends another track, after an interruption.
    pub(crate) fn append(&mut self, next: &Self) {
        self.samples.segment_starts.push(self.samples.len());
        self.samples.append(&next.samples);
        self.utc_offset_min = self.utc_offset_min.or(next.utc_offset_min);
        self.span_ms = match (self.span_ms, next.span_ms) {
            (Some(own), Some(other)) => Some((own.0.min(other.0), own.1.max(other.1))),
            (own, other) => own.or(other),
        };
    }

    /// Creates the activity of a session: its sport, start and samples. `words` describe the
    /// recording.
    pub(crate) fn into_activity(
        mut self,
        format: FileFormat,
        session: u32,
        words: &Words<'_>,
    ) -> Activity {
        distance::fill(&mut self.samples);
        let (sport, sub_sport, sport_basis) = sport::decide(words, &self.samples);
        let mut activity = Activity::new(format);
        activity.session = session;
        activity.sport = sport;
        activity.sub_sport = sub_sport.map(str::to_owned);
        activity.sport_basis = sport_basis;
        activity.start_ms = self.samples.time_ms.first().copied();
        activity.utc_offset_min = self.utc_offset_min;
        activity.samples = self.samples;
        activity
    }
}
