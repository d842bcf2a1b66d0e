//! One file with its measured sessions: the first of two steps from files to graded runs.

use crate::calendar::{Coordinates, can_be_date, date_in_name, local_time, week_of};
use crate::history::record::{FileRecord, FileStatus, OtherSession, Reason};
use crate::run::assessment::Assessment;
use crate::run::measured::Measured;
use crate::run::other_sport::OtherActivity;
use crate::run::peak::RunMaximum;
use crate::run::session::{Fragment, NotARun, Session, assess_session, without_repeated};
use crate::run::sessions::apart;
use crate::run::zones::MaxSource;
use crate::settings::athlete::Athlete;
use crate::settings::key::SettingsKey;
use crate::settings::plan::PlannedRun;
use crate::settings::policy::Policy;
use jiff::civil::Date;
use recoup_model::{Activity, Diagnostic, DiagnosticKind, Sport};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// One file with its measured sessions, without samples.
///
/// The value can be sent and stored (serde). [`finish`](crate::history::finish::finish) makes the
/// records of all files of one athlete from such values. The stored form can only be read by the
/// version of this crate that wrote it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FileMeasured {
    stamp: Stamp,
    /// Name under which reports show the file.
    pub file: String,
    /// Size in bytes; 0 where unknown.
    pub bytes: u64,
    /// Format (`fit`, `gpx`, …).
    pub format: String,
    /// BLAKE3 digest of the bytes, which identifies copies; [`None`] where unknown.
    pub digest: Option<[u8; 32]>,
    /// Sport of the first session; [`None`] without sessions.
    pub sport: Option<Sport>,
    /// Start of the first activity in milliseconds since the Unix epoch; [`None`] where unknown.
    pub start_ms: Option<i64>,
    /// Content of the file.
    pub content: FileContent,
    /// First damage of a file that was read in part; [`None`] for a file that was read completely.
    pub damage: Option<Diagnostic>,
    /// Number of repeated sessions that were left out.
    pub repeated: usize,
    /// Values that no recording or athlete can have and that were left out: the first of each
    /// session.
    pub implausible: Vec<Diagnostic>,
    /// Maximum heart rates found in the runs, fragments included.
    pub maxima: Vec<RunMaximum>,
    /// Planned runs of a file with a plan; empty for other files.
    pub planned: Vec<PlannedRun>,
    /// Advice about the format of a file with activities; [`None`] without advice.
    pub remark: Option<String>,
    /// Settings for which the runs are graded; [`None`] if the runs are only measured.
    graded_for: Option<SettingsKey>,
    /// Limits by which the runs are measured; [`None`] without sessions.
    measured_by: Option<SettingsKey>,
    first: Option<Start>,
    /// Week of the first activity with a date; [`None`] before the runs are graded.
    week: Option<String>,
}

/// Content of a file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub enum FileContent {
    /// Sessions, at least one.
    Sessions(Vec<SessionMeasured>),
    /// A file without an activity or without readable content: the status and the reason.
    Nothing(FileStatus, Reason),
}

/// One session of a file, measured.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub enum SessionMeasured {
    /// A run, measured, graded or both.
    Run {
        /// Number of the session in its file, from 0.
        session: u32,
        /// Measured samples; [`None`] for a graded run whose samples were dropped.
        measured: Option<Box<Measured>>,
        /// Assessment; [`None`] before the athlete is known.
        graded: Option<Box<Assessment>>,
    },
    /// A run without a date, or with a date that no recording can have: the impossible date in UTC.
    Undated(Option<Date>),
    /// A run too short to grade.
    Fragment(Fragment),
    /// A session of another sport, and its measures; [`None`] without a start.
    NotARun(NotARun, Option<Box<OtherMeasured>>),
}

/// An activity of another sport, and its start.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OtherMeasured {
    activity: OtherActivity,
    start: Start,
}

/// The start of the first activity with a date.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Start {
    time_ms: i64,
    utc_offset_min: Option<i32>,
    place: Option<Coordinates>,
}

impl Start {
    fn of_run(run: &Measured) -> Option<Self> {
        run.is_dated().then_some(Self {
            time_ms: run.timeline.start_ms,
            utc_offset_min: run.activity.utc_offset_min,
            place: run.start_place,
        })
    }

    fn of_other(activity: &Activity) -> Option<Self> {
        Some(Self {
            time_ms: activity.start_ms.filter(|&start_ms| can_be_date(start_ms))?,
            utc_offset_min: activity.utc_offset_min,
            place: Coordinates::first_of(&activity.samples),
        })
    }

