//! Assessments to tables.
//!
//! Three [`DataFrame`]s: [`runs_frame`] has a row per run, [`weeks_frame`] is made from it and has a
//! row per week, [`files_frame`] has a row per file. [`write_csv`] writes any of them as the CSV
//! that other tools join on.
//!
//! A column's name says its unit: `_s` are seconds (three decimals in CSV), `_m` metres (one),
//! `_pct` percent (two), `_bpm` beats per minute. Unknown is null, an empty cell, and never 0.

mod csv;
mod frame;
mod weeks;

pub use csv::{write_csv, write_csv_file};
pub use frame::{files_frame, runs_frame};
pub use polars::prelude::{DataFrame, PolarsError};
pub use weeks::weeks_frame;
