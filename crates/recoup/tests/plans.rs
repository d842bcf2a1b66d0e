//! Plans of services: what was planned, what was run, and what was not.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test, as tests do")]

use recoup::{Athlete, BatchOptions, FileRecord, FileStatus, Kind, ReadOptions, Week};
use recoup_testkit::plans::{
    TrainingPeaksRow, fit_schedule, fit_workout, intervals_event, training_peaks,
    training_peaks_calendar, zwo,
};
use recoup_testkit::{Run, fit, runs};
use std::fs;
use std::path::Path;

/// Runs of the week from Monday 2 March 2026: a recovery run on Monday, one on Thursday, and a long
/// run on Sunday.
fn week() -> [Run; 3] {
    [
        runs::recovery("2026-03-02T06:30:00+01:00", 30),
        runs::recovery("2026-03-05T06:30:00+01:00", 30),
        runs::steady("2026-03-08T09:30:00+01:00", 100, 145),
    ]
}

/// Recovery runs on Monday, Wednesday and Friday, a ride on Tuesday, and a long run on Sunday.
fn training_peaks_week() -> Vec<u8> {
    let recovery = TrainingPeaksRow {
        title: "Recovery Run",
        workout_type: "Run",
        planned_h: "0.5",
        day: "2026-03-02",
        ..TrainingPeaksRow::default()
    };
    training_peaks(&[
        TrainingPeaksRow { done_h: "0.5", ..recovery },
        TrainingPeaksRow {
            title: "Easy ride",
            workout_type: "Bike",
            day: "2026-03-03",
            ..recovery
        },
        TrainingPeaksRow { day: "2026-03-04", ..recovery },
        TrainingPeaksRow { day: "2026-03-06", ..recovery },
        TrainingPeaksRow { title: "Long run", planned_h: "1.75", day: "2026-03-08", ..recovery },
        TrainingPeaksRow { title: "Rest", workout_type: "Day Off", planned_h: "", ..recovery },
    ])
}

fn write_runs(folder: &Path, runs: &[Run]) {
    for (number, run) in runs.iter().enumerate() {
        fs::write(folder.join(format!("{number}.fit")), fit::encode(run)).unwrap();
    }
}

fn assess(folder: &Path, athlete: &Athlete) -> Vec<FileRecord> {
    let paths = [folder.to_owned()];
    recoup::assess_paths(&paths, athlete, &ReadOptions::new(), &BatchOptions::new()).unwrap()
}

fn reasons(records: &[FileRecord]) -> Vec<(Kind, &str, &str)> {
    let runs = records.iter().flat_map(|record| &record.runs);
    let told = runs.map(|run| &run.classified);
    told.map(|told| (told.kind, told.intent.as_str(), told.reason.as_str())).collect()
}

fn notes(week: &Week) -> Vec<String> {
    week.notes.iter().map(ToString::to_string).collect()
}

fn athlete() -> Athlete {
    Athlete::with_max_hr(190.0)
}

/// Four runs are planned: Monday's was run on Monday, Wednesday's on Thursday, and Sunday's on
/// Sunday. Friday's recovery run is missing.
#[test]
fn a_week_planned_in_training_peaks() {
    let folder = tempfile::tempdir().unwrap();
    write_runs(folder.path(), &week());
    fs::write(folder.path().join("workouts.csv"), training_peaks_week()).unwrap();
    let records = assess(folder.path(), &athlete());
    let title = "\u{201c}Recovery Run\u{201d} in workouts.csv";
    assert_eq!(
        reasons(&records),
        [
            (Kind::Recovery, "planned", &*format!("planned for 2026-03-02 as {title}")),
            (
                Kind::Recovery,
                "planned",
                &*format!("planned for 2026-03-04 as {title}, run on another day")
            ),
            (
                Kind::Long,
                "none",
                "planned for 2026-03-08 as \u{201c}Long run\u{201d} in workouts.csv"
            ),
        ]
    );
    let weeks = recoup::weeks(&records, &athlete());
    let [week] = &weeks[..] else { panic!("{weeks:?}") };
    assert_eq!((week.planned, week.planned_missed), (4, 1));
    // Both meant runs were recovery runs. The missing run is no meant run.
    assert_eq!((week.meant, week.meant_true, week.compliance_pct), (2, 2, Some(100.0)));
    assert_eq!(notes(week), ["the recovery run planned for 2026-03-06 was not run"]);
    let row = records.iter().find(|record| record.file == "workouts.csv").unwrap();
    assert_eq!(row.status, FileStatus::Skipped);
    assert_eq!(row.detail(), "a plan of TrainingPeaks: 4 planned runs, 1 entry without a run");
}

