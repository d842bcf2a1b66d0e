//! The verdict on a run in words, the same on every page for people.

use crate::run::assessment::{Assessment, Confidence, FollowedBy};
use crate::run::criteria::{Basis, Verdict};
use crate::run::margin::Margin;
use crate::settings::kind::Kind;
use std::fmt;

/// The verdict on a run in words: `Nearly a recovery run (grade B)`, `: 47 min`.
///
/// The [`Display`](fmt::Display) form is both parts in one line. The text can contain names from
/// the file. [`shown`](recoup_model::shown) makes these safe to print.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerdictInWords {
    /// Verdict with its grade. For a run that is not judged, its kind: `A hard run`.
    pub verdict: String,
    /// Main reason and confidence; may be empty.
    pub rest: String,
}

impl fmt::Display for VerdictInWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.verdict, self.rest)
    }
}

impl Assessment {
    /// Returns the verdict and the main reason in words. A hard run, long run or race that was not
    /// meant as a recovery run is named by its kind and not judged.
    ///
    /// ```
    /// use recoup_analysis::{Athlete, assess};
    /// # use recoup_model::{Activity, FileFormat, Sample};
    /// # let mut run = Activity::new(FileFormat::Fit);
    /// # for second in 0..=3000 {
    /// #     let bpm = Some(119.0 + (second / 9 % 3) as f32);
    /// #     let (time_ms, heart_rate_bpm) = (1_772_000_000_000 + second * 1000, bpm);
    /// #     run.samples.push(&Sample { time_ms, heart_rate_bpm, ..Default::default() });
    /// # }
    /// // 50 minutes at about 120 bpm.
    /// let run = assess(&run, &Athlete::with_max_hr(190.0))?;
    /// let words = run.verdict_in_words();
    /// assert_eq!(words.verdict, "Nearly a recovery run (grade B)");
    /// assert_eq!(words.rest, ": 50:00, over 45 min");
    /// # Ok::<(), recoup_analysis::InvalidSetting>(())
    /// ```
    #[must_use]
    pub fn verdict_in_words(&self) -> VerdictInWords {
        if let Some(kind) = self.other_kind() {
            let reason = self.classified.hard_session_reason().unwrap_or(&self.classified.reason);
            let rest = format!(", not judged as a recovery run: {reason}");
            return VerdictInWords { verdict: kind.to_owned(), rest };
        }
        let grade = self.grade.map_or_else(String::new, |grade| format!(" (grade {grade})"));
        let basis = match self.basis {
            Basis::Rpe => " by the athlete's own rating, because heart rate is missing",
            Basis::HeartRate | Basis::None => "",
        };
        let reason = self.main_reason.as_ref().map(|reason| format!(": {}", reason.measure));
        let sure = match self.confidence {
            Some(Confidence::DependsOnMax) => "; another maximum heart rate would change this",
            Some(Confidence::SuspectHeartRate) => {
                "; without the suspicious heart rate it is another"
            }
            _ => "",
        };
        // A run that was not meant as a recovery run is not blamed for missing the rule.
        let is_blamed = self.verdict != Verdict::NotRecovery || self.classified.is_meant();
        let meant = if is_blamed { "" } else { ", nor meant as one" };
        VerdictInWords {
            verdict: format!("{}{grade}", capital(self.verdict.in_words())),
            rest: format!("{meant}{basis}{}{sure}", reason.unwrap_or_default()),
        }
    }

    /// Returns the name of a hard run, long run or race; [`None`] for other runs, for a run that
    /// was meant as a recovery run, and for a true recovery run.
    #[must_use]
    pub fn other_kind(&self) -> Option<&'static str> {
        if self.classified.is_meant() || self.verdict == Verdict::Recovery {
            return None;
        }
        match self.classified.kind {
            Kind::Hard => Some("A hard run"),
            Kind::Long => Some("A long run"),
            Kind::Race => Some("A race"),
            _ => None,
        }
    }

    /// Whether it helps to know what would have made the run pass. True for a run that was meant as
    /// a recovery run. Also true for a nearly recovery or ungradable run that is not hard, long or
    /// a race.
    #[must_use]
    pub fn helps_to_pass(&self) -> bool {
        let is_near = matches!(self.verdict, Verdict::Borderline | Verdict::Ungradable);
        let is_other = matches!(self.classified.kind, Kind::Hard | Kind::Long | Kind::Race);
        self.classified.is_meant() || (is_near && !is_other)
    }
}

/// Returns a text with a capital letter at its start.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The range, and the verdicts outside it: `any maximum heart rate from 176 up; nearly a recovery
/// run below`.
impl fmt::Display for Margin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from_bpm, self.to_bpm) {
            (Some(from), Some(to)) => write!(f, "a maximum heart rate of {from:.0} to {to:.0}")?,
            (Some(from), None) => write!(f, "any maximum heart rate from {from:.0} up")?,
            (None, Some(to)) => write!(f, "any maximum heart rate up to {to:.0}")?,
            (None, None) => f.write_str("any maximum heart rate")?,
        }
        let mut mark = ';';
        for (side, verdict) in [("below", self.below), ("above", self.above)] {
            if let Some(verdict) = verdict {
                write!(f, "{mark} {} {side}", verdict.in_words())?;
                mark = ',';
            }
        }
        Ok(())
    }
}

impl FollowedBy {
    /// Returns the follower of a hard session in words: `a recovery run`.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Recovery => "a recovery run",
            Self::Nearly => "nearly a recovery run",
            Self::Rest => "rest",
            Self::TooHard => "an easy run that was no recovery run",
            Self::Hard => "another hard session",
            Self::Unknown => "a run that cannot be told",
        }
    }
}
