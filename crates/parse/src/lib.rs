//! Watch exports to activities.
//!
//! [`read_file`] and [`read_bytes`] take one file and give its [`FileContents`]; [`discover()`] lists
//! the files of a folder, and [`Archives`] those of a ZIP archive. The format is decided by the
//! bytes; a file's name is only shown.
//! [`ExportIndex`] is what the list in Strava's export says of the files beside it.
//!
//! All input is untrusted: [`Limits`] bound what one file may cost, and a reader that meets damage
//! keeps what precedes it and says so in the activity's diagnostics. An [`Error`] is for a file
//! that gave nothing.
//!
//! ```
//! use recoup_parse::{Limits, read_bytes};
//!
//! let gpx = br#"<gpx version="1.1" creator="example"><trk><type>running</type><trkseg>
//!     <trkpt lat="59.91" lon="10.75"><ele>12</ele><time>2026-03-02T06:00:00Z</time>
//!       <extensions><hr>121</hr></extensions></trkpt>
//!     <trkpt lat="59.92" lon="10.75"><ele>13</ele><time>2026-03-02T06:00:05Z</time></trkpt>
//!   </trkseg></trk></gpx>"#;
//! let contents = read_bytes(gpx, &Limits::default())?;
//! let samples = &contents.activities[0].samples;
//! assert_eq!(samples.at(0).heart_rate_bpm, Some(121.0));
//! assert_eq!(samples.at(1).heart_rate_bpm, None);
//! # Ok::<(), recoup_parse::Error>(())
//! ```

mod archive;
mod container;
mod discover;
mod error;
mod fit;
mod found;
mod gpx;
mod limits;
mod peek;
mod probe;
#[cfg(feature = "reference")]
pub mod reference;
mod sport;
mod strava;
mod tcx;
mod xml;

pub use archive::{Archives, Listing};
pub use discover::discover;
pub use error::{Error, ErrorKind};
pub use found::{Aside, Found, Loaded, digest};
pub use limits::Limits;
pub use peek::{Peek, peek, peek_file};
pub use probe::Format;
pub use strava::{ExportEntry, ExportIndex};

use recoup_model::Activity;
use std::path::Path;

/// What one file turned out to hold.
#[derive(Debug, Clone, PartialEq)]
pub struct FileContents {
    /// The format of the content (of what is inside, where the file is a gzip).
    pub format: Format,
    /// The activities in it, one per session; empty where it holds none.
    pub activities: Vec<Activity>,
    /// Where there is no activity: what the file is instead, in words.
    pub remark: Option<String>,
    /// The BLAKE3 digest of the file as it lies there, by which its copies are known; only
    /// [`read_file`] works it out, and only where there are activities.
    pub digest: Option<[u8; 32]>,
}

impl FileContents {
    fn without_activity(format: Format, remark: impl Into<String>) -> Self {
        Self { format, activities: Vec::new(), remark: Some(remark.into()), digest: None }
    }
}

/// Reads one file.
///
/// # Errors
///
/// If the file cannot be opened, exceeds [`Limits::input_bytes`], or gave nothing; see
/// [`read_bytes`].
pub fn read_file(path: &Path, limits: &Limits) -> Result<FileContents, Error> {
    let loaded = Found::file(path, "").load(limits)?;
    let digest = loaded.digest();
    let contents = loaded.contents(limits)?;
    let digest = digest.filter(|_| !contents.activities.is_empty());
    Ok(FileContents { digest, ..contents })
}

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
        Format::Gz => container::read_gz(bytes, limits),
        Format::Fit => fit::read(bytes, limits),
        Format::Gpx => gpx::read(bytes, limits),
        Format::Tcx => tcx::read(bytes, limits),
        Format::Zip => Ok(FileContents::zip()),
        Format::Other => Ok(FileContents::other(bytes)),
    };
    contents.map_err(|error| error.in_format(format))
}
