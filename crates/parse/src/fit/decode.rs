//! FIT bytes to [`Messages`], through fitparser's stream interface.
//!
//! fitparser parses the messages; what it does above that is not used, for reasons that show in
//! real files: its profile decoding makes local times from the host's zone and does not unwrap
//! compressed distances, and its file loop gives up the whole file for a cut, a bad checksum or
//! trailing bytes. So headers, checksums, chaining, timestamps and scales are handled here, and
//! each message is asked for on its own. fitparser panics on some damaged input; every call stands
//! behind [`catch_unwind`].

use super::messages::{Messages, Session, SportMessage, TimeInZone};
use super::profile::{
    self, Field, MESSAGE_INDEX, TIMESTAMP, activity, event, file_id, heart_rate as hr, lap,
    message, record, session, sport, time_in_zone, user_profile, workout, zones_target,
};
use super::{EPOCH_S, heartbeats};
use crate::{Error, ErrorKind, Limits};
use fitparser::de::{FitDataMessage, FitObject, FitStreamProcessor};
use fitparser::profile::field_types::{FieldDataType, get_field_variant_as_string};
use fitparser::{Value, de::DecodeOption};
use recoup_model::{
    DeviceZones, Diagnostic, DiagnosticKind, Lap, Position, Sample, SessionTotals, TimerEvent,
    TimerEventKind,
};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Length of the shortest header, the one that has no checksum of its own.
const MIN_HEADER_LEN: usize = 12;
/// Length of the checksum behind the messages.
const CRC_LEN: usize = 2;

/// Where the parts of one FIT file (of a chain) lie.
struct Layout {
    /// First byte of the messages.
    data_start: usize,
    /// First byte behind the messages.
    data_end: usize,
    /// Whether the header promises more bytes than there are.
    is_cut: bool,
}

impl Layout {
    /// The layout of the FIT file that starts at byte `start`.
    fn of(bytes: &[u8], start: usize) -> Result<Self, Error> {
        let fail = |message: &str| {
            Err(Error::at(ErrorKind::Malformed, Position::Byte(start as u64), message))
        };
        let header = &bytes[start..];
        if header.len() < MIN_HEADER_LEN {
            return fail("the file ends inside the FIT header");
        }
        if &header[8..12] != b".FIT" {
            return fail("no FIT header here");
        }
        let header_len = usize::from(header[0]);
        if header_len < MIN_HEADER_LEN {
            return fail("the FIT header gives itself less than 12 bytes");
        }
        let data_start = start + header_len;
        let data_len = u32::from_le_bytes([header[4], header[5], header[6], header[7]]) as usize;
        // Devices that lose power never come back to write the size: all that is there is data.
        let data_end = match data_len {
            0 => bytes.len().saturating_sub(CRC_LEN),
            _ => data_start.saturating_add(data_len),
        };
        Ok(Self {
            data_start,
            data_end: data_end.min(bytes.len()),
            is_cut: data_start > bytes.len() || data_end > bytes.len(),
        })
    }
}

/// Decodes every FIT file of a chain; at least one, or an error.
pub(super) fn decode_chain(bytes: &[u8], limits: &Limits) -> Result<Vec<Messages>, Error> {
    let mut parts = Vec::new();
    let mut start = 0;
    while start < bytes.len() {
        let layout = match Layout::of(bytes, start) {
            Ok(layout) => layout,
            Err(error) if parts.is_empty() => return Err(error),
            // What follows a whole file without being one is no part of any recording.
            Err(_) => break,
        };
        let mut part = Decoder::new(limits).decode(bytes, &layout);
        check_crc(bytes, start, &layout, &mut part.diagnostics);
        parts.push(part);
        start = layout.data_end + CRC_LEN;
    }
    Ok(parts)
}

