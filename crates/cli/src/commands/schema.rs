//! `recoup schema`: prints the columns of a table as a JSON Table Schema.

use crate::args::SchemaArgs;
use crate::exit::Done;
use anyhow::anyhow;
use recoup::frames::{ColumnInfo, tables};
use serde::Serialize;
use std::io::Write;

/// A table in the format of a Table Schema of Frictionless Data.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TableSchema {
    fields: Vec<Field>,
    /// Texts of unknown cells.
    missing_values: [&'static str; 1],
}

#[derive(Serialize)]
struct Field {
    name: &'static str,
    #[serde(rename = "type")]
    type_name: &'static str,
    description: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    unit: &'static str,
}

impl From<ColumnInfo> for Field {
    fn from(column: ColumnInfo) -> Self {
        let type_name = match column.type_name {
            "text" => "string",
            "time" => "datetime",
            other => other,
        };
        let ColumnInfo { name, unit, meaning, .. } = column;
        Self { name, type_name, description: meaning, unit }
    }
}

pub(crate) fn run(args: &SchemaArgs) -> anyhow::Result<Done> {
    let name = args.table.as_str();
    let mut all = tables().into_iter();
    let (_, columns) = all
        .find(|(table, _)| *table == name)
        .ok_or_else(|| anyhow!("there is no table called {name}"))?;
    let fields = columns.into_iter().map(Field::from).collect();
    let schema = TableSchema { fields, missing_values: [""] };
    let mut out = anstream::stdout().lock();
    writeln!(out, "{}", serde_json::to_string_pretty(&schema)?)?;
    Ok(Done::Clean)
}
