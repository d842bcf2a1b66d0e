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
//! # Maximum heart rate
//!
//! The first of these that knows it ([`KnownHeartRates::max_heart_rate`]); the source stands beside every verdict.
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

use crate::run::trace::HeartRateTrace;
use crate::settings::athlete::Athlete;
use crate::settings::zone_model::{CustomZones, ZONES, ZoneBase, ZoneModel};
use jiff::civil::Date;
use recoup_model::{Activity, DeviceZones, UserSettings};
use serde::{Deserialize, Serialize};

/// Where the maximum heart rate comes from, best first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
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

/// Heart rates of the athlete that a recording holds, from which zones are made.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct KnownHeartRates {
    /// Maximum heart rate of the `time_in_zone` message, in beats per minute.
    pub time_in_zone_max_bpm: Option<f64>,
    /// Maximum heart rate of the `zones_target` message, in beats per minute.
    pub zones_target_max_bpm: Option<f64>,
    /// Resting heart rate in beats per minute.
    pub resting_bpm: Option<f64>,
    /// Heart rate at lactate threshold in beats per minute.
    pub threshold_bpm: Option<f64>,
    /// Zones that the device counted with.
    pub zones: Option<HeartRateZones>,
}

impl KnownHeartRates {
    /// Collects the heart rates of a device's zones and of its user settings.
    #[must_use]
    pub fn new(zones: Option<&DeviceZones>, user: &UserSettings) -> Self {
        Self {
            time_in_zone_max_bpm: zones.and_then(|zones| zones.max_bpm),
            zones_target_max_bpm: user.max_bpm,
            resting_bpm: zones.and_then(|zones| zones.resting_bpm).or(user.resting_bpm),
            threshold_bpm: zones.and_then(|zones| zones.threshold_bpm).or(user.threshold_bpm),
            zones: zones.and_then(HeartRateZones::of_device),
        }
    }

    /// Returns the maximum heart rate in beats per minute and its source: the first that knows one.
    ///
    /// `user_profile.default_max_heart_rate` is no source: it is often the factory's 185 (in 12 of
    /// 12 real files in which it differs from `time_in_zone`'s).
    ///
    /// ```
    /// use recoup_analysis::{Athlete, KnownHeartRates, MaxSource};
    /// let known = KnownHeartRates::default();
    /// let athlete = Athlete::default().with(|athlete| athlete.birth_year = Some(1986));
    /// let (max_bpm, source) = known.max_heart_rate(&athlete, jiff::civil::date(2026, 3, 2));
    /// assert_eq!((max_bpm, source), (Some(180.0), MaxSource::Age)); // 208 - 0.7 * 40
    /// ```
    #[must_use]
    pub fn max_heart_rate(&self, athlete: &Athlete, date: Date) -> (Option<f64>, MaxSource) {
        let candidates = [
            (athlete.setting_on(date, |setting| setting.max_bpm), MaxSource::Athlete),
            (self.time_in_zone_max_bpm, MaxSource::TimeInZone),
            (self.zones_target_max_bpm, MaxSource::ZonesTarget),
            (athlete.observed_max_bpm, MaxSource::History),
            (athlete.max_bpm_by_age(date), MaxSource::Age),
        ];
        let known = candidates.into_iter().find(|(max_bpm, _)| max_bpm.is_some());
        known.unwrap_or((None, MaxSource::None))
    }
}

impl From<&Activity> for KnownHeartRates {
    fn from(activity: &Activity) -> Self {
        Self::new(activity.device_zones.as_ref(), &activity.user)
    }
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

    /// Makes the zones of a model for one recording.
    ///
    /// # Errors
    ///
    /// The heart rate that is not known.
    pub fn resolve(
        model: ZoneModel,
        known: &KnownHeartRates,
        athlete: &Athlete,
        date: Date,
        max_bpm: Option<f64>,
    ) -> Result<Self, ZonesUnknown> {
        let max = || max_bpm.ok_or(ZonesUnknown::Max);
        let resting = || {
            let own = athlete.setting_on(date, |setting| setting.resting_bpm);
            own.or(known.resting_bpm).ok_or(ZonesUnknown::Resting)
        };
        let threshold = || {
            let own = athlete.setting_on(date, |setting| setting.threshold_bpm);
            own.or(known.threshold_bpm).ok_or(ZonesUnknown::Threshold)
        };
        let Some(CustomZones { of, low }) = model.edges() else {
            return known.zones.ok_or(ZonesUnknown::Device);
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
#[non_exhaustive]
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
        self.edwards_load_ms() as f64 / 60_000.0
    }

    /// Edwards' training load in milliseconds in place of minutes, which sums exactly.
    #[must_use]
    pub fn edwards_load_ms(&self) -> i64 {
        self.zones_ms.iter().zip(1..).map(|(&ms, weight)| ms * weight).sum()
    }
}

/// A share in percent; [`None`] of nothing.
pub(crate) fn percent(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| part as f64 * 100.0 / whole as f64)
}
