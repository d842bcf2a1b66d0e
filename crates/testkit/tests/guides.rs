//! The guides, compared with the repository: messages, paths and lengths.

#![expect(clippy::unwrap_used, reason = "tests")]

use recoup_testkit::corpus::files;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders with which a path in a guide begins: of the root, and of `crates`.
#[rustfmt::skip] // A line for each.
const PLACES: [&str; 15] = [
    "crates", "docs", "fuzz", "benches", ".ci", ".github", "testdata",
    "parse", "analysis", "report", "recoup", "cli", "python", "testkit", "model",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn guide(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// Returns all sources of the crates as one text. Strings that go on in the next line are joined.
fn sources() -> String {
    let crates = ["parse", "analysis", "report", "recoup", "cli", "python"];
    let folders = crates.map(|name| root().join("crates").join(name).join("src"));
    let paths = folders.iter().flat_map(|folder| files(folder, "rs"));
    let text: String = paths.map(|path| fs::read_to_string(path).unwrap()).collect();
    let mut joined = String::with_capacity(text.len());
    for part in text.split("\\\n") {
        joined += if joined.is_empty() { part } else { part.trim_start() };
    }
    joined
}

/// Returns the texts in backquotes, single or double, in one line or paragraph.
fn code_spans(text: &str) -> Vec<&str> {
    let mut spans = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('`') {
        let fence = if rest[start..].starts_with("``") { "``" } else { "`" };
        let inner = &rest[start + fence.len()..];
        let Some(end) = inner.find(fence) else { break };
        spans.push(&inner[..end]);
        rest = &inner[end + fence.len()..];
    }
    spans
}

#[test]
fn messages_in_the_troubleshooting_guide_are_in_the_code() {
    let (sources, guide) = (sources(), guide("docs/troubleshooting.md"));
    let rows = guide.lines().filter(|line| line.starts_with("| `"));
    let (mut parts, mut missing) = (0, Vec::new());
    for row in rows {
        let message = row.trim_start_matches("| ").split(" | ").next().unwrap();
        for span in code_spans(message) {
            // `…` stands for a value, and `;` joins messages.
            for part in span.split(['…', ';']).map(|part| part.trim_matches([' ', '`', '?', ':']))
            {
                if part.len() < 8 {
                    continue;
                }
                parts += 1;
                let known = sources.contains(part)
                    // Names of files are constants.
                    || sources.contains(&part.replace("recoup.toml", "{ROSTER_FILE}"));
                if !known {
                    missing.push(part);
                }
            }
        }
    }
    assert!(missing.is_empty(), "in no message: {missing:#?}");
    assert!(parts > 40, "{parts}");
}

#[test]
fn paths_in_the_guides_exist() {
    for name in ["CONTRIBUTING.md", "docs/code-map.md", "DESIGN.md", "SECURITY.md"] {
        let guide = guide(name);
        let (mut paths, mut missing) = (0, Vec::new());
        for span in guide.lines().filter(|line| !line.starts_with("```")).flat_map(code_spans) {
            let is_path = span.contains('/')
                && span.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c))
                && PLACES.iter().any(|place| span.starts_with(&format!("{place}/")));
            if is_path {
                paths += 1;
                let found = [root().join(span), root().join("crates").join(span)];
                if !found.iter().any(|path| path.exists()) {
                    missing.push(span);
                }
            }
        }
        assert!(missing.is_empty(), "{name} names {missing:#?}");
        assert!(paths > 0, "{name}");
    }
}

#[test]
fn the_readme_is_short() {
    let words = guide("README.md").split_whitespace().count();
    assert!(words <= 2500, "{words} words");
}
