//! Single `Activity` of a TCX file.

use crate::formats::xml::TrackSamples;
use crate::sport::Words;
use recoup_model::{Activity, FileFormat, Lap, SessionTotals};

/// Content of an `Activity` element.
#[derive(Debug, Default)]
pub(super) struct TcxSession {
    pub(super) points: TrackSamples,
    /// Attribute `Sport`: Running, Biking or Other.
    pub(super) kind: Option<String>,
    pub(super) id_ms: Option<i64>,
    pub(super) notes: Option<String>,
    pub(super) plan: Option<String>,
    pub(super) device: Option<String>,
    pub(super) device_serial: Option<u32>,
    pub(super) heart_rate_max_bpm: Option<f64>,
    /// Lap that is being read.
    pub(super) lap: Lap,
    /// Number of tracks in the current lap so far.
    tracks: usize,
    laps: Vec<Lap>,
}

impl TcxSession {
    /// Whether the session has no content that could be graded or listed.
    pub(super) fn is_empty(&self) -> bool {
        self.points.is_empty() && self.laps.iter().all(|lap| lap.timer_ms.is_none())
    }

    pub(super) fn begin_lap(&mut self, start_ms: Option<i64>) {
        self.end_lap();
        self.lap.start_ms = start_ms;
    }

    /// Begins a track. The timer was stopped between two tracks of a lap.
    pub(super) fn begin_track(&mut self) {
        if self.tracks > 0 {
            self.points.interrupt();
        }
        self.tracks = self.tracks.saturating_add(1);
    }

    pub(super) fn end_lap(&mut self) {
        self.tracks = 0;
        let lap = std::mem::take(&mut self.lap);
        if lap != Lap::default() {
            self.laps.push(lap);
        }
    }

    /// Ends a lap that is cut by the end of the file. Its sums are dropped, because they are
    /// incomplete.
    pub(super) fn cut_lap(&mut self) {
        if self.lap != Lap::default() {
            self.laps.push(Lap { start_ms: self.lap.start_ms, ..Lap::default() });
        }
    }

    /// Creates the activity. `number` is its index in the file.
    pub(super) fn into_activity(self, number: u32) -> Activity {
        let words = Words {
            kind: self.kind.as_deref(),
            titles: [&self.plan, &self.notes].into_iter().filter_map(|t| t.as_deref()).collect(),
            creator: self.device.as_deref(),
        };
        let mut activity = self.points.into_activity(FileFormat::Tcx, number, &words);
        let stated_ms = self.laps.first().and_then(|lap| lap.start_ms).or(self.id_ms);
        activity.start_ms = activity.start_ms.or(stated_ms);
        activity.totals = totals(&self.laps, activity.samples.is_empty());
        activity.totals.heart_rate_max_bpm = self.heart_rate_max_bpm;
        for name in self.plan.into_iter().chain(self.notes) {
            activity.labels.add_name(name);
        }
        activity.device.product = self.device;
        activity.device.serial = self.device_serial;
        activity.laps = self.laps;
        activity
    }
}

/// Returns the sums of the laps. A sum is [`None`] if any lap lacks the value.
fn totals(laps: &[Lap], is_without_samples: bool) -> SessionTotals {
    let timer_ms = laps.iter().map(|lap| lap.timer_ms).sum::<Option<i64>>();
    let distance_m = laps.iter().map(|lap| lap.distance_m).sum::<Option<f64>>();
    SessionTotals {
        timer_ms: timer_ms.filter(|_| !laps.is_empty()),
        // Samples already show the elapsed time, with pauses.
        elapsed_ms: timer_ms.filter(|_| is_without_samples),
        distance_m: distance_m.filter(|_| !laps.is_empty()),
        ..SessionTotals::default()
    }
}
