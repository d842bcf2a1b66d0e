//! The document that `recoup grade --json` prints.

use recoup::{Assessment, Diagnostic, HeartRateStrip, Policy};
use schemars::JsonSchema;
use serde::Serialize;

/// The verdicts on the runs of some files, with all data behind them. Names of times end with `_ms`
/// (milliseconds), of distances with `_m` (metres), of heart rates with `_bpm` (beats per minute).
/// Unknown values are null.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "recoup grade --json")]
pub(crate) struct Document {
    /// Version of recoup.
    pub(crate) version: String,
    /// Limits that the verdicts use.
    pub(crate) policy: Policy,
    /// The files, in the order of the command line.
    pub(crate) files: Vec<FileReport>,
}

/// One file.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct FileReport {
    /// Name of the file, as given on the command line. A member of an archive follows `!/`.
    pub(crate) file: String,
    /// Description of a file without an activity.
    pub(crate) remark: Option<String>,
    /// Reason why nothing could be read, with the position.
    pub(crate) error: Option<String>,
    /// Sessions of the file.
    pub(crate) sessions: Vec<SessionReport>,
}

/// One session of a file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Session")]
pub(crate) struct SessionReport {
    /// Number of the session in its file, from 0.
    pub(crate) number: u32,
    /// Oddities of the recording.
    pub(crate) notes: Vec<Diagnostic>,
    /// Reason why the session is not graded: it is not a run, or it is a fragment of one.
    pub(crate) not_graded: Option<String>,
    /// The assessed run.
    pub(crate) run: Option<Assessment>,
    /// Heart rate over time.
    pub(crate) strip: Option<HeartRateStrip>,
}
