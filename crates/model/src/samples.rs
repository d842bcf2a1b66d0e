//! Samples of an activity as columns.

use std::ops::Range;

/// Samples of one activity: columns of equal length, in file order.
///
/// A column is either as long as [`Samples::time_ms`] or empty (never filled). An absent value in a
/// filled column is NaN. Times need not be sorted or distinct, because readers keep the order of
/// the file. The analysis sorts and merges them.
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Samples {
    /// Time in milliseconds since the Unix epoch, UTC.
    pub time_ms: Vec<i64>,
    /// Heart rate in beats per minute; 0 if the file holds 0.
    pub heart_rate_bpm: Vec<f32>,
    /// Altitude above sea level in metres, measured by the barometer if the device has one.
    pub altitude_m: Vec<f64>,
    /// Distance since the start in metres, as the device accumulates it.
    pub distance_m: Vec<f64>,
    /// Speed in metres per second.
    pub speed_m_s: Vec<f32>,
    /// Cadence as the file holds it. Most devices write strides (two steps) per minute in running.
    pub cadence_rpm: Vec<f32>,
    /// Power in watts.
    pub power_w: Vec<f32>,
    /// Temperature in degrees Celsius.
    pub temperature_c: Vec<f32>,
    /// Latitude in degrees, WGS 84.
    pub latitude_deg: Vec<f64>,
    /// Longitude in degrees, WGS 84.
    pub longitude_deg: Vec<f64>,
    /// Indices of the first sample after each recorded interruption (a GPX segment break, a new
    /// track in a lap of TCX). Empty if the format marks pauses by events.
    pub segment_starts: Vec<usize>,
}

/// One sample: a row of [`Samples`] with absent values as [`None`].
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Sample {
    /// Time in milliseconds since the Unix epoch, UTC.
    pub time_ms: i64,
    /// Heart rate in beats per minute.
    pub heart_rate_bpm: Option<f32>,
    /// Altitude above sea level in metres.
    pub altitude_m: Option<f64>,
    /// Distance since the start in metres.
    pub distance_m: Option<f64>,
    /// Speed in metres per second.
    pub speed_m_s: Option<f32>,
    /// Cadence as the file holds it; see [`Samples::cadence_rpm`].
    pub cadence_rpm: Option<f32>,
    /// Power in watts.
    pub power_w: Option<f32>,
    /// Temperature in degrees Celsius.
    pub temperature_c: Option<f32>,
    /// Latitude in degrees, WGS 84.
    pub latitude_deg: Option<f64>,
    /// Longitude in degrees, WGS 84.
    pub longitude_deg: Option<f64>,
}

/// Appends `value` as row `row` of a column. The column stays empty until its first value.
macro_rules! push_lazily {
    ($column:expr, $row:expr, $value:expr, $missing:expr) => {
        match $value {
            Some(value) => {
                $column.resize($row, $missing);
                $column.push(value);
            }
            None if $column.is_empty() => {}
            None => $column.push($missing),
        }
    };
}

impl Samples {
    /// Returns the number of samples.
    #[must_use]
    pub fn len(&self) -> usize {
        self.time_ms.len()
    }

