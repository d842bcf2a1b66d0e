//! Results of reading: of a whole file, and of its first bytes.

use crate::format::Format;
use recoup_model::{Activity, Device, Sport};

/// What one file turned out to hold.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
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
    pub(crate) fn without_activity(format: Format, remark: impl Into<String>) -> Self {
        Self { format, activities: Vec::new(), remark: Some(remark.into()), digest: None }
    }
}

/// What the first bytes of a file tell. What they do not tell is [`None`].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Peek {
    /// The format of the content (of what is inside, where the file is a gzip).
    pub format: Format,
    /// The type of a FIT file by FIT's name for it (`activity`, `settings`, `monitoring_b`, …).
    pub file_type: Option<String>,
    /// Whether it holds an activity.
    pub is_activity: Option<bool>,
    /// The sport, where it is named before the samples.
    pub sport: Option<Sport>,
    /// The sub-sport in FIT's spelling.
    pub sub_sport: Option<String>,
    /// The first time in it, milliseconds since the Unix epoch.
    pub start_ms: Option<i64>,
    /// The device that made it.
    pub device: Device,
}

impl Peek {
    pub(crate) fn unknown(format: Format) -> Self {
        Self {
            format,
            file_type: None,
            is_activity: None,
            sport: None,
            sub_sport: None,
            start_ms: None,
            device: Device::default(),
        }
    }
}
