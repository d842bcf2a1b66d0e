//! Suspicious heart rates, calculated by hand.

mod made;

use made::{graded, run, seconds};
use recoup_analysis::{Assessment, Outcome, SuspectKind, Verdict, run::surges::Cause};
use recoup_model::Activity;

/// Returns `count` seconds of a plausible heart rate, which alternates between `bpm` and one beat
/// more.
fn alive(bpm: f32, count: usize) -> impl Iterator<Item = f32> + Clone {
    (0..count).map(move |second| bpm + (second % 2) as f32)
}

/// Returns the stretches as (kind, start, length) in seconds, and the suspicious time in seconds.
fn suspicious(run: &Assessment) -> (Vec<(SuspectKind, i64, i64)>, i64) {
    let quality = &run.heart_rate_quality;
    let total_ms = quality.clean_ms + quality.suspicious_ms + quality.missing_ms;
    assert_eq!(total_ms, run.timer_ms);
    let stretches = quality.stretches.iter();
    let in_seconds = stretches
        .map(|stretch| (stretch.kind, stretch.start_timer_ms / 1000, stretch.length_ms / 1000));
    (in_seconds.collect(), quality.suspicious_ms / 1000)
}

fn of(rates: impl IntoIterator<Item = f32>) -> (Vec<(SuspectKind, i64, i64)>, i64) {
    suspicious(&graded(&run(rates)))
}

fn with_cadence(mut activity: Activity, strides_per_min: impl Fn(usize) -> f32) -> Activity {
    activity.samples.cadence_rpm = (0..activity.samples.len()).map(strides_per_min).collect();
    activity
}

#[test]
fn a_cadence_locked_easy_run_reports_both_verdicts() {
    // 40 min at 140 bpm and 164 steps a minute, in Zone 1 (136-145). From 10:00 the watch shows the
    // steps for five minutes: 2100 of 2400 s are easy, 87.5 %, and the surge lasts 300 s.
    let rates = alive(140.0, 600).chain(alive(164.0, 300)).chain(alive(140.0, 1500));
    let locked = graded(&with_cadence(run(rates), |_| 82.0));
    assert_eq!(locked.verdict, Verdict::NotRecovery);
    assert_eq!(locked.criteria.intensity.outcome, Outcome::Fail);
    assert_eq!(locked.surges.len(), 1);
    assert_eq!(locked.surges[0].cause, Cause::Suspect);
    // Without these five minutes 87.5 % of the time has a heart rate, all of it easy.
    assert_eq!(locked.verdict_without_suspect(), Verdict::Recovery);
    // The step down at the end of the lock adds one suspicious sample.
    let (stretches, seconds) = suspicious(&locked);
    assert!(stretches.contains(&(SuspectKind::CadenceLock, 600, 300)), "{stretches:?}");
    assert_eq!(seconds, 301);

    // Five minutes above the zone at another cadence are an ordinary surge.
    let rates = alive(140.0, 600).chain(alive(164.0, 300)).chain(alive(140.0, 1500));
    let sound = graded(&with_cadence(run(rates), |_| 88.0));
    assert_eq!(sound.verdict, Verdict::NotRecovery);
    assert_eq!(sound.verdict_without_suspect(), Verdict::NotRecovery);
}

#[test]
fn a_lock_is_entered_by_a_jump_or_moves_with_the_cadence() {
    // A heart rate that climbs by a beat each 10 s to 165 and stays there, at 164 steps a minute.
    let climb = (0..250).map(|second| 140.0 + (second / 10) as f32);
    let rates = climb.chain(alive(164.0, 300)).chain(alive(140.0, 600));
    let steady = suspicious(&graded(&with_cadence(run(rates.clone()), |_| 82.0)));
    assert!(steady.0.iter().all(|&(kind, ..)| kind != SuspectKind::CadenceLock), "{steady:?}");
    // In the same run, cadence and heart rate now fall and rise together by six every 20 s.
    let dip = |second: usize| if (second / 20).is_multiple_of(2) { 0.0 } else { 6.0 };
    let rates: Vec<f32> = rates
        .enumerate()
        .map(|(second, bpm)| if (250..550).contains(&second) { bpm - dip(second) } else { bpm })
        .collect();
    let moving = graded(&with_cadence(run(rates), |second| 82.0 - dip(second) / 2.0));
    let (stretches, _) = suspicious(&moving);
    assert!(stretches.iter().any(|&(kind, ..)| kind == SuspectKind::CadenceLock), "{stretches:?}");
}

