//! Tables as JSON, rows as objects.

use crate::time;
use polars::prelude::{AnyValue, DataFrame, PolarsResult};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::io::{self, Write};

/// Writes the rows as an array.
pub(super) fn write_array(table: &DataFrame, mut out: impl Write) -> PolarsResult<()> {
    Ok(writeln!(out, "[{}]", rows(table)?.join(",\n "))?)
}

/// Writes the rows as lines.
pub(super) fn write_lines(table: &DataFrame, mut out: impl Write) -> PolarsResult<()> {
    for row in rows(table)? {
        writeln!(out, "{row}")?;
    }
    Ok(())
}

fn rows(table: &DataFrame) -> io::Result<Vec<String>> {
    let columns: Vec<(&str, Vec<Value>)> = table
        .columns()
        .iter()
        .map(|column| {
            let cells = column.as_materialized_series().iter().map(|value| cell(&value));
            (column.name().as_str(), cells.collect())
        })
        .collect();
    (0..table.height())
        .map(|row| Ok(serde_json::to_string(&Row { columns: &columns, row })?))
        .collect()
}

fn cell(value: &AnyValue<'_>) -> Value {
    match *value {
        AnyValue::String(text) => text.into(),
        AnyValue::Int64(number) => number.into(),
        AnyValue::Float64(number) => number.into(),
        AnyValue::Boolean(is_so) => is_so.into(),
        ref other => time::text(other).into(),
    }
}

/// A row of columns. A map of JSON's own would sort its keys.
struct Row<'a> {
    columns: &'a [(&'a str, Vec<Value>)],
    row: usize,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.columns.iter().map(|(name, cells)| (name, &cells[self.row])))
    }
}
