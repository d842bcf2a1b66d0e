//! Detection of the sport from speeds.

#[cfg(test)]
use recoup_model::Sample;
use recoup_model::{Samples, Sport};

/// Slowest speed that counts as moving.
const MOVING_M_S: f64 = 0.5;
/// Median speeds of a run. A walk becomes a run at 1.9 m/s; 6 m/s is 2:47 per km.
const RUNNING_M_S: std::ops::Range<f64> = 1.9..6.0;
/// Largest median speed of a muscle-powered sport.
const CYCLING_TOP_M_S: f64 = 14.0;
/// 95th percentile of speed above which the activity is a ride. Riders exceed it downhill, runners
/// do not.
const RIDING_P95_M_S: f64 = 7.5;
/// Speed (4:00 per km) that few runners hold for [`LONG_S`], but riders hold without effort.
const LONG_RUN_TOP_M_S: f64 = 4.17;
const LONG_S: f64 = 45.0 * 60.0;
/// Speed that no runner holds for [`FAST_S`]: the world record over 800 m is 7.9 m/s.
const FAST_M_S: f64 = 8.0;
const FAST_S: f64 = 100.0;
/// Lowest speed downhill of a rider, and its lowest ratio to the speed uphill.
const DOWNHILL_M_S: f64 = 5.0;
const DOWNHILL_RATIO: f64 = 2.5;
/// Least grade of a slope, as a share, and the least time on slopes for a decision.
const SLOPE: f64 = 0.03;
const SLOPES_S: f64 = 120.0;
/// Length over which a slope is measured, in seconds.
const SLOPE_S: f64 = 30.0;
/// Minimum moving time for a decision.
const JUDGED_S: f64 = 60.0;
/// Longest step between two samples whose mean speed is used.
const STEP_TOP_S: f64 = 60.0;

/// Decides the sport by the speeds.
pub(super) fn of_speed(samples: &Samples) -> Option<Sport> {
    let mut moving = moving_speeds(samples);
    let moving_s: f64 = moving.iter().map(|(_, seconds)| seconds).sum();
    if moving_s < JUDGED_S {
        return None;
    }
    let is_fast = holds_fast_speed(&moving);
    moving.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let median = quantile(&moving, moving_s * 0.5);
    let p95 = quantile(&moving, moving_s * 0.95);
    // A cadence in steps per minute, not in strides, is beyond any pedalling cadence.
    let steps_per_min = median_cadence(samples).filter(|cadence| (140.0..230.0).contains(cadence));
    match median {
        m if m > CYCLING_TOP_M_S => None,
        m if m >= RUNNING_M_S.end => Some(Sport::Cycling),
        m if m >= RUNNING_M_S.start && steps_per_min.is_some() => Some(Sport::Running),
        m if m >= RUNNING_M_S.start && (is_fast || follows_descents(samples)) => {
            Some(Sport::Cycling)
        }
        m if m >= RUNNING_M_S.start
            && (p95 > RIDING_P95_M_S || (m > LONG_RUN_TOP_M_S && moving_s > LONG_S)) =>
        {
            Some(Sport::Cycling)
        }
        m if m >= RUNNING_M_S.start => Some(Sport::Running),
        _ => Some(Sport::Walking),
    }
}

/// Returns the speeds above standstill, each with the seconds that it lasted.
fn moving_speeds(samples: &Samples) -> Vec<(f64, f64)> {
    let mut speeds = Vec::new();
    let mut breaks = samples.segment_starts.iter().copied().peekable();
    let mut last: Option<(i64, Option<f64>)> = None;
    for (index, &time_ms) in samples.time_ms.iter().enumerate() {
        if breaks.next_if_eq(&index).is_some() {
            last = None;
        }
        let distance_m = samples.distance_m.get(index).copied();
        if distance_m.is_some_and(f64::is_nan) {
            continue;
        }
        if let Some((from_ms, from_m)) = last {
            let seconds = time_ms.saturating_sub(from_ms) as f64 / 1000.0;
            let speed = match distance_m.zip(from_m) {
                Some((distance_m, from_m)) => (distance_m - from_m) / seconds,
                None => samples.speed_m_s.get(index).map_or(f64::NAN, |speed| f64::from(*speed)),
            };
            if seconds > 0.0 && seconds <= STEP_TOP_S && speed >= MOVING_M_S {
                speeds.push((speed, seconds));
            }
        }
        last = Some((time_ms, distance_m));
    }
    speeds
}

/// Whether the mean speed over any [`FAST_S`] of consecutive moving time exceeds [`FAST_M_S`].
fn holds_fast_speed(moving: &[(f64, f64)]) -> bool {
    let (mut first, mut metres, mut seconds) = (0, 0.0, 0.0);
    moving.iter().any(|&(speed, held)| {
        metres += speed * held;
        seconds += held;
        while let Some(&(speed, held)) = moving.get(first)
            && seconds - held >= FAST_S
        {
            metres -= speed * held;
            seconds -= held;
            first = first.saturating_add(1);
        }
        seconds >= FAST_S && metres > FAST_M_S * seconds
    })
}

