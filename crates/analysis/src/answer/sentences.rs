//! The sentences of an answer.

use crate::answer::parts::{
    AfterHard, Answer, AnswerDoubt, Change, FEW_RUNS, MeantRuns, RecoveryRuns, Trend, TrendOfWeeks,
};
use crate::answer::remedy::Remedy;
use crate::history::record::FileRecord;
use crate::run::criteria::main_reason::ReasonCode;
use crate::wording::counted;
use jiff::civil::Date;
use serde::Serialize;
use std::fmt;

/// Least number of hard sessions for which the recovered share is compared with earlier weeks.
const COMPARED_SESSIONS: usize = 3;

/// A sentence of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Sentence {
    /// Part of the answer that the sentence describes.
    pub part: AnswerPart,
    /// Text, with a full stop.
    pub text: String,
}

/// A part of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AnswerPart {
    /// A doubt that changes the answer.
    Doubt,
    /// Recovery runs, compared with the coach's range.
    Recovery,
    /// Runs that were meant as recovery runs.
    Meant,
    /// Runs and rest after hard sessions.
    AfterHard,
    /// A raised resting heart rate.
    Resting,
    /// One thing to change.
    Change,
    /// Comparison with earlier weeks.
    Trend,
}

/// A summary of an athlete for a coach's list, in a few words (the [`Display`](fmt::Display) form).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Word {
    /// The coach should talk to the athlete, with the reason.
    Needed(String),
    /// There are too few runs for advice.
    TooFew,
    /// The coach need not talk to the athlete. The text is the change that would mend the most.
    Change(String),
    /// All is well.
    Well,
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Needed(words) | Self::Change(words) => f.write_str(words),
            Self::TooFew => f.write_str("too few runs to say"),
            Self::Well => f.write_str("well"),
        }
    }
}

/// Returns the message for a period without runs, with the first and last date of the runs outside
/// it; [`None`] if no run was left out ([`FileRecord::dates_left_out`]).
#[must_use]
pub fn no_runs_in_period(files: &[FileRecord]) -> Option<String> {
    let dates = || files.iter().flat_map(FileRecord::dates_left_out);
    let (first, last) = dates().min().zip(dates().max())?;
    Some(format!("No runs in this period; there are runs from {first} to {last}."))
}

impl Answer {
    /// Returns the answer in sentences: doubts, counts, one thing to change, and the trend.
    ///
    /// Every statement follows from the numbers. Fewer than five runs are only counted.
    #[must_use]
    pub fn sentences(&self) -> Vec<Sentence> {
        let doubts = self.doubts.iter().map(|doubt| (AnswerPart::Doubt, self.doubt(doubt)));
        let mut parts: Vec<(AnswerPart, String)> = doubts.collect();
        if self.is_of_few() {
            parts.push((AnswerPart::Recovery, self.of_few()));
        } else {
            parts.push((AnswerPart::Recovery, self.of_recovery_runs()));
            parts.push((AnswerPart::Meant, of_meant(&self.meant)));
            parts.push((AnswerPart::AfterHard, of_hard(&self.after_hard)));
        }
        if self.resting_raised > 0 {
            let runs = counted(self.resting_raised, "run");
            let text = format!(
                "Your resting heart rate was raised at {runs} of the last week: consider full rest."
            );
            parts.push((AnswerPart::Resting, text));
        }
        if !self.is_of_few() {
            parts.push((AnswerPart::Change, self.of_change()));
        }
        parts.extend(self.trend.iter().map(|trend| (AnswerPart::Trend, of_trend(trend))));
        parts.into_iter().map(|(part, text)| Sentence { part, text }).collect()
    }

    /// Returns the reason why the coach should talk to the athlete, in a few words; [`None`] if all
    /// is well, and for too few runs.
    ///
    /// A single run is not a reason, because every athlete has one.
    #[must_use]
    pub fn needs_word(&self) -> Option<String> {
        let several = self.is_of_several().then(|| "files of several athletes?".to_owned());
        let change = || {
            let change = self.change.as_ref()?;
            (change.mends.max(change.blamed) > 1).then(|| change.in_short())
        };
        several.or_else(change)
    }

    /// Returns the summary of the athlete for a coach's list.
    #[must_use]
    pub fn word(&self) -> Word {
        match (self.needs_word(), &self.change) {
            (Some(reason), _) => Word::Needed(reason),
            (None, _) if self.is_of_few() => Word::TooFew,
            (None, Some(change)) => Word::Change(change.in_short()),
            (None, None) => Word::Well,
        }
    }

