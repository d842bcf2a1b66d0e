//! The cache returns results for unchanged files only.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup::{
    Athlete, BatchOptions, Cache, FileRecord, HeartRateSetting, Limits, ReadOptions, assess_paths,
};
use recoup_testkit::export::{Nested, garmin, strava};
use recoup_testkit::{Seeded, fit, runs};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A folder of files that did not change recently, and an empty folder for the cache.
struct Folders {
    _temporary: tempfile::TempDir,
    files: PathBuf,
    cache: PathBuf,
}

impl Folders {
    fn of(fill: impl FnOnce(&Path)) -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let [files, cache] = ["files", "cache"].map(|name| temporary.path().join(name));
        fs::create_dir(&files).unwrap();
        fill(&files);
        age(&files);
        settle();
        Self { _temporary: temporary, files, cache }
    }

    fn of_exports() -> Self {
        Self::of(|folder| {
            strava::export().write_to(&folder.join("strava"), Nested::Packed).unwrap();
            fs::write(folder.join("garmin.zip"), garmin::account(20).pack()).unwrap();
        })
    }

    fn assess(&self, athlete: &Athlete) -> (Vec<FileRecord>, usize) {
        let Ok(cache) = Cache::open(&self.cache) else { return (self.assess_without(athlete), 0) };
        let reading = ReadOptions::new().cache(&cache);
        let options = BatchOptions::new();
        let records =
            assess_paths(std::slice::from_ref(&self.files), athlete, &reading, &options).unwrap();
        (records, cache.found())
    }

    fn assess_without(&self, athlete: &Athlete) -> Vec<FileRecord> {
        let (reading, options) = (ReadOptions::new(), BatchOptions::new());
        assess_paths(std::slice::from_ref(&self.files), athlete, &reading, &options).unwrap()
    }

    fn database(&self) -> PathBuf {
        self.cache.join("assessments.sqlite")
    }
}

/// Sets the times of modification of all files in a folder to an hour ago.
fn age(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            age(&entry);
        } else {
            set_modified(&entry, SystemTime::now() - Duration::from_hours(1));
        }
    }
}

/// Waits until the files count as unchanged. Their time of change cannot be set.
fn settle() {
    std::thread::sleep(Duration::from_millis(70));
}

fn set_modified(path: &Path, time: SystemTime) {
    File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}

/// Returns an athlete without settings, so that other runs determine the maximum heart rate.
fn unknown() -> Athlete {
    Athlete::default()
}

