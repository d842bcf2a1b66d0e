//! Reading of one file's bytes: the format is detected, and its reader is called.

use crate::bytes::gzip;
use crate::bytes::unpacked::Unpacked;
use crate::contents::FileContents;
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::formats::{fit, gpx, tcx};
use crate::limits::Limits;
use crate::other_formats;
use crate::plans;
use crate::plausible;
use infer::MatcherType;
use recoup_model::Diagnostic;

/// Magic bytes of an `AppleDouble` file (`._name`), which macOS writes on foreign file systems.
const APPLE_DOUBLE: [u8; 8] = [0, 5, 0x16, 7, 0, 2, 0, 0];

/// Reads the bytes of one file, such as an upload or a member of an archive.
///
/// A file of another format is not an error. Its contents have a remark and no activities.
///
/// # Errors
///
/// Fails if the format is known but nothing could be read. The error names the position and the
/// cause.
pub fn read_bytes(bytes: &[u8], limits: &Limits) -> Result<FileContents, Error> {
    if bytes.is_empty() {
        return Err(Error::new(ErrorKind::Empty, "the file is empty"));
    }
    let format = Format::detect(bytes);
    let contents = match format {
        Format::Gz => read_gz(bytes, limits),
        Format::Fit => fit::read(bytes, limits),
        Format::Gpx => gpx::read(bytes, limits),
        Format::Tcx => tcx::read(bytes, limits),
        Format::Zip => Ok(zip(bytes)),
        Format::Other => match plans::read(bytes) {
            Some(plan) => plan.map(FileContents::of_plan),
            None => Ok(other(bytes)),
        },
    };
    let mut contents = contents.map_err(|error| error.in_format(format))?;
    for activity in &mut contents.activities {
        plausible::check(activity, limits);
    }
    Ok(contents)
}

/// Reads the file inside a gzip.
fn read_gz(bytes: &[u8], limits: &Limits) -> Result<FileContents, Error> {
    let Unpacked { bytes: content, damage } = gzip::decompress(bytes, limits)?;
    let inside = match Format::detect(&content) {
        Format::Fit => fit::read(&content, limits),
        Format::Gpx => gpx::read(&content, limits),
        Format::Tcx => tcx::read(&content, limits),
        _ if content.is_empty() => {
            return Err(match damage {
                Some(Diagnostic { position: Some(position), message, .. }) => {
                    Error::at(ErrorKind::Malformed, position, message)
                }
                _ => Error::new(ErrorKind::Empty, "an empty gzip"),
            });
        }
        format => {
            let remark = match format {
                Format::Gz => "a gzip inside a gzip; decompress the outer one first",
                Format::Zip => "a gzip of a ZIP archive; decompress it first",
                _ => "a gzip of a file that is not FIT, GPX or TCX",
            };
            return Ok(FileContents::without_activity(Format::Gz, remark));
        }
    };
    with_damage(inside, damage)
}

/// Attaches damage found after the usable bytes. Fails if nothing was usable.
pub(crate) fn with_damage(
    inside: Result<FileContents, Error>,
    damage: Option<Diagnostic>,
) -> Result<FileContents, Error> {
    match (inside, damage) {
        (inside, None) => inside,
        (Ok(contents), Some(Diagnostic { position: Some(position), message, .. }))
            if contents.activities.is_empty() =>
        {
            // The lost bytes may have held an activity, so a file without one is an error here.
            let remark = contents.remark.unwrap_or_default();
            let message = format!("{message}; the remaining bytes are {remark}");
            Err(Error::at(ErrorKind::Malformed, position, message).in_format(contents.format))
        }
        (Ok(mut contents), Some(damage)) => {
            for activity in &mut contents.activities {
                activity.diagnostics.push(damage.clone());
            }
            Ok(contents)
        }
        // The outer damage is the cause. The inner error is only its consequence.
        (Err(error), Some(Diagnostic { position: Some(position), message, .. })) => {
            let format = error.format();
            let message = format!("{message}; inside: {error}");
            Err(Error::at(ErrorKind::Malformed, position, message).in_format(format))
        }
        (Err(error), Some(_)) => Err(error),
    }
}

/// Verdict on a file by its first bytes.
pub(crate) enum Recognized {
    /// The file holds no activity. Its contents are known already.
    WithoutActivity(FileContents),
    /// All bytes have to be read.
    No,
    /// A longer head has to be read before a verdict.
    NotYet,
}

pub(crate) fn recognize(head: &[u8], len: u64) -> Recognized {
    if let Some(contents) = fit::no_activity(head, len) {
        return Recognized::WithoutActivity(contents);
    }
    match Format::detect(head) {
        Format::Zip => Recognized::WithoutActivity(zip(head)),
        Format::Other if !head.is_empty() => Recognized::NotYet,
        _ => Recognized::No,
    }
}

/// Returns the description of an unsupported file, or [`None`] if `head` has a known format or is
/// the beginning of a plan. `head` must be long enough to detect the format.
pub(crate) fn describe_other(head: &[u8]) -> Option<FileContents> {
    let is_other = Format::detect(head) == Format::Other && plans::detect(head).is_none();
    is_other.then(|| other(head))
}

/// Returns the contents of a ZIP archive that was read as a single file.
fn zip(head: &[u8]) -> FileContents {
    let other = "a ZIP archive without the extension .zip; not opened";
    let remark = other_formats::of_archive(head).unwrap_or(other);
    FileContents::without_activity(Format::Zip, remark)
}

/// Returns the contents of a file in an unsupported format.
fn other(bytes: &[u8]) -> FileContents {
    let remark = if bytes.starts_with(&APPLE_DOUBLE) {
        "an AppleDouble file of macOS: metadata of the file of the same name without `._`"
    } else if let Some(remark) = other_formats::describe(bytes) {
        remark
    } else {
        match infer::get(bytes).map(|kind| kind.matcher_type()) {
            Some(MatcherType::Image) => "a picture",
            Some(MatcherType::Video) => "a video",
            Some(MatcherType::Audio) => "a sound recording",
            Some(MatcherType::Doc | MatcherType::Book) => "a document",
            _ => "not a FIT, GPX or TCX file by its content",
        }
    };
    FileContents::without_activity(Format::Other, remark)
}
