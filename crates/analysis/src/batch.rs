//! Many files at once.

use crate::assessment::Assessment;
use crate::athlete::Athlete;
use crate::calendar::{Place, date_in_name, local_time, week_of};
use crate::context::put_in_context;
use crate::duplicates::{self, Rating};
use crate::history::{Peak, highest};
use crate::kind::is_run;
use crate::measured::Measured;
use crate::zones::MaxSource;
use jiff::civil::Date;
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;
use recoup_model::Activity;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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
    /// A digest of its bytes, where it is known: files that have the same are copies.
    pub digest: Option<[u8; 32]>,
    /// When it began, milliseconds since the Unix epoch, where that is known of a file that holds
    /// no activity that could be read.
    pub start_ms: Option<i64>,
    /// What came of it.
    pub outcome: ReadOutcome,
}

impl ReadFile {
    /// What reading a file gave, without a digest.
    #[must_use]
    pub fn new(file: &str, bytes: u64, format: &str, outcome: ReadOutcome) -> Self {
        let (file, format) = (file.to_owned(), format.to_owned());
        Self { file, bytes, format, digest: None, start_ms: None, outcome }
    }
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
    /// A digest of its bytes, where it is known.
    pub digest: Option<[u8; 32]>,
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
    /// The week that it belongs to: that of its start, else of the date in its name.
    pub week: Option<String>,
    /// The runs in it that are kept.
    pub runs: Vec<Assessment>,
    /// The highest heart rates of its runs, fragments, duplicates and those out of the range of
    /// dates included.
    pub peaks: Vec<Peak>,
}

/// How to go through the files.
#[derive(Default)]
pub struct BatchOptions<'a> {
    /// Threads; 0 for one per processor. Within [`on_threads`], or a pool of rayon's, those that are
    /// there.
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

impl BatchOptions<'_> {
    /// As many threads as are asked for, but no more than there are files; 0 for one per processor.
    #[must_use]
    pub fn threads_for(&self, files: usize) -> usize {
        self.threads.min(files.max(1))
    }
}

/// How far a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files done.
    pub done: usize,
    /// Files in all.
    pub total: usize,
}

/// Where files come from, and what is still known of them from an earlier batch.
///
/// Only the first two are needed; the others are for who keeps what came of a file, to spare reading
/// it again. All are called from any thread.
pub trait Files<S>: Sync {
    /// The name under which reports show a file.
    fn name(&self, source: &S) -> String;

    /// Reads a file.
    fn read(&self, source: &S) -> ReadFile;

    /// What was made of a file before, for this athlete but for the plan and the name; or else the
    /// file, read.
    fn recall(&self, source: &S) -> Recalled {
        Recalled::Read(Box::new(self.read(source)))
    }

    /// Takes note of what was made of a file.
    fn keep(&self, source: &S, assessed: &Assessed) {
        let _ = (source, assessed);
    }

    /// A run of a file as it was graded anew before.
    fn recall_run(&self, source: &S, session: u32, anew: &Anew) -> Option<Assessment> {
        let _ = (source, session, anew);
        None
    }

    /// Takes note of a run that was graded anew.
    fn keep_run(&self, source: &S, session: u32, anew: &Anew, run: &Assessment) {
        let _ = (source, session, anew, run);
    }
}

impl<S, R, N> Files<S> for (R, N)
where
    R: Fn(&S) -> ReadFile + Sync,
    N: Fn(&S) -> String + Sync,
{
    fn read(&self, source: &S) -> ReadFile {
        self.0(source)
    }

    fn name(&self, source: &S) -> String {
        self.1(source)
    }
}

/// What [`Files::recall`] gives.
#[derive(Debug)]
pub enum Recalled {
    /// What was made of the file before.
    Known(Box<Assessed>),
    /// The file, read.
    Read(Box<ReadFile>),
}

/// What was made of one file by itself, before the athlete's other files said anything of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessed {
    /// The record. Its names, of the file and the athlete, count for nothing: they are made anew.
    pub record: FileRecord,
    /// The sessions whose maximum heart rate is not known, and which the other files may tell.
    pub waiting: Vec<u32>,
}

