//! One run, assessed: everything that reports show of it.

use crate::athlete::Athlete;
use crate::calendar::{LocalBasis, local_time, week_of};
use crate::context::Context;
use crate::criteria::{
    Basis, Criteria, EffortSpike, Facts, Grade, Judged, Outcome, Verdict, clock,
};
use crate::kind::{Classified, classify};
use crate::margin::Margin;
use crate::measured::Measured;
use crate::policy::Policy;
use crate::quality::HeartRateQuality;
use crate::surges::{self, Surge};
use crate::terrain::{Hill, SteepStretch};
use crate::timeline::{Pause, minutes_to_ms};
use crate::trace::HeartRateTrace;
use crate::track::Track;
use crate::zones::{
    HeartRateZones, MaxSource, ZoneModel, ZoneTimes, ZonesUnknown, device_resting_bpm,
    max_heart_rate, percent,
};
use jiff::civil::Date;
use recoup_model::{
    Activity, DeviceZones, FileFormat, Sport, SportBasis, Surface, Tag, UserSettings,
};
use serde::{Deserialize, Serialize};

/// One run, assessed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// What else it is called, in its own file or in those of its copies.
    pub other_names: Vec<String>,
    /// What it is marked as, there.
    pub tags: Vec<Tag>,
    /// Device.
    pub device: Option<String>,
    /// Serial number and time of creation of the recording (FIT), by which its copies are known.
    pub recording_id: Option<(u32, i64)>,
    /// Where it went.
    pub track: Track,
    /// The copies of it that were set aside.
    pub copies: usize,
    /// Timer time in milliseconds.
    pub timer_ms: i64,
    /// Elapsed time in milliseconds.
    pub elapsed_ms: i64,
    /// When the timer stood, in order.
    pub pauses: Vec<Pause>,
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
    /// The highest heart rate that was held for 10 s and is not to be doubted, in beats per minute.
    pub heart_rate_held_peak_bpm: Option<f64>,
    /// How much of the heart rate is clean, suspicious and missing.
    pub heart_rate_quality: HeartRateQuality,
    /// The zone model.
    pub zone_model: ZoneModel,
    /// Maximum heart rate in beats per minute.
    pub max_bpm: Option<f64>,
    /// Where it comes from.
    pub max_source: MaxSource,
    /// The zones of the device, and the time in them as it counted it.
    pub device_zones: Option<DeviceZones>,
    /// What the device knows of its user.
    pub user: UserSettings,
    /// Resting heart rate as the device held it then, in beats per minute.
    pub resting_bpm: Option<f64>,
    /// The zones; [`None`] where the model needs something that is not known.
    pub zones: Option<HeartRateZones>,
    /// Why there are no zones, where there are none.
    pub zones_unknown: Option<ZonesUnknown>,
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
    /// How the athlete felt, 0 (very weak) to 100 (very strong).
    pub feel: Option<f64>,
    /// Aerobic training effect as the device worked it out, 0-5.
    pub training_effect_aerobic: Option<f64>,
    /// Anaerobic training effect, 0-5.
    pub training_effect_anaerobic: Option<f64>,
    /// What the athlete's other runs say of it; nothing where it was assessed alone.
    pub context: Context,
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
    /// What holds if suspicious heart rates count as missing; [`None`] where there are none.
    pub without_suspect: Option<WithoutSuspect>,
    /// The maximum heart rates over which the verdict stays the same; [`None`] where it rests on
    /// none.
    pub margin: Option<Margin>,
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
    /// Local date and time at a moment of timer time (milliseconds), without a zone.
    ///
    /// At a moment at which the timer stood, it is when it went on.
    #[must_use]
    pub fn clock_at(&self, timer_ms: i64) -> jiff::civil::DateTime {
        let paused = self.pauses.iter().filter(|pause| pause.start_timer_ms <= timer_ms);
        let paused_ms: i64 = paused.map(|pause| pause.length_ms).sum();
        let since = jiff::SignedDuration::from_millis(timer_ms.saturating_add(paused_ms));
        self.start_local.saturating_add(since)
    }

    /// When it ended, milliseconds since the Unix epoch.
    #[must_use]
    pub fn end_ms(&self) -> i64 {
        self.start_ms.saturating_add(self.elapsed_ms)
    }

    /// All that it is called, the title first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.title.iter().chain(&self.other_names).map(String::as_str)
    }

    /// Adds names and tags that it does not have; the first name is its title, if it has none.
    pub(crate) fn add_names_and_tags(&mut self, names: Vec<String>, tags: &[Tag]) {
        for name in names {
            if self.title.is_none() {
                self.title = Some(name);
            } else if self.names().all(|own| own != name) {
                self.other_names.push(name);
            }
        }
        for tag in tags {
            if !self.tags.contains(tag) {
                self.tags.push(*tag);
            }
        }
    }

    /// The verdict that holds without suspicious heart rates.
    #[must_use]
    pub fn verdict_without_suspect(&self) -> Verdict {
        self.without_suspect.map_or(self.verdict, |without| without.verdict)
    }

    /// Share of timer time with a valid heart rate, in percent.
    #[must_use]
    pub fn heart_rate_coverage_pct(&self) -> Option<f64> {
        percent(self.heart_rate_ms, self.timer_ms)
    }

    /// Why the run is too short to grade, if it is: a fragment is listed and not graded.
    #[must_use]
    pub fn fragment_reason(&self, policy: &Policy) -> Option<String> {
        if self.timer_ms < minutes_to_ms(policy.fragment_min) {
            let timer = clock(self.timer_ms);
            return Some(format!("a run of {timer}, under {} min", policy.fragment_min));
        }
        // A treadmill without a foot pod counts no metres at all.
        let distance_m = self.distance_m.filter(|&distance_m| distance_m > 0.0)?;
        (distance_m < policy.fragment_m)
            .then(|| format!("a run of {distance_m:.0} m, under {} m", policy.fragment_m))
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

/// What a run comes to if suspicious heart rates count as missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WithoutSuspect {
    /// The grade; [`None`] where the run is then ungradable.
    pub grade: Option<Grade>,
    /// The verdict.
    pub verdict: Verdict,
}

