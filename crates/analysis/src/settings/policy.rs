//! The limits of the rules. The user can change each limit.
//!
//! One list holds the meaning, unit, origin and default of each limit. The fields, their
//! documentation and the template of the athlete file are made from this list.

use super::title_words::{EASY_WORDS, HARD_WORDS, LONG_WORDS, RACE_WORDS, RECOVERY_WORDS};
use crate::calendar::WeekStart;
use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};

/// Defines [`Policy`], its defaults and [`Policy::KEYS`] from one list.
macro_rules! policy {
    ($(#[$attribute:meta])* {
        $($(#[doc = $doc:literal])+ $name:ident: $type:ty = $default:expr,)+
    }) => {
        $(#[$attribute])*
        pub struct Policy {
            $($(#[doc = $doc])+ pub $name: $type,)+
        }

        impl Policy {
            /// Returns the policy after a change, so that a policy can be made in one expression.
            #[must_use]
            pub fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
                change(&mut self);
                self
            }

            /// Names of the fields, each with the lines of its documentation: meaning, unit and
            /// origin (the article, measured or proposed).
            pub const KEYS: &[(&str, &[&str])] =
                &[$((stringify!($name), &[$($doc),+])),+];

            /// Hashes all fields.
            pub(crate) fn hash_into(&self, hasher: &mut impl Hasher) {
                $(HashLimit::hash_limit(&self.$name, hasher);)+
            }

            /// Returns the fields that differ from their defaults: name, value and default.
            #[must_use]
            pub fn changes(&self) -> Vec<(&'static str, String, String)> {
                let default = Self::default();
                let mut changes = Vec::new();
                $(if self.$name != default.$name {
                    let values = (format!("{:?}", self.$name), format!("{:?}", default.$name));
                    changes.push((stringify!($name), values.0, values.1));
                })+
                changes
            }
        }

        impl Default for Policy {
            fn default() -> Self {
                Self { $($name: $default),+ }
            }
        }
    };
}

policy! {
    /// The limits by which runs are judged.
    ///
    /// The defaults are the coach's figures where the source article gives one (Zone 1, 20-45
    /// minutes, effort 1-2). The other defaults are measured on real recordings or proposed; each
    /// field names its origin.
    ///
    /// ```
    /// // A coach who accepts an hour.
    /// use recoup_analysis::Policy;
    /// let policy = Policy::default().with(|policy| policy.duration_pass_max_min = 60.0);
    /// assert_eq!(policy.duration_pass_min_min, 20.0);
    /// ```
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(default, deny_unknown_fields)]
    #[non_exhaustive]
    {
        /// Longest time for which the values of one sample are valid, in seconds (proposed).
        hold_max_s: f64 = 60.0,
        /// Gap between two points of a GPX or TCX track above which it is a pause, in seconds
        /// (proposed).
        gpx_pause_s: f64 = 25.0,
        /// Gap without a timer event above which it is a jump of the clock and not running, in
        /// seconds (proposed).
        clock_jump_s: f64 = 3600.0,
        /// Gap above which a session ends, even if the file continues it, in seconds (proposed).
        session_gap_s: f64 = 6.0 * 3600.0,
        /// Share of timer time that must have a heart rate for intensity to be judged, in percent
        /// (proposed).
        coverage_min_pct: f64 = 80.0,
        /// Change of the heart rate within one second that is an artefact, in beats per minute: one
        /// real step in ten thousand is larger (measured).
        heart_rate_step_bpm: f64 = 10.0,
        /// Length of the windows in which heart rate is compared with cadence, in seconds
        /// (proposed).
        cadence_lock_window_s: f64 = 60.0,
        /// Least share of a window's samples near the cadence for a cadence lock, in percent
        /// (proposed).
        cadence_lock_share_pct: f64 = 80.0,
        /// Largest difference between a heart rate that is near the cadence and the steps per
        /// minute, in beats per minute (proposed).
        cadence_lock_within_bpm: f64 = 3.0,
        /// Shortest time with a constant heart rate that is a flat line, in seconds (proposed).
        flat_line_s: f64 = 120.0,
        /// Time from the start within which a high plateau is suspicious, in seconds (proposed).
        plateau_within_s: f64 = 180.0,
        /// Fall of the heart rate that ends a start plateau, in beats per minute (proposed).
        plateau_fall_bpm: f64 = 20.0,
        /// Time within which the heart rate falls at the end of a start plateau, in seconds
        /// (proposed).
        plateau_fall_s: f64 = 30.0,
        /// Distance below the maximum heart rate from which a stretch without effort is suspicious, in
        /// beats per minute (proposed).
        no_effort_below_max_bpm: f64 = 5.0,
        /// Distance above the maximum heart rate from which a stretch is suspicious at the usual speed,
        /// in beats per minute (proposed).
        no_effort_above_max_bpm: f64 = 10.0,
        /// Shortest suspicious stretch without effort, in seconds (proposed).
        no_effort_s: f64 = 60.0,
        /// Speed below which a stretch is without effort, in percent of the run's median (proposed).
        no_effort_speed_pct: f64 = 90.0,
        /// Least share of heart-rate time at or below the top of Zone 1 to pass, in percent
        /// (proposed).
        intensity_pass_pct: f64 = 95.0,
        /// Least share of heart-rate time at or below the top of Zone 1 for a warning, in percent
        /// (proposed).
        intensity_warn_pct: f64 = 85.0,
        /// Longest surge above Zone 1 to pass, in seconds (proposed).
        surge_pass_s: f64 = 60.0,
        /// Longest surge above Zone 1 for a warning, in seconds (proposed).
        surge_warn_s: f64 = 180.0,
        /// Shortest time above Zone 1 that is a surge, in seconds (proposed).
        surge_min_s: f64 = 15.0,
        /// Longest dip out of a surge that does not end it, in seconds (proposed).
        surge_dip_s: f64 = 10.0,
        /// Time from the start within which a surge belongs to the start, in seconds of timer time
        /// (proposed).
        surge_start_s: f64 = 180.0,
        /// Least rise of the pace before a surge that is the cause of the surge, in percent
        /// (proposed).
        surge_pace_rise_pct: f64 = 10.0,
        /// Least timer time to pass, in minutes (the article).
        duration_pass_min_min: f64 = 20.0,
        /// Most timer time to pass, in minutes (the article).
        duration_pass_max_min: f64 = 45.0,
        /// Least timer time for a warning, in minutes (proposed).
        duration_warn_min_min: f64 = 10.0,
        /// Most timer time for a warning, in minutes (proposed).
        duration_warn_max_min: f64 = 60.0,
        /// Least net gain of a hill, in metres (proposed).
        hill_gain_m: f64 = 10.0,
        /// Least mean grade of a hill, in percent (proposed).
        hill_grade_pct: f64 = 4.0,
        /// Least length of a hill, in metres (proposed).
        hill_length_m: f64 = 100.0,
        /// Deepest dip within one hill, in metres (proposed).
        hill_dip_m: f64 = 3.0,
        /// Grade from which a stretch is steep, in percent (proposed).
        steep_grade_pct: f64 = 8.0,
        /// Length over which steepness is measured with barometric altitude, in metres. Over 10 m,
        /// most flat runs look steep somewhere (measured).
        steep_length_m: f64 = 50.0,
        /// Most length of steep stretches to pass where the heart rate is known, in metres
        /// (proposed).
        terrain_steep_m: f64 = 200.0,
        /// Most ascent to pass where the heart rate is known, in metres for each kilometre
        /// (proposed).
        terrain_ascent_m_per_km: f64 = 20.0,
        /// Most time on hills to pass where the heart rate is not known, in seconds (proposed).
        hills_pass_s: f64 = 120.0,
        /// Time after the top of a hill within which a surge still belongs to the hill, in seconds
        /// (proposed).
        effort_spike_after_s: f64 = 60.0,
        /// Longest effort spike that is a warning and not a failure, in seconds (proposed).
        effort_spike_fail_s: f64 = 120.0,
        /// Most effort spikes in a run that are a warning and not a failure (proposed).
        effort_spikes_warn: f64 = 1.0,
        /// Least effort that is a spike in a run without heart rate, as a ratio to the run's median
        /// (proposed).
        effort_spike_ratio: f64 = 1.3,
        /// Shortest time above that ratio that is a spike, in seconds (proposed).
        effort_spike_min_s: f64 = 30.0,
        /// Length of warm-up and finish, in minutes (proposed).
        warmup_min: f64 = 5.0,
        /// Largest excess of warm-up and finish over the run's median heart rate, in percent
        /// (proposed).
        warmup_over_median_pct: f64 = 5.0,
        /// Shortest run whose warm-up and finish are judged, in minutes (proposed).
        warmup_run_min: f64 = 15.0,
        /// Highest rating of perceived exertion to pass, 1-10 (the article).
        rpe_pass: f64 = 2.0,
        /// Rating of perceived exertion from which the criterion effort felt fails, 1-10
        /// (proposed).
        rpe_fail: f64 = 4.0,
        /// Rating of perceived exertion from which an easy heart rate leads to the advice to rest,
        /// 1-10 (proposed).
        rest_advice_rpe: f64 = 4.0,
        /// Feeling up to which an easy heart rate leads to the advice to rest, 0 (very weak) to 100
        /// (very strong) (proposed).
        rest_advice_feel: f64 = 25.0,
        /// Cadence below which a sample is walking, in steps per minute (proposed).
        walking_cadence_spm: f64 = 140.0,
        /// Speed below which a sample is walking, in metres per second (proposed).
        walking_speed_m_s: f64 = 2.0,
        /// Share of walking time above which a run was mostly walked, in percent (proposed).
        walking_share_pct: f64 = 50.0,
        /// Timer time below which a run is a fragment, in minutes (proposed).
        fragment_min: f64 = 5.0,
        /// Distance below which a run is a fragment, in metres (proposed).
        fragment_m: f64 = 500.0,
        /// Time in Zone 4 and above that makes a session hard, in minutes (proposed).
        hard_z4_min: f64 = 8.0,
        /// Aerobic training effect that makes a session hard, 0-5 (proposed).
        hard_training_effect: f64 = 3.5,
        /// Anaerobic training effect that makes a session hard, 0-5 (proposed).
        hard_anaerobic_effect: f64 = 1.5,
        /// Rating of perceived exertion that makes a session hard, 1-10 (proposed).
        hard_rpe: f64 = 7.0,
        /// Load that makes a session hard, as a ratio to the mean load of the athlete's earlier
        /// runs (proposed).
        hard_load_ratio: f64 = 1.5,
        /// Days before a run over which the athlete's mean load is computed (proposed).
        load_days: f64 = 28.0,
        /// Timer time that makes a run long, in minutes (proposed).
        long_min: f64 = 90.0,
        /// Share of the athlete's earlier runs that must be shorter for a run to be long, in
        /// percent. A run short enough for a recovery run is never long (proposed).
        long_share_pct: f64 = 90.0,
        /// Days of earlier runs with which the length of a run is compared (proposed).
        usual_days: f64 = 42.0,
        /// Least number of runs in that time for the athlete's usual values (proposed).
        usual_runs_min: f64 = 5.0,
        /// Timer time that makes an activity of another sport a hard session, in minutes (proposed).
        other_sport_min: f64 = 120.0,
        /// Time after a hard session in which the next run or session counts, in hours (proposed).
        recovered_within_h: f64 = 48.0,
        /// Words in a title that name a recovery run (proposed).
        recovery_words: Vec<String> = words(RECOVERY_WORDS),
        /// Words in a title that name a race (proposed).
        race_words: Vec<String> = words(RACE_WORDS),
        /// Words in a title that name a hard workout (proposed).
        hard_words: Vec<String> = words(HARD_WORDS),
        /// Words in a title that name a long run (proposed).
        long_words: Vec<String> = words(LONG_WORDS),
        /// Words in a title that name an easy run, which is not a recovery run (proposed).
        easy_words: Vec<String> = words(EASY_WORDS),
        /// Longest time between a recovery run and a hard session for which the run counts as
        /// placed after or before the session, in hours (proposed).
        placed_within_h: f64 = 36.0,
        /// Time after a hard session after which a recovery run above the coach's range is filler,
        /// in hours (proposed).
        filler_after_h: f64 = 72.0,
        /// Least number of runs in a week for which the coach's range begins at one recovery run
        /// (proposed).
        one_recovery_run_from: f64 = 3.0,
        /// Least number of runs in a week for which the range ends at two recovery runs and not at
        /// one (proposed).
        two_recovery_runs_from: f64 = 4.0,
        /// Least number of runs in a week for which the range ends at three recovery runs
        /// (proposed).
        three_recovery_runs_from: f64 = 6.0,
        /// Least number of runs in a week for which the range ends at four recovery runs
        /// (proposed).
        four_recovery_runs_from: f64 = 8.0,
        /// Monotony of a week's load that is a warning, as a ratio (proposed).
        monotony_warn: f64 = 1.5,
        /// Monotony of a week's load that is critical, as a ratio (proposed).
        monotony_critical: f64 = 2.0,
        /// Days before a run over which its usual resting heart rate is computed (proposed).
        resting_days: f64 = 28.0,
        /// Rise above the usual resting heart rate that calls for full rest, in beats per minute
        /// (proposed).
        resting_rise_bpm: f64 = 5.0,
        /// Rise above the usual resting heart rate that calls for full rest, in percent. The
        /// smaller of the two limits counts (proposed).
        resting_rise_pct: f64 = 10.0,
        /// First day of the week, monday or sunday (proposed).
        week_start: WeekStart = WeekStart::Monday,
    }
}

/// Length of a year in milliseconds.
const YEAR_MS: f64 = 366.0 * 86_400_000.0;

/// Converts seconds of a policy to whole milliseconds.
pub(crate) fn seconds_to_ms(seconds: f64) -> i64 {
    // An unchecked policy can hold any number, so the time is limited to a year.
    (seconds * 1000.0).round().clamp(-YEAR_MS, YEAR_MS) as i64
}

/// Converts minutes of a policy to whole milliseconds.
pub(crate) fn minutes_to_ms(minutes: f64) -> i64 {
    seconds_to_ms(minutes * 60.0)
}

/// Hashing of the value of a limit. Numbers are equal if their bits are equal.
trait HashLimit {
    fn hash_limit(&self, hasher: &mut impl Hasher);
}

impl HashLimit for f64 {
    fn hash_limit(&self, hasher: &mut impl Hasher) {
        self.to_bits().hash(hasher);
    }
}

impl HashLimit for Vec<String> {
    fn hash_limit(&self, hasher: &mut impl Hasher) {
        self.hash(hasher);
    }
}

impl HashLimit for WeekStart {
    fn hash_limit(&self, hasher: &mut impl Hasher) {
        self.hash(hasher);
    }
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|&word| word.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::Policy;

    #[test]
    fn every_limit_says_where_it_is_from() {
        for (name, doc) in Policy::KEYS {
            let is_told = ["(the article).", "(measured).", "(proposed)."]
                .iter()
                .any(|origin| doc.last().is_some_and(|line| line.ends_with(origin)));
            assert!(is_told, "{name}: {doc:?}");
        }
    }
}
