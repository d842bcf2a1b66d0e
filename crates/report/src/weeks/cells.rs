//! Cells of the runs frame, whatever type they came in.
//!
//! A frame that was read back from `runs.csv` has other types than one that was made here: times are
//! texts, and a column that is empty everywhere has the type that the reader likes best.

use jiff::civil::Date;
use polars::prelude::{Column, DataFrame, DataType, PolarsResult, TimeUnit, polars_err};

/// The texts of a column, empty for null.
pub(super) fn texts<'a>(frame: &'a DataFrame, name: &str) -> PolarsResult<Vec<&'a str>> {
    let column = frame.column(name)?.str()?;
    Ok(column.iter().map(Option::unwrap_or_default).collect())
}

/// The numbers of a column.
pub(super) fn numbers(frame: &DataFrame, name: &str) -> PolarsResult<Column> {
    frame.column(name)?.cast(&DataType::Float64)
}

/// Where a column says `true`, and where it says anything.
pub(super) fn flags(frame: &DataFrame, name: &str) -> PolarsResult<Vec<Option<bool>>> {
    let column = frame.column(name)?;
    Ok(match column.dtype() {
        DataType::String => {
            column.str()?.iter().map(|text| text.map(|text| text == "true")).collect()
        }
        _ => column.bool()?.iter().collect(),
    })
}

/// The days of a column of local times, each a number of its own.
pub(super) fn days(frame: &DataFrame, name: &str) -> PolarsResult<Vec<i64>> {
    let column = frame.column(name)?;
    if let Ok(texts) = column.str() {
        let day = |text: Option<&str>| {
            let date = text.and_then(|text| text.get(..10)?.parse::<Date>().ok());
            let number = date.map(|date| date.since(Date::ZERO).map(|span| span.get_days()));
            match number {
                Some(Ok(days)) => Ok(i64::from(days)),
                _ => Err(polars_err!(ComputeError: "{text:?} in `{name}` is no local time")),
            }
        };
        return texts.iter().map(day).collect();
    }
    let day = match column.dtype() {
        DataType::Datetime(TimeUnit::Microseconds, _) => 86_400_000_000,
        DataType::Datetime(TimeUnit::Nanoseconds, _) => 86_400_000_000_000,
        _ => 86_400_000,
    };
    let times = column.to_physical_repr();
    Ok(times.i64()?.iter().map(|time| time.unwrap_or(0).div_euclid(day)).collect())
}
