//! Conversion of FIT times.

/// FIT epoch, 1989-12-31T00:00:00Z, in seconds since the Unix epoch.
pub(super) const EPOCH_S: i64 = 631_065_600;

/// Converts seconds since the FIT epoch to milliseconds since the Unix epoch.
pub(super) fn to_unix_ms(fit_s: u32) -> i64 {
    (i64::from(fit_s) + EPOCH_S) * 1000
}
