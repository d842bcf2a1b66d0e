//! The kind of a run, and the intent of a recovery run.
//!
//! A run is meant as a recovery run if a plan, a name or a tag says so. The result of a run never
//! makes it meant, because compliance would then measure itself. The kind comes from the plan for
//! the day, then from a name, then from a tag, and then from the run itself and the athlete's other
//! runs.
//!
//! | kind | rule, the first that applies | default | from |
//! |---|---|---|---|
//! | any | planned for the day ([`plan`](crate::settings::plan)) | - | the athlete |
//! | any | a word or repeats in the title, the workout's name or another name ([`kind`](crate::settings::kind)) | `recovery_words` and so on | proposed |
//! | recovery, race, hard, long | a tag in the file or the export's list | - | the athlete |
//! | recovery | the steps of the workout that the watch followed | - | the athlete |
//! | hard | time in Zone 4 and above, training effect, or effort felt | 8 min; 3.5 aerobic, 1.5 anaerobic; RPE 7 | proposed |
//! | long | timer time | 90 min | proposed |
//! | recovery | graded A or B | - | proposed |
//! | long | longer than most runs of the 6 weeks before, and longer than a recovery run may be | 90 %, 45 min | proposed |
//! | hard | load above the mean load of the runs of the 28 days before | 1.5 times | proposed |
//! | easy, steady | mean heart rate in Zone 2 or below, or above Zone 2 | - | the article: easy runs are in Zone 2 |
//!
//! A run graded A never has the kind hard, whatever its name is. The athlete's usual values are
//! known from five runs on.
//!
//! Hard runs, long runs and races are hard sessions ([`Classified::is_hard_session`]), around which
//! recovery runs are placed. A run of another kind that the recording shows to be hard is also a
//! hard session. A recovery run that became too hard counts only as a missed recovery run.

use crate::run::assessment::{Assessment, Classified, Context, Intent};
use crate::run::criteria::{Grade, Outcome};
use crate::settings::kind::{Kind, KindWords};
use crate::settings::plan::{Plan, PlannedRun, RunOfDay};
use crate::settings::policy::Policy;
use crate::settings::zone_model::ZONES;
use recoup_model::{Listed, Tag};

/// Classifies a run by its plan and by the athlete's other runs. `words` are the words of the
/// policy.
pub(crate) fn classify(
    run: &Assessment,
    planned: &FromPlan<'_>,
    context: &Context,
    words: &KindWords<'_>,
    policy: &Policy,
) -> Classified {
    let hard = hard_reason(run, policy);
    let heavy = heavy_reason(run.load, context.usual_load, policy);
    let is_graded_a = run.grade == Some(Grade::A);
    let told = told(run, planned, words).filter(|(kind, ..)| *kind != Kind::Hard || !is_graded_a);
    let (kind, intent, reason) = told.unwrap_or_else(|| {
        let hard = hard.clone().filter(|_| !is_graded_a);
        let (kind, reason) = inferred(run, hard, heavy.clone(), context, policy);
        (kind, Intent::None, reason)
    });
    let reason = reason + &planned.remark();
    // Only a run of kind recovery can be meant as a recovery run.
    let intent = if kind == Kind::Recovery { intent } else { Intent::None };
    Classified { kind, intent, reason, hard_reason: hard.or(heavy) }
}

type Reasoned = (Kind, Intent, String);

