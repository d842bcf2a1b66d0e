//! The page of an athlete, and the list of athletes, as texts. `.ci/page` tests them in a browser.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup::report::page::{Listed, Report, index, page};
use recoup::{
    Answer, Athlete, BatchOptions, FileRecord, Plan, ReadOptions, Week, answers, assess_paths,
    weeks,
};
use recoup_testkit::athletes::{self, Habit, MONDAY_S};
use recoup_testkit::export::Export;
use std::fs;
use std::path::Path;

struct Made {
    athlete: Athlete,
    records: Vec<FileRecord>,
    weeks: Vec<Week>,
    answers: Vec<Answer>,
}

impl Made {
    fn of(export: &Export, athlete: Athlete) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("export.zip");
        fs::write(&archive, export.pack()).unwrap();
        let (reading, options) = (ReadOptions::new(), BatchOptions::new());
        let records = assess_paths(&[archive], &athlete, &reading, &options).unwrap();
        let weeks = weeks(&records, &athlete);
        let answers = answers(&records, &weeks, &athlete.policy, Some(Answer::WEEKS));
        Self { athlete, records, weeks, answers }
    }

    fn page(&self) -> String {
        page(&Report::new(&self.athlete, &self.records, &self.weeks, self.answers.first()))
    }
}

fn of_habit(habit: Habit) -> Made {
    Made::of(&athletes::export(athletes::runs(habit, MONDAY_S, 8)), Athlete::default())
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert_eq!(of_habit(Habit::TooHard).page(), of_habit(Habit::TooHard).page());
}

#[test]
fn the_answer_stands_on_the_page_word_for_word() {
    let made = of_habit(Habit::TooLong);
    let html = made.page();
    for sentence in made.answers[0].sentences() {
        assert!(html.contains(&format!(">{}</p>", sentence.text)), "{}", sentence.text);
    }
}

/// Eight weeks with intervals on Tuesday and a recovery run on Wednesday that held. Each week has a
/// circle for its recovery run above the days, and one on the day. The athlete recovered from each
/// hard session.
#[test]
fn the_pictures_show_what_was_run() {
    let html = of_habit(Habit::AllTrue).page();
    let circles = html.split("class=\"recovery\" d=\"").skip(1);
    let circles: usize =
        circles.map(|rest| rest.split('"').next().unwrap().matches('M').count()).sum();
    // One more is in the legend.
    assert_eq!(circles, 2 * 8 + 1);
    assert!(html.contains("2026-W10: 3 runs, 1 recovery of 1<"));
    // March has the hard sessions of five Tuesdays, 3 to 31 March, and April three.
    for month in ["5/5", "3/3", "8/8"] {
        assert!(html.contains(&format!(">{month}</span>")), "{month}");
    }
}

#[test]
fn names_of_files_are_never_markup() {
    let html = Made::of(&athletes::hostile_names(), Athlete::default()).page();
    // Two elements hold the data, and one holds the script.
    assert_eq!(html.matches("<script").count(), 3);
    assert_eq!(html.matches("</script").count(), 3);
    for markup in ["<img", "onerror=\"", "<svg onload", "\u{202e}", "\u{2066}", "\u{7}"] {
        assert!(!html.contains(markup), "{markup:?}");
    }
    assert!(html.contains("&lt;img src=x onerror=&quot;"), "the letters are shown");
    assert!(html.len() < 200_000, "a name of 10,000 letters is cut: {}", html.len());
}

#[test]
fn an_athletes_name_is_the_title() {
    let athlete = Athlete::default().with(|athlete| athlete.name = "Åse <&> Moe".to_owned());
    let html = Made::of(&athletes::export(Vec::new()), athlete).page();
    assert!(html.contains("<title>Åse &lt;&amp;&gt; Moe: recovery runs</title>"));
    assert!(html.contains("No runs to grade."));
}

/// A page without a script allows no script.
#[test]
fn the_policy_of_the_page_allows_its_own_script_alone() {
    let html = of_habit(Habit::AllTrue).page();
    let policy = html.split("Content-Security-Policy\" content=\"").nth(1).unwrap();
    let policy = policy.split('"').next().unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
    assert!(!html.contains(" style=\""), "the policy would refuse it");
    let list = index(&[Listed::new("Anna", &[], None, None)]);
    assert!(list.contains("script-src 'none'") && !list.contains("<script"));
}

