//! The samples of a recording in order of time, its start and its end.
//!
//! A wrong clock costs only what it stamped. Time is never made of a gap between two clocks, so one
//! wrong bit in a time cannot make a run of years.

use super::spacing::usual_ms;
use crate::settings::policy::{Policy, seconds_to_ms};
use recoup_model::{Activity, Sample};
use std::ops::{Range, RangeInclusive};

/// Time by which the start of a session may come after its first sample, in milliseconds. Samples
/// before the start get no time. Some devices write the time of the end as the start.
const START_SLACK_MS: i64 = 60_000;
/// Length up to which samples behind a jump of the clock count as stray, in milliseconds.
const STRAY_MS: i64 = 60_000;
/// Largest difference between two statements of one moment, in milliseconds.
const AGREE_MS: i64 = 60_000;
/// Number of usual spacings of a recording up to which a gap is no interruption.
pub(super) const USUAL_SPACINGS: i64 = 3;

/// Moments that a calendar can hold, in milliseconds since the Unix epoch: the years -9999 to 9999.
const MOMENTS_MS: RangeInclusive<i64> = -377_705_116_800_000..=253_402_207_200_000;

/// A recording on the clock.
pub(super) struct Recorded {
    /// Samples in order of time, at most one for each timestamp.
    pub(super) samples: Vec<Sample>,
    /// Number of samples left out because their time cannot be right.
    pub(super) left_out: usize,
    /// Start in milliseconds since the Unix epoch.
    pub(super) start_ms: i64,
    /// End in milliseconds since the Unix epoch: the device's own, which can be earlier than the
    /// last sample.
    pub(super) end_ms: i64,
    /// End that the device states, in milliseconds since the Unix epoch.
    pub(super) stated_end_ms: Option<i64>,
    /// Usual spacing of the samples in milliseconds; 0 for fewer than two.
    pub(super) usual_ms: i64,
    /// Gap above which the clock jumped, in milliseconds.
    pub(super) jump_ms: i64,
}

/// Whether so many samples were left out that the device's totals are not those of the rest: over a
/// twentieth.
pub(super) fn is_a_part(left_out: usize, samples: usize) -> bool {
    left_out * 20 > samples
}

impl Recorded {
    /// Sorts the samples of an activity, merges those of one timestamp, and leaves out those that a
    /// wrong clock set apart.
    pub(super) fn new(activity: &Activity, policy: &Policy) -> Self {
        let mut samples: Vec<Sample> = activity.samples.iter().collect();
        let recorded = samples.len();
        samples.retain(|sample| MOMENTS_MS.contains(&sample.time_ms));
        samples.sort_by_key(|sample| sample.time_ms);
        let earliest_ms = samples.first().map(|sample| sample.time_ms);
        let usual_ms = usual_ms(samples.iter().map(|sample| sample.time_ms)).unwrap_or(0);
        // A track of two points is the start and the end of a run.
        let gap_ms = seconds_to_ms(policy.session_gap_s);
        let jump_ms = usual_ms
            .saturating_mul(USUAL_SPACINGS)
            .min(gap_ms)
            .max(seconds_to_ms(policy.clock_jump_s));
        keep_one_clock(&mut samples, stated(activity), jump_ms, gap_ms);
        let left_out = recorded - samples.len();
        samples.dedup_by(|later, earlier| {
            let is_same = later.time_ms == earlier.time_ms;
            if is_same {
                merge(earlier, later);
            }
            is_same
        });
        let [first, .., last] = samples.as_slice() else {
            let only_ms = samples.first().map(|sample| sample.time_ms);
            let start_ms = stated_start_ms(activity).or(only_ms).unwrap_or(0);
            let stated_end_ms = stated(activity).map(|(_, end_ms)| end_ms);
            let end_ms = stated_end_ms.unwrap_or(start_ms);
            return Self { samples, left_out, start_ms, end_ms, stated_end_ms, usual_ms, jump_ms };
        };
        let is_begun_before = earliest_ms < Some(first.time_ms);
        let samples_ms = (first.time_ms, last.time_ms);
        let (start_ms, end_ms) = ends(activity, samples_ms, is_begun_before, policy);
        let stated_end_ms = stated(activity).map(|(_, end_ms)| end_ms);
        Self { samples, left_out, start_ms, end_ms, stated_end_ms, usual_ms, jump_ms }
    }
}

/// Returns the start that the device states, in milliseconds since the Unix epoch.
fn stated_start_ms(activity: &Activity) -> Option<i64> {
    activity.start_ms.filter(|start_ms| MOMENTS_MS.contains(start_ms))
}

/// Returns the start and the end that the device states, in milliseconds since the Unix epoch. The
/// elapsed time is at least the timer time, because some devices write less.
fn stated(activity: &Activity) -> Option<(i64, i64)> {
    let (start_ms, totals) = (stated_start_ms(activity)?, &activity.totals);
    let elapsed_ms = totals.elapsed_ms?.max(totals.timer_ms.unwrap_or(0)).max(0);
    Some((start_ms, start_ms.saturating_add(elapsed_ms).min(*MOMENTS_MS.end())))
}

