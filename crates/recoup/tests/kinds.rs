//! Intended kinds of runs, from plans, names, tags and the athlete's other runs. Worked out by
//! hand.
//!
//! Zone 1 is 136 to just under 146 bpm, Zone 2 from 146, Zone 3 from 160, Zone 4 from 174.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod made;

use made::{Made, gentle, intervals, made};
use recoup::{Assessment, Athlete, Placing, Plan, Policy, Tag};
use recoup::{Classified, Intent, Kind};

fn runs_of(runs: &[Made], athlete: &Athlete) -> Vec<Assessment> {
    let records = made::records(runs, athlete);
    records.into_iter().flat_map(|record| record.runs).collect()
}

/// Returns the kind of the last run.
fn last(runs: &[Made]) -> Classified {
    runs_of(runs, &Athlete::with_max_hr(200.0)).pop().unwrap().classified
}

/// Returns runs of the month before Tuesday, 10 March 2026, with these minutes and heart rates.
fn before(legs: [(i64, f32); 5]) -> Vec<Made> {
    let days = [
        "2026-02-16T07:00",
        "2026-02-20T07:00",
        "2026-02-24T07:00",
        "2026-02-28T07:00",
        "2026-03-04T07:00",
    ];
    days.iter().zip(legs).map(|(day, leg)| made(day, &[leg])).collect()
}

fn with(mut runs: Vec<Made>, others: &[Made]) -> Vec<Made> {
    runs.extend_from_slice(others);
    runs
}

#[test]
fn plan_then_name_then_tag_then_what_it_was() {
    let plan = "date,type\n2026-03-10,easy\n2026-03-11,recovery\n";
    let athlete = Athlete::with_max_hr(200.0)
        .with(|athlete| athlete.planned = Plan::from_csv(plan, &Policy::default()).unwrap());
    let told = |local, title, tag| {
        let run = Made { title, tags: Vec::from_iter(tag), ..intervals(local) };
        let classified = runs_of(&[run], &athlete).remove(0).classified;
        (classified.kind, classified.intent, classified.reason)
    };
    let is = |kind, intent, reason: &str| (kind, intent, reason.to_owned());
    let recovery = Some("Recovery");
    assert_eq!(
        told("2026-03-10T07:00", recovery, Some(Tag::Race)),
        is(Kind::Easy, Intent::None, "planned for 2026-03-10")
    );
    assert_eq!(
        told("2026-03-11T07:00", None, None),
        is(Kind::Recovery, Intent::Planned, "planned for 2026-03-11")
    );
    assert_eq!(
        told("2026-03-13T07:00", recovery, Some(Tag::Race)),
        is(Kind::Recovery, Intent::Named, "the title holds \u{201c}recovery\u{201d}")
    );
    // The planned recovery run of the day before, which was not run then.
    assert_eq!(
        told("2026-03-12T07:00", recovery, None),
        is(Kind::Recovery, Intent::Planned, "planned for 2026-03-11, run on another day")
    );
    for (tag, kind, intent, words) in [
        (Tag::Recovery, Kind::Recovery, Intent::Named, "tagged as recovery"),
        (
            Tag::RecoveryWorkout,
            Kind::Recovery,
            Intent::Named,
            "the steps of the workout are a recovery run",
        ),
        (Tag::Race, Kind::Race, Intent::None, "tagged as race"),
        (Tag::Workout, Kind::Hard, Intent::None, "tagged as workout"),
        (Tag::LongRun, Kind::Long, Intent::None, "tagged as long run"),
    ] {
        let found = told("2026-03-12T07:00", Some("Along the river"), Some(tag));
        assert_eq!(found, is(kind, intent, words));
    }
    // A commute tag does not determine the kind. Half an hour in Zone 4 does.
    let found = told("2026-03-12T07:00", None, Some(Tag::Commute));
    assert_eq!(found, is(Kind::Hard, Intent::None, "30 min in Zone 4 and above (hard from 8 on)"));
}

