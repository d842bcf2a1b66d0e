//! Folders and files that a report writes, and reports that write nothing.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod common;

use common::recoup;
use recoup_testkit::athletes;
use recoup_testkit::export::Export;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

struct Done {
    status: Option<i32>,
    printed: String,
    said: String,
}

/// Runs a command in a folder.
fn run(folder: &Path, line: &str) -> Done {
    let arguments: Vec<&str> = line.split_whitespace().collect();
    let output = recoup(&arguments).current_dir(folder).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Done { status: output.status.code(), printed: text(output.stdout), said: text(output.stderr) }
}

/// Creates a folder `runs` with three runs of testdata.
fn with_runs() -> TempDir {
    let desk = tempfile::tempdir().unwrap();
    let runs = desk.path().join("runs");
    fs::create_dir(&runs).unwrap();
    for name in ["2026-03-02-063012.fit", "2026-03-15-100000.fit", "2026-04-02-064530.fit"] {
        fs::copy(testdata(&format!("activities/{name}")), runs.join(name)).unwrap();
    }
    desk
}

fn testdata(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata").join(path)
}

fn read(desk: &TempDir, path: &str) -> String {
    fs::read_to_string(desk.path().join(path)).unwrap()
}

/// The tables in the searched folder are not read as input, so a second report is the same.
#[test]
fn the_searched_folder_can_take_the_tables() {
    let desk = with_runs();
    for round in 0..2 {
        let Done { status, said, .. } =
            run(desk.path(), "report runs --out runs --format csv,json");
        assert_eq!(status, Some(0), "{round}: {said}");
        assert_eq!(read(&desk, "runs/files.csv").lines().count(), 1 + 3, "{round}");
    }
    let Done { status, said, .. } = run(&desk.path().join("runs"), "report . --out .");
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(read(&desk, "runs/files.csv").lines().count(), 1 + 3);
}

/// Runs in the folder of the tables, which is below the searched folder, count like all other runs.
#[test]
fn runs_beside_the_tables_are_read() {
    let desk = with_runs();
    let below = desk.path().join("runs/more");
    fs::create_dir(&below).unwrap();
    fs::copy(testdata("activities/2026-03-09-064041.fit"), below.join("a.fit")).unwrap();
    for round in 0..2 {
        let Done { status, said, .. } = run(desk.path(), "report runs --out runs/more");
        assert_eq!(status, Some(0), "{round}: {said}");
        assert_eq!(read(&desk, "runs/more/runs.csv").lines().count(), 1 + 4, "{round}");
        assert_eq!(read(&desk, "runs/more/files.csv").lines().count(), 1 + 4, "{round}");
    }
}

/// A report of a few weeks has its own folder, unless an option names one.
#[test]
fn a_narrower_report_keeps_the_tables_of_a_wider_one() {
    let desk = with_runs();
    run(desk.path(), "report runs");
    let all = read(&desk, "recoup-report/weekly.csv");
    let narrow = "report runs --since 2026-W11 --until 2026-W11";
    let Done { said, .. } = run(desk.path(), narrow);
    assert!(said.contains("wrote recoup-report-2026-W11/weekly.csv (1 row)"), "{said}");
    assert_eq!(read(&desk, "recoup-report/weekly.csv"), all);
    let Done { said, .. } = run(desk.path(), "report runs --since 2026-03-15");
    assert!(said.contains("wrote recoup-report-from-2026-W11/weekly.csv"), "{said}");
    // The user named the folder, so the tables are replaced, and a message says so.
    let Done { said, .. } = run(desk.path(), &format!("{narrow} --out recoup-report"));
    let replaced = "replaced the tables in recoup-report, which held the weeks from 2026-03-02 to \
                    2026-03-30";
    assert!(said.contains(replaced), "{said}");
    let Done { said, .. } = run(desk.path(), "report runs");
    assert!(!said.contains("replaced"), "{said}");
}

