//! Distance over timer time.

use crate::run::timeline::TimedSamples;
use crate::run::track::{Plane, TrackPoint};
use recoup_model::plausible::{FARTHEST_M, LONGEST_MS};
use serde::{Deserialize, Serialize};

/// Highest possible running speed in metres per second.
const SPEED_MAX_M_S: f64 = 12.5;
/// Distance from the first position that the positions must reach to give a distance, in metres. A
/// treadmill run with satellite positions stays within it.
const AWAY_M: f64 = 100.0;
/// Largest error of an estimated distance, as a share.
pub(super) const ESTIMATE_ERROR: f64 = 0.02;
/// Longest distance of a run in metres. A longer profile is an error of the recording.
pub(super) const PROFILE_MAX_M: f64 = FARTHEST_M;
/// Least time between two points of a thinned profile, in milliseconds.
const THINNED_MS: i64 = 5_000;
/// Longest timer time for values at each second, in seconds. This bounds the memory for a recording
/// whose samples are hours apart.
const BY_SECOND_MAX: i64 = LONGEST_MS / 1000;

/// Returns the time between two moments in seconds, at least one.
pub(super) fn seconds_between(from_ms: i64, to_ms: i64) -> f64 {
    (to_ms - from_ms).max(1000) as f64 / 1000.0
}

/// Distance over timer time, as ascending points.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Profile {
    timer_ms: Vec<i64>,
    distance_m: Vec<f64>,
}

impl Profile {
    /// Collects the distance over timer time, from the device's distance, otherwise from its speed;
    /// [`None`] if no distance is covered.
    pub(super) fn new(timed: &TimedSamples<'_>) -> Option<Self> {
        let profile = if timed.samples.distance_m.iter().all(|metres| metres.is_nan()) {
            Self::of_speed(timed)
        } else {
            Self::of_distance(timed)
        };
        profile.total_m().filter(|&covered_m| covered_m > 0.0).map(|_| profile)
    }

    fn of_distance(timed: &TimedSamples<'_>) -> Self {
        let mut profile = Self::with_capacity(timed.len());
        let mut covered_m = 0.0;
        let mut last: Option<(i64, f64)> = None;
        let times_ms = timed.samples.time_ms.iter().zip(&timed.timer_ms);
        for ((&time_ms, &timer_ms), &distance_m) in times_ms.zip(&timed.samples.distance_m) {
            if distance_m.is_nan() {
                continue;
            }
            if let Some((last_ms, last_m)) = last {
                let step_m = distance_m - last_m;
                // A counter that falls or leaps (after a reset or a lost fix) adds no distance.
                if step_m > 0.0 && step_m <= SPEED_MAX_M_S * seconds_between(last_ms, time_ms) {
                    covered_m += step_m;
                }
            }
            last = Some((time_ms, distance_m));
            profile.set(timer_ms, covered_m);
        }
        profile
    }

    fn of_speed(timed: &TimedSamples<'_>) -> Self {
        let mut profile = Self::with_capacity(timed.len());
        let mut covered_m = 0.0;
        for (row, &timer_ms) in timed.timer_ms.iter().enumerate() {
            profile.set(timer_ms, covered_m);
            let speed = timed.samples.speed_m_s.get(row).filter(|speed| !speed.is_nan());
            if let Some(&speed) = speed {
                covered_m +=
                    f64::from(speed).min(SPEED_MAX_M_S) * timed.hold_ms(row) as f64 / 1000.0;
            }
        }
        profile
    }

    fn with_capacity(points: usize) -> Self {
        Self { timer_ms: Vec::with_capacity(points), distance_m: Vec::with_capacity(points) }
    }

