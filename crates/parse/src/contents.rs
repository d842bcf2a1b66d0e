//! Results of reading: of a whole file, and of its first bytes.

use crate::format::Format;
use crate::plans::PlanContents;
use recoup_model::{Activity, Device, Sport};

/// Contents of one file.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FileContents {
    /// Format of the content. For a gzip, the format of the file inside.
    pub format: Format,
    /// Activities in the file, one per session. Empty if the file holds no activity.
    pub activities: Vec<Activity>,
    /// Description of a file that holds no activity, or advice about the format of a file with
    /// activities.
    pub remark: Option<String>,
    /// Content of a plan file; [`None`] for other files.
    pub plan: Option<Box<PlanContents>>,
}

impl FileContents {
    pub(crate) fn without_activity(format: Format, remark: impl Into<String>) -> Self {
        Self { format, activities: Vec::new(), remark: Some(remark.into()), plan: None }
    }

    pub(crate) fn of_activities(format: Format, activities: Vec<Activity>) -> Self {
        Self { format, activities, remark: None, plan: None }
    }

    /// Makes the contents of a plan file that is no FIT file.
    pub(crate) fn of_plan(plan: PlanContents) -> Self {
        let remark = plan.format.in_words();
        Self { plan: Some(Box::new(plan)), ..Self::without_activity(Format::Other, remark) }
    }
}

/// Facts found in the first bytes of a file. A field is [`None`] if these bytes do not contain it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Peek {
    /// Format of the content. For a gzip, the format of the file inside.
    pub format: Format,
    /// FIT's name for the type of a FIT file (`activity`, `settings`, `monitoring_b`, …).
    pub file_type: Option<String>,
    /// Whether the file holds an activity.
    pub is_activity: Option<bool>,
    /// Sport, if the file names it before the samples.
    pub sport: Option<Sport>,
    /// Sub-sport in FIT's spelling.
    pub sub_sport: Option<String>,
    /// First time in the file, in milliseconds since the Unix epoch.
    pub start_ms: Option<i64>,
    /// Device that recorded the file.
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
