//! From a path, as a user names it, to what is there.
//!
//! Whoever reads in a report that a run in an archive was too hard wants to see that run, and the
//! name in the report is all there is to ask by. So such a name is a path like any other.

use crate::sources::display_names::{make_distinct, without_addresses};
use crate::sources::export_list::ExportLists;
use crate::sources::{ReadOptions, Source, expand};
use recoup_analysis::wording::{did_you_mean, nearest};
use recoup_parse::{Archives, Error, FileContents, FoundFile};
use std::path::{Path, PathBuf, absolute};
use std::{fmt, fs};

/// Stands between the name of an archive and that of a member.
const WITHIN: &str = "!/";

/// Why a path names nothing that can be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum LocateError {
    /// It cannot be read, as where nothing is there.
    Unreadable(Error),
    /// It is a folder, whose files [`discover`](crate::discover()) lists.
    Folder,
    /// There is no such file in the archive, which is there; and the name that was probably meant.
    NoMember(Option<String>),
}

impl fmt::Display for LocateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => error.fmt(f),
            Self::Folder => f.write_str("a folder; name files in it"),
            Self::NoMember(meant) => {
                let hint = did_you_mean(meant.as_deref());
                write!(f, "there is no such file in the archive{hint}")
            }
        }
    }
}

impl std::error::Error for LocateError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable(error) => error.source(),
            Self::Folder | Self::NoMember(_) => None,
        }
    }
}

/// Finds single files by the names that users and reports have for them, and reads them as
/// [`assess_paths`](crate::assess_paths) does, with what the list of a Strava export says of them.
///
/// ```
/// use recoup::{Limits, Locator, ReadOptions};
/// use recoup_testkit::export::strava;
/// # use std::path::Path;
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("export.zip");
/// std::fs::write(&path, strava::export().pack())?;
/// let reading = ReadOptions::new();
/// let mut locator = Locator::new(&reading);
///
/// let name = format!("{}!/activities/18611200101.fit.gz", path.display());
/// let files = locator.locate(name.as_ref())?;
/// let contents = locator.read(&files[0])?;
/// assert_eq!(contents.activities[0].labels.title.as_deref(), Some("Morning Recovery"));
///
/// // The archive itself, and all that is in it.
/// let files = locator.locate(&path)?;
/// let runs = files.iter().filter_map(|file| locator.read(file).ok());
/// assert_eq!(runs.flat_map(|contents| contents.activities).count(), 13);
///
/// let wrong = locator.locate(name.replace("18611200101", "1861120010").as_ref()).unwrap_err();
/// assert!(wrong.to_string().ends_with(&format!("; did you mean {name}?")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Locator<'a> {
    reading: &'a ReadOptions<'a>,
    /// Archives that were opened so far, so that each is listed once.
    archives: Archives,
    /// The lists of the exports that were met so far.
    lists: ExportLists,
}

impl<'a> Locator<'a> {
    /// One that has not found anything yet.
    #[must_use]
    pub fn new(reading: &'a ReadOptions<'a>) -> Self {
        Self { reading, archives: Archives::default(), lists: ExportLists::default() }
    }

    /// What a path names: a file, or an archive and after it all that is in it.
    ///
    /// A path can go on in an archive, and in archives within it, as names in reports do:
    /// `export.zip!/part.zip!/1.fit`. The path `-` is [`ReadOptions::stdin`]. Names are also found as
    /// reports show them, without their e-mail addresses: `(address)_1.fit`.
    ///
    /// A [`FoundFile::name`] that is given back names that file, too.
    ///
    /// # Errors
    ///
    /// If nothing is there, or a folder, or an archive that gives nothing.
    pub fn locate(&mut self, path: &Path) -> Result<Vec<FoundFile>, LocateError> {
        let (archive, place) = self.on_disk(path).unwrap_or_else(|| (path, path.to_owned()));
        if place.is_dir() {
            return Err(LocateError::Folder);
        }
        let name = archive.to_string_lossy();
        let root = match self.stdin(archive) {
            Some(bytes) => FoundFile::bytes(&name, bytes),
            // The list of an export is found above a file of which only the name was given.
            None => FoundFile::new(&absolute(&place).unwrap_or(place), &name),
        };
        let mut sources = expand(root, &self.archives, self.reading, &self.reading.basis());
        if let [Source { found, .. }] = &mut *sources
            && let Some(error) = found.error.take()
        {
            return Err(LocateError::Unreadable(error));
        }
        self.learn(&sources);
        let files = sources.into_iter().map(|source| source.found).collect();
        self.named(files, &name, &path.to_string_lossy())
    }

