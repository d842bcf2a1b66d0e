//! The runs that tests ask for most, to be altered with the methods of [`Run`].
//!
//! The watch's settings say 190 for the highest heart rate, so with zones of 68, 73, 80, 87 and
//! 93 % Zone 1 reaches from 129.2 to 138.7 beats a minute.

use crate::run::{Leg, Run, Sport};
use crate::start::Start;

/// So many minutes of level running at one heart rate, give or take 3 beats.
///
/// ```
/// use recoup_testkit::runs;
///
/// let run = runs::steady("2026-03-02T06:30:12+01:00", 35, 130);
/// assert!(run.seconds().iter().all(|s| (127..=133).contains(&s.heart_rate.unwrap_or(0))));
/// ```
#[must_use]
pub fn steady(start: impl Into<Start>, minutes: u32, heart_rate: u8) -> Run {
    Run::starting(start).leg(Leg::minutes(minutes).heart_rate(heart_rate))
}

/// A true recovery run: it begins and ends below Zone 1, and stays within it. At least 15 minutes.
///
/// ```
/// use recoup_testkit::runs;
///
/// let run = runs::recovery("2026-03-02T06:30:12+01:00", 35);
/// assert_eq!(run.totals().timer_s, 35 * 60);
/// assert!(run.totals().highest_heart_rate < Some(138));
/// ```
#[must_use]
pub fn recovery(start: impl Into<Start>, minutes: u32) -> Run {
    Run::starting(start)
        .leg(Leg::minutes(4).heart_rate(120).speed_mm_s(2400))
        .leg(Leg::minutes(minutes.saturating_sub(9)).heart_rate(132))
        .leg(Leg::minutes(5).heart_rate(127).speed_mm_s(2500))
}

/// A true recovery run on a treadmill: no positions, no altitude.
///
/// ```
/// use recoup_testkit::runs;
///
/// let run = runs::treadmill("2026-03-30T00:20:05+02:00", 30);
/// assert!(run.seconds().iter().all(|s| s.position.is_none() && s.altitude_cm.is_none()));
/// ```
#[must_use]
pub fn treadmill(start: impl Into<Start>, minutes: u32) -> Run {
    recovery(start, minutes).sport(Sport::TreadmillRunning)
}

/// A hard session: so many repeats of four minutes in Zone 4 with three minutes between, after
/// 12 minutes of warming up and before 10 minutes of cooling down.
///
/// ```
/// use recoup_testkit::runs;
///
/// let run = runs::intervals("2026-03-03T17:45:00+01:00", 5);
/// let in_zone_4 = run.seconds().iter().filter(|s| s.heart_rate >= Some(166)).count();
/// assert!(in_zone_4 > 8 * 60);
/// ```
#[must_use]
pub fn intervals(start: impl Into<Start>, repeats: usize) -> Run {
    // 184 steps a minute or more: out of reach of the heart rate, which a lazy sensor may confuse
    // with it.
    let hard = Leg::minutes(4).heart_rate(174).wobble(2).speed_mm_s(4400).cadence(93);
    let rest = Leg::minutes(3).heart_rate(146).speed_mm_s(2300);
    Run::starting(start)
        .leg(Leg::minutes(12).heart_rate(140).speed_mm_s(2900))
        .repeat(repeats, &[hard, rest])
        .leg(Leg::minutes(10).heart_rate(134))
}

/// An easy run over so many hills of 6 % and about 12 m, each of which costs the heart an effort
/// spike of well over a minute; between them seven minutes on the level.
///
/// ```
/// use recoup_testkit::runs;
///
/// let run = runs::hilly("2026-03-15T10:00:00+01:00", 3);
/// assert!((36..=42).contains(&run.totals().ascent_m));
/// ```
#[must_use]
pub fn hilly(start: impl Into<Start>, hills: usize) -> Run {
    let level = Leg::minutes(7).heart_rate(128);
    let up = Leg::seconds(90).heart_rate(154).speed_mm_s(2300).grade_permille(60);
    let down = Leg::seconds(150).heart_rate(128).grade_permille(-30);
    Run::starting(start).leg(level).repeat(hills, &[up, down, level])
}
