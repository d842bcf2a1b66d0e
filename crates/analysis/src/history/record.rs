//! The record of one file, which becomes its row in files.csv, with its runs.

use crate::run::assessment::{Assessment, FollowedBy};
use crate::run::other_sport::OtherActivity;
use crate::run::peak::RunMaximum;
use crate::run::session::{Fragment, NotARun};
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
    /// The file holds a run that another file holds too, and better.
    Duplicate,
    /// The file could not be read.
    Unreadable,
    /// The file was not read, or holds only a run that no week can count or that is out of range.
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

/// A reason for the status of a file, or a remark on it.
///
/// The [`Display`](fmt::Display) form is what files.csv shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Reason {
    /// The first damage of a file that was read in part.
    Damage(Diagnostic),
    /// A value that no recording or athlete has, and that was left out.
    Implausible(Diagnostic),
    /// Sessions that the file repeats: the number left out.
    Repeated(usize),
    /// A run whose sport the file does not say: the sport and its basis.
    SportGuess(Sport, SportBasis),
    /// A run whose own distance cannot be right: that distance, and the one that counts, in metres.
    Distance(f64, f64),
    /// A session of another sport.
    NotARun(NotARun),
    /// An activity of another sport that is a hard session: the sport, and the reason.
    HardOtherSport(Sport, String),
    /// A run too short to grade.
    Fragment(Fragment),
    /// A run without a known date, or with a date that no recording can have: that date in UTC.
    Undated(Option<Date>),
    /// A file of a known format without an activity: a description of its content.
    NoActivity(String),
    /// A file that is not read: a description of it, or the cause.
    Skipped(String),
    /// A file of which nothing could be read: position and cause.
    Unreadable(String),
    /// A download that a browser has not finished, or a file in one.
    UnfinishedDownload,
    /// A panic while the file was read.
    Internal,
    /// A run that another file holds too, and better.
    Duplicate(Duplicate),
    /// A run outside the requested dates: its local date.
    OutOfRange(Date),
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
            Self::Undated(None) => {
                f.write_str("a run whose date is not known, which no week can count")
            }
            Self::Undated(Some(date)) => {
                write!(f, "a run whose clock says {date}, which cannot be; no week can count it")
            }
            Self::NoActivity(text) | Self::Skipped(text) | Self::Unreadable(text) => {
                f.write_str(text)
            }
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

/// A rule by which two runs are the same, the surest first.
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

/// A run that another file holds too, and better.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Duplicate {
    /// Name of the file that holds the same run.
    pub same_as: String,
    /// Rule by which the runs are the same.
    pub rule: DuplicateRule,
    /// Name of the file whose run is kept; [`None`] if that is `same_as`.
    pub kept: Option<String>,
}

impl fmt::Display for Duplicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the same run as {}: {}", self.same_as, self.rule)?;
        self.kept.iter().try_for_each(|kept| write!(f, ", and so as {kept}"))
    }
}

/// An activity of another sport beside the athlete's runs.
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
    /// Reason that it was a hard session; [`None`] if it was none.
    pub hard_reason: Option<String>,
    /// Run or rest after a hard session within 48 h; [`None`] if they are not over.
    pub followed_by: Option<FollowedBy>,
}

/// The record of one file. Every file found has one.
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
    /// BLAKE3 digest of the bytes, of files with activities that another file of the athlete equals byte
    /// for byte; [`None`] for all others.
    pub digest: Option<[u8; 32]>,
    /// Status of the file: the best of any of its sessions.
    pub status: FileStatus,
    /// Number of sessions.
    pub sessions: usize,
    /// Whether part of the file was lost.
    pub is_partial: bool,
    /// Name of the file with the same run that was kept, for a duplicate; [`None`] for other files.
    pub duplicate_of: Option<String>,
    /// Reasons and remarks, in the order in which files.csv shows them.
    pub reasons: Vec<Reason>,
    /// Sport of the first session; [`None`] without sessions.
    pub sport: Option<Sport>,
    /// Start of the first activity in milliseconds since the Unix epoch; [`None`] where unknown.
    pub start_ms: Option<i64>,
    /// Week of the start, else of the date in the file's name; [`None`] if neither is known.
    pub week: Option<String>,
    /// Kept runs.
    pub runs: Vec<Assessment>,
    /// Activities of other sports.
    pub others: Vec<OtherSession>,
    /// Maximum heart rates that the runs tell, fragments and copies included.
    pub maxima: Vec<RunMaximum>,
}

impl FileRecord {
    /// Returns the reasons in words, separated by semicolons, as files.csv shows them.
    #[must_use]
    pub fn detail(&self) -> String {
        let reasons: Vec<String> = self.reasons.iter().map(Reason::to_string).collect();
        reasons.join("; ")
    }

    /// Whether the file could not be read, or only in part.
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

    /// Removes the runs of the weeks before `since` and after `until`, which are local dates; [`None`]
    /// sets no limit. The weeks of these dates are kept as a whole. A record that loses its last run
    /// becomes [`FileStatus::Skipped`].
    ///
    /// Call this after [`finish`](crate::finish), so that a narrower range changes no run: runs are
    /// placed among all runs of the athlete first.
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
