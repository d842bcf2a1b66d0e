//! Several athletes in one tree: each file has one owner, and athletes do not influence each other.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup::{
    Athlete, AthleteFiles, BatchOptions, FileRecord, FileStatus, MaxSource, ReadOptions, Roster,
    RosterOptions, Verdict,
};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use tempfile::TempDir;

/// Recovery run that is never above 135 bpm. Its watch has a maximum of 190.
const GENTLE: &str = "activities/2026-03-02-063012.fit";
/// Recovery run at 126 bpm as GPX, which holds no maximum.
const GENTLE_GPX: &str = "strava/activities/13801447720.gpx";
/// Run with three surges to 157 bpm.
const HILLY: &str = "activities/2026-03-15-100000.fit";

/// Creates a tree of runs from `testdata/`, and of other files with given contents.
fn tree(runs: &[(&str, &str)], files: &[(&str, &str)]) -> TempDir {
    let tree = tempfile::tempdir().unwrap();
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let make = |name: &str| {
        let path = tree.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    };
    for (name, run) in runs {
        fs::copy(testdata.join(run), make(name)).unwrap();
    }
    for (name, content) in files {
        fs::write(make(name), content).unwrap();
    }
    tree
}

fn from_folders() -> RosterOptions<'static> {
    RosterOptions::default().from_folders(true)
}

fn roster(paths: &[&TempDir], options: &RosterOptions<'_>) -> Roster {
    let paths: Vec<PathBuf> = paths.iter().map(|path| path.path().to_owned()).collect();
    Roster::new(&paths, &ReadOptions::new(), options).unwrap()
}

/// Returns the error message without the path of the tree.
fn error(tree: &TempDir, options: &RosterOptions<'_>) -> String {
    let error = Roster::new(&[tree.path().to_owned()], &ReadOptions::new(), options).unwrap_err();
    error.to_string().replace(&format!("{}/", tree.path().display()), "")
}

/// Returns the names of the athletes with the files of each.
fn whose(roster: &Roster) -> Vec<(&str, Vec<&str>)> {
    let mut whose = Vec::new();
    for AthleteFiles { athlete, files, .. } in &roster.athletes {
        whose.push((&*athlete.name, files.iter().map(|file| &*file.found().name).collect()));
    }
    whose
}

fn assess(roster: &Roster) -> Vec<FileRecord> {
    roster.assess(&ReadOptions::new(), &BatchOptions::new())
}

#[test]
fn without_a_list_all_files_are_one_athletes() {
    let tree = tree(&[("kari/a.fit", GENTLE), ("per/a.fit", GENTLE)], &[("kari/athlete.toml", "")]);
    let base = Athlete::with_max_hr(190.0).with(|athlete| athlete.name = "Ola".into());
    let roster = roster(&[&tree], &RosterOptions::new(base.clone()));
    assert_eq!(whose(&roster), [("Ola", vec!["kari/a.fit", "kari/athlete.toml", "per/a.fit"])]);
    assert!(roster.unassigned.is_empty() && roster.athletes[0].folders.is_empty());
    let paths = [tree.path().to_owned()];
    let options = BatchOptions::new();
    let at_once = recoup::assess_paths(&paths, &base, &ReadOptions::new(), &options).unwrap();
    assert_eq!(assess(&roster), at_once);
    assert_eq!(at_once[2].status, FileStatus::Duplicate);
}

#[test]
fn the_same_run_of_two_athletes_is_two_runs() {
    let tree = tree(
        &[("kari/run.fit", GENTLE), ("per/run.fit", GENTLE), ("per/copy.fit", GENTLE)],
        &[("notes.txt", "the club's")],
    );
    let roster = roster(&[&tree], &from_folders());
    assert_eq!(
        whose(&roster),
        [
            ("", vec!["notes.txt"]),
            ("kari", vec!["kari/run.fit"]),
            ("per", vec!["per/copy.fit", "per/run.fit"])
        ]
    );
    let records = assess(&roster);
    let became: Vec<_> = records
        .iter()
        .map(|record| (&*record.athlete, &*record.file, record.status, &record.duplicate_of))
        .collect();
    let copy = Some("per/copy.fit".to_owned());
    assert_eq!(
        became,
        [
            ("", "notes.txt", FileStatus::Skipped, &None),
            ("kari", "kari/run.fit", FileStatus::Graded, &None),
            ("per", "per/copy.fit", FileStatus::Graded, &None),
            ("per", "per/run.fit", FileStatus::Duplicate, &copy),
        ]
    );
}

