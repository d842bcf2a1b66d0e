//! Tables as CSV.

use super::decimals;
use crate::time;
use polars::prelude::{AnyValue, Column, DataFrame, PolarsResult, Series};
use polars::series::SeriesIter;
use recoup_analysis::wording::{did_you_mean, nearest};
use recoup_model::shown;
use std::fmt::Write as _;
use std::io::Write;
use std::str::FromStr;

/// Dialect of CSV.
///
/// ```
/// use recoup_report::CsvDialect;
/// assert_eq!("excel".parse(), Ok(CsvDialect::Excel));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum CsvDialect {
    /// Commas between cells, a point in decimals, no byte order mark: RFC 4180.
    #[default]
    Standard,
    /// Semicolons between cells, a comma in decimals, a byte order mark: what Excel opens with a
    /// double click where the decimal sign is a comma.
    Excel,
}

impl CsvDialect {
    const NAMES: [(&str, Self); 2] = [("standard", Self::Standard), ("excel", Self::Excel)];
}

impl FromStr for CsvDialect {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
        found.map(|&(_, dialect)| dialect).ok_or_else(|| {
            let hint = did_you_mean(nearest(text, Self::NAMES.map(|(name, _)| name)));
            format!("no dialect of CSV is called {text:?}{hint} (there are standard and excel)")
        })
    }
}

/// UTF-8 byte order mark, by which a spreadsheet knows the encoding.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

pub(super) fn write(
    table: &DataFrame,
    dialect: CsvDialect,
    mut out: impl Write,
) -> PolarsResult<()> {
    let delimiter = match dialect {
        CsvDialect::Standard => b',',
        CsvDialect::Excel => {
            out.write_all(BYTE_ORDER_MARK)?;
            b';'
        }
    };
    let names = table.columns().iter().map(|column| column.name().as_str());
    let decimals: Vec<Option<usize>> = names.clone().map(decimals).collect();
    let series: Vec<&Series> = table.columns().iter().map(Column::as_materialized_series).collect();
    // Rows are written one by one, so that no text of a whole table is held.
    let mut values: Vec<SeriesIter<'_>> = series.iter().map(|series| series.iter()).collect();
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
    let mut cell = String::new();
    let written = (|| {
        writer.write_record(names)?;
        for _ in 0..table.height() {
            for (values, decimals) in values.iter_mut().zip(&decimals) {
                cell.clear();
                if let Some(value) = values.next() {
                    write_cell(&mut cell, &value, *decimals);
                    if dialect == CsvDialect::Excel && matches!(value, AnyValue::Float64(_)) {
                        cell = cell.replace('.', ",");
                    }
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
