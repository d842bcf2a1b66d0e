//! Cases calculated by hand. Each case states the arithmetic for the expected figure.

mod made;

use made::{START_MS, graded, outdoor, run, seconds};
use recoup_analysis::{
    Athlete, Basis, Grade, Intent, Kind, Outcome, Plan, Policy, ReasonCode, Verdict, ZoneModel,
    assess, run::surges,
};
use recoup_model::{Activity, DeviceZones, FileFormat, Sample, TimerEvent, TimerEventKind};

#[test]
fn a_heart_rate_on_an_edge_belongs_to_the_upper_zone() {
    // One minute each at the edges and just under them.
    let rates = [135.9, 136.0, 145.9, 146.0, 159.9, 160.0, 173.9, 174.0, 185.9, 186.0];
    let times = graded(&run(rates.into_iter().flat_map(|rate| seconds(rate, 60)))).zone_times;
    assert_eq!(times.below_ms, 60_000);
    assert_eq!(times.zones_ms, [120_000, 120_000, 120_000, 120_000, 60_000]);
    assert_eq!(times.missing_ms, 0);
}

#[test]
fn no_heart_rate_and_heart_rate_zero_are_in_no_zone() {
    let rates = seconds(f32::NAN, 300).chain(seconds(0.0, 200)).chain(seconds(255.0, 100));
    let assessment = graded(&run(rates.chain(seconds(140.0, 600))));
    assert_eq!(assessment.zone_times.missing_ms, 600_000);
    assert_eq!(assessment.zone_times.zones_ms, [600_000, 0, 0, 0, 0]);
    assert_eq!(assessment.zone_times.below_ms, 0);
    assert_eq!(assessment.timer_ms, 1_200_000);
}

#[test]
fn heart_rate_that_no_zone_is_known_for_is_not_easy() {
    // 120 bpm throughout, but the maximum is not known.
    let assessment = assess(&run(seconds(120.0, 1800)), &Athlete::default()).unwrap();
    assert_eq!(assessment.heart_rate_coverage_pct(), Some(100.0));
    assert_eq!(assessment.zone_times.missing_ms, 1_800_000);
    assert_eq!(assessment.zone_times.below_ms, 0);
    assert_eq!((assessment.verdict, assessment.load), (Verdict::Ungradable, None));
    assert_eq!(assessment.classified.reason, "no maximum heart rate is known");
}

#[test]
fn a_dead_strap_is_ungradable_and_a_rating_stands_in() {
    let mut activity = run(seconds(0.0, 1800));
    let dead = graded(&activity);
    assert_eq!((dead.verdict, dead.grade, dead.basis), (Verdict::Ungradable, None, Basis::None));
    let reason = dead.main_reason.unwrap();
    assert_eq!(reason.code, ReasonCode::NoHeartRate);
    assert_eq!(reason.measure, "heart rate 0 throughout, a dead strap");

    activity.rpe = Some(2.0);
    let rated = graded(&activity);
    assert_eq!(
        (rated.verdict, rated.grade, rated.basis),
        (Verdict::Recovery, Some(Grade::A), Basis::Rpe)
    );
    activity.rpe = Some(4.0);
    assert_eq!(graded(&activity).verdict, Verdict::NotRecovery);
}

#[test]
fn a_sample_holds_until_the_next_and_a_minute_at_most() {
    // Samples at 0, 7, 10 and 100 s, the end at 110 s: they hold 7, 3, 60 (of 90) and 10 s.
    let mut activity = run([]);
    activity.samples = recoup_model::Samples::default();
    let samples = [(0, 140.0), (7, 150.0), (10, 165.0), (100, 180.0), (110, f32::NAN)];
    for (second, rate) in samples {
        activity.samples.push(&Sample {
            time_ms: START_MS + second * 1000,
            heart_rate_bpm: (!rate.is_nan()).then_some(rate),
            ..Sample::default()
        });
    }
    let assessment = graded(&activity);
    assert_eq!(assessment.timer_ms, 110_000);
    assert_eq!(assessment.zone_times.zones_ms, [7_000, 3_000, 60_000, 10_000, 0]);
    assert_eq!(assessment.zone_times.missing_ms, 30_000);
}

#[test]
fn records_without_a_heart_rate_do_not_end_it() {
    // A pulse every 5 s, and a record every second. An explicit 0 is also no reading.
    for other in [None, Some(0.0)] {
        let mut activity = run([]);
        activity.samples = recoup_model::Samples::default();
        for second in 0..=1800 {
            activity.samples.push(&Sample {
                time_ms: START_MS + second * 1000,
                heart_rate_bpm: if second % 5 == 0 { Some(140.0) } else { other },
                ..Sample::default()
            });
        }
        let zone_times = graded(&activity).zone_times;
        assert_eq!((zone_times.zones_ms[0], zone_times.missing_ms), (1_800_000, 0));
        // After ten minutes the strap falls silent. The last reading holds for ten seconds.
        activity.samples.heart_rate_bpm[601..].fill(other.unwrap_or(f32::NAN));
        let zone_times = graded(&activity).zone_times;
        assert_eq!((zone_times.zones_ms[0], zone_times.missing_ms), (610_000, 1_190_000));
    }
}

