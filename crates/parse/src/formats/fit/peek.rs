//! A look at the first bytes of a FIT file.

use super::budget::Budget;
use super::decode::{Extent, decode};
use super::epoch::to_unix_ms;
use super::messages::Messages;
use super::read::without_activity;
use super::{chain, names};
use crate::contents::{FileContents, Peek};
use crate::error::Error;
use crate::format::Format;
use crate::limits::Limits;
use recoup_model::Sport;

/// Returns the facts in the messages before the first record, as far as `head` contains them.
pub(crate) fn peek(head: &[u8]) -> Result<Peek, Error> {
    let messages = preamble(head, chain::FileLayout::of(head, 0)?);
    let session = messages.sessions.first();
    let sport = session.map(|session| &session.sport).or(messages.sport.as_ref());
    let start_ms = session.and_then(|session| session.start_ms);
    Ok(Peek {
        format: Format::Fit,
        file_type: messages.file_type.map(names::file_type),
        is_activity: messages.file_type.map(|_| !messages.is_no_activity()),
        sport: sport.and_then(|own| own.sport).map(|id| Sport::from_name(&names::sport(id))),
        sub_sport: sport.and_then(|own| own.sub_sport).map(names::sub_sport),
        start_ms: start_ms
            .or(messages.first_time_s.map(to_unix_ms))
            .or(messages.device.time_created_ms),
        device: messages.device,
    })
}

/// Returns the contents of a file of `len` bytes, if `head` shows that it is a single FIT file and
/// not an activity. A workout is read as a whole, because it can be a plan.
pub(crate) fn no_activity(head: &[u8], len: u64) -> Option<FileContents> {
    let file = chain::FileLayout::of(head, 0).ok()?;
    // Another file, which may be an activity, could follow in the chain.
    if file.declared_len() != Some(len) {
        return None;
    }
    let messages = preamble(head, file);
    let file_type = messages.file_type.filter(|_| messages.are_not_needed())?;
    Some(without_activity(file_type))
}

/// Decodes the messages before the first record, as far as `head` contains them.
fn preamble(head: &[u8], file: chain::FileLayout) -> Messages {
    let mut budget = Budget::of_file(head.len());
    decode(head, file, Extent::Preamble, &Limits::default(), &mut budget)
}