    fn doubt(&self, doubt: &AnswerDoubt) -> String {
        let of_all = |number: usize| format!("{number} of {}", counted(self.runs, "run"));
        match doubt {
            AnswerDoubt::SeveralAthletes(mixed) => {
                format!("These files may be of several athletes: {mixed}.")
            }
            AnswerDoubt::MaxUnknown(runs) => {
                format!("Your maximum heart rate is unknown, so {} cannot be told.", of_all(*runs))
            }
            AnswerDoubt::Max(doubt, verdicts) => {
                let verdicts = counted(*verdicts, "verdict");
                format!("Doubtful: {doubt}. Another maximum would change {verdicts}.")
            }
            AnswerDoubt::NoHeartRate(runs) => {
                format!("{} cannot be told: there is too little heart rate.", of_all(*runs))
            }
            AnswerDoubt::SuspectHeartRate(runs) => {
                let verdicts = counted(*runs, "verdict");
                let change = if *runs == 1 { "changes" } else { "change" };
                format!("Doubtful: {verdicts} {change} if suspicious heart rates are left out.")
            }
        }
    }

    fn of_few(&self) -> String {
        let RecoveryRuns { done, nearly, .. } = self.recovery;
        let (runs, weeks) = (counted(self.runs, "run"), counted(self.weeks, "week"));
        let mut counts = vec![counted(done, "recovery run")];
        counts.extend((nearly > 0).then(|| format!("{nearly} nearly")));
        counts.extend((self.unknown_runs > 0).then(|| format!("{} unknown", self.unknown_runs)));
        format!(
            "{runs} in {weeks} ({}): {}. Fewer than {FEW_RUNS} runs are too few to say more.",
            dates(self.first, self.last),
            counts.join(", ")
        )
    }

    fn of_recovery_runs(&self) -> String {
        let RecoveryRuns { done, nearly, range_low, range_high, .. } = self.recovery;
        let dates = dates(self.first, self.last);
        let period = match self.weeks {
            1 => format!("In the last week with runs ({dates}, {} runs)", self.runs),
            weeks => format!("In the last {weeks} weeks with runs ({dates}, {} runs)", self.runs),
        };
        let nearly = match nearly {
            0 => String::new(),
            nearly => format!(" and {nearly} nearly"),
        };
        let done = match done {
            0 => "no recovery run".to_owned(),
            done => counted(done, "recovery run"),
        };
        let range = match range_high {
            high if high == range_low => high.to_string(),
            high => format!("{range_low} to {high}"),
        };
        let weeks = self.recovery.of_weeks(self.weeks);
        format!("{period} you did {done}{nearly}. The coach asks for {range}: {weeks}.")
    }

    fn of_change(&self) -> String {
        match &self.change {
            Some(change) => change.to_string(),
            None if self.is_of_several() => {
                "No advice as long as these files may be of several athletes.".to_owned()
            }
            None if self.recovery.done == 0 && self.unknown_runs > 0 => {
                "These runs show nothing to change.".to_owned()
            }
            None => "Nothing to change: go on like this.".to_owned(),
        }
    }
}

impl RecoveryRuns {
    /// Describes how the weeks compare with the coach's range.
    fn of_weeks(&self, weeks: usize) -> String {
        if self.weeks_within == weeks {
            return if weeks == 1 {
                "it was within that range".to_owned()
            } else {
                "every week was within its range".to_owned()
            };
        }
        let parts = [
            (self.weeks_within, "within"),
            (self.weeks_under, "under"),
            (self.weeks_over, "over"),
            (self.weeks_unknown, "that cannot be told"),
            (self.weeks_open, "that may not be over"),
        ];
        let mut range = "the range";
        let mut texts = Vec::new();
        for (number, what) in parts.into_iter().filter(|(number, _)| *number > 0) {
            let weeks = counted(number, "week");
            texts.push(if what.starts_with("that") {
                format!("{weeks} {what}")
            } else {
                format!("{weeks} {what} {}", std::mem::replace(&mut range, "it"))
            });
        }
        texts.join(", ")
    }
}

