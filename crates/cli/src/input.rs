//! Input that commands share: standard input and the cache of results.

use crate::args::InputArgs;
use crate::output::messages;
use crate::paths::{self, is_from_standard_input, is_standard_stream};
use anyhow::{Context, bail};
use recoup::shown_path;
use recoup::{Cache, Limits, LocateError, Locator, REPORT_FOLDER, ReadOptions};
use std::borrow::Cow;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

/// Standard input and the cache, kept open while files are read.
pub(crate) struct Input {
    stdin: Option<Vec<u8>>,
    cache: Option<Cache>,
    keep_addresses: bool,
}

impl Input {
    /// Checks that all paths exist, reads standard input if a path is `-`, and opens the cache.
    pub(crate) fn open(paths: &[PathBuf], args: &InputArgs) -> anyhow::Result<Self> {
        for path in paths.iter().filter(|path| !is_standard_stream(path)) {
            paths::must_be_there(path)?;
        }
        let stdin =
            paths.iter().any(|path| is_standard_stream(path)).then(read_stdin).transpose()?;
        let cache = if args.no_cache { None } else { open_cache(args) };
        Ok(Self { stdin, cache, keep_addresses: args.keep_addresses })
    }

    /// Reads standard input if a path is `-` or lies in an archive on standard input.
    ///
    /// The other paths are not checked, because each missing file is reported separately.
    pub(crate) fn of_files(paths: &[PathBuf], args: Option<&InputArgs>) -> anyhow::Result<Self> {
        let stdin =
            paths.iter().any(|path| is_from_standard_input(path)).then(read_stdin).transpose()?;
        let cache = args.filter(|args| !args.no_cache).and_then(open_cache);
        let keep_addresses = args.is_some_and(|args| args.keep_addresses);
        Ok(Self { stdin, cache, keep_addresses })
    }

    /// Returns the options for reading files.
    pub(crate) fn reading(&self) -> ReadOptions<'_> {
        ReadOptions::new()
            .stdin(self.stdin.as_deref())
            .cache(self.cache.as_ref())
            .keep_addresses(self.keep_addresses)
    }

    /// Whether results are cached.
    pub(crate) fn has_cache(&self) -> bool {
        self.cache.is_some()
    }
}

/// A file that a user named.
pub(crate) struct Named<'a> {
    /// Path of the file.
    pub(crate) path: Cow<'a, Path>,
    /// Folder that a report searched, if the name is from the tables of that report.
    root: Option<PathBuf>,
}

impl Named<'_> {
    /// Returns the folder or archive with the other runs of the athlete: the searched folder if
    /// there is one, otherwise the folder of the file's athlete.
    pub(crate) fn athlete_root(&self, locator: &Locator<'_>) -> Option<PathBuf> {
        let own = || recoup::athlete_root(&locator.file_on_disk(&self.path)?);
        self.root.clone().or_else(own)
    }
}

/// Finds the file of a path or of a name in a table. Names are relative to the folder that a report
/// searched. Therefore a name that does not exist here is tried in each folder above, and then in
/// each folder here.
pub(crate) fn found_by_name<'a>(name: &'a Path, locator: &Locator<'_>) -> Named<'a> {
    let is_there = |path: &Path| locator.file_on_disk(path).is_some() || path.exists();
    let as_given = |root| Named { path: name.into(), root };
    if is_from_standard_input(name) || name.is_absolute() {
        return as_given(None);
    }
    if is_there(name) {
        return as_given(is_listed(name).then(|| PathBuf::from(".")));
    }
    let depth = std::env::current_dir().map_or(0, |folder| folder.ancestors().count() - 1);
    let mut above = PathBuf::new();
    for _ in 0..depth {
        above.push("..");
        let path = above.join(name);
        if is_there(&path) {
            return Named { path: path.into(), root: Some(above) };
        }
    }
    let folders = std::fs::read_dir(".").into_iter().flatten().flatten();
    let folders = folders.filter(|folder| folder.path().is_dir());
    let found = folders.map(|folder| PathBuf::from(folder.file_name()));
    let mut found = found.filter(|folder| is_there(&folder.join(name)));
    // If two folders have the name, the message about the missing file is better than a guess.
    match (found.next(), found.next()) {
        (Some(folder), None) => Named { path: folder.join(name).into(), root: Some(folder) },
        _ => as_given(None),
    }
}

/// Whether the report in the current folder lists a name.
fn is_listed(name: &Path) -> bool {
    let files = Path::new(REPORT_FOLDER).join("files.csv");
    let text = recoup::read_text(&files, LISTED_BYTES).unwrap_or_default();
    name.to_str().is_some_and(|name| {
        text.lines().any(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(',')))
    })
}

/// Maximum size of a table of files in bytes.
const LISTED_BYTES: u64 = 64 << 20;

/// Prints the reason why a path cannot be read, and the remedy.
pub(crate) fn print_not_located(path: &Path, error: &LocateError) {
    let shown = shown_path(path);
    let hint = match error {
        LocateError::Unreadable(_) => paths::hint(path),
        LocateError::Folder => format!("; to grade everything in it, run `recoup report {shown}`"),
        _ => String::new(),
    };
    messages::error(format!("{shown}: {error}{hint}"));
}

/// Reads all of standard input, up to the size limit of a file.
fn read_stdin() -> anyhow::Result<Vec<u8>> {
    let stdin = io::stdin().lock();
    if stdin.is_terminal() {
        bail!(
            "-: standard input is a terminal; redirect a file to it, as `recoup grade - <run.fit`"
        );
    }
    let most = Limits::default().input_bytes;
    let mut bytes = Vec::new();
    stdin.take(most + 1).read_to_end(&mut bytes).context("cannot read standard input")?;
    if bytes.len() as u64 > most {
        bail!("standard input is larger than the limit of {most} bytes");
    }
    Ok(bytes)
}

/// Opens the cache in the user's cache folder. Without a cache, every file is read.
fn open_cache(args: &InputArgs) -> Option<Cache> {
    let folder = Cache::usual_folder(args.cache_folder.as_deref())?;
    match Cache::open(&folder) {
        Ok(cache) => Some(cache),
        Err(error) => {
            messages::warning(format!("continuing without a cache: {error}"));
            None
        }
    }
}
