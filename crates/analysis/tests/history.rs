//! Maximum heart rate from the other runs of a folder.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod made;

use made::{START_MS, run, seconds};
use recoup_analysis::{Assessment, Athlete, FileMeasured, FileRecord, MaxSource, finish};
use recoup_model::{Activity, FileFormat};

const DAY_MS: i64 = 86_400_000;

/// Returns half an hour at 130 bpm on a given day. It ends with 20 s at `peak_bpm`, reached by
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

#[test]
fn two_runs_within_three_beats_are_a_lower_bound() {
    let of = |peaks: &[f32]| {
        let runs =
            (0..).zip(peaks).map(|(day, &peak)| run_with_peak(day, peak)).collect::<Vec<_>>();
        sources(&runs, &Athlete::default())
    };
    let history = |bpm| (Some(bpm), MaxSource::History);
    assert_eq!(of(&[172.0, 169.0, 150.0]), [history(172.0); 3]);
    // 172 and 168 are four beats apart, so neither confirms the other.
    assert_eq!(of(&[172.0, 168.0]), [(None, MaxSource::None); 2]);
    assert_eq!(of(&[175.0, 168.0, 166.0]), [history(168.0); 3]);
}

#[test]
fn what_is_known_better_wins() {
    let two = || vec![run_with_peak(0, 172.0), run_with_peak(1, 171.0)];
    let born = Athlete::default().with(|athlete| athlete.birth_year = Some(1986));
    assert_eq!(sources(&two(), &born), [(Some(172.0), MaxSource::History); 2]);
    assert_eq!(
        sources(&two(), &Athlete::with_max_hr(190.0)),
        [(Some(190.0), MaxSource::Athlete); 2]
    );
    let mut runs = two();
    runs[1].user.max_bpm = Some(186.0);
    let expected = [(Some(172.0), MaxSource::History), (Some(186.0), MaxSource::ZonesTarget)];
    assert_eq!(sources(&runs, &Athlete::default()), expected);
    // One run alone proves nothing, so the age decides: 208 - 0.7 * 40.
    assert_eq!(sources(&two()[..1], &born), [(Some(180.0), MaxSource::Age)]);
}

#[test]
fn doubtful_heart_rate_and_copies_prove_nothing() {
    // A strap that leaps to 214 for 20 s, in two runs.
    let slipped = |day| {
        let mut activity = run_with_peak(day, 150.0 + day as f32);
        activity.samples.heart_rate_bpm[600..620].fill(214.0);
        activity
    };
    let expected = [(Some(151.0), MaxSource::History); 2];
    assert_eq!(sources(&[slipped(0), slipped(1)], &Athlete::default()), expected);
    // The same run twice: the copy does not count.
    let twice = [run_with_peak(0, 172.0), run_with_peak(0, 172.0)];
    assert_eq!(sources(&twice, &Athlete::default()), [(None, MaxSource::None)]);
}

#[test]
fn runs_out_of_the_range_of_dates_count_as_history() {
    let runs = [run_with_peak(0, 172.0), run_with_peak(1, 171.0), run_with_peak(40, 150.0)];
    let mut records = batch(&runs, &Athlete::default());
    for record in &mut records {
        record.retain_dates(Some("2026-04-01".parse().unwrap()), None);
    }
    let kept: Vec<Assessment> = records.into_iter().flat_map(|record| record.runs).collect();
    let [last] = &kept[..] else { panic!("{} runs", kept.len()) };
    assert_eq!((last.max_bpm, last.max_source), (Some(172.0), MaxSource::History));
}