/// One planned run matches one run of the day. A planned recovery run matches the gentler run, a
/// planned hard run the harder one. The other runs are classified without the plan.
#[test]
fn a_planned_run_is_one_of_the_days_runs() {
    let kinds = |plan: &str| {
        let athlete = Athlete::with_max_hr(200.0)
            .with(|athlete| athlete.planned = Plan::from_csv(plan, &Policy::default()).unwrap());
        let day = [intervals("2026-03-10T07:00"), made("2026-03-10T18:00", &[(30, 150.0)])];
        let runs = runs_of(&day, &athlete);
        runs.into_iter().map(|run| (run.classified.kind, run.classified.intent)).collect::<Vec<_>>()
    };
    let (recovery, hard) = ((Kind::Recovery, Intent::Planned), (Kind::Hard, Intent::None));
    let easy = (Kind::Easy, Intent::None);
    assert_eq!(kinds("date,type\n2026-03-10,recovery\n"), [hard, recovery]);
    assert_eq!(kinds("date,type\n2026-03-10,hard\n"), [hard, easy]);
    assert_eq!(kinds("date,type\n2026-03-10,easy\n2026-03-10,recovery\n"), [easy, recovery]);
    // Planned minutes come first: 60 minutes match only the first run.
    let minutes = "date,type,min_minutes\n2026-03-10,recovery,60\n";
    assert_eq!(kinds(minutes), [recovery, easy]);
}

#[test]
fn names_in_several_languages() {
    for (title, kind) in [
        ("Recovery run", Kind::Recovery),
        ("Regenerationslauf am See", Kind::Recovery),
        ("Restitusjonstur", Kind::Recovery),
        ("Footing de récup", Kind::Recovery),
        ("Palauttava lenkki", Kind::Recovery),
        ("Stadtlauf (Wettkampf)", Kind::Race),
        ("Tävling 10 km", Kind::Race),
        ("6 x 800 m intervals", Kind::Hard),
        // The word recovery names the rest between the repeats.
        ("8 x 400 m with 90 s recovery", Kind::Hard),
        ("5×1000 récup 2 min", Kind::Hard),
        ("Tempo, then a recovery jog", Kind::Hard),
        // The accent is a character of its own.
        ("Re\u{301}cupe\u{301}ration", Kind::Recovery),
        ("Race week easy run", Kind::Easy),
        ("Pre-race shakeout", Kind::Easy),
        ("Route 66 x country", Kind::Easy),
        ("Terskeløkt", Kind::Hard),
        ("Långpass 25 km", Kind::Long),
        ("Sortie longue", Kind::Long),
        ("Sunday Long Run", Kind::Long),
        ("Easy run", Kind::Easy),
        ("Rolig tur", Kind::Easy),
        // Neither "recovered" nor "Long Street" matches a word.
        ("Long Street, recovered keys", Kind::Easy),
    ] {
        let run = Made { title: Some(title), ..made("2026-03-10T07:00", &[(30, 150.0)]) };
        assert_eq!(last(&[run]).kind, kind, "{title}");
    }
}

/// A title can deny recovery, mean something else, or refer to the hard work of the day before.
#[test]
fn words_around_the_word_for_recovery() {
    for (title, kind, intent) in [
        ("No recovery today", Kind::Easy, Intent::None),
        ("Not a recovery run", Kind::Easy, Intent::None),
        ("Kein Regenerationslauf", Kind::Easy, Intent::None),
        ("Pas de récup", Kind::Easy, Intent::None),
        ("不是恢复跑", Kind::Easy, Intent::None),
        ("Recovery week: 10 km race", Kind::Race, Intent::None),
        ("Recovery week", Kind::Easy, Intent::None),
        ("Recovery + 6x100 strides", Kind::Recovery, Intent::Named),
        ("Recovery run after intervals", Kind::Recovery, Intent::Named),
        ("After intervals: recovery", Kind::Recovery, Intent::Named),
        ("Day after the race, recovery", Kind::Recovery, Intent::Named),
        ("Easy 8 km + 4 x 80 m", Kind::Easy, Intent::None),
        ("Easy, then 5 x 1000 m", Kind::Hard, Intent::None),
        ("恢复跑 5公里", Kind::Recovery, Intent::Named),
        ("早晨排酸跑", Kind::Recovery, Intent::Named),
        ("朝のリカバリージョグ", Kind::Recovery, Intent::Named),
        ("회복 런", Kind::Recovery, Intent::Named),
        ("Восстановительный бег", Kind::Recovery, Intent::Named),
    ] {
        let run = Made { title: Some(title), ..made("2026-03-10T07:00", &[(30, 150.0)]) };
        let found = last(&[run]);
        assert_eq!((found.kind, found.intent), (kind, intent), "{title}");
    }
}

