//! Record batches of Arrow, made from the lists of columns, without Polars.
//!
//! Cells are those of the tables in files: numbers are rounded to the decimals of their unit, and
//! unknown cells are null. The metadata of a field has the `unit` and the `meaning` of its column.
//!
//! - Text is `Utf8`.
//! - Integers are `Int64`, and other numbers are `Float64`.
//! - Dates are `Date32`.
//! - Moments are `Timestamp` in milliseconds in UTC, and local times are `Timestamp` without a
//!   zone.

use crate::columns::epoch::{clock_ms, days};
use crate::columns::rounding::{decimals, rounded};
use crate::columns::rows::{file_rows, run_rows};
use crate::columns::{
    Cell, Column, file_columns, position_columns, recorded_columns, run_columns, sample_columns,
    week_columns,
};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, RecordBatchOptions,
    StringArray, TimestampMillisecondArray,
};
use arrow_schema::{Field, Schema};
use recoup_analysis::{FileRecord, RunSample, Week};
use recoup_model::Samples;
use std::collections::HashMap;
use std::sync::Arc;

pub use arrow_schema::ArrowError;

/// Makes the batch of the runs of some files: a row per run, sorted by athlete, start and file.
///
/// # Errors
///
/// Fails if Arrow cannot make the batch.
pub fn runs_batch(files: &[FileRecord]) -> Result<RecordBatch, ArrowError> {
    batch(&run_rows(files), run_columns())
}

/// Makes the batch of some weeks: a row per week, in their order.
///
/// # Errors
///
/// Fails if Arrow cannot make the batch.
///
/// ```
/// let weeks = recoup_report::arrow::weeks_batch(&[])?;
/// assert_eq!((weeks.num_rows(), weeks.num_columns()), (0, 52));
/// # Ok::<(), recoup_report::arrow::ArrowError>(())
/// ```
pub fn weeks_batch(weeks: &[Week]) -> Result<RecordBatch, ArrowError> {
    batch(weeks, week_columns())
}

/// Makes the batch of all files found: a row per file, sorted by athlete, start (those without one
/// first) and name.
///
/// # Errors
///
/// Fails if Arrow cannot make the batch.
pub fn files_batch(files: &[FileRecord]) -> Result<RecordBatch, ArrowError> {
    batch(&file_rows(files), file_columns())
}

/// Makes the batch of the samples of a run: a row per sample, in their order. Positions are left
/// out unless `with_positions` is set, because they show where the runner lives.
///
/// # Errors
///
/// Fails if Arrow cannot make the batch.
pub fn samples_batch(
    samples: &[RunSample],
    with_positions: bool,
) -> Result<RecordBatch, ArrowError> {
    let mut columns = sample_columns();
    if with_positions {
        columns.extend(position_columns());
    }
    batch(samples, columns)
}

/// Makes the batch of samples as a file holds them: a row per sample, in the order of the file.
/// Numbers are not rounded.
///
/// # Errors
///
/// Fails if Arrow cannot make the batch.
///
/// ```
/// use recoup_model::{Sample, Samples};
/// let mut samples = Samples::default();
/// samples.push(&Sample { time_ms: 0, heart_rate_bpm: Some(120.0), ..Sample::default() });
/// let batch = recoup_report::arrow::recorded_batch(&samples)?;
/// assert_eq!(batch.schema().field(1).name(), "heart_rate_bpm");
/// # Ok::<(), recoup_report::arrow::ArrowError>(())
/// ```
pub fn recorded_batch(samples: &Samples) -> Result<RecordBatch, ArrowError> {
    let rows: Vec<_> = samples.iter().collect();
    batch_of(&rows, recorded_columns(), |_, number| Some(number))
}

/// Makes a batch in which numbers are rounded as in the tables.
fn batch<Row>(rows: &[Row], columns: Vec<Column<Row>>) -> Result<RecordBatch, ArrowError> {
    batch_of(rows, columns, |name, number| rounded(number, decimals(name)))
}

fn batch_of<Row>(
    rows: &[Row],
    columns: Vec<Column<Row>>,
    number: fn(&str, f64) -> Option<f64>,
) -> Result<RecordBatch, ArrowError> {
    let (mut fields, mut arrays) = (Vec::new(), Vec::new());
    for column in columns {
        let array = array(rows, &column, number);
        let facts = [("unit", column.unit()), ("meaning", column.meaning)];
        let facts = facts.into_iter().filter(|(_, fact)| !fact.is_empty());
        let metadata: HashMap<String, String> =
            facts.map(|(name, fact)| (name.to_owned(), fact.to_owned())).collect();
        let field = Field::new(column.name, array.data_type().clone(), true);
        fields.push(field.with_metadata(metadata));
        arrays.push(array);
    }
    let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options)
}

fn array<Row>(
    rows: &[Row],
    column: &Column<Row>,
    number: fn(&str, f64) -> Option<f64>,
) -> ArrayRef {
    let numbers = |cell: &dyn Fn(&Row) -> Option<f64>| -> ArrayRef {
        let cells = rows.iter().map(|row| number(column.name, cell(row)?));
        Arc::new(cells.collect::<Float64Array>())
    };
    match &column.cell {
        Cell::Text(cell) => {
            let texts = rows.iter().map(|row| Some(cell(row)).filter(|text| !text.is_empty()));
            Arc::new(texts.collect::<StringArray>())
        }
        Cell::Count(cell) => Arc::new(rows.iter().map(cell).collect::<Int64Array>()),
        Cell::Seconds(cell) => numbers(&|row| cell(row).map(|ms| ms as f64 / 1000.0)),
        Cell::Metres(cell)
        | Cell::Percent(cell)
        | Cell::Bpm(cell)
        | Cell::Speed(cell)
        | Cell::Number(cell) => numbers(cell),
        Cell::Flag(cell) => Arc::new(rows.iter().map(cell).collect::<BooleanArray>()),
        Cell::Date(cell) => {
            Arc::new(rows.iter().map(|row| cell(row).map(days)).collect::<Date32Array>())
        }
        Cell::Instant(cell) => {
            let times = rows.iter().map(cell).collect::<TimestampMillisecondArray>();
            Arc::new(times.with_timezone("UTC"))
        }
        Cell::Local(cell) => {
            let times = rows.iter().map(|row| clock_ms(cell(row)));
            Arc::new(times.collect::<TimestampMillisecondArray>())
        }
    }
}
