//! Was it a true recovery run?
//!
//! [`assess`] takes an [`Activity`](recoup_model::Activity) and an [`Athlete`] with a [`Policy`] and
//! gives an [`Assessment`]: time in each heart-rate bucket, surges, hills, five criteria with what
//! was measured against which limit, a grade and a verdict. It never fails: what the recording
//! cannot tell is `unknown`, and unknown is never a pass.
//!
//! The crate has five rooms, and each uses only those before it:
//!
//! - [`wording`]: phrases that messages and pages share.
//! - [`calendar`]: local time and weeks.
//! - [`settings`]: what the athlete wants (heart rates, zones, limits, plan). Reads no run.
//! - [`run`]: one run, from its samples to its assessment. Knows no other run.
//! - [`history`]: all runs of one athlete: duplicates, the highest heart rate, placing, weeks.
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
//! let assessment = assess(&run, &athlete);
//! assert_eq!(assessment.verdict.as_str(), "recovery");
//! assert_eq!(assessment.zone_times.total_ms(), assessment.timer_ms);
//! ```

pub mod calendar;
pub mod history;
pub mod run;
pub mod settings;
pub mod wording;

pub use history::finish::{FinishError, finish};
pub use history::measured_file::{FileContent, FileMeasured, SessionMeasured};
pub use history::record::{FileRecord, FileStatus, Reason};
pub use history::weeks::{Frequency, RestingFlag, Week, WeekNote, weeks, weeks_by_policy};
pub use run::assessment::{Assessment, Classified, Context, Intent, Placing, WithoutSuspect};
pub use run::criteria::{Basis, Criteria, Criterion, Evidence, Grade, Outcome, Verdict};
pub use run::grade::assess;
pub use run::margin::Margin;
pub use run::measured::Measured;
pub use run::quality::{HeartRateQuality, SuspectKind, SuspectStretch};
pub use run::session::{Fragment, NotARun, Session, assess_session};
pub use run::strip::{CompactStrip, HeartRateStrip};
pub use run::zones::{HeartRateZones, KnownHeartRates, MaxSource, ZoneTimes, ZonesUnknown};
pub use settings::athlete::{Athlete, HeartRateSetting};
pub use settings::kind::Kind;
pub use settings::plan::{Plan, PlanError, PlannedRun};
pub use settings::policy::Policy;
pub use settings::roster_file::{PathAt, RosterEntry, RosterFile};
pub use settings::toml_keys::AthleteError;
pub use settings::zone_model::{CustomZones, ZoneBase, ZoneModel};
