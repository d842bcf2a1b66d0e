//! Tracks to activities.
//!
//! A `trk` is usually one session, but some programs write a `trk` for each lap or pause, and some
//! programs put a whole year into one file. Tracks of the same type that are at most half an hour
//! apart are joined to one session.

use crate::formats::xml::TrackSamples;
use crate::sport::{self, Words};
use recoup_model::{Activity, FileFormat};

/// Largest gap between two tracks of the same session.
const SESSION_GAP_MS: i64 = 30 * 60_000;

/// Content of one or more `trk` elements.
#[derive(Debug, Default)]
pub(super) struct GpxTrack {
    pub(super) points: TrackSamples,
    pub(super) name: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) description: Option<String>,
}

impl GpxTrack {
    /// Whether `next` belongs to the same session.
    fn goes_on_in(&self, next: &Self) -> bool {
        let same_sport = match (&self.kind, &next.kind) {
            (Some(own), Some(other)) => {
                own == other || sport::of_type(own) == sport::of_type(other)
            }
            _ => true,
        };
        let near = match (self.points.span_ms, next.points.span_ms) {
            (Some((first, last)), Some((next_first, next_last))) => {
                next_first.saturating_sub(last) <= SESSION_GAP_MS
                    && first.saturating_sub(next_last) <= SESSION_GAP_MS
            }
            _ => true,
        };
        same_sport && near
    }

    fn absorb(&mut self, next: Self) {
        self.points.append(&next.points);
        self.name = self.name.take().or(next.name);
        self.kind = self.kind.take().or(next.kind);
        self.description = self.description.take().or(next.description);
    }

    /// Adds the track to a list. The track is joined to the last track if both belong to one
    /// session.
    pub(super) fn join(self, tracks: &mut Vec<Self>) {
        match tracks.last_mut() {
            Some(last) if last.goes_on_in(&self) => last.absorb(self),
            _ => tracks.push(self),
        }
    }

    /// Creates the activity of the track. `file` describes the whole file.
    pub(super) fn into_activity(self, session: u32, file: &FileWords) -> Activity {
        let words = Words {
            kind: self.kind.as_deref().or(file.kind.as_deref()),
            titles: [&self.name, &file.name, &self.description, &file.description]
                .into_iter()
                .filter_map(|text| text.as_deref())
                .collect(),
            creator: file.creator.as_deref(),
        };
        let mut activity = self.points.into_activity(FileFormat::Gpx, session, &words);
        for name in self.name.into_iter().chain(file.name.clone()) {
            activity.labels.add_name(name);
        }
        activity.device.product.clone_from(&file.creator);
        activity
    }
}

/// Words that describe the whole file.
#[derive(Debug, Default)]
pub(super) struct FileWords {
    pub(super) kind: Option<String>,
    pub(super) name: Option<String>,
    pub(super) description: Option<String>,
    pub(super) creator: Option<String>,
}
