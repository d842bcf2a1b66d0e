//! Margin of a verdict, calculated by hand and compared with the verdicts outside it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod made;

use made::{graded, outdoor, run, seconds};
use recoup_analysis::{Assessment, Athlete, Verdict, ZoneModel, assess};
use recoup_model::Activity;
use recoup_parse::{Limits, discover, read_file};
use recoup_testkit::corpus;

#[test]
fn the_top_of_zone_1_decides() {
    // 28:30 at 140 bpm and one surge of 90 s at 150. With a top of 146 (73 % of 200), the surge
    // warns.
    let rates = seconds(140.0, 900).chain(seconds(150.0, 90)).chain(seconds(140.0, 810));
    let graded = graded(&run(rates));
    assert_eq!(graded.verdict, Verdict::Borderline);
    // 73 % of 192 is 140.16. 73 % of 191 is 139.43, so everything is above the top. 73 % of 205 is
    // 149.65. 73 % of 206 is 150.38, so there is no surge.
    let margin = graded.margin.unwrap();
    assert_eq!((margin.from_bpm, margin.below), (Some(192.0), Some(Verdict::NotRecovery)));
    assert_eq!((margin.to_bpm, margin.above), (Some(205.0), Some(Verdict::Recovery)));
}

#[test]
fn no_maximum_that_a_runner_has_may_change_it() {
    // 58 bpm: 73 % of 100 is 73.
    let asleep = graded(&run(seconds(58.0, 1800)));
    assert_eq!(asleep.verdict, Verdict::Recovery);
    let margin = asleep.margin.unwrap();
    assert_eq!((margin.from_bpm, margin.to_bpm), (None, None));
    assert_eq!((margin.below, margin.above), (None, None));
}

#[test]
fn a_higher_maximum_can_make_it_worse() {
    // 250 m at 5 %. The heart rate is 150 from 10 s before the hill on, and 160 for 20 s on it.
    let legs = [
        (890, 2.5, 0.0, 140.0),
        (10, 2.5, 0.0, 150.0),
        (10, 2.5, 0.05, 150.0),
        (20, 2.5, 0.05, 160.0),
        (70, 2.5, 0.05, 140.0),
        (800, 2.5, 0.0, 140.0),
    ];
    let run = graded(&outdoor(&legs));
    // The surge of 40 s above 146 began before the hill.
    assert_eq!((run.verdict, run.hills.len()), (Verdict::Recovery, 1));
    assert!(run.effort_spikes.is_empty());
    // With a top above 150 (HRmax 206), the surge begins on the hill. With a top above 160, there
    // is no surge.
    let margin = run.margin.unwrap();
    assert_eq!((margin.to_bpm, margin.above), (Some(205.0), Some(Verdict::Borderline)));
    assert_eq!(
        assess(&outdoor(&legs), &Athlete::with_max_hr(220.0)).unwrap().verdict,
        Verdict::Recovery
    );
}

#[test]
fn there_is_none_where_the_maximum_decides_nothing() {
    let mut activity = run(seconds(0.0, 1800));
    activity.rpe = Some(2.0);
    assert_eq!(graded(&activity).margin, None);
    activity = run(seconds(140.0, 1800));
    activity.user.threshold_bpm = Some(170.0);
    let athlete = Athlete::with_max_hr(200.0).with(|athlete| athlete.zones = ZoneModel::Friel);
    assert_eq!(assess(&activity, &athlete).unwrap().margin, None);
    assert_eq!(assess(&activity, &Athlete::default()).unwrap().margin, None);
}

#[test]
fn a_maximum_between_two_beats_has_a_margin_around_it() {
    // Born in 1975, 51 years old: 208 - 35.7 = 172.3. 73 % of 172.3 is 125.8, and 73 % of 172 is
    // 125.56. The top is above 125 bpm for every maximum above 171.24.
    let athlete = Athlete::default().with(|athlete| athlete.birth_year = Some(1975));
    let estimated = assess(&run(seconds(125.0, 1800)), &athlete).unwrap();
    assert_eq!(estimated.max_bpm, Some(172.3));
    let margin = estimated.margin.unwrap();
    assert_eq!((margin.from_bpm, margin.to_bpm), (Some(172.0), None));
    assert_eq!(margin.below, Some(Verdict::NotRecovery));
}

/// Checks that the verdict one beat outside the margin is the stated verdict, and that the verdict
/// is unchanged at the ends.
fn holds_to_its_ends(activity: &Activity, graded: &Assessment, model: ZoneModel) {
    let Some(margin) = graded.margin else { return };
    let with = |max_bpm| {
        let athlete = Athlete::with_max_hr(max_bpm).with(|athlete| athlete.zones = model);
        assess(activity, &athlete).unwrap().verdict
    };
    if let (Some(from_bpm), Some(below)) = (margin.from_bpm, margin.below) {
        assert_eq!((with(from_bpm), with(from_bpm - 1.0)), (graded.verdict, below), "{margin:?}");
        assert_ne!(below, graded.verdict);
    }
    if let (Some(to_bpm), Some(above)) = (margin.to_bpm, margin.above) {
        assert_eq!((with(to_bpm), with(to_bpm + 1.0)), (graded.verdict, above), "{margin:?}");
        assert_ne!(above, graded.verdict);
    }
}

#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn the_ends_of_the_margins_of_real_runs_flip_the_verdict_one_beat_outside() {
    let corpus = corpus::folder();
    let mut bounded = 0;
    for found in discover(&corpus) {
        let Ok(contents) = read_file(&found.path, &Limits::default()) else { continue };
        for activity in contents.activities.iter().filter(|own| own.samples.len() < 10_000) {
            for model in [ZoneModel::Fljuga, ZoneModel::Olympiatoppen] {
                let athlete = Athlete::with_max_hr(190.0).with(|athlete| athlete.zones = model);
                let graded = assess(activity, &athlete).unwrap();
                holds_to_its_ends(activity, &graded, model);
                let margin = graded.margin;
                bounded += usize::from(margin.is_some_and(|margin| margin.to_bpm.is_some()));
            }
        }
    }
    assert!(bounded > 100, "{bounded}");
}
