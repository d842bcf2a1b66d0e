//! Zone models: percentages of a heart rate from which zones are made.
//!
//! # Models
//!
//! | model | lower edges of Zones 1-5 | of | from |
//! |---|---|---|---|
//! | `fljuga`, the default | 68, 73, 80, 87, 93 % | maximum | the article |
//! | `garmin` | 50, 60, 70, 80, 90 % | maximum | Garmin's default |
//! | `karvonen` | 50, 60, 70, 80, 90 % | reserve: resting to maximum | Karvonen, Kentala and Mustala 1957 |
//! | `olympiatoppen` | 55, 72, 82, 87, 92 % | maximum | the Norwegian Olympic Federation's scale |
//! | `friel` | 0, 85, 90, 95, 100 % | threshold | Friel's running zones |
//! | `80-20` | 72, 81, 90, 100, 105 % | threshold | Fitzgerald's 80/20 running |
//! | `device` | the edges in the file | - | the watch, which counted by these zones |
//! | `max:…`, `reserve:…`, `threshold:…`, `bpm:…` | the user's edges | the heart rate in the name | the athlete |

use crate::wording::{did_you_mean, nearest};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Number of heart-rate zones of every model.
pub const ZONES: usize = 5;

/// Source of the zone limits.
///
/// Percentages are the lower limits of Zones 1-5. Zone 5 has no upper limit. In the athlete file
/// and on the command line, a model is written as its name or as a list of five edges:
///
/// ```
/// use recoup_analysis::ZoneModel;
/// assert_eq!("karvonen".parse(), Ok(ZoneModel::Karvonen));
/// let own: ZoneModel = "reserve: 50, 62, 72, 82, 90".parse()?;
/// assert_eq!(own.to_string(), "reserve:50,62,72,82,90");
/// # Ok::<(), recoup_analysis::settings::zone_model::InvalidZoneModel>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String"))]
#[non_exhaustive]
pub enum ZoneModel {
    /// Zones of the coach: 68, 73, 80, 87, 93 % of maximum heart rate.
    #[default]
    Fljuga,
    /// Default zones of Garmin: 50, 60, 70, 80, 90 % of maximum heart rate.
    Garmin,
    /// Zones at 50, 60, 70, 80, 90 % of heart-rate reserve (Karvonen 1957).
    Karvonen,
    /// Intensity scale of the Norwegian Olympic Federation: 55, 72, 82, 87, 92 % of maximum.
    Olympiatoppen,
    /// Running zones of Friel, in percent of the heart rate at threshold. Zone 1 is everything
    /// below 85 %, and Zones 2-4 begin at 85, 90 and 95 %. Zone 5 begins at 100 % and combines
    /// 5a-5c.
    Friel,
    /// Zones of 80/20 running, in percent of the heart rate at threshold: 72, 81, 90, 100, 105 %.
    /// The model's zones X and Y are part of Zones 3 and 4 here.
    EightyTwenty,
    /// Limits that the device wrote into the file.
    Device,
    /// Edges that the user gives.
    Custom(CustomZones),
}

/// The lower edges of five zones, and their unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CustomZones {
    /// Unit of the edges: beats per minute, or a percentage of a heart rate.
    pub of: ZoneBase,
    /// Lower edges of Zones 1-5, ascending, in percent or in beats per minute.
    pub low: [f64; ZONES],
}

/// Unit of the edges of zones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoneBase {
    /// Percent of the maximum heart rate.
    Max,
    /// Percent of the heart-rate reserve, from the resting to the maximum heart rate.
    Reserve,
    /// Percent of the heart rate at lactate threshold.
    Threshold,
    /// Beats per minute.
    Bpm,
}

impl ZoneBase {
    /// All bases.
    pub const ALL: [Self; 4] = [Self::Max, Self::Reserve, Self::Threshold, Self::Bpm];

    /// Returns the name: `max`, `reserve`, `threshold` or `bpm`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Max => "max",
            Self::Reserve => "reserve",
            Self::Threshold => "threshold",
            Self::Bpm => "bpm",
        }
    }
}

