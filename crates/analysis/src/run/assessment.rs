//! The assessment of one run: all values that reports show.

use crate::calendar::LocalBasis;
use crate::run::criteria::main_reason::MainReason;
use crate::run::criteria::{Basis, Criteria, EffortSpike, Grade, Verdict};
use crate::run::margin::Margin;
use crate::run::quality::HeartRateQuality;
use crate::run::strip::CompactStrip;
use crate::run::surges::Surge;
use crate::run::terrain::ground::{Hill, SteepStretch};
use crate::run::timeline::Pause;
use crate::run::track::Track;
use crate::run::zones::{
    HeartRateZones, KnownHeartRates, MaxSource, ZoneTimes, ZonesUnknown, percent,
};
use crate::settings::kind::Kind;
use crate::settings::plan::PlannedRun;
use crate::settings::zone_model::ZoneModel;
use jiff::civil::Date;
use recoup_model::{
    DeviceZones, FileFormat, Labels, Listed, Sport, SportBasis, Surface, UserSettings,
    is_indoor_sub_sport,
};
use serde::{Deserialize, Serialize};

/// Confidence in a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Confidence {
    /// Neither the maximum heart rate nor suspicious heart rates change the verdict.
    Firm,
    /// The maximum is not a setting of the athlete or a watch, and another maximum near it gives
    /// another verdict.
    DependsOnMax,
    /// The verdict is different if suspicious heart rates count as missing.
    SuspectHeartRate,
}

impl Confidence {
    /// Distance below a guessed maximum within which a firm verdict stays the same, in beats per
    /// minute.
    const BELOW_BPM: f64 = 3.0;
    /// Distance above a guessed maximum within which a firm verdict stays the same, in beats per
    /// minute. It is larger, because a lower bound can only be too low.
    const ABOVE_BPM: f64 = 5.0;

    /// Returns the name in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Firm => "firm",
            Self::DependsOnMax => "depends_on_max",
            Self::SuspectHeartRate => "suspect_heart_rate",
        }
    }

    /// Returns the confidence in a verdict; [`None`] for a run that is ungradable with and without
    /// the suspicious heart rates.
    pub(crate) fn of(run: &Assessment) -> Option<Self> {
        if run.verdict_without_suspect() != run.verdict {
            return Some(Self::SuspectHeartRate);
        }
        if run.verdict == Verdict::Ungradable {
            return None;
        }
        let is_guess = !run.max_source.is_setting();
        let changes = run.max_bpm.zip(run.margin).is_some_and(|(max_bpm, margin)| {
            margin.from_bpm.is_some_and(|from_bpm| from_bpm > max_bpm - Self::BELOW_BPM)
                || margin.to_bpm.is_some_and(|to_bpm| to_bpm < max_bpm + Self::ABOVE_BPM)
        });
        Some(if is_guess && changes { Self::DependsOnMax } else { Self::Firm })
    }
}

/// Runs above the maximum heart rate that a watch or the athlete set.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MaxExceeded {
    /// Highest heart rate of these runs, in beats per minute.
    pub reached_bpm: f64,
    /// Number of runs above the maximum.
    pub runs: usize,
}

