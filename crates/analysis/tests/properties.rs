//! Invariants of every run, tested on many runs.

mod made;

use made::{START_MS, graded};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use recoup_analysis::{Assessment, Athlete, Outcome, assess};
use recoup_model::{Activity, FileFormat, Sample, Sport, SportBasis, TimerEvent, TimerEventKind};

/// Sample of a run. The next sample follows after `gap_s` seconds.
#[derive(Debug, Clone, Copy)]
struct Step {
    gap_s: i64,
    bpm: Option<u8>,
    /// Metres within the gap, and metres up per thousand metres forward.
    metres: u8,
    permille: i8,
}

/// Returns stretches in which the heart rate varies around a level, like a real heart rate.
fn steps() -> impl Strategy<Value = Vec<Step>> {
    let stretch = (90_u8..190, 20_usize..200, 0_u8..12, -60_i8..90, 1_i64..5, 0_u8..12);
    prop::collection::vec(stretch, 3..14).prop_map(|stretches| {
        let mut steps = Vec::new();
        for (level, count, odd, permille, gap_s, metres) in stretches {
            steps.extend((0..count).map(|second| Step {
                gap_s,
                // Some stretches have no heart rate.
                bpm: (odd > 0).then_some(level + (second % 5) as u8),
                metres,
                permille,
            }));
        }
        steps
    })
}

/// Returns pauses as (seconds since the pause before, length in seconds).
fn pauses() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((30_i64..900, 1_i64..120), 0..3)
}

fn run_of(steps: &[Step], pauses: &[(i64, i64)]) -> Activity {
    let mut activity = Activity::new(FileFormat::Fit);
    activity.sport = Sport::Running;
    activity.sport_basis = SportBasis::File;
    let (mut time_ms, mut distance_m, mut altitude_m) = (START_MS, 0.0, 200.0);
    for step in steps {
        activity.samples.push(&Sample {
            time_ms,
            heart_rate_bpm: step.bpm.map(f32::from),
            distance_m: Some(distance_m),
            altitude_m: Some(altitude_m),
            ..Sample::default()
        });
        time_ms += step.gap_s * 1000;
        // No grade or speed is exactly at a limit, where rounding would decide.
        let metres = f64::from(step.metres) * 1.0137;
        distance_m += metres;
        altitude_m += metres * (f64::from(step.permille) + 0.371) / 1000.0;
    }
    // End of the run: the last sample holds until here.
    activity.samples.push(&Sample { time_ms, ..Sample::default() });
    let mut event = |second: i64, kind| {
        activity.timer_events.push(TimerEvent { time_ms: START_MS + second * 1000, kind });
    };
    event(0, TimerEventKind::Start);
    let mut clock_s = 0;
    for &(after_s, length_s) in pauses {
        event(clock_s + after_s, TimerEventKind::Stop);
        clock_s += after_s + length_s;
        event(clock_s, TimerEventKind::Start);
    }
    activity
}

/// Whether a moment lies within one of the pauses.
fn is_paused(pauses: &[(i64, i64)], time_ms: i64) -> bool {
    let mut clock_ms = START_MS;
    pauses.iter().any(|&(after_s, length_s)| {
        let stop_ms = clock_ms + after_s * 1000;
        clock_ms = stop_ms + length_s * 1000;
        (stop_ms + 1..clock_ms).contains(&time_ms)
    })
}

fn outcomes(run: &Assessment) -> [Outcome; 5] {
    run.criteria.named().map(|(_, criterion)| criterion.outcome)
}

/// Returns the intensity, where easier is less; [`None`] if it is unknown and cannot be compared.
fn intensity(run: &Assessment) -> Option<Outcome> {
    Some(run.criteria.intensity.outcome).filter(|&outcome| outcome != Outcome::Unknown)
}

