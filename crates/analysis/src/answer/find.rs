//! Makes answers from records and weeks.

use crate::answer::mixed::mixed;
use crate::answer::parts::{
    AfterHard, Answer, AnswerDoubt, Change, FEW_RUNS, MeantRuns, RecoveryRuns, Trend, TrendOfWeeks,
};
use crate::answer::remedy::{Remedy, remedy_of};
use crate::history::record::FileRecord;
use crate::history::week::{Frequency, Week, WeekNote};
use crate::run::assessment::{Assessment, Confidence};
use crate::run::criteria::Verdict;
use crate::run::criteria::main_reason::ReasonCode;
use crate::run::max_doubt::MaxDoubt;
use crate::run::peak::MOST_BPM;
use crate::run::zones::ZonesUnknown;
use crate::settings::kind::Kind;
use crate::settings::policy::Policy;
use jiff::ToSpan;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Weeks of a year, for the comparison with the year before.
const YEAR_WEEKS: i64 = 52;
/// Denominator of the least share of runs with too little heart rate that is a doubt: a third.
const A_THIRD: usize = 3;
/// Error that a maximum heart rate estimated by age often has, in beats per minute: two standard
/// deviations of 7 (Tanaka et al. 2001).
const ESTIMATE_BPM: f64 = 14.0;

/// Makes an answer for each athlete with runs, sorted by name. An answer covers the athlete's last
/// `last_weeks` weeks with runs, or all weeks for [`None`].
///
/// `weeks` are the weeks of the records ([`weeks`](crate::history::weeks::weeks())).
///
/// ```
/// use recoup_analysis::{Answer, Athlete, FileRecord, answers, weeks};
/// let records: Vec<FileRecord> = Vec::new();
/// let athlete = Athlete::default();
/// let weeks = weeks(&records, &athlete);
/// assert!(answers(&records, &weeks, &athlete.policy, Some(Answer::WEEKS)).is_empty());
/// ```
#[must_use]
pub fn answers(
    files: &[FileRecord],
    weeks: &[Week],
    policy: &Policy,
    last_weeks: Option<usize>,
) -> Vec<Answer> {
    answers_by_policy(files, weeks, |_| policy, last_weeks)
}

/// Makes the answers for several athletes like [`answers`]. `policy_of` returns the policy of the
/// athlete with the given name.
pub fn answers_by_policy<'a>(
    files: &[FileRecord],
    weeks: &[Week],
    policy_of: impl Fn(&str) -> &'a Policy,
    last_weeks: Option<usize>,
) -> Vec<Answer> {
    let mut athletes: BTreeMap<&str, (Vec<&FileRecord>, Vec<&Week>)> = BTreeMap::new();
    for file in files {
        athletes.entry(&file.athlete).or_default().0.push(file);
    }
    for week in weeks {
        athletes.entry(&week.athlete).or_default().1.push(week);
    }
    let answer = |(athlete, (files, weeks)): (&str, (Vec<&FileRecord>, Vec<&Week>))| {
        answer_of(&files, &weeks, policy_of(athlete), last_weeks.unwrap_or(weeks.len()))
    };
    athletes.into_iter().filter_map(answer).collect()
}

/// Makes the answer for the last `number` weeks with runs of one athlete; [`None`] if no week has
/// runs.
fn answer_of(
    files: &[&FileRecord],
    weeks: &[&Week],
    policy: &Policy,
    number: usize,
) -> Option<Answer> {
    let (earlier, shown) = split_off(weeks, number);
    let (first, last) = shown.first().zip(shown.last())?;
    let runs: Vec<&Assessment> = {
        let all = files.iter().flat_map(|file| &file.runs);
        let is_shown = |run: &&Assessment| (first.start..=last.start).contains(&run.week_start);
        let mut runs: Vec<&Assessment> = all.filter(is_shown).collect();
        runs.sort_by_key(|run| (run.start_ms, run.session));
        runs
    };
    let recovery = recovery_runs(shown);
    let after_hard = AfterHard::of_weeks(shown);
    let mut answer = Answer {
        athlete: first.athlete.clone(),
        weeks: with_runs(shown),
        first: first.start,
        last: last.start.saturating_add(6.days()),
        runs: runs.len(),
        unknown_runs: runs.iter().filter(|run| run.verdict == Verdict::Ungradable).count(),
        doubts: doubts(files, &runs),
        recovery,
        meant: meant_runs(&runs, shown),
        after_hard,
        resting_raised: runs.iter().filter(|run| is_raised_in(run, last.start)).count(),
        change: None,
        trend: None,
    };
    if !answer.is_of_few() {
        if !answer.is_of_several() {
            answer.change = change(&answer, &runs, shown, policy);
        }
        answer.trend = trend(earlier, shown);
    }
    Some(answer)
}

