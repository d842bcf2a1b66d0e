//! Pages that the command makes: their paths and their links.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod common;

use recoup_testkit::athletes;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use tempfile::TempDir;

/// Creates a folder with the archive of one athlete, and a folder with the archives of a club.
fn exports() -> TempDir {
    let tree = tempfile::tempdir().unwrap();
    let mut club = athletes::club();
    club.truncate(2);
    fs::create_dir(tree.path().join("club")).unwrap();
    for (name, export) in club {
        fs::write(tree.path().join("club").join(name).with_extension("zip"), export.pack())
            .unwrap();
    }
    fs::copy(tree.path().join("club/Anna.zip"), tree.path().join("export.zip")).unwrap();
    tree
}

fn recoup(tree: &TempDir, arguments: &[&str]) -> Output {
    common::recoup(arguments).current_dir(tree.path()).output().unwrap()
}

/// Lists the pages below a folder.
fn pages(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|end| end == "html") {
            found.push(path.strip_prefix(folder).unwrap().to_string_lossy().into_owned());
        }
    }
    found.sort();
    found
}

#[test]
fn the_page_stands_beside_the_tables() {
    let tree = exports();
    // The option is before a PATH, after a PATH, names a file, or is a format.
    for (arguments, expected) in [
        (vec!["report", "--page", "export.zip"], "recoup-report/report.html"),
        (vec!["report", "export.zip", "--page", "--out", "a"], "a/report.html"),
        (vec!["report", "export.zip", "--page", "b/own.html", "--out", "c"], "b/own.html"),
        (vec!["report", "export.zip", "--format", "csv,page", "--out", "d"], "d/report.html"),
    ] {
        let output = recoup(&tree, &arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
        assert!(said.contains(&format!("wrote {expected}")), "{arguments:?}: {said}");
        let html = fs::read_to_string(tree.path().join(expected)).unwrap();
        assert!(html.contains("2026-W10: 3 runs, 1 recovery of 1"), "{arguments:?}");
    }
    assert!(!tree.path().join("c/report.html").exists());
    assert!(tree.path().join("c/weekly.csv").exists() && tree.path().join("d/weekly.csv").exists());
}

#[test]
fn a_page_alone_is_written_without_tables() {
    let tree = exports();
    let output = recoup(&tree, &["report", "export.zip", "--format", "page", "--out", "a"]);
    assert_eq!(output.status.code(), Some(0));
    let names: Vec<_> = fs::read_dir(tree.path().join("a")).unwrap().collect();
    assert_eq!(names.len(), 1);

    let output = recoup(&tree, &["page", "export.zip", "--no-cache"]);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "recoup-report/report.html\n");
    assert_eq!(pages(&tree.path().join("recoup-report")), ["report.html"]);
    let output = recoup(&tree, &["page", "export.zip", "--no-cache", "--out", "b/anna.html"]);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "b/anna.html\n");
}

#[test]
fn each_of_several_athletes_has_a_page_that_the_list_leads_to() {
    let tree = exports();
    let line = ["report", "club", "--athletes-from-folders", "--page", "--out", "monday"];
    assert_eq!(recoup(&tree, &line).status.code(), Some(0));
    let monday = tree.path().join("monday");
    assert_eq!(pages(&monday), ["report-Anna.html", "report-Bjørn.html", "report.html"]);
    let list = fs::read_to_string(monday.join("report.html")).unwrap();
    assert!(list.contains("<a href=\"./report-Bj%C3%B8rn.html\">Bjørn</a>"));
    // A page has the runs of one athlete. Bjørn's runs are at 148 beats a minute.
    let anna = fs::read_to_string(monday.join("report-Anna.html")).unwrap();
    assert!(anna.contains("Anna: recovery runs") && !anna.contains("Bjørn"));

    let line = [&line[..], &["--per-athlete"]].concat();
    let line: Vec<&str> =
        line.iter().map(|part| if *part == "monday" { "each" } else { part }).collect();
    assert_eq!(recoup(&tree, &line).status.code(), Some(0));
    let each = tree.path().join("each");
    assert_eq!(pages(&each), ["Anna/report.html", "Bjørn/report.html", "report.html"]);
    let list = fs::read_to_string(each.join("report.html")).unwrap();
    assert!(list.contains("<a href=\"./Bj%C3%B8rn/report.html\">Bjørn</a>"));
    assert!(each.join("Anna/weekly.csv").exists());
}

