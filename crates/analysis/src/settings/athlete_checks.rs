//! Checks of an athlete's settings, from a file or from a program.

use crate::settings::athlete::{Athlete, HeartRateSetting};
use crate::settings::policy::Policy;
use crate::settings::zone_model::ZoneModel;
use recoup_model::plausible::{
    MAX_HEART_RATES_BPM, RESTING_HEART_RATES_BPM, THRESHOLD_HEART_RATES_BPM,
};
use std::fmt;
use std::ops::RangeInclusive;

/// Earliest year of birth that is accepted.
const BIRTH_YEAR_MIN: i16 = 1900;

/// Limits in percent that are shares, so that 100 is the largest value.
const SHARES: &[&str] = &[
    "coverage_min_pct",
    "cadence_lock_share_pct",
    "intensity_pass_pct",
    "intensity_warn_pct",
    "walking_share_pct",
    "long_share_pct",
    "no_effort_speed_pct",
];

/// Limits that must be greater than 0, because 0 would set no limit.
const POSITIVE: &[&str] = &[
    "heart_rate_step_bpm",
    "cadence_lock_window_s",
    "steep_length_m",
    "hard_z4_min",
    "hard_load_ratio",
    "long_min",
    "usual_runs_min",
    "resting_rise_bpm",
    "resting_rise_pct",
];

/// Upper bound of all limits, whatever their unit.
const LARGEST: f64 = 1e6;

/// Pairs of limits: the first must not be greater than the second.
const ORDERED: &[(&str, &str)] = &[
    ("intensity_warn_pct", "intensity_pass_pct"),
    ("surge_pass_s", "surge_warn_s"),
    ("duration_warn_min_min", "duration_pass_min_min"),
    ("duration_pass_min_min", "duration_pass_max_min"),
    ("duration_pass_max_min", "duration_warn_max_min"),
    ("rpe_pass", "rpe_fail"),
    ("one_recovery_run_from", "two_recovery_runs_from"),
    ("two_recovery_runs_from", "three_recovery_runs_from"),
    ("three_recovery_runs_from", "four_recovery_runs_from"),
    ("monotony_warn", "monotony_critical"),
];

/// A setting that no athlete can have.
///
/// ```
/// use recoup_analysis::Athlete;
/// assert_eq!(Athlete::with_max_hr(190.0).check(), Ok(()));
/// let wrong = Athlete::with_max_hr(f64::NAN).check().unwrap_err();
/// assert_eq!(wrong.to_string(), "`max_bpm` is NaN: it must be from 100 to 240 bpm");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidSetting {
    /// Name of the setting, as in the athlete file.
    pub key: &'static str,
    message: String,
}

impl InvalidSetting {
    fn new(key: &'static str, message: impl Into<String>) -> Self {
        Self { key, message: message.into() }
    }
}

impl fmt::Display for InvalidSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.key, self.message)
    }
}

impl std::error::Error for InvalidSetting {}

impl Athlete {
    /// Checks all settings in the same way as those of an athlete file.
    ///
    /// # Errors
    ///
    /// Returns the first setting that is out of its range or contradicts another setting.
    pub fn check(&self) -> Result<(), InvalidSetting> {
        self.check_person()?;
        self.heart_rate.iter().try_for_each(HeartRateSetting::check)?;
        if let Some(maxima) = &self.maxima {
            let watch = maxima.watch.iter().map(|watch| watch.bpm);
            for bpm in watch.chain(maxima.history.map(|(bpm, _)| bpm)) {
                check_bpm("maxima", Some(bpm), &MAX_HEART_RATES_BPM)?;
            }
        }
        self.policy.check()
    }

    /// Checks the settings at the top of the file, outside of tables.
    pub(super) fn check_person(&self) -> Result<(), InvalidSetting> {
        if let Some(fault) = name_fault(&self.name) {
            return Err(InvalidSetting::new("name", fault));
        }
        let this_year = jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::UTC).year();
        if let Some(year) = self.birth_year
            && !(BIRTH_YEAR_MIN..=this_year).contains(&year)
        {
            let allowed = format!("is {year}: it must be from {BIRTH_YEAR_MIN} to {this_year}");
            return Err(InvalidSetting::new("birth_year", allowed));
        }
        if let Err(error) = self.zone() {
            return Err(InvalidSetting::new("time_zone", format!("is not known: {error}")));
        }
        // A program can make custom edges without parsing a text.
        let text = self.zones.to_string();
        let is_model = text.parse::<ZoneModel>() == Ok(self.zones);
        let wrong =
            || InvalidSetting::new("zones", format!("is {text}, which is not a zone model"));
        if is_model { Ok(()) } else { Err(wrong()) }
    }
}

impl HeartRateSetting {
    /// Checks that an athlete can have the heart rates, and that they ascend from rest to the
    /// maximum.
    pub(super) fn check(&self) -> Result<(), InvalidSetting> {
        let ascending = [
            ("resting_bpm", self.resting_bpm, RESTING_HEART_RATES_BPM),
            ("threshold_bpm", self.threshold_bpm, THRESHOLD_HEART_RATES_BPM),
            ("max_bpm", self.max_bpm, MAX_HEART_RATES_BPM),
        ];
        let mut lower: Option<(&str, f64)> = None;
        for (key, bpm, allowed) in ascending {
            check_bpm(key, bpm, &allowed)?;
            let Some(bpm) = bpm else { continue };
            if let Some((other, other_bpm)) = lower.filter(|&(_, other_bpm)| other_bpm >= bpm) {
                let message = format!("is {bpm}: it must be higher than `{other}`, {other_bpm}");
                return Err(InvalidSetting::new(key, message));
            }
            lower = Some((key, bpm));
        }
        Ok(())
    }
}