    /// Reads a file that it found.
    ///
    /// # Errors
    ///
    /// If nothing could be read from it; see [`FoundFile::read`].
    pub fn read(&self, file: &FoundFile) -> Result<FileContents, Error> {
        let mut contents = file.read(&self.reading.limits)?;
        let place = file.place();
        self.lists.apply(&place, &mut contents.activities);
        if let Some(what) = self.lists.at(&place) {
            contents.remark = Some(what);
        }
        Ok(contents)
    }

    fn stdin(&self, path: &Path) -> Option<&'a [u8]> {
        self.reading.stdin.filter(|_| path.as_os_str() == "-")
    }

    /// The part of a path that names something on the disk, or standard input, and where that is.
    fn on_disk<'p>(&self, path: &'p Path) -> Option<(&'p Path, PathBuf)> {
        let whole = self.place(path).map(|place| (path, place));
        whole.or_else(|| {
            let text = path.to_str()?;
            text.match_indices(WITHIN).find_map(|(at, _)| {
                let archive = Path::new(&text[..at]);
                Some((archive, self.place(archive).filter(|place| !place.is_dir())?))
            })
        })
    }

    /// Where that is which a path names, or of which the path has the name without the address.
    fn place(&self, path: &Path) -> Option<PathBuf> {
        if self.stdin(path).is_some() || path.exists() {
            return Some(path.to_owned());
        }
        let name = path.file_name()?.to_str()?;
        let folder = path.parent()?;
        let is_here = folder.as_os_str().is_empty();
        let entries = fs::read_dir(if is_here { Path::new(".") } else { folder }).ok()?;
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        let found = names.filter(|other| without_addresses(other) == name).min()?;
        Some(folder.join(found))
    }

    /// Reads the lists among some files, and the one for a file that is named alone.
    fn learn(&mut self, sources: &[Source]) {
        let cache = self.reading.used_cache();
        let mut add = |sources: &[Source]| self.lists.add(sources, cache, &self.reading.limits);
        if let [Source { found, .. }] = sources
            && found.is_file()
            && let Some(list) = ExportLists::place_for(&found.path)
        {
            add(&[Source::new(FoundFile::new(&list, ""))]);
        }
        add(sources);
    }

    /// Those of an archive's files that a name names, called as in reports; `root` is the part of
    /// it that is the archive's own, of which the user knows what it says.
    fn named(
        &self,
        mut files: Vec<FoundFile>,
        root: &str,
        name: &str,
    ) -> Result<Vec<FoundFile>, LocateError> {
        let own: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
        let told = |name: &str| format!("{root}{}", without_addresses(&name[root.len()..]));
        if !self.reading.keep_addresses {
            for file in &mut files {
                file.name = told(&file.name);
            }
        }
        make_distinct(files.iter_mut());
        let place = own.iter().position(|own| own == name).or_else(|| {
            let name = told(name);
            files.iter().position(|file| told(&file.name) == name)
        });
        let Some(place) = place else {
            let inside = root.len() + WITHIN.len()..;
            let names = files.iter().filter_map(|file| file.name.get(inside.clone()));
            let meant = name.get(inside.clone()).and_then(|name| meant(name, names.collect()));
            return Err(LocateError::NoMember(meant.map(|meant| format!("{root}{WITHIN}{meant}"))));
        };
        let within = format!("{}{WITHIN}", own[place]);
        let is_named = |(at, own): (usize, &String)| at == place || own.starts_with(&within);
        let mut is_named = own.iter().enumerate().map(is_named);
        files.retain(|_| is_named.next() == Some(true));
        Ok(files)
    }
}

/// Which of the members was probably meant: one of that name in another folder, or else of the most
/// similar name.
fn meant<'n>(wanted: &str, names: Vec<&'n str>) -> Option<&'n str> {
    let file = |name: &'n str| name.rsplit('/').next();
    let wanted_file = wanted.rsplit('/').next();
    let elsewhere = names.iter().copied().find(|name| file(name) == wanted_file);
    elsewhere.or_else(|| nearest(wanted, names))
}
