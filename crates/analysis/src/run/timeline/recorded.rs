//! The samples of a recording in order of time, with its start and end.
//!
//! A wrong clock only affects the samples that it stamped. The time between two clocks never counts
//! as running, so one wrong bit in a time cannot make a run of years.

use super::spacing::usual_ms;
use crate::settings::policy::{Policy, seconds_to_ms};
use recoup_model::{Activity, Sample, Samples};
use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};

/// Time by which the start of a session may come after its first sample, in milliseconds. Samples
/// before the start get no time. Some devices write the end time as the start.
const START_SLACK_MS: i64 = 60_000;
/// Length of samples behind a jump of the clock below which they are stray, in milliseconds.
const STRAY_MS: i64 = 60_000;
/// Largest difference between two statements of one moment, in milliseconds.
const AGREE_MS: i64 = 60_000;
/// Largest gap that is no interruption, in usual spacings of the recording.
pub(super) const USUAL_SPACINGS: i64 = 3;

/// Moments inside the calendar, in milliseconds since the Unix epoch: the years -9999 to 9999.
const MOMENTS_MS: RangeInclusive<i64> = -377_705_116_800_000..=253_402_207_200_000;

/// The samples of a recording, with its start and end.
pub(super) struct Recorded<'a> {
    /// Samples in order of time, at most one for each timestamp. The activity's own samples are
    /// borrowed if nothing had to be sorted, merged or left out.
    pub(super) samples: Cow<'a, Samples>,
    /// Number of samples left out because their time cannot be right.
    pub(super) left_out: usize,
    /// Start in milliseconds since the Unix epoch.
    pub(super) start_ms: i64,
    /// End in milliseconds since the Unix epoch. The end stated by the device can be earlier than
    /// the last sample.
    pub(super) end_ms: i64,
    /// End stated by the device, in milliseconds since the Unix epoch.
    pub(super) stated_end_ms: Option<i64>,
    /// Usual spacing of the samples in milliseconds; 0 for fewer than two samples.
    pub(super) usual_ms: i64,
    /// Gap above which the clock jumped, in milliseconds.
    pub(super) jump_ms: i64,
}

/// Whether more than a twentieth of the samples was left out. Then the device's totals do not
/// describe the remaining samples.
pub(super) fn is_a_part(left_out: usize, samples: usize) -> bool {
    left_out * 20 > samples
}

impl<'a> Recorded<'a> {
    /// Sorts the samples of an activity, merges samples of one timestamp, and leaves out samples
    /// with a wrong clock.
    pub(super) fn new(activity: &'a Activity, policy: &Policy) -> Self {
        let recorded = &activity.samples.time_ms;
        let rows = if is_ascending(recorded) { None } else { Some(rows_by_time(recorded)) };
        let times_ms = match &rows {
            None => Cow::Borrowed(recorded),
            Some(rows) => Cow::Owned(rows.iter().map(|&row| recorded[row]).collect()),
        };
        let usual_ms = usual_ms(&times_ms).unwrap_or(0);
        // A track of only two points can be the start and the end of a run.
        let gap_ms = seconds_to_ms(policy.session_gap_s);
        let jump_ms = usual_ms
            .saturating_mul(USUAL_SPACINGS)
            .min(gap_ms)
            .max(seconds_to_ms(policy.clock_jump_s));
        let kept = one_clock(&times_ms, stated(activity), jump_ms, gap_ms);
        let left_out = recorded.len() - kept.len();
        let stated_end_ms = stated(activity).map(|(_, end_ms)| end_ms);
        let (start_ms, end_ms) = match &times_ms[kept.clone()] {
            &[first_ms, .., last_ms] if first_ms < last_ms => {
                let is_begun_before = kept.start > 0;
                ends(activity, (first_ms, last_ms), is_begun_before, policy)
            }
            one => {
                let start_ms = stated_start_ms(activity).or(one.first().copied()).unwrap_or(0);
                (start_ms, stated_end_ms.unwrap_or(start_ms))
            }
        };
        let samples = match rows {
            None if left_out == 0 => Cow::Borrowed(&activity.samples),
            None => Cow::Owned(merged(&activity.samples, kept)),
            Some(rows) => Cow::Owned(merged(&activity.samples, rows[kept].iter().copied())),
        };
        Self { samples, left_out, start_ms, end_ms, stated_end_ms, usual_ms, jump_ms }
    }
}

/// Whether times ascend strictly and are inside the calendar.
fn is_ascending(times_ms: &[i64]) -> bool {
    let ends_ms = [times_ms.first(), times_ms.last()];
    ends_ms.into_iter().flatten().all(|time_ms| MOMENTS_MS.contains(time_ms))
        && times_ms.is_sorted_by(|one, next| one < next)
}

/// Returns the rows of the times inside the calendar, in order of time.
fn rows_by_time(times_ms: &[i64]) -> Vec<usize> {
    let mut rows: Vec<usize> =
        (0..times_ms.len()).filter(|&row| MOMENTS_MS.contains(&times_ms[row])).collect();
    rows.sort_by_key(|&row| times_ms[row]);
    rows
}