    /// Estimates the total of [`Self::of_positions`] on one plane for the whole run, with an error
    /// of at most [`ESTIMATE_ERROR`]. [`None`] if the error could be larger, or if it is not
    /// certain that the positions give a distance.
    pub(super) fn estimate_of_positions_m(timed: &TimedSamples<'_>) -> Option<f64> {
        let mut points =
            (0..timed.len()).filter_map(|row| Some((row, TrackPoint::of(timed.place(row)?))));
        let (first_row, first) = points.next()?;
        let plane = Plane::at(first)?;
        let (mut known, mut still, mut covered_m, mut is_away) = (1, 0, 0.0, false);
        let mut last = (first_row, first);
        for (row, point) in points {
            known += 1;
            let (last_row, last_point) = std::mem::replace(&mut last, (row, point));
            if !plane.is_near(point) {
                return None;
            }
            let step_m = plane.distance_m(last_point, point);
            let [last_ms, time_ms] = [last_row, row].map(|row| timed.samples.time_ms[row]);
            let is_pause = timed.timer_ms[row] - timed.timer_ms[last_row] < time_ms - last_ms;
            // The step could be a leap.
            if step_m * (1.0 + ESTIMATE_ERROR) > SPEED_MAX_M_S * seconds_between(last_ms, time_ms) {
                return None;
            }
            still += usize::from(last_point == point);
            if !is_pause {
                covered_m += step_m;
            }
            is_away = is_away || plane.distance_m(first, point) >= AWAY_M * (1.0 + ESTIMATE_ERROR);
        }
        let is_known = known * 5 >= timed.len() * 4 && still * 5 <= known;
        (is_known && is_away && covered_m > 0.0).then_some(covered_m)
    }

    /// Sums the distances between the positions, without the distances in pauses. [`None`] if the
    /// positions do not give a distance:
    ///
    /// - They are known for less than four fifths of the samples.
    /// - More than a fifth of them repeat the position before.
    /// - Leaps make more than a tenth of the distance.
    /// - All are near the first position.
    pub(super) fn of_positions(timed: &TimedSamples<'_>) -> Option<Self> {
        let mut profile = Self::with_capacity(timed.len());
        let (mut known, mut still, mut covered_m, mut leapt_m) = (0, 0, 0.0, 0.0);
        let mut first: Option<TrackPoint> = None;
        let mut last: Option<(i64, i64, TrackPoint)> = None;
        let mut farthest_m: f64 = 0.0;
        for (row, &timer_ms) in timed.timer_ms.iter().enumerate() {
            let Some(place) = timed.place(row) else { continue };
            let (point, time_ms) = (TrackPoint::of(place), timed.samples.time_ms[row]);
            known += 1;
            if let Some((last_ms, last_timer_ms, last)) = last {
                let step_m = last.distance_m(point);
                let is_pause = timer_ms - last_timer_ms < time_ms - last_ms;
                still += usize::from(step_m == 0.0);
                if step_m > SPEED_MAX_M_S * seconds_between(last_ms, time_ms) {
                    leapt_m += step_m;
                } else if !is_pause {
                    covered_m += step_m;
                }
            }
            last = Some((time_ms, timer_ms, point));
            farthest_m = farthest_m.max(first.get_or_insert(point).distance_m(point));
            profile.set(timer_ms, covered_m);
        }
        let is_known = known * 5 >= timed.len() * 4 && still * 5 <= known;
        let can_tell = is_known && leapt_m * 10.0 <= covered_m && farthest_m >= AWAY_M;
        can_tell.then_some(profile)
    }

    /// Appends a point, or sets the distance of the last point if it has the same timer time
    /// (milliseconds).
    fn set(&mut self, timer_ms: i64, covered_m: f64) {
        if self.timer_ms.last().is_none_or(|&last_ms| last_ms < timer_ms) {
            self.timer_ms.push(timer_ms);
            self.distance_m.push(covered_m);
        } else if let Some(known_m) = self.distance_m.last_mut() {
            *known_m = covered_m;
        }
    }

    /// Returns the timer time of the last point in milliseconds.
    pub(super) fn end_ms(&self) -> i64 {
        self.timer_ms.last().copied().unwrap_or(0)
    }

    /// Returns the profile with all distances multiplied by a factor.
    pub(super) fn times(mut self, factor: f64) -> Self {
        self.distance_m.iter_mut().for_each(|metres| *metres *= factor);
        self
    }

    /// Returns the distance in metres at the last point.
    pub(super) fn total_m(&self) -> Option<f64> {
        self.distance_m.last().copied()
    }

    /// Returns the distance in metres at a moment of timer time (milliseconds), interpolated
    /// between points.
    #[must_use]
    pub fn distance_at(&self, timer_ms: i64) -> f64 {
        let after = self.timer_ms.partition_point(|&known_ms| known_ms <= timer_ms);
        self.distance_between(after, timer_ms)
    }

