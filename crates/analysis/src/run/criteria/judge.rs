//! Judgement of the five criteria.

use super::words;
use super::{
    Basis, Bounds, Check, Criteria, Criterion, EffortSpike, Evidence, Grade, Measure, Outcome,
    Verdict,
};
use crate::run::surges::{Surge, SurgeSpan};
use crate::run::terrain::Terrain;
use crate::run::terrain::ground::{hills_ms, steep_m};
use crate::run::trace::HeartRateTrace;
use crate::run::zones::{HeartRateZones, ZoneTimes, ZonesUnknown, percent};
use crate::settings::policy::{Policy, minutes_to_ms, seconds_to_ms};
use crate::wording::clock;
use recoup_model::Activity;

/// The facts from which the criteria are judged.
pub(crate) struct Facts<'a> {
    pub(crate) activity: &'a Activity,
    pub(crate) timer_ms: i64,
    pub(crate) heart_rate: &'a HeartRateTrace,
    /// Heart rates of warm-up and finish, which are compared with the top of Zone 1; [`None`] where
    /// unknown.
    pub(crate) ends: Option<Ends>,
    /// Whether every reading of the strap was 0.
    pub(crate) is_strap_dead: bool,
    pub(crate) terrain: &'a Terrain,
    /// Efforts that stand out by speed and grade, `(start, length)` in milliseconds of timer time.
    pub(crate) efforts_ms: &'a [(i64, i64)],
    pub(crate) zones: Result<HeartRateZones, ZonesUnknown>,
    pub(crate) zone_times: ZoneTimes,
    pub(crate) surges: &'a [Surge],
    pub(crate) policy: &'a Policy,
}

/// Mean heart rates at the ends of a run, and the median of the run, in beats per minute.
#[derive(Clone, Copy)]
#[expect(clippy::struct_field_names, reason = "names end with their unit")]
pub(crate) struct Ends {
    pub(crate) first_bpm: f64,
    pub(crate) last_bpm: f64,
    median_bpm: f64,
}

impl Ends {
    /// Returns the mean heart rates of the first and last minutes, and the median of the run;
    /// [`None`] if one of these is unknown.
    pub(crate) fn of(heart_rate: &HeartRateTrace, timer_ms: i64, policy: &Policy) -> Option<Self> {
        let part_ms = minutes_to_ms(policy.warmup_min);
        Some(Self {
            first_bpm: heart_rate.mean_bpm(0, part_ms)?,
            last_bpm: heart_rate.mean_bpm(timer_ms - part_ms, timer_ms)?,
            median_bpm: heart_rate.median_bpm()?,
        })
    }
}

/// Sums of the surges of a run.
#[derive(Clone, Copy, Default)]
pub(crate) struct SurgeSums {
    /// Length of the longest surge in milliseconds.
    longest_ms: i64,
    /// Number of effort spikes.
    effort_spikes: usize,
    /// Length of the longest effort spike in milliseconds.
    longest_spike_ms: i64,
}

/// The criteria of a run and its verdict.
pub(crate) struct Judged {
    pub(crate) criteria: Criteria,
    pub(crate) effort_spikes: Vec<EffortSpike>,
    pub(crate) grade: Option<Grade>,
    pub(crate) verdict: Verdict,
    pub(crate) basis: Basis,
}

/// Returns the worst outcome of the checks; unknown if there are no checks.
fn worst(checks: &[Check]) -> Outcome {
    checks.iter().map(Check::outcome).max().unwrap_or(Outcome::Unknown)
}

fn seconds(milliseconds: i64) -> f64 {
    milliseconds as f64 / 1000.0
}