#[test]
fn each_athlete_is_judged_by_their_own_file() {
    // 73 % of 215 is 156.9 and of 190 138.7; the run's surges reach 157.
    let tree = tree(
        &[("kari/run.fit", HILLY), ("per/run.fit", HILLY), ("ola/run.fit", HILLY)],
        &[
            ("kari/athlete.toml", "name = 'Kari Moe'\n[[heart_rate]]\nmax_bpm = 215\n"),
            ("per/athlete.toml", "plan = 'spring.csv'\n[[heart_rate]]\nmax_bpm = 180\n"),
            ("per/spring.csv", "date,type\n2026-03-15,recovery\n"),
        ],
    );
    let base = Athlete::with_max_hr(185.0).with(|athlete| athlete.name = "Coach".into());
    let runs = |options: &RosterOptions<'_>| -> Vec<_> {
        let of = |record: &FileRecord| {
            let name = record.athlete.clone();
            record.runs.first().map(|run| (name, run.max_bpm.unwrap(), run.verdict))
        };
        assess(&roster(&[&tree], options)).iter().filter_map(of).collect()
    };
    let options = RosterOptions::new(base).from_folders(true);
    let expected = [
        ("Kari Moe".to_owned(), 215.0, Verdict::Recovery),
        ("ola".to_owned(), 185.0, Verdict::NotRecovery),
        ("per".to_owned(), 180.0, Verdict::NotRecovery),
    ];
    assert_eq!(runs(&options), expected);
    let set_max = |athlete: &mut Athlete| athlete.set_max_hr(200.0);
    let options = options.adjust(&set_max);
    let maxima: Vec<f64> = runs(&options).iter().map(|&(_, max_bpm, _)| max_bpm).collect();
    assert_eq!(maxima, [200.0, 185.0, 200.0], "the base is taken as it is");

    let records = assess(&roster(&[&tree], &options));
    let of_per = records.iter().filter(|record| record.athlete == "per");
    let reasons: Vec<&str> =
        of_per.flat_map(|record| &record.runs).map(|run| &*run.classified.reason).collect();
    assert_eq!(reasons, ["planned for 2026-03-15 in spring.csv"]);
}

/// Two runs confirm the highest heart rate of another run of the same athlete, never of another
/// athlete.
#[test]
fn the_history_is_each_athletes_own() {
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let next_week = fs::read_to_string(testdata.join(GENTLE_GPX)).unwrap();
    let [next_week, last] =
        ["2026-04-02T", "2026-04-09T"].map(|day| next_week.replace("2026-03-26T", day));
    let sources = |name: &str| -> Vec<MaxSource> {
        let others = [(name, &*next_week), ("kari/last.gpx", &last)];
        let tree = tree(&[("kari/run.gpx", GENTLE_GPX)], &others);
        let records = assess(&roster(&[&tree], &from_folders()));
        records.iter().flat_map(|record| &record.runs).map(|run| run.max_source).collect()
    };
    assert_eq!(sources("kari/later.gpx"), [MaxSource::History; 3]);
    assert_eq!(sources("per/later.gpx"), [MaxSource::None; 3]);
}

const CLUB: &str = "[[athlete]]\nname = 'Kari'\nfolders = ['kari-garmin', 'old/kari']\n\
                    file = 'kari.toml'\n\n[[athlete]]\nfolders = ['old/per']\n";

