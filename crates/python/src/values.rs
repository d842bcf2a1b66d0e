//! Converts values of the library to Python values.

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDateTime, PyTzInfo};
use recoup::jiff::Timestamp;
use recoup::jiff::civil::{Date, DateTime};
use recoup::jiff::tz::Offset;
use serde::Serialize;

/// Makes a `datetime` in UTC from milliseconds since the Unix epoch.
pub(crate) fn instant(py: Python<'_>, time_ms: i64) -> PyResult<Bound<'_, PyAny>> {
    let Ok(time) = Timestamp::from_millisecond(time_ms) else {
        return py.None().into_bound_py_any(py);
    };
    let utc = PyTzInfo::utc(py)?;
    datetime(py, Offset::UTC.to_datetime(time), Some(&utc))
}

/// Makes a `datetime` without a zone.
pub(crate) fn clock(py: Python<'_>, time: DateTime) -> PyResult<Bound<'_, PyAny>> {
    datetime(py, time, None)
}

fn datetime<'py>(
    py: Python<'py>,
    time: DateTime,
    zone: Option<&Bound<'py, PyTzInfo>>,
) -> PyResult<Bound<'py, PyAny>> {
    let [month, day, hour, minute, second] =
        [time.month(), time.day(), time.hour(), time.minute(), time.second()]
            .map(i8::cast_unsigned);
    let microsecond = time.subsec_nanosecond().cast_unsigned() / 1000;
    let year = i32::from(time.year());
    let made = PyDateTime::new(py, year, month, day, hour, minute, second, microsecond, zone)?;
    Ok(made.into_any())
}

/// Makes a `date`.
pub(crate) fn date(py: Python<'_>, date: Date) -> PyResult<Bound<'_, PyAny>> {
    let [month, day] = [date.month(), date.day()].map(i8::cast_unsigned);
    Ok(PyDate::new(py, i32::from(date.year()), month, day)?.into_any())
}

/// Converts a value to dicts, lists, numbers and texts, as in its JSON.
pub(crate) fn plain<'py>(py: Python<'py>, value: &impl Serialize) -> PyResult<Bound<'py, PyAny>> {
    let json = serde_json::to_string(value).map_err(crate::errors::value_error)?;
    py.import("json")?.call_method1("loads", (json,))
}
