//! Was it a true recovery run?
//!
//! [`assess`] takes an [`Activity`](recoup_model::Activity) and an [`Athlete`] with a [`Policy`] and
//! gives an [`Assessment`]: time in each heart-rate bucket, surges, hills, five criteria with what
//! was measured against which limit, a grade and a verdict. It never fails: what the recording
//! cannot tell is `unknown`, and unknown is never a pass.
//!
//! [`assess_all`] does the same for many files at once, each read, assessed and dropped within its
//! own task, so that memory is bounded by the largest files being read and not by the folder.
//!
//! The steps are modules, each a page with its rules, where they come from and their defaults, in
//! the order in which they build on each other: [`timeline`] (timer time), [`trace`] (heart rate
//! over it), [`quality`] (which heart rates to doubt), [`zones`] (heart-rate zones and time in
//! them), [`history`] (the highest heart rate of all runs), [`terrain`] (ascent, hills, steep
//! stretches), [`surges`], [`criteria`] (the five criteria, grade, verdict), [`margin`] (how sure
//! the verdict is), [`plan`] (what was planned), [`kind`] (what the run was meant as), [`calendar`]
//! (local date and week), [`track`] (where it went, by which copies are known), [`context`] (what the
//! athlete's other runs say of it).
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

pub mod assessment;
pub mod athlete;
mod athlete_file;
mod batch;
pub mod calendar;
pub mod context;
pub mod criteria;
pub mod duplicates;
pub mod history;
pub mod kind;
pub mod margin;
pub mod measured;
pub mod nearest;
pub mod plan;
pub mod policy;
pub mod quality;
mod roster_file;
pub mod surges;
pub mod terrain;
pub mod timeline;
pub mod trace;
pub mod track;
pub mod zones;

pub use assessment::{Assessment, WithoutSuspect, assess};
pub use athlete::{Athlete, HeartRateSetting};
pub use athlete_file::AthleteError;
pub use batch::{
    Anew, Assessed, BatchOptions, FileRecord, FileStatus, Files, Progress, ReadFile, ReadOutcome,
    Recalled, assess_all, assess_files, on_threads,
};
pub use context::{Context, Placing};
pub use criteria::{Basis, Criteria, Criterion, Evidence, Grade, Outcome, Verdict};
pub use margin::Margin;
pub use measured::{HeartRateStrip, Measured};
pub use plan::{Plan, PlanError, PlannedRun};
pub use policy::Policy;
pub use quality::{HeartRateQuality, SuspectKind, SuspectStretch};
pub use roster_file::{PathAt, RosterEntry, RosterFile};
pub use zones::{
    CustomZones, HeartRateZones, MaxSource, ZoneBase, ZoneModel, ZoneTimes, ZonesUnknown,
};
