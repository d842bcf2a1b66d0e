//! The command in the package.

use pyo3::prelude::*;
use std::ffi::OsString;

/// Runs the `recoup` command with its arguments, the first of which is the name of the program, and
/// returns the exit status.
#[pyfunction]
pub(crate) fn run_command(py: Python<'_>, args: Vec<OsString>) -> u8 {
    py.detach(|| recoup_cli::run(args))
}
