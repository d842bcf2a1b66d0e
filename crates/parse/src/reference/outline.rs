//! Outline of an XML file, element by element.
//!
//! Every exporter has its own place for each value. The outline shows these places and the range of
//! their values, whether or not a reader uses them.

use super::values::Values;
use crate::formats::xml::{decode, forgiving, number, parse_time};
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

/// Maximum number of distinct places. No exporter has a tenth as many.
const PLACES: usize = 300;
/// Maximum depth of elements. Exporters need eight levels.
const DEPTH: usize = 16;
/// Maximum number of bytes of a text.
const TEXT_BYTES: usize = 200;

/// Element or attribute. All occurrences with the same ancestors are one place.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Place {
    /// Name as written, with its prefix. An attribute's name begins with `@`.
    pub name: String,
    /// Number of ancestors.
    pub depth: usize,
    /// Number of occurrences.
    pub count: usize,
    /// Summary of the texts.
    pub values: Values,
}

/// Returns the elements and attributes of a GPX or TCX file in order of first appearance. Each
/// element is followed by its children.
///
/// Damage ends the outline. Everything before the damage is returned.
///
/// ```
/// use recoup_parse::reference::outline;
///
/// let places = outline(b"<trk><trkpt lat='1.5'><hr>120</hr></trkpt><trkpt lat='2'/></trk>");
/// let lines: Vec<_> = places.iter().map(|place| (place.depth, &*place.name, place.count)).collect();
/// assert_eq!(lines, [(0, "trk", 1), (1, "trkpt", 2), (2, "@lat", 2), (2, "hr", 1)]);
/// assert_eq!(places[2].values.numbers, Some((1.5, 2.0)));
/// ```
#[must_use]
pub fn outline(bytes: &[u8]) -> Vec<Place> {
    let text = decode(bytes);
    let start = text.find('<').unwrap_or(text.len());
    let mut reader = forgiving(&text[start..]);
    let mut tree = Tree { nodes: vec![Node::default()] };
    // Nodes of the open elements, with the file's node at the bottom. Elements beyond the limits
    // have no node.
    let mut open = vec![Some(FILE)];
    let mut content = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                content.clear();
                let node = tree.take_tag(*open.last().unwrap_or(&None), &tag);
                open.push(node);
            }
            Ok(Event::Empty(tag)) => {
                content.clear();
                tree.take_tag(*open.last().unwrap_or(&None), &tag);
            }
            Ok(Event::Text(text)) => push(&mut content, &text.into_inner()),
            Ok(Event::CData(text)) => push(&mut content, &text.into_inner()),
            Ok(Event::GeneralRef(reference)) => {
                push(&mut content, &unescape(&format!("&{};", &*reference)).unwrap_or_default());
            }
            Ok(Event::End(_)) => {
                if open.len() > 1
                    && let Some(Some(node)) = open.pop()
                {
                    take_text(&mut tree.nodes[node].place.values, &content);
                }
                content.clear();
            }
            Ok(Event::Eof) | Err(quick_xml::Error::Syntax(_)) => return tree.into_places(),
            _ => {}
        }
    }
}

/// Appends the part of a text that fits.
fn push(content: &mut String, text: &str) {
    let room = TEXT_BYTES.saturating_sub(content.len());
    content.push_str(&text[..text.floor_char_boundary(room)]);
}

fn take_text(values: &mut Values, text: &str) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    if let Some(number) = number(text) {
        values.take_number(number);
    } else if let Some(time) = parse_time(text) {
        values.take_time(time.ms);
    } else {
        values.take_text(text.to_owned());
    }
}

/// Index of the file's own node.
const FILE: usize = 0;

#[derive(Debug, Default)]
struct Node {
    place: Place,
    children: Vec<usize>,
}

/// Places as a tree.
#[derive(Debug)]
struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// Adds a tag and its attributes to a node. Returns the tag's own node, or [`None`] beyond the
    /// limits.
    fn take_tag(&mut self, parent: Option<usize>, tag: &BytesStart<'_>) -> Option<usize> {
        let node = self.node(parent?, "", tag.name().as_ref())?;
        for attribute in tag.html_attributes().with_checks(false).flatten() {
            if let Some(own) = self.node(node, "@", attribute.key.as_ref()) {
                let value = unescape(&attribute.value).unwrap_or_default();
                let end = value.floor_char_boundary(TEXT_BYTES);
                take_text(&mut self.nodes[own].place.values, &value[..end]);
            }
        }
        Some(node)
    }

    /// Returns the place of this name in a node, or [`None`] if there are too many places.
    fn node(&mut self, parent: usize, sign: &str, name: &str) -> Option<usize> {
        let is_it = |node: &&usize| {
            self.nodes[**node].place.name.strip_prefix(sign).is_some_and(|own| own == name)
        };
        if let Some(&known) = self.nodes[parent].children.iter().find(is_it) {
            self.nodes[known].place.count += 1;
            return Some(known);
        }
        let depth = if parent == FILE { 0 } else { self.nodes[parent].place.depth + 1 };
        if self.nodes.len() > PLACES || depth > DEPTH {
            return None;
        }
        let new = self.nodes.len();
        let name = format!("{sign}{}", &name[..name.floor_char_boundary(TEXT_BYTES)]);
        let place = Place { name, depth, count: 1, values: Values::default() };
        self.nodes.push(Node { place, children: Vec::new() });
        self.nodes[parent].children.push(new);
        Some(new)
    }

    /// Returns the places, each followed by its own children.
    fn into_places(self) -> Vec<Place> {
        let mut ordered = Vec::with_capacity(self.nodes.len());
        let mut next: Vec<usize> = self.nodes[FILE].children.iter().rev().copied().collect();
        while let Some(node) = next.pop() {
            ordered.push(self.nodes[node].place.clone());
            next.extend(self.nodes[node].children.iter().rev());
        }
        ordered
    }
}
