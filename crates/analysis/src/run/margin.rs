//! How sure a verdict is: the maximum heart rates for which it stays the same.
//!
//! Zone 1 is some ten beats wide, and a maximum heart rate that is wrong by ten moves its top by
//! seven: a verdict without its margin is a guess.
//!
//! The verdict need not change one way only as the maximum rises. Intensity does get better, but a
//! surge that begins later can begin on a hill, and then counts as an effort spike. So nothing is
//! halved and no curve fitted: the whole beats below and above the maximum are tried one by one until
//! the verdict changes. What changes with the top of Zone 1 is decided only by which of the run's
//! heart rates are below it, so each set of these is judged once.

use crate::run::criteria::{Criteria, Facts, Verdict};
use crate::run::zones::HeartRateZones;
use crate::settings::athlete::{LEAST_BPM, MOST_BPM};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The maximum heart rates over which a verdict stays the same, in whole beats per minute.
///
/// One beat outside, the verdict is another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Margin {
    /// The lowest; [`None`] if no lower one from [`LEAST_BPM`] on changes the verdict.
    pub from_bpm: Option<f64>,
    /// The verdict one beat below.
    pub below: Option<Verdict>,
    /// The highest; [`None`] if no higher one up to [`MOST_BPM`] changes the verdict.
    pub to_bpm: Option<f64>,
    /// The verdict one beat above.
    pub above: Option<Verdict>,
}

impl Margin {
    /// Finds how far the maximum heart rate can move from `max_bpm` before the verdict changes.
    ///
    /// `zones` makes the zones for a maximum heart rate.
    pub(crate) fn find(
        facts: &Facts<'_>,
        criteria: &Criteria,
        verdict: Verdict,
        max_bpm: f64,
        zones: impl Fn(f64) -> Option<HeartRateZones>,
    ) -> Self {
        let distinct_bpm = facts.heart_rate.distinct_bpm();
        let mut known: HashMap<usize, Verdict> = HashMap::new();
        // The verdict for a maximum heart rate; none where there are no zones for it.
        let mut verdict_of = |max_bpm: i32| {
            let top_bpm = zones(f64::from(max_bpm))?.zone1_top_bpm();
            let below = distinct_bpm.partition_point(|&bpm| bpm < top_bpm);
            Some(*known.entry(below).or_insert_with(|| facts.verdict_at(top_bpm, criteria)))
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
            // A maximum between two beats (an estimate by age), and a verdict that neither gives.
            (margin.from_bpm, margin.to_bpm) = (Some(max_bpm), Some(max_bpm));
        }
        margin
    }
}
