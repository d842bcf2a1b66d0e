//! A report that is interrupted.

#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

#[test]
fn the_first_signal_ends_a_report_and_leaves_the_tables() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for name in ["runs", "out"] {
        fs::create_dir(path(name)).unwrap();
    }
    fs::write(path("out/weekly.csv"), "old").unwrap();
    // So many files that none of the machines is done with them before it is interrupted.
    let run = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../testdata/activities/2026-03-15-100000.fit");
    fs::copy(run, path("run.fit")).unwrap();
    for number in 0..5000 {
        fs::hard_link(path("run.fit"), path("runs").join(format!("{number}.fit"))).unwrap();
    }
    for (signal, status) in [("INT", 130), ("TERM", 143)] {
        let mut report = Command::new(env!("CARGO_BIN_EXE_recoup"))
            .args(["report", "runs", "--out", "out", "-j", "1", "--no-cache", "--verbose"])
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(report.stderr.take().unwrap());
        let mut settings = String::new();
        said.read_line(&mut settings).unwrap();
        assert!(settings.contains("settings"), "{settings}");
        // The reading begins.
        sleep(Duration::from_millis(300));
        let kill = format!("kill -{signal} {}", report.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        let mut rest = String::new();
        said.read_to_string(&mut rest).unwrap();
        let output = report.wait_with_output().unwrap();
        assert_eq!(rest, "recoup: interrupted: nothing written\n");
        assert_eq!(output.status.code(), Some(status));
        assert!(output.stdout.is_empty());
        assert_eq!(fs::read_to_string(path("out/weekly.csv")).unwrap(), "old");
        assert_eq!(fs::read_dir(path("out")).unwrap().count(), 1);
    }
}
