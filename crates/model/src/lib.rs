//! Plain types for the content of a watch export.
//!
//! Readers make an [`Activity`] of each session in a file. The analysis takes an [`Activity`] and
//! needs nothing else. This crate does no input or output, and it holds no rule of grading.
//!
//! # Missing values
//!
//! One convention holds everywhere. A single value that may be absent is an [`Option`]. The columns
//! of [`Samples`] hold thousands of values, so an absent value is NaN there, and a column that a
//! file never fills is empty. [`Samples::at`] and [`Samples::iter`] turn both into [`None`].
//!
//! A watch writes a heart rate of 0 or 255 for "no reading". Readers keep the value of the file,
//! because a dead strap is worth reporting. The analysis counts it as missing.
//!
//! # Time
//!
//! Times are milliseconds since the Unix epoch, UTC ([`Samples::time_ms`]). The file's own offset
//! from UTC, if it holds one, is [`Activity::utc_offset_min`].
//!
//! # Example
//!
//! ```
//! use recoup_model::{Activity, FileFormat, Sample, Sport};
//!
//! let mut run = Activity::new(FileFormat::Gpx);
//! run.sport = Sport::Running;
//! run.samples.push(&Sample {
//!     time_ms: 1_772_431_200_000, // 2026-03-02T06:00:00Z
//!     heart_rate_bpm: Some(128.0),
//!     ..Sample::default()
//! });
//! assert_eq!(run.samples.at(0).heart_rate_bpm, Some(128.0));
//! assert_eq!(run.samples.at(0).altitude_m, None);
//! ```

mod activity;
mod device;
mod diagnostic;
mod labels;
mod listed;
mod planned;
pub mod plausible;
#[cfg(feature = "reference")]
pub mod reference;
mod samples;
mod shown;
mod sport;
mod tag;

pub use activity::{
    Activity, DeviceZoneTimes, DeviceZones, FileFormat, Lap, SessionTotals, TimerEvent,
    TimerEventKind, UserSettings, Workout, WorkoutStep, is_indoor_sub_sport,
};
pub use device::{AltitudeSource, Device, HeartRateSensor};
pub use diagnostic::{Diagnostic, DiagnosticKind, Position};
pub use labels::Labels;
pub use listed::Listed;
pub use planned::{PlannedStart, PlannedWorkout, WorkoutId};
pub use samples::{Sample, Samples};
pub use shown::{shown, shown_path};
pub use sport::{Sport, SportBasis, Surface};
pub use tag::Tag;