/// Whether the recording is slow uphill and as fast as a ride downhill.
fn follows_descents(samples: &Samples) -> bool {
    let (mut up, mut down) = ((0.0, 0.0), (0.0, 0.0));
    let mut last: Option<(i64, f64, f64)> = None;
    for (index, &time_ms) in samples.time_ms.iter().enumerate() {
        let distance_m = samples.distance_m.get(index).copied().unwrap_or(f64::NAN);
        let altitude_m = samples.altitude_m.get(index).copied().unwrap_or(f64::NAN);
        if distance_m.is_nan() || altitude_m.is_nan() {
            continue;
        }
        let Some((from_ms, from_m, from_altitude_m)) = last else {
            last = Some((time_ms, distance_m, altitude_m));
            continue;
        };
        let seconds = time_ms.saturating_sub(from_ms) as f64 / 1000.0;
        if seconds < SLOPE_S {
            continue;
        }
        last = Some((time_ms, distance_m, altitude_m));
        let (metres, rise) = (distance_m - from_m, altitude_m - from_altitude_m);
        if seconds > STEP_TOP_S || metres < MOVING_M_S * seconds || rise.abs() < SLOPE * metres {
            continue;
        }
        let side = if rise > 0.0 { &mut up } else { &mut down };
        side.0 += metres;
        side.1 += seconds;
    }
    let speed = |(metres, seconds): (f64, f64)| metres / seconds;
    up.1 >= SLOPES_S
        && down.1 >= SLOPES_S
        && speed(down) >= DOWNHILL_M_S
        && speed(down) >= DOWNHILL_RATIO * speed(up)
}

/// Returns the lowest speed that at least `target_s` seconds of the sorted `speeds` do not exceed.
fn quantile(speeds: &[(f64, f64)], target_s: f64) -> f64 {
    let mut seconds = 0.0;
    for (speed, held) in speeds {
        seconds += held;
        if seconds >= target_s {
            return *speed;
        }
    }
    speeds.last().map_or(0.0, |(speed, _)| *speed)
}

fn median_cadence(samples: &Samples) -> Option<f32> {
    let mut turning: Vec<f32> =
        samples.cadence_rpm.iter().copied().filter(|cadence| *cadence > 0.0).collect();
    let middle = turning.len() / 2;
    (!turning.is_empty()).then(|| *turning.select_nth_unstable_by(middle, f32::total_cmp).1)
}

/// Returns samples one second apart with these speeds.
#[cfg(test)]
pub(super) fn at_speeds(speeds: &[f64], cadence_rpm: Option<f32>) -> Samples {
    let mut samples = Samples::default();
    let mut distance_m = 0.0;
    for (at, speed) in speeds.iter().enumerate() {
        distance_m += speed;
        samples.push(&Sample {
            time_ms: 1000 * at as i64,
            distance_m: Some(distance_m),
            cadence_rpm,
            ..Sample::default()
        });
    }
    samples
}

#[cfg(test)]
mod tests {
    use super::{at_speeds, of_speed};
    use recoup_model::{Samples, Sport};

    #[test]
    fn a_ride_is_slow_uphill_and_fast_downhill() {
        // Ten minutes uphill at 5 %, then five minutes downhill.
        let hill = |up: f64, down: f64| {
            let mut samples = at_speeds(&[vec![up; 600], vec![down; 300]].concat(), None);
            let top_m = samples.distance_m[599];
            let climbed = samples.distance_m.iter().map(|&metres| top_m - (metres - top_m).abs());
            samples.altitude_m = climbed.map(|metres| metres * 0.05).collect();
            samples
        };
        assert_eq!(of_speed(&hill(2.2, 6.5)), Some(Sport::Cycling));
        assert_eq!(of_speed(&hill(2.2, 4.4)), Some(Sport::Running));
    }

    #[test]
    fn speeds() {
        let downhill = [vec![5.0; 200], vec![9.0; 30]].concat();
        let with_stops = [vec![0.0; 500], vec![2.8; 200]].concat();
        let cases = [
            (at_speeds(&[2.6; 300], None), Some(Sport::Running)),
            (at_speeds(&with_stops, None), Some(Sport::Running)),
            (at_speeds(&[1.4; 300], None), Some(Sport::Walking)),
            (at_speeds(&[7.5; 300], None), Some(Sport::Cycling)),
            (at_speeds(&downhill, None), Some(Sport::Cycling)),
            (at_speeds(&[4.4; 1200], None), Some(Sport::Running)),
            (at_speeds(&vec![4.4; 5400], None), Some(Sport::Cycling)),
            // Two minutes at 8.5 m/s, faster than the world record over 800 m.
            (at_speeds(&[vec![3.0; 3000], vec![8.5; 120]].concat(), None), Some(Sport::Cycling)),
            (at_speeds(&[vec![3.0; 3000], vec![8.5; 60]].concat(), None), Some(Sport::Running)),
            (at_speeds(&downhill, Some(170.0)), Some(Sport::Running)),
            (at_speeds(&[30.0; 300], None), None),
            (at_speeds(&[2.6; 20], None), None),
            (at_speeds(&[0.0; 300], None), None),
            (Samples::default(), None),
        ];
        for (samples, expected) in cases {
            assert_eq!(of_speed(&samples), expected);
        }
    }
}
