//! Heart-rate zones, the sources of their limits, and the time in them.
//!
//! Zones are half-open, `[low, high)`: a heart rate on an edge belongs to the upper zone. Heart
//! rates are compared with the exact fraction. So with a maximum of 185 the top of Zone 1 is
//! 135.05, and 135 bpm is in Zone 1.
//!
//! The buckets *missing*, *below*, *Zone 1* … *Zone 5* are kept apart everywhere. A sample without
//! a heart rate, or with 0, is missing, because a dead strap must not read as perfect recovery. The
//! top of Zone 1 is a hard limit, because 73 % of the maximum agrees with other schemes. The bottom
//! of Zone 1 is a soft limit, because other schemes put it at 55-60 % and the article allows
//! walking. So time below Zone 1 is never a fault.
//!
//! # Maximum heart rate
//!
//! The maximum comes from the first source in this table that has a value
//! ([`KnownHeartRates::max_heart_rate`]). Reports show the source beside every verdict.
//!
//! | source | what it is | from |
//! |---|---|---|
//! | `athlete` | the athlete's setting in force on the day | the athlete |
//! | `watch` | the maximum by which the watch counted (FIT message 216), or the maximum set for its zones (message 7) | the file |
//! | `watch_nearby` | the watch's maximum in the run nearest in time with one ([`MaxTimeline`](crate::settings::max_timeline)) | the athlete's other files |
//! | `history` | the highest credible heart rate of the runs, a lower bound ([`maximum`](crate::history::maximum)) | measured |
//! | `age` | 208 - 0.7 × age, an estimate | Tanaka, Monahan and Seals 2001 |
//!
//! `user_profile.default_max_heart_rate` is not a source, because it is often the factory default
//! of 185.

use crate::run::trace::HeartRateTrace;
use crate::settings::athlete::Athlete;
use crate::settings::max_timeline::FoundMax;
use crate::settings::zone_model::{CustomZones, ZONES, ZoneBase, ZoneModel};
use jiff::civil::Date;
use recoup_model::plausible::{
    MAX_HEART_RATES_BPM, RESTING_HEART_RATES_BPM, THRESHOLD_HEART_RATES_BPM,
};
use recoup_model::{Activity, DeviceZones, UserSettings};
use serde::{Deserialize, Serialize};

/// The source of the maximum heart rate, best first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MaxSource {
    /// Setting of the athlete in force on the day.
    Athlete,
    /// Message `time_in_zone` or `zones_target` of the file.
    Watch,
    /// Message `time_in_zone` or `zones_target` of the athlete's run nearest in time with a
    /// maximum.
    WatchNearby,
    /// Highest credible heart rate of the athlete's runs: a lower bound.
    History,
    /// Formula of Tanaka, Monahan and Seals (2001), 208 - 0.7 × age: an estimate.
    Age,
    /// No source, because the maximum is not known.
    #[default]
    None,
}

impl MaxSource {
    /// Returns the name in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Athlete => "athlete",
            Self::Watch => "watch",
            Self::WatchNearby => "watch_nearby",
            Self::History => "history",
            Self::Age => "age",
            Self::None => "none",
        }
    }

    /// Returns the source in words, as users see it. A bound or an estimate is marked with `a lower
    /// bound` or `an estimate`.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Athlete => "the athlete's setting",
            Self::Watch => "the watch",
            Self::WatchNearby => "the watch in the nearest run",
            Self::History => "the runs, a lower bound",
            Self::Age => "the age, an estimate",
            Self::None => "nothing",
        }
    }

    /// Whether the maximum is a setting of the athlete or of a watch.
    #[must_use]
    pub fn is_setting(self) -> bool {
        matches!(self, Self::Athlete | Self::Watch | Self::WatchNearby)
    }
}

