//! Hills and steep stretches: ground that forces an effort.

use serde::{Deserialize, Serialize};

/// A climb that counts as a hill.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Hill {
    /// Where it begins, metres from the start.
    pub start_m: f64,
    /// Its length in metres.
    pub length_m: f64,
    /// Net gain in metres.
    pub gain_m: f64,
    /// Timer time at its foot in milliseconds.
    pub start_timer_ms: i64,
    /// Timer time at its top in milliseconds.
    pub end_timer_ms: i64,
}

impl Hill {
    /// Mean grade in percent.
    #[must_use]
    pub fn grade_pct(&self) -> f64 {
        self.gain_m * 100.0 / self.length_m
    }

    /// Timer time spent on it in milliseconds.
    #[must_use]
    pub fn duration_ms(&self) -> i64 {
        self.end_timer_ms - self.start_timer_ms
    }
}

/// A steep stretch.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SteepStretch {
    /// Where it begins, metres from the start.
    pub start_m: f64,
    /// Its length in metres.
    pub length_m: f64,
    /// Timer time at its start in milliseconds.
    pub start_timer_ms: i64,
    /// Timer time at its end in milliseconds.
    pub end_timer_ms: i64,
}

/// What forces an effort: a hill or a steep stretch.
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
    /// In words: `hill at 1.1 km, 5.6 %`.
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

/// Length of steep stretches in metres.
///
/// ```
/// assert_eq!(recoup_analysis::run::terrain::ground::steep_m(&[]), 0.0);
/// ```
#[must_use]
pub fn steep_m(stretches: &[SteepStretch]) -> f64 {
    // The sum of no floats is -0.0 to the standard library.
    stretches.iter().fold(0.0, |sum, stretch| sum + stretch.length_m)
}

/// Timer time on hills in milliseconds.
#[must_use]
pub fn hills_ms(hills: &[Hill]) -> i64 {
    hills.iter().map(Hill::duration_ms).sum()
}
