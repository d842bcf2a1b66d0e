//! Answers of athletes with one habit each. The expected answers were worked out by hand.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup::{Answer, Athlete, BatchOptions, ReadOptions};
use recoup_testkit::Run;
use recoup_testkit::athletes::{self, Habit, MONDAY_S};
use recoup_testkit::export::Nested;
use std::path::PathBuf;

/// Returns the answers for some runs of one athlete.
fn answer(runs: Vec<Run>, athlete: &Athlete) -> Answer {
    let folder = tempfile::tempdir().unwrap();
    let paths = [PathBuf::from(folder.path())];
    athletes::export(runs).write_to(folder.path(), Nested::Unpacked).unwrap();
    let (reading, options) = (ReadOptions::new(), BatchOptions::new());
    let records = recoup::assess_paths(&paths, athlete, &reading, &options).unwrap();
    let weeks = recoup::weeks(&records, athlete);
    let mut answers = recoup::answers(&records, &weeks, &athlete.policy, Some(Answer::WEEKS));
    assert_eq!(answers.len(), 1);
    answers.remove(0)
}

fn sentences(answer: &Answer) -> Vec<String> {
    answer.sentences().into_iter().map(|sentence| sentence.text).collect()
}

/// Returns the sentences for eight weeks of an athlete.
fn of_habit(habit: Habit) -> Vec<String> {
    sentences(&answer(athletes::runs(habit, MONDAY_S, 8), &Athlete::default()))
}

const EIGHT_WEEKS: &str = "In the last 8 weeks with runs (2 Mar to 26 Apr 2026, 24 runs) you did";
/// Seven weeks of three runs lack the one recovery run that the coach asks for. The eighth may not
/// be over.
const ALL_UNDER: &str =
    "The coach asks for 8: 7 weeks under the range, 1 week that may not be over.";

/// A recovery run the day after each of eight hard sessions. The weeks have three runs, and the
/// coach asks for one recovery run in such a week.
#[test]
fn all_true() {
    let expected = [
        format!(
            "{EIGHT_WEEKS} 8 recovery runs. The coach asks for 8: every week was within its range."
        ),
        "All 8 runs meant as recovery held.".to_owned(),
        "You recovered after all 8 hard sessions (8 recovery runs).".to_owned(),
        "Nothing to change: go on like this.".to_owned(),
    ];
    assert_eq!(of_habit(Habit::AllTrue), expected);
}

/// Nobody meant a run of 40 minutes in Zone 2 as a recovery run, so no recovery run was missed. But
/// each week lacks a recovery run. 73 % of 190 is 138.7, so Zone 1 ends at 138.
#[test]
fn never_enough() {
    let expected = [
        format!("{EIGHT_WEEKS} no recovery run. {ALL_UNDER}"),
        "No run was planned or named as a recovery run.".to_owned(),
        "There was no hard session to recover from.".to_owned(),
        "One thing to change: add a recovery run: 20 to 45 min at or below 138 bpm. 7 were missing."
            .to_owned(),
    ];
    assert_eq!(of_habit(Habit::NeverEnough), expected);
}

/// Running slower would correct eight runs. Adding a recovery run would correct only seven weeks.
#[test]
fn too_hard() {
    let expected = [
        format!("{EIGHT_WEEKS} no recovery run. {ALL_UNDER}"),
        "Of 8 runs meant as recovery none held, 8 missed; what broke them: too hard (8).".to_owned(),
        "You recovered after none of 8 hard sessions; after 8 came a run that was no recovery run."
            .to_owned(),
        "One thing to change: slow down; on recovery runs stay at or below 138 bpm. That alone would \
         mend all 8 runs that should have been recovery."
            .to_owned(),
    ];
    assert_eq!(of_habit(Habit::TooHard), expected);
}

/// Runs of 55 minutes get a warning, so they are nearly recovery runs and count as recovered.
#[test]
fn too_long() {
    let expected = [
        format!("{EIGHT_WEEKS} no recovery run and 8 nearly. {ALL_UNDER}"),
        "Of 8 runs meant as recovery none held, 8 nearly; what broke them: too long (8)."
            .to_owned(),
        "You recovered after all 8 hard sessions (8 nearly one).".to_owned(),
        "One thing to change: stop recovery runs at 45 min. That alone would mend all 8 runs that \
         should have been recovery."
            .to_owned(),
    ];
    assert_eq!(of_habit(Habit::TooLong), expected);
}

/// Every surge begins on a hill, so without the hills the heart rate stays in Zone 1.
#[test]
fn hills() {
    let expected = [
        format!("{EIGHT_WEEKS} no recovery run. {ALL_UNDER}"),
        "Of 8 runs meant as recovery none held, 8 missed; what broke them: effort on hills (8)."
            .to_owned(),
        "You recovered after none of 8 hard sessions; after 8 came a run that was no recovery run."
            .to_owned(),
        "One thing to change: choose flatter routes for recovery runs. That alone would mend all 8 \
         runs that should have been recovery."
            .to_owned(),
    ];
    assert_eq!(of_habit(Habit::Hills), expected);
}

