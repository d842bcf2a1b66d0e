//! Ascent, hills and steep stretches of a grid.

use super::grid::{CELL_M, Grid, ROUNDING_M};
use super::ground::{Hill, SteepStretch};
use crate::settings::policy::Policy;

/// Least difference of altitude between turning points, for the ascent, in metres.
const TURNING_POINT_M: f64 = 2.0;

/// Returns the indices of alternating low and high points that differ by at least `least_m`. The
/// first value and the last extreme are included.
fn turning_points(altitude_m: &[f64], least_m: f64) -> Vec<usize> {
    let mut turns = vec![0];
    // The extreme since the last turning point, and whether the way to the extreme goes up;
    // [`None`] at the start.
    let mut extreme = 0;
    let mut is_up: Option<bool> = None;
    for (index, &here_m) in altitude_m.iter().enumerate() {
        match is_up {
            None => {
                let from_m = altitude_m[0];
                if (here_m - from_m).abs() >= least_m {
                    is_up = Some(here_m > from_m);
                    extreme = index;
                }
            }
            Some(up) => {
                let beyond_m =
                    if up { here_m - altitude_m[extreme] } else { altitude_m[extreme] - here_m };
                if beyond_m >= 0.0 {
                    extreme = index;
                } else if -beyond_m >= least_m {
                    turns.push(extreme);
                    is_up = Some(!up);
                    extreme = index;
                }
            }
        }
    }
    if is_up.is_some() {
        turns.push(extreme);
    }
    turns
}

/// Returns the sum of the climbs between turning points, in metres.
pub(super) fn ascent_m(altitude_m: &[f64]) -> f64 {
    turning_points(altitude_m, TURNING_POINT_M)
        .windows(2)
        .map(|pair| (altitude_m[pair[1]] - altitude_m[pair[0]]).max(0.0))
        .fold(0.0, |sum, climb_m| sum + climb_m)
}

/// Finds the hills. In each climb with bridged dips, the first hill is the stretch that exceeds the
/// least grade by most. The stretches before and after this hill are searched in the same way.
pub(super) fn hills(grid: &Grid, policy: &Policy) -> Vec<Hill> {
    let mut hills = Vec::new();
    // A dip as deep as the least height of a hill separates two hills, even if the policy bridges
    // deeper dips.
    let parting_m = policy.hill_dip_m.min(policy.hill_gain_m) + ROUNDING_M;
    for pair in turning_points(&grid.altitude_m, parting_m).windows(2) {
        if grid.altitude_m[pair[1]] > grid.altitude_m[pair[0]] {
            hills_within(grid, pair[0], pair[1], policy, &mut hills);
        }
    }
    hills.sort_by_key(|hill| hill.start_timer_ms);
    hills
}

fn hills_within(grid: &Grid, from: usize, to: usize, policy: &Policy, hills: &mut Vec<Hill>) {
    let mut ranges = vec![(from, to)];
    while let Some((from, to)) = ranges.pop() {
        let as_hill = |(foot, top): (usize, usize)| {
            let hill = Hill {
                start_m: foot as f64 * CELL_M,
                length_m: (top - foot) as f64 * CELL_M,
                gain_m: grid.altitude_m[top] - grid.altitude_m[foot],
                start_timer_ms: grid.timer_ms[foot],
                end_timer_ms: grid.timer_ms[top],
            };
            let due_m = policy.hill_gain_m.max(hill.length_m * policy.hill_grade_pct / 100.0);
            let is_hill =
                hill.gain_m >= due_m - ROUNDING_M && hill.length_m >= policy.hill_length_m;
            is_hill.then_some((hill, foot, top))
        };
        let widened = |core| widened(grid, core, (from, to), policy);
        // The stretch with the largest excess gain may be too low alone, but high enough with the
        // climb after a dip.
        let core = steepest_range(&grid.altitude_m, from, to, policy.hill_grade_pct);
        let found = core.and_then(|core| as_hill(widened(core))).or_else(|| {
            let high = steepest_high_range(&grid.altitude_m, from, to, policy)?;
            as_hill(widened(high)).or_else(|| as_hill(high))
        });
        let Some((hill, foot, top)) = found else { continue };
        hills.push(hill);
        ranges.push((from, foot));
        ranges.push((top, to));
    }
}

