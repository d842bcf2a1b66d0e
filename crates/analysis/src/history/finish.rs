//! Makes records from the measured files of one athlete: the second of two steps.
//!
//! [`finish`] does the whole step. [`Unfinished`] does the step in parts, for a caller with threads
//! or a cache.

use crate::history::duplicates::{Rating, mark_duplicates};
use crate::history::maximum::{max_exceeded, max_timeline_of};
use crate::history::measured_file::{FileMeasured, is_waiting};
use crate::history::neighbours::place_runs;
use crate::history::record::FileRecord;
use crate::run::assessment::Assessment;
use crate::run::measured::Measured;
use crate::run::zones::MaxHeartRate;
use crate::settings::athlete::Athlete;
use crate::settings::athlete_checks::InvalidSetting;
use crate::settings::key::SettingsKey;
use crate::settings::max_timeline::{FoundMax, MaxTimeline};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;

/// Makes the records of one athlete's files, in the order of the files.
///
/// Runs that are not graded yet are graded for the athlete, duplicates are set aside, and each run
/// is placed among the others. For some runs, neither the athlete nor the file gives a maximum
/// heart rate. These runs are graded by the maximum found in all files, unless [`Athlete::maxima`]
/// are given.
///
/// If only a discarded copy has a rating of perceived exertion, the kept run takes over the rating.
/// This needs the measured samples of the kept run ([`FileMeasured::new`] without
/// [`FileMeasured::grade`]).
///
/// # Errors
///
/// Returns the first setting that no athlete can have ([`Athlete::check`]). Otherwise returns the
/// name of the first file that was measured by another policy than the athlete's, or that was
/// graded for other settings and has lost its samples.
///
/// ```
/// use recoup_analysis::history::finish::finish;
/// use recoup_analysis::history::measured_file::FileMeasured;
/// use recoup_analysis::{Athlete, history::weeks::weeks};
/// # use recoup_model::{Activity, FileFormat, Sample, Sport};
/// # let mut run = Activity::new(FileFormat::Fit);
/// # run.sport = Sport::Running;
/// # run.sub_sport = Some("treadmill".into());
/// # run.start_ms = Some(1_772_000_000_000);
/// # for second in 0..=1800 {
/// #     let (time_ms, heart_rate_bpm) = (1_772_000_000_000 + second * 1000, Some(125.0));
/// #     run.samples.push(&Sample { time_ms, heart_rate_bpm, ..Default::default() });
/// # }
/// // Half an hour at 125 bpm, measured before anything is known of the athlete.
/// let measured = FileMeasured::new("run.fit", 0, "fit", &[run], &Athlete::default());
/// let records = finish(vec![measured], &Athlete::with_max_hr(190.0))?;
/// assert_eq!(records[0].runs[0].verdict.as_str(), "recovery");
/// assert_eq!(weeks(&records, &Athlete::default())[0].recovery_runs, 1);
/// # Ok::<(), recoup_analysis::history::finish::FinishError>(())
/// ```
pub fn finish(
    mut files: Vec<FileMeasured>,
    athlete: &Athlete,
) -> Result<Vec<FileRecord>, FinishError> {
    athlete.check()?;
    let key = SettingsKey::of_athlete(athlete);
    for file in &mut files {
        prepare(file, athlete, key)?;
    }
    let mut unfinished = Unfinished::new(files, athlete);
    for mut regrade in unfinished.regrades() {
        if let Some(graded) = regrade.grade(athlete) {
            unfinished.replace(&regrade, graded);
        }
    }
    Ok(unfinished.place(athlete))
}

/// Grades the runs of a file unless they are already graded for these settings.
///
/// `key` is the key of the athlete's settings ([`SettingsKey::of_athlete`]). Make the key once for
/// many files.
///
/// # Errors
///
/// Returns an error in the same cases as [`finish`].
pub fn prepare(
    file: &mut FileMeasured,
    athlete: &Athlete,
    key: SettingsKey,
) -> Result<(), FinishError> {
    if file.graded_for() == Some(key) {
        return Ok(());
    }
    if file.sessions() > 0
        && (file.measured_by() != Some(SettingsKey::of_policy(&athlete.policy))
            || !file.can_be_graded())
    {
        return Err(FinishError::OtherSettings { file: file.file.clone() });
    }
    file.grade_by_key(athlete, key);
    Ok(())
}

/// An error of [`finish`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FinishError {
    /// A file was measured or graded by other settings.
    OtherSettings {
        /// Name of the file.
        file: String,
    },
    /// The athlete has a setting that no athlete can have.
    Setting(InvalidSetting),
}

impl fmt::Display for FinishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherSettings { file } => write!(
                f,
                "{file}: measured by other settings; measure it again with this athlete's"
            ),
            Self::Setting(setting) => setting.fmt(f),
        }
    }
}

impl std::error::Error for FinishError {}

impl From<InvalidSetting> for FinishError {
    fn from(setting: InvalidSetting) -> Self {
        Self::Setting(setting)
    }
}

/// Facts learned from the athlete's other files that require a run to be graded again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NewFacts {
    /// Maximum heart rate found in the other runs, for a run without a better source; [`None`] for
    /// other runs.
    pub max: Option<FoundMax>,
    /// Rating of perceived exertion, 1-10, from a copy, for a run without a rating; [`None`] for
    /// other runs.
    pub rpe: Option<f64>,
    /// Feeling, 0 (very weak) to 100 (very strong), from the same copy; [`None`] if the copy has no
    /// feeling.
    pub feel: Option<f64>,
}

