//! Checks of the values in an athlete file.

use crate::settings::athlete::{HeartRateSetting, LEAST_BPM, MOST_BPM};
use crate::settings::policy::Policy;
use crate::settings::toml_keys::Wrong;
use std::ops::RangeInclusive;
use toml::de::DeTable;

/// Maximum heart rates that athletes have, in beats per minute.
const MAX_BPM: RangeInclusive<f64> = LEAST_BPM as f64..=MOST_BPM as f64;
/// Resting heart rates that athletes have, in beats per minute.
const RESTING_BPM: RangeInclusive<f64> = 25.0..=110.0;
/// Heart rates at threshold that athletes have, in beats per minute.
const THRESHOLD_BPM: RangeInclusive<f64> = 80.0..=230.0;
/// Earliest year of birth that is accepted.
pub(super) const BIRTH_YEAR_MIN: i16 = 1900;

/// Limits that are shares in percent, and so at most 100.
const SHARES: &[&str] = &[
    "coverage_min_pct",
    "cadence_lock_share_pct",
    "intensity_pass_pct",
    "intensity_warn_pct",
    "walking_share_pct",
    "long_share_pct",
    "inferred_easiest_pct",
];

/// Limits that must be greater than 0, because 0 would be no limit.
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
    ("inferred_min_min", "inferred_max_min"),
    ("two_recovery_runs_from", "three_recovery_runs_from"),
    ("monotony_warn", "monotony_critical"),
];

pub(super) fn check_heart_rates(
    setting: &HeartRateSetting,
    table: &DeTable<'_>,
) -> Result<(), Wrong> {
    let ascending = [
        ("resting_bpm", setting.resting_bpm, RESTING_BPM),
        ("threshold_bpm", setting.threshold_bpm, THRESHOLD_BPM),
        ("max_bpm", setting.max_bpm, MAX_BPM),
    ];
    let mut lower: Option<(&str, f64)> = None;
    for (key, bpm, allowed) in ascending {
        let Some(bpm) = bpm else { continue };
        if !allowed.contains(&bpm) {
            let (least, most) = allowed.into_inner();
            return wrong_in(
                table,
                key,
                &format!("is {bpm}: it must be from {least} to {most} bpm"),
            );
        }
        if let Some((other, other_bpm)) = lower.filter(|&(_, other_bpm)| other_bpm >= bpm) {
            return wrong_in(
                table,
                key,
                &format!("is {bpm}: it must be higher than `{other}`, {other_bpm}"),
            );
        }
        lower = Some((key, bpm));
    }
    Ok(())
}

pub(super) fn check_policy(policy: &Policy, table: &DeTable<'_>) -> Result<(), Wrong> {
    let values = policy_values(policy);
    let number = |key: &str| values.get(key).and_then(toml::Value::as_float);
    for (key, _) in Policy::KEYS {
        let Some(value) = number(key) else { continue };
        if !(0.0..=LARGEST).contains(&value) {
            return wrong_in(table, key, &format!("is {value}: it must be from 0 to {LARGEST}"));
        }
        if value == 0.0 && POSITIVE.contains(key) {
            return wrong_in(table, key, "is 0: it must be greater than 0");
        }
        if SHARES.contains(key) && value > 100.0 {
            return wrong_in(table, key, &format!("is {value}: it must be from 0 to 100 percent"));
        }
    }
    for (low, high) in ORDERED {
        if let Some((low_value, high_value)) = number(low).zip(number(high))
            && low_value > high_value
        {
            // If only one of the two is in the file, the message is about that one.
            return if table.contains_key(*low) {
                let order = format!("is {low_value}: it must not be over `{high}`, {high_value}");
                wrong_in(table, low, &order)
            } else {
                let order = format!("is {high_value}: it must not be under `{low}`, {low_value}");
                wrong_in(table, high, &order)
            };
        }
    }
    Ok(())
}

/// Returns the limits as a table by name.
pub(super) fn policy_values(policy: &Policy) -> toml::Table {
    toml::Table::try_from(policy).unwrap_or_default()
}

pub(super) fn wrong_in(table: &DeTable<'_>, key: &str, what: &str) -> Result<(), Wrong> {
    let byte = table.get(key).map_or(0, |value| value.span().start);
    Err((byte, format!("`{key}` {what}")))
}
