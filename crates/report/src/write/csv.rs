//! Tables as CSV.

use super::decimals;
use crate::time;
use polars_core::prelude::{AnyValue, Column, DataFrame, Series};
use polars_core::series::SeriesIter;
use recoup_analysis::wording::{did_you_mean, nearest};
use recoup_model::shown;
use std::fmt::{self, Write as _};
use std::io::{self, Write};
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
    /// Semicolons between cells, a comma in decimals, a byte order mark. Excel opens such a file
    /// with a double click in languages with a decimal comma.
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

/// UTF-8 byte order mark, from which a spreadsheet detects the encoding.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Writer of a table that comes in blocks of rows.
pub(super) struct Writer<W: Write> {
    rows: csv::Writer<W>,
    dialect: CsvDialect,
    has_header: bool,
}

impl<W: Write> Writer<W> {
    pub(super) fn new(dialect: CsvDialect, mut out: W) -> io::Result<Self> {
        let delimiter = match dialect {
            CsvDialect::Standard => b',',
            CsvDialect::Excel => {
                out.write_all(BYTE_ORDER_MARK)?;
                b';'
            }
        };
        let rows = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
        Ok(Self { rows, dialect, has_header: false })
    }

    /// Writes the rows of a block. Before the first block, writes the names of the columns.
    pub(super) fn write(&mut self, table: &DataFrame) -> io::Result<()> {
        let names = table.columns().iter().map(|column| column.name().as_str());
        let decimals: Vec<Option<usize>> = names.clone().map(decimals).collect();
        if !std::mem::replace(&mut self.has_header, true) {
            self.rows.write_record(names)?;
        }
        let series: Vec<&Series> =
            table.columns().iter().map(Column::as_materialized_series).collect();
        // Rows are written one by one, so that the text of a whole table is never in memory.
        let mut values: Vec<SeriesIter<'_>> = series.iter().map(|series| series.iter()).collect();
        let mut cell = String::new();
        for _ in 0..table.height() {
            for (values, decimals) in values.iter_mut().zip(&decimals) {
                cell.clear();
                if let Some(value) = values.next() {
                    write_cell(&mut cell, &value, *decimals);
                    if self.dialect == CsvDialect::Excel && matches!(value, AnyValue::Float64(_)) {
                        cell = cell.replace('.', ",");
                    }
                }
                self.rows.write_field(&cell)?;
            }
            self.rows.write_record(None::<&[u8]>)?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.rows.flush()
    }
}

/// Writes a value as text, with the decimals of its column. Writes nothing for an unknown value.
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
            Some(decimals) => write_decimals(cell, *number, decimals),
            None => write!(cell, "{number}"),
        },
        other => time::text(other).map_or(Ok(()), |text| cell.write_str(&text)),
    };
}

/// Powers of ten by the number of decimals.
const POWERS_OF_TEN: [f64; 4] = [1.0, 10.0, 100.0, 1000.0];

/// Largest number up to which all whole numbers are exact as floats.
const WHOLE_TOP: f64 = 9_007_199_254_740_992.0;

/// Writes a number with some decimals. Most numbers of a table are already rounded to these
/// decimals. Such a number is written as two whole numbers, which is quicker.
fn write_decimals(cell: &mut String, number: f64, decimals: usize) -> fmt::Result {
    let whole = POWERS_OF_TEN.get(decimals).map(|&power| ((number * power).round(), power));
    let Some((whole, power)) = whole.filter(|&(whole, power)| {
        decimals > 0 && whole.abs() < WHOLE_TOP && whole / power == number
    }) else {
        return write!(cell, "{number:.decimals$}");
    };
    if number.is_sign_negative() {
        cell.push('-');
    }
    let (whole, power) = (whole.abs() as u64, power as u64);
    write!(cell, "{}.{:0decimals$}", whole / power, whole % power)
}

#[cfg(test)]
mod tests {
    use super::write_decimals;

    #[test]
    fn decimals_are_those_of_the_standard_library() {
        let numbers = [0.0, -0.0, 0.1, -0.1, 12.5, 999.9, 1e15, 1e16, -3.25, 0.05, 1e-9, 4_512.345];
        let rounded = (-2000..2000).map(|tenths| f64::from(tenths) / 10.0);
        for number in numbers.into_iter().chain(rounded) {
            for decimals in 0..6 {
                let mut cell = String::new();
                write_decimals(&mut cell, number, decimals).unwrap();
                assert_eq!(cell, format!("{number:.decimals$}"), "{number} {decimals}");
            }
        }
    }
}
