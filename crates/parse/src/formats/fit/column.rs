//! Columns of samples, and the fields that fill them.

use super::definition::Definition;
use super::profile::{ProfileField, record};

/// Column of samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SampleColumn {
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

/// Fields of each column. The first valid value of several fields is used.
pub(super) const COLUMN_FIELDS: [(SampleColumn, ProfileField); 11] = [
    (SampleColumn::HeartRate, record::HEART_RATE),
    (SampleColumn::Altitude, record::ENHANCED_ALTITUDE),
    (SampleColumn::Altitude, record::ALTITUDE),
    (SampleColumn::Distance, record::DISTANCE),
    (SampleColumn::Speed, record::ENHANCED_SPEED),
    (SampleColumn::Speed, record::SPEED),
    (SampleColumn::Cadence, record::CADENCE),
    (SampleColumn::Power, record::POWER),
    (SampleColumn::Temperature, record::TEMPERATURE),
    (SampleColumn::Latitude, record::POSITION_LAT),
    (SampleColumn::Longitude, record::POSITION_LONG),
];

/// Set of columns.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct ColumnSet(u16);

impl ColumnSet {
    /// Returns the columns that messages of a definition can fill.
    pub(super) fn of(definition: &Definition<'_>) -> Self {
        if definition.developer_fields().next().is_some() {
            // Only the descriptions of developer fields, which may come late, state their columns.
            return Self(u16::MAX);
        }
        definition.fields().fold(Self::default(), |set, field| {
            if field.number == record::COMPRESSED_SPEED_DISTANCE.number {
                return set.with(SampleColumn::Speed).with(SampleColumn::Distance);
            }
            let source = COLUMN_FIELDS.iter().find(|(_, source)| source.number == field.number);
            source.map_or(set, |&(column, _)| set.with(column))
        })
    }

    fn with(self, column: SampleColumn) -> Self {
        Self(self.0 | 1 << column as u16)
    }

    pub(super) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns the final size of a row in bytes.
    pub(super) fn row_len(self) -> usize {
        /// Size of the time in a sample.
        const ALWAYS: usize = size_of::<i64>();
        // No column is wider than a double.
        ALWAYS + (self.0 & 0x1FF).count_ones() as usize * size_of::<f64>()
    }
}
