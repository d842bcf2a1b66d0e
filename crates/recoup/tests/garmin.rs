//! The export of a Garmin account: the lists beside the files give names, ratings and resting heart
//! rates.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test, as tests do")]

use recoup::{
    Assessment, Athlete, BatchOptions, FileRecord, FileStatus, FoundFile, Intent, Kind, Policy,
    ReadOptions, Verdict,
};
use recoup_testkit::export::garmin::{
    ATHLETE, Summary, account_of, daily_values, list_path, summarized_activities,
};
use recoup_testkit::export::{Export, Nested};
use recoup_testkit::{Run, runs};
use std::fs;
use std::path::{Path, PathBuf};

const DAILY: &str = "DI_CONNECT/DI-Connect-Aggregator/UDSFile_2026-03-01_2026-04-05.json";

/// Three runs without a rating in their files: a recovery run, a run by the same watch a minute
/// after the end of the first, and a run with a dead strap.
fn activities() -> [Run; 3] {
    [
        runs::recovery("2026-03-02T06:30:12+01:00", 30),
        runs::recovery("2026-03-02T07:01:12+01:00", 30),
        runs::recovery("2026-03-04T07:05:33+01:00", 32).with_dead_strap(),
    ]
}

fn summaries(runs: &[Run; 3]) -> String {
    let [first, second, third] = runs;
    summarized_activities(&[
        Summary { rpe: Some(2), feel: Some(75), ..Summary::of(first, "Recovery, slowly") },
        Summary { rpe: Some(6), feel: Some(25), ..Summary::of(second, "Oslo") },
        Summary { rpe: Some(1), ..Summary::of(third, "Oslo") },
    ])
}

fn export() -> Export {
    let runs = activities();
    let days = daily_values(&[("2026-03-02", 47), ("2026-03-03", 48)]);
    account_of(&runs, &[(list_path(0), summaries(&runs)), (DAILY.to_owned(), days)])
}

fn records(path: &Path) -> Vec<FileRecord> {
    let athlete = Athlete::with_max_hr(190.0);
    let (reading, options) = (ReadOptions::new(), BatchOptions::new());
    recoup::assess_paths(&[path.to_owned()], &athlete, &reading, &options).unwrap()
}

fn runs_in(records: &[FileRecord]) -> Vec<&Assessment> {
    let mut runs: Vec<&Assessment> = records.iter().flat_map(|record| &record.runs).collect();
    runs.sort_by_key(|run| run.start_ms);
    runs
}

fn written(folder: &Path, export: &Export, nested: Option<Nested>) -> PathBuf {
    let path = folder.join(if nested.is_some() { "export" } else { "export.zip" });
    match nested {
        Some(nested) => export.write_to(&path, nested).unwrap(),
        None => fs::write(&path, export.pack()).unwrap(),
    }
    path
}

#[test]
fn names_ratings_and_resting_heart_rates() {
    for nested in [None, Some(Nested::Packed), Some(Nested::Unpacked)] {
        let folder = tempfile::tempdir().unwrap();
        let records = records(&written(folder.path(), &export(), nested));
        let [first, second, third] = runs_in(&records)[..] else { panic!("three runs") };
        assert_eq!(first.labels.title.as_deref(), Some("Recovery, slowly"));
        assert_eq!((first.rpe, first.feel), (Some(2.0), Some(75.0)));
        assert_eq!(
            (first.classified.kind, first.classified.intent),
            (Kind::Recovery, Intent::Named)
        );
        let list = "(address)_0_summarizedActivities.json";
        assert_eq!(
            first.classified.reason,
            format!("the title in {list} holds \u{201c}recovery\u{201d}")
        );
        assert_eq!(first.verdict, Verdict::Recovery);
        // Rated 6: it felt hard, although its heart rate was low.
        assert_eq!((second.rpe, second.verdict), (Some(6.0), Verdict::NotRecovery));
        assert_eq!(second.criteria.effort_felt.measured, format!("rated 6 of 10 in {list}"));
        // The strap was dead, so the rating decides.
        assert_eq!((third.rpe, third.verdict), (Some(1.0), Verdict::Recovery));
        assert_eq!(third.basis.as_str(), "rpe");
        assert_eq!(third.listed.as_ref().unwrap().file, list);
        // The profile of the watch has another value, and no day of the export is 4 March.
        assert_eq!((first.resting_bpm, first.is_resting_measured), (Some(47.0), true));
        assert!(!third.is_resting_measured);
        assert_eq!(third.measured_resting_bpm(), None);
        let row = |part: &str| records.iter().find(|record| record.file.contains(part)).unwrap();
        assert_eq!(
            row("summarizedActivities").detail(),
            "Garmin's list of activities: 3 listed, 3 with a rating"
        );
        assert_eq!(row("UDSFile").detail(), "Garmin's resting heart rates of 2 days");
        assert_eq!(row("summarizedActivities").status, FileStatus::Skipped);
    }
}

