//! Frames are written to files and read by other readers.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series, TimeUnit, TimeZone, df};
use recoup_report::{
    CsvDialect, ReportFile, TableFormat, write_frame, write_in_dialect, write_report_files,
};
use serde_json::{Value, json};
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Formula prefixes, quotes, line ends, control characters, characters of four bytes.
const ODD: [&str; 8] = [
    "=1+1",
    "@\u{1f3c3}\u{200d}\u{2640}\u{fe0f}",
    "a \"b\", c",
    "two\nlines\r\nand a \r",
    "\tnul \0, escape \u{1b}[31m, delete \u{7f}",
    "'quoted'",
    "\\ / \u{2028} \u{feff}",
    "- 1",
];

fn odd() -> DataFrame {
    df!["row" => [0_i64, 1, 2, 3, 4, 5, 6, 7], "text" => ODD].unwrap()
}

fn written(frame: &DataFrame, format: TableFormat) -> Vec<u8> {
    let mut out = Vec::new();
    write_frame(frame, format, &mut out).unwrap();
    out
}

fn text(frame: &DataFrame, format: TableFormat) -> String {
    String::from_utf8(written(frame, format)).unwrap()
}

#[test]
fn csv_follows_the_contract() {
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
    assert_eq!(
        text(&frame, TableFormat::Csv),
        "title,timer_s,ascent_m,hr_coverage_pct,hr_max,surges,partial\n\
         '=1+1,1800.000,12.3,100.00,190,1,true\n\
         \"a \"\"b\"\", c\",0.500,0.0,50.00,187.6,0,false\n\
         ,,,,,,false\n"
    );
}

#[test]
fn json_follows_the_contract() {
    let frame = df![
        "title" => [Some("=1+1"), Some("a \"b\", c"), Some("")],
        "timer_s" => [Some(1_800.499_999_9), Some(0.1 + 0.2), None],
        "ascent_m" => [Some(12.34), Some(-0.04), None],
        "hr_max" => [Some(190.0), Some(187.55), None],
        "surges" => [Some(1_i64), Some(0), None],
        "partial" => [true, false, false],
    ]
    .unwrap();
    let rows = [
        r#"{"title":"=1+1","timer_s":1800.5,"ascent_m":12.3,"hr_max":190.0,"surges":1,"partial":true}"#,
        r#"{"title":"a \"b\", c","timer_s":0.3,"ascent_m":0.0,"hr_max":187.6,"surges":0,"partial":false}"#,
        r#"{"title":null,"timer_s":null,"ascent_m":null,"hr_max":null,"surges":null,"partial":false}"#,
    ];
    assert_eq!(text(&frame, TableFormat::Json), format!("[{}]\n", rows.join(",\n ")));
    assert_eq!(text(&frame, TableFormat::Ndjson), format!("{}\n", rows.join("\n")));
}

#[test]
fn odd_text_is_read_as_it_was() {
    let csv = written(&odd(), TableFormat::Csv);
    let rows: Vec<(usize, String)> =
        csv::Reader::from_reader(csv.as_slice()).deserialize().map(Result::unwrap).collect();
    let protected = [true, true, false, false, true, false, false, true];
    for (row, text) in &rows {
        let prefix = if protected[*row] { "'" } else { "" };
        // CSV is also for eyes: a control character is an escape there.
        let mut shown = ODD[*row].to_owned();
        for (character, escape) in [
            ("\n", "\\n"),
            ("\r", "\\r"),
            ("\t", "\\t"),
            ("\0", "\\x00"),
            ("\u{1b}", "\\x1b"),
            ("\u{7f}", "\\x7f"),
            ("\u{2028}", "\\u{2028}"),
        ] {
            shown = shown.replace(character, escape);
        }
        assert_eq!(*text, format!("{prefix}{shown}"));
    }
    assert_eq!(rows.len(), ODD.len());

    let rows: Vec<Value> = serde_json::from_slice(&written(&odd(), TableFormat::Json)).unwrap();
    let expected: Vec<Value> =
        (0..).zip(ODD).map(|(row, text)| json!({"row": row, "text": text})).collect();
    assert_eq!(rows, expected);
    let lines = text(&odd(), TableFormat::Ndjson);
    let rows: Vec<Value> =
        lines.split_terminator('\n').map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows, expected);
}

