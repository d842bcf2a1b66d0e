//! Assignment of files to several athletes.

use crate::athletes::files::{ConfigError, SETTINGS_BYTES, read_athlete};
use crate::athletes::options::RosterOptions;
use crate::athletes::plans::read_plan;
use crate::batch::assess_sources;
use crate::batch::memory::Memory;
use crate::batch::options::{BatchOptions, Progress};
use crate::sources::locate::is_archive;
use crate::sources::settings::{ATHLETE_FILE, ROSTER_FILE, setting};
use crate::sources::{ReadOptions, Source, find};
use crate::threads::{map, on_threads};
use recoup_analysis::wording::{did_you_mean, nearest};
use recoup_analysis::{
    Answer, Athlete, FileRecord, InvalidSetting, PathAt, Policy, RosterEntry, RosterFile, Week,
    answers_by_policy, weeks_by_athlete,
};
use recoup_model::shown_path;
use recoup_parse::{Format, FoundFile, read_text};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Athletes and their files.
///
/// The file `recoup.toml` at the top of a path assigns folders to athletes (see below). With
/// [`RosterOptions::from_folders`], each other folder and ZIP archive directly below the path is an
/// athlete, too. For example, `Anna.zip` is the athlete Anna, whose athlete file is `Anna.toml`
/// beside the archive.
///
/// ```toml
/// [[athlete]]
/// name = "Kari"                          # needed where no athlete file gives it
/// folders = ["kari-garmin", "old/kari"]  # of several that hold a file, the longest one counts
/// file = "kari.toml"                     # else athlete.toml in one of the folders, if any
/// ```
///
/// Athletes of the same name in several `recoup.toml` files are one athlete. Folders of the same
/// name below several paths are one athlete, too.
///
/// Runs are compared only within one athlete: duplicates, the highest heart rate, weeks.
///
/// ```
/// # let testdata = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
/// # let tree = tempfile::tempdir()?;
/// # let run = testdata.join("activities/2026-03-15-100000.fit");
/// # for name in ["kari", "per"] {
/// #     std::fs::create_dir(tree.path().join(name))?;
/// #     std::fs::copy(&run, tree.path().join(name).join("run.fit"))?;
/// # }
/// use recoup::{Athlete, BatchOptions, ReadOptions, Roster, RosterOptions};
/// // kari/run.fit and per/run.fit, the same run; what Kari's highest heart rate is, is known.
/// let file = "name = 'Kari Moe'\n[[heart_rate]]\nmax_bpm = 215\n";
/// std::fs::write(tree.path().join("kari/athlete.toml"), file)?;
/// let options = RosterOptions::new(Athlete::default()).from_folders(true);
/// let reading = ReadOptions::new();
/// let roster = Roster::new(&[tree.path().into()], &reading, &options)?;
/// let names: Vec<&str> = roster.athletes.iter().map(|one| one.athlete.name.as_str()).collect();
/// assert_eq!(names, ["Kari Moe", "per"]);
///
/// let records = roster.assess(&reading, &BatchOptions::new());
/// let verdicts = records.iter().flat_map(|record| &record.runs).map(|run| run.verdict.as_str());
/// assert_eq!(verdicts.collect::<Vec<_>>(), ["recovery", "not_recovery"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Roster {
    /// Athletes, sorted by name; names are distinct.
    pub athletes: Vec<AthleteFiles>,
    /// Folders with files that the `recoup.toml` above them does not list.
    pub unassigned: Vec<PathBuf>,
    /// Files called `athlete.toml` or `recoup.toml` that are not used.
    pub unused: Vec<PathBuf>,
    /// Remarks on plans of which something could not be read.
    pub plan_remarks: Vec<String>,
}

/// An athlete and the files of the athlete.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct AthleteFiles {
    /// Athlete, with the name that reports show.
    pub athlete: Athlete,
    /// Athlete file, if there is one.
    pub file: Option<PathBuf>,
    /// Folders of the athlete; empty for the default athlete.
    pub folders: Vec<PathBuf>,
    /// Files, in the order of the paths and, below each path, of the names.
    pub files: Vec<Source>,
}

