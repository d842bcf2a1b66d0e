//! Maximum heart rate from the other runs of a folder.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod made;

use made::{START_MS, run, seconds};
use recoup_analysis::{Assessment, Athlete, FileMeasured, FileRecord, MaxSource, finish};
use recoup_model::{Activity, FileFormat};

const DAY_MS: i64 = 86_400_000;

/// Returns half an hour at 130 bpm on a given day. The run ends with 20 s at `peak_bpm`, reached by
/// steps of nine beats.
fn run_with_peak(day: i64, peak_bpm: f32) -> Activity {
    let climb = (0..6).map(|step| (130.0 + 9.0 * step as f32).min(peak_bpm));
    let rates = seconds(130.0, 1800).chain(climb).chain(seconds(peak_bpm, 20));
    let mut activity = run(rates);
    activity.format = FileFormat::Gpx;
    for time_ms in &mut activity.samples.time_ms {
        *time_ms += day * DAY_MS;
    }
    activity.start_ms = Some(START_MS + day * DAY_MS);
    activity
}

fn batch(runs: &[Activity], athlete: &Athlete) -> Vec<FileRecord> {
    let measured =
        |run: &Activity| FileMeasured::new("", 1, "fit", std::slice::from_ref(run), athlete);
    finish(runs.iter().map(measured).collect(), athlete).unwrap()
}

fn sources(runs: &[Activity], athlete: &Athlete) -> Vec<(Option<f64>, MaxSource)> {
    let records = batch(runs, athlete);
    let runs = records.iter().flat_map(|record| &record.runs);
    runs.map(|run| (run.max_bpm, run.max_source)).collect()
}

fn runs(peaks: &[f32]) -> Vec<Activity> {
    (0..).zip(peaks).map(|(day, &peak)| run_with_peak(day, peak)).collect()
}

#[test]
fn three_runs_within_three_beats_are_a_lower_bound() {
    let of = |peaks: &[f32]| sources(&runs(peaks), &Athlete::default());
    let history = |bpm| (Some(bpm), MaxSource::History);
    assert_eq!(of(&[172.0, 169.0, 170.0]), [history(172.0); 3]);
    // 168 is four beats below 172, so only two runs confirm each other, which is one too few.
    assert_eq!(of(&[172.0, 171.0, 168.0]), [(None, MaxSource::None); 3]);
    assert_eq!(of(&[175.0, 168.0, 166.0, 165.0]), [history(168.0); 4]);
}

#[test]
fn a_strap_that_repeats_itself_is_not_believed() {
    let highest = |peaks: &[f32]| sources(&runs(peaks), &Athlete::default())[0].0;
    let sound = [180.0, 183.0, 182.0, 175.0];
    // Four runs at 228, which no heart reaches, and three runs at 212, far above all others.
    assert_eq!(highest(&[&sound[..], &[228.0; 4]].concat()), Some(183.0));
    assert_eq!(highest(&[&sound[..], &[212.0; 3]].concat()), Some(183.0));
    // Peaks in most of the runs are credible, even if the other runs are easy.
    assert_eq!(highest(&[150.0, 151.0, 180.0, 181.0, 182.0]), Some(182.0));
}

#[test]
fn a_heart_rate_at_a_walk_is_not_believed() {
    // Half an hour at 2.6 m/s, then 20 s at 190 bpm while walking or running.
    let highest = |speed: f64| {
        let mut activities = runs(&[190.0, 190.0, 190.0]);
        for activity in &mut activities {
            let seconds = activity.samples.time_ms.len();
            let metres = |second: usize| {
                2.6 * second.min(1720) as f64 + speed * second.saturating_sub(1720) as f64
            };
            activity.samples.distance_m = (0..seconds).map(metres).collect();
        }
        sources(&activities, &Athlete::default())[0].0
    };
    assert_eq!(highest(3.5), Some(190.0));
    // The heart rate before the walk is a flat line.
    assert_eq!(highest(1.0), None);
}

#[test]
fn what_is_known_better_wins() {
    let three = || runs(&[172.0, 171.0, 170.0]);
    let born = Athlete::default().with(|athlete| athlete.birth_year = Some(1986));
    assert_eq!(sources(&three(), &born), [(Some(172.0), MaxSource::History); 3]);
    assert_eq!(
        sources(&three(), &Athlete::with_max_hr(190.0)),
        [(Some(190.0), MaxSource::Athlete); 3]
    );
    // One run alone proves nothing, so the age decides: 208 - 0.7 * 40.
    assert_eq!(sources(&three()[..1], &born), [(Some(180.0), MaxSource::Age)]);
}

