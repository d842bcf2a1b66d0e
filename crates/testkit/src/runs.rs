//! Runs that tests use most, to be altered with the methods of [`Run`].
//!
//! The highest heart rate in the watch's settings is 190, so with zones of 68, 73, 80, 87 and 93 %
//! Zone 1 reaches from 129.2 to 138.7 beats a minute.

use crate::run::{Leg, Run, Sport};
use crate::start::Start;

/// Returns a level run at one heart rate, with a deviation of up to 3 beats.
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

/// Returns a true recovery run of at least 15 minutes. The run begins and ends below Zone 1 and
/// never exceeds Zone 1.
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

/// Returns a true recovery run on a treadmill: no positions, no altitude.
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

/// Returns a hard session: 12 minutes of warming up, repeats of four minutes in Zone 4 with three
/// minutes after each, and 10 minutes of cooling down.
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
    // The heart rate never reaches a cadence of 184 or more steps a minute, so that no sensor seems
    // to confuse the two.
    let hard = Leg::minutes(4).heart_rate(174).wobble(2).speed_mm_s(4400).cadence(93);
    let rest = Leg::minutes(3).heart_rate(146).speed_mm_s(2300);
    Run::starting(start)
        .leg(Leg::minutes(12).heart_rate(140).speed_mm_s(2900))
        .repeat(repeats, &[hard, rest])
        .leg(Leg::minutes(10).heart_rate(134))
}

/// Returns an easy run over hills of 6 % and about 12 m, with seven minutes on the level between
/// them. Each hill costs the heart an effort spike of well over a minute.
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
