//! Zwift workouts (`.zwo`), which TrainingPeaks, intervals.icu and others write as well.
//!
//! The file has no date.

use super::{PlanContents, PlanFormat, length_ms, text};
use crate::error::{Error, ErrorKind};
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use recoup_model::{Diagnostic, DiagnosticKind, PlannedWorkout, Position, Sport};

/// Maximum number of repeats of an interval.
const REPEATS: f64 = 1000.0;

/// Whether the beginning of a text is a Zwift workout.
pub(super) fn is_workout(head: &str) -> bool {
    let root = head.match_indices('<').map(|(at, _)| head.get(at.saturating_add(1)..));
    let root = root.flatten().find(|rest| !rest.starts_with(['?', '!']));
    root.is_some_and(|rest| rest.starts_with("workout_file"))
}

/// Reads a workout: its name, its description, its sport and its duration.
pub(super) fn read(xml: &str) -> Result<PlanContents, Error> {
    let mut reader = Reader::from_str(xml);
    let mut workout = PlannedWorkout::new(None);
    // The default sport of a Zwift workout is cycling.
    let mut sport = "bike".to_owned();
    let (mut seconds, mut is_by_time, mut in_steps) = (0.0, true, false);
    let mut element = String::new();
    let mut content = String::new();
    let mut plan = PlanContents::new(PlanFormat::Zwo);
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let position = Position::Byte(reader.error_position());
                let message = format!("a damaged Zwift workout: {error}");
                if workout.title.is_none() {
                    return Err(Error::at(ErrorKind::Malformed, position, message));
                }
                plan.damage = Some(Diagnostic::at(DiagnosticKind::Damaged, position, message));
                break;
            }
        };
        match event {
            Event::Start(start) => {
                start.local_name().as_ref().clone_into(&mut element);
                content.clear();
                in_steps |= element == "workout";
                seconds += if in_steps { step_s(&start) } else { 0.0 };
            }
            Event::Empty(start) if in_steps => seconds += step_s(&start),
            Event::Text(part) => content.push_str(&part),
            Event::CData(part) => content.push_str(&part),
            Event::GeneralRef(name) => {
                let reference = format!("&{};", &*name);
                content.push_str(unescape(&reference).as_deref().unwrap_or_default());
            }
            Event::End(end) => {
                let ended = end.local_name();
                in_steps &= ended.as_ref() != "workout";
                if ended.as_ref() == element {
                    match element.as_str() {
                        "name" => workout.title = text(&content),
                        "description" => workout.notes = text(&content).into_iter().collect(),
                        "sportType" => content.trim().clone_into(&mut sport),
                        "durationType" => is_by_time = content.trim() != "distance",
                        _ => {}
                    }
                }
                element.clear();
            }
            Event::Eof => {
                if in_steps {
                    let position = Position::Byte(reader.buffer_position());
                    let message = "the Zwift workout is cut here";
                    plan.damage =
                        Some(Diagnostic::at(DiagnosticKind::Truncated, position, message));
                }
                break;
            }
            _ => {}
        }
        content.truncate(content.floor_char_boundary(super::TEXT_BYTES));
    }
    workout.sport = match sport.to_ascii_lowercase().as_str() {
        "run" => Some(Sport::Running),
        "bike" => Some(Sport::Cycling),
        other => Some(Sport::from_name(other)),
    };
    // Damage can cost steps, so the sum of the others is no length of the workout.
    let is_whole = is_by_time && plan.damage.is_none();
    workout.duration_ms = length_ms(seconds).filter(|_| is_whole);
    plan.push(workout);
    Ok(plan)
}

/// Returns the length of a step in seconds.
fn step_s(step: &BytesStart<'_>) -> f64 {
    let number = |name: &str| {
        let mut attributes = step.attributes();
        let attributes = attributes.with_checks(false).flatten();
        let mut found = attributes.filter(|it| it.key.as_ref() == name);
        let number: Option<f64> = found.next().and_then(|it| it.value.trim().parse().ok());
        number.filter(|number| number.is_finite() && *number >= 0.0)
    };
    let pair = number("OnDuration").zip(number("OffDuration"));
    let repeats = number("Repeat").unwrap_or(1.0).min(REPEATS);
    match (number("Duration"), pair) {
        (Some(seconds), _) => seconds,
        (None, Some((on, off))) => repeats * (on + off),
        (None, None) => 0.0,
    }
}
