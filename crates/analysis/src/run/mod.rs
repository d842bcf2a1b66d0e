//! One run: from its samples to its assessment.
//!
//! No module here depends on another run. Each module uses only modules above it:
//!
//! - [`timeline`]: timer time, pauses, and the time for which each sample holds.
//! - [`trace`]: the heart rate over timer time.
//! - [`track`]: positions at 17 moments, by which copies are recognised.
//! - [`terrain`]: distance, ascent, hills, steep stretches and efforts by speed and grade.
//! - [`quality`]: suspicious heart rates.
//! - [`peak`]: the highest heart rate that was held for 10 s.
//! - [`strip`]: the heart rate in equal steps, for pictures.
//! - [`measured`]: all these measures of one run ([`Measured`](measured::Measured)), without
//!   samples.
//! - [`sessions`]: the different sessions of a file, and runs of several days.
//! - [`session`]: the decision whether a session is a run, and whether it is graded.
//! - [`zones`]: heart-rate zones, and the time in them.
//! - [`surges`]: stretches above Zone 1 and their causes.
//! - [`criteria`]: the five criteria, the grade and the verdict.
//! - [`margin`]: the maximum heart rates over which the verdict stays the same.
//! - [`assessment`]: the types of the result.
//! - [`max_doubt`]: the reasons to doubt a maximum heart rate.
//! - [`in_words`]: the verdict in words.
//! - [`classify`]: the kind of a run.
//! - [`other_sport`]: activities of other sports, and their strain on the runner.
//! - [`grade`]: makes the [`Assessment`](assessment::Assessment) of a
//!   [`Measured`](measured::Measured) run.
//! - [`run_samples`](mod@run_samples): the samples with their zones, surges, hills and grades.

pub mod assessment;
pub mod classify;
pub mod criteria;
pub mod grade;
pub mod in_words;
pub mod margin;
pub mod max_doubt;
pub mod measured;
pub mod other_sport;
pub mod peak;
pub mod quality;
pub mod run_samples;
pub mod session;
pub mod sessions;
pub mod strip;
pub mod surges;
pub mod terrain;
pub mod timeline;
pub mod trace;
pub mod track;
pub mod zones;