/// Splits off the last `number` weeks with runs. Weeks without runs between them are included,
/// because they can contain hard sessions of other sports.
fn split_off<'w, 'a>(weeks: &'w [&'a Week], number: usize) -> (&'w [&'a Week], &'w [&'a Week]) {
    let places = (0..weeks.len()).rev().filter(|&place| weeks[place].runs > 0);
    let first = places.take(number).last().unwrap_or(weeks.len());
    weeks.split_at(first)
}

/// Counts the weeks with runs.
fn with_runs(weeks: &[&Week]) -> usize {
    weeks.iter().filter(|week| week.runs > 0).count()
}

fn is_raised_in(run: &Assessment, week_start: Date) -> bool {
    run.week_start == week_start && run.context.is_resting_raised == Some(true)
}

fn recovery_runs(weeks: &[&Week]) -> RecoveryRuns {
    let mut sums = RecoveryRuns::default();
    for week in weeks {
        let is_open = week.is_last && week.frequency == Frequency::Under;
        sums.done += week.recovery_runs;
        sums.nearly += week.nearly_runs;
        sums.range_low += week.range_low;
        sums.over += week.recovery_runs.saturating_sub(week.range_high);
        sums.range_high += week.range_high;
        match week.frequency {
            Frequency::Under if is_open => sums.weeks_open += 1,
            Frequency::Under => sums.weeks_under += 1,
            Frequency::Within => sums.weeks_within += 1,
            Frequency::Over => sums.weeks_over += 1,
            Frequency::Unknown => sums.weeks_unknown += 1,
            Frequency::None => {}
        }
    }
    sums
}

fn meant_runs(runs: &[&Assessment], weeks: &[&Week]) -> MeantRuns {
    let meant: Vec<&&Assessment> = runs.iter().filter(|run| run.classified.is_meant()).collect();
    let with = |verdict| meant.iter().filter(|run| run.verdict == verdict).count();
    MeantRuns {
        meant: meant.len(),
        held: with(Verdict::Recovery),
        nearly: with(Verdict::Borderline),
        missed: with(Verdict::NotRecovery),
        unknown: with(Verdict::Ungradable),
        not_run: weeks
            .iter()
            .flat_map(|week| &week.notes)
            .filter(|note| matches!(note, WeekNote::RecoveryNotRun(_)))
            .count(),
        broken_by: reasons(meant.iter().map(|run| **run)),
        near_others: reasons(
            runs.iter().copied().filter(|run| run.is_nearly() && !run.classified.is_meant()),
        ),
    }
}

/// Counts the main reasons of runs, the most frequent first. Ungradable runs do not count.
fn reasons<'a>(runs: impl Iterator<Item = &'a Assessment>) -> Vec<(ReasonCode, usize)> {
    let mut counts: BTreeMap<ReasonCode, usize> = BTreeMap::new();
    for run in runs.filter(|run| run.verdict != Verdict::Ungradable) {
        if let Some(reason) = &run.main_reason {
            *counts.entry(reason.code).or_default() += 1;
        }
    }
    let mut counts: Vec<(ReasonCode, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(code, number)| (Reverse(number), code));
    counts
}

