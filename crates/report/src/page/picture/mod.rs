//! Pictures in SVG: marks of runs, bands of years, lines over time.

pub(super) mod band;
pub(super) mod line;
pub(super) mod mark;

/// Rounds a length to tenths, so that a page stays small.
fn tenth(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}
