//! Recordings with odd shapes: sparse tracks, pauses without events, several runs in one recording,
//! distances in other units. Each expected value follows from the way the recording is made.

use recoup_analysis::run::sessions::sessions;
use recoup_analysis::run::timeline::Timeline;
use recoup_analysis::{Athlete, Policy, Verdict, assess};
use recoup_model::{Activity, FileFormat, Lap, Sample, Sport, TimerEvent, TimerEventKind};

/// 2026-03-02 06:00 UTC.
const START_MS: i64 = 1_772_431_200_000;
const HOUR_MS: i64 = 3_600_000;
/// A degree of latitude on the ellipsoid at 60 degrees, in metres.
const DEGREE_M: f64 = 111_412.0;

fn activity(format: FileFormat) -> Activity {
    let mut run = Activity::new(format);
    run.sport = Sport::Running;
    run.start_ms = Some(START_MS);
    run
}

/// A sample of a run northwards at 2.6 m/s, `run_s` seconds after its start.
fn sample(time_ms: i64, run_s: i64) -> Sample {
    let metres = 2.6 * run_s as f64;
    Sample {
        time_ms,
        heart_rate_bpm: Some(125.0),
        altitude_m: Some(20.0),
        distance_m: Some(metres),
        latitude_deg: Some(60.0 + metres / DEGREE_M),
        longitude_deg: Some(10.0),
        ..Sample::default()
    }
}

/// Half an hour with a sample each `step_s` seconds.
fn half_an_hour(format: FileFormat, step_s: i64) -> Activity {
    let mut run = activity(format);
    for second in (0..=1800).step_by(step_s as usize) {
        run.samples.push(&sample(START_MS + second * 1000, second));
    }
    run
}

fn timer_s(run: &Activity) -> i64 {
    Timeline::new(run, &Policy::default()).timer_ms / 1000
}

#[test]
fn a_sparse_track_is_a_run_and_its_long_gap_a_pause() {
    for step_s in [30, 60] {
        let mut run = half_an_hour(FileFormat::Gpx, step_s);
        assert_eq!(timer_s(&run), 1800);
        // Ten minutes later, the run continues for half an hour.
        for second in (0..=1800).step_by(step_s as usize) {
            run.samples.push(&sample(START_MS + (2400 + second) * 1000, 1800 + second));
        }
        assert_eq!(timer_s(&run), 3600);
    }
}

#[test]
fn two_points_are_the_start_and_the_end() {
    for minutes in [20, 56, 100] {
        let mut run = activity(FileFormat::Gpx);
        for minute in [0, minutes] {
            let time_ms = START_MS + minute * 60_000;
            run.samples.push(&Sample { time_ms, ..Sample::default() });
        }
        assert_eq!(timer_s(&run), minutes * 60);
    }
}

#[test]
fn the_laps_of_a_sparse_tcx_deny_a_pause() {
    // A point each 30 s, and one gap of five minutes in which the lap's clock ran.
    let mut run = activity(FileFormat::Tcx);
    for second in (0..=1800).step_by(30).filter(|second| !(600..900).contains(second)) {
        run.samples.push(&sample(START_MS + second * 1000, second));
    }
    assert_eq!(timer_s(&run), 1800 - 330);
    run.totals.timer_ms = Some(1_800_000);
    assert_eq!(timer_s(&run), 1800);
}

#[test]
fn a_lap_with_one_point_is_as_long_as_it_says() {
    let mut run = activity(FileFormat::Tcx);
    run.samples.push(&Sample { time_ms: START_MS, ..Sample::default() });
    run.totals.timer_ms = Some(1_800_000);
    run.totals.distance_m = Some(5000.0);
    let run = assess(&run, &Athlete::with_max_hr(190.0)).unwrap();
    assert_eq!((run.timer_ms, run.distance_m), (1_800_000, Some(5000.0)));
    assert_eq!(run.verdict, Verdict::Ungradable);
}

#[test]
fn a_pause_that_only_the_total_knows() {
    // Twenty minutes of running, ten minutes without records or movement, ten minutes of running.
    for records in [false, true] {
        let mut run = activity(FileFormat::Fit);
        for second in 0..=2400 {
            let run_s = if second < 1200 { second } else { (second - 600).max(1200) };
            if records || !(1201..1800).contains(&second) {
                run.samples.push(&sample(START_MS + second * 1000, run_s));
            }
        }
        run.totals.elapsed_ms = Some(2_400_000);
        assert_eq!(timer_s(&run), 2400);
        run.totals.timer_ms = Some(1_800_000);
        let timeline = Timeline::new(&run, &Policy::default());
        assert_eq!((timeline.timer_ms, timeline.elapsed_ms()), (1_800_000, 2_400_000));
        assert_eq!(timeline.pauses()[0].start_timer_ms / 1000, 1200, "with records: {records}");
        // Running after the stated end counts, if the records show it.
        run.totals.elapsed_ms = Some(1_800_000);
        assert_eq!(timer_s(&run), 2400);
    }
}

#[test]
fn a_pause_that_cannot_be_placed_shortens_the_end() {
    let mut run = half_an_hour(FileFormat::Fit, 1);
    run.totals.elapsed_ms = Some(1_800_000);
    run.totals.timer_ms = Some(1_500_000);
    let timeline = Timeline::new(&run, &Policy::default());
    assert_eq!((timeline.timer_ms, timeline.elapsed_ms()), (1_500_000, 1_800_000));
    assert_eq!(timeline.clock_at(1_499_999) - START_MS, 1_499_999);
}

