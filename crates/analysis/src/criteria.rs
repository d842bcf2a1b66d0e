//! The five criteria, the grade and the verdict.
//!
//! | criterion | pass | warn | fail | unknown |
//! |---|---|---|---|---|
//! | intensity | 95 % of heart-rate time at or below the top of Zone 1, longest surge 60 s | 85 %, 180 s | else | a heart rate for less than 80 % of the time, or no zones |
//! | duration | 20-45 min of timer time | 10-20 or 45-60 min | else | - |
//! | terrain | no effort spike, no steep stretch, 120 s on hills at most | one effort spike, a steep stretch, or more on hills | two effort spikes, or one over 120 s | no altitude or distance |
//! | warm-up and finish | first and last 5 min at most 5 % over the run's median heart rate | else | never | shorter than 15 min, or too little heart rate |
//! | effort felt | 1-2 | 3 | 4 or more | not recorded |
//!
//! The figures are the defaults of [`Policy`], whose fields say which are the coach's.
//!
//! Grade **A**: no warning and no failure; **B**: one warning; **C**: two or more; **D**: one
//! failure; **F**: two or more. A is `recovery`, B and C are `borderline`, D and F `not_recovery`.
//! Where intensity is unknown the run is `ungradable`, unless the athlete rated the effort, which
//! then stands in. Pace is never judged, and walking costs nothing.

use crate::policy::Policy;
use crate::surges::Surge;
use crate::terrain::{Terrain, efforts_above_median, hills_ms, steep_m};
use crate::timeline::{Timeline, minutes_to_ms, seconds_to_ms};
use crate::zones::{HeartRateZones, ZoneTimes, percent};
use recoup_model::Activity;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a criterion came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Within the coach's rule.
    Pass,
    /// Just outside.
    Warn,
    /// Against it.
    Fail,
    /// The recording cannot tell.
    Unknown,
}

impl Outcome {
    /// `pass`, `warn`, `fail` or `unknown`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
        }
    }
}

/// One criterion: what was measured, against which limit, where, and what it came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Criterion {
    /// What it came to.
    pub outcome: Outcome,
    /// What was measured, with its unit; or why nothing was.
    pub measured: String,
    /// The limit for a pass.
    pub limit: String,
    /// Where it shows, in timer time: the seconds, the hill.
    pub evidence: Vec<String>,
}

impl Criterion {
    fn new(outcome: Outcome, measured: impl Into<String>, limit: impl Into<String>) -> Self {
        Self { outcome, measured: measured.into(), limit: limit.into(), evidence: Vec::new() }
    }

    /// The sentence for a report, under the criterion's name.
    #[must_use]
    pub fn sentence(&self, name: &str) -> String {
        let limit = match self.outcome {
            Outcome::Unknown => String::new(),
            _ => format!(" (limit: {})", self.limit),
        };
        let place = self.evidence.first().map(|first| format!(", {first}")).unwrap_or_default();
        format!("{name} {}: {}{limit}{place}", self.outcome.as_str(), self.measured)
    }
}

/// The five criteria of one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Criteria {
    /// Heart rate in the recovery zone.
    pub intensity: Criterion,
    /// Twenty to forty-five minutes.
    pub duration: Criterion,
    /// No terrain that forces effort.
    pub terrain: Criterion,
    /// A gentle start and end.
    pub warmup_finish: Criterion,
    /// The athlete's own rating.
    pub effort_felt: Criterion,
}

impl Criteria {
    /// Names and criteria in the order of the tables.
    #[must_use]
    pub fn named(&self) -> [(&'static str, &Criterion); 5] {
        [
            ("intensity", &self.intensity),
            ("duration", &self.duration),
            ("terrain", &self.terrain),
            ("warm-up and finish", &self.warmup_finish),
            ("effort felt", &self.effort_felt),
        ]
    }

    /// One sentence for each criterion that did not pass.
    #[must_use]
    pub fn reasons(&self) -> Vec<String> {
        let open = self.named().into_iter().filter(|(_, item)| item.outcome != Outcome::Pass);
        open.map(|(name, item)| item.sentence(name)).collect()
    }

    /// Grade, verdict and what they rest on.
    ///
    /// An ungradable run has no grade.
    #[must_use]
    pub fn judge(&self) -> (Option<Grade>, Verdict, Basis) {
        let basis = match (self.intensity.outcome, self.effort_felt.outcome) {
            (Outcome::Unknown, Outcome::Unknown) => {
                return (None, Verdict::Ungradable, Basis::None);
            }
            (Outcome::Unknown, _) => Basis::Rpe,
            _ => Basis::HeartRate,
        };
        let count = |outcome| {
            self.named().iter().filter(|(_, criterion)| criterion.outcome == outcome).count()
        };
        let grade = match (count(Outcome::Fail), count(Outcome::Warn)) {
            (0, 0) => Grade::A,
            (0, 1) => Grade::B,
            (0, _) => Grade::C,
            (1, _) => Grade::D,
            _ => Grade::F,
        };
        let verdict = match grade {
            Grade::A => Verdict::Recovery,
            Grade::B | Grade::C => Verdict::Borderline,
            Grade::D | Grade::F => Verdict::NotRecovery,
        };
        (Some(grade), verdict, basis)
    }
}

/// The grade of a run as a recovery run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Grade {
    /// No warning, no failure.
    A,
    /// One warning.
    B,
    /// Two or more warnings.
    C,
    /// One failure.
    D,
    /// Two or more failures.
    F,
}

