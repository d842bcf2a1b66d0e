//! Conversion of a declaration to samples: the values that a watch records, second by second.

use crate::run::{Hill, Leg, Recording, Run, Sport, Strap, Surge};

/// Place on Earth in FIT's unit: 2^31 semicircles are 180 degrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Semicircles north of the equator.
    pub latitude: i32,
    /// Semicircles east of Greenwich.
    pub longitude: i32,
}

/// One sample in the units and at the resolution of FIT, so that a file of any format holds the
/// same values. Each sample holds until the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// Seconds since 1970 in UTC.
    pub unix_s: i64,
    /// Heart rate in beats a minute; `Some(0)` from a dead strap.
    pub heart_rate: Option<u8>,
    /// Altitude above sea level in centimetres, in steps of 20.
    pub altitude_cm: Option<i32>,
    /// Distance from the start in centimetres.
    pub distance_cm: u32,
    /// Speed over ground in millimetres a second.
    pub speed_mm_s: u32,
    /// Cadence: strides of one leg a minute, or turns of the crank.
    pub cadence: u8,
    /// Position; `None` indoors.
    pub position: Option<Position>,
}

/// Totals that the watch writes at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Seconds from the first to the last sample, without pauses.
    pub timer_s: u32,
    /// Seconds from the first to the last sample.
    pub elapsed_s: u32,
    /// Distance in centimetres.
    pub distance_cm: u32,
    /// Metres up, counted between turning points of 3 m; 0 indoors.
    pub ascent_m: u16,
    /// Metres down, counted in the same way.
    pub descent_m: u16,
    /// Mean heart rate over timer time, rounded; `None` without a heart rate.
    pub mean_heart_rate: Option<u8>,
    /// Highest heart rate in beats a minute; `None` without a heart rate.
    pub highest_heart_rate: Option<u8>,
}

/// Start of every run. All runs start in the same park, as with real runners, so two runs at the
/// same place need not be duplicates.
const HOME: Position = Position { latitude: 714_956_959, longitude: 127_655_972 };
/// Semicircles in 10 m at the latitude of `HOME`.
const NORTH_PER_10_M: i64 = 1073;
const EAST_PER_10_M: i64 = 2140;
/// Length of a side of the square loop through the park.
const SIDE_MM: i64 = 600_000;

/// Returns a triangle wave from -1000 to 1000 that starts at 0 and rises.
fn triangle(at: i64, period: i64) -> i64 {
    match 4000 * at.rem_euclid(period) / period {
        x @ ..1000 => x,
        x @ 1000..3000 => 2000 - x,
        x => x - 4000,
    }
}

/// Divides and rounds to the nearest, halves upwards.
fn rounded(numerator: i64, denominator: i64) -> i64 {
    (numerator + denominator / 2).div_euclid(denominator)
}

/// Returns a pseudo-random number below `below`, which is always the same for a seed.
fn scattered(seed: usize, below: usize) -> usize {
    let mut x = (seed as u32).wrapping_mul(0x9E37_79B1);
    x ^= x >> 15;
    x = x.wrapping_mul(0x85EB_CA77);
    x ^= x >> 13;
    x as usize % below
}

impl Hill {
    fn height_mm(&self, distance_mm: i64) -> i64 {
        let (gain, length) = (i64::from(self.gain_m), i64::from(self.length_m) * 1000);
        let beyond = distance_mm - i64::from(self.at_m) * 1000;
        if (0..length).contains(&beyond) {
            gain * 1000 * beyond / length
        } else if (length..4 * length).contains(&beyond) {
            gain * 1000 * (4 * length - beyond) / (3 * length)
        } else {
            0
        }
    }
}

impl Surge {
    /// Returns the heart rate of the surge. Far from the surge, the value is below any other.
    fn heart_rate(&self, second: i64) -> i64 {
        let (from, to) = (i64::from(self.at_s), i64::from(self.at_s + self.seconds) - 1);
        let outside = (from - second).max(second - to).max(0);
        let height = i64::from(self.heart_rate);
        // The rate is sometimes one beat higher, because one value for minutes would look like a
        // stuck sensor.
        if outside == 0 { height + second / 7 % 2 } else { height - 2 * outside }
    }
}

/// Returns the position after this distance along the loop.
fn position(distance_mm: i64) -> Position {
    let along = distance_mm % SIDE_MM;
    let (north_mm, east_mm) = match distance_mm / SIDE_MM % 4 {
        0 => (along, 0),
        1 => (SIDE_MM, along),
        2 => (SIDE_MM - along, SIDE_MM),
        _ => (0, SIDE_MM - along),
    };
    Position {
        latitude: HOME.latitude + rounded(north_mm * NORTH_PER_10_M, 10_000) as i32,
        longitude: HOME.longitude + rounded(east_mm * EAST_PER_10_M, 10_000) as i32,
    }
}

/// State that changes from one second to the next.
struct Moment {
    second: i64,
    distance_mm: i64,
    /// Micrometres up by the grades of the legs.
    climb_um: i64,
    /// Heart rate without wobble, in half beats.
    half_beats: i64,
}