    /// Returns the local date; [`None`] for a time outside the calendar.
    fn local_date(self, athlete: &Athlete) -> Option<Date> {
        let Self { time_ms, utc_offset_min, place } = self;
        let zone = athlete.zone().ok().flatten();
        let (local, _) = local_time(time_ms, utc_offset_min, place, zone.as_ref())?;
        Some(local.date())
    }
}

impl OtherMeasured {
    /// Places the activity in its week; [`None`] if its local time is not known.
    fn placed(self, athlete: &Athlete) -> Option<OtherSession> {
        let date = self.start.local_date(athlete)?;
        let (_, week_start) = week_of(date, athlete.policy.week_start);
        Some(OtherSession {
            activity: self.activity,
            date,
            week_start,
            load_ms: None,
            hard_reason: None,
            followed_by: None,
        })
    }
}

impl FileMeasured {
    /// Measures the sessions of a file by the policy of an athlete, without grading them.
    ///
    /// `activities` are the activities that a reader found in the file. For a file without
    /// activities use [`FileMeasured::nothing`]. `bytes` is the size of the file, 0 where unknown,
    /// and `format` its format (`fit`, `gpx`, …).
    #[must_use]
    pub fn new(
        file: &str,
        bytes: u64,
        format: &str,
        activities: &[Activity],
        athlete: &Athlete,
    ) -> Self {
        let (mut maxima, mut starts) = (Vec::new(), Vec::new());
        let mut of_run = |run: &Measured| {
            maxima.extend(run.maximum(athlete));
            starts.extend(Start::of_run(run));
        };
        let mut of_others = Vec::new();
        let mut session = |activity: &Activity| match assess_session(activity, &athlete.policy) {
            Session::Run(measured) => {
                of_run(&measured);
                let session = measured.activity.session;
                SessionMeasured::Run { session, measured: Some(measured), graded: None }
            }
            Session::Fragment(measured, fragment) => {
                of_run(&measured);
                SessionMeasured::Fragment(fragment)
            }
            Session::Undated(measured, _) => SessionMeasured::Undated(measured.impossible_date()),
            Session::NotARun(other) => {
                let start = Start::of_other(activity);
                of_others.extend(start);
                let measured = start.zip(OtherActivity::new(activity, &athlete.policy));
                let measured =
                    measured.map(|(start, activity)| Box::new(OtherMeasured { activity, start }));
                SessionMeasured::NotARun(other, measured)
            }
        };
        let different = without_repeated(activities);
        let repeated = activities.len() - different.len();
        let sessions = apart(different, &athlete.policy);
        let sessions = sessions.iter().map(|activity| session(activity)).collect();
        maxima.shrink_to_fit();
        starts.extend(of_others);
        let start = starts.into_iter().min_by_key(|start| start.time_ms);
        let first = |activity: &Activity, is_wanted: fn(DiagnosticKind) -> bool| {
            activity.diagnostics.iter().find(|diagnostic| is_wanted(diagnostic.kind)).cloned()
        };
        let damage = activities.iter().find_map(|one| first(one, DiagnosticKind::is_partial));
        let is_implausible = |kind| kind == DiagnosticKind::Implausible;
        let mut implausible: Vec<Diagnostic> =
            activities.iter().filter_map(|one| first(one, is_implausible)).collect();
        implausible.dedup();
        Self {
            stamp: Stamp,
            file: file.to_owned(),
            bytes,
            format: format.to_owned(),
            digest: None,
            sport: activities.first().map(|activity| activity.sport.clone()),
            start_ms: start.map(|start| start.time_ms),
            content: FileContent::Sessions(sessions),
            damage,
            repeated,
            implausible,
            maxima,
            planned: Vec::new(),
            remark: None,
            graded_for: None,
            measured_by: Some(SettingsKey::of_policy(&athlete.policy)),
            first: start,
            week: None,
        }
    }

    /// Makes the value for a file without an activity.
    #[must_use]
    pub fn nothing(
        file: &str,
        bytes: u64,
        format: &str,
        status: FileStatus,
        reason: Reason,
    ) -> Self {
        Self {
            stamp: Stamp,
            file: file.to_owned(),
            bytes,
            format: format.to_owned(),
            digest: None,
            sport: None,
            start_ms: None,
            content: FileContent::Nothing(status, reason),
            damage: None,
            repeated: 0,
            implausible: Vec::new(),
            maxima: Vec::new(),
            planned: Vec::new(),
            remark: None,
            graded_for: None,
            measured_by: None,
            first: None,
            week: None,
        }
    }

