//! Records to columns.
//!
//! The scan only notes the offset and the time of each record. Here each definition is compiled to
//! a plan, which lists the sources of each column. The plan is carried out column by column for a
//! few hundred records at a time. No record is ever assembled, and decisions are made once per
//! column instead of once per value.

use super::column::SampleColumn;
use super::column_buffer::{CHUNK, Cell, ColumnBuffer};
use super::definition::{Definition, LOCAL_TYPES, header};
use super::developer::Description;
use super::epoch::to_unix_ms;
use super::plan::{ColumnSource, RecordPlan, WINDOW};
use super::profile::ProfileField;
use super::rows::{Row, Rows};
use super::value::{self, Number, with_number_type};
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
use fearless_simd::{Level, Simd};
use recoup_model::Samples;

/// Reads the columns of all rows.
pub(super) fn read(bytes: &[u8], rows: &Rows, descriptions: &[Description]) -> Samples {
    let total = rows.len();
    let mut columns = ColumnBuffers { total, ..ColumnBuffers::default() };
    let mut windows = vec![[0; WINDOW]; CHUNK.min(total)];
    // Alternating definitions are compiled only once each.
    let mut plans: [RecordPlan; LOCAL_TYPES] = Default::default();
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
            let rows = &rows.all()[first_row..end.min(first_row + CHUNK)];
            let mut records = Records {
                bytes,
                rows,
                len: plan.message_len,
                is_big_endian: plan.is_big_endian,
                windows: &mut windows[..rows.len()],
                window_at: 0,
            };
            columns.take(plan, first_row, &mut records);
        }
    }
    columns.finish(rows.all())
}

/// Consecutive records with the same definition.
struct Records<'a> {
    /// Bytes of the file.
    bytes: &'a [u8],
    rows: &'a [Row],
    len: usize,
    is_big_endian: bool,
    /// Bytes of each record from the same offset on. The windows have a fixed size and are
    /// contiguous, so that the loops over them are the same for all definitions.
    windows: &'a mut [[u8; WINDOW]],
    /// Offset of the windows in a record; 0 before the first use.
    window_at: u32,
}

impl<'a> Records<'a> {
    fn iter(&self) -> impl Iterator<Item = &'a [u8]> + Clone + use<'a> {
        let (bytes, len) = (self.bytes, self.len);
        self.rows.iter().map(move |row| &bytes[row.at as usize..row.at as usize + len])
    }

    /// Moves the windows to an offset.
    fn look_at(&mut self, window_at: u32) {
        if self.window_at == window_at {
            return;
        }
        self.window_at = window_at;
        let bytes = &self.bytes[window_at as usize..];
        for (window, row) in self.windows.iter_mut().zip(self.rows) {
            let at = row.at as usize;
            if let Some(bytes) = bytes.get(at..at + WINDOW).and_then(<[u8]>::first_chunk) {
                *window = *bytes;
            } else {
                // The file ends inside the window.
                let bytes = &bytes[at..];
                window[..bytes.len()].copy_from_slice(bytes);
            }
        }
    }

    /// Reads the values of one field. Invalid values become NaN.
    fn read<C: Cell>(&mut self, source: &ColumnSource, cells: &mut [C]) {
        let &ColumnSource { layout, field, window_at, .. } = source;
        let base_type = layout.base_type();
        if base_type.len() != usize::from(layout.size) {
            for (cell, record) in cells.iter_mut().zip(self.iter()) {
                let bytes = layout.of(record);
                let raw = value::first_number(bytes, base_type, self.is_big_endian);
                *cell = C::of(field.in_unit(raw));
            }
            return;
        }
        self.look_at(window_at);
        let at = (layout.at - window_at) as usize;
        with_number_type!(
            base_type,
            read_numbers::<_, _, C>(self.windows, at, self.is_big_endian, field, cells),
            else cells.fill(C::MISSING)
        );
    }
}

/// Reads a field that is a single number. [`Records::read`] calls this function. `at` is the offset
/// of the field in the windows.
fn read_numbers<T: Number<N>, const N: usize, C: Cell>(
    windows: &[[u8; WINDOW]],
    at: usize,
    is_big_endian: bool,
    field: ProfileField,
    cells: &mut [C],
) {
    let is_scaled = field.scale != 1.0 || field.offset != 0.0;
    vectorized(
        #[inline(always)]
        || match (is_big_endian, is_scaled) {
            (true, true) => fill::<T, N, true, true, C>(windows, at, field, cells),
            (true, false) => fill::<T, N, true, false, C>(windows, at, field, cells),
            (false, true) => fill::<T, N, false, true, C>(windows, at, field, cells),
            (false, false) => fill::<T, N, false, false, C>(windows, at, field, cells),
        },
    );
}

/// Fills each cell with the number in its window. The compiler vectorizes the loop, because all
/// common decisions are made outside.
#[inline(always)]
fn fill<T: Number<N>, const N: usize, const BIG_ENDIAN: bool, const SCALED: bool, C: Cell>(
    windows: &[[u8; WINDOW]],
    at: usize,
    field: ProfileField,
    cells: &mut [C],
) {
    // The offset is never larger. This line lets the compiler remove the bounds check from the
    // loop.
    let at = at.min(WINDOW - N);
    for (cell, window) in cells.iter_mut().zip(windows) {
        let mut bytes = [0; N];
        bytes.copy_from_slice(&window[at..at + N]);
        let raw = T::of(bytes, BIG_ENDIAN);
        *cell = C::of(if SCALED { field.in_unit(raw) } else { raw });
    }
}

