//! The kind of a run, and the intent of a recovery run.
//!
//! Only a run that was meant as a recovery run counts for or against the week, because every easy
//! run would otherwise be a failed recovery run. The plan for the day is the first source of the
//! kind, then a name, then a tag, and then the run itself beside the athlete's other runs.
//!
//! | kind | rule, the first that applies | default | from |
//! |---|---|---|---|
//! | any | planned for the day ([`plan`](crate::settings::plan)) | - | the athlete |
//! | hard | repeats (`8 x 400 m`) in the title, the workout's name or another | - | proposed |
//! | hard, recovery, long, easy, race | a word there; if there are several, the first kind in this row | `hard_words` and so on | proposed |
//! | recovery, race, hard, long | a tag in the file or the export's list | - | the athlete |
//! | hard | time in Zone 4 and above, training effect, or effort felt | 8 min; 3.5 aerobic, 1.5 anaerobic; RPE 7 | proposed |
//! | long | timer time | 90 min | proposed |
//! | recovery | graded A, B or C | - | proposed |
//! | recovery | after a hard session, of such a length, and in the easiest third of 6 weeks by mean heart rate | within 48 h, 20-60 min | proposed |
//! | long | longer than most runs of the 6 weeks before, and than a recovery run may be | 90 %, 45 min | proposed |
//! | hard | load over the mean load of the runs of the 28 days before | 1.5 times | proposed |
//! | easy, steady | mean heart rate in Zone 2 or below, or above it | - | the article: easy runs are in Zone 2 |
//!
//! The athlete's usual values are known from five runs on.
//!
//! A run can be long *and* hard. Its kind is then long, because that is its purpose, but it counts
//! among the hard sessions ([`Classified::is_hard_session`]), around which recovery runs are
//! placed. A recovery run that became too hard counts as a missed recovery run only.

use crate::run::assessment::{Assessment, Classified, Context, Intent};
use crate::run::criteria::{Grade, Outcome};
use crate::settings::kind::{Kind, named_kind};
use crate::settings::plan::PlannedRun;
use crate::settings::policy::{Policy, minutes_to_ms};
use recoup_model::Tag;

/// Classifies a run by its plan and by the athlete's other runs.
pub(crate) fn classify(
    run: &Assessment,
    planned: Option<&PlannedRun>,
    context: &Context,
    policy: &Policy,
) -> Classified {
    let hard = hard_reason(run, policy);
    let heavy = heavy_reason(run, context, policy);
    let (kind, intent, reason) = told(run, planned, policy)
        .unwrap_or_else(|| inferred(run, hard.clone(), heavy.clone(), context, policy));
    // Only the intent of a recovery run has several sources; other kinds have none.
    let intent = if kind == Kind::Recovery { intent } else { Intent::None };
    Classified { kind, intent, reason, hard_reason: hard.or(heavy) }
}

type Reasoned = (Kind, Intent, String);

/// Returns the kind that the plan, a name or a tag tells; [`None`] if none does.
fn told(run: &Assessment, planned: Option<&PlannedRun>, policy: &Policy) -> Option<Reasoned> {
    if let Some(planned) = planned {
        return Some((planned.kind, Intent::Planned, format!("planned for {}", planned.date)));
    }
    let names: Vec<&str> = run.labels.names().collect();
    if let Some((kind, name, word)) = named_kind(&names, policy) {
        let whose = if run.labels.title.as_deref() == Some(name) { "title" } else { "name" };
        let reason = format!("the {whose} holds \u{201c}{word}\u{201d}");
        return Some((kind, Intent::Named, reason));
    }
    let tagged = |tag: &Tag| {
        let kind = match tag {
            Tag::Recovery => Kind::Recovery,
            Tag::Race => Kind::Race,
            Tag::Workout => Kind::Hard,
            Tag::LongRun => Kind::Long,
            // A commute, and tags of later versions, say nothing of the kind.
            _ => return None,
        };
        Some((kind, Intent::Named, format!("tagged as {}", tag.as_str().replace('_', " "))))
    };
    run.labels.tags.iter().find_map(tagged)
}

