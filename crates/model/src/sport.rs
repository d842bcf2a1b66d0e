//! Sports, the sources of a session's sport, and surfaces.

use std::fmt;

/// Sport of a session: a variant for each sport that the analysis distinguishes, a name for all
/// others.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
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
    /// Any other sport, with its name in FIT's spelling (`rowing`, `training`, …).
    Other(String),
    /// Unknown sport, which nothing in the file shows.
    Unknown,
}

impl Sport {
    /// Returns the name in FIT's spelling; empty for [`Sport::Unknown`].
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

    /// Returns the sport with this name in FIT's spelling, in lower case. An empty name gives
    /// [`Sport::Unknown`].
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

/// Source of a session's sport.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum SportBasis {
    /// Sport field of the file.
    File,
    /// Index of a service's export.
    Export,
    /// Word in the title, in the description of the track or in the name of the watch's profile.
    Title,
    /// Sub-sport of a session whose sport is generic.
    SubSport,
    /// Speeds of the samples.
    Speed,
    /// No source: the sport is unknown.
    Nothing,
}

impl SportBasis {
    /// Returns the words that a report puts behind the sport, beginning with a blank. The words are
    /// empty for [`SportBasis::File`] and [`SportBasis::Nothing`].
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
            Self::SubSport => " by its sub-sport",
            Self::Speed => " by its speed",
        }
    }
}

/// Surface of a run, as far as the sub-sport shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Surface {
    /// Trail or treadmill.
    Soft,
    /// Street.
    Hard,
    /// Unknown surface.
    Unknown,
}

impl Surface {
    /// Returns the surface of a FIT sub-sport.
    ///
    /// ```
    /// use recoup_model::Surface;
    /// assert_eq!(Surface::from_sub_sport(Some("trail")), Surface::Soft);
    /// assert_eq!(Surface::from_sub_sport(Some("street")), Surface::Hard);
    /// assert_eq!(Surface::from_sub_sport(None), Surface::Unknown);
    /// ```
    #[must_use]
    pub fn from_sub_sport(sub_sport: Option<&str>) -> Self {
        match sub_sport {
            Some("trail" | "treadmill" | "indoor_running") => Self::Soft,
            Some("street" | "road") => Self::Hard,
            _ => Self::Unknown,
        }
    }

    /// Returns the name as in JSON: `soft`, `hard` or `unknown`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Soft => "soft",
            Self::Hard => "hard",
            Self::Unknown => "unknown",
        }
    }
}