/// Notes a checksum that is missing or does not fit.
fn check_crc(bytes: &[u8], start: usize, layout: &Layout, diagnostics: &mut Vec<Diagnostic>) {
    if layout.is_cut {
        return;
    }
    let position = Position::Byte(layout.data_end as u64);
    let Some(&[low, high]) = bytes.get(layout.data_end..layout.data_end + CRC_LEN) else {
        diagnostics.push(Diagnostic::at(
            DiagnosticKind::Truncated,
            position,
            "the file ends before its checksum",
        ));
        return;
    };
    let stored = u16::from_le_bytes([low, high]);
    let data = &bytes[start..layout.data_end];
    let crc = crc_fast::checksum(crc_fast::CrcAlgorithm::Crc16Arc, data) as u16;
    if stored != crc {
        diagnostics.push(Diagnostic::at(
            DiagnosticKind::BadCrc,
            position,
            format!("the checksum is {stored:#06x}, but the bytes give {crc:#06x}"),
        ));
    }
}

/// The state of decoding one FIT file.
struct Decoder<'a> {
    limits: &'a Limits,
    processor: FitStreamProcessor,
    /// Bytes of developer fields behind each message, by local message number.
    developer_len: [usize; 16],
    /// The last full timestamp, in seconds since the FIT epoch: what compressed ones count from.
    last_timestamp: u32,
    /// Accumulated compressed distance, in 1/16 m.
    compressed_distance: Option<u64>,
    messages: Messages,
}

/// Why decoding one file stopped before its end.
enum Stop {
    /// The bytes end inside a message.
    Cut,
    /// The bytes are no message.
    Damaged(String),
    /// The file is of no interest.
    NotActivity,
}

impl<'a> Decoder<'a> {
    fn new(limits: &'a Limits) -> Self {
        let mut processor = FitStreamProcessor::new();
        processor.add_option(DecodeOption::SkipHeaderCrcValidation);
        processor.add_option(DecodeOption::SkipDataCrcValidation);
        Self {
            limits,
            processor,
            developer_len: [0; 16],
            last_timestamp: 0,
            compressed_distance: None,
            messages: Messages::default(),
        }
    }

    /// Decodes the messages of one file as far as they go.
    fn decode(mut self, bytes: &[u8], layout: &Layout) -> Messages {
        let mut position = layout.data_start;
        let mut stop = self.start(layout).err();
        while stop.is_none() && position < layout.data_end {
            if self.messages.records.len() >= self.limits.samples {
                self.note(DiagnosticKind::LimitReached, position, "more samples than allowed");
                return self.messages;
            }
            match self.next(&bytes[position..layout.data_end]) {
                Ok(length) => position += length,
                Err(reason) => stop = Some(reason),
            }
        }
        let cut = "the file is cut here; what precedes it was kept";
        match stop {
            Some(Stop::NotActivity) => {}
            Some(Stop::Damaged(cause)) => self.note(
                DiagnosticKind::Damaged,
                position,
                format!("{cause}; what precedes it was kept"),
            ),
            _ if layout.is_cut => self.note(DiagnosticKind::Truncated, position, cut),
            Some(Stop::Cut) => self.note(
                DiagnosticKind::Damaged,
                position,
                "a message that runs past the end; what precedes it was kept",
            ),
            None => {}
        }
        self.messages
    }

    fn note(&mut self, kind: DiagnosticKind, position: usize, message: impl Into<String>) {
        let position = Position::Byte(position as u64);
        self.messages.diagnostics.push(Diagnostic::at(kind, position, message));
    }

    /// Tells fitparser how long the messages are: with a header of our own, since it trusts the
    /// lengths in the file's.
    fn start(&mut self, layout: &Layout) -> Result<(), Stop> {
        let length = layout.data_end.saturating_sub(layout.data_start);
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        let mut header = [12, 0x20, 0, 0, 0, 0, 0, 0, b'.', b'F', b'I', b'T'];
        header[4..8].copy_from_slice(&length.to_le_bytes());
        self.parse(&header).map(|_| ())
    }

    /// One object of the stream and its length in bytes.
    fn parse(&mut self, input: &[u8]) -> Result<(usize, FitObject), Stop> {
        let processor = &mut self.processor;
        let parsed = catch_unwind(AssertUnwindSafe(|| {
            processor
                .deserialize_next(input)
                .map(|(rest, object)| (input.len() - rest.len(), object))
        }));
        match parsed {
            Ok(Ok(parsed)) => Ok(parsed),
            Ok(Err(error)) if matches!(*error, fitparser::ErrorKind::UnexpectedEof(_)) => {
                Err(Stop::Cut)
            }
            Ok(Err(error)) => Err(Stop::Damaged(describe(&error))),
            Err(_) => Err(Stop::Damaged("bytes that are no message".to_owned())),
        }
    }