impl Facts<'_> {
    pub(crate) fn judge(&self) -> Judged {
        let coverage = self.coverage();
        let surges = self.surges.iter().map(Surge::span);
        let is_known = coverage.is_ok() && self.zones.is_ok();
        let effort_spikes = self.effort_spikes(is_known, surges);
        let criteria = Criteria {
            intensity: self.intensity(&coverage),
            duration: self.duration(),
            terrain: self.terrain(&effort_spikes, is_known),
            warmup_finish: self.warmup_finish(&coverage),
            effort_felt: self.effort_felt(),
        };
        let (grade, verdict, basis) = criteria.judge();
        Judged { criteria, effort_spikes, grade, verdict, basis }
    }

    /// Returns the verdict for another top of Zone 1, in beats per minute. `share_pct` is the share
    /// of heart-rate time below this top, and `surges` are the sums of the surges from this top on.
    /// Outcomes that do not depend on the top stay the same.
    pub(crate) fn verdict_at(
        &self,
        top_bpm: f64,
        criteria: &Criteria,
        share_pct: f64,
        surges: SurgeSums,
    ) -> Verdict {
        let mut outcomes = criteria.outcomes();
        outcomes.intensity = worst(&self.intensity_checks(share_pct, surges.longest_ms));
        if self.is_terrain_known() {
            let checks = self.terrain_checks(surges.effort_spikes, surges.longest_spike_ms, true);
            outcomes.terrain = worst(&checks);
        }
        if let Some(ends) = self.ends.filter(|_| outcomes.warmup_finish != Outcome::Unknown) {
            outcomes.warmup_finish = worst(&self.warmup_checks(ends, Some(top_bpm)));
        }
        outcomes.judge().1
    }

    /// Sums up the surges among stretches above Zone 1 with bridged dips.
    pub(crate) fn surge_sums(&self, spans: &[SurgeSpan]) -> SurgeSums {
        let least_ms = seconds_to_ms(self.policy.surge_min_s);
        let mut sums = SurgeSums::default();
        for span in spans.iter().filter(|span| span.length_ms() >= least_ms) {
            let length_ms = span.length_ms();
            sums.longest_ms = sums.longest_ms.max(length_ms);
            if self.terrain.ground_at(span.start_ms, self.policy).is_some() {
                sums.effort_spikes += 1;
                sums.longest_spike_ms = sums.longest_spike_ms.max(length_ms);
            }
        }
        sums
    }

    /// Checks that enough of the run has a heart rate. The error is the reason in words.
    fn coverage(&self) -> Result<(), String> {
        let Some(coverage_pct) = percent(self.heart_rate.known_ms(), self.timer_ms) else {
            return Err("no timer time".to_owned());
        };
        if coverage_pct >= self.policy.coverage_min_pct {
            return Ok(());
        }
        if self.is_strap_dead {
            return Err("heart rate 0 throughout, a dead strap".to_owned());
        }
        Err(format!(
            "heart rate for {:.1} % of the time, less than {} %",
            // The share is rounded down, so that a share below the limit never reads as enough.
            (coverage_pct * 10.0).floor() / 10.0,
            self.policy.coverage_min_pct
        ))
    }

    fn intensity_checks(&self, share_pct: f64, longest_ms: i64) -> Vec<Check> {
        let policy = self.policy;
        vec![
            Check {
                measure: Measure::AtOrBelowPct,
                value: share_pct,
                pass: Bounds::at_least(policy.intensity_pass_pct),
                warn: Bounds::at_least(policy.intensity_warn_pct),
            },
            Check {
                measure: Measure::LongestSurgeS,
                value: seconds(longest_ms),
                pass: Bounds::at_most(policy.surge_pass_s),
                warn: Bounds::at_most(policy.surge_warn_s),
            },
        ]
    }

    fn intensity(&self, coverage: &Result<(), String>) -> Criterion {
        let policy = self.policy;
        let limit = format!(
            "at least {} % at or below the top of Zone 1, longest surge at most {}",
            policy.intensity_pass_pct,
            clock(seconds_to_ms(policy.surge_pass_s)),
        );
        if let Err(cause) = coverage {
            let need = format!("a heart rate for {} % of the time", policy.coverage_min_pct);
            return Criterion::unknown(cause, limit, vec![need]);
        }
        let zones = match &self.zones {
            Ok(zones) => zones,
            Err(cause) => {
                let need = cause.remedy().to_owned();
                return Criterion::unknown(cause.as_str(), limit, vec![need]);
            }
        };
        let share_pct = self.zone_times.at_or_below_zone1_pct().unwrap_or(0.0);
        let longest = self.surges.iter().max_by_key(|surge| surge.length_ms);
        let longest_ms = longest.map_or(0, |surge| surge.length_ms);
        let top = zones.zone1_whole_bpm().1;
        let measured = format!(
            "{share_pct:.1} % of heart-rate time at or below {top} bpm, longest surge {}",
            clock(longest_ms),
        );
        Criterion {
            evidence: longest.copied().map(Evidence::Surge).into_iter().collect(),
            to_pass: words::easier(&self.zone_times, top, self.surges, policy),
            ..Criterion::of(self.intensity_checks(share_pct, longest_ms), measured, limit)
        }
    }

    fn duration(&self) -> Criterion {
        let policy = self.policy;
        let check = Check {
            measure: Measure::TimerMin,
            value: self.timer_ms as f64 / 60_000.0,
            pass: Bounds::between(policy.duration_pass_min_min, policy.duration_pass_max_min),
            warn: Bounds::between(policy.duration_warn_min_min, policy.duration_warn_max_min),
        };
        let limit =
            format!("{}-{} min", policy.duration_pass_min_min, policy.duration_pass_max_min);
        Criterion {
            to_pass: words::shorter_or_longer(self.timer_ms, policy).into_iter().collect(),
            ..Criterion::of(vec![check], format!("{} of timer time", clock(self.timer_ms)), limit)
        }
    }

    /// Whether the run is outdoors and its ascent is known.
    fn is_terrain_known(&self) -> bool {
        !self.activity.is_indoor() && self.terrain.ascent_m.is_some()
    }

    /// Returns the ascent for each kilometre in metres.
    fn ascent_m_per_km(&self) -> Option<f64> {
        let (ascent_m, distance_m) = self.terrain.ascent_m.zip(self.terrain.distance_m)?;
        (distance_m > 0.0).then(|| ascent_m * 1000.0 / distance_m)
    }

    fn terrain_checks(
        &self,
        effort_spikes: usize,
        longest_ms: i64,
        is_heart_rate_known: bool,
    ) -> Vec<Check> {
        let policy = self.policy;
        let mut checks = vec![
            Check {
                measure: Measure::EffortSpikes,
                value: effort_spikes as f64,
                pass: Bounds::at_most(0.0),
                warn: Bounds::at_most(policy.effort_spikes_warn),
            },
            Check {
                measure: Measure::LongestEffortSpikeS,
                value: seconds(longest_ms),
                pass: Bounds::at_most(0.0),
                warn: Bounds::at_most(policy.effort_spike_fail_s),
            },
        ];
        let mut at_most = |measure, value, most| {
            checks.push(Check { measure, value, pass: Bounds::at_most(most), warn: Bounds::NONE });
        };
        let steep_m = steep_m(&self.terrain.steep);
        if is_heart_rate_known {
            at_most(Measure::SteepM, steep_m, policy.terrain_steep_m);
            if let Some(ascent_m) = self.ascent_m_per_km() {
                at_most(Measure::AscentMPerKm, ascent_m, policy.terrain_ascent_m_per_km);
            }
        } else {
            at_most(Measure::SteepM, steep_m, 0.0);
            let hills_s = seconds(hills_ms(&self.terrain.hills));
            at_most(Measure::HillsS, hills_s, policy.hills_pass_s);
        }
        checks
    }

    fn terrain(&self, spikes: &[EffortSpike], is_heart_rate_known: bool) -> Criterion {
        let policy = self.policy;
        let terrain = self.terrain;
        let limit = if is_heart_rate_known {
            format!(
                "no effort spike, at most {} m of {} % or more and {} m of ascent a km",
                policy.terrain_steep_m, policy.steep_grade_pct, policy.terrain_ascent_m_per_km,
            )
        } else {
            format!(
                "no effort spike, no stretch of {} % or more, at most {} on hills ({} m or more at \
                 {} %)",
                policy.steep_grade_pct,
                clock(seconds_to_ms(policy.hills_pass_s)),
                policy.hill_gain_m,
                policy.hill_grade_pct,
            )
        };
        let ascent_m_per_km = self.ascent_m_per_km().filter(|_| is_heart_rate_known);
        if self.activity.is_indoor() {
            let measured = "indoors, no terrain to judge".to_owned();
            return Criterion { outcome: Outcome::Pass, ..Criterion::of(vec![], measured, limit) };
        }
        if !self.is_terrain_known() {
            let need = "altitude and distance in the file".to_owned();
            return Criterion::unknown("no altitude or no distance", limit, vec![need]);
        }
        let evidence = spikes
            .iter()
            .map(|&spike| Evidence::EffortSpike(spike))
            .chain(terrain.hills.iter().map(|&hill| Evidence::Hill(hill)))
            .chain(terrain.steep.iter().map(|&steep| Evidence::Steep(steep)));
        let longest_ms = spikes.iter().map(|spike| spike.length_ms).max().unwrap_or(0);
        Criterion {
            evidence: evidence.collect(),
            to_pass: words::flatter(spikes, terrain, ascent_m_per_km, policy),
            ..Criterion::of(
                self.terrain_checks(spikes.len(), longest_ms, is_heart_rate_known),
                words::of_terrain(spikes, terrain, ascent_m_per_km),
                limit,
            )
        }
    }

    fn warmup_finish(&self, coverage: &Result<(), String>) -> Criterion {
        let policy = self.policy;
        let over_pct = policy.warmup_over_median_pct;
        let top_bpm = self.zones.ok().map(|zones| zones.zone1_top_bpm());
        let or_zone1 = if top_bpm.is_some() { ", or within Zone 1" } else { "" };
        let limit = format!("at most {over_pct} % over the run's median heart rate{or_zone1}");
        if self.timer_ms < minutes_to_ms(policy.warmup_run_min) {
            let cause = format!("shorter than {} min", policy.warmup_run_min);
            return Criterion::unknown(&cause, limit, vec![]);
        }
        if let Err(cause) = coverage {
            return Criterion::unknown(cause, limit, vec![]);
        }
        let Some(ends) = self.ends else {
            let cause = "no heart rate in the first or last minutes";
            return Criterion::unknown(cause, limit, vec![]);
        };
        let Ends { first_bpm: first, last_bpm: last, median_bpm: median } = ends;
        let minutes = policy.warmup_min;
        let measured = format!(
            "first {minutes} min {first:.0} bpm, last {minutes} min {last:.0} bpm, median \
             {median:.0} bpm",
        );
        let most_bpm = self.warmup_most_bpm(median, top_bpm);
        Criterion {
            to_pass: words::gentler(first, last, most_bpm, policy),
            ..Criterion::of(self.warmup_checks(ends, top_bpm), measured, limit)
        }
    }

    /// Returns the highest mean heart rate of a gentle start or finish, in beats per minute. A
    /// heart rate at or below the top of Zone 1 is never a fault.
    fn warmup_most_bpm(&self, median_bpm: f64, top_bpm: Option<f64>) -> f64 {
        let most_bpm = median_bpm * (100.0 + self.policy.warmup_over_median_pct) / 100.0;
        top_bpm.map_or(most_bpm, |top_bpm| most_bpm.max(top_bpm))
    }

    fn warmup_checks(&self, ends: Ends, top_bpm: Option<f64>) -> Vec<Check> {
        let most_bpm = self.warmup_most_bpm(ends.median_bpm, top_bpm);
        let check = |measure, value| Check {
            measure,
            value,
            pass: Bounds::at_most(most_bpm),
            warn: Bounds::NONE,
        };
        vec![
            check(Measure::FirstMinutesBpm, ends.first_bpm),
            check(Measure::LastMinutesBpm, ends.last_bpm),
        ]
    }

    fn effort_felt(&self) -> Criterion {
        let policy = self.policy;
        let limit = format!("at most {} of 10", policy.rpe_pass);
        let Some(rpe) = self.activity.rpe else {
            return Criterion::unknown("not recorded", limit, vec![]);
        };
        let check = Check {
            measure: Measure::Rpe,
            value: rpe,
            pass: Bounds::at_most(policy.rpe_pass),
            warn: Bounds::below(policy.rpe_fail),
        };
        let to_pass = (check.outcome() != Outcome::Pass)
            .then(|| format!("an effort that feels like {} of 10 or less", policy.rpe_pass));
        Criterion {
            to_pass: to_pass.into_iter().collect(),
            ..Criterion::of(vec![check], format!("rated {rpe} of 10{}", self.rpe_list()), limit)
        }
    }

    /// Names the list of an export that the rating comes from; empty for a rating in the file.
    fn rpe_list(&self) -> String {
        let listed = self.activity.listed.as_ref().filter(|listed| listed.has_rpe);
        listed.map_or_else(String::new, |listed| format!(" in {}", listed.file))
    }

    /// Returns the surges that a hill or steep stretch forced. For a run without heart rate or
    /// zones, returns the efforts on hills and steep stretches that stand out by speed and grade.
    fn effort_spikes(
        &self,
        is_heart_rate_known: bool,
        surges: impl Iterator<Item = SurgeSpan>,
    ) -> Vec<EffortSpike> {
        let forced = |(start_timer_ms, length_ms)| {
            let ground = self.terrain.ground_at(start_timer_ms, self.policy)?;
            Some(EffortSpike { start_timer_ms, length_ms, ground })
        };
        if is_heart_rate_known {
            surges.filter_map(|surge| forced((surge.start_ms, surge.length_ms()))).collect()
        } else {
            self.efforts_ms.iter().copied().filter_map(forced).collect()
        }
    }
}

impl Criterion {
    fn of(checks: Vec<Check>, mut measured: String, limit: String) -> Self {
        let outcome = worst(&checks);
        measured.shrink_to_fit();
        let (evidence, to_pass) = (Vec::new(), Vec::new());
        Self { outcome, measured, limit: limit.into(), checks, evidence, to_pass }
    }

    fn unknown(cause: &str, limit: String, to_pass: Vec<String>) -> Self {
        Self { to_pass, ..Self::of(Vec::new(), cause.to_owned(), limit) }
    }
}