/// Returns the doubts that change the answer, the greatest first.
fn doubts(files: &[&FileRecord], runs: &[&Assessment]) -> Vec<AnswerDoubt> {
    let mut doubts = Vec::new();
    doubts.extend(mixed(files.iter().copied()).map(AnswerDoubt::SeveralAthletes));
    let of_maximum = runs.iter().filter(|run| lacks_maximum(run)).count();
    if of_maximum > 0 {
        doubts.push(AnswerDoubt::MaxUnknown(of_maximum));
    }
    let without = runs.iter().filter(|run| lacks_heart_rate(run)).count();
    if without * A_THIRD >= runs.len().max(1) {
        doubts.push(AnswerDoubt::NoHeartRate(without));
    }
    doubts.extend(max_doubt(runs).map(|(doubt, number)| AnswerDoubt::Max(doubt, number)));
    let suspect =
        runs.iter().filter(|run| run.confidence == Some(Confidence::SuspectHeartRate)).count();
    if suspect > 0 {
        doubts.push(AnswerDoubt::SuspectHeartRate(suspect));
    }
    doubts
}

/// Returns the doubt about the maximum that could change the most verdicts, and the number of these
/// verdicts.
fn max_doubt(runs: &[&Assessment]) -> Option<(MaxDoubt, usize)> {
    // The words are the keys, so that equal numbers have a fixed order.
    let mut counts: BTreeMap<String, (MaxDoubt, usize)> = BTreeMap::new();
    for run in runs {
        for doubt in run.max_doubts() {
            if could_change(run, doubt) {
                counts.entry(doubt.to_string()).or_insert((doubt, 0)).1 += 1;
            }
        }
    }
    counts.into_values().rev().max_by_key(|&(_, number)| number)
}

/// Whether a maximum that a doubt makes likely would change the verdict on a run.
fn could_change(run: &Assessment, doubt: MaxDoubt) -> bool {
    let Some((margin, max_bpm)) = run.margin.zip(run.max_bpm) else { return false };
    let is_below = |bpm: f64| margin.to_bpm.is_some_and(|to_bpm| to_bpm < bpm);
    match doubt {
        // The true maximum can be any higher value that a heart reaches.
        MaxDoubt::LowerBound => is_below(MOST_BPM),
        MaxDoubt::Exceeded(exceeded, _) | MaxDoubt::AboveSetting(exceeded, _) => {
            is_below(exceeded.reached_bpm)
        }
        MaxDoubt::Estimate => {
            let is_above =
                margin.from_bpm.is_some_and(|from_bpm| from_bpm > max_bpm - ESTIMATE_BPM);
            is_above || is_below(max_bpm + ESTIMATE_BPM)
        }
        _ => run.confidence == Some(Confidence::DependsOnMax),
    }
}

/// Whether a run was too hard, but a doubt about the maximum could change its verdict.
fn is_too_hard_by_guess(run: &Assessment) -> bool {
    let reason = run.main_reason.as_ref().map(|reason| reason.code);
    reason == Some(ReasonCode::TooHard)
        && run.max_doubts().into_iter().any(|doubt| could_change(run, doubt))
}

fn lacks_maximum(run: &Assessment) -> bool {
    run.verdict == Verdict::Ungradable && run.zones_unknown == Some(ZonesUnknown::Max)
}

/// Whether a run that could be a recovery run is ungradable because of too little heart rate.
fn lacks_heart_rate(run: &Assessment) -> bool {
    let is_other = matches!(run.classified.kind, Kind::Hard | Kind::Long | Kind::Race);
    let reason = run.main_reason.as_ref().map(|reason| reason.code);
    run.verdict == Verdict::Ungradable && !is_other && reason == Some(ReasonCode::NoHeartRate)
}

/// Whether a run should have been a recovery run and was not. Such a run was meant as a recovery
/// run, was nearly one, or was an easy run after a hard session.
fn is_broken(run: &Assessment) -> bool {
    let is_wrong = matches!(run.verdict, Verdict::Borderline | Verdict::NotRecovery);
    let is_easy_after_hard = run.context.follows_hard
        && run.verdict == Verdict::NotRecovery
        && !run.classified.is_hard_session();
    is_wrong && (run.classified.is_meant() || run.is_nearly() || is_easy_after_hard)
}

