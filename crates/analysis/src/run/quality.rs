//! Suspicious heart rates: artefacts of sensors.
//!
//! | artefact | rule | default | from |
//! |---|---|---|---|
//! | impossible step | a change within one second that no heart makes, until the heart rate is back at its earlier value (within half a minute; otherwise one sample) | 10 bpm | measured: one in 10,000 real steps is as large |
//! | flat line | one value in every sample, with a sample every second | 120 s | proposed |
//! | start plateau | a level in the first minutes that falls steeply and that the run does not reach later (the later median is lower by as much as the fall): a dry strap, or a watch that has not found the pulse yet | in the first 180 s, by more than 20 bpm within 30 s | proposed |
//! | no effort | near the athlete's maximum and slower than usual, or far above the maximum and no faster than usual, and not on a climb: a dry strap | 5 bpm below, 60 s, under 90 % of the run's median speed; 10 bpm above | proposed |
//! | cadence lock | windows in which most heart rates equal the steps per minute, and which begin with a jump or move with the cadence beat for step: an optical sensor counts steps | 60 s, 80 %, within 3 | proposed |
//!
//! Suspicious heart rates are kept and counted as recorded, never repaired, because the verdict
//! rests on the values of the watch. But they are reported, and a second verdict counts them as
//! missing. A heart rate below 30 or above 230, which includes 0 and 255, is missing:
//! [`TimedSamples::heart_rate_bpm`].
//!
//! Rates of change use clock time, because a change while the timer stands is no artefact.
//!
//! The limits in the table are fields of [`Policy`].

use crate::run::peak::median_speed_m_s;
use crate::run::terrain::Terrain;
use crate::run::timeline::TimedSamples;
use crate::run::trace::HeartRateTrace;
use crate::settings::policy::{Policy, seconds_to_ms};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Share by which a speed may exceed the usual speed and still count as usual.
const SPEED_NOISE: f64 = 0.05;
/// Time within which the heart rate must return after an impossible step, in milliseconds.
/// Otherwise only the first sample is suspicious.
const STEP_UNDONE_MS: i64 = 30_000;
/// Least number of samples a second that counts as "once a second".
const ONCE_A_SECOND: f64 = 0.8;
/// Largest distance of a plateau's heart rates below its highest heart rate, in beats per minute.
const PLATEAU_BPM: f64 = 10.0;
/// Time in which a change by [`LOCK_JUMP_BPM`] is a jump into a cadence lock, in milliseconds.
const LOCK_JUMP_MS: i64 = 5_000;
/// Change of the heart rate that is a jump into a cadence lock, in beats per minute.
const LOCK_JUMP_BPM: f64 = 10.0;
/// Largest variance of the difference between heart rate and cadence, as a share of the heart
/// rate's variance, for which the two move together.
const LOCK_UNEXPLAINED: f64 = 0.5;
/// Least standard deviation of a cadence that varies, in steps per minute.
const LOCK_DEVIATION_SPM: f64 = 1.0;

/// The clean, suspicious and missing parts of a run's heart rate. The three times sum to timer
/// time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct HeartRateQuality {
    /// Time with a heart rate that is not suspicious, in milliseconds.
    pub clean_ms: i64,
    /// Time with a suspicious heart rate, in milliseconds.
    pub suspicious_ms: i64,
    /// Time without a heart rate, in milliseconds.
    pub missing_ms: i64,
    /// Suspicious stretches, in order. Stretches of different kinds may overlap.
    pub stretches: Vec<SuspectStretch>,
}

/// A stretch of suspicious heart rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SuspectStretch {
    /// Kind of the artefact.
    pub kind: SuspectKind,
    /// Start in milliseconds of timer time.
    pub start_timer_ms: i64,
    /// Length in milliseconds of timer time.
    pub length_ms: i64,
}

/// The kind of an artefact in the heart rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SuspectKind {
    /// Cadence in place of the heart rate.
    CadenceLock,
    /// Heart rate that does not change at all.
    FlatLine,
    /// Heart rate that is too high at the start and then falls at once.
    StartPlateau,
    /// Heart rate that changes faster than a heart can.
    ImpossibleStep,
    /// Heart rate near or above the athlete's maximum without an effort: a dry strap.
    NoEffort,
}

impl SuspectKind {
    /// Returns the name in words, as users see it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CadenceLock => "cadence lock",
            Self::FlatLine => "flat line",
            Self::StartPlateau => "start plateau",
            Self::ImpossibleStep => "impossible step",
            Self::NoEffort => "near the maximum without effort",
        }
    }
}