/// The assessment of one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Assessment {
    /// Format of the file.
    pub format: FileFormat,
    /// Number of the session in its file, from 0.
    pub session: u32,
    /// Start in milliseconds since the Unix epoch.
    pub start_ms: i64,
    /// Local date and time of the start, without a zone.
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::local_time"))]
    pub start_local: jiff::civil::DateTime,
    /// Offset of local time from UTC in minutes.
    pub utc_offset_min: i32,
    /// Basis of the local time.
    pub local_basis: LocalBasis,
    /// Name of the week: `2026-W10`, or the first day of a week from Sunday.
    pub week: String,
    /// First day of the week.
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::date"))]
    pub week_start: Date,
    /// Sport.
    pub sport: Sport,
    /// Basis of the sport.
    pub sport_basis: SportBasis,
    /// Sub-sport in FIT's spelling; [`None`] where the file gives none.
    pub sub_sport: Option<String>,
    /// Surface of the run.
    pub surface: Surface,
    /// Names and tags, from the run's own file and from its copies.
    #[serde(flatten)]
    pub labels: Labels,
    /// Values that come from a list in the export of the account; [`None`] if no list names the
    /// run.
    pub listed: Option<Listed>,
    /// Name of the device; [`None`] where unknown.
    pub device: Option<String>,
    /// Serial number of the device and time of creation of the recording (FIT), by which copies are
    /// recognised; [`None`] where either is missing.
    pub recording_id: Option<(u32, i64)>,
    /// Positions at 17 moments.
    pub track: Track,
    /// Number of copies that were set aside.
    pub copies: usize,
    /// Timer time in milliseconds.
    pub timer_ms: i64,
    /// Elapsed time in milliseconds.
    pub elapsed_ms: i64,
    /// Pauses, in order.
    pub pauses: Vec<Pause>,
    /// Distance in metres; [`None`] where unknown.
    pub distance_m: Option<f64>,
    /// Distance of the device in metres that was set aside, because the positions or the laps give
    /// another distance; [`None`] for most runs.
    pub distance_set_aside_m: Option<f64>,
    /// Ascent in metres; [`None`] indoors and without altitude or distance.
    pub ascent_m: Option<f64>,
    /// Timer time with a valid heart rate in milliseconds.
    pub heart_rate_ms: i64,
    /// Time-weighted mean heart rate in beats per minute; [`None`] without a heart rate.
    pub heart_rate_avg_bpm: Option<f64>,
    /// Time-weighted median heart rate in beats per minute; [`None`] without a heart rate.
    pub heart_rate_median_bpm: Option<f64>,
    /// Mean heart rate of the first minutes (`warmup_min` of the policy), in beats per minute;
    /// [`None`] without a heart rate there.
    pub heart_rate_first_bpm: Option<f64>,
    /// Mean heart rate of the last minutes, in beats per minute; [`None`] without a heart rate
    /// there.
    pub heart_rate_last_bpm: Option<f64>,
    /// Highest valid heart rate in beats per minute; [`None`] without a heart rate.
    pub heart_rate_peak_bpm: Option<f64>,
    /// Highest heart rate that was held for 10 s outside suspicious stretches, in beats per minute;
    /// [`None`] if no heart rate was held.
    pub heart_rate_held_peak_bpm: Option<f64>,
    /// Clean, suspicious and missing parts of the heart rate.
    pub heart_rate_quality: HeartRateQuality,
    /// Zone model.
    pub zone_model: ZoneModel,
    /// Maximum heart rate in beats per minute; [`None`] where unknown.
    pub max_bpm: Option<f64>,
    /// Source of the maximum heart rate.
    pub max_source: MaxSource,
    /// First day of the athlete's setting, or date of the run that the maximum comes from; [`None`]
    /// for a setting without a date, an estimate by age, and without a maximum.
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::some_date"))]
    pub max_from: Option<Date>,
    /// Highest heart rate of the athlete's runs and the number of runs above the maximum, if two or
    /// more runs are above a set maximum; [`None`] for most runs.
    pub max_exceeded: Option<MaxExceeded>,
    /// Zones of the device, and the time in them as the device counted it; [`None`] if the file
    /// holds none.
    pub device_zones: Option<DeviceZones>,
    /// Settings of the user in the device.
    pub user: UserSettings,
    /// Resting heart rate in beats per minute: measured on the day of the run, otherwise the value
    /// in the device at that time; [`None`] where unknown.
    pub resting_bpm: Option<f64>,
    /// Whether the resting heart rate was measured on the day of the run, by the daily values in the
    /// export of the account.
    pub is_resting_measured: bool,
    /// Zones; [`None`] if the model needs a heart rate that is not known.
    pub zones: Option<HeartRateZones>,
    /// Reason for missing zones; [`None`] if there are zones.
    pub zones_unknown: Option<ZonesUnknown>,
    /// Timer time in each bucket, in milliseconds.
    pub zone_times: ZoneTimes,
    /// Surges above Zone 1, in order.
    pub surges: Vec<Surge>,
    /// Hills, in order.
    pub hills: Vec<Hill>,
    /// Steep stretches, in order.
    pub steep: Vec<SteepStretch>,
    /// Efforts that hills or steep stretches forced, in order.
    pub effort_spikes: Vec<EffortSpike>,
    /// The athlete's rating of perceived exertion, 1-10; [`None`] where not recorded.
    pub rpe: Option<f64>,
    /// Feeling of the athlete, 0 (very weak) to 100 (very strong); [`None`] where not recorded.
    pub feel: Option<f64>,
    /// Aerobic training effect by the device, 0-5; [`None`] where not recorded.
    pub training_effect_aerobic: Option<f64>,
    /// Anaerobic training effect by the device, 0-5; [`None`] where not recorded.
    pub training_effect_anaerobic: Option<f64>,
    /// Facts from the athlete's other runs; empty for a run that was graded on its own.
    pub context: Context,
    /// Planned run that this run was; [`None`] if the plan has none that fits.
    pub planned: Option<PlannedRun>,
    /// Kind of the run and the reason for it.
    pub classified: Classified,
    /// Five criteria.
    pub criteria: Criteria,
    /// Grade; [`None`] for an ungradable run.
    pub grade: Option<Grade>,
    /// Verdict.
    pub verdict: Verdict,
    /// Basis of the verdict.
    pub basis: Basis,
    /// Grade and verdict if suspicious heart rates count as missing; [`None`] without suspicious
    /// heart rates.
    pub without_suspect: Option<WithoutSuspect>,
    /// Maximum heart rates over which the verdict stays the same; [`None`] if the verdict does not
    /// depend on a maximum heart rate.
    pub margin: Option<Margin>,
    /// Confidence in the verdict; [`None`] for an ungradable run.
    pub confidence: Option<Confidence>,
    /// Edwards' training load in minutes times zone (Edwards 1993); [`None`] without zones or heart
    /// rate.
    pub load: Option<f64>,
    /// Whether more than half of the run was walked. Walking is allowed.
    pub is_mostly_walking: bool,
    /// Advice beyond the verdict; [`None`] without advice.
    pub advice: Option<String>,
    /// Number of samples left out because their time cannot be right.
    pub misplaced_samples: usize,
    /// Whether part of the file was lost.
    pub is_partial: bool,
    /// One sentence for each criterion that did not pass.
    pub reasons: Vec<String>,
    /// Main reason why the run was no recovery run; [`None`] for a recovery run.
    pub main_reason: Option<MainReason>,
    /// Heart rate in equal steps, for a picture. An empty strip is left out of JSON.
    #[serde(default, skip_serializing_if = "CompactStrip::is_empty")]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub strip: CompactStrip,
}

