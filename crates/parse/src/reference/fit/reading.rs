//! Messages of a FIT file, read by fitparser.

use crate::contain::contained;
use crate::limits::Limits;
use fitparser::de::{DecodeOption, FitDataMessage, FitObject, FitStreamProcessor};
use fitparser::profile::MesgNum;
use fitparser::{ErrorKind, FitDataField, FitDataRecord, Value};
use recoup_model::reference::fit::{activities, fitparser, is_developer};
use recoup_model::{Activity, Diagnostic, DiagnosticKind, Position};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Number of the timestamp field, the same in every message.
const TIMESTAMP: u8 = 253;

/// Messages of a FIT file, as far as fitparser reads.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FitDump {
    /// Messages of each file of the chain. Most chains have only one file. A message has exactly
    /// the fields in the file, without the fields that fitparser derives from others.
    pub files: Vec<Vec<FitDataRecord>>,
    /// Position and reason, if fitparser stopped before the end of the bytes. Wrong checksums do
    /// not stop it.
    pub stopped: Option<Diagnostic>,
}

impl FitDump {
    /// Returns the activities of all files of the chain, one per session, numbered from 0.
    ///
    /// [`recoup_model::reference::fit`] documents the conversion.
    #[must_use]
    pub fn activities(&self) -> Vec<Activity> {
        let mut activities: Vec<Activity> =
            self.files.iter().flat_map(|records| activities(records)).collect();
        for (number, activity) in (0..).zip(&mut activities) {
            activity.session = number;
        }
        activities
    }
}

/// Reads a FIT file.
///
/// [`Limits::reference_values`] bounds the number of values that are kept, because fitparser needs
/// much memory for each value. On some damaged files fitparser panics. The panic is caught and ends
/// the reading. The panic hook can call [`is_contained`](crate::is_contained) and stay silent.
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
pub fn read(bytes: &[u8], limits: &Limits) -> FitDump {
    let mut reader = Reader::new();
    let mut stopped: Option<Diagnostic> = None;
    while stopped.is_none() && reader.position < bytes.len() {
        let position = reader.position;
        let trouble = if reader.values >= limits.reference_values {
            let most = limits.reference_values;
            let message = format!("the limit of {most} values (reference_values)");
            Some((DiagnosticKind::LimitReached, message))
        } else {
            match contained(|| reader.step(&bytes[position..])) {
                Some(step) => step.err().map(|error| describe(&error)),
                None => Some((DiagnosticKind::Damaged, "fitparser panicked".to_owned())),
            }
        };
        let position = Position::Byte(position as u64);
        stopped = trouble.map(|(kind, cause)| Diagnostic::at(kind, position, cause));
    }
    FitDump { files: reader.files, stopped }
}

/// State of reading one chain.
struct Reader {
    processor: FitStreamProcessor,
    files: Vec<Vec<FitDataRecord>>,
    /// Number of values and messages in all files.
    values: usize,
    /// Position of the next byte.
    position: usize,
    /// End of the current file's messages according to its header.
    data_end: usize,
}

impl Reader {
    fn new() -> Self {
        let mut processor = FitStreamProcessor::new();
        processor.add_option(DecodeOption::SkipHeaderCrcValidation);
        processor.add_option(DecodeOption::SkipDataCrcValidation);
        Self { processor, files: Vec::new(), values: 0, position: 0, data_end: 0 }
    }

    /// Reads the next object of the stream.
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
                self.values += 1 + record.fields().iter().map(values_of).sum::<usize>();
                if let Some(file) = self.files.last_mut() {
                    file.push(record);
                }
            }
            FitObject::DefinitionMessage(_) => {}
            FitObject::Crc(_) => self.processor.reset(),
        }
        self.position += length;
        Ok(())
    }

    /// Decodes a message with names and units, keeping exactly the fields in the file.
    fn decode(&mut self, mut message: FitDataMessage) -> fitparser::Result<FitDataRecord> {
        let kind = MesgNum::from(message.global_message_number());
        let mut record = FitDataRecord::new(kind);
        record.extend(profile_fields(kind, message.fields())?);
        // Only the processor decodes developer fields and compressed timestamps. It also has to see
        // field descriptions.
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

/// Returns the number of values in a field. The names of the field count as one value.
fn values_of(field: &FitDataField) -> usize {
    match field.value() {
        Value::Array(values) => 1 + values.len(),
        Value::String(text) => 1 + text.len() / 64,
        _ => 1,
    }
}

/// Decodes the fields of a message by the profile, without deriving further fields.
///
/// The processor of fitparser would also accumulate compressed values over messages, and would
/// ignore their rollover.
fn profile_fields(
    kind: MesgNum,
    held: &HashMap<u8, Value>,
) -> fitparser::Result<Vec<FitDataField>> {
    let options = HashSet::from([DecodeOption::KeepCompositeFields]);
    let decode = |values: &mut _| kind.decode_message(values, &mut HashMap::new(), &options);
    let mut values = held.clone();
    let mut fields = decode(&mut values)?;
    if values.len() > held.len() {
        // The meaning of a field can depend on a derived field (the sport of steps and strokes),
        // and fitparser decodes in random order. The second pass has all fields.
        fields = decode(&mut values)?;
    }
    fields.sort_by_key(FitDataField::number);
    let mut kept = Vec::with_capacity(held.len());
    for same in fields.chunk_by(|field, next| field.number() == next.number()) {
        let number = same[0].number();
        match (held.get(&number), same) {
            (None, _) => {}
            (Some(_), [only]) => kept.push(only.clone()),
            // The field is also derived from another field. Decoding the field alone gives the
            // file's own value.
            (Some(value), _) => {
                let alone = decode(&mut HashMap::from([(number, value.clone())]))?;
                kept.extend(alone.into_iter().find(|field| field.number() == number));
            }
        }
    }
    Ok(kept)
}

/// Returns the definition at the start of `input`. A field whose size does not fit its type becomes
/// a byte array, because fitparser prints such fields to standard error. Anything but a definition
/// is returned unchanged.
fn aligned(input: &[u8]) -> Cow<'_, [u8]> {
    /// Length of header, reserved byte, byte order, global number and number of fields.
    const FIELDS_START: usize = 6;
    /// Length of a field's number, size and type (or developer).
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

/// Returns the length of one value of a base type by fitparser's rules.
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
        // The description is the name of the parser combinator that failed.
        ErrorKind::ParseError(_, code) => match code.description() {
            "Fail" => "a developer field that was not described before".to_owned(),
            "Tag" => "no FIT header here".to_owned(),
            _ => "bytes that are no message".to_owned(),
        },
        other => other.to_string(),
    };
    (DiagnosticKind::Damaged, cause)
}
