//! Heart-rate zones, where their limits come from, and time in them.
//!
//! Zones are half-open, `[low, high)`: a heart rate on an edge belongs to the upper zone, and it is
//! compared with the exact fraction, so that with a maximum of 185 the top of Zone 1 is 135.05 and
//! 135 bpm is in Zone 1.
//!
//! The buckets *missing*, *below*, *Zone 1* … *Zone 5* are kept apart everywhere. A sample without
//! a heart rate, or with 0, is missing: a dead strap must not read as perfect recovery. The top of
//! Zone 1 is hard: 73 % of the maximum agrees with other schemes. Its bottom is soft, since they put
//! it at 55-60 % and the article allows walking: below Zone 1 is never a fault.
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
//! | `device` | those in the file | - | what the watch counted with |
//! | `max:…`, `reserve:…`, `threshold:…`, `bpm:…` | one's own | as named | the athlete |
//!
//! # Maximum heart rate
//!
//! The first of these that knows it ([`max_heart_rate`]); the source stands beside every verdict.
//!
//! | source | what it is | from |
//! |---|---|---|
//! | `athlete` | the athlete's setting in force on the day | the athlete |
//! | `time_in_zone` | the maximum that the watch counted with (FIT message 216) | the file |
//! | `zones_target` | the maximum that the watch's zones are set to (FIT message 7) | the file |
//! | `history` | the highest that the other runs show, a lower bound ([`history`](crate::history)) | measured |
//! | `age` | 208 - 0.7 × age, an estimate | Tanaka, Monahan and Seals 2001 |
//!
//! `user_profile.default_max_heart_rate` is none of them: it is often the factory's 185.

use crate::athlete::Athlete;
use crate::nearest::{did_you_mean, nearest};
use crate::trace::HeartRateTrace;
use jiff::civil::Date;
use recoup_model::{Activity, DeviceZones};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Number of heart-rate zones.
pub const ZONES: usize = 5;

/// Where zone limits come from.
///
/// Percentages are the lower limits of Zones 1-5; Zone 5 is open above. In text, in the athlete
/// file as in the command, a model is its name, or edges of one's own:
///
/// ```
/// use recoup_analysis::ZoneModel;
/// assert_eq!("karvonen".parse(), Ok(ZoneModel::Karvonen));
/// let own: ZoneModel = "reserve: 50, 62, 72, 82, 90".parse()?;
/// assert_eq!(own.to_string(), "reserve:50,62,72,82,90");
/// # Ok::<(), recoup_analysis::zones::InvalidZoneModel>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String"))]
pub enum ZoneModel {
    /// The coach's: 68, 73, 80, 87, 93 % of maximum heart rate.
    #[default]
    Fljuga,
    /// Garmin's default: 50, 60, 70, 80, 90 % of maximum heart rate.
    Garmin,
    /// The same percentages of heart-rate reserve (Karvonen 1957).
    Karvonen,
    /// The Norwegian Olympic Federation's intensity scale: 55, 72, 82, 87, 92 % of maximum.
    Olympiatoppen,
    /// Friel's running zones, of the heart rate at threshold: Zone 1 is all below 85 %, then 85,
    /// 90, 95 and, for 5a-5c together, 100 %.
    Friel,
    /// 80/20 running, of the heart rate at threshold: 72, 81, 90, 100, 105 %; its zones X and Y
    /// are counted to Zones 3 and 4.
    EightyTwenty,
    /// The limits that the device wrote into the file.
    Device,
    /// Edges of one's own.
    Custom(CustomZones),
}

/// The lower edges of five zones, and what they are given in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CustomZones {
    /// What the edges are percentages of, or that they are heart rates.
    pub of: ZoneBase,
    /// The lower edges of Zones 1-5, ascending: percent, or beats per minute.
    pub low: [f64; ZONES],
}

/// What the edges of zones are given in.
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

    /// The name: `max`, `reserve`, `threshold` or `bpm`.
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
    /// All models that have a name, the default first.
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

    /// Whether its limits follow from the maximum heart rate.
    #[must_use]
    pub fn is_of_max(self) -> bool {
        self.edges().is_some_and(|edges| matches!(edges.of, ZoneBase::Max | ZoneBase::Reserve))
    }

    /// The edges and what they are given in; [`None`] where each file has its own.
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

