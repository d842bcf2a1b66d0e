//! What a session is marked as.

use serde::{Deserialize, Serialize};

/// A mark on a session: set by the athlete in an app or on the watch, or by the device.
///
/// ```
/// use recoup_model::Tag;
/// assert_eq!(Tag::LongRun.as_str(), "long_run");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Tag {
    /// A recovery session.
    Recovery,
    /// A race.
    Race,
    /// A workout: intervals, tempo or another hard session.
    Workout,
    /// A long run.
    LongRun,
    /// A way to or from work.
    Commute,
}

impl Tag {
    /// The name, as in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recovery => "recovery",
            Self::Race => "race",
            Self::Workout => "workout",
            Self::LongRun => "long_run",
            Self::Commute => "commute",
        }
    }
}
