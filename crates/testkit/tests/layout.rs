//! Layout of the crates: arrows between files go one way, and comments begin with a noun or verb.
//!
//! An arrow goes from a file to each file whose items it uses, by a path that begins with `crate::`
//! or `super::`. A path to a re-export counts for the file that defines the name. A module that
//! only declares and re-exports its children has no arrow to them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup_testkit::corpus::files;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const CRATES: [&str; 8] =
    ["model", "parse", "analysis", "report", "recoup", "cli", "browser", "testkit"];

/// Rooms of a crate, from the lowest up. A file only uses its own room and lower rooms.
const ROOMS: [(&str, &[&str]); 4] = [
    ("analysis", &["wording", "calendar", "settings", "run", "history", "answer"]),
    ("recoup", &["cache", "threads", "sources", "plan_file", "measure", "batch", "athletes"]),
    ("cli", &["paths", "args", "output", "commands"]),
    ("report", &["columns", "csv", "time", "frame", "write", "page"]),
];

fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name).join("src")
}

/// Returns the module path of a file, such as `run::terrain::grid`. The path of `lib.rs` and
/// `main.rs` is empty.
fn module_of(root: &Path, file: &Path) -> Vec<String> {
    let below = file.strip_prefix(root).unwrap().with_extension("");
    let mut parts: Vec<String> =
        below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        parts.pop();
    }
    parts
}

/// Returns the code of a file, without comments and unit tests.
fn code_of(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    code.lines().filter(is_code).collect::<Vec<_>>().join("\n")
}

/// Expands the braces of a `use` tree: `a::{b, c::{d}}` gives `a::b` and `a::c::d`.
fn expand(tree: &str) -> Vec<String> {
    let Some(open) = tree.find('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        return vec![path.split_whitespace().collect()];
    };
    let (prefix, mut depth) = (tree[..open].trim(), 0);
    let close = tree.rfind('}').unwrap_or(tree.len());
    let (mut parts, mut part) = (Vec::new(), String::new());
    for letter in tree[open + 1..close].chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(letter);
    }
    parts.push(part);
    let parts = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    parts.flat_map(|part| expand(&format!("{prefix}{part}"))).collect()
}

/// Returns the paths that a file names in its `use` lines and in its code, and whether each path is
/// a re-export.
fn paths_in(code: &str) -> Paths {
    let mut paths = Vec::new();
    let mut rest = String::new();
    let mut statement = String::new();
    for line in code.lines() {
        let start = line.trim_start();
        let begins = ["use ", "pub use ", "pub(crate) use ", "pub(super) use "]
            .iter()
            .any(|keyword| start.starts_with(keyword));
        if begins || !statement.is_empty() {
            statement.push_str(line);
            statement.push(' ');
            if line.trim_end().ends_with(';') {
                let is_public = statement.trim_start().starts_with("pub");
                let tree = statement.split("use ").nth(1).unwrap_or_default();
                let tree = tree.trim().trim_end_matches(';');
                paths.extend(expand(tree).into_iter().map(|path| (path, is_public)));
                statement.clear();
            }
        } else {
            rest.push_str(line);
            rest.push('\n');
        }
    }
    for start in ["crate::", "super::"] {
        for (at, _) in rest.match_indices(start) {
            let is_longer =
                rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
            let path: String = rest[at..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || "_:".contains(*c))
                .collect();
            if !is_longer && path.starts_with(start) {
                paths.push((path.trim_end_matches(':').to_owned(), false));
            }
        }
    }
    paths
}

/// Paths that a file names, and whether each is a re-export.
type Paths = Vec<(String, bool)>;

/// Modules of one crate, and the arrows between them.
struct Map {
    modules: BTreeSet<Vec<String>>,
    /// Re-exported names: the module and the name, with the path of the original item.
    exports: BTreeMap<(Vec<String>, String), Vec<String>>,
    arrows: BTreeSet<(Vec<String>, Vec<String>)>,
}

impl Map {
    fn of(root: &Path) -> Self {
        let files = files(root, "rs");
        let modules = files.iter().map(|file| module_of(root, file)).collect();
        let mut map = Self { modules, exports: BTreeMap::new(), arrows: BTreeSet::new() };
        let named: Vec<(Vec<String>, Paths)> =
            files.iter().map(|file| (module_of(root, file), paths_in(&code_of(file)))).collect();
        for (module, paths) in &named {
            for (path, _) in paths.iter().filter(|(_, is_public)| *is_public) {
                if let Some(absolute) = map.absolute(module, path) {
                    let name = absolute.last().cloned().unwrap_or_default();
                    map.exports.insert((module.clone(), name), absolute);
                }
            }
        }
        for (module, paths) in &named {
            for (path, is_public) in paths {
                let Some(target) = map.absolute(module, path).map(|path| map.defining(&path, 8))
                else {
                    continue;
                };
                let declares = *is_public && target.starts_with(module);
                if target != *module && !declares {
                    map.arrows.insert((module.clone(), target));
                }
            }
        }
        map
    }

