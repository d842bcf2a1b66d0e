//! Records straight into columns.
//!
//! The scan only notes where each record lies and what time it has. Here each definition is
//! compiled to a plan, the places from which the values of each column come, and a plan is carried
//! out column by column over a few hundred records at a time: no record is ever put together, and
//! what is decided once for a column is not decided again for each value.

use super::definition::{Definition, FieldLayout, LOCAL_TYPES, header};
use super::developer::Description;
use super::profile::{Field, record};
use super::to_unix_ms;
use super::value::{self, Number, with_number_type};
use recoup_model::Samples;

/// Records handled together: their bytes and values stay in the first-level cache.
const CHUNK: usize = 256;

/// A column of samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    HeartRate,
    Altitude,
    Distance,
    Speed,
    Cadence,
    Power,
    Temperature,
    Latitude,
    Longitude,
}

/// The fields that fill the columns; where there are two, the first valid value counts.
const SOURCES: [(Column, Field); 11] = [
    (Column::HeartRate, record::HEART_RATE),
    (Column::Altitude, record::ENHANCED_ALTITUDE),
    (Column::Altitude, record::ALTITUDE),
    (Column::Distance, record::DISTANCE),
    (Column::Speed, record::ENHANCED_SPEED),
    (Column::Speed, record::SPEED),
    (Column::Cadence, record::CADENCE),
    (Column::Power, record::POWER),
    (Column::Temperature, record::TEMPERATURE),
    (Column::Latitude, record::POSITION_LAT),
    (Column::Longitude, record::POSITION_LONG),
];

/// The records of one FIT file, as the scan found them.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Where each record lies: the offset of its header byte.
    pub(super) at: Vec<u32>,
    /// The time of each, in seconds since the FIT epoch.
    pub(super) time_s: Vec<u32>,
    /// Runs of records with one definition.
    pub(super) blocks: Vec<Block>,
}

/// A run of records with one definition, up to the next block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    pub(super) first_row: u32,
    /// Offset of the definition's header byte.
    pub(super) definition_at: u32,
}

/// A set of columns.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct ColumnSet(u16);

impl ColumnSet {
    /// The columns that the messages of a definition may fill.
    pub(super) fn of(definition: &Definition<'_>) -> Self {
        if definition.developer_fields().next().is_some() {
            // Only their descriptions, which may come late, say what they stand for.
            return Self(u16::MAX);
        }
        definition.fields().fold(Self::default(), |set, field| {
            if field.number == record::COMPRESSED_SPEED_DISTANCE.number {
                return set.with(Column::Speed).with(Column::Distance);
            }
            let source = SOURCES.iter().find(|(_, source)| source.number == field.number);
            source.map_or(set, |&(column, _)| set.with(column))
        })
    }

    fn with(self, column: Column) -> Self {
        Self(self.0 | 1 << column as u16)
    }

    pub(super) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What a row takes while it is decoded, in bytes.
    pub(super) fn row_len(self) -> usize {
        /// In [`Rows`], and the time among the samples.
        const ALWAYS: usize = 4 + 4 + 8;
        // No column is wider than a double.
        ALWAYS + (self.0 & 0x1FF).count_ones() as usize * size_of::<f64>()
    }
}

/// Where a column's values come from, in the messages of one definition.
#[derive(Debug, Clone, Copy)]
struct Source {
    column: Column,
    layout: FieldLayout,
    /// Number (of the profile or the developer's), scale and offset.
    field: Field,
}

/// What a definition comes to.
#[derive(Debug, Default)]
struct Plan {
    /// Offset of the definition; 0, where no definition can lie, for none.
    definition_at: u32,
    message_len: usize,
    is_big_endian: bool,
    /// By column, the preferred ones first.
    sources: Vec<Source>,
    fractional_cadence: Option<FieldLayout>,
    compressed_speed_distance: Option<FieldLayout>,
}

impl Plan {
    /// Takes the place of another plan, and its memory.
    fn compile(&mut self, definition: &Definition<'_>, at: u32, descriptions: &[Description]) {
        // Of two fields with one number the last counts.
        let find = |field: Field| {
            definition.fields().filter(|own| own.number == field.number && own.size > 0).last()
        };
        self.definition_at = at;
        self.message_len = definition.message_len() as usize;
        self.is_big_endian = definition.is_big_endian;
        self.fractional_cadence = find(record::FRACTIONAL_CADENCE);
        self.compressed_speed_distance =
            find(record::COMPRESSED_SPEED_DISTANCE).filter(|layout| layout.size == 3);
        self.sources.clear();
        for (column, field) in SOURCES {
            if let Some(layout) = find(field) {
                self.sources.push(Source { column, layout, field });
            }
        }
        for layout in definition.developer_fields() {
            let description = descriptions.iter().find(|description| description.is_of(layout));
            let Some(description) = description else { continue };
            let native = SOURCES.iter().find(|(_, field)| field.number == description.native);
            if let Some(&(column, _)) = native {
                let layout = layout.declared_as(description.base_type);
                self.sources.push(Source { column, layout, field: description.field });
            }
        }
        // Stable, so that native fields stay before the developer's.
        self.sources.sort_by_key(|source| source.column as u8);
    }
}

