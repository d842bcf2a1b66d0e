//! A wrong clock only affects the samples that it stamped, and a gap between two clocks is no time.

use recoup_analysis::history::measured_file::FileMeasured;
use recoup_analysis::run::session::{Session, assess_session};
use recoup_analysis::run::timeline::Timeline;
use recoup_analysis::{Athlete, FileRecord, FileStatus, Measured, Plan, Policy};
use recoup_model::{Activity, FileFormat, Sample, Samples, Sport, TimerEvent, TimerEventKind};

/// 2026-03-02 06:00 UTC.
const START_MS: i64 = 1_772_431_200_000;
const HALF_HOUR_MS: i64 = 1_800_000;
const DAY_MS: i64 = 86_400_000;
/// Bit 29 of a time in seconds: 17 years.
const BIT_29_MS: i64 = (1 << 29) * 1000;

fn push(run: &mut Activity, time_ms: i64) {
    let heart_rate_bpm = Some(125.0);
    let (distance_m, altitude_m) =
        (Some(time_ms.saturating_sub(START_MS) as f64 / 400.0), Some(20.0));
    run.samples.push(&Sample {
        time_ms,
        heart_rate_bpm,
        distance_m,
        altitude_m,
        ..Sample::default()
    });
}

/// Half an hour at one sample a second, from 06:00, without a session of its own.
fn run() -> Activity {
    let mut run = Activity::new(FileFormat::Fit);
    run.sport = Sport::Running;
    (0..=1800).for_each(|second| push(&mut run, START_MS + second * 1000));
    run.start_ms = Some(START_MS);
    run
}

/// Half an hour with the totals of its session.
fn run_with_totals() -> Activity {
    let mut run = run();
    run.totals.elapsed_ms = Some(HALF_HOUR_MS);
    run.totals.timer_ms = Some(HALF_HOUR_MS);
    run
}

#[track_caller]
fn assert_half_an_hour(run: &Activity, left_out: usize) {
    let timeline = Timeline::new(run, &Policy::default());
    assert_eq!((timeline.start_ms, timeline.elapsed_ms()), (START_MS, HALF_HOUR_MS));
    assert_eq!((timeline.timer_ms, timeline.misplaced_samples), (HALF_HOUR_MS, left_out));
}

#[test]
fn a_flipped_bit_in_the_start_of_the_session() {
    for start_ms in [START_MS - BIT_29_MS, START_MS + BIT_29_MS, i64::MIN, i64::MAX] {
        let mut run = run_with_totals();
        run.start_ms = Some(start_ms);
        assert_half_an_hour(&run, 0);
    }
}

#[test]
fn a_flipped_bit_in_the_time_of_one_record() {
    for time_ms in [START_MS - BIT_29_MS, START_MS + BIT_29_MS, i64::MIN, i64::MAX] {
        let mut run = run();
        push(&mut run, time_ms);
        // For a file without a session, the reader takes the earliest record as the start.
        run.start_ms = run.samples.time_ms.iter().min().copied();
        assert_half_an_hour(&run, 1);
        let mut run = run_with_totals();
        push(&mut run, time_ms);
        assert_half_an_hour(&run, 1);
    }
}

#[test]
fn a_flipped_bit_in_a_total() {
    // One total is 24 days too long. The other total contradicts it, so the recording ends with its
    // samples.
    let flip = 1_i64 << 31;
    for (elapsed_ms, timer_ms) in [(flip, 0), (0, flip)] {
        let mut run = run();
        run.totals.elapsed_ms = Some(HALF_HOUR_MS + elapsed_ms);
        run.totals.timer_ms = Some(HALF_HOUR_MS + timer_ms);
        assert_half_an_hour(&run, 0);
    }
}

#[test]
fn records_that_were_lost_leave_the_time_of_the_totals() {
    // The records of the last two hours are lost, and both totals still count them.
    let mut run = run();
    let total_ms = HALF_HOUR_MS + 7_200_000;
    run.totals.elapsed_ms = Some(total_ms);
    run.totals.timer_ms = Some(total_ms);
    let timeline = Timeline::new(&run, &Policy::default());
    assert_eq!((timeline.timer_ms, timeline.elapsed_ms()), (total_ms, total_ms));
}