/// 8 of 24 runs are a third. A week whose third run is ungradable may or may not be within its
/// range.
#[test]
fn no_strap() {
    let expected = [
        "8 of 24 runs cannot be told: there is too little heart rate.".to_owned(),
        format!("{EIGHT_WEEKS} no recovery run. The coach asks for 8: 8 weeks that cannot be told."),
        "Of 8 runs meant as recovery none held, 8 cannot be told.".to_owned(),
        "What came after 8 hard sessions cannot be told.".to_owned(),
        "One thing to change: wear the strap on easy runs, and check its battery. 8 runs could then \
         be told."
            .to_owned(),
    ];
    assert_eq!(of_habit(Habit::NoStrap), expected);
}

/// The peaks of the intervals are more than 10 bpm above all other runs, so they are not believed.
/// Therefore the maximum is a guess from the easy runs. A limit from a guess is not given as
/// advice.
#[test]
fn unknown_maximum() {
    let sentences = of_habit(Habit::UnknownMaximum);
    let doubt = "Doubtful: the maximum heart rate is the highest that your runs show; the true one \
                 can be higher. Another maximum would change ";
    assert!(sentences[0].starts_with(doubt), "{}", sentences[0]);
    assert_eq!(
        sentences[4],
        "One thing to change: tell recoup your maximum heart rate. It would settle 8 verdicts."
    );
    assert!(!sentences.iter().any(|text| text.contains("slow down")));
}

/// Five runs are counted and judged, without a trend. Four are only counted.
#[test]
fn five_runs_and_four() {
    let mut runs = athletes::runs(Habit::TooHard, MONDAY_S, 2);
    runs.truncate(5);
    let expected = [
        "In the last 2 weeks with runs (2 Mar to 15 Mar 2026, 5 runs) you did no recovery run. The \
         coach asks for 1 to 2: 1 week within the range, 1 week under it.",
        "Of 2 runs meant as recovery none held, 2 missed; what broke them: too hard (2).",
        "You recovered after none of 2 hard sessions; after 2 came a run that was no recovery run.",
        "One thing to change: slow down; on recovery runs stay at or below 138 bpm. That alone would \
         mend all 2 runs that should have been recovery.",
    ];
    assert_eq!(sentences(&answer(runs.clone(), &Athlete::default())), expected);
    runs.truncate(4);
    let expected = "4 runs in 2 weeks (2 Mar to 15 Mar 2026): 0 recovery runs. Fewer than 5 runs are \
                    too few to say more.";
    assert_eq!(sentences(&answer(runs, &Athlete::default())), [expected]);
}

/// The last eight weeks of the third year are all recovery runs. They are compared with the weeks
/// before them and with the second year, whose runs of 55 minutes were nearly recovery runs.
#[test]
fn a_trend_over_three_years() {
    let answer = answer(athletes::three_years(), &Athlete::default());
    let trend = "Trend: 1.0 recovery runs a week, against 1.0 in the 8 weeks before and 0.0 in the \
                 same weeks a year before. Recovered after 100 % of hard sessions, against 100 % in \
                 the 8 weeks before and 100 % in the same weeks a year before.";
    assert_eq!(sentences(&answer).last().unwrap(), trend);
    assert_eq!(answer.needs_word(), None);
}

/// Two runners whose files were mixed: their runs overlap, on two watches, at two heart rates.
#[test]
fn files_of_two_runners_are_told() {
    let mut runs = athletes::runs(Habit::AllTrue, MONDAY_S, 2);
    let other = recoup_testkit::Device::SECOND_WATCH;
    let others = athletes::runs(Habit::NeverEnough, MONDAY_S + 60, 2);
    runs.extend(others.into_iter().map(|run| run.device(other)));
    let answer = answer(runs, &Athlete::default());
    let doubt = &sentences(&answer)[0];
    assert!(doubt.starts_with("These files may be of several athletes: "), "{doubt}");
    assert!(doubt.contains("pairs of different runs at one time, such as "), "{doubt}");
}

/// A club in one report: six archives, each with a watch of its own, in the same weeks.
#[test]
fn archives_of_a_club_are_told() {
    let folder = tempfile::tempdir().unwrap();
    for (name, export) in athletes::club() {
        std::fs::write(folder.path().join(name).with_extension("zip"), export.pack()).unwrap();
    }
    let paths = [PathBuf::from(folder.path())];
    let athlete = Athlete::default();
    let (reading, options) = (ReadOptions::new(), BatchOptions::new());
    let records = recoup::assess_paths(&paths, &athlete, &reading, &options).unwrap();
    let weeks = recoup::weeks(&records, &athlete);
    let answers = recoup::answers(&records, &weeks, &athlete.policy, None);
    let doubt = &sentences(&answers[0])[0];
    assert!(doubt.starts_with("These files may be of several athletes: "), "{doubt}");
    assert!(doubt.ends_with(".zip have runs of the same weeks from different watches."), "{doubt}");
}
