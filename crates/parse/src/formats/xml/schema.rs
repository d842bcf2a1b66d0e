//! What the elements of a format are for.
//!
//! Names count, without their prefixes and in any case; namespaces do not, since exporters leave
//! them out, declare others or none at all.

use super::field::{Point, PointField, Within};
use super::notes::Notes;
use super::time::Time;
use quick_xml::events::BytesStart;
use recoup_model::Sample;
use std::fmt::Debug;
use std::ops::ControlFlow;

/// What is particular to a format: its elements around the points.
pub(crate) trait Schema {
    /// An element that gives the file its structure, or whose text is wanted.
    type Part: Copy + Eq + Debug;

    /// What an element of this name, in lower case, is where it stands, which is in no point.
    fn kind(local: &str, parent: ElementKind<Self::Part>) -> ElementKind<Self::Part>;

    /// The same for one in a point: only elements that no point holds, since then its end tag is
    /// missing.
    fn kind_in_point(local: &str) -> Option<ElementKind<Self::Part>>;

    /// Whether the text of a part is wanted.
    fn has_text(part: Self::Part) -> bool;

    /// Whether there is none of a part within another: its end tag is missing then.
    fn stands_alone(part: Self::Part) -> bool;

    /// The root begins.
    fn root(&mut self, tag: &BytesStart<'_>);

    /// A part begins.
    fn open(&mut self, part: Self::Part, tag: &BytesStart<'_>);

    /// A part ends, with this text if it is wanted. Reading ends where this says so.
    fn close(&mut self, part: Self::Part, text: &str, notes: &mut Notes<'_>) -> ControlFlow<()>;

    /// A point begins: what the attributes of its tag say.
    fn point(&self, tag: &BytesStart<'_>, notes: &mut Notes<'_>) -> Point;

    /// A point with a time has ended.
    fn sample(&mut self, sample: &Sample, time: Time);

    /// The recording stood still here.
    fn pause(&mut self);
}

/// What an open element is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ElementKind<P> {
    Root,
    Point,
    Field(PointField),
    Part(P),
    Other,
}

impl<P: Copy + Eq> ElementKind<P> {
    /// What an element of this name, with its prefix, is in a point.
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

/// Letters of the longest name that is looked for.
const NAME_TOP: usize = 24;

/// An element's local name in lower case.
pub(super) enum Lower<'a> {
    AsWritten(&'a str),
    Turned([u8; NAME_TOP], usize),
}

impl<'a> Lower<'a> {
    /// That of a name with its prefix; [`None`] if it is longer than any that is looked for.
    pub(super) fn of(name: &'a str) -> Option<Self> {
        // Names are too short for a search with a vector to pay.
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