fn of_meant(meant: &MeantRuns) -> String {
    let others: usize = meant.near_others.iter().map(|(_, number)| number).sum();
    let near = |word: &str| {
        (others > 0).then(|| {
            let runs = counted(others, &format!("{word}run"));
            format!("{runs} came near one: {}.", reasons(&meant.near_others))
        })
    };
    let not_run = match meant.not_run {
        0 => None,
        1 => Some("1 planned recovery run was not run.".to_owned()),
        runs => Some(format!("{runs} planned recovery runs were not run.")),
    };
    if meant.meant == 0 {
        let first = if not_run.is_some() {
            "No run was meant as a recovery run."
        } else {
            "No run was planned or named as a recovery run."
        };
        let rest = not_run.into_iter().chain(near(""));
        return std::iter::once(first.to_owned()).chain(rest).collect::<Vec<_>>().join(" ");
    }
    let first = match meant.meant {
        1 if meant.held == 1 => "The one run meant as recovery held.".to_owned(),
        1 if meant.unknown == 1 => "The one run meant as recovery cannot be told.".to_owned(),
        1 => {
            let broken = reasons(&meant.broken_by).replace(" (1)", "");
            let how = if meant.nearly == 1 { "nearly held" } else { "did not hold" };
            format!("The one run meant as recovery {how}: {broken}.")
        }
        all if meant.held == all => format!("All {all} runs meant as recovery held."),
        all => {
            let rest = listed(&[
                (meant.nearly, "nearly"),
                (meant.missed, "missed"),
                (meant.unknown, "cannot be told"),
            ]);
            let broken = match reasons(&meant.broken_by) {
                reasons if reasons.is_empty() => String::new(),
                reasons => format!("; what broke them: {reasons}"),
            };
            let (runs, held) = (counted(all, "run"), none_or(meant.held));
            format!("Of {runs} meant as recovery {held} held, {rest}{broken}.")
        }
    };
    let rest = not_run.into_iter().chain(near("other "));
    std::iter::once(first).chain(rest).collect::<Vec<_>>().join(" ")
}

/// Lists the numbers that are not 0, with their meanings: `1 nearly, 2 missed`.
fn listed(parts: &[(usize, &str)]) -> String {
    let parts = parts.iter().filter(|(number, _)| *number > 0);
    parts.map(|(number, what)| format!("{number} {what}")).collect::<Vec<_>>().join(", ")
}

/// Lists reasons with their numbers: `too hard (2), too long (1)`.
fn reasons(counts: &[(ReasonCode, usize)]) -> String {
    let one = |(code, number): &(ReasonCode, usize)| format!("{} ({number})", code.in_words());
    counts.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn of_hard(after: &AfterHard) -> String {
    let all = counted(after.told() + after.unknown, "hard session");
    let (told, recovered) = (after.told(), after.recovered());
    if told == 0 {
        return match after.unknown {
            0 => "There was no hard session to recover from.".to_owned(),
            _ => format!("What came after {all} cannot be told."),
        };
    }
    let by = listed(&[
        (after.recovery, if after.recovery == 1 { "recovery run" } else { "recovery runs" }),
        (after.nearly, "nearly one"),
        (after.rest, "by rest"),
    ]);
    let by = if by.is_empty() { by } else { format!(" ({by})") };
    let others = [
        (after.too_hard, "a run that was no recovery run"),
        (after.hard, "another hard session"),
        (after.unknown, "a run that cannot be told"),
    ];
    let others = others.iter().filter(|(number, _)| *number > 0);
    let others: Vec<String> =
        others.map(|(number, what)| format!("after {number} came {what}")).collect();
    if told == 1 && recovered == 0 {
        return format!("You did not recover after the one hard session: {}.", others.join(", "));
    }
    let others = if others.is_empty() { String::new() } else { format!("; {}", others.join(", ")) };
    let of = match told {
        1 if recovered == 1 => "the one hard session".to_owned(),
        _ if recovered == told => format!("all {told} hard sessions"),
        _ => format!("{} of {told} hard sessions", none_or(recovered)),
    };
    format!("You recovered after {of}{by}{others}.")
}

/// Formats a number; 0 as `none`.
fn none_or(number: usize) -> String {
    if number == 0 { "none".to_owned() } else { number.to_string() }
}

impl Change {
    /// Returns the change in a few words, for a list of athletes.
    #[must_use]
    pub fn in_short(&self) -> String {
        let Self { remedy, mends, blamed, broken, .. } = *self;
        let of_broken = |what: &str| format!("{what}: {} of {broken} runs", mends.max(blamed));
        match remedy {
            Remedy::TellMaximum => {
                format!("maximum heart rate uncertain: {}", counted(mends, "verdict"))
            }
            Remedy::WearStrap => format!("no heart rate: {}", counted(mends, "run")),
            Remedy::SlowDown => of_broken("too hard"),
            Remedy::StopEarlier => of_broken("too long"),
            Remedy::FlatterRoutes => of_broken("too hilly"),
            Remedy::GentlerEnds => of_broken("hard start or finish"),
            Remedy::EasierFeel => of_broken("felt too hard"),
            Remedy::RunLonger => of_broken("too short"),
            Remedy::Rest => format!("hard again within 48 h: {mends} times"),
            Remedy::AddRecoveryRun => format!("too few recovery runs: {mends} missing"),
            Remedy::DropFiller => format!("too many recovery runs: {mends} not asked for"),
        }
    }
}

/// The change as a sentence.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (shortest, longest) = self.minutes;
        let below = match self.zone1_high_bpm {
            Some(bpm) => format!("at or below {bpm} bpm"),
            None => "in Zone 1".to_owned(),
        };
        let what = match self.remedy {
            Remedy::TellMaximum => "tell recoup your maximum heart rate".to_owned(),
            Remedy::WearStrap => "wear the strap on easy runs, and check its battery".to_owned(),
            Remedy::SlowDown => format!("slow down; on recovery runs stay {below}"),
            Remedy::StopEarlier => format!("stop recovery runs at {longest} min"),
            Remedy::FlatterRoutes => "choose flatter routes for recovery runs".to_owned(),
            Remedy::GentlerEnds => "begin and end recovery runs gently".to_owned(),
            Remedy::EasierFeel => {
                "run recovery runs so easily that they feel like 1 or 2 of 10".to_owned()
            }
            Remedy::RunLonger => format!("run recovery runs for {shortest} min at least"),
            Remedy::Rest => "rest, or do a recovery run, before the next hard session".to_owned(),
            Remedy::AddRecoveryRun => {
                format!("add a recovery run: {shortest} to {longest} min {below}")
            }
            Remedy::DropFiller => "rest instead of recovery runs after easy days".to_owned(),
        };
        write!(f, "One thing to change: {what}. {}", self.effect())
    }
}