/// Without the list, or with a damaged list, every run is read as before.
#[test]
fn a_missing_or_damaged_list_costs_no_run() {
    let runs = activities();
    let list = summaries(&runs);
    let second = list.match_indices("{\"activityId\"").nth(1).unwrap().0;
    let others = |text: &str| account_of(&runs, &[(list_path(0), text.to_owned())]);
    for (export, rated) in [
        (account_of(&runs, &[]), 0),
        (others(&list[..second + 50]), 1),
        (others(""), 0),
        (others("[{\"summarizedActivitiesExport\":"), 0),
        (others("\u{0}\u{1}"), 0),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let records = records(&written(folder.path(), &export, None));
        let runs = runs_in(&records);
        assert_eq!(runs.len(), 3);
        assert_eq!(runs.iter().filter(|run| run.rpe.is_some()).count(), rated);
        // The row of a damaged list says where the damage is.
        let row = records.iter().find(|record| record.file.contains("summarized"));
        if let Some(row) = row.filter(|_| rated == 0) {
            let detail = row.detail();
            let is_cut = detail == "byte 31: the JSON ends too early";
            assert!(is_cut || row.status != FileStatus::Graded, "{detail}");
            assert_eq!(is_cut, row.status == FileStatus::Unreadable && row.bytes == 31);
        }
        if rated == 1 {
            let row = row.unwrap();
            assert!(row.is_partial && row.is_troubled());
            let detail = row.detail();
            assert!(
                detail.starts_with(&format!("byte {}: the JSON ends", second + 50)),
                "{detail}"
            );
        }
    }
}

/// Two accounts in one folder: each run has the rating of its own row.
#[test]
fn several_lists_of_one_account() {
    let runs = activities();
    let [first, second, third] = &runs;
    let row =
        |run, rpe| summarized_activities(&[Summary { rpe: Some(rpe), ..Summary::of(run, "a") }]);
    let lists = [
        (list_path(0), row(first, 2)),
        (list_path(1001), row(second, 3)),
        (list_path(2002), row(third, 4)),
    ];
    let folder = tempfile::tempdir().unwrap();
    let records = records(&written(folder.path(), &account_of(&runs, &lists), None));
    let ratings: Vec<Option<f64>> = runs_in(&records).iter().map(|run| run.rpe).collect();
    assert_eq!(ratings, [Some(2.0), Some(3.0), Some(4.0)]);
}

