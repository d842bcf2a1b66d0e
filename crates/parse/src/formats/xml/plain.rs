//! Fast path for plainly written points.
//!
//! Nearly every point consists of tags, numbers and a time with correct nesting. Such a point is
//! read here at a fraction of the cost of one event per tag. Anything else (a comment, a reference,
//! an invalid value, an open tag) ends the attempt, and the point is read by events from its
//! beginning. The fast path therefore always gives the same result as the events.

use super::field::{Point, PointField};
use super::schema::{ElementKind, Schema};
use memchr::memchr;

/// Maximum number of open elements in a point. No exporter nests half as deep.
const DEPTH: usize = 8;

/// Number of remembered tags and values of a point. Few points have half as many.
const TAGS: usize = 32;

/// Layout of the previous point. The next point usually has the same layout.
#[derive(Debug)]
pub(super) struct LastLayout<'a, P> {
    /// Start tags, in order.
    tags: Vec<RememberedTag<'a, P>>,
    /// Values, each with the text that precedes the value, from the start of the point or from the
    /// end of the previous value.
    values: Vec<(&'a str, PointField)>,
    /// Text from the last value to the point's end tag; [`None`] before the first plain point.
    tail: Option<&'a str>,
    /// Remaining depth inside the point.
    room: usize,
}

#[derive(Debug)]
struct RememberedTag<'a, P> {
    /// Tag from `<` to `>`.
    text: &'a str,
    tag: Tag<'a>,
    parent: ElementKind<P>,
    kind: ElementKind<P>,
}

impl<'a, P: Copy + Eq> LastLayout<'a, P> {
    pub(super) fn new() -> Self {
        Self { tags: Vec::new(), values: Vec::new(), tail: None, room: 0 }
    }

    /// Reads a point that only differs from the previous point in its values. Sets the values, and
    /// returns the byte at which the end tag begins. Returns [`None`] for any other point. In that
    /// case some values may be set already.
    pub(super) fn read_alike(
        &self,
        text: &str,
        from: usize,
        point: &mut Point,
        room: usize,
    ) -> Option<usize> {
        let tail = self.tail.filter(|_| room == self.room)?;
        let bytes = text.as_bytes();
        let after = |at: usize, part: &str| {
            bytes[at..].starts_with(part.as_bytes()).then_some(at + part.len())
        };
        let mut at = from;
        for &(before, field) in &self.values {
            let start = after(at, before)?;
            at = next_byte(bytes, start, b'<')?;
            if !point.set(field, &text[start..at]) {
                return None;
            }
        }
        after(at, tail).filter(|&end| bytes[end..].starts_with(b"</"))
    }

    /// Returns the tag at a byte and the kind of its element in `parent`. `number` is the tag's
    /// index in its point.
    fn tag<D: Schema<Part = P>>(
        &mut self,
        text: &'a str,
        start: usize,
        number: usize,
        parent: ElementKind<P>,
    ) -> Option<(Tag<'a>, ElementKind<P>)> {
        if let Some(remembered) = self.tags.get(number)
            && remembered.parent == parent
            && text.as_bytes()[start..].starts_with(remembered.text.as_bytes())
        {
            return Some((
                Tag { end: start + remembered.text.len(), ..remembered.tag },
                remembered.kind,
            ));
        }
        let tag = Tag::at(text, start)?;
        let kind = ElementKind::in_point::<D>(tag.name, parent);
        self.tags.truncate(number);
        if number < TAGS {
            self.tags.push(RememberedTag { text: &text[start..tag.end], tag, parent, kind });
        }
        Some((tag, kind))
    }
}

