//! Tables as JSON, rows as objects.

use crate::time;
use polars_core::prelude::{AnyValue, DataFrame};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::io::{self, Write};

/// Writer of a table that comes in blocks of rows.
pub(super) struct Writer<W: Write> {
    out: W,
    /// Texts before the first row, between two rows, and after the last row.
    around: [&'static str; 3],
    has_rows: bool,
}

impl<W: Write> Writer<W> {
    /// Writes the rows as an array.
    pub(super) fn array(out: W) -> Self {
        Self { out, around: ["[", ",\n ", "]\n"], has_rows: false }
    }

    /// Writes the rows as lines.
    pub(super) fn lines(out: W) -> Self {
        Self { out, around: ["", "\n", "\n"], has_rows: false }
    }

    pub(super) fn write(&mut self, table: &DataFrame) -> io::Result<()> {
        let columns: Vec<(&str, Vec<Value>)> = table
            .columns()
            .iter()
            .map(|column| {
                let cells = column.as_materialized_series().iter().map(|value| cell(&value));
                (column.name().as_str(), cells.collect())
            })
            .collect();
        for row in 0..table.height() {
            let before = self.around[usize::from(self.has_rows)];
            self.has_rows = true;
            self.out.write_all(before.as_bytes())?;
            serde_json::to_writer(&mut self.out, &Row { columns: &columns, row })?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        let [begin, _, end] = self.around;
        if !self.has_rows {
            self.out.write_all(begin.as_bytes())?;
        }
        if self.has_rows || !begin.is_empty() {
            self.out.write_all(end.as_bytes())?;
        }
        self.out.flush()
    }
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

/// A row of a table, as an object. A map of `serde_json` would sort the keys.
struct Row<'a> {
    columns: &'a [(&'a str, Vec<Value>)],
    row: usize,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.columns.iter().map(|(name, cells)| (name, &cells[self.row])))
    }
}
