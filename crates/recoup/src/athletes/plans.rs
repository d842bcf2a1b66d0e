//! Reading of the training plans that the settings of an athlete name.

use crate::athletes::files::{ConfigError, SETTINGS_BYTES};
use crate::plan_file::PlanFile;
use crate::sources::display_names::without_addresses;
use crate::sources::{ReadOptions, Source, expand};
use recoup_analysis::{Athlete, Plan, Policy};
use recoup_model::shown_path;
use recoup_parse::{
    Archives, Error, ErrorKind, Format, FoundFile, Limits, discover, read_bytes, read_text,
};
use std::path::{Path, PathBuf};

/// Name and bytes of a plan file, so that a plan can be sent and read elsewhere.
pub type PlanBytes = (String, Vec<u8>);

/// Finds the plan files at some paths, and returns their names and bytes.
///
/// A path is a file, a folder or a ZIP archive. Files of a folder or archive that are no plans are
/// left out.
///
/// # Errors
///
/// Fails if a path does not exist, if a file is no plan or larger than 4 MiB, if a folder or archive
/// holds no plan, or if nothing of a plan in it can be read.
pub fn plan_files(paths: &[PathBuf]) -> Result<Vec<PlanBytes>, ConfigError> {
    let mut plans = Vec::new();
    for path in paths {
        let before = plans.len();
        // The cause of the operating system is the best message for a missing file.
        std::fs::metadata(path).map_err(|error| ConfigError::io(path, "plan", error))?;
        let found = if path.is_dir() {
            discover(path)
        } else {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            vec![FoundFile::new(path, &name.unwrap_or_default())]
        };
        for Source { found, .. } in found.into_iter().flat_map(in_archives) {
            let wrong = |error: Error| {
                ConfigError::new(Path::new(&in_path(path, &found.name)), error.to_string())
            };
            let bytes = bytes_of_plan(&found).map_err(wrong)?;
            plans.extend(bytes.map(|bytes| (found.name, bytes)));
        }
        if plans.len() == before {
            return Err(no_plan(path));
        }
    }
    Ok(plans)
}

/// Returns a file, or the members of an archive.
fn in_archives(found: FoundFile) -> Vec<Source> {
    let reading = ReadOptions::new();
    expand(found, &Archives::default(), &reading, &reading.basis())
}

/// Returns the bytes of a plan; [`None`] for other files.
///
/// # Errors
///
/// Fails if the file begins like a plan and nothing can be read.
fn bytes_of_plan(found: &FoundFile) -> Result<Option<Vec<u8>>, Error> {
    let limits = Limits::default().with_input_bytes(SETTINGS_BYTES);
    match recoup_parse::contained(|| found.read(&limits)) {
        Some(Ok(contents)) if contents.plan.is_some() => found.unpacked(&limits).map(Some),
        // Of the files of other formats, only plans are read.
        Some(Err(error)) if error.format() == Format::Other && error.kind() != ErrorKind::Empty => {
            Err(error)
        }
        _ => Ok(None),
    }
}

/// Returns the error for a path without a plan.
fn no_plan(path: &Path) -> ConfigError {
    const KINDS: &str = "a plan is a CSV file with the columns date and type, workouts of \
                         TrainingPeaks, events of intervals.icu, a calendar (ICS) or a dated workout";
    if path.is_dir() {
        return ConfigError::new(path, format!("there is no plan in this folder; {KINDS}"));
    }
    let limits = Limits::default().with_input_bytes(SETTINGS_BYTES);
    if let Ok(contents) = FoundFile::new(path, "").read(&limits) {
        let is_known = |remark: &&String| !remark.starts_with("not a ");
        if contents.format != Format::Other {
            let format = contents.format.as_str().to_uppercase();
            return ConfigError::new(path, format!("no plan, but a {format} file; {KINDS}"));
        }
        if let Some(remark) = contents.remark.as_ref().filter(is_known) {
            return ConfigError::new(path, format!("no plan, but {remark}; {KINDS}"));
        }
    }
    // A text is probably a CSV with a mistake, which the reader of CSV plans names.
    match read_text(path, SETTINGS_BYTES) {
        Err(error) => ConfigError::io(path, "plan", error),
        Ok(text) => match Plan::from_csv(&text, &Policy::default()) {
            Err(error) => ConfigError::plan(path, &error),
            Ok(_) => ConfigError::new(path, format!("no plan; {KINDS}")),
        },
    }
}

/// Adds the planned runs of some plan files to an athlete. Returns a remark for each file of which
/// something could not be read, or that plans no run.
///
/// # Errors
///
/// Returns the first error of a CSV plan, with the name of its file.
pub fn add_plans(athlete: &mut Athlete, plans: &[PlanBytes]) -> Result<Vec<String>, ConfigError> {
    let mut remarks = Vec::new();
    for (name, bytes) in plans {
        let limits = Limits::default();
        let contents = read_bytes(bytes, &limits)
            .map_err(|error| ConfigError::new(Path::new(name), error.to_string()))?;
        let Some(plan) = &contents.plan else { continue };
        let shown = without_addresses(name);
        let file = PlanFile::new(plan, &shown, athlete)
            .map_err(|error| ConfigError::plan(Path::new(name), &error))?;
        if plan.unread_rows > 0 || file.runs.is_empty() {
            remarks.push(format!("{name}: {}", file.remark));
        }
        remarks.extend(file.damage.map(|damage| format!("{name}: {damage}")));
        athlete.planned.add(&file.runs);
    }
    Ok(remarks)
}

/// Reads the plans at [`Athlete::plan`] into [`Athlete::planned`]. Does nothing without such paths.
/// Returns a remark for each file of which something could not be read.
///
/// # Errors
///
/// Fails if a plan cannot be read or has an error, and if a path holds no plan ([`plan_files`]).
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
pub fn read_plan(athlete: &mut Athlete) -> Result<Vec<String>, ConfigError> {
    let paths = athlete.plan.clone();
    let mut remarks = Vec::new();
    for path in &paths {
        let plans = plan_files(std::slice::from_ref(path))?;
        let plans: Vec<PlanBytes> =
            plans.into_iter().map(|(name, bytes)| (in_path(path, &name), bytes)).collect();
        remarks.extend(add_plans(athlete, &plans)?);
    }
    Ok(remarks)
}

/// Returns the path of a plan file. `name` is its name below the folder or archive at `path`.
fn in_path(path: &Path, name: &str) -> String {
    let is_own = path.file_name().is_some_and(|own| own == name);
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    shown_path(&if is_own { path.to_owned() } else { folder.join(name) })
}