/// Reads the columns of all rows.
pub(super) fn read(bytes: &[u8], rows: Rows, descriptions: &[Description]) -> Samples {
    let total = rows.at.len();
    let mut reader = Reader { bytes, total, samples: Samples::default(), compressed_distance: 0 };
    let mut buffer = [0.0; CHUNK];
    // Definitions that take turns are compiled once each.
    let mut plans: [Plan; LOCAL_TYPES] = Default::default();
    for (number, block) in rows.blocks.iter().enumerate() {
        let next = rows.blocks.get(number + 1);
        let end = next.map_or(total, |next| next.first_row as usize);
        let input = &bytes[block.definition_at as usize..];
        let plan = &mut plans[input.first().map_or(0, |&byte| header::local_type(byte))];
        if plan.definition_at != block.definition_at
            && let Some(definition) = Definition::of(input)
        {
            plan.compile(&definition, block.definition_at, descriptions);
        }
        for first_row in (block.first_row as usize..end).step_by(CHUNK) {
            let last_row = end.min(first_row + CHUNK);
            reader.take(plan, first_row, &rows.at[first_row..last_row], &mut buffer);
        }
    }
    let Rows { time_s, .. } = rows;
    reader.finish(&time_s)
}

/// The columns so far.
struct Reader<'a> {
    bytes: &'a [u8],
    /// Number of rows in the end.
    total: usize,
    samples: Samples,
    /// Accumulated compressed distance, in 1/16 m.
    compressed_distance: u64,
}

impl Reader<'_> {
    /// Carries out a plan over some records.
    fn take(&mut self, plan: &Plan, first_row: usize, at: &[u32], buffer: &mut [f64; CHUNK]) {
        let span = at.last().zip(at.first()).map_or(0, |(last, first)| (last - first) as usize);
        let records = Records {
            bytes: self.bytes,
            at,
            is_big_endian: plan.is_big_endian,
            step: Some(plan.message_len).filter(|len| span == len * (at.len() - 1)),
        };
        let values = &mut buffer[..at.len()];
        for source in &plan.sources {
            records.read(source.layout, values);
            if source.field.scale != 1.0 || source.field.offset != 0.0 {
                for value in &mut *values {
                    *value = source.field.in_unit(*value);
                }
            }
            self.put(source.column, first_row, values);
        }
        if let Some(layout) = plan.fractional_cadence {
            records.read(layout, values);
            let column = self.samples.cadence_rpm.get_mut(first_row..).unwrap_or_default();
            for (cadence, fraction) in column.iter_mut().zip(&*values) {
                if !fraction.is_nan() {
                    *cadence += record::FRACTIONAL_CADENCE.in_unit(*fraction) as f32;
                }
            }
        }
        if let Some(layout) = plan.compressed_speed_distance {
            let mut distances = [0.0; CHUNK];
            let distances = &mut distances[..at.len()];
            for (row, &at) in at.iter().enumerate() {
                let field = layout.of(&self.bytes[at as usize..]);
                (values[row], distances[row]) = self.decompress(field);
            }
            self.put(Column::Speed, first_row, values);
            self.put(Column::Distance, first_row, distances);
        }
    }

    /// Speed in m/s and distance in m from the field that packs both into three bytes: 12 bits of
    /// cm/s, and 12 bits of 1/16 m that roll over every 256 m.
    fn decompress(&mut self, field: &[u8]) -> (f64, f64) {
        let &[low, middle, high] = field else { return (f64::NAN, f64::NAN) };
        if [low, middle, high] == [0xFF; 3] {
            return (f64::NAN, f64::NAN);
        }
        let speed = u16::from(low) | u16::from(middle & 0x0F) << 8;
        let rolling = u64::from(middle >> 4) | u64::from(high) << 4;
        self.compressed_distance += rolling.wrapping_sub(self.compressed_distance) & 0xFFF;
        (f64::from(speed) / 100.0, self.compressed_distance as f64 / 16.0)
    }

    fn put(&mut self, column: Column, first_row: usize, values: &[f64]) {
        let (samples, total) = (&mut self.samples, self.total);
        match column {
            Column::HeartRate => put(&mut samples.heart_rate_bpm, first_row, values, total),
            Column::Altitude => put(&mut samples.altitude_m, first_row, values, total),
            Column::Distance => put(&mut samples.distance_m, first_row, values, total),
            Column::Speed => put(&mut samples.speed_m_s, first_row, values, total),
            Column::Cadence => put(&mut samples.cadence_rpm, first_row, values, total),
            Column::Power => put(&mut samples.power_w, first_row, values, total),
            Column::Temperature => put(&mut samples.temperature_c, first_row, values, total),
            Column::Latitude => put(&mut samples.latitude_deg, first_row, values, total),
            Column::Longitude => put(&mut samples.longitude_deg, first_row, values, total),
        }
    }

    /// Gives all filled columns their full length.
    fn finish(mut self, time_s: &[u32]) -> Samples {
        let samples = &mut self.samples;
        samples.time_ms = time_s.iter().map(|&seconds| to_unix_ms(seconds)).collect();
        finish(&mut samples.heart_rate_bpm, self.total);
        finish(&mut samples.altitude_m, self.total);
        finish(&mut samples.distance_m, self.total);
        finish(&mut samples.speed_m_s, self.total);
        finish(&mut samples.cadence_rpm, self.total);
        finish(&mut samples.power_w, self.total);
        finish(&mut samples.temperature_c, self.total);
        finish(&mut samples.latitude_deg, self.total);
        finish(&mut samples.longitude_deg, self.total);
        self.samples
    }
}

