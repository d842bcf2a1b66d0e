//! Hills and steep stretches: the ground that forces an effort.

use serde::{Deserialize, Serialize};

/// A climb that counts as a hill.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Hill {
    /// Start in metres from the start of the run.
    pub start_m: f64,
    /// Length in metres.
    pub length_m: f64,
    /// Net gain in metres.
    pub gain_m: f64,
    /// Timer time at the foot in milliseconds.
    pub start_timer_ms: i64,
    /// Timer time at the top in milliseconds.
    pub end_timer_ms: i64,
}

impl Hill {
    /// Returns the mean grade in percent.
    #[must_use]
    pub fn grade_pct(&self) -> f64 {
        self.gain_m * 100.0 / self.length_m
    }

    /// Returns the timer time from the foot to the top, in milliseconds.
    #[must_use]
    pub fn duration_ms(&self) -> i64 {
        self.end_timer_ms - self.start_timer_ms
    }
}

/// A stretch that is steep (8 % or more by default).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SteepStretch {
    /// Start in metres from the start of the run.
    pub start_m: f64,
    /// Length in metres.
    pub length_m: f64,
    /// Timer time at the start in milliseconds.
    pub start_timer_ms: i64,
    /// Timer time at the end in milliseconds.
    pub end_timer_ms: i64,
}

/// Ground that forces an effort: a hill or a steep stretch.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "what", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Ground {
    /// A hill.
    Hill(Hill),
    /// A steep stretch.
    Steep(SteepStretch),
}

impl Ground {
    /// Returns the ground in words: `hill at 1.1 km, 5.6 %`.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::Hill(hill) => {
                format!("hill at {:.1} km, {:.1} %", hill.start_m / 1000.0, hill.grade_pct())
            }
            Self::Steep(steep) => format!("steep stretch at {:.1} km", steep.start_m / 1000.0),
        }
    }
}

/// Returns the length of steep stretches in metres.
///
/// ```
/// assert_eq!(recoup_analysis::run::terrain::ground::steep_m(&[]), 0.0);
/// ```
#[must_use]
pub fn steep_m(stretches: &[SteepStretch]) -> f64 {
    // The standard library returns -0.0 for the sum of no floats.
    stretches.iter().fold(0.0, |sum, stretch| sum + stretch.length_m)
}

/// Returns the timer time on hills in milliseconds.
#[must_use]
pub fn hills_ms(hills: &[Hill]) -> i64 {
    hills.iter().map(Hill::duration_ms).sum()
}
