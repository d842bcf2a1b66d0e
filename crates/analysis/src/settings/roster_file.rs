//! The list of athletes and their folders (`recoup.toml`), a TOML file with error messages like
//! those of the athlete file.

use crate::settings::athlete_checks::name_fault;
use crate::settings::athlete_keys::meant_in_athlete_file;
use crate::settings::toml_keys::{
    AthleteError, Wrong, check_keys, syntax_error, tables_of, with_key,
};
use crate::wording::nearest;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use toml::Spanned;
use toml::de::DeTable;

/// The athletes of a tree of folders, from a `recoup.toml` in its root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RosterFile {
    /// The athletes, in the order of the file.
    pub athletes: Vec<RosterEntry>,
}

/// One `[[athlete]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RosterEntry {
    /// Line in the file, from 1.
    pub line: usize,
    /// Name in reports; [`None`] if the file gives no name.
    pub name: Option<String>,
    /// Folders of the athlete, at least one. No folder appears twice in the file. The root itself
    /// is an empty path.
    pub folders: Vec<PathAt>,
    /// Athlete file; [`None`] if the roster names no athlete file.
    pub file: Option<PathAt>,
}

/// A path as written in the file, and its line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PathAt {
    /// Path relative to the root.
    pub path: PathBuf,
    /// Line in the file, from 1.
    pub line: usize,
}

