//! The margin of a verdict: the maximum heart rates for which it stays the same.
//!
//! Zone 1 is some ten beats wide, and an error of ten in the maximum heart rate moves its top by
//! seven. So a verdict without its margin is a guess.
//!
//! The verdict does not always change in one direction as the maximum rises. Intensity gets better,
//! but a surge that begins later can begin on a hill, and then counts as an effort spike. So there
//! is no binary search: the whole beats below and above the maximum are tried one by one until the
//! verdict changes. The verdict depends on the top of Zone 1 only through the set of the run's
//! heart rates below it, and of the mean heart rates of warm-up and
//! finish, so each such set is judged once.

use crate::run::criteria::{Criteria, Facts, Verdict};
use crate::run::zones::HeartRateZones;
use crate::settings::athlete::{LEAST_BPM, MOST_BPM};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The maximum heart rates over which a verdict stays the same, in whole beats per minute.
///
/// One beat outside the range, the verdict is another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Margin {
    /// Lowest maximum; [`None`] if no lower one from [`LEAST_BPM`] on changes the verdict.
    pub from_bpm: Option<f64>,
    /// Verdict one beat below the range; [`None`] if there is no other verdict.
    pub below: Option<Verdict>,
    /// Highest maximum; [`None`] if no higher one up to [`MOST_BPM`] changes the verdict.
    pub to_bpm: Option<f64>,
    /// Verdict one beat above the range; [`None`] if there is no other verdict.
    pub above: Option<Verdict>,
}

impl Margin {
    /// Finds the range around `max_bpm` within which the verdict stays the same.
    ///
    /// `zones` returns the zones for a maximum heart rate; [`None`] if there are none.
    pub(crate) fn find(
        facts: &Facts<'_>,
        criteria: &Criteria,
        verdict: Verdict,
        max_bpm: f64,
        zones: impl Fn(f64) -> Option<HeartRateZones>,
    ) -> Self {
        let distinct_bpm = facts.heart_rate.distinct_bpm();
        let ends_bpm = facts.ends.map(|ends| [ends.first_bpm, ends.last_bpm]).unwrap_or_default();
        let mut known: HashMap<(usize, [bool; 2]), Verdict> = HashMap::new();
        // Returns the verdict for a maximum heart rate; `None` if there are no zones for it.
        let mut verdict_of = |max_bpm: i32| {
            let top_bpm = zones(f64::from(max_bpm))?.zone1_top_bpm();
            let below = distinct_bpm.partition_point(|&bpm| bpm < top_bpm);
            let key = (below, ends_bpm.map(|bpm| bpm <= top_bpm));
            Some(*known.entry(key).or_insert_with(|| facts.verdict_at(top_bpm, criteria)))
        };
        let mut first_other = |candidates: &mut dyn Iterator<Item = i32>| {
            let mut verdicts = candidates.map_while(|bpm| Some((bpm, verdict_of(bpm)?)));
            verdicts.find(|&(_, other)| other != verdict)
        };
        let below = first_other(&mut (LEAST_BPM..=max_bpm.floor() as i32).rev());
        let above = first_other(&mut (max_bpm.ceil() as i32..=MOST_BPM));
        let mut margin = Self {
            from_bpm: below.map(|(bpm, _)| f64::from(bpm + 1)),
            below: below.map(|(_, verdict)| verdict),
            to_bpm: above.map(|(bpm, _)| f64::from(bpm - 1)),
            above: above.map(|(_, verdict)| verdict),
        };
        if margin.from_bpm.zip(margin.to_bpm).is_some_and(|(from, to)| from > to) {
            // A maximum between two whole beats (an estimate by age) can have a verdict that
            // neither of them has.
            (margin.from_bpm, margin.to_bpm) = (Some(max_bpm), Some(max_bpm));
        }
        margin
    }
}