#[test]
fn a_pause_takes_its_time_out_and_records_inside_it_get_none() {
    // Ten minutes at 140. The timer then stands for five minutes, while the watch records 190. Then
    // ten minutes more.
    let rates = seconds(140.0, 600).chain(seconds(190.0, 300)).chain(seconds(140.0, 600));
    let mut activity = run(rates);
    for (second, kind) in [
        (0, TimerEventKind::Start),
        (600, TimerEventKind::Stop),
        (900, TimerEventKind::Start),
        (1500, TimerEventKind::Stop),
    ] {
        let time_ms = START_MS + second * 1000;
        activity.timer_events.push(TimerEvent { time_ms, kind });
    }
    let assessment = graded(&activity);
    assert_eq!(assessment.timer_ms, 1_200_000);
    assert_eq!(assessment.elapsed_ms, 1_500_000);
    assert_eq!(assessment.zone_times.zones_ms, [1_200_000, 0, 0, 0, 0]);
}

#[test]
fn a_record_inside_a_pause_holds_for_no_time() {
    // A sample a second to 10:00, where the timer stops. One sample with 190 bpm at 11:00. The
    // timer starts again at 11:40, and the next sample is at 11:50.
    let mut activity = run(seconds(140.0, 600));
    let end = activity.samples.len() - 1;
    activity.samples.heart_rate_bpm.truncate(end);
    activity.samples.time_ms.truncate(end);
    let later = [(660, 190.0)].into_iter().chain((710..1300).map(|second| (second, 140.0)));
    for (second, bpm) in later.chain([(1300, f32::NAN)]) {
        let time_ms = START_MS + second * 1000;
        let heart_rate_bpm = (!bpm.is_nan()).then_some(bpm);
        activity.samples.push(&Sample { time_ms, heart_rate_bpm, ..Sample::default() });
    }
    for (second, kind) in [
        (0, TimerEventKind::Start),
        (600, TimerEventKind::Stop),
        (700, TimerEventKind::Start),
        (1300, TimerEventKind::Stop),
    ] {
        let time_ms = START_MS + second * 1000;
        activity.timer_events.push(TimerEvent { time_ms, kind });
    }
    let assessment = graded(&activity);
    // The sample at 9:59 still holds for the ten seconds from 11:40 on.
    assert_eq!(assessment.timer_ms, 1_200_000);
    assert_eq!(assessment.zone_times.zones_ms, [1_200_000, 0, 0, 0, 0]);
    assert_eq!(assessment.heart_rate_peak_bpm, Some(140.0));
}

#[test]
fn a_track_pauses_at_segment_breaks_and_at_gaps_over_25_s() {
    // A point every 5 s until 100 s. A gap of 25 s, which is running, and a gap of 26 s, which is a
    // pause. Two steps, a break of 5 s, two steps.
    let mut activity = run([]);
    activity.format = FileFormat::Gpx;
    activity.samples = recoup_model::Samples::default();
    let points = (0..=20).map(|step| step * 5).chain([125, 151, 156, 161, 166, 171, 176]);
    for second in points {
        activity.samples.push(&Sample {
            time_ms: START_MS + second * 1000,
            heart_rate_bpm: Some(140.0),
            ..Sample::default()
        });
    }
    activity.samples.segment_starts = vec![25];
    let assessment = graded(&activity);
    // 0-125, 151-161, 166-176.
    assert_eq!(assessment.timer_ms, 145_000);
    assert_eq!(assessment.zone_times.zones_ms[0], 145_000);
    assert_eq!(assessment.elapsed_ms, 176_000);
}

#[test]
fn the_laps_of_tcx_tell_shorter_pauses() {
    // A sample every 5 s until 100 s. Then gaps of 12, 20 and 30 s, each followed by 10 s.
    let mut activity = run([]);
    activity.format = FileFormat::Tcx;
    activity.samples = recoup_model::Samples::default();
    let seconds =
        (0..=20).map(|step| step * 5).chain([112, 117, 122, 142, 147, 152, 182, 187, 192]);
    for second in seconds {
        let time_ms = START_MS + second * 1000;
        activity.samples.push(&Sample { time_ms, ..Sample::default() });
    }
    let timer_s = |laps_s: Option<i64>| {
        let mut activity = activity.clone();
        activity.totals.timer_ms = laps_s.map(|seconds| seconds * 1000);
        graded(&activity).timer_ms / 1000
    };
    // 192 s minus the gap of 30 s, which is over 25 s.
    assert_eq!(timer_s(None), 162);
    // The laps counted all gaps, or all but the gap of 30 s, or leave room for less than half of
    // another gap.
    assert_eq!(timer_s(Some(192)), 162);
    assert_eq!(timer_s(Some(162)), 162);
    assert_eq!(timer_s(Some(157)), 162);
    // Room for 18 s: the gap of 20 s is a pause, which leaves no room for the gap of 12 s.
    assert_eq!(timer_s(Some(144)), 142);
    // Room for 32 s: both gaps are pauses.
    assert_eq!(timer_s(Some(130)), 130);
    // Steps of 5 s are no pauses, even if the laps are very short.
    assert_eq!(timer_s(Some(0)), 130);
}

