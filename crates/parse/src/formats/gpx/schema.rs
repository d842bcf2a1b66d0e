//! Meaning of the elements of GPX.

use super::track::{FileWords, GpxTrack};
use crate::formats::xml::{
    ElementKind, Notes, Point, PointField, Schema, SessionBudget, Time, attribute, next_byte, tidy,
    value,
};
use quick_xml::events::BytesStart;
use recoup_model::Sample;
use std::ops::ControlFlow;

/// Structural element of GPX, or element whose text is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Metadata,
    Track,
    Segment,
    Name,
    Type,
    Description,
    Route,
}

/// Data collected from a file so far.
#[derive(Debug, Default)]
pub(super) struct Gpx {
    /// Tracks with samples; tracks of the same session are joined.
    pub(super) tracks: Vec<GpxTrack>,
    pub(super) words: FileWords,
    /// Whether the file contains routes or waypoints.
    pub(super) has_routes: bool,
    track: GpxTrack,
    in_track: bool,
    session_budget: SessionBudget,
}

impl Gpx {
    pub(super) fn new(session_budget: SessionBudget) -> Self {
        Self { session_budget, ..Self::default() }
    }

    /// Completes the data. A cut track is kept up to its last complete point.
    pub(super) fn finish(mut self) -> Self {
        self.finish_track();
        self
    }

    fn finish_track(&mut self) {
        let track = std::mem::take(&mut self.track);
        if !track.points.is_empty() {
            track.join(&mut self.tracks);
        }
    }
}

impl Schema for Gpx {
    type Part = Part;

    fn kind(local: &str, parent: ElementKind<Part>) -> ElementKind<Part> {
        let part = match local {
            "gpx" => return ElementKind::Root,
            "trkpt" => return ElementKind::Point,
            "trkseg" => Part::Segment,
            "trk" => Part::Track,
            "metadata" => Part::Metadata,
            // Locus and OsmAnd have an extension for the sport.
            "activity" => Part::Type,
            "wpt" | "rte" => Part::Route,
            "name" | "desc" | "cmt" | "keywords" | "type" => match (parent, local) {
                (ElementKind::Part(Part::Track), "type") => Part::Type,
                (ElementKind::Part(Part::Track | Part::Metadata) | ElementKind::Root, "name") => {
                    Part::Name
                }
                (
                    ElementKind::Part(Part::Track | Part::Metadata) | ElementKind::Root,
                    "desc" | "cmt" | "keywords",
                ) => Part::Description,
                _ => return ElementKind::Other,
            },
            _ => return ElementKind::Other,
        };
        ElementKind::Part(part)
    }

    fn kind_in_point(local: &str) -> Option<ElementKind<Part>> {
        match local {
            "trkpt" => Some(ElementKind::Point),
            "trkseg" => Some(ElementKind::Part(Part::Segment)),
            "trk" => Some(ElementKind::Part(Part::Track)),
            "gpx" => Some(ElementKind::Root),
            _ => None,
        }
    }

    fn has_text(part: Part) -> bool {
        matches!(part, Part::Name | Part::Type | Part::Description)
    }

    fn stands_alone(part: Part) -> bool {
        matches!(part, Part::Track | Part::Segment)
    }

    fn root(&mut self, tag: &BytesStart<'_>) {
        if self.words.creator.is_none() {
            self.words.creator = attribute(tag, "creator");
        }
    }

    fn open(&mut self, part: Part, _: &BytesStart<'_>) {
        match part {
            Part::Track => self.in_track = true,
            Part::Segment => self.track.points.interrupt(),
            Part::Route => self.has_routes = true,
            _ => {}
        }
    }

    fn close(&mut self, part: Part, text: &str, notes: &mut Notes<'_>) -> ControlFlow<()> {
        let place = match (part, self.in_track) {
            (Part::Track, _) => {
                self.in_track = false;
                self.finish_track();
                return self.session_budget.check(self.tracks.len(), notes);
            }
            (Part::Type, true) => &mut self.track.kind,
            (Part::Type, false) => &mut self.words.kind,
            (Part::Name, true) => &mut self.track.name,
            (Part::Name, false) => &mut self.words.name,
            (Part::Description, true) => &mut self.track.description,
            (Part::Description, false) => &mut self.words.description,
            (Part::Metadata | Part::Segment | Part::Route, _) => return ControlFlow::Continue(()),
        };
        if place.is_none() {
            *place = tidy(text);
        }
        ControlFlow::Continue(())
    }

    fn point(&self, tag: &BytesStart<'_>, notes: &mut Notes<'_>) -> Point {
        let mut point = Point::default();
        for attribute in tag.html_attributes().with_checks(false).flatten() {
            let field = match attribute.key.local_name().as_ref() {
                "lat" => PointField::Latitude,
                "lon" => PointField::Longitude,
                _ => continue,
            };
            let value = value(&attribute);
            if !point.set(field, &value) {
                notes.bad_value(field.as_str(), &value);
            }
        }
        point
    }

    fn plain_point(text: &str) -> Option<(Point, usize)> {
        let mut point = Point::default();
        let mut rest = text;
        while !rest.starts_with('>') {
            let attribute = rest.trim_ascii_start();
            let (field, quoted) = match attribute.strip_prefix("lat=\"") {
                Some(quoted) => (PointField::Latitude, quoted),
                None => (PointField::Longitude, attribute.strip_prefix("lon=\"")?),
            };
            let end = next_byte(quoted.as_bytes(), 0, b'"')?;
            let (value, next) = quoted.split_at_checked(end)?;
            if attribute.len() == rest.len() || !point.set(field, value) {
                return None;
            }
            rest = next.get(1..)?;
        }
        // The end of the tag is one byte.
        let attributes = text.len().checked_sub(rest.len())?;
        Some((point, attributes.checked_add(1)?))
    }

    fn sample(&mut self, sample: &Sample, time: Time) {
        self.track.points.push(sample, time);
    }

    fn pause(&mut self) {
        self.track.points.interrupt();
    }
}
