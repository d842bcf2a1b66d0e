//! The pass over a GPX text.
//!
//! quick-xml finds the markup; what it means is decided here, by local names and by a stack of
//! open elements that forgives: an end tag closes all that was left open inside its element, and
//! one that fits nothing is passed over. A tag that cannot be read costs that tag.

use super::notes::Notes;
use super::time::{self, Time};
use super::track::{FileWords, SESSIONS_TOP, Track};
use super::value::number;
use crate::Limits;
use quick_xml::Reader;
use quick_xml::errors::{Error as XmlError, SyntaxError};
use quick_xml::escape::unescape;
use quick_xml::events::{BytesRef, BytesStart, Event};
use recoup_model::{DiagnosticKind, Sample};
use std::borrow::Cow;
use std::ops::RangeInclusive;

/// How often reading resumes after a tag that cannot be read. Each can cost a look at the rest of
/// the text, so it is this that keeps the pass linear.
const RESUMPTIONS: usize = 32;

/// Characters of a name or description that are kept.
const WORDS_TOP: usize = 500;

/// What `OpenTracks` writes as the latitude of a point that stands for a pause and its end.
const PAUSE_LATITUDES: [f64; 2] = [100.0, 200.0];

/// What the pass found.
#[derive(Debug)]
pub(super) struct Scanned<'a> {
    /// The tracks that have samples, those of one session joined.
    pub(super) tracks: Vec<Track>,
    pub(super) words: FileWords,
    pub(super) notes: Notes<'a>,
    /// Track points, with a time or without.
    pub(super) points: usize,
    /// Whether there are routes or waypoints.
    pub(super) has_routes: bool,
}

/// Reads `text`.
pub(super) fn scan<'a>(text: &'a str, limits: &Limits) -> Scanned<'a> {
    let mut scan = Scan {
        text,
        limits,
        at: 0,
        frames: Vec::new(),
        too_deep: 0,
        content: Content::default(),
        point: None,
        track: Track::default(),
        samples: 0,
        untimed: 0,
        untimed_at: 0,
        root_closed: false,
        full: false,
        found: Scanned {
            tracks: Vec::new(),
            words: FileWords::default(),
            notes: Notes::new(text),
            points: 0,
            has_routes: false,
        },
    };
    scan.run();
    scan.finish()
}

/// What an open element is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Root,
    Metadata,
    Track,
    Segment,
    Point,
    Altitude,
    Time,
    HeartRate {
        /// Whether it is called `hr`, which counts before every other name.
        plain: bool,
    },
    Cadence,
    Temperature,
    Power,
    Speed,
    Distance,
    /// A heart rate's own child element, as in TCX.
    Value,
    Name,
    Type,
    Description,
    Route,
    Other,
}

impl Kind {
    /// The element of this name where it stands, which is inside `parent`.
    fn of(local: &str, parent: Self, in_point: bool) -> Self {
        // Nothing that is looked for is longer; all but a few names are in lower case.
        let mut lower = [0; 16];
        let local = match lower.get_mut(..local.len()) {
            Some(lower) if local.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                lower.copy_from_slice(local.as_bytes());
                lower.make_ascii_lowercase();
                std::str::from_utf8(lower).unwrap_or_default()
            }
            Some(_) => local,
            None => return Self::Other,
        };
        match local {
            "trkpt" => Self::Point,
            "trkseg" => Self::Segment,
            "trk" => Self::Track,
            "gpx" => Self::Root,
            // A speed or a time under anything but a point is the author's or the lap's.
            _ if in_point => match local {
                "ele" if parent == Self::Point => Self::Altitude,
                "time" if parent == Self::Point => Self::Time,
                "hr" => Self::HeartRate { plain: true },
                "heartrate" | "heart_rate" | "bpm" | "heartratebpm" => {
                    Self::HeartRate { plain: false }
                }
                "value" if matches!(parent, Self::HeartRate { .. }) => Self::Value,
                "cad" | "cadence" | "runcadence" | "rpm" => Self::Cadence,
                "atemp" | "temp" | "temperature" => Self::Temperature,
                "power" | "powerinwatts" | "watts" => Self::Power,
                "speed" => Self::Speed,
                "distance" => Self::Distance,
                _ => Self::Other,
            },
            "metadata" => Self::Metadata,
            // Locus and OsmAnd have an extension for the sport.
            "activity" => Self::Type,
            "wpt" | "rte" => Self::Route,
            "name" | "desc" | "cmt" | "keywords" | "type" => match (parent, local) {
                (Self::Track, "type") => Self::Type,
                (Self::Track | Self::Root | Self::Metadata, "name") => Self::Name,
                (Self::Track | Self::Root | Self::Metadata, "desc" | "cmt" | "keywords") => {
                    Self::Description
                }
                _ => Self::Other,
            },
            _ => Self::Other,
        }
    }

    /// Whether the element's text is wanted.
    fn has_content(self) -> bool {
        !matches!(
            self,
            Self::Root
                | Self::Metadata
                | Self::Track
                | Self::Segment
                | Self::Point
                | Self::Route
                | Self::Other
        )
    }
}

