//! Garmin FIT.
//!
//! Three steps: [`decode`] turns bytes into the messages that are wanted, [`assemble`] makes one
//! activity per session of them, and [`profile`] holds the numbers of both.

mod assemble;
mod decode;
mod heartbeats;
mod messages;
mod profile;

use crate::probe::Format;
use crate::{Error, ErrorKind, FileContents, Limits};
use profile::file_id;
use recoup_model::Activity;

/// The FIT epoch, 1989-12-31T00:00:00Z, in seconds since the Unix epoch.
const EPOCH_S: i64 = 631_065_600;

/// Reads a FIT file: an activity per session, or a remark on what else it is.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<FileContents, Error> {
    let mut activities: Vec<Activity> = Vec::new();
    let mut other_type = None;
    let mut first_trouble = None;
    let mut heartbeats = Vec::new();
    for mut part in decode::decode_chain(bytes, limits)? {
        heartbeats.push(std::mem::take(&mut part.heartbeats));
        if let Some((number, name)) = &part.file_type
            && *number != file_id::TYPE_ACTIVITY
        {
            other_type.get_or_insert_with(|| name.clone());
            continue;
        }
        let trouble = part.diagnostics.first().cloned();
        let found = assemble::activities(part, activities.len());
        if found.is_empty() {
            first_trouble = first_trouble.or(trouble);
        }
        activities.extend(found);
    }
    // Which part of the chain holds them does not matter: their times say where they belong.
    for beats in heartbeats.iter_mut().filter(|beats| !beats.is_empty()) {
        for activity in &mut activities {
            beats.merge_into(&mut activity.samples);
        }
    }
    if !activities.is_empty() {
        return Ok(FileContents { format: Format::Fit, activities, remark: None });
    }
    match (other_type, first_trouble) {
        (Some(name), _) => {
            Ok(FileContents::without_activity(Format::Fit, format!("a FIT file of type {name}")))
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