#[test]
fn a_clock_that_jumps_makes_no_long_run() {
    let mut activity = run(seconds(140.0, 1800));
    let last = activity.samples.len() - 1;
    activity.samples.time_ms[last] += 20 * 24 * 3_600_000;
    let assessment = graded(&activity);
    assert_eq!(assessment.timer_ms, 1_799_000);
    // Records that repeat a time or go back are sorted and merged.
    let mut activity = run(seconds(140.0, 1800));
    activity.samples.time_ms.swap(100, 200);
    activity.samples.time_ms[300] = activity.samples.time_ms[299];
    assert_eq!(graded(&activity).zone_times.zones_ms[0], 1_800_000);
}

#[test]
fn intensity_at_its_limits() {
    // 2000 s. The time above the top (146 bpm) is in pieces of at most `piece_s` with gaps between
    // them.
    let with_above = |above_s: usize, piece_s: usize| {
        let mut rates = Vec::new();
        let mut left_s = above_s;
        while left_s > 0 {
            let piece = piece_s.min(left_s);
            rates.extend(seconds(150.0, piece).chain(seconds(140.0, 30)));
            left_s -= piece;
        }
        let below_s = 2000 - rates.len();
        rates.extend(seconds(140.0, below_s));
        graded(&run(rates)).criteria.intensity.outcome
    };
    // 95 % of 2000 s leaves 100 s above; 85 % leaves 300 s.
    assert_eq!(with_above(100, 50), Outcome::Pass);
    assert_eq!(with_above(101, 50), Outcome::Warn);
    assert_eq!(with_above(300, 50), Outcome::Warn);
    assert_eq!(with_above(301, 50), Outcome::Fail);
    // The longest surge: 60 s pass, 180 s warn.
    assert_eq!(with_above(60, 60), Outcome::Pass);
    assert_eq!(with_above(61, 61), Outcome::Warn);
    assert_eq!(with_above(180, 180), Outcome::Warn);
    assert_eq!(with_above(181, 181), Outcome::Fail);
}

#[test]
fn coverage_at_its_limit() {
    // 80 % of 1500 s is 1200 s. The last reading holds for 2 s.
    let with = |known_s| {
        let rates = seconds(140.0, known_s).chain(seconds(f32::NAN, 1500 - known_s));
        graded(&run(rates)).criteria.intensity.outcome
    };
    assert_eq!(with(1199), Outcome::Pass);
    assert_eq!(with(1198), Outcome::Unknown);
}

#[test]
fn duration_at_its_limits() {
    let of = |seconds_long| graded(&run(seconds(140.0, seconds_long))).criteria.duration.outcome;
    let minutes = [(9, 59, Outcome::Fail), (10, 0, Outcome::Warn), (19, 59, Outcome::Warn)];
    for (minutes, seconds, outcome) in minutes.into_iter().chain([
        (20, 0, Outcome::Pass),
        (45, 0, Outcome::Pass),
        (45, 1, Outcome::Warn),
        (60, 0, Outcome::Warn),
        (60, 1, Outcome::Fail),
    ]) {
        assert_eq!(of(minutes * 60 + seconds), outcome, "{minutes}:{seconds:02}");
    }
}

#[test]
fn warm_up_and_finish_at_their_limits() {
    // 20 min with a median of 150: 5 % over it is 157.5.
    let around = |first, median, last| {
        let rates = seconds(first, 300).chain(seconds(median, 600)).chain(seconds(last, 300));
        graded(&run(rates)).criteria.warmup_finish.outcome
    };
    let with = |first, last| around(first, 150.0, last);
    assert_eq!(with(157.0, 150.0), Outcome::Pass);
    assert_eq!(with(158.0, 150.0), Outcome::Warn);
    assert_eq!(with(140.0, 157.0), Outcome::Pass);
    assert_eq!(with(140.0, 158.0), Outcome::Warn);
    // The top of Zone 1 is 146. A heart rate at or below it is no fault, even if the median is low.
    assert_eq!(around(145.0, 110.0, 145.0), Outcome::Pass);
    assert_eq!(around(147.0, 110.0, 110.0), Outcome::Warn);
    let short = graded(&run(seconds(120.0, 14 * 60)));
    assert_eq!(short.criteria.warmup_finish.outcome, Outcome::Unknown);
}

#[test]
fn effort_felt_at_its_limits() {
    let with = |rpe| {
        let mut activity = run(seconds(140.0, 1800));
        activity.rpe = rpe;
        graded(&activity).criteria.effort_felt.outcome
    };
    assert_eq!(with(None), Outcome::Unknown);
    assert_eq!(with(Some(2.0)), Outcome::Pass);
    assert_eq!(with(Some(3.0)), Outcome::Warn);
    assert_eq!(with(Some(4.0)), Outcome::Fail);
}

#[test]
fn grades_count_warnings_and_failures() {
    let graded_with = |minutes: usize, rpe| {
        let mut activity = run(seconds(140.0, minutes * 60));
        activity.rpe = rpe;
        let assessment = graded(&activity);
        (assessment.grade.unwrap(), assessment.verdict)
    };
    assert_eq!(graded_with(30, None), (Grade::A, Verdict::Recovery));
    assert_eq!(graded_with(50, None), (Grade::B, Verdict::Borderline));
    assert_eq!(graded_with(50, Some(3.0)), (Grade::C, Verdict::Borderline));
    assert_eq!(graded_with(50, Some(5.0)), (Grade::D, Verdict::NotRecovery));
    assert_eq!(graded_with(70, Some(5.0)), (Grade::F, Verdict::NotRecovery));
}