/// A maximum heart rate, its source and its date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct MaxHeartRate {
    /// Maximum heart rate in beats per minute; [`None`] where unknown.
    pub bpm: Option<f64>,
    /// Source of the maximum.
    pub source: MaxSource,
    /// First day of the athlete's setting, or date of the run that the maximum comes from; [`None`]
    /// for a setting without a date, an estimate by age, and without a maximum.
    pub from: Option<Date>,
}

/// The heart rates of the athlete in a recording, from which zones are made.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct KnownHeartRates {
    /// Maximum heart rate of the `time_in_zone` message, in beats per minute; [`None`] where
    /// absent.
    pub time_in_zone_max_bpm: Option<f64>,
    /// Maximum heart rate of the `zones_target` message, in beats per minute; [`None`] where
    /// absent.
    pub zones_target_max_bpm: Option<f64>,
    /// Resting heart rate in beats per minute: measured on the day, otherwise the setting of the
    /// device; [`None`] where absent.
    pub resting_bpm: Option<f64>,
    /// Heart rate at lactate threshold in beats per minute; [`None`] where absent.
    pub threshold_bpm: Option<f64>,
    /// Zones by which the device counted; [`None`] where absent.
    pub zones: Option<HeartRateZones>,
}

impl KnownHeartRates {
    /// Collects the heart rates of a device's zones and of its user settings. Heart rates that no
    /// athlete has ([`recoup_model::plausible`]) are left out.
    #[must_use]
    pub fn new(zones: Option<&DeviceZones>, user: &UserSettings) -> Self {
        let of_zones = |bpm: fn(&DeviceZones) -> Option<f64>| zones.and_then(bpm);
        let max_bpm = |bpm: Option<f64>| bpm.filter(|bpm| MAX_HEART_RATES_BPM.contains(bpm));
        let resting_bpm = of_zones(|zones| zones.resting_bpm).or(user.resting_bpm);
        let threshold_bpm = of_zones(|zones| zones.threshold_bpm).or(user.threshold_bpm);
        Self {
            time_in_zone_max_bpm: max_bpm(of_zones(|zones| zones.max_bpm)),
            zones_target_max_bpm: max_bpm(user.max_bpm),
            resting_bpm: resting_bpm.filter(|bpm| RESTING_HEART_RATES_BPM.contains(bpm)),
            threshold_bpm: threshold_bpm.filter(|bpm| THRESHOLD_HEART_RATES_BPM.contains(bpm)),
            zones: zones.and_then(HeartRateZones::of_device),
        }
    }

    /// Returns the maximum heart rate set in the watch, in beats per minute.
    #[must_use]
    pub fn watch_max_bpm(&self) -> Option<f64> {
        self.time_in_zone_max_bpm.or(self.zones_target_max_bpm)
    }

    /// Returns the maximum heart rate on a date, from the first source that has a value.
    ///
    /// `found` is the maximum found in the athlete's other runs
    /// ([`MaxTimeline`](crate::MaxTimeline)). `user_profile.default_max_heart_rate` is not a
    /// source, because it is often the factory default of 185 (in 12 of 12 real files in which it
    /// differs from the value of `time_in_zone`).
    ///
    /// ```
    /// use recoup_analysis::{Athlete, KnownHeartRates, MaxSource};
    /// let known = KnownHeartRates::default();
    /// let athlete = Athlete::default().with(|athlete| athlete.birth_year = Some(1986));
    /// let max = known.max_heart_rate(&athlete, None, jiff::civil::date(2026, 3, 2));
    /// assert_eq!((max.bpm, max.source), (Some(180.0), MaxSource::Age)); // 208 - 0.7 * 40
    /// ```
    #[must_use]
    pub fn max_heart_rate(
        &self,
        athlete: &Athlete,
        found: Option<FoundMax>,
        date: Date,
    ) -> MaxHeartRate {
        let of = |bpm, source, from| MaxHeartRate { bpm: Some(bpm), source, from };
        let setting = athlete
            .setting_since(date, |setting| setting.max_bpm)
            .map(|(from, bpm)| of(bpm, MaxSource::Athlete, from));
        let watch = self.watch_max_bpm().map(|bpm| of(bpm, MaxSource::Watch, Some(date)));
        let found = found.map(|FoundMax { bpm, date, is_watch }| {
            let source = if is_watch { MaxSource::WatchNearby } else { MaxSource::History };
            of(bpm, source, Some(date))
        });
        let age = || athlete.max_bpm_by_age(date).map(|bpm| of(bpm, MaxSource::Age, None));
        setting.or(watch).or(found).or_else(age).unwrap_or_default()
    }
}