fn club(list: &str) -> TempDir {
    tree(
        &[
            ("kari-garmin/a.fit", GENTLE),
            ("old/kari/2026/a.fit", GENTLE),
            ("old/per/a.fit", GENTLE),
            ("old/per/b.fit", HILLY),
            ("old/ola/x/a.fit", GENTLE),
            ("old/b.fit", HILLY),
            ("new/ola/a.fit", HILLY),
        ],
        &[
            ("recoup.toml", list),
            ("kari.toml", "name = 'K.'\n[[heart_rate]]\nmax_bpm = 188\n"),
            ("old/per/athlete.toml", "name = 'Per'"),
        ],
    )
}

#[test]
fn a_list_gives_folders_to_athletes() {
    let tree = club(CLUB);
    let roster = roster(&[&tree], &RosterOptions::default());
    let nobodys = vec!["kari.toml", "new/ola/a.fit", "old/b.fit", "old/ola/x/a.fit", "recoup.toml"];
    assert_eq!(
        whose(&roster),
        [
            ("", nobodys),
            ("Kari", vec!["kari-garmin/a.fit", "old/kari/2026/a.fit"]),
            ("Per", vec!["old/per/a.fit", "old/per/athlete.toml", "old/per/b.fit"]),
        ]
    );
    let folders = |names: &[&str]| names.iter().map(|name| tree.path().join(name)).collect();
    let unassigned: Vec<PathBuf> = folders(&["new", "old", "old/ola"]);
    assert_eq!(roster.unassigned, unassigned);
    let kari = &roster.athletes[1];
    assert_eq!(kari.folders, folders(&["kari-garmin", "old/kari"]) as Vec<PathBuf>);
    assert_eq!(kari.file, Some(tree.path().join("kari.toml")));
    assert_eq!(kari.athlete.heart_rate[0].max_bpm, Some(188.0));
    // Two folders of one athlete: the copy is recognized.
    let records = assess(&roster);
    let of = |file: &str| records.iter().find(|record| record.file == file).unwrap();
    assert_eq!(of("old/kari/2026/a.fit").duplicate_of.as_deref(), Some("kari-garmin/a.fit"));
    assert_eq!(of("old/per/a.fit").status, FileStatus::Graded);
}

#[test]
fn the_longest_folder_counts_and_other_folders_are_athletes_if_asked() {
    let list = "[[athlete]]\nname = 'Coach'\nfolders = ['.']\n[[athlete]]\nname = 'Old'\n\
                folders = ['old']\n[[athlete]]\nname = 'Ola'\nfolders = ['old/ola']\n";
    let tree = club(list);
    let old = vec!["old/b.fit", "old/kari/2026/a.fit", "old/per/a.fit", "old/per/athlete.toml"];
    let old = [old, vec!["old/per/b.fit"]].concat();
    let roster_of = |options: &RosterOptions<'_>| roster(&[&tree], options);
    let roots = vec!["kari-garmin/a.fit", "kari.toml", "new/ola/a.fit", "recoup.toml"];
    let ola = ("Ola", vec!["old/ola/x/a.fit"]);
    assert_eq!(
        whose(&roster_of(&RosterOptions::default())),
        [("Coach", roots), ola.clone(), ("Old", old.clone())]
    );
    assert_eq!(
        whose(&roster_of(&from_folders())),
        [
            ("Coach", vec!["kari.toml", "recoup.toml"]),
            ola,
            ("Old", old),
            ("kari-garmin", vec!["kari-garmin/a.fit"]),
            ("new", vec!["new/ola/a.fit"]),
        ]
    );
}

#[test]
fn a_folder_below_two_paths_is_one_athlete() {
    let setting = "[[heart_rate]]\nmax_bpm = 188\n";
    let tree = tree(
        &[("2025/kari/b.fit", GENTLE), ("2026/kari/a.fit", GENTLE), ("2026/per/a.fit", HILLY)],
        &[("2025/kari/athlete.toml", setting), ("2026/kari/athlete.toml", setting)],
    );
    let paths = ["2025", "2026"].map(|year| tree.path().join(year));
    // Names include the path, because two files are called kari/athlete.toml.
    let both = Roster::new(&paths, &ReadOptions::new(), &from_folders()).unwrap();
    let kari = vec![
        "2025/kari/athlete.toml",
        "2025/kari/b.fit",
        "2026/kari/a.fit",
        "2026/kari/athlete.toml",
    ];
    assert_eq!(whose(&both), [("kari", kari), ("per", vec!["2026/per/a.fit"])]);
    assert_eq!(assess(&both)[2].duplicate_of.as_deref(), Some("2025/kari/b.fit"));

    fs::write(paths[0].join("kari/athlete.toml"), "[[heart_rate]]\nmax_bpm = 189\n").unwrap();
    let error = Roster::new(&paths, &ReadOptions::new(), &from_folders()).unwrap_err();
    assert_eq!(error.path(), paths[1].join("kari/athlete.toml"));
    assert!(error.to_string().contains("(both describe the athlete"));
}

