//! The native part of the Python package `recoup`.
//!
//! The package in `python/recoup` has the functions and the documentation for users. This module
//! has the results (`Report`, `Run`, `Activity`, `Table`, `Answer`), and functions that take
//! settings and paths in one form only.
//!
//! While the library works, the GIL is released, so that other Python threads run. Ctrl-C is
//! handled.
#![allow(clippy::needless_pass_by_value, reason = "arguments of Python's functions are values")]
#![allow(clippy::doc_markdown, reason = "Python shows the documentation as it is written")]

mod activity;
mod answer;
mod athlete;
mod command;
mod errors;
mod grade;
mod interrupt;
mod measured;
mod report;
mod run;
mod source;
mod table;
mod values;

use pyo3::prelude::*;

#[pymodule(gil_used = false)]
fn _recoup(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("UnreadableError", module.py().get_type::<errors::UnreadableError>())?;
    module.add_class::<activity::Activity>()?;
    module.add_class::<answer::Answer>()?;
    module.add_class::<athlete::Settings>()?;
    module.add_class::<report::Report>()?;
    module.add_class::<run::Run>()?;
    module.add_class::<table::Table>()?;
    module.add_function(wrap_pyfunction!(activity::read, module)?)?;
    module.add_function(wrap_pyfunction!(athlete::athlete_toml, module)?)?;
    module.add_function(wrap_pyfunction!(athlete::policy_limits, module)?)?;
    module.add_function(wrap_pyfunction!(athlete::read_athlete, module)?)?;
    module.add_function(wrap_pyfunction!(athlete::read_plans, module)?)?;
    module.add_function(wrap_pyfunction!(command::run_command, module)?)?;
    module.add_function(wrap_pyfunction!(grade::grade, module)?)?;
    module.add_function(wrap_pyfunction!(grade::samples, module)?)?;
    module.add_function(wrap_pyfunction!(measured::finish, module)?)?;
    module.add_function(wrap_pyfunction!(measured::measure, module)?)?;
    module.add_function(wrap_pyfunction!(report::report, module)?)?;
    Ok(())
}