/// Returns the start and the end of a recording with samples from `first_ms` to `last_ms`.
///
/// The device's own start and end count, unless they are far from the samples. A far one counts
/// only if the other statements of the device confirm it: the start, if the stated end is that of
/// the samples, and the end, if both totals contain it. A start over a minute before the samples also
/// needs a timer that ran before them, by its total or by its events.
///
/// `is_begun_before` tells that earlier samples were left out. Their clock also stamped the start, so
/// nothing confirms it.
fn ends(
    activity: &Activity,
    (first_ms, last_ms): (i64, i64),
    is_begun_before: bool,
    policy: &Policy,
) -> (i64, i64) {
    let far_ms = seconds_to_ms(policy.clock_jump_s);
    let Some(start_ms) = stated_start_ms(activity) else { return (first_ms, last_ms) };
    let is_last = |end_ms: i64| end_ms.abs_diff(last_ms) <= AGREE_MS as u64;
    let is_confirmed =
        !is_begun_before && stated(activity).is_some_and(|(_, end_ms)| is_last(end_ms));
    let early_ms = first_ms.saturating_sub(start_ms);
    let has_run_before = || {
        let is_start = |time_ms: i64| time_ms.abs_diff(start_ms) <= AGREE_MS as u64;
        let of_samples_ms = last_ms.saturating_sub(first_ms);
        activity.timer_events.iter().any(|event| is_start(event.time_ms))
            || activity
                .totals
                .timer_ms
                .is_none_or(|timer_ms| timer_ms.saturating_sub(of_samples_ms) >= early_ms / 2)
    };
    if early_ms < -START_SLACK_MS
        || (early_ms > far_ms && !is_confirmed)
        || (early_ms > AGREE_MS && !has_run_before())
    {
        return (first_ms, last_ms);
    }
    let Some((_, end_ms)) = stated(activity) else { return (start_ms, last_ms) };
    let totals = &activity.totals;
    let agree = totals.elapsed_ms.zip(totals.timer_ms).is_some_and(|(elapsed_ms, timer_ms)| {
        elapsed_ms >= timer_ms && timer_ms > last_ms.saturating_sub(start_ms)
    });
    let is_far = end_ms.saturating_sub(last_ms) > far_ms;
    (start_ms, if is_far && !agree { last_ms } else { end_ms })
}

/// Leaves out the samples that a wrong clock set apart.
///
/// The samples are cut at gaps longer than any rest, and the part with the most samples is kept,
/// unless the device states a session that holds most samples. Then the parts within that session
/// are kept, from the first to the last that is not small. In both cases a short part behind a jump
/// of the clock is left out at either end.
fn keep_one_clock(
    samples: &mut Vec<Sample>,
    stated: Option<(i64, i64)>,
    jump_ms: i64,
    gap_ms: i64,
) {
    let before = samples.len();
    let session = stated.map(|(start_ms, end_ms)| {
        let from =
            samples.partition_point(|sample| sample.time_ms < start_ms.saturating_sub(jump_ms));
        let to = samples.partition_point(|sample| sample.time_ms <= end_ms.saturating_add(jump_ms));
        from..to.max(from)
    });
    match session.filter(|session| session.len() * 2 >= before) {
        Some(session) => {
            keep(samples, session);
            keep(samples, without_small_parts(samples, gap_ms));
        }
        None => keep(samples, main_part(samples, gap_ms)),
    }
    keep(samples, without_strays(samples, jump_ms));
}

/// A range of samples, by their indices.
type Part = Range<usize>;

fn keep(samples: &mut Vec<Sample>, part: Part) {
    samples.truncate(part.end);
    samples.drain(..part.start);
}

/// Cuts samples, which must be sorted, at gaps over `gap_ms`.
fn parts(samples: &[Sample], gap_ms: i64) -> impl Iterator<Item = Part> {
    let mut end = 0;
    let is_near = move |earlier: &Sample, later: &Sample| {
        later.time_ms.abs_diff(earlier.time_ms) <= gap_ms as u64
    };
    samples.chunk_by(is_near).map(move |part| {
        let start = end;
        end += part.len();
        start..end
    })
}

/// Returns the part with the most samples, the earlier of two with as many.
fn main_part(samples: &[Sample], gap_ms: i64) -> Part {
    parts(samples, gap_ms)
        .fold(0..0, |most, part| if part.len() > most.len() { part } else { most })
}

/// Returns the samples without parts at either end that hold less than a tenth of the samples of the
/// part with the most.
fn without_small_parts(samples: &[Sample], gap_ms: i64) -> Part {
    let most = main_part(samples, gap_ms).len();
    let large = parts(samples, gap_ms).filter(|part| part.len() * 10 >= most);
    from_first_to_last(large).unwrap_or(0..samples.len())
}

/// Returns the range from the first to the last of some parts; [`None`] without any.
fn from_first_to_last(parts: impl Iterator<Item = Part>) -> Option<Part> {
    parts.reduce(|first, last| first.start..last.end)
}

/// Returns the samples without short parts behind a jump of the clock at either end.
fn without_strays(samples: &[Sample], jump_ms: i64) -> Part {
    let is_long =
        |part: &Part| samples[part.end - 1].time_ms - samples[part.start].time_ms >= STRAY_MS;
    let long = parts(samples, jump_ms).filter(is_long);
    from_first_to_last(long).unwrap_or_else(|| main_part(samples, jump_ms))
}

/// Takes over the values of a later record of the same time, field by field.
fn merge(sample: &mut Sample, later: &Sample) {
    sample.heart_rate_bpm = later.heart_rate_bpm.or(sample.heart_rate_bpm);
    sample.altitude_m = later.altitude_m.or(sample.altitude_m);
    sample.distance_m = later.distance_m.or(sample.distance_m);
    sample.speed_m_s = later.speed_m_s.or(sample.speed_m_s);
    sample.cadence_rpm = later.cadence_rpm.or(sample.cadence_rpm);
    sample.power_w = later.power_w.or(sample.power_w);
    sample.temperature_c = later.temperature_c.or(sample.temperature_c);
    sample.latitude_deg = later.latitude_deg.or(sample.latitude_deg);
    sample.longitude_deg = later.longitude_deg.or(sample.longitude_deg);
}