/// A path below another is searched with that one, and no file belongs to two athletes.
#[test]
fn paths_that_overlap() {
    let tree = tree(&[("kari/a.fit", GENTLE), ("per/a.fit", HILLY)], &[]);
    let paths = [tree.path().join("kari"), tree.path().to_owned(), tree.path().join(".")];
    let roster = Roster::new(&paths, &ReadOptions::new(), &from_folders()).unwrap();
    assert_eq!(whose(&roster), [("kari", vec!["kari/a.fit"]), ("per", vec!["per/a.fit"])]);
}

#[test]
fn what_makes_no_athlete_is_said() {
    let setting = ("kari/athlete.toml", "name = 'Kari'\n");
    let tree = tree(&[("kari/a.fit", GENTLE)], &[setting, ("kari/club/recoup.toml", "")]);
    let kari = tree.path().join("kari");
    let error = Roster::new(std::slice::from_ref(&kari), &ReadOptions::new(), &from_folders());
    // The club's list is in a folder below, and this folder is taken for an athlete …
    assert_eq!(whose(&error.unwrap()).len(), 2);
    fs::remove_dir_all(kari.join("club")).unwrap();
    // … and without the list, there is no such athlete.
    let error =
        Roster::new(std::slice::from_ref(&kari), &ReadOptions::new(), &from_folders()).unwrap_err();
    assert_eq!(error.path(), kari);
    assert!(error.to_string().contains("name the folder that holds the athletes' folders"));
    // Unused settings are reported.
    let roster =
        Roster::new(std::slice::from_ref(&kari), &ReadOptions::new(), &RosterOptions::default())
            .unwrap();
    assert_eq!(roster.unused, [kari.join("athlete.toml")]);
    let roster =
        Roster::new(&[tree.path().to_owned()], &ReadOptions::new(), &from_folders()).unwrap();
    assert_eq!(roster.unused, Vec::<std::path::PathBuf>::new());
}

#[test]
fn two_athletes_of_one_name_are_an_error() {
    let (kari, per) = ("name = 'Kari'\n", "name = 'per'\n");
    let tree = tree(
        &[("a/run.fit", GENTLE), ("b/run.fit", HILLY), ("per/run.fit", GENTLE)],
        &[("a/athlete.toml", kari), ("b/athlete.toml", kari)],
    );
    let said = error(&tree, &from_folders());
    assert_eq!(
        said,
        "b: the athlete of this folder and the athlete of a have the same name, \"Kari\"; set \
         another `name` in one athlete file, or, if they are one athlete, list both folders in one \
         [[athlete]] of recoup.toml"
    );
    fs::write(tree.path().join("a/athlete.toml"), per).unwrap();
    assert!(error(&tree, &from_folders()).starts_with("per: the athlete of this folder and the"));
    // The remedy in the message: one [[athlete]] for both folders.
    let list = "[[athlete]]\nname = 'Per'\nfolders = ['a', 'per']\n";
    fs::write(tree.path().join("recoup.toml"), list).unwrap();
    let names: Vec<String> = roster(&[&tree], &from_folders())
        .athletes
        .into_iter()
        .map(|one| one.athlete.name)
        .collect();
    assert_eq!(names, ["", "Kari", "Per"]);
    // The athlete of the options counts as an athlete, too.
    let base = Athlete::default().with(|athlete| athlete.name = "Per".into());
    let said = error(&tree, &RosterOptions::new(base));
    assert!(said.starts_with("a: the athlete of this folder and the default athlete"), "{said}");
}