    /// Whether there is no sample.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.time_ms.is_empty()
    }

    /// Appends one sample. A column stays empty until its first value.
    ///
    /// ```
    /// use recoup_model::{Sample, Samples};
    /// let mut samples = Samples::default();
    /// samples.push(&Sample { time_ms: 0, ..Sample::default() });
    /// samples.push(&Sample { time_ms: 1000, heart_rate_bpm: Some(120.0), ..Sample::default() });
    /// assert!(samples.altitude_m.is_empty());
    /// assert!(samples.heart_rate_bpm[0].is_nan());
    /// assert_eq!(samples.at(1).heart_rate_bpm, Some(120.0));
    /// ```
    pub fn push(&mut self, sample: &Sample) {
        let row = self.time_ms.len();
        self.time_ms.push(sample.time_ms);
        push_lazily!(self.heart_rate_bpm, row, sample.heart_rate_bpm, f32::NAN);
        push_lazily!(self.altitude_m, row, sample.altitude_m, f64::NAN);
        push_lazily!(self.distance_m, row, sample.distance_m, f64::NAN);
        push_lazily!(self.speed_m_s, row, sample.speed_m_s, f32::NAN);
        push_lazily!(self.cadence_rpm, row, sample.cadence_rpm, f32::NAN);
        push_lazily!(self.power_w, row, sample.power_w, f32::NAN);
        push_lazily!(self.temperature_c, row, sample.temperature_c, f32::NAN);
        push_lazily!(self.latitude_deg, row, sample.latitude_deg, f64::NAN);
        push_lazily!(self.longitude_deg, row, sample.longitude_deg, f64::NAN);
    }

    /// Appends the samples of another activity with their interruptions. If only one of the two has
    /// a column, the column has missing values in the rows of the other.
    ///
    /// ```
    /// use recoup_model::{Sample, Samples};
    /// let mut samples = Samples::default();
    /// samples.push(&Sample { time_ms: 0, ..Sample::default() });
    /// let mut more = Samples::default();
    /// more.push(&Sample { time_ms: 1000, heart_rate_bpm: Some(120.0), ..Sample::default() });
    /// samples.append(&more);
    /// assert_eq!(samples.time_ms, [0, 1000]);
    /// assert!(samples.heart_rate_bpm[0].is_nan());
    /// assert_eq!(samples.at(1).heart_rate_bpm, Some(120.0));
    /// ```
    pub fn append(&mut self, more: &Self) {
        let rows = self.len();
        let all = rows + more.len();
        macro_rules! append_column {
            ($column:ident, $missing:expr) => {
                if !(self.$column.is_empty() && more.$column.is_empty()) {
                    self.$column.resize(rows, $missing);
                    self.$column.extend_from_slice(&more.$column);
                    self.$column.resize(all, $missing);
                }
            };
        }
        append_column!(heart_rate_bpm, f32::NAN);
        append_column!(altitude_m, f64::NAN);
        append_column!(distance_m, f64::NAN);
        append_column!(speed_m_s, f32::NAN);
        append_column!(cadence_rpm, f32::NAN);
        append_column!(power_w, f32::NAN);
        append_column!(temperature_c, f32::NAN);
        append_column!(latitude_deg, f64::NAN);
        append_column!(longitude_deg, f64::NAN);
        self.time_ms.extend_from_slice(&more.time_ms);
        self.segment_starts.extend(more.segment_starts.iter().map(|start| rows + start));
    }

    /// Returns row `index` with absent values as [`None`].
    ///
    /// # Panics
    ///
    /// Panics if `index` is not below [`Samples::len`].
    #[must_use]
    pub fn at(&self, index: usize) -> Sample {
        fn narrow(column: &[f32], index: usize) -> Option<f32> {
            column.get(index).copied().filter(|value| !value.is_nan())
        }
        fn wide(column: &[f64], index: usize) -> Option<f64> {
            column.get(index).copied().filter(|value| !value.is_nan())
        }
        Sample {
            time_ms: self.time_ms[index],
            heart_rate_bpm: narrow(&self.heart_rate_bpm, index),
            altitude_m: wide(&self.altitude_m, index),
            distance_m: wide(&self.distance_m, index),
            speed_m_s: narrow(&self.speed_m_s, index),
            cadence_rpm: narrow(&self.cadence_rpm, index),
            power_w: narrow(&self.power_w, index),
            temperature_c: narrow(&self.temperature_c, index),
            latitude_deg: wide(&self.latitude_deg, index),
            longitude_deg: wide(&self.longitude_deg, index),
        }
    }

    /// Splits the samples into `parts` parts. `part_of` returns the part for the time of a sample.
    /// The order stays. [`Samples::segment_starts`] is lost.
    ///
    /// ```
    /// use recoup_model::{Sample, Samples};
    /// let mut samples = Samples::default();
    /// for time_ms in [0, 1000, 2000] {
    ///     samples.push(&Sample { time_ms, ..Sample::default() });
    /// }
    /// let parts = samples.deal(2, |time_ms| usize::from(time_ms >= 1000));
    /// assert_eq!(parts[0].time_ms, [0]);
    /// assert_eq!(parts[1].time_ms, [1000, 2000]);
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if `part_of` returns a number that is not below `parts`.
    #[must_use]
    pub fn deal(mut self, parts: usize, part_of: impl Fn(i64) -> usize) -> Vec<Self> {
        let mut runs: Vec<Run> = Vec::new();
        for (row, &time_ms) in self.time_ms.iter().enumerate() {
            let part = part_of(time_ms);
            match runs.last_mut() {
                Some(run) if run.part == part => run.rows.end = row + 1,
                _ => runs.push(Run { part, rows: row..row + 1 }),
            }
        }
        let mut dealt = vec![Self::default(); parts];
        macro_rules! deal {
            ($($column:ident)*) => {$(
                // The column is freed before the next column is split.
                let column = std::mem::take(&mut self.$column);
                deal_column(&column, &runs, dealt.iter_mut().map(|part| &mut part.$column));
                drop(column);
            )*};
        }
        deal!(time_ms heart_rate_bpm altitude_m distance_m speed_m_s cadence_rpm power_w);
        deal!(temperature_c latitude_deg longitude_deg);
        dealt
    }

    /// Returns an iterator over the samples in file order.
    ///
    /// ```
    /// use recoup_model::{Sample, Samples};
    /// let mut samples = Samples::default();
    /// for bpm in [120.0, 121.0] {
    ///     samples.push(&Sample { heart_rate_bpm: Some(bpm), ..Sample::default() });
    /// }
    /// let highest = samples.iter().filter_map(|sample| sample.heart_rate_bpm).fold(0.0, f32::max);
    /// assert_eq!(highest, 121.0);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = Sample> + '_ {
        (0..self.len()).map(|index| self.at(index))
    }
}

/// Successive samples of one part.
struct Run {
    part: usize,
    rows: Range<usize>,
}

/// Value in a column.
trait Cell: Copy {
    fn is_missing(self) -> bool;
}

impl Cell for i64 {
    fn is_missing(self) -> bool {
        false
    }
}

impl Cell for f32 {
    fn is_missing(self) -> bool {
        self.is_nan()
    }
}

impl Cell for f64 {
    fn is_missing(self) -> bool {
        self.is_nan()
    }
}

/// Splits one column. The column stays empty in a part that gets no value.
fn deal_column<'a, T: Cell + 'a>(
    column: &[T],
    runs: &[Run],
    parts: impl Iterator<Item = &'a mut Vec<T>>,
) {
    if column.is_empty() {
        return;
    }
    let mut parts: Vec<&mut Vec<T>> = parts.collect();
    let mut lens = vec![0; parts.len()];
    for run in runs {
        lens[run.part] += run.rows.len();
    }
    for (part, len) in parts.iter_mut().zip(lens) {
        part.reserve_exact(len);
    }
    for run in runs {
        parts[run.part].extend_from_slice(&column[run.rows.clone()]);
    }
    for part in parts {
        if part.iter().all(|value| value.is_missing()) {
            *part = Vec::new();
        }
    }
}
