//! The decision whether a session of a file is a run, and whether the run is graded.
//!
//! [`assess_session`] is the only place that makes this decision. The reports, the command `grade`
//! and the library all call it.

use crate::run::measured::Measured;
use crate::settings::policy::{Policy, minutes_to_ms};
use crate::wording::clock;
use recoup_model::{Activity, Sport, SportBasis};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;

/// One session of a file, and the decision about it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Session {
    /// A run with a date, which is graded and counted in a week.
    Run(Box<Measured>),
    /// A run without a date, or with a date that no recording can have. The run can be graded, but
    /// no week can count it. It can also be a fragment.
    Undated(Box<Measured>, Option<Fragment>),
    /// A run that is too short to grade.
    Fragment(Box<Measured>, Fragment),
    /// A session of another sport.
    NotARun(NotARun),
}

/// Decides whether a session is a run to grade, and measures runs.
///
/// The decision needs only the limits for fragments and the limits for measuring samples. Grading a
/// measured run ([`Measured::grade`]) needs an athlete.
///
/// ```
/// use recoup_analysis::run::session::{Session, assess_session};
/// use recoup_analysis::Policy;
/// use recoup_model::{Activity, FileFormat, Sport};
/// let mut activity = Activity::new(FileFormat::Fit);
/// activity.sport = Sport::Cycling;
/// let Session::NotARun(other) = assess_session(&activity, &Policy::default()) else { panic!() };
/// assert_eq!(other.to_string(), "cycling");
/// ```
#[must_use]
pub fn assess_session(activity: &Activity, policy: &Policy) -> Session {
    if let Err(other) = is_run(activity) {
        return Session::NotARun(other);
    }
    let measured = Box::new(Measured::new(activity, policy));
    match Fragment::find(&measured, policy) {
        fragment if !measured.is_dated() => Session::Undated(measured, fragment),
        Some(fragment) => Session::Fragment(measured, fragment),
        None => Session::Run(measured),
    }
}

/// Returns the sessions of a file without repeated sessions. A repeated session has the same sport,
/// start and totals as another session. Of these, the session with the most samples is kept.
///
/// ```
/// use recoup_analysis::run::session::without_repeated;
/// use recoup_model::{Activity, FileFormat};
/// let mut session = Activity::new(FileFormat::Fit);
/// session.start_ms = Some(1_772_000_000_000);
/// session.totals.timer_ms = Some(1_800_000);
/// assert_eq!(without_repeated(&[session.clone(), session.clone(), session]).len(), 1);
/// ```
#[must_use]
pub fn without_repeated(activities: &[Activity]) -> Vec<&Activity> {
    let key = |activity: &Activity| {
        let totals = activity.totals;
        let end_ms = activity.samples.time_ms.last().copied();
        let length_ms = totals.elapsed_ms.or(totals.timer_ms).or(end_ms)?;
        let distance_m = totals.distance_m.map(f64::to_bits);
        let sport = (activity.sport.to_string(), activity.sub_sport.clone());
        Some((activity.start_ms?, length_ms, distance_m, sport))
    };
    let mut places = HashMap::new();
    let mut kept: Vec<&Activity> = Vec::with_capacity(activities.len());
    for activity in activities {
        let known = key(activity).map(|key| *places.entry(key).or_insert(kept.len()));
        match known.and_then(|place| kept.get_mut(place)) {
            Some(own) if own.samples.len() < activity.samples.len() => *own = activity,
            Some(_) => {}
            None => kept.push(activity),
        }
    }
    kept
}

/// Checks that an activity is a run.
///
/// A treadmill session counts as a run, unless it is filed as walking or hiking.
///
/// # Errors
///
/// Returns the sport of an activity that is not a run, and the basis of the sport.
///
/// ```
/// use recoup_analysis::run::session::is_run;
/// use recoup_model::{Activity, FileFormat, Sport};
/// let mut activity = Activity::new(FileFormat::Fit);
/// activity.sport = Sport::Cycling;
/// assert_eq!(is_run(&activity).unwrap_err().sport, Sport::Cycling);
/// ```
pub fn is_run(activity: &Activity) -> Result<(), NotARun> {
    let is_treadmill =
        matches!(activity.sub_sport.as_deref(), Some("treadmill" | "indoor_running"))
            && !matches!(activity.sport, Sport::Walking | Sport::Hiking);
    if activity.sport == Sport::Running || is_treadmill {
        return Ok(());
    }
    Err(NotARun { sport: activity.sport.clone(), basis: activity.sport_basis })
}

/// A sport that is not running, and its basis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NotARun {
    /// Sport of the session.
    pub sport: Sport,
    /// Basis of the sport: the file itself, a title, or the speed.
    pub basis: SportBasis,
}

impl fmt::Display for NotARun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.sport, self.basis.in_words())
    }
}

/// The reason why a run is too short to grade.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Fragment {
    /// Too little timer time.
    Time {
        /// Timer time of the run in milliseconds.
        timer_ms: i64,
        /// Least timer time of a graded run in minutes.
        least_min: f64,
    },
    /// Too little distance.
    Distance {
        /// Distance of the run in metres.
        distance_m: f64,
        /// Least distance of a graded run in metres.
        least_m: f64,
    },
}

impl Fragment {
    fn find(measured: &Measured, policy: &Policy) -> Option<Self> {
        let timer_ms = measured.timeline.timer_ms;
        if timer_ms < minutes_to_ms(policy.fragment_min) {
            return Some(Self::Time { timer_ms, least_min: policy.fragment_min });
        }
        // A treadmill without a foot pod counts no metres.
        let distance_m = measured.terrain.distance_m.filter(|&distance_m| distance_m > 0.0)?;
        (distance_m < policy.fragment_m)
            .then_some(Self::Distance { distance_m, least_m: policy.fragment_m })
    }
}

impl fmt::Display for Fragment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Time { timer_ms, least_min } => {
                write!(f, "a run of {}, under {least_min} min", clock(timer_ms))
            }
            Self::Distance { distance_m, least_m } => {
                write!(f, "a run of {distance_m:.0} m, under {least_m} m")
            }
        }
    }
}
