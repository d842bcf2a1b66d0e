//! Reading of athlete files from the disk.

use recoup_analysis::PlanError;
use recoup_analysis::{Athlete, AthleteError};
use recoup_model::shown_path;
use recoup_parse::read_text;
use std::path::{Component, Path, PathBuf};
use std::{fmt, fs, io};

/// Error in an athlete file, a plan or a `recoup.toml`, with its position.
#[derive(Debug)]
pub struct ConfigError {
    path: PathBuf,
    line: Option<usize>,
    /// Message, with the line.
    message: String,
    source: Option<io::Error>,
}

/// Kind of a [`ConfigError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigErrorKind {
    /// The file is missing or cannot be read; [`source`](std::error::Error::source) is the cause.
    Unreadable,
    /// The content has an error, or contradicts another file.
    Invalid,
}

impl ConfigError {
    pub(crate) fn new(path: &Path, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line: None, message: message.into(), source: None }
    }

    pub(crate) fn at(path: &Path, line: usize, message: &str) -> Self {
        Self { line: Some(line), ..Self::new(path, format!("line {line}: {message}")) }
    }

    pub(crate) fn io(path: &Path, what: &str, source: io::Error) -> Self {
        Self { source: Some(source), ..Self::new(path, format!("the {what} cannot be read")) }
    }

    /// Converts an error in an athlete file or a list of athletes. The message of `error` names the
    /// line.
    pub(crate) fn toml(path: &Path, error: &AthleteError) -> Self {
        Self { line: Some(error.line()), ..Self::new(path, error.to_string()) }
    }

    /// Converts an error in a plan. The message of `error` names the line.
    pub(super) fn plan(path: &Path, error: &PlanError) -> Self {
        Self { line: Some(error.line()), ..Self::new(path, error.to_string()) }
    }

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> ConfigErrorKind {
        if self.source.is_some() { ConfigErrorKind::Unreadable } else { ConfigErrorKind::Invalid }
    }

    /// Returns the path of the file or folder with the error; empty if no file has the settings.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the line, from 1; [`None`] for an error of the whole file.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.line
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.as_os_str().is_empty() {
            return f.write_str(&self.message);
        }
        write!(f, "{}: {}", shown_path(&self.path), self.message)
    }
}

impl std::error::Error for ConfigError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

/// Reads an athlete file.
///
/// In the file, [`Athlete::plan`] is relative to the file. It is converted to a path that
/// [`read_plan`](crate::read_plan) can open. A plan that is not below the file's folder is an error.
///
/// # Errors
///
/// Fails if the file cannot be read or has an error.
pub fn read_athlete(path: &Path) -> Result<Athlete, ConfigError> {
    let text = read_text(path, SETTINGS_BYTES)
        .map_err(|error| ConfigError::io(path, "athlete file", error))?;
    let mut athlete = Athlete::from_toml(&text).map_err(|error| ConfigError::toml(path, &error))?;
    for plan in &mut athlete.plan {
        *plan = below_file(path, plan).ok_or_else(|| {
            let message = format!(
                "`plan` {} is not below the folder of this file; to use it, pass it with --plan",
                shown_path(plan)
            );
            ConfigError::new(path, message)
        })?;
    }
    Ok(athlete)
}

/// Returns the path of a plan that an athlete file names; [`None`] if the plan is not below the
/// file's folder. The sender of an athlete file must not choose which files are read.
fn below_file(file: &Path, plan: &Path) -> Option<PathBuf> {
    let path = file.with_file_name(plan);
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?;
    if let Ok(real) = fs::canonicalize(&path) {
        return real.starts_with(folder).then_some(path);
    }
    // A missing plan is reported when the plan is read.
    let is_down = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    plan.components().all(is_down).then_some(path)
}

/// Maximum size of a settings file or plan in bytes.
pub const SETTINGS_BYTES: u64 = 4 << 20;
