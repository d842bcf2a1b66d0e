//! Sports, and how one was decided.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The sport of a session: those that the analysis tells apart, all others by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sport {
    /// Running, on any surface.
    Running,
    /// Walking.
    Walking,
    /// Hiking.
    Hiking,
    /// Cycling.
    Cycling,
    /// Swimming.
    Swimming,
    /// Any other sport, by the name that FIT gives it (`rowing`, `training`, …).
    Other(String),
    /// The file does not say, and nothing in it tells.
    Unknown,
}

impl Sport {
    /// The name in FIT's spelling; empty for [`Sport::Unknown`].
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Running => "running",
            Self::Walking => "walking",
            Self::Hiking => "hiking",
            Self::Cycling => "cycling",
            Self::Swimming => "swimming",
            Self::Other(name) => name,
            Self::Unknown => "",
        }
    }

    /// The sport that FIT's spelling names.
    ///
    /// ```
    /// use recoup_model::Sport;
    /// assert_eq!(Sport::from_name("running"), Sport::Running);
    /// assert_eq!(Sport::from_name("rowing").as_str(), "rowing");
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        match name {
            "running" => Self::Running,
            "walking" => Self::Walking,
            "hiking" => Self::Hiking,
            "cycling" => Self::Cycling,
            "swimming" => Self::Swimming,
            "" => Self::Unknown,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Sport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if matches!(self, Self::Unknown) { "unknown sport" } else { self.as_str() })
    }
}

/// What a session's sport was decided from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SportBasis {
    /// A field of the file that is there for it.
    File,
    /// The list that a service's export has of its files.
    Export,
    /// A word in the title or the track's description.
    Title,
    /// The speeds of the samples.
    Speed,
    /// Nothing: the sport is unknown.
    Nothing,
}

impl SportBasis {
    /// What a report says behind the sport, a blank first; empty where the file itself names it.
    ///
    /// ```
    /// use recoup_model::{Sport, SportBasis};
    /// let sport = format!("{}{}", Sport::Running, SportBasis::Speed.in_words());
    /// assert_eq!(sport, "running by its speed");
    /// ```
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::File | Self::Nothing => "",
            Self::Export => " by the export's list",
            Self::Title => " by its title",
            Self::Speed => " by its speed",
        }
    }
}

/// What was run on, as far as the sub-sport tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Surface {
    /// Trail or treadmill.
    Soft,
    /// Street.
    Hard,
    /// Not said.
    Unknown,
}

impl Surface {
    /// The surface that a FIT sub-sport stands for.
    #[must_use]
    pub fn from_sub_sport(sub_sport: Option<&str>) -> Self {
        match sub_sport {
            Some("trail" | "treadmill" | "indoor_running") => Self::Soft,
            Some("street" | "road") => Self::Hard,
            _ => Self::Unknown,
        }
    }

    /// `soft`, `hard` or `unknown`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Soft => "soft",
            Self::Hard => "hard",
            Self::Unknown => "unknown",
        }
    }
}
