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
use std::ops::Range;
use std::slice::ChunksExact;

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
    let mut columns = Columns { total, samples: Samples::default(), compressed_distance: 0 };
    let mut copy = Vec::new();
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
            let at = &rows.at[first_row..end.min(first_row + CHUNK)];
            let records = Records {
                bytes: side_by_side(bytes, at, plan.message_len, &mut copy),
                len: plan.message_len,
                is_big_endian: plan.is_big_endian,
            };
            columns.take(plan, first_row, &records);
        }
    }
    let Rows { time_s, .. } = rows;
    columns.finish(&time_s)
}

/// The bytes of some records of one length without anything between them: their own, or a copy.
fn side_by_side<'a>(bytes: &'a [u8], at: &[u32], len: usize, copy: &'a mut Vec<u8>) -> &'a [u8] {
    if let [first, .., last] | [first @ last] = at
        && (last - first) as usize == len * (at.len() - 1)
    {
        return &bytes[*first as usize..*last as usize + len];
    }
    copy.clear();
    for &at in at {
        copy.extend_from_slice(&bytes[at as usize..at as usize + len]);
    }
    copy
}

/// Some records of one definition, one behind the other.
struct Records<'a> {
    bytes: &'a [u8],
    len: usize,
    is_big_endian: bool,
}

impl<'a> Records<'a> {
    fn iter(&self) -> ChunksExact<'a, u8> {
        self.bytes.chunks_exact(self.len)
    }

    /// Appends the values of one field to a column, NaN where it is invalid.
    fn read<C: Cell>(&self, layout: FieldLayout, field: Field, column: &mut Vec<C>) {
        let base_type = layout.base_type();
        if base_type.len() != usize::from(layout.size) {
            column.extend(self.iter().map(|record| {
                let bytes = layout.of(record);
                C::of(field.in_unit(value::first_number(bytes, base_type, self.is_big_endian)))
            }));
            return;
        }
        let at = layout.at as usize;
        with_number_type!(
            base_type,
            read_numbers::<_, _, C>(self, at, field, column),
            else column.extend(self.iter().map(|_| C::MISSING))
        );
    }
}

/// [`Records::read`] for a field that is one number. What is so for all is decided outside the
/// loops.
fn read_numbers<T: Number<N>, const N: usize, C: Cell>(
    records: &Records<'_>,
    at: usize,
    field: Field,
    column: &mut Vec<C>,
) {
    let (len, scale, offset) = (records.len, field.scale, field.offset);
    let all = records.bytes.chunks_exact(len);
    if at + N > len {
        column.extend(all.map(|_| C::MISSING));
        return;
    }
    let big = move |record: &[u8]| value::read::<T, N>(record, at, true);
    let little = move |record: &[u8]| value::read::<T, N>(record, at, false);
    let in_unit = move |raw: f64| raw / scale - offset;
    let is_scaled = scale != 1.0 || offset != 0.0;
    match (records.is_big_endian, is_scaled) {
        (true, true) => column.extend(all.map(move |record| C::of(in_unit(big(record))))),
        (true, false) => column.extend(all.map(move |record| C::of(big(record)))),
        (false, true) => column.extend(all.map(move |record| C::of(in_unit(little(record))))),
        (false, false) => column.extend(all.map(move |record| C::of(little(record)))),
    }
}

/// The columns so far.
struct Columns {
    /// Number of rows in the end.
    total: usize,
    samples: Samples,
    /// Accumulated compressed distance, in 1/16 m.
    compressed_distance: u64,
}

impl Columns {
    /// Carries out a plan over some records.
    fn take(&mut self, plan: &Plan, first_row: usize, records: &Records<'_>) {
        let (samples, rows) = (&mut self.samples, first_row..self.total);
        for &Source { column, layout, field } in &plan.sources {
            let rows = rows.clone();
            macro_rules! read_into {
                ($column:ident) => {
                    put(&mut samples.$column, rows, |column| records.read(layout, field, column))
                };
            }
            match column {
                Column::HeartRate => read_into!(heart_rate_bpm),
                Column::Altitude => read_into!(altitude_m),
                Column::Distance => read_into!(distance_m),
                Column::Speed => read_into!(speed_m_s),
                Column::Cadence => read_into!(cadence_rpm),
                Column::Power => read_into!(power_w),
                Column::Temperature => read_into!(temperature_c),
                Column::Latitude => read_into!(latitude_deg),
                Column::Longitude => read_into!(longitude_deg),
            }
        }
        if let Some(layout) = plan.fractional_cadence {
            let mut fractions: Vec<f32> = Vec::new();
            records.read(layout, record::FRACTIONAL_CADENCE, &mut fractions);
            let column = samples.cadence_rpm.get_mut(first_row..).unwrap_or_default();
            for (cadence, fraction) in column.iter_mut().zip(fractions) {
                if !fraction.is_nan() {
                    *cadence += fraction;
                }
            }
        }
        if let Some(layout) = plan.compressed_speed_distance {
            let fields = records.iter().map(|record| layout.of(record));
            let distance = &mut self.compressed_distance;
            put(&mut samples.speed_m_s, rows.clone(), |column| {
                column.extend(fields.clone().map(compressed_speed));
            });
            put(&mut samples.distance_m, rows, |column| {
                column.extend(fields.map(|field| decompress_distance(field, distance)));
            });
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

/// The bytes of a compressed speed and distance, unless they are invalid.
fn packed(field: &[u8]) -> Option<[u8; 3]> {
    field.try_into().ok().filter(|bytes| *bytes != [0xFF; 3])
}

/// The speed in m/s: 12 bits of cm/s.
fn compressed_speed(field: &[u8]) -> f32 {
    packed(field).map_or(f32::NAN, |[low, middle, _]| {
        let cm_s = u16::from(low) | u16::from(middle & 0x0F) << 8;
        (f64::from(cm_s) / 100.0) as f32
    })
}

/// The distance in m: 12 bits of 1/16 m that roll over every 256 m, added to what they came to
/// before.
fn decompress_distance(field: &[u8], accumulated: &mut u64) -> f64 {
    packed(field).map_or(f64::NAN, |[_, middle, high]| {
        let rolling = u64::from(middle >> 4) | u64::from(high) << 4;
        *accumulated += rolling.wrapping_sub(*accumulated) & 0xFFF;
        *accumulated as f64 / 16.0
    })
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

/// Lets values be appended to a column for the rows from the first on; where they already are,
/// those that are missing are filled. The last row is that of the whole column.
fn put<C: Cell>(column: &mut Vec<C>, rows: Range<usize>, append: impl FnOnce(&mut Vec<C>)) {
    if column.len() > rows.start {
        let mut others = Vec::new();
        append(&mut others);
        for (own, other) in column[rows.start..].iter_mut().zip(others) {
            if own.is_missing() {
                *own = other;
            }
        }
        return;
    }
    if column.is_empty() {
        column.reserve_exact(rows.end);
    }
    column.resize(rows.start, C::MISSING);
    append(column);
}

/// Makes a column as long as the others; one without a value is no column.
fn finish<C: Cell>(column: &mut Vec<C>, total: usize) {
    if column.iter().all(|value| value.is_missing()) {
        *column = Vec::new();
    } else {
        column.resize(total, C::MISSING);
    }
}
