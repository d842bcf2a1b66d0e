//! Removal of values that no recording or athlete can have. The diagnostics name the removed
//! values.
//!
//! One wrong bit in the file could otherwise give a maximum heart rate of 2,000,000,000, a run of
//! 32,000 km or a recording of several years.

use crate::limits::Limits;
use recoup_model::plausible::{
    FARTHEST_M, HIGHEST_M, LONGEST_MS, MAX_HEART_RATES_BPM, RESTING_HEART_RATES_BPM,
    THRESHOLD_HEART_RATES_BPM,
};
use recoup_model::{Activity, DeviceZoneTimes, Diagnostic, DiagnosticKind, Samples};
use std::fmt::Display;
use std::ops::RangeInclusive;

/// Longest gap between two samples that counts as recorded time, in milliseconds: 6 h.
const GAP_MS: u64 = 6 * 3_600_000;

/// Removes values outside the bounds of [`recoup_model::plausible`], and all samples if the
/// recorded time is over the limit.
pub(crate) fn check(activity: &mut Activity, limits: &Limits) {
    let mut left_out = Vec::new();
    check_heart_rates(activity, &mut left_out);
    check_totals(activity, &mut left_out);
    activity.diagnostics.extend(left_out);
    check_span(activity, limits);
}

fn check_heart_rates(activity: &mut Activity, left_out: &mut Vec<Diagnostic>) {
    let user = &mut activity.user;
    let own = (&mut user.max_bpm, &mut user.threshold_bpm, &mut user.resting_bpm);
    let zones = activity.device_zones.as_mut();
    let counted = zones.map(|it| (&mut it.max_bpm, &mut it.threshold_bpm, &mut it.resting_bpm));
    for (max, threshold, resting) in [Some(own), counted].into_iter().flatten() {
        keep(max, &MAX_HEART_RATES_BPM, "maximum heart rate", "bpm", left_out);
        keep(threshold, &THRESHOLD_HEART_RATES_BPM, "threshold heart rate", "bpm", left_out);
        keep(resting, &RESTING_HEART_RATES_BPM, "resting heart rate", "bpm", left_out);
    }
    let Some(zones) = &mut activity.device_zones else { return };
    let most_bpm = *MAX_HEART_RATES_BPM.end();
    if let Some(bound) = zones.bounds_bpm.iter().find(|bpm| !(0.0..=most_bpm).contains(*bpm)) {
        left_out.push(implausible("heart-rate zones", format!("a bound of {bound} bpm")));
        zones.bounds_bpm.clear();
    }
    if let Some(DeviceZoneTimes { below_ms, zones_ms, above_ms }) = zones.times {
        let mut times = zones_ms.iter().copied().chain(below_ms).chain(above_ms);
        if let Some(time_ms) = times.find(|time_ms| !(0..=LONGEST_MS).contains(time_ms)) {
            left_out.push(implausible("time in a zone", hours(time_ms)));
            zones.times = None;
        }
    }
}

fn check_totals(activity: &mut Activity, left_out: &mut Vec<Diagnostic>) {
    let totals = &mut activity.totals;
    for (total_ms, what) in
        [(&mut totals.timer_ms, "timer time"), (&mut totals.elapsed_ms, "elapsed time")]
    {
        if let Some(time_ms) = total_ms.take_if(|time_ms| !(0..=LONGEST_MS).contains(time_ms)) {
            left_out.push(implausible(what, hours(time_ms)));
        }
    }
    keep(&mut totals.distance_m, &(0.0..=FARTHEST_M), "distance", "m", left_out);
    keep(&mut totals.ascent_m, &(0.0..=HIGHEST_M), "ascent", "m", left_out);
    keep(&mut totals.descent_m, &(0.0..=HIGHEST_M), "descent", "m", left_out);
    keep(&mut activity.rpe, &(0.0..=10.0), "rating of perceived exertion", "", left_out);
    keep(&mut activity.feel, &(0.0..=100.0), "feeling", "", left_out);
}

/// Drops the samples of a recording that is longer than the limit. Gaps of over 6 h are not
/// counted, because the clock may have jumped there.
fn check_span(activity: &mut Activity, limits: &Limits) {
    let recorded_ms = recorded_ms(&activity.samples);
    let most_ms = limits.recorded_h.saturating_mul(3_600_000);
    if recorded_ms > most_ms {
        let message = format!(
            "recorded time of {} h, over the limit of {} h (recorded_h); the samples were left out",
            recorded_ms / 3_600_000,
            limits.recorded_h
        );
        activity.samples = Samples::default();
        activity.diagnostics.push(Diagnostic::whole(DiagnosticKind::LimitReached, message));
    }
}

/// Returns the time between the samples in milliseconds, without gaps over [`GAP_MS`].
fn recorded_ms(samples: &Samples) -> u64 {
    let sum = |times: &[i64]| {
        let gaps = times.iter().zip(times.iter().skip(1)).map(|(one, next)| next.abs_diff(*one));
        gaps.filter(|&gap_ms| gap_ms <= GAP_MS).fold(0_u64, u64::saturating_add)
    };
    if samples.time_ms.is_sorted() {
        return sum(&samples.time_ms);
    }
    let mut times = samples.time_ms.clone();
    times.sort_unstable();
    sum(&times)
}

/// Removes a value that is out of its range, and adds a diagnostic.
fn keep(
    value: &mut Option<f64>,
    range: &RangeInclusive<f64>,
    what: &str,
    unit: &str,
    left_out: &mut Vec<Diagnostic>,
) {
    if let Some(wrong) = value.take_if(|value| !range.contains(value)) {
        // Debug writes a huge number with an exponent.
        left_out.push(implausible(what, format!("{wrong:?} {unit}").trim_end()));
    }
}

fn hours(time_ms: i64) -> String {
    format!("{} h", time_ms / 3_600_000)
}

fn implausible(what: &str, value: impl Display) -> Diagnostic {
    let message = format!("ignored an impossible {what}: {value}");
    Diagnostic::whole(DiagnosticKind::Implausible, message)
}
