//! Distance, ascent, hills and steep stretches.
//!
//! Raw altitude overstates ascent several times, and a grade over a few metres is noise. So steps
//! that no runner makes are dropped first; what is left is laid on a grid of 10 m of distance and
//! smoothed, over 3 cells where a barometer is known to have measured it and over 5 elsewhere;
//! ascent is summed between turning points of 2 m, and grades are taken over 50 m (100 m where
//! altitude comes from GPS, as it mostly does in GPX and TCX). On 23 real runs the ascent differs
//! from the devices' own totals by 4 % in the median; five more, whose devices counted something
//! else than the file holds, are left out.
//!
//! | rule | default | from |
//! |---|---|---|
//! | a step of altitude that is faster is none | 5 m/s | measured: real files jump 86 m and 791 m in a second |
//! | ascent is summed between turning points | 2 m | measured: a median error of 4 % against watches, where the raw sum has 28 % |
//! | a grade is taken over a length | 50 m, from GPS twice that | measured: over 10 m, 11 of 14 flat runs show a climb of 8 % |
//! | a hill is a net gain at a mean grade over a length, dips bridged | 10 m, 4 %, 100 m, dips of 3 m | proposed |
//! | a stretch is steep | 8 % | proposed |
//! | an effort spike is a surge that begins on either, or shortly after its top | within 60 s | the article; the time is proposed |
//! | without heart rate it is speed times the cost of the grade (Minetti et al. 2002), over the run's median | 1.3 times, for 30 s | proposed |
//! | a treadmill or indoor run has no terrain to judge | - | - |

use crate::policy::Policy;
use crate::timeline::{Timeline, seconds_to_ms};
use recoup_model::{Activity, AltitudeSource, FileFormat};
use serde::{Deserialize, Serialize};

/// Length of a grid cell in metres.
const CELL_M: f64 = 10.0;
/// Cells of the moving mean: altitude from GPS or of unknown source, …
const SMOOTH_CELLS: usize = 5;
/// … and altitude from a barometer, whose noise is hardly more than its resolution of 0.2 m.
const SMOOTH_CELLS_BAROMETER: usize = 3;
/// Least difference of altitude between turning points, in metres.
const TURNING_POINT_M: f64 = 2.0;
/// Altitude cannot change faster, in metres per second.
const VERTICAL_MAX_M_S: f64 = 5.0;
/// A step that undoes dropped ones but for such a share of itself is the end of a spike.
const SPIKE_LEFT: f64 = 0.1;
/// Nobody runs faster, in metres per second.
const SPEED_MAX_M_S: f64 = 12.5;
/// What a barometer without a reading writes, in metres.
const NO_ALTITUDE_M: f64 = -500.0;
/// A profile longer than this is no run, in metres.
const PROFILE_MAX_M: f64 = 1_000_000.0;
/// Time between two points of a thinned profile, in milliseconds.
const THINNED_MS: usize = 5_000;
/// Time over which speed is taken, in seconds.
const SPEED_S: usize = 10;
/// Length over which the grade of an effort is taken, in metres.
const GRADE_M: f64 = 60.0;
/// Over how much longer a stretch than with a barometer altitude from GPS tells a grade.
const GPS_LENGTH: f64 = 2.0;
/// Less than this is the rounding of sums, which decides nothing, in metres.
const ROUNDING_M: f64 = 1e-6;

/// The terrain of a run.
#[derive(Debug, Clone, Default)]
pub struct Terrain {
    /// Distance covered in metres: the device's total, else that of the samples.
    pub distance_m: Option<f64>,
    /// Ascent in metres; [`None`] without altitude or distance.
    pub ascent_m: Option<f64>,
    /// The hills, in order.
    pub hills: Vec<Hill>,
    /// The steep stretches, in order.
    pub steep: Vec<SteepStretch>,
    /// Distance over time; [`None`] without distance.
    pub profile: Option<Profile>,
    /// The altitude along the way; [`None`] indoors and without altitude or distance.
    grid: Option<Grid>,
}

/// A climb that counts as a hill.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hill {
    /// Where it begins, metres from the start.
    pub start_m: f64,
    /// Its length in metres.
    pub length_m: f64,
    /// Net gain in metres.
    pub gain_m: f64,
    /// Timer time at its foot in milliseconds.
    pub start_timer_ms: i64,
    /// Timer time at its top in milliseconds.
    pub end_timer_ms: i64,
}