/// Instants in any unit, before 1970 too, and years of more or less than four digits.
#[test]
fn dates_and_times_are_text() {
    let times = |unit, zone, values: [i64; 3]| {
        Series::new("t".into(), values).into_datetime(unit, zone).into_column()
    };
    let days = Series::new("day".into(), [Some(-1), Some(20_514), None]).into_date();
    let utc = || Some(TimeZone::UTC);
    for (column, expected) in [
        (days.into_column(), ["1969-12-31", "2026-03-02", ""]),
        (
            times(TimeUnit::Milliseconds, utc(), [-1, 1_772_429_412_000, 1_772_429_412_250]),
            ["1969-12-31T23:59:59.999Z", "2026-03-02T05:30:12Z", "2026-03-02T05:30:12.25Z"],
        ),
        (
            times(TimeUnit::Milliseconds, None, [-62_135_596_800_000, 1_772_429_412_000, i64::MAX]),
            ["0001-01-01T00:00:00", "2026-03-02T05:30:12", ""],
        ),
        (
            times(TimeUnit::Microseconds, utc(), [0, 1, 1_772_429_412_000_000]),
            ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000001Z", "2026-03-02T05:30:12Z"],
        ),
        (
            times(TimeUnit::Nanoseconds, utc(), [0, 1, 1_772_429_412_000_000_000]),
            ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000000001Z", "2026-03-02T05:30:12Z"],
        ),
    ] {
        // A second column is needed, because an empty line is no row.
        let name = column.name().to_string();
        let row = Series::new("row".into(), [0_i64, 1, 2]).into_column();
        let frame = DataFrame::new(3, vec![row, column]).unwrap();
        let csv = text(&frame, TableFormat::Csv);
        let [first, second, third] = expected;
        assert_eq!(csv, format!("row,{name}\n0,{first}\n1,{second}\n2,{third}\n"));
        let rows: Vec<Value> = serde_json::from_slice(&written(&frame, TableFormat::Json)).unwrap();
        for (row, text) in rows.iter().zip(expected) {
            let text = if text.is_empty() { Value::Null } else { text.into() };
            assert_eq!(row[&name], text);
        }
    }
}

/// Columns of other types are written as the nearest type that tables have.
#[test]
fn other_types_are_written_as_those_that_tables_have() {
    let frame = df![
        "small" => [1_i32, -2], "unsigned" => [1_u32, 2], "single_m" => [0.5_f32, f32::NAN],
    ]
    .unwrap();
    assert_eq!(
        text(&frame, TableFormat::Ndjson),
        "{\"small\":1,\"unsigned\":1,\"single_m\":0.5}\n\
         {\"small\":-2,\"unsigned\":2,\"single_m\":null}\n"
    );
    assert_eq!(text(&frame, TableFormat::Csv), "small,unsigned,single_m\n1,1,0.5\n-2,2,\n");
}

fn no_numbers() -> DataFrame {
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, 1e300, -0.0];
    df!["row" => [0_i64, 1, 2, 3, 4, 5], "value" => odd, "value_s" => odd].unwrap()
}

#[test]
fn what_is_no_number_is_unknown() {
    let rows: Vec<Value> =
        serde_json::from_slice(&written(&no_numbers(), TableFormat::Json)).unwrap();
    for row in &rows[..4] {
        assert_eq!((&row["value"], &row["value_s"]), (&Value::Null, &Value::Null));
    }
    assert_eq!(rows[4]["value"], 1e300);
    assert!(
        text(&no_numbers(), TableFormat::Csv)
            .starts_with("row,value,value_s\n0,,\n1,,\n2,,\n3,,\n4,1000")
    );
    assert!(text(&no_numbers(), TableFormat::Csv).ends_with("\n5,0,0.000\n"));
}

