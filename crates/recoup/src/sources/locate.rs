//! Finds single files by the names that users and reports have for them.
//!
//! A report may say that a run was too hard, and the runner then knows the run by its name in the
//! report. Therefore such a name is accepted as a path, also for a member of an archive.

use crate::sources::display_names::{make_distinct, without_addresses};
use crate::sources::export_list::ExportLists;
use crate::sources::{ReadOptions, Source, expand};
use recoup_analysis::wording::{did_you_mean, nearest};
use recoup_model::shown;
use recoup_parse::{Archives, Error, FileContents, FoundFile};
use std::ffi::OsString;
use std::path::{Path, PathBuf, absolute};
use std::{fmt, fs};

/// Maximum number of parts of a path.
const PARTS_MAX: usize = 2048;
/// Separator between the name of an archive and the name of a member.
const WITHIN: &str = "!/";

/// Reason why a path names nothing that can be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum LocateError {
    /// The file does not exist or cannot be read.
    Unreadable(Error),
    /// A folder; [`discover`](crate::discover()) lists its files.
    Folder,
    /// No such member in an existing archive; the most similar name, if there is one.
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

/// Finds single files by the names that users and reports have for them, and reads them like
/// [`assess_paths`](crate::assess_paths), with the entries of the list of a Strava export.
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
    /// Lists of the exports that were found so far.
    lists: ExportLists,
}

impl<'a> Locator<'a> {
    /// Creates a locator.
    #[must_use]
    pub fn new(reading: &'a ReadOptions<'a>) -> Self {
        Self { reading, archives: Archives::default(), lists: ExportLists::default() }
    }

    /// Returns the file that a path names; for an archive, the archive and all files in it.
    ///
    /// A path can continue inside an archive, also a nested one, like the names in reports:
    /// `export.zip!/part.zip!/1.fit`. The `!` may be left out, because it has a meaning in some
    /// shells. Within an archive, `\` may stand for `/`. The path `-` is [`ReadOptions::stdin`].
    ///
    /// A name is also found in its displayed form, with the e-mail address replaced
    /// (`(address)_1.fit`) and control characters as escapes.
    ///
    /// The [`FoundFile::name`] of a result is a valid path, too.
    ///
    /// # Errors
    ///
    /// Fails if the path does not exist, is a folder, or names no member of an archive.
    pub fn locate(&mut self, path: &Path) -> Result<Vec<FoundFile>, LocateError> {
        let on_disk = self.on_disk(path).unwrap_or_else(|| OnDisk::whole(path, path.to_owned()));
        let OnDisk { archive, place, inside } = on_disk;
        if self.stdin(archive).is_none() && place.is_dir() {
            return Err(LocateError::Folder);
        }
        let name = archive.to_string_lossy();
        let root = match self.stdin(archive) {
            Some(bytes) => FoundFile::bytes(&name, bytes),
            // An absolute path, because the list of an export is looked for in the folders above.
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
        self.named(files, &name, &format!("{name}{inside}"))
    }

    /// Returns the file on the disk that a path names, or the archive that contains the named
    /// member. [`None`] if there is no such file. Does not check whether the archive has the
    /// member.
    #[must_use]
    pub fn file_on_disk(&self, path: &Path) -> Option<PathBuf> {
        self.on_disk(path).map(|on_disk| on_disk.place).filter(|place| place.is_file())
    }

    /// Reads a file that [`locate`](Self::locate) returned.
    ///
    /// # Errors
    ///
    /// Fails if nothing could be read; see [`FoundFile::read`].
    pub fn read(&self, file: &FoundFile) -> Result<FileContents, Error> {
        let mut contents = file.read(&self.reading.limits)?;
        let place = file.place();
        self.lists.date(contents.plan.as_deref_mut());
        self.lists.apply(&place, &mut contents.activities, None);
        if let Some((what, _)) = self.lists.at(&place) {
            contents.remark = Some(what);
        }
        Ok(contents)
    }

    fn stdin(&self, path: &Path) -> Option<&'a [u8]> {
        self.reading.stdin.filter(|_| path.as_os_str() == "-")
    }