#[test]
fn a_flat_line_lasts_two_minutes_at_once_a_second() {
    let flat = |count| of(alive(139.0, 300).chain(seconds(142.0, count)).chain(alive(139.0, 300)));
    assert_eq!(flat(119), (vec![], 0));
    assert_eq!(flat(120), (vec![(SuspectKind::FlatLine, 300, 120)], 120));
    // A watch that writes a sample every three seconds leaves out unchanged values.
    let mut sparse = run(seconds(142.0, 900));
    sparse.samples = recoup_model::Samples::default();
    for step in 0..=300 {
        let heart_rate_bpm = Some(142.0);
        let time_ms = made::START_MS + step * 3000;
        sparse.samples.push(&recoup_model::Sample {
            time_ms,
            heart_rate_bpm,
            ..Default::default()
        });
    }
    assert_eq!(suspicious(&graded(&sparse)), (vec![], 0));
}

#[test]
fn a_start_plateau_falls_and_is_not_seen_again() {
    // Two minutes at 175-176, then a fall by two beats a second, from 173 at 2:00 to 139 at 2:17,
    // then 140.
    let fall = (0..18).map(|second| 173.0 - 2.0 * second as f32);
    let plateau = alive(175.0, 120).chain(fall.clone());
    let easy = plateau.clone().chain(alive(139.0, 1500));
    assert_eq!(of(easy), (vec![(SuspectKind::StartPlateau, 0, 137)], 137));
    // A hard start is no artefact if the run continues as hard.
    assert_eq!(
        of(plateau.chain((0..25).map(|step| 140.0 + step as f32)).chain(alive(165.0, 1500))),
        (vec![], 0)
    );
    // A fall in the fourth minute is no start plateau either.
    assert_eq!(of(alive(175.0, 215).chain(fall).chain(alive(139.0, 1500))), (vec![], 0));
}

#[test]
fn a_step_of_ten_beats_in_a_second_is_impossible() {
    let spike =
        |bpm, count| of(seconds(140.0, 60).chain(seconds(bpm, count)).chain(seconds(140.0, 59)));
    assert_eq!(spike(149.0, 5), (vec![], 0));
    assert_eq!(spike(150.0, 5), (vec![(SuspectKind::ImpossibleStep, 60, 5)], 5));
    assert_eq!(spike(130.0, 5), (vec![(SuspectKind::ImpossibleStep, 60, 5)], 5));
    // If the heart rate stays at the new level, either side of the step can be wrong. So one sample
    // on each side counts.
    let (stretches, total) = spike(160.0, 50);
    let steps = [(SuspectKind::ImpossibleStep, 60, 1), (SuspectKind::ImpossibleStep, 110, 1)];
    assert_eq!((stretches.as_slice(), total), (&steps[..], 2));
}

#[test]
fn missing_heart_rate_is_neither_clean_nor_suspicious() {
    let quality = graded(&run(alive(140.0, 600).chain(seconds(0.0, 300)).chain(alive(140.0, 300))));
    let quality = quality.heart_rate_quality;
    // The last reading before the gap holds for 2 s.
    assert_eq!(
        (quality.clean_ms, quality.suspicious_ms, quality.missing_ms),
        (901_000, 0, 299_000)
    );
}

#[test]
fn nothing_suspicious_leaves_one_verdict() {
    let sound = graded(&run(alive(140.0, 1800)));
    assert_eq!(sound.without_suspect, None);
    assert_eq!(sound.verdict_without_suspect(), sound.verdict);
}

#[test]
fn what_the_heart_does_in_a_pause_is_no_step_and_no_fall() {
    use recoup_model::{TimerEvent, TimerEventKind};
    // Two and a half minutes at 145. The timer then stands for four minutes. Then 112, and up to
    // 124.
    let rates = alive(145.0, 150).chain(alive(112.0, 60)).chain(alive(124.0, 1500));
    let mut activity = run(rates);
    for time_ms in &mut activity.samples.time_ms[150..] {
        *time_ms += 240_000;
    }
    for (second, kind) in [
        (0, TimerEventKind::Start),
        (150, TimerEventKind::Stop),
        (390, TimerEventKind::Start),
        (1950, TimerEventKind::Stop),
    ] {
        activity.timer_events.push(TimerEvent { time_ms: made::START_MS + second * 1000, kind });
    }
    let paused = graded(&activity);
    assert_eq!((paused.timer_ms, paused.elapsed_ms), (1_710_000, 1_950_000));
    assert_eq!(suspicious(&paused), (vec![(SuspectKind::ImpossibleStep, 210, 1)], 1));
}
