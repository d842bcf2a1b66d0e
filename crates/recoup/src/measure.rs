//! Two steps from files to graded runs, for callers that bring their own threads or machines.

use crate::plan_file::PlanFile;
use crate::threads::map;
use recoup_analysis::history::finish::{Unfinished, prepare};
use recoup_analysis::settings::key::SettingsKey;
use recoup_analysis::{
    Athlete, FileMeasured, FileRecord, FileStatus, FinishError, InvalidSetting, Reason,
};
use recoup_parse::{FileContents, Format, FoundFile, Limits, PlanContents, is_unfinished_download};

/// Reads a file and measures its sessions: the first of two steps.
///
/// The result holds no samples, and takes some 20 kB for each hour of running. It can be sent and
/// stored with serde, and only the same version of recoup can read it again. A binary format such
/// as MessagePack keeps every bit of the numbers. `serde_json` needs its feature `float_roundtrip`
/// for that. [`finish`] grades the runs of all files of an athlete.
///
/// Runs are measured by the default [`Policy`](crate::Policy). [`measure_for`] uses an athlete's
/// policy, and grades the runs for which one file is enough.
///
/// There is no error: the result for a broken file has the reason.
///
/// ```
/// use recoup::{Athlete, FoundFile, Limits};
/// let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/activities");
/// let mut files = Vec::new();
/// for name in ["2026-03-02-063012.fit", "2026-03-15-100000.fit"] {
///     let path = std::path::Path::new(folder).join(name);
///     files.push(recoup::measure(&FoundFile::new(&path, name), &Limits::default()));
/// }
/// files.push(recoup::measure(&FoundFile::bytes("upload.gpx", b"<html>"), &Limits::default()));
/// let records = recoup::finish(files, &Athlete::with_max_hr(190.0))?;
/// assert_eq!(records[1].runs[0].verdict.as_str(), "not_recovery");
/// assert_eq!(recoup::weeks(&records, &Athlete::default())[0].week, "2026-W10");
/// # Ok::<(), recoup::FinishError>(())
/// ```
#[must_use]
pub fn measure(file: &FoundFile, limits: &Limits) -> FileMeasured {
    measured(file, &Athlete::default(), limits)
}

/// Reads a file, measures its sessions by an athlete's policy, and grades the runs whose maximum
/// heart rate the athlete or the file knows.
///
/// A graded run takes some 3 kB and has lost its measured samples. Therefore [`finish`] accepts the
/// result only for the same settings of the athlete.
///
/// # Errors
///
/// Returns the first setting that no athlete can have ([`Athlete::check`]).
pub fn measure_for(
    file: &FoundFile,
    athlete: &Athlete,
    limits: &Limits,
) -> Result<FileMeasured, InvalidSetting> {
    athlete.check()?;
    Ok(measured(file, athlete, limits).grade(athlete))
}

fn measured(file: &FoundFile, athlete: &Athlete, limits: &Limits) -> FileMeasured {
    let (name, bytes) = (&file.name, file.byte_len());
    let read = file.load(limits).and_then(|loaded| {
        let digest = loaded.digest();
        Ok((loaded.contents(limits)?, digest))
    });
    match read {
        Ok((contents, digest)) => {
            let digest = digest.filter(|_| !contents.activities.is_empty());
            from_contents(name, bytes, &contents, athlete).with_digest(digest)
        }
        Err(error) => {
            let start_ms = file.peek().ok().and_then(|peek| peek.start_ms);
            let (format, status) = (error.format().as_str(), FileStatus::Unreadable);
            let reason = Reason::Unreadable(error.to_string());
            FileMeasured::nothing(name, bytes, format, status, reason).with_start(start_ms)
        }
    }
}

/// Measures the contents of a file.
pub(crate) fn from_contents(
    name: &str,
    bytes: u64,
    contents: &FileContents,
    athlete: &Athlete,
) -> FileMeasured {
    let format = contents.format.as_str();
    if !contents.activities.is_empty() {
        let measured = FileMeasured::new(name, bytes, format, &contents.activities, athlete);
        return measured.with_remark(contents.remark.clone());
    }
    if let Some(plan) = &contents.plan {
        return from_plan(name, bytes, format, plan, athlete);
    }
    let remark = contents.remark.clone().unwrap_or_default();
    let (status, reason) = match contents.format {
        Format::Fit | Format::Gpx | Format::Tcx => {
            (FileStatus::NotARun, Reason::NoActivity(remark))
        }
        _ => (FileStatus::Skipped, Reason::Skipped(remark)),
    };
    FileMeasured::nothing(name, bytes, format, status, reason)
}

/// Measures a plan file among the runs.
fn from_plan(
    name: &str,
    bytes: u64,
    format: &str,
    plan: &PlanContents,
    athlete: &Athlete,
) -> FileMeasured {
    let skipped = |remark| {
        FileMeasured::nothing(name, bytes, format, FileStatus::Skipped, Reason::Skipped(remark))
    };
    match PlanFile::new(plan, name, athlete) {
        Ok(file) => {
            let mut measured = skipped(file.remark);
            measured.damage = file.damage;
            measured.with_planned(file.runs, &athlete.policy)
        }
        // A table whose first row is no planned run is another table with these columns.
        Err(error) if error.line() > 2 => {
            let reason = Reason::Unreadable(format!("a training plan: {error}"));
            FileMeasured::nothing(name, bytes, format, FileStatus::Unreadable, reason)
        }
        Err(error) => skipped(format!("a table that is no training plan: {error}")),
    }
}

/// Makes the records of one athlete's files, in the order of the files: the second of two steps.
///
/// Works like [`recoup_analysis::finish`], but grades on all threads with the feature `parallel`.
///
/// # Errors
///
/// Fails in the same cases as [`recoup_analysis::finish`].
pub fn finish(files: Vec<FileMeasured>, athlete: &Athlete) -> Result<Vec<FileRecord>, FinishError> {
    athlete.check()?;
    let key = SettingsKey::of_athlete(athlete);
    let prepared = map(files, |mut file| {
        prepare(&mut file, athlete, key)?;
        Ok(file)
    });
    let files = prepared.into_iter().collect::<Result<Vec<_>, FinishError>>()?;
    let mut unfinished = Unfinished::new(files, athlete);
    let regrades = unfinished.regrades();
    let graded = map(regrades, |mut regrade| {
        let graded = regrade.grade(athlete);
        (regrade, graded)
    });
    for (regrade, graded) in graded {
        if let Some(graded) = graded {
            unfinished.replace(&regrade, graded);
        }
    }
    Ok(placed(unfinished, athlete))
}

/// Returns the records, with advice for unfinished downloads.
pub(crate) fn placed(unfinished: Unfinished, athlete: &Athlete) -> Vec<FileRecord> {
    let mut records = unfinished.place(athlete);
    for record in &mut records {
        if record.is_troubled() && is_unfinished_download(&record.file) {
            record.reasons.push(Reason::UnfinishedDownload);
        }
    }
    records
}
