//! Reading of a chain of FIT files to activities.

use super::budget::Budget;
use super::chain::{Chain, FileLayout};
use super::decode::{Extent, decode};
use super::heartbeats::Heartbeats;
use super::messages::Messages;
use super::{assemble, names};
use crate::contents::FileContents;
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::limits::Limits;
use crate::plans::{PlanContents, PlanFormat};
use jiff::civil::Date;
use recoup_model::{Activity, Diagnostic, DiagnosticKind, PlannedWorkout, Sport, WorkoutId};

/// Reads a FIT file. Returns one activity per session, or a remark on the file's other content.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<FileContents, Error> {
    if u32::try_from(bytes.len()).is_err() {
        // A FIT file states its own length in 32 bits.
        return Err(Error::new(ErrorKind::LimitExceeded, "larger than any FIT file"));
    }
    let mut activities: Vec<Activity> = Vec::new();
    let (mut other_type, mut plan) = (None, None);
    let mut first_trouble = None;
    let mut heartbeats = Heartbeats::default();
    let mut budget = Budget::of_file(bytes.len());
    let mut chain = Chain::new(bytes);
    while let Some(file) = chain.next() {
        let (mut file, mut damage) = file?;
        let before = budget;
        let mut messages = decode(bytes, file, Extent::Whole, limits, &mut budget);
        // If the length of this file is wrong, the damage may be the next file of the chain.
        if !messages.diagnostics.is_empty()
            && let Some(shorter) = chain.end_at_next_header(file)
        {
            (file, damage) = shorter;
            // The memory is freed before the budget can be spent again.
            drop(messages);
            budget = before;
            messages = decode(bytes, file, Extent::Whole, limits, &mut budget);
        }
        if messages.is_no_activity() {
            other_type = other_type.or(messages.file_type);
            plan = plan.or_else(|| plan_of(&mut messages));
            continue;
        }
        messages.diagnostics.extend(damage);
        heartbeats.append(std::mem::take(&mut messages.heartbeats));
        let trouble = messages.diagnostics.first().cloned();
        let found = assemble::activities(messages, activities.len());
        if found.is_empty() {
            first_trouble = first_trouble.or(trouble);
        }
        activities.extend(found);
        if activities.len() > limits.sessions {
            activities.truncate(limits.sessions);
            let message = format!("over the limit of {} sessions (sessions)", limits.sessions);
            let limit = Diagnostic::whole(DiagnosticKind::LimitReached, message);
            for activity in &mut activities {
                activity.diagnostics.push(limit.clone());
            }
            break;
        }
    }
    // The heartbeats may be in any part of the chain. Their times assign them to samples.
    if !heartbeats.is_empty() {
        heartbeats.merge_into(activities.iter_mut().map(|activity| &mut activity.samples));
    }
    if !activities.is_empty() {
        return Ok(FileContents::of_activities(Format::Fit, activities));
    }
    match (other_type, first_trouble) {
        (Some(file_type), _) => {
            Ok(FileContents { plan: plan.map(Box::new), ..without_activity(file_type) })
        }
        (None, Some(trouble)) => Err(match trouble.position {
            Some(position) => Error::at(ErrorKind::Malformed, position, trouble.message),
            None => Error::new(ErrorKind::Malformed, trouble.message),
        }),
        (None, None) => Ok(FileContents::without_activity(
            Format::Fit,
            "a FIT file without a session or records",
        )),
    }
}

/// Returns the contents of a FIT file that is not an activity.
pub(super) fn without_activity(file_type: u16) -> FileContents {
    let name = names::file_type(file_type);
    FileContents::without_activity(Format::Fit, format!("a FIT file of type {name}"))
}

/// Returns the workout of a file of the type workout as a plan without a date.
fn plan_of(messages: &mut Messages) -> Option<PlanContents> {
    messages.file_type.filter(|&file_type| file_type == names::WORKOUT_FILE)?;
    let steps = messages.workout.take()?;
    let mut workout = PlannedWorkout::new(None);
    let sport = messages.workout_sport.map(|id| Sport::from_name(&names::sport(id)));
    workout.sport = sport.filter(|sport| *sport != Sport::Unknown);
    workout.is_recovery = steps.is_recovery();
    let lengths_ms: Option<Vec<i64>> = steps.steps.iter().map(|step| step.duration_ms).collect();
    workout.duration_ms = lengths_ms
        .map(|lengths_ms| lengths_ms.into_iter().fold(0, i64::saturating_add))
        .filter(|&length_ms| length_ms > 0);
    workout.title = steps.name;
    workout.id = messages.workout_id();
    let mut plan = PlanContents::new(PlanFormat::FitWorkout);
    plan.workouts.push(workout);
    Some(plan)
}

/// Reads the days in the calendar of a watch: each a workout and a local date. Empty for files of
/// other types.
pub(crate) fn schedule(bytes: &[u8], limits: &Limits) -> Vec<(WorkoutId, Date)> {
    let Ok(file) = FileLayout::of(bytes, 0) else { return Vec::new() };
    let mut budget = Budget::of_file(bytes.len());
    let messages = decode(bytes, file, Extent::Whole, limits, &mut budget);
    let is_schedule = messages.file_type == Some(names::SCHEDULE_FILE);
    if is_schedule { messages.schedule } else { Vec::new() }
}