impl Hill {
    /// Mean grade in percent.
    #[must_use]
    pub fn grade_pct(&self) -> f64 {
        self.gain_m * 100.0 / self.length_m
    }

    /// Timer time spent on it in milliseconds.
    #[must_use]
    pub fn duration_ms(&self) -> i64 {
        self.end_timer_ms - self.start_timer_ms
    }
}

/// A steep stretch.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SteepStretch {
    /// Where it begins, metres from the start.
    pub start_m: f64,
    /// Its length in metres.
    pub length_m: f64,
    /// Timer time at its start in milliseconds.
    pub start_timer_ms: i64,
    /// Timer time at its end in milliseconds.
    pub end_timer_ms: i64,
}

/// What forces an effort: a hill or a steep stretch.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Ground {
    /// A hill.
    Hill(Hill),
    /// A steep stretch.
    Steep(SteepStretch),
}

impl Ground {
    /// In words: `hill at 1.1 km, 5.6 %`.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::Hill(hill) => {
                format!("hill at {:.1} km, {:.1} %", hill.start_m / 1000.0, hill.grade_pct())
            }
            Self::Steep(steep) => format!("steep stretch at {:.1} km", steep.start_m / 1000.0),
        }
    }
}

/// Distance over timer time: ascending points.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    timer_ms: Vec<i64>,
    distance_m: Vec<f64>,
}

impl Profile {
    /// Distance in metres at a moment of timer time, between points in proportion.
    #[must_use]
    pub fn distance_at(&self, timer_ms: i64) -> f64 {
        let after = self.timer_ms.partition_point(|&known_ms| known_ms <= timer_ms);
        self.distance_between(after, timer_ms)
    }

    /// Distance in metres at a moment before point `after` and not before the one before it.
    fn distance_between(&self, after: usize, timer_ms: i64) -> f64 {
        match (after.checked_sub(1), self.timer_ms.get(after)) {
            (None, _) => 0.0,
            (Some(last), None) => self.distance_m[last],
            (Some(before), Some(&after_ms)) => {
                let (from_ms, from_m) = (self.timer_ms[before], self.distance_m[before]);
                let share = (timer_ms - from_ms) as f64 / (after_ms - from_ms) as f64;
                from_m + share * (self.distance_m[after] - from_m)
            }
        }
    }

    /// Distance in metres at each second of timer time, up to the last point.
    pub(crate) fn by_second(&self) -> Vec<f64> {
        let end_ms = self.timer_ms.last().copied().unwrap_or(0);
        let mut after = 0;
        (0..=end_ms / 1000)
            .map(|second| {
                let at_ms = second * 1000;
                while self.timer_ms.get(after).is_some_and(|&known_ms| known_ms <= at_ms) {
                    after += 1;
                }
                self.distance_between(after, at_ms)
            })
            .collect()
    }

    /// The same with a point every [`THINNED_MS`] only: what surges need of it, in a hundredth of
    /// the room.
    fn thinned(&self) -> Self {
        let end_ms = self.timer_ms.last().copied().unwrap_or(0);
        let mut timer_ms: Vec<i64> = (0..=end_ms).step_by(THINNED_MS).collect();
        timer_ms.extend((end_ms % THINNED_MS as i64 > 0).then_some(end_ms));
        let distance_m = timer_ms.iter().map(|&timer_ms| self.distance_at(timer_ms)).collect();
        Self { timer_ms, distance_m }
    }

    /// Mean speed between two moments of timer time in metres per second.
    #[must_use]
    pub fn speed_between(&self, from_ms: i64, to_ms: i64) -> f64 {
        let from_ms = from_ms.max(0);
        if to_ms <= from_ms {
            return 0.0;
        }
        (self.distance_at(to_ms) - self.distance_at(from_ms)) * 1000.0 / (to_ms - from_ms) as f64
    }
}

/// The altitude on the grid, and when each cell was reached.
#[derive(Debug, Clone)]
struct Grid {
    altitude_m: Vec<f64>,
    timer_ms: Vec<i64>,
    /// Cells of the moving mean that the altitude has been through.
    smooth_cells: usize,
}

impl Grid {
    /// The altitude at a distance from the start, in metres, between cells in proportion.
    fn altitude_at(&self, distance_m: f64) -> f64 {
        let last = self.altitude_m.len() - 1;
        let cell = (distance_m / CELL_M).clamp(0.0, last as f64);
        let (below, above) = (cell.floor() as usize, cell.ceil() as usize);
        let (from_m, to_m) = (self.altitude_m[below], self.altitude_m[above]);
        from_m + (cell - cell.floor()) * (to_m - from_m)
    }

