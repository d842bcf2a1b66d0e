//! The samples of one run with their timer time, zone, surge, hill and grade.

use crate::run::assessment::Assessment;
use crate::run::terrain::Terrain;
use crate::run::timeline::TimedSamples;
use crate::run::trace::HeartRateTrace;
use crate::settings::policy::Policy;
use jiff::civil::DateTime;
use recoup_model::Activity;
use serde::Serialize;

/// Time before and after a sample over which the speed is computed if the device states none, in
/// milliseconds.
const SPEED_MS: i64 = 5_000;

/// One sample of a run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RunSample {
    /// Timer time in milliseconds.
    pub timer_ms: i64,
    /// Time in milliseconds since the Unix epoch.
    pub time_ms: i64,
    /// Local date and time, without a zone.
    pub time_local: DateTime,
    /// Heart rate at the timer time, in beats per minute; [`None`] if it is missing.
    pub heart_rate_bpm: Option<f64>,
    /// Zone of the heart rate; [`None`] if there is a heart rate but no zones are known.
    pub zone: Option<SampleZone>,
    /// Whether the heart rate is suspicious.
    pub is_suspect: bool,
    /// Number of the surge above Zone 1, from 1; [`None`] outside of surges.
    pub surge: Option<usize>,
    /// Altitude above sea level in metres, as recorded.
    pub altitude_m: Option<f64>,
    /// Grade in percent, smoothed over some 60 m; [`None`] without altitude or distance.
    pub grade_pct: Option<f64>,
    /// Number of the hill, from 1; [`None`] outside of hills.
    pub hill: Option<usize>,
    /// Speed in metres per second, from the device, otherwise from the distance.
    pub speed_m_s: Option<f64>,
    /// Steps per minute.
    pub cadence_spm: Option<f64>,
    /// Distance since the start in metres.
    pub distance_m: Option<f64>,
    /// Latitude in degrees, WGS 84.
    pub latitude_deg: Option<f64>,
    /// Longitude in degrees, WGS 84.
    pub longitude_deg: Option<f64>,
}

/// Zone of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SampleZone {
    /// No heart rate.
    Missing,
    /// Below Zone 1.
    Below,
    /// Zone 1 to 5.
    Zone(u8),
}

impl SampleZone {
    /// Returns `missing`, `below` or the number of the zone.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Below => "below",
            Self::Zone(1) => "1",
            Self::Zone(2) => "2",
            Self::Zone(3) => "3",
            Self::Zone(4) => "4",
            Self::Zone(_) => "5",
        }
    }
}

/// Returns the samples of a run in the order of time. Samples that were written while the timer
/// stood are left out. `run` is the assessment of the activity.
///
/// ```
/// use recoup_analysis::{Athlete, assess, run_samples};
/// # use recoup_model::{Activity, FileFormat, Sample};
/// # let mut activity = Activity::new(FileFormat::Fit);
/// # for second in 0..=1800 {
/// #     let (time_ms, heart_rate_bpm) = (1_772_000_000_000 + second * 1000, Some(125.0));
/// #     activity.samples.push(&Sample { time_ms, heart_rate_bpm, ..Default::default() });
/// # }
/// let athlete = Athlete::with_max_hr(190.0);
/// let run = assess(&activity, &athlete)?;
/// let samples = run_samples(&activity, &run, &athlete.policy);
/// assert_eq!(samples.len(), 1801);
/// assert_eq!((samples[60].timer_ms, samples[60].zone.unwrap().as_str()), (60_000, "below"));
/// # Ok::<(), recoup_analysis::InvalidSetting>(())
/// ```
#[must_use]
pub fn run_samples(activity: &Activity, run: &Assessment, policy: &Policy) -> Vec<RunSample> {
    let timed = TimedSamples::new(activity, policy);
    let seen = Seen {
        run,
        heart_rate: HeartRateTrace::new(&timed),
        terrain: Terrain::new(activity, &timed, policy),
        suspicious: run.heart_rate_quality.suspicious(),
    };
    (0..timed.len()).map(|row| seen.sample(&timed, row)).collect()
}

/// A run with all the values that a sample needs.
struct Seen<'a> {
    run: &'a Assessment,
    heart_rate: HeartRateTrace,
    terrain: Terrain,
    suspicious: Vec<(i64, i64)>,
}

impl Seen<'_> {
    fn sample(&self, timed: &TimedSamples<'_>, row: usize) -> RunSample {
        let (sample, timer_ms) = (timed.samples.at(row), timed.timer_ms[row]);
        let heart_rate_bpm = self.heart_rate.bpm_at(timer_ms);
        let zone = match (heart_rate_bpm, &self.run.zones) {
            (None, _) => Some(SampleZone::Missing),
            (Some(bpm), Some(zones)) => Some(match zones.zone_of(bpm) {
                0 => SampleZone::Below,
                zone => SampleZone::Zone(u8::try_from(zone).unwrap_or(u8::MAX)),
            }),
            (Some(_), None) => None,
        };
        let within = |(start_ms, end_ms): (i64, i64)| (start_ms..end_ms).contains(&timer_ms);
        let surges =
            self.run.surges.iter().map(|surge| (surge.start_timer_ms, surge.end_timer_ms()));
        let hills = self.run.hills.iter().map(|hill| (hill.start_timer_ms, hill.end_timer_ms));
        let suspicious = self.suspicious.partition_point(|&(_, end_ms)| end_ms <= timer_ms);
        let since = jiff::SignedDuration::from_millis(sample.time_ms - self.run.start_ms);
        let profile = self.terrain.profile.as_ref();
        let by_distance = || {
            profile.map(|profile| profile.speed_between(timer_ms - SPEED_MS, timer_ms + SPEED_MS))
        };
        RunSample {
            timer_ms,
            time_ms: sample.time_ms,
            time_local: self.run.start_local.saturating_add(since),
            heart_rate_bpm,
            zone,
            is_suspect: self.suspicious.get(suspicious).is_some_and(|&stretch| within(stretch)),
            surge: number_of(surges, within),
            altitude_m: sample.altitude_m,
            grade_pct: self.terrain.grade_pct_at(timer_ms),
            hill: number_of(hills, within),
            speed_m_s: sample.speed_m_s.map(f64::from).or_else(by_distance),
            cadence_spm: timed.steps_per_min(row).map(f64::from),
            distance_m: profile.map(|profile| profile.distance_at(timer_ms)),
            latitude_deg: sample.latitude_deg,
            longitude_deg: sample.longitude_deg,
        }
    }
}

/// Returns the number, from 1, of the first stretch for which `within` holds.
fn number_of(
    mut stretches: impl Iterator<Item = (i64, i64)>,
    within: impl Fn((i64, i64)) -> bool,
) -> Option<usize> {
    stretches.position(within).map(|place| place + 1)
}
