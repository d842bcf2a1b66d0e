//! `recoup grade`: the page, and the JSON with its schema.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod common;

use common::recoup;
use recoup_testkit::export::{Export, garmin, strava};
use recoup_testkit::{fit, runs};
use serde_json::Value;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Output;

fn testdata(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata").join(path)
}

fn grade(arguments: &[&str], files: &[PathBuf]) -> Output {
    recoup(&["grade"]).args(arguments).args(files).output().unwrap()
}

fn page(arguments: &[&str], file: &str) -> String {
    let output = grade(arguments, &[testdata(file)]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn schema_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/grade.schema.json")
}

fn schema() -> Value {
    serde_json::from_str(&fs::read_to_string(schema_file()).unwrap()).unwrap()
}

#[track_caller]
fn shows(page: &str, lines: &[&str]) {
    for line in lines {
        assert!(page.contains(line), "{line:?} is missing from\n{page}");
    }
}

/// Three hills of 230 m at 5.6 % in 40 min at 128 bpm, as declared. Each hill forces an effort.
#[test]
fn the_page_of_a_hilly_run() {
    let page = page(&["--full", "--max-hr", "190"], "activities/2026-03-15-100000.fit");
    shows(
        &page,
        &[
            "Not a recovery run (grade D), nor meant as one: 3 effort spikes on hills\n",
            "Zone 1        130-138",
            "139 ┄┄",
            "▲▲▲",
            "fail    terrain             3 effort spikes",
            "limit: no effort spike",
            // The climb begins at 7:00. The heart rate rises from 128 by one beat every two
            // seconds.
            "effort spike at 7:22 (10:07:22) for 1:37, on the hill at 1.1 km",
            "hill at 7:0",
            "cause: hill",
            "The verdict holds for any maximum heart rate up to ",
        ],
    );
}

#[test]
fn the_page_says_how_sure_the_verdict_is() {
    // Two surges to 148 bpm of 77 and 81 s: 92.7 % are easy.
    let page = page(&["--max-hr", "190"], "activities/2026-03-27-063300.fit");
    shows(
        &page,
        &["Nearly a recovery run (grade B): 2:38 above 138 bpm\n", "to pass: 0:50 less above"],
    );
    // The printed margin must be correct.
    let margin = page.split("The verdict holds").nth(1).unwrap().split('.').next().unwrap();
    let numbers: Vec<i32> = margin
        .split_whitespace()
        .filter_map(|word| word.trim_end_matches(';').parse().ok())
        .collect();
    let [from, to] = numbers[..] else { panic!("{margin}") };
    assert!(margin.contains("not a recovery run below, a recovery run above"), "{margin}");
    let with = |max: i32| {
        let output =
            grade(&["--max-hr", &max.to_string()], &[testdata("activities/2026-03-27-063300.fit")]);
        String::from_utf8(output.stdout).unwrap().lines().next().unwrap().to_lowercase()
    };
    for (max, verdict) in [
        (from - 1, "not a recovery run"),
        (from, "nearly a recovery run"),
        (to, "nearly a recovery run"),
        (to + 1, "a recovery run"),
    ] {
        assert!(with(max).starts_with(verdict), "{max}: {}", with(max));
    }
}

#[test]
fn a_dead_strap_is_ungradable_with_the_reason() {
    let page = page(&["--max-hr", "190"], "activities/2026-03-28-090015.fit");
    shows(
        &page,
        &[
            "Cannot tell: heart rate 0 throughout, a dead strap\n",
            "to pass: a heart rate for 80 % of the time",
        ],
    );
    assert!(!page.contains("The verdict holds"), "{page}");
}

/// Writes a TCX file of some minutes at a heart rate. Every other second is one beat higher.
fn treadmill(folder: &Path, name: &str, day: u32, minutes: u32, bpm: u32) -> PathBuf {
    let points: Vec<String> = (0..=minutes * 60)
        .map(|second| {
            let (bpm, minute, second) = (bpm + second % 2, second / 60, second % 60);
            format!(
                "<Trackpoint><Time>2026-03-{day:02}T06:{minute:02}:{second:02}Z</Time>\
                 <HeartRateBpm><Value>{bpm}</Value></HeartRateBpm></Trackpoint>"
            )
        })
        .collect();
    let (points, path) = (points.concat(), folder.join(name));
    let file = format!(
        "<TrainingCenterDatabase><Activities><Activity Sport='Running'><Lap><Track>{points}\
         </Track></Lap></Activity></Activities></TrainingCenterDatabase>"
    );
    fs::write(&path, file).unwrap();
    path
}

#[test]
fn a_fragment_is_not_graded() {
    let folder = tempfile::tempdir().unwrap();
    let path = treadmill(folder.path(), "short.tcx", 2, 3, 120);
    let output = grade(&["--max-hr", "190"], std::slice::from_ref(&path));
    let page = String::from_utf8(output.stdout).unwrap();
    assert!(page.contains("a fragment: a run of 3:00, under 5 min"), "{page}");
    assert!(!page.contains("recovery run"), "{page}");
    let output = grade(&["--json"], &[path]);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(document["files"][0]["sessions"][0]["run"].is_null());
}

/// All commands take the same bound from three runs within 3 bpm of each other. One of the runs is
/// a fragment. A run is graded together with the other runs in its folder.
#[test]
fn every_command_finds_the_same_maximum_in_the_runs() {
    let folder = tempfile::tempdir().unwrap();
    let files =
        [(2, 20, 186), (3, 4, 184), (4, 20, 150), (5, 20, 185)].map(|(day, minutes, bpm)| {
            treadmill(folder.path(), &format!("{day}.tcx"), day, minutes, bpm)
        });
    for files in [&files[..], &files[2..3]] {
        let output = grade(&[], files);
        let page = String::from_utf8(output.stdout).unwrap();
        shows(&page, &["(maximum 186 from the runs, a lower bound)", "Doubtful: the max"]);
        let said = String::from_utf8(output.stderr).unwrap();
        shows(&said, &["graded among the 3 runs in ", "--alone"]);
    }
    let alone = grade(&["--alone"], &files[2..3]);
    shows(&String::from_utf8(alone.stdout).unwrap(), &["no maximum heart rate"]);
    let printed = |arguments: &[&str]| {
        let output = recoup(arguments).arg(folder.path()).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    shows(&printed(&["zones"]), &["HRmax      186 bpm (held for 10 s"]);
    let out = folder.path().join("out");
    shows(
        &printed(&["report", "--out", out.to_str().unwrap()]),
        &["maximum heart rate 186 from the runs"],
    );
}

/// Without a setting, `report`, `grade` and `zones` use one maximum for each run.
#[test]
fn every_command_uses_one_maximum_for_each_run() {
    let folder = testdata("activities");
    let out = tempfile::tempdir().unwrap();
    let arguments = ["report", "--out", out.path().to_str().unwrap()];
    assert!(recoup(&arguments).arg(&folder).status().unwrap().code() < Some(2));
    let runs = fs::read_to_string(out.path().join("runs.csv")).unwrap();
    let mut runs = csv::Reader::from_reader(runs.as_bytes());
    let headers = runs.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let of = ["file", "hr_max", "hr_max_source", "start_local"].map(column);
    let mut compared = 0;
    for row in runs.records() {
        let row = row.unwrap();
        let [file, hr_max, source, start] = of.map(|column| row[column].to_owned());
        let output = grade(&["--json"], &[folder.join(file)]);
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        let run = &document["files"][0]["sessions"][0]["run"];
        assert_eq!(run["max_source"], *source);
        assert_eq!(run["max_bpm"].as_f64(), hr_max.parse().ok());
        let zones = recoup(&["zones", "--date", &start[..10]]).arg(&folder).output();
        let zones = String::from_utf8(zones.unwrap().stdout).unwrap();
        shows(&zones, &[&format!("HRmax      {hr_max} bpm")]);
        compared += 1;
    }
    assert!(compared >= 12, "{compared}");
}

#[test]
fn limits_of_ones_own_are_said() {
    let folder = tempfile::tempdir().unwrap();
    let athlete = folder.path().join("athlete.toml");
    fs::write(&athlete, "[policy]\nduration_pass_max_min = 55.0\n").unwrap();
    let athlete = ["--athlete", athlete.to_str().unwrap()];
    let file = "activities/2026-03-02-063012.fit";
    shows(&page(&athlete, file), &["Custom limits: duration_pass_max_min = 55"]);
    let full = page(&[&["--full"], &athlete[..]].concat(), file);
    shows(&full, &["limit: 20-55 min", "duration_pass_max_min = 55.0 (default 45.0)"]);
}

/// Returns the output of `grade --json` for each file without its name, and the names.
fn graded(files: &[PathBuf]) -> (Vec<Value>, Vec<String>) {
    let output = grade(&["--json", "--alone", "--max-hr", "190"], files);
    let mut document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut files = document["files"].take().as_array().unwrap().clone();
    let names =
        files.iter_mut().map(|file| file["file"].take().as_str().unwrap().to_owned()).collect();
    (files, names)
}

#[test]
fn a_run_is_the_same_wherever_it_lies() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let run = fit::encode(&runs::recovery("2026-03-02T06:30:12+01:00", 35));
    fs::write(path("run.fit"), &run).unwrap();
    let part = Export::new().file("kari@example.com_2.fit", run.clone());
    let settings = fs::read(testdata("settings/Settings.fit")).unwrap();
    let export = Export::new().file("Settings.fit", settings).zip("a/part.zip", part);
    fs::write(path("export.zip"), export.pack()).unwrap();

    let (plain, _) = graded(&[path("run.fit")]);
    assert_eq!(plain[0]["sessions"][0]["run"]["verdict"], "recovery");
    // The whole archive, a part of it, the name in reports, and the name in the archive.
    let told = format!("{}!/a/part.zip!/(address)_2.fit", path("export.zip").display());
    for name in [
        "",
        "!/a/part.zip",
        "!/a/part.zip!/(address)_2.fit",
        "!/a/part.zip!/kari@example.com_2.fit",
    ] {
        let (files, names) = graded(&[path(&format!("export.zip{name}"))]);
        assert_eq!((&files, &names), (&plain, &vec![told.clone()]), "{name}");
    }
    for (input, arguments) in [
        ("run.fit", ["-"].as_slice()),
        ("export.zip", &["-"]),
        ("export.zip", &["-!/a/part.zip!/(address)_2.fit"]),
        ("run.fit", &["-", "-"]),
    ] {
        let mut command = recoup(&["grade", "--json", "--alone", "--max-hr", "190", "--"]);
        command.args(arguments);
        let output = command.stdin(File::open(path(input)).unwrap()).output().unwrap();
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        let files = document["files"].as_array().unwrap();
        assert_eq!(files.len(), arguments.len());
        for file in files {
            assert_eq!(file["sessions"], plain[0]["sessions"], "{input}");
            assert!(file["file"].as_str().unwrap().starts_with('-'));
        }
    }
}

/// The verdict, title, sport and felt effort of each run are the same as in the report.
#[test]
fn the_runs_of_an_export_are_graded_as_in_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("export.zip");
    fs::write(&zip, strava::export().pack()).unwrap();
    let out = folder.path().join("out");
    let report = recoup(&["report", "export.zip", "--format", "json", "--max-hr", "190"])
        .args(["--out", "out"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    // One of the files is cut.
    assert_eq!(report.status.code(), Some(1));
    let rows: Value = serde_json::from_slice(&fs::read(out.join("runs.json")).unwrap()).unwrap();
    let rows = rows.as_array().unwrap();
    assert!(rows.len() > 6, "{}", rows.len());
    for row in rows {
        let name = row["file"].as_str().unwrap();
        let (files, names) = graded(&[folder.path().join(name)]);
        assert!(names[0].ends_with(name), "{names:?}");
        let run = &files[0]["sessions"][0]["run"];
        for key in ["verdict", "grade", "title", "sport", "rpe"] {
            assert_eq!(run[key], row[key], "{key} of {name}");
        }
    }
    // The whole archive gives these runs, and the activities that are not runs.
    let (files, _) = graded(&[zip]);
    let runs = files.iter().filter(|file| !file["sessions"][0]["run"].is_null());
    assert_eq!((files.len(), runs.count()), (strava::activities().len(), rows.len()));
}

#[test]
fn what_is_wrong_in_an_archive_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let mut broken = fit::encode(&runs::recovery("2026-03-02T06:30:12+01:00", 35));
    broken[20..].fill(0);
    let settings = fs::read(testdata("settings/Settings.fit")).unwrap();
    let export = Export::new().file("broken.fit", broken).file("Settings.fit", settings.clone());
    fs::write(path("export.zip"), export.pack()).unwrap();
    let output = grade(&[], &[path("export.zip")]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("export.zip!/broken.fit: "), "{said}");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "", "settings are passed over");

    // Other files are described if there is no activity.
    let export = Export::new().file("Settings.fit", settings);
    fs::write(path("export.zip"), export.pack()).unwrap();
    let output = grade(&[], &[path("export.zip")]);
    assert_eq!(output.status.code(), Some(0));
    let page = String::from_utf8(output.stdout).unwrap();
    shows(&page, &["export.zip: a ZIP archive of 1 file\n", "export.zip!/Settings.fit: "]);
}

