//! One FIT file's bytes to [`Messages`].
//!
//! One pass finds where each message lies. Records are only noted, for [`columns`] to read when all
//! of them are known; all other messages that are wanted are few and are taken at once. Nothing is
//! allocated for a message, and nothing but what is wanted is looked at.

use super::budget::{Budget, Spent};
use super::chain;
use super::columns::{self, Block, ColumnSet, Rows};
use super::definition::{Definition, FieldLayout, LOCAL_TYPES, header};
use super::message::{self, Message};
use super::messages::Messages;
use super::profile::{file_id, record};
use super::value::{self, BaseType};
use crate::Limits;
use recoup_model::{Diagnostic, DiagnosticKind, Position};

/// What is known of the messages of one local type.
#[derive(Debug, Default)]
struct Local {
    /// Length of a message, header byte included; 0 where nothing was defined.
    message_len: usize,
    time: Time,
    kind: Kind,
    layout: message::Layout,
}

/// How the time of a message is to be read.
#[derive(Debug, Default, Clone, Copy)]
struct Time {
    timestamp: Timestamp,
    is_big_endian: bool,
}

/// Where the timestamp of a message is.
#[derive(Debug, Default, Clone, Copy)]
enum Timestamp {
    #[default]
    None,
    /// In the type that all devices use, at this offset from the header byte.
    Usual(u32),
    /// In another.
    Other(FieldLayout),
}

/// What stands where no time is.
const INVALID_TIME: u32 = u32::MAX;

/// The time at an offset in a message.
#[inline]
fn read_u32(message: &[u8], at: u32, is_big_endian: bool) -> u32 {
    match message.get(at as usize..).and_then(<[u8]>::first_chunk) {
        Some(bytes) if is_big_endian => u32::from_be_bytes(*bytes),
        Some(bytes) => u32::from_le_bytes(*bytes),
        None => INVALID_TIME,
    }
}

/// A time of another type than the usual.
#[cold]
fn read_other(message: &[u8], field: FieldLayout, is_big_endian: bool) -> u32 {
    let base_type = field.base_type();
    let seconds = value::first_number(field.of(message), base_type, is_big_endian);
    let is_whole = !matches!(base_type, BaseType::F32 | BaseType::F64);
    let is_time = is_whole && (0.0..f64::from(INVALID_TIME)).contains(&seconds);
    if is_time { seconds as u32 } else { INVALID_TIME }
}

/// A time in five bits that roll over, on from the last time.
#[cold]
fn read_compressed(head: u8, last_s: u32) -> u32 {
    let rolling = u32::from(header::TIME_OFFSET);
    last_s.wrapping_add(u32::from(head).wrapping_sub(last_s) & rolling)
}

/// What is done with the messages of a local type.
#[derive(Debug, Default, Clone, Copy)]
enum Kind {
    #[default]
    Skipped,
    Record(RecordKind),
    /// Taken at once, by their number.
    Other(u16),
}

/// How records are laid out.
#[derive(Debug, Clone, Copy)]
struct RecordKind {
    /// Offset of the definition.
    definition_at: usize,
    columns: ColumnSet,
}

/// Times go from message to message: compressed ones count from the last before them, and a record
/// without a time is given that. All in seconds since the FIT epoch.
#[derive(Debug, Default, Clone, Copy)]
struct Clock {
    last_s: u32,
    first_s: Option<u32>,
    /// Records that came before the first time.
    undated_rows: usize,
}

impl Clock {
    /// Takes the time of a message that comes after so many records.
    #[inline]
    fn set(&mut self, time_s: Option<u32>, rows: usize) {
        if let Some(time_s) = time_s {
            self.last_s = time_s;
            if self.first_s.is_none() {
                self.first_s = Some(time_s);
                self.undated_rows = rows;
            }
        }
    }
}

impl Time {
    /// The time of a message in seconds since the FIT epoch: from its timestamp or, if it has none,
    /// from a compressed header.
    #[inline]
    fn read(self, message: &[u8], last_s: u32) -> Option<u32> {
        let own = match self.timestamp {
            Timestamp::Usual(at) => read_u32(message, at, self.is_big_endian),
            Timestamp::None => INVALID_TIME,
            Timestamp::Other(field) => read_other(message, field, self.is_big_endian),
        };
        if own != INVALID_TIME {
            Some(own)
        } else if message[0] & header::COMPRESSED != 0 {
            Some(read_compressed(message[0], last_s))
        } else {
            None
        }
    }
}

