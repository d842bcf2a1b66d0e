//! Was it a true recovery run?
//!
//! [`assess`] makes an [`Assessment`] from an [`Activity`](recoup_model::Activity) and an
//! [`Athlete`] with a [`Policy`]: time in each heart-rate bucket, surges, hills, five criteria with
//! their measured values and limits, a grade and a verdict. No recording is an error. A value that
//! the recording does not show is `unknown`, and unknown is never a pass.
//!
//! # A run on its own
//!
//! ```
//! use recoup_analysis::{Athlete, assess};
//! use recoup_model::{Activity, FileFormat, Sample, Sport};
//!
//! // Half an hour at 125 bpm, one sample a second.
//! let mut run = Activity::new(FileFormat::Fit);
//! run.sport = Sport::Running;
//! run.sub_sport = Some("treadmill".into());
//! for second in 0..=1800 {
//!     let time_ms = 1_772_000_000_000 + second * 1000;
//!     run.samples.push(&Sample { time_ms, heart_rate_bpm: Some(125.0), ..Default::default() });
//! }
//! let athlete = Athlete::with_max_hr(190.0);
//! let assessment = assess(&run, &athlete)?;
//! assert_eq!(assessment.verdict.as_str(), "recovery");
//! assert_eq!(assessment.zone_times.total_ms(), assessment.timer_ms);
//! # Ok::<(), recoup_analysis::InvalidSetting>(())
//! ```
//!
//! # All runs of an athlete
//!
//! The kind of a run, its duplicates and its week depend on the athlete's other runs. There are two
//! steps. [`FileMeasured::new`] measures the sessions of one file. [`finish`](finish()) grades the
//! runs of all files and places each run among the others. [`weeks`](weeks()) then sums up the
//! weeks.
//!
//! # Map
//!
//! The crate does not read files: a reader such as `recoup-parse` makes the activities. The crate
//! has six groups of modules, and each group uses only the groups before it.
//!
//! **[`wording`]** holds the phrases that messages, pages and tables share: times as `m:ss`, counts
//! with their noun, and the hint "did you mean". Look here before you format a value for a user.
//!
//! **[`calendar`]** converts a moment to local time and finds its week. It finds the time zone of
//! coordinates and the date in a file's name.
//!
//! **[`settings`]** holds the settings of one athlete: heart rates, zone model, the limits of the
//! rules ([`Policy`]) and the [`Plan`]. It reads the text of `athlete.toml`, `recoup.toml` and
//! plans, and its errors name the line. It does not depend on runs. Add a new limit to
//! [`settings::policy`].
//!
//! **[`run`]** makes the assessment of one run from its samples, without any other run.
//! [`run::timeline`] finds timer time, [`Measured`] holds all measures that need no maximum heart
//! rate, and [`run::grade`] makes the assessment. [`run::criteria`] holds the five criteria, the
//! grade and the verdict; its page lists their limits. [`assess_session`] decides whether a session
//! is a run to grade.
//!
//! **[`history`]** compares all runs of one athlete: it sets duplicates aside, finds the maximum
//! heart rate, classifies and places runs, and sums up weeks. Each file becomes a [`FileRecord`].
//!
//! **[`answer`]** makes the [`Answer`] that a runner reads first, in sentences, from the records
//! and the weeks.

pub mod answer;
pub mod calendar;
pub mod history;
pub mod run;
pub mod settings;
pub mod wording;

pub use answer::{
    AfterHard, Answer, AnswerDoubt, AnswerPart, Change, MeantRuns, Mixed, RecoveryRuns, Remedy,
    Sentence, Trend, TrendOfWeeks, Word, answers, answers_by_policy, no_runs_in_period,
};
pub use history::company::Company;
pub use history::finish::{FinishError, finish};
pub use history::measured_file::{FileContent, FileMeasured, SessionMeasured};
pub use history::planned::plan_of;
pub use history::record::{Duplicate, DuplicateRule, FileRecord, FileStatus, OtherSession, Reason};
pub use history::week::{Frequency, RestingFlag, Week, WeekNote};
pub use history::weeks::{weeks, weeks_by_athlete};
pub use run::assessment::{
    Assessment, Classified, Confidence, Context, FollowedBy, Intent, MaxExceeded, Placing,
    WithoutSuspect,
};
pub use run::criteria::main_reason::{MainReason, ReasonCode};
pub use run::criteria::{Basis, Criteria, Criterion, Evidence, Grade, Outcome, Verdict};
pub use run::grade::assess;
pub use run::in_words::VerdictInWords;
pub use run::margin::Margin;
pub use run::max_doubt::MaxDoubt;
pub use run::measured::Measured;
pub use run::quality::{HeartRateQuality, SuspectKind, SuspectStretch};
pub use run::run_samples::{RunSample, SampleZone, run_samples};
pub use run::session::{Fragment, NotARun, Session, assess_session};
pub use run::strip::{CompactStrip, HeartRateStrip};
pub use run::zones::{
    HeartRateZones, KnownHeartRates, MaxHeartRate, MaxSource, ZoneTimes, ZonesUnknown,
};
pub use settings::athlete::{Athlete, HeartRateSetting};
pub use settings::athlete_checks::InvalidSetting;
pub use settings::kind::Kind;
pub use settings::max_timeline::{FoundMax, MaxTimeline, WatchMax};
pub use settings::plan::{Plan, PlanError, PlannedRun};
pub use settings::policy::Policy;
pub use settings::roster_file::{PathAt, RosterEntry, RosterFile};
pub use settings::toml_keys::AthleteError;
pub use settings::zone_model::{CustomZones, ZoneBase, ZoneModel};