proptest! {
    // The same cases each time; `RECOUP_CASES` sets another number of cases.
    #![proptest_config(ProptestConfig {
        cases: std::env::var("RECOUP_CASES").map_or(200, |cases| cases.parse().unwrap()),
        rng_seed: RngSeed::Fixed(20_260_302),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn buckets_sum_to_timer_time(steps in steps(), pauses in pauses()) {
        let run = graded(&run_of(&steps, &pauses));
        prop_assert_eq!(run.zone_times.total_ms(), run.timer_ms);
        let quality = &run.heart_rate_quality;
        let parts_ms = quality.clean_ms + quality.suspicious_ms + quality.missing_ms;
        prop_assert_eq!(parts_ms, run.timer_ms);
        prop_assert!(quality.clean_ms >= 0 && quality.suspicious_ms >= 0);
        prop_assert_eq!(run.heart_rate_ms, run.zone_times.placed_ms());
        let paused_ms: i64 = run.pauses.iter().map(|pause| pause.length_ms).sum();
        prop_assert!(run.timer_ms + paused_ms <= run.elapsed_ms);
    }

    #[test]
    fn a_higher_maximum_never_worsens_intensity(steps in steps(), max in 150_i32..220) {
        let activity = run_of(&steps, &[]);
        let with = |bpm: i32| intensity(&assess(&activity, &Athlete::with_max_hr(f64::from(bpm))).unwrap());
        prop_assert!(with(max + 1) <= with(max));
    }

    #[test]
    fn time_below_the_top_never_worsens_intensity(steps in steps(), more_s in 1_usize..900) {
        let before = graded(&run_of(&steps, &[]));
        // HRmax 200: the top is 146.
        let easy = Step { gap_s: 1, bpm: Some(140), metres: 2, permille: 0 };
        let longer = [&steps[..], &vec![easy; more_s]].concat();
        let after = graded(&run_of(&longer, &[]));
        if intensity(&before).is_some() && intensity(&after).is_some() {
            prop_assert!(intensity(&after) <= intensity(&before));
        }
    }

    #[test]
    fn when_it_was_changes_nothing(steps in steps(), pauses in pauses(), days in -4000_i64..4000) {
        let activity = run_of(&steps, &pauses);
        let shift_ms = days * 86_400_000 + 123;
        let mut moved = activity.clone();
        moved.samples.time_ms.iter_mut().for_each(|time_ms| *time_ms += shift_ms);
        moved.timer_events.iter_mut().for_each(|event| event.time_ms += shift_ms);
        let (was, mut is) = (graded(&activity), graded(&moved));
        is.start_ms -= shift_ms;
        is.surges.iter_mut().for_each(|surge| surge.start_ms -= shift_ms);
        prop_assert_eq!(is.surges, was.surges);
        prop_assert_eq!(is.criteria.reasons(), was.criteria.reasons());
        prop_assert_eq!(
            (is.start_ms, is.zone_times, is.hills, is.steep, is.effort_spikes, is.margin),
            (was.start_ms, was.zone_times, was.hills, was.steep, was.effort_spikes, was.margin)
        );
        prop_assert_eq!((is.grade, is.pauses, is.classified), (was.grade, was.pauses, was.classified));
    }

    #[test]
    fn samples_without_a_heart_rate_change_nothing(
        steps in steps(),
        pauses in pauses(),
        places in prop::collection::vec(any::<prop::sample::Index>(), 1..40),
    ) {
        let activity = run_of(&steps, &pauses);
        let mut split = activity.clone();
        split.samples = recoup_model::Samples::default();
        let places: Vec<usize> = places.iter().map(|place| place.index(steps.len())).collect();
        for (index, sample) in activity.samples.iter().enumerate() {
            split.samples.push(&sample);
            // A sample within a pause is not copied. It has no effect, but its copy after the pause
            // would have an effect.
            if places.contains(&index)
                && index + 1 < steps.len()
                && !is_paused(&pauses, sample.time_ms)
            {
                // The copy is half-way to the next sample. It has no heart rate, but distance and
                // altitude have changed.
                let next = activity.samples.at(index + 1);
                let half = |from: Option<f64>, to: Option<f64>| Some(f64::midpoint(from?, to?));
                split.samples.push(&Sample {
                    time_ms: i64::midpoint(sample.time_ms, next.time_ms),
                    distance_m: half(sample.distance_m, next.distance_m),
                    altitude_m: half(sample.altitude_m, next.altitude_m),
                    heart_rate_bpm: None,
                    ..sample
                });
            }
        }
        let (whole, split) = (graded(&activity), graded(&split));
        prop_assert_eq!(split.zone_times, whole.zone_times);
        prop_assert_eq!(split.verdict, whole.verdict);
        prop_assert_eq!(split.grade, whole.grade);
        prop_assert_eq!(split.margin, whole.margin);
        let spans = |run: &Assessment| {
            run.surges.iter().map(|surge| (surge.start_timer_ms, surge.length_ms)).collect::<Vec<_>>()
        };
        prop_assert_eq!(spans(&split), spans(&whole));
        // Distance and altitude are rounded. Rounding may move the end of a hill by a millisecond,
        // but it must not change an outcome.
        prop_assert_eq!(outcomes(&split), outcomes(&whole));
        prop_assert_eq!(split.hills.len(), whole.hills.len());
        prop_assert_eq!(split.effort_spikes.len(), whole.effort_spikes.len());
    }

    #[test]
    fn the_ends_of_the_margin_flip_the_verdict_one_beat_outside(steps in steps(), max in 150_i32..220) {
        let activity = run_of(&steps, &[]);
        let with = |bpm: f64| assess(&activity, &Athlete::with_max_hr(bpm)).unwrap();
        let run = with(f64::from(max));
        let Some(margin) = run.margin else { return Ok(()) };
        if let Some(from_bpm) = margin.from_bpm {
            prop_assert_eq!(with(from_bpm).verdict, run.verdict);
            prop_assert_eq!(Some(with(from_bpm - 1.0).verdict), margin.below);
            prop_assert_ne!(margin.below, Some(run.verdict));
        }
        if let Some(to_bpm) = margin.to_bpm {
            prop_assert_eq!(with(to_bpm).verdict, run.verdict);
            prop_assert_eq!(Some(with(to_bpm + 1.0).verdict), margin.above);
            prop_assert_ne!(margin.above, Some(run.verdict));
        }
    }
}
