//! Activities as a file holds them.

use crate::interrupt::watched;
use crate::source::{Source, contents};
use crate::table::Table;
use crate::values::{instant, plain};
use pyo3::prelude::*;
use recoup::ReadOptions;
use recoup::report::arrow::recorded_batch;

/// One recorded session of a file, as the file holds it: sport, start, totals and samples. Names
/// end with their unit. A value that the file does not hold is None.
#[pyclass(module = "recoup", frozen)]
pub(crate) struct Activity {
    /// Name of the file.
    #[pyo3(get)]
    file: String,
    activity: recoup::Activity,
}

/// Reads the activities of a file.
#[pyfunction]
pub(crate) fn read(py: Python<'_>, source: Source<'_>) -> PyResult<Vec<Activity>> {
    let (path, bytes) = (source.path(), source.bytes());
    let read = watched(py, None, |_| contents(path, &ReadOptions::new().stdin(bytes)))??;
    let activities = read.into_iter().flat_map(|(file, contents)| {
        let of_file = move |activity| Activity { file: file.clone(), activity };
        contents.activities.into_iter().map(of_file)
    });
    Ok(activities.collect())
}

#[pymethods]
impl Activity {
    /// Format of the file: fit, gpx or tcx.
    #[getter]
    fn format(&self) -> &str {
        self.activity.format.as_str()
    }

    /// Number of the session in its file, from 0.
    #[getter]
    fn session(&self) -> u32 {
        self.activity.session
    }

    /// Sport: running, cycling, ...
    #[getter]
    fn sport(&self) -> &str {
        self.activity.sport.as_str()
    }

    /// Sub-sport in FIT's spelling: treadmill, trail, ...
    #[getter]
    fn sub_sport(&self) -> Option<&str> {
        self.activity.sub_sport.as_deref()
    }

    /// Title.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.activity.labels.title.as_deref()
    }

    /// Manufacturer and product of the device.
    #[getter]
    fn device(&self) -> Option<String> {
        let device = &self.activity.device;
        let parts = [&device.manufacturer, &device.product].into_iter().flatten();
        let parts: Vec<&str> = parts.map(String::as_str).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// Start, a datetime in UTC.
    #[getter]
    fn start_utc<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.activity.start_ms.map(|start_ms| instant(py, start_ms)).transpose()
    }

    /// Offset of local time from UTC in minutes, positive east of Greenwich.
    #[getter]
    fn utc_offset_min(&self) -> Option<i32> {
        self.activity.utc_offset_min
    }

    /// Timer time in seconds, as the device counted it.
    #[getter]
    fn timer_s(&self) -> Option<f64> {
        self.activity.totals.timer_ms.map(|ms| ms as f64 / 1000.0)
    }

    /// Distance in metres, as the device counted it.
    #[getter]
    fn distance_m(&self) -> Option<f64> {
        self.activity.totals.distance_m
    }

    /// Ascent in metres, as the device counted it.
    #[getter]
    fn ascent_m(&self) -> Option<f64> {
        self.activity.totals.ascent_m
    }

    /// Whether part of the file was lost or may be wrong.
    #[getter]
    fn is_partial(&self) -> bool {
        self.activity.is_partial()
    }

    /// Samples, a row for each, in the order of the file: time_utc, heart_rate_bpm, altitude_m,
    /// distance_m, speed_m_s, cadence_rpm, power_w, temperature_c, latitude_deg, longitude_deg.
    #[getter]
    fn samples(&self) -> PyResult<Table> {
        Table::new(recorded_batch(&self.activity.samples))
    }

    /// Returns everything except the samples as dicts, lists, numbers and texts, with laps, timer
    /// events and the workout. The names are those of the Rust library.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let mut activity = self.activity.without_samples();
        activity.laps.clone_from(&self.activity.laps);
        activity.timer_events.clone_from(&self.activity.timer_events);
        activity.workout.clone_from(&self.activity.workout);
        let dict = plain(py, &activity)?;
        dict.del_item("samples")?;
        Ok(dict)
    }

    fn __len__(&self) -> usize {
        self.activity.samples.len()
    }

    fn __repr__(&self) -> String {
        let (sport, samples) = (self.sport(), self.activity.samples.len());
        format!("<recoup.Activity: {sport}, {samples} samples, {}>", self.file)
    }
}
