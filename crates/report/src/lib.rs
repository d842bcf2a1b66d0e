//! Tables of runs, weeks and files.
//!
//! Three [`DataFrame`]s: [`runs_frame`] has a row per run, [`weeks_frame`] a row per week,
//! [`files_frame`] a row per file. [`write_frame`] writes any of them as a table that other tools
//! join on, in one of several formats. Their columns are one list ([`tables`]), from which the
//! frames and the documentation ([`columns_markdown`]) are made.
//!
//! A column's name says its unit: `_s` are seconds (three decimals in tables), `_m` metres (one),
//! `_pct` percent (two), `_bpm` beats per minute. Unknown is null, an empty cell, and never 0.

mod columns;
mod frame;
mod time;
mod write;

pub use columns::{ColumnInfo, columns_markdown, tables};
pub use frame::{files_frame, runs_frame, samples_frame, weeks_frame};
/// Polars, whose types stand in the signatures of this crate. Its major versions are this crate's.
pub use polars;
pub use polars::prelude::{DataFrame, PolarsError};
pub use write::{
    CoveredWeeks, CsvDialect, FrameFile, InvalidTableFormat, TableFormat, covered_weeks,
    write_frame, write_frame_files, write_in_dialect,
};
