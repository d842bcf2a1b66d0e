//! The calendar of a watch (`GARMIN/Schedule`), which gives FIT workouts their days.

use crate::formats::fit;
use crate::limits::Limits;
use jiff::civil::Date;
use recoup_model::{PlannedStart, PlannedWorkout, WorkoutId};
use std::collections::BTreeMap;

/// Days of FIT workouts.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct WorkoutSchedule {
    days: BTreeMap<WorkoutId, Vec<Date>>,
}

impl WorkoutSchedule {
    /// Reads a FIT file of the type schedules. Returns [`None`] for other files, and for a calendar
    /// without a workout.
    #[must_use]
    pub fn from_fit(bytes: &[u8], limits: &Limits) -> Option<Self> {
        let mut days: BTreeMap<WorkoutId, Vec<Date>> = BTreeMap::new();
        for (workout, date) in fit::schedule(bytes, limits) {
            days.entry(workout).or_default().push(date);
        }
        (!days.is_empty()).then_some(Self { days })
    }

    /// Returns the number of planned days.
    #[must_use]
    pub fn days(&self) -> usize {
        self.days.values().map(Vec::len).sum()
    }

    /// Returns a workout on each of its days; empty for a workout that is not in the calendar.
    #[must_use]
    pub fn dated(&self, workout: &PlannedWorkout) -> Vec<PlannedWorkout> {
        let days = workout.id.and_then(|id| self.days.get(&id));
        let on = |date: &Date| {
            let mut workout = workout.clone();
            workout.start = Some(PlannedStart::Date(date.year(), date.month(), date.day()));
            workout
        };
        days.into_iter().flatten().map(on).collect()
    }
}
