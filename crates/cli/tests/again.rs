//! A second report on the same files, and a report after a killed report.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod common;

use common::{age, recoup, recoup_with_cache};
use recoup_testkit::export::{Nested, garmin, strava};
use recoup_testkit::opened::OpenedFiles;
use recoup_testkit::{fit, runs};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The files of a folder by their names.
type Files = BTreeMap<String, Vec<u8>>;

/// A folder `runs` with files to report on, and places for the output of reports.
struct Desk(TempDir);

impl Desk {
    /// Fills the folder of files with `fill`, and makes the files old enough for the cache.
    fn with(fill: impl FnOnce(&Path)) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        let runs = desk.path("runs");
        fs::create_dir(&runs).unwrap();
        fill(&runs);
        age(&runs);
        desk
    }

    /// Fills the folder with a number of runs, one for each day.
    fn with_runs(count: i64) -> Self {
        Self::with(|folder| {
            for day in 0..count {
                let run = runs::steady(1_700_000_000 + day * 86_400, 6, 130 + (day % 20) as u8);
                fs::write(folder.join(format!("{day}.fit")), fit::encode(&run)).unwrap();
            }
        })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Returns the command for a report with a cache, which writes to the folder `out`.
    fn report(&self, cache: &str, out: &str) -> Command {
        self.quietly(recoup_with_cache(&self.path(cache), &["report", "runs", "--out", out]))
    }

    fn quietly(&self, mut command: Command) -> Command {
        command.args(["--max-hr", "190", "--quiet"]).current_dir(self.0.path());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Runs a report, which has to end with status 0 or 1, and returns its tables.
    fn tables(&self, report: &mut Command, out: &str) -> Files {
        let status = report.status().unwrap();
        assert!(matches!(status.code(), Some(0 | 1)), "{status}");
        files(&self.path(out))
    }

    /// Returns the expected tables, made without a cache.
    fn tables_without_cache(&self, more: &[&str]) -> Files {
        let report = recoup(&["report", "runs", "--out", "without"]);
        let tables = self.tables(self.quietly(report).args(more), "without");
        assert_eq!(tables.keys().collect::<Vec<_>>(), ["files.csv", "runs.csv", "weekly.csv"]);
        tables
    }
}

fn files(folder: &Path) -> Files {
    let Ok(entries) = fs::read_dir(folder) else { return Files::new() };
    let file = |path: PathBuf| {
        (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap())
    };
    entries.map(|entry| file(entry.unwrap().path())).collect()
}

fn is_left_over(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "tmp")
}

#[test]
fn a_second_report_opens_no_file() {
    let desk = Desk::with(|folder| {
        strava::export().write_to(&folder.join("strava"), Nested::Packed).unwrap();
        fs::write(folder.join("garmin.zip"), garmin::account(20).pack()).unwrap();
    });
    let expected = desk.tables_without_cache(&[]);
    assert!(desk.tables(&mut desk.report("cache", "first"), "first") == expected);
    let mut opened = OpenedFiles::watch(&desk.path("runs")).unwrap();
    assert!(desk.tables(&mut desk.report("cache", "second"), "second") == expected);
    assert_eq!(opened.names().unwrap(), BTreeSet::new());
    desk.tables_without_cache(&[]);
    assert!(opened.names().unwrap().contains("garmin.zip"), "the watch sees what is opened");
}

#[test]
fn two_reports_at_once_come_to_the_same() {
    let desk = Desk::with_runs(60);
    let expected = desk.tables_without_cache(&[]);
    for cache in ["1", "2"] {
        let outs = ["left", "right"];
        let reports = outs.map(|out| desk.report(cache, out).spawn().unwrap());
        for (mut report, out) in reports.into_iter().zip(outs) {
            assert_eq!(report.wait().unwrap().code(), Some(0));
            assert!(files(&desk.path(out)) == expected, "{out}, with cache {cache}");
        }
    }
    // The cache of both reports is whole.
    let mut opened = OpenedFiles::watch(&desk.path("runs")).unwrap();
    assert!(desk.tables(&mut desk.report("2", "left"), "left") == expected);
    assert_eq!(opened.names().unwrap(), BTreeSet::new());
}

#[test]
fn a_report_that_is_killed_leaves_whole_tables_and_a_cache_to_go_on_from() {
    const KILLED: u32 = 10;
    let desk = Desk::with_runs(200);
    let before = desk.tables_without_cache(&["--until", "2024-02-01"]);
    let expected = desk.tables_without_cache(&[]);
    assert!(before != expected);
    let began = Instant::now();
    desk.report("unkilled", "out").status().unwrap();
    let time = began.elapsed();

    let mut running = 0;
    for moment in 1..=KILLED {
        let cache = moment.to_string();
        let there = if moment % 2 == 0 { &before } else { &Files::new() };
        let out = desk.path("out");
        for name in expected.keys() {
            let _ = fs::remove_file(out.join(name));
        }
        for (name, table) in there {
            fs::write(out.join(name), table).unwrap();
        }
        let mut report = desk.report(&cache, "out").spawn().unwrap();
        if moment < KILLED {
            sleep(time * moment / KILLED);
        } else {
            wait_for_writing(&mut report, &out);
        }
        report.kill().unwrap();
        running += u32::from(report.wait().unwrap().signal() == Some(9));

        let mut left = files(&out);
        left.retain(|name, _| !is_left_over(name));
        assert!(left == *there || left == expected, "{moment}: {:?}", left.keys());
        age_leftovers(&out);
        let mut opened = OpenedFiles::watch(&desk.path("runs")).unwrap();
        let after = desk.tables(&mut desk.report(&cache, "out"), "out");
        assert!(after == expected, "{moment}: {:?}", after.keys());
        if moment == KILLED {
            // The report had read all files, so none is read again.
            assert_eq!(opened.names().unwrap(), BTreeSet::new());
        }
        assert_eq!(files(&desk.path(&cache)).keys().collect::<Vec<_>>(), ["assessments.sqlite"]);
    }
    assert!(running >= KILLED / 3, "{running} were running, of one that takes {time:?}");
}

/// Waits until a report writes its tables, or has ended.
fn wait_for_writing(report: &mut Child, out: &Path) {
    let is_writing = || {
        let mut names = fs::read_dir(out).unwrap().map(|entry| entry.unwrap().file_name());
        names.any(|name| is_left_over(name.to_str().unwrap()))
    };
    while !is_writing() && report.try_wait().unwrap().is_none() {
        sleep(Duration::from_millis(1));
    }
}

/// Makes leftovers of killed reports so old that no process can still write them.
fn age_leftovers(out: &Path) {
    for name in files(out).keys().filter(|name| is_left_over(name)) {
        age(&out.join(name));
    }
}