    /// The grade around a distance from the start, as a fraction.
    fn grade_at(&self, distance_m: f64) -> f64 {
        let end_m = (self.altitude_m.len() - 1) as f64 * CELL_M;
        let from_m = (distance_m - GRADE_M / 2.0).max(0.0);
        let to_m = (distance_m + GRADE_M / 2.0).min(end_m);
        (self.altitude_at(to_m) - self.altitude_at(from_m)) / (to_m - from_m).max(CELL_M)
    }
}

impl Terrain {
    /// Works out a run's terrain.
    #[must_use]
    pub fn of(activity: &Activity, timeline: &Timeline, policy: &Policy) -> Self {
        let profile = profile(timeline);
        let covered_m = profile.as_ref().and_then(|profile| profile.distance_m.last().copied());
        let distance_m = activity.totals.distance_m.or(covered_m);
        let mut terrain = Self { distance_m, profile, ..Self::default() };
        if activity.is_indoor() {
            return terrain;
        }
        let smooth_cells = match activity.altitude_source {
            Some(AltitudeSource::Barometer) => SMOOTH_CELLS_BAROMETER,
            Some(AltitudeSource::Gps) | None => SMOOTH_CELLS,
        };
        let profile = terrain.profile.as_ref();
        let Some(grid) = profile.and_then(|profile| grid(timeline, profile, smooth_cells)) else {
            return terrain;
        };
        terrain.ascent_m = Some(ascent_m(&grid.altitude_m));
        terrain.hills = hills(&grid, policy);
        let length_m = match (activity.altitude_source, activity.format) {
            (Some(AltitudeSource::Barometer), _) | (None, FileFormat::Fit) => policy.steep_length_m,
            // Nothing in GPX and TCX says where the altitude is from.
            (Some(AltitudeSource::Gps), _) | (None, FileFormat::Gpx | FileFormat::Tcx) => {
                policy.steep_length_m * GPS_LENGTH
            }
        };
        let cells = (length_m / CELL_M).round().clamp(1.0, PROFILE_MAX_M) as usize;
        terrain.steep = steep_stretches(&grid, cells, policy.steep_grade_pct);
        terrain.grid = Some(grid);
        terrain
    }

    /// The same without what only the measuring of efforts needs, to be kept.
    #[must_use]
    pub fn into_compact(self) -> Self {
        let profile = self.profile.as_ref().map(Profile::thinned);
        Self { profile, grid: None, ..self }
    }

    /// The hill or steep stretch that a moment of timer time is on or shortly after the top of.
    #[must_use]
    pub fn ground_at(&self, timer_ms: i64, policy: &Policy) -> Option<Ground> {
        let since_ms = timer_ms - seconds_to_ms(policy.effort_spike_after_s);
        // Both lists are in order and without overlap: the last to begin is the one.
        let hills = self.hills.partition_point(|hill| hill.start_timer_ms <= timer_ms);
        let hill = self.hills[..hills].last().filter(|hill| hill.end_timer_ms >= since_ms);
        let steep = self.steep.partition_point(|steep| steep.start_timer_ms <= timer_ms);
        let steep = self.steep[..steep].last().filter(|steep| steep.end_timer_ms >= since_ms);
        hill.map(|&hill| Ground::Hill(hill)).or(steep.map(|&steep| Ground::Steep(steep)))
    }
}

/// Length of steep stretches in metres.
///
/// ```
/// assert_eq!(recoup_analysis::terrain::steep_m(&[]), 0.0);
/// ```
#[must_use]
pub fn steep_m(stretches: &[SteepStretch]) -> f64 {
    // The sum of no floats is -0.0 to the standard library.
    stretches.iter().fold(0.0, |sum, stretch| sum + stretch.length_m)
}

/// Timer time on hills in milliseconds.
#[must_use]
pub fn hills_ms(hills: &[Hill]) -> i64 {
    hills.iter().map(Hill::duration_ms).sum()
}

