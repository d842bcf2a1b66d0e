//! The stretches in which the timer ran.

use super::recorded::{Recorded, USUAL_SPACINGS, is_a_part};
use crate::settings::policy::{Policy, seconds_to_ms};
use recoup_model::{Activity, Samples, TimerEventKind};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// Longest gap, in milliseconds, that devices with smart recording leave while the timer runs.
const SMART_RECORDING_MS: i64 = 10_000;
/// Time by which the laps of a track must exceed the track to state the duration, in milliseconds.
const SHORT_TRACK_MS: i64 = 60_000;
/// Largest number of samples for which the laps state the duration, however long they are.
const FEW_SAMPLES: usize = 2;
/// Speed below which the runner does not move, in metres per second.
const STILL_M_S: f64 = 0.3;
/// Least share of the time by the events that a credible total of the device has.
const LEAST_SHARE: f64 = 0.1;
/// Time by which the records may end after the session, in milliseconds.
const LATER_MS: i64 = 2_000;

/// A stretch in which the timer ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Running {
    /// Start and end in milliseconds since the Unix epoch.
    pub(super) start: i64,
    pub(super) end: i64,
    /// Timer time at the start in milliseconds.
    pub(super) timer: i64,
}

impl Running {
    /// Places stretches `(start, end)`, which must be in order, in timer time.
    pub(super) fn of_spans(spans: &[(i64, i64)]) -> Vec<Self> {
        let mut timer = 0;
        let placed = spans.iter().map(|&(start, end)| {
            let span = Self { start, end, timer };
            timer += end - start;
            span
        });
        placed.collect()
    }

    /// Returns the timer time at a moment, both in milliseconds.
    pub(super) fn timer_at(running: &[Self], time_ms: i64) -> i64 {
        Self::timer_in(running, running.partition_point(|span| span.start <= time_ms), time_ms)
    }

    /// Returns the timer time at each of some moments, all in milliseconds. The moments must be in
    /// order.
    pub(super) fn timer_at_each(running: &[Self], times_ms: &[i64]) -> Vec<i64> {
        let mut begun = 0;
        let timer_at = |&time_ms: &i64| {
            while running.get(begun).is_some_and(|span| span.start <= time_ms) {
                begun += 1;
            }
            Self::timer_in(running, begun, time_ms)
        };
        times_ms.iter().map(timer_at).collect()
    }

    /// Returns the timer time at a moment, if `begun` stretches began until then.
    fn timer_in(running: &[Self], begun: usize, time_ms: i64) -> i64 {
        let span = begun.checked_sub(1).map(|last| running[last]);
        span.map_or(0, |span| span.timer + (time_ms.min(span.end) - span.start))
    }
}

/// Returns the stretches in which a track was recorded, `(start, end)`. A segment break and a long
/// gap within a segment are pauses.
///
/// Some files state the timer time (TCX does, lap by lap). If this time leaves room for more
/// pauses, shorter gaps are also pauses, the longest first. The stated time removes a pause only in
/// a sparse track, because some exporters write elapsed time there. If the track is shorter than
/// the stated time, the stated time is the duration of the run.
pub(super) fn spans_of_track(
    activity: &Activity,
    recorded: &Recorded,
    policy: &Policy,
) -> Vec<(i64, i64)> {
    let times_ms = recorded.samples.time_ms.as_slice();
    let mut breaks: Vec<i64> = activity
        .samples
        .segment_starts
        .iter()
        .filter_map(|&index| activity.samples.time_ms.get(index).copied())
        .collect();
    breaks.sort_unstable();
    let stated_ms =
        activity.totals.timer_ms.filter(|_| !is_a_part(recorded.left_out, times_ms.len()));
    let gap_max_ms = seconds_to_ms(policy.gpx_pause_s);
    let sparse_ms = recorded.usual_ms.saturating_mul(USUAL_SPACINGS);
    let gap_over_ms = match stated_ms {
        Some(_) if sparse_ms > gap_max_ms => i64::MAX,
        _ => gap_max_ms.max(sparse_ms),
    };
    let gaps = || times_ms.windows(2).map(|pair| (pair[1] - pair[0], pair[1]));
    let is_pause =
        |gap_ms: i64, end_ms: i64| gap_ms > gap_over_ms || breaks.binary_search(&end_ms).is_ok();
    let mut pauses: Vec<_> = gaps().filter(|&(gap_ms, end_ms)| is_pause(gap_ms, end_ms)).collect();
    if let (Some(timer_ms), [first_ms, .., last_ms]) = (stated_ms, times_ms) {
        let paused_ms: i64 = pauses.iter().map(|(gap_ms, _)| gap_ms).sum();
        let mut room_ms = last_ms - first_ms - paused_ms - timer_ms;
        let is_shorter =
            |&(gap_ms, end_ms): &_| gap_ms > SMART_RECORDING_MS && !is_pause(gap_ms, end_ms);
        let mut shorter: Vec<_> = gaps().filter(is_shorter).collect();
        shorter.sort_unstable_by_key(|(gap_ms, _)| Reverse(*gap_ms));
        for gap in shorter {
            // A part of each gap is the step to the next sample, which is no pause.
            if gap.0 <= room_ms.saturating_mul(2) {
                room_ms -= gap.0;
                pauses.push(gap);
            }
        }
    }
    let mut resumed: Vec<i64> = pauses.into_iter().map(|(_, end_ms)| end_ms).collect();
    resumed.sort_unstable();
    let parts = times_ms.chunk_by(|_, next_ms| resumed.binary_search(next_ms).is_err());
    let mut spans: Vec<(i64, i64)> =
        parts.filter_map(|part| Some((*part.first()?, *part.last()?))).collect();
    if let (Some(timer_ms), Some((from_ms, _)), Some((_, to_ms))) =
        (stated_ms, spans.first().copied(), spans.last_mut())
    {
        let track_ms = *to_ms - from_ms;
        let is_possible = times_ms.len() <= FEW_SAMPLES || timer_ms <= track_ms.saturating_mul(2);
        if is_possible && timer_ms > track_ms + SHORT_TRACK_MS {
            *to_ms = to_ms.saturating_add(timer_ms - track_ms);
        }
    }
    spans
}