/// Some records of one definition.
#[derive(Clone, Copy)]
struct Records<'a> {
    bytes: &'a [u8],
    /// Where each lies.
    at: &'a [u32],
    is_big_endian: bool,
    /// Their length, where they lie one behind the other.
    step: Option<usize>,
}

impl Records<'_> {
    /// Reads one field of all, NaN where it is invalid.
    fn read(&self, layout: FieldLayout, values: &mut [f64]) {
        let base_type = layout.base_type();
        if base_type.len() == usize::from(layout.size) {
            with_number_type!(
                base_type,
                read_numbers::<_, _>(self, layout.at as usize, values),
                else values.fill(f64::NAN)
            );
            return;
        }
        for (value, &at) in values.iter_mut().zip(self.at) {
            let field = layout.of(&self.bytes[at as usize..]);
            *value = value::first_number(field, base_type, self.is_big_endian);
        }
    }
}

/// [`Records::read`] for a field that is one number.
fn read_numbers<T: Number<N>, const N: usize>(
    records: &Records<'_>,
    offset: usize,
    values: &mut [f64],
) {
    let Records { bytes, at, is_big_endian, step } = *records;
    let first = at.first().map_or(0, |&at| at as usize);
    // What is so for all is decided outside the loops.
    match step {
        Some(step) if offset + N > step => values.fill(f64::NAN),
        Some(step) if is_big_endian => {
            for (value, record) in values.iter_mut().zip(bytes[first..].chunks_exact(step)) {
                *value = value::read::<T, N>(record, offset, true);
            }
        }
        Some(step) => {
            for (value, record) in values.iter_mut().zip(bytes[first..].chunks_exact(step)) {
                *value = value::read::<T, N>(record, offset, false);
            }
        }
        None => {
            for (value, &at) in values.iter_mut().zip(at) {
                *value = value::read::<T, N>(bytes, at as usize + offset, is_big_endian);
            }
        }
    }
}

/// A value in a column.
trait Cell: Copy {
    const MISSING: Self;
    fn of(value: f64) -> Self;
    fn is_missing(self) -> bool;
}

impl Cell for f32 {
    const MISSING: Self = Self::NAN;
    #[inline]
    fn of(value: f64) -> Self {
        value as Self
    }
    #[inline]
    fn is_missing(self) -> bool {
        self.is_nan()
    }
}

impl Cell for f64 {
    const MISSING: Self = Self::NAN;
    #[inline]
    fn of(value: f64) -> Self {
        value
    }
    #[inline]
    fn is_missing(self) -> bool {
        self.is_nan()
    }
}

/// Puts values into a column from a row on; where they already are, fills those that are missing.
fn put<T: Cell>(column: &mut Vec<T>, first_row: usize, values: &[f64], total: usize) {
    if column.len() > first_row {
        for (own, &value) in column[first_row..].iter_mut().zip(values) {
            if own.is_missing() {
                *own = T::of(value);
            }
        }
        return;
    }
    if column.is_empty() {
        column.reserve_exact(total);
    }
    column.resize(first_row, T::MISSING);
    column.extend(values.iter().map(|&value| T::of(value)));
}

/// Makes a column as long as the others; one without a value is no column.
fn finish<T: Cell>(column: &mut Vec<T>, total: usize) {
    if column.iter().all(|value| value.is_missing()) {
        *column = Vec::new();
    } else {
        column.resize(total, T::MISSING);
    }
}