#[test]
fn what_is_wrong_with_a_list_is_said_with_file_and_line() {
    for (list, message) in [
        (
            "[[athlete]]\nname = 'Kari'\nfolders = [\n  'kari-garmin',\n  'old/kary',\n]\n",
            "recoup.toml: line 5: there is no folder `old/kary`; did you mean old/kari?",
        ),
        (
            "[[athlete]]\nname = 'Kari'\nfolders = ['kari.toml']\n",
            "recoup.toml: line 3: there is no folder `kari.toml`",
        ),
        (
            "[[athlete]]\nfile = 'kary.toml'\nfolders = ['kari-garmin']\n",
            "recoup.toml: line 2: there is no athlete file `kary.toml`; did you mean kari.toml?",
        ),
        (
            "\n[[athlete]]\nfolders = ['kari-garmin']\n",
            "recoup.toml: line 2: `name` is missing, and no athlete file gives it",
        ),
        (
            "[[athlete]]\nfolders = ['old/per']\n[[athlete]]\nname = 'Per'\nfolders = ['new']",
            "recoup.toml: line 3: \"Per\" is the athlete in line 1 already; folders of one \
             athlete stand in one [[athlete]], and two athletes have two names",
        ),
        (
            "[[athlete]]\nfolder = ['old/per']\n",
            "recoup.toml: line 2: unknown key `folder`; did you mean `folders`?",
        ),
        (
            "[[athlete]]\nname = 'A'\nfolders = ['old', 'old/']\n",
            "recoup.toml: line 3: the folder `old/` is given in line 3 already",
        ),
        (
            "[[athlete]]\nfile = 'recoup.toml'\nfolders = ['old']\n",
            "recoup.toml: line 1: unknown key `athlete`; did you mean `name`?",
        ),
    ] {
        assert_eq!(error(&club(list), &RosterOptions::default()), message);
    }
    let tree = club("[[athlete]]\nfolders = ['old/per']\n");
    let plan = "name = 'Per'\nplan = 'plan.csv'\n";
    fs::write(tree.path().join("old/per/athlete.toml"), plan).unwrap();
    let said = error(&tree, &RosterOptions::default());
    assert_eq!(said, "old/per/plan.csv: the plan cannot be read");
    fs::write(tree.path().join("old/per/plan.csv"), "date,type\n2.3.2026,easy\n").unwrap();
    let said = error(&tree, &RosterOptions::default());
    assert!(said.starts_with("old/per/plan.csv: line 2: \"2.3.2026\" is no date"), "{said}");
}

/// Checks some athletes with few files and one with many.
#[test]
fn the_number_of_threads_changes_nothing_and_progress_is_of_all_files() {
    let mut runs = Vec::new();
    for athlete in 0..5 {
        for run in 0..=athlete {
            runs.push((format!("{athlete}/{run}.fit"), if run == 0 { HILLY } else { GENTLE }));
        }
    }
    runs.extend((0..20).map(|run| (format!("many/{run}.fit"), GENTLE)));
    let runs: Vec<(&str, &str)> = runs.iter().map(|(name, run)| (name.as_str(), *run)).collect();
    let roster = roster(&[&tree(&runs, &[])], &from_folders());
    let seen = Mutex::new(Vec::new());
    let progress = |progress: recoup::Progress| seen.lock().unwrap().push(progress);
    let of = |threads| {
        let options = BatchOptions::new().threads(threads).progress(&progress);
        roster.assess(&ReadOptions::new(), &options)
    };
    let first = of(1);
    assert_eq!(first.len(), 15 + 20);
    let mut seen_done: Vec<_> = seen.lock().unwrap().drain(..).collect();
    seen_done.sort_unstable_by_key(|progress| progress.done);
    let seen_done = seen_done.iter().map(|progress| (progress.done, progress.total));
    assert!(seen_done.eq((1..=35).map(|done| (done, 35))));
    for threads in [2, 3, 8, 0] {
        assert_eq!(of(threads), first, "{threads} threads");
    }
}
