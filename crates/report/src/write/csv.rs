//! Tables as CSV.

use super::decimals;
use crate::time;
use polars::prelude::{
    AnyValue, Column, CsvWriter, DataFrame, IntoColumn, NamedFrom, PolarsResult, QuoteStyle,
    SerWriter, Series,
};
use rayon::prelude::*;
use std::io::Write;

pub(super) fn write(table: &DataFrame, out: impl Write) -> PolarsResult<()> {
    let columns: Vec<Column> = table.columns().par_iter().map(cells).collect();
    let mut cells = DataFrame::new(table.height(), columns)?;
    CsvWriter::new(out).with_quote_style(QuoteStyle::Necessary).finish(&mut cells)
}

/// A column as the text of its cells, since Polars has one precision for a whole file.
fn cells(column: &Column) -> Column {
    let decimals = decimals(column.name());
    let cells: Vec<Option<String>> = column
        .as_materialized_series()
        .iter()
        .map(|value| match value {
            AnyValue::String(text) => Some(without_formula(text)),
            AnyValue::Int64(number) => Some(number.to_string()),
            AnyValue::Boolean(is_so) => Some(is_so.to_string()),
            AnyValue::Float64(number) => Some(match decimals {
                Some(decimals) => format!("{number:.decimals$}"),
                None => number.to_string(),
            }),
            other => time::text(&other),
        })
        .collect();
    Series::new(column.name().clone(), cells).into_column()
}

fn without_formula(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