#[test]
fn a_wrong_name_is_told_with_the_one_that_was_meant() {
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("export.zip");
    let (number, run) = garmin::activities().remove(0);
    fs::write(&zip, garmin::original(number, &run).pack()).unwrap();
    let wrong = |name: &str| {
        let output = grade(&[], &[folder.path().join(name)]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        String::from_utf8(output.stderr).unwrap().replace(folder.path().to_str().unwrap(), "")
    };
    let member = format!("export.zip!/{number}_ACTIVITY.fit");
    assert_eq!(
        wrong(&member.replace("ACTIVITY", "ACTVITY")),
        format!(
            "recoup: /export.zip!/{number}_ACTVITY.fit: there is no such file in the archive; \
             did you mean /{member}?\n"
        )
    );
    let missing = wrong(&member.replace("export", "exprt"));
    assert!(missing.ends_with("; did you mean /export.zip?\n"), "{missing}");
    assert_eq!(
        wrong(""),
        "recoup: /: a folder; name files in it; to grade everything in it, run `recoup report /`\n"
    );
}

#[test]
fn the_schema_in_the_repository_is_that_of_the_command() {
    let output = grade(&["--schema"], &[]);
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::write(schema_file(), &output.stdout).unwrap();
    }
    let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        printed,
        schema(),
        "UPDATE_GENERATED=1 cargo test -p recoup-cli --test grade schema"
    );
}

