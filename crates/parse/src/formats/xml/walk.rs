//! Single pass over a text.
//!
//! The crate quick-xml finds the markup. Local names and a forgiving stack of open elements decide
//! its meaning: an end tag also closes all elements left open inside its element, and an end tag
//! without a start tag is ignored. Only an invalid tag itself is lost.

use super::content::Content;
use super::entities::Entities;
use super::field::{Finished, Point};
use super::notes::Notes;
use super::plain::{self, LastLayout};
use super::reader::forgiving;
use super::schema::{ElementKind, Lower, Schema};
use super::walked::Walked;
use super::words::show;
use crate::limits::Limits;
use quick_xml::errors::{Error as XmlError, SyntaxError};
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use recoup_model::DiagnosticKind;
use std::borrow::Cow;

/// Number of times that reading resumes behind an invalid tag. Each resumption can search the rest
/// of the text, so this limit keeps the pass linear.
const RESUMPTIONS: usize = 32;

/// Reads `text` and passes its content to `schema`.
pub(crate) fn walk<'a, D: Schema>(text: &'a str, limits: &Limits, schema: &mut D) -> Walked<'a> {
    let mut walk = Walk {
        text,
        limits,
        schema,
        frames: Vec::new(),
        too_deep: 0,
        content: Content::default(),
        entities: Entities::default(),
        point: None,
        last_layout: LastLayout::new(),
        samples: 0,
        root_closed: false,
        full: false,
        found: Walked::new(Notes::new(text)),
    };
    walk.run();
    walk.found
}

/// Open element.
#[derive(Debug, Clone, Copy)]
struct Frame<'a, P> {
    name: &'a str,
    kind: ElementKind<P>,
}

struct Walk<'a, 'l, D: Schema> {
    text: &'a str,
    limits: &'l Limits,
    schema: &'l mut D,
    frames: Vec<Frame<'a, D::Part>>,
    /// Number of open elements beyond the maximum depth.
    too_deep: usize,
    content: Content<'a>,
    entities: Entities<'a>,
    point: Option<Point>,
    last_layout: LastLayout<'a, D::Part>,
    samples: usize,
    root_closed: bool,
    /// Whether a limit ended the reading.
    full: bool,
    found: Walked<'a>,
}