/// Why decoding stopped before the end of the messages.
enum Stop {
    /// The bytes end inside a message.
    Cut,
    /// A message of a local type that was never defined.
    Undefined(usize),
    /// What was asked for is known, or the file is of no interest.
    Enough,
    TooManySamples,
    TooMuchMemory,
}

impl From<Spent> for Stop {
    fn from(_: Spent) -> Self {
        Self::TooMuchMemory
    }
}

/// How far a file is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// To the end.
    Whole,
    /// To the first record.
    Preamble,
}

/// The state of decoding one FIT file.
struct Decoder<'a, 'b> {
    /// All bytes up to the end of the messages.
    bytes: &'a [u8],
    limits: &'a Limits,
    budget: &'b mut Budget,
    extent: Extent,
    locals: [Local; LOCAL_TYPES],
    clock: Clock,
    /// The last definition of records.
    record: Option<RecordKind>,
    rows: Rows,
    /// The columns that any record may fill, and what a row of them takes of memory.
    columns: ColumnSet,
    row_len: usize,
    /// How many more rows the budget pays for.
    affordable_rows: usize,
    messages: Messages,
}

/// Decodes the messages of one file as far as they go.
pub(super) fn decode(
    bytes: &[u8],
    file: chain::Layout,
    extent: Extent,
    limits: &Limits,
    budget: &mut Budget,
) -> Messages {
    let mut decoder = Decoder {
        bytes: &bytes[..file.data_end],
        limits,
        budget,
        extent,
        locals: Default::default(),
        clock: Clock::default(),
        record: None,
        rows: Rows::default(),
        columns: ColumnSet::default(),
        row_len: 0,
        affordable_rows: 0,
        messages: Messages::default(),
    };
    let mut position = file.data_start;
    let stopped = match decoder.scan(&mut position) {
        Err(stop) => stop.describe(file.is_cut),
        Ok(()) if file.is_cut => Stop::Cut.describe(true),
        Ok(()) => None,
    };
    decoder.finish(stopped.map(|(kind, cause)| {
        let message = format!("{cause}; what precedes it was kept");
        Diagnostic::at(kind, Position::Byte(position as u64), message)
    }))
}

impl Decoder<'_, '_> {
    /// Goes through the messages from `position` on, which is left where it stops.
    fn scan(&mut self, position: &mut usize) -> Result<(), Stop> {
        let bytes = self.bytes;
        while let Some(&head) = bytes.get(*position) {
            if head & (header::COMPRESSED | header::DEFINITION) == header::DEFINITION {
                *position += self.define(*position, head)?;
                continue;
            }
            let number = header::local_type(head);
            let local = &self.locals[number];
            if local.message_len == 0 {
                return Err(Stop::Undefined(number));
            }
            if let Kind::Record(record) = local.kind {
                self.note_records(position, head, record)?;
                continue;
            }
            let next = *position + local.message_len;
            let message = bytes.get(*position..next).ok_or(Stop::Cut)?;
            let timestamp = local.time.read(message, self.clock.last_s);
            self.clock.set(timestamp, self.rows.at.len());
            if let Kind::Other(number) = local.kind {
                let message = Message { layout: &local.layout, bytes: message, timestamp };
                self.messages.take(number, &message, self.budget)?;
                self.affordable_rows = self.budget.affords(self.row_len);
                if number == file_id::MESSAGE && self.messages.is_no_activity() {
                    return Err(Stop::Enough);
                }
            }
            *position = next;
        }
        Ok(())
    }

    /// Notes the record at `position` and those that follow it with the same header byte, and pays
    /// for the rows that they will be.
    fn note_records(
        &mut self,
        position: &mut usize,
        head: u8,
        record: RecordKind,
    ) -> Result<(), Stop> {
        let is_same = |block: &Block| block.definition_at as usize == record.definition_at;
        if !self.rows.blocks.last().is_some_and(is_same) {
            if self.extent == Extent::Preamble {
                return Err(Stop::Enough);
            }
            let left = self.bytes.len() - *position;
            self.begin_block(record, left / self.locals[header::local_type(head)].message_len)?;
        }
        let Local { message_len, time, .. } = &self.locals[header::local_type(head)];
        let (message_len, time) = (*message_len, *time);
        let (rows, clock) = (&mut self.rows, &mut self.clock);
        let allowed = self.limits.samples - rows.at.len();
        let mut rest = &self.bytes[*position..];
        let mut noted = 0;
        let stop = loop {
            let Some((message, after)) = rest.split_at_checked(message_len) else {
                break Err(Stop::Cut);
            };
            if noted == self.affordable_rows {
                break Err(Stop::TooMuchMemory);
            }
            if noted == allowed {
                break Err(Stop::TooManySamples);
            }
            clock.set(time.read(message, clock.last_s), rows.at.len());
            rows.at.push((*position + noted * message_len) as u32);
            rows.time_s.push(clock.last_s);
            noted += 1;
            rest = after;
            if rest.first() != Some(&head) {
                break Ok(());
            }
        };
        *position += noted * message_len;
        self.affordable_rows -= noted;
        self.budget.spend(noted * self.row_len)?;
        stop
    }

