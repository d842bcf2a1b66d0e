//! Makes the assessment of a measured run for an athlete.

use crate::calendar::{LocalBasis, local_time, week_of};
use crate::run::assessment::{Assessment, Classified, Confidence, Context, WithoutSuspect};
use crate::run::classify::{FromPlan, classify};
use crate::run::criteria::main_reason::{MainReason, ReasonFacts};
use crate::run::criteria::{Criteria, Ends, Facts, Judged, Outcome, Verdict};
use crate::run::margin::Margin;
use crate::run::measured::Measured;
use crate::run::quality::HeartRateQuality;
use crate::run::strip::CompactStrip;
use crate::run::surges;
use crate::run::surges::Surge;
use crate::run::trace::HeartRateTrace;
use crate::run::zones::{
    HeartRateZones, KnownHeartRates, MaxHeartRate, MaxSource, ZoneTimes, ZonesUnknown,
};
use crate::settings::athlete::Athlete;
use crate::settings::athlete_checks::InvalidSetting;
use crate::settings::kind::KindWords;
use crate::settings::max_timeline::FoundMax;
use crate::settings::policy::{Policy, minutes_to_ms};
use recoup_model::{Activity, Surface};

/// Assesses an activity as a recovery run, without the athlete's other runs, but with the plan.
///
/// No activity is an error. Unknown values are `unknown`, and a run without heart rate and rating
/// is `ungradable`. The activity can be of any sport; [`is_run`](crate::run::session::is_run)
/// checks whether it is a run.
///
/// # Errors
///
/// Returns the first setting that no athlete can have ([`Athlete::check`]).
pub fn assess(activity: &Activity, athlete: &Athlete) -> Result<Assessment, InvalidSetting> {
    athlete.check()?;
    Ok(Measured::new(activity, &athlete.policy).assess(athlete))
}

impl Measured {
    /// Returns the local start; the Unix epoch if no time is known.
    pub(crate) fn local_start(&self, athlete: &Athlete) -> (jiff::ZonedDateTime, LocalBasis) {
        let zone = athlete.zone().ok().flatten();
        let Self { activity, timeline, start_place, .. } = self;
        local_time(timeline.start_ms, activity.utc_offset_min, *start_place, zone.as_ref())
            .unwrap_or_else(|| {
                let epoch = jiff::Timestamp::UNIX_EPOCH.to_zoned_datetime(jiff::tz::TimeZone::UTC);
                (epoch, LocalBasis::Utc)
            })
    }

    /// Collects the facts from which the criteria are judged, for the whole heart rate or a part of
    /// it.
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
            ends: Ends::of(heart_rate, timer_ms, policy),
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

    /// Returns the quality of the heart rate with the artefacts that a maximum reveals; [`None`] if
    /// it reveals none. A maximum estimated by age is too vague for this.
    fn quality_near_maximum(&self, max: MaxHeartRate, policy: &Policy) -> Option<HeartRateQuality> {
        let max_bpm = max.bpm.filter(|_| max.source != MaxSource::Age)?;
        self.quality.with_maximum(&self.heart_rate, &self.terrain, max_bpm, policy)
    }

    fn main_reason(
        &self,
        criteria: &Criteria,
        verdict: Verdict,
        zones: Option<&HeartRateZones>,
        zone_times: &ZoneTimes,
        policy: &Policy,
    ) -> Option<MainReason> {
        let facts = ReasonFacts {
            zones,
            zone_times,
            timer_ms: self.timeline.timer_ms,
            heart_rate_ms: self.heart_rate.known_ms(),
            policy,
        };
        MainReason::find(criteria, verdict, &facts)
    }

    /// Judges the run without the suspicious stretches of its heart rate; [`None`] without such
    /// stretches.
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

    /// Grades the run, and classifies it by its own values and the plan, without the athlete's
    /// other runs.
    #[must_use]
    pub fn assess(&self, athlete: &Athlete) -> Assessment {
        let mut run = self.grade(athlete);
        let words = KindWords::new(&athlete.policy);
        let planned = FromPlan::of_run(&run, &athlete.planned);
        run.classified = classify(&run, &planned, &run.context, &words, &athlete.policy);
        run.planned = planned.done(run.classified.kind).cloned();
        run
    }

    /// Grades the run for an athlete with valid settings ([`Athlete::check`]). The run must have
    /// been measured by the same policy.
    ///
    /// The kind of the run stays unknown, because it depends on the athlete's other runs
    /// ([`place_runs`](crate::history::neighbours::place_runs)).
    #[must_use]
    pub fn grade(&self, athlete: &Athlete) -> Assessment {
        let maxima = athlete.maxima.as_ref();
        self.grade_with(athlete, maxima.and_then(|maxima| maxima.near(self.timeline.start_ms)))
    }

