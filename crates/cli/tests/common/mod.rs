//! The command as the tests run it: without the cache and the config file of whoever runs them,
//! which are neither to be written nor to decide what a test sees.

#![allow(dead_code, reason = "each test binary uses some of it")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

/// The command with some arguments, the first of which names what it is to do. It keeps nothing of
/// the files that it reads, so that every file is read.
pub(crate) fn recoup(arguments: &[&str]) -> Command {
    let mut command = bare();
    let (names, others) = arguments.split_at(arguments.len().min(1));
    command.args(names);
    if let ["report" | "zones"] = names {
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

/// The command with some arguments, which keeps in a folder what it made of files.
pub(crate) fn recoup_with_cache(cache: &Path, arguments: &[&str]) -> Command {
    let mut command = bare();
    command.args(arguments).env("RECOUP_CACHE_DIR", cache);
    command
}

/// Gives all files at and below a path an age, since of those that changed a moment ago nothing is
/// kept.
pub(crate) fn age(path: &Path) {
    for file in files(path) {
        set_modified(&file, SystemTime::now() - Duration::from_hours(2));
    }
}

/// Makes all files at and below a path zeros of their lengths and times: who does not open them
/// cannot tell, and who does finds nothing in them.
pub(crate) fn blank(path: &Path) {
    for file in files(path) {
        let metadata = fs::metadata(&file).unwrap();
        fs::write(&file, vec![0; metadata.len() as usize]).unwrap();
        set_modified(&file, metadata.modified().unwrap());
    }
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