    /// Sets the digest of the bytes.
    #[must_use]
    pub fn with_digest(self, digest: Option<[u8; 32]>) -> Self {
        Self { digest, ..self }
    }

    /// Sets the planned runs of a file with a plan. `policy` is the policy whose words showed the
    /// kinds of the runs.
    #[must_use]
    pub fn with_planned(self, planned: Vec<PlannedRun>, policy: &Policy) -> Self {
        Self { planned, measured_by: Some(SettingsKey::of_policy(policy)), ..self }
    }

    /// Whether the file is a plan.
    #[must_use]
    pub fn is_plan(&self) -> bool {
        self.measured_by.is_some() && self.sessions() == 0
    }

    /// Sets advice about the format of the file.
    #[must_use]
    pub fn with_remark(self, remark: Option<String>) -> Self {
        Self { remark, ..self }
    }

    /// Sets the start of a file without an activity, in milliseconds since the Unix epoch; [`None`]
    /// if the start is not known.
    #[must_use]
    pub fn with_start(self, start_ms: Option<i64>) -> Self {
        Self { start_ms, ..self }
    }

    /// Returns the number of sessions.
    #[must_use]
    pub fn sessions(&self) -> usize {
        match &self.content {
            FileContent::Sessions(sessions) => sessions.len(),
            FileContent::Nothing(..) => 0,
        }
    }

    /// Returns the settings for which the runs are graded.
    pub(crate) fn graded_for(&self) -> Option<SettingsKey> {
        self.graded_for
    }

    /// Returns the limits by which the runs are measured.
    pub(crate) fn measured_by(&self) -> Option<SettingsKey> {
        self.measured_by
    }

    /// Whether all runs still have their measured samples. Then they can be graded for another
    /// athlete.
    pub(crate) fn can_be_graded(&self) -> bool {
        let FileContent::Sessions(sessions) = &self.content else { return true };
        sessions
            .iter()
            .all(|session| !matches!(session, SessionMeasured::Run { measured: None, .. }))
    }

    /// Grades the runs for an athlete. The runs must have been measured by the same policy.
    ///
    /// The measured samples of a run are kept if neither the athlete nor the file gives a maximum
    /// heart rate. [`finish`](crate::history::finish::finish) grades such a run again when it knows
    /// all files. Other runs lose their samples.
    #[must_use]
    pub fn grade(mut self, athlete: &Athlete) -> Self {
        self.grade_by_key(athlete, SettingsKey::of_athlete(athlete));
        self.drop_samples(athlete);
        self
    }

    /// Removes the measured samples of runs whose maximum heart rate is known.
    pub fn drop_samples(&mut self, athlete: &Athlete) {
        let FileContent::Sessions(sessions) = &mut self.content else { return };
        for session in sessions {
            if let SessionMeasured::Run { measured, graded: Some(graded), .. } = session
                && !is_waiting(graded, athlete)
            {
                *measured = None;
            }
        }
    }

    /// Grades the runs that still have measured samples, and keeps the samples. `key` is the key of
    /// the athlete's settings. Make the key once for many files.
    pub fn grade_by_key(&mut self, athlete: &Athlete, key: SettingsKey) {
        self.graded_for = Some(key);
        self.week = self.week_of_start(athlete);
        let FileContent::Sessions(sessions) = &mut self.content else { return };
        for session in sessions {
            let SessionMeasured::Run { measured, graded, .. } = session else { continue };
            let Some(known) = measured else { continue };
            *graded = Some(Box::new(known.grade(athlete)));
        }
    }

    /// Returns a copy without measured samples, which takes less space in a store.
    ///
    /// To grade a waiting run by its maximum heart rate, read its file again.
    #[must_use]
    pub fn without_measured(&self) -> Self {
        let without = |session: &SessionMeasured| match session {
            SessionMeasured::Run { session, graded, .. } => {
                SessionMeasured::Run { session: *session, measured: None, graded: graded.clone() }
            }
            other => other.clone(),
        };
        let content = match &self.content {
            FileContent::Sessions(all) => FileContent::Sessions(all.iter().map(without).collect()),
            nothing @ FileContent::Nothing(..) => nothing.clone(),
        };
        Self {
            stamp: Stamp,
            file: self.file.clone(),
            format: self.format.clone(),
            sport: self.sport.clone(),
            content,
            damage: self.damage.clone(),
            implausible: self.implausible.clone(),
            maxima: self.maxima.clone(),
            planned: self.planned.clone(),
            remark: self.remark.clone(),
            week: self.week.clone(),
            ..*self
        }
    }