impl Run {
    /// Returns the run second by second of timer time. The sample at index *n* holds from second
    /// *n* to second *n* + 1. The last sample marks the end and holds no time. Pauses are left out,
    /// so the time of a sample is the start plus the timer time.
    #[must_use]
    pub fn seconds(&self) -> Vec<Sample> {
        let mut now = Moment {
            second: 0,
            distance_mm: 0,
            climb_um: 0,
            half_beats: self.legs.first().map_or(0, |leg| i64::from(leg.heart_rate) * 2),
        };
        let mut samples = Vec::new();
        for leg in &self.legs {
            for _ in 0..leg.seconds {
                let sample = self.sample(&now, leg);
                now.second += 1;
                now.distance_mm += i64::from(sample.speed_mm_s);
                now.climb_um += i64::from(sample.speed_mm_s) * i64::from(leg.grade_permille);
                now.half_beats += (i64::from(leg.heart_rate) * 2 - now.half_beats).signum();
                samples.push(sample);
            }
        }
        if let Some(last) = self.legs.last() {
            samples.push(self.sample(&now, last));
        }
        samples
    }

    fn sample(&self, now: &Moment, leg: &Leg) -> Sample {
        Sample {
            unix_s: self.start.unix_s() + now.second,
            heart_rate: match self.strap {
                Strap::Worn => Some(self.heart_rate(now, leg)),
                Strap::Left => None,
                Strap::Dead => Some(0),
            },
            altitude_cm: self.sport.is_outdoors().then(|| self.altitude_cm(now)),
            distance_cm: (now.distance_mm / 10) as u32,
            speed_mm_s: match i64::from(leg.speed_mm_s) {
                0 => 0,
                speed => (speed + triangle(now.second, 31) * 40 / 1000).max(0) as u32,
            },
            cadence: self.cadence(now, leg),
            position: self.sport.is_outdoors().then(|| position(now.distance_mm)),
        }
    }

    fn heart_rate(&self, now: &Moment, leg: &Leg) -> u8 {
        // The periods of the two waves have no common factor, so that the pattern only repeats
        // after a quarter of an hour. No step exceeds two beats.
        let wave = 2 * triangle(now.second, 46) + triangle(now.second, 19);
        let wobble = rounded(i64::from(leg.wobble) * wave, 3000);
        let surges = self.surges.iter().map(|surge| surge.heart_rate(now.second));
        let level = now.half_beats / 2 + wobble;
        surges.fold(level, i64::max).clamp(0, 254) as u8
    }

    fn altitude_cm(&self, now: &Moment) -> i32 {
        // The park is not quite flat: a metre up and a metre down in 640 m.
        let park_mm = 20_000 + triangle(now.distance_mm, 640_000);
        let hills_mm: i64 = self.hills.iter().map(|hill| hill.height_mm(now.distance_mm)).sum();
        let altitude_mm = park_mm + hills_mm + now.climb_um / 1000;
        (rounded(altitude_mm, 200) * 20) as i32
    }

    fn cadence(&self, now: &Moment, leg: &Leg) -> u8 {
        if leg.speed_mm_s == 0 {
            return 0;
        }
        let strides = leg.cadence.unwrap_or(match (self.sport, leg.speed_mm_s) {
            (Sport::Cycling, _) => 85,
            // A walk.
            (_, ..2000) => 57,
            (_, speed) => (62 + speed / 150).min(120) as u8,
        });
        strides + (now.second / 23 % 2) as u8
    }

    /// Returns the run on the clock, second by second: one stretch for each time that the timer
    /// ran. A pause lies between the last sample of a stretch and the first of the next.
    #[must_use]
    pub fn stretches(&self) -> Vec<Vec<Sample>> {
        let mut rest = self.seconds();
        let mut taken = 0;
        let mut stretches = Vec::new();
        for pause in &self.pauses {
            let at = pause.at_s as usize - taken;
            // The second of the halt ends one stretch and, after the pause, begins the next.
            let mut after = rest.split_off(at);
            rest.extend(after.first());
            for sample in &mut after {
                sample.unix_s += i64::from(pause.seconds);
            }
            stretches.push(std::mem::replace(&mut rest, after));
            taken += at;
        }
        stretches.push(rest);
        stretches
    }

    /// Returns the samples that the watch writes: [`stretches`](Self::stretches), thinned if the
    /// watch [records smartly](Recording::Smart). The first and last sample of a stretch are always
    /// written.
    #[must_use]
    pub fn recorded(&self) -> Vec<Vec<Sample>> {
        let mut stretches = self.stretches();
        if self.recording == Recording::Smart {
            for stretch in &mut stretches {
                *stretch = thinned(stretch);
            }
        }
        stretches
    }

    /// Returns the totals that the watch writes at the end, from every second, recorded or not.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let stretches = self.stretches();
        let every: Vec<Sample> = stretches.concat();
        Totals::of(&every, stretches.len())
    }
}