#[test]
fn a_frame_without_rows_is_a_table_without_rows() {
    let none = odd().head(Some(0));
    assert_eq!(text(&none, TableFormat::Csv), "row,text\n");
    assert_eq!(text(&none, TableFormat::Json), "[]\n");
    assert_eq!(text(&none, TableFormat::Ndjson), "");
}

/// Returns the names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn files_are_written_in_every_format() {
    let (folder, frame) = (tempfile::tempdir().unwrap(), odd());
    let file = |&format: &TableFormat| {
        let path = folder.path().join("odd").with_extension(format.extension());
        ReportFile::table(&frame, format, path)
    };
    let files: Vec<ReportFile<'_>> = TableFormat::ALL.iter().map(file).collect();
    write_report_files(&files).unwrap();
    for (ReportFile { path, .. }, format) in files.iter().zip(TableFormat::ALL) {
        assert_eq!(fs::read(path).unwrap(), written(&frame, *format), "{format}");
    }
    assert_eq!(names(folder.path()).len(), files.len(), "nothing else is left");
}

#[test]
fn files_are_written_together_or_not_at_all() {
    let (folder, frame) = (tempfile::tempdir().unwrap(), odd());
    let path = |name: &str| folder.path().join(name);
    let file = |name| ReportFile::table(&frame, TableFormat::Csv, path(name));
    fs::write(path("a.csv"), "old").unwrap();
    // A folder has the name of the second file, or the folder of the third file is missing.
    fs::create_dir_all(path("b.csv").join("taken")).unwrap();
    for wrong in ["b.csv", "no-folder/c.csv"] {
        let error = write_report_files(&[file("a.csv"), file(wrong)]).unwrap_err().to_string();
        assert!(error.starts_with("nothing written: ") && error.contains(wrong), "{error}");
        assert_eq!(fs::read_to_string(path("a.csv")).unwrap(), "old");
        assert_eq!(names(folder.path()), ["a.csv", "b.csv"]);
    }
    write_report_files(&[file("a.csv")]).unwrap();
    assert_eq!(fs::read(path("a.csv")).unwrap(), written(&frame, TableFormat::Csv));
}

#[test]
fn what_a_killed_process_left_does_not_pile_up() {
    let (folder, frame) = (tempfile::tempdir().unwrap(), odd());
    let long_ago = SystemTime::now() - Duration::from_hours(2);
    let leave = |name: &str, at: SystemTime| {
        File::create(folder.path().join(name)).unwrap().set_modified(at).unwrap();
    };
    leave("a.csv.4711.tmp", long_ago);
    // Temporary files of another process that may be writing, of other files, and of the user.
    leave("a.csv.4712.tmp", SystemTime::now());
    let others = ["a.csv.mine.tmp", "a.csv.tmp", "b.csv.4711.tmp"];
    for name in others {
        leave(name, long_ago);
    }
    let path = folder.path().join("a.csv");
    write_report_files(&[ReportFile::table(&frame, TableFormat::Csv, path)]).unwrap();
    let kept = [&["a.csv", "a.csv.4712.tmp"], &others[..]].concat();
    assert_eq!(names(folder.path()), kept);
}

#[test]
fn a_format_is_its_name() {
    for &format in TableFormat::ALL {
        assert_eq!(format.name().parse(), Ok(format));
        assert_eq!(format.name().to_uppercase().parse(), Ok(format));
    }
    let said = |text: &str| text.parse::<TableFormat>().map_err(|error| error.to_string());
    let names = "(there are csv, json, ndjson, parquet, ipc)";
    assert_eq!(said("xlsx"), Err(format!("no table format is called \"xlsx\" {names}")));
    if cfg!(not(feature = "columnar")) {
        let hint = "this build has no parquet; build with `--features columnar`";
        assert_eq!(said("parquet"), Err(hint.to_owned()));
    }
}

