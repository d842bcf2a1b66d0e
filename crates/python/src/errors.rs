//! Converts errors to exceptions of Python.

use pyo3::exceptions::{PyIsADirectoryError, PyOSError, PyValueError};
use pyo3::{PyErr, create_exception};
use recoup::{ConfigError, ErrorKind, LocateError, shown_path};
use std::error::Error;
use std::fmt::Display;
use std::io;
use std::path::Path;

create_exception!(
    recoup,
    UnreadableError,
    PyValueError,
    "A file that holds no activity, or none that can be read, with the position and the cause."
);

/// Makes a `ValueError`.
pub(crate) fn value_error(error: impl Display) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// Makes the exception for a file that could not be read. For an error of the system, it is an
/// `OSError`, such as `FileNotFoundError`. Otherwise it is an [`UnreadableError`].
pub(crate) fn unreadable(name: &str, error: &recoup::Error) -> PyErr {
    if error.kind() == ErrorKind::Io
        && let Some(cause) = io_cause(error)
    {
        return os_error(Path::new(name), cause);
    }
    UnreadableError::new_err(format!("{name}: {error}"))
}

/// Makes the exception for a path that names nothing that can be read.
pub(crate) fn not_located(path: &Path, error: &LocateError) -> PyErr {
    match error {
        LocateError::Unreadable(error) => unreadable(&path.to_string_lossy(), error),
        LocateError::Folder => is_a_folder(path, "recoup.report reads all files in it"),
        error => UnreadableError::new_err(format!("{}: {error}", shown_path(path))),
    }
}

/// Makes the exception for a folder where a file is wanted.
pub(crate) fn is_a_folder(path: &Path, advice: &str) -> PyErr {
    PyIsADirectoryError::new_err(format!("{}: a folder; {advice}", shown_path(path)))
}

/// Makes the exception for an error in an athlete file, a plan or a `recoup.toml`.
pub(crate) fn config_error(error: &ConfigError) -> PyErr {
    match io_cause(error) {
        Some(cause) => os_error(error.path(), cause),
        None => value_error(error),
    }
}

/// Makes an `OSError`. Python converts it to a subclass, such as `FileNotFoundError`.
pub(crate) fn os_error(path: &Path, cause: &io::Error) -> PyErr {
    let name = path.to_string_lossy().into_owned();
    match cause.raw_os_error() {
        Some(number) => {
            let text = cause.to_string();
            let text = text.split(" (os error").next().unwrap_or_default().to_owned();
            PyOSError::new_err((number, text, name))
        }
        None if path.is_dir() => is_a_folder(path, "name a file"),
        // The text is not UTF-8, or no system allows the path.
        None => value_error(format!("{}: {cause}", shown_path(path))),
    }
}

/// Returns the system's error that caused another error.
pub(crate) fn io_cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a io::Error> {
    error.source()?.downcast_ref()
}
