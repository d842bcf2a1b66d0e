//! One run, assessed: everything that reports show of it.

use crate::calendar::LocalBasis;
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
use crate::settings::zone_model::ZoneModel;
use jiff::civil::Date;
use recoup_model::{DeviceZones, FileFormat, Sport, SportBasis, Surface, Tag, UserSettings};
use serde::{Deserialize, Serialize};

/// One run, assessed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Assessment {
    /// The format it was read from.
    pub format: FileFormat,
    /// Number of the session in its file, from 0.
    pub session: u32,
    /// Start, milliseconds since the Unix epoch.
    pub start_ms: i64,
    /// Local date and time of the start, without a zone.
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::local_time"))]
    pub start_local: jiff::civil::DateTime,
    /// Offset of local time from UTC in minutes.
    pub utc_offset_min: i32,
    /// What local time was made from.
    pub local_basis: LocalBasis,
    /// Name of the week.
    pub week: String,
    /// First day of the week.
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::date"))]
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
    /// The heart rate in equal steps, for a picture. An empty one is left out of JSON.
    #[serde(default, skip_serializing_if = "CompactStrip::is_empty")]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub strip: CompactStrip,
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

    /// Replaces the grading by another of the same run. What its copies told stays: names, tags and
    /// their number.
    pub fn replace_grading(&mut self, graded: Self) {
        *self = Self {
            title: self.title.take(),
            other_names: std::mem::take(&mut self.other_names),
            tags: std::mem::take(&mut self.tags),
            copies: self.copies,
            ..graded
        };
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

impl From<&Assessment> for KnownHeartRates {
    fn from(run: &Assessment) -> Self {
        Self::new(run.device_zones.as_ref(), &run.user)
    }
}

/// What a run comes to if suspicious heart rates count as missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct WithoutSuspect {
    /// The grade; [`None`] where the run is then ungradable.
    pub grade: Option<Grade>,
    /// The verdict.
    pub verdict: Verdict,
}

/// How it is known that a run was meant as a recovery run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Intent {
    /// A plan says so.
    Planned,
    /// A name or a tag says so.
    Named,
    /// It looks like one.
    Inferred,
    /// It was not meant as one.
    #[default]
    None,
}

impl Intent {
    /// The name, as in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Named => "named",
            Self::Inferred => "inferred",
            Self::None => "none",
        }
    }
}

/// A run's kind, how a recovery run's is known, and the reason in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Classified {
    /// What the run was.
    pub kind: Kind,
    /// How it is known, for recovery runs.
    pub intent: Intent,
    /// The reason in words.
    pub reason: String,
    /// What made it a hard session by the recording, whatever its kind; [`None`] where nothing did.
    pub hard_reason: Option<String>,
}

impl Classified {
    /// Whether recovery runs are placed around it: a hard run or a race, or a run of another kind
    /// that was hard all the same.
    #[must_use]
    pub fn is_hard_session(&self) -> bool {
        match self.kind {
            Kind::Hard | Kind::Race => true,
            Kind::Recovery => false,
            _ => self.hard_reason.is_some(),
        }
    }
}

/// What an athlete's other runs say of a run.
///
/// Of a run alone nothing is known ([`Context::default`]).
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Context {
    /// Mean load of the runs before it.
    pub usual_load: Option<f64>,
    /// Whether it is longer than most runs before it, and than a recovery run may be.
    pub is_long: bool,
    /// Whether it is among the easiest by its mean heart rate.
    pub is_among_easiest: bool,
    /// From the end of the hard session before it, in milliseconds.
    pub since_hard_ms: Option<i64>,
    /// To the start of the hard session after it, in milliseconds.
    pub until_hard_ms: Option<i64>,
    /// Where it is placed, for recovery runs.
    pub placing: Option<Placing>,
    /// Whether it is filler if there are more recovery runs in its week than the target; [`None`]
    /// for other runs.
    pub is_filler_if_over: Option<bool>,
    /// Median of the resting heart rates at the runs before it, in beats per minute.
    pub usual_resting_bpm: Option<f64>,
    /// Whether its own is so much higher that the coach would have the athlete rest.
    pub is_resting_raised: Option<bool>,
}

/// Where a recovery run is among the hard sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Placing {
    /// Soon after one.
    AfterHard,
    /// Between two.
    Between,
    /// Shortly before one.
    BeforeHard,
    /// Near none.
    Isolated,
}

impl Placing {
    /// The name, as in tables.
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

/// JSON Schemas of dates and times, which are text in JSON.
#[cfg(feature = "schema")]
mod schema {
    use schemars::{Schema, SchemaGenerator, json_schema};

    pub(super) fn date(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }

    pub(super) fn local_time(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "partial-date-time" })
    }
}
