//! Many files at once.

use crate::assessment::Assessment;
use crate::athlete::Athlete;
use crate::duplicates;
use crate::history::{Peak, highest};
use crate::kind::is_run;
use crate::measured::Measured;
use crate::zones::MaxSource;
use jiff::civil::Date;
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;
use recoup_model::Activity;
use serde::{Deserialize, Serialize};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What reading one file gave, in the reader's words.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadFile {
    /// The name under which reports show the file.
    pub file: String,
    /// Its size in bytes; 0 where that is not known.
    pub bytes: u64,
    /// Its format (`fit`, `gpx`, …).
    pub format: String,
    /// What came of it.
    pub outcome: ReadOutcome,
}

/// What came of reading a file.
#[derive(Debug, Clone, PartialEq)]
pub enum ReadOutcome {
    /// Activities, at least one.
    Activities(Vec<Activity>),
    /// A file of a known format that holds no activity: what it is, in words.
    NoActivity(String),
    /// A file that is not read: why, in words.
    Skipped(String),
    /// Nothing could be read: position and cause, in words.
    Unreadable(String),
}

/// What became of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileStatus {
    /// It holds a run, which was graded (or found ungradable).
    Graded,
    /// It holds no run.
    NotARun,
    /// It holds a run too short to grade.
    Fragment,
    /// It holds a run that another file holds too, and better.
    Duplicate,
    /// Nothing could be read from it.
    Unreadable,
    /// It was left aside.
    Skipped,
}

impl FileStatus {
    /// The name, as in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Graded => "graded",
            Self::NotARun => "not_a_run",
            Self::Fragment => "fragment",
            Self::Duplicate => "duplicate",
            Self::Unreadable => "unreadable",
            Self::Skipped => "skipped",
        }
    }
}

/// The record of one file: nothing found is ever left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileRecord {
    /// The name of the athlete whose file it is; may be empty.
    pub athlete: String,
    /// The name under which reports show the file.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its format.
    pub format: String,
    /// What became of it.
    pub status: FileStatus,
    /// Sessions in it.
    pub sessions: usize,
    /// Whether part of it was lost.
    pub is_partial: bool,
    /// The file that holds the same run and was kept, for a duplicate.
    pub duplicate_of: Option<String>,
    /// Why: the rule, the position, the cause in words.
    pub detail: String,
    /// Start of its first activity, milliseconds since the Unix epoch.
    pub start_ms: Option<i64>,
    /// The runs in it that are kept.
    pub runs: Vec<Assessment>,
    /// The highest heart rates of its runs, fragments, duplicates and those out of the range of
    /// dates included.
    pub peaks: Vec<Peak>,
}

/// How to go through the files.
#[derive(Default)]
pub struct BatchOptions<'a> {
    /// Threads; 0 for one per processor.
    pub threads: usize,
    /// Leave out runs before this local date.
    pub since: Option<Date>,
    /// Leave out runs after this local date.
    pub until: Option<Date>,
    /// Called after each file, from any thread.
    pub progress: Option<&'a (dyn Fn(Progress) + Sync)>,
    /// When it turns true, files not yet begun are left out.
    pub cancel: Option<&'a AtomicBool>,
}

/// How far a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files done.
    pub done: usize,
    /// Files in all.
    pub total: usize,
}

/// Reads and assesses files, each within its own task, and sets aside what another file holds
/// better.
///
/// `read` turns a source into what it holds; only the assessments of its runs are kept. A panic in
/// it becomes an unreadable file. The records come back in the order of the sources, whatever the
/// number of threads; with [`BatchOptions::cancel`] they may be fewer.
///
/// Runs whose maximum heart rate neither the athlete nor their file knows are graded by the highest
/// that all runs show ([`history`](crate::history)), unless [`Athlete::observed_max_bpm`] is given.
/// No file is read again for that.
pub fn assess_all<S: Sync>(
    sources: &[S],
    read: impl Fn(&S) -> ReadFile + Sync,
    name: impl Fn(&S) -> String + Sync,
    athlete: &Athlete,
    options: &BatchOptions<'_>,
) -> Vec<FileRecord> {
    let done = AtomicUsize::new(0);
    let one = |source: &S| {
        if options.cancel.is_some_and(|cancel| cancel.load(Ordering::Relaxed)) {
            return None;
        }
        let entry = catch_unwind(AssertUnwindSafe(|| entry(read(source), athlete, options)))
            .unwrap_or_else(|_| {
                let defect = ReadFile {
                    file: name(source),
                    bytes: 0,
                    format: "other".to_owned(),
                    outcome: ReadOutcome::Unreadable(
                        "reading it met a defect of recoup".to_owned(),
                    ),
                };
                Entry::of(FileRecord::of(defect, athlete))
            });
        if let Some(progress) = options.progress {
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            progress(Progress { done, total: sources.len() });
        }
        Some(entry)
    };
    let all = || sources.par_iter().map(one).collect::<Vec<_>>();
    // Without threads of our own (the system grants none) the caller's do.
    let entries = match ThreadPoolBuilder::new().num_threads(options.threads).build() {
        Ok(pool) => pool.install(all),
        Err(_) => all(),
    };
    let entries = entries.into_iter().flatten().collect();
    let mut records = graded_by_history(entries, athlete);
    duplicates::set_aside(&mut records);
    records
}

