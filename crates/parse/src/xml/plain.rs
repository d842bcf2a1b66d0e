//! The quick way through a point that is written plainly.
//!
//! Nearly every point of nearly every file is tags, numbers and a time, nested as they should be.
//! Such a point is read here, at a fraction of the cost of an event for each of its tags. Whatever
//! else is met (a comment, a reference, a value that cannot be read, a tag left open) ends the
//! attempt, and the point is read by events as if there had been none: nothing is decided here.

use super::field::Point;
use super::walk::{Dialect, Kind};
use memchr::memchr;

/// Elements of a point that are open at once; no exporter nests half as deep.
const DEPTH: usize = 8;

/// Reads the point whose content begins at byte `from` of `text`: the point with its values, and the
/// byte at which its end tag begins.
///
/// `name` is that of the point's own element, `room` the depth that is left within it.
pub(super) fn read<D: Dialect>(
    text: &str,
    from: usize,
    name: &str,
    mut point: Point,
    room: usize,
) -> Option<(Point, usize)> {
    let bytes = text.as_bytes();
    let mut open = [(name, Kind::<D::Part>::Point); DEPTH];
    let mut depth = 0;
    let mut content = "";
    let mut at = from;
    loop {
        let start = at + memchr(b'<', &bytes[at..])?;
        let (name, parent) = open[depth];
        if matches!(parent, Kind::Field(_)) {
            let piece = &text[at..start];
            if !piece.trim_ascii().is_empty() {
                if !content.is_empty() {
                    return None;
                }
                content = piece;
            }
        }
        if bytes[start + 1..].starts_with(b"/") {
            let rest = bytes[start + 2..].strip_prefix(name.as_bytes())?;
            if !rest.starts_with(b">") {
                return None;
            }
            if depth == 0 {
                return Some((point, start));
            }
            if let Kind::Field(field) = parent
                && !point.set(field, std::mem::take(&mut content))
            {
                return None;
            }
            depth -= 1;
            at = start + name.len() + 3;
            continue;
        }
        if depth >= room.min(DEPTH - 1) {
            return None;
        }
        let tag = Tag::at(text, start)?;
        at = tag.end;
        let kind = Kind::in_point::<D>(tag.name, parent);
        match kind {
            Kind::Root | Kind::Point | Kind::Part(_) => return None,
            Kind::Field(_) => content = "",
            Kind::Other => {}
        }
        if !tag.is_empty {
            depth += 1;
            open[depth] = (tag.name, kind);
        }
    }
}

/// A start tag.
struct Tag<'a> {
    name: &'a str,
    /// Whether it is its own end tag.
    is_empty: bool,
    /// The byte behind it.
    end: usize,
}

impl<'a> Tag<'a> {
    /// The tag that begins at a byte, if there is nothing unusual about it.
    fn at(text: &'a str, start: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        let first = start + 1;
        let mut at = first;
        let mut name_end = None;
        loop {
            match *bytes.get(at)? {
                b'>' => break,
                b' ' | b'\n' | b'\r' | b'\t' => drop(name_end.get_or_insert(at)),
                b'"' => at += 1 + memchr(b'"', &bytes[at + 1..])?,
                b'\'' | b'<' | b'!' | b'?' => return None,
                _ => {}
            }
            at += 1;
        }
        let is_empty = bytes[first..at].ends_with(b"/");
        let name_end = name_end.unwrap_or(at - usize::from(is_empty));
        let name = text.get(first..name_end).filter(|name| !name.is_empty())?;
        Some(Self { name, is_empty, end: at + 1 })
    }
}
