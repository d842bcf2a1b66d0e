//! Lists in the export of an account: names, sports and ratings of its activities, and daily
//! resting heart rates.
//!
//! A recording contains only data of the watch. The athlete's later edits and the rating of the
//! effort are often only in such a list.

mod entry;
mod garmin;
pub(crate) mod json;
mod resting;
mod schedule;
mod strava;

pub use entry::ExportEntry;
pub use garmin::ActivitySummaries;
pub use resting::RestingHeartRates;
pub use schedule::WorkoutSchedule;
pub use strava::ExportIndex;

use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::limits::Limits;
use recoup_model::Diagnostic;
use std::ffi::OsStr;
use std::path::Path;

/// A list in the export of an account, of one of the known kinds.
///
/// ```
/// use recoup_parse::ExportList;
/// let json = br#"[{"summarizedActivitiesExport": [{"beginTimestamp": 1772429412000}]}]"#;
/// assert!(matches!(ExportList::from_bytes(json), Ok(ExportList::Summaries(_))));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum ExportList {
    /// Strava's `activities.csv`, which names files.
    Files(ExportIndex),
    /// Garmin's `summarizedActivities.json`, which names activities by their start.
    Summaries(ActivitySummaries),
    /// Garmin's `UDSFile.json`, which holds the resting heart rate of each day.
    Resting(RestingHeartRates),
    /// The calendar of a watch, which gives FIT workouts their days.
    Schedule(WorkoutSchedule),
}

impl ExportList {
    /// Maximum size of a list in bytes. Garmin's list of a heavy user has over 100 MB.
    const BYTES: u64 = 256 << 20;
    /// Length of the head that [`ExportList::could_be`] needs, in bytes.
    pub const HEAD_BYTES: usize = 4096;

    /// Whether a file can be such a list by its path and its first bytes. `head` is only called if
    /// the path decides nothing.
    ///
    /// ```
    /// use recoup_parse::ExportList;
    /// use std::path::Path;
    /// assert!(ExportList::could_be(Path::new("export/Activities.csv"), || None));
    /// assert!(ExportList::could_be(Path::new("GARMIN/Schedule/1.FIT"), || None));
    /// assert!(!ExportList::could_be(Path::new("notes.json"), || Some(b"{}".to_vec())));
    /// ```
    #[must_use]
    pub fn could_be(path: &Path, head: impl FnOnce() -> Option<Vec<u8>>) -> bool {
        let lower =
            |name: Option<&OsStr>| name.and_then(OsStr::to_str).map(str::to_ascii_lowercase);
        let Some(name) = lower(path.file_name()) else { return false };
        if let Some(stem) = name.strip_suffix(".fit") {
            let folder = lower(path.parent().and_then(Path::file_name));
            return stem.contains("schedule") || folder.as_deref() == Some("schedule");
        }
        let is_json = name.strip_suffix(".json").is_some();
        let is_named = name.contains("summarizedactivities") || name.starts_with("udsfile");
        name == "activities.csv"
            || is_json && (is_named || head().is_some_and(|head| json::names(&head, garmin::KEY)))
    }

    /// Returns the limits with the file size reduced to that of a list.
    pub(crate) fn limits(limits: &Limits) -> Limits {
        Limits { input_bytes: limits.input_bytes.min(Self::BYTES), ..*limits }
    }

    /// Reads a list. Its content decides the kind.
    ///
    /// A damaged JSON is read up to the damage ([`ExportList::damage`]).
    ///
    /// # Errors
    ///
    /// Fails if the bytes are not a list of a known kind, or if nothing could be read.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        if Format::detect(bytes) == Format::Fit {
            let none = || Error::new(ErrorKind::Malformed, "a FIT file without a schedule");
            let schedule = WorkoutSchedule::from_fit(bytes, &Limits::default());
            return schedule.map(Self::Schedule).ok_or_else(none);
        }
        if !json::is_json(bytes) {
            return ExportIndex::from_csv(bytes).map(Self::Files);
        }
        if let Some(summaries) = ActivitySummaries::from_json(bytes)? {
            return Ok(Self::Summaries(summaries));
        }
        match RestingHeartRates::from_json(bytes)? {
            Some(rates) => Ok(Self::Resting(rates)),
            None => Err(Error::new(ErrorKind::Malformed, "a JSON file without a known list")),
        }
    }

    /// Returns the damage that ended the list; [`None`] for a complete list.
    #[must_use]
    pub fn damage(&self) -> Option<&Diagnostic> {
        match self {
            Self::Files(_) | Self::Schedule(_) => None,
            Self::Summaries(summaries) => summaries.damage(),
            Self::Resting(rates) => rates.damage(),
        }
    }
}