/// Reads the point whose content begins at byte `from` of `text`. Sets the values, and returns the
/// byte at which the end tag begins. Returns [`None`] if the point is not written plainly. In that
/// case some values may be set already.
///
/// `name` is the name of the point's own element. `room` is the remaining depth inside it.
pub(super) fn read<'a, D: Schema>(
    text: &'a str,
    from: usize,
    name: &'a str,
    point: &mut Point,
    room: usize,
    last_layout: &mut LastLayout<'a, D::Part>,
) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut open = [(name, ElementKind::<D::Part>::Point); DEPTH];
    let mut depth = 0;
    let mut tags = 0;
    let mut content = "";
    let mut at = from;
    last_layout.tail = None;
    last_layout.values.clear();
    // End of the last value.
    let mut last_end = from;
    loop {
        let start = next_byte(bytes, at, b'<')?;
        let (name, parent) = open[depth];
        if matches!(parent, ElementKind::Field(_)) && start > at {
            let piece = &text[at..start];
            if content.is_empty() {
                content = piece;
            } else if !piece.trim_ascii().is_empty() {
                return None;
            }
        }
        if bytes.get(start + 1) == Some(&b'/') {
            let end = end_of_closing(text, start, name)?;
            if depth == 0 {
                let is_short = last_layout.values.len() <= TAGS;
                last_layout.tail = is_short.then(|| &text[last_end..start]);
                last_layout.room = room;
                return Some(start);
            }
            if let ElementKind::Field(field) = parent {
                let value = std::mem::take(&mut content);
                if !point.set(field, value) {
                    return None;
                }
                // The value is a single piece that ends here.
                let is_whole = start > at && value.len() == start - at;
                if is_whole && !value.trim_ascii().is_empty() && last_layout.values.len() <= TAGS {
                    last_layout.values.push((&text[last_end..at], field));
                    last_end = start;
                }
            }
            depth -= 1;
            at = end;
            continue;
        }
        if depth >= room.min(DEPTH - 1) {
            return None;
        }
        let (tag, kind) = last_layout.tag::<D>(text, start, tags, parent)?;
        tags += 1;
        at = tag.end;
        match kind {
            ElementKind::Root | ElementKind::Point | ElementKind::Part(_) => return None,
            ElementKind::Field(_) => content = "",
            ElementKind::Other => {}
        }
        if !tag.is_empty {
            depth += 1;
            open[depth] = (tag.name, kind);
        }
    }
}

/// Returns the offset of the first byte with this value, from byte `at` on. The first bytes are
/// searched without `memchr`, because most texts and attributes are so short that the call costs
/// more than the search.
pub(crate) fn next_byte(bytes: &[u8], mut at: usize, value: u8) -> Option<usize> {
    const ONES: u64 = u64::MAX / 0xFF;
    const NEAR: usize = 64;
    let near = at + NEAR;
    while at < near
        && let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk)
    {
        // A byte of `apart` is 0 where the text has the value. The lowest 0 byte sets the lowest
        // marked bit (Mycroft 1987).
        let apart = u64::from_le_bytes(*word) ^ (ONES * u64::from(value));
        let marked = apart.wrapping_sub(ONES) & !apart & (ONES << 7);
        if marked != 0 {
            return Some(at + marked.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    Some(at + memchr(value, bytes.get(at..)?)?)
}

/// Reads the start tag of the next point. The tag must have this name, and only blanks may precede it
/// from byte `from` on. Returns the point with the values of its attributes, and the byte behind the
/// tag.
pub(super) fn next<D: Schema>(text: &str, from: usize, name: &str) -> Option<(Point, usize)> {
    let bytes = text.as_bytes();
    let start = from + bytes[from..].iter().position(|byte| !byte.is_ascii_whitespace())?;
    let markup = bytes[start..].strip_prefix(b"<")?;
    if !markup.starts_with(name.as_bytes()) {
        return None;
    }
    let attributes = start + 1 + name.len();
    let (point, len) = D::plain_point(text.get(attributes..)?)?;
    Some((point, attributes + len))
}

/// Returns the byte behind the end tag that begins at byte `start` and has this name.
pub(super) fn end_of_closing(text: &str, start: usize, name: &str) -> Option<usize> {
    let end = start + 2 + name.len();
    let bytes = text.as_bytes();
    let is_closing = bytes.get(start + 2..end)? == name.as_bytes() && *bytes.get(end)? == b'>';
    is_closing.then_some(end + 1)
}

/// Start tag.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    /// Whether the element is empty (`<tag/>`).
    is_empty: bool,
    /// Byte behind the tag.
    pub(super) end: usize,
}

impl<'a> Tag<'a> {
    /// Parses the tag at a byte. Returns [`None`] if the tag is unusual.
    fn at(text: &'a str, start: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        let first = start + 1;
        let mut at = first;
        let mut name_end = None;
        loop {
            match *bytes.get(at)? {
                b'>' => break,
                b' ' | b'\n' | b'\r' | b'\t' => drop(name_end.get_or_insert(at)),
                b'"' => at = next_byte(bytes, at + 1, b'"')?,
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