/// Identity of an athlete before the displayed name is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    /// The default athlete: owns all files that no roster entry claims.
    Base,
    /// An athlete with a name in a `recoup.toml` or in an athlete file.
    Named(String),
    /// An athlete with a folder directly below a path.
    Folder(OsString),
}

/// Athletes found so far. An athlete without an athlete file has nothing but a name yet.
struct Gathered<'a> {
    options: &'a RosterOptions<'a>,
    athletes: BTreeMap<Who, AthleteFiles>,
    /// Athlete files and lists that were read.
    used: HashSet<PathBuf>,
    /// Remarks on plans of which something could not be read.
    remarks: Vec<String>,
}

/// Owner of each folder below one path.
type Owners = HashMap<PathBuf, Who>;

impl Roster {
    /// Finds the files at and below some paths and assigns them to athletes.
    ///
    /// # Errors
    ///
    /// Fails if a `recoup.toml`, an athlete file or a plan is missing or has an error, if a setting
    /// is one that no athlete can have ([`Athlete::check`]), or if two athletes have the same name.
    pub fn new(
        paths: &[PathBuf],
        reading: &ReadOptions<'_>,
        options: &RosterOptions<'_>,
    ) -> Result<Self, ConfigError> {
        let mut gathered = Gathered {
            options,
            athletes: BTreeMap::new(),
            used: HashSet::new(),
            remarks: Vec::new(),
        };
        let mut unassigned = BTreeSet::new();
        let mut settings = Vec::new();
        for (root, found) in find(paths, reading) {
            let files = found.iter().filter(|source| source.found.is_file());
            let paths = files.map(|source| &source.found.path);
            settings.extend(paths.filter(|path| setting(path).is_some()).cloned());
            let named = gathered.owners_by_file(root, &found)?;
            let has_file = named.is_some();
            let mut owners = named.unwrap_or_default();
            if options.from_folders {
                gathered.own_folders(root, &found, &mut owners)?;
            }
            let above: HashSet<&Path> =
                owners.keys().flat_map(|folder| folder.ancestors().skip(1)).collect();
            for file in found {
                let path = below(root, &file.found.path);
                let owner = path.ancestors().find_map(|folder| owners.get(folder));
                if owner.is_none() && has_file {
                    unassigned.extend(unnamed_folder(path, &above).map(|path| root.join(path)));
                }
                gathered.one(owner.unwrap_or(&Who::Base)).files.push(file);
            }
        }
        settings.retain(|path| !gathered.used.contains(path));
        let plan_remarks = std::mem::take(&mut gathered.remarks);
        let athletes = gathered.named()?;
        for one in &athletes {
            let at = one.file.as_deref().or(one.folders.first().map(PathBuf::as_path));
            let wrong = |wrong: InvalidSetting| {
                ConfigError::new(at.unwrap_or(Path::new("")), wrong.to_string())
            };
            one.athlete.check().map_err(wrong)?;
        }
        Ok(Self {
            athletes,
            unassigned: Vec::from_iter(unassigned),
            unused: settings,
            plan_remarks,
        })
    }

    /// Reads and assesses the files of each athlete separately: one record for each file, in the
    /// order of the athletes and of their files.
    #[must_use]
    pub fn assess(&self, reading: &ReadOptions<'_>, options: &BatchOptions<'_>) -> Vec<FileRecord> {
        let total = self.athletes.iter().map(|one| one.files.len()).sum();
        let done = AtomicUsize::new(0);
        let progress = |_| {
            if let Some(progress) = options.progress {
                progress(Progress { done: done.fetch_add(1, Ordering::Relaxed) + 1, total });
            }
        };
        let options = options.progress(&progress);
        let memory = Memory::default();
        let assess = |one: &AthleteFiles| {
            assess_sources(&one.files, &one.athlete, reading, &options, &memory)
        };
        // Athletes are read in parallel, because one athlete with few files would not keep all
        // threads busy.
        on_threads(options.threads_for(total), || {
            map(self.athletes.iter().collect(), assess).into_iter().flatten().collect()
        })
    }

