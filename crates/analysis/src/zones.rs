//! Heart-rate zones, where their limits come from, and time in them.
//!
//! Zones are half-open, `[low, high)`: a heart rate on an edge belongs to the upper zone, and it is
//! compared with the exact fraction, so that with a maximum of 185 the top of Zone 1 is 135.05 and
//! 135 bpm is in Zone 1.
//!
//! The buckets *missing*, *below*, *Zone 1* … *Zone 5* are kept apart everywhere. A sample without
//! a heart rate, or with 0, is missing: a dead strap must not read as perfect recovery.

use crate::athlete::Athlete;
use crate::timeline::Timeline;
use jiff::civil::Date;
use recoup_model::{Activity, DeviceZones};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Number of heart-rate zones.
pub const ZONES: usize = 5;

/// Where zone limits come from.
///
/// Percentages are the lower limits of Zones 1-5; Zone 5 is open above.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ZoneModel {
    /// The coach's: 68, 73, 80, 87, 93 % of maximum heart rate.
    #[default]
    #[serde(rename = "fljuga")]
    Fljuga,
    /// Garmin's default: 50, 60, 70, 80, 90 % of maximum heart rate.
    #[serde(rename = "garmin")]
    Garmin,
    /// The same percentages of heart-rate reserve (Karvonen 1957).
    #[serde(rename = "karvonen")]
    Karvonen,
    /// The Norwegian Olympic Federation's intensity scale: 55, 72, 82, 87, 92 % of maximum.
    #[serde(rename = "olympiatoppen")]
    Olympiatoppen,
    /// Friel's running zones, of the heart rate at threshold: Zone 1 is all below 85 %, then 85,
    /// 90, 95 and, for 5a-5c together, 100 %.
    #[serde(rename = "friel")]
    Friel,
    /// 80/20 running, of the heart rate at threshold: 72, 81, 90, 100, 105 %; its zones X and Y
    /// are counted to Zones 3 and 4.
    #[serde(rename = "80-20")]
    EightyTwenty,
    /// The limits that the device wrote into the file.
    #[serde(rename = "device")]
    Device,
}

impl ZoneModel {
    /// All models, the default first.
    pub const ALL: [Self; 7] = [
        Self::Fljuga,
        Self::Garmin,
        Self::Karvonen,
        Self::Olympiatoppen,
        Self::Friel,
        Self::EightyTwenty,
        Self::Device,
    ];

    /// The name, as in the command and in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fljuga => "fljuga",
            Self::Garmin => "garmin",
            Self::Karvonen => "karvonen",
            Self::Olympiatoppen => "olympiatoppen",
            Self::Friel => "friel",
            Self::EightyTwenty => "80-20",
            Self::Device => "device",
        }
    }
}

impl fmt::Display for ZoneModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is no zone model's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownZoneModel(String);

impl fmt::Display for UnknownZoneModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = ZoneModel::ALL.map(ZoneModel::as_str).join(", ");
        write!(f, "no zone model is called {:?}; there are {names}", self.0)
    }
}

impl std::error::Error for UnknownZoneModel {}

impl FromStr for ZoneModel {
    type Err = UnknownZoneModel;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|model| model.as_str().eq_ignore_ascii_case(name))
            .ok_or_else(|| UnknownZoneModel(name.to_owned()))
    }
}

/// Where the maximum heart rate comes from, best first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// The maximum heart rate for an activity and where it comes from.
///
/// `user_profile.default_max_heart_rate` is no source: it is often the factory's 185.
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
    let age = athlete.birth_year.map(|year| f64::from(date.year() - year));
    let candidates = [
        (athlete.setting_on(date, |setting| setting.max_bpm), MaxSource::Athlete),
        (device, MaxSource::TimeInZone),
        (activity.user.max_bpm, MaxSource::ZonesTarget),
        (age.map(|age| 208.0 - 0.7 * age), MaxSource::Age),
    ];
    candidates.into_iter().find(|(max_bpm, _)| max_bpm.is_some()).unwrap_or((None, MaxSource::None))
}

