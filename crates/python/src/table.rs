//! Tables that other libraries can read without a copy.

use crate::errors::value_error;
use crate::values::{clock, date, instant};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type, TimestampMillisecondType};
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, StructArray};
use arrow_cast::{CastOptions, cast_with_options};
use arrow_schema::{DataType, Field, Schema};
use maud::html;
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyIterator, PyList};
use pyo3_arrow::PySchema;
use pyo3_arrow::ffi::{ArrayIterator, to_schema_pycapsule, to_stream_pycapsule};
use recoup::analysis::wording::{did_you_mean, nearest};
use recoup::jiff::civil::date as civil_date;
use recoup::jiff::tz::Offset;
use recoup::jiff::{Timestamp, ToSpan};
use recoup::report::arrow::ArrowError;
use std::sync::Arc;

/// Number of rows that a notebook shows.
const ROWS_SHOWN: usize = 8;

/// A table of columns. Libraries that support Arrow's PyCapsule interface can read it directly:
///
///     polars.DataFrame(table)
///     pyarrow.table(table)
///     pandas.DataFrame.from_arrow(table)  # pandas 3; before: pandas.DataFrame(table.to_dicts())
///     duckdb.sql("select week from weeks")  # after weeks = report.weeks
///
/// Without these libraries, use `len(table)` (rows), `list(table)` (names of columns),
/// `table["week"]` (a list) and `table.to_dicts()` (a dict for each row). An unknown cell is None,
/// never 0. Many names end with their unit: `_s` seconds, `_m` metres, `_pct` percent, `_bpm` beats
/// per minute. `table.units` and `table.meanings` describe all columns.
///
/// Texts are Arrow's `Utf8`, integers `Int64`, other numbers `Float64`, dates `Date32`, moments
/// timestamps in milliseconds in UTC, local times timestamps without a zone.
#[pyclass(module = "recoup", frozen)]
pub(crate) struct Table(RecordBatch);

impl Table {
    pub(crate) fn new(batch: Result<RecordBatch, ArrowError>) -> PyResult<Self> {
        batch.map(Self).map_err(value_error)
    }

    fn facts<'py>(&self, py: Python<'py>, fact: &str) -> PyResult<Bound<'py, PyDict>> {
        let facts = PyDict::new(py);
        for field in self.0.schema_ref().fields() {
            facts.set_item(field.name(), field.metadata().get(fact))?;
        }
        Ok(facts)
    }

    /// Returns the table in the types of a schema with the same columns. A column that cannot be
    /// cast without loss keeps its type, as the interface allows. If the schema has other columns,
    /// all columns keep their types.
    fn cast(&self, wanted: &Schema) -> PyResult<Self> {
        let own = self.0.schema_ref();
        let names =
            |schema: &Schema| schema.fields().iter().map(|field| field.name().clone()).collect();
        let (own_names, wanted_names): (Vec<String>, Vec<String>) = (names(own), names(wanted));
        if own_names != wanted_names {
            return Ok(Self(self.0.clone()));
        }
        let strict = CastOptions { safe: false, ..CastOptions::default() };
        let (mut fields, mut columns) = (Vec::new(), Vec::new());
        for ((field, wanted), column) in
            own.fields().iter().zip(wanted.fields()).zip(self.0.columns())
        {
            let cast = cast_with_options(column, wanted.data_type(), &strict);
            let back = cast
                .as_ref()
                .ok()
                .and_then(|cast| cast_with_options(cast, field.data_type(), &strict).ok());
            let column = match cast {
                Ok(cast) if back.as_ref() == Some(column) => cast,
                _ => Arc::clone(column),
            };
            let field = Field::clone(field).with_data_type(column.data_type().clone());
            fields.push(field);
            columns.push(column);
        }
        let options = RecordBatchOptions::new().with_row_count(Some(self.0.num_rows()));
        Self::new(RecordBatch::try_new_with_options(
            Arc::new(Schema::new(fields)),
            columns,
            &options,
        ))
    }

    /// Returns the type of a row.
    fn row_type(&self) -> Field {
        Field::new_struct("", self.0.schema_ref().fields().clone(), false)
    }
}

#[pymethods]
impl Table {
    /// Names of the columns, in order.
    #[getter]
    fn column_names(&self) -> Vec<&str> {
        self.0.schema_ref().fields().iter().map(|field| field.name().as_str()).collect()
    }

