//! Text forms of values that several commands print.

use recoup::Athlete;
use recoup::shown_path;
use std::time::Duration;

/// Describes the settings of an athlete in one line.
pub(crate) fn settings(athlete: &Athlete) -> String {
    let mut parts = vec![format!("zones {}", athlete.zones)];
    for setting in &athlete.heart_rate {
        let from = setting.from.map(|from| format!(" from {from}")).unwrap_or_default();
        let rates = [
            ("HRmax", setting.max_bpm),
            ("resting", setting.resting_bpm),
            ("threshold", setting.threshold_bpm),
        ];
        let known = rates.into_iter().filter_map(|(name, bpm)| Some((name, bpm?)));
        parts.extend(known.map(|(name, bpm)| format!("{name} {bpm} bpm{from}")));
    }
    parts.extend(athlete.birth_year.map(|year| format!("born {year}")));
    parts.push(format!("time zone {}", athlete.time_zone.as_deref().unwrap_or("UTC")));
    parts.extend(athlete.plan.iter().map(|plan| format!("plan {}", shown_path(plan))));
    let changes = athlete.policy.changes();
    parts.extend(changes.iter().map(|(name, value, _)| format!("{name} {value}")));
    parts.join(", ")
}

/// Formats a zone in whole beats per minute: `130-138`, or `177-` without an upper end.
pub(crate) fn zone_range((low, high): (i32, Option<i32>)) -> String {
    format!("{low}-{}", high.map(|bpm| bpm.to_string()).unwrap_or_default())
}

/// Formats a duration: `1.2 s`, `2 min 5 s`.
pub(crate) fn elapsed(time: Duration) -> String {
    match time.as_secs() {
        0..60 => format!("{:.1} s", time.as_secs_f64()),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}
