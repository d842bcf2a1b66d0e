//! The limits of the rules, each of them the user's to change.

use serde::{Deserialize, Serialize};

/// The limits by which a run is judged.
///
/// The defaults are the coach's where the source article gives a figure (Zone 1, 20-45 minutes,
/// effort 1-2) and proposals where it does not; each field says which.
///
/// ```
/// // A coach who accepts an hour.
/// let policy = recoup_analysis::Policy { duration_pass_max_min: 60.0, ..Default::default() };
/// assert_eq!(policy.duration_pass_min_min, 20.0);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Longest time for which one sample's values hold, in seconds (proposed).
    pub hold_max_s: f64,
    /// A longer gap between two points of a GPX or TCX track is a pause, in seconds (proposed).
    pub gpx_pause_s: f64,
    /// A longer gap without any timer event is a jump of the clock, not running, in seconds
    /// (proposed).
    pub clock_jump_s: f64,
    /// A longer gap ends a session whatever the file says, in seconds (proposed).
    pub session_gap_s: f64,
    /// Share of timer time that must have a heart rate for intensity to be judged, in percent
    /// (proposed).
    pub coverage_min_pct: f64,
    /// Least share of heart-rate time at or below the top of Zone 1 to pass, in percent (the
    /// article wants Zone 1; the share is proposed).
    pub intensity_pass_pct: f64,
    /// The same for a warning (proposed).
    pub intensity_warn_pct: f64,
    /// Longest surge above Zone 1 to pass, in seconds (proposed).
    pub surge_pass_s: f64,
    /// The same for a warning (proposed).
    pub surge_warn_s: f64,
    /// Shortest time above Zone 1 that is a surge, in seconds (proposed).
    pub surge_min_s: f64,
    /// Longest dip below that does not end a surge, in seconds (proposed).
    pub surge_dip_s: f64,
    /// Least timer time to pass, in minutes (the article).
    pub duration_pass_min_min: f64,
    /// Most timer time to pass, in minutes (the article).
    pub duration_pass_max_min: f64,
    /// Least timer time for a warning, in minutes (proposed).
    pub duration_warn_min_min: f64,
    /// Most timer time for a warning, in minutes (proposed).
    pub duration_warn_max_min: f64,
    /// Least net gain of a hill, in metres (proposed).
    pub hill_gain_m: f64,
    /// Least mean grade of a hill, in percent (proposed).
    pub hill_grade_pct: f64,
    /// Least length of a hill, in metres (proposed).
    pub hill_length_m: f64,
    /// Deepest dip within one hill, in metres (proposed).
    pub hill_dip_m: f64,
    /// Grade from which a stretch is steep, in percent (proposed).
    pub steep_grade_pct: f64,
    /// Most time on hills to pass, in seconds (proposed).
    pub hills_pass_s: f64,
    /// A surge that starts this long after a hill's top still counts to it, in seconds (proposed).
    pub effort_spike_after_s: f64,
    /// Longest effort spike that is a warning and not a failure, in seconds (proposed).
    pub effort_spike_fail_s: f64,
    /// Without heart rate: effort over the run's median that is a spike, as a ratio (proposed).
    pub effort_spike_ratio: f64,
    /// Without heart rate: shortest spike, in seconds (proposed).
    pub effort_spike_min_s: f64,
    /// Length of warm-up and finish, in minutes (proposed).
    pub warmup_min: f64,
    /// How far warm-up and finish may exceed the run's median heart rate, in percent (proposed).
    pub warmup_over_median_pct: f64,
    /// Shortest run of which warm-up and finish are judged, in minutes (proposed).
    pub warmup_run_min: f64,
    /// Highest rating of perceived exertion to pass (the article).
    pub rpe_pass: f64,
    /// The rating from which effort felt is a failure (proposed).
    pub rpe_fail: f64,
    /// A shorter run is a fragment, in minutes (proposed).
    pub fragment_min: f64,
    /// A shorter run is a fragment, in metres (proposed).
    pub fragment_m: f64,
    /// Time in Zone 4 and above that makes a session hard, in minutes (proposed).
    pub hard_z4_min: f64,
    /// Aerobic training effect that makes a session hard (proposed).
    pub hard_training_effect: f64,
    /// Anaerobic training effect that makes a session hard (proposed).
    pub hard_anaerobic_effect: f64,
    /// Rating of perceived exertion that makes a session hard (proposed).
    pub hard_rpe: f64,
    /// Timer time that makes a run long, in minutes (proposed).
    pub long_min: f64,
    /// Words in a title that name a recovery run, in lower case.
    pub recovery_words: Vec<String>,
    /// Words in a title that name a race or a hard workout, in lower case.
    pub hard_words: Vec<String>,
    /// First day of the week.
    pub week_start: WeekStart,
}

/// The first day of a week.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeekStart {
    /// ISO 8601 weeks.
    #[default]
    Monday,
    /// Weeks from Sunday.
    Sunday,
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|&word| word.to_owned()).collect()
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            hold_max_s: 60.0,
            gpx_pause_s: 25.0,
            clock_jump_s: 3600.0,
            session_gap_s: 6.0 * 3600.0,
            coverage_min_pct: 80.0,
            intensity_pass_pct: 95.0,
            intensity_warn_pct: 85.0,
            surge_pass_s: 60.0,
            surge_warn_s: 180.0,
            surge_min_s: 15.0,
            surge_dip_s: 10.0,
            duration_pass_min_min: 20.0,
            duration_pass_max_min: 45.0,
            duration_warn_min_min: 10.0,
            duration_warn_max_min: 60.0,
            hill_gain_m: 10.0,
            hill_grade_pct: 4.0,
            hill_length_m: 100.0,
            hill_dip_m: 3.0,
            steep_grade_pct: 8.0,
            hills_pass_s: 120.0,
            effort_spike_after_s: 60.0,
            effort_spike_fail_s: 120.0,
            effort_spike_ratio: 1.3,
            effort_spike_min_s: 30.0,
            warmup_min: 5.0,
            warmup_over_median_pct: 5.0,
            warmup_run_min: 15.0,
            rpe_pass: 2.0,
            rpe_fail: 4.0,
            fragment_min: 5.0,
            fragment_m: 500.0,
            hard_z4_min: 8.0,
            hard_training_effect: 3.5,
            hard_anaerobic_effect: 1.5,
            hard_rpe: 7.0,
            long_min: 90.0,
            recovery_words: words(&[
                "recovery",
                "regeneration",
                "regenerativ",
                "rekom",
                "restitusjon",
                "restitution",
                "récupération",
                "recuperación",
                "recupero",
                "herstel",
                "herstelloop",
                "återhämtning",
                "palautus",
            ]),
            hard_words: words(&[
                "race",
                "interval",
                "intervals",
                "tempo",
                "threshold",
                "fartlek",
                "repeats",
                "vo2max",
                "intervall",
                "intervaller",
                "wettkampf",
                "course officielle",
                "fractionné",
            ]),
            week_start: WeekStart::Monday,
        }
    }
}