    fn week_of_start(&self, athlete: &Athlete) -> Option<String> {
        let start = self.first.or_else(|| {
            let time_ms = self.start_ms?;
            Some(Start { time_ms, utc_offset_min: None, place: None })
        })?;
        Some(week_of(start.local_date(athlete)?, athlete.policy.week_start).0)
    }

    /// Makes the record of a graded file. Also returns the measured samples of its waiting runs.
    pub(crate) fn into_record(self, athlete: &Athlete) -> (FileRecord, Vec<Measured>) {
        let week = if self.sessions() == 0 || self.start_ms.is_none() {
            // The week of a date in the file's name depends on the athlete's settings.
            self.week_of_start(athlete).or_else(|| week_of_name(&self.file, athlete))
        } else {
            self.week
        };
        let mut record = FileRecord {
            athlete: athlete.name.clone(),
            file: self.file,
            bytes: self.bytes,
            format: self.format,
            digest: self.digest,
            status: FileStatus::NotARun,
            sessions: 0,
            is_partial: self.damage.is_some(),
            duplicate_of: None,
            reasons: self.damage.map(Reason::Damage).into_iter().collect(),
            sport: self.sport,
            start_ms: self.start_ms,
            week,
            runs: Vec::new(),
            others: Vec::new(),
            maxima: self.maxima,
            planned: self.planned,
        };
        let advice = self.remark.map(Reason::Advice);
        let sessions = match self.content {
            FileContent::Sessions(sessions) => sessions,
            FileContent::Nothing(status, reason) => {
                record.status = status;
                record.reasons.push(reason);
                return (record, Vec::new());
            }
        };
        record.sessions = sessions.len();
        let (mut waiting, mut others) = (Vec::new(), Vec::new());
        for session in sessions {
            match session {
                SessionMeasured::Run { measured, graded, .. } => {
                    record.runs.extend(graded.map(|graded| *graded));
                    waiting.extend(measured.map(|measured| *measured));
                }
                SessionMeasured::Undated(date) => others.push(Reason::Undated(date)),
                SessionMeasured::Fragment(fragment) => others.push(Reason::Fragment(fragment)),
                SessionMeasured::NotARun(other, measured) => {
                    others.push(Reason::NotARun(other));
                    record.others.extend(measured.and_then(|other| other.placed(athlete)));
                }
            }
        }
        record.status = status(&record.runs, &others);
        let guesses = record.runs.iter().filter_map(|run| {
            run.sport_guess().map(|_| Reason::SportGuess(run.sport.clone(), run.sport_basis))
        });
        let distances = record
            .runs
            .iter()
            .filter_map(|run| Some(Reason::Distance(run.distance_set_aside_m?, run.distance_m?)));
        let remarks = self.implausible.into_iter().map(Reason::Implausible);
        let repeated = (self.repeated > 0).then_some(Reason::Repeated(self.repeated));
        let mut details: Vec<Reason> =
            remarks.chain(repeated).chain(distances).chain(guesses).chain(others).collect();
        details.dedup_by_key(|reason| reason.to_string());
        record.reasons.extend(details);
        record.reasons.extend(advice);
        (record, waiting)
    }
}

/// Returns the best status of any session.
fn status(runs: &[Assessment], others: &[Reason]) -> FileStatus {
    if !runs.is_empty() {
        FileStatus::Graded
    } else if others.iter().any(|reason| matches!(reason, Reason::Fragment(_))) {
        FileStatus::Fragment
    } else if others.iter().any(|reason| matches!(reason, Reason::Undated(_))) {
        FileStatus::Skipped
    } else {
        FileStatus::NotARun
    }
}

/// Returns the week of the date in a file's name; [`None`] if the name holds no date.
fn week_of_name(file: &str, athlete: &Athlete) -> Option<String> {
    date_in_name(file).map(|date| week_of(date, athlete.policy.week_start).0)
}

/// Whether the athlete's other runs may give a better maximum heart rate for this run.
pub(crate) fn is_waiting(run: &Assessment, athlete: &Athlete) -> bool {
    athlete.maxima.is_none() && matches!(run.max_source, MaxSource::Age | MaxSource::None)
}

/// The version of the stored form. Reading another version is an error.
#[derive(Debug, Clone, Copy)]
struct Stamp;

impl Stamp {
    const VERSION: &str = concat!("recoup ", env!("CARGO_PKG_VERSION"), " measured 3");
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(Self::VERSION)
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let version = String::deserialize(deserializer)?;
        if version == Self::VERSION {
            return Ok(Self);
        }
        let own = Self::VERSION;
        Err(de::Error::custom(format!(
            "measured by another version ({version:?}, not {own:?}); measure the files again"
        )))
    }
}
