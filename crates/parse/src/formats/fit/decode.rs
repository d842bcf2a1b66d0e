//! Decoding of one FIT file to [`Messages`].
//!
//! A single pass finds the offset of each message. Records are only noted, and [`columns`] reads
//! them when all are known. The other messages that are used are few and are read at once. No
//! memory is allocated per message, and unused messages are only skipped.

use super::budget::{Budget, Spent};
use super::chain;
use super::clock::{self, MessageClock, UnusualTime, UsualTime};
use super::column::ColumnSet;
use super::columns;
use super::definition::{Definition, LOCAL_TYPES, header};
use super::message::{self, Message};
use super::messages::Messages;
use super::profile::{file_id, record};
use super::rows::{Block, Row, Rows};
use crate::limits::Limits;
use recoup_model::{Diagnostic, DiagnosticKind, Position};

/// State of one local type.
#[derive(Debug, Default)]
struct Local {
    form: Form,
    /// Location of the time, for messages whose time `form.time` does not find.
    time: UnusualTime,
    layout: message::MessageLayout,
    /// Columns that records fill.
    columns: ColumnSet,
}

/// Properties of a definition that are needed for every message.
#[derive(Debug, Default, Clone, Copy)]
struct Form {
    /// Offset of the definition.
    definition_at: u32,
    time: UsualTime,
    kind: MessageKind,
}

/// Handling of a message.
#[derive(Debug, Default, Clone, Copy)]
enum MessageKind {
    #[default]
    Skipped,
    /// Message that is noted for later.
    Record,
    /// Message that is read at once, by its global number.
    Other(u16),
}

impl Local {
    /// Returns the time of a message. `last_s` is the last time before it.
    #[inline]
    fn time(&self, message: &[u8], last_s: u32) -> Option<u32> {
        match self.form.time.read(message) {
            clock::INVALID => self.time.read(message, last_s),
            usual => Some(usual),
        }
    }
}

/// Reason why decoding stopped before the end of the messages.
enum Stop {
    /// The bytes end inside a message.
    Cut,
    /// A message has a local type that was never defined.
    Undefined(usize),
    /// All requested messages were read, or the file is not an activity.
    Enough,
    TooManySamples,
    TooMuchMemory,
}

impl From<Spent> for Stop {
    fn from(_: Spent) -> Self {
        Self::TooMuchMemory
    }
}

/// Extent of decoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// All messages.
    Whole,
    /// Messages before the first record.
    Preamble,
}

/// State of decoding one FIT file.
struct Decoder<'a, 'b> {
    /// All bytes up to the end of the messages.
    bytes: &'a [u8],
    limits: &'a Limits,
    budget: &'b mut Budget,
    extent: Extent,
    /// Length of a message by its header byte. The length includes the header byte, and is 0 for
    /// definitions and undefined types. This table finds the next message faster than the local
    /// type would.
    lens: [u32; 256],
    locals: [Local; LOCAL_TYPES],
    /// Offset of the last definition of records, and the columns of these records.
    record: Option<(usize, ColumnSet)>,
    clock: MessageClock,
    rows: Rows,
    /// Price that was paid for the row buffer.
    room_bytes: usize,
    /// Offset of the last record's definition; 0 before the first record, because no definition has
    /// offset 0.
    block_at: u32,
    /// Columns of all records, and the size of a row with these columns.
    columns: ColumnSet,
    row_len: usize,
    /// Number of rows that are paid for, and number of rows that may still follow.
    paid_rows: usize,
    rows_left: usize,
    messages: Messages,
}

/// Decodes the messages of one file as far as possible.
pub(super) fn decode(
    bytes: &[u8],
    file: chain::FileLayout,
    extent: Extent,
    limits: &Limits,
    budget: &mut Budget,
) -> Messages {
    let mut decoder = Decoder {
        bytes: &bytes[..file.data_end],
        limits,
        budget,
        extent,
        lens: [0; 256],
        locals: Default::default(),
        record: None,
        clock: MessageClock::default(),
        rows: Rows::default(),
        room_bytes: 0,
        block_at: 0,
        columns: ColumnSet::default(),
        row_len: 0,
        paid_rows: 0,
        rows_left: 0,
        messages: Messages::default(),
    };
    let (position, stopped) = decoder.scan(file.data_start);
    let stopped = match stopped {
        Some(stop) => stop.describe(file.is_cut),
        None if file.is_cut => Stop::Cut.describe(true),
        None => None,
    };
    let position = Position::Byte(position as u64);
    decoder.finish(stopped.map(|(kind, cause)| {
        Diagnostic::at(kind, position, format!("{cause}; what precedes it was kept"))
    }))
}