impl Grade {
    /// The letter.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
            Self::F => "F",
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Whether a run was a true recovery run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It was.
    Recovery,
    /// Nearly.
    Borderline,
    /// It was not.
    NotRecovery,
    /// The recording cannot tell.
    Ungradable,
}

impl Verdict {
    /// `recovery`, `borderline`, `not_recovery` or `ungradable`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recovery => "recovery",
            Self::Borderline => "borderline",
            Self::NotRecovery => "not_recovery",
            Self::Ungradable => "ungradable",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What a verdict rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Heart rate.
    HeartRate,
    /// The athlete's rating of perceived exertion, for want of heart rate.
    Rpe,
    /// Nothing: there is no verdict.
    None,
}

impl Basis {
    /// `heart_rate`, `rpe` or `none`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::HeartRate => "heart_rate",
            Self::Rpe => "rpe",
            Self::None => "none",
        }
    }
}

/// What the criteria are judged from, and the kind of the run told.
pub(crate) struct Facts<'a> {
    pub(crate) activity: &'a Activity,
    pub(crate) timeline: &'a Timeline,
    pub(crate) terrain: &'a Terrain,
    pub(crate) zones: Result<HeartRateZones, &'static str>,
    pub(crate) zone_times: ZoneTimes,
    pub(crate) surges: &'a [Surge],
    pub(crate) policy: &'a Policy,
}