    /// Takes the next message and gives its length in bytes.
    fn next(&mut self, input: &[u8]) -> Result<usize, Stop> {
        let header = input[0];
        let is_compressed = header & 0x80 != 0;
        let local = usize::from(if is_compressed { header >> 5 & 0x3 } else { header & 0xF });
        if !is_compressed && header & DEFINITION != 0 {
            let definition = Definition::of(input).ok_or(Stop::Cut)?;
            self.parse(&definition.plain)?;
            self.developer_len[local] = definition.developer_len;
            return Ok(definition.length);
        }
        match self.parse(input)? {
            (length, FitObject::DataMessage(data)) => {
                let length = length + self.developer_len[local];
                if length > input.len() {
                    return Err(Stop::Cut);
                }
                self.take(&data).map(|()| length)
            }
            (length, _) => Ok(length),
        }
    }

    /// Takes what is wanted of a data message.
    fn take(&mut self, data: &FitDataMessage) -> Result<(), Stop> {
        let timestamp_ms = self.timestamp_ms(data);
        match data.global_message_number() {
            message::FILE_ID => return self.take_file_id(data),
            message::RECORD => self.take_record(data, timestamp_ms),
            message::SESSION => self.messages.sessions.push(read_session(data)),
            message::LAP => self.messages.laps.push(Lap {
                start_ms: time_ms(data, lap::START_TIME),
                timer_ms: milliseconds(data, lap::TOTAL_TIMER_S),
                elapsed_ms: milliseconds(data, lap::TOTAL_ELAPSED_S),
                distance_m: number(data, lap::TOTAL_DISTANCE),
            }),
            message::EVENT => self.take_event(data, timestamp_ms),
            message::SPORT => {
                self.messages.sport =
                    Some(read_sport(data, sport::SPORT, sport::SUB_SPORT, sport::NAME));
            }
            message::WORKOUT => {
                let name = text(data, workout::NAME);
                self.messages.workout_name = name.or(self.messages.workout_name.take());
            }
            message::ACTIVITY => {
                let utc = timestamp_ms.map(|ms| ms / 1000);
                let local = time_ms(data, activity::LOCAL_TIMESTAMP).map(|ms| ms / 1000);
                self.messages.local_offset_s = local.zip(utc).map(|(local, utc)| local - utc);
            }
            message::USER_PROFILE => {
                let user = &mut self.messages.user;
                user.resting_bpm =
                    heart_rate(data, user_profile::RESTING_HEART_RATE).or(user.resting_bpm);
            }
            message::ZONES_TARGET => {
                let user = &mut self.messages.user;
                user.max_bpm = heart_rate(data, zones_target::MAX_HEART_RATE).or(user.max_bpm);
                user.threshold_bpm =
                    heart_rate(data, zones_target::THRESHOLD_HEART_RATE).or(user.threshold_bpm);
            }
            message::HR => self.messages.heartbeats.take(&read_heartbeats(data, timestamp_ms)),
            message::TIME_IN_ZONE => self.messages.time_in_zones.push(read_time_in_zone(data)),
            _ => {}
        }
        Ok(())
    }

    /// The time of a message: its own timestamp, or the last one and a compressed header's offset.
    fn timestamp_ms(&mut self, data: &FitDataMessage) -> Option<i64> {
        let own = data.fields().get(&TIMESTAMP).and_then(integer);
        if let Some(seconds) = own.and_then(|seconds| u32::try_from(seconds).ok()) {
            self.last_timestamp = seconds;
        } else {
            let offset = u32::from(data.time_offset()?);
            let elapsed = offset.wrapping_sub(self.last_timestamp) & 0x1F;
            self.last_timestamp = self.last_timestamp.wrapping_add(elapsed);
        }
        Some(to_unix_ms(self.last_timestamp))
    }

