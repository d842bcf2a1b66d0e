//! The job "folder to weekly time in heart-rate zones" with other Rust crates, one thread:
//! `peer READER FOLDER OUT.csv`.

mod by_fit_rust;
mod by_fit_sdk;
mod by_fitparser;
mod by_quick_xml;
mod by_rustyfit;
mod weeks;

use std::path::{Path, PathBuf};
use std::{env, fs, io};
use weeks::{Activity, Weeks};

type Reader = fn(&[u8]) -> Option<Activity>;

const READERS: [(&str, &str, Reader); 6] = [
    ("rustyfit-stream", "fit", by_rustyfit::stream),
    ("rustyfit-decode", "fit", by_rustyfit::decode),
    ("fit-rust", "fit", by_fit_rust::read),
    ("fit-sdk-rust", "fit", by_fit_sdk::read),
    ("fitparser", "fit", by_fitparser::read),
    ("quick-xml", "gpx", by_quick_xml::read),
];

fn main() -> io::Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [name, folder, out] = &args[..] else {
        return Err(io::Error::other("usage: peer READER FOLDER OUT.csv"));
    };
    let Some((_, extension, read)) = READERS.iter().find(|reader| reader.0 == name) else {
        return Err(io::Error::other(format!("no reader {name}")));
    };
    let mut paths = Vec::new();
    walk(Path::new(folder), extension, &mut paths)?;
    let mut weeks = Weeks::default();
    for path in paths {
        let bytes = fs::read(path)?;
        if let Some(activity) = read(&bytes) {
            weeks.add(&activity);
        }
    }
    fs::write(out, weeks.csv())
}

/// Adds the files with an extension in a folder and below it.
fn walk(folder: &Path, extension: &str, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, extension, paths)?;
        } else if path.extension().is_some_and(|own| own == extension) {
            paths.push(path);
        }
    }
    Ok(())
}