#[test]
fn a_run_without_a_maximum_takes_that_of_the_nearest_run() {
    // A watch set to 186 on day 1 and to 190 on day 5.
    let mut activities: Vec<Activity> =
        [0, 1, 2, 4, 5, 9].into_iter().map(|day| run_with_peak(day, 170.0)).collect();
    activities[1].user.max_bpm = Some(186.0);
    activities[4].user.max_bpm = Some(190.0);
    let records = batch(&activities, &Athlete::default());
    let found: Vec<_> = records
        .iter()
        .flat_map(|record| &record.runs)
        .map(|run| (run.max_bpm.unwrap(), run.max_source, run.max_from.unwrap().day()))
        .collect();
    let (watch, nearby) = (MaxSource::Watch, MaxSource::WatchNearby);
    let expected = [
        (186.0, nearby, 3),
        (186.0, watch, 3),
        (186.0, nearby, 3),
        (190.0, nearby, 7),
        (190.0, watch, 7),
        (190.0, nearby, 7),
    ];
    assert_eq!(found, expected);
}

/// The watch has no setting in the first two years, and the strap repeats 228.
#[test]
fn four_years_have_one_maximum() {
    let year = |year: i64| (0..5).map(move |week| year * 365 + week * 7);
    let days: Vec<i64> = (-4..0).flat_map(year).collect();
    let mut activities: Vec<Activity> = Vec::new();
    for (index, day) in days.into_iter().enumerate() {
        // Peaks of 178 to 182 in every year, and 228 in the first two.
        let mut activity = run_with_peak(day, 178.0 + (index % 5) as f32);
        if index < 10 {
            activity.samples.heart_rate_bpm[300..400].fill(228.0);
        }
        activities.push(activity);
    }
    let believed = sources(&activities, &Athlete::default());
    assert_eq!(believed, [(Some(182.0), MaxSource::History); 20]);
    for activity in &mut activities[10..] {
        activity.user.max_bpm = Some(188.0);
    }
    let by_watch = sources(&activities, &Athlete::default());
    assert_eq!(by_watch[..10], [(Some(188.0), MaxSource::WatchNearby); 10]);
    assert_eq!(by_watch[10..], [(Some(188.0), MaxSource::Watch); 10]);
}

#[test]
fn runs_above_the_watch_are_a_doubt() {
    let mut activities = runs(&[192.0, 191.0, 190.0, 150.0]);
    let doubts = |activities: &[Activity]| -> Vec<String> {
        let records = batch(activities, &Athlete::default());
        records[3].runs[0].max_doubts().iter().map(ToString::to_string).collect()
    };
    assert_eq!(doubts(&activities).len(), 1); // a lower bound
    activities[3].user.max_bpm = Some(185.0);
    assert_eq!(doubts(&activities), ["your runs reach 192 (3 runs), your watch is set to 185"]);
    activities[3].user.max_bpm = Some(191.5);
    assert_eq!(doubts(&activities), Vec::<String>::new());
    activities[3].user.max_bpm = Some(212.0);
    assert_eq!(doubts(&activities), ["a maximum heart rate of 212 is above that of most people"]);
}

#[test]
fn doubtful_heart_rate_and_copies_prove_nothing() {
    // A strap that leaps to 214 for 20 s, in three runs.
    let slipped = |day| {
        let mut activity = run_with_peak(day, 150.0 + day as f32);
        activity.samples.heart_rate_bpm[600..620].fill(214.0);
        activity
    };
    let expected = [(Some(152.0), MaxSource::History); 3];
    let three = [slipped(0), slipped(1), slipped(2)];
    assert_eq!(sources(&three, &Athlete::default()), expected);
    // The same run twice: the copy does not count.
    let copied = [run_with_peak(0, 172.0), run_with_peak(0, 172.0), run_with_peak(1, 172.0)];
    assert_eq!(sources(&copied, &Athlete::default()), [(None, MaxSource::None); 2]);
}

#[test]
fn runs_out_of_the_range_of_dates_count_as_history() {
    let mut runs = runs(&[172.0, 171.0, 170.0]);
    runs.push(run_with_peak(40, 150.0));
    let mut records = batch(&runs, &Athlete::default());
    for record in &mut records {
        record.retain_dates(Some("2026-04-01".parse().unwrap()), None);
    }
    let kept: Vec<Assessment> = records.into_iter().flat_map(|record| record.runs).collect();
    let [last] = &kept[..] else { panic!("{} runs", kept.len()) };
    assert_eq!((last.max_bpm, last.max_source), (Some(172.0), MaxSource::History));
}
