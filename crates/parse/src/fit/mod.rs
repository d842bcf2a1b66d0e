//! Garmin FIT.
//!
//! `chain` finds the files in the bytes, [`decode`] turns one into the [`messages`] that are
//! wanted, its records by way of [`columns`], and [`assemble`] makes one activity per session of
//! them. [`profile`] is the table of all that is taken.

#![expect(clippy::inline_always, reason = "loops become vectors only if all in them is inlined")]

mod assemble;
mod budget;
mod chain;
mod clock;
mod columns;
mod decode;
mod definition;
mod developer;
mod growing;
mod heartbeats;
mod message;
mod messages;
mod names;
mod peek;
mod profile;
mod rows;
mod value;

use crate::probe::Format;
use crate::{Error, ErrorKind, FileContents, Limits};
use budget::Budget;
use chain::Chain;
use decode::{Extent, decode};
use heartbeats::Heartbeats;
use recoup_model::Activity;

pub(crate) use peek::{no_activity, peek};

/// The FIT epoch, 1989-12-31T00:00:00Z, in seconds since the Unix epoch.
const EPOCH_S: i64 = 631_065_600;

/// Seconds since the FIT epoch as milliseconds since the Unix epoch.
fn to_unix_ms(fit_s: u32) -> i64 {
    (i64::from(fit_s) + EPOCH_S) * 1000
}

/// Reads a FIT file: an activity per session, or a remark on what else it is.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<FileContents, Error> {
    if u32::try_from(bytes.len()).is_err() {
        // A FIT file gives its own length in 32 bits.
        return Err(Error::new(ErrorKind::LimitExceeded, "larger than a FIT file can be"));
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
        // Damage may be the next file of the chain, if this one's length is wrong.
        if !messages.diagnostics.is_empty()
            && let Some(shorter) = chain.end_at_next_header(file)
        {
            (file, damage) = shorter;
            // Their memory is given back before it may be spent again.
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
    }
    // Which part of the chain holds them does not matter: their times say where they belong.
    if !heartbeats.is_empty() {
        heartbeats.merge_into(activities.iter_mut().map(|activity| &mut activity.samples));
    }
    if !activities.is_empty() {
        return Ok(FileContents { format: Format::Fit, activities, remark: None, digest: None });
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

/// What is said of a file that is no activity.
fn without_activity(file_type: u16) -> FileContents {
    let name = names::file_type(file_type);
    FileContents::without_activity(Format::Fit, format!("a FIT file of type {name}"))
}
