//! Runs the command without the user's cache and config file, so that tests neither change these
//! files nor depend on them.

#![allow(dead_code, reason = "each test binary uses some of it")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

/// Returns the command with some arguments, the subcommand first. It uses no cache, so that it
/// reads every file.
pub(crate) fn recoup(arguments: &[&str]) -> Command {
    let mut command = bare();
    let (names, others) = arguments.split_at(arguments.len().min(1));
    command.args(names);
    if let ["report" | "zones" | "grade"] = names {
        command.arg("--no-cache");
    }
    command.args(others);
    command
}

fn bare() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_recoup"));
    command.arg("--no-config");
    command
}

/// Returns the command with some arguments and a cache in a folder.
pub(crate) fn recoup_with_cache(cache: &Path, arguments: &[&str]) -> Command {
    let mut command = bare();
    command.args(arguments).env("RECOUP_CACHE_DIR", cache);
    command
}

/// Makes all files at and below a path older, because recently changed files are not cached. The
/// time of change cannot be set, so this function waits.
pub(crate) fn age(path: &Path) {
    for file in files(path) {
        set_modified(&file, SystemTime::now() - Duration::from_hours(2));
    }
    std::thread::sleep(Duration::from_millis(70));
}

fn set_modified(file: &Path, time: SystemTime) {
    File::options().write(true).open(file).unwrap().set_modified(time).unwrap();
}

fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    fs::read_dir(path).unwrap().flat_map(|entry| files(&entry.unwrap().path())).collect()
}