#[test]
fn json_holds_all_of_it() {
    let output =
        grade(&["--json", "--max-hr", "190"], &[testdata("activities/2026-03-15-100000.fit")]);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let run = &document["files"][0]["sessions"][0]["run"];
    assert_eq!(run["grade"], "D");
    assert_eq!(run["verdict"], "not_recovery");
    assert_eq!(run["zones"]["low_bpm"][1], 138.7); // 73 % of 190
    let terrain = &run["criteria"]["terrain"];
    assert_eq!(terrain["outcome"], "fail");
    assert_eq!(terrain["checks"][0]["measure"], "effort_spikes");
    assert_eq!(
        (&terrain["checks"][0]["value"], &terrain["checks"][0]["warn"]["most"]),
        (&3.0.into(), &1.0.into())
    );
    assert_eq!(terrain["evidence"][0]["what"], "effort_spike");
    assert_eq!(terrain["evidence"][0]["ground"]["what"], "hill");
    let buckets = run["zone_times"]["zones_ms"].as_array().unwrap().iter();
    let placed_ms: i64 = buckets.map(|time| time.as_i64().unwrap()).sum();
    let below_ms = run["zone_times"]["below_ms"].as_i64().unwrap();
    assert_eq!(Some(placed_ms + below_ms), run["timer_ms"].as_i64());
}