/// A text that is no zone model, and why.
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

/// Where the maximum heart rate comes from, best first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MaxSource {
    /// The athlete's setting in force on the day.
    Athlete,
    /// The file's `time_in_zone` message.
    TimeInZone,
    /// The file's `zones_target` message.
    ZonesTarget,
    /// The athlete's other runs: a lower bound.
    History,
    /// Tanaka's formula, 208 - 0.7 × age (Tanaka, Monahan and Seals 2001): an estimate.
    Age,
    /// Not known.
    #[default]
    None,
}

impl MaxSource {
    /// The name, as in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Athlete => "athlete",
            Self::TimeInZone => "time_in_zone",
            Self::ZonesTarget => "zones_target",
            Self::History => "history",
            Self::Age => "age",
            Self::None => "none",
        }
    }

    /// The name, and that it is no more than a bound or an estimate where it is: as shown to users.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::History => "history, a lower bound",
            Self::Age => "age, an estimate",
            known => known.as_str(),
        }
    }
}

/// The maximum heart rate for an activity and where it comes from: the first source that knows.
///
/// `user_profile.default_max_heart_rate` is no source: it is often the factory's 185 (in 12 of 12
/// real files in which it differs from `time_in_zone`'s).
///
/// ```
/// use recoup_analysis::{Athlete, MaxSource, zones::max_heart_rate};
/// use recoup_model::{Activity, FileFormat};
/// let activity = Activity::new(FileFormat::Gpx);
/// let athlete = Athlete { birth_year: Some(1986), ..Default::default() };
/// let (max_bpm, source) = max_heart_rate(&activity, &athlete, jiff::civil::date(2026, 3, 2));
/// assert_eq!((max_bpm, source), (Some(180.0), MaxSource::Age)); // 208 - 0.7 * 40
/// ```
#[must_use]
pub fn max_heart_rate(
    activity: &Activity,
    athlete: &Athlete,
    date: Date,
) -> (Option<f64>, MaxSource) {
    let device = activity.device_zones.as_ref().and_then(|zones| zones.max_bpm);
    let candidates = [
        (athlete.setting_on(date, |setting| setting.max_bpm), MaxSource::Athlete),
        (device, MaxSource::TimeInZone),
        (activity.user.max_bpm, MaxSource::ZonesTarget),
        (athlete.observed_max_bpm, MaxSource::History),
        (athlete.max_bpm_by_age(date), MaxSource::Age),
    ];
    candidates.into_iter().find(|(max_bpm, _)| max_bpm.is_some()).unwrap_or((None, MaxSource::None))
}

/// The resting heart rate that a file holds, in beats per minute.
#[must_use]
pub fn device_resting_bpm(activity: &Activity) -> Option<f64> {
    let zones = activity.device_zones.as_ref();
    zones.and_then(|zones| zones.resting_bpm).or(activity.user.resting_bpm)
}

/// The heart rate at threshold that a file holds, in beats per minute.
#[must_use]
pub fn device_threshold_bpm(activity: &Activity) -> Option<f64> {
    let zones = activity.device_zones.as_ref();
    zones.and_then(|zones| zones.threshold_bpm).or(activity.user.threshold_bpm)
}

/// The limits of five heart-rate zones.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeartRateZones {
    /// Lower limits of Zones 1-5 in beats per minute, ascending.
    pub low_bpm: [f64; ZONES],
}

impl HeartRateZones {
    /// Zones at percentages of a heart rate above a base.
    ///
    /// ```
    /// use recoup_analysis::HeartRateZones;
    /// let zones = HeartRateZones::of_percentages([68.0, 73.0, 80.0, 87.0, 93.0], 185.0, 0.0);
    /// assert_eq!(zones.zone1_whole_bpm(), (126, 135));
    /// ```
    #[must_use]
    pub fn of_percentages(percent: [f64; ZONES], reference_bpm: f64, base_bpm: f64) -> Self {
        let span_bpm = reference_bpm - base_bpm;
        Self { low_bpm: percent.map(|percent| base_bpm + percent * span_bpm / 100.0) }
    }