/// Returns the kind by the plan, a name or a tag; [`None`] if none of them names a kind.
fn told(run: &Assessment, planned: &FromPlan<'_>, words: &KindWords<'_>) -> Option<Reasoned> {
    if let Some(planned) = planned.run
        && planned.kind != Kind::Unknown
    {
        return Some((planned.kind, Intent::Planned, format!("planned for {}", words_of(planned))));
    }
    let list = |is_listed: fn(&Listed) -> bool| {
        let listed = run.listed.as_ref().filter(|listed| is_listed(listed));
        listed.map_or_else(String::new, |listed| format!(" in {}", listed.file))
    };
    let names: Vec<&str> = run.labels.names().collect();
    if let Some((kind, name, word)) = words.named_kind(&names) {
        let is_title = run.labels.title.as_deref() == Some(name);
        let whose = if is_title { "title" } else { "name" };
        let list = if is_title { list(|listed| listed.has_title) } else { String::new() };
        let reason = format!("the {whose}{list} holds \u{201c}{word}\u{201d}");
        return Some((kind, Intent::Named, reason));
    }
    let tagged = |tag: &Tag| {
        let kind = match tag {
            Tag::Recovery => Kind::Recovery,
            Tag::RecoveryWorkout => {
                let reason = "the steps of the workout are a recovery run".to_owned();
                return Some((Kind::Recovery, Intent::Named, reason));
            }
            Tag::Race => Kind::Race,
            Tag::Workout => Kind::Hard,
            Tag::LongRun => Kind::Long,
            // A commute, and tags of later versions, name no kind.
            _ => return None,
        };
        let list = list(|listed| listed.has_tags);
        let reason = format!("tagged as {}{list}", tag.as_str().replace('_', " "));
        Some((kind, Intent::Named, reason))
    };
    run.labels.tags.iter().find_map(tagged)
}

/// Describes a planned run: its date, and its title and file where known.
fn words_of(planned: &PlannedRun) -> String {
    let title = planned.title.as_ref().map(|title| format!(" as \u{201c}{title}\u{201d}"));
    let file = planned.file.as_ref().map(|file| format!(" in {file}"));
    format!("{}{}{}", planned.date, title.unwrap_or_default(), file.unwrap_or_default())
}

/// The plan for one run.
#[derive(Debug, Clone, Default)]
pub(crate) struct FromPlan<'a> {
    /// Planned run that the run was; [`None`] if no planned run fits.
    pub(crate) run: Option<&'a PlannedRun>,
    /// Whether the run was done on another day than planned.
    pub(crate) is_moved: bool,
    /// Planned runs of different kinds that fit equally well, so that none is chosen.
    pub(crate) unclear: Vec<&'a PlannedRun>,
}

impl<'a> FromPlan<'a> {
    /// Finds the planned run for the only run of a day.
    pub(crate) fn of_run(run: &Assessment, plan: &'a Plan) -> Self {
        let (date, run) = (run.start_local.date(), RunOfDay::of(run));
        match plan.on_run(date, run) {
            Some(planned) => Self { run: Some(planned), ..Self::default() },
            None => Self { unclear: plan.best_on(date, run), ..Self::default() },
        }
    }

    /// Returns the planned run that a run of a kind was. If several fit equally well, one of them was
    /// done: the first of the same kind, otherwise the first.
    pub(crate) fn done(&self, kind: Kind) -> Option<&'a PlannedRun> {
        let mut unclear = self.unclear.iter().copied();
        let alike = unclear.clone().find(|planned| planned.kind == kind);
        self.run.or(alike).or_else(|| unclear.next())
    }

    /// Returns what the plan adds to the reason for the kind: that the run was moved, that the plan
    /// does not show a kind, or that two kinds fit.
    fn remark(&self) -> String {
        if let [first, ..] = &*self.unclear {
            let mut kinds: Vec<&str> = self.unclear.iter().map(|run| run.kind.as_str()).collect();
            kinds.sort_unstable();
            kinds.dedup();
            return format!(
                "; {} are planned for {}, and both fit",
                kinds.join(" and "),
                first.date
            );
        }
        match self.run {
            Some(planned) if planned.kind == Kind::Unknown => {
                format!("; planned for {}", words_of(planned))
            }
            Some(_) if self.is_moved => ", run on another day".to_owned(),
            _ => String::new(),
        }
    }
}

impl RunOfDay {
    /// Collects the values of a run that a plan is compared with.
    pub(crate) fn of(run: &Assessment) -> Self {
        Self {
            timer_ms: run.timer_ms,
            mean_bpm: run.heart_rate_avg_bpm,
            distance_m: run.distance_m,
        }
    }
}