#[cfg(feature = "columnar")]
mod columnar {
    use super::*;
    use polars::prelude::{DataType, IpcReader, ParquetReader, SerReader};
    use std::io::Cursor;

    fn read_back(frame: &DataFrame) -> [DataFrame; 2] {
        let parquet = Cursor::new(written(frame, TableFormat::Parquet));
        let ipc = Cursor::new(written(frame, TableFormat::Ipc));
        [ParquetReader::new(parquet).finish().unwrap(), IpcReader::new(ipc).finish().unwrap()]
    }

    #[test]
    fn text_is_read_as_it_was() {
        for read in read_back(&odd()) {
            assert!(read.equals(&odd()), "{read:?}");
        }
    }

    #[test]
    fn types_are_those_of_the_frame_and_numbers_those_of_the_text() {
        let utc = DataType::Datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC));
        let local = DataType::Datetime(TimeUnit::Milliseconds, None);
        let mut frame = df![
            "timer_s" => [Some(1_800.499_999_9), None], "surges" => [Some(1_i64), None],
            "partial" => [Some(true), None], "title" => [Some("a"), Some("")],
        ]
        .unwrap();
        for (name, dtype) in [("start_utc", &utc), ("start_local", &local)] {
            let times = Series::new(name.into(), [Some(1_772_429_412_250_i64), None]);
            frame.with_column(times.cast(dtype).unwrap().into_column()).unwrap();
        }
        let days = Series::new("week_start".into(), [Some(20_514), None]).into_date();
        frame.with_column(days.into_column()).unwrap();
        for read in read_back(&frame) {
            assert_eq!(read.schema(), frame.schema());
            assert_eq!(read.column("timer_s").unwrap().f64().unwrap().get(0), Some(1800.5));
            assert!(read.columns().iter().all(|column| column.null_count() == 1), "{read:?}");
            let times = ["start_utc", "start_local", "week_start", "surges", "partial"];
            assert!(read.select(times).unwrap().equals_missing(&frame.select(times).unwrap()));
        }
    }

    #[test]
    fn what_is_no_number_is_null() {
        for read in read_back(&no_numbers()) {
            let nulls = ["value", "value_s"].map(|name| read.column(name).unwrap().null_count());
            // The largest number overflows if decimals are counted.
            assert_eq!(nulls, [4, 4]);
        }
    }

    /// The bytes of a frame are the same however the frame was put together.
    #[test]
    fn bytes_are_those_of_the_rows() {
        let whole = odd();
        let parts = whole.slice(0, 3).vstack(&whole.slice(3, 5)).unwrap();
        for format in [TableFormat::Parquet, TableFormat::Ipc] {
            assert_eq!(written(&whole, format), written(&whole, format));
            assert_eq!(written(&parts, format), written(&whole, format));
        }
    }

    #[test]
    fn no_rows_have_columns() {
        for read in read_back(&odd().head(Some(0))) {
            assert_eq!((read.height(), read.schema()), (0, odd().schema()));
        }
    }
}

/// Spreadsheets in German open a byte order mark, semicolons, and commas in decimals only.
#[test]
fn csv_for_a_spreadsheet_with_a_decimal_comma() {
    let frame = df![
        "title" => ["1.5 km; easy", "5k"],
        "timer_s" => [Some(1800.5), None],
        "runs" => [1_i64, 2],
    ]
    .unwrap();
    let mut bytes = Vec::new();
    let dialect = CsvDialect::Excel;
    write_in_dialect(&frame, TableFormat::Csv, dialect, &mut bytes).unwrap();
    let text = "\u{feff}title;timer_s;runs\n\"1.5 km; easy\";1800,500;1\n5k;;2\n";
    assert_eq!(String::from_utf8(bytes).unwrap(), text);
}