/// The content of the file, as serde reads it.
#[derive(Deserialize)]
struct File {
    #[serde(default)]
    athlete: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
struct Entry {
    name: Option<Spanned<String>>,
    #[serde(default)]
    folders: Vec<Spanned<String>>,
    file: Option<Spanned<String>>,
}

/// The key at the top of the file.
const TOP: &[&str] = &["athlete"];
/// The keys of each `[[athlete]]`.
const ATHLETE: &[&str] = &["name", "folders", "file"];

/// Other names that people try, in lower case, each with the correct key.
const SYNONYMS: &[(&str, &str)] = &[
    ("runner", "athlete"),
    ("dir", "folders"),
    ("dirs", "folders"),
    ("directories", "folders"),
    ("path", "folders"),
    ("paths", "folders"),
    ("athlete_file", "file"),
    ("config", "file"),
];

impl RosterFile {
    /// Reads the text of a `recoup.toml`.
    ///
    /// # Errors
    ///
    /// Returns the first error and its line: invalid TOML, an unknown key (the message suggests a
    /// key), an athlete without a folder, a folder that is given twice, or a folder that is not
    /// below the file's own folder.
    ///
    /// ```
    /// use recoup_analysis::RosterFile;
    /// let text = "[[athlete]]\nname = 'Kari'\nfolders = ['kari-garmin', 'old/kari']\n";
    /// let roster = RosterFile::from_toml(text)?;
    /// let [kari] = &roster.athletes[..] else { panic!("one athlete") };
    /// assert_eq!((kari.name.as_deref(), kari.folders.len()), (Some("Kari"), 2));
    ///
    /// let error = RosterFile::from_toml("[[athlete]]\nfolder = ['kari']\n").unwrap_err();
    /// assert_eq!(error.to_string(), "line 2: unknown key `folder`; did you mean `folders`?");
    /// # Ok::<(), recoup_analysis::AthleteError>(())
    /// ```
    pub fn from_toml(text: &str) -> Result<Self, AthleteError> {
        let wrong = |wrong| AthleteError::new(text, wrong);
        let document = DeTable::parse(text).map_err(|error| wrong(syntax_error(text, &error)))?;
        let top = document.get_ref();
        let tables = tables_of(top, "athlete", "athletes").map_err(wrong)?;
        for table in &tables {
            check_keys(table, ATHLETE, |given| meant_by(given, ATHLETE)).map_err(wrong)?;
        }
        check_keys(top, TOP, |given| meant_by(given, TOP)).map_err(wrong)?;
        let all = || tables.iter().copied().chain([top]);
        let file: File = toml::from_str(text).map_err(|error| wrong(with_key(&error, all())))?;
        let line = |byte| AthleteError::new(text, (byte, String::new())).line();
        let mut given: BTreeMap<PathBuf, usize> = BTreeMap::new();
        let mut athletes = Vec::new();
        for entry in file.athlete {
            athletes.push(checked(entry, &mut given, line).map_err(wrong)?);
        }
        Ok(Self { athletes })
    }
}

/// Returns the key that was probably meant. Keys of this table come first, then keys of the other
/// table, then keys of the athlete file, because users may write athlete settings here by mistake.
fn meant_by(given: &str, keys: &[&str]) -> Option<String> {
    let lower = given.to_lowercase();
    let synonym = SYNONYMS.iter().find(|(other, _)| *other == lower).map(|&(_, name)| name);
    let here = synonym.or_else(|| nearest(given, keys.iter().copied()));
    match here.filter(|name| keys.contains(name)) {
        Some(name) => Some(format!("`{name}`")),
        None if ATHLETE.contains(&synonym.unwrap_or(&lower)) => {
            Some(format!("`{}` in [[athlete]]", synonym.unwrap_or(&lower)))
        }
        None => meant_in_athlete_file(given),
    }
}

/// Checks one athlete of the file. `given` holds the folders of the earlier athletes, with their
/// lines.
fn checked(
    entry: Spanned<Entry>,
    given: &mut BTreeMap<PathBuf, usize>,
    line: impl Fn(usize) -> usize,
) -> Result<RosterEntry, Wrong> {
    let start = entry.span().start;
    let Entry { name, folders, file } = entry.into_inner();
    if let Some(name) = name.as_ref().filter(|name| name.get_ref().trim().is_empty()) {
        return Err((name.span().start, "`name` is empty".to_owned()));
    }
    let fault =
        name.as_ref().and_then(|name| Some((name.span().start, name_fault(name.get_ref())?)));
    if let Some((at, fault)) = fault {
        return Err((at, format!("`name` {fault}")));
    }
    if folders.is_empty() {
        return Err((start, "`folders` is missing; list at least one folder".to_owned()));
    }
    let mut checked = Vec::new();
    for folder in folders {
        let (at, folder) = (folder.span().start, folder.into_inner());
        let path = below_root(&folder).ok_or_else(|| {
            (at, format!("`{folder}` is outside the folder of this file; use a folder below it"))
        })?;
        let line = line(at);
        if let Some(before) = given.insert(path.clone(), line) {
            return Err((at, format!("the folder `{folder}` is given in line {before} already")));
        }
        checked.push(PathAt { path, line });
    }
    let file =
        file.map(|file| PathAt { line: line(file.span().start), path: file.into_inner().into() });
    Ok(RosterEntry {
        line: line(start),
        name: name.map(|name| name.into_inner().trim().to_owned()),
        folders: checked,
        file,
    })
}

/// Returns a folder as a relative path, with the separators of the system. The path is empty for
/// `.`, the root. [`None`] for a folder that is not below the root.
fn below_root(folder: &str) -> Option<PathBuf> {
    let is_below = !folder.is_empty() && !folder.starts_with('/');
    let parts = folder.split('/').filter(|part| !matches!(*part, "" | "."));
    (is_below && parts.clone().all(|part| part != "..")).then(|| parts.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        RosterFile::from_toml(text).unwrap_err().to_string()
    }

    #[test]
    fn a_file_is_read() {
        let roster = RosterFile::from_toml(
            "# the club\n[[athlete]]\nname = 'Kari'\nfolders = [\n  'kari-garmin',\n  \
             './old//kari/',\n]\n\n[[athlete]]\nfolders = ['.']\nfile = 'coach.toml'\n",
        )
        .unwrap();
        let at = |path: &str, line| PathAt { path: path.into(), line };
        let kari = RosterEntry {
            line: 2,
            name: Some("Kari".to_owned()),
            folders: vec![at("kari-garmin", 5), at("old/kari", 6)],
            file: None,
        };
        let coach = RosterEntry {
            line: 9,
            name: None,
            folders: vec![at("", 10)],
            file: Some(at("coach.toml", 11)),
        };
        assert_eq!(roster.athletes, [kari, coach]);
        assert_eq!(RosterFile::from_toml(""), Ok(RosterFile::default()));
    }

    #[test]
    fn what_cannot_be_is_an_error() {
        let athlete = |lines: &str| error(&format!("[[athlete]]\n{lines}\n"));
        for (said, message) in [
            (athlete("folder = 1"), "line 2: unknown key `folder`; did you mean `folders`?"),
            (athlete("Paths = []"), "line 2: unknown key `Paths`; did you mean `folders`?"),
            (
                athlete("folders = ['a']\nmax_hr = 1"),
                "line 3: unknown key `max_hr`; did you mean `max_bpm` below [[heart_rate]] of the \
                 athlete file?",
            ),
            (
                athlete("zones = 'garmin'"),
                "line 2: unknown key `zones`; did you mean `zones` of the athlete file?",
            ),
            (error("\n[[athletes]]\n"), "line 2: unknown key `athletes`; did you mean `athlete`?"),
            (
                error("folders = ['a']\n"),
                "line 1: unknown key `folders`; did you mean `folders` in [[athlete]]?",
            ),
            (
                error("[athlete]\nname = 'Kari'\n"),
                "line 1: write athletes in double brackets: [[athlete]]",
            ),
            (
                athlete("folders = 'kari'"),
                "line 2: `folders`: invalid type: string \"kari\", expected a sequence",
            ),
            (
                error("athlete = 1"),
                "line 1: `athlete`: invalid type: integer `1`, expected a sequence",
            ),
            (athlete("name = 'Kari'"), "line 1: `folders` is missing; list at least one folder"),
            (athlete("name = ' '\nfolders = ['a']"), "line 2: `name` is empty"),
            (
                athlete("folders = ['a', '../b']"),
                "line 2: `../b` is outside the folder of this file; use a folder below it",
            ),
            (
                athlete("folders = ['/a']"),
                "line 2: `/a` is outside the folder of this file; use a folder below it",
            ),
            (
                athlete("folders = ['a']\n[[athlete]]\nfolders = [\n'b',\n'a/']"),
                "line 6: the folder `a/` is given in line 2 already",
            ),
            (
                athlete("folders = ['a'"),
                "line 2: unclosed array, expected `]`; a line is written key = value, with a \
                 number as 190 or 190.5 and a text in straight quotes",
            ),
        ] {
            assert_eq!(said, message);
        }
    }
}