impl Change {
    /// Describes what the change would mend.
    fn effect(&self) -> String {
        let Self { remedy, mends, blamed, broken, over, .. } = *self;
        match remedy {
            Remedy::TellMaximum => format!("It would settle {}.", counted(mends, "verdict")),
            Remedy::WearStrap => format!("{} could then be told.", counted(mends, "run")),
            Remedy::Rest => {
                let times = if mends == 1 { "once".to_owned() } else { format!("{mends} times") };
                format!("A hard session followed within 48 h of another {times}.")
            }
            Remedy::AddRecoveryRun => match mends {
                1 => "One was missing.".to_owned(),
                _ => format!("{mends} were missing."),
            },
            Remedy::DropFiller => {
                let were = if over == 1 { "run was" } else { "runs were" };
                format!(
                    "{over} recovery {were} over the coach's range, and no hard session asked for \
                     {mends} of them."
                )
            }
            _ if mends == 0 => format!(
                "It is the main reason for {blamed} of {} that should have been recovery; each \
                 needs more than this.",
                counted(broken, "run")
            ),
            _ if mends == broken && mends > 1 => {
                format!("That alone would mend all {broken} runs that should have been recovery.")
            }
            _ => format!(
                "That alone would mend {mends} of {} that should have been recovery.",
                counted(broken, "run")
            ),
        }
    }
}

fn of_trend(trend: &Trend) -> String {
    let before = match trend.before.map_or(0, |before| before.weeks) {
        1 => "the week before".to_owned(),
        weeks => format!("the {weeks} weeks before"),
    };
    let others =
        [(trend.before, before.as_str()), (trend.year_before, "the same weeks a year before")];
    let rates: Vec<String> = others
        .iter()
        .filter_map(|(weeks, name)| Some((weeks.as_ref()?, name)))
        .map(|(weeks, name)| format!("{:.1} in {name}", weeks.recovery_runs_a_week()))
        .collect();
    let is_none = |weeks: Option<TrendOfWeeks>| weeks.is_none_or(|weeks| weeks.recovery_runs == 0);
    if [Some(trend.now), trend.before, trend.year_before].into_iter().all(is_none) {
        return "Trend: no recovery runs, now or before.".to_owned();
    }
    let text = format!(
        "Trend: {:.1} recovery runs a week, against {}.",
        trend.now.recovery_runs_a_week(),
        rates.join(" and ")
    );
    let shares: Vec<String> = others
        .iter()
        .filter_map(|(weeks, name)| {
            Some(format!("{} in {name}", share(&weeks.as_ref()?.after_hard)?))
        })
        .collect();
    match share(&trend.now.after_hard) {
        Some(now) if !shares.is_empty() => {
            let shares = shares.join(" and ");
            format!("{text} Recovered after {now} of hard sessions, against {shares}.")
        }
        _ => text,
    }
}

/// Formats the share of hard sessions after which the athlete recovered; [`None`] for too few
/// sessions.
fn share(after: &AfterHard) -> Option<String> {
    let told = after.told();
    (told >= COMPARED_SESSIONS)
        .then(|| format!("{:.0} %", after.recovered() as f64 * 100.0 / told as f64))
}

/// Formats two dates: `2 Mar to 26 Apr 2026`.
fn dates(first: Date, last: Date) -> String {
    let whole = "%-d %b %Y";
    let begin = if first.year() == last.year() { "%-d %b" } else { whole };
    format!("{} to {}", first.strftime(begin), last.strftime(whole))
}