/// Returns the kind by the run itself and the athlete's other runs.
fn inferred(
    run: &Assessment,
    hard: Option<String>,
    heavy: Option<String>,
    context: &Context,
    policy: &Policy,
) -> (Kind, String) {
    if let Some(reason) = hard {
        return (Kind::Hard, reason);
    }
    let minutes = run.timer_ms as f64 / 60_000.0;
    if minutes >= policy.long_min {
        return (Kind::Long, format!("{minutes:.0} min (long from {} on)", policy.long_min));
    }
    if let Some(reason) = graded_reason(run) {
        return (Kind::Recovery, reason);
    }
    if context.is_long {
        let (share, days) = (policy.long_share_pct, policy.usual_days);
        let reason = format!("{minutes:.0} min, longer than {share} % of the {days} days before");
        return (Kind::Long, reason);
    }
    if let Some(reason) = heavy {
        return (Kind::Hard, reason);
    }
    match (known_mean_bpm(run), run.zones) {
        (Some(mean), Some(zones)) if zones.zone_of(mean) <= 2 => {
            (Kind::Easy, format!("mean heart rate {mean:.0} bpm, in Zone 2 or below"))
        }
        (Some(mean), Some(_)) => {
            (Kind::Steady, format!("mean heart rate {mean:.0} bpm, above Zone 2"))
        }
        // The reason for the unknown intensity is the reason for the unknown kind.
        _ => (Kind::Unknown, run.criteria.intensity.measured.clone()),
    }
}

fn graded_reason(run: &Assessment) -> Option<String> {
    let grade = run.grade.filter(|&grade| grade <= Grade::B)?;
    Some(format!("graded {grade} as a recovery run"))
}

/// Returns the mean heart rate in beats per minute; [`None`] if the intensity of the run is
/// unknown.
pub(crate) fn known_mean_bpm(run: &Assessment) -> Option<f64> {
    let is_known = run.criteria.intensity.outcome != Outcome::Unknown;
    run.heart_rate_avg_bpm.filter(|_| is_known)
}

/// Values that show that an activity of any sport was hard.
pub(crate) struct Strain {
    /// Time in Zones 1-5 in milliseconds.
    pub(crate) zones_ms: [i64; ZONES],
    pub(crate) training_effect_aerobic: Option<f64>,
    pub(crate) training_effect_anaerobic: Option<f64>,
    pub(crate) rpe: Option<f64>,
}

fn hard_reason(run: &Assessment, policy: &Policy) -> Option<String> {
    let strain = Strain {
        zones_ms: run.zone_times.zones_ms,
        training_effect_aerobic: run.training_effect_aerobic,
        training_effect_anaerobic: run.training_effect_anaerobic,
        rpe: run.rpe,
    };
    strain_reason(&strain, policy)
}

/// Returns the reason why an activity alone was a hard session; [`None`] if it was not.
pub(crate) fn strain_reason(strain: &Strain, policy: &Policy) -> Option<String> {
    let [.., z4_ms, z5_ms] = strain.zones_ms;
    let z4_min = (z4_ms + z5_ms) as f64 / 60_000.0;
    let reached = |value: Option<f64>, limit| value.filter(|&value| value >= limit);
    if z4_min >= policy.hard_z4_min {
        Some(format!("{z4_min:.0} min in Zone 4 and above (hard from {} on)", policy.hard_z4_min))
    } else if let Some(effect) =
        reached(strain.training_effect_aerobic, policy.hard_training_effect)
    {
        Some(format!("aerobic training effect {effect}"))
    } else if let Some(effect) =
        reached(strain.training_effect_anaerobic, policy.hard_anaerobic_effect)
    {
        Some(format!("anaerobic training effect {effect}"))
    } else {
        reached(strain.rpe, policy.hard_rpe).map(|rpe| format!("rated {rpe} of 10"))
    }
}

/// Returns the reason why an activity was a hard session for this athlete, by its load and the mean
/// load of the runs before; [`None`] if it was not.
pub(crate) fn heavy_reason(
    load: Option<f64>,
    usual_load: Option<f64>,
    policy: &Policy,
) -> Option<String> {
    let (load, usual) = load.zip(usual_load)?;
    (load > policy.hard_load_ratio * usual).then(|| {
        format!(
            "load {load:.0}, over {} times the mean of {} days, {usual:.0}",
            policy.hard_load_ratio, policy.load_days
        )
    })
}
