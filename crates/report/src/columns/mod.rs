//! The columns of the tables: one list a table, with name, type, unit and meaning.
//!
//! Frames, record batches, tables in all formats and the documentation are made from these lists.

#[cfg(any(feature = "arrow", feature = "csv"))]
pub(crate) mod epoch;
mod files;
mod recorded;
pub(crate) mod rounding;
pub(crate) mod rows;
mod runs;
mod samples;
mod weeks;

pub(crate) use files::file_columns;
pub(crate) use recorded::recorded_columns;
pub(crate) use runs::{RunRow, run_columns};
pub(crate) use samples::{position_columns, sample_columns};
pub(crate) use weeks::week_columns;

use jiff::civil::{Date, DateTime};
use std::borrow::Cow;
use std::fmt::Write;

/// One column of a table over rows of one type.
pub(crate) struct Column<Row> {
    pub(crate) name: &'static str,
    pub(crate) cell: Cell<Row>,
    pub(crate) meaning: &'static str,
}

/// Defines a constructor of columns for each variant of [`Cell`].
macro_rules! constructors {
    ($($name:ident: $variant:ident($reads:ty),)+) => {
        impl<Row> Column<Row> {
            $(fn $name(name: &'static str, reads: $reads, meaning: &'static str) -> Self {
                Self { name, cell: Cell::$variant(reads), meaning }
            })+
        }
    };
}

constructors! {
    text: Text(for<'r> fn(&'r Row) -> Cow<'r, str>),
    count: Count(fn(&Row) -> Option<i64>),
    seconds: Seconds(fn(&Row) -> Option<i64>),
    metres: Metres(fn(&Row) -> Option<f64>),
    percent: Percent(fn(&Row) -> Option<f64>),
    bpm: Bpm(fn(&Row) -> Option<f64>),
    speed: Speed(fn(&Row) -> Option<f64>),
    number: Number(fn(&Row) -> Option<f64>),
    flag: Flag(fn(&Row) -> Option<bool>),
    date: Date(fn(&Row) -> Option<Date>),
    instant: Instant(fn(&Row) -> Option<i64>),
    local: Local(fn(&Row) -> DateTime),
}

/// Reads the cell of a row; the variant is the type and unit of the column. [`None`] is unknown.
pub(crate) enum Cell<Row> {
    /// Text; an empty one is unknown.
    Text(for<'r> fn(&'r Row) -> Cow<'r, str>),
    /// An integer.
    Count(fn(&Row) -> Option<i64>),
    /// Milliseconds, shown as seconds.
    Seconds(fn(&Row) -> Option<i64>),
    /// Metres.
    Metres(fn(&Row) -> Option<f64>),
    /// Percent.
    Percent(fn(&Row) -> Option<f64>),
    /// Beats per minute.
    Bpm(fn(&Row) -> Option<f64>),
    /// Metres per second.
    Speed(fn(&Row) -> Option<f64>),
    /// A number without a unit.
    Number(fn(&Row) -> Option<f64>),
    /// `true` or `false`.
    Flag(fn(&Row) -> Option<bool>),
    /// A date.
    Date(fn(&Row) -> Option<Date>),
    /// Milliseconds since the Unix epoch, shown in UTC.
    Instant(fn(&Row) -> Option<i64>),
    /// A local time without a zone.
    Local(fn(&Row) -> DateTime),
}

impl<Row> Cell<Row> {
    /// Returns the type in words.
    fn type_name(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Count(_) => "integer",
            Self::Flag(_) => "boolean",
            Self::Date(_) => "date",
            Self::Instant(_) | Self::Local(_) => "time",
            Self::Seconds(_)
            | Self::Metres(_)
            | Self::Percent(_)
            | Self::Bpm(_)
            | Self::Speed(_)
            | Self::Number(_) => "number",
        }
    }

    fn unit(&self) -> &'static str {
        match self {
            Self::Seconds(_) => "s",
            Self::Metres(_) => "m",
            Self::Percent(_) => "%",
            Self::Bpm(_) => "beats/min",
            Self::Speed(_) => "m/s",
            Self::Instant(_) => "UTC",
            Self::Local(_) => "local",
            _ => "",
        }
    }
}

