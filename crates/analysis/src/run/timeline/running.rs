//! The stretches in which the timer ran.

use crate::settings::policy::{Policy, seconds_to_ms};
use recoup_model::{Activity, Sample, TimerEventKind};
use std::cmp::Reverse;

/// Longest gap, in milliseconds, that devices with smart recording leave while the timer runs.
const SMART_RECORDING_MS: i64 = 10_000;

/// Returns the stretches in which a track was recorded, `(start, end)`. A segment break is a pause,
/// and so is a long gap within a segment.
///
/// Some files state how long the timer ran (TCX does, lap by lap). If that leaves room for more
/// pauses, shorter gaps are pauses too, the longest first. The statement never removes a pause,
/// because some exporters write elapsed time there.
pub(super) fn spans_of_track(
    activity: &Activity,
    samples: &[Sample],
    policy: &Policy,
) -> Vec<(i64, i64)> {
    let mut breaks: Vec<i64> = activity
        .samples
        .segment_starts
        .iter()
        .filter_map(|&index| activity.samples.time_ms.get(index).copied())
        .collect();
    breaks.sort_unstable();
    let gap_max_ms = seconds_to_ms(policy.gpx_pause_s);
    let gaps = samples.windows(2).map(|pair| (pair[1].time_ms - pair[0].time_ms, pair[1].time_ms));
    let (mut pauses, mut shorter): (Vec<_>, Vec<_>) = gaps
        .partition(|(gap_ms, end_ms)| *gap_ms > gap_max_ms || breaks.binary_search(end_ms).is_ok());
    if let (Some(timer_ms), [first, .., last]) = (activity.totals.timer_ms, samples) {
        let paused_ms: i64 = pauses.iter().map(|(gap_ms, _)| gap_ms).sum();
        let mut room_ms = last.time_ms - first.time_ms - paused_ms - timer_ms;
        shorter.retain(|(gap_ms, _)| *gap_ms > SMART_RECORDING_MS);
        shorter.sort_unstable_by_key(|(gap_ms, _)| Reverse(*gap_ms));
        for gap in shorter {
            // Part of a gap is the step to the next sample, which belongs to no pause.
            if gap.0 <= room_ms.saturating_mul(2) {
                room_ms -= gap.0;
                pauses.push(gap);
            }
        }
    }
    let mut resumed: Vec<i64> = pauses.into_iter().map(|(_, end_ms)| end_ms).collect();
    resumed.sort_unstable();
    let parts = samples.chunk_by(|_, next| resumed.binary_search(&next.time_ms).is_err());
    parts.filter_map(|part| Some((part.first()?.time_ms, part.last()?.time_ms))).collect()
}

/// Returns the stretches between the timer's starts and stops, `(start, end)`, within a recording
/// from `start_ms` to `end_ms`.
pub(super) fn spans_of_events(
    activity: &Activity,
    samples: &[Sample],
    start_ms: i64,
    end_ms: i64,
    policy: &Policy,
) -> Vec<(i64, i64)> {
    // The timer runs until the last sample, even if the device states an earlier end.
    let end_ms = samples.last().map_or(end_ms, |last| last.time_ms.max(end_ms));
    let mut events = activity.timer_events.clone();
    events.retain(|event| (start_ms..=end_ms).contains(&event.time_ms));
    events.sort_by_key(|event| event.time_ms);
    let mut spans = Vec::new();
    let mut running_from = match events.first() {
        Some(first) if first.kind == TimerEventKind::Start => None,
        // The recording is under way before its first event.
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
    let mut spans = without_jumps(spans, samples, seconds_to_ms(policy.clock_jump_s));
    if let Some(timer_ms) = activity.totals.timer_ms {
        trim_to_total(&mut spans, timer_ms);
    }
    spans
}

/// Shortens or lengthens the last stretch so that the stretches sum to the device's total. Events
/// have whole seconds and the total has milliseconds, so this happens only where the difference is
/// within that rounding.
fn trim_to_total(spans: &mut [(i64, i64)], total_ms: i64) {
    let rounding_ms = 1000 * (spans.len() as i64 + 1);
    let counted_ms: i64 = spans.iter().map(|(start_ms, end_ms)| end_ms - start_ms).sum();
    let over_ms = counted_ms - total_ms;
    if let Some((start_ms, end_ms)) = spans.last_mut()
        && over_ms.abs() <= rounding_ms
    {
        *end_ms = (*end_ms - over_ms).max(*start_ms);
    }
}

/// Cuts gaps between samples that are longer than any run has out of the running time.
///
/// Both lists are in order, so that one pass over them is enough.
fn without_jumps(spans: Vec<(i64, i64)>, samples: &[Sample], jump_ms: i64) -> Vec<(i64, i64)> {
    let jumps = samples
        .windows(2)
        .map(|pair| (pair[0].time_ms, pair[1].time_ms))
        .filter(|(from_ms, to_ms)| to_ms - from_ms > jump_ms);
    let mut jumps = jumps.peekable();
    let mut rest = Vec::with_capacity(spans.len());
    for (mut start_ms, end_ms) in spans {
        while jumps.next_if(|&(_, to_ms)| to_ms <= start_ms).is_some() {}
        while let Some(&(from_ms, to_ms)) = jumps.peek().filter(|(from_ms, _)| *from_ms < end_ms) {
            if from_ms > start_ms {
                rest.push((start_ms, from_ms));
            }
            start_ms = to_ms.min(end_ms);
            // A jump past the end of this stretch also reaches into the next one.
            if to_ms > end_ms {
                break;
            }
            jumps.next();
        }
        if end_ms > start_ms {
            rest.push((start_ms, end_ms));
        }
    }
    rest
}