impl HeartRateQuality {
    /// Finds the suspicious heart rates of a time line. `trace` must be the trace of the same time
    /// line.
    #[must_use]
    pub fn new(timed: &TimedSamples<'_>, trace: &HeartRateTrace, policy: &Policy) -> Self {
        let beats = beats(timed);
        let mut stretches = impossible_steps(&beats, policy);
        stretches.extend(flat_lines(&beats, policy));
        stretches.extend(start_plateau(&beats, trace, policy));
        stretches.extend(cadence_locks(&beats, policy));
        Self::of_stretches(stretches, trace, timed.timeline.timer_ms)
    }

    /// Sorts suspicious stretches and counts the time in them.
    fn of_stretches(
        mut stretches: Vec<SuspectStretch>,
        trace: &HeartRateTrace,
        timer_ms: i64,
    ) -> Self {
        stretches.sort_by_key(|stretch| (stretch.start_timer_ms, stretch.kind));
        let mut quality = Self { stretches, ..Self::default() };
        let known_ms = trace.known_ms();
        quality.suspicious_ms = quality
            .suspicious()
            .into_iter()
            .map(|(start_ms, end_ms)| trace.known_between_ms(start_ms, end_ms))
            .sum();
        quality.clean_ms = known_ms - quality.suspicious_ms;
        quality.missing_ms = timer_ms - known_ms;
        quality
    }

    /// Adds the stretches near or above a maximum heart rate (beats per minute) that no effort
    /// explains; [`None`] if there are none, and if the speed is not known.
    pub(crate) fn with_maximum(
        &self,
        trace: &HeartRateTrace,
        terrain: &Terrain,
        max_bpm: f64,
        policy: &Policy,
    ) -> Option<Self> {
        let high = high_stretches(trace, max_bpm - policy.no_effort_below_max_bpm, policy);
        let profile = terrain.profile.as_ref().filter(|_| !high.is_empty())?;
        let median_m_s = median_speed_m_s(&profile.by_second())?;
        let far_bpm = max_bpm + policy.no_effort_above_max_bpm;
        let has_no_effort = |&(start_ms, end_ms): &(i64, i64)| {
            let speed = profile.speed_between(start_ms, end_ms);
            let mean_bpm = trace.mean_bpm(start_ms, end_ms).unwrap_or(0.0);
            let middle_ms = i64::midpoint(start_ms, end_ms);
            let on_climb = [start_ms, middle_ms, end_ms]
                .into_iter()
                .any(|at_ms| terrain.ground_at(at_ms, policy).is_some());
            let is_slow = speed * 100.0 < policy.no_effort_speed_pct * median_m_s;
            let is_usual = mean_bpm > far_bpm && speed <= median_m_s * (1.0 + SPEED_NOISE);
            !on_climb && (is_slow || is_usual)
        };
        let found = high.into_iter().filter(has_no_effort);
        let mut stretches = self.stretches.clone();
        stretches.extend(
            found.map(|(start_ms, end_ms)| stretch(SuspectKind::NoEffort, start_ms, end_ms)),
        );
        let timer_ms = trace.known_ms() + self.missing_ms;
        (stretches.len() > self.stretches.len())
            .then(|| Self::of_stretches(stretches, trace, timer_ms))
    }

    /// Returns the suspicious stretches as `(start, end)` in milliseconds of timer time, in order
    /// and without overlap.
    #[must_use]
    pub fn suspicious(&self) -> Vec<(i64, i64)> {
        union(
            self.stretches.iter().map(|stretch| {
                (stretch.start_timer_ms, stretch.start_timer_ms + stretch.length_ms)
            }),
        )
    }
}

/// Returns the stretches with a heart rate of at least `least_bpm` that are long enough to be
/// suspicious, as `(start, end)` in milliseconds of timer time.
fn high_stretches(trace: &HeartRateTrace, least_bpm: f64, policy: &Policy) -> Vec<(i64, i64)> {
    let high = trace.holds().iter().filter(|hold| f64::from(hold.bpm) >= least_bpm);
    let mut stretches = union(high.map(|hold| (hold.timer_ms, hold.end_ms())));
    let least_ms = seconds_to_ms(policy.no_effort_s);
    stretches.retain(|(start_ms, end_ms)| end_ms - start_ms >= least_ms);
    stretches
}

/// Joins ranges that overlap or touch. The ranges must be sorted by their starts.
fn union(ranges: impl Iterator<Item = (i64, i64)>) -> Vec<(i64, i64)> {
    let mut joined: Vec<(i64, i64)> = Vec::new();
    for (start_ms, end_ms) in ranges {
        match joined.last_mut() {
            Some((_, last_ms)) if *last_ms >= start_ms => *last_ms = (*last_ms).max(end_ms),
            _ => joined.push((start_ms, end_ms)),
        }
    }
    joined
}