fn check_bpm(
    key: &'static str,
    bpm: Option<f64>,
    allowed: &RangeInclusive<f64>,
) -> Result<(), InvalidSetting> {
    let (least, most) = (allowed.start(), allowed.end());
    match bpm.filter(|bpm| !allowed.contains(bpm)) {
        Some(bpm) => {
            let message = format!("is {bpm}: it must be from {least} to {most} bpm");
            Err(InvalidSetting::new(key, message))
        }
        None => Ok(()),
    }
}

impl Policy {
    /// Checks all limits. Each limit must be in its range, and a limit for a pass must not be less
    /// strict than the limit for a warning.
    ///
    /// # Errors
    ///
    /// Returns the first limit that fails.
    ///
    /// ```
    /// use recoup_analysis::Policy;
    /// let policy = Policy::default().with(|policy| policy.hill_gain_m = f64::INFINITY);
    /// let wrong = policy.check().unwrap_err().to_string();
    /// assert_eq!(wrong, "`hill_gain_m` is inf: it must be from 0 to 1000000");
    /// ```
    pub fn check(&self) -> Result<(), InvalidSetting> {
        self.check_with(|_| true)
    }

    /// Checks all limits. `is_set` returns whether the file holds a key. If only one of two
    /// contradicting limits is in the file, the error names that limit.
    pub(super) fn check_with(&self, is_set: impl Fn(&str) -> bool) -> Result<(), InvalidSetting> {
        let values = policy_values(self);
        let number = |key: &str| values.get(key).and_then(toml::Value::as_float);
        let wrong = |key, message: String| Err(InvalidSetting::new(key, message));
        for &(key, _) in Self::KEYS {
            let Some(value) = number(key) else { continue };
            if !(0.0..=LARGEST).contains(&value) {
                return wrong(key, format!("is {value}: it must be from 0 to {LARGEST}"));
            }
            if value == 0.0 && POSITIVE.contains(&key) {
                return wrong(key, "is 0: it must be greater than 0".to_owned());
            }
            if SHARES.contains(&key) && value > 100.0 {
                return wrong(key, format!("is {value}: it must be from 0 to 100 percent"));
            }
        }
        for &(low, high) in ORDERED {
            if let Some((low_value, high_value)) = number(low).zip(number(high))
                && low_value > high_value
            {
                return if is_set(low) {
                    let order =
                        format!("is {low_value}: it must not be over `{high}`, {high_value}");
                    wrong(low, order)
                } else {
                    let order =
                        format!("is {high_value}: it must not be under `{low}`, {low_value}");
                    wrong(high, order)
                };
            }
        }
        Ok(())
    }
}

/// Returns the limits as a table by name.
pub(super) fn policy_values(policy: &Policy) -> toml::Table {
    toml::Table::try_from(policy).unwrap_or_default()
}

/// Returns the fault of a name that reports show; [`None`] for a valid name.
pub(crate) fn name_fault(name: &str) -> Option<&'static str> {
    name.contains(char::is_control).then_some("contains a control character")
}

#[cfg(test)]
mod tests {
    use super::{ORDERED, POSITIVE, SHARES};
    use crate::settings::policy::Policy;

    /// Limits in percent that can be more than 100.
    const ABOVE_100: &[&str] = &[
        "surge_pace_rise_pct",
        "hill_grade_pct",
        "steep_grade_pct",
        "warmup_over_median_pct",
        "resting_rise_pct",
    ];

    #[test]
    fn every_limit_in_percent_is_a_share_or_can_be_more() {
        for &(key, _) in Policy::KEYS.iter().filter(|(key, _)| key.ends_with("_pct")) {
            let (is_share, is_more) = (SHARES.contains(&key), ABOVE_100.contains(&key));
            assert!(is_share != is_more, "add {key} to SHARES, or to ABOVE_100 in this test");
        }
    }

    #[test]
    fn limits_for_a_pass_and_a_warning_are_compared() {
        for &(pass, _) in Policy::KEYS.iter().filter(|(key, _)| key.contains("_pass_")) {
            let warn = pass.replace("_pass_", "_warn_");
            if Policy::KEYS.iter().any(|&(key, _)| key == warn) {
                let is_compared = ORDERED
                    .iter()
                    .any(|&(low, high)| [(low, high), (high, low)].contains(&(pass, &*warn)));
                assert!(is_compared, "add {pass} and {warn} to ORDERED");
            }
        }
    }

    #[test]
    fn every_listed_limit_exists() {
        let ordered = ORDERED.iter().flat_map(|&(low, high)| [low, high]);
        for key in SHARES.iter().chain(POSITIVE).chain(ABOVE_100).copied().chain(ordered) {
            assert!(
                Policy::KEYS.iter().any(|&(known, _)| known == key),
                "no limit is called {key}"
            );
        }
    }
}
