//! Helpers for reading in tests.

use recoup_model::{Activity, DiagnosticKind};
use recoup_parse::{FileContents, Limits, read_bytes};

/// Reads the bytes.
pub(crate) fn read(bytes: &[u8]) -> FileContents {
    read_bytes(bytes, &Limits::default()).unwrap()
}

/// Reads the bytes, which must contain a single activity.
pub(crate) fn only(bytes: &[u8]) -> Activity {
    let mut activities = read(bytes).activities;
    assert_eq!(activities.len(), 1);
    activities.remove(0)
}

/// Returns the kinds of the activity's diagnostics.
pub(crate) fn kinds(activity: &Activity) -> Vec<DiagnosticKind> {
    activity.diagnostics.iter().map(|diagnostic| diagnostic.kind).collect()
}
