//! Reader of watch exports: files to activities.
//!
//! [`read_file`] and [`read_bytes`] read one file and return its [`FileContents`]. [`discover()`]
//! lists the files of a folder, and [`Archives`] lists the members of a ZIP archive. The bytes
//! alone decide the format. A file's name is only shown. [`ExportList`] is a list in the export of an
//! account, with the names and ratings of activities.
//!
//! All input is untrusted. [`Limits`] bound the cost of one file. A reader that meets damage keeps
//! everything before the damage and reports it in the activity's diagnostics. An [`Error`] means
//! that nothing could be read from the file.
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

// Sizes and offsets come from the input. A module that checks its indices where they are computed
// turns these lints off at its top.
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects, clippy::indexing_slicing))]

mod bytes;
mod contain;
mod contents;
mod digest;
mod error;
mod files;
mod format;
mod formats;
mod limits;
mod lists;
mod other_formats;
mod plans;
mod plausible;
mod read;
#[cfg(feature = "reference")]
pub mod reference;
mod sport;

pub use bytes::source::ByteSource;
pub use contain::{contained, is_contained};
pub use contents::{FileContents, Peek};
pub use digest::digest;
pub use error::{Error, ErrorKind};
pub use files::{
    Archives, Aside, FileBytes, FoundFile, Listing, discover, is_unfinished_download, peek,
    peek_file, read_file, read_text,
};
pub use format::Format;
pub use limits::Limits;
pub use lists::{
    ActivitySummaries, ExportEntry, ExportIndex, ExportList, RestingHeartRates, WorkoutSchedule,
};
pub use plans::{PlanContents, PlanFormat};
pub use read::read_bytes;