    fn take_file_id(&mut self, data: &FitDataMessage) -> Result<(), Stop> {
        let field = |number| data.fields().get(&number).and_then(integer);
        let device = &mut self.messages.device;
        let manufacturer = field(file_id::MANUFACTURER);
        device.manufacturer = manufacturer.map(|id| name_of(FieldDataType::Manufacturer, id));
        device.product = text(data, file_id::PRODUCT_NAME).or_else(|| {
            let id = field(file_id::PRODUCT)?;
            let is_garmin = device.manufacturer.as_deref() == Some("garmin");
            Some(if is_garmin { name_of(FieldDataType::GarminProduct, id) } else { id.to_string() })
        });
        device.serial = field(file_id::SERIAL_NUMBER).and_then(|id| u32::try_from(id).ok());
        device.time_created_ms = time_ms(data, file_id::TIME_CREATED);
        let Some(file_type) = field(file_id::TYPE) else { return Ok(()) };
        self.messages.file_type = Some((file_type, name_of(FieldDataType::File, file_type)));
        if file_type == file_id::TYPE_ACTIVITY { Ok(()) } else { Err(Stop::NotActivity) }
    }

    fn take_record(&mut self, data: &FitDataMessage, timestamp_ms: Option<i64>) {
        let (compressed_speed, compressed_distance) = self.take_compressed(data);
        // A record without a time can be placed nowhere.
        let Some(time_ms) = timestamp_ms else { return };
        let cadence = number(data, record::CADENCE)
            .map(|whole| whole + number(data, record::FRACTIONAL_CADENCE).unwrap_or(0.0));
        let narrow = |value: Option<f64>| value.map(|value| value as f32);
        self.messages.records.push(&Sample {
            time_ms,
            heart_rate_bpm: narrow(number(data, record::HEART_RATE)),
            altitude_m: number(data, record::ENHANCED_ALTITUDE)
                .or_else(|| number(data, record::ALTITUDE)),
            distance_m: number(data, record::DISTANCE).or(compressed_distance),
            speed_m_s: narrow(
                number(data, record::ENHANCED_SPEED)
                    .or_else(|| number(data, record::SPEED))
                    .or(compressed_speed),
            ),
            cadence_rpm: narrow(cadence),
            power_w: narrow(number(data, record::POWER)),
            temperature_c: narrow(number(data, record::TEMPERATURE)),
            latitude_deg: number(data, record::LATITUDE),
            longitude_deg: number(data, record::LONGITUDE),
        });
    }

    /// Speed in m/s and distance in m from the field that packs both into three bytes.
    fn take_compressed(&mut self, data: &FitDataMessage) -> (Option<f64>, Option<f64>) {
        let Some(Value::Array(values)) = data.fields().get(&record::COMPRESSED_SPEED_DISTANCE)
        else {
            return (None, None);
        };
        let &[Value::Byte(low), Value::Byte(middle), Value::Byte(high)] = values.as_slice() else {
            return (None, None);
        };
        if [low, middle, high] == [0xFF; 3] {
            return (None, None);
        }
        let speed = u16::from(low) | u16::from(middle & 0x0F) << 8;
        let rolling = u64::from(middle >> 4) | u64::from(high) << 4;
        // 12 bits roll over every 256 m; the watch counts from 0.
        let before = self.compressed_distance.unwrap_or(0);
        let distance = before + (rolling.wrapping_sub(before) & 0xFFF);
        self.compressed_distance = Some(distance);
        (Some(f64::from(speed) / 100.0), Some(distance as f64 / 16.0))
    }

    fn take_event(&mut self, data: &FitDataMessage, timestamp_ms: Option<i64>) {
        let field = |number| data.fields().get(&number).and_then(integer);
        if field(event::EVENT) != Some(event::TIMER) {
            return;
        }
        let kind = match field(event::EVENT_TYPE) {
            Some(event::START) => TimerEventKind::Start,
            Some(kind) if event::STOPS.contains(&kind) => TimerEventKind::Stop,
            _ => return,
        };
        if let Some(time_ms) = timestamp_ms {
            self.messages.timer_events.push(TimerEvent { time_ms, kind });
        }
    }
}

/// The bit of a message's header that makes it a definition.
const DEFINITION: u8 = 0x40;
/// The bit of a definition's header that announces developer fields.
const HAS_DEVELOPER_FIELDS: u8 = 0x20;