    /// The zones of a model for one activity.
    ///
    /// # Errors
    ///
    /// What is not known.
    pub fn resolve(
        model: ZoneModel,
        activity: &Activity,
        athlete: &Athlete,
        date: Date,
        max_bpm: Option<f64>,
    ) -> Result<Self, ZonesUnknown> {
        let device = activity.device_zones.as_ref();
        let max = || max_bpm.ok_or(ZonesUnknown::Max);
        let resting = || {
            let own = athlete.setting_on(date, |setting| setting.resting_bpm);
            own.or(device_resting_bpm(activity)).ok_or(ZonesUnknown::Resting)
        };
        let threshold = || {
            let own = athlete.setting_on(date, |setting| setting.threshold_bpm);
            own.or(device_threshold_bpm(activity)).ok_or(ZonesUnknown::Threshold)
        };
        let Some(CustomZones { of, low }) = model.edges() else {
            return device.and_then(Self::of_device).ok_or(ZonesUnknown::Device);
        };
        let zones = match of {
            ZoneBase::Max => Self::of_percentages(low, max()?, 0.0),
            ZoneBase::Reserve => Self::of_percentages(low, max()?, resting()?),
            ZoneBase::Threshold => Self::of_percentages(low, threshold()?, 0.0),
            ZoneBase::Bpm => Self { low_bpm: low },
        };
        if zones.low_bpm.is_sorted_by(|low, high| low < high) {
            Ok(zones)
        } else {
            Err(ZonesUnknown::RestingNotBelowMax)
        }
    }

    /// The zones that a device counted with: its first bound is the bottom of Zone 1, 0 where it
    /// counts to Zone 1 all that is below, and what it counts above the fifth is in Zone 5.
    ///
    /// ```
    /// use recoup_analysis::HeartRateZones;
    /// use recoup_model::DeviceZones;
    /// let of = |bounds_bpm| {
    ///     HeartRateZones::of_device(&DeviceZones { bounds_bpm, ..DeviceZones::default() })
    /// };
    /// let garmin = of(vec![95.0, 114.0, 133.0, 152.0, 171.0, 190.0]).unwrap();
    /// assert_eq!(garmin.zone1_whole_bpm(), (95, 113));
    /// let wahoo = of(vec![0.0, 123.0, 153.0, 163.0, 181.0]).unwrap();
    /// assert_eq!(wahoo.zone1_whole_bpm(), (0, 122));
    /// assert_eq!(of(Vec::new()), None);
    /// ```
    #[must_use]
    pub fn of_device(zones: &DeviceZones) -> Option<Self> {
        let low_bpm: [f64; ZONES] = zones.bounds_bpm.get(..ZONES)?.try_into().ok()?;
        (low_bpm[0] >= 0.0 && low_bpm.is_sorted_by(|low, high| low < high))
            .then_some(Self { low_bpm })
    }

    /// The top of Zone 1 in beats per minute: the lowest heart rate above the recovery zone.
    #[must_use]
    pub fn zone1_top_bpm(&self) -> f64 {
        self.low_bpm[1]
    }

    /// Zone 1 in whole beats per minute, both inclusive.
    #[must_use]
    pub fn zone1_whole_bpm(&self) -> (i32, i32) {
        (self.low_bpm[0].ceil() as i32, self.low_bpm[1].ceil() as i32 - 1)
    }

    /// The lowest and the highest whole heart rate of each zone in beats per minute; Zone 5 is
    /// open.
    ///
    /// ```
    /// use recoup_analysis::HeartRateZones;
    /// let zones = HeartRateZones { low_bpm: [125.8, 135.05, 148.0, 160.95, 172.05] };
    /// assert_eq!(zones.whole_bpm()[..2], [(126, Some(135)), (136, Some(147))]);
    /// assert_eq!(zones.whole_bpm()[4], (173, None));
    /// ```
    #[must_use]
    pub fn whole_bpm(&self) -> [(i32, Option<i32>); ZONES] {
        let low = self.low_bpm.map(|bpm| bpm.ceil() as i32);
        std::array::from_fn(|zone| (low[zone], low.get(zone + 1).map(|next| next - 1)))
    }

