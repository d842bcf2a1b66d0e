//! The spacing of readings, and the time for which each holds.

/// Place of the usual spacing among all, from the shortest to the longest.
const USUAL_SHARE: f64 = 0.9;
/// Number of usual spacings for which a reading holds when the next one does not come.
const HELD_SPACINGS: i64 = 2;

/// Returns the usual spacing of ascending times: the 90th percentile of the gaps between them;
/// [`None`] for fewer than two times.
pub(super) fn usual_ms(times_ms: impl Iterator<Item = i64> + Clone) -> Option<i64> {
    let later = times_ms.clone().skip(1);
    let mut gaps_ms: Vec<i64> = times_ms.zip(later).map(|(one, next)| next - one).collect();
    let place = (gaps_ms.len().checked_sub(1)? as f64 * USUAL_SHARE) as usize;
    Some(*gaps_ms.select_nth_unstable(place).1)
}

/// A reading of one kind, and the record that holds it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    /// Timer time in milliseconds.
    pub(super) timer_ms: i64,
    /// Index of its record.
    pub(super) record: usize,
}

/// Returns the time for which each reading holds: until the next one, and for `most_ms` at most.
/// It holds over records without a reading for at most twice the usual spacing.
/// `readings` are in order; `end` is the end of the last one and the number of records.
pub(super) fn holds_ms(readings: &[Reading], end: Reading, most_ms: i64) -> Vec<i64> {
    let times_ms = readings.iter().map(|reading| reading.timer_ms);
    let usual_ms = usual_ms(times_ms).unwrap_or(most_ms);
    let without_next_ms = usual_ms.saturating_mul(HELD_SPACINGS).min(most_ms);
    let next = readings.iter().skip(1).chain([&end]);
    let hold_ms = |(reading, next): (&Reading, &Reading)| {
        let is_next_record = next.record == reading.record + 1;
        let most_ms = if is_next_record { most_ms } else { without_next_ms };
        (next.timer_ms - reading.timer_ms).min(most_ms)
    };
    readings.iter().zip(next).map(hold_ms).collect()
}
