//! Writes frames as tables.
//!
//! All formats hold the same values: a frame is first converted to its table ([`table`]) and then
//! written.

#[cfg(feature = "columnar")]
mod columnar;
mod csv;
mod files;
mod json;

pub use files::{CoveredWeeks, ReportFile, covered_weeks, write_report_files};

use crate::columns::rounding::{decimals, rounded};
use crate::columns::rows::TableRows;
use crate::csv::{CsvDialect, write_csv};
use polars_core::prelude::{
    Column, DataFrame, DataType, Float64Chunked, IntoColumn, PolarsResult, StringChunked,
};
use rayon::prelude::*;
use recoup_analysis::wording::{did_you_mean, nearest};
use std::fmt;
use std::io::Write;
use std::str::FromStr;

/// Format of a table.
///
/// The name of a format is its text form:
///
/// ```
/// use recoup_report::TableFormat;
/// assert_eq!("ndjson".parse(), Ok(TableFormat::Ndjson));
/// assert!("xlsx".parse::<TableFormat>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TableFormat {
    /// UTF-8, RFC 4180, `\n`; an empty cell is unknown. Text that a spreadsheet would run as a
    /// formula has a leading `'`.
    Csv,
    /// An array of objects, one for each row, its keys in the order of the columns; `null` is
    /// unknown. Dates and times are text as in CSV.
    Json,
    /// The objects of [`Json`](Self::Json), one a line.
    Ndjson,
    /// Apache Parquet, compressed with Zstandard.
    #[cfg(feature = "columnar")]
    Parquet,
    /// The file format of Arrow IPC (Feather 2), not compressed.
    #[cfg(feature = "columnar")]
    Ipc,
}

impl TableFormat {
    /// All formats of this build.
    pub const ALL: &[Self] = &[
        Self::Csv,
        Self::Json,
        Self::Ndjson,
        #[cfg(feature = "columnar")]
        Self::Parquet,
        #[cfg(feature = "columnar")]
        Self::Ipc,
    ];

    /// Returns the name of the format.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            #[cfg(feature = "columnar")]
            Self::Parquet => "parquet",
            #[cfg(feature = "columnar")]
            Self::Ipc => "ipc",
        }
    }

    /// Returns the file extension.
    ///
    /// The extension is the name of the format, except `arrow` for Arrow IPC. The documentation and
    /// the media type of Arrow have this extension.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            #[cfg(feature = "columnar")]
            Self::Ipc => "arrow",
            other => other.name(),
        }
    }
}

impl fmt::Display for TableFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for TableFormat {
    type Err = InvalidTableFormat;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.iter().find(|format| format.name().eq_ignore_ascii_case(text));
        found.copied().ok_or_else(|| {
            let columnar = ["parquet", "ipc"];
            let is_columnar = columnar.iter().any(|name| name.eq_ignore_ascii_case(text));
            InvalidTableFormat(if is_columnar {
                format!("this build has no {text}; build with `--features columnar`")
            } else {
                let names = ["csv", "json", "ndjson", "parquet", "ipc"];
                let hint = did_you_mean(nearest(text, names));
                format!("no table format is called {text:?}{hint} (there are {})", names.join(", "))
            })
        })
    }
}

/// Error for a text that is not a table format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidTableFormat(String);

impl fmt::Display for InvalidTableFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for InvalidTableFormat {}

/// Writes a frame as a table. Numbers have the decimals of the unit of their column.
///
/// # Errors
///
/// Fails if the frame cannot be formatted or `out` cannot be written.
pub fn write_frame(frame: &DataFrame, format: TableFormat, out: impl Write) -> PolarsResult<()> {
    write_in_dialect(frame, format, CsvDialect::Standard, out)
}

/// Writes a frame as a table like [`write_frame`], with a dialect for CSV.
///
/// # Errors
///
/// Fails if the frame cannot be formatted or `out` cannot be written.
pub fn write_in_dialect(
    frame: &DataFrame,
    format: TableFormat,
    dialect: CsvDialect,
    out: impl Write,
) -> PolarsResult<()> {
    write_rows(&Rows::Frame(frame), format, dialect, out)
}

/// Rows of a table: a frame, or rows of which no frame was made.
#[derive(Debug, Clone)]
enum Rows<'a> {
    Frame(&'a DataFrame),
    Made(TableRows<'a>),
}

impl Rows<'_> {
    fn height(&self) -> usize {
        match self {
            Self::Frame(frame) => frame.height(),
            Self::Made(rows) => rows.len(),
        }
    }

    /// Converts the rows to the table, and passes it to `take` block by block.
    fn for_blocks(&self, mut take: impl FnMut(DataFrame) -> PolarsResult<()>) -> PolarsResult<()> {
        match self {
            Self::Frame(frame) => take(table(frame)?),
            Self::Made(rows) => rows.for_blocks(&mut |block| take(table(&block)?)),
        }
    }

    /// Returns the whole table.
    #[cfg(feature = "columnar")]
    fn whole(&self) -> PolarsResult<DataFrame> {
        match self {
            Self::Frame(frame) => table(frame),
            Self::Made(rows) => table(&rows.frame()?),
        }
    }
}

fn write_rows(
    rows: &Rows<'_>,
    format: TableFormat,
    dialect: CsvDialect,
    out: impl Write,
) -> PolarsResult<()> {
    match format {
        TableFormat::Csv => {
            match rows {
                Rows::Frame(frame) => csv::write(&table(frame)?, dialect, out)?,
                Rows::Made(rows) => write_csv(*rows, dialect, out)?,
            }
            Ok(())
        }
        TableFormat::Json | TableFormat::Ndjson => {
            let mut writer = match format {
                TableFormat::Json => json::Writer::array(out),
                _ => json::Writer::lines(out),
            };
            rows.for_blocks(|block| Ok(writer.write(&block)?))?;
            Ok(writer.finish()?)
        }
        #[cfg(feature = "columnar")]
        TableFormat::Parquet => columnar::write_parquet(rows.whole()?, out),
        #[cfg(feature = "columnar")]
        TableFormat::Ipc => columnar::write_ipc(rows.whole()?, out),
    }
}

/// Converts a frame to its table. Numbers are rounded to the decimals of their unit. Empty text and
/// numbers that are not finite become unknown. Columns are converted to the few types of tables.
/// The table has one chunk, so that columnar files do not depend on how the frame was put together.
fn table(frame: &DataFrame) -> PolarsResult<DataFrame> {
    let columns: PolarsResult<Vec<Column>> = frame.columns().par_iter().map(column).collect();
    let mut table = DataFrame::new(frame.height(), columns?)?;
    table.rechunk_mut();
    Ok(table)
}

fn column(column: &Column) -> PolarsResult<Column> {
    match column.dtype() {
        DataType::Boolean | DataType::Date | DataType::Datetime(..) => Ok(column.clone()),
        dtype if dtype.is_integer() => column.strict_cast(&DataType::Int64),
        dtype if dtype.is_float() => {
            let numbers = column.cast(&DataType::Float64)?;
            let decimals = decimals(column.name());
            let rounded = |number| rounded(number, decimals);
            let numbers = numbers.f64()?.iter().map(|number| number.and_then(rounded));
            Ok(numbers.collect::<Float64Chunked>().with_name(column.name().clone()).into_column())
        }
        _ => {
            let texts = column.cast(&DataType::String)?;
            let texts = texts.str()?.iter().map(|text| text.filter(|text| !text.is_empty()));
            Ok(texts.collect::<StringChunked>().with_name(column.name().clone()).into_column())
        }
    }
}