    /// The zone of a heart rate, 1-5; 0 for below Zone 1.
    #[must_use]
    pub fn zone_of(&self, bpm: f64) -> usize {
        self.low_bpm.partition_point(|&low_bpm| low_bpm <= bpm)
    }
}

/// Why there are no zones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ZonesUnknown {
    /// No maximum heart rate is known.
    #[serde(rename = "no maximum heart rate is known")]
    Max,
    /// No resting heart rate is known.
    #[serde(rename = "no resting heart rate is known")]
    Resting,
    /// No heart rate at threshold is known.
    #[serde(rename = "no heart rate at threshold is known")]
    Threshold,
    /// The device's zones are asked for, and the file holds none.
    #[serde(rename = "the file holds no heart-rate zones")]
    Device,
    /// The resting heart rate is not below the maximum, which leaves no room for zones.
    #[serde(rename = "the resting heart rate is not below the maximum")]
    RestingNotBelowMax,
}

impl ZonesUnknown {
    /// In words, as shown to users.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Max => "no maximum heart rate is known",
            Self::Resting => "no resting heart rate is known",
            Self::Threshold => "no heart rate at threshold is known",
            Self::Device => "the file holds no heart-rate zones",
            Self::RestingNotBelowMax => "the resting heart rate is not below the maximum",
        }
    }

    /// What would give zones, in words.
    #[must_use]
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Max => "a known maximum heart rate",
            Self::Resting => "a known resting heart rate",
            Self::Threshold => "a known heart rate at threshold",
            Self::Device | Self::RestingNotBelowMax => "heart-rate zones",
        }
    }
}

/// Timer time in each bucket, in whole milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ZoneTimes {
    /// No valid heart rate, or no zones to place it in.
    pub missing_ms: i64,
    /// A valid heart rate below Zone 1.
    pub below_ms: i64,
    /// Zones 1-5.
    pub zones_ms: [i64; ZONES],
}

impl ZoneTimes {
    /// Counts the heart rates of a run into the buckets.
    ///
    /// They sum to its timer time exactly. Without zones all of it is missing: time that cannot be
    /// placed must not read as easy.
    #[must_use]
    pub fn count(
        heart_rate: &HeartRateTrace,
        timer_ms: i64,
        zones: Option<&HeartRateZones>,
    ) -> Self {
        let mut times = Self { missing_ms: timer_ms, ..Self::default() };
        let Some(zones) = zones else { return times };
        for hold in heart_rate.holds() {
            let held_ms = i64::from(hold.length_ms);
            times.missing_ms -= held_ms;
            match zones.zone_of(f64::from(hold.bpm)) {
                0 => times.below_ms += held_ms,
                zone => times.zones_ms[zone - 1] += held_ms,
            }
        }
        times
    }

    /// Time below Zone 1 and in the zones.
    #[must_use]
    pub fn placed_ms(&self) -> i64 {
        self.below_ms + self.zones_ms.iter().sum::<i64>()
    }

    /// All buckets together: timer time.
    #[must_use]
    pub fn total_ms(&self) -> i64 {
        self.missing_ms + self.placed_ms()
    }

    /// Time at or below the top of Zone 1.
    #[must_use]
    pub fn at_or_below_zone1_ms(&self) -> i64 {
        self.below_ms + self.zones_ms[0]
    }

    /// Share of heart-rate time at or below the top of Zone 1, in percent.
    #[must_use]
    pub fn at_or_below_zone1_pct(&self) -> Option<f64> {
        percent(self.at_or_below_zone1_ms(), self.placed_ms())
    }

    /// Edwards' training load: minutes in Zone *n* times *n*, summed (Edwards 1993).
    #[must_use]
    pub fn edwards_load(&self) -> f64 {
        let weighted = self.zones_ms.iter().zip(1..).map(|(&ms, weight)| ms * weight);
        weighted.sum::<i64>() as f64 / 60_000.0
    }
}

/// A share in percent; [`None`] of nothing.
pub(crate) fn percent(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| part as f64 * 100.0 / whole as f64)
}
