//! Was it a true recovery run?
//!
//! `recoup` reads watch exports (Garmin FIT, GPX, TCX, gzips and ZIP archives of them), grades
//! every run as a recovery run with the evidence, and sums up every week. An application needs no
//! other crate than this one. It re-exports the necessary items of [`recoup_model`],
//! [`recoup_parse`] and [`recoup_analysis`]. With the feature `frames`, it makes Polars data frames
//! of the results.
//!
//! The library does not print or exit, and keeps no global state. (Exception: the borders of time
//! zones are built once, when they are first needed.) The caller handles progress and cancellation.
//!
//! # One file
//!
//! ```
//! # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/activities");
//! # let path = std::path::Path::new(folder).join("2026-03-15-100000.fit");
//! let activities = recoup::read(path)?; // one for each session in the file
//! let athlete = recoup::Athlete::with_max_hr(190.0);
//! let run = recoup::assess(&activities[0], &athlete)?; // unknown is never a pass
//! assert_eq!(run.verdict, recoup::Verdict::NotRecovery);
//! assert!(run.reasons[1].starts_with("terrain fail: 3 effort spikes"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Bytes from memory, under limits
//!
//! An upload is untrusted. [`Limits`] bound its size, its memory and its number of samples.
//!
//! ```
//! let upload = br#"<gpx version="1.1"><trk><type>running</type><trkseg>
//!     <trkpt lat="59.9" lon="10.7"><time>2026-03-02T06:00:00Z</time></trkpt>
//!   </trkseg></trk></gpx>"#;
//! let limits = recoup::Limits::default().with_input_bytes(1 << 20);
//! let contents = recoup::read_bytes(upload, &limits)?;
//! let run = recoup::assess(&contents.activities[0], &recoup::Athlete::default())?;
//! assert_eq!(run.verdict, recoup::Verdict::Ungradable); // one point, no heart rate
//!
//! let damaged = recoup::read_bytes(b"<gpx><trk><trkseg><trkpt lat=", &limits);
//! assert!(damaged.is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # A custom policy
//!
//! Every limit of the rules is a field of [`Policy`], those of the coach and all others.
//!
//! ```
//! use recoup::{Athlete, Policy};
//! let policy = Policy::default().with(|policy| policy.duration_pass_max_min = 60.0);
//! let athlete = Athlete::with_max_hr(190.0).with(|athlete| athlete.policy = policy);
//! # let activity = recoup::Activity::new(recoup::FileFormat::Fit);
//! let run = recoup::assess(&activity, &athlete)?;
//! assert_eq!(run.criteria.duration.limit, "20-60 min");
//! # Ok::<(), recoup::InvalidSetting>(())
//! ```
//!
//! # Two steps
//!
//! [`measure`] reads one file and measures its sessions. [`finish`] grades the runs of all measured
//! files of an athlete and returns a record for each file. A program can put its own threads, a
//! database or other machines between the two steps. [`measure_files`] is the first step for
//! archives.
//!
//! # A folder
//!
//! [`assess_paths`] finds the files below some paths, including members of ZIP archives. It reads
//! and assesses them on all processors, and returns a record for each file. [`weeks`] sums the
//! records up:
//!
//! ```
//! use recoup::{Athlete, BatchOptions, ReadOptions};
//! let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata");
//! let athlete = Athlete::with_max_hr(190.0);
//! let (reading, options) = (ReadOptions::new(), BatchOptions::new());
//! let records = recoup::assess_paths(&[folder.into()], &athlete, &reading, &options)?;
//! for week in recoup::weeks(&records, &athlete) {
//!     println!("{}: {} runs, {} recovery runs", week.week, week.runs, week.recovery_runs);
//! }
//! # Ok::<(), recoup::InvalidSetting>(())
//! ```
//!
//! [`answers`] describes the last weeks in sentences, and names one thing to change:
//!
//! ```
//! use recoup::{Answer, Athlete, BatchOptions, ReadOptions};
//! let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata");
//! let athlete = Athlete::with_max_hr(190.0);
//! let (reading, options) = (ReadOptions::new(), BatchOptions::new());
//! let records = recoup::assess_paths(&[folder.into()], &athlete, &reading, &options)?;
//! let weeks = recoup::weeks(&records, &athlete);
//! let answers = recoup::answers(&records, &weeks, &athlete.policy, Some(Answer::WEEKS));
//! for sentence in answers[0].sentences() {
//!     println!("{}", sentence.text);
//! }
//! # Ok::<(), recoup::InvalidSetting>(())
//! ```
//!
//! With the feature `frames`, [`frames`] makes Polars data frames of the results and writes tables:
//!
//! ```
//! # #[cfg(feature = "frames")] {
//! use recoup::{Athlete, BatchOptions, ReadOptions, frames};
//! let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata");
//! let athlete = Athlete::with_max_hr(190.0);
//! let (reading, options) = (ReadOptions::new(), BatchOptions::new());
//! let records = recoup::assess_paths(&[folder.into()], &athlete, &reading, &options)?;
//! let runs = frames::runs_frame(&records)?;
//! let weeks = frames::weeks_frame(&recoup::weeks(&records, &athlete))?;
//! assert!(runs.height() > weeks.height());
//! let mut json = Vec::new();
//! frames::write_frame(&weeks, frames::TableFormat::Json, &mut json)?;
//! assert!(json.starts_with(br#"[{"athlete":null,"week":"2026-W10","week_start":"2026-03-02""#));
//! # Ok::<(), Box<dyn std::error::Error>>(()) }?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! With the feature `page`, [`report::page`] makes one HTML page with pictures:
//!
//! ```
//! # #[cfg(feature = "page")] {
//! use recoup::report::page::{Report, page};
//! use recoup::{Answer, Athlete, BatchOptions, ReadOptions};
//! let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata");
//! let athlete = Athlete::with_max_hr(190.0);
//! let (reading, options) = (ReadOptions::new(), BatchOptions::new());
//! let records = recoup::assess_paths(&[folder.into()], &athlete, &reading, &options)?;
//! let weeks = recoup::weeks(&records, &athlete);
//! let answers = recoup::answers(&records, &weeks, &athlete.policy, Some(Answer::WEEKS));
//! let html = page(&Report::new(&athlete, &records, &weeks, answers.first()));
//! assert!(html.contains("2026-W10: 5 runs, "));
//! # Ok::<(), recoup::InvalidSetting>(()) }?;
//! # Ok::<(), recoup::InvalidSetting>(())
//! ```
//!
//! [`Locator`] finds one file by its name in a record, also in an archive.
//!
//! All files belong to one athlete here. [`Roster`] assigns files to several athletes and assesses
//! each athlete separately.
//!
//! # Cache, progress and cancellation
//!
//! With the feature `cache`, a [`Cache`] keeps the result of each file, so that an unchanged file
//! is not opened again. [`BatchOptions`] report the progress of a batch and can stop it. The
//! results so far are kept.
//!
//! ```
//! # #[cfg(feature = "cache")] {
//! use recoup::{Athlete, BatchOptions, Cache, ReadOptions};
//! use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
//! # let folder = tempfile::tempdir()?;
//! let cache = Cache::open(folder.path())?;
//! let reading = ReadOptions::new().cache(&cache);
//! let (done, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
//! let progress = |progress: recoup::Progress| {
//!     done.fetch_max(progress.done, Ordering::Relaxed); // of progress.total
//!     stop.store(progress.done >= 10, Ordering::Relaxed); // somebody's Ctrl-C
//! };
//! let testdata = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata");
//! let options = BatchOptions::new().threads(1).progress(&progress).cancel(&stop);
//! let athlete = Athlete::with_max_hr(190.0);
//! let begun = recoup::assess_paths(&[testdata.into()], &athlete, &reading, &options)?;
//! assert_eq!((begun.len(), done.into_inner()), (10, 10));
//!
//! let options = BatchOptions::new();
//! let whole = recoup::assess_paths(&[testdata.into()], &athlete, &reading, &options)?;
//! assert_eq!((whole.len(), cache.found()), (25, 10));
//! # Ok::<(), Box<dyn std::error::Error>>(()) }?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Contents of a file
//!
//! With the feature `reference`, `recoup::reference` has second readers of FIT and GPX files, built
//! on other libraries. They show every message and field of a FIT file, whether a GPX file conforms
//! to the schema, and whether the two readers agree. `recoup::reference::outline` lists the
//! elements of a GPX or TCX file.
//!
//! ```
//! # #[cfg(feature = "reference")] {
//! # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/activities");
//! # let path = std::path::Path::new(folder).join("2026-03-15-100000.fit");
//! use recoup::reference::{differences, fit};
//! let limits = recoup::Limits::default();
//! let bytes = recoup::FoundFile::new(&path, "run.fit").unpacked(&limits)?;
//! let reading = fit::read(&bytes, &limits);
//! let summary = reading.summary();
//! let records = summary.iter().find(|message| message.name.as_deref() == Some("record"));
//! assert_eq!(records.map(|records| records.count), Some(2401));
//! let ours = recoup::read_bytes(&bytes, &limits)?.activities;
//! assert!(differences(&ours, &reading.activities()).is_empty());
//! # Ok::<(), recoup::Error>(()) }?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A program that already reads files with those libraries can convert their results:
//!
//! ```
//! # #[cfg(feature = "reference")] {
//! use recoup::reference::gpx::gpx;
//! let file = br#"<gpx version="1.1" creator="a watch"><trk><type>running</type><trkseg>
//!   <trkpt lat="59.91" lon="10.75"><time>2026-03-02T06:00:00Z</time></trkpt>
//! </trkseg></trk></gpx>"#;
//! let run = recoup::Activity::try_from(&gpx::read(&file[..])?)?;
//! assert_eq!(run.sport, recoup::Sport::Running);
//! # Ok::<(), Box<dyn std::error::Error>>(()) }?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod athletes;
mod batch;
mod cache;
mod measure;
mod plan_file;
mod sources;
mod threads;