#[test]
fn the_answer_counts_what_was_not_run() {
    let folder = tempfile::tempdir().unwrap();
    let before =
        [23, 25, 27].map(|day| runs::recovery(&*format!("2026-02-{day}T06:30:00+01:00"), 30));
    write_runs(folder.path(), &[&week()[..], &before[..]].concat());
    fs::write(folder.path().join("workouts.csv"), training_peaks_week()).unwrap();
    let records = assess(folder.path(), &athlete());
    let weeks = recoup::weeks(&records, &athlete());
    let answers = recoup::answers(&records, &weeks, &athlete().policy, None);
    let told = answers[0].sentences().into_iter().map(|sentence| sentence.text);
    let told = told.collect::<Vec<_>>().join(" ");
    assert!(
        told.contains("All 2 runs meant as recovery held. 1 planned recovery run was not run."),
        "{told}"
    );
}

/// The last activity is Thursday's run, so nobody knows yet of Friday's and Sunday's runs.
#[test]
fn what_is_still_to_come_is_not_missed() {
    let folder = tempfile::tempdir().unwrap();
    write_runs(folder.path(), &week()[..2]);
    fs::write(folder.path().join("workouts.csv"), training_peaks_week()).unwrap();
    let records = assess(folder.path(), &athlete());
    let weeks = recoup::weeks(&records, &athlete());
    assert_eq!((weeks[0].planned, weeks[0].planned_missed), (4, 0));
}

#[test]
fn a_planned_run_is_moved_only_where_that_is_certain() {
    let plan = |row: &str| format!("date,type,min_minutes,max_minutes\n{row}\n");
    let told = |run: Run, row: &str| {
        let folder = tempfile::tempdir().unwrap();
        write_runs(folder.path(), &[run]);
        fs::write(folder.path().join("plan.csv"), plan(row)).unwrap();
        reasons(&assess(folder.path(), &athlete()))[0].1.to_owned()
    };
    let run = || runs::recovery("2026-03-05T06:30:00+01:00", 30);
    assert_eq!(told(run(), "2026-03-04,recovery,20,40"), "planned");
    assert_eq!(told(run(), "2026-03-06,recovery,20,40"), "planned");
    // Two days away, another length, another name, no length, another week.
    assert_eq!(told(run(), "2026-03-03,recovery,20,40"), "none");
    assert_eq!(told(run(), "2026-03-04,recovery,90,120"), "none");
    assert_eq!(told(run().named("Tempo"), "2026-03-04,recovery,20,40"), "none");
    assert_eq!(told(run(), "2026-03-04,recovery,,"), "none");
    assert_eq!(told(run().named("Recovery"), "2026-03-04,recovery,,"), "planned");
    let monday = || runs::recovery("2026-03-09T06:30:00+01:00", 30);
    assert_eq!(told(monday(), "2026-03-08,recovery,20,40"), "none");
    assert_eq!(told(monday(), "2026-03-10,recovery,20,40"), "planned");
}

