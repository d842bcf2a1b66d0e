//! Frames as CSV.

use super::decimals;
use crate::csv::{CsvDialect, Value, Writer};
use crate::time;
use polars_core::prelude::{AnyValue, Column, DataFrame, Series};
use polars_core::series::SeriesIter;
use std::io::{self, Write};

/// Writes a table. Writes the rows one by one, so that the text of the whole table is never in
/// memory.
pub(super) fn write(table: &DataFrame, dialect: CsvDialect, out: impl Write) -> io::Result<()> {
    let mut writer = Writer::new(dialect, out)?;
    let names = table.columns().iter().map(|column| column.name().as_str());
    let decimals: Vec<Option<usize>> = names.clone().map(decimals).collect();
    writer.write_header(names)?;
    let series: Vec<&Series> = table.columns().iter().map(Column::as_materialized_series).collect();
    let mut values: Vec<SeriesIter<'_>> = series.iter().map(|series| series.iter()).collect();
    for _ in 0..table.height() {
        for (values, &decimals) in values.iter_mut().zip(&decimals) {
            let value = values.next();
            writer.write_cell(value.as_ref().and_then(|value| cell(value, decimals)).as_ref())?;
        }
        writer.end_row()?;
    }
    writer.finish()
}

fn cell<'a>(value: &AnyValue<'a>, decimals: Option<usize>) -> Option<Value<'a>> {
    match value {
        AnyValue::String(text) => Some(Value::Text((*text).into())),
        AnyValue::Int64(number) => Some(Value::Whole(*number)),
        AnyValue::Boolean(is_so) => Some(Value::Flag(*is_so)),
        AnyValue::Float64(number) => Some(Value::Real(*number, decimals)),
        other => time::text(other).map(Value::Time),
    }
}