/// Covers runs, other sports, files without an activity, and damaged files.
#[test]
fn json_conforms_to_its_schema() {
    let endings = ["fit", "gpx", "gz", "md"];
    let files = endings.map(|ending| recoup_testkit::corpus::files(&testdata(""), ending));
    all_conform_to_the_schema(&files.concat());
    // A document that breaks the schema is refused.
    let broken = serde_json::json!({ "version": "0", "files": [{ "file": 3 }] });
    assert!(!jsonschema::validator_for(&schema()).unwrap().is_valid(&broken));
}

#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn json_of_real_files_conforms_to_its_schema() {
    let corpus = recoup_testkit::corpus::folder();
    let files = [("fit", "fit"), ("gpx", "gpx"), ("gpx", "tcx"), ("gpx-edge", "gpx")]
        .map(|(folder, ending)| recoup_testkit::corpus::files(&corpus.join(folder), ending));
    all_conform_to_the_schema(&files.concat());
}

fn all_conform_to_the_schema(files: &[PathBuf]) {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    for arguments in
        [&["--json"][..], &["--json", "--zones", "device"], &["--json", "--max-hr", "190"]]
    {
        let output = grade(arguments, files);
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&document)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{arguments:?}: {errors:#?}");
        assert_eq!(document["files"].as_array().unwrap().len(), files.len());
    }
}