/// Two planned runs of different kinds fit the only run of the day.
#[test]
fn two_kinds_on_one_day_are_said() {
    let folder = tempfile::tempdir().unwrap();
    write_runs(folder.path(), &week()[..1]);
    let plan = "date,type\n2026-03-02,recovery\n2026-03-02,easy\n";
    fs::write(folder.path().join("plan.csv"), plan).unwrap();
    let records = assess(folder.path(), &athlete());
    let (kind, intent, reason) = reasons(&records)[0];
    assert_eq!((kind, intent), (Kind::Recovery, "none"));
    assert_eq!(
        reason,
        "graded A as a recovery run; easy and recovery are planned for 2026-03-02, and both fit"
    );
    // One of the two was run, and the day is the last with an activity.
    let weeks = recoup::weeks(&records, &athlete());
    assert_eq!((weeks[0].planned, weeks[0].planned_missed), (2, 0));
}

/// A plan of each service, told by its content and not by its name.
#[test]
fn plans_of_all_services() {
    let event = intervals_event("2026-03-02", "WORKOUT", "\"Run\"", "Recovery", "");
    let ics = training_peaks_calendar(&[
        ("20260302", "Run: Recovery", "Planned Time: 0:30"),
        ("20260303", "Bike: Recovery", "Planned Time: 0:30"),
    ]);
    for (name, bytes, detail) in [
        ("a.txt", format!("[{event}]").into_bytes(), "a plan of intervals.icu: 1 planned run"),
        ("b", ics, "a calendar: 1 planned run, 1 entry without a run"),
        (
            "2026-03-02 recovery.zwo",
            zwo("Recovery", "run", 1800),
            "a Zwift workout, \u{201c}Recovery\u{201d}, planned for 2026-03-02",
        ),
        (
            "20260302_jog.fit",
            fit_workout("Jog", 4, 1800),
            "a workout, \u{201c}Jog\u{201d}, planned for 2026-03-02",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        write_runs(folder.path(), &week()[..1]);
        fs::write(folder.path().join(name), bytes).unwrap();
        let records = assess(folder.path(), &athlete());
        let run = records.iter().flat_map(|record| &record.runs).next().unwrap();
        assert_eq!(run.classified.intent.as_str(), "planned", "{name}");
        assert_eq!(run.planned.as_ref().unwrap().file.as_deref(), Some(name));
        let row = records.iter().find(|record| record.file == name).unwrap();
        assert_eq!(row.detail(), detail);
    }
}

#[test]
fn a_workout_without_a_date_is_no_plan() {
    for (name, bytes, detail) in [
        ("jog.fit", fit_workout("Jog", 4, 1800), "a workout, \u{201c}Jog\u{201d}, without a date"),
        (
            "r.zwo",
            zwo("Recovery", "run", 1800),
            "a Zwift workout, \u{201c}Recovery\u{201d}, without a date",
        ),
        (
            "2026-03-02.zwo",
            zwo("Recovery", "bike", 1800),
            "a Zwift workout, \u{201c}Recovery\u{201d}, of another sport",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        write_runs(folder.path(), &week()[..1]);
        fs::write(folder.path().join(name), bytes).unwrap();
        let records = assess(folder.path(), &athlete());
        assert_eq!(reasons(&records)[0].1, "none");
        let row = records.iter().find(|record| record.file == name).unwrap();
        assert!(row.detail().starts_with(detail), "{}", row.detail());
        assert_ne!(row.status, FileStatus::Unreadable);
    }
}

/// The calendar of a Garmin watch says on which days a workout is due.
#[test]
fn the_calendar_of_a_watch_dates_its_workouts() {
    let folder = tempfile::tempdir().unwrap();
    let garmin = folder.path().join("GARMIN");
    for name in ["Activity", "Workouts", "Schedule"] {
        fs::create_dir_all(garmin.join(name)).unwrap();
    }
    write_runs(&garmin.join("Activity"), &week()[..2]);
    fs::write(garmin.join("Workouts/A1.fit"), fit_workout("Jog", 4, 1800)).unwrap();
    let days = ["2026-03-02T00:00:00+01:00", "2026-03-05T00:00:00+01:00"];
    fs::write(garmin.join("Schedule/SCHEDULE.FIT"), fit_schedule(&days)).unwrap();
    let records = assess(folder.path(), &athlete());
    let told = reasons(&records);
    let reason = "planned for 2026-03-02 as \u{201c}Jog\u{201d} in A1.fit";
    assert_eq!(told[0], (Kind::Recovery, "planned", reason));
    assert_eq!(told[1].1, "planned");
    let detail = |name: &str| {
        let row = records.iter().find(|record| record.file.ends_with(name)).unwrap();
        row.detail()
    };
    assert_eq!(detail("A1.fit"), "a workout: 2 planned runs");
    assert_eq!(detail("SCHEDULE.FIT"), "the calendar of a watch: 2 workouts");
    // Another workout is not in the calendar.
    let weeks = recoup::weeks(&records, &athlete());
    assert_eq!((weeks[0].planned, weeks[0].planned_missed), (2, 0));
}

/// The plan of the settings and the same file among the runs plan each run once.
#[test]
fn a_plan_that_is_named_and_found() {
    let folder = tempfile::tempdir().unwrap();
    write_runs(folder.path(), &week());
    let plan = folder.path().join("workouts.csv");
    fs::write(&plan, training_peaks_week()).unwrap();
    fs::write(folder.path().join("copy.csv"), training_peaks_week()).unwrap();
    let mut athlete = athlete().with(|athlete| athlete.plan = vec![plan]);
    assert_eq!(recoup::read_plan(&mut athlete).unwrap(), [""; 0]);
    let records = assess(folder.path(), &athlete);
    let weeks = recoup::weeks(&records, &athlete);
    assert_eq!((weeks[0].planned, weeks[0].planned_missed), (4, 1));
}

/// A folder with plans and other files, several plans, and paths without a plan.
#[test]
fn paths_of_plans() {
    let folder = tempfile::tempdir().unwrap();
    let plans = folder.path().join("plans");
    fs::create_dir_all(plans.join("old")).unwrap();
    fs::write(plans.join("workouts.csv"), training_peaks_week()).unwrap();
    fs::write(plans.join("old/spring.csv"), "date,type\n2026-02-02,recovery\n").unwrap();
    write_runs(&plans, &week()[..1]);
    let export = recoup_testkit::export::Export::new().file("workouts.csv", training_peaks_week());
    let dated = recoup_testkit::export::Export::new()
        .file("2026-03-02 jog.zwo", zwo("Recovery", "run", 1800))
        .file("2026-03-05 jog.zwo", zwo("Recovery", "run", 1800));
    let zwos = folder.path().join("plan.zip");
    fs::write(&zwos, dated.pack()).unwrap();
    let zip = folder.path().join("WorkoutExport-Moe-Kari.zip");
    fs::write(&zip, export.pack()).unwrap();
    let read = |path: &Path| {
        let mut athlete = athlete().with(|athlete| athlete.plan = vec![path.to_owned()]);
        recoup::read_plan(&mut athlete).map(|_| athlete.planned.runs().count())
    };
    assert_eq!(read(&plans).unwrap(), 5);
    assert_eq!(read(&zip).unwrap(), 4);
    assert_eq!(read(&zwos).unwrap(), 2);
    // Files without a plan and empty files are passed over; a broken plan is not.
    fs::write(plans.join("empty.csv"), "").unwrap();
    fs::write(plans.join("me.jpg"), b"\xff\xd8\xff\xe0 a photo").unwrap();
    assert_eq!(read(&plans).unwrap(), 5);
    fs::write(plans.join("events.json"), "[{\"start_date_local\":\"2026-03-02\",\"category\":")
        .unwrap();
    let error = read(&plans).unwrap_err().to_string();
    assert!(error.ends_with("events.json: byte 45: the JSON ends too early"), "{error}");
    fs::remove_file(plans.join("events.json")).unwrap();
    for (path, message) in [
        (plans.join("0.fit"), "0.fit: no plan, but a FIT file; a plan is a CSV file"),
        (folder.path().join("none"), "none: the plan cannot be read"),
    ] {
        let error = read(&path).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
    fs::create_dir(folder.path().join("empty")).unwrap();
    let error = read(&folder.path().join("empty")).unwrap_err().to_string();
    assert!(error.contains("there is no plan in this folder"), "{error}");
}

/// The same run in the plans of two services is planned once. A mistake in a plan among the runs is
/// an unreadable row with its line.
#[test]
fn plans_that_overlap_or_are_wrong() {
    let folder = tempfile::tempdir().unwrap();
    write_runs(folder.path(), &week());
    fs::write(folder.path().join("workouts.csv"), training_peaks_week()).unwrap();
    let ics = training_peaks_calendar(&[
        ("20260302", "Run: Recovery 30 min", "Planned Time: 0:30"),
        ("20260308", "Run: Long run", "Planned Time: 1:44"),
    ]);
    fs::write(folder.path().join("plan.ics"), ics).unwrap();
    let own = "date,type\n2026-03-02,recovery\n2026-03-06,recovry\n";
    fs::write(folder.path().join("own.csv"), own).unwrap();
    let records = assess(folder.path(), &athlete());
    let weeks = recoup::weeks(&records, &athlete());
    assert_eq!((weeks[0].planned, weeks[0].planned_missed), (4, 1));
    let row = records.iter().find(|record| record.file == "own.csv").unwrap();
    assert_eq!(row.status, FileStatus::Unreadable);
    assert!(row.detail().starts_with("a training plan: line 3: unknown kind"), "{}", row.detail());
}

/// A calendar also holds other appointments.
#[test]
fn appointments_are_no_runs() {
    let folder = tempfile::tempdir().unwrap();
    write_runs(folder.path(), &week());
    let event = |day: u32, title: &str| {
        format!("BEGIN:VEVENT\r\nDTSTART:202603{day:02}\r\nSUMMARY:{title}\r\nEND:VEVENT\r\n")
    };
    let events = [
        event(2, "Dentist"),
        event(3, "Long weekend"),
        event(4, "Easy evening with Ola"),
        event(5, "Recovery 30 min"),
        event(6, "Morning run"),
        event(7, "Recovery ride"),
    ];
    let ics = format!("BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n", events.concat());
    fs::write(folder.path().join("plan.ics"), ics).unwrap();
    let records = assess(folder.path(), &athlete());
    let planned: Vec<&str> = records
        .iter()
        .flat_map(|record| &record.planned)
        .filter_map(|planned| planned.title.as_deref())
        .collect();
    assert_eq!(planned, ["Recovery 30 min", "Morning run"]);
    assert_eq!(
        records.iter().find(|record| record.file == "plan.ics").unwrap().detail(),
        "a calendar: 2 planned runs, 4 entries without a run"
    );
}

/// A run planned for 23:30 in UTC is on the next day in Oslo.
#[test]
fn moments_are_dates_in_the_athletes_zone() {
    let folder = tempfile::tempdir().unwrap();
    write_runs(folder.path(), &week()[..1]);
    let ics = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260301T233000Z\r\n\
               SUMMARY:Recovery run\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    fs::write(folder.path().join("plan.ics"), ics).unwrap();
    let planned = |athlete: &Athlete| {
        let records = assess(folder.path(), athlete);
        records[0].runs[0].planned.as_ref().map(|planned| planned.date.to_string())
    };
    let oslo = athlete().with(|athlete| athlete.time_zone = Some("Europe/Oslo".to_owned()));
    assert_eq!(planned(&oslo).as_deref(), Some("2026-03-02"));
    assert_eq!(planned(&athlete()), None);
}