    /// Sums up the weeks of the records that [`assess`](Self::assess) returned, by each athlete's
    /// own policy: one row per athlete and week, sorted.
    #[must_use]
    pub fn weeks(&self, records: &[FileRecord]) -> Vec<Week> {
        let default = Athlete::default();
        weeks_by_athlete(records, |name| self.athlete_of(name).unwrap_or(&default))
    }

    /// Makes the answer for each athlete with runs, from the records and the weeks that
    /// [`assess`](Self::assess) and [`weeks`](Self::weeks) returned. An answer covers the last
    /// `last_weeks` weeks with runs; [`None`] means all weeks.
    #[must_use]
    pub fn answers(
        &self,
        records: &[FileRecord],
        weeks: &[Week],
        last_weeks: Option<usize>,
    ) -> Vec<Answer> {
        let default = Policy::default();
        let policy_of =
            |name: &str| self.athlete_of(name).map_or(&default, |athlete| &athlete.policy);
        answers_by_policy(records, weeks, policy_of, last_weeks)
    }

    fn athlete_of(&self, name: &str) -> Option<&Athlete> {
        // Sorted by name.
        let place = self.athletes.binary_search_by(|one| one.athlete.name.as_str().cmp(name));
        place.ok().map(|place| &self.athletes[place].athlete)
    }
}

/// Returns a path relative to the searched path; empty for the searched path itself.
fn below<'a>(root: &Path, path: &'a Path) -> &'a Path {
    path.strip_prefix(root).unwrap_or(path)
}