/// A definition message as fitparser is given it.
///
/// Without developer fields: it reads none before their description and loses the file, and none
/// is taken here. With each field whose size does not fit its type as the byte array that fitparser
/// makes of it, since it prints such fields to standard error.
struct Definition {
    plain: Vec<u8>,
    /// Length of the message in the file.
    length: usize,
    /// Bytes of developer fields behind each message that it defines.
    developer_len: usize,
}

impl Definition {
    /// The definition that `input` begins with; [`None`] if it is cut.
    fn of(input: &[u8]) -> Option<Self> {
        /// Header, reserved byte, byte order, global number, number of fields.
        const FIELDS_START: usize = 6;
        /// Number, size, type; or number, size, developer.
        const FIELD_LEN: usize = 3;
        const BYTE: u8 = 0x0D;
        let fields = usize::from(*input.get(FIELDS_START - 1)?);
        let mut length = FIELDS_START + fields * FIELD_LEN;
        let mut plain = input.get(..length)?.to_vec();
        for field in plain[FIELDS_START..].chunks_exact_mut(FIELD_LEN) {
            if !field[1].is_multiple_of(base_type_len(field[2])) {
                field[2] = BYTE;
            }
        }
        let mut developer_len = 0;
        if plain[0] & HAS_DEVELOPER_FIELDS != 0 {
            plain[0] &= !HAS_DEVELOPER_FIELDS;
            let start = length + 1;
            length = start + usize::from(*input.get(start - 1)?) * FIELD_LEN;
            let fields = input.get(start..length)?.chunks_exact(FIELD_LEN);
            developer_len = fields.map(|field| usize::from(field[1])).sum();
        }
        Some(Self { plain, length, developer_len })
    }
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

/// fitparser's error in words that name no code.
fn describe(error: &fitparser::ErrorKind) -> String {
    match error {
        fitparser::ErrorKind::MissingDefinitionMessage(local, _) => {
            format!("a message of local type {local} that was never defined")
        }
        _ => "bytes that are no message".to_owned(),
    }
}

fn read_session(data: &FitDataMessage) -> Session {
    Session {
        index: data.fields().get(&MESSAGE_INDEX).and_then(integer),
        start_ms: time_ms(data, session::START_TIME),
        sport: read_sport(data, session::SPORT, session::SUB_SPORT, session::SPORT_PROFILE_NAME),
        totals: SessionTotals {
            timer_ms: milliseconds(data, session::TOTAL_TIMER_S),
            elapsed_ms: milliseconds(data, session::TOTAL_ELAPSED_S),
            distance_m: number(data, session::TOTAL_DISTANCE),
            ascent_m: number(data, session::TOTAL_ASCENT),
            descent_m: number(data, session::TOTAL_DESCENT),
            heart_rate_avg_bpm: heart_rate(data, session::AVG_HEART_RATE),
            heart_rate_max_bpm: heart_rate(data, session::MAX_HEART_RATE),
            training_effect_aerobic: number(data, session::TRAINING_EFFECT),
            training_effect_anaerobic: number(data, session::ANAEROBIC_TRAINING_EFFECT),
        },
        // 0 is "not rated"; so is 255, which the decoder already takes out.
        rpe: number(data, session::WORKOUT_RPE).filter(|&rpe| rpe > 0.0),
        feel: number(data, session::WORKOUT_FEEL),
    }
}

fn read_sport(data: &FitDataMessage, sport: u8, sub_sport: u8, name: u8) -> SportMessage {
    let named = |kind, number| {
        data.fields().get(&number).and_then(integer).map(|value| name_of(kind, value))
    };
    SportMessage {
        sport: named(FieldDataType::Sport, sport),
        sub_sport: named(FieldDataType::SubSport, sub_sport),
        name: text(data, name),
    }
}

/// The values of a field, however many it has; [`None`] for invalid ones.
fn list(data: &FitDataMessage, number: u8) -> Vec<Option<f64>> {
    match data.fields().get(&number) {
        None => Vec::new(),
        Some(Value::Array(values)) => values.iter().map(float).collect(),
        Some(single) => vec![float(single)],
    }
}

fn read_heartbeats(data: &FitDataMessage, timestamp_ms: Option<i64>) -> heartbeats::Message {
    let fraction_ms = milliseconds(data, hr::FRACTIONAL_TIMESTAMP_S).unwrap_or(0);
    // The clock has 32 bits.
    let whole = |value: f64| i64::from(value as u32);
    heartbeats::Message {
        time_ms: timestamp_ms.map(|whole_ms| whole_ms + fraction_ms),
        ticks: list(data, hr::EVENT_TIMESTAMP).into_iter().flatten().map(whole).collect(),
        packed_ticks: list(data, hr::EVENT_TIMESTAMP_12)
            .into_iter()
            .map(|byte| byte.map_or(0, |byte| byte as u8))
            .collect(),
        rates_bpm: list(data, hr::FILTERED_BPM.number)
            .into_iter()
            .map(|rate| rate.map(|rate| rate as f32))
            .collect(),
    }
}

fn read_time_in_zone(data: &FitDataMessage) -> TimeInZone {
    let list = |number| list(data, number).into_iter().map_while(|value| value);
    TimeInZone {
        reference_message: data.fields().get(&time_in_zone::REFERENCE_MESSAGE).and_then(integer),
        reference_index: data.fields().get(&time_in_zone::REFERENCE_INDEX).and_then(integer),
        zones: DeviceZones {
            bounds_bpm: list(time_in_zone::HR_ZONE_HIGH_BOUNDARY).collect(),
            time_ms: list(time_in_zone::TIME_IN_HR_ZONE)
                .map(|ms| ms.clamp(0.0, MAX_SECONDS) as i64)
                .collect(),
            max_bpm: heart_rate(data, time_in_zone::MAX_HEART_RATE),
            resting_bpm: heart_rate(data, time_in_zone::RESTING_HEART_RATE),
            threshold_bpm: heart_rate(data, time_in_zone::THRESHOLD_HEART_RATE),
        },
    }
}

/// A numeric field in its unit.
fn number(data: &FitDataMessage, field: Field) -> Option<f64> {
    let profile::Field { number, scale, offset } = field;
    Some(float(data.fields().get(&number)?)? / scale - offset)
}

/// A heart rate that a user or device set: 0 is "not set".
fn heart_rate(data: &FitDataMessage, field: Field) -> Option<f64> {
    number(data, field).filter(|&bpm| bpm > 0.0)
}

/// No duration is longer: a century. Fields can be declared with types that hold more.
const MAX_SECONDS: f64 = 3.2e9;

/// A duration field in seconds, as milliseconds.
fn milliseconds(data: &FitDataMessage, field: Field) -> Option<i64> {
    let seconds = number(data, field).filter(|seconds| (0.0..MAX_SECONDS).contains(seconds))?;
    Some((seconds * 1000.0).round() as i64)
}

/// A time field as milliseconds since the Unix epoch.
fn time_ms(data: &FitDataMessage, number: u8) -> Option<i64> {
    let seconds = data.fields().get(&number).and_then(integer)?;
    u32::try_from(seconds).ok().map(to_unix_ms)
}

fn to_unix_ms(fit_seconds: u32) -> i64 {
    (i64::from(fit_seconds) + EPOCH_S) * 1000
}

/// A text field without its padding; an empty one is absent.
fn text(data: &FitDataMessage, number: u8) -> Option<String> {
    let Value::String(text) = data.fields().get(&number)? else { return None };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// FIT's name for an enumerated value; the number of one that it has no name for.
fn name_of(kind: FieldDataType, value: i64) -> String {
    let name = get_field_variant_as_string(kind, value);
    name.strip_prefix("unknown_variant_").map(str::to_owned).unwrap_or(name)
}

/// A numeric value, whatever type it is declared with; the first valid one of an array.
fn float(value: &Value) -> Option<f64> {
    match value {
        Value::Array(values) => values.iter().find_map(float),
        Value::Invalid | Value::String(_) | Value::Timestamp(_) => None,
        number => number.clone().try_into().ok(),
    }
}

/// [`float`] for values that are whole by nature.
fn integer(value: &Value) -> Option<i64> {
    float(value).map(|value| value as i64)
}