#[test]
fn surges_bridge_dips_of_ten_seconds() {
    // 20 s above, 10 s below, 20 s above: one surge of 50 s. With 11 s below: two surges of 20 s.
    // With 14 s above: no surge.
    let lengths = |pieces: &[(f32, usize)]| {
        let start = seconds(140.0, 400);
        let rates = start.chain(pieces.iter().flat_map(|&(rate, count)| seconds(rate, count)));
        let found = graded(&run(rates.chain(seconds(140.0, 400)))).surges;
        found.iter().map(|surge| surge.length_ms / 1000).collect::<Vec<_>>()
    };
    assert_eq!(lengths(&[(150.0, 20), (140.0, 10), (150.0, 20)]), [50]);
    assert_eq!(lengths(&[(150.0, 20), (140.0, 11), (150.0, 20)]), [20, 20]);
    assert_eq!(lengths(&[(150.0, 15)]), [15]);
    assert!(lengths(&[(150.0, 14)]).is_empty());
}

#[test]
fn a_hill_and_the_effort_it_forces() {
    // 300 m at 6 % climb 18 m, in 120 s at 2.5 m/s. On the hill, the heart rate is raised for 70 s.
    let flat = (400, 2.5, 0.0, 140.0);
    let assessment =
        graded(&outdoor(&[flat, (50, 2.5, 0.06, 140.0), (70, 2.5, 0.06, 150.0), flat, flat]));
    assert_eq!(assessment.hills.len(), 1);
    let hill = assessment.hills[0];
    assert!((hill.gain_m - 18.0).abs() < 2.0, "{hill:?}");
    assert!((hill.length_m - 300.0).abs() <= 30.0, "{hill:?}");
    assert!((hill.start_timer_ms - 400_000).abs() <= 12_000, "{hill:?}");
    assert!((assessment.ascent_m.unwrap() - 18.0).abs() < 1.0);
    assert_eq!(assessment.effort_spikes.len(), 1);
    assert_eq!(assessment.effort_spikes[0].length_ms, 70_000);
    assert_eq!(assessment.surges[0].cause, surges::Cause::Hill);
    assert_eq!(assessment.criteria.terrain.outcome, Outcome::Warn);
    assert!(assessment.steep.is_empty());

    // Two such hills fail.
    let hill = [(50, 2.5, 0.06, 140.0), (70, 2.5, 0.06, 150.0)];
    let two = [&[flat], &hill[..], &[flat], &hill[..], &[flat]].concat();
    assert_eq!(graded(&outdoor(&two)).criteria.terrain.outcome, Outcome::Fail);
}

#[test]
fn hills_that_force_nothing_are_no_fault_unless_there_are_many() {
    let flat = (400, 2.5, 0.0, 140.0);
    // 100 m at 12 %, in Zone 1; 300 m at 3 %.
    let steep = graded(&outdoor(&[flat, (40, 2.5, 0.12, 140.0), flat, flat]));
    assert!(steep.steep.iter().map(|stretch| stretch.length_m).sum::<f64>() >= 50.0);
    assert_eq!(steep.criteria.terrain.outcome, Outcome::Pass);
    assert!(!steep.criteria.terrain.evidence.is_empty());
    // The same without a known maximum: what it forced cannot be told.
    let untold = outdoor(&[flat, (40, 2.5, 0.12, 140.0), flat, flat]);
    let untold = assess(&untold, &Athlete::default()).unwrap();
    assert_eq!(untold.criteria.terrain.outcome, Outcome::Warn);
    // 300 m at 12 % are over 200 m.
    let long = graded(&outdoor(&[flat, (120, 2.5, 0.12, 140.0), flat, flat, flat]));
    assert_eq!(long.criteria.terrain.outcome, Outcome::Warn);
    assert_eq!(long.main_reason.unwrap().code, ReasonCode::EffortOnHills);
    // 2 km at 3 % and 1 km flat: 60 m in 3 km are 20 m a km, and 3.3 % make it 22.
    let rolling =
        |grade| graded(&outdoor(&[flat, (800, 2.5, grade, 140.0)])).criteria.terrain.outcome;
    assert_eq!((rolling(0.029), rolling(0.033)), (Outcome::Pass, Outcome::Warn));
    let gentle = graded(&outdoor(&[flat, (120, 2.5, 0.03, 140.0), flat, flat]));
    assert!(gentle.hills.is_empty() && gentle.steep.is_empty());
    assert_eq!(gentle.criteria.terrain.outcome, Outcome::Pass);
}

