//! Athletes with one habit each, week after week, for answers that can be worked out by hand.
//!
//! A week has three runs:
//!
//! - Tuesday evening: intervals with 20 minutes in Zone 4, a hard session.
//! - Wednesday evening, 24 hours later: the run that should be a recovery run.
//! - Friday: 40 minutes at 145 beats a minute, which is Zone 2 for a maximum of 190.
//!
//! ```
//! use recoup_testkit::athletes::{self, Habit};
//! let runs = athletes::runs(Habit::AllTrue, athletes::MONDAY_S, 8);
//! assert_eq!(runs.len(), 24);
//! assert_eq!(runs[1].start().utc(), "2026-03-04T17:30:00Z");
//! ```

use crate::export::Export;
use crate::run::{Device, Leg, Recording, Run};
use crate::runs::{hilly, intervals, recovery, steady};
use crate::seeded::Seeded;
use crate::{fit, gpx};

/// Monday, 2 March 2026, at midnight UTC, in Unix seconds.
pub const MONDAY_S: i64 = 1_772_409_600;

const HOUR_S: i64 = 3_600;
const DAY_S: i64 = 24 * HOUR_S;

/// Habit of an athlete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// Recovery runs of 35 minutes, each named a recovery run.
    AllTrue,
    /// Three runs of 40 or 44 minutes at 145 beats a minute, never a recovery run or a hard session.
    NeverEnough,
    /// Recovery runs at 148 beats a minute, each named a recovery run.
    TooHard,
    /// Recovery runs of 55 minutes, each named a recovery run.
    TooLong,
    /// Recovery runs over three hills that force the heart rate above Zone 1, each named a recovery
    /// run.
    Hills,
    /// Recovery runs without the strap, each named a recovery run.
    NoStrap,
    /// Recovery runs of 35 minutes, each named a recovery run, of a watch that does not state its
    /// maximum heart rate.
    UnknownMaximum,
}

impl Habit {
    /// Every habit.
    pub const ALL: [Self; 7] = [
        Self::AllTrue,
        Self::NeverEnough,
        Self::TooHard,
        Self::TooLong,
        Self::Hills,
        Self::NoStrap,
        Self::UnknownMaximum,
    ];

    /// Returns the runs of the week that begins at `monday_s`, in Unix seconds.
    fn week(self, monday_s: i64) -> [Run; 3] {
        let at = |day: i64, minutes: i64| monday_s + day * DAY_S + minutes * 60;
        let easy = |start_s: i64| steady(start_s, 40, 145);
        // At 17:45, 17:30 and 7:00.
        let (tuesday_s, wednesday_s, friday_s) = (at(1, 1065), at(2, 1050), at(4, 420));
        let second = match self {
            Self::AllTrue | Self::UnknownMaximum => recovery(wednesday_s, 35),
            Self::NeverEnough => easy(wednesday_s),
            Self::TooHard => steady(wednesday_s, 35, 148),
            Self::TooLong => recovery(wednesday_s, 55),
            Self::Hills => hilly(wednesday_s, 3),
            Self::NoStrap => recovery(wednesday_s, 35).with_no_heart_rate(),
        };
        if self == Self::NeverEnough {
            // The length differs, because runs with the same length and route within a day are
            // duplicates.
            return [steady(tuesday_s, 44, 145), second, easy(friday_s)];
        }
        let week = [intervals(tuesday_s, 5), second.named("Recovery run"), easy(friday_s)];
        let has_maximum = self != Self::UnknownMaximum;
        week.map(|run| if has_maximum { run } else { run.max_heart_rate(None) })
    }
}

/// Returns the runs of some weeks. The first week begins at `monday_s`, in Unix seconds.
#[must_use]
pub fn runs(habit: Habit, monday_s: i64, weeks: i64) -> Vec<Run> {
    (0..weeks).flat_map(|week| habit.week(monday_s + week * 7 * DAY_S)).collect()
}

/// Returns an export with the runs as FIT files, named by their starts. Samples are some seconds
/// apart, as in the watch's "smart recording".
#[must_use]
pub fn export(runs: Vec<Run>) -> Export {
    runs.into_iter().fold(Export::new(), |export, run| {
        let name = run.start().utc().replace(':', "");
        let bytes = fit::encode(&run.recording(Recording::Smart));
        export.file(&format!("{name}.fit"), bytes)
    })
}

/// Returns the runs of one athlete in the three years before [`MONDAY_S`]. Recovery runs are too
/// hard in the first year, too long in the second, and right in the third. Every fourth week of the
/// first two years has no runs.
#[must_use]
pub fn three_years() -> Vec<Run> {
    let weeks = |habit: Habit, first: i64, is_run: fn(i64) -> bool| {
        let weeks = (0..52).filter(move |&week| is_run(week));
        weeks.flat_map(move |week| habit.week(MONDAY_S + (first + week) * 7 * DAY_S))
    };
    let but_every_fourth = |week: i64| week % 4 != 3;
    let first = weeks(Habit::TooHard, -156, but_every_fourth);
    let second = weeks(Habit::TooLong, -104, but_every_fourth);
    let third = weeks(Habit::AllTrue, -52, |_| true);
    first.chain(second).chain(third).collect()
}

