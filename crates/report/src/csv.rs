//! Tables as CSV, written without Polars.

use crate::columns::rounding::{decimals, rounded};
use crate::columns::rows::{TableRows, file_rows, run_rows};
use crate::columns::{Cell, Column, epoch, file_columns, run_columns, week_columns};
use jiff::Timestamp;
use jiff::tz::Offset;
use recoup_analysis::wording::{did_you_mean, nearest};
use recoup_model::shown;
use std::borrow::Cow;
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

/// Writes the rows of a table as CSV. Numbers have the decimals of the unit of their column.
///
/// # Errors
///
/// Fails if `out` cannot be written.
///
/// ```
/// use recoup_report::{CsvDialect, TableRows, write_csv};
/// let mut text = Vec::new();
/// write_csv(TableRows::Files(&[]), CsvDialect::Standard, &mut text)?;
/// assert!(text.starts_with(b"file,bytes,format,status,"));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_csv(rows: TableRows<'_>, dialect: CsvDialect, out: impl Write) -> io::Result<()> {
    let writer = Writer::new(dialect, out)?;
    match rows {
        TableRows::Weeks(weeks) => write_rows(writer, weeks, &week_columns()),
        TableRows::Runs(files) => write_rows(writer, &run_rows(files), &run_columns()),
        TableRows::Files(files) => write_rows(writer, &file_rows(files), &file_columns()),
    }
}

fn write_rows<Row>(
    mut writer: Writer<impl Write>,
    rows: &[Row],
    columns: &[Column<Row>],
) -> io::Result<()> {
    writer.write_header(columns.iter().map(|column| column.name))?;
    let decimals: Vec<Option<usize>> = columns.iter().map(|column| decimals(column.name)).collect();
    for row in rows {
        for (column, &decimals) in columns.iter().zip(&decimals) {
            writer.write_cell(value(row, &column.cell, decimals).as_ref())?;
        }
        writer.end_row()?;
    }
    writer.finish()
}

/// Returns the value of a cell. Numbers are rounded to the decimals of their column. Empty text and
/// numbers that are not finite are unknown.
fn value<'r, Row>(row: &'r Row, cell: &Cell<Row>, decimals: Option<usize>) -> Option<Value<'r>> {
    let real = |number: f64| rounded(number, decimals).map(|number| Value::Real(number, decimals));
    match cell {
        Cell::Text(cell) => Some(cell(row)).filter(|text| !text.is_empty()).map(Value::Text),
        Cell::Count(cell) => cell(row).map(Value::Whole),
        Cell::Seconds(cell) => cell(row).and_then(|ms| real(ms as f64 / 1000.0)),
        Cell::Metres(cell)
        | Cell::Percent(cell)
        | Cell::Bpm(cell)
        | Cell::Speed(cell)
        | Cell::Number(cell) => cell(row).and_then(real),
        Cell::Flag(cell) => cell(row).map(Value::Flag),
        Cell::Date(cell) => cell(row).map(|date| Value::Time(date.to_string())),
        Cell::Instant(cell) => {
            let time = Timestamp::from_millisecond(cell(row)?).ok()?;
            Some(Value::Time(time.to_string()))
        }
        Cell::Local(cell) => {
            let as_if_utc = Timestamp::from_millisecond(epoch::clock_ms(cell(row))?).ok()?;
            Some(Value::Time(Offset::UTC.to_datetime(as_if_utc).to_string()))
        }
    }
}

/// Value of a cell.
pub(crate) enum Value<'a> {
    Text(Cow<'a, str>),
    Whole(i64),
    /// Number with the decimals of its column.
    Real(f64, Option<usize>),
    Flag(bool),
    /// Date or time as text.
    Time(String),
}

/// Writer of a table, cell by cell.
pub(crate) struct Writer<W: Write> {
    rows: csv::Writer<W>,
    dialect: CsvDialect,
    /// Text of the cell that is written.
    cell: String,
}

impl<W: Write> Writer<W> {
    pub(crate) fn new(dialect: CsvDialect, mut out: W) -> io::Result<Self> {
        let delimiter = match dialect {
            CsvDialect::Standard => b',',
            CsvDialect::Excel => {
                out.write_all(BYTE_ORDER_MARK)?;
                b';'
            }
        };
        let rows = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
        Ok(Self { rows, dialect, cell: String::new() })
    }

    /// Writes the names of the columns.
    pub(crate) fn write_header<'n>(
        &mut self,
        names: impl Iterator<Item = &'n str>,
    ) -> io::Result<()> {
        Ok(self.rows.write_record(names)?)
    }

    /// Writes the next cell of a row. An unknown value is an empty cell.
    pub(crate) fn write_cell(&mut self, value: Option<&Value<'_>>) -> io::Result<()> {
        self.cell.clear();
        if let Some(value) = value {
            write_value(&mut self.cell, value);
            if self.dialect == CsvDialect::Excel && matches!(value, Value::Real(..)) {
                self.cell = self.cell.replace('.', ",");
            }
        }
        Ok(self.rows.write_field(&self.cell)?)
    }

    /// Ends a row.
    pub(crate) fn end_row(&mut self) -> io::Result<()> {
        Ok(self.rows.write_record(None::<&[u8]>)?)
    }

    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.rows.flush()
    }
}

/// Writes a value as text.
fn write_value(cell: &mut String, value: &Value<'_>) {
    // Writing to a string does not fail.
    let _ = match value {
        Value::Text(text) => {
            // A spreadsheet would run this text as a formula.
            if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                cell.push('\'');
            }
            cell.write_str(&shown(text))
        }
        Value::Whole(number) => write!(cell, "{number}"),
        Value::Flag(is_so) => write!(cell, "{is_so}"),
        Value::Real(number, Some(decimals)) => write_decimals(cell, *number, *decimals),
        Value::Real(number, None) => write!(cell, "{number}"),
        Value::Time(text) => cell.write_str(text),
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
