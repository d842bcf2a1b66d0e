//! Decoding of an XML file's bytes to text.
//!
//! The XML reader requires UTF-8, the encoding of most exports. Other encodings are converted here,
//! once and completely. No file is refused because of its bytes. Invalid bytes become U+FFFD in a
//! title and never cost a point.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// Length of the head that contains the XML declaration.
const DECLARATION_WITHIN_BYTES: usize = 512;

/// Decodes bytes to text.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => from_utf8(rest),
        [0xff, 0xfe, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0,
        [0xfe, 0xff, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0,
        [b'<', 0, ..] => UTF_16LE.decode_without_bom_handling(bytes).0,
        [0, b'<', ..] => UTF_16BE.decode_without_bom_handling(bytes).0,
        _ => match declared(bytes) {
            // A file of single bytes that declares UTF-16 was converted after it was written.
            Some(encoding) if encoding.is_ascii_compatible() && encoding != UTF_8 => {
                encoding.decode_without_bom_handling(bytes).0
            }
            _ => from_utf8(bytes),
        },
    }
}

/// Decodes UTF-8, or Windows-1252 if the bytes are not UTF-8.
fn from_utf8(bytes: &[u8]) -> Cow<'_, str> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Cow::Borrowed(text),
        Err(error) => error,
    };
    // A cut through the last character, or damage behind valid multi-byte characters, does not
    // contradict UTF-8. If the first byte above ASCII is invalid, the text never was UTF-8.
    let is_utf8 = error.error_len().is_none() || !bytes[..error.valid_up_to()].is_ascii();
    if is_utf8 {
        String::from_utf8_lossy(bytes)
    } else {
        WINDOWS_1252.decode_without_bom_handling(bytes).0
    }
}

/// Returns the encoding of the XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARATION_WITHIN_BYTES)];
    let start = find(head, b"<?xml")?;
    let end = start + find(&head[start..], b"?>")?;
    let declaration = &head[start..end];
    let value = &declaration[find(declaration, b"encoding")? + b"encoding".len()..];
    let quote = value.iter().position(|byte| matches!(byte, b'"' | b'\''))?;
    let label = &value[quote + 1..];
    let length = label.iter().position(|byte| *byte == value[quote])?;
    Encoding::for_label(&label[..length])
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn decodes_what_exports_hold() {
        let utf16 = |bom: bool, of: fn(u16) -> [u8; 2]| -> Vec<u8> {
            let text = if bom { "\u{feff}<gpx>løp" } else { "<gpx>løp" };
            text.encode_utf16().flat_map(of).collect()
        };
        let cases: Vec<(Vec<u8>, &str)> = vec![
            ("<gpx>løp".into(), "<gpx>løp"),
            (b"\xef\xbb\xbf<gpx>l\xc3\xb8p".to_vec(), "<gpx>løp"),
            (utf16(true, u16::to_le_bytes), "<gpx>løp"),
            (utf16(true, u16::to_be_bytes), "<gpx>løp"),
            (utf16(false, u16::to_le_bytes), "<gpx>løp"),
            (utf16(false, u16::to_be_bytes), "<gpx>løp"),
            // No declaration, and one byte for ø.
            (b"<gpx>l\xf8p".to_vec(), "<gpx>løp"),
            (
                b"<?xml version='1.0' encoding='ISO-8859-1'?>\xc3\xb8".to_vec(),
                "<?xml version='1.0' encoding='ISO-8859-1'?>Ã¸",
            ),
            (
                b"<?xml version=\"1.0\" encoding=\"windows-1251\"?>\xe1\xe5\xe3".to_vec(),
                "<?xml version=\"1.0\" encoding=\"windows-1251\"?>бег",
            ),
            (
                b"<?xml version='1.0' encoding='UTF-16'?>\xc3\xb8".to_vec(),
                "<?xml version='1.0' encoding='UTF-16'?>ø",
            ),
            // One damaged byte in UTF-8, and a cut through a character.
            (b"l\xc3\xb8p \xff".to_vec(), "løp \u{fffd}"),
            (b"<gpx>l\xc3".to_vec(), "<gpx>l\u{fffd}"),
            (Vec::new(), ""),
        ];
        for (bytes, expected) in cases {
            assert_eq!(decode(&bytes), expected);
        }
    }
}