/// Distance over timer time, from the device's distance, else from its speed.
fn profile(timeline: &Timeline) -> Option<Profile> {
    let has_distance = timeline.samples.iter().any(|timed| timed.sample.distance_m.is_some());
    let mut profile = Profile::default();
    let mut covered_m = 0.0;
    let mut last: Option<(i64, f64)> = None;
    for timed in &timeline.samples {
        let time_ms = timed.sample.time_ms;
        if has_distance {
            let Some(distance_m) = timed.sample.distance_m else { continue };
            if let Some((last_ms, last_m)) = last {
                let seconds = (time_ms - last_ms).max(1000) as f64 / 1000.0;
                let step_m = distance_m - last_m;
                // A counter that falls or leaps (a reset, a lost fix) covers no ground.
                if step_m > 0.0 && step_m <= SPEED_MAX_M_S * seconds {
                    covered_m += step_m;
                }
            }
            last = Some((time_ms, distance_m));
        }
        if profile.timer_ms.last().is_none_or(|&last_ms| last_ms < timed.timer_ms) {
            profile.timer_ms.push(timed.timer_ms);
            profile.distance_m.push(covered_m);
        } else if let Some(known_m) = profile.distance_m.last_mut() {
            *known_m = covered_m;
        }
        if !has_distance && let Some(speed) = timed.sample.speed_m_s {
            covered_m += f64::from(speed).min(SPEED_MAX_M_S) * timed.hold_ms as f64 / 1000.0;
        }
    }
    (covered_m > 0.0).then_some(profile)
}