/// The record of a file, and what of its runs is needed until all files have been read.
struct Entry {
    record: FileRecord,
    /// Runs whose maximum heart rate is not known, with their places in the record.
    waiting: Vec<(usize, Measured)>,
}

impl Entry {
    fn of(record: FileRecord) -> Self {
        Self { record, waiting: Vec::new() }
    }
}

/// The records, with the runs that waited for it graded by the highest heart rate of all runs.
fn graded_by_history(mut entries: Vec<Entry>, athlete: &Athlete) -> Vec<FileRecord> {
    let peaks = entries.iter().flat_map(|entry| entry.record.peaks.iter().copied());
    if let Some(observed_max_bpm) = highest(peaks) {
        let athlete = Athlete { observed_max_bpm: Some(observed_max_bpm), ..athlete.clone() };
        for entry in &mut entries {
            for (place, measured) in std::mem::take(&mut entry.waiting) {
                entry.record.runs[place] = measured.grade(&athlete);
            }
        }
    }
    entries.into_iter().map(|entry| entry.record).collect()
}

impl FileRecord {
    /// The record of a file without activities.
    fn of(read: ReadFile, athlete: &Athlete) -> Self {
        let (status, detail) = match read.outcome {
            ReadOutcome::Activities(_) => (FileStatus::NotARun, String::new()),
            ReadOutcome::NoActivity(detail) => (FileStatus::NotARun, detail),
            ReadOutcome::Skipped(detail) => (FileStatus::Skipped, detail),
            ReadOutcome::Unreadable(detail) => (FileStatus::Unreadable, detail),
        };
        Self {
            athlete: athlete.name.clone(),
            file: read.file,
            bytes: read.bytes,
            format: read.format,
            status,
            sessions: 0,
            is_partial: false,
            duplicate_of: None,
            detail,
            start_ms: None,
            runs: Vec::new(),
            peaks: Vec::new(),
        }
    }
}

/// What a session is that is not graded, and why.
type Left = (FileStatus, String);

fn entry(mut read: ReadFile, athlete: &Athlete, options: &BatchOptions<'_>) -> Entry {
    let activities = match &mut read.outcome {
        ReadOutcome::Activities(activities) => std::mem::take(activities),
        _ => return Entry::of(FileRecord::of(read, athlete)),
    };
    let mut waiting = Vec::new();
    let mut record = FileRecord {
        sessions: activities.len(),
        is_partial: activities.iter().any(Activity::is_partial),
        start_ms: activities.iter().filter_map(|activity| activity.start_ms).min(),
        ..FileRecord::of(read, athlete)
    };
    let mut left = Vec::new();
    for activity in &activities {
        if let Err(why) = is_dated_run(activity) {
            left.push(why);
            continue;
        }
        let measured = Measured::of(activity, &athlete.policy);
        record.peaks.extend(measured.peak());
        let assessment = measured.grade(athlete);
        if let Err(why) = is_wanted(&assessment, athlete, options) {
            left.push(why);
            continue;
        }
        if is_waiting(&assessment, athlete) {
            waiting.push((record.runs.len(), measured));
        }
        record.runs.push(assessment);
    }
    // The best that any session came to is what the file came to.
    let came_to = |wanted| left.iter().any(|&(status, _)| status == wanted);
    record.status = if !record.runs.is_empty() {
        FileStatus::Graded
    } else if came_to(FileStatus::Fragment) {
        FileStatus::Fragment
    } else if came_to(FileStatus::Skipped) {
        FileStatus::Skipped
    } else {
        FileStatus::NotARun
    };
    let trouble = activities
        .iter()
        .flat_map(|activity| &activity.diagnostics)
        .find(|diagnostic| diagnostic.kind.is_partial())
        .map(ToString::to_string);
    let guesses = record.runs.iter().filter_map(Assessment::sport_guess);
    let mut details: Vec<String> =
        guesses.chain(left.into_iter().map(|(_, reason)| reason)).collect();
    details.dedup();
    record.detail = trouble.into_iter().chain(details).collect::<Vec<_>>().join("; ");
    Entry { record, waiting }
}

/// Whether a session is a run that a week can count; else what it is and why.
fn is_dated_run(activity: &Activity) -> Result<(), Left> {
    is_run(activity).map_err(|other| (FileStatus::NotARun, other))?;
    if activity.start_ms.is_none() {
        let reason = "a run whose date is not known, which no week can count".to_owned();
        return Err((FileStatus::Skipped, reason));
    }
    Ok(())
}

/// Whether the other runs may know more of the maximum heart rate than this one and the athlete.
fn is_waiting(assessment: &Assessment, athlete: &Athlete) -> bool {
    athlete.observed_max_bpm.is_none()
        && matches!(assessment.max_source, MaxSource::Age | MaxSource::None)
}

/// Whether a run is one of those asked for, and long enough to grade.
fn is_wanted(
    assessment: &Assessment,
    athlete: &Athlete,
    options: &BatchOptions<'_>,
) -> Result<(), Left> {
    let date = assessment.start_local.date();
    if options.since.is_some_and(|since| date < since)
        || options.until.is_some_and(|until| date > until)
    {
        let reason = format!("run on {date}, out of the range asked for");
        return Err((FileStatus::Skipped, reason));
    }
    let reason = assessment.fragment_reason(&athlete.policy);
    reason.map_or(Ok(()), |reason| Err((FileStatus::Fragment, reason)))
}
