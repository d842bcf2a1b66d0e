//! The answer, which a runner reads first.

use crate::values::{date, plain};
use pyo3::prelude::*;

/// The answer for one athlete: a summary of the runs of the last weeks, and one thing to change.
/// `str(answer)` and `print(answer)` give the sentences.
#[pyclass(module = "recoup", frozen)]
pub(crate) struct Answer(pub(crate) recoup::Answer);

#[pymethods]
impl Answer {
    /// Name of the athlete; may be empty.
    #[getter]
    fn athlete(&self) -> &str {
        &self.0.athlete
    }

    /// Number of weeks with runs.
    #[getter]
    fn weeks(&self) -> usize {
        self.0.weeks
    }

    /// First day of the first week.
    #[getter]
    fn first<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        date(py, self.0.first)
    }

    /// Last day of the last week.
    #[getter]
    fn last<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        date(py, self.0.last)
    }

    /// Sentences, in order.
    #[getter]
    fn sentences(&self) -> Vec<String> {
        self.0.sentences().into_iter().map(|sentence| sentence.text).collect()
    }

    /// The athlete in a few words, as in a coach's list: "well", "too hard: 8 of 8 runs".
    #[getter]
    fn word(&self) -> String {
        self.0.word().to_string()
    }

    /// Returns the numbers behind the sentences as dicts, lists, numbers and texts.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        plain(py, &self.0)
    }

    fn __str__(&self) -> String {
        self.sentences().join("\n")
    }

    fn __repr__(&self) -> String {
        let (runs, weeks) = (self.0.runs, self.0.weeks);
        format!("<recoup.Answer: {runs} runs in {weeks} weeks>")
    }
}