impl From<&Activity> for KnownHeartRates {
    fn from(activity: &Activity) -> Self {
        let measured_bpm = activity.measured_resting_bpm;
        let known = Self::new(activity.device_zones.as_ref(), &activity.user);
        Self { resting_bpm: measured_bpm.or(known.resting_bpm), ..known }
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
    /// Makes zones at percentages of the range from `base_bpm` to `reference_bpm`. The base is 0
    /// for percentages of the maximum, and the resting heart rate for percentages of the reserve.
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
    /// The resting heart rate and the heart rate at threshold are the athlete's settings on `date`,
    /// otherwise the values of the recording. `max_bpm` is the maximum heart rate
    /// ([`KnownHeartRates::max_heart_rate`]).
    ///
    /// # Errors
    ///
    /// Returns which heart rate is unknown although the model needs it, or
    /// [`ZonesUnknown::RestingNotBelowMax`].
    ///
    /// ```
    /// use recoup_analysis::{Athlete, HeartRateZones, KnownHeartRates, ZoneModel, ZonesUnknown};
    /// let mut known = KnownHeartRates::default();
    /// known.resting_bpm = Some(50.0);
    /// let date = jiff::civil::date(2026, 3, 2);
    /// let zones = |max_bpm| {
    ///     HeartRateZones::resolve(ZoneModel::Karvonen, &known, &Athlete::default(), date, max_bpm)
    /// };
    /// assert_eq!(zones(Some(190.0)).unwrap().low_bpm[0], 120.0); // 50 + 50 % of 140
    /// assert_eq!(zones(None), Err(ZonesUnknown::Max));
    /// ```
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

    /// Converts the zones by which a device counted. The first bound is the bottom of Zone 1. It is
    /// 0 if the device counts all lower heart rates in Zone 1. Zone 5 has no upper bound, so the
    /// bounds after the fifth are ignored. [`None`] if there are fewer than five bounds, or if the
    /// bounds are negative, do not ascend, or exceed the heart rates of athletes.
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
        let most_bpm = *MAX_HEART_RATES_BPM.end();
        (low_bpm[0] >= 0.0
            && low_bpm[ZONES - 1] <= most_bpm
            && low_bpm.is_sorted_by(|low, high| low < high))
        .then_some(Self { low_bpm })
    }

    /// Returns the top of Zone 1 in beats per minute: the lowest heart rate above the recovery
    /// zone.
    #[must_use]
    pub fn zone1_top_bpm(&self) -> f64 {
        self.low_bpm[1]
    }

    /// Returns the lowest and the highest whole heart rate of Zone 1 in beats per minute.
    #[must_use]
    pub fn zone1_whole_bpm(&self) -> (i32, i32) {
        (self.low_bpm[0].ceil() as i32, self.low_bpm[1].ceil() as i32 - 1)
    }

    /// Returns the lowest and the highest whole heart rate of each zone in beats per minute. Zone 5
    /// has no highest heart rate.
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

    /// Returns the zone of a heart rate, 1-5; 0 for a heart rate below Zone 1.
    #[must_use]
    pub fn zone_of(&self, bpm: f64) -> usize {
        self.low_bpm.partition_point(|&low_bpm| low_bpm <= bpm)
    }
}

/// The reason for missing zones.
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
    /// The model uses the zones of the device, and the file holds no zones.
    #[serde(rename = "the file holds no heart-rate zones")]
    Device,
    /// The resting heart rate is not below the maximum, so there is no room for zones.
    #[serde(rename = "the resting heart rate is not below the maximum")]
    RestingNotBelowMax,
}

