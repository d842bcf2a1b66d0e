//! One run, assessed: everything that reports show of it.

use crate::athlete::Athlete;
use crate::calendar::{LocalBasis, local_time, week_of};
use crate::criteria::{
    Basis, Criteria, EffortSpike, Facts, Grade, Outcome, Verdict, mean_heart_rate,
};
use crate::kind::{Classified, classify};
use crate::surges::{self, Surge};
use crate::terrain::{Hill, SteepStretch, Terrain};
use crate::timeline::Timeline;
use crate::zones::{HeartRateZones, MaxSource, ZoneModel, ZoneTimes, max_heart_rate, percent};
use jiff::civil::Date;
use recoup_model::{Activity, FileFormat, Sport, SportBasis, Surface};
use serde::{Deserialize, Serialize};

/// One run, assessed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// The format it was read from.
    pub format: FileFormat,
    /// Number of the session in its file, from 0.
    pub session: u32,
    /// Start, milliseconds since the Unix epoch.
    pub start_ms: i64,
    /// Local date and time of the start, without a zone.
    pub start_local: jiff::civil::DateTime,
    /// Offset of local time from UTC in minutes.
    pub utc_offset_min: i32,
    /// What local time was made from.
    pub local_basis: LocalBasis,
    /// Name of the week.
    pub week: String,
    /// First day of the week.
    pub week_start: Date,
    /// Sport.
    pub sport: Sport,
    /// What the sport was decided from.
    pub sport_basis: SportBasis,
    /// Sub-sport in FIT's spelling.
    pub sub_sport: Option<String>,
    /// What was run on.
    pub surface: Surface,
    /// Title.
    pub title: Option<String>,
    /// Device.
    pub device: Option<String>,
    /// Serial number and time of creation of the recording (FIT), by which its copies are known.
    pub recording_id: Option<(u32, i64)>,
    /// Timer time in milliseconds.
    pub timer_ms: i64,
    /// Elapsed time in milliseconds.
    pub elapsed_ms: i64,
    /// Distance in metres.
    pub distance_m: Option<f64>,
    /// Ascent in metres.
    pub ascent_m: Option<f64>,
    /// Timer time with a valid heart rate in milliseconds.
    pub heart_rate_ms: i64,
    /// Time-weighted mean heart rate in beats per minute.
    pub heart_rate_avg_bpm: Option<f64>,
    /// Highest valid heart rate in beats per minute.
    pub heart_rate_peak_bpm: Option<f64>,
    /// The zone model.
    pub zone_model: ZoneModel,
    /// Maximum heart rate in beats per minute.
    pub max_bpm: Option<f64>,
    /// Where it comes from.
    pub max_source: MaxSource,
    /// The zones; [`None`] where the model needs something that is not known.
    pub zones: Option<HeartRateZones>,
    /// Timer time in each bucket.
    pub zone_times: ZoneTimes,
    /// Surges above Zone 1, in order.
    pub surges: Vec<Surge>,
    /// Hills, in order.
    pub hills: Vec<Hill>,
    /// Steep stretches, in order.
    pub steep: Vec<SteepStretch>,
    /// Efforts that hills or steep stretches forced, in order.
    pub effort_spikes: Vec<EffortSpike>,
    /// The athlete's rating of perceived exertion, 1-10.
    pub rpe: Option<f64>,
    /// What the run was meant as.
    pub classified: Classified,
    /// The five criteria.
    pub criteria: Criteria,
    /// The grade; [`None`] where the run is ungradable.
    pub grade: Option<Grade>,
    /// The verdict.
    pub verdict: Verdict,
    /// What the verdict rests on.
    pub basis: Basis,
    /// Edwards' training load; [`None`] without zones or heart rate.
    pub load: Option<f64>,
    /// Whether more than half of it was walked. Walking is allowed.
    pub is_mostly_walking: bool,
    /// Advice that goes beyond the verdict.
    pub advice: Option<String>,
    /// Samples left out because their time cannot be right.
    pub misplaced_samples: usize,
    /// Whether part of the file was lost.
    pub is_partial: bool,
    /// One sentence for each criterion that did not pass.
    pub reasons: Vec<String>,
}

impl Assessment {
    /// Share of timer time with a valid heart rate, in percent.
    #[must_use]
    pub fn heart_rate_coverage_pct(&self) -> Option<f64> {
        percent(self.heart_rate_ms, self.timer_ms)
    }

    /// How it is known to be a run (`running by its speed`), where no field of the file says so.
    #[must_use]
    pub fn sport_guess(&self) -> Option<String> {
        (self.sport_basis != SportBasis::File)
            .then(|| format!("{}{}", self.sport, self.sport_basis.in_words()))
    }

    /// Whether it is known how much of the run was in which zone: there are zones, and heart rate.
    #[must_use]
    pub fn has_zone_times(&self) -> bool {
        self.zone_times.placed_ms() > 0
    }
}