#[test]
fn a_hill_bridges_dips() {
    let flat = (400, 2.5, 0.0, 140.0);
    let hills = |legs: &[(usize, f64, f64, f32)]| {
        graded(&outdoor(&[&[flat], legs, &[flat]].concat())).hills
    };
    // 130 m with 9 m up, 50 m with 2.5 m down, 130 m with 9 m up: 15.5 m over 310 m, 5 %.
    let up = (52, 2.5, 9.0 / 130.0, 140.0);
    let down = |metres: f64| (20, 2.5, -metres / 50.0, 140.0);
    let [hill] = hills(&[up, down(2.5), up])[..] else { panic!("not one hill") };
    assert!((hill.gain_m - 15.5).abs() < 1.5 && (hill.length_m - 310.0).abs() <= 30.0, "{hill:?}");
    // One rise of 9 m is no hill. Two rises of 9.5 m with a dip of 5.5 m between them are also no
    // hill, although 13.5 m over 310 m would be 4.4 %. The mean over 50 m leaves nearly 4 m of the
    // dip.
    assert!(hills(&[up]).is_empty());
    let up_more = (52, 2.5, 9.5 / 130.0, 140.0);
    assert!(hills(&[up_more, down(5.5), up_more]).is_empty());
    // Three rises of 9.9 m over 150 m with two dips of 2.9 m over 60 m. Together they are 23.9 m
    // over 570 m, 4.2 %. Two rises exceed 4 % by more: 16.9 m over 360 m, 4.7 %. The remaining rise
    // is no hill.
    let (up, down) = ((60, 2.5, 0.066, 140.0), (24, 2.5, -2.9 / 60.0, 140.0));
    let [hill] = hills(&[up, down, up, down, up])[..] else { panic!("not one hill") };
    assert!((hill.gain_m - 16.9).abs() < 1.5 && (hill.length_m - 360.0).abs() <= 30.0, "{hill:?}");
}

#[test]
fn an_effort_without_heart_rate_counts_from_any_second_on() {
    // A hill of 200 m at 6 %, with 30 s of it at twice the speed, without a heart rate.
    let spikes = |before_s: usize| {
        let legs = [
            (before_s, 2.5, 0.0, 0.0),
            (10, 2.5, 0.06, 0.0),
            (30, 5.0, 0.06, 0.0),
            (10, 2.5, 0.06, 0.0),
            (900, 2.5, 0.0, 0.0),
        ];
        let run = graded(&outdoor(&legs));
        assert_eq!(run.verdict, Verdict::Ungradable);
        run.effort_spikes.len()
    };
    assert_eq!([450, 451, 453, 455, 457, 459].map(spikes), [1; 6]);
}

#[test]
fn walking_is_few_steps_or_low_speed() {
    let walks = |speed, strides_per_min: Option<f32>| {
        let mut activity = outdoor(&[(1800, speed, 0.0, 110.0)]);
        if let Some(strides) = strides_per_min {
            activity.samples.cadence_rpm = vec![strides; activity.samples.len()];
        }
        graded(&activity).is_mostly_walking
    };
    // 160 and 130 steps a minute; 2.5 and 1.8 m/s.
    assert!(!walks(2.5, Some(80.0)) && !walks(2.5, None));
    assert!(walks(2.5, Some(65.0)) && walks(1.8, Some(80.0)) && walks(1.8, None));
}

#[test]
fn effort_spikes_at_their_limits() {
    // 250 m at 5 % in 100 s climb 12.5 m, which is a hill. The heart rate rises after ten seconds
    // of it.
    let with = |spikes_s: &[usize]| {
        let flat = (400, 2.5, 0.0, 140.0);
        let mut legs = vec![flat];
        for &spike_s in spikes_s {
            let on_hill_s = spike_s.min(90);
            legs.extend([
                (10, 2.5, 0.05, 140.0),
                (on_hill_s, 2.5, 0.05, 150.0),
                (90 - on_hill_s, 2.5, 0.05, 140.0),
                (spike_s - on_hill_s, 2.5, 0.0, 150.0),
                flat,
            ]);
        }
        let run = graded(&outdoor(&legs));
        let lengths = run.effort_spikes.iter().map(|spike| spike.length_ms as usize / 1000);
        assert_eq!(lengths.collect::<Vec<_>>(), spikes_s, "of what was run");
        run.criteria.terrain.outcome
    };
    // One hill of 100 s is within the limit of 120 s.
    assert_eq!(with(&[]), Outcome::Pass);
    assert_eq!(with(&[15]), Outcome::Warn);
    assert_eq!(with(&[120]), Outcome::Warn);
    assert_eq!(with(&[121]), Outcome::Fail);
    assert_eq!(with(&[15, 15]), Outcome::Fail);
}

#[test]
fn an_effort_spike_begins_within_a_minute_after_the_top() {
    // The hill ends at 500 s, to within a cell of 10 m (4 s).
    let spikes = |after_s: usize| {
        let legs = [
            (400, 2.5, 0.0, 140.0),
            (100, 2.5, 0.05, 140.0),
            (after_s, 2.5, 0.0, 140.0),
            (30, 2.5, 0.0, 150.0),
            (600, 2.5, 0.0, 140.0),
        ];
        graded(&outdoor(&legs)).effort_spikes.len()
    };
    assert_eq!((spikes(52), spikes(68)), (1, 0));
}