impl ZonesUnknown {
    /// Returns the reason in words, as users see it.
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

    /// Returns the value that would give zones, in words.
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
    /// Time without a valid heart rate, or without zones.
    pub missing_ms: i64,
    /// Time with a valid heart rate below Zone 1.
    pub below_ms: i64,
    /// Time in Zones 1-5.
    pub zones_ms: [i64; ZONES],
}

impl ZoneTimes {
    /// Counts the heart rates of a run into the buckets.
    ///
    /// The buckets sum to `timer_ms` exactly. Without zones, all time is missing, because time
    /// without a zone must not read as easy.
    #[must_use]
    pub fn count(
        heart_rate: &HeartRateTrace,
        timer_ms: i64,
        zones: Option<&HeartRateZones>,
    ) -> Self {
        let holds = heart_rate.holds().iter();
        let held = holds.map(|hold| (f64::from(hold.bpm), i64::from(hold.length_ms)));
        Self::count_held(held, timer_ms, zones)
    }

    /// Counts heart rates in beats per minute, each with its time in milliseconds, into the buckets.
    pub(crate) fn count_held(
        held: impl Iterator<Item = (f64, i64)>,
        timer_ms: i64,
        zones: Option<&HeartRateZones>,
    ) -> Self {
        let mut times = Self { missing_ms: timer_ms, ..Self::default() };
        let Some(zones) = zones else { return times };
        for (bpm, held_ms) in held {
            times.missing_ms -= held_ms;
            match zones.zone_of(bpm) {
                0 => times.below_ms += held_ms,
                zone => times.zones_ms[zone - 1] += held_ms,
            }
        }
        times
    }

    /// Returns the time below Zone 1 and in the zones, in milliseconds.
    #[must_use]
    pub fn placed_ms(&self) -> i64 {
        self.below_ms + self.zones_ms.iter().sum::<i64>()
    }

    /// Returns the sum of all buckets in milliseconds, which is the timer time.
    #[must_use]
    pub fn total_ms(&self) -> i64 {
        self.missing_ms + self.placed_ms()
    }

    /// Returns the time at or below the top of Zone 1, in milliseconds.
    #[must_use]
    pub fn at_or_below_zone1_ms(&self) -> i64 {
        self.below_ms + self.zones_ms[0]
    }

    /// Returns the share of heart-rate time at or below the top of Zone 1, in percent; [`None`]
    /// without heart-rate time in zones.
    #[must_use]
    pub fn at_or_below_zone1_pct(&self) -> Option<f64> {
        percent(self.at_or_below_zone1_ms(), self.placed_ms())
    }

    /// Returns Edwards' training load: minutes in Zone *n* times *n*, summed (Edwards 1993).
    ///
    /// ```
    /// use recoup_analysis::ZoneTimes;
    /// const MINUTE_MS: i64 = 60_000;
    /// let zones_ms = [20 * MINUTE_MS, 10 * MINUTE_MS, 0, 0, 0];
    /// let times = ZoneTimes { below_ms: 5 * MINUTE_MS, zones_ms, ..ZoneTimes::default() };
    /// assert_eq!(times.edwards_load(), 40.0); // 20 x 1 + 10 x 2
    /// ```
    #[must_use]
    pub fn edwards_load(&self) -> f64 {
        self.edwards_load_ms() as f64 / 60_000.0
    }

    /// Returns Edwards' training load in milliseconds instead of minutes, so that sums are exact.
    #[must_use]
    pub fn edwards_load_ms(&self) -> i64 {
        self.zones_ms.iter().zip(1..).map(|(&ms, weight)| ms * weight).sum()
    }
}

/// Returns `part` of `whole` in percent; [`None`] if `whole` is 0.
pub(crate) fn percent(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| part as f64 * 100.0 / whole as f64)
}
