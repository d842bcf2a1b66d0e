//! A report that is interrupted.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod common;

use common::{age, recoup, recoup_with_cache};
use recoup_testkit::opened::OpenedFiles;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;
use tempfile::TempDir;

/// Number of files. It is so large that no machine has read all files before the signal.
const FILES: usize = 5000;

/// Creates a folder with these files in `runs`, and the tables of an earlier report in `out`.
fn desk() -> TempDir {
    let desk = tempfile::tempdir().unwrap();
    let path = |name: &str| desk.path().join(name);
    for name in ["runs", "out"] {
        fs::create_dir(path(name)).unwrap();
    }
    fs::write(path("out/weekly.csv"), "old").unwrap();
    let run = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../testdata/activities/2026-03-15-100000.fit");
    fs::copy(run, path("run.fit")).unwrap();
    for number in 0..FILES {
        fs::hard_link(path("run.fit"), path("runs").join(format!("{number}.fit"))).unwrap();
    }
    // A new link counts as a change of the file.
    age(&path("run.fit"));
    desk
}

/// Interrupts a report during the reading. Returns its exit status and messages, and checks that
/// the tables stay.
fn interrupt(desk: &TempDir, mut report: Command, signal: &str) -> (Option<i32>, String) {
    let mut report = report
        .args(["-j", "1", "--verbose"])
        .current_dir(desk.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(report.stderr.take().unwrap());
    let mut settings = String::new();
    said.read_line(&mut settings).unwrap();
    assert!(settings.contains("settings"), "{settings}");
    // Wait until the reading has begun.
    sleep(Duration::from_millis(300));
    let kill = format!("kill -{signal} {}", report.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    let output = report.wait_with_output().unwrap();
    assert!(output.stdout.is_empty());
    let out = desk.path().join("out");
    assert_eq!(fs::read_to_string(out.join("weekly.csv")).unwrap(), "old");
    assert_eq!(fs::read_dir(out).unwrap().count(), 1);
    (output.status.code(), rest)
}

#[test]
fn the_first_signal_ends_a_report_and_leaves_the_tables() {
    let desk = desk();
    for (signal, status) in [("INT", 130), ("TERM", 143)] {
        let report = recoup(&["report", "runs", "--out", "out"]);
        let said = "recoup: interrupted: nothing written\n".to_owned();
        assert_eq!(interrupt(&desk, report, signal), (Some(status), said));
    }
}

#[test]
fn what_was_read_before_a_signal_is_kept() {
    let desk = desk();
    let cache = desk.path().join("cache");
    let report = || recoup_with_cache(&cache, &["report", "runs", "--out", "out"]);
    let said = "recoup: interrupted: nothing written; the files read so far are in the cache\n";
    assert_eq!(interrupt(&desk, report(), "INT"), (Some(130), said.to_owned()));
    let mut opened = OpenedFiles::watch(&desk.path().join("runs")).unwrap();
    let output = report().current_dir(desk.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    // Files that were read before the signal are not opened again.
    let opened = opened.names().unwrap().len();
    assert!((1..FILES).contains(&opened), "{opened}");
}