/// A run to grade again.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Regrade {
    /// Index of the file among the files of the athlete.
    pub file: usize,
    /// Number of the session in its file, from 0.
    pub session: u32,
    /// Facts with which the run is graded.
    pub facts: NewFacts,
    measured: Option<Measured>,
}

impl Regrade {
    /// Grades the run from its measured samples, which are used up. Returns [`None`] if they are
    /// already used up. Then read the file again and use [`Regrade::grade_measured`].
    #[must_use]
    pub fn grade(&mut self, athlete: &Athlete) -> Option<Assessment> {
        let measured = self.measured.take()?;
        Some(self.grade_measured(measured, athlete))
    }

    /// Grades the run from measured samples that were read again.
    #[must_use]
    pub fn grade_measured(&self, mut measured: Measured, athlete: &Athlete) -> Assessment {
        let NewFacts { max, rpe, feel } = self.facts;
        let activity = &mut measured.activity;
        activity.rpe = rpe.or(activity.rpe);
        activity.feel = activity.feel.or(feel);
        match max {
            Some(found) => measured.grade_with(athlete, Some(found)),
            None => measured.grade(athlete),
        }
    }
}

/// The files of one athlete, each graded on its own, with duplicates set aside.
#[derive(Debug)]
pub struct Unfinished {
    records: Vec<FileRecord>,
    /// Runs whose maximum heart rate is unknown, as index of the file and number of the session.
    waiting: BTreeSet<(usize, u32)>,
    measured: BTreeMap<(usize, u32), Measured>,
    ratings: Vec<Rating>,
    maxima: MaxTimeline,
}

impl Unfinished {
    /// Makes the records of graded files and sets duplicates aside.
    #[must_use]
    pub fn new(files: Vec<FileMeasured>, athlete: &Athlete) -> Self {
        let (mut waiting, mut held) = (BTreeSet::new(), BTreeMap::new());
        let mut records = Vec::with_capacity(files.len());
        for (index, file) in files.into_iter().enumerate() {
            let (record, measured) = file.into_record(athlete);
            for run in record.runs.iter().filter(|run| is_waiting(run, athlete)) {
                waiting.insert((index, run.session));
            }
            for measured in measured {
                held.insert((index, measured.activity.session), measured);
            }
            records.push(record);
        }
        keep_shared_digests(&mut records);
        let ratings = mark_duplicates(&mut records);
        let maxima = athlete.maxima.clone().unwrap_or_else(|| max_timeline_of(&records));
        Self { records, waiting, measured: held, ratings, maxima }
    }

    /// Takes out the runs to grade again: runs that wait for a maximum heart rate, and runs that
    /// get a rating from a copy. Call this once, because the measured samples are moved into the
    /// result.
    #[must_use]
    pub fn regrades(&mut self) -> Vec<Regrade> {
        let mut regrades = BTreeMap::new();
        for (file, session) in std::mem::take(&mut self.waiting) {
            // A duplicate needs no grade, and without a maximum the grade stays the same.
            let kept = self.records[file].runs.iter().find(|run| run.session == session);
            let max = kept.and_then(|run| self.maxima.near(run.start_ms));
            if max.is_some() {
                let facts = NewFacts { max, ..NewFacts::default() };
                let measured = self.measured.remove(&(file, session));
                regrades.insert((file, session), Regrade { file, session, facts, measured });
            }
        }
        for &Rating { record: file, session, rpe, feel } in &self.ratings {
            let rated = regrades.entry((file, session)).or_insert_with(|| Regrade {
                file,
                session,
                facts: NewFacts::default(),
                measured: self.measured.remove(&(file, session)),
            });
            rated.facts = NewFacts { rpe: Some(rpe), feel, ..rated.facts };
        }
        regrades.into_values().collect()
    }

    /// Replaces the grading of a run.
    pub fn replace(&mut self, regrade: &Regrade, graded: Assessment) {
        let mut runs = self.records[regrade.file].runs.iter_mut();
        if let Some(run) = runs.find(|run| run.session == regrade.session) {
            run.replace_grading(graded);
        }
    }

    /// Classifies and places the runs among each other, and returns the records.
    #[must_use]
    pub fn place(mut self, athlete: &Athlete) -> Vec<FileRecord> {
        for run in self.records.iter_mut().flat_map(|record| &mut record.runs) {
            let max = MaxHeartRate { bpm: run.max_bpm, source: run.max_source, from: run.max_from };
            run.max_exceeded = max_exceeded(&self.maxima, max);
        }
        place_runs(&mut self.records, athlete, &self.maxima);
        self.records
    }
}

/// Removes the digests that only one file has. Readers may omit such digests, so the records must
/// not depend on them.
fn keep_shared_digests(records: &mut [FileRecord]) {
    let mut seen = HashSet::new();
    let digests = records.iter().filter_map(|record| record.digest);
    let shared: HashSet<[u8; 32]> = digests.filter(|&digest| !seen.insert(digest)).collect();
    for record in records {
        record.digest = record.digest.filter(|digest| shared.contains(digest));
    }
}