/// Lays the altitude on a grid of distance; [`None`] where less than half of the samples hold one.
fn grid(timeline: &Timeline, profile: &Profile, smooth_cells: usize) -> Option<Grid> {
    let total_m = *profile.distance_m.last()?;
    let mut points: Vec<(f64, f64, i64)> = Vec::with_capacity(timeline.samples.len());
    let mut last: Option<(i64, f64)> = None;
    let (mut altitude_m, mut dropped_m) = (0.0, 0.0);
    for timed in &timeline.samples {
        let Some(raw_m) = timed.sample.altitude_m.filter(|&raw_m| raw_m > NO_ALTITUDE_M) else {
            continue;
        };
        if let Some((last_ms, last_m)) = last {
            let seconds = (timed.sample.time_ms - last_ms).max(1000) as f64 / 1000.0;
            let step_m: f64 = raw_m - last_m;
            let back_m = dropped_m + step_m;
            // The end of a spike may lie behind a gap in which such a climb would be possible.
            if back_m.abs() <= step_m.abs() * SPIKE_LEFT && dropped_m != 0.0 {
                altitude_m += back_m;
                dropped_m = 0.0;
            } else if step_m.abs() <= VERTICAL_MAX_M_S * seconds {
                altitude_m += step_m;
            } else {
                // Steps, not levels: a barometer that is set anew shifts everything that follows.
                dropped_m += step_m;
            }
        }
        last = Some((timed.sample.time_ms, raw_m));
        let distance_m = profile.distance_at(timed.timer_ms);
        match points.last_mut() {
            Some(point) if point.0 == distance_m => {
                *point = (distance_m, altitude_m, timed.timer_ms);
            }
            _ => points.push((distance_m, altitude_m, timed.timer_ms)),
        }
    }
    let known = timeline.samples.iter().filter(|timed| timed.sample.altitude_m.is_some()).count();
    if known * 2 < timeline.samples.len() || points.len() < 2 || total_m > PROFILE_MAX_M {
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
    Some(Grid { altitude_m: moving_mean(&raw_m, smooth_cells), timer_ms, smooth_cells })
}

/// Centred moving mean; the window is cut off at the ends.
fn moving_mean(values: &[f64], window: usize) -> Vec<f64> {
    let half = window / 2;
    (0..values.len())
        .map(|index| {
            let around = &values[index.saturating_sub(half)..(index + half + 1).min(values.len())];
            around.iter().sum::<f64>() / around.len() as f64
        })
        .collect()
}

/// The indices of alternating low and high points that differ by `least_m` or more, the first and
/// the last value included.
fn turning_points(altitude_m: &[f64], least_m: f64) -> Vec<usize> {
    let mut turns = vec![0];
    // The extreme since the last turning point, and whether the way to it is up; unknown at first.
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

/// The sum of the climbs between turning points.
fn ascent_m(altitude_m: &[f64]) -> f64 {
    turning_points(altitude_m, TURNING_POINT_M)
        .windows(2)
        .map(|pair| (altitude_m[pair[1]] - altitude_m[pair[0]]).max(0.0))
        .fold(0.0, |sum, climb_m| sum + climb_m)
}

/// The hills of a profile: in each climb (dips bridged) the stretch that stands out most above the
/// least grade, and then what stands out before and after it.
fn hills(grid: &Grid, policy: &Policy) -> Vec<Hill> {
    let mut hills = Vec::new();
    // A dip as deep as a hill is high parts two hills, whatever is bridged.
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
        // What stands out most may be too low by itself, and high enough with what is behind a dip.
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

/// A range widened by what the moving mean took off its ends; a short, steep one is made as long as
/// a hill must be, towards the side that rises more.
///
/// The mean spreads a foot or top over its window, and half-way through that the slope is half of
/// the hill's.
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

/// The range within `from..=to` whose gain exceeds that of the least grade by most (Kadane's
/// maximum subarray over the cells' excess gain).
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

/// As [`steepest_range`], of those alone that are as high and as long as a hill must be.
fn steepest_high_range(
    altitude_m: &[f64],
    from: usize,
    to: usize,
    policy: &Policy,
) -> Option<(usize, usize)> {
    let due_m = CELL_M * policy.hill_grade_pct / 100.0;
    let least_cells = (policy.hill_length_m / CELL_M).ceil() as usize;
    let altitude_m = &altitude_m[from..=to];
    // Of the cells up to each: the highest altitude, and where the excess over the least grade is
    // least. A climb falls nowhere by more than the dips that it bridges, so that all up to a cell
    // with a low enough highest altitude are low enough themselves.
    let mut highest_m: Vec<f64> = Vec::with_capacity(altitude_m.len());
    let mut lowest: Vec<(f64, usize)> = Vec::with_capacity(altitude_m.len());
    // Of several that differ by rounding alone the first is taken.
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

/// The stretches in which some window of `window` cells rises at `least_grade_pct` or more.
fn steep_stretches(grid: &Grid, window: usize, least_grade_pct: f64) -> Vec<SteepStretch> {
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

/// Energy cost of running on a grade relative to flat ground (Minetti et al. 2002), the grade as a
/// fraction within ±0.45, the range that was measured.
///
/// ```
/// use recoup_analysis::terrain::minetti_cost_ratio;
/// assert!((minetti_cost_ratio(0.0) - 1.0).abs() < 1e-12);
/// assert!((minetti_cost_ratio(0.1) - 1.66).abs() < 0.01); // 5.97 / 3.6 J/(kg m)
/// ```
#[must_use]
pub fn minetti_cost_ratio(grade: f64) -> f64 {
    let grade = grade.clamp(-0.45, 0.45);
    let terms = [3.6, 19.5, 46.3, -43.3, -30.4, 155.4];
    terms.iter().rev().fold(0.0, |sum, term| sum * grade + term) / 3.6
}

/// Speed at a second of timer time in metres per second, over the 10 s around it, from the distance
/// at each second; [`None`] behind the last.
pub(crate) fn speed_at(way_m: &[f64], second: usize) -> Option<f64> {
    way_m.get(second)?;
    let from = second.saturating_sub(SPEED_S / 2);
    let to = (second + SPEED_S / 2).min(way_m.len() - 1);
    Some((way_m[to] - way_m[from]) / (to - from).max(1) as f64)
}

/// Stretches of effort that stand out where no heart rate tells: speed times the cost of the grade
/// above `effort_spike_ratio` times the run's median for `effort_spike_min_s` or more, both taken
/// over each 10 s.
///
/// `way_m` is the distance at each second ([`Profile::by_second`]). Each is `(start, length)` in
/// milliseconds of timer time.
pub(crate) fn efforts_above_median(
    terrain: &Terrain,
    way_m: &[f64],
    policy: &Policy,
) -> Vec<(i64, i64)> {
    let Some(grid) = &terrain.grid else { return Vec::new() };
    let efforts: Vec<f64> = way_m
        .windows(SPEED_S + 1)
        .map(|way_m| {
            let grade = grid.grade_at(way_m[SPEED_S / 2]);
            (way_m[SPEED_S] - way_m[0]) / SPEED_S as f64 * minetti_cost_ratio(grade)
        })
        .collect();
    let mut sorted = efforts.clone();
    sorted.sort_by(f64::total_cmp);
    let Some(&median) = sorted.get(sorted.len() / 2) else { return Vec::new() };
    // Rounding decides nothing.
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