/// `measure_files` of the archive and the cache give the same as a batch.
#[cfg(feature = "cache")]
#[test]
fn in_two_steps_and_with_a_cache() {
    let folder = tempfile::tempdir().unwrap();
    let zip = written(folder.path(), &export(), None);
    let whole = records(&zip);
    let athlete = Athlete::with_max_hr(190.0);
    let (reading, options) = (ReadOptions::new(), BatchOptions::new());
    let file = FoundFile::new(&zip, "export.zip");
    let files = recoup::measure_files(file, &Policy::default(), &reading, &options);
    let stepped = recoup::finish(files, &athlete).unwrap();
    let told = |records: &[FileRecord]| -> Vec<_> {
        let of = |run: &&Assessment| (run.rpe, run.classified.reason.clone(), run.resting_bpm);
        runs_in(records).iter().map(of).collect()
    };
    assert_eq!(told(&stepped), told(&whole));

    let cache = recoup::Cache::open(&folder.path().join("cache")).unwrap();
    let reading = ReadOptions::new().cache(&cache);
    let assess = || {
        let paths = [zip.clone()];
        recoup::assess_paths(&paths, &athlete, &reading, &options).unwrap()
    };
    assert_eq!(assess(), whole);
    std::thread::sleep(std::time::Duration::from_millis(70));
    assert_eq!(assess(), whole);
    assert_eq!(assess(), whole);
    // Another rating in the list changes the result.
    let runs = activities();
    let list = summaries(&runs).replace("\"workoutRpe\":20", "\"workoutRpe\":50");
    fs::write(&zip, account_of(&runs, &[(list_path(0), list)]).pack()).unwrap();
    let changed = assess();
    assert_eq!(runs_in(&changed)[0].rpe, Some(5.0));
}

/// An e-mail address in the name of a list is shown only if the caller asks for it.
#[test]
fn addresses_in_the_name_of_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let zip = written(folder.path(), &export(), None);
    let athlete = Athlete::with_max_hr(190.0);
    let reading = ReadOptions::new().keep_addresses(true);
    let records = recoup::assess_paths(&[zip], &athlete, &reading, &BatchOptions::new()).unwrap();
    let list = &runs_in(&records)[0].listed.as_ref().unwrap().file;
    assert_eq!(*list, format!("{ATHLETE}_0_summarizedActivities.json"));
}

/// Two accounts in one folder: each run has the row of its own account.
#[test]
fn lists_of_two_accounts() {
    let folder = tempfile::tempdir().unwrap();
    let run = runs::recovery("2026-03-02T06:30:12+01:00", 30);
    let other = runs::recovery("2026-03-05T06:30:12+01:00", 30);
    for (name, rpe) in [("anna", 2), ("ben", 9)] {
        let rows = [&run, &other].map(|run| Summary { rpe: Some(rpe), ..Summary::of(run, name) });
        let list = (format!("{name}_0_summarizedActivities.json"), summarized_activities(&rows));
        let path = folder.path().join(name);
        account_of(&[], &[list]).write_to(&path, Nested::Unpacked).unwrap();
    }
    fs::write(folder.path().join("anna/r.fit"), recoup_testkit::fit::encode(&run)).unwrap();
    // Both lists are equally near, and contradict each other.
    fs::write(folder.path().join("r.fit"), recoup_testkit::fit::encode(&other)).unwrap();
    let records = records(folder.path());
    let [own, unclear] = runs_in(&records)[..] else { panic!("two runs") };
    assert_eq!((own.labels.title.as_deref(), own.rpe), (Some("anna"), Some(2.0)));
    assert_eq!((unclear.rpe, &unclear.listed), (None, &None));
}

/// The folder with all runs of a file in an unpacked export is the folder of the export.
#[test]
fn a_single_file_of_an_unpacked_export() {
    let folder = tempfile::tempdir().unwrap();
    let root = written(folder.path(), &export(), Some(Nested::Unpacked));
    let part = root.join("DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1");
    let file = fs::read_dir(part).unwrap().next().unwrap().unwrap().path();
    assert_eq!(recoup::athlete_root(&file), Some(root));
    let reading = ReadOptions::new();
    let mut locator = recoup::Locator::new(&reading);
    let found = locator.locate(&file).unwrap();
    let activities = locator.read(&found[0]).unwrap().activities;
    assert!(activities[0].rpe.is_some() && activities[0].listed.is_some());
}
