//! Tables as CSV.

use super::decimals;
use crate::time;
use polars::prelude::{
    AnyValue, Column, CsvWriter, DataFrame, IntoColumn, PolarsResult, QuoteStyle, SerWriter,
    StringChunkedBuilder,
};
use rayon::prelude::*;
use recoup_model::shown;
use std::fmt::Write as _;
use std::io::Write;

pub(super) fn write(table: &DataFrame, out: impl Write) -> PolarsResult<()> {
    let columns: Vec<Column> = table.columns().par_iter().map(cells).collect();
    let mut cells = DataFrame::new(table.height(), columns)?;
    CsvWriter::new(out).with_quote_style(QuoteStyle::Necessary).finish(&mut cells)
}

/// Converts a column to the text of its cells, because Polars has one precision for a whole file.
fn cells(column: &Column) -> Column {
    let decimals = decimals(column.name());
    let mut cells = StringChunkedBuilder::new(column.name().clone(), column.len());
    let mut cell = String::new();
    for value in column.as_materialized_series().iter() {
        cell.clear();
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
            other => {
                let Some(text) = time::text(&other) else {
                    cells.append_null();
                    continue;
                };
                cell.write_str(&text)
            }
        };
        cells.append_value(&cell);
    }
    cells.finish().into_column()
}
