//! The messages of a FIT file, as far as fitparser gets.

use crate::limits::Limits;
use fitparser::de::{DecodeOption, FitDataMessage, FitObject, FitStreamProcessor};
use fitparser::profile::MesgNum;
use fitparser::{ErrorKind, FitDataField, FitDataRecord, Value};
use recoup_model::reference::fit::{activities, fitparser, is_developer};
use recoup_model::{Activity, Diagnostic, DiagnosticKind, Position};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The number of the field of time in every message.
const TIMESTAMP: u8 = 253;

/// The messages of a FIT file, as far as fitparser gets.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reading {
    /// The messages of each file of the chain: of the only one, as a rule. A message has the fields
    /// that it has in the file, without those that fitparser makes of others.
    pub files: Vec<Vec<FitDataRecord>>,
    /// Where fitparser stopped before the end of the bytes, and why. [`None`] if it accepts them
    /// whole, whatever their checksums.
    pub stopped: Option<Diagnostic>,
}

impl Reading {
    /// The activities of all files of the chain, one per session, numbered from 0.
    ///
    /// [`recoup_model::reference::fit`] says how they are made.
    #[must_use]
    pub fn activities(&self) -> Vec<Activity> {
        let activities = self.files.iter().flat_map(|records| activities(records));
        let numbered = activities.enumerate();
        numbered.map(|(number, own)| Activity { session: number as u32, ..own }).collect()
    }
}

/// Reads a FIT file.
///
/// [`Limits::samples`] bounds the number of messages. fitparser panics on some damaged files; that
/// is caught and ends the reading, but the panic hook is called.
///
/// ```
/// use recoup_parse::{Limits, reference::fit};
///
/// // A header, the definition of a `sport` message with one field, the message, a checksum.
/// let file = b"\x0c\x20\x00\x00\x0b\x00\x00\x00.FIT\
///     \x40\x00\x00\x0c\x00\x01\x00\x01\x00\
///     \x00\x01\
///     \x00\x00";
/// let reading = fit::read(file, &Limits::default());
/// assert!(reading.stopped.is_none());
/// let message = &reading.files[0][0];
/// assert_eq!(message.kind().to_string(), "sport");
/// assert_eq!(message.fields()[0].to_string(), "running");
/// ```
#[must_use]
pub fn read(bytes: &[u8], limits: &Limits) -> Reading {
    let mut reader = Reader::new();
    let mut stopped = None;
    while stopped.is_none() && reader.position < bytes.len() {
        let position = reader.position;
        let trouble = if reader.messages == limits.samples {
            Some((DiagnosticKind::LimitReached, "more messages than allowed".to_owned()))
        } else {
            match catch_unwind(AssertUnwindSafe(|| reader.step(&bytes[position..]))) {
                Ok(step) => step.err().map(|error| describe(&error)),
                Err(_) => Some((DiagnosticKind::Damaged, "fitparser panicked".to_owned())),
            }
        };
        let position = Position::Byte(position as u64);
        stopped = trouble.map(|(kind, cause)| Diagnostic::at(kind, position, cause));
    }
    Reading { files: reader.files, stopped }
}

/// The state of reading one chain.
struct Reader {
    processor: FitStreamProcessor,
    files: Vec<Vec<FitDataRecord>>,
    /// Messages in all files.
    messages: usize,
    /// The next byte.
    position: usize,
    /// The end of the messages of the file that is being read, as its header has it.
    data_end: usize,
}

impl Reader {
    fn new() -> Self {
        let mut processor = FitStreamProcessor::new();
        processor.add_option(DecodeOption::SkipHeaderCrcValidation);
        processor.add_option(DecodeOption::SkipDataCrcValidation);
        Self { processor, files: Vec::new(), messages: 0, position: 0, data_end: 0 }
    }

    /// Takes the next object of the stream.
    fn step(&mut self, input: &[u8]) -> fitparser::Result<()> {
        let input = if self.position < self.data_end { aligned(input) } else { input.into() };
        let (rest, object) = self.processor.deserialize_next(&input)?;
        let length = input.len() - rest.len();
        match object {
            FitObject::Header(header) => {
                let file_len = usize::from(header.header_size()) + header.data_size() as usize;
                self.data_end = self.position + file_len;
                self.files.push(Vec::new());
            }
            FitObject::DataMessage(message) => {
                let record = self.decode(message)?;
                if let Some(file) = self.files.last_mut() {
                    file.push(record);
                }
                self.messages += 1;
            }
            FitObject::DefinitionMessage(_) => {}
            FitObject::Crc(_) => self.processor.reset(),
        }
        self.position += length;
        Ok(())
    }

