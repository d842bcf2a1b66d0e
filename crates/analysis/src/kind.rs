//! What a run was meant as.
//!
//! Grading every easy run as a failed recovery run is the trap: only a run that was meant as one
//! counts for or against the week. A plan for the day tells; else a title that names one; else what
//! the run was: one graded A-C is taken for a recovery run, all others for what they were.
//!
//! | kind | how it is known, the first that applies | default | from |
//! |---|---|---|---|
//! | any | planned for the day ([`plan`](crate::plan)) | - | the athlete |
//! | recovery, race, hard | a word in the title | `recovery_words`, `race_words`, `hard_words` | proposed |
//! | hard | time in Zone 4 and above, training effect, or effort felt | 8 min; 3.5 aerobic, 1.5 anaerobic; RPE 7 | proposed |
//! | long | timer time | 90 min | proposed |
//! | recovery | graded A, B or C | - | proposed |
//! | easy, steady | mean heart rate in Zone 2 or below, or above it | - | the article: easy runs are in Zone 2 |

use crate::criteria::{Criteria, Facts, Grade, Outcome};
use crate::plan::PlannedRun;
use crate::policy::Policy;
use recoup_model::{Activity, Sport};
use serde::{Deserialize, Serialize};

/// What a run was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Meant as a recovery run, whatever became of it.
    Recovery,
    /// Easy: on average in Zone 2 or below.
    Easy,
    /// Steady: on average above Zone 2.
    Steady,
    /// A hard session.
    Hard,
    /// A long run.
    Long,
    /// A race.
    Race,
    /// The recording cannot tell.
    Unknown,
}

impl Kind {
    /// The name, as in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recovery => "recovery",
            Self::Easy => "easy",
            Self::Steady => "steady",
            Self::Hard => "hard",
            Self::Long => "long",
            Self::Race => "race",
            Self::Unknown => "unknown",
        }
    }
}

/// How it is known that a run was meant as a recovery run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// A plan says so.
    Planned,
    /// Its title says so.
    Named,
    /// It looks like one.
    Inferred,
    /// It was not meant as one.
    None,
}

impl Intent {
    /// The name, as in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Named => "named",
            Self::Inferred => "inferred",
            Self::None => "none",
        }
    }
}

/// A run's kind, how a recovery run's is known, and the reason in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Classified {
    /// What the run was.
    pub kind: Kind,
    /// How it is known, for recovery runs.
    pub intent: Intent,
    /// The reason in words.
    pub reason: String,
}

/// Whether an activity is a run; if not, what it is instead.
///
/// A treadmill session counts as one whatever sport the device files it under.
///
/// # Errors
///
/// The reason, in words.
///
/// ```
/// use recoup_analysis::kind::is_run;
/// use recoup_model::{Activity, FileFormat, Sport};
/// let mut activity = Activity::new(FileFormat::Fit);
/// activity.sport = Sport::Cycling;
/// assert_eq!(is_run(&activity), Err("cycling".to_owned()));
/// ```
pub fn is_run(activity: &Activity) -> Result<(), String> {
    let is_treadmill =
        matches!(activity.sub_sport.as_deref(), Some("treadmill" | "indoor_running"));
    if activity.sport == Sport::Running || is_treadmill {
        return Ok(());
    }
    Err(format!("{}{}", activity.sport, activity.sport_basis.in_words()))
}

pub(crate) fn classify(
    facts: &Facts<'_>,
    criteria: &Criteria,
    grade: Option<Grade>,
    planned: Option<&PlannedRun>,
) -> Classified {
    let policy = facts.policy;
    let kind = |kind, reason: String| Classified { kind, intent: Intent::None, reason };
    // That a recovery run was meant is known in several ways; all others are what they are.
    let meant = |kind, intent, reason| {
        let intent = if kind == Kind::Recovery { intent } else { Intent::None };
        Classified { kind, intent, reason }
    };
    if let Some(planned) = planned {
        return meant(planned.kind, Intent::Planned, format!("planned for {}", planned.date));
    }
    let title = facts.activity.title.as_deref().unwrap_or_default();
    if let Some((kind, word)) = named_kind(title, policy) {
        return meant(kind, Intent::Named, format!("the title holds \u{201c}{word}\u{201d}"));
    }
    if let Some(reason) = hard_reason(facts) {
        return kind(Kind::Hard, reason);
    }
    let minutes = facts.timer_ms as f64 / 60_000.0;
    if minutes >= policy.long_min {
        return kind(Kind::Long, format!("{minutes:.0} min, {} or more", policy.long_min));
    }
    if let Some(grade) = grade.filter(|&grade| grade <= Grade::C) {
        let reason = format!("graded {grade} as a recovery run");
        return meant(Kind::Recovery, Intent::Inferred, reason);
    }
    let mean = (criteria.intensity.outcome != Outcome::Unknown)
        .then(|| facts.heart_rate.mean_bpm(0, facts.timer_ms))
        .flatten();
    match (mean, &facts.zones) {
        (Some(mean), Ok(zones)) if zones.zone_of(mean) <= 2 => {
            kind(Kind::Easy, format!("mean heart rate {mean:.0} bpm, in Zone 2 or below"))
        }
        (Some(mean), Ok(_)) => {
            kind(Kind::Steady, format!("mean heart rate {mean:.0} bpm, above Zone 2"))
        }
        // Why intensity is not known is why the kind is not.
        _ => kind(Kind::Unknown, criteria.intensity.measured.clone()),
    }
}

/// Why a run was a hard session, if it was.
fn hard_reason(facts: &Facts<'_>) -> Option<String> {
    let policy = facts.policy;
    let [.., z4_ms, z5_ms] = facts.zone_times.zones_ms;
    let z4_min = (z4_ms + z5_ms) as f64 / 60_000.0;
    let totals = &facts.activity.totals;
    let reached = |value: Option<f64>, limit| value.filter(|&value| value >= limit);
    if z4_min >= policy.hard_z4_min {
        Some(format!("{z4_min:.0} min in Zone 4 and above, {} or more", policy.hard_z4_min))
    } else if let Some(effect) =
        reached(totals.training_effect_aerobic, policy.hard_training_effect)
    {
        Some(format!("aerobic training effect {effect}"))
    } else if let Some(effect) =
        reached(totals.training_effect_anaerobic, policy.hard_anaerobic_effect)
    {
        Some(format!("anaerobic training effect {effect}"))
    } else {
        reached(facts.activity.rpe, policy.hard_rpe).map(|rpe| format!("rated {rpe} of 10"))
    }
}

/// The kind that a text names, and the word that does.
pub(crate) fn named_kind<'a>(text: &str, policy: &'a Policy) -> Option<(Kind, &'a str)> {
    let named = [
        (Kind::Recovery, &policy.recovery_words),
        (Kind::Race, &policy.race_words),
        (Kind::Hard, &policy.hard_words),
    ];
    let word = |words: &'a [String]| word_in(text, words.iter().map(String::as_str));
    named.into_iter().find_map(|(kind, words)| Some((kind, word(words)?)))
}

/// The first of `words` that a text holds as a word or as words that follow one another, whatever
/// their case and what is between them.
pub(crate) fn word_in<'a>(text: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text = parts(text);
    words.into_iter().find(|word| {
        let word = parts(word);
        !word.is_empty() && text.windows(word.len()).any(|part| part == word)
    })
}

/// The words of a text in lower case.
fn parts(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let parts = text.split(|letter: char| !letter.is_alphanumeric());
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
