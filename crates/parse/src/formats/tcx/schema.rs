//! Meaning of the elements of TCX.

use super::session::TcxSession;
use crate::formats::xml::{
    ElementKind, Notes, Point, Schema, SessionBudget, Time, attribute, number, parse_time, tidy,
};
use quick_xml::events::BytesStart;
use recoup_model::Sample;
use std::ops::ControlFlow;

/// Structural element of TCX, or element whose text is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Parent of all runs in the first version of TCX.
    History,
    /// Folder of one sport in the first version of TCX.
    Folder,
    /// `Activity`, or `Run` of any sport in the first version.
    Activity,
    /// Start time, which identifies the activity.
    Id,
    Lap,
    LapTime,
    LapDistance,
    Track,
    Course,
    /// Transition between two sports of a multisport session, with its own track.
    Transition,
    Notes,
    /// Plan or workout of the activity.
    Plan,
    PlanName,
    Creator,
    DeviceName,
    DeviceSerial,
    MaximumHeartRate,
    MaximumHeartRateValue,
}

/// Program that writes local times with the `Z` of UTC.
const WRITES_LOCAL_TIMES: &str = "Mi Fitness";

/// Data collected from a file so far.
#[derive(Debug, Default)]
pub(super) struct Tcx {
    /// Activities with any content.
    pub(super) sessions: Vec<TcxSession>,
    /// Whether the program wrote local times as if they were UTC.
    pub(super) are_times_local: bool,
    pub(super) has_course: bool,
    session: TcxSession,
    /// Sport of the open folder.
    folder: Option<String>,
    /// Whether the points belong to no session. Such points belong to a course, which is a plan, or
    /// to the transition between two sports.
    is_left_out: bool,
    session_budget: SessionBudget,
}

impl Tcx {
    pub(super) fn new(session_budget: SessionBudget) -> Self {
        Self { session_budget, ..Self::default() }
    }

    /// Completes the data. A cut activity is kept up to its last complete point.
    pub(super) fn finish(mut self) -> Self {
        self.session.cut_lap();
        self.finish_session();
        self
    }

    fn finish_session(&mut self) {
        let session = std::mem::take(&mut self.session);
        if !session.is_empty() {
            self.sessions.push(session);
        }
    }
}

impl Schema for Tcx {
    type Part = Part;

    fn kind(local: &str, parent: ElementKind<Part>) -> ElementKind<Part> {
        let part = match (local, parent) {
            ("trainingcenterdatabase", _) => return ElementKind::Root,
            ("trackpoint", _) => return ElementKind::Point,
            ("history", _) => Part::History,
            ("running" | "biking" | "other", ElementKind::Part(Part::History)) => Part::Folder,
            ("activity" | "run", _) => Part::Activity,
            ("lap", _) => Part::Lap,
            ("track", _) => Part::Track,
            ("course", _) => Part::Course,
            ("transition", _) => Part::Transition,
            ("plan", _) => Part::Plan,
            ("creator", _) => Part::Creator,
            ("id", ElementKind::Part(Part::Activity)) => Part::Id,
            ("notes", ElementKind::Part(Part::Activity)) => Part::Notes,
            ("totaltimeseconds", ElementKind::Part(Part::Lap)) => Part::LapTime,
            ("distancemeters", ElementKind::Part(Part::Lap)) => Part::LapDistance,
            ("maximumheartratebpm", ElementKind::Part(Part::Lap)) => Part::MaximumHeartRate,
            ("value", ElementKind::Part(Part::MaximumHeartRate)) => Part::MaximumHeartRateValue,
            ("name", ElementKind::Part(Part::Plan)) => Part::PlanName,
            ("name", ElementKind::Part(Part::Creator)) => Part::DeviceName,
            ("unitid", ElementKind::Part(Part::Creator)) => Part::DeviceSerial,
            _ => return ElementKind::Other,
        };
        ElementKind::Part(part)
    }

    fn kind_in_point(local: &str) -> Option<ElementKind<Part>> {
        match local {
            "trackpoint" => Some(ElementKind::Point),
            "track" => Some(ElementKind::Part(Part::Track)),
            "lap" => Some(ElementKind::Part(Part::Lap)),
            "activity" => Some(ElementKind::Part(Part::Activity)),
            "trainingcenterdatabase" => Some(ElementKind::Root),
            _ => None,
        }
    }