    /// The message with its names and units, and the fields that it has in the file.
    fn decode(&mut self, mut message: FitDataMessage) -> fitparser::Result<FitDataRecord> {
        let kind = MesgNum::from(message.global_message_number());
        let mut record = FitDataRecord::new(kind);
        record.extend(profile_fields(kind, message.fields())?);
        // Developer fields and the time in a message's header are the processor's to decode. To it
        // a description is more than its fields.
        let has_developer = !message.developer_fields().is_empty();
        let has_time = message.fields().contains_key(&TIMESTAMP);
        if kind != MesgNum::FieldDescription {
            message.fields_mut().retain(|&number, _| number == TIMESTAMP);
        }
        let mut others = self.processor.decode_message(message)?.into_vec();
        others.retain(|field| {
            has_developer && is_developer(field) || !has_time && field.number() == TIMESTAMP
        });
        record.extend(others);
        Ok(record)
    }
}

/// The fields of a message as the profile has them: all that it holds, and nothing made of them.
///
/// fitparser's processor would also add up what is compressed or accumulated over messages, without
/// regard to how it rolls over.
fn profile_fields(
    kind: MesgNum,
    held: &HashMap<u8, Value>,
) -> fitparser::Result<Vec<FitDataField>> {
    let options = HashSet::from([DecodeOption::KeepCompositeFields]);
    let decode = |values: &mut _| kind.decode_message(values, &mut HashMap::new(), &options);
    let mut values = held.clone();
    let mut fields = decode(&mut values)?;
    if values.len() > held.len() {
        // What a field means can depend on one that is made of another (the sport of steps and
        // strokes), and fitparser takes them in random order: now all are there.
        fields = decode(&mut values)?;
    }
    fields.sort_by_key(FitDataField::number);
    let mut kept = Vec::with_capacity(held.len());
    for same in fields.chunk_by(|field, next| field.number() == next.number()) {
        let number = same[0].number();
        match (held.get(&number), same) {
            (None, _) => {}
            (Some(_), [only]) => kept.push(only.clone()),
            // It is made of another field as well: decoded alone, it is the file's own.
            (Some(value), _) => {
                let alone = decode(&mut HashMap::from([(number, value.clone())]))?;
                kept.extend(alone.into_iter().find(|field| field.number() == number));
            }
        }
    }
    Ok(kept)
}

/// A definition at the start of `input`, with each field whose size does not fit its type as the
/// byte array that fitparser makes of it, since it prints such fields to standard error. What is no
/// definition is left as it is.
fn aligned(input: &[u8]) -> Cow<'_, [u8]> {
    /// Header, reserved byte, byte order, global number, number of fields.
    const FIELDS_START: usize = 6;
    /// Number, size, type; or number, size, developer.
    const FIELD_LEN: usize = 3;
    const BYTE: u8 = 0x0D;
    let number = match input {
        [header, _, _, _, _, number, ..] if header & 0xC0 == 0x40 => usize::from(*number),
        _ => return input.into(),
    };
    let fields_end = FIELDS_START + number * FIELD_LEN;
    let developer_len = match input.get(fields_end) {
        Some(number) if input[0] & 0x20 != 0 => 1 + usize::from(*number) * FIELD_LEN,
        _ => 0,
    };
    let mut definition = input[..input.len().min(fields_end + developer_len)].to_vec();
    for field in definition[FIELDS_START..].chunks_exact_mut(FIELD_LEN).take(number) {
        if !field[1].is_multiple_of(base_type_len(field[2])) {
            field[2] = BYTE;
        }
    }
    definition.into()
}

/// The length of one value of a base type, as fitparser has it.
fn base_type_len(base_type: u8) -> u8 {
    match base_type & 0x9F {
        0x83 | 0x84 | 0x8B => 2,
        0x85 | 0x86 | 0x88 | 0x8C => 4,
        0x89 | 0x8E | 0x8F | 0x90 => 8,
        _ => 1,
    }
}

fn describe(error: &ErrorKind) -> (DiagnosticKind, String) {
    let cause = match error {
        ErrorKind::UnexpectedEof(_) => {
            return (DiagnosticKind::Truncated, "the bytes end inside a message".to_owned());
        }
        ErrorKind::MissingDefinitionMessage(local, _) => {
            format!("a message of local type {local} that was never defined")
        }
        // What fitparser looked for, in its parser's words.
        ErrorKind::ParseError(_, code) => match code.description() {
            "Fail" => "a developer field that was not described before".to_owned(),
            "Tag" => "no FIT header here".to_owned(),
            _ => "bytes that are no message".to_owned(),
        },
        other => other.to_string(),
    };
    (DiagnosticKind::Damaged, cause)
}