#[test]
fn time_on_hills_at_its_limit() {
    // Two hills of 300 m at 4.5 %, 120 s each. Their ends are exact to within a cell of 10 m (4 s).
    // The maximum is not known, and no effort stands out, because the cost of 4.5 % is 1.27 times
    // the cost of flat ground.
    let hill = (120, 2.5, 0.045, 140.0);
    let flat = (300, 2.5, 0.0, 140.0);
    let activity = outdoor(&[flat, hill, flat, hill, flat]);
    let run = assess(&activity, &Athlete::default()).unwrap();
    let hills_ms: i64 = run.hills.iter().map(|hill| hill.end_timer_ms - hill.start_timer_ms).sum();
    assert!((hills_ms - 240_000).abs() <= 16_000, "{hills_ms}");
    assert_eq!(run.criteria.terrain.outcome, Outcome::Warn);
    assert_eq!(run.criteria.terrain.to_pass.len(), 1);
    let allowing = |hills_ms: i64| {
        let policy =
            Policy::default().with(|policy| policy.hills_pass_s = hills_ms as f64 / 1000.0);
        let athlete = Athlete::default().with(|athlete| athlete.policy = policy);
        assess(&activity, &athlete).unwrap().criteria.terrain.outcome
    };
    assert_eq!(allowing(hills_ms), Outcome::Pass);
    assert_eq!(allowing(hills_ms - 1), Outcome::Warn);
}

#[test]
fn steep_at_its_limit() {
    let with = |grade| {
        let flat = (400, 2.5, 0.0, 140.0);
        let policy = Policy::default().with(|policy| policy.terrain_steep_m = 0.0);
        let athlete = Athlete::with_max_hr(200.0).with(|athlete| athlete.policy = policy);
        let run = outdoor(&[flat, (40, 2.5, grade, 140.0), flat]);
        assess(&run, &athlete).unwrap().criteria.terrain.outcome
    };
    // 100 m at 8 %. Over the 50 m in the middle, the mean over 50 m equals the slope.
    assert_eq!(with(0.08), Outcome::Warn);
    assert_eq!(with(0.0799), Outcome::Pass);
}

#[test]
fn what_would_have_made_it_pass() {
    // 50 min at 140 bpm, with 200 s in one piece at 150: 93.3 % are easy.
    let rates = seconds(140.0, 1400).chain(seconds(150.0, 200)).chain(seconds(140.0, 1400));
    let mut activity = run(rates);
    activity.rpe = Some(3.0);
    let criteria = graded(&activity).criteria;
    assert_eq!(
        criteria.intensity.to_pass,
        // 95 % of 3000 s leave 150 s.
        ["0:50 less above 145 bpm", "slowing down within 1:00 of going above it, at 23:20"]
    );
    assert_eq!(criteria.duration.to_pass, ["5:00 less"]);
    assert_eq!(criteria.effort_felt.to_pass, ["an effort that feels like 2 of 10 or less"]);
    assert!(criteria.terrain.to_pass.is_empty() && criteria.warmup_finish.to_pass.is_empty());
    let unknown = assess(&activity, &Athlete::default()).unwrap().criteria.intensity;
    assert_eq!(unknown.to_pass, ["a known maximum heart rate"]);
    // 14 min in total, with the first 5 min at 150 and the rest at 120: 6 min are missing.
    let short = graded(&run(seconds(150.0, 300).chain(seconds(120.0, 540)))).criteria;
    assert_eq!(short.duration.to_pass, ["6:00 more"]);
    // 5 % over the median of 150 in 20 min is 157.5.
    let hasty = graded(&run(seconds(160.0, 300).chain(seconds(150.0, 900)))).criteria;
    assert_eq!(hasty.warmup_finish.to_pass, ["the first 5 min at 157 bpm or less"]);
}

#[test]
fn altitude_that_leaps_is_no_hill() {
    // A spike of 86 m for one second and a level that shifts by 791 m, on flat ground.
    let mut activity = outdoor(&[(1800, 2.5, 0.0, 140.0)]);
    activity.samples.altitude_m[600] += 86.0;
    for altitude_m in &mut activity.samples.altitude_m[1200..] {
        *altitude_m += 791.0;
    }
    let assessment = graded(&activity);
    assert_eq!(assessment.ascent_m, Some(0.0));
    assert_eq!(assessment.criteria.terrain.outcome, Outcome::Pass);
}

#[test]
fn causes_of_surges() {
    let cause = |activity: &Activity| graded(activity).surges[0].cause;
    let flat = |seconds, rate| (seconds, 2.5, 0.0, rate);
    let at_start = outdoor(&[flat(60, 140.0), flat(60, 150.0), flat(1200, 140.0)]);
    assert_eq!(cause(&at_start), surges::Cause::Start);
    // The speed rises from 2.5 to 3.5 m/s half a minute before the heart rate rises.
    let pace = outdoor(&[
        flat(400, 140.0),
        (30, 3.5, 0.0, 140.0),
        (60, 3.5, 0.0, 150.0),
        flat(900, 140.0),
    ]);
    assert_eq!(cause(&pace), surges::Cause::Pace);
    let drift = outdoor(&[flat(1200, 140.0), flat(60, 150.0), flat(60, 140.0)]);
    assert_eq!(cause(&drift), surges::Cause::Drift);
    let unknown = outdoor(&[flat(400, 140.0), flat(60, 150.0), flat(1200, 140.0)]);
    assert_eq!(cause(&unknown), surges::Cause::Unknown);
}