/// A run with grade A is never hard, whatever its name. A run with grade C is no recovery run.
#[test]
fn the_grade_of_a_run_that_nobody_meant() {
    let titled = |title, run: Made| last(&[Made { title: Some(title), ..run }]);
    let graded_a = titled("Intervals", gentle("2026-03-10T07:00"));
    assert_eq!((graded_a.kind, graded_a.intent), (Kind::Recovery, Intent::None));
    assert_eq!(graded_a.reason, "graded A as a recovery run");
    assert!(!graded_a.is_hard_session());
    assert_eq!(titled("Intervals", intervals("2026-03-10T07:00")).kind, Kind::Hard);
    // 10 % above Zone 1, and 50 min: two warnings, grade C.
    let run = last(&[made("2026-03-10T07:00", &[(45, 140.0), (5, 150.0)])]);
    assert_eq!((run.kind, run.intent), (Kind::Easy, Intent::None));
}

#[test]
fn long_is_longer_than_nine_in_ten_of_six_weeks() {
    let kind = |runs: Vec<Made>, minutes| {
        last(&with(runs, &[made("2026-03-10T07:00", &[(minutes, 150.0)])])).kind
    };
    let usual = || before([(40, 150.0); 5]);
    assert_eq!(kind(usual(), 46), Kind::Long);
    // A run within the length of a recovery run is never long, whatever the usual length.
    assert_eq!(kind(usual(), 45), Kind::Easy);
    // One of five runs is as long, so only four are shorter.
    let mut one_longer = usual();
    one_longer[2] = made("2026-02-24T07:00", &[(50, 150.0)]);
    assert_eq!(kind(one_longer, 50), Kind::Easy);
    // Four runs are too few for a usual length, and runs more than six weeks ago do not count.
    assert_eq!(kind(usual()[1..].to_vec(), 50), Kind::Easy);
    let mut long_ago = usual();
    long_ago[0].local = "2026-01-26T07:00";
    assert_eq!(kind(long_ago, 50), Kind::Easy);
    assert_eq!(kind(usual()[1..].to_vec(), 90), Kind::Long);
}

/// 40 min in Zone 2 have a load of 80. 1.5 times 80 is 120.
#[test]
fn heavy_is_over_one_and_a_half_times_the_mean_load() {
    let usual = || before([(40, 150.0); 5]);
    let of = |runs: Vec<Made>, minutes, bpm| {
        last(&with(runs, &[made("2026-03-10T07:00", &[(minutes, bpm)])]))
    };
    let heavy = of(usual(), 45, 165.0);
    assert_eq!(heavy.kind, Kind::Hard);
    assert_eq!(heavy.reason, "load 135, over 1.5 times the mean of 28 days, 80");
    // 120 is not over 120.
    assert_eq!(of(usual(), 40, 165.0).kind, Kind::Steady);
    // A run more than 28 days ago does not count, and the four other runs are too few for a usual
    // load.
    let mut long_ago = usual();
    long_ago[0].local = "2026-02-09T07:00";
    assert_eq!(of(long_ago, 45, 165.0).kind, Kind::Steady);
}

/// A long run with the load of a hard session is both: its kind is long, and it counts as a hard
/// session for the run of the next day.
#[test]
fn a_long_run_can_be_a_hard_session() {
    let usual = before([(40, 150.0); 5]);
    let runs =
        with(usual, &[made("2026-03-08T09:00", &[(100, 150.0)]), gentle("2026-03-09T07:00")]);
    let runs = runs_of(&runs, &Athlete::with_max_hr(200.0));
    let [.., long, gentle] = &runs[..] else { panic!("two runs") };
    assert_eq!(long.classified.kind, Kind::Long);
    assert!(long.classified.is_hard_session());
    assert_eq!(gentle.context.placing, Some(Placing::AfterHard));
    // From 10:40 to 07:00.
    assert_eq!(gentle.context.since_hard_ms, Some((20 * 60 + 20) * 60_000));
}

/// A report of one week uses the run on the Sunday before, but does not show it.
#[test]
fn runs_out_of_the_range_are_still_the_ones_before() {
    let runs = [intervals("2026-03-08T18:00"), gentle("2026-03-09T07:00")];
    let mut records = made::records(&runs, &Athlete::with_max_hr(200.0));
    for record in &mut records {
        record.retain_dates(Some(jiff::civil::date(2026, 3, 11)), None);
    }
    assert!(records[0].runs.is_empty());
    assert_eq!(records[0].detail(), "run on 2026-03-08, out of the range asked for");
    assert_eq!(records[1].runs[0].context.placing, Some(Placing::AfterHard));
}