#[test]
fn an_unchanged_folder_comes_to_the_same() {
    let folders = Folders::of_exports();
    // Archives, which are listed each time, and lists of activities do not count.
    let is_aside = |record: &FileRecord| {
        record.format == "zip" || record.detail().contains("'s list of activities")
    };
    for (turn, athlete) in [Athlete::with_max_hr(190.0), unknown()].iter().enumerate() {
        let (first, found) = folders.assess(athlete);
        assert_eq!(first, folders.assess_without(athlete));
        let count = |is_known: &dyn Fn(&FileRecord) -> bool| {
            first.iter().filter(|record| !is_aside(record) && is_known(record)).count()
        };
        // A file without a run has the same record for all athletes.
        assert_eq!(found, count(&|record| turn > 0 && record.sessions == 0));
        let (second, found) = folders.assess(athlete);
        assert_eq!(second, first);
        assert_eq!(found, count(&|_| true));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_unchanged_file_is_not_opened() {
    use recoup_testkit::opened::OpenedFiles;

    let folders = Folders::of_exports();
    let athlete = unknown();
    let (first, _) = folders.assess(&athlete);
    let mut opened = OpenedFiles::watch(&folders.files).unwrap();
    assert_eq!(folders.assess(&athlete).0, first);
    assert!(opened.names().unwrap().is_empty());
    folders.assess_without(&athlete);
    assert!(opened.names().unwrap().contains("garmin.zip"), "the watch sees what is opened");
}

/// Editors and backup programs can keep size, inode and time of modification.
#[cfg(unix)]
#[test]
fn a_file_that_changed_in_place_is_seen() {
    let folders = Folders::of_exports();
    let athlete = unknown();
    let (first, _) = folders.assess(&athlete);
    for path in ["garmin.zip", "strava/activities.csv", "strava/activities/18611200101.fit.gz"] {
        let path = folders.files.join(path);
        let (bytes, metadata) = (fs::read(&path).unwrap(), fs::metadata(&path).unwrap());
        fs::write(&path, vec![0; bytes.len()]).unwrap();
        set_modified(&path, metadata.modified().unwrap());
        settle();
        let (changed, _) = folders.assess(&athlete);
        assert_eq!(changed, folders.assess_without(&athlete), "{}", path.display());
        assert_ne!(changed, first, "{}", path.display());
        fs::write(&path, bytes).unwrap();
        set_modified(&path, metadata.modified().unwrap());
        settle();
        assert_eq!(folders.assess(&athlete).0, first);
    }
}

#[cfg(unix)]
#[test]
fn the_database_is_its_owners() {
    use std::os::unix::fs::PermissionsExt;

    let folders = Folders::of_exports();
    // The folder exists, and everybody may read it.
    fs::create_dir(&folders.cache).unwrap();
    fs::set_permissions(&folders.cache, fs::Permissions::from_mode(0o755)).unwrap();
    folders.assess(&unknown());
    let mode = || fs::metadata(folders.database()).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    // The mode of an earlier version is corrected.
    fs::set_permissions(folders.database(), fs::Permissions::from_mode(0o644)).unwrap();
    folders.assess(&unknown());
    assert_eq!(mode(), 0o600);
}

#[test]
fn what_changed_is_read_again() {
    let run = |minutes| fit::encode(&runs::recovery("2026-03-02T06:30:12+01:00", minutes));
    let folders = Folders::of(|folder| {
        fs::write(folder.join("a.fit"), run(30)).unwrap();
        fs::write(folder.join("b.txt"), "a note").unwrap();
    });
    let athlete = Athlete::with_max_hr(190.0);
    let timer_min = |records: &[FileRecord]| records[0].runs[0].timer_ms / 60_000;
    assert_eq!(timer_min(&folders.assess(&athlete).0), 30);
    fs::write(folders.files.join("a.fit"), run(40)).unwrap();
    settle();
    let (records, found) = folders.assess(&athlete);
    assert_eq!((timer_min(&records), found), (40, 1), "the note is known");
    // A moved file is found in the cache by its content.
    fs::rename(folders.files.join("a.fit"), folders.files.join("2026-03-02.fit")).unwrap();
    let (records, found) = folders.assess(&athlete);
    assert_eq!((&*records[0].file, found), ("2026-03-02.fit", 2));
}

#[test]
fn other_settings_find_nothing_of_these() {
    let folders = Folders::of(|folder| {
        let run = runs::steady("2026-03-02T06:30:12+01:00", 30, 140);
        fs::write(folder.join("a.fit"), fit::encode(&run)).unwrap();
    });
    let zoned = |time_zone: &str| {
        Athlete::with_max_hr(190.0).with(|athlete| athlete.time_zone = Some(time_zone.to_owned()))
    };
    let mut strict = Athlete::with_max_hr(190.0);
    strict.policy.duration_pass_max_min = 25.0;
    let resting = HeartRateSetting::default().with(|setting| setting.resting_bpm = Some(50.0));
    let mut rested = Athlete::with_max_hr(190.0);
    rested.heart_rate.push(resting);
    let athletes = [
        Athlete::with_max_hr(190.0),
        Athlete::with_max_hr(210.0),
        zoned("Asia/Tokyo"),
        strict,
        rested,
    ];
    for athlete in &athletes {
        let (records, found) = folders.assess(athlete);
        assert_eq!((&records, found), (&folders.assess_without(athlete), 0));
    }
    // The name and the plan are applied after the cache.
    let named = Athlete::with_max_hr(190.0).with(|athlete| athlete.name = "Kari".into());
    let (records, found) = folders.assess(&named);
    assert_eq!((&*records[0].athlete, found), ("Kari", 1));
}

#[test]
fn other_limits_find_nothing_of_these() {
    let folders = Folders::of_exports();
    let athlete = unknown();
    folders.assess(&athlete);
    let limits = Limits::default().with_archive_depth(1);
    let cache = Cache::open(&folders.cache).unwrap();
    let assess = |cache| {
        let reading = ReadOptions::new().cache(cache).limits(limits);
        let paths = std::slice::from_ref(&folders.files);
        assess_paths(paths, &athlete, &reading, &BatchOptions::new()).unwrap()
    };
    assert_eq!(assess(Some(&cache)), assess(None));
    assert_eq!(cache.found(), 0);
}

#[test]
fn what_a_list_says_counts_anew() {
    let folders = Folders::of(|folder| {
        strava::export().write_to(folder, Nested::Packed).unwrap();
    });
    let athlete = Athlete::with_max_hr(190.0);
    let (before, _) = folders.assess(&athlete);
    let list = folders.files.join("activities.csv");
    let titles = |records: &[FileRecord]| -> Vec<Option<String>> {
        records.iter().flat_map(|record| &record.runs).map(|run| run.labels.title.clone()).collect()
    };
    let title = titles(&before).into_iter().flatten().next().unwrap();
    let text = fs::read_to_string(&list).unwrap().replace(&title, "Something Else");
    fs::write(&list, text).unwrap();
    let (after, _) = folders.assess(&athlete);
    assert_eq!(titles(&after), titles(&folders.assess_without(&athlete)));
    assert!(titles(&after).contains(&Some("Something Else".to_owned())));
}

#[test]
fn a_damaged_cache_is_not_believed() {
    let folders = Folders::of_exports();
    let athlete = unknown();
    let (first, _) = folders.assess(&athlete);
    let whole = fs::read(folders.database()).unwrap();
    let mut random = Seeded::new(7);
    for turn in 0..40 {
        let mut bytes = whole.clone();
        match turn % 4 {
            0 => bytes.truncate(random.below(whole.len())),
            1 => {
                for _ in 0..=random.below(200) {
                    let at = random.below(bytes.len());
                    bytes[at] ^= 1 << random.below(8);
                }
            }
            2 => {
                let at = random.below(bytes.len() - 8192);
                bytes[at..at + 8192].fill(random.below(256) as u8);
            }
            _ => {
                let [from, to] = [0; 2].map(|_| random.below(bytes.len() / 4096) * 4096);
                bytes.copy_within(from..from + 4096, to);
            }
        }
        fs::write(folders.database(), &bytes).unwrap();
        assert_eq!(folders.assess(&athlete).0, first, "turn {turn}");
    }
    // A damaged database of recoup is replaced, and the new one works.
    fs::write(folders.database(), &whole[..5000]).unwrap();
    assert_eq!(folders.assess(&athlete).1, 0);
    assert!(folders.assess(&athlete).1 > 20);
}

#[test]
fn another_programs_file_is_left_as_it_is() {
    let folders = Folders::of_exports();
    fs::create_dir_all(&folders.cache).unwrap();
    let other = rusqlite::Connection::open(folders.database()).unwrap();
    other.execute_batch("CREATE TABLE photos (name TEXT)").unwrap();
    drop(other);
    let before = fs::read(folders.database()).unwrap();
    let error = Cache::open(&folders.cache).unwrap_err().to_string();
    assert!(error.ends_with("is not a recoup cache; it was left untouched"), "{error}");
    assert!(fs::read(folders.database()).unwrap() == before);
    fs::write(folders.database(), "my precious notes").unwrap();
    assert!(Cache::open(&folders.cache).is_err());
    assert_eq!(fs::read_to_string(folders.database()).unwrap(), "my precious notes");
    // A folder that cannot be created is an error, too.
    let blocked = folders.database().join("below");
    assert!(Cache::open(&blocked).is_err());
}

#[test]
fn a_cache_in_the_folder_is_not_searched() {
    let mut folders = Folders::of_exports();
    let athlete = unknown();
    let (expected, _) = folders.assess(&athlete);
    folders.cache = folders.files.join("cache");
    for _ in 0..2 {
        assert_eq!(folders.assess(&athlete).0, expected);
    }
}

#[test]
fn two_at_once_use_one_cache() {
    let folders = Folders::of_exports();
    let athlete = unknown();
    let expected = folders.assess_without(&athlete);
    let threads = std::thread::scope(|scope| {
        let started: Vec<_> = (0..4).map(|_| scope.spawn(|| folders.assess(&athlete).0)).collect();
        started.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(threads.iter().all(|records| *records == expected));
    assert!(folders.assess(&athlete).1 > 20);
}
