//! Each run has one maximum heart rate. It is the same in a batch and for a run that is graded by
//! itself with the timeline of all files.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup::analysis::history::maximum::max_timeline_of;
use recoup::analysis::run::sessions::sessions;
use recoup::{
    Athlete, BatchOptions, FileStatus, KnownHeartRates, Locator, MaxSource, Measured, ReadOptions,
};
use recoup_testkit::corpus;
use std::path::{Path, PathBuf};

/// Grades each run below a folder in both ways. Returns the number of runs, and the number of runs
/// with a maximum from other runs.
fn compare(folder: &Path) -> (usize, usize) {
    let athlete = Athlete::default();
    let (reading, options) = (ReadOptions::new(), BatchOptions::new());
    let records = recoup::assess_paths(&[folder.into()], &athlete, &reading, &options).unwrap();
    let alone = athlete.clone().with(|athlete| athlete.maxima = Some(max_timeline_of(&records)));
    let mut locator = Locator::new(&reading);
    let (mut runs, mut from_others) = (0, 0);
    for record in records.iter().filter(|record| record.status == FileStatus::Graded) {
        let found = locator.locate(&folder.join(&record.file)).unwrap();
        let contents = locator.read(found.last().unwrap()).unwrap();
        let all = sessions(&contents.activities, &athlete.policy);
        for run in &record.runs {
            let activity = all.iter().find(|other| other.session == run.session).unwrap();
            let graded = Measured::new(activity, &alone.policy).grade(&alone);
            let both = [run, &graded].map(|run| (run.max_bpm, run.max_source, run.max_from));
            assert_eq!(both[0], both[1], "{}", record.file);
            // The value that `zones` shows for the date, without the run's own value.
            let date = run.start_local.date();
            let known = KnownHeartRates::from(run);
            let of_date =
                known.max_heart_rate(&alone, alone.maxima.as_ref().unwrap().on(date), date);
            if run.max_source != MaxSource::WatchNearby {
                assert_eq!((of_date.bpm, of_date.source), (run.max_bpm, run.max_source));
            }
            from_others += usize::from(run.max_source == MaxSource::WatchNearby);
            runs += 1;
        }
    }
    (runs, from_others)
}

#[test]
fn of_the_test_folder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let (runs, from_others) = compare(&folder);
    assert!(runs >= 17 && from_others > 0, "{runs} runs, {from_others} from others");
}

#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn of_the_corpus() {
    let folder: PathBuf = corpus::folder();
    let (runs, from_others) = compare(&folder);
    assert!(runs > 100 && from_others > 50, "{runs} runs, {from_others} from others");
}