#[test]
fn the_first_records_of_a_clock_that_was_not_set() {
    let mut run = Activity::new(FileFormat::Fit);
    run.sport = Sport::Running;
    (0..5).for_each(|second| push(&mut run, START_MS - 3 * DAY_MS + second * 1000));
    (0..=1800).for_each(|second| push(&mut run, START_MS + second * 1000));
    run.start_ms = run.samples.time_ms.first().copied();
    assert_half_an_hour(&run, 5);
    // The same rule applies to a track.
    run.format = FileFormat::Gpx;
    assert_half_an_hour(&run, 5);
}

/// The session is also stale: it begins with the first records and lasts three days.
#[test]
fn stale_records_within_a_stale_session() {
    let mut run = Activity::new(FileFormat::Fit);
    run.sport = Sport::Running;
    (0..11).for_each(|step| push(&mut run, START_MS - 3 * DAY_MS + step * 8000));
    (0..=1800).for_each(|second| push(&mut run, START_MS + second * 1000));
    run.start_ms = run.samples.time_ms.first().copied();
    run.totals.elapsed_ms = Some(3 * DAY_MS + HALF_HOUR_MS);
    run.totals.timer_ms = Some(HALF_HOUR_MS);
    assert_half_an_hour(&run, 11);
}

#[test]
fn a_part_has_its_own_distance() {
    // A quarter of an hour, and half an hour three days later, each with 150 m a minute.
    let mut run = Activity::new(FileFormat::Fit);
    run.sport = Sport::Running;
    (0..900).for_each(|second| push(&mut run, START_MS - 3 * DAY_MS + second * 1000));
    (0..=1800).for_each(|second| push(&mut run, START_MS + second * 1000));
    run.start_ms = run.samples.time_ms.first().copied();
    run.totals.distance_m = Some(6750.0);
    assert_half_an_hour(&run, 900);
    let measured = Measured::new(&run, &Policy::default());
    assert_eq!(measured.terrain.distance_m, Some(1800.0 * 1000.0 / 400.0));
}

#[test]
fn timer_time_is_never_above_elapsed_time() {
    // A watch writes its first records before the start of its session.
    let mut run = run_with_totals();
    run.start_ms = Some(START_MS + 3000);
    run.totals.elapsed_ms = Some(HALF_HOUR_MS - 3000);
    run.totals.timer_ms = Some(HALF_HOUR_MS - 3000);
    let timeline = Timeline::new(&run, &Policy::default());
    assert_eq!(timeline.timer_ms, HALF_HOUR_MS - 3000);
    assert_eq!(timeline.elapsed_ms(), HALF_HOUR_MS - 3000);
}

#[test]
fn a_pause_over_a_jump_and_over_its_end() {
    // Samples at 0-10 min and 100-110 min. The stops and starts around 50 min are within the jump.
    let mut run = Activity::new(FileFormat::Fit);
    run.start_ms = Some(START_MS);
    for minute in [0, 100] {
        (0..=600).for_each(|second| push(&mut run, START_MS + minute * 60_000 + second * 1000));
    }
    for (minute, kind) in [
        (0, TimerEventKind::Start),
        (40, TimerEventKind::Stop),
        (50, TimerEventKind::Start),
        (110, TimerEventKind::Stop),
    ] {
        run.timer_events.push(TimerEvent { time_ms: START_MS + minute * 60_000, kind });
    }
    let timeline = Timeline::new(&run, &Policy::default());
    assert_eq!((timeline.timer_ms, timeline.elapsed_ms()), (20 * 60_000, 110 * 60_000));
}

