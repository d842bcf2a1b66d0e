//! Values of a track point, and the element names that exporters use for them.

use super::notes::Notes;
use super::number::number;
use super::time::{self, Time};
use recoup_model::Sample;

/// Latitudes that `OpenTracks` writes for a pause and for its end.
const PAUSE_LATITUDES: [f64; 2] = [100.0, 200.0];

/// Value of a track point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PointField {
    Time,
    Latitude,
    Longitude,
    Altitude,
    HeartRate {
        /// Whether the element is named `hr`, which has precedence over all other names.
        plain: bool,
    },
    Cadence,
    Temperature,
    Power,
    Speed,
    Distance,
}

/// Position of an element inside a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// Child of the point.
    Point,
    /// Child of the element of a field.
    Field(PointField),
    /// Descendant of any other element of the point.
    Other,
}

impl PointField {
    /// Returns the field of an element. `local` is lower-case.
    pub(super) fn named(local: &str, within: Within) -> Option<Self> {
        let field = match local {
            // Holux writes the elevations of its two sensors into the extensions.
            "ele" | "time" if within != Within::Point => return None,
            "ele" | "altitudemeters" => Self::Altitude,
            "time" => Self::Time,
            "hr" => Self::HeartRate { plain: true },
            "heartrate" | "heart_rate" | "bpm" | "heartratebpm" => Self::HeartRate { plain: false },
            // TCX nests the heart rate one level deeper.
            "value" => match within {
                Within::Field(rate @ Self::HeartRate { .. }) => rate,
                _ => return None,
            },
            "cad" | "cadence" | "runcadence" | "rpm" => Self::Cadence,
            "atemp" | "temp" | "temperature" => Self::Temperature,
            "power" | "powerinwatts" | "watts" => Self::Power,
            "speed" => Self::Speed,
            "distance" | "distancemeters" => Self::Distance,
            "latitudedegrees" => Self::Latitude,
            "longitudedegrees" => Self::Longitude,
            _ => return None,
        };
        Some(field)
    }

    /// Returns the name of the field in messages.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Latitude => "latitude",
            Self::Longitude => "longitude",
            Self::Altitude => "elevation",
            Self::HeartRate { .. } => "heart rate",
            Self::Cadence => "cadence",
            Self::Temperature => "temperature",
            Self::Power => "power",
            Self::Speed => "speed",
            Self::Distance => "distance",
        }
    }

    /// Returns the index of the field's value in a point; [`None`] for the time.
    fn column(self) -> Option<usize> {
        Some(match self {
            Self::Time => return None,
            Self::Latitude => 0,
            Self::Longitude => 1,
            Self::Altitude => 2,
            Self::HeartRate { .. } => 3,
            Self::Cadence => 4,
            Self::Temperature => 5,
            Self::Power => 6,
            Self::Speed => 7,
            Self::Distance => 8,
        })
    }
}

/// Number of values of a point, without its time.
const COLUMNS: usize = 9;

/// Plausible values by [`PointField::column`], from the lowest to the highest.
const RANGES: [[f64; 2]; COLUMNS] = [
    // A position is checked when both its numbers are known.
    [-1e9, 1e9],
    [-1e9, 1e9],
    // The deepest shaft is 4 km down, the highest balloon 53 km up; -99999 is "none".
    [-20_000.0, 100_000.0],
    [0.0, 1000.0],
    [0.0, 10_000.0],
    [-300.0, 1000.0],
    [-10_000.0, 100_000.0],
    [-1000.0, 100_000.0],
    [-1e9, 1e9],
];

/// Track point that is being read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Point {
    time: Option<Time>,
    /// Values by [`PointField::column`]; NaN for missing values.
    values: [f64; COLUMNS],
    has_plain_heart_rate: bool,
}

impl Default for Point {
    fn default() -> Self {
        Self { time: None, values: [f64::NAN; COLUMNS], has_plain_heart_rate: false }
    }
}

/// Result of a complete point.
#[derive(Debug)]
pub(super) enum Finished {
    Sample(Sample, Time),
    /// Mark of a pause in the recording.
    Pause,
    WithoutTime,
}

impl Point {
    /// Sets a field from its text, unless it is set already. Returns `false` if the text is
    /// invalid.
    ///
    /// An empty text means that there is no value, which is valid.
    pub(crate) fn set(&mut self, field: PointField, text: &str) -> bool {
        let Some(column) = field.column() else {
            self.time = self.time.or_else(|| time::parse(text));
            return self.time.is_some() || text.trim_ascii().is_empty();
        };
        let [lowest, highest] = RANGES[column];
        let Some(value) = number(text).filter(|&value| lowest <= value && value <= highest) else {
            return text.trim_ascii().is_empty();
        };
        let mut is_better = self.values[column].is_nan();
        if let PointField::HeartRate { plain } = field {
            is_better |= plain && !self.has_plain_heart_rate;
            self.has_plain_heart_rate |= is_better && plain;
        }
        if is_better {
            self.values[column] = value;
        }
        true
    }

    /// Completes the point.
    pub(super) fn finish(self, notes: &mut Notes<'_>) -> Finished {
        let known = |field: PointField| {
            field.column().map(|column| self.values[column]).filter(|value| !value.is_nan())
        };
        let narrow = |field| known(field).map(|value| value as f32);
        let mut sample = Sample {
            altitude_m: known(PointField::Altitude),
            heart_rate_bpm: narrow(PointField::HeartRate { plain: true }),
            cadence_rpm: narrow(PointField::Cadence),
            temperature_c: narrow(PointField::Temperature),
            power_w: narrow(PointField::Power),
            speed_m_s: narrow(PointField::Speed),
            distance_m: known(PointField::Distance),
            ..Sample::default()
        };
        let (latitude_deg, longitude_deg) =
            (known(PointField::Latitude), known(PointField::Longitude));
        if let (Some(latitude), Some(longitude)) = (latitude_deg, longitude_deg) {
            if (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude) {
                sample.latitude_deg = latitude_deg;
                sample.longitude_deg = longitude_deg;
            } else if PAUSE_LATITUDES.contains(&latitude) && longitude == 0.0 {
                return Finished::Pause;
            } else {
                notes.bad_value("position", &format!("{latitude} {longitude}"));
            }
        }
        match self.time {
            Some(time) => {
                sample.time_ms = time.ms;
                Finished::Sample(sample, time)
            }
            None => Finished::WithoutTime,
        }
    }
}