/// Assesses an activity as a recovery run.
///
/// It never fails: what cannot be told is `unknown`, and a run without heart rate or rating is
/// `ungradable`. Any activity can be assessed; whether it is a run at all is
/// [`is_run`](crate::kind::is_run)'s to say.
#[must_use]
pub fn assess(activity: &Activity, athlete: &Athlete) -> Assessment {
    let policy = &athlete.policy;
    let timeline = Timeline::new(activity, policy);
    let zone = athlete.zone().ok().flatten();
    let (local, local_basis) =
        local_time(timeline.start_ms, activity.utc_offset_min, zone.as_ref()).unwrap_or_else(
            || (jiff::Timestamp::UNIX_EPOCH.to_zoned(jiff::tz::TimeZone::UTC), LocalBasis::Utc),
        );
    let date = local.date();
    let (week, week_start) = week_of(date, policy.week_start);

    let (max_bpm, max_source) = max_heart_rate(activity, athlete, date);
    let zones = HeartRateZones::resolve(athlete.zones, activity, athlete, date, max_bpm);
    let zone_times = ZoneTimes::count(&timeline, zones.as_ref().ok());
    let terrain = Terrain::of(activity, &timeline, policy);
    let surges = zones.as_ref().map_or_else(
        |_| Vec::new(),
        |zones| surges::find(&timeline, &terrain, zones.zone1_top_bpm(), policy),
    );
    let facts = Facts {
        activity,
        timeline: &timeline,
        terrain: &terrain,
        zones,
        zone_times,
        surges: &surges,
        policy,
    };
    let (criteria, effort_spikes) = facts.judge();
    let (grade, verdict, basis) = criteria.judge();
    let planned = athlete.planned.on(date, timeline.timer_ms);
    let classified = classify(&facts, &criteria, grade, planned);
    Assessment {
        format: activity.format,
        session: activity.session,
        start_ms: timeline.start_ms,
        start_local: local.datetime(),
        utc_offset_min: local.offset().seconds() / 60,
        local_basis,
        week,
        week_start,
        sport: activity.sport.clone(),
        sport_basis: activity.sport_basis,
        sub_sport: activity.sub_sport.clone(),
        surface: Surface::from_sub_sport(activity.sub_sport.as_deref()),
        title: activity.title.clone(),
        device: activity.device.name(),
        recording_id: activity.device.serial.zip(activity.device.time_created_ms),
        timer_ms: timeline.timer_ms,
        elapsed_ms: timeline.elapsed_ms(),
        distance_m: terrain.distance_m,
        ascent_m: terrain.ascent_m,
        heart_rate_ms: timeline.heart_rate_ms(),
        heart_rate_avg_bpm: mean_heart_rate(&timeline, 0, timeline.timer_ms),
        heart_rate_peak_bpm: timeline
            .samples
            .iter()
            .filter_map(crate::timeline::TimedSample::heart_rate_bpm)
            .reduce(f64::max),
        zone_model: athlete.zones,
        max_bpm,
        max_source,
        zones: zones.ok(),
        zone_times,
        is_mostly_walking: is_mostly_walking(&timeline, &terrain),
        advice: advice(activity, &criteria),
        reasons: criteria.reasons(),
        surges,
        hills: terrain.hills,
        steep: terrain.steep,
        effort_spikes,
        rpe: activity.rpe,
        classified,
        criteria,
        grade,
        verdict,
        basis,
        load: (zone_times.placed_ms() > 0).then(|| zone_times.edwards_load()),
        misplaced_samples: timeline.misplaced_samples,
        is_partial: activity.is_partial(),
    }
}

/// Slower than this is walking, in metres per second (proposed).
const WALKING_M_S: f64 = 2.0;
/// Fewer steps per minute are walking (proposed).
const WALKING_STEPS_PER_MIN: f32 = 140.0;
/// Watches count strides, two steps each; no runner makes so many strides a minute.
const STRIDES_MAX_PER_MIN: f32 = 120.0;

fn is_mostly_walking(timeline: &Timeline, terrain: &Terrain) -> bool {
    let mut walked_ms = 0;
    for timed in &timeline.samples {
        let cadence = timed.sample.cadence_rpm.filter(|&cadence| cadence > 0.0);
        let is_walk = match (cadence, &terrain.profile) {
            (Some(cadence), _) => {
                let steps = if cadence < STRIDES_MAX_PER_MIN { cadence * 2.0 } else { cadence };
                steps < WALKING_STEPS_PER_MIN
            }
            (None, Some(profile)) => {
                let (from_ms, to_ms) = (timed.timer_ms, timed.timer_ms + timed.hold_ms);
                profile.speed_between(from_ms, to_ms) < WALKING_M_S
            }
            (None, None) => false,
        };
        if is_walk {
            walked_ms += timed.hold_ms;
        }
    }
    walked_ms * 2 > timeline.timer_ms
}

/// The article's advice where an easy heart rate did not feel easy.
fn advice(activity: &Activity, criteria: &Criteria) -> Option<String> {
    let felt_hard = activity.rpe.is_some_and(|rpe| rpe >= 4.0)
        || activity.feel.is_some_and(|feel| feel <= 25.0);
    let was_easy = matches!(criteria.intensity.outcome, Outcome::Pass | Outcome::Warn);
    (felt_hard && was_easy).then(|| {
        "an easy heart rate that did not feel easy: you may have needed full rest".to_owned()
    })
}
