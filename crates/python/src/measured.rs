//! Two steps from files to a report, for other threads, processes and machines.

use crate::athlete::Settings;
use crate::errors::{is_a_folder, os_error, value_error};
use crate::interrupt::watched;
use crate::report::{Range, Report};
use crate::source::Source;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use recoup::{
    BatchOptions, FileMeasured, ReadOptions, in_report_order, measure_files, measure_files_for,
};
use std::fs;

/// Reads a file, or all files in an archive, and measures the sessions.
#[pyfunction]
pub(crate) fn measure<'py>(
    py: Python<'py>,
    source: Source<'_>,
    name: Option<&str>,
    policy: Option<Settings>,
    athlete: Option<Settings>,
    keep_addresses: bool,
    threads: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    if source.bytes().is_none() {
        let path = source.path();
        let metadata = fs::metadata(path).map_err(|error| os_error(path, &error))?;
        if metadata.is_dir() {
            return Err(is_a_folder(path, "measure each file in it, or call recoup.report"));
        }
    }
    let file = source.found(name);
    let policy = policy.map(|settings| settings.athlete().policy).unwrap_or_default();
    let athlete = athlete.map(|settings| settings.athlete());
    let measured = watched(py, None, |watch| {
        let reading = ReadOptions::new().keep_addresses(keep_addresses);
        let options = BatchOptions::new().threads(threads).cancel(watch.cancel);
        let files = match &athlete {
            Some(athlete) => {
                measure_files_for(file, athlete, &reading, &options).map_err(value_error)?
            }
            None => measure_files(file, &policy, &reading, &options),
        };
        rmp_serde::to_vec(&files).map_err(value_error)
    })??;
    Ok(PyBytes::new(py, &measured))
}

/// Makes the report of one athlete from measured files.
#[pyfunction]
pub(crate) fn finish(
    py: Python<'_>,
    measured: Vec<Bound<'_, PyBytes>>,
    athlete: Option<Settings>,
    range: Range,
) -> PyResult<Report> {
    let athlete = athlete.map(|settings| settings.athlete()).unwrap_or_default();
    let parts: Vec<&[u8]> = measured.iter().map(pyo3::types::PyBytesMethods::as_bytes).collect();
    let records = watched(py, None, |_| {
        let mut files: Vec<Vec<FileMeasured>> = Vec::new();
        for part in parts {
            files.push(unpacked(part).map_err(value_error)?);
        }
        recoup::finish(in_report_order(files), &athlete).map_err(value_error)
    })??;
    Report::of_one(athlete, records, &range)
}

/// Reads a result of [`measure`].
fn unpacked(mut bytes: &[u8]) -> Result<Vec<FileMeasured>, String> {
    let files = rmp_serde::from_read(&mut bytes).map_err(|error| match error.to_string() {
        text if text.contains("measured by another version") => text,
        text => format!("not a result of recoup.measure: {text}"),
    })?;
    if bytes.is_empty() {
        Ok(files)
    } else {
        Err("extra bytes after a result of recoup.measure".into())
    }
}
