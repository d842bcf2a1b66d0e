//! What files come in: a file on the disk, and a gzip around one. Archives are in [`crate::archive`].
//!
//! Bulk exports of the large services hold `.fit.gz`, `.gpx.gz` and `.tcx.gz` side by side. Both
//! ways in are bounded before they allocate, and neither reads what is no regular file: a pipe in
//! the folder would wait for ever.

use crate::{Error, ErrorKind, FileContents, Format, Limits, fit, gpx, tcx};
use flate2::bufread::MultiGzDecoder;
use recoup_model::{Diagnostic, DiagnosticKind, Position};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// What anything compressed may expand to, whatever its own size.
const EXPANSION_FLOOR_BYTES: u64 = 1 << 20;

/// An open file, and its bytes as far as they were read.
pub(crate) struct Source {
    file: File,
    bytes: Vec<u8>,
    /// Its length when it was opened. It may grow while it is read.
    len: u64,
}

/// The bytes of something compressed, and what is wrong behind them.
pub(crate) struct Damaged {
    pub(crate) bytes: Vec<u8>,
    pub(crate) damage: Option<Diagnostic>,
}

/// Opens a regular file, and tells its length.
pub(crate) fn open_regular(path: &Path) -> Result<(File, u64), Error> {
    let irregular = || Error::new(ErrorKind::Io, "not a regular file");
    let file = open(path).map_err(|error| match fs::metadata(path) {
        // Sockets cannot be opened at all.
        Ok(metadata) if !metadata.is_file() => irregular(),
        _ => unreadable(error),
    })?;
    let metadata = file.metadata().map_err(unreadable)?;
    if metadata.is_file() { Ok((file, metadata.len())) } else { Err(irregular()) }
}

/// How many bytes something compressed may expand to.
pub(crate) fn most_bytes(packed_bytes: u64, limits: &Limits) -> u64 {
    let ratio_bytes = packed_bytes.saturating_mul(limits.expansion_ratio);
    limits.input_bytes.min(ratio_bytes.max(EXPANSION_FLOOR_BYTES))
}

/// Reads on until there are so many bytes, or no more.
pub(crate) fn read_some_of(
    reader: &mut impl Read,
    bytes: &mut Vec<u8>,
    len: u64,
) -> io::Result<()> {
    let missing = len.saturating_sub(bytes.len() as u64);
    reader.take(missing).read_to_end(bytes).map(|_| ())
}

impl Source {
    /// Opens a regular file.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let (file, len) = open_regular(path)?;
        Ok(Self { file, bytes: Vec::new(), len })
    }

    /// The length in bytes.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// The first bytes, so many or all of them.
    pub(crate) fn head(&mut self, len: usize) -> Result<&[u8], Error> {
        self.bytes.reserve_exact(len);
        while self.bytes.len() < len && self.read_some()? > 0 {}
        Ok(&self.bytes)
    }

    /// All bytes.
    pub(crate) fn read(mut self, limits: &Limits) -> Result<Vec<u8>, Error> {
        let most = limits.input_bytes;
        let too_large = || {
            let message = format!("larger than the limit of {most} bytes");
            Err(Error::new(ErrorKind::LimitExceeded, message))
        };
        if self.len > most {
            return too_large();
        }
        // With room for one byte more, a file that did not grow is read at once, and known to be.
        let room = (self.len as usize).saturating_add(1).saturating_sub(self.bytes.len());
        self.bytes.reserve_exact(room);
        while self.read_some()? > 0 {
            let len = self.bytes.len() as u64;
            if len > most {
                return too_large();
            }
            if len == self.len {
                break;
            }
            // What has no length may go on without an end.
            self.bytes.reserve(1);
        }
        Ok(self.bytes)
    }

    /// Reads on into the room there is, and gives how much.
    fn read_some(&mut self) -> Result<usize, Error> {
        read_some(&self.file, &mut self.bytes).map_err(unreadable)
    }
}

/// Opens a file without waiting for another end, as a pipe would have it.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    File::options().read(true).custom_flags(OFlags::NONBLOCK.bits() as i32).open(path)
}

/// Reads what one call gives into the room of a buffer.
#[cfg(unix)]
fn read_some(file: &File, bytes: &mut Vec<u8>) -> io::Result<usize> {
    use rustix::buffer::spare_capacity;
    Ok(rustix::io::retry_on_intr(|| rustix::io::read(file, spare_capacity(bytes)))?)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

#[cfg(not(unix))]
fn read_some(mut file: &File, bytes: &mut Vec<u8>) -> io::Result<usize> {
    let (before, room) = (bytes.len(), bytes.capacity() - bytes.len());
    bytes.resize(before + room, 0);
    let count = file.read(&mut bytes[before..]);
    bytes.truncate(before + *count.as_ref().unwrap_or(&0));
    count
}

fn unreadable(source: io::Error) -> Error {
    Error::io("cannot be read", source)
}

/// The first bytes inside a gzip, as far as `head`, its own first bytes, give them.
pub(crate) fn decompress_head(head: &[u8], len: usize) -> Vec<u8> {
    let mut content = Vec::new();
    // The head ends in the middle of the stream, which is no error here.
    let _ = MultiGzDecoder::new(head).take(len as u64).read_to_end(&mut content);
    content
}

/// Reads the file inside a gzip.
pub(crate) fn read_gz(bytes: &[u8], limits: &Limits) -> Result<FileContents, Error> {
    let Damaged { bytes: content, damage } = decompress(bytes, limits)?;
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
        (Ok(mut contents), Some(damage)) => {
            for activity in &mut contents.activities {
                activity.diagnostics.push(damage.clone());
            }
            if let Some(remark) = &mut contents.remark {
                *remark = format!("{remark} ({damage})");
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

/// What a gzip holds, up to where it is cut or damaged.
pub(crate) fn decompress(bytes: &[u8], limits: &Limits) -> Result<Damaged, Error> {
    let most = most_bytes(bytes.len() as u64, limits);
    let mut decoder = MultiGzDecoder::new(bytes).take(most.saturating_add(1));
    let mut content = Vec::new();
    let result = decoder.read_to_end(&mut content);
    if content.len() as u64 > most {
        return Err(Error::new(
            ErrorKind::LimitExceeded,
            format!("a gzip that expands to more than {most} bytes"),
        ));
    }
    let rest = *decoder.get_ref().get_ref();
    let position = Position::Byte((bytes.len() - rest.len()) as u64);
    let damage = match result {
        Ok(_) => None,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Some(Diagnostic::at(
            DiagnosticKind::Truncated,
            position,
            "the gzip is cut: its end is missing",
        )),
        // Copies from tapes and block devices are padded with zeros, which `gzip` ignores as well.
        Err(_) if !content.is_empty() && !rest.is_empty() && rest.iter().all(|byte| *byte == 0) => {
            None
        }
        Err(error) => {
            let kind = if error.kind() == io::ErrorKind::InvalidInput && rest.is_empty() {
                DiagnosticKind::BadCrc
            } else {
                DiagnosticKind::Damaged
            };
            Some(Diagnostic::at(kind, position, format!("the gzip is damaged: {error}")))
        }
    };
    Ok(Damaged { bytes: content, damage })
}