    /// Begins a run of records with another definition, whose columns the rows before it get too.
    #[cold]
    fn begin_block(&mut self, record: RecordKind, expected: usize) -> Result<(), Stop> {
        let row = self.rows.at.len();
        self.columns = self.columns.union(record.columns);
        let row_len = self.columns.row_len();
        self.budget.spend_on_one::<Block>()?;
        self.budget.spend(row * (row_len - self.row_len))?;
        self.row_len = row_len;
        self.affordable_rows = self.budget.affords(row_len);
        if row == 0 {
            let most = self.limits.samples.min(self.affordable_rows);
            self.rows.at.reserve(expected.min(most));
            self.rows.time_s.reserve(expected.min(most));
        }
        let definition_at = record.definition_at as u32;
        self.rows.blocks.push(Block { first_row: row as u32, definition_at });
        Ok(())
    }

    /// Takes a definition and gives its length.
    fn define(&mut self, position: usize, head: u8) -> Result<usize, Stop> {
        let definition = Definition::of(&self.bytes[position..]).ok_or(Stop::Cut)?;
        let local = &mut self.locals[header::local_type(head)];
        local.message_len = definition.message_len() as usize;
        local.time.timestamp = match definition.timestamp() {
            Some(field) if field.base_type() == BaseType::U32 && field.size == 4 => {
                Timestamp::Usual(field.at)
            }
            Some(field) => Timestamp::Other(field),
            None => Timestamp::None,
        };
        local.time.is_big_endian = definition.is_big_endian;
        local.kind = match definition.number {
            // A message that is only its header says nothing.
            _ if local.message_len == 1 => Kind::Skipped,
            record::MESSAGE => {
                // Some devices define each record anew.
                let own = &self.bytes[position..position + definition.len];
                if self.record.is_none_or(|last| !self.bytes[last.definition_at..].starts_with(own))
                {
                    let columns = ColumnSet::of(&definition);
                    self.record = Some(RecordKind { definition_at: position, columns });
                }
                self.record.map_or(Kind::Skipped, Kind::Record)
            }
            number if Messages::are_taken(number) => {
                local.layout.redefine(&definition);
                Kind::Other(number)
            }
            _ => Kind::Skipped,
        };
        Ok(definition.len)
    }

    /// Reads the records and gives all that was found.
    fn finish(self, stopped: Option<Diagnostic>) -> Messages {
        let (mut messages, mut rows) = (self.messages, self.rows);
        if let Some(first_s) = self.clock.first_s {
            rows.time_s[..self.clock.undated_rows].fill(first_s);
        }
        messages.first_time_s = self.clock.first_s;
        messages.records = columns::read(self.bytes, rows, &messages.descriptions);
        messages.diagnostics.extend(stopped);
        messages
    }
}

impl Stop {
    /// The kind of diagnostic and the cause; [`None`] where nothing is wrong.
    fn describe(self, is_cut: bool) -> Option<(DiagnosticKind, String)> {
        let (kind, cause) = match self {
            Self::Enough => return None,
            Self::Cut if is_cut => (DiagnosticKind::Truncated, "the file is cut here".to_owned()),
            Self::Cut => (DiagnosticKind::Damaged, "a message that runs past the end".to_owned()),
            Self::Undefined(number) => (
                DiagnosticKind::Damaged,
                format!("a message of local type {number} that was never defined"),
            ),
            Self::TooManySamples => {
                (DiagnosticKind::LimitReached, "more samples than allowed".to_owned())
            }
            Self::TooMuchMemory => (
                DiagnosticKind::LimitReached,
                "more messages than a file of this length can hold".to_owned(),
            ),
        };
        Some((kind, cause))
    }
}
