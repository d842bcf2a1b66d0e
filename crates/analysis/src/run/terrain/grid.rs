//! Altitude on a grid of distance.

use super::profile::{PROFILE_MAX_M, Profile, seconds_between};
use crate::run::timeline::TimedSamples;

/// Length of a grid cell in metres.
pub(super) const CELL_M: f64 = 10.0;
/// Fastest possible change of a runner's altitude, in metres per second.
const VERTICAL_MAX_M_S: f64 = 5.0;
/// Largest sum of dropped steps that remains after the end of a spike, as a share of the last step.
const SPIKE_LEFT: f64 = 0.1;
/// Altitude that a barometer writes without a reading, in metres.
const NO_ALTITUDE_M: f64 = -500.0;
/// Length over which the grade of an effort is measured, in metres.
const GRADE_M: f64 = 60.0;
/// Largest error of rounded sums, in metres. Smaller differences are ignored.
pub(super) const ROUNDING_M: f64 = 1e-6;

/// The altitude on a grid of distance, and the timer time at which each cell was reached.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    pub(super) altitude_m: Vec<f64>,
    pub(super) timer_ms: Vec<i64>,
    /// Window of the moving mean, in cells.
    pub(super) smooth_cells: usize,
}

impl Grid {
    /// Interpolates the altitude on a grid of distance; [`None`] if the altitude is known for less
    /// than half of the time.
    pub(super) fn new(
        timed: &TimedSamples<'_>,
        profile: &Profile,
        smooth_cells: usize,
    ) -> Option<Self> {
        let total_m = profile.total_m()?;
        if timed.samples.altitude_m.is_empty() || total_m > PROFILE_MAX_M || !timed.has_altitude() {
            return None;
        }
        let mut points: Vec<(f64, f64, i64)> = Vec::with_capacity(timed.len());
        let mut last: Option<(i64, f64)> = None;
        let (mut altitude_m, mut dropped_m) = (0.0, 0.0);
        let distances_m = profile.distances_at(timed.timer_ms.iter().copied());
        let raw = timed.samples.altitude_m.iter().zip(&timed.samples.time_ms);
        for (((&raw_m, &time_ms), &timer_ms), distance_m) in
            raw.zip(&timed.timer_ms).zip(distances_m)
        {
            if raw_m.is_nan() || raw_m <= NO_ALTITUDE_M {
                continue;
            }
            if let Some((last_ms, last_m)) = last {
                let seconds = seconds_between(last_ms, time_ms);
                let step_m: f64 = raw_m - last_m;
                let back_m = dropped_m + step_m;
                // A spike can end after a gap that is long enough for a real climb.
                if back_m.abs() <= step_m.abs() * SPIKE_LEFT && dropped_m != 0.0 {
                    altitude_m += back_m;
                    dropped_m = 0.0;
                } else if step_m.abs() <= VERTICAL_MAX_M_S * seconds {
                    altitude_m += step_m;
                } else {
                    // The step is dropped and not the level, because a reset barometer shifts all
                    // later altitudes.
                    dropped_m += step_m;
                }
            }
            last = Some((time_ms, raw_m));
            match points.last_mut() {
                Some(point) if point.0 == distance_m => {
                    *point = (distance_m, altitude_m, timer_ms);
                }
                _ => points.push((distance_m, altitude_m, timer_ms)),
            }
        }
        if points.len() < 2 {
            return None;
        }
        let cells = (total_m / CELL_M) as usize + 1;
        let mut raw_m = Vec::with_capacity(cells);
        let mut timer_ms = Vec::with_capacity(cells);
        let mut next = 1;
        for cell in 0..cells {
            let at_m = cell as f64 * CELL_M;
            while next + 1 < points.len() && points[next].0 < at_m {
                next += 1;
            }
            let ((from_m, from_alt_m, from_ms), (to_m, to_alt_m, to_ms)) =
                (points[next - 1], points[next]);
            let share = ((at_m - from_m) / (to_m - from_m)).clamp(0.0, 1.0);
            raw_m.push(from_alt_m + share * (to_alt_m - from_alt_m));
            timer_ms.push(from_ms + (share * (to_ms - from_ms) as f64).round() as i64);
        }
        Some(Self { altitude_m: moving_mean(&raw_m, smooth_cells), timer_ms, smooth_cells })
    }

    /// Returns the altitude in metres at a distance from the start in metres, interpolated between
    /// cells.
    fn altitude_at(&self, distance_m: f64) -> f64 {
        let last = self.altitude_m.len() - 1;
        let cell = (distance_m / CELL_M).clamp(0.0, last as f64);
        let below = cell as usize;
        let (from_m, to_m) = (self.altitude_m[below], self.altitude_m[(below + 1).min(last)]);
        from_m + (cell - below as f64) * (to_m - from_m)
    }

    /// Returns the grade around a distance from the start (metres), as a fraction.
    pub(super) fn grade_at(&self, distance_m: f64) -> f64 {
        let end_m = (self.altitude_m.len() - 1) as f64 * CELL_M;
        let from_m = (distance_m - GRADE_M / 2.0).max(0.0);
        let to_m = (distance_m + GRADE_M / 2.0).min(end_m);
        (self.altitude_at(to_m) - self.altitude_at(from_m)) / (to_m - from_m).max(CELL_M)
    }
}

/// Returns the centred moving mean. The window is cut off at the ends.
fn moving_mean(values: &[f64], window: usize) -> Vec<f64> {
    let half = window / 2;
    (0..values.len())
        .map(|index| {
            let around = &values[index.saturating_sub(half)..(index + half + 1).min(values.len())];
            around.iter().sum::<f64>() / around.len() as f64
        })
        .collect()
}
