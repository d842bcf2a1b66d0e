//! Assessments to tables.
//!
//! Three [`DataFrame`]s: [`runs_frame`] has a row per run, [`weeks_frame`] is made from it and has a
//! row per week, [`files_frame`] has a row per file. [`write_frame`] writes any of them as a table
//! that other tools join on, in one of several formats.
//!
//! A column's name says its unit: `_s` are seconds (three decimals in tables), `_m` metres (one),
//! `_pct` percent (two), `_bpm` beats per minute. Unknown is null, an empty cell, and never 0.

mod frame;
mod time;
mod weeks;
mod write;

pub use frame::{files_frame, runs_frame};
pub use polars::prelude::{DataFrame, PolarsError};
pub use weeks::{weeks_frame, weeks_frame_by_policy};
pub use write::{FrameFile, InvalidTableFormat, TableFormat, write_frame, write_frame_files};
