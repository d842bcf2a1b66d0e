//! Tables as CSV.

use super::decimals;
use crate::time;
use polars::prelude::{AnyValue, Column, DataFrame, PolarsResult, Series};
use polars::series::SeriesIter;
use recoup_model::shown;
use std::fmt::Write as _;
use std::io::Write;

pub(super) fn write(table: &DataFrame, out: impl Write) -> PolarsResult<()> {
    let names = table.columns().iter().map(|column| column.name().as_str());
    let decimals: Vec<Option<usize>> = names.clone().map(decimals).collect();
    let series: Vec<&Series> = table.columns().iter().map(Column::as_materialized_series).collect();
    // Rows are written one by one, so that no text of a whole table is held.
    let mut values: Vec<SeriesIter<'_>> = series.iter().map(|series| series.iter()).collect();
    let mut writer = csv::Writer::from_writer(out);
    let mut cell = String::new();
    let written = (|| {
        writer.write_record(names)?;
        for _ in 0..table.height() {
            for (values, decimals) in values.iter_mut().zip(&decimals) {
                cell.clear();
                if let Some(value) = values.next() {
                    write_cell(&mut cell, &value, *decimals);
                }
                writer.write_field(&cell)?;
            }
            writer.write_record(None::<&[u8]>)?;
        }
        writer.flush().map_err(csv::Error::from)
    })();
    written.map_err(|error| std::io::Error::from(error).into())
}

/// Writes the text of a value, with the decimals of its column. An unknown value has none.
fn write_cell(cell: &mut String, value: &AnyValue<'_>, decimals: Option<usize>) {
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
        other => time::text(other).map_or(Ok(()), |text| cell.write_str(&text)),
    };
}
