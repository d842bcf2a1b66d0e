//! The command in the package.

use pyo3::prelude::*;
use std::ffi::OsString;

/// Runs the `recoup` command with its arguments and returns the exit status. The first argument is
/// the name of the program.
#[pyfunction]
pub(crate) fn run_command(py: Python<'_>, args: Vec<OsString>) -> u8 {
    py.detach(|| recoup_cli::run(args))
}