pub use athletes::files::{ConfigError, ConfigErrorKind, SETTINGS_BYTES, read_athlete};
pub use athletes::options::RosterOptions;
pub use athletes::plans::{PlanBytes, add_plans, plan_files, read_plan};
pub use athletes::roster::{AthleteFiles, Roster};
pub use batch::assess_paths;
pub use batch::file_set::FileSet;
pub use batch::measure_files::{in_report_order, measure_files, measure_files_for};
pub use batch::options::{BatchOptions, Progress};
#[cfg(feature = "cache")]
pub use cache::{Cache, CacheError};
pub use measure::{finish, measure, measure_for};
pub use plan_file::PlanFile;
pub use recoup_analysis::{
    AfterHard, Answer, AnswerDoubt, AnswerPart, Assessment, Athlete, AthleteError, Basis, Change,
    Classified, CompactStrip, Company, Confidence, Context, Criteria, Criterion, CustomZones,
    Duplicate, DuplicateRule, Evidence, FileContent, FileMeasured, FileRecord, FileStatus,
    FinishError, FollowedBy, FoundMax, Fragment, Frequency, Grade, HeartRateQuality,
    HeartRateSetting, HeartRateStrip, HeartRateZones, Intent, InvalidSetting, Kind,
    KnownHeartRates, MainReason, Margin, MaxDoubt, MaxExceeded, MaxHeartRate, MaxSource,
    MaxTimeline, MeantRuns, Measured, Mixed, NotARun, OtherSession, Outcome, Placing, Plan,
    PlanError, PlannedRun, Policy, Reason, ReasonCode, RecoveryRuns, Remedy, RestingFlag,
    RunSample, SampleZone, Sentence, Session, SessionMeasured, SuspectKind, SuspectStretch, Trend,
    TrendOfWeeks, Verdict, VerdictInWords, Week, WeekNote, WithoutSuspect, Word, ZoneBase,
    ZoneModel, ZoneTimes, ZonesUnknown, answers, answers_by_policy, assess, assess_session,
    no_runs_in_period, plan_of, run_samples, weeks, weeks_by_athlete,
};
pub use recoup_model::{
    Activity, AltitudeSource, Device, DeviceZoneTimes, DeviceZones, Diagnostic, DiagnosticKind,
    FileFormat, HeartRateSensor, Labels, Lap, Listed, PlannedStart, PlannedWorkout, Position,
    Sample, Samples, SessionTotals, Sport, SportBasis, Surface, Tag, TimerEvent, TimerEventKind,
    UserSettings, Workout, WorkoutId, WorkoutStep, shown, shown_path,
};
pub use recoup_parse::{
    ActivitySummaries, Archives, Aside, ByteSource, Error, ErrorKind, ExportEntry, ExportIndex,
    ExportList, FileBytes, FileContents, Format, FoundFile, Limits, Listing, Peek, PlanContents,
    PlanFormat, RestingHeartRates, WorkoutSchedule, contained, discover, is_contained, peek,
    peek_file, read_bytes, read_file, read_text,
};
pub use sources::athlete_root::{athlete_root, common_athlete_file, nearest_athlete_file};
pub use sources::display_names::without_addresses;
pub use sources::locate::{LocateError, Locator};
pub use sources::settings::{ATHLETE_FILE, REPORT_FOLDER, ROSTER_FILE, is_page};
pub use sources::{ReadOptions, Source};

