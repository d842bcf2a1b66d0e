//! Dates and times as numbers since 1970.

use jiff::civil::DateTime;
#[cfg(any(feature = "arrow", feature = "frames"))]
use jiff::civil::{Date, date};
use jiff::tz::Offset;

#[cfg(any(feature = "arrow", feature = "frames"))]
const EPOCH: Date = date(1970, 1, 1);

/// Returns the days since 1970.
#[cfg(any(feature = "arrow", feature = "frames"))]
pub(crate) fn days(date: Date) -> i32 {
    (date - EPOCH).get_days()
}

/// Returns the milliseconds from 1970 to a local time, as if it were UTC, in whole seconds.
pub(crate) fn clock_ms(time: DateTime) -> Option<i64> {
    let as_if_utc = Offset::UTC.to_timestamp(time).ok()?;
    Some(as_if_utc.as_millisecond().div_euclid(1000) * 1000)
}