/// Returns many runs of one athlete in the weeks before [`MONDAY_S`]. The heart rates vary like
/// those of real runs. Every third run is short and slow, and every other short run is named a
/// recovery run.
///
/// ```
/// use recoup_testkit::athletes;
/// let runs = athletes::many(30, 10);
/// assert_eq!(runs.len(), 30);
/// assert_ne!(runs[0].seconds(), runs[3].seconds());
/// ```
#[must_use]
pub fn many(number: usize, weeks: usize) -> Vec<Run> {
    let mut seeded = Seeded::new(13);
    let begin_s = MONDAY_S - weeks as i64 * 7 * DAY_S;
    let apart_s = weeks as i64 * 7 * DAY_S / number as i64;
    (0..number)
        .map(|place| {
            let start_s = begin_s + place as i64 * apart_s + seeded.below(3_600) as i64;
            wandering(start_s, place, &mut seeded)
        })
        .collect()
}

/// Returns a run of legs of 20 s. The heart rate of each leg is near that of the previous leg.
fn wandering(start_s: i64, place: usize, seeded: &mut Seeded) -> Run {
    let is_short = place.is_multiple_of(3);
    // The lengths differ, because runs of the same length within a day would count as duplicates.
    let minutes = [22, 46, 66][place % 3] + seeded.below(20);
    let usual = if is_short { 126 } else { 135 + seeded.below(20) };
    let mut heart_rate = usual - 20;
    let mut run = Run::starting(start_s);
    for _ in 0..minutes * 3 {
        let back = usize::from(heart_rate < usual) * 2;
        heart_rate = (heart_rate + back + seeded.below(7)).saturating_sub(4);
        let speed = 2300 + 20 * seeded.below(20) as u32;
        let rate = u8::try_from(heart_rate).unwrap_or(u8::MAX);
        run = run.leg(Leg::seconds(20).heart_rate(rate).wobble(2).speed_mm_s(speed));
    }
    for _ in 0..seeded.below(5) {
        let (at_m, gain_m) = (seeded.below(4_000), 11 + seeded.below(20));
        run = run.with_hill(at_m as u32, gain_m as u32, 200 + seeded.below(300) as u32);
    }
    match (is_short, place % 2) {
        (true, 0) => run.named("Recovery run"),
        _ => run.named(&format!("Run {place} along the river")),
    }
}

/// Names that would harm a page without escaping: markup, scripts, and characters that reverse the
/// direction of text.
pub const HOSTILE_NAMES: [&str; 5] = [
    "<img src=x onerror=\"document.title='attacked'\">",
    "</script><script>document.title='attacked'</script>",
    "</noscript></title></style><svg onload=document.title='attacked'>",
    "\u{202e}gnip\u{2066}&amp;&#x3c;b>\u{0007}",
    "\"}]},{\\u0022: ' onclick=alert(1) x='",
];

/// Returns an export of runs with [`HOSTILE_NAMES`] as titles and file names, and of one run with a
/// title of 10,000 letters.
#[must_use]
pub fn hostile_names() -> Export {
    let long = "ha".repeat(5_000);
    let names = HOSTILE_NAMES.into_iter().chain([long.as_str()]).enumerate();
    let export = names.fold(Export::new(), |export, (day, name)| {
        let start_s = MONDAY_S + day as i64 * DAY_S;
        let run = recovery(start_s, 30 + 2 * day as u32).named(name);
        let file = name.replace('/', "|");
        let file = file.chars().take(100).collect::<String>();
        export.file(&format!("{file}.gpx"), gpx::encode(&run, gpx::HeartRateStyle::Gpxtpx))
    });
    // An unreadable file has such a name as well.
    export.file(&format!("{}.fit", HOSTILE_NAMES[0]), b"FIT of nothing".to_vec())
}

/// Returns a club of six athletes: their names, and their exports of eight weeks each.
#[must_use]
pub fn club() -> Vec<(&'static str, Export)> {
    let names = ["Anna", "Bjørn", "Chidi", "Dana", "Eli", "Fatima"];
    let habits = [
        Habit::AllTrue,
        Habit::TooHard,
        Habit::TooLong,
        Habit::Hills,
        Habit::NoStrap,
        Habit::NeverEnough,
    ];
    let all = names.into_iter().zip(habits).zip(0_u32..);
    let export_of = |((name, habit), number): ((&'static str, Habit), u32)| {
        // Each athlete has a watch, and begins some hours after the previous athlete.
        let device = Device { serial_number: 1_000 + number, ..Device::WATCH };
        let monday_s = MONDAY_S + i64::from(number) * (2 * HOUR_S + 7 * 60);
        let runs = runs(habit, monday_s, 8).into_iter().map(|run| run.device(device));
        (name, export(runs.collect()))
    };
    all.map(export_of).collect()
}

/// Returns a run of 30 minutes at one heart rate. `max_heart_rate` is the maximum in the watch's
/// settings.
#[must_use]
pub fn short_run(start_s: i64, heart_rate: u8, max_heart_rate: Option<u8>) -> Run {
    let leg = Leg::minutes(30).heart_rate(heart_rate);
    Run::starting(start_s).leg(leg).max_heart_rate(max_heart_rate)
}
