//! `recoup samples`: the samples of a run as a table.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod common;

use common::recoup;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn testdata(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata").join(path)
}

/// Returns the rows of a table. Each row has its cells by the names of the columns.
fn rows(csv: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn samples(file: &str, more: &[&str]) -> (Option<i32>, String, String) {
    let path = testdata(file);
    let mut command = recoup(&["samples", "--no-cache", "--max-hr", "190", path.to_str().unwrap()]);
    let output = command.args(more).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// 40 minutes with a sample every second, and three hills that each force a surge. The sums of the
/// times between the rows are the times in the zones of runs.csv.
#[test]
fn samples_sum_to_the_zones_of_the_run() {
    let (status, printed, said) = samples("activities/2026-03-15-100000.fit", &[]);
    assert_eq!(status, Some(0), "{said}");
    let rows = rows(&printed);
    assert_eq!(rows.len(), 2401);
    let number = |row: &BTreeMap<String, String>, name: &str| row[name].parse::<f64>().unwrap();
    let mut zones: BTreeMap<&str, f64> = BTreeMap::new();
    for pair in rows.windows(2) {
        let seconds = number(&pair[1], "timer_s") - number(&pair[0], "timer_s");
        *zones.entry(&pair[0]["zone"]).or_default() += seconds;
    }
    let out = tempfile::tempdir().unwrap();
    let report = ["report", "--max-hr", "190", "--out", out.path().to_str().unwrap()];
    let file = testdata("activities/2026-03-15-100000.fit");
    assert!(recoup(&report).arg(file).output().unwrap().status.success());
    let runs = std::fs::read_to_string(out.path().join("runs.csv")).unwrap();
    let run = &self::rows(&runs)[0];
    for (zone, column) in
        [("below", "below_s"), ("1", "z1_s"), ("2", "z2_s"), ("3", "z3_s"), ("4", "z4_s")]
    {
        let of_samples = zones.get(zone).copied().unwrap_or_default();
        assert_eq!(of_samples, run[column].parse::<f64>().unwrap(), "{zone}");
    }
    for (column, of_run) in [("surge", "surges"), ("hill", "hills")] {
        let highest = rows.iter().filter_map(|row| row[column].parse::<u32>().ok()).max();
        assert_eq!(highest, run[of_run].parse().ok(), "{column}");
    }
    // The climbs are of 6 %, as declared.
    let steepest = rows.iter().map(|row| number(row, "grade_pct")).fold(0.0, f64::max);
    assert!((5.5..7.0).contains(&steepest), "{steepest}");
    assert!(!rows[0].contains_key("latitude_deg"), "positions tell where the runner lives");
}

#[test]
fn positions_and_formats_are_printed_if_asked() {
    let more = ["--positions", "--format", "ndjson"];
    let (_, printed, _) = samples("activities/2026-03-15-100000.fit", &more);
    let first: serde_json::Value = serde_json::from_str(printed.lines().next().unwrap()).unwrap();
    // The run begins 3 km north of 59.9 N, 10.7 E; a thousandth of a degree is 111 m.
    assert!((first["latitude_deg"].as_f64().unwrap() - 59.927).abs() < 0.001, "{first}");
    assert!((first["longitude_deg"].as_f64().unwrap() - 10.7).abs() < 0.001, "{first}");
    let place = |line: &str| {
        serde_json::from_str::<serde_json::Value>(line).unwrap()["latitude_deg"].as_f64()
    };
    // From sample to sample, the runner moves by 2.6 m, which is 23 millionths of a degree.
    let places: Vec<f64> = printed.lines().filter_map(place).take(3).collect();
    let steps = places.windows(2).map(|pair| (pair[1] - pair[0]).abs());
    assert!(steps.clone().all(|step| (1e-6..1e-4).contains(&step)), "{places:?}");
    assert_eq!(first["zone"], "below");
    let (status, _, said) = samples("notes.txt", &[]);
    assert_eq!(status, Some(2));
    assert!(said.contains("no run in it"), "{said}");
    let more = ["--session", "7"];
    let (status, _, said) = samples("activities/2026-03-15-100000.fit", &more);
    assert_eq!(status, Some(2));
    assert!(said.contains("there is no session 7; the file has 1, numbered from 0"), "{said}");
}

/// The schema lists the columns of the table, in order.
#[test]
fn the_schema_has_the_columns() {
    let output = recoup(&["schema", "samples"]).output().unwrap();
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let fields = schema["fields"].as_array().unwrap().iter();
    let names: Vec<&str> = fields.map(|field| field["name"].as_str().unwrap()).collect();
    let (_, printed, _) = samples("activities/2026-03-15-100000.fit", &["--positions"]);
    assert_eq!(names.join(","), printed.lines().next().unwrap());
}
