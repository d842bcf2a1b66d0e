//! Settings of one athlete: heart rates, zone model, time zone, plan and the limits of the rules.

use crate::calendar::{zone_like, zone_named};
use crate::settings::max_timeline::MaxTimeline;
use crate::settings::plan::Plan;
use crate::settings::policy::Policy;
use crate::settings::zone_model::ZoneModel;
use crate::wording::did_you_mean;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use recoup_model::plausible::MAX_HEART_RATES_BPM;
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::path::PathBuf;

/// Lowest maximum heart rate that is tried, in beats per minute. No runner has a lower maximum.
pub const LEAST_BPM: i32 = *MAX_HEART_RATES_BPM.start() as i32;
/// Highest maximum heart rate that is tried, in beats per minute.
pub const MOST_BPM: i32 = *MAX_HEART_RATES_BPM.end() as i32;

/// Settings of one athlete: heart rates, zone model, time zone, plan and the limits of the rules.
///
/// ```
/// use recoup_analysis::{Athlete, HeartRateSetting};
/// let mut athlete = Athlete::with_max_hr(190.0);
/// athlete.heart_rate.push(HeartRateSetting::default().with(|setting| {
///     setting.from = Some(jiff::civil::date(2026, 1, 1));
///     setting.max_bpm = Some(187.0);
/// }));
/// let on = |year| athlete.setting_on(jiff::civil::date(year, 6, 1), |setting| setting.max_bpm);
/// assert_eq!((on(2025), on(2026)), (Some(190.0), Some(187.0)));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Athlete {
    /// Name in reports; may be empty.
    pub name: String,
    /// Heart rates, each valid from its date until the next date.
    pub heart_rate: Vec<HeartRateSetting>,
    /// Year of birth. The maximum heart rate is estimated from this year if no better source is
    /// known.
    pub birth_year: Option<i16>,
    /// Zone model.
    pub zones: ZoneModel,
    /// Time zone as an IANA name (`Europe/Oslo`), for recordings without coordinates and without an
    /// offset from UTC.
    pub time_zone: Option<String>,
    /// Paths of plan files, or of folders with such files, relative to the athlete file. The caller
    /// reads these files and fills in `planned`. In TOML, a single path needs no brackets.
    #[serde(deserialize_with = "one_or_several")]
    pub plan: Vec<PathBuf>,
    /// Planned runs.
    #[serde(skip)]
    pub planned: Plan,
    /// Limits of the rules.
    pub policy: Policy,
    /// Maximum heart rates found in all files of the athlete
    /// ([`max_timeline`](crate::history::maximum::max_timeline)); [`None`] if they are not known
    /// yet. Then a batch determines them.
    #[serde(skip)]
    pub maxima: Option<MaxTimeline>,
}

/// Heart rates of an athlete from a date on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct HeartRateSetting {
    /// First day of validity; [`None`] for all earlier days.
    #[serde(deserialize_with = "date")]
    pub from: Option<Date>,
    /// Maximum heart rate in beats per minute; [`None`] where unknown.
    pub max_bpm: Option<f64>,
    /// Resting heart rate in beats per minute; [`None`] where unknown.
    pub resting_bpm: Option<f64>,
    /// Heart rate at lactate threshold in beats per minute; [`None`] where unknown.
    pub threshold_bpm: Option<f64>,
}

/// Reads a date that is a string or, in TOML, a date without quotes.
fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let Some(value) = Option::<toml::Value>::deserialize(deserializer)? else { return Ok(None) };
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.parse().map(Some).map_err(|_| {
        serde::de::Error::custom(format!("{text:?} is no date; dates are written 2026-03-02"))
    })
}

/// Reads one path, or an array of paths.
fn one_or_several<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<PathBuf>, D::Error> {
    let value = toml::Value::deserialize(deserializer)?;
    let path = |value: &toml::Value| {
        let text = value.as_str().map(PathBuf::from);
        text.ok_or_else(|| {
            serde::de::Error::custom("write a path, or an array of paths, in quotes")
        })
    };
    match &value {
        toml::Value::Array(paths) => paths.iter().map(path).collect(),
        one => Ok(vec![path(one)?]),
    }
}

/// Error for a name that is not in the time zone database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownTimeZone(String);