/// Returns the samples at some rows, in this order. Neighbours with equal times become one sample.
pub(super) fn merged(samples: &Samples, rows: impl IntoIterator<Item = usize>) -> Samples {
    let mut all = Samples::default();
    let mut last: Option<Sample> = None;
    for row in rows {
        let sample = samples.at(row);
        match &mut last {
            Some(last) if last.time_ms == sample.time_ms => merge(last, &sample),
            _ => {
                if let Some(complete) = last.replace(sample) {
                    all.push(&complete);
                }
            }
        }
    }
    if let Some(complete) = last {
        all.push(&complete);
    }
    all
}

/// Returns the start stated by the device, in milliseconds since the Unix epoch.
fn stated_start_ms(activity: &Activity) -> Option<i64> {
    activity.start_ms.filter(|start_ms| MOMENTS_MS.contains(start_ms))
}

/// Returns the start and the end stated by the device, in milliseconds since the Unix epoch. The
/// elapsed time is at least the timer time, because some devices write a smaller value.
fn stated(activity: &Activity) -> Option<(i64, i64)> {
    let (start_ms, totals) = (stated_start_ms(activity)?, &activity.totals);
    let elapsed_ms = totals.elapsed_ms?.max(totals.timer_ms.unwrap_or(0)).max(0);
    Some((start_ms, start_ms.saturating_add(elapsed_ms).min(*MOMENTS_MS.end())))
}

/// Returns the start and the end of a recording with samples from `first_ms` to `last_ms`.
///
/// The start and end stated by the device are used, unless they are far from the samples. A far
/// start is used only if the stated end matches the last sample. A far end is used only if both
/// totals contain it. A start over a minute before the samples is used only if the timer ran before
/// the samples, by its total or by its events.
///
/// `is_begun_before` means that earlier samples were left out. The clock of those samples also
/// stamped the start, so nothing confirms the start.
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

/// Returns the range of samples that one clock stamped, from their times, which are in order.
///
/// The samples are cut at gaps longer than any rest. By default, the part with the most samples is
/// kept. If the device states a session with at least half of the samples, the parts within this
/// session are kept, without small parts at either end. In both cases, a short part behind a jump
/// of the clock is left out at either end.
fn one_clock(
    times_ms: &[i64],
    stated: Option<(i64, i64)>,
    jump_ms: i64,
    gap_ms: i64,
) -> Range<usize> {
    let session = stated.map(|(start_ms, end_ms)| {
        let from = times_ms.partition_point(|&time_ms| time_ms < start_ms.saturating_sub(jump_ms));
        let to = times_ms.partition_point(|&time_ms| time_ms <= end_ms.saturating_add(jump_ms));
        from..to.max(from)
    });
    let clock = match session.filter(|session| session.len() * 2 >= times_ms.len()) {
        Some(session) => within(&session, without_small_parts(&times_ms[session.clone()], gap_ms)),
        None => main_part(times_ms, gap_ms),
    };
    within(&clock, without_strays(&times_ms[clock.clone()], jump_ms))
}

/// A range of samples, by their indices.
type Part = Range<usize>;

/// Converts a range of indices in a part to indices in the whole.
fn within(whole: &Part, part: Part) -> Part {
    whole.start + part.start..whole.start + part.end
}

/// Cuts times, which are in order, at gaps over `gap_ms`.
fn parts(times_ms: &[i64], gap_ms: i64) -> impl Iterator<Item = Part> {
    let mut end = 0;
    let is_near = move |earlier: &i64, later: &i64| later.abs_diff(*earlier) <= gap_ms as u64;
    times_ms.chunk_by(is_near).map(move |part| {
        let start = end;
        end += part.len();
        start..end
    })
}

/// Returns the part with the most samples. Of equal parts, the earliest is taken.
fn main_part(times_ms: &[i64], gap_ms: i64) -> Part {
    parts(times_ms, gap_ms)
        .fold(0..0, |most, part| if part.len() > most.len() { part } else { most })
}

/// Returns the samples without small parts at either end. A small part has less than a tenth of the
/// samples of the largest part.
fn without_small_parts(times_ms: &[i64], gap_ms: i64) -> Part {
    let most = main_part(times_ms, gap_ms).len();
    let large = parts(times_ms, gap_ms).filter(|part| part.len() * 10 >= most);
    from_first_to_last(large).unwrap_or(0..times_ms.len())
}

/// Returns the range from the first to the last of some parts; [`None`] without parts.
fn from_first_to_last(parts: impl Iterator<Item = Part>) -> Option<Part> {
    parts.reduce(|first, last| first.start..last.end)
}

/// Returns the samples without short parts behind a jump of the clock at either end.
fn without_strays(times_ms: &[i64], jump_ms: i64) -> Part {
    let is_long = |part: &Part| times_ms[part.end - 1] - times_ms[part.start] >= STRAY_MS;
    let long = parts(times_ms, jump_ms).filter(is_long);
    from_first_to_last(long).unwrap_or_else(|| main_part(times_ms, jump_ms))
}

/// Merges a later record of the same time into a sample, field by field. Later values win.
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