    /// Unit of each column; None for a column without a unit.
    #[getter]
    fn units<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        self.facts(py, "unit")
    }

    /// Meaning of each column.
    #[getter]
    fn meanings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        self.facts(py, "meaning")
    }

    /// Number of rows and of columns.
    #[getter]
    fn shape(&self) -> (usize, usize) {
        (self.0.num_rows(), self.0.num_columns())
    }

    /// Returns a dict for each row.
    fn to_dicts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let rows = PyList::empty(py);
        let names = self.column_names();
        let columns: PyResult<Vec<_>> =
            self.0.columns().iter().map(|column| cells(py, column)).collect();
        let columns = columns?;
        for row in 0..self.0.num_rows() {
            let dict = PyDict::new(py);
            for (name, column) in names.iter().zip(&columns) {
                dict.set_item(name, &column[row])?;
            }
            rows.append(dict)?;
        }
        Ok(rows)
    }

    fn __getitem__<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Vec<Bound<'py, PyAny>>> {
        if let Some(column) = self.0.column_by_name(name) {
            cells(py, column)
        } else {
            let hint = did_you_mean(nearest(name, self.column_names()));
            Err(PyKeyError::new_err(format!("no column is called {name:?}{hint}")))
        }
    }

    fn __contains__(&self, name: &str) -> bool {
        self.0.column_by_name(name).is_some()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        PyList::new(py, self.column_names())?.try_iter()
    }

    fn __len__(&self) -> usize {
        self.0.num_rows()
    }

    fn __repr__(&self) -> String {
        let (rows, columns) = self.shape();
        format!("<recoup.Table: {rows} rows, {columns} columns>")
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        let shown = self.0.slice(0, self.0.num_rows().min(ROWS_SHOWN));
        let mut columns = Vec::new();
        for column in shown.columns() {
            let cells = cells(py, column)?;
            let texts: PyResult<Vec<String>> =
                cells.iter().map(|cell| Ok(cell.str()?.to_string())).collect();
            columns.push(texts?);
        }
        let rows = (0..shown.num_rows()).map(|row| columns.iter().map(move |column| &column[row]));
        Ok(html! {
            table {
                caption { (self.__repr__().trim_matches(['<', '>'])) }
                thead { tr { @for name in self.column_names() { th { (name) } } } }
                tbody { @for row in rows { tr { @for cell in row { td { (cell) } } } } }
            }
        }
        .into_string())
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let table = match requested_schema {
            Some(capsule) => self.cast(PySchema::from_arrow_pycapsule(&capsule)?.as_ref())?,
            None => Self(self.0.clone()),
        };
        let row_type = Arc::new(table.row_type());
        let rows: ArrayRef = Arc::new(StructArray::from(table.0));
        let reader = ArrayIterator::new([Ok(rows)], row_type);
        Ok(to_stream_pycapsule(py, Box::new(reader), None)?)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.row_type())?)
    }
}

/// Returns the cells of a column as Python values.
fn cells<'py>(py: Python<'py>, column: &ArrayRef) -> PyResult<Vec<Bound<'py, PyAny>>> {
    fn each<'py, T>(
        py: Python<'py>,
        cells: impl Iterator<Item = Option<T>>,
        value: impl Fn(T) -> PyResult<Bound<'py, PyAny>>,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let none = || py.None().into_bound(py);
        cells.map(|cell| cell.map_or_else(|| Ok(none()), &value)).collect()
    }
    match column.data_type() {
        DataType::Utf8 => each(py, column.as_string::<i32>().iter(), |it| it.into_bound_py_any(py)),
        DataType::Boolean => each(py, column.as_boolean().iter(), |it| it.into_bound_py_any(py)),
        DataType::Int64 => {
            each(py, column.as_primitive::<Int64Type>().iter(), |it| it.into_bound_py_any(py))
        }
        DataType::Date32 => each(py, column.as_primitive::<Date32Type>().iter(), |days| {
            date(py, civil_date(1970, 1, 1).saturating_add(days.days()))
        }),
        DataType::Timestamp(_, zone) => {
            let times = column.as_primitive::<TimestampMillisecondType>().iter();
            if zone.is_some() {
                return each(py, times, |ms| instant(py, ms));
            }
            each(py, times, |ms| {
                let time = Timestamp::from_millisecond(ms).unwrap_or_default();
                clock(py, Offset::UTC.to_datetime(time))
            })
        }
        _ => each(py, column.as_primitive::<Float64Type>().iter(), |it| it.into_bound_py_any(py)),
    }
}
