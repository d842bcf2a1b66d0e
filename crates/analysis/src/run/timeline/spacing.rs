//! The spacing of readings, and the time for which each reading holds.

/// Percentile of the usual spacing among all spacings, as a share.
const USUAL_SHARE: f64 = 0.9;
/// Number of usual spacings for which a reading holds if the next reading is missing.
const HELD_SPACINGS: i64 = 2;

/// Returns the usual spacing of ascending times: the 90th percentile of the gaps between them;
/// [`None`] for fewer than two times.
pub(super) fn usual_ms(times_ms: &[i64]) -> Option<i64> {
    let place = (times_ms.len().checked_sub(2)? as f64 * USUAL_SHARE) as usize;
    let gaps_ms = || times_ms.windows(2).map(|pair| pair[1] - pair[0]);
    // Most recordings have nearly equal gaps, so this counts before it selects.
    let middle = times_ms.len() / 2;
    let middle_ms = times_ms[middle] - times_ms[middle - 1];
    let shorter = gaps_ms().filter(|&gap_ms| gap_ms < middle_ms).count();
    let up_to = gaps_ms().filter(|&gap_ms| gap_ms <= middle_ms).count();
    if (shorter..up_to).contains(&place) {
        return Some(middle_ms);
    }
    let mut gaps_ms: Vec<i64> = gaps_ms().collect();
    Some(*gaps_ms.select_nth_unstable(place).1)
}

/// Returns the time in milliseconds for which the reading of each record holds: until the next
/// reading, and for `most_ms` at most. The time is 0 for a record without a reading. Over such
/// records, a reading holds for at most twice the usual spacing.
///
/// `timer_ms` are the timer times of the records, in order. `end_ms` is the end of the last record.
pub(super) fn holds_ms(
    timer_ms: &[i64],
    end_ms: i64,
    most_ms: i64,
    is_reading: impl Fn(usize) -> bool,
) -> Vec<i64> {
    let later_ms = timer_ms.iter().skip(1).chain([&end_ms]);
    if (0..timer_ms.len()).all(&is_reading) {
        return timer_ms.iter().zip(later_ms).map(|(from, to)| (to - from).min(most_ms)).collect();
    }
    let rows: Vec<usize> = (0..timer_ms.len()).filter(|&row| is_reading(row)).collect();
    let readings_ms: Vec<i64> = rows.iter().map(|&row| timer_ms[row]).collect();
    let usual_ms = usual_ms(&readings_ms).unwrap_or(most_ms);
    let without_next_ms = usual_ms.saturating_mul(HELD_SPACINGS).min(most_ms);
    let mut holds_ms = vec![0; timer_ms.len()];
    let next_rows = rows.iter().skip(1).copied().chain([timer_ms.len()]);
    for (&row, next_row) in rows.iter().zip(next_rows) {
        let next_ms = timer_ms.get(next_row).copied().unwrap_or(end_ms);
        let most_ms = if next_row == row + 1 { most_ms } else { without_next_ms };
        holds_ms[row] = (next_ms - timer_ms[row]).min(most_ms);
    }
    holds_ms
}

#[cfg(test)]
mod tests {
    use super::{USUAL_SHARE, holds_ms, usual_ms};
    use recoup_testkit::Seeded;

    #[test]
    fn the_usual_spacing_is_a_percentile_of_the_sorted_gaps() {
        let mut random = Seeded::new(5);
        for _ in 0..2000 {
            let kinds = 1 + random.below(4);
            let gaps_ms: Vec<i64> =
                (0..=random.below(60)).map(|_| 1000 * random.below(kinds) as i64).collect();
            let mut times_ms = vec![0];
            for gap_ms in &gaps_ms {
                times_ms.push(times_ms[times_ms.len() - 1] + gap_ms);
            }
            let mut sorted = gaps_ms.clone();
            sorted.sort_unstable();
            let place = ((sorted.len() - 1) as f64 * USUAL_SHARE) as usize;
            assert_eq!(usual_ms(&times_ms), Some(sorted[place]), "{gaps_ms:?}");
        }
        assert_eq!((usual_ms(&[]), usual_ms(&[7])), (None, None));
    }

    #[test]
    fn a_reading_holds_to_the_next_and_twice_as_long_where_it_does_not_come() {
        let times_ms: Vec<i64> = (0..10).map(|second| second * 1000).collect();
        // All are readings: each holds for its second.
        assert_eq!(holds_ms(&times_ms, 10_000, 60_000, |_| true), [1000; 10]);
        // Records 4 to 8 have no reading. The reading before them holds for two usual spacings of 1
        // s.
        let held_ms = holds_ms(&times_ms, 10_000, 60_000, |row| !(4..=8).contains(&row));
        assert_eq!(held_ms, [1000, 1000, 1000, 2000, 0, 0, 0, 0, 0, 1000]);
        assert_eq!(holds_ms(&times_ms, 10_000, 60_000, |_| false), [0; 10]);
    }
}