    fn has_text(part: Part) -> bool {
        match part {
            Part::Id
            | Part::LapTime
            | Part::LapDistance
            | Part::Notes
            | Part::PlanName
            | Part::DeviceName
            | Part::DeviceSerial
            | Part::MaximumHeartRateValue => true,
            Part::History
            | Part::Folder
            | Part::Activity
            | Part::Lap
            | Part::Track
            | Part::Course
            | Part::Transition
            | Part::Plan
            | Part::Creator
            | Part::MaximumHeartRate => false,
        }
    }

    fn stands_alone(part: Part) -> bool {
        matches!(part, Part::Activity | Part::Lap | Part::Track)
    }

    fn root(&mut self, tag: &BytesStart<'_>) {
        let creator = attribute(tag, "creator");
        self.are_times_local = creator.is_some_and(|creator| creator == WRITES_LOCAL_TIMES);
    }

    fn open(&mut self, part: Part, tag: &BytesStart<'_>) {
        match part {
            Part::Folder => self.folder = Some(tag.local_name().as_ref().to_owned()),
            Part::Activity => {
                self.session.kind = attribute(tag, "Sport").or_else(|| self.folder.clone());
            }
            Part::Course => (self.has_course, self.is_left_out) = (true, true),
            Part::Transition => self.is_left_out = true,
            Part::Lap if !self.is_left_out => {
                let start = attribute(tag, "StartTime").and_then(|time| parse_time(&time));
                self.session.begin_lap(start.map(|time| time.ms));
            }
            // The timer was stopped between the tracks of a lap.
            Part::Track if !self.is_left_out => self.session.begin_track(),
            _ => {}
        }
    }

    fn close(&mut self, part: Part, text: &str, notes: &mut Notes<'_>) -> ControlFlow<()> {
        let session = &mut self.session;
        match part {
            Part::Course | Part::Transition => self.is_left_out = false,
            _ if self.is_left_out => {}
            Part::Activity => {
                self.finish_session();
                return self.session_budget.check(self.sessions.len(), notes);
            }
            Part::Lap => session.end_lap(),
            Part::Id => session.id_ms = parse_time(text).map(|time| time.ms),
            Part::LapTime => {
                let seconds = amount(text, "lap time", notes);
                session.lap.timer_ms = seconds.map(|seconds| (seconds * 1000.0).round() as i64);
            }
            Part::LapDistance => session.lap.distance_m = amount(text, "lap distance", notes),
            Part::MaximumHeartRateValue => {
                let rate = amount(text, "highest heart rate", notes);
                let so_far = session.heart_rate_max_bpm;
                session.heart_rate_max_bpm = so_far.into_iter().chain(rate).reduce(f64::max);
            }
            Part::DeviceSerial => session.device_serial = text.trim().parse().ok(),
            Part::Notes => session.notes = tidy(text),
            Part::PlanName => session.plan = tidy(text),
            Part::DeviceName => session.device = tidy(text),
            Part::Folder => self.folder = None,
            Part::History | Part::Track | Part::Plan | Part::Creator | Part::MaximumHeartRate => {}
        }
        ControlFlow::Continue(())
    }

    fn point(&self, _: &BytesStart<'_>, _: &mut Notes<'_>) -> Point {
        Point::default()
    }

    fn plain_point(text: &str) -> Option<(Point, usize)> {
        text.starts_with('>').then(|| (Point::default(), 1))
    }

    fn sample(&mut self, sample: &Sample, time: Time) {
        if !self.is_left_out {
            self.session.points.push(sample, time);
        }
    }

    fn pause(&mut self) {
        self.session.points.interrupt();
    }
}

/// Parses a time or a length, which is never negative.
fn amount(text: &str, what: &str, notes: &mut Notes<'_>) -> Option<f64> {
    let amount = number(text).filter(|amount| (0.0..1e9).contains(amount));
    if amount.is_none() && !text.trim().is_empty() {
        notes.bad_value(what, text);
    }
    amount
}
