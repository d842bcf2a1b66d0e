//! Listing of a folder.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup_parse::{ErrorKind, FoundFile, Limits, discover};
use std::fs;
use std::path::Path;
use tempfile::tempdir;

fn names(found: &[FoundFile]) -> Vec<&str> {
    found.iter().map(|found| found.name.as_str()).collect()
}

fn file(folder: &Path, name: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, "x").unwrap();
}

#[test]
fn every_file_is_listed_in_order_of_name() {
    let folder = tempdir().unwrap();
    for name in ["b.fit", "a/2.gpx", "a/1.gpx.gz", ".hidden/x.fit", ".DS_Store", "a-b/z", "B.FIT"] {
        file(folder.path(), name);
    }
    fs::create_dir(folder.path().join("empty")).unwrap();
    let found = discover(folder.path());
    assert_eq!(
        names(&found),
        [".DS_Store", ".hidden/x.fit", "B.FIT", "a-b/z", "a/1.gpx.gz", "a/2.gpx", "b.fit"]
    );
    assert!(found.iter().all(|found| found.error.is_none() && found.path.is_file()));
}

#[test]
fn a_file_is_listed_alone() {
    let folder = tempdir().unwrap();
    file(folder.path(), "run.fit");
    let path = folder.path().join("run.fit");
    let found = discover(&path);
    assert_eq!(names(&found), ["run.fit"]);
    assert_eq!(found[0].path, path);
    assert!(found[0].error.is_none());
}

#[test]
fn what_is_not_there_is_listed_with_the_reason() {
    let folder = tempdir().unwrap();
    let found = discover(&folder.path().join("missing"));
    assert_eq!(names(&found), ["missing"]);
    assert_eq!(found[0].error.as_ref().unwrap().kind(), ErrorKind::Io);
}

#[cfg(unix)]
#[test]
fn links_are_followed_once() {
    use std::os::unix::fs::symlink;

    let folder = tempdir().unwrap();
    let elsewhere = tempdir().unwrap();
    file(elsewhere.path(), "run.fit");
    symlink(elsewhere.path(), folder.path().join("linked")).unwrap();
    symlink(folder.path(), folder.path().join("loop")).unwrap();
    symlink("nowhere", folder.path().join("broken.fit")).unwrap();
    let found = discover(folder.path());
    assert_eq!(names(&found), ["broken.fit", "linked/run.fit", "loop"]);
    let error = found[0].error.as_ref().unwrap().to_string();
    assert!(error.starts_with("cannot be listed"), "{error}");
    assert!(found[1].error.is_none() && found[1].aside.is_none());
    // Nothing is lost with the loop, because its files are listed already.
    let why = &found[2].aside.as_ref().unwrap().why;
    assert!(why.starts_with("a link to a folder that contains it"), "{why}");
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_never_waited_for() {
    let folder = tempdir().unwrap();
    let pipe = folder.path().join("pipe.gpx");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    let has_pipe = made.is_ok_and(|status| status.success());
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket")).unwrap();
    let found = discover(folder.path());
    assert_eq!(found.len(), if has_pipe { 2 } else { 1 });
    for found in found {
        assert_eq!(found.aside.unwrap().why, "not a regular file");
        // Opening a pipe and reading from it could both wait for a writer.
        let error = recoup_parse::read_file(&found.path, &Limits::default()).unwrap_err();
        assert_eq!(error.to_string(), "not a regular file");
    }
}

#[test]
fn deleted_files_are_listed_and_left_aside() {
    let folder = tempdir().unwrap();
    for name in ["$RECYCLE.BIN/S-1/a.fit", ".Trash-1000/files/b.fit", ".Trashes/c.fit", "trash.fit"]
    {
        file(folder.path(), name);
    }
    let found = discover(folder.path());
    let aside: Vec<_> = found.iter().map(|found| found.aside.is_some()).collect();
    assert_eq!(aside, [true, true, true, false]);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_unicode_are_shown_all_the_same() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let folder = tempdir().unwrap();
    for name in [&b"l\xf8p.fit"[..], b"\x1b[1m\n.x"] {
        fs::write(folder.path().join(OsStr::from_bytes(name)), "x").unwrap();
    }
    let found = discover(folder.path());
    // Control characters stay in the name. The code that shows the name escapes them.
    assert_eq!(names(&found), ["\u{1b}[1m\n.x", "l\u{fffd}p.fit"]);
    assert!(found.iter().all(|found| found.path.is_file()));
}
