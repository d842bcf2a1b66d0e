//! Meaning of a format's elements.
//!
//! Elements are recognized by their names without prefix and in any case. Namespaces are ignored,
//! because exporters omit them, declare wrong ones, or declare none at all.

use super::field::{Point, PointField, Within};
use super::notes::Notes;
use super::time::Time;
use quick_xml::events::BytesStart;
use recoup_model::Sample;
use std::fmt::Debug;
use std::ops::ControlFlow;

/// Format-specific part of the reader: the elements around the points.
pub(crate) trait Schema {
    /// Structural element, or element whose text is used.
    type Part: Copy + Eq + Debug;

    /// Classifies an element outside of track points. `local` is lower-case.
    fn kind(local: &str, parent: ElementKind<Self::Part>) -> ElementKind<Self::Part>;

    /// Classifies an element inside a track point. Returns only elements that no point can contain.
    /// Such an element means that the point's end tag is missing.
    fn kind_in_point(local: &str) -> Option<ElementKind<Self::Part>>;

    /// Whether the text of a part is used.
    fn has_text(part: Self::Part) -> bool;

    /// Whether a part never contains a part of its own kind. A nested part of that kind means that
    /// an end tag is missing.
    fn stands_alone(part: Self::Part) -> bool;

    /// Begins the root element.
    fn root(&mut self, tag: &BytesStart<'_>);

    /// Begins a part.
    fn open(&mut self, part: Self::Part, tag: &BytesStart<'_>);

    /// Ends a part. `text` is empty unless [`Schema::has_text`]. Returns `Break` to end the
    /// reading.
    fn close(&mut self, part: Self::Part, text: &str, notes: &mut Notes<'_>) -> ControlFlow<()>;

    /// Begins a point and reads the attributes of its tag.
    fn point(&self, tag: &BytesStart<'_>, notes: &mut Notes<'_>) -> Point;

    /// Reads the attributes of a point's tag from the text behind its name. Returns the point, and
    /// the number of bytes to the end of the tag. Returns [`None`] if the attributes are not
    /// written plainly.
    fn plain_point(text: &str) -> Option<(Point, usize)>;

    /// Ends a point that has a time.
    fn sample(&mut self, sample: &Sample, time: Time);

    /// Marks a pause of the recording.
    fn pause(&mut self);
}

/// Kind of an open element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ElementKind<P> {
    Root,
    Point,
    Field(PointField),
    Part(P),
    Other,
}

impl<P: Copy + Eq> ElementKind<P> {
    /// Classifies an element inside a point. `name` may have a prefix.
    pub(super) fn in_point<D: Schema<Part = P>>(name: &str, parent: Self) -> Self {
        let Some(local) = Lower::of(name) else { return Self::Other };
        let within = match parent {
            Self::Point => Within::Point,
            Self::Field(field) => Within::Field(field),
            _ => Within::Other,
        };
        match PointField::named(local.as_str(), within) {
            Some(field) => Self::Field(field),
            None => D::kind_in_point(local.as_str()).unwrap_or(Self::Other),
        }
    }
}

/// Length of the longest name that is recognized.
const NAME_TOP: usize = 24;

/// Local name of an element in lower case.
pub(super) enum Lower<'a> {
    AsWritten(&'a str),
    Turned([u8; NAME_TOP], usize),
}

impl<'a> Lower<'a> {
    /// Converts a name, which may have a prefix. Returns [`None`] if it is longer than all
    /// recognized names.
    pub(super) fn of(name: &'a str) -> Option<Self> {
        // A vectorized search is not faster for such short names.
        let prefix = name.bytes().rposition(|byte| byte == b':').map_or(0, |colon| colon + 1);
        let local = &name[prefix..];
        if !local.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Some(Self::AsWritten(local));
        }
        let mut lower = [0; NAME_TOP];
        lower.get_mut(..local.len())?.copy_from_slice(local.as_bytes());
        lower.make_ascii_lowercase();
        Some(Self::Turned(lower, local.len()))
    }

    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::AsWritten(local) => local,
            Self::Turned(lower, len) => std::str::from_utf8(&lower[..*len]).unwrap_or_default(),
        }
    }
}