impl Gathered<'_> {
    fn one(&mut self, who: &Who) -> &mut AthleteFiles {
        self.athletes.entry(who.clone()).or_default()
    }

    /// Reads `recoup.toml` in `root` and assigns its folders to athletes; [`None`] without that
    /// file.
    fn owners_by_file(
        &mut self,
        root: &Path,
        found: &[Source],
    ) -> Result<Option<Owners>, ConfigError> {
        let path = root.join(ROSTER_FILE);
        let text = match read_text(&path, SETTINGS_BYTES) {
            Err(error) if is_absent(&error) => return Ok(None),
            text => text.map_err(|error| ConfigError::io(&path, "list of athletes", error))?,
        };
        self.used.insert(path.clone());
        let roster =
            RosterFile::from_toml(&text).map_err(|error| ConfigError::toml(&path, &error))?;
        let wrong = |line, message: &str| Err(ConfigError::at(&path, line, message));
        let mut owners = Owners::new();
        let mut lines: BTreeMap<String, usize> = BTreeMap::new();
        for entry in roster.athletes {
            if let Some((line, message)) = missing(root, found, &entry) {
                return wrong(line, &message);
            }
            let mut files = Vec::new();
            for file in athlete_files(root, &entry) {
                files.push((self.load(&file)?, file));
            }
            let mut of_files = files.iter().map(|(athlete, _)| &athlete.name);
            let of_file = of_files.find(|name| !name.is_empty());
            let Some(name) = entry.name.or(of_file.cloned()) else {
                return wrong(entry.line, "`name` is missing, and no athlete file gives it");
            };
            if let Some(before) = lines.insert(name.clone(), entry.line) {
                let message = format!(
                    "{name:?} is the athlete in line {before} already; folders of one athlete \
                     stand in one [[athlete]], and two athletes have two names"
                );
                return wrong(entry.line, &message);
            }
            let who = Who::Named(name.clone());
            let one = self.one(&who);
            one.athlete.name.clone_from(&name);
            for (athlete, file) in files {
                one.set_file(athlete.with(|athlete| athlete.name.clone_from(&name)), file)?;
            }
            one.folders.extend(entry.folders.iter().map(|folder| root.join(&folder.path)));
            let paths = entry.folders.into_iter().map(|folder| folder.path);
            owners.extend(paths.map(|path| (path, who.clone())));
        }
        Ok(Some(owners))
    }

    /// Makes an athlete of each folder directly below a root that has no owner yet.
    fn own_folders(
        &mut self,
        root: &Path,
        found: &[Source],
        owners: &mut Owners,
    ) -> Result<(), ConfigError> {
        for file in found {
            let path = below(root, &file.found.path);
            let mut parts = path.iter();
            let (Some(first), rest) = (parts.next(), parts.next()) else { continue };
            // A file directly in the root belongs to the default athlete, unless the file is an
            // archive.
            let name = if rest.is_some() { Some(first) } else { archive_name(&file.found) };
            let Some(name) = name.filter(|_| !owners.contains_key(Path::new(first))) else {
                continue;
            };
            let who = Who::Folder(name.to_owned());
            owners.insert(first.into(), who.clone());
            let settings = if rest.is_some() {
                Path::new(first).join(ATHLETE_FILE)
            } else {
                let beside = path.with_extension("toml");
                owners.insert(beside.clone(), who.clone());
                beside
            };
            let name = name.to_string_lossy().replace(char::is_control, "\u{fffd}");
            let file = root.join(settings);
            let own = if file.is_file() { Some(self.load(&file)?) } else { None };
            let one = self.one(&who);
            one.folders.push(root.join(first));
            if let Some(mut athlete) = own {
                if athlete.name.is_empty() {
                    athlete.name = name;
                }
                one.set_file(athlete, file)?;
            } else if one.file.is_none() {
                one.athlete.name = name;
            }
        }
        if owners.is_empty() {
            let message = "it holds no folder with files and no ZIP archive, and each of these would \
                           be an athlete; name the folder that holds the athletes' folders";
            return Err(ConfigError::new(root, message));
        }
        Ok(())
    }

    /// Loads an athlete file and its plan, and applies the options, which take precedence.
    fn load(&mut self, file: &Path) -> Result<Athlete, ConfigError> {
        self.used.insert(file.to_owned());
        let mut athlete = read_athlete(file)?;
        if let Some(adjust) = self.options.adjust {
            adjust(&mut athlete);
        }
        self.remarks.extend(read_plan(&mut athlete)?);
        Ok(athlete)
    }

    /// Returns the athletes with files, sorted by displayed name.
    fn named(self) -> Result<Vec<AthleteFiles>, ConfigError> {
        let base = &self.options.base;
        let mut athletes = Vec::new();
        let mut unassigned = None;
        for (who, mut one) in self.athletes {
            if who == Who::Base {
                one.athlete = base.clone();
                unassigned = Some(one);
                continue;
            }
            if one.file.is_none() {
                // The maximum heart rates of one athlete say nothing about another.
                one.athlete = base.clone().with(|athlete| {
                    athlete.name = one.athlete.name;
                    athlete.maxima = None;
                });
            }
            athletes.push(one);
        }
        if let Some(one) = unassigned.filter(|one| !one.files.is_empty()) {
            let same = athletes.iter_mut().find(|other| other.athlete.name == one.athlete.name);
            match same {
                // Files without activities, such as lists and notes beside the athletes' folders,
                // do not make a second athlete of that name.
                Some(other) if !one.files.iter().any(may_be_activity) => {
                    other.files.extend(one.files);
                }
                _ => athletes.insert(0, one),
            }
        }
        athletes.sort_by(|left, right| left.athlete.name.cmp(&right.athlete.name));
        match athletes.windows(2).find(|pair| pair[0].athlete.name == pair[1].athlete.name) {
            Some(pair) => Err(same_name(&pair[0], &pair[1])),
            None => Ok(athletes),
        }
    }
}

/// Returns the name of an athlete from the archive that a file is, or lies in: `Anna` for
/// `Anna.zip`.
fn archive_name(found: &FoundFile) -> Option<&OsStr> {
    let is_member = !found.is_file() && found.path.file_name().is_some();
    found.path.file_stem().filter(|_| is_member || is_archive(&found.path))
}

fn may_be_activity(source: &Source) -> bool {
    source.found.peek().is_ok_and(|peek| {
        matches!(peek.format, Format::Fit | Format::Gpx | Format::Tcx)
            && peek.is_activity != Some(false)
    })
}