    /// Returns the part of a path that exists on the disk or is standard input.
    fn on_disk<'p>(&self, path: &'p Path) -> Option<OnDisk<'p>> {
        // No system has paths of so many parts, and each part is one level of recursion.
        if path.components().count() > PARTS_MAX {
            return None;
        }
        if let Some(place) = self.place(path) {
            return Some(OnDisk::whole(path, place));
        }
        let text = path.to_str()?;
        let ends = text.match_indices(WITHIN).map(|(at, mark)| (at, at + mark.len()));
        // Without the mark, the name of an archive is followed by the separator of folders.
        let others = text.match_indices(['/', '\\']).map(|(at, mark)| (at, at + mark.len()));
        let others = others.filter(|&(at, _)| is_archive(Path::new(&text[..at])));
        ends.chain(others).find_map(|(end, inside)| {
            let archive = Path::new(&text[..end]);
            let place = self.place(archive).filter(|place| self.is_stream_or_file(place))?;
            let inside = format!("{WITHIN}{}", &text[inside..]);
            Some(OnDisk { archive, place, inside })
        })
    }

    fn is_stream_or_file(&self, place: &Path) -> bool {
        self.stdin(place).is_some() || place.is_file()
    }

    /// Resolves a path. Also accepts the displayed form of a name, in which the e-mail address is
    /// replaced and control characters are escapes.
    fn place(&self, path: &Path) -> Option<PathBuf> {
        if self.stdin(path).is_some() || path.exists() {
            return Some(path.to_owned());
        }
        let name = path.file_name()?.to_str()?;
        let folder = match path.parent()? {
            here if here.as_os_str().is_empty() => Path::new(".").to_owned(),
            folder => self.place(folder)?,
        };
        let entries = fs::read_dir(&folder).ok()?;
        let mut names: Vec<OsString> = entries.flatten().map(|entry| entry.file_name()).collect();
        names.sort();
        let find = |name: &str, place: usize| {
            let is_it = |other: &&OsString| is_displayed_as(&other.to_string_lossy(), name);
            names.iter().filter(is_it).nth(place).map(|found| folder.join(found))
        };
        // Names that are equal without their addresses have numbers in reports.
        let numbered = || {
            let (name, number) = name.strip_suffix(')')?.rsplit_once(" (")?;
            find(name, number.parse::<usize>().ok()?.checked_sub(1)?)
        };
        find(name, 0).or_else(numbered)
    }

    /// Reads the lists among some files. For a single file, also reads the lists of the export that
    /// contains it.
    fn learn(&mut self, sources: &[Source]) {
        let cache = self.reading.used_cache();
        let ReadOptions { limits, keep_addresses, .. } = self.reading;
        let mut add = |sources: &[Source]| self.lists.add(sources, cache, *keep_addresses, limits);
        if let [Source { found, .. }] = sources
            && found.is_file()
        {
            let lists = ExportLists::places_for(&found.path).into_iter();
            let lists: Vec<Source> =
                lists.map(|list| Source::new(FoundFile::new(&list, ""))).collect();
            add(&lists);
        }
        add(sources);
    }

    /// Selects the files of an archive that `name` matches, and gives them their displayed names.
    /// `root` is the path of the archive as the user wrote it; addresses in it are kept.
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
        make_distinct(files.iter_mut().map(|file| &mut file.name));
        let place = own.iter().position(|own| own == name).or_else(|| {
            let name = told(name);
            let is_it = |file: &FoundFile| {
                let other = told(&file.name);
                let plain = |name: &str| name.replace(WITHIN, "/").replace('\\', "/");
                other == name || shown(&other) == name || plain(&other) == plain(&name)
            };
            files.iter().position(is_it)
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

/// Whether a name is that of an archive.
pub(crate) fn is_archive(name: &Path) -> bool {
    name.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

/// The part of a path that exists on the disk or is standard input.
struct OnDisk<'p> {
    /// The part as it was given.
    archive: &'p Path,
    /// Its real path.
    place: PathBuf,
    /// Rest of the path, beginning with `!/`; empty for a whole path.
    inside: String,
}

impl<'p> OnDisk<'p> {
    fn whole(path: &'p Path, place: PathBuf) -> Self {
        Self { archive: path, place, inside: String::new() }
    }
}

/// Whether reports display a file's name as `displayed`: the e-mail address replaced, or control
/// characters as escapes, or both.
fn is_displayed_as(name: &str, displayed: &str) -> bool {
    let without = without_addresses(name);
    without == displayed || shown(&without) == displayed || shown(name) == displayed
}

/// Returns the member that was probably meant: a member of that name in another folder, or
/// otherwise the member with the most similar name.
fn meant<'n>(wanted: &str, names: Vec<&'n str>) -> Option<&'n str> {
    let file = |name: &'n str| name.rsplit('/').next();
    let wanted_file = wanted.rsplit('/').next();
    let elsewhere = names.iter().copied().find(|name| file(name) == wanted_file);
    elsewhere.or_else(|| nearest(wanted, names))
}