/// What only the athlete's other files say of a run, and for which it is graded anew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Anew {
    /// The highest heart rate that all runs show, in beats per minute, for a run whose maximum is
    /// not known otherwise.
    pub observed_max_bpm: Option<f64>,
    /// The rating of perceived exertion, 1-10, that a copy holds and the run lacks.
    pub rpe: Option<f64>,
    /// How the athlete felt, 0-100, by that copy.
    pub feel: Option<f64>,
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
/// No file is read again for that; one is only where a copy that is set aside holds a rating that it
/// lacks.
pub fn assess_all<S: Sync>(
    sources: &[S],
    read: impl Fn(&S) -> ReadFile + Sync,
    name: impl Fn(&S) -> String + Sync,
    athlete: &Athlete,
    options: &BatchOptions<'_>,
) -> Vec<FileRecord> {
    assess_files(sources, &(read, name), athlete, options)
}

/// The same for files that may be known from an earlier batch. A file that is, and of which nothing
/// new is asked, is not read.
pub fn assess_files<S: Sync>(
    sources: &[S],
    files: &impl Files<S>,
    athlete: &Athlete,
    options: &BatchOptions<'_>,
) -> Vec<FileRecord> {
    let done = AtomicUsize::new(0);
    let one = |source: &S| {
        let entry = catch_unwind(AssertUnwindSafe(|| Entry::new(source, files, athlete)));
        let entry = entry.unwrap_or_else(|_| {
            let defect = "reading it met a defect of recoup".to_owned();
            let outcome = ReadOutcome::Unreadable(defect);
            let read = ReadFile::new(&files.name(source), 0, "other", outcome);
            Entry { record: FileRecord::of(read, athlete), waiting: Vec::new() }
        });
        if let Some(progress) = options.progress {
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            progress(Progress { done, total: sources.len() });
        }
        entry
    };
    let threads = options.threads_for(sources.len());
    let entries = on_threads(threads, || in_order(sources, options.cancel, one));
    let mut read_from = Vec::new();
    let (mut records, waiting): (Vec<FileRecord>, Vec<Vec<Waiting>>) = entries
        .into_iter()
        .map(|(index, entry)| {
            read_from.push(&sources[index]);
            (entry.record, entry.waiting)
        })
        .unzip();
    let ratings = duplicates::set_aside(&mut records);
    let peaks = records.iter().flat_map(|record| record.peaks.iter().copied());
    let observed_max_bpm = athlete.observed_max_bpm.or_else(|| highest(peaks));
    let pending = pending(&records, waiting, &ratings, observed_max_bpm);
    // Where the maximum is known otherwise, what is observed makes no difference.
    let informed = Athlete { observed_max_bpm, ..athlete.clone() };
    let again = |pending: &Pending| {
        let source = read_from[pending.record];
        // What was read before can be read again, unless it changed meanwhile.
        catch_unwind(AssertUnwindSafe(|| pending.grade(source, files, &informed))).ok()?
    };
    let graded = on_threads(threads, || in_order(&pending, options.cancel, again));
    for (place, graded) in graded {
        let (record, Some(graded)) = (pending[place].record, graded) else { continue };
        let mut runs = records[record].runs.iter_mut();
        if let Some(run) = runs.find(|run| run.session == graded.session) {
            // What its copies told stays.
            *run = Assessment {
                title: run.title.take(),
                other_names: std::mem::take(&mut run.other_names),
                tags: std::mem::take(&mut run.tags),
                copies: run.copies,
                ..graded
            };
        }
    }
    put_in_context(&mut records, athlete);
    if options.since.is_some() || options.until.is_some() {
        for record in &mut records {
            leave_out(record, options);
        }
    }
    records
}

/// Does a job for each source, in their order on all threads: what lies together, such as the
/// members of an archive, is then read at one time. Gives the results with their places, in order;
/// fewer, if `cancel` turns true.
fn in_order<S: Sync, T: Send>(
    sources: &[S],
    cancel: Option<&AtomicBool>,
    job: impl Fn(&S) -> T + Sync,
) -> Vec<(usize, T)> {
    let next = AtomicUsize::new(0);
    let take = || {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let is_cancelled = cancel.is_some_and(|cancel| cancel.load(Ordering::Relaxed));
        let source = sources.get(index).filter(|_| !is_cancelled)?;
        Some((index, job(source)))
    };
    let threads = rayon::current_num_threads();
    let mut results: Vec<(usize, T)> =
        (0..threads).into_par_iter().flat_map_iter(|_| std::iter::from_fn(take)).collect();
    results.sort_unstable_by_key(|&(index, _)| index);
    results
}

