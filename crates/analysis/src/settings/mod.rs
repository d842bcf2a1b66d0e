//! Settings of one athlete: heart rates, zones, the limits of the rules and a plan.
//!
//! No module here depends on runs.
//!
//! - [`athlete`]: all settings of one athlete, read from an athlete file by
//!   [`Athlete::from_toml`](athlete::Athlete::from_toml).
//! - [`policy`]: the limits of the rules, each with unit, default and origin.
//! - [`zone_model`]: zone models, the percentages that define zones.
//! - [`plan`]: planned runs by local date, read from CSV.
//! - [`kind`]: kinds of runs, and the words in a title that name them.
//! - [`roster_file`]: the folders of several athletes, read from `recoup.toml`.
//! - [`max_timeline`]: the maximum heart rate over time, found in the athlete's files.
//! - [`key`]: hashes for comparing the settings by which two files were graded.
//! - [`toml_keys`]: the error and the checks that both TOML files share.

pub mod athlete;
pub mod athlete_checks;
mod athlete_file;
pub mod athlete_keys;
pub mod key;
pub mod kind;
pub mod max_timeline;
pub mod plan;
pub mod policy;
pub mod roster_file;
mod title_words;
pub mod toml_keys;
pub mod zone_model;