impl<Row> Column<Row> {
    /// Returns the unit, from the type of the cells or the end of the name; empty without a unit.
    pub(crate) fn unit(&self) -> &'static str {
        match (self.cell.unit(), self.name.rsplit_once('_')) {
            ("", Some((_, "bpm"))) => "beats/min",
            ("", Some((_, "spm"))) => "steps/min",
            ("", Some((_, "rpm"))) => "1/min",
            ("", Some((_, "min"))) => "min",
            ("", Some((_, "deg"))) => "°",
            ("", Some((_, "w"))) => "W",
            ("", Some((_, "c"))) => "°C",
            (unit, _) => unit,
        }
    }
}

/// A column of a table, as the documentation describes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ColumnInfo {
    /// Name.
    pub name: &'static str,
    /// Type: `text`, `integer`, `number`, `boolean`, `date` or `time`.
    pub type_name: &'static str,
    /// Unit; empty if there is none.
    pub unit: &'static str,
    /// Meaning.
    pub meaning: &'static str,
}

/// Returns the tables, each with its name and its columns in order.
///
/// ```
/// let [(name, runs), (_, weeks), (_, files), ..] = recoup_report::tables();
/// assert_eq!(name, "runs");
/// assert_eq!((weeks.len(), weeks[5].name, weeks[5].unit), (52, "run_time_s", "s"));
/// assert_eq!(files[0].meaning, "name, relative to the path that was searched");
/// ```
#[must_use]
pub fn tables() -> [(&'static str, Vec<ColumnInfo>); 5] {
    [
        ("runs", infos(run_columns())),
        ("weekly", infos(week_columns())),
        ("files", infos(file_columns())),
        ("samples", infos(sample_columns().into_iter().chain(position_columns()).collect())),
        ("recorded", infos(recorded_columns())),
    ]
}

fn infos<Row>(columns: Vec<Column<Row>>) -> Vec<ColumnInfo> {
    let info = |column: Column<Row>| ColumnInfo {
        name: column.name,
        type_name: column.cell.type_name(),
        unit: column.unit(),
        meaning: column.meaning,
    };
    columns.into_iter().map(info).collect()
}

/// Returns the documentation of all columns as Markdown: a Markdown table for each table.
#[must_use]
pub fn columns_markdown() -> String {
    let mut text = String::from(
        "# Columns\n\nAn empty cell is unknown, never 0. Times in seconds have three decimals, metres \
         one, percentages two.\n",
    );
    for (name, columns) in tables() {
        let _ =
            write!(text, "\n## {name}\n\n| column | type | unit | meaning |\n|---|---|---|---|\n");
        for ColumnInfo { name, type_name, unit, meaning } in columns {
            let _ = writeln!(text, "| `{name}` | {type_name} | {unit} | {meaning} |");
        }
    }
    text
}

fn text(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}

fn count(number: usize) -> Option<i64> {
    i64::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use super::tables;

    /// The name of a column ends with its unit, because the writers round by the name.
    #[test]
    fn names_end_with_their_units() {
        for (table, columns) in tables() {
            for column in columns {
                let ending = match column.unit {
                    "s" => "_s",
                    "m" => "_m",
                    "%" => "_pct",
                    "m/s" => "_m_s",
                    _ => {
                        let others = ["_s", "_m", "_pct"];
                        let is_wrong = others.iter().any(|ending| column.name.ends_with(ending));
                        assert!(!is_wrong, "{table}: {}", column.name);
                        continue;
                    }
                };
                assert!(column.name.ends_with(ending), "{table}: {}", column.name);
            }
        }
    }
}
