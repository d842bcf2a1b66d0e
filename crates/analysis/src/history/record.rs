//! The record of one file with its runs. The record becomes the file's row in files.csv.

use crate::run::assessment::{Assessment, FollowedBy};
use crate::run::other_sport::OtherActivity;
use crate::run::peak::RunMaximum;
use crate::run::session::{Fragment, NotARun};
use crate::settings::plan::PlannedRun;
use crate::wording::counted;
use jiff::ToSpan;
use jiff::civil::Date;
use recoup_model::{Diagnostic, Sport, SportBasis};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The status of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FileStatus {
    /// The file holds a run, which was graded (or found ungradable).
    Graded,
    /// The file holds no run.
    NotARun,
    /// The file holds a run too short to grade.
    Fragment,
    /// The run of the file is a copy of a better recording in another file.
    Duplicate,
    /// The file could not be read.
    Unreadable,
    /// The file was not read, or its runs have no possible date or are outside the requested dates.
    Skipped,
}

impl FileStatus {
    /// Returns the name in tables.
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

/// A reason for the status of a file, or a remark on the file.
///
/// The [`Display`](fmt::Display) form is the text in files.csv.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Reason {
    /// The first damage of a file that was read in part.
    Damage(Diagnostic),
    /// A value that no recording or athlete can have. The value was left out.
    Implausible(Diagnostic),
    /// Number of repeated sessions that were left out.
    Repeated(usize),
    /// A run whose sport is not stated in the file: the sport and its basis.
    SportGuess(Sport, SportBasis),
    /// A run whose own distance cannot be right: the wrong distance, and the distance used instead,
    /// in metres.
    Distance(f64, f64),
    /// A session of another sport.
    NotARun(NotARun),
    /// A hard session of another sport: the sport and the reason.
    HardOtherSport(Sport, String),
    /// A run too short to grade.
    Fragment(Fragment),
    /// A run without a date, or with a date that no recording can have: the impossible date in UTC.
    Undated(Option<Date>),
    /// A file of a known format without an activity: a description of its content.
    NoActivity(String),
    /// A file that is not read: a description of the file, or the cause.
    Skipped(String),
    /// An unreadable file: position and cause.
    Unreadable(String),
    /// A download that a browser has not finished, or a file in one.
    UnfinishedDownload,
    /// A panic while the file was read.
    Internal,
    /// A run that is a copy of a better recording in another file.
    Duplicate(Duplicate),
    /// A run outside the requested dates: its local date.
    OutOfRange(Date),
    /// Advice on a better file of the same run.
    Advice(String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damage(diagnostic) | Self::Implausible(diagnostic) => diagnostic.fmt(f),
            Self::Repeated(number) => {
                let sessions = counted(*number, "more session");
                write!(f, "left out {sessions} of the same start and totals")
            }
            Self::SportGuess(sport, basis) => write!(f, "{sport}{}", basis.in_words()),
            Self::Distance(own_m, metres) => write!(
                f,
                "set aside the device's distance of {own_m:.0} m, at odds with {metres:.0} m by the \
                 positions or laps"
            ),
            Self::NotARun(other) => other.fmt(f),
            Self::HardOtherSport(sport, reason) => {
                write!(f, "{sport} counts as a hard session: {reason}")
            }
            Self::Fragment(fragment) => fragment.fmt(f),
            Self::Undated(None) => f.write_str("a run without a date; no week can count it"),
            Self::Undated(Some(date)) => {
                write!(f, "a run with an impossible date, {date}; no week can count it")
            }
            Self::NoActivity(text)
            | Self::Skipped(text)
            | Self::Unreadable(text)
            | Self::Advice(text) => f.write_str(text),
            Self::UnfinishedDownload => {
                f.write_str("the download is not finished; finish it, and run recoup again")
            }
            Self::Internal => {
                f.write_str("internal error while reading this file (please report it)")
            }
            Self::Duplicate(duplicate) => duplicate.fmt(f),
            Self::OutOfRange(date) => write!(f, "run on {date}, out of the range asked for"),
        }
    }
}

/// A rule by which two runs are duplicates, the surest rule first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub enum DuplicateRule {
    /// Equal bytes.
    Bytes,
    /// Equal device and time of creation, and an overlap.
    Recording,
    /// Equal time and distance.
    Overlap,
    /// Equal track and length. The value is the number of minutes by which the later clock is
    /// ahead.
    Track(i64),
}

impl fmt::Display for DuplicateRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Bytes => f.write_str("same bytes"),
            Self::Recording => f.write_str("same device and time of creation"),
            Self::Overlap => f.write_str("same time and distance"),
            Self::Track(0) => f.write_str("same time and track"),
            Self::Track(minutes) => {
                let (hours, minutes) = (minutes / 60, minutes % 60);
                write!(f, "same track and length, their clocks {hours}:{minutes:02} h apart")
            }
        }
    }
}

