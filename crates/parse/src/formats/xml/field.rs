//! What a track point holds, whatever its elements are called.

use super::notes::Notes;
use super::number::number;
use super::time::{self, Time};
use recoup_model::Sample;
use std::ops::RangeInclusive;

/// What `OpenTracks` writes as the latitude of a point that stands for a pause and its end.
const PAUSE_LATITUDES: [f64; 2] = [100.0, 200.0];

/// A value of a track point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PointField {
    Time,
    Latitude,
    Longitude,
    Altitude,
    HeartRate {
        /// Whether it is called `hr`, which counts before every other name.
        plain: bool,
    },
    Cadence,
    Temperature,
    Power,
    Speed,
    Distance,
}

/// Where in a point an element stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// Directly in the point.
    Point,
    /// In the element of a field.
    Field(PointField),
    /// In any other element of the point.
    Other,
}

impl PointField {
    /// The field that an element of this name, in lower case, holds.
    pub(super) fn named(local: &str, within: Within) -> Option<Self> {
        let field = match local {
            // Holux writes the elevations of its two sensors into the extensions.
            "ele" | "time" if within != Within::Point => return None,
            "ele" | "altitudemeters" => Self::Altitude,
            "time" => Self::Time,
            "hr" => Self::HeartRate { plain: true },
            "heartrate" | "heart_rate" | "bpm" | "heartratebpm" => Self::HeartRate { plain: false },
            // TCX has the beats one level down.
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

    /// What it is called in messages.
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

    /// Values beyond are none that anybody measured.
    fn range(self) -> RangeInclusive<f64> {
        match self {
            // The deepest shaft is 4 km down, the highest balloon 53 km up; -99999 is "none".
            Self::Altitude => -20_000.0..=100_000.0,
            Self::HeartRate { .. } => 0.0..=1000.0,
            Self::Cadence => 0.0..=10_000.0,
            Self::Temperature => -300.0..=1000.0,
            Self::Power => -10_000.0..=100_000.0,
            Self::Speed => -1000.0..=100_000.0,
            // A place is judged when both its numbers are known.
            Self::Time | Self::Latitude | Self::Longitude | Self::Distance => -1e9..=1e9,
        }
    }
}

/// A track point as far as it is read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Point {
    sample: Sample,
    time: Option<Time>,
    latitude_deg: Option<f64>,
    longitude_deg: Option<f64>,
    has_plain_heart_rate: bool,
}

/// What a whole point comes to.
#[derive(Debug)]
pub(super) enum Finished {
    Sample(Sample, Time),
    /// A mark that the recording stood still.
    Pause,
    WithoutTime,
}

impl Point {
    /// Takes the text of a field, the first of several; false if it cannot be read.
    ///
    /// An empty text says that there is no value, which is no fault.
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

    /// What it comes to, now that all of it is read.
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