/// Does a job on so many threads (0 for one per processor), which all that is parallel in it shares.
///
/// A job within another's, or within a pool of rayon's, goes on with the threads that are there.
///
/// ```
/// use recoup_analysis::on_threads;
/// let inner = || on_threads(8, rayon::current_num_threads);
/// assert_eq!((on_threads(2, inner), on_threads(3, inner)), (2, 3));
/// ```
pub fn on_threads<T: Send>(threads: usize, job: impl FnOnce() -> T + Send) -> T {
    if rayon::current_thread_index().is_some() {
        return job();
    }
    match ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(job),
        // The system grants no threads.
        Err(_) => job(),
    }
}

/// The record of a file, and what of its runs waits until all files have been read.
struct Entry {
    record: FileRecord,
    waiting: Vec<Waiting>,
}

/// A run that the other files may say more of.
struct Waiting {
    session: u32,
    /// Where it was read in this batch.
    measured: Option<Box<Measured>>,
}

impl Entry {
    fn new<S>(source: &S, files: &impl Files<S>, athlete: &Athlete) -> Self {
        match files.recall(source) {
            Recalled::Known(assessed) => {
                let Assessed { mut record, waiting } = *assessed;
                record.file = files.name(source);
                record.athlete.clone_from(&athlete.name);
                // Without a run it goes by the athlete and the name, which may be others.
                if record.sessions == 0 || record.start_ms.is_none() {
                    record.week = week(&record, &[], athlete);
                }
                let waiting =
                    waiting.into_iter().map(|session| Waiting { session, measured: None });
                Self { record, waiting: waiting.collect() }
            }
            Recalled::Read(read) => {
                let (record, measured) = assessed(*read, athlete);
                let session = |run: &Measured| run.activity.session;
                let assessed = Assessed { record, waiting: measured.iter().map(session).collect() };
                files.keep(source, &assessed);
                let waiting = measured.into_iter().map(|measured| Waiting {
                    session: measured.activity.session,
                    measured: Some(Box::new(measured)),
                });
                Self { record: assessed.record, waiting: waiting.collect() }
            }
        }
    }
}

/// A run to grade anew, now that all files have been read.
struct Pending {
    record: usize,
    session: u32,
    anew: Anew,
    measured: Option<Box<Measured>>,
}

/// The runs to grade anew: those that wait for a maximum heart rate, and those that a copy rates.
fn pending(
    records: &[FileRecord],
    waiting: Vec<Vec<Waiting>>,
    ratings: &[Rating],
    observed_max_bpm: Option<f64>,
) -> Vec<Pending> {
    let mut pending = BTreeMap::new();
    for (record, waiting) in waiting.into_iter().enumerate() {
        for Waiting { session, measured } in waiting {
            // A duplicate waits for nothing any more, and without a maximum nothing changes.
            let is_kept = records[record].runs.iter().any(|run| run.session == session);
            if is_kept && observed_max_bpm.is_some() {
                let anew = Anew { observed_max_bpm, ..Anew::default() };
                pending.insert((record, session), Pending { record, session, anew, measured });
            }
        }
    }
    for &Rating { record, session, rpe, feel } in ratings {
        let rated = pending.entry((record, session)).or_insert_with(|| Pending {
            record,
            session,
            anew: Anew::default(),
            measured: None,
        });
        rated.anew = Anew { rpe: Some(rpe), feel, ..rated.anew };
        // It was measured without the rating.
        rated.measured = None;
    }
    pending.into_values().collect()
}