/// Returns the change that would mend the most runs, sessions or weeks.
fn change(
    answer: &Answer,
    runs: &[&Assessment],
    weeks: &[&Week],
    policy: &Policy,
) -> Option<Change> {
    // For each remedy: the number of runs, sessions or weeks that this remedy alone mends, and the
    // number of runs whose main reason calls for this remedy.
    let mut counts: BTreeMap<Remedy, (usize, usize)> = BTreeMap::new();
    let mut broken_of_week: BTreeMap<Date, usize> = BTreeMap::new();
    let mut by_maximum = 0;
    for run in runs {
        let is_broken = is_broken(run);
        *broken_of_week.entry(run.week_start).or_default() += usize::from(is_broken);
        let depends = run.confidence == Some(Confidence::DependsOnMax);
        if lacks_maximum(run) || depends || (is_broken && is_too_hard_by_guess(run)) {
            // A guessed limit is no reason to slow down.
            by_maximum += 1;
        } else if is_broken {
            if let Some(remedy) = remedy_of(run) {
                counts.entry(remedy).or_default().0 += 1;
            }
            if let Some(reason) = &run.main_reason {
                counts.entry(Remedy::of_reason(reason.code)).or_default().1 += 1;
            }
        }
    }
    let is_under = |week: &&&Week| week.frequency == Frequency::Under && !week.is_last;
    let missing = weeks.iter().filter(is_under).map(|week| {
        // A mended run counts as one of the recovery runs that the week lacks.
        let broken = broken_of_week.get(&week.start).copied().unwrap_or_default();
        week.range_low.saturating_sub(week.recovery_runs + broken)
    });
    for (remedy, number) in [
        (Remedy::TellMaximum, by_maximum),
        (Remedy::WearStrap, runs.iter().filter(|run| lacks_heart_rate(run)).count()),
        (Remedy::Rest, answer.after_hard.hard),
        (Remedy::AddRecoveryRun, missing.sum()),
        (Remedy::DropFiller, weeks.iter().map(|week| week.filler).sum()),
    ] {
        counts.entry(remedy).or_default().0 += number;
    }
    let zones = runs.iter().rev().find_map(|run| run.zones);
    let (remedy, (mends, blamed)) = counts
        .into_iter()
        .filter(|(_, numbers)| *numbers != (0, 0))
        .min_by_key(|&(remedy, (mends, blamed))| (Reverse(mends), Reverse(blamed), remedy))?;
    Some(Change {
        remedy,
        mends,
        blamed,
        broken: broken_of_week.values().sum(),
        over: answer.recovery.over,
        zone1_high_bpm: zones.map(|zones| zones.zone1_whole_bpm().1),
        minutes: (policy.duration_pass_min_min, policy.duration_pass_max_min),
    })
}

/// Compares the shown weeks with the same number of weeks before them, and with the same weeks of
/// the year before; [`None`] if neither has enough runs. The year before does not count if it
/// shares a week with the weeks before.
fn trend(earlier: &[&Week], shown: &[&Week]) -> Option<Trend> {
    let (first, last) = shown.first().zip(shown.last())?;
    let (_, before) = split_off(earlier, with_runs(shown));
    let year = YEAR_WEEKS.weeks();
    let year_before = first.start.saturating_sub(year)..=last.start.saturating_sub(year);
    let is_before = |week: &Week| before.first().is_some_and(|first| week.start >= first.start);
    let year_before: Vec<&Week> =
        earlier.iter().copied().filter(|week| year_before.contains(&week.start)).collect();
    let is_apart = !year_before.iter().any(|week| is_before(week));
    let enough = |weeks: &[&Week]| {
        let runs: usize = weeks.iter().map(|week| week.runs).sum();
        (runs >= FEW_RUNS).then(|| of_weeks(weeks))
    };
    let trend = Trend {
        now: of_weeks(shown),
        before: enough(before),
        year_before: enough(&year_before).filter(|_| is_apart),
    };
    (trend.before.is_some() || trend.year_before.is_some()).then_some(trend)
}

fn of_weeks(weeks: &[&Week]) -> TrendOfWeeks {
    TrendOfWeeks {
        weeks: with_runs(weeks),
        recovery_runs: weeks.iter().map(|week| week.recovery_runs).sum(),
        after_hard: AfterHard::of_weeks(weeks),
    }
}