impl<'a, D: Schema> Walk<'a, '_, D> {
    fn run(&mut self) {
        // Blank lines and stray syllables before the declaration are common.
        let mut start = self.text.find('<');
        for _ in 0..RESUMPTIONS {
            let Some(from) = start else { return };
            start = self.read_from(from);
        }
        if start.is_some() {
            self.note(DiagnosticKind::Damaged, "too many invalid tags");
        }
    }

    /// Reads from a byte to the end. After an invalid tag, returns the byte at which to resume.
    fn read_from(&mut self, mut start: usize) -> Option<usize> {
        let mut reader = forgiving(&self.text[start..]);
        while !self.full {
            let event = reader.read_event();
            let before = self.found.notes.at.max(start);
            let at = start + reader.buffer_position() as usize;
            self.found.notes.at = at;
            match event {
                Ok(Event::Start(element)) => {
                    self.open(&element, before);
                    let reached = self.plain_points(at);
                    *reader.get_mut() = &self.text.as_bytes()[reached..];
                    start += reached - at;
                    self.found.notes.at = reached;
                }
                Ok(Event::Empty(element)) => {
                    self.open(&element, before);
                    self.close_innermost();
                }
                Ok(Event::End(element)) => self.close_named(element.name().as_ref()),
                Ok(Event::Text(text)) => self.text(text.into_inner()),
                Ok(Event::CData(text)) => self.text(text.into_inner()),
                Ok(Event::GeneralRef(reference)) => self.reference(&reference),
                Ok(Event::Decl(_)) if self.root_closed => self.second_document(),
                Ok(Event::DocType(text)) => {
                    if let Cow::Borrowed(declaration) = text.into_inner() {
                        self.entities.define(declaration);
                    }
                }
                Ok(Event::Decl(_) | Event::PI(_) | Event::Comment(_)) => {}
                Ok(Event::Eof) => {
                    if !self.frames.is_empty() {
                        self.note(DiagnosticKind::Truncated, "the file ends before its end tags");
                    }
                    return None;
                }
                // The reader is already behind the error and can go on.
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

    /// Returns the byte at which to resume. `broken` is the byte of markup that never ends.
    fn resume_after(&mut self, broken: usize, error: &XmlError) -> Option<usize> {
        self.found.notes.at = broken;
        // Text behind an unclosed comment may be part of the comment.
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
                "elements nested deeper than the limit of {} (xml_depth) were left out",
                self.limits.xml_depth
            );
            self.note(DiagnosticKind::LimitReached, message);
            return;
        }
        let qualified = element.name();
        let length = qualified.as_ref().len();
        // The name is taken from the text itself, which lives longer than the event.
        let name = self.text.get(start + 1..start + 1 + length).unwrap_or_default();
        let parent = self.frames.last().map_or(ElementKind::Other, |frame| frame.kind);
        let kind = match self.point {
            Some(_) => ElementKind::in_point::<D>(name, parent),
            None => {
                Lower::of(name).map_or(ElementKind::Other, |local| D::kind(local.as_str(), parent))
            }
        };
        match kind {
            ElementKind::Point => {
                // An unclosed point ends where the next one begins.
                if self.point.is_some() {
                    self.close_kind(kind);
                }
                // Text left from unclosed elements is dropped, so that both ways of reading agree.
                self.content.clear();
                self.point = Some(self.schema.point(element, &mut self.found.notes));
            }
            ElementKind::Root => {
                if self.root_closed || !self.frames.is_empty() {
                    self.second_document();
                }
                self.close_from(0);
                self.root_closed = false;
                self.schema.root(element);
            }
            ElementKind::Part(part) => {
                if D::stands_alone(part) {
                    self.close_kind(kind);
                }
                if D::has_text(part) {
                    self.content.clear();
                }
                self.schema.open(part, element);
            }
            ElementKind::Field(_) => self.content.clear(),
            ElementKind::Other => {}
        }
        self.frames.push(Frame { name, kind });
    }

    /// Reads plainly written points from byte `at` behind a point's start tag. Returns the byte
    /// that was reached. The last start tag is still open there.
    fn plain_points(&mut self, mut at: usize) -> usize {
        let Some(Frame { name, kind: ElementKind::Point }) = self.frames.last().copied() else {
            return at;
        };
        if self.too_deep > 0 {
            return at;
        }
        let room = self.limits.xml_depth - self.frames.len();
        while let Some(begun) = self.point
            && !self.full
            && let Some((point, end)) = self.plain_point(begun, name, at, room)
        {
            self.point = Some(point);
            at = end;
            let Some(end) = plain::end_of_closing(self.text, end, name) else { break };
            let Some((next, tag_end)) = plain::next::<D>(self.text, end, name) else { break };
            // The next point takes the place of this one among the open elements.
            self.found.notes.at = end;
            self.finish_point();
            self.found.notes.at = tag_end;
            self.content.clear();
            self.point = Some(next);
            at = tag_end;
        }
        at
    }

    /// Reads the content of a plainly written point from byte `at`. Returns the point with its values,
    /// and the byte at which its end tag begins.
    fn plain_point(
        &mut self,
        begun: Point,
        name: &'a str,
        at: usize,
        room: usize,
    ) -> Option<(Point, usize)> {
        let mut point = begun;
        if let Some(end) = self.last_layout.read_alike(self.text, at, &mut point, room) {
            return Some((point, end));
        }
        point = begun;
        let end = plain::read::<D>(self.text, at, name, &mut point, room, &mut self.last_layout)?;
        Some((point, end))
    }

    fn close_innermost(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if let Some(frame) = self.frames.pop() {
            self.close(frame.kind);
        }
    }

    /// Closes the innermost element of this name and all elements inside it.
    fn close_named(&mut self, name: &str) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        match self.frames.iter().rposition(|frame| frame.name == name) {
            Some(index) if index + 1 == self.frames.len() => self.close_innermost(),
            Some(index) => {
                let unclosed = match self.frames.len() - index - 1 {
                    1 => "an unclosed element".to_owned(),
                    several => format!("{several} unclosed elements"),
                };
                let message = format!("</{}> also closes {unclosed}", show(name));
                self.note(DiagnosticKind::Damaged, message);
                self.close_from(index);
            }
            None => {
                self.note(DiagnosticKind::Damaged, format!("</{}> has no start tag", show(name)));
            }
        }
    }

    /// Closes the innermost element of this kind and all elements inside it, if one is open.
    fn close_kind(&mut self, kind: ElementKind<D::Part>) {
        if let Some(index) = self.frames.iter().rposition(|frame| frame.kind == kind) {
            self.note(
                DiagnosticKind::Damaged,
                "an element begins inside an unclosed one of the same kind",
            );
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

    fn close(&mut self, kind: ElementKind<D::Part>) {
        match kind {
            ElementKind::Root => self.root_closed = true,
            ElementKind::Point => self.finish_point(),
            ElementKind::Field(field) => {
                if let Some(point) = &mut self.point
                    && !point.set(field, self.content.as_str())
                {
                    self.found.notes.bad_value(field.as_str(), self.content.as_str());
                }
                self.content.clear();
            }
            ElementKind::Part(part) => {
                let text = if D::has_text(part) { self.content.as_str() } else { "" };
                let flow = self.schema.close(part, text, &mut self.found.notes);
                self.full |= flow.is_break();
                if D::has_text(part) {
                    self.content.clear();
                }
            }
            ElementKind::Other => {}
        }
    }

    fn finish_point(&mut self) {
        let Some(point) = self.point.take() else { return };
        self.found.points += 1;
        match point.finish(&mut self.found.notes) {
            Finished::Sample(..) if self.samples >= self.limits.samples => {
                let message =
                    format!("over the limit of {} samples (samples)", self.limits.samples);
                self.note(DiagnosticKind::LimitReached, message);
                self.full = true;
            }
            Finished::Sample(sample, time) => {
                self.samples += 1;
                self.schema.sample(&sample, time);
            }
            Finished::Pause => self.schema.pause(),
            Finished::WithoutTime => {
                if self.found.untimed == 0 {
                    self.found.untimed_at = self.found.notes.at;
                }
                self.found.untimed += 1;
            }
        }
    }

    /// Whether the text of the innermost element is used.
    fn wants_text(&self) -> bool {
        self.frames.last().is_some_and(|frame| match frame.kind {
            ElementKind::Field(_) => true,
            ElementKind::Part(part) => D::has_text(part),
            _ => false,
        })
    }

    fn text(&mut self, text: Cow<'a, str>) {
        if self.wants_text() {
            self.content.push(text);
        } else if self.frames.is_empty()
            && self.root_closed
            && text.chars().any(|c| c != '\0' && !c.is_whitespace())
        {
            // Blanks and zeros behind the end are padding. Anything else is damage.
            self.note(DiagnosticKind::Damaged, "text follows the end of the document");
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) {
        if !self.wants_text() {
            return;
        }
        let name: &str = reference;
        let text = match reference.resolve_char_ref() {
            Ok(Some(character)) => character.to_string(),
            _ if name == "nbsp" => " ".to_owned(),
            _ => match resolve_xml_entity(name).or_else(|| self.entities.expand(name)) {
                Some(text) => text.to_owned(),
                // An unknown reference is kept unchanged, so that a title stays readable.
                None => format!("&{name};"),
            },
        };
        self.content.push(Cow::Owned(text));
    }

    fn second_document(&mut self) {
        self.note(DiagnosticKind::Damaged, "a second document begins after the first");
    }

    fn note(&mut self, kind: DiagnosticKind, message: impl Into<String>) {
        self.found.notes.add(kind, message);
    }
}