/// A sample with a valid heart rate.
#[derive(Debug, Clone, Copy)]
struct Beat {
    /// Clock time in milliseconds since the Unix epoch, because the heart rate also changes while
    /// the timer stands.
    time_ms: i64,
    timer_ms: i64,
    hold_ms: i64,
    bpm: f64,
    steps_per_min: Option<f64>,
}

impl Beat {
    fn end_ms(&self) -> i64 {
        self.timer_ms + self.hold_ms
    }

    /// Whether the next beat begins at the end of this beat: nothing is missing between them, and
    /// the timer did not stand.
    fn leads_to(&self, next: &Self) -> bool {
        self.end_ms() == next.timer_ms && self.time_ms + self.hold_ms == next.time_ms
    }
}

/// Collects the valid heart rates that hold for some time.
fn beats(timed: &TimedSamples<'_>) -> Vec<Beat> {
    let held = (0..timed.len()).filter(|&row| timed.heart_rate_hold_ms[row] > 0);
    held.filter_map(|row| {
        Some(Beat {
            time_ms: timed.samples.time_ms[row],
            timer_ms: timed.timer_ms[row],
            hold_ms: timed.heart_rate_hold_ms[row],
            bpm: timed.heart_rate_bpm(row)?,
            steps_per_min: timed.steps_per_min(row).map(f64::from),
        })
    })
    .collect()
}

fn stretch(kind: SuspectKind, start_ms: i64, end_ms: i64) -> SuspectStretch {
    SuspectStretch { kind, start_timer_ms: start_ms, length_ms: end_ms - start_ms }
}

fn impossible_steps(beats: &[Beat], policy: &Policy) -> Vec<SuspectStretch> {
    let is_step = |before: &Beat, after: &Beat| {
        let seconds = (after.time_ms - before.time_ms).max(1000) as f64 / 1000.0;
        before.leads_to(after)
            && (after.bpm - before.bpm).abs() >= policy.heart_rate_step_bpm * seconds
    };
    let mut found = Vec::new();
    let mut index = 1;
    while index < beats.len() {
        let (before, after) = (&beats[index - 1], &beats[index]);
        if !is_step(before, after) {
            index += 1;
            continue;
        }
        let later = beats[index..].iter();
        let mut near = later.take_while(|beat| beat.time_ms - after.time_ms <= STEP_UNDONE_MS);
        let back = near
            .position(|beat| (beat.bpm - before.bpm).abs() < policy.heart_rate_step_bpm)
            .map_or(index + 1, |ahead| index + ahead);
        let end_ms = beats[back - 1].end_ms();
        found.push(stretch(SuspectKind::ImpossibleStep, after.timer_ms, end_ms));
        // The step back is also a step, but it does not start another artefact.
        index = back + 1;
    }
    found
}

fn flat_lines(beats: &[Beat], policy: &Policy) -> Vec<SuspectStretch> {
    let least_ms = seconds_to_ms(policy.flat_line_s);
    beats
        .chunk_by(|one, next| one.bpm == next.bpm && one.leads_to(next))
        .filter_map(|flat| {
            let (start_ms, end_ms) = (flat.first()?.timer_ms, flat.last()?.end_ms());
            let seconds = (end_ms - start_ms) as f64 / 1000.0;
            (end_ms - start_ms >= least_ms && flat.len() as f64 >= seconds * ONCE_A_SECOND)
                .then(|| stretch(SuspectKind::FlatLine, start_ms, end_ms))
        })
        .collect()
}