/// An open element.
#[derive(Debug, Clone, Copy)]
struct Frame<'a> {
    name: &'a str,
    kind: Kind,
}

/// A track point as far as it is read.
#[derive(Debug, Clone, Copy, Default)]
struct Point {
    sample: Sample,
    time: Option<Time>,
    has_plain_heart_rate: bool,
    is_pause: bool,
}

/// The text of the innermost element whose text is wanted.
///
/// It is nearly always one piece; comments and references split it, and then the pieces are
/// copied together.
#[derive(Debug, Default)]
struct Content<'a> {
    piece: &'a str,
    joined: String,
}

impl<'a> Content<'a> {
    fn clear(&mut self) {
        self.piece = "";
        self.joined.clear();
    }

    fn push(&mut self, text: Cow<'a, str>) {
        match text {
            Cow::Borrowed(text) if self.piece.is_empty() && self.joined.is_empty() => {
                self.piece = text;
            }
            text => {
                self.joined.push_str(std::mem::take(&mut self.piece));
                self.joined.push_str(&text);
            }
        }
    }

    fn as_str(&self) -> &str {
        if self.joined.is_empty() { self.piece } else { &self.joined }
    }
}

#[derive(Debug)]
struct Scan<'a, 'l> {
    text: &'a str,
    limits: &'l Limits,
    /// Byte of the text that the reader has come to.
    at: usize,
    frames: Vec<Frame<'a>>,
    /// Open elements beyond the depth that is followed.
    too_deep: usize,
    content: Content<'a>,
    point: Option<Point>,
    track: Track,
    samples: usize,
    untimed: usize,
    untimed_at: usize,
    root_closed: bool,
    /// Whether a limit ended the reading.
    full: bool,
    found: Scanned<'a>,
}