#[test]
fn a_start_before_the_first_record_needs_a_timer_that_ran() {
    let early = |timer_ms: i64, elapsed_ms: i64| {
        let mut run = half_an_hour(FileFormat::Fit, 1);
        run.start_ms = Some(START_MS - HOUR_MS);
        run.totals.timer_ms = Some(timer_ms);
        run.totals.elapsed_ms = Some(elapsed_ms);
        run
    };
    let start_ms = |run: &Activity| Timeline::new(run, &Policy::default()).start_ms;
    // The timer says half an hour, and the records cover half an hour.
    let wrong = early(1_800_000, 1_800_000);
    assert_eq!((start_ms(&wrong), timer_s(&wrong)), (START_MS, 1800));
    // The timer ran for the hour before, without records.
    let right = early(5_400_000, 5_400_000);
    assert_eq!((start_ms(&right), timer_s(&right)), (START_MS - HOUR_MS, 5400));
    // An event shows the start.
    let mut shown = early(1_800_000, 5_400_000);
    for (time_ms, kind) in [
        (START_MS - HOUR_MS, TimerEventKind::Start),
        (START_MS - HOUR_MS + 1000, TimerEventKind::Stop),
        (START_MS, TimerEventKind::Start),
    ] {
        shown.timer_events.push(TimerEvent { time_ms, kind });
    }
    assert_eq!(start_ms(&shown), START_MS - HOUR_MS);
}

/// Half an hour on two days. The second run begins at `place_s` seconds of the way.
fn two_days(format: FileFormat, place_s: i64) -> Activity {
    let mut run = half_an_hour(format, 1);
    for second in 0..=1800 {
        run.samples.push(&sample(START_MS + 72 * HOUR_MS + second * 1000, place_s + second));
    }
    run
}

#[test]
fn parts_of_two_days_are_two_runs() {
    // The second run begins at another place, or in a new segment where the first run ended.
    let elsewhere = two_days(FileFormat::Gpx, 0);
    let mut same_place = two_days(FileFormat::Gpx, 1800);
    same_place.samples.segment_starts.push(1801);
    for track in [elsewhere, same_place] {
        let tracks = [track];
        let runs = sessions(&tracks, &Policy::default());
        let starts: Vec<_> = runs.iter().map(|run| (run.session, run.start_ms.unwrap())).collect();
        assert_eq!(starts, [(0, START_MS), (1, START_MS + 72 * HOUR_MS)]);
        assert!(runs.iter().all(|run| timer_s(run) == 1800));
    }
}

#[test]
fn a_part_that_goes_on_is_the_same_run() {
    // The clock was set three days forward, and the watch continued.
    let runs = [two_days(FileFormat::Fit, 1801)];
    assert_eq!(sessions(&runs, &Policy::default()).len(), 1);
}

#[test]
fn a_short_part_is_no_run() {
    let mut run = half_an_hour(FileFormat::Gpx, 1);
    for second in 0..200 {
        run.samples.push(&sample(START_MS + 72 * HOUR_MS + second * 1000, second));
    }
    let runs = [run];
    assert_eq!(sessions(&runs, &Policy::default()).len(), 1);
}

#[test]
fn distances_that_the_positions_deny() {
    // 1800 s at 2.6 m/s are 4680 m. The device wrote kilometres, or a wrong distance.
    for factor in [0.001, 0.5, 1.5] {
        let mut run = half_an_hour(FileFormat::Fit, 1);
        run.samples.distance_m.iter_mut().for_each(|metres| *metres *= factor);
        run.totals.distance_m = Some(4680.0 * factor);
        let run = assess(&run, &Athlete::with_max_hr(190.0)).unwrap();
        let distance_m = run.distance_m.unwrap();
        assert!((distance_m - 4680.0).abs() < 47.0, "{factor}: {distance_m}");
        assert!(run.distance_set_aside_m.is_some());
    }
    // A difference of a quarter is accepted, because satellite positions have errors.
    let mut run = half_an_hour(FileFormat::Fit, 1);
    run.samples.distance_m.iter_mut().for_each(|metres| *metres *= 1.25);
    let run = assess(&run, &Athlete::with_max_hr(190.0)).unwrap();
    assert_eq!((run.distance_m, run.distance_set_aside_m), (Some(5850.0), None));
}

#[test]
fn distances_in_another_unit_than_the_laps() {
    let run = |samples: f64, laps: f64| {
        let mut run = half_an_hour(FileFormat::Tcx, 1);
        (run.samples.latitude_deg, run.samples.longitude_deg) = (Vec::new(), Vec::new());
        run.samples.distance_m.iter_mut().for_each(|metres| *metres *= samples);
        run.totals.distance_m = Some(4680.0 * laps);
        run.laps = vec![Lap { distance_m: run.totals.distance_m, ..Lap::default() }];
        assess(&run, &Athlete::with_max_hr(190.0)).unwrap()
    };
    for (samples, laps) in [(0.001, 1.0), (1.0, 0.001), (1.0 / 1609.344, 1.0)] {
        let run = run(samples, laps);
        assert!((run.distance_m.unwrap() - 4680.0).abs() < 1.0);
        assert!(!run.is_mostly_walking || samples == 1.0, "{samples}");
    }
}

/// The run starts at half past seven in the evening in Chengdu (UTC+8), written as UTC.
#[test]
fn times_of_the_runners_clock_become_utc() {
    let mut run = half_an_hour(FileFormat::Tcx, 5);
    run.samples.latitude_deg.fill(31.16);
    run.samples.longitude_deg.fill(105.09);
    run.are_times_local = true;
    let runs = [run];
    let shifted = &sessions(&runs, &Policy::default())[0];
    assert_eq!(shifted.start_ms, Some(START_MS - 8 * HOUR_MS));
    assert_eq!(shifted.samples.time_ms[0], START_MS - 8 * HOUR_MS);
    assert_eq!(shifted.utc_offset_min, Some(480));
}
