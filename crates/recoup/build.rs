//! Sets `RECOUP_SOURCES`: a digest of the sources of the readers and the rules, and of
//! `Cargo.lock`. Cache keys contain this digest, so that a build from other sources does not use
//! older results.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

fn main() {
    let mut hasher = DefaultHasher::new();
    for part in ["src", "../model/src", "../parse/src", "../analysis/src", "../../Cargo.lock"] {
        // A published crate has no such files beside it. There the version identifies the sources.
        println!("cargo::rerun-if-changed={part}");
        let mut files = Vec::new();
        list(Path::new(part), &mut files);
        files.sort();
        for file in files {
            (&file, fs::read(&file).unwrap_or_default()).hash(&mut hasher);
        }
    }
    println!("cargo::rustc-env=RECOUP_SOURCES={:016x}", hasher.finish());
}

fn list(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| list(&entry.path(), files)),
        Err(_) if path.is_file() => files.push(path.to_owned()),
        Err(_) => {}
    }
}