/// Returns the stretches between the timer's starts and stops, `(start, end)`, within a recording.
pub(super) fn spans_of_events(activity: &Activity, recorded: &Recorded) -> Vec<(i64, i64)> {
    let Recorded { samples, start_ms, end_ms, jump_ms, .. } = recorded;
    let (start_ms, stated_ms) = (*start_ms, *end_ms);
    let last_ms = samples.time_ms.last().copied();
    // The timer runs until the last sample, even if the device states an earlier end.
    let end_ms = last_ms.map_or(stated_ms, |last_ms| last_ms.max(stated_ms));
    let mut events = activity.timer_events.clone();
    events.retain(|event| (start_ms..=end_ms).contains(&event.time_ms));
    events.sort_by_key(|event| event.time_ms);
    let mut spans = Vec::new();
    let mut running_from = match events.first() {
        Some(first) if first.kind == TimerEventKind::Start => None,
        // The timer was already running before the first event.
        _ => Some(start_ms),
    };
    for event in &events {
        match (event.kind, running_from) {
            (TimerEventKind::Start, None) => running_from = Some(event.time_ms),
            (TimerEventKind::Stop, Some(from_ms)) => {
                spans.push((from_ms, event.time_ms));
                running_from = None;
            }
            _ => {}
        }
    }
    if let Some(from_ms) = running_from {
        spans.push((from_ms, end_ms.max(from_ms)));
    }
    let jumps = samples
        .time_ms
        .windows(2)
        .map(|pair| (pair[0], pair[1]))
        .filter(|(from_ms, to_ms)| to_ms - from_ms > *jump_ms);
    spans = cut_out(spans, jumps);
    if let Some(timer_ms) = activity.totals.timer_ms
        && !is_a_part(recorded.left_out, samples.len())
    {
        let is_later =
            |time_ms| recorded.stated_end_ms.is_some_and(|end_ms| time_ms > end_ms + LATER_MS);
        if !last_ms.is_some_and(is_later) {
            spans = pause_to_total(spans, samples, timer_ms);
        }
        trim_to_total(&mut spans, timer_ms);
    }
    spans
}

/// Returns the sum of stretches in milliseconds.
pub(super) fn sum_ms(spans: &[(i64, i64)]) -> i64 {
    spans.iter().map(|(start_ms, end_ms)| end_ms - start_ms).sum()
}

