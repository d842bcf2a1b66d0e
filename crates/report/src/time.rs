//! Dates and times as columns, and as the text of CSV and JSON.

use crate::columns::epoch;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use polars_core::prelude::{AnyValue, Column, IntoColumn, NamedFrom, Series, TimeUnit, TimeZone};

/// Makes a column of dates.
pub(crate) fn dates(name: &str, dates: impl IntoIterator<Item = Option<Date>>) -> Column {
    let days: Vec<Option<i32>> = dates.into_iter().map(|date| date.map(epoch::days)).collect();
    Series::new(name.into(), days).into_date().into_column()
}

/// Makes a column of instants from milliseconds since 1970 in UTC.
pub(crate) fn instants(name: &str, times_ms: impl IntoIterator<Item = Option<i64>>) -> Column {
    milliseconds(name, times_ms.into_iter().collect(), Some(TimeZone::UTC))
}

/// Makes a column of local times without a zone, in whole seconds.
pub(crate) fn clock_times(name: &str, times: impl IntoIterator<Item = DateTime>) -> Column {
    milliseconds(name, times.into_iter().map(epoch::clock_ms).collect(), None)
}

fn milliseconds(name: &str, times: Vec<Option<i64>>, zone: Option<TimeZone>) -> Column {
    Series::new(name.into(), times).into_datetime(TimeUnit::Milliseconds, zone).into_column()
}

/// Formats a date (`2026-03-02`), an instant as RFC 3339 in UTC (`2026-03-02T05:30:12Z`) or a local
/// time without a zone (`2026-03-02T06:30:12`), with a fraction of a second only if it is not 0.
pub(crate) fn text(value: &AnyValue<'_>) -> Option<String> {
    match *value {
        AnyValue::Date(days) => {
            let midnight = Timestamp::from_second(i64::from(days) * 86_400).ok()?;
            Some(Offset::UTC.to_datetime(midnight).date().to_string())
        }
        AnyValue::Datetime(time, unit, zone) => {
            let time = match unit {
                TimeUnit::Milliseconds => Timestamp::from_millisecond(time),
                TimeUnit::Microseconds => Timestamp::from_microsecond(time),
                TimeUnit::Nanoseconds => Timestamp::from_nanosecond(i128::from(time)),
            };
            let time = time.ok()?;
            Some(match zone {
                // The value counts from 1970 in UTC, independent of the zone.
                Some(_) => time.to_string(),
                None => Offset::UTC.to_datetime(time).to_string(),
            })
        }
        _ => None,
    }
}
