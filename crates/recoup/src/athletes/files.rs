//! The athlete file and the plan, from the disk.

use recoup_analysis::PlanError;
use recoup_analysis::{Athlete, AthleteError, Plan};
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

/// What is wrong with an athlete file, a plan or a `recoup.toml`, and where.
#[derive(Debug)]
pub struct ConfigError {
    path: PathBuf,
    line: Option<usize>,
    /// With the line.
    message: String,
    source: Option<io::Error>,
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

    /// `error` says its line itself.
    pub(crate) fn toml(path: &Path, error: &AthleteError) -> Self {
        Self { line: Some(error.line()), ..Self::new(path, error.to_string()) }
    }

    /// `error` says its line itself.
    fn plan(path: &Path, error: &PlanError) -> Self {
        Self { line: Some(error.line()), ..Self::new(path, error.to_string()) }
    }

    /// The file, or the folder, that it is about.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The line, from 1, where it is about one.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.line
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.message)
    }
}

impl std::error::Error for ConfigError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

/// Reads an athlete file.
///
/// [`Athlete::plan`], which the file gives relative to itself, becomes a path that can be opened;
/// [`read_plan`] does so.
///
/// # Errors
///
/// If the file cannot be read or is wrong.
pub fn read_athlete(path: &Path) -> Result<Athlete, ConfigError> {
    let text =
        fs::read_to_string(path).map_err(|error| ConfigError::io(path, "athlete file", error))?;
    let mut athlete = Athlete::from_toml(&text).map_err(|error| ConfigError::toml(path, &error))?;
    athlete.plan = athlete.plan.map(|plan| path.with_file_name(plan));
    Ok(athlete)
}

/// Reads what was planned for an athlete from where [`Athlete::plan`] says; without it, nothing
/// changes.
///
/// # Errors
///
/// If the plan cannot be read or is wrong.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let file = folder.path().join("kari.toml");
/// std::fs::write(&file, "name = 'Kari'\nplan = 'spring.csv'\n")?;
/// std::fs::write(file.with_file_name("spring.csv"), "date,type\n2026-03-02,recovery\n")?;
/// let mut kari = recoup::read_athlete(&file)?;
/// recoup::read_plan(&mut kari)?;
/// assert!(kari.planned.on("2026-03-02".parse()?, 1_800_000).is_some());
///
/// std::fs::write(&file, "\nnom = 'Kari'\n")?;
/// let error = recoup::read_athlete(&file).unwrap_err();
/// assert!(error.to_string().ends_with("kari.toml: line 2: unknown key `nom`; did you mean `name`?"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_plan(athlete: &mut Athlete) -> Result<(), ConfigError> {
    let Some(path) = &athlete.plan else { return Ok(()) };
    let text = fs::read_to_string(path).map_err(|error| ConfigError::io(path, "plan", error))?;
    athlete.planned =
        Plan::from_csv(&text, &athlete.policy).map_err(|error| ConfigError::plan(path, &error))?;
    Ok(())
}
