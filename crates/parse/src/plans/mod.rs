//! Training plans: workouts of TrainingPeaks, events of intervals.icu, calendars, and single
//! workouts.
//!
//! A reader gives the workouts as the file holds them. The analysis knows the words that show a
//! kind of run.

mod calendar;
mod intervals;
mod training_peaks;
mod zwo;

use crate::error::{Error, ErrorKind};
use crate::formats::xml::decode;
use recoup_model::{Diagnostic, DiagnosticKind, PlannedStart, PlannedWorkout, Position};

/// Maximum size of a plan in bytes. A calendar of ten years has a few megabytes.
const BYTES: usize = 64 << 20;
/// Maximum number of workouts of a plan. Two workouts on every day of fifty years are fewer.
const WORKOUTS: usize = 50_000;
/// Maximum length of a text in bytes.
const TEXT_BYTES: usize = 2000;

/// Kinds of plan files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlanFormat {
    /// A CSV file with the columns `date` and `type`.
    Csv,
    /// The CSV export of TrainingPeaks' workouts.
    TrainingPeaks,
    /// Events of intervals.icu, as its API gives them.
    Intervals,
    /// An iCalendar file.
    Calendar,
    /// A Zwift workout (`.zwo`).
    Zwo,
    /// A FIT file of the type workout.
    FitWorkout,
}

impl PlanFormat {
    /// Returns the name in reports: `a plan of TrainingPeaks`.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Csv => "a training plan",
            Self::TrainingPeaks => "a plan of TrainingPeaks",
            Self::Intervals => "a plan of intervals.icu",
            Self::Calendar => "a calendar",
            Self::Zwo => "a Zwift workout",
            Self::FitWorkout => "a workout",
        }
    }
}

/// Content of a plan file.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PlanContents {
    /// Kind of the file.
    pub format: PlanFormat,
    /// Planned workouts of all sports. Empty for [`PlanFormat::Csv`].
    pub workouts: Vec<PlannedWorkout>,
    /// Number of rows that could not be read.
    pub unread_rows: usize,
    /// First row that could not be read: its position and cause; [`None`] if all rows were read.
    pub first_unread: Option<Diagnostic>,
    /// Damage or limit that ended the file; [`None`] for a complete file.
    pub damage: Option<Diagnostic>,
    /// Text of a plan of [`PlanFormat::Csv`], whose types only the analysis knows. Empty for other
    /// plans.
    pub text: String,
}

impl PlanContents {
    pub(crate) fn new(format: PlanFormat) -> Self {
        Self {
            format,
            workouts: Vec::new(),
            unread_rows: 0,
            first_unread: None,
            damage: None,
            text: String::new(),
        }
    }

    /// Adds a workout, up to the limit.
    fn push(&mut self, workout: PlannedWorkout) {
        if self.workouts.len() < WORKOUTS {
            self.workouts.push(workout);
        } else if self.damage.is_none() {
            let message = format!("over the limit of {WORKOUTS} workouts of a plan");
            self.damage = Some(Diagnostic::whole(DiagnosticKind::LimitReached, message));
        }
    }

    /// Counts a row that could not be read. `line` is its first line, counted from 1, if known.
    fn leave_out(&mut self, line: Option<u64>, cause: impl Into<String>) {
        let mut unread = Diagnostic::whole(DiagnosticKind::BadValue, cause);
        unread.position = line.map(Position::Line);
        self.unread_rows = self.unread_rows.saturating_add(1);
        self.first_unread.get_or_insert(unread);
    }
}

/// Detects the kind of a plan from the first bytes of a file; [`None`] for other files.
pub(crate) fn detect(head: &[u8]) -> Option<PlanFormat> {
    let text = decode(head);
    let text = text.trim_start();
    if text.get(..15).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        return Some(PlanFormat::Calendar);
    }
    match text.chars().next()? {
        '[' | '{' => intervals::is_events(text).then_some(PlanFormat::Intervals),
        '<' => zwo::is_workout(text).then_some(PlanFormat::Zwo),
        _ => of_header(text.lines().next()?),
    }
}

/// Detects the kind of a CSV plan by its header.
fn of_header(header: &str) -> Option<PlanFormat> {
    let separator = if header.contains(';') { ';' } else { ',' };
    let column = |name: &str| {
        header.split(separator).any(|cell| cell.trim().trim_matches('"').eq_ignore_ascii_case(name))
    };
    if column("WorkoutDay") && column("PlannedDuration") {
        Some(PlanFormat::TrainingPeaks)
    } else {
        (column("date") && column("type")).then_some(PlanFormat::Csv)
    }
}

/// Reads a plan; [`None`] if the bytes are no plan.
///
/// # Errors
///
/// Fails if the bytes begin like a plan and nothing could be read, or if they exceed 64 MiB.
pub(crate) fn read(bytes: &[u8]) -> Option<Result<PlanContents, Error>> {
    let head = bytes.get(..crate::formats::probe::ROOT_WITHIN_BYTES).unwrap_or(bytes);
    let format = detect(head)?;
    if bytes.len() > BYTES {
        let message = "a plan of over 64 MiB; it is not read";
        return Some(Err(Error::new(ErrorKind::LimitExceeded, message)));
    }
    Some(match format {
        PlanFormat::Csv => {
            let text = decode(bytes).into_owned();
            Ok(PlanContents { text, ..PlanContents::new(format) })
        }
        PlanFormat::TrainingPeaks => Ok(training_peaks::read(&decode(bytes))),
        PlanFormat::Intervals => intervals::read(bytes),
        PlanFormat::Calendar => Ok(calendar::read(bytes)),
        PlanFormat::Zwo => zwo::read(&decode(bytes)),
        PlanFormat::FitWorkout => return None,
    })
}

/// Returns a text on one line, cut to the maximum length; [`None`] for an empty text.
fn text(raw: &str) -> Option<String> {
    crate::formats::xml::tidy(&raw[..raw.floor_char_boundary(TEXT_BYTES)])
}

/// Reads a date as `2026-03-02`, which a time may follow.
fn date(text: &str) -> Option<PlannedStart> {
    let day: jiff::civil::Date = text.trim().get(..10)?.parse().ok()?;
    Some(PlannedStart::Date(day.year(), day.month(), day.day()))
}

/// Reads a number, also with a decimal comma.
fn number(text: &str) -> Option<f64> {
    text.trim().replace(',', ".").parse().ok().filter(|number: &f64| number.is_finite())
}

/// Reads a length as `0:45` or `0:45:00`, and returns it in seconds.
fn clock_s(text: &str) -> Option<f64> {
    let parts: Option<Vec<f64>> = text.split(':').map(number).collect();
    let parts = parts.filter(|parts| (2..=3).contains(&parts.len()))?;
    Some(parts.iter().rev().fold(0.0, |sum, part| sum / 60.0 + part) * 3600.0)
}

/// Converts a length in seconds to milliseconds; [`None`] for a length that no workout has.
fn length_ms(seconds: f64) -> Option<i64> {
    /// Longest workout in seconds: a week.
    const LONGEST_S: f64 = 604_800.0;
    (1.0..=LONGEST_S).contains(&seconds).then(|| (seconds * 1000.0).round() as i64)
}

/// Returns a distance in metres; [`None`] for a distance that no workout has.
fn distance_m(metres: f64) -> Option<f64> {
    (1.0..=1_000_000.0).contains(&metres).then_some(metres)
}
