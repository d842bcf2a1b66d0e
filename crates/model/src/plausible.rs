//! Bounds of the values in a recording. Readers leave out and report values outside these bounds.

use std::ops::RangeInclusive;

/// Maximum heart rates that athletes have, in beats per minute.
pub const MAX_HEART_RATES_BPM: RangeInclusive<f64> = 100.0..=240.0;
/// Resting heart rates that athletes have, in beats per minute.
pub const RESTING_HEART_RATES_BPM: RangeInclusive<f64> = 25.0..=110.0;
/// Heart rates at threshold that athletes have, in beats per minute.
pub const THRESHOLD_HEART_RATES_BPM: RangeInclusive<f64> = 80.0..=230.0;
/// Longest time of one session, in milliseconds: 14 days. No watch records longer sessions.
pub const LONGEST_MS: i64 = 14 * 86_400_000;
/// Longest distance of one session, in metres.
pub const FARTHEST_M: f64 = 1_000_000.0;
/// Largest ascent or descent of one session, in metres.
pub const HIGHEST_M: f64 = 100_000.0;
