//! What the messages of one FIT file say, before sessions are made of them.

use super::heartbeats::Heartbeats;
use recoup_model::{
    Device, DeviceZones, Diagnostic, Lap, Samples, SessionTotals, TimerEvent, UserSettings,
};

/// The messages of one FIT file (one part of a chained one), in file order by kind.
#[derive(Debug, Default)]
pub(super) struct Messages {
    /// `file_id.type`, where the file has one: its number and FIT's name for it.
    pub(super) file_type: Option<(i64, String)>,
    pub(super) device: Device,
    pub(super) records: Samples,
    pub(super) heartbeats: Heartbeats,
    pub(super) timer_events: Vec<TimerEvent>,
    pub(super) laps: Vec<Lap>,
    pub(super) sessions: Vec<Session>,
    pub(super) time_in_zones: Vec<TimeInZone>,
    pub(super) sport: Option<SportMessage>,
    pub(super) workout_name: Option<String>,
    pub(super) user: UserSettings,
    /// Local time less UTC in seconds, from the `activity` message, unchecked.
    pub(super) local_offset_s: Option<i64>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A `session` message.
#[derive(Debug, Default)]
pub(super) struct Session {
    pub(super) index: Option<i64>,
    pub(super) start_ms: Option<i64>,
    pub(super) sport: SportMessage,
    pub(super) totals: SessionTotals,
    pub(super) rpe: Option<f64>,
    pub(super) feel: Option<f64>,
}

/// Sport, sub-sport and the user's name for them, from a `session` or `sport` message.
#[derive(Debug, Default, Clone)]
pub(super) struct SportMessage {
    pub(super) sport: Option<String>,
    pub(super) sub_sport: Option<String>,
    pub(super) name: Option<String>,
}

/// A `time_in_zone` message and what it refers to.
#[derive(Debug)]
pub(super) struct TimeInZone {
    pub(super) reference_message: Option<i64>,
    pub(super) reference_index: Option<i64>,
    pub(super) zones: DeviceZones,
}