impl Assessment {
    /// Returns the local date and time at a moment of timer time (milliseconds), without a zone.
    ///
    /// The result for a moment at which the timer stood is the end of the pause.
    #[must_use]
    pub fn clock_at(&self, timer_ms: i64) -> jiff::civil::DateTime {
        let paused = self.pauses.iter().filter(|pause| pause.start_timer_ms <= timer_ms);
        let paused_ms: i64 = paused.map(|pause| pause.length_ms).sum();
        let since = jiff::SignedDuration::from_millis(timer_ms.saturating_add(paused_ms));
        self.start_local.saturating_add(since)
    }

    /// Whether the run took place indoors, as on a treadmill.
    #[must_use]
    pub fn is_indoor(&self) -> bool {
        self.sub_sport.as_deref().is_some_and(is_indoor_sub_sport)
    }

    /// Returns the end in milliseconds since the Unix epoch.
    #[must_use]
    pub fn end_ms(&self) -> i64 {
        self.start_ms.saturating_add(self.elapsed_ms)
    }

    /// Replaces the grading by another grading of the same run. Names, tags and the number of
    /// copies stay, because copies of the run may have added them.
    pub fn replace_grading(&mut self, graded: Self) {
        *self = Self { labels: std::mem::take(&mut self.labels), copies: self.copies, ..graded };
    }

