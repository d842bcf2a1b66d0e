//! Each row of `docs/reliability.md` names a test that exists.
use std::fs;
use std::path::Path;

#[test]
fn every_fault_has_its_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = fs::read_to_string(root.join("docs/reliability.md")).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| fault"));
    let mut faults = 0;
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        if cells[0].starts_with("**") {
            continue;
        }
        let test = cells.last().unwrap().trim_matches('`');
        let (file, name) = test.split_once("::").unwrap();
        let source = fs::read_to_string(root.join("crates").join(file)).unwrap();
        faults += 1;
        if Path::new(file).extension().is_some_and(|extension| extension == "mjs") {
            assert!(source.contains(&format!("\ntest(\"{name}\", ")), "{test}: no such test");
            continue;
        }
        let lines: Vec<&str> = source.lines().map(str::trim).collect();
        let at = lines.iter().position(|line| line.starts_with(&format!("fn {name}(")));
        let at = at.unwrap_or_else(|| panic!("{test}: no such test"));
        let is_test = lines[..at].iter().rev().take_while(|line| !line.is_empty() && **line != "}");
        assert!(is_test.into_iter().any(|line| *line == "#[test]"), "{test}: no test");
    }
    assert!(faults > 40, "{faults}");
}
