//! The CSV export of TrainingPeaks' workouts (`workouts.csv`).
//!
//! A row is planned, done, or both. The columns of the plan are `PlannedDuration` (hours),
//! `PlannedDistanceInMeters`, `WorkoutDescription` and `CoachComments`. A row with only done values
//! was not planned.

use super::{PlanContents, PlanFormat, clock_s, date, distance_m, length_ms, number, text};
use crate::sport;
use csv::StringRecord;
use recoup_model::{PlannedWorkout, Sport};

/// Type of a day without a workout.
const DAY_OFF: &str = "day off";

/// Columns of the export, by their indices.
struct Columns {
    title: Option<usize>,
    workout_type: Option<usize>,
    description: Option<usize>,
    duration_h: Option<usize>,
    distance_m: Option<usize>,
    day: Option<usize>,
    comments: Option<usize>,
    done: [Option<usize>; 3],
}

impl Columns {
    fn of(header: &StringRecord) -> Self {
        let at = |name: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
        Self {
            title: at("Title"),
            workout_type: at("WorkoutType"),
            description: at("WorkoutDescription"),
            duration_h: at("PlannedDuration"),
            distance_m: at("PlannedDistanceInMeters"),
            day: at("WorkoutDay"),
            comments: at("CoachComments"),
            done: [at("TimeTotalInHours"), at("DistanceInMeters"), at("HeartRateAverage")],
        }
    }
}

/// Reads an export.
pub(super) fn read(csv: &str) -> PlanContents {
    let mut plan = PlanContents::new(PlanFormat::TrainingPeaks);
    let header = csv.lines().next().unwrap_or_default();
    let delimiter = if header.contains(';') { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(csv.as_bytes());
    let Ok(header) = reader.headers() else { return plan };
    let columns = Columns::of(header);
    let mut row = StringRecord::new();
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut row) {
            Ok(false) => break,
            Ok(true) => match workout(&row, &columns) {
                Ok(workout) => workout.into_iter().for_each(|workout| plan.push(workout)),
                Err(cause) => plan.leave_out(Some(line), cause),
            },
            Err(_) => plan.leave_out(Some(line), "the row cannot be read"),
        }
    }
    plan
}

/// Returns the planned workout of a row; [`None`] for a row without a plan.
fn workout(row: &StringRecord, columns: &Columns) -> Result<Option<PlannedWorkout>, String> {
    let cell = |column: Option<usize>| column.and_then(|at| row.get(at)).unwrap_or("").trim();
    let has = |column: Option<usize>| !matches!(cell(column), "" | "0");
    let workout_type = cell(columns.workout_type);
    let is_planned = has(columns.duration_h)
        || has(columns.distance_m)
        || has(columns.description)
        || has(columns.comments);
    let is_done = columns.done.into_iter().any(has);
    if workout_type.eq_ignore_ascii_case(DAY_OFF) || (is_done && !is_planned) {
        return Ok(None);
    }
    let day = cell(columns.day);
    if day.is_empty() && !is_planned {
        return Ok(None);
    }
    let start = date(day)
        .ok_or_else(|| format!("WorkoutDay {day:?} is no date; dates are written 2026-03-02"))?;
    let mut workout = PlannedWorkout::new(Some(start));
    workout.is_race = workout_type.eq_ignore_ascii_case("race");
    workout.sport = match sport::of_type(workout_type) {
        // The type of a race does not name a sport.
        _ if workout.is_race => sport::of_words(cell(columns.title)).map(|(sport, _)| sport),
        Some((sport, _)) => Some(sport),
        None if workout_type.is_empty() => None,
        None => Some(Sport::from_name(&workout_type.to_lowercase())),
    };
    workout.title = text(cell(columns.title));
    workout.notes = [columns.description, columns.comments]
        .into_iter()
        .filter_map(|column| text(cell(column)))
        .collect();
    workout.duration_ms = seconds(cell(columns.duration_h))?.and_then(length_ms);
    workout.distance_m = number(cell(columns.distance_m)).and_then(distance_m);
    Ok(Some(workout))
}

/// Reads a duration in hours, or as `0:45` or `0:45:00`, and returns it in seconds.
fn seconds(cell: &str) -> Result<Option<f64>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    let of_hours = number(cell).map(|hours| hours * 3600.0);
    of_hours
        .or_else(|| clock_s(cell))
        .map(Some)
        .ok_or_else(|| format!("PlannedDuration {cell:?} is no number of hours"))
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn durations() {
        assert_eq!(seconds("0.75"), Ok(Some(2700.0)));
        assert_eq!(seconds("0,75"), Ok(Some(2700.0)));
        assert_eq!(seconds("0:45"), Ok(Some(2700.0)));
        assert_eq!(seconds("1:30:00"), Ok(Some(5400.0)));
        assert_eq!(seconds(""), Ok(None));
        assert!(seconds("half").is_err());
    }
}