impl ZoneModel {
    /// All models with a name, the default first.
    pub const ALL: [Self; 7] = [
        Self::Fljuga,
        Self::Garmin,
        Self::Karvonen,
        Self::Olympiatoppen,
        Self::Friel,
        Self::EightyTwenty,
        Self::Device,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Fljuga => "fljuga",
            Self::Garmin => "garmin",
            Self::Karvonen => "karvonen",
            Self::Olympiatoppen => "olympiatoppen",
            Self::Friel => "friel",
            Self::EightyTwenty => "80-20",
            Self::Device => "device",
            Self::Custom(edges) => edges.of.as_str(),
        }
    }

    /// Whether the limits depend on the maximum heart rate.
    #[must_use]
    pub fn is_of_max(self) -> bool {
        self.edges().is_some_and(|edges| matches!(edges.of, ZoneBase::Max | ZoneBase::Reserve))
    }

    /// Returns the edges and their unit; [`None`] for [`ZoneModel::Device`], because each file has
    /// its own edges.
    ///
    /// ```
    /// use recoup_analysis::{ZoneBase, ZoneModel};
    /// let edges = ZoneModel::Friel.edges().unwrap();
    /// assert_eq!((edges.of, edges.low), (ZoneBase::Threshold, [0.0, 85.0, 90.0, 95.0, 100.0]));
    /// assert_eq!(ZoneModel::Device.edges(), None);
    /// ```
    #[must_use]
    pub fn edges(self) -> Option<CustomZones> {
        let (of, low) = match self {
            Self::Fljuga => (ZoneBase::Max, [68.0, 73.0, 80.0, 87.0, 93.0]),
            Self::Garmin => (ZoneBase::Max, [50.0, 60.0, 70.0, 80.0, 90.0]),
            Self::Karvonen => (ZoneBase::Reserve, [50.0, 60.0, 70.0, 80.0, 90.0]),
            Self::Olympiatoppen => (ZoneBase::Max, [55.0, 72.0, 82.0, 87.0, 92.0]),
            Self::Friel => (ZoneBase::Threshold, [0.0, 85.0, 90.0, 95.0, 100.0]),
            Self::EightyTwenty => (ZoneBase::Threshold, [72.0, 81.0, 90.0, 100.0, 105.0]),
            Self::Device => return None,
            Self::Custom(edges) => return Some(edges),
        };
        Some(CustomZones { of, low })
    }
}

impl fmt::Display for ZoneModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Custom(edges) => edges.fmt(f),
            named => f.pad(named.name()),
        }
    }
}

impl fmt::Display for CustomZones {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let low = self.low.map(|edge| edge.to_string()).join(",");
        f.pad(&format!("{}:{low}", self.of.as_str()))
    }
}

/// Error for a text that is no zone model, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidZoneModel(String);

impl fmt::Display for InvalidZoneModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidZoneModel {}

impl FromStr for ZoneModel {
    type Err = InvalidZoneModel;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.contains(':') {
            return text.parse().map(Self::Custom);
        }
        let found = Self::ALL.into_iter().find(|model| model.name().eq_ignore_ascii_case(text));
        found.ok_or_else(|| {
            let names = Self::ALL.map(Self::name);
            InvalidZoneModel(format!(
                "no zone model is called {text:?}{} (there are {}, and edges of one's own such as \
                 max:68,73,80,87,93)",
                did_you_mean(nearest(text, names)),
                names.join(", ")
            ))
        })
    }
}

impl FromStr for CustomZones {
    type Err = InvalidZoneModel;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = |what: String| InvalidZoneModel(format!("zones {text:?}: {what}"));
        let (base, edges) = text.split_once(':').unwrap_or((text, ""));
        let names = ZoneBase::ALL.map(ZoneBase::as_str);
        let base = base.trim();
        let of = ZoneBase::ALL
            .into_iter()
            .find(|known| known.as_str().eq_ignore_ascii_case(base))
            .ok_or_else(|| {
                let hint = did_you_mean(nearest(base, names));
                wrong(format!("edges are of {}, not of {base:?}{hint}", names.join(", ")))
            })?;
        let (most, unit) = match of {
            ZoneBase::Bpm => (250.0, "bpm"),
            _ => (130.0, "%"),
        };
        let mut low = Vec::new();
        for edge in edges.split(',').map(str::trim) {
            let value: f64 = edge.parse().map_err(|_| wrong(format!("{edge:?} is no number")))?;
            if !(0.0..=most).contains(&value) {
                return Err(wrong(format!("{edge} is not between 0 and {most} {unit}")));
            }
            if let Some(last) = low.last().filter(|&&last| last >= value) {
                return Err(wrong(format!("the edges must ascend, and {edge} follows {last}")));
            }
            low.push(value);
        }
        let low = low.try_into().map_err(|low: Vec<f64>| {
            let given = low.len();
            wrong(format!("there must be five edges, the lowest of each zone, and not {given}"))
        })?;
        Ok(Self { of, low })
    }
}

impl Serialize for ZoneModel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ZoneModel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