#[test]
fn a_run_without_a_date_that_can_be_is_in_no_week() {
    let year_1989_ms = 629_942_400_000 - START_MS;
    let year_9999_ms = 253_370_764_800_000 - START_MS;
    for shift_ms in [year_1989_ms, year_9999_ms] {
        let mut run = run();
        run.start_ms = Some(START_MS + shift_ms);
        run.samples.time_ms.iter_mut().for_each(|time_ms| *time_ms += shift_ms);
        assert!(matches!(assess_session(&run, &Policy::default()), Session::Undated(..)));
        let athlete = Athlete::with_max_hr(190.0);
        let file = FileMeasured::new("run.fit", 0, "fit", &[run], &athlete);
        let records = recoup_analysis::finish(vec![file], &athlete).unwrap();
        assert!(records[0].runs.is_empty());
        assert_eq!((records[0].start_ms, records[0].week.as_deref()), (None, None));
        assert!(records[0].detail().contains("an impossible date"), "{}", records[0].detail());
    }
}

#[test]
fn a_session_that_a_file_repeats_counts_once() {
    let athlete = Athlete::with_max_hr(190.0);
    let sessions: Vec<Activity> = (0..5)
        .map(|number| {
            let mut session = run_with_totals();
            session.session = number;
            if number != 3 {
                session.samples = Samples::default();
            }
            session
        })
        .collect();
    let file = FileMeasured::new("run.fit", 0, "fit", &sessions, &athlete);
    let records = recoup_analysis::finish(vec![file], &athlete).unwrap();
    let [run] = &records[0].runs[..] else { panic!("one run, not {}", records[0].runs.len()) };
    assert_eq!(run.heart_rate_ms, HALF_HOUR_MS, "the session with the samples is kept");
    assert!(records[0].detail().contains("left out 4 more sessions"), "{}", records[0].detail());
}

/// Each run is compared with few others, even if there are many: 20,000 runs that all overlap, and
/// 2,000 runs on one planned day.
#[test]
fn many_runs_at_one_time_are_all_placed() {
    let athlete = Athlete::with_max_hr(190.0);
    let files = |count: i64, step_ms: i64, length_ms: i64| {
        let file = |number: i64| {
            let mut run = Activity::new(FileFormat::Fit);
            run.sport = Sport::Running;
            run.start_ms = Some(START_MS + number * step_ms);
            run.totals.elapsed_ms = Some(length_ms + number);
            run.totals.timer_ms = Some(length_ms + number);
            run.totals.distance_m = Some(1000.0 * 1.2_f64.powi((number % 30) as i32));
            FileMeasured::new(&format!("{number}.fit"), 0, "fit", &[run], &athlete)
        };
        (0..count).map(file).collect::<Vec<_>>()
    };
    for (files, athlete) in [
        (files(20_000, 1_000, 13 * DAY_MS), athlete.clone()),
        (files(2_000, 2_000, HALF_HOUR_MS), {
            let plan = "date,type\n2026-03-02,recovery\n2026-03-02,hard\n2026-03-02,long\n";
            let planned = Plan::from_csv(plan, &athlete.policy).unwrap();
            athlete.clone().with(|athlete| athlete.planned = planned)
        }),
    ] {
        let number = files.len();
        let records = recoup_analysis::finish(files, &athlete).unwrap();
        let placed = |record: &&FileRecord| {
            matches!(record.status, FileStatus::Graded | FileStatus::Duplicate)
        };
        assert_eq!(records.iter().filter(placed).count(), number);
    }
}

#[test]
fn samples_an_hour_apart_cost_no_more_than_their_number() {
    // 20,000 samples with gaps of 3,599 s cover two years, or 72 million seconds.
    let mut run = Activity::new(FileFormat::Fit);
    run.start_ms = Some(START_MS - 20_000 * 3_599_000);
    (1..=20_000).rev().for_each(|step| push(&mut run, START_MS - step * 3_599_000));
    let measured = Measured::new(&run, &Policy::default());
    // A sample holds for a minute at most.
    assert_eq!(measured.heart_rate.known_ms(), 19_999 * 60_000);
    let written = format!("{measured:?}");
    assert!(written.len() < 20_000 * 250, "{} bytes", written.len());
}
