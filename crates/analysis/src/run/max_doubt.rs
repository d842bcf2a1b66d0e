//! Doubts about a maximum heart rate, which reports print next to it.

use crate::run::assessment::{Assessment, MaxExceeded};
use crate::run::zones::MaxSource;
use crate::wording::counted;
use serde::Serialize;
use std::fmt;

/// Maximum heart rate above which the value is doubtful, in beats per minute.
const HIGH_BPM: f64 = 210.0;

/// A reason to doubt a maximum heart rate. The [`Display`](fmt::Display) form is what users see.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub enum MaxDoubt {
    /// The maximum is the highest heart rate of the runs. The true maximum can be higher.
    LowerBound,
    /// The maximum is an estimate from the age, in beats per minute.
    Estimate,
    /// Two or more runs exceed the maximum of a watch. The values are these runs, and the maximum
    /// in beats per minute.
    Exceeded(MaxExceeded, f64),
    /// Two or more runs exceed the athlete's own setting. The values are these runs, and the
    /// setting in beats per minute.
    AboveSetting(MaxExceeded, f64),
    /// The maximum is above 210 bpm. The value is the maximum in beats per minute.
    High(f64),
}

impl fmt::Display for MaxDoubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::LowerBound => f.write_str(
                "the maximum heart rate is the highest that your runs show; the true one can be \
                 higher",
            ),
            Self::Estimate => f.write_str(
                "the maximum heart rate is an estimate from the age; one in three people is off by \
                 more than 7 bpm",
            ),
            Self::Exceeded(MaxExceeded { reached_bpm, runs }, max_bpm) => write!(
                f,
                "your runs reach {reached_bpm:.0} ({}), your watch is set to {max_bpm:.0}",
                counted(runs, "run")
            ),
            Self::AboveSetting(MaxExceeded { reached_bpm, runs }, max_bpm) => write!(
                f,
                "your runs reach {reached_bpm:.0} ({}), you set {max_bpm:.0}",
                counted(runs, "run")
            ),
            Self::High(max_bpm) => {
                write!(f, "a maximum heart rate of {max_bpm:.0} is above that of most people")
            }
        }
    }
}

impl MaxDoubt {
    /// Returns the reasons to doubt a maximum heart rate, in beats per minute. `exceeded` are the
    /// runs above this maximum.
    ///
    /// ```
    /// use recoup_analysis::{MaxDoubt, MaxSource};
    /// let doubts = MaxDoubt::of(214.0, MaxSource::History, None);
    /// assert_eq!(doubts, [MaxDoubt::LowerBound, MaxDoubt::High(214.0)]);
    /// assert!(MaxDoubt::of(190.0, MaxSource::Athlete, None).is_empty());
    /// ```
    #[must_use]
    pub fn of(max_bpm: f64, source: MaxSource, exceeded: Option<MaxExceeded>) -> Vec<Self> {
        let of_source = match source {
            MaxSource::History => Some(Self::LowerBound),
            MaxSource::Age => Some(Self::Estimate),
            _ => None,
        };
        let exceeded = exceeded.map(|runs| match source {
            MaxSource::Athlete => Self::AboveSetting(runs, max_bpm),
            _ => Self::Exceeded(runs, max_bpm),
        });
        let high = (max_bpm > HIGH_BPM).then_some(Self::High(max_bpm));
        [of_source, exceeded, high].into_iter().flatten().collect()
    }
}

impl Assessment {
    /// Returns the reasons to doubt the maximum heart rate.
    #[must_use]
    pub fn max_doubts(&self) -> Vec<MaxDoubt> {
        let max_bpm = self.max_bpm.filter(|_| self.zone_model.is_of_max());
        max_bpm.map_or_else(Vec::new, |max_bpm| {
            MaxDoubt::of(max_bpm, self.max_source, self.max_exceeded)
        })
    }
}