impl Facts<'_> {
    pub(crate) fn judge(&self) -> (Criteria, Vec<EffortSpike>) {
        let coverage = self.coverage();
        let spikes = self.effort_spikes(coverage.is_ok());
        let criteria = Criteria {
            intensity: self.intensity(&coverage),
            duration: self.duration(),
            terrain: self.terrain(&spikes),
            warmup_finish: self.warmup_finish(&coverage),
            effort_felt: self.effort_felt(),
        };
        (criteria, spikes)
    }

    /// Whether enough of the run has a heart rate, and if not, why.
    fn coverage(&self) -> Result<(), String> {
        let heart_rate_ms = self.timeline.heart_rate_ms();
        let Some(coverage_pct) = percent(heart_rate_ms, self.timeline.timer_ms) else {
            return Err("no timer time".to_owned());
        };
        if coverage_pct >= self.policy.coverage_min_pct {
            return Ok(());
        }
        let samples = &self.timeline.samples;
        let mut readings =
            samples.iter().filter_map(|timed| timed.sample.heart_rate_bpm).peekable();
        let is_dead = readings.peek().is_some() && readings.all(|bpm| bpm == 0.0);
        if is_dead {
            return Err("heart rate 0 throughout, a dead strap".to_owned());
        }
        Err(format!(
            "heart rate for {coverage_pct:.0} % of the time, less than {:.0} %",
            self.policy.coverage_min_pct
        ))
    }

    fn intensity(&self, coverage: &Result<(), String>) -> Criterion {
        let policy = self.policy;
        let limit = format!(
            "at least {} % at or below the top of Zone 1, longest surge at most {}",
            policy.intensity_pass_pct,
            clock(seconds_to_ms(policy.surge_pass_s)),
        );
        if let Err(cause) = coverage {
            return Criterion::new(Outcome::Unknown, cause, limit);
        }
        let zones = match &self.zones {
            Ok(zones) => zones,
            Err(cause) => return Criterion::new(Outcome::Unknown, *cause, limit),
        };
        let share_pct = self.zone_times.at_or_below_zone1_pct().unwrap_or(0.0);
        let longest = self.surges.iter().max_by_key(|surge| surge.length_ms);
        let longest_ms = longest.map_or(0, |surge| surge.length_ms);
        let within =
            |least_pct, most_s| share_pct >= least_pct && longest_ms <= seconds_to_ms(most_s);
        let outcome = if within(policy.intensity_pass_pct, policy.surge_pass_s) {
            Outcome::Pass
        } else if within(policy.intensity_warn_pct, policy.surge_warn_s) {
            Outcome::Warn
        } else {
            Outcome::Fail
        };
        let measured = format!(
            "{share_pct:.1} % of heart-rate time at or below {} bpm, longest surge {}",
            zones.zone1_whole_bpm().1,
            clock(longest_ms),
        );
        let evidence = longest.map(|surge| {
            format!(
                "surge at {} for {}, peak {:.0} bpm, cause {}",
                clock(surge.start_timer_ms),
                clock(surge.length_ms),
                surge.peak_bpm,
                surge.cause.as_str()
            )
        });
        Criterion {
            evidence: evidence.into_iter().collect(),
            ..Criterion::new(outcome, measured, limit)
        }
    }

    fn duration(&self) -> Criterion {
        let policy = self.policy;
        let timer_ms = self.timeline.timer_ms;
        let within = |least_min, most_min| {
            (minutes_to_ms(least_min)..=minutes_to_ms(most_min)).contains(&timer_ms)
        };
        let outcome = if within(policy.duration_pass_min_min, policy.duration_pass_max_min) {
            Outcome::Pass
        } else if within(policy.duration_warn_min_min, policy.duration_warn_max_min) {
            Outcome::Warn
        } else {
            Outcome::Fail
        };
        let limit =
            format!("{}-{} min", policy.duration_pass_min_min, policy.duration_pass_max_min);
        Criterion::new(outcome, format!("{} of timer time", clock(timer_ms)), limit)
    }

    fn terrain(&self, spikes: &[EffortSpike]) -> Criterion {
        let policy = self.policy;
        let terrain = self.terrain;
        let limit = format!(
            "no effort spike, no steep stretch, at most {} on hills",
            clock(seconds_to_ms(policy.hills_pass_s))
        );
        if self.activity.is_indoor() {
            return Criterion::new(Outcome::Pass, "indoors, no terrain to judge", limit);
        }
        if terrain.ascent_m.is_none() {
            return Criterion::new(Outcome::Unknown, "no altitude or no distance", limit);
        }
        let hills_ms = hills_ms(&terrain.hills);
        let longest_ms = spikes.iter().map(|spike| spike.length_ms).max().unwrap_or(0);
        let outcome = if spikes.len() >= 2 || longest_ms > seconds_to_ms(policy.effort_spike_fail_s)
        {
            Outcome::Fail
        } else if spikes.len() == 1
            || !terrain.steep.is_empty()
            || hills_ms > seconds_to_ms(policy.hills_pass_s)
        {
            Outcome::Warn
        } else {
            Outcome::Pass
        };
        let on_hills = match terrain.hills.len() {
            0 => "no hills".to_owned(),
            hills => format!("{} on {}", clock(hills_ms), count(hills, "hill")),
        };
        let measured = format!(
            "{}, {:.0} m steep, {on_hills}",
            count(spikes.len(), "effort spike"),
            steep_m(&terrain.steep),
        );
        let spikes = spikes.iter().map(|spike| {
            format!(
                "effort spike at {} for {}",
                clock(spike.start_timer_ms),
                clock(spike.length_ms)
            )
        });
        let hills = terrain.hills.iter().map(|hill| {
            format!(
                "hill at {} ({:.1} km): {:.0} m up over {:.0} m, {:.1} %",
                clock(hill.start_timer_ms),
                hill.start_m / 1000.0,
                hill.gain_m,
                hill.length_m,
                hill.grade_pct()
            )
        });
        let steep = terrain.steep.iter().map(|steep| {
            format!(
                "steep stretch at {} ({:.1} km) for {:.0} m",
                clock(steep.start_timer_ms),
                steep.start_m / 1000.0,
                steep.length_m
            )
        });
        Criterion {
            evidence: spikes.chain(hills).chain(steep).collect(),
            ..Criterion::new(outcome, measured, limit)
        }
    }

    fn warmup_finish(&self, coverage: &Result<(), String>) -> Criterion {
        let policy = self.policy;
        let over_pct = policy.warmup_over_median_pct;
        let limit = format!("at most {over_pct} % over the run's median heart rate");
        let unknown = |cause: String| Criterion::new(Outcome::Unknown, cause, limit.clone());
        let timer_ms = self.timeline.timer_ms;
        if timer_ms < minutes_to_ms(policy.warmup_run_min) {
            return unknown(format!("shorter than {} min", policy.warmup_run_min));
        }
        if let Err(cause) = coverage {
            return unknown(cause.clone());
        }
        let part_ms = minutes_to_ms(policy.warmup_min);
        let first = mean_heart_rate(self.timeline, 0, part_ms);
        let last = mean_heart_rate(self.timeline, timer_ms - part_ms, timer_ms);
        let median = median_heart_rate(self.timeline);
        let (Some(first), Some(last), Some(median)) = (first, last, median) else {
            return unknown("no heart rate in the first or last minutes".to_owned());
        };
        let top = median * (1.0 + over_pct / 100.0);
        let outcome = if first <= top && last <= top { Outcome::Pass } else { Outcome::Warn };
        let measured = format!(
            "first {minutes} min {first:.0} bpm, last {minutes} min {last:.0} bpm, median {median:.0} bpm",
            minutes = policy.warmup_min,
        );
        Criterion::new(outcome, measured, limit)
    }

    fn effort_felt(&self) -> Criterion {
        let policy = self.policy;
        let limit = format!("at most {} of 10", policy.rpe_pass);
        let Some(rpe) = self.activity.rpe else {
            return Criterion::new(Outcome::Unknown, "not recorded", limit);
        };
        let outcome = if rpe <= policy.rpe_pass {
            Outcome::Pass
        } else if rpe < policy.rpe_fail {
            Outcome::Warn
        } else {
            Outcome::Fail
        };
        Criterion::new(outcome, format!("rated {rpe} of 10"), limit)
    }

    /// Surges that a hill or steep stretch forced; without heart rate, efforts that stand out
    /// there.
    fn effort_spikes(&self, is_covered: bool) -> Vec<EffortSpike> {
        let spike = |(start_timer_ms, length_ms)| EffortSpike { start_timer_ms, length_ms };
        let is_forced =
            |spike: &EffortSpike| self.terrain.is_on_hill(spike.start_timer_ms, self.policy);
        if is_covered && self.zones.is_ok() {
            let surges =
                self.surges.iter().map(|surge| spike((surge.start_timer_ms, surge.length_ms)));
            surges.filter(is_forced).collect()
        } else {
            let efforts = efforts_above_median(self.timeline, self.terrain, self.policy);
            efforts.into_iter().map(spike).filter(is_forced).collect()
        }
    }
}