impl Pending {
    fn grade<S>(&self, source: &S, files: &impl Files<S>, athlete: &Athlete) -> Option<Assessment> {
        let Self { session, anew, measured, .. } = self;
        let graded = if let Some(measured) = measured {
            measured.grade(athlete)
        } else {
            if let Some(known) = files.recall_run(source, *session, anew) {
                return Some(known);
            }
            let ReadOutcome::Activities(runs) = files.read(source).outcome else { return None };
            let mut run = runs.into_iter().find(|run| run.session == *session)?;
            run.rpe = anew.rpe.or(run.rpe);
            run.feel = run.feel.or(anew.feel);
            Measured::of(&run, &athlete.policy).grade(athlete)
        };
        files.keep_run(source, *session, anew, &graded);
        Some(graded)
    }
}

/// The week that a file belongs to, by its first activity with a date, if it has any.
fn week(record: &FileRecord, activities: &[Activity], athlete: &Athlete) -> Option<String> {
    let first = activities.iter().find(|activity| activity.start_ms.is_some());
    let place = first.and_then(|activity| activity.samples.iter().find_map(|at| Place::of(&at)));
    let started_ms = first.and_then(|activity| activity.start_ms).or(record.start_ms);
    let started = || {
        let offset_min = first.and_then(|activity| activity.utc_offset_min);
        let zone = athlete.zone().ok().flatten();
        local_time(started_ms?, offset_min, place, zone.as_ref()).map(|(local, _)| local.date())
    };
    let Some(date) = started() else { return week_of_name(&record.file, athlete) };
    Some(week_of(date, athlete.policy.week_start).0)
}

/// The week of the date in a file's name, if there is one.
fn week_of_name(file: &str, athlete: &Athlete) -> Option<String> {
    date_in_name(file).map(|date| week_of(date, athlete.policy.week_start).0)
}

/// Takes the runs out that were not asked for. They were there until now since those that were asked
/// for are placed among them.
fn leave_out(record: &mut FileRecord, options: &BatchOptions<'_>) {
    let is_asked_for = |date: Date| {
        options.since.is_none_or(|since| date >= since)
            && options.until.is_none_or(|until| date <= until)
    };
    let (runs, others): (Vec<Assessment>, Vec<Assessment>) = std::mem::take(&mut record.runs)
        .into_iter()
        .partition(|run| is_asked_for(run.start_local.date()));
    record.runs = runs;
    if record.runs.is_empty() && !others.is_empty() {
        record.status = FileStatus::Skipped;
    }
    for run in others {
        let reason = format!("run on {}, out of the range asked for", run.start_local.date());
        record.add_detail(&reason);
    }
}

impl FileRecord {
    /// Adds to what is said of the file.
    pub(crate) fn add_detail(&mut self, detail: &str) {
        if !self.detail.is_empty() {
            self.detail.push_str("; ");
        }
        self.detail.push_str(detail);
    }

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
            digest: read.digest,
            status,
            sessions: 0,
            is_partial: false,
            duplicate_of: None,
            detail,
            start_ms: read.start_ms,
            week: None,
            runs: Vec::new(),
            peaks: Vec::new(),
        }
    }
}

/// What a session is that is not graded, and why.
type Left = (FileStatus, String);

/// What a file that was read comes to, and its runs that wait for a maximum heart rate.
fn assessed(mut read: ReadFile, athlete: &Athlete) -> (FileRecord, Vec<Measured>) {
    let ReadOutcome::Activities(activities) = &mut read.outcome else {
        let mut record = FileRecord::of(read, athlete);
        record.week = week(&record, &[], athlete);
        return (record, Vec::new());
    };
    let activities = std::mem::take(activities);
    let mut waiting = Vec::new();
    let mut record = FileRecord {
        sessions: activities.len(),
        is_partial: activities.iter().any(Activity::is_partial),
        start_ms: activities.iter().filter_map(|activity| activity.start_ms).min(),
        ..FileRecord::of(read, athlete)
    };
    record.week = week(&record, &activities, athlete);
    let mut left = Vec::new();
    for activity in &activities {
        if let Err(why) = is_dated_run(activity) {
            left.push(why);
            continue;
        }
        let measured = Measured::of(activity, &athlete.policy);
        record.peaks.extend(measured.peak());
        let assessment = measured.grade(athlete);
        if let Some(reason) = assessment.fragment_reason(&athlete.policy) {
            left.push((FileStatus::Fragment, reason));
            continue;
        }
        if is_waiting(&assessment, athlete) {
            waiting.push(measured);
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
    (record, waiting)
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