/// Runs a job with AVX2 instructions, if the processor has them.
#[inline]
fn vectorized<R>(job: impl FnOnce() -> R) -> R {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(avx2) = Level::new().as_avx2() {
        return avx2.vectorize(job);
    }
    job()
}

/// Columns that are being filled.
#[derive(Default)]
struct ColumnBuffers {
    /// Final number of rows.
    total: usize,
    heart_rate_bpm: ColumnBuffer<f32>,
    altitude_m: ColumnBuffer<f64>,
    distance_m: ColumnBuffer<f64>,
    speed_m_s: ColumnBuffer<f32>,
    cadence_rpm: ColumnBuffer<f32>,
    power_w: ColumnBuffer<f32>,
    temperature_c: ColumnBuffer<f32>,
    latitude_deg: ColumnBuffer<f64>,
    longitude_deg: ColumnBuffer<f64>,
    /// Accumulated compressed distance, in 1/16 m.
    compressed_distance: u64,
}

impl ColumnBuffers {
    /// Carries out a plan over some records.
    fn take(&mut self, plan: &RecordPlan, first_row: usize, records: &mut Records<'_>) {
        let total = self.total;
        let rows = first_row..first_row + records.rows.len();
        for source in &plan.sources {
            let rows = rows.clone();
            macro_rules! read_into {
                ($column:ident) => {
                    self.$column.put(rows, total, |cells| records.read(source, cells))
                };
            }
            match source.column {
                SampleColumn::HeartRate => read_into!(heart_rate_bpm),
                SampleColumn::Altitude => read_into!(altitude_m),
                SampleColumn::Distance => read_into!(distance_m),
                SampleColumn::Speed => read_into!(speed_m_s),
                SampleColumn::Cadence => read_into!(cadence_rpm),
                SampleColumn::Power => read_into!(power_w),
                SampleColumn::Temperature => read_into!(temperature_c),
                SampleColumn::Latitude => read_into!(latitude_deg),
                SampleColumn::Longitude => read_into!(longitude_deg),
            }
        }
        if let Some(source) = &plan.fractional_cadence
            && let Some(column) = self.cadence_rpm.filled(rows.clone())
        {
            let mut fractions = [f32::MISSING; CHUNK];
            records.read(source, &mut fractions[..rows.len()]);
            for (cadence, fraction) in column.iter_mut().zip(fractions) {
                if !fraction.is_missing() {
                    *cadence += fraction;
                }
            }
        }
        if let Some(layout) = plan.compressed_speed_distance {
            let fields = records.iter().map(|record| layout.of(record));
            self.speed_m_s.put(rows.clone(), total, |cells| {
                for (cell, field) in cells.iter_mut().zip(fields.clone()) {
                    *cell = compressed_speed(field);
                }
            });
            // The distances are always accumulated, because each counts from the previous one.
            let mut distances_m = [f64::MISSING; CHUNK];
            for (distance_m, field) in distances_m.iter_mut().zip(fields) {
                *distance_m = decompress_distance(field, &mut self.compressed_distance);
            }
            let distances_m = &distances_m[..rows.len()];
            self.distance_m.put(rows, total, |cells| cells.copy_from_slice(distances_m));
        }
    }

    /// Returns the samples with the times of the rows.
    fn finish(self, rows: &[Row]) -> Samples {
        Samples {
            time_ms: rows.iter().map(|row| to_unix_ms(row.time_s)).collect(),
            heart_rate_bpm: self.heart_rate_bpm.finish(),
            altitude_m: self.altitude_m.finish(),
            distance_m: self.distance_m.finish(),
            speed_m_s: self.speed_m_s.finish(),
            cadence_rpm: self.cadence_rpm.finish(),
            power_w: self.power_w.finish(),
            temperature_c: self.temperature_c.finish(),
            latitude_deg: self.latitude_deg.finish(),
            longitude_deg: self.longitude_deg.finish(),
            ..Samples::default()
        }
    }
}

/// Returns the bytes of a compressed speed and distance, unless they are invalid.
fn packed(field: &[u8]) -> Option<[u8; 3]> {
    field.try_into().ok().filter(|bytes| *bytes != [0xFF; 3])
}

/// Returns the speed in m/s from 12 bits of cm/s.
fn compressed_speed(field: &[u8]) -> f32 {
    packed(field).map_or(f32::NAN, |[low, middle, _]| {
        let cm_s = u16::from(low) | u16::from(middle & 0x0F) << 8;
        (f64::from(cm_s) / 100.0) as f32
    })
}

/// Returns the distance in m. The field has 12 bits of 1/16 m, which roll over every 256 m and are
/// added to the accumulated distance.
fn decompress_distance(field: &[u8], accumulated: &mut u64) -> f64 {
    packed(field).map_or(f64::NAN, |[_, middle, high]| {
        let rolling = u64::from(middle >> 4) | u64::from(high) << 4;
        *accumulated += rolling.wrapping_sub(*accumulated) & 0xFFF;
        *accumulated as f64 / 16.0
    })
}