impl Decoder<'_, '_> {
    /// Scans the messages from `position` on. Returns the end of the scan, and the reason if it is
    /// not the end of the messages.
    fn scan(&mut self, mut position: usize) -> (usize, Option<Stop>) {
        let mut stopped = None;
        while let Some(&first) = self.bytes.get(position) {
            match self.pass(position, first) {
                Ok(next) => position = next,
                Err(stop) => {
                    stopped = Some(stop);
                    break;
                }
            }
        }
        (position, self.pay_for_rows().err().map(Stop::from).or(stopped))
    }

    /// Handles the message at `position`, whose header byte is `first`. Returns the start of the
    /// next message.
    #[inline]
    fn pass(&mut self, position: usize, first: u8) -> Result<usize, Stop> {
        let len = self.lens[usize::from(first)] as usize;
        if len == 0 {
            return self.define(position, first);
        }
        let local_type = header::local_type(first);
        let local = &self.locals[local_type];
        let form = local.form;
        let bytes = self.bytes;
        let end = position + len;
        let message = bytes.get(position..end).ok_or(Stop::Cut)?;
        if let MessageKind::Record = form.kind {
            if self.block_at != form.definition_at {
                self.begin_block(local_type, (bytes.len() - position) / len)?;
            }
            return self.note_records(position, message);
        }
        let timestamp = local.time(message, self.clock.last_s);
        self.clock.set(timestamp, self.rows.len());
        if let MessageKind::Other(number) = form.kind {
            self.pay_for_rows()?;
            let layout = &self.locals[local_type].layout;
            let message = Message { layout, bytes: message, timestamp };
            self.messages.take(number, &message, self.budget)?;
            self.allow_rows();
            if number == file_id::MESSAGE && self.messages.are_not_needed() {
                return Err(Stop::Enough);
            }
        }
        Ok(end)
    }

    /// Notes the record at `position` and the following ones with the same header byte. Returns the
    /// start of the next message.
    #[inline]
    fn note_records(&mut self, position: usize, message: &[u8]) -> Result<usize, Stop> {
        if self.rows_left == 0 {
            let is_allowed = self.rows.len() < self.limits.samples;
            return Err(if is_allowed { Stop::TooMuchMemory } else { Stop::TooManySamples });
        }
        let (bytes, len) = (self.bytes, message.len());
        let local = &self.locals[header::local_type(message[0])];
        let clock = &mut self.clock;
        let mut note_time = |clock: &mut MessageClock, message: &[u8], number| {
            let time_s = local.time(message, clock.last_s);
            self.messages.untimed_records += usize::from(time_s.is_none());
            clock.set(time_s, number);
        };
        note_time(clock, message, self.rows.len());
        self.rows.push(Row { at: position as u32, time_s: clock.last_s });
        self.rows_left -= 1;
        let mut next = position + len;
        while bytes.get(next) == message.first() {
            let first_row = self.rows.len();
            let room = self.rows.room(self.rows_left);
            let (count, are_timed) = local.form.time.note(bytes, next, len, room);
            if count == 0 {
                // The cause is found when the message is handled on its own.
                break;
            }
            let rows = &mut room[..count];
            if are_timed && clock.first.is_some() {
                clock.last_s = rows[count - 1].time_s;
            } else {
                for (row, number) in rows.iter_mut().zip(first_row..) {
                    let message = &bytes[row.at as usize..row.at as usize + len];
                    note_time(clock, message, number);
                    row.time_s = clock.last_s;
                }
            }
            self.rows.count_in(count);
            self.rows_left -= count;
            next += count * len;
        }
        Ok(next)
    }

