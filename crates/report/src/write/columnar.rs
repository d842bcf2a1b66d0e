//! Writes tables as Parquet and Arrow files. The bytes depend only on the table: neither format
//! holds a time of writing, and Polars keeps the order of columns that it writes in parallel.

use polars_core::prelude::{CompatLevel, DataFrame, PolarsResult};
use polars_io::SerWriter;
use polars_io::ipc::IpcWriter;
use polars_io::parquet::write::ParquetWriter;
use std::io::Write;

pub(super) fn write_parquet(mut table: DataFrame, out: impl Write) -> PolarsResult<()> {
    ParquetWriter::new(out).finish(&mut table)?;
    Ok(())
}

pub(super) fn write_ipc(mut table: DataFrame, out: impl Write) -> PolarsResult<()> {
    // The older layout of texts, which every reader of Arrow supports.
    IpcWriter::new(out).with_compat_level(CompatLevel::oldest()).finish(&mut table)
}
