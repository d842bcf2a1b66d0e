//! Activities of other sports, and their strain on the runner.
//!
//! A ride of three hours strains a runner's legs like an interval session. So the times, heart
//! rates and efforts of other sports are kept and compared with the same limits as runs. Other
//! sports get no grade.
//!
//! | rule, the first that applies | default | from |
//! |---|---|---|
//! | time in the runner's Zone 4 and above, training effect, effort felt, or load over the mean of the runs before | as for runs ([`classify`](crate::run::classify)) | proposed |
//! | timer time | two hours | proposed |

use crate::run::classify::{Strain, heavy_reason, strain_reason};
use crate::run::timeline::TimedSamples;
use crate::run::zones::{HeartRateZones, KnownHeartRates, ZoneTimes};
use crate::settings::athlete::Athlete;
use crate::settings::max_timeline::FoundMax;
use crate::settings::policy::Policy;
use jiff::civil::Date;
use recoup_model::{Activity, Sport};
use serde::{Deserialize, Serialize};

/// An activity of another sport, measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OtherActivity {
    /// Sport.
    pub sport: Sport,
    /// Start in milliseconds since the Unix epoch.
    pub start_ms: i64,
    /// End in milliseconds since the Unix epoch.
    pub end_ms: i64,
    /// Timer time in milliseconds.
    pub timer_ms: i64,
    /// Rating of perceived exertion, 1-10; [`None`] where not recorded.
    pub rpe: Option<f64>,
    /// Aerobic training effect by the device, 0-5; [`None`] where not recorded.
    pub training_effect_aerobic: Option<f64>,
    /// Anaerobic training effect by the device, 0-5; [`None`] where not recorded.
    pub training_effect_anaerobic: Option<f64>,
    /// Heart rates in whole beats per minute, ascending, and the time at each of them in
    /// milliseconds.
    heart_rates_ms: Vec<(u16, i64)>,
    /// Resting heart rate and heart rate at threshold in the device, in beats per minute.
    resting_bpm: Option<f64>,
    threshold_bpm: Option<f64>,
}

impl OtherActivity {
    /// Measures an activity; [`None`] if it has no start.
    pub(crate) fn new(activity: &Activity, policy: &Policy) -> Option<Self> {
        activity.start_ms?;
        let timed = TimedSamples::new(activity, policy);
        let mut heart_rates_ms = [0; 256];
        for (row, &hold_ms) in timed.heart_rate_hold_ms.iter().enumerate() {
            if let Some(bpm) = timed.heart_rate_bpm(row) {
                // No valid heart rate is above 230.
                heart_rates_ms[usize::from(bpm.round() as u8)] += hold_ms;
            }
        }
        let held = (0..).zip(heart_rates_ms).filter(|&(_, held_ms)| held_ms > 0);
        let timeline = timed.timeline;
        let known = KnownHeartRates::from(activity);
        Some(Self {
            sport: activity.sport.clone(),
            start_ms: timeline.start_ms,
            end_ms: timeline.end_ms,
            timer_ms: timeline.timer_ms,
            rpe: activity.rpe,
            training_effect_aerobic: activity.totals.training_effect_aerobic,
            training_effect_anaerobic: activity.totals.training_effect_anaerobic,
            heart_rates_ms: held.collect(),
            resting_bpm: known.resting_bpm,
            threshold_bpm: known.threshold_bpm,
        })
    }

    /// Returns the timer time in each of the runner's zones on a date.
    pub(crate) fn zone_times(
        &self,
        athlete: &Athlete,
        found: Option<FoundMax>,
        date: Date,
    ) -> ZoneTimes {
        let mut known = KnownHeartRates::default();
        (known.resting_bpm, known.threshold_bpm) = (self.resting_bpm, self.threshold_bpm);
        let max = known.max_heart_rate(athlete, found, date);
        let zones = HeartRateZones::resolve(athlete.zones, &known, athlete, date, max.bpm);
        let held = self.heart_rates_ms.iter().map(|&(bpm, held_ms)| (f64::from(bpm), held_ms));
        ZoneTimes::count_held(held, self.timer_ms, zones.as_ref().ok())
    }

    /// Returns the reason why the activity was a hard session; [`None`] for other activities.
    pub(crate) fn hard_reason(
        &self,
        zone_times: &ZoneTimes,
        load: Option<f64>,
        usual_load: Option<f64>,
        policy: &Policy,
    ) -> Option<String> {
        let strain = Strain {
            zones_ms: zone_times.zones_ms,
            training_effect_aerobic: self.training_effect_aerobic,
            training_effect_anaerobic: self.training_effect_anaerobic,
            rpe: self.rpe,
        };
        let minutes = self.timer_ms as f64 / 60_000.0;
        let long = || {
            let least = policy.other_sport_min;
            (minutes >= least).then(|| format!("{minutes:.0} min (hard from {least} on)"))
        };
        strain_reason(&strain, policy)
            .or_else(long)
            .or_else(|| heavy_reason(load, usual_load, policy))
    }
}