#[test]
fn a_page_that_cannot_be_is_refused() {
    let tree = exports();
    let output = recoup(&tree, &["report", "--page"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("to read"));
    let output = recoup(&tree, &["report", "export.zip", "--page", "monday"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("must end in .html"));
    // The name of an archive is a PATH to read. Therefore a page never replaces an archive.
    let before = fs::read(tree.path().join("export.zip")).unwrap();
    let output = recoup(&tree, &["page", "club", "--out", "export.zip"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read(tree.path().join("export.zip")).unwrap(), before);
}

/// A second report of a folder that contains the first report reads the same files.
#[test]
fn pages_are_not_read_as_input() {
    let tree = exports();
    let club = tree.path().join("club");
    let report = |arguments: &[&str]| {
        let line = [&["report", ".", "--athletes-from-folders"], arguments].concat();
        let output = common::recoup(&line).current_dir(&club).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        fs::read_to_string(club.join("recoup-report/files.csv")).unwrap()
    };
    let first = report(&["--page"]);
    for arguments in
        [&["--page"][..], &["--page", "pages/list.html"], &["--page", "monday.html"], &[]]
    {
        assert_eq!(report(arguments), first, "{arguments:?}");
    }
    // A page from another program is a file like any other.
    fs::write(club.join("notes.html"), "<!DOCTYPE html><title>Notes</title>").unwrap();
    assert!(report(&[]).contains("notes.html"));
}

#[test]
fn files_that_are_no_pages_are_not_replaced() {
    let tree = exports();
    let notes = tree.path().join("list-Anna.html");
    fs::write(&notes, "my own notes").unwrap();
    let line = ["page", "club", "--athletes-from-folders", "--out", "list.html"];
    let output = recoup(&tree, &line);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr).unwrap().contains("list-Anna.html: not a page of recoup")
    );
    assert_eq!(fs::read_to_string(&notes).unwrap(), "my own notes");
    assert!(!tree.path().join("list.html").exists(), "nothing is written");
    fs::remove_file(&notes).unwrap();
    assert_eq!(recoup(&tree, &line).status.code(), Some(0));
    // A newer page replaces a page.
    assert_eq!(recoup(&tree, &line).status.code(), Some(0));
}

#[test]
fn links_lead_to_pages_of_any_name() {
    let tree = exports();
    for (name, link) in [
        ("a#b.html", "./a%23b-Anna.html"),
        ("50%41 ?.html", "./50%2541%20%3F-Anna.html"),
        ("javascript:x.html", "./javascript%3Ax-Anna.html"),
    ] {
        let output = recoup(&tree, &["page", "club", "--athletes-from-folders", "--out", name]);
        assert_eq!(output.status.code(), Some(0), "{name}");
        let list = fs::read_to_string(tree.path().join(name)).unwrap();
        assert!(list.contains(&format!("href=\"{link}\"")), "{name}");
    }
}

#[test]
fn long_and_odd_names_of_athletes_have_pages() {
    let tree = exports();
    let faces = "😀".repeat(60);
    for name in ["report.html", &faces] {
        let folder = tree.path().join("club").join(name);
        fs::create_dir(&folder).unwrap();
        fs::copy(tree.path().join("export.zip"), folder.join("export.zip")).unwrap();
    }
    for (out, more) in [("a", None), ("b", Some("--per-athlete"))] {
        let mut line = vec!["report", "club", "--athletes-from-folders", "--page", "--out", out];
        line.extend(more);
        let output = recoup(&tree, &line);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(pages(&tree.path().join(out)).len(), 5);
    }
    // For a single athlete, too, the page is in the athlete's folder.
    fs::create_dir(tree.path().join("solo")).unwrap();
    fs::copy(tree.path().join("club/Anna.zip"), tree.path().join("solo/Anna.zip")).unwrap();
    let line =
        ["report", "solo", "--athletes-from-folders", "--per-athlete", "--page", "--out", "c"];
    assert_eq!(recoup(&tree, &line).status.code(), Some(0));
    assert_eq!(pages(&tree.path().join("c")), ["Anna/report.html", "report.html"]);
}