/// Assesses an activity as a recovery run.
///
/// It never fails: what cannot be told is `unknown`, and a run without heart rate or rating is
/// `ungradable`. Any activity can be assessed; whether it is a run at all is
/// [`is_run`](crate::kind::is_run)'s to say.
#[must_use]
pub fn assess(activity: &Activity, athlete: &Athlete) -> Assessment {
    Measured::of(activity, &athlete.policy).grade(athlete)
}

impl Measured {
    /// The local start; the Unix epoch where no time is known.
    fn local_start(&self, athlete: &Athlete) -> (jiff::Zoned, LocalBasis) {
        let zone = athlete.zone().ok().flatten();
        let Self { activity, timeline, start_place, .. } = self;
        local_time(timeline.start_ms, activity.utc_offset_min, *start_place, zone.as_ref())
            .unwrap_or_else(|| {
                let epoch = jiff::Timestamp::UNIX_EPOCH.to_zoned(jiff::tz::TimeZone::UTC);
                (epoch, LocalBasis::Utc)
            })
    }

    /// What the criteria are judged from, of all of the heart rate or some of it.
    fn facts<'a>(
        &'a self,
        heart_rate: &'a HeartRateTrace,
        zones: Result<HeartRateZones, ZonesUnknown>,
        surges: &'a [Surge],
        policy: &'a Policy,
    ) -> Facts<'a> {
        let timer_ms = self.timeline.timer_ms;
        Facts {
            activity: &self.activity,
            timer_ms,
            heart_rate,
            is_strap_dead: self.is_strap_dead,
            terrain: &self.terrain,
            efforts_ms: &self.efforts_ms,
            zones,
            zone_times: ZoneTimes::count(heart_rate, timer_ms, zones.as_ref().ok()),
            surges,
            policy,
        }
    }

    fn surges(
        &self,
        heart_rate: &HeartRateTrace,
        zones: Result<HeartRateZones, ZonesUnknown>,
        suspicious: &[(i64, i64)],
        policy: &Policy,
    ) -> Vec<Surge> {
        let Ok(zones) = zones else { return Vec::new() };
        let top_bpm = zones.zone1_top_bpm();
        surges::find(heart_rate, &self.timeline, &self.terrain, suspicious, top_bpm, policy)
    }

    /// What the run comes to without the suspicious stretches of its heart rate.
    fn without_suspect(
        &self,
        zones: Result<HeartRateZones, ZonesUnknown>,
        suspicious: &[(i64, i64)],
        policy: &Policy,
    ) -> Option<WithoutSuspect> {
        if suspicious.is_empty() {
            return None;
        }
        let heart_rate = self.heart_rate.without(suspicious);
        let surges = self.surges(&heart_rate, zones, &[], policy);
        let Judged { grade, verdict, .. } = self.facts(&heart_rate, zones, &surges, policy).judge();
        Some(WithoutSuspect { grade, verdict })
    }

    /// Grades the run for an athlete, by whose policy it was measured.
    #[must_use]
    pub fn grade(&self, athlete: &Athlete) -> Assessment {
        let Self { activity, timeline, heart_rate, terrain, quality, .. } = self;
        let policy = &athlete.policy;
        let (local, local_basis) = self.local_start(athlete);
        let date = local.date();
        let (week, week_start) = week_of(date, policy.week_start);

        let (max_bpm, max_source) = max_heart_rate(activity, athlete, date);
        let zones_for =
            |max_bpm| HeartRateZones::resolve(athlete.zones, activity, athlete, date, max_bpm);
        let zones = zones_for(max_bpm);
        let suspicious = quality.suspicious();
        let surges = self.surges(heart_rate, zones, &suspicious, policy);
        let facts = self.facts(heart_rate, zones, &surges, policy);
        let Judged { criteria, effort_spikes, grade, verdict, basis } = facts.judge();
        let margin = (criteria.intensity.outcome != Outcome::Unknown && athlete.zones.is_of_max())
            .then_some(max_bpm)
            .flatten()
            .map(|max_bpm| {
                Margin::find(&facts, &criteria, verdict, max_bpm, |max_bpm| {
                    zones_for(Some(max_bpm)).ok()
                })
            });
        let zone_times = facts.zone_times;
        let mut assessment = Assessment {
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
            other_names: activity.other_names.clone(),
            tags: activity.tags.clone(),
            device: activity.device.name(),
            recording_id: activity.device.serial.zip(activity.device.time_created_ms),
            track: self.track.clone(),
            copies: 0,
            timer_ms: timeline.timer_ms,
            elapsed_ms: timeline.elapsed_ms(),
            pauses: timeline.pauses(),
            distance_m: terrain.distance_m,
            ascent_m: terrain.ascent_m,
            heart_rate_ms: heart_rate.known_ms(),
            heart_rate_avg_bpm: heart_rate.mean_bpm(0, timeline.timer_ms),
            heart_rate_peak_bpm: heart_rate.peak_bpm(),
            heart_rate_held_peak_bpm: self.held_peak_bpm,
            heart_rate_quality: quality.clone(),
            zone_model: athlete.zones,
            max_bpm,
            max_source,
            device_zones: activity.device_zones.clone(),
            user: activity.user,
            resting_bpm: device_resting_bpm(activity),
            zones: zones.ok(),
            zones_unknown: zones.err(),
            zone_times,
            is_mostly_walking: self.is_mostly_walking,
            advice: advice(activity, &criteria, policy),
            reasons: criteria.reasons(),
            hills: terrain.hills.clone(),
            steep: terrain.steep.clone(),
            effort_spikes,
            rpe: activity.rpe,
            feel: activity.feel,
            training_effect_aerobic: activity.totals.training_effect_aerobic,
            training_effect_anaerobic: activity.totals.training_effect_anaerobic,
            context: Context::default(),
            classified: Classified::default(),
            criteria,
            grade,
            verdict,
            basis,
            without_suspect: self.without_suspect(zones, &suspicious, policy),
            margin,
            load: (zone_times.placed_ms() > 0).then(|| zone_times.edwards_load()),
            misplaced_samples: timeline.misplaced_samples,
            is_partial: activity.is_partial(),
            surges,
        };
        let planned = athlete.planned.on(date, assessment.timer_ms);
        assessment.classified = classify(&assessment, planned, &assessment.context, policy);
        assessment
    }
}

/// The article's advice where an easy heart rate did not feel easy.
fn advice(activity: &Activity, criteria: &Criteria, policy: &Policy) -> Option<String> {
    let felt_hard = activity.rpe.is_some_and(|rpe| rpe >= policy.rest_advice_rpe)
        || activity.feel.is_some_and(|feel| feel <= policy.rest_advice_feel);
    let was_easy = matches!(criteria.intensity.outcome, Outcome::Pass | Outcome::Warn);
    (felt_hard && was_easy).then(|| {
        "an easy heart rate that did not feel easy: you may have needed full rest".to_owned()
    })
}
