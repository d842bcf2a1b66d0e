//! The bytes of a file to its contents.

use crate::bytes::gzip;
use crate::bytes::unpacked::Unpacked;
use crate::contents::FileContents;
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::formats::{fit, gpx, tcx};
use crate::limits::Limits;
use recoup_model::Diagnostic;

/// What macOS writes beside a file on a disk that is not its own begins so.
const APPLE_DOUBLE: [u8; 8] = [0, 5, 0x16, 7, 0, 2, 0, 0];

/// Reads one file's bytes (an upload, a member of an archive).
///
/// Files of other formats are no error: they come back without activities and with a remark.
///
/// # Errors
///
/// If the bytes are of a format that this crate reads, but nothing could be read from them. The
/// error names the position and the cause.
pub fn read_bytes(bytes: &[u8], limits: &Limits) -> Result<FileContents, Error> {
    if bytes.is_empty() {
        return Err(Error::new(ErrorKind::Empty, "the file is empty"));
    }
    let format = Format::of(bytes);
    let contents = match format {
        Format::Gz => read_gz(bytes, limits),
        Format::Fit => fit::read(bytes, limits),
        Format::Gpx => gpx::read(bytes, limits),
        Format::Tcx => tcx::read(bytes, limits),
        Format::Zip => Ok(zip()),
        Format::Other => Ok(other(bytes)),
    };
    contents.map_err(|error| error.in_format(format))
}

/// Reads the file inside a gzip.
fn read_gz(bytes: &[u8], limits: &Limits) -> Result<FileContents, Error> {
    let Unpacked { bytes: content, damage } = gzip::decompress(bytes, limits)?;
    let inside = match Format::of(&content) {
        Format::Fit => fit::read(&content, limits),
        Format::Gpx => gpx::read(&content, limits),
        Format::Tcx => tcx::read(&content, limits),
        _ if content.is_empty() => {
            return Err(match damage {
                Some(Diagnostic { position: Some(position), message, .. }) => {
                    Error::at(ErrorKind::Malformed, position, message)
                }
                _ => Error::new(ErrorKind::Empty, "a gzip of nothing"),
            });
        }
        format => {
            let remark = match format {
                Format::Gz => "a gzip inside a gzip, which is not followed",
                Format::Zip => "a gzip of a ZIP archive, which is not read",
                _ => "a gzip of neither FIT, GPX nor TCX",
            };
            return Ok(FileContents::without_activity(Format::Gz, remark));
        }
    };
    with_damage(inside, damage)
}

/// What was made of bytes behind which something is wrong.
pub(crate) fn with_damage(
    inside: Result<FileContents, Error>,
    damage: Option<Diagnostic>,
) -> Result<FileContents, Error> {
    match (inside, damage) {
        (inside, None) => inside,
        (Ok(contents), Some(Diagnostic { position: Some(position), message, .. }))
            if contents.activities.is_empty() =>
        {
            // It may have been anything before.
            let remark = contents.remark.unwrap_or_default();
            let message = format!("{message}; what is left of it: {remark}");
            Err(Error::at(ErrorKind::Malformed, position, message).in_format(contents.format))
        }
        (Ok(mut contents), Some(damage)) => {
            for activity in &mut contents.activities {
                activity.diagnostics.push(damage.clone());
            }
            Ok(contents)
        }
        // The damage around it is the cause: what is inside only shows it.
        (Err(error), Some(Diagnostic { position: Some(position), message, .. })) => {
            let format = error.format();
            let message = format!("{message}; inside: {error}");
            Err(Error::at(ErrorKind::Malformed, position, message).in_format(format))
        }
        (Err(error), Some(_)) => Err(error),
    }
}

/// What the first bytes of a file tell.
pub(crate) enum Recognized {
    /// What it holds.
    WithoutActivity(FileContents),
    /// Nothing until it is read.
    No,
    /// Nothing until more of it is read.
    NotYet,
}

pub(crate) fn recognize(head: &[u8], len: u64) -> Recognized {
    if let Some(contents) = fit::no_activity(head, len) {
        return Recognized::WithoutActivity(contents);
    }
    match Format::of(head) {
        Format::Zip => Recognized::WithoutActivity(zip()),
        Format::Other if !head.is_empty() => Recognized::NotYet,
        _ => Recognized::No,
    }
}

/// What `head`, as much as decides upon the format, is the beginning of, if no format is known.
pub(crate) fn describe_other(head: &[u8]) -> Option<FileContents> {
    (Format::of(head) == Format::Other).then(|| other(head))
}

/// The contents of an archive that is read like a file.
fn zip() -> FileContents {
    let remark = "a ZIP archive that is not called so, and not looked into";
    FileContents::without_activity(Format::Zip, remark)
}

/// The contents of what is of no format that is read.
fn other(bytes: &[u8]) -> FileContents {
    let remark = if bytes.starts_with(&APPLE_DOUBLE) {
        "an AppleDouble file of macOS: what belongs to the file of the same name without `._`"
    } else {
        "neither FIT, GPX nor TCX by its content"
    };
    FileContents::without_activity(Format::Other, remark)
}