    /// Returns the distance in metres at each of some moments, like [`Self::distance_at`]. The
    /// moments must be in order.
    pub(super) fn distances_at(
        &self,
        moments_ms: impl Iterator<Item = i64>,
    ) -> impl Iterator<Item = f64> {
        let mut after = 0;
        moments_ms.map(move |timer_ms| {
            while self.timer_ms.get(after).is_some_and(|&known_ms| known_ms <= timer_ms) {
                after += 1;
            }
            self.distance_between(after, timer_ms)
        })
    }

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

    /// Returns the distance in metres at each second of timer time, up to the last point and for at
    /// most [`BY_SECOND_MAX`] seconds.
    pub(crate) fn by_second(&self) -> Vec<f64> {
        let end_ms = self.timer_ms.last().copied().unwrap_or(0);
        let seconds = 0..=(end_ms / 1000).min(BY_SECOND_MAX);
        self.distances_at(seconds.map(|second| second * 1000)).collect()
    }

    /// Returns the profile with points at least [`THINNED_MS`] apart, and with the last point.
    /// Surges need no other points.
    pub(super) fn thinned(&self) -> Self {
        let mut thinned = Self::default();
        let points = self.timer_ms.iter().zip(&self.distance_m).enumerate();
        for (index, (&timer_ms, &distance_m)) in points {
            let is_due = thinned.timer_ms.last().is_none_or(|last| timer_ms - last >= THINNED_MS);
            if is_due || index + 1 == self.timer_ms.len() {
                thinned.timer_ms.push(timer_ms);
                thinned.distance_m.push(distance_m);
            }
        }
        thinned
    }

    /// Returns the mean speed between two moments of timer time (milliseconds), in metres per
    /// second; 0 if the second is not after the first.
    #[must_use]
    pub fn speed_between(&self, from_ms: i64, to_ms: i64) -> f64 {
        let from_ms = from_ms.max(0);
        if to_ms <= from_ms {
            return 0.0;
        }
        (self.distance_at(to_ms) - self.distance_at(from_ms)) * 1000.0 / (to_ms - from_ms) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::{ESTIMATE_ERROR, Profile};
    use crate::run::timeline::TimedSamples;
    use crate::settings::policy::Policy;
    use recoup_model::{Activity, FileFormat, Sample};
    use recoup_testkit::Seeded;

    /// Makes a run of an hour that turns at random, from a place in degrees, with a speed in metres
    /// a second. One of `gaps` positions is not known.
    fn wandering(number: u64, from: (f64, f64), speed: f64, gaps: usize) -> Activity {
        let mut random = Seeded::new(number);
        let mut run = Activity::new(FileFormat::Fit);
        let (mut latitude, mut longitude) = from;
        let mut angle = 0.0_f64;
        for second in 0..3600 {
            let is_known = random.below(gaps) > 0;
            run.samples.push(&Sample {
                time_ms: 1_772_000_000_000 + second * 1000,
                latitude_deg: is_known.then_some(latitude),
                longitude_deg: is_known.then_some(longitude),
                ..Sample::default()
            });
            angle += (random.below(201) as f64 - 100.0) / 400.0;
            let degree_m = 111_320.0;
            latitude += speed * angle.cos() / degree_m;
            longitude += speed * angle.sin() / degree_m / latitude.to_radians().cos();
        }
        run
    }

    #[test]
    fn an_estimated_distance_is_that_of_the_positions() {
        let mut told = 0;
        for seed in 0..60 {
            let latitude = [-60.0, -33.9, 0.2, 51.5, 68.0][seed as usize % 5];
            let speed = [0.5, 2.7, 5.0, 11.0][seed as usize % 4];
            let gaps = [4, 20, 2][seed as usize % 3];
            let run = wandering(seed, (latitude, 10.75), speed, gaps);
            let timed = TimedSamples::new(&run, &Policy::default());
            let Some(estimate_m) = Profile::estimate_of_positions_m(&timed) else { continue };
            let exact = Profile::of_positions(&timed).expect("the positions can tell it, too");
            let exact_m = exact.total_m().unwrap_or(0.0);
            assert!((estimate_m / exact_m - 1.0).abs() < ESTIMATE_ERROR, "{seed}: {estimate_m}");
            told += 1;
        }
        assert!(told >= 20, "{told} of 60 were estimated");
    }
}
