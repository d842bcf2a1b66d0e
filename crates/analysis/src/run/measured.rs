//! Measures of a run's samples that do not depend on the maximum heart rate.
//!
//! The maximum may be known only after all files of a folder have been read. So samples are
//! measured once, when the file is read. [`Measured::grade`] then makes an assessment for any
//! athlete with the same policy.

use crate::calendar::{Coordinates, can_be_date};
use crate::run::peak::{Movement, RunMaximum, held_peak_where};
use crate::run::quality::HeartRateQuality;
use crate::run::strip::HeartRateStrip;
use crate::run::terrain::Terrain;
use crate::run::terrain::effort::{efforts_above_median, speed_at};
use crate::run::terrain::profile::Profile;
use crate::run::timeline::{TimedSamples, Timeline};
use crate::run::trace::HeartRateTrace;
use crate::run::track::Track;
use crate::run::zones::KnownHeartRates;
use crate::settings::athlete::Athlete;
use crate::settings::policy::Policy;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use recoup_model::Activity;
use serde::{Deserialize, Serialize};

/// A measured run, without its samples.
///
/// ```
/// use recoup_analysis::{Athlete, Measured, assess};
/// # use recoup_model::{Activity, FileFormat, Sample};
/// # let mut run = Activity::new(FileFormat::Fit);
/// # for second in 0..=1800 {
/// #     let (time_ms, heart_rate_bpm) = (1_772_000_000_000 + second * 1000, Some(125.0));
/// #     run.samples.push(&Sample { time_ms, heart_rate_bpm, ..Default::default() });
/// # }
/// let athlete = Athlete::with_max_hr(190.0);
/// let measured = Measured::new(&run, &athlete.policy);
/// assert_eq!(measured.assess(&athlete), assess(&run, &athlete)?);
/// # Ok::<(), recoup_analysis::InvalidSetting>(())
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Measured {
    /// Activity as the file holds it, without its samples.
    pub activity: Activity,
    /// Start, end, timer time and pauses, without the samples.
    pub timeline: Timeline,
    /// Position of the start; [`None`] without coordinates.
    pub start_place: Option<Coordinates>,
    /// Heart rate over timer time.
    pub heart_rate: HeartRateTrace,
    /// Whether every reading of the heart rate was 0.
    pub is_strap_dead: bool,
    /// Clean, suspicious and missing time, and the suspicious stretches.
    pub quality: HeartRateQuality,
    /// Highest heart rate that was held for 10 s outside suspicious stretches and that an effort
    /// explains, in beats per minute; [`None`] if no heart rate was held.
    pub held_peak_bpm: Option<f64>,
    /// Hills, steep stretches and distance.
    pub terrain: Terrain,
    /// Efforts that stand out by speed and grade, `(start, length)` in milliseconds of timer time.
    /// Empty for a run without hills and steep stretches, which could have forced an effort.
    pub efforts_ms: Vec<(i64, i64)>,
    /// Whether more than half of the run was walked (`walking_share_pct` of the policy).
    pub is_mostly_walking: bool,
    /// Positions at 17 moments.
    pub track: Track,
}

impl Measured {
    /// Measures the samples of an activity by the limits of a policy.
    #[must_use]
    pub fn new(activity: &Activity, policy: &Policy) -> Self {
        let timed = TimedSamples::new(activity, policy);
        let heart_rate = HeartRateTrace::new(&timed);
        let quality = HeartRateQuality::new(&timed, &heart_rate, policy);
        let terrain = Terrain::new(activity, &timed, policy);
        let way_m = terrain.profile.as_ref().map(Profile::by_second).unwrap_or_default();
        let efforts_ms = efforts_above_median(&terrain, &way_m, policy);
        let is_mostly_walking = is_mostly_walking(&timed, &way_m, policy);
        let mut readings =
            timed.samples.heart_rate_bpm.iter().filter(|bpm| !bpm.is_nan()).peekable();
        let is_strap_dead = readings.peek().is_some() && readings.all(|&bpm| bpm == 0.0);
        let suspicious = quality.suspicious();
        let movement = Movement::new(&terrain, &way_m, policy);
        let held_peak_bpm = if suspicious.is_empty() {
            held_peak_where(&heart_rate, |timer_ms| movement.explains(timer_ms))
        } else {
            let sound = heart_rate.without(&suspicious);
            held_peak_where(&sound, |timer_ms| movement.explains(timer_ms))
        };
        let track = Track::new(&timed);
        let start_place = Coordinates::first_of(&timed.samples);
        Self {
            activity: activity.without_samples(),
            timeline: timed.timeline,
            start_place,
            heart_rate,
            is_strap_dead,
            quality,
            held_peak_bpm,
            terrain: terrain.into_compact(),
            efforts_ms,
            is_mostly_walking,
            track,
        }
    }

    /// Whether the date of the run is known and possible ([`can_be_date`]).
    #[must_use]
    pub fn is_dated(&self) -> bool {
        self.activity.start_ms.is_some() && can_be_date(self.timeline.start_ms)
    }

    /// Returns the date by the run's clock if this date is impossible; [`None`] for a run with a
    /// possible date or without a date.
    #[must_use]
    pub fn impossible_date(&self) -> Option<Date> {
        self.activity.start_ms.filter(|_| !self.is_dated())?;
        let start = Timestamp::from_millisecond(self.timeline.start_ms).ok()?;
        Some(start.to_zoned_datetime(TimeZone::UTC).date())
    }

    /// Returns the maximum heart rates found in the run; [`None`] if the date is unknown or
    /// impossible.
    #[must_use]
    pub fn maximum(&self, athlete: &Athlete) -> Option<RunMaximum> {
        let Timeline { start_ms, end_ms, .. } = self.timeline;
        self.is_dated().then(|| RunMaximum {
            start_ms,
            end_ms,
            date: self.local_start(athlete).0.date(),
            peak_bpm: self.held_peak_bpm,
            watch_bpm: KnownHeartRates::from(&self.activity).watch_max_bpm(),
        })
    }

    /// Divides the heart rate over timer time into at most `columns` steps of equal length.
    #[must_use]
    pub fn strip(&self, columns: usize) -> HeartRateStrip {
        HeartRateStrip::new(&self.heart_rate, self.timeline.timer_ms, columns)
    }
}

/// Whether cadence or speed shows walking for more than the policy's share of the time.
fn is_mostly_walking(timed: &TimedSamples<'_>, way_m: &[f64], policy: &Policy) -> bool {
    let walks = |&row: &usize| {
        let has_few_steps = timed
            .steps_per_min(row)
            .is_some_and(|steps| f64::from(steps) < policy.walking_cadence_spm);
        let speed = || speed_at(way_m, (timed.timer_ms[row] / 1000) as usize);
        has_few_steps || speed().is_some_and(|speed| speed < policy.walking_speed_m_s)
    };
    let walked = (0..timed.len()).filter(walks);
    let walked_ms: i64 = walked.map(|row| timed.hold_ms(row)).sum();
    walked_ms as f64 * 100.0 > policy.walking_share_pct * timed.timeline.timer_ms as f64
}
