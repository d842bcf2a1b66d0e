//! Tables as Parquet and Arrow. The bytes depend on nothing but the table: neither format holds a
//! time of writing, and Polars puts columns that it writes in parallel in order.

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
    // The older layout of texts, which every reader of Arrow knows.
    IpcWriter::new(out).with_compat_level(CompatLevel::oldest()).finish(&mut table)
}
