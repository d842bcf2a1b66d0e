//! One workout of a training plan as its file holds it.

use crate::Sport;

/// Day of a planned workout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlannedStart {
    /// Local date: year, month 1-12 and day 1-31. The date exists in the calendar.
    Date(i16, i8, i8),
    /// Moment in milliseconds since the Unix epoch. The local date depends on the athlete's time
    /// zone.
    Time(i64),
}

/// Identity of a FIT workout: the serial number of its creator, and the time of creation in
/// milliseconds since the Unix epoch. The calendar of a watch names workouts by it.
pub type WorkoutId = (u32, i64);

/// One workout of a training plan as its file holds it.
///
/// The text of the workout shows its kind. The analysis knows the words.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PlannedWorkout {
    /// Day of the workout; [`None`] for a workout file without a date. Then the name of the file can
    /// hold the date.
    pub start: Option<PlannedStart>,
    /// Identity of a FIT workout; [`None`] for other workouts.
    pub id: Option<WorkoutId>,
    /// Sport of the workout; [`None`] if the file does not name a sport.
    pub sport: Option<Sport>,
    /// Title of the workout; [`None`] without a title.
    pub title: Option<String>,
    /// Description and comments, the most reliable first.
    pub notes: Vec<String>,
    /// Whether the file marks the workout as a race.
    pub is_race: bool,
    /// Whether all steps apart from warm-up and cool-down are recovery steps
    /// ([`Workout::is_recovery`](crate::Workout::is_recovery)).
    pub is_recovery: bool,
    /// Planned duration in milliseconds; [`None`] without a duration.
    pub duration_ms: Option<i64>,
    /// Planned distance in metres; [`None`] without a distance.
    pub distance_m: Option<f64>,
}

impl PlannedWorkout {
    /// Returns a workout without any value but its day.
    #[must_use]
    pub fn new(start: Option<PlannedStart>) -> Self {
        Self {
            start,
            id: None,
            sport: None,
            title: None,
            notes: Vec::new(),
            is_race: false,
            is_recovery: false,
            duration_ms: None,
            distance_m: None,
        }
    }
}