impl Totals {
    /// Returns the totals of samples a second apart that lie in `stretches` stretches.
    pub(crate) fn of(samples: &[Sample], stretches: usize) -> Self {
        let (Some(first), Some(last)) = (samples.first(), samples.last()) else {
            return Self {
                timer_s: 0,
                elapsed_s: 0,
                distance_cm: 0,
                ascent_m: 0,
                descent_m: 0,
                mean_heart_rate: None,
                highest_heart_rate: None,
            };
        };
        let rates: Vec<u64> =
            samples.iter().filter_map(|s| s.heart_rate).filter(|r| *r > 0).map(u64::from).collect();
        let beats: u64 = rates.iter().sum();
        let count = rates.len() as u64;
        let (ascent_m, descent_m) = climbs(samples.iter().filter_map(|s| s.altitude_cm));
        Self {
            timer_s: (samples.len() - stretches) as u32,
            elapsed_s: (last.unix_s - first.unix_s) as u32,
            distance_cm: last.distance_cm - first.distance_cm,
            ascent_m,
            descent_m,
            mean_heart_rate: (beats + count / 2).checked_div(count).map(|mean| mean as u8),
            highest_heart_rate: rates.iter().max().map(|highest| *highest as u8),
        }
    }
}

/// Returns every second to seventh sample, and the last.
fn thinned(stretch: &[Sample]) -> Vec<Sample> {
    let mut kept = Vec::new();
    let mut index = 0;
    while index + 1 < stretch.len() {
        kept.push(stretch[index]);
        index += 2 + scattered(index, 6);
    }
    kept.extend(stretch.last());
    kept
}

/// Returns the metres up and down between turning points of 3 m or more.
fn climbs(altitudes_cm: impl Iterator<Item = i32>) -> (u16, u16) {
    const TURN_CM: i32 = 300;
    let (mut up, mut down) = (0, 0);
    let mut direction = 0;
    let mut held: Option<i32> = None;
    for altitude in altitudes_cm {
        let change = altitude - *held.get_or_insert(altitude);
        // Every step in the current direction counts. A step in the other direction only counts if
        // it is a turn.
        if change.abs() >= TURN_CM || change.signum() == direction {
            *(if change > 0 { &mut up } else { &mut down }) += change.abs();
            direction = change.signum();
            held = Some(altitude);
        }
    }
    (rounded(up.into(), 100) as u16, rounded(down.into(), 100) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runs;

    #[test]
    fn a_triangle_wave_starts_at_zero_and_swings_evenly() {
        let wave: Vec<i64> = (0..8).map(|at| triangle(at, 8)).collect();
        assert_eq!(wave, [0, 500, 1000, 500, 0, -500, -1000, -500]);
    }

    #[test]
    fn the_heart_never_jumps() {
        let run = Run::starting(0)
            .leg(Leg::minutes(5).heart_rate(118))
            .leg(Leg::minutes(5).heart_rate(175))
            .leg(Leg::minutes(5).heart_rate(130))
            .with_surge(100, 40, 150);
        let rates: Vec<u8> = run.seconds().iter().filter_map(|s| s.heart_rate).collect();
        assert!(rates.windows(2).all(|pair| pair[0].abs_diff(pair[1]) < 5));
    }

    #[test]
    fn a_pause_moves_the_clock_and_nothing_else() {
        let plain = runs::steady(0, 20, 130);
        let paused = plain.clone().with_pause(900, 60).with_pause(300, 30);
        let stretches = paused.stretches();
        assert_eq!(stretches.iter().map(Vec::len).collect::<Vec<_>>(), [301, 601, 301]);
        assert_eq!(stretches[1][0].unix_s - stretches[0][300].unix_s, 30);
        assert_eq!(stretches[2][0].unix_s - stretches[1][600].unix_s, 60);
        assert_eq!(paused.seconds(), plain.seconds());
        assert_eq!(paused.totals().distance_cm, plain.totals().distance_cm);
    }

    #[test]
    fn smart_recording_writes_every_two_to_seven_seconds() {
        let run = runs::steady(0, 60, 130).recording(Recording::Smart);
        let recorded = &run.recorded()[0];
        let gaps: Vec<i64> = recorded.windows(2).map(|p| p[1].unix_s - p[0].unix_s).collect();
        let (last, others) = gaps.split_last().unwrap();
        assert!(others.iter().all(|gap| (2..=7).contains(gap)));
        assert!((1..=7).contains(last));
        assert_eq!(recorded.last().unwrap().unix_s, 3600);
    }

    #[test]
    fn positions_cover_the_distance() {
        // The first side of the loop leads north: 111.2 km to a degree.
        let run = runs::steady(0, 3, 130);
        let (first, last) = (run.seconds()[0], run.seconds()[180]);
        let north = last.position.unwrap().latitude - first.position.unwrap().latitude;
        let metres = i64::from(north) * 180 * 111_195 / (1 << 31);
        assert!((metres - i64::from(last.distance_cm) / 100).abs() <= 1);
    }
}