/// Makes the error for two athletes with the same name.
fn same_name(first: &AthleteFiles, second: &AthleteFiles) -> ConfigError {
    let folder = |one: &AthleteFiles| one.folders.first().cloned();
    let other = folder(first).map_or_else(
        || "the default athlete".to_owned(),
        |folder| format!("the athlete of {}", shown_path(&folder)),
    );
    let message = format!(
        "the athlete of this folder and {other} have the same name, {:?}; set another `name` in \
         one athlete file, or, if they are one athlete, list both folders in one [[athlete]] of \
         {ROSTER_FILE}",
        second.athlete.name
    );
    ConfigError::new(&folder(second).unwrap_or_default(), message)
}

/// Returns the line and a message for the first folder or file of an entry that does not exist.
fn missing(root: &Path, found: &[Source], entry: &RosterEntry) -> Option<(usize, String)> {
    let is_absent_folder = |at: &&PathAt| !root.join(&at.path).is_dir();
    let is_absent_file = |at: &&PathAt| !root.join(&at.path).is_file();
    let message = |what: &str, at: &PathAt, meant: Option<&str>| {
        let path = shown_path(&at.path);
        (at.line, format!("there is no {what} `{path}`{}", did_you_mean(meant)))
    };
    if let Some(at) = entry.folders.iter().find(is_absent_folder) {
        let meant = nearest(&at.path.to_string_lossy(), folders_of(found));
        return Some(message("folder", at, meant));
    }
    let at = entry.file.as_ref().filter(is_absent_file)?;
    let names = found.iter().map(|source| source.found.name.as_str());
    let meant = nearest(&at.path.to_string_lossy(), names);
    Some(message("athlete file", at, meant))
}

fn is_absent(error: &io::Error) -> bool {
    // `NotADirectory` is the error if a part of the path is a file.
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Returns the displayed names of the folders in which a file was found.
fn folders_of(found: &[Source]) -> impl Iterator<Item = &str> {
    let names = found.iter().map(|source| source.found.name.as_str());
    names.flat_map(|name| name.match_indices('/').map(|(end, _)| &name[..end]))
}

/// Returns the athlete file that an entry names. Without one, returns those in the entry's folders.
fn athlete_files(root: &Path, entry: &RosterEntry) -> Vec<PathBuf> {
    if let Some(file) = &entry.file {
        return vec![root.join(&file.path)];
    }
    let beside = |folder: &PathAt| root.join(&folder.path).join(ATHLETE_FILE);
    entry.folders.iter().map(beside).filter(|file| file.is_file()).collect()
}

impl AthleteFiles {
    fn set_file(&mut self, athlete: Athlete, file: PathBuf) -> Result<(), ConfigError> {
        if let Some(before) = &self.file {
            // The path of the plan makes no difference, because the plans were read.
            let without_path =
                |athlete: &Athlete| athlete.clone().with(|athlete| athlete.plan.clear());
            if without_path(&self.athlete) == without_path(&athlete) {
                return Ok(());
            }
            let message = format!(
                "it contradicts {} (both describe the athlete {:?}); keep one of the two (heart \
                 rates that change have a [[heart_rate]] each, with its `from`)",
                shown_path(before),
                self.athlete.name
            );
            return Err(ConfigError::new(&file, message));
        }
        (self.athlete, self.file) = (athlete, Some(file));
        Ok(())
    }
}

/// Returns the highest folder above a file that contains no owner's folder. If there is none,
/// returns the file's own folder; [`None`] for a file directly in the root.
///
/// `above` has all folders that contain an owner's folder.
fn unnamed_folder<'a>(file: &'a Path, above: &HashSet<&Path>) -> Option<&'a Path> {
    let own = file.parent().filter(|own| !own.as_os_str().is_empty())?;
    let is_free = |folder: &&Path| !folder.as_os_str().is_empty() && !above.contains(folder);
    own.ancestors().take_while(is_free).last().or(Some(own))
}