/// Single steps of an assessment, for readers of the rules and for programs that need only some
/// steps. These modules may change in every version.
pub use recoup_analysis as analysis;

/// Dates and times in the signatures of this crate.
pub use jiff;

#[cfg(feature = "reference")]
pub use recoup_parse::reference;

/// Runs, weeks and files as Polars data frames, and as tables in files.
#[cfg(feature = "frames")]
pub mod frames {
    pub use recoup_report::{
        ColumnInfo, CoveredWeeks, CsvDialect, DataFrame, InvalidTableFormat, PolarsError,
        ReportFile, TableFormat, TableRows, covered_weeks, files_frame, polars, runs_frame,
        samples_frame, tables, weeks_frame, write_frame, write_in_dialect, write_report_files,
    };
}

/// Pages for people, CSV and record batches of Arrow, made of the results.
#[cfg(any(feature = "arrow", feature = "csv", feature = "page"))]
pub mod report {
    pub use recoup_report::TableRows;
    #[cfg(feature = "arrow")]
    pub use recoup_report::arrow;
    #[cfg(feature = "page")]
    pub use recoup_report::page;
    #[cfg(feature = "csv")]
    pub use recoup_report::{CsvDialect, write_csv};
}

/// Reads the activities of one file, under the default [`Limits`].
///
/// Returns an empty list for a file without activities, such as a settings file or a photo.
/// [`read_file`] also describes such a file.
///
/// # Errors
///
/// Fails if nothing could be read. The error names the position and the cause.
pub fn read(path: impl AsRef<std::path::Path>) -> Result<Vec<Activity>, Error> {
    read_file(path.as_ref(), &Limits::default()).map(|contents| contents.activities)
}
