//! Values of a track point, whatever names their elements have.

use super::notes::Notes;
use super::number::number;
use super::time::{self, Time};
use recoup_model::Sample;
use std::ops::RangeInclusive;

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

    /// Returns the range of plausible values.
    fn range(self) -> RangeInclusive<f64> {
        match self {
            // The deepest shaft is 4 km down, the highest balloon 53 km up; -99999 is "none".
            Self::Altitude => -20_000.0..=100_000.0,
            Self::HeartRate { .. } => 0.0..=1000.0,
            Self::Cadence => 0.0..=10_000.0,
            Self::Temperature => -300.0..=1000.0,
            Self::Power => -10_000.0..=100_000.0,
            Self::Speed => -1000.0..=100_000.0,
            // A position is checked when both its numbers are known.
            Self::Time | Self::Latitude | Self::Longitude | Self::Distance => -1e9..=1e9,
        }
    }
}

/// Track point, as far as it is read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Point {
    sample: Sample,
    time: Option<Time>,
    latitude_deg: Option<f64>,
    longitude_deg: Option<f64>,
    has_plain_heart_rate: bool,
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
        if text.trim_ascii().is_empty() {
            return true;
        }
        if field == PointField::Time {
            self.time = self.time.or_else(|| time::parse(text));
            return self.time.is_some();
        }
        let Some(value) = number(text).filter(|value| field.range().contains(value)) else {
            return false;
        };
        let narrow = value as f32;
        let sample = &mut self.sample;
        match field {
            PointField::Latitude => drop(self.latitude_deg.get_or_insert(value)),
            PointField::Longitude => drop(self.longitude_deg.get_or_insert(value)),
            PointField::Altitude => drop(sample.altitude_m.get_or_insert(value)),
            PointField::Distance => drop(sample.distance_m.get_or_insert(value)),
            PointField::Cadence => drop(sample.cadence_rpm.get_or_insert(narrow)),
            PointField::Temperature => drop(sample.temperature_c.get_or_insert(narrow)),
            PointField::Power => drop(sample.power_w.get_or_insert(narrow)),
            PointField::Speed => drop(sample.speed_m_s.get_or_insert(narrow)),
            PointField::HeartRate { plain } => {
                if sample.heart_rate_bpm.is_none() || (plain && !self.has_plain_heart_rate) {
                    sample.heart_rate_bpm = Some(narrow);
                    self.has_plain_heart_rate = plain;
                }
            }
            PointField::Time => {}
        }
        true
    }

    /// Completes the point.
    pub(super) fn finish(self, notes: &mut Notes<'_>) -> Finished {
        let Self { mut sample, time, latitude_deg, longitude_deg, .. } = self;
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
        match time {
            Some(time) => {
                sample.time_ms = time.ms;
                Finished::Sample(sample, time)
            }
            None => Finished::WithoutTime,
        }
    }
}
