//! Efforts by speed and grade, for runs without heart rate.

use super::Terrain;
use super::grid::ROUNDING_M;
use crate::settings::policy::{Policy, seconds_to_ms};

/// Time over which a speed is measured, in seconds.
const SPEED_S: usize = 10;

/// Returns the energy cost of running on a grade, relative to flat ground (Minetti et al. 2002).
/// The grade is a fraction. It is limited to ±0.45, the measured range.
///
/// ```
/// use recoup_analysis::run::terrain::effort::minetti_cost_ratio;
/// assert!((minetti_cost_ratio(0.0) - 1.0).abs() < 1e-12);
/// assert!((minetti_cost_ratio(0.1) - 1.66).abs() < 0.01); // 5.97 / 3.6 J/(kg m)
/// ```
#[must_use]
pub fn minetti_cost_ratio(grade: f64) -> f64 {
    let grade = grade.clamp(-0.45, 0.45);
    let terms = [3.6, 19.5, 46.3, -43.3, -30.4, 155.4];
    terms.iter().rev().fold(0.0, |sum, term| sum * grade + term) / 3.6
}

/// Returns the speed at a second of timer time in metres per second, over the 10 s around it.
/// `way_m` is the distance at each second; [`None`] after its last second.
pub(crate) fn speed_at(way_m: &[f64], second: usize) -> Option<f64> {
    way_m.get(second)?;
    let from = second.saturating_sub(SPEED_S / 2);
    let to = (second + SPEED_S / 2).min(way_m.len() - 1);
    Some((way_m[to] - way_m[from]) / (to - from).max(1) as f64)
}

/// Finds the efforts that stand out in a run without heart rate. An effort is the speed times the
/// cost of the grade, both over 10 s. It stands out if it is above `effort_spike_ratio` times the
/// run's median for `effort_spike_min_s` or more. A run without a hill or steep stretch has no such
/// efforts, because only efforts on such ground count.
///
/// `way_m` is the distance at each second
/// ([`Profile::by_second`](super::profile::Profile::by_second)). Each effort is `(start, length)`
/// in milliseconds of timer time.
pub(crate) fn efforts_above_median(
    terrain: &Terrain,
    way_m: &[f64],
    policy: &Policy,
) -> Vec<(i64, i64)> {
    let Some(grid) = &terrain.grid else { return Vec::new() };
    if terrain.hills.is_empty() && terrain.steep.is_empty() {
        return Vec::new();
    }
    let efforts: Vec<f64> = way_m
        .windows(SPEED_S + 1)
        .map(|way_m| {
            let grade = grid.grade_at(way_m[SPEED_S / 2]);
            (way_m[SPEED_S] - way_m[0]) / SPEED_S as f64 * minetti_cost_ratio(grade)
        })
        .collect();
    if efforts.is_empty() {
        return Vec::new();
    }
    let middle = efforts.len() / 2;
    let median = *efforts.clone().select_nth_unstable_by(middle, f64::total_cmp).1;
    // Differences by rounding are ignored.
    let limit = median * policy.effort_spike_ratio * (1.0 + ROUNDING_M);
    let mut spikes: Vec<(i64, i64)> = Vec::new();
    for (second, _) in (0_i64..).zip(&efforts).filter(|&(_, &effort)| effort > limit) {
        let (start_ms, end_ms) = (second * 1000, (second + SPEED_S as i64) * 1000);
        match spikes.last_mut() {
            Some((first_ms, length_ms)) if *first_ms + *length_ms >= start_ms => {
                *length_ms = end_ms - *first_ms;
            }
            _ => spikes.push((start_ms, end_ms - start_ms)),
        }
    }
    let min_ms = seconds_to_ms(policy.effort_spike_min_s);
    spikes.retain(|&(_, length_ms)| length_ms >= min_ms);
    spikes
}
