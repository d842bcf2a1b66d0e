//! What a watch export says, as plain types.
//!
//! Readers make an [`Activity`] of each session in a file; the analysis takes one and needs
//! nothing else. There is no input or output here and no rule of grading.
//!
//! # Missing values
//!
//! One convention holds everywhere: a single value that may be absent is an [`Option`]; in the
//! columns of [`Samples`], which hold thousands of values, absent is NaN, and a column that a file
//! never fills is empty. [`Samples::at`] and the accessors fold both into [`Option`].
//!
//! A heart rate of 0 or 255 is how a watch writes "no reading". Readers keep what the file holds
//! (a dead strap is worth reporting); the analysis counts it as missing.
//!
//! # Time
//!
//! Sample times are milliseconds since the Unix epoch, UTC ([`Samples::time_ms`]); a file's own
//! offset from UTC, where it holds one, is [`Activity::utc_offset_min`].

mod activity;
mod device;
mod diagnostic;
#[cfg(feature = "reference")]
pub mod reference;
mod samples;
mod sport;
mod tag;

pub use activity::{
    Activity, DeviceZoneTimes, DeviceZones, FileFormat, Lap, SessionTotals, TimerEvent,
    TimerEventKind, UserSettings, Workout, WorkoutStep,
};
pub use device::{AltitudeSource, Device, HeartRateSensor};
pub use diagnostic::{Diagnostic, DiagnosticKind, Position};
pub use samples::{Sample, Samples};
pub use sport::{Sport, SportBasis, Surface};
pub use tag::Tag;
