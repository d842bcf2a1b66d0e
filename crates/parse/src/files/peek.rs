//! A cheap look at the first bytes of a file, before the whole file is read.

use crate::bytes::file::OpenFile;
use crate::bytes::gzip;
use crate::contents::{FileContents, Peek};
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::formats::{fit, gpx, tcx};
use crate::limits::Limits;
use recoup_model::SportBasis;
use std::path::Path;

/// Length of the head that [`peek_file`] reads. Watches write device and sport into the first few
/// thousand bytes.
pub(crate) const HEAD_BYTES: usize = 16 << 10;

/// Returns the facts in `head`, the first bytes of a file: whether the file is an activity, the
/// sport, the start time and the device. `head` should have some thousand bytes, or all bytes of a
/// small file.
///
/// FIT, GPX and TCX files and gzips of them are decoded. For other files only the format is
/// returned. Damage behind the head is not found.
///
/// ```
/// # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/activities");
/// # let bytes = std::fs::read(std::path::Path::new(folder).join("2026-03-15-100000.fit"))?;
/// let peek = recoup_parse::peek(&bytes[..2000])?;
/// assert_eq!(peek.is_activity, Some(true));
/// assert_eq!(peek.sport, Some(recoup_model::Sport::Running));
/// assert_eq!(peek.device.name().as_deref(), Some("garmin fr945"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Fails if `head` is empty or ends inside a file header.
pub fn peek(head: &[u8]) -> Result<Peek, Error> {
    let format = Format::detect(head);
    let peek = match format {
        _ if head.is_empty() => Err(Error::new(ErrorKind::Empty, "the file is empty")),
        Format::Gz => {
            let content = gzip::decompress_head(head, HEAD_BYTES);
            // A gzip inside a gzip is not decompressed.
            match Format::detect(&content) {
                Format::Gz => Ok(Peek::unknown(Format::Gz)),
                _ if content.is_empty() => Ok(Peek::unknown(Format::Gz)),
                _ => peek(&content),
            }
        }
        Format::Fit => fit::peek(head),
        Format::Gpx => Ok(peek_xml(format, gpx::read(head, &Limits::default()))),
        Format::Tcx => Ok(peek_xml(format, tcx::read(head, &Limits::default()))),
        other => Ok(Peek::unknown(other)),
    };
    peek.map_err(|error| error.in_format(format))
}

/// Calls [`peek`] with the first 16 KiB of a file on the disk.
///
/// # Errors
///
/// Fails if the file cannot be opened; see [`peek`] for other errors.
pub fn peek_file(path: &Path) -> Result<Peek, Error> {
    peek(OpenFile::open(path)?.head(HEAD_BYTES)?)
}

/// Returns the facts in an XML file. The head is read like a file that was cut.
fn peek_xml(format: Format, contents: Result<FileContents, Error>) -> Peek {
    let activity = contents.ok().and_then(|contents| contents.activities.into_iter().next());
    let Some(activity) = activity else { return Peek::unknown(format) };
    // The few speeds in a head are too little evidence for a sport.
    let is_stated = matches!(activity.sport_basis, SportBasis::File | SportBasis::Title);
    Peek {
        is_activity: Some(true),
        sport: is_stated.then_some(activity.sport),
        sub_sport: activity.sub_sport.filter(|_| is_stated),
        start_ms: activity.start_ms,
        device: activity.device,
        ..Peek::unknown(format)
    }
}