/// Returns the kind that the run itself shows, beside the athlete's other runs.
fn inferred(
    run: &Assessment,
    hard: Option<String>,
    heavy: Option<String>,
    context: &Context,
    policy: &Policy,
) -> Reasoned {
    let kind = |kind, reason| (kind, Intent::None, reason);
    if let Some(reason) = hard {
        return kind(Kind::Hard, reason);
    }
    let minutes = run.timer_ms as f64 / 60_000.0;
    if minutes >= policy.long_min {
        return kind(Kind::Long, format!("{minutes:.0} min, {} or more", policy.long_min));
    }
    let recovery = graded_reason(run).or_else(|| after_hard_reason(run, context, policy));
    if let Some(reason) = recovery {
        return (Kind::Recovery, Intent::Inferred, reason);
    }
    if context.is_long {
        let (share, days) = (policy.long_share_pct, policy.usual_days);
        let reason = format!("{minutes:.0} min, longer than {share} % of the {days} days before");
        return kind(Kind::Long, reason);
    }
    if let Some(reason) = heavy {
        return kind(Kind::Hard, reason);
    }
    match (known_mean_bpm(run), run.zones) {
        (Some(mean), Some(zones)) if zones.zone_of(mean) <= 2 => {
            kind(Kind::Easy, format!("mean heart rate {mean:.0} bpm, in Zone 2 or below"))
        }
        (Some(mean), Some(_)) => {
            kind(Kind::Steady, format!("mean heart rate {mean:.0} bpm, above Zone 2"))
        }
        // The reason for the unknown intensity is the reason for the unknown kind.
        _ => kind(Kind::Unknown, run.criteria.intensity.measured.clone()),
    }
}

fn graded_reason(run: &Assessment) -> Option<String> {
    let grade = run.grade.filter(|&grade| grade <= Grade::C)?;
    Some(format!("graded {grade} as a recovery run"))
}

/// Returns the reason that a run soon after a hard session was a recovery run; [`None`] if it was
/// not.
fn after_hard_reason(run: &Assessment, context: &Context, policy: &Policy) -> Option<String> {
    let hours = context.since_hard_ms? as f64 / 3_600_000.0;
    let lengths = minutes_to_ms(policy.inferred_min_min)..=minutes_to_ms(policy.inferred_max_min);
    let is_one = context.is_among_easiest
        && hours <= policy.inferred_after_hard_h
        && lengths.contains(&run.timer_ms);
    is_one.then(|| {
        format!(
            "{hours:.0} h after a hard session, and of the easiest {:.0} % by heart rate",
            policy.inferred_easiest_pct
        )
    })
}

/// Returns the mean heart rate in beats per minute; [`None`] if the intensity of the run is
/// unknown.
pub(crate) fn known_mean_bpm(run: &Assessment) -> Option<f64> {
    let is_known = run.criteria.intensity.outcome != Outcome::Unknown;
    run.heart_rate_avg_bpm.filter(|_| is_known)
}

/// Returns the reason that a run was a hard session by itself; [`None`] if it was not.
fn hard_reason(run: &Assessment, policy: &Policy) -> Option<String> {
    let [.., z4_ms, z5_ms] = run.zone_times.zones_ms;
    let z4_min = (z4_ms + z5_ms) as f64 / 60_000.0;
    let reached = |value: Option<f64>, limit| value.filter(|&value| value >= limit);
    if z4_min >= policy.hard_z4_min {
        Some(format!("{z4_min:.0} min in Zone 4 and above, {} or more", policy.hard_z4_min))
    } else if let Some(effect) = reached(run.training_effect_aerobic, policy.hard_training_effect) {
        Some(format!("aerobic training effect {effect}"))
    } else if let Some(effect) =
        reached(run.training_effect_anaerobic, policy.hard_anaerobic_effect)
    {
        Some(format!("anaerobic training effect {effect}"))
    } else {
        reached(run.rpe, policy.hard_rpe).map(|rpe| format!("rated {rpe} of 10"))
    }
}

/// Returns the reason that a run was a hard session for this athlete; [`None`] if it was not.
fn heavy_reason(run: &Assessment, context: &Context, policy: &Policy) -> Option<String> {
    let (load, usual) = run.load.zip(context.usual_load)?;
    (load > policy.hard_load_ratio * usual).then(|| {
        format!(
            "load {load:.0}, over {} times the mean of {} days, {usual:.0}",
            policy.hard_load_ratio, policy.load_days
        )
    })
}
