//! A graded run.

use crate::values::{clock, instant, plain};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use recoup::Assessment;

/// The grade of one run with the evidence. `run.to_dict()` returns everything that `recoup grade
/// --json` prints about the run.
#[pyclass(module = "recoup", frozen)]
pub(crate) struct Run {
    /// Name of the file.
    #[pyo3(get)]
    file: String,
    run: Assessment,
}

impl Run {
    pub(crate) fn new(file: String, run: Assessment) -> Self {
        Self { file, run }
    }
}

#[pymethods]
impl Run {
    /// Number of the session in its file, from 0.
    #[getter]
    fn session(&self) -> u32 {
        self.run.session
    }

    /// Verdict: recovery, borderline, not_recovery or ungradable.
    #[getter]
    fn verdict(&self) -> &str {
        self.run.verdict.as_str()
    }

    /// Grade: A to D, or F; None for an ungradable run.
    #[getter]
    fn grade(&self) -> Option<&str> {
        self.run.grade.map(recoup::Grade::as_str)
    }

    /// Outcome of each criterion, by its column in the table of runs: pass, warn, fail or unknown.
    #[getter]
    fn criteria<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let criteria = &self.run.criteria;
        let named = [
            ("intensity", &criteria.intensity),
            ("duration", &criteria.duration),
            ("terrain", &criteria.terrain),
            ("warmup_finish", &criteria.warmup_finish),
            ("effort_felt", &criteria.effort_felt),
        ];
        let outcomes = PyDict::new(py);
        for (name, criterion) in named {
            outcomes.set_item(name, criterion.outcome.as_str())?;
        }
        Ok(outcomes)
    }

    /// A sentence for each criterion that warned or failed.
    #[getter]
    fn reasons(&self) -> Vec<String> {
        self.run.reasons.clone()
    }

    /// Main reason why the run was no recovery run, or is ungradable: too_hard, too_long,
    /// too_short, effort_on_hills, hard_start, hard_finish, felt_hard, no_heart_rate or no_maximum;
    /// None for a recovery run.
    #[getter]
    fn main_reason(&self) -> Option<&str> {
        self.run.main_reason.as_ref().map(|reason| reason.code.as_str())
    }

    /// The measure of the main reason in words: "12:40 above 137 bpm".
    #[getter]
    fn main_reason_measure(&self) -> Option<&str> {
        self.run.main_reason.as_ref().map(|reason| reason.measure.as_str())
    }

    /// Kind of the run: recovery, easy, steady, hard, long, race or unknown.
    #[getter]
    fn kind(&self) -> &str {
        self.run.classified.kind.as_str()
    }

    /// Start, a datetime in UTC.
    #[getter]
    fn start_utc<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        instant(py, self.run.start_ms)
    }

    /// Start on the runner's clock, a datetime without a zone.
    #[getter]
    fn start_local<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        clock(py, self.run.start_local)
    }

    /// Title.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.run.labels.title.as_deref()
    }

    /// Timer time in seconds: elapsed time less pauses.
    #[getter]
    fn timer_s(&self) -> f64 {
        self.run.timer_ms as f64 / 1000.0
    }

    /// Distance in metres.
    #[getter]
    fn distance_m(&self) -> Option<f64> {
        self.run.distance_m
    }

    /// Time-weighted mean heart rate in beats per minute.
    #[getter]
    fn hr_avg(&self) -> Option<f64> {
        self.run.heart_rate_avg_bpm
    }

    /// Maximum heart rate by which the run was graded, in beats per minute.
    #[getter]
    fn hr_max(&self) -> Option<f64> {
        self.run.max_bpm
    }

    /// Source of the maximum: athlete, watch, watch_nearby, history, age or none.
    #[getter]
    fn hr_max_source(&self) -> &str {
        self.run.max_source.as_str()
    }

    /// Returns everything as dicts, lists, numbers and texts, as `recoup grade --json` shows it.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        plain(py, &self.run)
    }

    fn __repr__(&self) -> String {
        let grade = self.grade().map(|grade| format!(" ({grade})")).unwrap_or_default();
        let start = self.run.start_local;
        format!("<recoup.Run: {}{grade}, {start}, {}>", self.verdict(), self.file)
    }
}
