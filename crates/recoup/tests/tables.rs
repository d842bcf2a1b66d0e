//! Tables of the test folder in every format, each read by an independent reader.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use polars::prelude::{DataType, TimeUnit, TimeZone};
use recoup::frames::{self, DataFrame, TableFormat};
use recoup::{Athlete, BatchOptions, ReadOptions};
use serde_json::Value;
use std::path::Path;

/// Returns the frames of the weeks, the runs and the files.
fn tables() -> [DataFrame; 3] {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let athlete = Athlete::with_max_hr(190.0).with(|athlete| athlete.name = "=Kari".into());
    let options = BatchOptions::new();
    let records = recoup::assess_paths(&[folder], &athlete, &ReadOptions::new(), &options).unwrap();
    let runs = frames::runs_frame(&records).unwrap();
    let weeks = frames::weeks_frame(&recoup::weeks(&records, &athlete)).unwrap();
    [weeks, runs, frames::files_frame(&records).unwrap()]
}

fn written(frame: &DataFrame, format: TableFormat) -> Vec<u8> {
    let mut out = Vec::new();
    frames::write_frame(frame, format, &mut out).unwrap();
    out
}

fn json_rows(frame: &DataFrame) -> Vec<Value> {
    serde_json::from_slice(&written(frame, TableFormat::Json)).unwrap()
}

fn names(frame: &DataFrame) -> Vec<String> {
    frame.get_column_names().iter().map(ToString::to_string).collect()
}

#[test]
fn times_dates_counts_and_booleans_have_their_types() {
    let utc = DataType::Datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC));
    let local = DataType::Datetime(TimeUnit::Milliseconds, None);
    let [weeks, runs, files] = tables();
    for (frame, name, dtype) in [
        (&runs, "start_utc", utc),
        (&runs, "start_local", local),
        (&weeks, "week_start", DataType::Date),
        (&weeks, "runs", DataType::Int64),
        (&weeks, "recovery_runs", DataType::Int64),
        (&weeks, "run_time_s", DataType::Float64),
        (&weeks, "frequency", DataType::String),
        (&runs, "session", DataType::Int64),
        (&runs, "utc_offset_min", DataType::Int64),
        (&runs, "z1_high_bpm", DataType::Int64),
        (&runs, "surges", DataType::Int64),
        (&runs, "partial", DataType::Boolean),
        (&files, "bytes", DataType::Int64),
        (&files, "partial", DataType::Boolean),
    ] {
        assert_eq!(frame.column(name).unwrap().dtype(), &dtype, "{name}");
    }
    // The first run, as the test folder declares it: half past six in Oslo.
    let first = &json_rows(&runs)[0];
    assert_eq!(first["start_utc"], "2026-03-02T05:30:12Z");
    assert_eq!(first["start_local"], "2026-03-02T06:30:12");
    assert_eq!(json_rows(&weeks)[0]["week_start"], "2026-03-02");
}

#[test]
fn json_says_what_csv_says() {
    for frame in tables() {
        let csv = written(&frame, TableFormat::Csv);
        let mut csv = csv::Reader::from_reader(csv.as_slice());
        let header: Vec<String> = csv.headers().unwrap().iter().map(str::to_owned).collect();
        assert_eq!(header, names(&frame));

        let lines = String::from_utf8(written(&frame, TableFormat::Ndjson)).unwrap();
        let lines: Vec<&str> = lines.split_terminator('\n').collect();
        let rows = json_rows(&frame);
        assert_eq!((rows.len(), lines.len()), (frame.height(), frame.height()));
        for ((cells, row), line) in csv.records().map(Result::unwrap).zip(&rows).zip(&lines) {
            assert_eq!(&serde_json::from_str::<Value>(line).unwrap(), row);
            let keys = header.iter().map(|name| line.find(&format!("\"{name}\":")).unwrap());
            assert!(keys.is_sorted(), "{line}");
            assert_eq!(row.as_object().unwrap().len(), header.len());
            for (name, cell) in header.iter().zip(&cells) {
                match &row[name] {
                    Value::Null => assert_eq!(cell, "", "{name}"),
                    Value::String(text) if text == "=Kari" => assert_eq!(cell, "'=Kari"),
                    Value::String(text) => assert_eq!(cell, text, "{name}"),
                    Value::Bool(is_so) => assert_eq!(cell, is_so.to_string(), "{name}"),
                    Value::Number(number) if number.is_f64() => {
                        assert_eq!(cell.parse().ok(), number.as_f64(), "{name}");
                        assert!(number.to_string().len() <= cell.len() + ".0".len(), "{name}");
                    }
                    Value::Number(number) => assert_eq!(cell, number.to_string(), "{name}"),
                    other => panic!("{name}: {other}"),
                }
            }
        }
    }
}

#[cfg(feature = "columnar")]
#[test]
fn parquet_and_arrow_hold_what_json_says() {
    use polars::prelude::{AnyValue, IpcReader, ParquetReader, SerReader};
    use recoup::frames::TableFormat::{Ipc, Parquet};
    use std::io::Cursor;

    // Days and milliseconds since 1970, by jiff.
    let days = |text: &str| {
        let date: jiff::civil::Date = text.parse().unwrap();
        date.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() / 24
    };
    let milliseconds = |text: &str, zone: &str| {
        let time: jiff::Timestamp = format!("{text}{zone}").parse().unwrap();
        time.as_millisecond()
    };
    for frame in tables() {
        let rows = json_rows(&frame);
        let parquet = Cursor::new(written(&frame, Parquet));
        let ipc = Cursor::new(written(&frame, Ipc));
        let parquet = ParquetReader::new(parquet).finish().unwrap();
        let ipc = IpcReader::new(ipc).finish().unwrap();
        for read in [parquet, ipc] {
            assert_eq!(read.schema(), frame.schema());
            assert_eq!(read.height(), rows.len());
            for column in read.columns() {
                let values = column.as_materialized_series().rechunk();
                for (value, row) in values.iter().zip(&rows) {
                    let cell = &row[column.name().as_str()];
                    let text = cell.as_str().unwrap_or_default();
                    let is_equal = match value {
                        AnyValue::Null => cell.is_null(),
                        AnyValue::String(value) => cell == value,
                        AnyValue::Boolean(value) => cell == value,
                        AnyValue::Int64(value) => cell == value,
                        AnyValue::Float64(value) => cell == value,
                        AnyValue::Date(value) => i64::from(value) == days(text),
                        AnyValue::Datetime(value, TimeUnit::Milliseconds, zone) => {
                            value == milliseconds(text, if zone.is_some() { "" } else { "Z" })
                        }
                        _ => false,
                    };
                    assert!(is_equal, "{}: {value:?}, {cell}", column.name());
                }
            }
        }
    }
}