/// An effort that the terrain forced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffortSpike {
    /// Start in timer time, milliseconds.
    pub start_timer_ms: i64,
    /// Length in timer time, milliseconds.
    pub length_ms: i64,
}

/// Time-weighted mean heart rate between two moments of timer time.
pub(crate) fn mean_heart_rate(timeline: &Timeline, from_ms: i64, to_ms: i64) -> Option<f64> {
    let (mut beats, mut total_ms) = (0.0, 0);
    for timed in &timeline.samples {
        let Some(bpm) = timed.heart_rate_bpm() else { continue };
        let held_ms = (timed.timer_ms + timed.hold_ms).min(to_ms) - timed.timer_ms.max(from_ms);
        if held_ms > 0 {
            beats += bpm * held_ms as f64;
            total_ms += held_ms;
        }
    }
    (total_ms > 0).then(|| beats / total_ms as f64)
}

/// Time-weighted median heart rate.
fn median_heart_rate(timeline: &Timeline) -> Option<f64> {
    let mut held: Vec<(f64, i64)> = timeline
        .samples
        .iter()
        .filter_map(|timed| Some((timed.heart_rate_bpm()?, timed.hold_ms)))
        .collect();
    held.sort_by(|left, right| left.0.total_cmp(&right.0));
    let half_ms = held.iter().map(|(_, hold_ms)| hold_ms).sum::<i64>() / 2;
    let mut passed_ms = 0;
    held.into_iter().find_map(|(bpm, hold_ms)| {
        passed_ms += hold_ms;
        (passed_ms > half_ms).then_some(bpm)
    })
}

/// Milliseconds as `m:ss`, or `h:mm:ss` from an hour.
///
/// ```
/// assert_eq!(recoup_analysis::criteria::clock(61_000), "1:01");
/// assert_eq!(recoup_analysis::criteria::clock(3_600_000), "1:00:00");
/// ```
#[must_use]
pub fn clock(milliseconds: i64) -> String {
    let seconds = milliseconds / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// A count with its noun: `no hills`, `1 hill`, `2 hills`.
fn count(number: usize, noun: &str) -> String {
    match number {
        0 => format!("no {noun}s"),
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}
