//! Detection of the format by the bytes alone.
//!
//! Exports misname files (`.gpx` files that hold TCX, `.fit` files that are gzips), so the name
//! decides nothing. XML formats are recognized by their root element, which is only searched in the
//! first part of a file. Detection must also be cheap for a large file that holds no run, such as a
//! video of a gigabyte.

use super::xml::decode;
use crate::format::Format;

/// Length of the head in which a root element is searched.
pub(crate) const ROOT_WITHIN_BYTES: usize = 64 << 10;

/// Length of text that may precede the first `<`. Some exporters write a stray syllable there. An
/// archive whose first member is XML has a whole header there, and must not match.
const JUNK_BYTES: usize = 64;

impl Format {
    /// Detects the format of a file from its first bytes, or from all of them.
    ///
    /// ```
    /// use recoup_parse::Format;
    /// assert_eq!(Format::detect(b"\x0e\x10\x00\x00\x00\x00\x00\x00.FIT"), Format::Fit);
    /// assert_eq!(Format::detect(b"<?xml version='1.0'?>\n<!-- by hand -->\n<gpx/>"), Format::Gpx);
    /// assert_eq!(Format::detect(b"<html><body>Too many requests</body></html>"), Format::Other);
    /// ```
    #[must_use]
    pub fn detect(bytes: &[u8]) -> Self {
        match bytes {
            [0x1f, 0x8b, ..] => Self::Gz,
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Self::Zip,
            [12..=255, _, _, _, _, _, _, _, b'.', b'F', b'I', b'T', ..] => Self::Fit,
            _ => of_text(bytes.get(..ROOT_WITHIN_BYTES).unwrap_or(bytes)),
        }
    }
}

fn of_text(bytes: &[u8]) -> Format {
    let text = decode(bytes);
    match root_name(&text) {
        Some(name) if name.eq_ignore_ascii_case("gpx") => Format::Gpx,
        Some(name) if name.eq_ignore_ascii_case("TrainingCenterDatabase") => Format::Tcx,
        _ => Format::Other,
    }
}

/// Returns the local name of the first element.
fn root_name(text: &str) -> Option<&str> {
    let start = text.find('<')?;
    let junk = text[..start].trim();
    if junk.len() > JUNK_BYTES || junk.contains('\0') {
        return None;
    }
    let mut rest = &text[start..];
    loop {
        let markup = rest.strip_prefix('<')?;
        let after = if let Some(instruction) = markup.strip_prefix('?') {
            instruction.split_once("?>")?.1
        } else if let Some(comment) = markup.strip_prefix("!--") {
            comment.split_once("-->")?.1
        } else if let Some(declaration) = markup.strip_prefix('!') {
            after_declaration(declaration)?
        } else {
            let end = markup.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<'))?;
            let name = &markup[..end];
            return Some(name.rsplit_once(':').map_or(name, |(_, local)| local));
        };
        rest = &after[after.find('<')?..];
    }
}

/// Returns the text behind a `<!DOCTYPE …>`. Its internal subset in brackets contains declarations
/// with closing angle brackets of their own.
fn after_declaration(declaration: &str) -> Option<&str> {
    let mut in_subset = false;
    let mut quote = None;
    for (at, byte) in declaration.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[') => in_subset = true,
            (None, b']') => in_subset = false,
            (None, b'>') if !in_subset => return declaration.get(at.saturating_add(1)..),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::format::Format;

    #[test]
    fn tells_formats_by_their_bytes() {
        let utf16: Vec<u8> = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-16\"?><gpx>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let cases: &[(&[u8], Format)] = &[
            (b"", Format::Other),
            (b"\n \n", Format::Other),
            (b"\x1f\x8b\x08", Format::Gz),
            (b"PK\x03\x04rest", Format::Zip),
            (b"PK\x05\x06", Format::Zip),
            (b"\x0e\x20\x54\x08\x00\x00\x00\x00.FIT\x00\x00", Format::Fit),
            (b"\x0c\x20\x54\x08\x00\x00\x00\x00.FIT", Format::Fit),
            (b"\x02\x20\x54\x08\x00\x00\x00\x00.FIT", Format::Other),
            (b"<gpx>", Format::Gpx),
            (b"<GPX version='1.0'/>", Format::Gpx),
            (b"<gpx", Format::Other),
            (b"gp<?xml version='1.0'?><gpx creator='x'>", Format::Gpx),
            (b"\xef\xbb\xbf\n\n<?xml version='1.0'?>\n<gpx\n>", Format::Gpx),
            (b"<x:gpx xmlns:x='u'>", Format::Gpx),
            (b"<!DOCTYPE gpx [<!ENTITY a \"]>\"><!-- > -->]><gpx>", Format::Gpx),
            (b"<!-- <gpx> --><TrainingCenterDatabase>", Format::Tcx),
            (b"<kml><gpx/></kml>", Format::Other),
            (b"name\0\0\0<gpx>", Format::Other),
            (
                b"plain words before a tag, as many as there are in a whole sentence, and <gpx>",
                Format::Other,
            ),
            (&utf16, Format::Gpx),
        ];
        for (bytes, expected) in cases {
            assert_eq!(Format::detect(bytes), *expected, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