    /// Begins a block of records with another definition. Earlier rows get the columns of that
    /// definition as well. The first block allocates the row buffer.
    #[cold]
    fn begin_block(&mut self, local_type: usize, expected: usize) -> Result<(), Stop> {
        if self.extent == Extent::Preamble {
            return Err(Stop::Enough);
        }
        self.pay_for_rows()?;
        let first_row = self.rows.len();
        if first_row == 0 {
            let most = Rows::most_in(self.bytes.len()).min(self.limits.samples);
            let room_bytes = most * size_of::<Row>();
            self.budget.spend(room_bytes)?;
            self.room_bytes = room_bytes;
            self.rows = Rows::with_room(most, expected);
        }
        let Local { form, columns, .. } = self.locals[local_type];
        self.columns = self.columns.union(columns);
        let row_len = self.columns.row_len();
        self.budget.spend_on_one::<Block>()?;
        self.budget.spend(first_row * (row_len - self.row_len))?;
        self.row_len = row_len;
        self.allow_rows();
        self.block_at = form.definition_at;
        self.rows
            .blocks
            .push(Block { first_row: first_row as u32, definition_at: form.definition_at });
        Ok(())
    }

    /// Pays for the rows that were noted since the last call.
    fn pay_for_rows(&mut self) -> Result<(), Spent> {
        let unpaid = self.rows.len() - self.paid_rows;
        self.paid_rows = self.rows.len();
        self.budget.spend(unpaid * self.row_len)
    }

    /// Allows as many more rows as the budget and the limits permit.
    fn allow_rows(&mut self) {
        let allowed = self.limits.samples - self.rows.len();
        self.rows_left = self.budget.affords(self.row_len).min(allowed);
    }

    /// Reads the definition at `position`, whose header byte is `first`. Returns the start of the
    /// next message.
    #[inline(never)]
    fn define(&mut self, position: usize, first: u8) -> Result<usize, Stop> {
        let local_type = header::local_type(first);
        if first & (header::COMPRESSED | header::DEFINITION) != header::DEFINITION {
            return Err(Stop::Undefined(local_type));
        }
        let definition = Definition::of(&self.bytes[position..]).ok_or(Stop::Cut)?;
        let local = &mut self.locals[local_type];
        local.time = UnusualTime::of(&definition);
        let mut definition_at = position;
        let kind = match definition.number {
            // A message of only a header byte has no content.
            _ if definition.message_len == 1 => MessageKind::Skipped,
            record::MESSAGE => {
                // Some devices repeat the definition before each record.
                let own = &self.bytes[position..position + definition.len];
                let is_same = |last: &(usize, _)| self.bytes[last.0..].starts_with(own);
                let last = self.record.filter(is_same);
                let record = last.unwrap_or_else(|| (position, ColumnSet::of(&definition)));
                self.record = Some(record);
                (definition_at, local.columns) = record;
                MessageKind::Record
            }
            number if Messages::are_taken(number) => {
                local.layout.redefine(&definition);
                MessageKind::Other(number)
            }
            _ => MessageKind::Skipped,
        };
        for first in header::of_messages(local_type) {
            self.lens[first] = definition.message_len;
        }
        if let Some(first) = header::of_timed_messages(local_type) {
            self.lens[first].fill(definition.message_len);
        }
        local.form =
            Form { definition_at: definition_at as u32, time: UsualTime::of(&definition), kind };
        Ok(position + definition.len)
    }

    /// Reads the records and returns all messages.
    fn finish(self, stopped: Option<Diagnostic>) -> Messages {
        let (mut messages, mut rows) = (self.messages, self.rows);
        self.budget.give_back(self.room_bytes);
        if let Some((first_s, undated)) = self.clock.first {
            for row in &mut rows.all_mut()[..undated] {
                row.time_s = first_s;
            }
        }
        messages.first_time_s = self.clock.first.map(|(first_s, _)| first_s);
        messages.records = columns::read(self.bytes, &rows, &messages.descriptions);
        messages.diagnostics.extend(stopped);
        messages
    }
}

impl Stop {
    /// Returns the kind of diagnostic and the cause, or [`None`] if nothing is wrong.
    fn describe(self, is_cut: bool) -> Option<(DiagnosticKind, String)> {
        let (kind, cause) = match self {
            Self::Enough => return None,
            Self::Cut if is_cut => (DiagnosticKind::Truncated, "the file is cut here".to_owned()),
            Self::Cut => {
                (DiagnosticKind::Damaged, "a message that extends beyond the end".to_owned())
            }
            Self::Undefined(number) => {
                (DiagnosticKind::Damaged, format!("a message of the undefined local type {number}"))
            }
            Self::TooManySamples => (
                DiagnosticKind::LimitReached,
                "over the limit of samples in one file (samples)".to_owned(),
            ),
            Self::TooMuchMemory => (
                DiagnosticKind::LimitReached,
                "more messages than a file of this length can hold".to_owned(),
            ),
        };
        Some((kind, cause))
    }
}