    /// Returns the mean heart rates of the first and the last minutes.
    fn ends_bpm(&self, policy: &Policy) -> [Option<f64>; 2] {
        let (ends_ms, timer_ms) = (minutes_to_ms(policy.warmup_min), self.timeline.timer_ms);
        let mean_bpm = |from_ms, to_ms| self.heart_rate.mean_bpm(from_ms, to_ms);
        [mean_bpm(0, ends_ms), mean_bpm(timer_ms - ends_ms, timer_ms)]
    }

    /// Grades the run. `found` is the maximum heart rate found in the athlete's other runs.
    pub(crate) fn grade_with(&self, athlete: &Athlete, found: Option<FoundMax>) -> Assessment {
        let Self { activity, timeline, heart_rate, terrain, quality, .. } = self;
        let policy = &athlete.policy;
        let (local, local_basis) = self.local_start(athlete);
        let date = local.date();
        let (week, week_start) = week_of(date, policy.week_start);

        let known = KnownHeartRates::from(activity);
        let max = known.max_heart_rate(athlete, found, date);
        let zones_for =
            |max_bpm| HeartRateZones::resolve(athlete.zones, &known, athlete, date, max_bpm);
        let zones = zones_for(max.bpm);
        let near_max = self.quality_near_maximum(max, policy);
        let quality = near_max.as_ref().unwrap_or(quality);
        let suspicious = quality.suspicious();
        let surges = self.surges(heart_rate, zones, &suspicious, policy);
        let facts = self.facts(heart_rate, zones, &surges, policy);
        let Judged { criteria, effort_spikes, grade, verdict, basis } = facts.judge();
        let [first_bpm, last_bpm] = self.ends_bpm(policy);
        let rests_on_max =
            criteria.intensity.outcome != Outcome::Unknown && athlete.zones.is_of_max();
        let margin = max.bpm.filter(|_| rests_on_max).map(|max_bpm| {
            let zones_for = |max_bpm| zones_for(Some(max_bpm)).ok();
            Margin::find(&facts, &criteria, verdict, max_bpm, zones_for)
        });
        let zone_times = facts.zone_times;
        let main_reason =
            self.main_reason(&criteria, verdict, zones.as_ref().ok(), &zone_times, policy);
        let mut run = Assessment {
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
            labels: activity.labels.clone(),
            listed: activity.listed.clone(),
            device: activity.device.name(),
            recording_id: activity.device.serial.zip(activity.device.time_created_ms),
            track: self.track.clone(),
            copies: 0,
            timer_ms: timeline.timer_ms,
            elapsed_ms: timeline.elapsed_ms(),
            pauses: timeline.pauses(),
            distance_m: terrain.distance_m,
            distance_set_aside_m: terrain.set_aside_m,
            ascent_m: terrain.ascent_m,
            heart_rate_ms: heart_rate.known_ms(),
            heart_rate_avg_bpm: heart_rate.mean_bpm(0, timeline.timer_ms),
            heart_rate_median_bpm: heart_rate.median_bpm(),
            heart_rate_first_bpm: first_bpm,
            heart_rate_last_bpm: last_bpm,
            heart_rate_peak_bpm: heart_rate.peak_bpm(),
            heart_rate_held_peak_bpm: self.held_peak_bpm,
            heart_rate_quality: quality.clone(),
            zone_model: athlete.zones,
            max_bpm: max.bpm,
            max_source: max.source,
            max_from: max.from,
            max_exceeded: None,
            device_zones: activity.device_zones.clone(),
            user: activity.user,
            resting_bpm: known.resting_bpm,
            is_resting_measured: activity.measured_resting_bpm.is_some(),
            zones: zones.ok(),
            zones_unknown: zones.err(),
            zone_times,
            is_mostly_walking: self.is_mostly_walking,
            advice: advice(activity, &criteria, policy),
            reasons: criteria.reasons(),
            main_reason,
            hills: terrain.hills.clone(),
            steep: terrain.steep.clone(),
            effort_spikes,
            rpe: activity.rpe,
            feel: activity.feel,
            training_effect_aerobic: activity.totals.training_effect_aerobic,
            training_effect_anaerobic: activity.totals.training_effect_anaerobic,
            context: Context::default(),
            planned: None,
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
            strip: CompactStrip::new(heart_rate, timeline.timer_ms),
            surges,
            confidence: None,
        };
        run.confidence = Confidence::of(&run);
        run
    }
}

/// Returns the article's advice for an easy heart rate that did not feel easy.
fn advice(activity: &Activity, criteria: &Criteria, policy: &Policy) -> Option<String> {
    let felt_hard = activity.rpe.is_some_and(|rpe| rpe >= policy.rest_advice_rpe)
        || activity.feel.is_some_and(|feel| feel <= policy.rest_advice_feel);
    let was_easy = matches!(criteria.intensity.outcome, Outcome::Pass | Outcome::Warn);
    (felt_hard && was_easy).then(|| {
        "an easy heart rate that did not feel easy: you may have needed full rest".to_owned()
    })
}
