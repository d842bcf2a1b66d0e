//! What `recoup grade --json` prints.

use recoup::{Assessment, Diagnostic, HeartRateStrip, Policy};
use schemars::JsonSchema;
use serde::Serialize;

/// The verdicts on the runs of some files, with all that they rest on. Times end with `_ms`
/// (milliseconds), distances with `_m` (metres), heart rates with `_bpm` (beats per minute); what is
/// not known is null.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "recoup grade --json")]
pub(crate) struct Document {
    /// Version of recoup.
    pub(crate) version: String,
    /// The limits by which the runs were judged.
    pub(crate) policy: Policy,
    /// The files, in the order in which they were named.
    pub(crate) files: Vec<FileReport>,
}

/// One file.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct FileReport {
    /// Its name, as it was given.
    pub(crate) file: String,
    /// What it is, if it holds no activity.
    pub(crate) remark: Option<String>,
    /// Why nothing could be read, with the position.
    pub(crate) error: Option<String>,
    /// Its sessions.
    pub(crate) sessions: Vec<Session>,
}

/// One session of a file.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Session {
    /// Its number, from 0.
    pub(crate) number: u32,
    /// What was odd about the recording.
    pub(crate) notes: Vec<Diagnostic>,
    /// Why it is not graded: what it is instead of a run, or by which limit it is a fragment.
    pub(crate) not_graded: Option<String>,
    /// The run, assessed.
    pub(crate) run: Option<Assessment>,
    /// Its heart rate over time.
    pub(crate) strip: Option<HeartRateStrip>,
}