#[test]
fn files_that_cannot_hold_a_run_leave_the_old_tables() {
    let desk = with_runs();
    run(desk.path(), "report runs");
    let before = read(&desk, "recoup-report/runs.csv");
    // Signatures of PNG and JPEG.
    let pictures = Export::new()
        .file("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice())
        .file("b.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0".as_slice());
    fs::write(desk.path().join("pictures.zip"), pictures.pack()).unwrap();
    let Done { status, printed, said } = run(desk.path(), "report pictures.zip");
    assert_eq!((status, printed.as_str()), (Some(2), ""));
    let message = "recoup: no file could hold a run: 3 files (2 × a picture; 1 × a ZIP \
                   archive of 2 files); nothing written\n";
    assert_eq!(said, message);
    assert_eq!(read(&desk, "recoup-report/runs.csv"), before);
    // A file with a ride could have held a run.
    let ride = recoup_testkit::Run::starting("2026-03-02T06:30:12+01:00")
        .sport(recoup_testkit::Sport::Cycling)
        .leg(recoup_testkit::Leg::minutes(30).speed_mm_s(8000));
    fs::create_dir(desk.path().join("rides")).unwrap();
    fs::write(desk.path().join("rides/1.fit"), recoup_testkit::fit::encode(&ride)).unwrap();
    let Done { status, printed, .. } = run(desk.path(), "report rides --out rides-report");
    assert_eq!(status, Some(0));
    assert!(printed.starts_with("No runs to grade."), "{printed}");
    assert!(read(&desk, "rides-report/files.csv").contains("not_a_run"));
}

/// Cloud placeholders, files of zeros and unfinished downloads are recognized. They count as files
/// that can hold runs.
#[test]
fn files_that_are_not_there_yet_are_told() {
    let desk = with_runs();
    let write = |name: &str, bytes: &[u8]| fs::write(desk.path().join("runs").join(name), bytes);
    write(".evening.fit.icloud", b"bplist00").unwrap();
    write("morning.gpx.nextcloud", b" ").unwrap();
    write("zeros.fit", &[0; 4000]).unwrap();
    let run_file = fs::read(testdata("activities/2026-03-09-064041.fit")).unwrap();
    write("download.fit.crdownload", &run_file[..run_file.len() / 2]).unwrap();
    let Done { status, said, .. } = run(desk.path(), "report runs");
    assert_eq!(status, Some(1), "{said}");
    for line in [
        ".evening.fit.icloud: unreadable: not downloaded yet: iCloud keeps this file; download it",
        "morning.gpx.nextcloud: unreadable: not downloaded yet: Nextcloud keeps this file; download",
        "zeros.fit: unreadable: only zeros: not downloaded yet, or lost on the disk",
        "download.fit.crdownload: partial: ",
        "the download is not finished; finish it, and run recoup again",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    assert_eq!(read(&desk, "recoup-report/runs.csv").lines().count(), 1 + 4);
}

#[test]
fn csv_has_the_dialect_of_a_spreadsheet_if_asked() {
    let desk = with_runs();
    run(desk.path(), "report runs --out plain");
    run(desk.path(), "report runs --out sheet --csv-dialect excel");
    let (plain, sheet) = (read(&desk, "plain/weekly.csv"), read(&desk, "sheet/weekly.csv"));
    let sheet = sheet.strip_prefix('\u{feff}').unwrap();
    let mut columns = csv::Reader::from_reader(plain.as_bytes());
    let mut reader = csv::ReaderBuilder::new();
    let mut localized = reader.delimiter(b';').from_reader(sheet.as_bytes());
    assert_eq!(columns.headers().unwrap(), localized.headers().unwrap());
    let time = columns.headers().unwrap().iter().position(|name| name == "run_time_s").unwrap();
    let rows = columns.records().zip(localized.records());
    let rows: Vec<(String, String)> = rows
        .map(|(one, two)| (one.unwrap()[time].to_owned(), two.unwrap()[time].to_owned()))
        .collect();
    assert_eq!(rows[0], ("2100.000".to_owned(), "2100,000".to_owned()));
    let Done { status, said, .. } = run(desk.path(), "report runs --csv-dialect exel");
    assert_eq!(status, Some(2));
    assert!(said.contains("did you mean excel?"), "{said}");
}

/// A folder of ZIP archives is a club. The name of each archive is the name of the athlete, unless
/// the file beside it has another name. With `--per-athlete`, each athlete has a folder without
/// data of the others.
#[test]
fn a_folder_of_zips_is_a_club() {
    let desk = tempfile::tempdir().unwrap();
    let club = desk.path().join("club");
    fs::create_dir(&club).unwrap();
    for (name, export) in athletes::club().into_iter().take(3) {
        fs::write(club.join(name).with_extension("zip"), export.pack()).unwrap();
    }
    let chidi = "name = \"Chidi / C.\"\n[[heart_rate]]\nmax_bpm = 200\n";
    fs::write(club.join("Chidi.toml"), chidi).unwrap();
    let line = "report club --athletes-from-folders --per-athlete --out sent";
    let Done { status, printed, said } = run(desk.path(), line);
    assert_eq!(status, Some(0), "{said}");
    let mut folders: Vec<String> = fs::read_dir(desk.path().join("sent"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    folders.sort();
    // A slash would name another folder, and Windows drops a dot at the end.
    assert_eq!(folders, ["Anna", "Bjørn", "Chidi - C"]);
    for (folder, athlete) in [("Anna", "Anna"), ("Bjørn", "Bjørn"), ("Chidi - C", "Chidi / C.")] {
        for table in ["runs", "weekly"] {
            let table = read(&desk, &format!("sent/{folder}/{table}.csv"));
            assert!(table.lines().count() > 8);
            assert!(table.lines().skip(1).all(|row| row.starts_with(&format!("{athlete},"))));
        }
        // The file table has the archive, and three runs in each of eight weeks.
        assert!(read(&desk, &format!("sent/{folder}/files.csv")).lines().count() > 1 + 24);
    }
    assert!(read(&desk, "sent/Chidi - C/runs.csv").contains(",200,athlete,"));
    // The athletes who need a word come first in the table, and in the last line.
    let first = printed.lines().nth(1).unwrap();
    assert!(first.starts_with(" Bjørn") && first.ends_with("too hard: 8 of 8 runs"), "{printed}");
    let last = printed.lines().last().unwrap();
    assert!(last.starts_with("A word for Bjørn (too hard: 8 of 8 runs); Chidi / C. ("), "{last}");
}

/// If one folder cannot be created, the old tables of all athletes stay.
#[test]
fn tables_of_each_athlete_are_written_all_or_none() {
    let desk = tempfile::tempdir().unwrap();
    let club = desk.path().join("club");
    fs::create_dir(&club).unwrap();
    for (name, export) in athletes::club().into_iter().take(2) {
        fs::write(club.join(name).with_extension("zip"), export.pack()).unwrap();
    }
    fs::create_dir_all(desk.path().join("sent/Anna")).unwrap();
    fs::write(desk.path().join("sent/Anna/weekly.csv"), "old").unwrap();
    fs::write(desk.path().join("sent/Bjørn"), "a file").unwrap();
    let line = "report club --athletes-from-folders --per-athlete --out sent";
    let Done { status, said, .. } = run(desk.path(), line);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("sent/Bjørn: cannot create the folder"), "{said}");
    assert_eq!(read(&desk, "sent/Anna/weekly.csv"), "old");
}

/// Three years: twelve weeks with a row each, and a row for each year above them.
#[test]
fn years_are_folded_unless_all_are_asked_for() {
    let desk = tempfile::tempdir().unwrap();
    let archive = athletes::export(athletes::three_years()).pack();
    fs::write(desk.path().join("three-years.zip"), archive).unwrap();
    let rows = |more: &str| {
        let Done { printed, .. } = run(desk.path(), &format!("report three-years.zip {more}"));
        let rows = printed.lines().skip(1).take_while(|line| line.starts_with(" 20"));
        rows.map(|row| row.split_whitespace().next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let usual = rows("");
    assert_eq!(usual[..4], ["2023", "2024", "2025", "2025-W50"]);
    assert_eq!((usual.len(), usual.last().unwrap().as_str()), (3 + 12, "2026-W09*"));
    assert_eq!(rows("--weeks 2")[4..], ["2026-W08", "2026-W09*"]);
    // Every fourth week of the first 104 has no runs. All of these weeks except the last are
    // listed.
    assert_eq!(rows("--all").len(), 52 * 3);
}