/// Cuts pauses without events out of the stretches, so that the stretches sum to the device's
/// total. The longest stretches without movement are cut first. Any remaining difference shortens
/// the end.
fn pause_to_total(spans: Vec<(i64, i64)>, samples: &Samples, total_ms: i64) -> Vec<(i64, i64)> {
    let counted_ms = sum_ms(&spans);
    let rounding_ms = rounding_ms(&spans);
    let mut over_ms = counted_ms - total_ms;
    if over_ms <= rounding_ms || (total_ms as f64) < counted_ms as f64 * LEAST_SHARE {
        return spans;
    }
    let mut still = still_stretches(samples);
    still.sort_unstable_by_key(|&(from_ms, to_ms)| (Reverse(to_ms - from_ms), from_ms));
    let running = Running::of_spans(&spans);
    let mut cuts = Vec::new();
    for (from_ms, to_ms) in still {
        // A part of the stretch can already be a pause.
        let running_ms = Running::timer_at(&running, to_ms) - Running::timer_at(&running, from_ms);
        let cut_ms = running_ms.min(over_ms);
        if cut_ms == running_ms && cut_ms > 0 {
            cuts.push((from_ms, to_ms));
        } else if cut_ms > 0 && running_ms == to_ms - from_ms {
            cuts.push((to_ms - cut_ms, to_ms));
        } else {
            continue;
        }
        over_ms -= cut_ms;
        if over_ms <= 0 {
            break;
        }
    }
    cuts.sort_unstable();
    let mut spans = cut_out(spans, cuts.into_iter());
    while over_ms > rounding_ms
        && let Some((start_ms, end_ms)) = spans.last_mut()
    {
        let cut_ms = (*end_ms - *start_ms).min(over_ms);
        *end_ms -= cut_ms;
        over_ms -= cut_ms;
        if *end_ms == *start_ms {
            spans.pop();
        }
    }
    spans
}

/// Returns the stretches without movement, `(start, end)`: gaps between samples, and samples at the
/// same place.
fn still_stretches(samples: &Samples) -> Vec<(i64, i64)> {
    let mut still: Vec<(i64, i64)> = Vec::new();
    for row in 1..samples.len() {
        let (one, next) = (samples.at(row - 1), samples.at(row));
        let gap_ms = next.time_ms - one.time_ms;
        let moved_m = one.distance_m.zip(next.distance_m).map(|(from_m, to_m)| to_m - from_m);
        let speed = moved_m.map(|moved_m| moved_m * 1000.0 / gap_ms as f64);
        let speed =
            speed.or(next.speed_m_s.map(f64::from).filter(|_| gap_ms <= SMART_RECORDING_MS));
        let is_still = match speed {
            // The step to the sample after the pause counts as movement of one running step.
            Some(speed) if gap_ms > SMART_RECORDING_MS => speed < 2.0 * STILL_M_S,
            Some(speed) => speed < STILL_M_S,
            None => gap_ms > SMART_RECORDING_MS,
        };
        if !is_still {
            continue;
        }
        match still.last_mut() {
            Some((_, end_ms)) if *end_ms == one.time_ms => *end_ms = next.time_ms,
            _ => still.push((one.time_ms, next.time_ms)),
        }
    }
    still
}

/// Returns the largest rounding error of the events, which have whole seconds.
fn rounding_ms(spans: &[(i64, i64)]) -> i64 {
    1000 * (spans.len() as i64 + 1)
}

/// Shortens or lengthens the last stretch so that the stretches sum to the device's total. Events
/// have whole seconds and the total has milliseconds. So the change is made only if the difference
/// is within this rounding.
fn trim_to_total(spans: &mut [(i64, i64)], total_ms: i64) {
    let rounding_ms = rounding_ms(spans);
    let over_ms = sum_ms(spans) - total_ms;
    if let Some((start_ms, end_ms)) = spans.last_mut()
        && over_ms.abs() <= rounding_ms
    {
        *end_ms = (*end_ms - over_ms).max(*start_ms);
    }
}

/// Cuts gaps `(from, to)` out of stretches.
///
/// Both lists are in order, so that one pass over them is enough.
fn cut_out(spans: Vec<(i64, i64)>, gaps: impl Iterator<Item = (i64, i64)>) -> Vec<(i64, i64)> {
    let mut gaps = gaps.peekable();
    let mut rest = Vec::with_capacity(spans.len());
    for (mut start_ms, end_ms) in spans {
        while gaps.next_if(|&(_, to_ms)| to_ms <= start_ms).is_some() {}
        while let Some(&(from_ms, to_ms)) = gaps.peek().filter(|(from_ms, _)| *from_ms < end_ms) {
            if from_ms > start_ms {
                rest.push((start_ms, from_ms));
            }
            start_ms = to_ms.min(end_ms);
            // A gap past the end of this stretch also reaches into the next one.
            if to_ms > end_ms {
                break;
            }
            gaps.next();
        }
        if end_ms > start_ms {
            rest.push((start_ms, end_ms));
        }
    }
    rest
}