/// A run that is a copy of a better recording in another file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Duplicate {
    /// Name of the file that holds the same run.
    pub same_as: String,
    /// Rule that matched.
    pub rule: DuplicateRule,
    /// Name of the file whose run is kept; [`None`] if `same_as` is this file.
    pub kept: Option<String>,
}

impl fmt::Display for Duplicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the same run as {}: {}", self.same_as, self.rule)?;
        self.kept.iter().try_for_each(|kept| write!(f, "; the kept file is {kept}"))
    }
}

/// An activity of another sport.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OtherSession {
    /// Times, heart rates and effort.
    pub activity: OtherActivity,
    /// Local date of the start.
    pub date: Date,
    /// First day of the week.
    pub week_start: Date,
    /// Edwards' training load in milliseconds times zone; [`None`] without zones or heart rate.
    pub load_ms: Option<i64>,
    /// Reason why the activity was a hard session; [`None`] for other activities.
    pub hard_reason: Option<String>,
    /// Run or rest within 48 h after a hard session; [`None`] for other activities, or if the 48 h
    /// are not over.
    pub followed_by: Option<FollowedBy>,
}

/// The record of one file. Every file that was found has a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FileRecord {
    /// Name of the file's athlete; may be empty.
    pub athlete: String,
    /// Name under which reports show the file.
    pub file: String,
    /// Size in bytes; 0 where unknown.
    pub bytes: u64,
    /// Format (`fit`, `gpx`, …).
    pub format: String,
    /// BLAKE3 digest of the bytes, for a file with activities that has a byte-for-byte copy among
    /// the athlete's files; [`None`] for other files.
    pub digest: Option<[u8; 32]>,
    /// Best status of any session in the file.
    pub status: FileStatus,
    /// Number of sessions.
    pub sessions: usize,
    /// Whether part of the file was lost.
    pub is_partial: bool,
    /// Name of the file whose copy of the run is kept; [`None`] for a file that is no duplicate.
    pub duplicate_of: Option<String>,
    /// Reasons and remarks, in the order in which files.csv shows them.
    pub reasons: Vec<Reason>,
    /// Sport of the first session; [`None`] without sessions.
    pub sport: Option<Sport>,
    /// Start of the first activity in milliseconds since the Unix epoch; [`None`] where unknown.
    pub start_ms: Option<i64>,
    /// Week of the start, otherwise of the date in the file's name; [`None`] if neither is known.
    pub week: Option<String>,
    /// Kept runs.
    pub runs: Vec<Assessment>,
    /// Activities of other sports.
    pub others: Vec<OtherSession>,
    /// Maximum heart rates found in the runs, fragments and copies included.
    pub maxima: Vec<RunMaximum>,
    /// Planned runs of a file with a plan; empty for other files.
    pub planned: Vec<PlannedRun>,
}

impl FileRecord {
    /// Returns the reasons in words, separated by semicolons, as files.csv shows them.
    #[must_use]
    pub fn detail(&self) -> String {
        let reasons: Vec<String> = self.reasons.iter().map(Reason::to_string).collect();
        reasons.join("; ")
    }

    /// Whether the file could not be read, or was read only in part.
    #[must_use]
    pub fn is_troubled(&self) -> bool {
        self.is_partial || self.status == FileStatus::Unreadable
    }

    /// Returns the local dates of the runs that [`retain_dates`](Self::retain_dates) removed.
    pub fn dates_left_out(&self) -> impl Iterator<Item = Date> {
        self.reasons.iter().filter_map(|reason| match reason {
            Reason::OutOfRange(date) => Some(*date),
            _ => None,
        })
    }

    /// Removes the runs of the weeks before `since` and after `until`, which are local dates.
    /// [`None`] sets no limit. The weeks that contain these dates are kept completely. A record
    /// that loses its last run becomes [`FileStatus::Skipped`].
    ///
    /// Call this after [`finish`](crate::finish), which places each run among all runs of the
    /// athlete. Then a narrower range does not change the remaining runs.
    pub fn retain_dates(&mut self, since: Option<Date>, until: Option<Date>) {
        let is_in_range = |week_start: Date| {
            let week_end = week_start.saturating_add(6.days());
            since.is_none_or(|since| week_end >= since)
                && until.is_none_or(|until| week_start <= until)
        };
        self.others.retain(|other| is_in_range(other.week_start));
        let (runs, others): (Vec<Assessment>, Vec<Assessment>) =
            std::mem::take(&mut self.runs).into_iter().partition(|run| is_in_range(run.week_start));
        self.runs = runs;
        if self.runs.is_empty() && !others.is_empty() {
            self.status = FileStatus::Skipped;
        }
        let dates = others.iter().map(|run| Reason::OutOfRange(run.start_local.date()));
        self.reasons.extend(dates);
    }
}