    /// Whether the run is of kind recovery and was nearly a recovery run.
    #[must_use]
    pub fn is_nearly(&self) -> bool {
        self.classified.kind == Kind::Recovery && self.verdict == Verdict::Borderline
    }

    /// Returns the measured resting heart rate in beats per minute; [`None`] where unknown, and if
    /// the device only holds a setting.
    #[must_use]
    pub fn measured_resting_bpm(&self) -> Option<f64> {
        self.resting_bpm.filter(|_| !self.context.is_resting_a_setting)
    }

    /// Returns the verdict without suspicious heart rates. If there are none, this is the verdict
    /// itself.
    #[must_use]
    pub fn verdict_without_suspect(&self) -> Verdict {
        self.without_suspect.map_or(self.verdict, |without| without.verdict)
    }

    /// Returns the share of timer time with a valid heart rate, in percent; [`None`] without timer
    /// time.
    #[must_use]
    pub fn heart_rate_coverage_pct(&self) -> Option<f64> {
        percent(self.heart_rate_ms, self.timer_ms)
    }

    /// Returns the sport and its basis in words (`running by its speed`); [`None`] if the file
    /// itself names the sport.
    #[must_use]
    pub fn sport_guess(&self) -> Option<String> {
        (self.sport_basis != SportBasis::File)
            .then(|| format!("{}{}", self.sport, self.sport_basis.in_words()))
    }

    /// Whether the time in the zones is known, because there are zones and a heart rate.
    #[must_use]
    pub fn has_zone_times(&self) -> bool {
        self.zone_times.placed_ms() > 0
    }
}

impl From<&Assessment> for KnownHeartRates {
    fn from(run: &Assessment) -> Self {
        let known = Self::new(run.device_zones.as_ref(), &run.user);
        Self { resting_bpm: run.resting_bpm.or(known.resting_bpm), ..known }
    }
}

/// The grade and verdict of a run if suspicious heart rates count as missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct WithoutSuspect {
    /// Grade; [`None`] if the run is then ungradable.
    pub grade: Option<Grade>,
    /// Verdict.
    pub verdict: Verdict,
}

/// The source of the intent of a recovery run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Intent {
    /// The plan names a recovery run.
    Planned,
    /// A name or a tag names a recovery run.
    Named,
    /// No source names a recovery run.
    #[default]
    None,
}

impl Intent {
    /// Returns the name in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Named => "named",
            Self::None => "none",
        }
    }
}

/// The kind of a run, the intent of a recovery run, and the reason.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Classified {
    /// Kind of the run.
    pub kind: Kind,
    /// Source of the intent, for recovery runs.
    pub intent: Intent,
    /// Reason for the kind, in words.
    pub reason: String,
    /// Reason why the recording shows a hard session, for a run of any kind; [`None`] if it does
    /// not show one.
    pub hard_reason: Option<String>,
}

impl Classified {
    /// Whether the run is a hard session, around which recovery runs are placed. Hard runs, long
    /// runs and races are hard sessions. So are runs of other kinds, except recovery runs, that the
    /// recording shows to be hard.
    #[must_use]
    pub fn is_hard_session(&self) -> bool {
        match self.kind {
            Kind::Hard | Kind::Long | Kind::Race => true,
            Kind::Recovery => false,
            _ => self.hard_reason.is_some(),
        }
    }

