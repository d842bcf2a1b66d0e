//! Frames as CSV: UTF-8, RFC 4180, `\n`, empty cells for nulls.

use polars::prelude::{
    Column, CsvWriter, DataFrame, DataType, IntoColumn, NamedFrom, PolarsResult, QuoteStyle,
    SerWriter, Series,
};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Writes a frame as CSV, numbers with the decimals that their column's unit has.
///
/// Text that a spreadsheet would run as a formula gets a leading `'`.
///
/// # Errors
///
/// If the frame cannot be formatted or `out` not be written.
pub fn write_csv(frame: &DataFrame, out: impl Write) -> PolarsResult<()> {
    let columns: PolarsResult<Vec<Column>> = frame.columns().iter().map(cells).collect();
    let mut cells = DataFrame::new(frame.height(), columns?)?;
    CsvWriter::new(out).with_quote_style(QuoteStyle::Necessary).finish(&mut cells)
}

/// Writes a frame to a CSV file: beside it first, then in its place, so that it is whole or not
/// there.
///
/// # Errors
///
/// If the file cannot be written.
pub fn write_csv_file(frame: &DataFrame, path: &Path) -> io::Result<()> {
    let mut beside = path.to_path_buf();
    beside.add_extension("tmp");
    let written = (|| {
        let mut out = BufWriter::new(File::create(&beside)?);
        write_csv(frame, &mut out).map_err(io::Error::other)?;
        out.into_inner()?.sync_all()?;
        fs::rename(&beside, path)
    })();
    if written.is_err() {
        // Half a table is of no use, and the error that matters is the first one.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// A column as the text of its cells.
fn cells(column: &Column) -> PolarsResult<Column> {
    let name = column.name();
    let cells: Vec<Option<String>> = match column.dtype() {
        DataType::String => {
            let texts = column.str()?.iter();
            texts.map(|text| text.filter(|text| !text.is_empty()).map(without_formula)).collect()
        }
        DataType::Float64 => {
            let decimals = decimals(name);
            column.f64()?.iter().map(|value| value.map(|value| number(value, decimals))).collect()
        }
        DataType::Int64 => {
            column.i64()?.iter().map(|value| value.map(|value| value.to_string())).collect()
        }
        DataType::Boolean => {
            column.bool()?.iter().map(|value| value.map(|value| value.to_string())).collect()
        }
        _ => column
            .cast(&DataType::String)?
            .str()?
            .iter()
            .map(|text| text.map(str::to_owned))
            .collect(),
    };
    Ok(Series::new(name.clone(), cells).into_column())
}

/// The decimals that a column's unit has.
fn decimals(name: &str) -> Option<usize> {
    match name.rsplit_once('_') {
        _ if name == "monotony" => Some(2),
        Some((_, "s")) => Some(3),
        Some((_, "m")) => Some(1),
        Some((_, "pct")) => Some(2),
        _ => None,
    }
}

/// A number with fixed decimals; without a unit, with one decimal where it needs it.
fn number(value: f64, decimals: Option<usize>) -> String {
    let rounded = |decimals: usize| {
        let power = 10_f64.powi(decimals as i32);
        // Adding 0 takes the sign off a negative zero.
        (value * power).round() / power + 0.0
    };
    match decimals {
        Some(decimals) => format!("{:.decimals$}", rounded(decimals)),
        None => rounded(1).to_string(),
    }
}

fn without_formula(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::df;

    #[test]
    fn cells_follow_the_contract() {
        let frame = df![
            "title" => [Some("=1+1"), Some("a \"b\", c"), Some("")],
            "timer_s" => [Some(1800.0), Some(0.5), None],
            "ascent_m" => [Some(12.34), Some(-0.04), None],
            "hr_coverage_pct" => [Some(99.999), Some(50.0), None],
            "hr_max" => [Some(190.0), Some(187.55), None],
            "surges" => [Some(1_i64), Some(0), None],
            "partial" => [true, false, false],
        ]
        .unwrap();
        let mut out = Vec::new();
        write_csv(&frame, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "title,timer_s,ascent_m,hr_coverage_pct,hr_max,surges,partial\n\
             '=1+1,1800.000,12.3,100.00,190,1,true\n\
             \"a \"\"b\"\", c\",0.500,0.0,50.00,187.6,0,false\n\
             ,,,,,,false\n"
        );
    }
}
