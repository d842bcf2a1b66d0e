//! The samples of a track, as they come in.

use super::time::Time;
use recoup_model::{Sample, Samples};

/// Samples in the order of the file, with the interruptions between them.
#[derive(Debug, Default)]
pub(crate) struct Track {
    pub(crate) samples: Samples,
    /// The offset from UTC in minutes that the first time is written with.
    pub(crate) utc_offset_min: Option<i32>,
    /// First and last time, whatever their order in the file.
    pub(crate) span_ms: Option<(i64, i64)>,
    /// Whether the next sample comes after an interruption.
    break_pending: bool,
}

impl Track {
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
        append(&mut self.samples, &next.samples);
        self.utc_offset_min = self.utc_offset_min.or(next.utc_offset_min);
        self.span_ms = match (self.span_ms, next.span_ms) {
            (Some(own), Some(other)) => Some((own.0.min(other.0), own.1.max(other.1))),
            (own, other) => own.or(other),
        };
    }
}

/// Appends the rows of `more`; columns that only one of the two has are missing in the other.
fn append(samples: &mut Samples, more: &Samples) {
    let rows = samples.len();
    let all = rows + more.len();
    macro_rules! append_column {
        ($column:ident, $missing:expr) => {
            if !(samples.$column.is_empty() && more.$column.is_empty()) {
                samples.$column.resize(rows, $missing);
                samples.$column.extend_from_slice(&more.$column);
                samples.$column.resize(all, $missing);
            }
        };
    }
    append_column!(heart_rate_bpm, f32::NAN);
    append_column!(altitude_m, f64::NAN);
    append_column!(distance_m, f64::NAN);
    append_column!(speed_m_s, f32::NAN);
    append_column!(cadence_rpm, f32::NAN);
    append_column!(power_w, f32::NAN);
    append_column!(temperature_c, f32::NAN);
    append_column!(latitude_deg, f64::NAN);
    append_column!(longitude_deg, f64::NAN);
    samples.time_ms.extend_from_slice(&more.time_ms);
    samples.segment_starts.extend(more.segment_starts.iter().map(|start| rows + start));
}
