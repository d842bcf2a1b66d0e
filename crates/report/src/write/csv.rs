//! Tables as CSV.

use super::decimals;
use crate::time;
use polars::prelude::{AnyValue, Column, DataFrame, PolarsResult};
use rayon::prelude::*;
use recoup_model::shown;
use std::fmt::Write as _;
use std::io::Write;

pub(super) fn write(table: &DataFrame, out: impl Write) -> PolarsResult<()> {
    let columns: Vec<Vec<String>> = table.columns().par_iter().map(cells).collect();
    let mut writer = csv::Writer::from_writer(out);
    let names = table.columns().iter().map(|column| column.name().as_str());
    let written = (|| {
        writer.write_record(names)?;
        for row in 0..table.height() {
            writer.write_record(columns.iter().map(|cells| &cells[row]))?;
        }
        writer.flush().map_err(csv::Error::from)
    })();
    written.map_err(|error| std::io::Error::from(error).into())
}

/// Converts a column to the text of its cells, because each column has a precision of its own.
fn cells(column: &Column) -> Vec<String> {
    let decimals = decimals(column.name());
    let mut cells = Vec::with_capacity(column.len());
    for value in column.as_materialized_series().iter() {
        let mut cell = String::new();
        // Writing to a string does not fail.
        let _ = match value {
            AnyValue::String(text) => {
                // A spreadsheet would run this text as a formula.
                if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                    cell.push('\'');
                }
                cell.write_str(&shown(text))
            }
            AnyValue::Int64(number) => write!(cell, "{number}"),
            AnyValue::Boolean(is_so) => write!(cell, "{is_so}"),
            AnyValue::Float64(number) => match decimals {
                Some(decimals) => write!(cell, "{number:.decimals$}"),
                None => write!(cell, "{number}"),
            },
            other => time::text(&other).map_or(Ok(()), |text| cell.write_str(&text)),
        };
        cells.push(cell);
    }
    cells
}
