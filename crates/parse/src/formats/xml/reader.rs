//! Configuration of the event reader.

use quick_xml::Reader;

/// Creates an event reader that accepts the usual errors of exporters.
pub(crate) fn forgiving(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}