fn start_plateau(
    beats: &[Beat],
    trace: &HeartRateTrace,
    policy: &Policy,
) -> Option<SuspectStretch> {
    let within_ms = seconds_to_ms(policy.plateau_within_s);
    let fall_ms = seconds_to_ms(policy.plateau_fall_s);
    let early = beats.partition_point(|beat| beat.timer_ms < within_ms);
    let in_reach = beats.partition_point(|beat| beat.timer_ms <= within_ms.saturating_add(fall_ms));
    // Finds the last moment from which the heart rate falls far enough in time, and the bottom of
    // this fall. The loop goes backwards. `ahead` keeps only the beats that are lower than all
    // beats before them.
    let mut ahead: VecDeque<&Beat> = VecDeque::new();
    let (last, bottom) = (0..in_reach).rev().find_map(|index| {
        let from = &beats[index];
        while ahead.front().is_some_and(|beat| beat.bpm >= from.bpm) {
            ahead.pop_front();
        }
        ahead.push_front(from);
        while ahead.back().is_some_and(|beat| beat.time_ms - from.time_ms > fall_ms) {
            ahead.pop_back();
        }
        let lowest = **ahead.back()?;
        let is_fall = index < early && from.bpm - lowest.bpm > policy.plateau_fall_bpm;
        is_fall.then_some((index, lowest))
    })?;
    // The plateau is the highest level before the end of the fall, and not a level during the fall.
    let top_bpm = beats[..=last].iter().map(|beat| beat.bpm).reduce(f64::max)?;
    let start = beats[..=last].iter().find(|beat| beat.bpm >= top_bpm - PLATEAU_BPM)?;
    let after_bpm = trace.median_from_bpm(bottom.timer_ms)?;
    (top_bpm - after_bpm > policy.plateau_fall_bpm)
        .then(|| stretch(SuspectKind::StartPlateau, start.timer_ms, bottom.timer_ms))
}

fn cadence_locks(beats: &[Beat], policy: &Policy) -> Vec<SuspectStretch> {
    let window_ms = seconds_to_ms(policy.cadence_lock_window_s);
    let is_locked = |beat: &Beat| {
        let apart = beat.steps_per_min.map(|steps| (steps - beat.bpm).abs());
        apart.is_some_and(|apart| apart <= policy.cadence_lock_within_bpm)
    };
    // Prefix sums of the locked time, so that the locked time of a window is one difference.
    let mut locked_ms = vec![0];
    for beat in beats {
        let last_ms = locked_ms[locked_ms.len() - 1];
        locked_ms.push(last_ms + if is_locked(beat) { beat.hold_ms } else { 0 });
    }
    let least_ms = window_ms as f64 * policy.cadence_lock_share_pct / 100.0;
    if locked_ms.last().is_none_or(|&all_ms| (all_ms as f64) < least_ms) {
        return Vec::new();
    }
    let mut windows: Vec<(usize, usize)> = Vec::new();
    let mut end = 0;
    for (start, first) in beats.iter().enumerate() {
        while end < beats.len() && beats[end].end_ms() - first.timer_ms <= window_ms {
            end += 1;
        }
        // A window must begin and end with a locked beat. Otherwise it would include sound beats
        // around the lock.
        let is_window = end > start + 1 && is_locked(first) && is_locked(&beats[end - 1]);
        if is_window && (locked_ms[end] - locked_ms[start]) as f64 >= least_ms {
            match windows.last_mut() {
                Some((_, last)) if *last >= start => *last = end,
                _ => windows.push((start, end)),
            }
        }
    }
    windows
        .into_iter()
        .filter(|&(start, end)| jumps_into(beats, start) || moves_with_cadence(&beats[start..end]))
        .map(|(start, end)| {
            let (first, last) = (&beats[start], &beats[end - 1]);
            stretch(SuspectKind::CadenceLock, first.timer_ms, last.end_ms())
        })
        .collect()
}

/// Whether the heart rate jumped to its value at `index`.
fn jumps_into(beats: &[Beat], index: usize) -> bool {
    let entry = &beats[index];
    let before = beats[..index].iter().rev();
    before
        .take_while(|beat| entry.time_ms - beat.time_ms <= LOCK_JUMP_MS)
        .any(|beat| (entry.bpm - beat.bpm).abs() >= LOCK_JUMP_BPM)
}

/// Whether the heart rate rises and falls with the cadence, beat for step. The variance over time
/// of the difference between them is then at most half of the heart rate's variance.
///
/// A correlation is no test, because effort drives both values and always correlates them.
fn moves_with_cadence(beats: &[Beat]) -> bool {
    let variance = |value: &dyn Fn(&Beat) -> Option<f64>| {
        let (mut held, mut mean, mut squares) = (0.0, 0.0, 0.0);
        for beat in beats {
            let Some(value) = value(beat) else { continue };
            let weight = beat.hold_ms as f64;
            held += weight;
            let apart = value - mean;
            mean += apart * weight / held;
            squares += weight * apart * (value - mean);
        }
        squares / held
    };
    let of_steps = variance(&|beat| beat.steps_per_min);
    let of_beats = variance(&|beat| beat.steps_per_min.map(|_| beat.bpm));
    let between = variance(&|beat| Some(beat.bpm - beat.steps_per_min?));
    of_steps.sqrt() >= LOCK_DEVIATION_SPM && between <= of_beats * LOCK_UNEXPLAINED
}