impl<'a> Scan<'a, '_> {
    fn run(&mut self) {
        // Blank lines and stray syllables before the declaration are common enough.
        let mut start = self.text.find('<');
        for _ in 0..RESUMPTIONS {
            let Some(from) = start else { return };
            start = self.read_from(from);
        }
        if start.is_some() {
            self.note(DiagnosticKind::Damaged, "too many tags that cannot be read");
            self.full = true;
        }
    }

    /// Reads from a byte to the end; comes back with a byte to go on from after a broken tag.
    fn read_from(&mut self, start: usize) -> Option<usize> {
        let mut reader = Reader::from_str(&self.text[start..]);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        while !self.full {
            let event = reader.read_event();
            let before = self.at;
            self.at = start + reader.buffer_position() as usize;
            match event {
                Ok(Event::Start(element)) => self.open(&element, before.max(start)),
                Ok(Event::Empty(element)) => {
                    self.open(&element, before.max(start));
                    self.close_innermost();
                }
                Ok(Event::End(element)) => self.close_named(element.name().as_ref()),
                Ok(Event::Text(text)) => self.text(text.into_inner()),
                Ok(Event::CData(text)) => self.text(text.into_inner()),
                Ok(Event::GeneralRef(reference)) => self.reference(&reference),
                Ok(Event::Decl(_)) if self.root_closed => self.second_document(),
                Ok(Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_)) => {}
                Ok(Event::Eof) => {
                    if !self.frames.is_empty() {
                        self.note(DiagnosticKind::Truncated, "the file ends before its end tags");
                    }
                    return None;
                }
                // The reader has passed the trouble and can go on.
                Err(XmlError::IllFormed(error)) => {
                    self.note(DiagnosticKind::Damaged, error.to_string());
                }
                Err(error) => {
                    let broken = start + reader.error_position() as usize;
                    return self.resume_after(broken, &error);
                }
            }
        }
        None
    }

    /// Where reading can go on after markup at `broken` that never ends.
    fn resume_after(&mut self, broken: usize, error: &XmlError) -> Option<usize> {
        self.at = broken;
        // What follows the start of a comment is not known to be meant.
        let hides_the_rest = matches!(
            error,
            XmlError::Syntax(SyntaxError::UnclosedComment | SyntaxError::UnclosedCData)
        );
        let next = self
            .text
            .get(broken + 1..)
            .filter(|_| !hides_the_rest)
            .and_then(|rest| rest.find('<'))
            .map(|offset| broken + 1 + offset);
        if next.is_some() {
            self.note(DiagnosticKind::Damaged, error.to_string());
        } else {
            self.note(DiagnosticKind::Truncated, format!("the file is cut: {error}"));
        }
        next
    }

    fn open(&mut self, element: &BytesStart<'_>, start: usize) {
        if self.too_deep > 0 || self.frames.len() >= self.limits.xml_depth {
            self.too_deep += 1;
            let message = format!(
                "elements nested deeper than the limit of {} were left out",
                self.limits.xml_depth
            );
            self.note(DiagnosticKind::LimitReached, message);
            return;
        }
        let qualified = element.name();
        let length = qualified.as_ref().len();
        // The same name in the text itself, which lives longer than the event.
        let name = self.text.get(start + 1..start + 1 + length).unwrap_or_default();
        // Names are too short for a search with a vector to pay.
        let prefix = name.bytes().rposition(|byte| byte == b':').map_or(0, |colon| colon + 1);
        let local = &name[prefix..];
        let parent = self.frames.last().map_or(Kind::Other, |frame| frame.kind);
        let kind = Kind::of(local, parent, self.point.is_some());
        match kind {
            Kind::Point => {
                // One that was never closed ends where the next begins.
                if self.point.is_some() {
                    self.close_kind(kind);
                }
                self.point = Some(self.point_at(element));
            }
            Kind::Segment => {
                self.close_kind(kind);
                self.track.interrupt();
            }
            Kind::Track => self.close_kind(kind),
            Kind::Root => {
                if self.root_closed || !self.frames.is_empty() {
                    self.second_document();
                }
                self.close_from(0);
                self.root_closed = false;
                if self.found.words.creator.is_none() {
                    self.found.words.creator = creator(element);
                }
            }
            Kind::Route => self.found.has_routes = true,
            // Its text belongs to the heart rate around it.
            Kind::Value => {}
            _ if kind.has_content() => self.content.clear(),
            _ => {}
        }
        self.frames.push(Frame { name, kind });
    }

    fn close_innermost(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if let Some(frame) = self.frames.pop() {
            self.close(frame.kind);
        }
    }

    /// Closes the innermost element of this name and all within it.
    fn close_named(&mut self, name: &str) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        match self.frames.iter().rposition(|frame| frame.name == name) {
            Some(index) if index + 1 == self.frames.len() => self.close_innermost(),
            Some(index) => {
                self.note(
                    DiagnosticKind::Damaged,
                    format!("</{}> closes more than itself", show(name)),
                );
                self.close_from(index);
            }
            None => {
                self.note(DiagnosticKind::Damaged, format!("</{}> closes nothing", show(name)));
            }
        }
    }

    /// Closes the innermost element of this kind and all within it, if one is open.
    fn close_kind(&mut self, kind: Kind) {
        if let Some(index) = self.frames.iter().rposition(|frame| frame.kind == kind) {
            self.note(DiagnosticKind::Damaged, "an element begins inside one of its own kind");
            self.close_from(index);
        }
    }

    fn close_from(&mut self, index: usize) {
        while self.frames.len() > index {
            if let Some(frame) = self.frames.pop() {
                self.close(frame.kind);
            }
        }
    }

    fn close(&mut self, kind: Kind) {
        match kind {
            Kind::Point => self.finish_point(),
            Kind::Track => self.finish_track(),
            Kind::Root => self.root_closed = true,
            Kind::Name | Kind::Type | Kind::Description => self.finish_words(kind),
            _ if self.point.is_some() && kind.has_content() && kind != Kind::Value => {
                self.finish_field(kind);
            }
            _ => {}
        }
    }

    fn text(&mut self, text: Cow<'a, str>) {
        if let Some(frame) = self.frames.last() {
            if frame.kind.has_content() {
                self.content.push(text);
            }
        } else if self.root_closed && text.chars().any(|c| c != '\0' && !c.is_whitespace()) {
            // Padding of blanks and zeros after the end is no damage; anything else is.
            self.note(DiagnosticKind::Damaged, "there is more text after the end");
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) {
        if !self.frames.last().is_some_and(|frame| frame.kind.has_content()) {
            return;
        }
        let name: &str = reference;
        let text = match (name, reference.resolve_char_ref()) {
            (_, Ok(Some(character))) => character.to_string(),
            ("amp", _) => "&".to_owned(),
            ("lt", _) => "<".to_owned(),
            ("gt", _) => ">".to_owned(),
            ("quot", _) => "\"".to_owned(),
            ("apos", _) => "'".to_owned(),
            ("nbsp", _) => " ".to_owned(),
            // Entities that a file defines are not expanded: they are how a small file becomes
            // gigabytes. As they were written, they are still readable in a title.
            _ => format!("&{name};"),
        };
        self.content.push(Cow::Owned(text));
    }

    fn second_document(&mut self) {
        self.note(DiagnosticKind::Damaged, "a second document begins after the first");
    }

    fn point_at(&mut self, element: &BytesStart<'_>) -> Point {
        let (mut latitude, mut longitude) = (Coordinate::Absent, Coordinate::Absent);
        for attribute in element.html_attributes().with_checks(false).flatten() {
            match attribute.key.local_name().as_ref() {
                "lat" => self.coordinate(&mut latitude, "latitude", &attribute.value),
                "lon" => self.coordinate(&mut longitude, "longitude", &attribute.value),
                _ => {}
            }
        }
        let mut point = Point::default();
        let (Coordinate::Read(latitude), Coordinate::Read(longitude)) = (latitude, longitude)
        else {
            return point;
        };
        if (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude) {
            point.sample.latitude_deg = Some(latitude);
            point.sample.longitude_deg = Some(longitude);
        } else if PAUSE_LATITUDES.contains(&latitude) && longitude == 0.0 {
            point.is_pause = true;
        } else {
            let position = format!("{latitude} {longitude}");
            self.found.notes.bad_value(self.at, "position", &position);
        }
        point
    }

    /// Reads a coordinate; the first of two counts.
    fn coordinate(&mut self, coordinate: &mut Coordinate, what: &str, value: &str) {
        if !matches!(coordinate, Coordinate::Absent) {
            return;
        }
        *coordinate = number(value).map_or(Coordinate::Bad, Coordinate::Read);
        if matches!(coordinate, Coordinate::Bad) {
            self.found.notes.bad_value(self.at, what, value);
        }
    }

    fn finish_field(&mut self, kind: Kind) {
        let Some(point) = &mut self.point else { return };
        let sample = &mut point.sample;
        let text = self.content.as_str();
        // An empty element says that there is no value, which is no fault.
        if text.trim().is_empty() {
            return;
        }
        let (what, range) = match kind {
            Kind::Time => ("time", 0.0..=0.0),
            // The deepest shaft is 4 km down, the highest balloon 53 km up; -99999 is "none".
            Kind::Altitude => ("elevation", -20_000.0..=100_000.0),
            Kind::HeartRate { .. } => ("heart rate", 0.0..=1000.0),
            Kind::Cadence => ("cadence", 0.0..=10_000.0),
            Kind::Temperature => ("temperature", -300.0..=1000.0),
            Kind::Power => ("power", -10_000.0..=100_000.0),
            Kind::Speed => ("speed", -1000.0..=100_000.0),
            _ => ("distance", -1e9..=1e9),
        };
        let is_read = if kind == Kind::Time {
            point.time = point.time.or_else(|| time::parse(text));
            point.time.is_some()
        } else if let Some(value) = number_within(text, range) {
            let narrow = Some(value as f32);
            match kind {
                Kind::Altitude => sample.altitude_m = sample.altitude_m.or(Some(value)),
                Kind::Distance => sample.distance_m = sample.distance_m.or(Some(value)),
                Kind::Cadence => sample.cadence_rpm = sample.cadence_rpm.or(narrow),
                Kind::Temperature => sample.temperature_c = sample.temperature_c.or(narrow),
                Kind::Power => sample.power_w = sample.power_w.or(narrow),
                Kind::Speed => sample.speed_m_s = sample.speed_m_s.or(narrow),
                Kind::HeartRate { plain }
                    if sample.heart_rate_bpm.is_none()
                        || (plain && !point.has_plain_heart_rate) =>
                {
                    sample.heart_rate_bpm = narrow;
                    point.has_plain_heart_rate = plain;
                }
                _ => {}
            }
            true
        } else {
            false
        };
        if !is_read {
            self.found.notes.bad_value(self.at, what, text);
        }
        self.content.clear();
    }

    fn finish_point(&mut self) {
        let Some(Point { mut sample, time, is_pause, .. }) = self.point.take() else { return };
        self.found.points += 1;
        if is_pause {
            self.track.interrupt();
            return;
        }
        let Some(time) = time else {
            self.untimed += 1;
            self.untimed_at = if self.untimed == 1 { self.at } else { self.untimed_at };
            return;
        };
        if self.samples >= self.limits.samples {
            let message = format!("more than the limit of {} samples", self.limits.samples);
            self.note(DiagnosticKind::LimitReached, message);
            self.full = true;
            return;
        }
        sample.time_ms = time.ms;
        if self.track.samples.is_empty() {
            self.track.utc_offset_min = time.offset_min;
        }
        self.track.push(&sample);
        self.samples += 1;
    }

    fn finish_track(&mut self) {
        let track = std::mem::take(&mut self.track);
        if track.samples.is_empty() {
            return;
        }
        if self.found.tracks.len() >= SESSIONS_TOP {
            let message = format!("more than the limit of {SESSIONS_TOP} sessions");
            self.note(DiagnosticKind::LimitReached, message);
            self.full = true;
            return;
        }
        track.join(&mut self.found.tracks);
    }

    fn finish_words(&mut self, kind: Kind) {
        let words = tidy(self.content.as_str());
        self.content.clear();
        if words.is_empty() {
            return;
        }
        let in_track = self.frames.iter().any(|frame| frame.kind == Kind::Track);
        let place = match (kind, in_track) {
            (Kind::Type, true) => &mut self.track.kind,
            (Kind::Type, false) => &mut self.found.words.kind,
            (Kind::Name, true) => &mut self.track.name,
            (Kind::Name, false) => &mut self.found.words.name,
            (_, true) => &mut self.track.description,
            (_, false) => &mut self.found.words.description,
        };
        place.get_or_insert(words);
    }

    fn finish(mut self) -> Scanned<'a> {
        // A point that is still open was cut; a track was not, up to its last whole point.
        self.finish_track();
        if self.untimed > 0 && !self.found.tracks.is_empty() {
            let points = self.found.points;
            let message =
                format!("{} of {points} points have no time and are left out", self.untimed);
            self.found.notes.remark(self.untimed_at, message);
        }
        self.found
    }

    fn note(&mut self, kind: DiagnosticKind, message: impl Into<String>) {
        self.found.notes.add(kind, self.at, message);
    }
}

/// A latitude or longitude as an attribute gives it.
enum Coordinate {
    Absent,
    Bad,
    Read(f64),
}

fn number_within(text: &str, range: RangeInclusive<f64>) -> Option<f64> {
    number(text).filter(|value| range.contains(value))
}

fn creator(element: &BytesStart<'_>) -> Option<String> {
    let attribute = element
        .html_attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == "creator")?;
    let text = unescape(&attribute.value).unwrap_or(Cow::Borrowed(&attribute.value));
    Some(tidy(&text)).filter(|text| !text.is_empty())
}

/// A name as one line: runs of blanks and control characters become one blank.
fn tidy(text: &str) -> String {
    let mut tidied = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty())
    {
        if !tidied.is_empty() {
            tidied.push(' ');
        }
        tidied.push_str(word);
        if tidied.len() >= WORDS_TOP {
            break;
        }
    }
    if let Some((end, _)) = tidied.char_indices().nth(WORDS_TOP) {
        tidied.truncate(end);
    }
    tidied
}

/// The part of a name that a message can hold.
fn show(name: &str) -> String {
    name.chars().take(40).collect()
}