#[test]
fn maximum_heart_rate_takes_the_best_source() {
    use recoup_analysis::MaxSource;
    let mut activity = run(seconds(140.0, 1800));
    let mut athlete = Athlete::default().with(|athlete| athlete.birth_year = Some(1976));
    let source = |activity: &Activity, athlete: &Athlete| {
        let assessment = assess(activity, athlete).unwrap();
        (assessment.max_bpm, assessment.max_source)
    };
    assert_eq!(source(&activity, &Athlete::default()), (None, MaxSource::None));
    assert_eq!(assess(&activity, &Athlete::default()).unwrap().verdict, Verdict::Ungradable);
    // 208 - 0.7 * 50.
    assert_eq!(source(&activity, &athlete), (Some(173.0), MaxSource::Age));
    activity.user.max_bpm = Some(186.0);
    assert_eq!(source(&activity, &athlete), (Some(186.0), MaxSource::Watch));
    activity.device_zones = Some(DeviceZones { max_bpm: Some(188.0), ..DeviceZones::default() });
    assert_eq!(source(&activity, &athlete), (Some(188.0), MaxSource::Watch));
    athlete.set_max_hr(191.0);
    assert_eq!(source(&activity, &athlete), (Some(191.0), MaxSource::Athlete));
}

#[test]
fn a_resting_heart_rate_that_is_the_maximum_leaves_no_zones() {
    let mut activity = run(seconds(120.0, 1800));
    activity.user.resting_bpm = Some(190.0);
    let athlete = Athlete::with_max_hr(190.0).with(|athlete| athlete.zones = ZoneModel::Karvonen);
    let run = assess(&activity, &athlete).unwrap();
    assert_eq!((run.zones, run.verdict), (None, Verdict::Ungradable));
}

#[test]
fn zone_models_by_the_published_percentages() {
    let mut activity = run(seconds(120.0, 1800));
    activity.user.resting_bpm = Some(50.0);
    activity.user.threshold_bpm = Some(170.0);
    activity.device_zones = Some(DeviceZones {
        bounds_bpm: vec![100.0, 120.0, 140.0, 160.0, 175.0, 190.0],
        ..DeviceZones::default()
    });
    let zone1 = |model| {
        let athlete = Athlete::with_max_hr(190.0).with(|athlete| athlete.zones = model);
        assess(&activity, &athlete).unwrap().zones.unwrap().zone1_whole_bpm()
    };
    // 68-73 % of 190 = 129.2-138.7; 50-60 % = 95-114; the same of 140 over 50 = 120-134; 55-72 %
    // = 104.5-136.8; under 85 % of 170 = 144.5; 72-81 % of 170 = 122.4-137.7; the file's own.
    assert_eq!(zone1(ZoneModel::Fljuga), (130, 138));
    assert_eq!(zone1(ZoneModel::Garmin), (95, 113));
    assert_eq!(zone1(ZoneModel::Karvonen), (120, 133));
    assert_eq!(zone1(ZoneModel::Olympiatoppen), (105, 136));
    assert_eq!(zone1(ZoneModel::Friel), (0, 144));
    assert_eq!(zone1(ZoneModel::EightyTwenty), (123, 137));
    assert_eq!(zone1(ZoneModel::Device), (100, 119));
    // 60-70 % of 190 = 114-133; of 140 over 50 = 134-148; of 170 = 102-119; as given.
    let custom = |text: &str| zone1(text.parse().unwrap());
    assert_eq!(custom("max:60,70,80,87,93"), (114, 132));
    assert_eq!(custom("reserve:60,70,80,87,93"), (134, 147));
    assert_eq!(custom("threshold:60,70,80,87,93"), (102, 118));
    assert_eq!(custom("bpm:120.5,135,150,165,180"), (121, 134));
}

#[test]
fn zone_models_have_one_spelling() {
    for model in ZoneModel::ALL {
        assert_eq!(model.to_string().parse(), Ok(model));
    }
    let model: ZoneModel = "BPM: 120, 135,150 ,165,180".parse().unwrap();
    assert_eq!(model.to_string(), "bpm:120,135,150,165,180");
    assert_eq!(model.to_string().parse(), Ok(model));
    let error = |text: &str| text.parse::<ZoneModel>().unwrap_err().to_string();
    assert_eq!(
        error("fjuga"),
        "no zone model is called \"fjuga\"; did you mean fljuga? (there are fljuga, garmin, \
         karvonen, olympiatoppen, friel, 80-20, device, and edges of one's own such as \
         max:68,73,80,87,93)"
    );
    for (text, what) in [
        ("hr:68,73,80,87,93", "edges are of max, reserve, threshold, bpm, not of \"hr\""),
        ("treshold:68,73,80,87,93", "not of \"treshold\"; did you mean threshold?"),
        ("max:68,73,80,87", "there must be five edges, the lowest of each zone, and not 4"),
        ("max:68,73,80,87,93,97", "and not 6"),
        ("max:68,73,73,87,93", "the edges must ascend, and 73 follows 73"),
        ("max:68,73,eighty,87,93", "\"eighty\" is no number"),
        ("max:", "\"\" is no number"),
        ("max:126,135,148,161,172", "135 is not between 0 and 130 %"),
        ("bpm:-1,135,148,161,172", "-1 is not between 0 and 250 bpm"),
        ("bpm:1,nan,148,161,172", "nan is not between"),
    ] {
        let said = error(text);
        assert!(said.starts_with(&format!("zones {text:?}: ")) && said.contains(what), "{said}");
    }
}

