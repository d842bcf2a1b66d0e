//! Reading in tests.

use recoup_model::{Activity, DiagnosticKind};
use recoup_parse::{FileContents, Limits, read_bytes};

/// What the bytes hold.
pub(crate) fn read(bytes: &[u8]) -> FileContents {
    read_bytes(bytes, &Limits::default()).unwrap()
}

/// The only activity that they hold.
pub(crate) fn only(bytes: &[u8]) -> Activity {
    let mut activities = read(bytes).activities;
    assert_eq!(activities.len(), 1);
    activities.remove(0)
}

/// What was odd about it.
pub(crate) fn kinds(activity: &Activity) -> Vec<DiagnosticKind> {
    activity.diagnostics.iter().map(|diagnostic| diagnostic.kind).collect()
}
