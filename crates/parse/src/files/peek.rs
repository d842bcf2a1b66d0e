//! What the first bytes of a file tell, before anybody pays for reading it.

use crate::bytes::file::OpenFile;
use crate::bytes::gzip;
use crate::contents::{FileContents, Peek};
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::formats::{fit, gpx, tcx};
use crate::limits::Limits;
use recoup_model::SportBasis;
use std::path::Path;

/// How many bytes of a file [`peek_file`] reads: watches write who they are and for which sport in
/// the first few thousand.
pub(crate) const HEAD_BYTES: usize = 16 << 10;

/// What `head`, the first bytes of a file (some thousands, or all of them), tell: is it an
/// activity, of which sport, when, by which device?
///
/// FIT, GPX, TCX and gzips of them are looked into; of other files only the format is told. A file
/// whose end is damaged is not found out.
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
/// If the bytes are none, or not even the start of what they begin like.
pub fn peek(head: &[u8]) -> Result<Peek, Error> {
    let format = Format::of(head);
    let peek = match format {
        _ if head.is_empty() => Err(Error::new(ErrorKind::Empty, "the file is empty")),
        Format::Gz => {
            let content = gzip::decompress_head(head, HEAD_BYTES);
            // A gzip in a gzip is not followed.
            match Format::of(&content) {
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

/// [`peek`] at a file on the disk, of which only the first 16 KiB are read.
///
/// # Errors
///
/// If the file cannot be opened; see [`peek`] for others.
pub fn peek_file(path: &Path) -> Result<Peek, Error> {
    peek(OpenFile::open(path)?.head(HEAD_BYTES)?)
}

/// What an XML file tells that is read as far as it goes, as one that is cut would be.
fn peek_xml(format: Format, contents: Result<FileContents, Error>) -> Peek {
    let activity = contents.ok().and_then(|contents| contents.activities.into_iter().next());
    let Some(activity) = activity else { return Peek::unknown(format) };
    // The first few speeds tell too little to decide by.
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