    /// Returns the reason why the run is a hard session; [`None`] for other runs.
    #[must_use]
    pub fn hard_session_reason(&self) -> Option<&str> {
        let shown = self.hard_reason.as_deref();
        self.is_hard_session().then(|| shown.unwrap_or(&self.reason))
    }

    /// Whether the run was meant as a recovery run by the plan, a name or a tag.
    #[must_use]
    pub fn is_meant(&self) -> bool {
        self.kind == Kind::Recovery && self.intent != Intent::None
    }
}

/// Facts about a run from the athlete's other runs.
///
/// Empty ([`Context::default`]) for a run that was graded on its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Context {
    /// Mean load of the runs before; [`None`] if there are too few runs.
    pub usual_load: Option<f64>,
    /// Whether the run is longer than most runs before it and too long for a recovery run.
    pub is_long: bool,
    /// Time from the end of the hard session before the run, in milliseconds; [`None`] without such
    /// a session.
    pub since_hard_ms: Option<i64>,
    /// Time to the start of the hard session after the run, in milliseconds; [`None`] without such
    /// a session.
    pub until_hard_ms: Option<i64>,
    /// Next run, or rest, within 48 h after the run; [`None`] if the run is not a hard session, or
    /// if the 48 h are not over.
    pub followed_by: Option<FollowedBy>,
    /// Whether the run is the next run or session after a hard session, within 48 h.
    pub follows_hard: bool,
    /// Place among the hard sessions, for recovery runs and nearly recovery runs; [`None`] for
    /// other runs.
    pub placing: Option<Placing>,
    /// Whether the run is filler if its week has more recovery runs than the coach's range;
    /// [`None`] for runs that are not recovery runs.
    pub is_filler_if_over: Option<bool>,
    /// Median of the resting heart rates at the runs before, in beats per minute; [`None`] if there
    /// are too few runs.
    pub usual_resting_bpm: Option<f64>,
    /// Whether the resting heart rate is so far above the usual value that the coach asks for rest;
    /// [`None`] if either value is unknown.
    pub is_resting_raised: Option<bool>,
    /// Whether the resting heart rate is a setting and not a measurement. This is so if it never
    /// changes in the athlete's runs, and if only other runs have a measured value of the day.
    pub is_resting_a_setting: bool,
}

/// The place of a recovery run among the hard sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Placing {
    /// Soon after a hard session.
    AfterHard,
    /// Between two hard sessions.
    Between,
    /// Shortly before a hard session.
    BeforeHard,
    /// Near no hard session.
    Isolated,
}

impl Placing {
    /// Returns the name in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AfterHard => "after_hard",
            Self::Between => "between",
            Self::BeforeHard => "before_hard",
            Self::Isolated => "isolated",
        }
    }
}

/// The next run, or rest, after a hard session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FollowedBy {
    /// A recovery run.
    Recovery,
    /// Nearly a recovery run.
    Nearly,
    /// No run and no hard session within 48 h.
    Rest,
    /// An easy run that was too hard or too long, or in which hills forced an effort.
    TooHard,
    /// Another hard session.
    Hard,
    /// An ungradable run.
    Unknown,
}

impl FollowedBy {
    /// All values, in the order of the tables.
    pub const ALL: [Self; 6] =
        [Self::Recovery, Self::Nearly, Self::Rest, Self::TooHard, Self::Hard, Self::Unknown];

    /// Returns the name in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recovery => "recovery",
            Self::Nearly => "nearly",
            Self::Rest => "rest",
            Self::TooHard => "too_hard",
            Self::Hard => "hard",
            Self::Unknown => "unknown",
        }
    }
}

/// JSON Schemas of dates and times, which are text in JSON.
#[cfg(feature = "schema")]
mod schema {
    use schemars::{Schema, SchemaGenerator, json_schema};

    pub(super) fn date(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }

    pub(super) fn some_date(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "null"], "format": "date" })
    }

    pub(super) fn local_time(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "partial-date-time" })
    }
}