/// Widens a range by the cells that the moving mean took off its ends. A range that is still too
/// short for a hill is then extended to the least length of a hill, towards the steeper side.
///
/// The mean spreads a foot or a top over its window. Half-way through this window, the slope is
/// half of the hill's slope.
fn widened(
    grid: &Grid,
    (mut foot, mut top): (usize, usize),
    (from, to): (usize, usize),
    policy: &Policy,
) -> (usize, usize) {
    let altitude_m = &grid.altitude_m;
    let is_steep_enough = |foot: usize, top: usize| {
        let gain_m = altitude_m[top] - altitude_m[foot];
        gain_m + ROUNDING_M >= policy.hill_grade_pct / 100.0 * (top - foot) as f64 * CELL_M
    };
    let half_m = (altitude_m[top] - altitude_m[foot]) / (top - foot).max(1) as f64 / 2.0;
    let is_part = |low: usize| altitude_m[low + 1] - altitude_m[low] >= half_m - ROUNDING_M;
    for _ in 0..grid.smooth_cells / 2 {
        if foot > from && is_part(foot - 1) && is_steep_enough(foot - 1, top) {
            foot -= 1;
        }
        if top < to && is_part(top) && is_steep_enough(foot, top + 1) {
            top += 1;
        }
    }
    let least_cells = (policy.hill_length_m / CELL_M).ceil() as usize;
    while top - foot < least_cells && (foot > from || top < to) {
        let before_m = if foot > from { altitude_m[foot] - altitude_m[foot - 1] } else { f64::MIN };
        let after_m = if top < to { altitude_m[top + 1] - altitude_m[top] } else { f64::MIN };
        if before_m > after_m {
            foot -= 1;
        } else {
            top += 1;
        }
    }
    (foot, top)
}

/// Finds the range within `from..=to` whose gain exceeds the gain of the least grade by most
/// (Kadane's maximum subarray over the excess gain of the cells).
fn steepest_range(
    altitude_m: &[f64],
    from: usize,
    to: usize,
    least_grade_pct: f64,
) -> Option<(usize, usize)> {
    let due_m = CELL_M * least_grade_pct / 100.0;
    let (mut best_m, mut best) = (0.0, None);
    let (mut excess_m, mut start) = (0.0, from);
    for cell in from..to {
        excess_m += altitude_m[cell + 1] - altitude_m[cell] - due_m;
        if excess_m <= ROUNDING_M {
            (excess_m, start) = (0.0, cell + 1);
        } else if excess_m > best_m + ROUNDING_M {
            (best_m, best) = (excess_m, Some((start, cell + 1)));
        }
    }
    best
}

/// Finds a range like [`steepest_range`], but only among ranges that are high and long enough to be
/// a hill.
fn steepest_high_range(
    altitude_m: &[f64],
    from: usize,
    to: usize,
    policy: &Policy,
) -> Option<(usize, usize)> {
    let due_m = CELL_M * policy.hill_grade_pct / 100.0;
    let least_cells = (policy.hill_length_m / CELL_M).ceil() as usize;
    let altitude_m = &altitude_m[from..=to];
    // For the cells up to each cell: the highest altitude, and the cell with the least excess over
    // the least grade. A climb never falls by more than the bridged dips. So if the highest
    // altitude up to a cell is low enough, all altitudes up to this cell are low enough.
    let mut highest_m: Vec<f64> = Vec::with_capacity(altitude_m.len());
    let mut lowest: Vec<(f64, usize)> = Vec::with_capacity(altitude_m.len());
    // If ranges differ only by rounding, the first range is taken.
    let (mut best_m, mut best) = (-2.0 * ROUNDING_M, None);
    for (cell, &here_m) in altitude_m.iter().enumerate() {
        let excess_m = here_m - due_m * cell as f64;
        let before = (cell + 1).saturating_sub(least_cells);
        let low_enough_m = here_m - policy.hill_gain_m + ROUNDING_M;
        let feet = highest_m[..before.min(cell)].partition_point(|&high_m| high_m <= low_enough_m);
        if let Some(&(foot_m, foot)) = feet.checked_sub(1).map(|last| &lowest[last])
            && excess_m - foot_m > best_m + ROUNDING_M
        {
            (best_m, best) = (excess_m - foot_m, Some((from + foot, from + cell)));
        }
        highest_m.push(highest_m.last().map_or(here_m, |&high_m| high_m.max(here_m)));
        let least = lowest.last().filter(|&&(least_m, _)| least_m <= excess_m + ROUNDING_M);
        lowest.push(least.copied().unwrap_or((excess_m, cell)));
    }
    best
}

/// Finds the stretches in which a window of `window` cells rises at `least_grade_pct` or more.
pub(super) fn steep_stretches(
    grid: &Grid,
    window: usize,
    least_grade_pct: f64,
) -> Vec<SteepStretch> {
    let due_m = window as f64 * CELL_M * least_grade_pct / 100.0;
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for (start, pair) in grid.altitude_m.windows(window + 1).enumerate() {
        if pair[window] - pair[0] < due_m - ROUNDING_M {
            continue;
        }
        let end = start + window;
        match ranges.last_mut() {
            Some((_, last_end)) if *last_end >= start => *last_end = end,
            _ => ranges.push((start, end)),
        }
    }
    ranges
        .into_iter()
        .map(|(start, end)| SteepStretch {
            start_m: start as f64 * CELL_M,
            length_m: (end - start) as f64 * CELL_M,
            start_timer_ms: grid.timer_ms[start],
            end_timer_ms: grid.timer_ms[end],
        })
        .collect()
}
