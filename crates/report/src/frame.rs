//! Polars data frames of runs, weeks and files, made from the lists of columns.

use crate::columns::rows::{TableRows, file_rows, run_rows};
use crate::columns::{
    Cell, Column, file_columns, position_columns, run_columns, sample_columns, week_columns,
};
use crate::time;
use polars_core::prelude::{DataFrame, IntoColumn, NamedFrom, PolarsResult, Series};
use recoup_analysis::{FileRecord, RunSample, Week};

/// Makes the frame of the runs of some files: a row per run, sorted by athlete, start and file.
///
/// # Errors
///
/// Fails if Polars cannot make the frame.
pub fn runs_frame(files: &[FileRecord]) -> PolarsResult<DataFrame> {
    frame(&run_rows(files), run_columns())
}

/// Makes the frame of some weeks: a row per week, in their order.
///
/// # Errors
///
/// Fails if Polars cannot make the frame.
///
/// ```
/// use recoup_analysis::{Athlete, weeks};
/// let weeks = recoup_report::weeks_frame(&weeks(&[], &Athlete::default()))?;
/// assert_eq!((weeks.height(), weeks.width()), (0, 52));
/// # Ok::<(), recoup_report::PolarsError>(())
/// ```
pub fn weeks_frame(weeks: &[Week]) -> PolarsResult<DataFrame> {
    frame(weeks, week_columns())
}

/// Makes the frame of all files found: a row per file, sorted by athlete, start (those without one
/// first) and name.
///
/// # Errors
///
/// Fails if Polars cannot make the frame.
pub fn files_frame(files: &[FileRecord]) -> PolarsResult<DataFrame> {
    frame(&file_rows(files), file_columns())
}

/// Makes the frame of the samples of a run: a row per sample, in their order. Positions are left
/// out unless `with_positions` is set, because they show where the runner lives.
///
/// # Errors
///
/// Fails if Polars cannot make the frame.
///
/// ```
/// let frame = recoup_report::samples_frame(&[], false)?;
/// assert_eq!((frame.height(), frame.width()), (0, 13));
/// # Ok::<(), recoup_report::PolarsError>(())
/// ```
pub fn samples_frame(samples: &[RunSample], with_positions: bool) -> PolarsResult<DataFrame> {
    let mut columns = sample_columns();
    if with_positions {
        columns.extend(position_columns());
    }
    frame(samples, columns)
}

/// Number of rows in each frame while a table is written.
const BLOCK_ROWS: usize = 2000;

impl TableRows<'_> {
    /// Makes the frame of all rows.
    ///
    /// # Errors
    ///
    /// Fails if Polars cannot make the frame.
    pub fn frame(&self) -> PolarsResult<DataFrame> {
        match self {
            Self::Weeks(weeks) => weeks_frame(weeks),
            Self::Runs(files) => runs_frame(files),
            Self::Files(files) => files_frame(files),
        }
    }

    /// Makes frames of [`BLOCK_ROWS`] rows, in order, and passes each frame to `take`. Without
    /// rows, passes one empty frame, which has the columns.
    pub(crate) fn for_blocks(
        &self,
        take: &mut dyn FnMut(DataFrame) -> PolarsResult<()>,
    ) -> PolarsResult<()> {
        match self {
            Self::Weeks(weeks) => blocks(weeks, week_columns, take),
            Self::Runs(files) => blocks(&run_rows(files), run_columns, take),
            Self::Files(files) => blocks(&file_rows(files), file_columns, take),
        }
    }
}

fn blocks<Row>(
    rows: &[Row],
    columns: fn() -> Vec<Column<Row>>,
    take: &mut dyn FnMut(DataFrame) -> PolarsResult<()>,
) -> PolarsResult<()> {
    if rows.is_empty() {
        return take(frame(rows, columns())?);
    }
    rows.chunks(BLOCK_ROWS).try_for_each(|rows| take(frame(rows, columns())?))
}

fn frame<Row>(rows: &[Row], columns: Vec<Column<Row>>) -> PolarsResult<DataFrame> {
    let columns = columns.into_iter().map(|Column { name, cell, .. }| match cell {
        Cell::Text(cell) => {
            let texts = rows.iter().map(|row| Some(cell(row)).filter(|text| !text.is_empty()));
            Series::new(name.into(), texts.collect::<Vec<_>>()).into_column()
        }
        Cell::Count(cell) => series(name, rows, cell),
        Cell::Seconds(cell) => series(name, rows, |row| cell(row).map(|ms| ms as f64 / 1000.0)),
        Cell::Metres(cell)
        | Cell::Percent(cell)
        | Cell::Bpm(cell)
        | Cell::Speed(cell)
        | Cell::Number(cell) => series(name, rows, cell),
        Cell::Flag(cell) => series(name, rows, cell),
        Cell::Date(cell) => time::dates(name, rows.iter().map(cell)),
        Cell::Instant(cell) => time::instants(name, rows.iter().map(cell)),
        Cell::Local(cell) => time::clock_times(name, rows.iter().map(cell)),
    });
    DataFrame::new(rows.len(), columns.collect())
}

fn series<Row, T>(
    name: &str,
    rows: &[Row],
    cell: impl Fn(&Row) -> Option<T>,
) -> polars_core::prelude::Column
where
    Series: NamedFrom<Vec<Option<T>>, [Option<T>]>,
{
    let values: Vec<Option<T>> = rows.iter().map(cell).collect();
    Series::new(name.into(), values).into_column()
}