impl fmt::Display for UnknownTimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hint = match zone_like(&self.0) {
            Some(name) => did_you_mean(Some(&name)),
            None => "; names look like Europe/Oslo".to_owned(),
        };
        write!(f, "no time zone is called {:?}{hint}", self.0)
    }
}

impl std::error::Error for UnknownTimeZone {}

impl HeartRateSetting {
    /// Returns the setting after a change, so that a setting can be made in one expression.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }
}

impl Athlete {
    /// Returns the athlete after a change, so that an athlete can be made in one expression.
    ///
    /// ```
    /// let kari = recoup_analysis::Athlete::with_max_hr(190.0).with(|kari| kari.name = "Kari".into());
    /// assert_eq!(kari.name, "Kari");
    /// ```
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// Makes an athlete with a known maximum heart rate, in beats per minute, and defaults for the
    /// rest. Use [`Athlete::check`] to check the maximum.
    #[must_use]
    pub fn with_max_hr(max_bpm: f64) -> Self {
        let mut athlete = Self::default();
        athlete.set_max_hr(max_bpm);
        athlete
    }

    /// Sets the maximum heart rate for all dates, in beats per minute. Earlier settings of the
    /// maximum are removed.
    pub fn set_max_hr(&mut self, max_bpm: f64) {
        for setting in &mut self.heart_rate {
            setting.max_bpm = None;
        }
        self.heart_rate.push(HeartRateSetting { max_bpm: Some(max_bpm), ..Default::default() });
    }

    /// Estimates the maximum heart rate on a date, in beats per minute: 208 - 0.7 × age (Tanaka,
    /// Monahan and Seals 2001). The age is the year of the date minus the year of birth. [`None`]
    /// without a year of birth, and if the estimate is out of the range of athletes.
    ///
    /// ```
    /// let athlete = recoup_analysis::Athlete::default().with(|athlete| athlete.birth_year = Some(1986));
    /// assert_eq!(athlete.max_bpm_by_age(jiff::civil::date(2026, 3, 2)), Some(180.0));
    /// ```
    #[must_use]
    pub fn max_bpm_by_age(&self, date: Date) -> Option<f64> {
        let age = f64::from(date.year()) - f64::from(self.birth_year?);
        Some(208.0 - 0.7 * age).filter(|bpm| MAX_HEART_RATES_BPM.contains(bpm))
    }

    /// Returns the configured time zone; [`None`] if no time zone is configured.
    ///
    /// # Errors
    ///
    /// Returns [`UnknownTimeZone`] if no time zone has the configured name.
    ///
    /// ```
    /// use recoup_analysis::Athlete;
    /// let in_zone =
    ///     |name: &str| Athlete::default().with(|athlete| athlete.time_zone = Some(name.into()));
    /// assert!(in_zone("Europe/Oslo").zone()?.is_some());
    /// assert_eq!(
    ///     in_zone("Oslo").zone().unwrap_err().to_string(),
    ///     "no time zone is called \"Oslo\"; did you mean Europe/Oslo?"
    /// );
    /// # Ok::<(), recoup_analysis::settings::athlete::UnknownTimeZone>(())
    /// ```
    pub fn zone(&self) -> Result<Option<TimeZone>, UnknownTimeZone> {
        let name = self.time_zone.as_deref();
        name.map(|name| zone_named(name).ok_or_else(|| UnknownTimeZone(name.to_owned())))
            .transpose()
    }

    /// Returns the value in force on a date: the value of the latest setting with a value. [`None`]
    /// if no setting in force has a value.
    pub fn setting_on(
        &self,
        date: Date,
        value: impl Fn(&HeartRateSetting) -> Option<f64>,
    ) -> Option<f64> {
        self.setting_since(date, value).map(|(_, value)| value)
    }

    /// Returns the value in force on a date, and the first day of its setting. The day is [`None`]
    /// for a setting without a date.
    pub fn setting_since(
        &self,
        date: Date,
        value: impl Fn(&HeartRateSetting) -> Option<f64>,
    ) -> Option<(Option<Date>, f64)> {
        self.heart_rate
            .iter()
            .filter(|setting| setting.from.is_none_or(|from| from <= date))
            .filter_map(|setting| Some((setting.from, value(setting)?)))
            .max_by_key(|&(from, _)| from)
    }
}