    /// Resolves `crate`, `super`, `self` and child modules; [`None`] for other crates.
    fn absolute(&self, module: &[String], path: &str) -> Option<Vec<String>> {
        let mut parts = path.split("::").map(str::to_owned).peekable();
        let mut base = match parts.peek()?.as_str() {
            "crate" => {
                parts.next();
                Vec::new()
            }
            "self" => {
                parts.next();
                module.to_vec()
            }
            "super" => module.to_vec(),
            first => {
                let mut child = module.to_vec();
                child.push(first.to_owned());
                self.modules.contains(&child).then(|| module.to_vec())?
            }
        };
        while parts.next_if(|part| part == "super").is_some() {
            base.pop();
        }
        base.extend(parts.filter(|part| part != "self"));
        Some(base)
    }

    /// Returns the module that defines the item at a path. Re-exports are followed.
    fn defining(&self, path: &[String], depth: usize) -> Vec<String> {
        for length in (0..=path.len()).rev() {
            let module = path[..length].to_vec();
            if !self.modules.contains(&module) {
                continue;
            }
            let exported = path.get(length).and_then(|name| {
                self.exports.get(&(module.clone(), name.clone())).filter(|_| depth > 0)
            });
            return exported.map_or(module, |path| self.defining(path, depth - 1));
        }
        Vec::new()
    }

    /// Returns the modules from which arrows lead back to the same module, over any number of
    /// others.
    fn in_circles(&self) -> Vec<&Vec<String>> {
        let reaches_itself = |start: &&Vec<String>| {
            let (mut seen, mut open) = (BTreeSet::new(), vec![*start]);
            while let Some(module) = open.pop() {
                for (_, to) in self.arrows.iter().filter(|(from, _)| from == module) {
                    if to == *start {
                        return true;
                    }
                    if seen.insert(to) {
                        open.push(to);
                    }
                }
            }
            false
        };
        self.modules.iter().filter(reaches_itself).collect()
    }
}

#[test]
fn no_files_of_a_crate_use_each_other_in_a_circle() {
    for name in CRATES {
        let map = Map::of(&source(name));
        assert!(map.modules.len() > 3, "{name}: no modules found");
        let circle: Vec<String> = map.in_circles().iter().map(|module| module.join("::")).collect();
        let within = |module: &[String]| circle.contains(&module.join("::"));
        let arrows: Vec<String> = map
            .arrows
            .iter()
            .filter(|(from, to)| within(from) && within(to))
            .map(|(from, to)| format!("{} -> {}", from.join("::"), to.join("::")))
            .collect();
        assert!(circle.is_empty(), "{name}: {circle:#?}\n{arrows:#?}");
    }
}

#[test]
fn arrows_between_rooms_go_one_way() {
    for (name, rooms) in ROOMS {
        let map = Map::of(&source(name));
        let floor = |module: &[String]| {
            rooms.iter().position(|room| module.first().is_some_and(|own| own == room))
        };
        let mut seen = 0;
        for (from, to) in &map.arrows {
            let (Some(own), Some(other)) = (floor(from), floor(to)) else { continue };
            seen += 1;
            assert!(other <= own, "{name}: {} -> {}", from.join("::"), to.join("::"));
        }
        assert!(seen > 0, "{name}: no arrow was seen");
    }
}

/// Words that must not begin a doc comment, because a noun or a verb is clearer.
const OPENINGS: [&str; 13] = [
    "What", "Where", "Of", "Whose", "Who", "That", "By", "As", "Those", "Which", "How", "Whoever",
    "Whatever",
];

#[test]
fn comments_begin_with_a_noun_or_a_verb() {
    let mut riddles = Vec::new();
    let folders = CRATES.iter().flat_map(|name| {
        ["src", "tests", "examples"].map(|part| source(name).with_file_name(part))
    });
    let others =
        ["../../../benches", "../../../fuzz/fuzz_targets"].map(|path| source("testkit").join(path));
    for folder in folders.chain(others).filter(|folder| folder.is_dir()) {
        for file in files(&folder, "rs") {
            let text = fs::read_to_string(&file).unwrap();
            for (number, line) in text.lines().enumerate() {
                let comment = ["/// ", "//! ", "// "]
                    .iter()
                    .find_map(|start| line.trim_start().strip_prefix(start));
                let first = comment.and_then(|comment| comment.split(' ').next());
                let is_doc = !line.trim_start().starts_with("// ");
                if is_doc && first.is_some_and(|word| OPENINGS.contains(&word)) {
                    riddles.push(format!("{}:{}: {}", file.display(), number + 1, line.trim()));
                }
            }
        }
    }
    assert!(riddles.is_empty(), "{}: {riddles:#?}", riddles.len());
}
