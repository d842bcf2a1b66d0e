//! Tracks to activities.
//!
//! A `trk` is mostly one session, but some programs write one for each lap or pause, and some put
//! a year into one file. Tracks of one type within hours of each other are one session here.

use super::distance;
use crate::sport::{self, Words};
use recoup_model::{Activity, FileFormat, Sample, Samples};

/// Tracks further apart than this are sessions of their own.
const SESSION_GAP_MS: i64 = 6 * 3_600_000;

/// Sessions of one file; a file of more is no training log.
pub(super) const SESSIONS_TOP: usize = 10_000;

/// What one or more `trk` elements hold.
#[derive(Debug, Default)]
pub(super) struct Track {
    pub(super) samples: Samples,
    pub(super) name: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) description: Option<String>,
    pub(super) utc_offset_min: Option<i32>,
    /// Whether the next sample comes after an interruption.
    break_pending: bool,
    /// First and last time, whatever their order in the file.
    span_ms: Option<(i64, i64)>,
}

impl Track {
    /// Marks an interruption before the next sample.
    pub(super) fn interrupt(&mut self) {
        self.break_pending = !self.samples.is_empty();
    }

    pub(super) fn push(&mut self, sample: &Sample) {
        if std::mem::take(&mut self.break_pending) {
            self.samples.segment_starts.push(self.samples.len());
        }
        self.samples.push(sample);
        let (first, last) = self.span_ms.unwrap_or((sample.time_ms, sample.time_ms));
        self.span_ms = Some((first.min(sample.time_ms), last.max(sample.time_ms)));
    }

    /// Whether `next` belongs to the same session.
    fn goes_on_in(&self, next: &Self) -> bool {
        let same_sport = match (&self.kind, &next.kind) {
            (Some(own), Some(other)) => {
                own == other || sport::of_type(own) == sport::of_type(other)
            }
            _ => true,
        };
        let near = match (self.span_ms, next.span_ms) {
            (Some((first, last)), Some((next_first, next_last))) => {
                next_first.saturating_sub(last) <= SESSION_GAP_MS
                    && first.saturating_sub(next_last) <= SESSION_GAP_MS
            }
            _ => true,
        };
        same_sport && near
    }

    fn absorb(&mut self, next: Self) {
        let rows = self.samples.len();
        self.samples.segment_starts.push(rows);
        append(&mut self.samples, &next.samples);
        self.name = self.name.take().or(next.name);
        self.kind = self.kind.take().or(next.kind);
        self.description = self.description.take().or(next.description);
        self.utc_offset_min = self.utc_offset_min.or(next.utc_offset_min);
        self.span_ms = match (self.span_ms, next.span_ms) {
            (Some(own), Some(other)) => Some((own.0.min(other.0), own.1.max(other.1))),
            (own, other) => own.or(other),
        };
    }

    /// Puts the track behind those that precede it: into the last one, or as one of its own.
    pub(super) fn join(self, tracks: &mut Vec<Self>) {
        match tracks.last_mut() {
            Some(last) if last.goes_on_in(&self) => last.absorb(self),
            _ => tracks.push(self),
        }
    }

    /// The activity that the track is, in a file with these words about itself.
    pub(super) fn into_activity(mut self, session: u32, file: &FileWords) -> Activity {
        distance::fill(&mut self.samples);
        let words = Words {
            kind: self.kind.as_deref().or(file.kind.as_deref()),
            titles: [&self.name, &file.name, &self.description, &file.description]
                .into_iter()
                .filter_map(|text| text.as_deref())
                .collect(),
            creator: file.creator.as_deref(),
        };
        let (sport, sub_sport, sport_basis) = sport::decide(&words, &self.samples);
        let mut activity = Activity::new(FileFormat::Gpx);
        activity.session = session;
        activity.sport = sport;
        activity.sport_basis = sport_basis;
        activity.sub_sport = sub_sport.map(str::to_owned);
        activity.title = self.name.or_else(|| file.name.clone());
        activity.device.product.clone_from(&file.creator);
        activity.start_ms = self.samples.time_ms.first().copied();
        activity.utc_offset_min = self.utc_offset_min;
        activity.samples = self.samples;
        activity
    }
}

/// What a file says about itself in words.
#[derive(Debug, Default)]
pub(super) struct FileWords {
    pub(super) kind: Option<String>,
    pub(super) name: Option<String>,
    pub(super) description: Option<String>,
    pub(super) creator: Option<String>,
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
