//! Reading of a chain of FIT files to activities.

use super::budget::Budget;
use super::chain::Chain;
use super::decode::{Extent, decode};
use super::heartbeats::Heartbeats;
use super::{assemble, names};
use crate::contents::FileContents;
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::limits::Limits;
use recoup_model::{Activity, Diagnostic, DiagnosticKind};

/// Reads a FIT file. Returns one activity per session, or a remark on the file's other content.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<FileContents, Error> {
    if u32::try_from(bytes.len()).is_err() {
        // A FIT file states its own length in 32 bits.
        return Err(Error::new(ErrorKind::LimitExceeded, "larger than any FIT file"));
    }
    let mut activities: Vec<Activity> = Vec::new();
    let mut other_type = None;
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
        return Ok(FileContents { format: Format::Fit, activities, remark: None });
    }
    match (other_type, first_trouble) {
        (Some(file_type), _) => Ok(without_activity(file_type)),
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
