//! Marks on a session.

/// Mark on a session, set by the athlete in an app or on the watch, or by the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Tag {
    /// Recovery session.
    Recovery,
    /// Workout on the watch whose steps are a recovery session
    /// ([`Workout::is_recovery`](crate::Workout::is_recovery)).
    RecoveryWorkout,
    /// Race.
    Race,
    /// Workout: intervals, tempo or another hard session.
    Workout,
    /// Long run.
    LongRun,
    /// Way to or from work.
    Commute,
}

impl Tag {
    /// Returns the name as in JSON.
    ///
    /// ```
    /// use recoup_model::Tag;
    /// assert_eq!(Tag::LongRun.as_str(), "long_run");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recovery => "recovery",
            Self::RecoveryWorkout => "recovery_workout",
            Self::Race => "race",
            Self::Workout => "workout",
            Self::LongRun => "long_run",
            Self::Commute => "commute",
        }
    }
}