/// The limits of five heart-rate zones.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
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
    /// A sentence that says what is not known.
    pub fn resolve(
        model: ZoneModel,
        activity: &Activity,
        athlete: &Athlete,
        date: Date,
        max_bpm: Option<f64>,
    ) -> Result<Self, &'static str> {
        let device = activity.device_zones.as_ref();
        let max = || max_bpm.ok_or("no maximum heart rate is known");
        let resting = || {
            athlete
                .setting_on(date, |setting| setting.resting_bpm)
                .or(device.and_then(|zones| zones.resting_bpm))
                .or(activity.user.resting_bpm)
                .ok_or("no resting heart rate is known")
        };
        let threshold = || {
            athlete
                .setting_on(date, |setting| setting.threshold_bpm)
                .or(device.and_then(|zones| zones.threshold_bpm))
                .or(activity.user.threshold_bpm)
                .ok_or("no heart rate at threshold is known")
        };
        let zones = match model {
            ZoneModel::Fljuga => Self::of_percentages([68.0, 73.0, 80.0, 87.0, 93.0], max()?, 0.0),
            ZoneModel::Garmin => Self::of_percentages([50.0, 60.0, 70.0, 80.0, 90.0], max()?, 0.0),
            ZoneModel::Karvonen => {
                Self::of_percentages([50.0, 60.0, 70.0, 80.0, 90.0], max()?, resting()?)
            }
            ZoneModel::Olympiatoppen => {
                Self::of_percentages([55.0, 72.0, 82.0, 87.0, 92.0], max()?, 0.0)
            }
            ZoneModel::Friel => {
                Self::of_percentages([0.0, 85.0, 90.0, 95.0, 100.0], threshold()?, 0.0)
            }
            ZoneModel::EightyTwenty => {
                Self::of_percentages([72.0, 81.0, 90.0, 100.0, 105.0], threshold()?, 0.0)
            }
            ZoneModel::Device => {
                device.and_then(Self::of_device).ok_or("the file holds no heart-rate zones")?
            }
        };
        if zones.low_bpm.is_sorted() {
            Ok(zones)
        } else {
            Err("the resting heart rate is not below the maximum")
        }
    }

    /// The zones that a device counted with: its first bound is the bottom of Zone 1, and what it
    /// counts above the fifth is in Zone 5.
    #[must_use]
    pub fn of_device(zones: &DeviceZones) -> Option<Self> {
        let low_bpm: [f64; ZONES] = zones.bounds_bpm.get(..ZONES)?.try_into().ok()?;
        (low_bpm[0] > 0.0 && low_bpm.is_sorted_by(|low, high| low < high))
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

    /// The zone of a heart rate, 1-5; 0 for below Zone 1.
    #[must_use]
    pub fn zone_of(&self, bpm: f64) -> usize {
        self.low_bpm.partition_point(|&low_bpm| low_bpm <= bpm)
    }
}

/// Timer time in each bucket, in whole milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneTimes {
    /// No valid heart rate, or no zones to place it in.
    pub missing_ms: i64,
    /// A valid heart rate below Zone 1.
    pub below_ms: i64,
    /// Zones 1-5.
    pub zones_ms: [i64; ZONES],
}

impl ZoneTimes {
    /// Counts a time line's samples into the buckets.
    ///
    /// They sum to the time line's timer time exactly. Without zones all of it is missing: time
    /// that cannot be placed must not read as easy.
    #[must_use]
    pub fn count(timeline: &Timeline, zones: Option<&HeartRateZones>) -> Self {
        let mut times = Self { missing_ms: timeline.timer_ms, ..Self::default() };
        let Some(zones) = zones else { return times };
        for timed in &timeline.samples {
            let Some(bpm) = timed.heart_rate_bpm() else { continue };
            times.missing_ms -= timed.hold_ms;
            match zones.zone_of(bpm) {
                0 => times.below_ms += timed.hold_ms,
                zone => times.zones_ms[zone - 1] += timed.hold_ms,
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
