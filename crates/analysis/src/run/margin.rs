//! The margin of a verdict: the maximum heart rates for which it stays the same.
//!
//! Zone 1 is about ten beats wide, and an error of ten in the maximum heart rate moves its top by
//! seven. So a verdict without its margin is a guess.
//!
//! The verdict does not always change in one direction as the maximum rises. Intensity gets better,
//! but a surge that begins later can begin on a hill, and then counts as an effort spike. So binary
//! search is not possible. Each whole beat below and above the maximum is tried until the verdict
//! changes. For the verdict, only two facts about the top of Zone 1 matter: which heart rates of
//! the run are below it, and which means of warm-up and finish are at or below it. Tops with equal
//! facts are judged once. The surges are found in one sweep from the highest top down. The sweep
//! adds the heart rates between two tops to the surges above them.

use crate::run::criteria::{Criteria, Facts, SurgeSums, Verdict};
use crate::run::surges::SurgeSpan;
use crate::run::trace::Levels;
use crate::run::zones::{HeartRateZones, percent};
use crate::settings::athlete::{LEAST_BPM, MOST_BPM};
use crate::settings::policy::seconds_to_ms;
use serde::{Deserialize, Serialize};

/// The maximum heart rates over which a verdict stays the same, in whole beats per minute.
///
/// One beat outside the range, the verdict is different.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Margin {
    /// Lowest maximum; [`None`] if no lower maximum down to [`LEAST_BPM`] changes the verdict.
    pub from_bpm: Option<f64>,
    /// Verdict one beat below the range; [`None`] if no lower maximum changes the verdict.
    pub below: Option<Verdict>,
    /// Highest maximum; [`None`] if no higher maximum up to [`MOST_BPM`] changes the verdict.
    pub to_bpm: Option<f64>,
    /// Verdict one beat above the range; [`None`] if no higher maximum changes the verdict.
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
        let mut sweep = Sweep::new(facts);
        let ends_bpm = facts.ends.map(|ends| [ends.first_bpm, ends.last_bpm]).unwrap_or_default();
        let mut last = None;
        // Returns the verdict for a top of Zone 1. Tops must come in descending order.
        let mut verdict_of = |top_bpm: f64| {
            let below = sweep.levels.bpm.partition_point(|&bpm| f64::from(bpm) < top_bpm);
            let key = (below, ends_bpm.map(|bpm| bpm <= top_bpm));
            let verdict = match last {
                Some((known, verdict)) if known == key => verdict,
                _ => {
                    let (share_pct, surges) = sweep.above(below);
                    facts.verdict_at(top_bpm, criteria, share_pct, surges)
                }
            };
            last = Some((key, verdict));
            verdict
        };
        // Maxima, as long as there are zones for them, with their tops of Zone 1.
        let with_top = |bpm: i32| Some((bpm, zones(f64::from(bpm))?.zone1_top_bpm()));
        let higher: Vec<(i32, f64)> =
            (max_bpm.ceil() as i32..=MOST_BPM).map_while(with_top).collect();
        let others = higher.into_iter().rev().map(|(bpm, top_bpm)| (bpm, verdict_of(top_bpm)));
        let above = others.filter(|&(_, other)| other != verdict).last();
        let lower = (LEAST_BPM..=max_bpm.floor() as i32).rev().map_while(with_top);
        let mut others = lower.map(|(bpm, top_bpm)| (bpm, verdict_of(top_bpm)));
        let below = others.find(|&(_, other)| other != verdict);
        let mut margin = Self {
            from_bpm: below.map(|(bpm, _)| f64::from(bpm + 1)),
            below: below.map(|(_, verdict)| verdict),
            to_bpm: above.map(|(bpm, _)| f64::from(bpm - 1)),
            above: above.map(|(_, verdict)| verdict),
        };
        if margin.from_bpm.zip(margin.to_bpm).is_some_and(|(from, to)| from > to) {
            // The verdict for a maximum between two whole beats (an estimate by age) can differ
            // from the verdicts of both.
            (margin.from_bpm, margin.to_bpm) = (Some(max_bpm), Some(max_bpm));
        }
        margin
    }
}

/// The surges of a run above the top of Zone 1, for tops in descending order.
struct Sweep<'a> {
    facts: &'a Facts<'a>,
    levels: Levels,
    /// Timer time below each level in milliseconds, followed by the time of all levels.
    below_ms: Vec<i64>,
    /// Lowest level that is part of the surges.
    reached: usize,
    /// Stretches at or above that level, with bridged dips.
    spans: Vec<SurgeSpan>,
    sums: SurgeSums,
}

impl<'a> Sweep<'a> {
    fn new(facts: &'a Facts<'a>) -> Self {
        let levels = facts.heart_rate.levels();
        let holds = facts.heart_rate.holds();
        let mut below_ms = vec![0];
        for level in 0..levels.bpm.len() {
            let held = levels.holds(level..level + 1).iter();
            let held_ms: i64 = held.map(|&at| i64::from(holds[at].length_ms)).sum();
            below_ms.push(below_ms[level] + held_ms);
        }
        let reached = levels.bpm.len();
        let (spans, sums) = (Vec::new(), SurgeSums::default());
        Self { facts, levels, below_ms, reached, spans, sums }
    }

    /// Returns the share of heart-rate time below a level in percent, and the sums of the surges at
    /// or above this level. The level must not be above the level of an earlier call.
    fn above(&mut self, level: usize) -> (f64, SurgeSums) {
        if level < self.reached {
            self.add_levels(level);
        }
        let all_ms = self.below_ms[self.levels.bpm.len()];
        (percent(self.below_ms[level], all_ms).unwrap_or(0.0), self.sums)
    }

    /// Adds the stretches of the levels from `level` on to the stretches above them. All levels are
    /// added at once, because a run whose heart rates have decimals has thousands of levels.
    fn add_levels(&mut self, level: usize) {
        let dip_ms = seconds_to_ms(self.facts.policy.surge_dip_s);
        let mut places = self.levels.holds(level..self.reached).to_vec();
        places.sort_unstable();
        let mut joined: Vec<SurgeSpan> = Vec::with_capacity(self.spans.len() + places.len());
        let mut higher = std::mem::take(&mut self.spans).into_iter().peekable();
        for hold in places.into_iter().map(|at| &self.facts.heart_rate.holds()[at]) {
            while let Some(span) = higher.next_if(|span| span.start_ms < hold.timer_ms) {
                span.join(&mut joined, dip_ms);
            }
            SurgeSpan::of(hold).join(&mut joined, dip_ms);
        }
        higher.for_each(|span| span.join(&mut joined, dip_ms));
        self.sums = self.facts.surge_sums(&joined);
        (self.spans, self.reached) = (joined, level);
    }
}
