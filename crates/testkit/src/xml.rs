//! Writing XML with `quick-xml`'s writer, shared by GPX and TCX.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::writer::ElementWriter;

use crate::never_fails;
use crate::track::Position;

/// Writer into the bytes of a file.
pub(crate) type XmlWriter = Writer<Vec<u8>>;

/// Returns a file; `root` writes its root element.
pub(crate) fn document(root: impl FnOnce(&mut XmlWriter) -> io::Result<()>) -> Vec<u8> {
    // An indentation of one keeps a sample under 300 bytes.
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    let declaration = Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None));
    never_fails(writer.write_event(declaration).and_then(|()| root(&mut writer)));
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    bytes
}

/// Writes an element; `inside` writes its content.
pub(crate) fn element(
    tag: ElementWriter<'_, Vec<u8>>,
    inside: impl FnOnce(&mut XmlWriter) -> io::Result<()>,
) -> io::Result<()> {
    tag.write_inner_content(inside).map(|_| ())
}

/// Writes an element with a text.
pub(crate) fn text(writer: &mut XmlWriter, name: &str, content: &str) -> io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(content)).map(|_| ())
}

/// Converts a position to ten-millionths of a degree. One of them is about a centimetre, like a
/// semicircle.
pub(crate) fn degrees_e7(position: Position) -> (i64, i64) {
    let convert = |semicircles: i32| {
        let scaled = i64::from(semicircles) * 1_800_000_000;
        (scaled + (1 << 30)).div_euclid(1 << 31)
    };
    (convert(position.latitude), convert(position.longitude))
}

/// Formats a number with `places` decimal places, without floating point.
pub(crate) fn decimal(value: i64, places: u32) -> String {
    let one = 10_u64.pow(places);
    let (sign, size) = (if value < 0 { "-" } else { "" }, value.unsigned_abs());
    format!("{sign}{}.{:0width$}", size / one, size % one, width = places as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_their_zeros_and_their_sign() {
        assert_eq!(decimal(599_270_000, 7), "59.9270000");
        assert_eq!(decimal(-5, 1), "-0.5");
        assert_eq!(decimal(200, 1), "20.0");
    }

    #[test]
    fn half_the_circle_is_180_degrees() {
        let position = Position { latitude: 1 << 30, longitude: -(1 << 30) };
        assert_eq!(degrees_e7(position), (900_000_000, -900_000_000));
    }
}