#[test]
fn a_plan_is_compared_with_what_was_run() {
    // Wednesday 4 March: run, and held. Wednesday 11 March: as planned, but planned as long. Sunday
    // 15 March: not run. The last is after the last week.
    let plan = "date,type,min_minutes,max_minutes\n2026-03-04,recovery,20,40\n\
                2026-03-11,long,30,\n2026-03-15,recovery,,\n2027-01-01,recovery,,\n";
    let athlete = Athlete::default();
    let planned = Plan::from_csv(plan, &athlete.policy).unwrap();
    let athlete = athlete.with(|athlete| athlete.planned = planned);
    let html =
        Made::of(&athletes::export(athletes::runs(Habit::AllTrue, MONDAY_S, 2)), athlete).page();
    let section = html.split("id=\"plan\"").nth(1).unwrap().split("</section>").next().unwrap();
    let cells = |kind: &str| {
        let row = section.split(&format!("<th scope=\"row\">{kind}</th>")).nth(1).unwrap();
        let row = row.split("</tr>").next().unwrap();
        row.split('>').filter_map(|part| part.split('<').next()?.parse().ok()).collect::<Vec<i32>>()
    };
    // Planned, run, and recovery runs of these.
    assert_eq!(cells("recovery"), [2, 1, 1]);
    assert_eq!(cells("long")[..2], [1, 1]);
    assert_eq!(section.matches("not run").count(), 1);
    assert!(section.contains("recovery 20-40 min"));
}

#[test]
fn the_list_names_those_first_who_need_a_word() {
    let (well, hard) = (of_habit(Habit::AllTrue), of_habit(Habit::TooHard));
    let html = index(&[
        Listed::new("Anna", &well.weeks, well.answers.first(), Some("report-Anna.html")),
        Listed::new("Bjørn", &hard.weeks, hard.answers.first(), Some("report-Bjørn.html")),
        Listed::new("Chidi", &[], None, None),
    ]);
    let place = |name: &str| html.find(&format!("{name}</")).unwrap();
    assert!(place("Bjørn") < place("Anna") && place("Chidi") < place("Anna"));
    assert!(html.contains("<a href=\"report-Bjørn.html\">Bjørn</a>"));
    assert!(html.contains("too hard: 8 of 8 runs") && html.contains("no runs"));
    assert!(html.contains("3 athletes; 2 to have a word with."));
    assert!(html.contains("recovery runs by week, 2026-W10 to 2026-W17: 1, 1, 1, 1, 1, 1, 1, 1"));
}

/// Twelve runs of half an hour on one day. Some are named recovery runs and were run too hard.
#[test]
fn many_runs_of_a_day_have_room() {
    let runs = (0..12).map(|number| {
        let run = recoup_testkit::runs::steady(
            MONDAY_S + number * 7_000,
            20 + number as u32,
            125 + 40 * (number % 2) as u8,
        );
        run.named("Recovery run")
    });
    let made = Made::of(&athletes::export(runs.collect()), Athlete::default());
    assert_eq!(made.weeks[0].runs, 12);
    let html = made.page();
    for path in html.split(" d=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(!path.contains("--") && !path.contains("NaN"), "{path}");
    }
}

/// A run, and the same run with a wrong end tag in another folder.
#[test]
fn causes_name_other_files_without_their_folders() {
    let run = recoup_testkit::runs::recovery(MONDAY_S, 30);
    let whole = recoup_testkit::gpx::encode(&run, recoup_testkit::gpx::HeartRateStyle::Gpxtpx);
    let text = String::from_utf8(whole.clone()).unwrap();
    let broken = text.replacen("</trkseg>", "</trkseg></bad>", 1);
    let export = Export::new().file("Clinic/whole.gpx", whole).file("home/broken.gpx", broken);
    let html = Made::of(&export, Athlete::default()).page();
    assert!(html.contains("the same run as whole.gpx"), "the broken one is told");
    assert!(!html.contains("Clinic") && !html.contains("home/"));
}

#[test]
fn damaged_files_and_doubts_are_told_without_folders() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let athlete = Athlete::default();
    let (reading, options) = (ReadOptions::new(), BatchOptions::new());
    let records = assess_paths(&[folder], &athlete, &reading, &options).unwrap();
    let weeks = weeks(&records, &athlete);
    let answers = answers(&records, &weeks, &athlete.policy, None);
    let html = page(&Report::new(&athlete, &records, &weeks, answers.first()));
    let section = html.split("id=\"doubts\"").nth(1).unwrap();
    // One of the files is cut, as testdata/README.md says.
    assert!(section.contains("2026-04-04-073020.fit</bdi>"));
    assert!(section.contains("the file is cut here"));
    assert!(!html.contains("activities/"), "folders are not told");
}
