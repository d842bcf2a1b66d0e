//! Events of intervals.icu, as its API gives them
//! (`https://intervals.icu/api/v1/athlete/0/events`).

use super::{PlanContents, PlanFormat, date, distance_m, length_ms, text};
use crate::error::Error;
use crate::formats::xml::decode;
use crate::lists::json::{self, Row, Rows, Value};
use crate::sport;
use recoup_model::{PlannedWorkout, Sport};

/// Whether the beginning of a JSON text is a list of events. Activities have no category.
pub(super) fn is_events(head: &str) -> bool {
    head.contains("\"start_date_local\"") && head.contains("\"category\"")
}

/// Reads events. Notes, holidays, targets and other entries without a workout are left out.
pub(super) fn read(bytes: &[u8]) -> Result<PlanContents, Error> {
    // PowerShell saves the output of curl as UTF-16.
    let Rows { rows, damage } = json::rows::<Event>(decode(bytes).as_bytes())?;
    let mut plan = PlanContents::new(PlanFormat::Intervals);
    plan.damage = damage;
    for workout in rows {
        match workout {
            Ok(workout) => plan.push(workout),
            Err(cause) => plan.leave_out(None, cause),
        }
    }
    Ok(plan)
}

/// Wanted fields of an event.
#[derive(Debug, Default)]
struct Event {
    category: Value,
    start: Value,
    sport: Value,
    name: Value,
    description: Value,
    moving_s: Value,
    target_s: Value,
    distance_m: Value,
    target_m: Value,
}

impl Row for Event {
    const LISTS: &'static [&'static str] = &["events"];

    fn field(&mut self, key: &str) -> Option<&mut Value> {
        Some(match key {
            "category" => &mut self.category,
            "start_date_local" => &mut self.start,
            "type" => &mut self.sport,
            "name" => &mut self.name,
            "description" => &mut self.description,
            "moving_time" => &mut self.moving_s,
            "time_target" => &mut self.target_s,
            "distance" => &mut self.distance_m,
            "distance_target" => &mut self.target_m,
            _ => return None,
        })
    }

    /// Workout, or the reason why the event cannot be read.
    type Result = Result<PlannedWorkout, String>;

    fn finish(self) -> Option<Self::Result> {
        let category = self.category.text().unwrap_or_default().to_ascii_uppercase();
        let is_race = category.starts_with("RACE");
        (category == "WORKOUT" || is_race).then(|| self.workout(is_race))
    }
}

impl Event {
    fn workout(&self, is_race: bool) -> Result<PlannedWorkout, String> {
        let start = self.start.text().unwrap_or_default();
        let start = date(start).ok_or_else(|| format!("start_date_local {start:?} is no date"))?;
        let mut workout = PlannedWorkout::new(Some(start));
        let sport = self.sport.text().unwrap_or_default();
        workout.sport = match sport::of_type(sport) {
            Some((sport, _)) => Some(sport),
            None => (!sport.is_empty()).then(|| Sport::from_name(&sport.to_lowercase())),
        };
        workout.is_race = is_race;
        workout.title = self.name.text().and_then(text);
        workout.notes = self.description.text().and_then(text).into_iter().collect();
        let mut seconds = [&self.moving_s, &self.target_s].into_iter().filter_map(Value::number);
        workout.duration_ms = seconds.find_map(length_ms);
        let mut metres = [&self.distance_m, &self.target_m].into_iter().filter_map(Value::number);
        workout.distance_m = metres.find_map(distance_m);
        Ok(workout)
    }
}