#[test]
fn kinds_of_runs() {
    let of = |title: Option<&str>, rate, minutes: usize| {
        let mut activity = run(seconds(rate, minutes * 60));
        activity.labels.title = title.map(str::to_owned);
        let classified = graded(&activity).classified;
        (classified.kind, classified.intent)
    };
    assert_eq!(of(None, 140.0, 30), (Kind::Recovery, Intent::None));
    assert_eq!(of(Some("Recovery jog"), 170.0, 30), (Kind::Recovery, Intent::Named));
    assert_eq!(of(Some("Rolig restitusjon"), 0.0, 30), (Kind::Recovery, Intent::Named));
    // The athlete's own words match with any separator between them. A part of a word does not
    // match.
    let own = |title: &str| {
        let mut activity = run(seconds(165.0, 1800));
        activity.labels.title = Some(title.to_owned());
        let words = vec!["easy-jog".to_owned(), "l'allure facile".to_owned()];
        let policy = Policy::default().with(|policy| policy.recovery_words = words);
        assess(&activity, &Athlete::with_max_hr(200.0).with(|athlete| athlete.policy = policy))
            .unwrap()
            .classified
            .intent
    };
    assert_eq!(own("Morning easy-jog"), Intent::Named);
    assert_eq!(own("Easy Jog, wet"), Intent::Named);
    assert_eq!(own("à l\u{2019}allure facile"), Intent::Named);
    assert_eq!((own("Easy jogging"), own("Jog easy")), (Intent::None, Intent::None));
    // 150 bpm is in Zone 2, 165 bpm is in Zone 3. Eight minutes at 175 bpm are hard.
    assert_eq!(of(None, 150.0, 30), (Kind::Easy, Intent::None));
    assert_eq!(of(None, 165.0, 30), (Kind::Steady, Intent::None));
    assert_eq!(of(None, 175.0, 8), (Kind::Hard, Intent::None));
    assert_eq!(of(None, 140.0, 90), (Kind::Long, Intent::None));
    assert_eq!(of(Some("City race 10 km"), 150.0, 50), (Kind::Race, Intent::None));
    assert_eq!(of(Some("Course officielle"), 150.0, 50), (Kind::Race, Intent::None));
    assert_eq!(of(Some("Fractionné 30/30"), 150.0, 50), (Kind::Hard, Intent::None));
    // The usual title of any run in Spanish.
    assert_eq!(of(Some("Carrera de mañana"), 150.0, 50), (Kind::Easy, Intent::None));
    assert_eq!(of(None, 0.0, 30), (Kind::Unknown, Intent::None));
}

#[test]
fn a_plan_tells_before_the_title() {
    // 06:00 UTC is on the same day in Oslo and still on the day before in Los Angeles.
    let of = |planned: &str, offset_min| {
        let mut activity = run(seconds(170.0, 30 * 60));
        activity.labels.title = Some("City race".to_owned());
        activity.utc_offset_min = Some(offset_min);
        let mut athlete = Athlete::with_max_hr(200.0);
        let text = format!("date,type\n2026-03-02,{planned}\n");
        athlete.planned = Plan::from_csv(&text, &athlete.policy).unwrap();
        let classified = assess(&activity, &athlete).unwrap().classified;
        (classified.kind, classified.intent, classified.reason)
    };
    let reason = "planned for 2026-03-02".to_owned();
    assert_eq!(of("recovery", 60), (Kind::Recovery, Intent::Planned, reason.clone()));
    assert_eq!(of("steady", 60), (Kind::Steady, Intent::None, reason));
    let by_title = (Kind::Race, Intent::None, "the title holds “race”".to_owned());
    assert_eq!(of("recovery", -480), by_title);
    assert_eq!(of("rest", 60), by_title);
}

#[test]
fn load_weighs_minutes_by_zone() {
    // 10 min in Zone 1, 5 in Zone 3, 2 in Zone 5: 10 + 15 + 10.
    let rates = seconds(140.0, 600).chain(seconds(165.0, 300)).chain(seconds(190.0, 120));
    assert_eq!(graded(&run(rates)).load, Some(35.0));
}

#[test]
fn a_policy_of_ones_own_is_applied() {
    let activity = run(seconds(140.0, 50 * 60));
    let policy = Policy::default().with(|policy| policy.duration_pass_max_min = 60.0);
    let athlete = Athlete::with_max_hr(200.0).with(|athlete| athlete.policy = policy);
    assert_eq!(assess(&activity, &athlete).unwrap().grade, Some(Grade::A));
}

#[test]
fn raising_the_maximum_never_worsens_intensity() {
    let rates = (0..2400).map(|second| 120.0 + f32::from(second as u16 % 600) / 20.0);
    let activity = run(rates);
    let rank = |outcome| match outcome {
        Outcome::Pass => 0,
        Outcome::Warn => 1,
        Outcome::Fail => 2,
        Outcome::Unknown => 3,
    };
    let mut last = 3;
    for max in 150..=230 {
        let athlete = Athlete::with_max_hr(f64::from(max));
        let assessment = assess(&activity, &athlete).unwrap();
        let now = rank(assessment.criteria.intensity.outcome);
        assert!(now <= last, "HRmax {max}");
        assert_eq!(assessment.zone_times.total_ms(), assessment.timer_ms);
        last = now;
    }
    assert_eq!(last, 0);
}
