//! Tables and pages of runs, weeks and files.
//!
//! With the feature `page`, [`page`](mod@page) makes one HTML page of an athlete's runs and weeks.
//!
//! With the feature `frames` there are three [`DataFrame`]s: [`runs_frame`] has a row per run,
//! [`weeks_frame`] a row per week, [`files_frame`] a row per file. [`write_frame`] writes a frame
//! as a table in one of several formats.
//!
//! With the feature `csv`, [`write_csv`] writes the rows of a table without Polars.
//!
//! With the feature `arrow`, [`arrow`] makes record batches of the same tables, without Polars.
//!
//! The columns of the tables are one list ([`tables`]), from which the frames, the page and the
//! documentation ([`columns_markdown`]) are made. A column's name says its unit: `_s` are seconds
//! (three decimals in tables), `_m` metres (one), `_pct` percent (two), `_bpm` beats per minute.
//! Unknown is null, an empty cell, and never 0.

#[cfg(feature = "arrow")]
pub mod arrow;
#[cfg_attr(
    not(any(feature = "arrow", feature = "csv", feature = "page")),
    expect(dead_code, reason = "without tables and pages only the descriptions are read")
)]
mod columns;
#[cfg(feature = "csv")]
mod csv;
#[cfg(feature = "frames")]
mod frame;
#[cfg(feature = "page")]
pub mod page;
#[cfg(feature = "frames")]
mod time;
#[cfg(feature = "frames")]
mod write;

pub use columns::rows::TableRows;
pub use columns::{ColumnInfo, columns_markdown, tables};
#[cfg(feature = "csv")]
pub use csv::{CsvDialect, write_csv};
#[cfg(feature = "frames")]
pub use frame::{files_frame, runs_frame, samples_frame, weeks_frame};
/// Polars, whose types are part of the signatures of this crate. A new major version of Polars
/// means a new major version of this crate.
#[cfg(feature = "frames")]
pub use polars_core as polars;
#[cfg(feature = "frames")]
pub use polars_core::prelude::{DataFrame, PolarsError};
#[cfg(feature = "frames")]
pub use write::{
    CoveredWeeks, InvalidTableFormat, ReportFile, TableFormat, covered_weeks, write_frame,
    write_in_dialect, write_report_files,
};
