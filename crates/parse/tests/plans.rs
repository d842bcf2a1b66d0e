//! Training plans of services: what is planned, and what only looks like a plan.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test, as tests do")]

use recoup_model::{PlannedStart, PlannedWorkout, Sport};
use recoup_parse::{Format, Limits, PlanContents, PlanFormat, read_bytes};
use recoup_testkit::plans::{
    TrainingPeaksRow, fit_workout, intervals_event, training_peaks, training_peaks_calendar, zwo,
};

fn plan(bytes: &[u8]) -> PlanContents {
    *read_bytes(bytes, &Limits::default()).unwrap().plan.unwrap()
}

fn titles(plan: &PlanContents) -> Vec<&str> {
    plan.workouts.iter().map(|workout| workout.title.as_deref().unwrap_or("-")).collect()
}

const fn march(day: i8) -> PlannedStart {
    PlannedStart::Date(2026, 3, day)
}

const RUN: TrainingPeaksRow<'static> = TrainingPeaksRow {
    title: "Recovery Run",
    workout_type: "Run",
    description: "Slowly, \"no watch\"",
    planned_h: "0.583333333333333",
    planned_m: "",
    day: "2026-03-02",
    comments: "",
    done_h: "",
    done_m: "",
};

#[test]
fn workouts_of_training_peaks() {
    let csv = training_peaks(&[
        RUN,
        // Planned and done: one row.
        TrainingPeaksRow {
            title: "Long\nrun",
            planned_m: "18000",
            planned_h: "",
            day: "2026-03-03",
            done_h: "1.6",
            done_m: "17800",
            ..RUN
        },
        // Done without a plan: the title is the watch's.
        TrainingPeaksRow {
            title: "Running",
            description: "",
            planned_h: "",
            done_h: "0.7",
            done_m: "7000",
            ..RUN
        },
        TrainingPeaksRow { title: "Ride", workout_type: "Bike", ..RUN },
        TrainingPeaksRow { title: "Rest", workout_type: "Day Off", planned_h: "", ..RUN },
        TrainingPeaksRow { title: "City 10 km", workout_type: "Race", day: "2026-03-08", ..RUN },
        TrainingPeaksRow { day: "3/2/2026", ..RUN },
        TrainingPeaksRow { planned_h: "half", ..RUN },
    ]);
    let plan = plan(&csv);
    assert_eq!(plan.format, PlanFormat::TrainingPeaks);
    assert_eq!(titles(&plan), ["Recovery Run", "Long run", "Ride", "City 10 km"]);
    let [recovery, long, ride, race] = &plan.workouts[..] else { panic!("{plan:?}") };
    assert_eq!((recovery.start, &recovery.sport), (Some(march(2)), &Some(Sport::Running)));
    // 0.58333 h are 35 min.
    assert_eq!((recovery.duration_ms, recovery.distance_m), (Some(2_100_000), None));
    assert_eq!(recovery.notes, ["Slowly, \"no watch\""]);
    assert_eq!((long.duration_ms, long.distance_m), (None, Some(18_000.0)));
    assert_eq!(ride.sport, Some(Sport::Cycling));
    assert_eq!((race.is_race, &race.sport), (true, &None));
    // Line 1 is the header, and the title of the third row has two lines.
    assert_eq!(plan.unread_rows, 2);
    let first = plan.first_unread.unwrap().to_string();
    assert_eq!(first, "line 9: WorkoutDay \"3/2/2026\" is no date; dates are written 2026-03-02");
}

#[test]
fn events_of_intervals_icu() {
    let run = "\"Run\"";
    let events = [
        intervals_event("2026-03-02", "WORKOUT", run, "Recovery", ",\"moving_time\":1800"),
        intervals_event("2026-03-03", "NOTE", "null", "Sleep more", ""),
        intervals_event("2026-03-04", "WORKOUT", "\"Ride\"", "Z2", ""),
        intervals_event("2026-03-05", "TARGET", run, "Weekly", ",\"distance_target\":40000"),
        intervals_event("2026-03-06", "WORKOUT", run, "Tempo", ",\"distance\":8000.0"),
        intervals_event("2026-03-08", "RACE_A", run, "Half", ",\"description\":\"easy \\n start\""),
        intervals_event("soon", "WORKOUT", run, "?", ""),
    ];
    let plan = plan(format!("[{}]", events.join(",")).as_bytes());
    assert_eq!(plan.format, PlanFormat::Intervals);
    assert_eq!(titles(&plan), ["Recovery", "Z2", "Tempo", "Half"]);
    let [recovery, ride, tempo, race] = &plan.workouts[..] else { panic!("{plan:?}") };
    assert_eq!((recovery.start, recovery.duration_ms), (Some(march(2)), Some(1_800_000)));
    assert_eq!(ride.sport, Some(Sport::Cycling));
    assert_eq!(tempo.distance_m, Some(8000.0));
    assert_eq!((race.is_race, &*race.notes), (true, &["easy start".to_owned()][..]));
    assert_eq!((plan.unread_rows, plan.damage), (1, None));
    // A download that ended early keeps the events before the end.
    let whole = format!("[{}]", events.join(","));
    let cut = self::plan(&whole.as_bytes()[..whole.len() * 3 / 5]);
    assert!(!cut.workouts.is_empty() && cut.damage.is_some());
    // PowerShell saves what curl prints as UTF-16.
    let utf_16 = std::iter::once('\u{feff}').chain(whole.chars()).collect::<String>();
    let utf_16: Vec<u8> = utf_16.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(titles(&self::plan(&utf_16)), ["Recovery", "Z2", "Tempo", "Half"]);
    // Activities have no category, and are no plan.
    let activities = b"[{\"start_date_local\":\"2026-03-02T06:00:00\",\"icu_training_load\":3}]";
    let contents = read_bytes(activities, &Limits::default()).unwrap();
    assert_eq!((contents.plan, contents.format), (None, Format::Other));
    assert!(contents.remark.unwrap().contains("as FIT"));
}

#[test]
fn the_calendar_of_training_peaks() {
    let ics = training_peaks_calendar(&[
        ("20260302", "Run: Recovery, slowly; no watch", "Stay below 137.\nPlanned Time: 0:35"),
        ("20260303", "Bike: Recovery ride", "Planned Time: 1:00"),
        ("20260304", "Run: Long", "Distance Planned: 18.5 km"),
        // Done as planned, and done without a plan.
        (
            "20260305T063000",
            "Run: Tempo",
            "Planned Time: 0:50\nActual Time: 0:49\nPace: 5:01 min/km",
        ),
        ("20260306T063000", "Run: Running", "Actual Time: 0:41\nActual Distance: 7.87 km"),
        ("20260308", "Day Off: ", ""),
        ("someday", "Run: Easy", ""),
    ]);
    let plan = plan(&ics);
    assert_eq!(plan.format, PlanFormat::Calendar);
    assert_eq!(
        titles(&plan),
        ["Recovery, slowly; no watch", "Recovery ride", "Long", "Tempo", "-"]
    );
    let [recovery, ride, long, tempo, rest] = &plan.workouts[..] else { panic!("{plan:?}") };
    assert_eq!((recovery.start, recovery.duration_ms), (Some(march(2)), Some(2_100_000)));
    assert_eq!((&recovery.sport, &ride.sport), (&Some(Sport::Running), &Some(Sport::Cycling)));
    assert_eq!((long.duration_ms, long.distance_m), (None, Some(18_500.0)));
    assert_eq!((tempo.start, tempo.duration_ms), (Some(march(5)), Some(3_000_000)));
    assert_ne!(rest.sport, Some(Sport::Running));
    assert_eq!(plan.unread_rows, 1);
    assert!(plan.first_unread.unwrap().message.contains("\"someday\""));
}

fn calendar(events: &str) -> PlanContents {
    let events = events.replace('\n', "\r\n");
    plan(format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n").as_bytes())
}

fn starts(plan: &PlanContents) -> Vec<Option<PlannedStart>> {
    plan.workouts.iter().map(|workout| workout.start).collect()
}

#[test]
fn calendars_of_others() {
    // Runna writes a date without its type, and lists runs that it did not plan.
    let runna = calendar(
        "BEGIN:VEVENT\nDTSTART:20260302\nSUMMARY:🏃 Easy Run • 5km\n\
         UID:UPCOMING_PLAN_WORKOUT-1\nX-WORKOUT-ESTIMATED-DURATION:1800\nEND:VEVENT\n\
         BEGIN:VEVENT\nDTSTART:20260303\nSUMMARY:🏃 Morning Run • 10km\n\
         UID:COMPLETED_ACTIVITY-2\nEND:VEVENT\n",
    );
    assert_eq!(starts(&runna), [Some(march(2))]);
    assert_eq!(runna.workouts[0].duration_ms, Some(1_800_000));
    assert_eq!(runna.workouts[0].sport, Some(Sport::Running));
    // Local times, times in UTC, lengths, and an appointment.
    let own = calendar(
        "BEGIN:VEVENT\nDTSTART;TZID=Europe/Oslo:20260302T233000\n\
         DTEND;TZID=Europe/Oslo:20260303T003000\nSUMMARY:Recovery jog\nEND:VEVENT\n\
         BEGIN:VEVENT\nDTSTART:20260303T233000Z\nDURATION:PT45M\nSUMMARY:Erholungslauf\nEND:VEVENT\n\
         BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260304\nDTEND;VALUE=DATE:20260305\nSUMMARY:Dentist\n\
         END:VEVENT\n\
         BEGIN:VEVENT\nDTSTART:20260305T060000\nSTATUS:CANCELLED\nSUMMARY:Long run\nEND:VEVENT\n",
    );
    // 2026-03-03T23:30Z in milliseconds since the Unix epoch.
    let time = Some(PlannedStart::Time(1_772_580_600_000));
    assert_eq!(starts(&own), [Some(march(2)), time, Some(march(4))]);
    let lengths: Vec<Option<i64>> = own.workouts.iter().map(|one| one.duration_ms).collect();
    assert_eq!(lengths, [Some(3_600_000), Some(2_700_000), None]);
    assert_eq!(own.workouts[2].sport, None);
}

/// An evening in Los Angeles is the next day in UTC.
#[test]
fn a_calendar_can_name_its_time_zone() {
    let event = "BEGIN:VEVENT\nDTSTART:20260303T020000Z\nSUMMARY:Easy run\nEND:VEVENT\n\
                 BEGIN:VEVENT\nDTSTART:20260304T020000Z\nRRULE:FREQ=WEEKLY;COUNT=2\n\
                 SUMMARY:Easy run\nEND:VEVENT\n";
    let plan = calendar(&format!("X-WR-CALNAME:Runs\nX-WR-TIMEZONE:America/Los_Angeles\n{event}"));
    assert_eq!(starts(&plan), [2, 3, 10].map(|day| Some(march(day))));
    let moment = Some(PlannedStart::Time(1_772_503_200_000)); // date -ud 2026-03-03T02:00 +%s
    assert_eq!(starts(&calendar(event))[0], moment);
    assert_eq!(starts(&calendar(&format!("X-WR-TIMEZONE:Mars/Olympus\n{event}")))[0], moment);
}

/// A run on each Monday and Thursday until 12 March, without the 5th, and moved from the 9th to the
/// 10th: the 2nd, 10th and 12th.
#[test]
fn a_repeated_event() {
    let plan = calendar(
        "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Europe/Oslo:20260302T063000\n\
         RRULE:FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20260313T000000Z\nEXDATE;TZID=Europe/Oslo:20260305T063000\n\
         DURATION:PT30M\nSUMMARY:Recovery run\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:a\nRECURRENCE-ID;TZID=Europe/Oslo:20260309T063000\n\
         DTSTART;TZID=Europe/Oslo:20260310T063000\nSUMMARY:Recovery run\nEND:VEVENT\n",
    );
    assert_eq!(starts(&plan), [2, 12, 10].map(|day| Some(march(day))));
    // A cancelled date is none, and a changed date has its own title.
    let changed = calendar(
        "BEGIN:VEVENT\nUID:a\nDTSTART;VALUE=DATE:20260302\nRRULE:FREQ=WEEKLY;COUNT=3\n\
         SUMMARY:Run: Easy\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:a\nRECURRENCE-ID;VALUE=DATE:20260309\nDTSTART;VALUE=DATE:20260309\n\
         STATUS:CANCELLED\nSUMMARY:Run: Easy\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:a\nRECURRENCE-ID;VALUE=DATE:20260316\nDTSTART;VALUE=DATE:20260317\n\
         SUMMARY:Run: Recovery\nEND:VEVENT\n",
    );
    assert_eq!(starts(&changed), [2, 17].map(|day| Some(march(day))));
    assert_eq!(titles(&changed), ["Easy", "Recovery"]);
    // A rule without an end ends after ten years; a rule without any date ends at once.
    let endless = calendar(
        "BEGIN:VEVENT\nDTSTART:20260302T063000\nRRULE:FREQ=DAILY\nSUMMARY:Run\nEND:VEVENT\n\
         BEGIN:VEVENT\nDTSTART:20260302T063000\n\
         RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\nSUMMARY:Run\nEND:VEVENT\n",
    );
    // With the leap days of 2028, 2032 and 2036, and the first date of the other event.
    assert_eq!(endless.workouts.len(), 10 * 365 + 3 + 1);
}

#[test]
fn damaged_lines_of_a_calendar_cost_only_themselves() {
    let plan = calendar(
        "BEGIN:VEVENT\nthis is no line\nDTSTART;VALUE=DATE:20260302\nSUMMARY:Easy run\nEND:VEVENT\n\
         BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260303\nSUMMARY:Tempo\n",
    );
    assert!(titles(&plan).contains(&"Easy run"), "{plan:?}");
    assert!(plan.unread_rows > 0);
}

#[test]
fn the_lines_of_a_calendar_may_end_with_carriage_returns() {
    let text = "BEGIN:VCALENDAR\rBEGIN:VEVENT\rDTSTART;VALUE=DATE:20260302\rSUMMARY:Easy\r  run\r\
                END:VEVENT\rEND:VCALENDAR\r";
    assert_eq!(titles(&plan(text.as_bytes())), ["Easy run"]);
}

/// Events without number and lines without end cost no more than their bytes.
#[test]
fn a_hostile_calendar_costs_little() {
    let event =
        "BEGIN:VEVENT\nUID:a\nDTSTART:20260302\nRRULE:FREQ=DAILY\nSUMMARY:Run\nEND:VEVENT\n";
    let many = calendar(&event.repeat(2_000));
    assert_eq!(many.workouts.len(), 50_000);
    assert!(many.damage.unwrap().message.contains("50000"));
    // A rule without a date is searched for ten years.
    let dateless = event.replace("FREQ=DAILY", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30");
    let many = calendar(&dateless.repeat(1_002));
    assert_eq!((many.workouts.len(), many.unread_rows), (1_000, 2));
    assert!(many.first_unread.unwrap().message.contains("1000 repeated events"));
    let nested = format!("{}{}", "BEGIN:VEVENT\n".repeat(10_000), "END:VEVENT\n".repeat(10_000));
    assert!(calendar(&nested).workouts.len() < 2);
}

#[test]
fn single_workouts_have_no_date() {
    let found = plan(&zwo("Recovery 30 &amp; strides", "run", 1800));
    let [workout] = &found.workouts[..] else { panic!("{found:?}") };
    assert_eq!(workout.title.as_deref(), Some("Recovery 30 & strides"));
    assert_eq!((workout.start, &workout.sport), (None, &Some(Sport::Running)));
    assert_eq!(
        (workout.duration_ms, &*workout.notes),
        (Some(1_800_000), &["Slowly & calmly".to_owned()][..])
    );
    let found = plan(&zwo("Sweet spot", "bike", 3600));
    assert_eq!(found.workouts[0].sport, Some(Sport::Cycling));
    let cut = &zwo("Recovery", "run", 1800)[..250];
    let cut = plan(cut);
    assert_eq!(titles(&cut), ["Recovery"]);
    // The steps that are left are shorter than the workout.
    assert_eq!(cut.workouts[0].duration_ms, None);
    assert!(cut.damage.is_some());
    let between_steps = "<workout_file><name>Jog</name><sportType>run</sportType><workout>\
                         <SteadyState Duration=\"600\"/>";
    let cut = plan(between_steps.as_bytes());
    assert_eq!(cut.workouts[0].duration_ms, None);
    assert_eq!(
        cut.damage.unwrap().to_string(),
        format!("byte {}: the Zwift workout is cut here", between_steps.len())
    );
    assert!(read_bytes(b"<workout_file><name", &Limits::default()).is_err());

    let is_recovery = |intensity| -> PlannedWorkout {
        let contents =
            read_bytes(&fit_workout("Jog", intensity, 1800), &Limits::default()).unwrap();
        assert_eq!((contents.format, contents.activities.len()), (Format::Fit, 0));
        contents.plan.unwrap().workouts.remove(0)
    };
    let workout = is_recovery(4);
    assert_eq!((workout.title.as_deref(), workout.is_recovery), (Some("Jog"), true));
    assert_eq!((workout.start, workout.duration_ms), (None, Some(1_800_000)));
    assert_eq!(workout.sport, Some(Sport::Running));
    assert!(!is_recovery(0).is_recovery);
}

#[test]
fn other_files_are_no_plans() {
    for (bytes, remark) in [
        (&b"Date,Amount\n2026-03-02,7\n"[..], "not a FIT, GPX or TCX file by its content"),
        (b"{\"a\": 1}", "JSON; not an activity format"),
        (
            b"<?xml version='1.0'?><!DOCTYPE HealthData [<!ELEMENT a (b)>]><HealthData/>",
            "HealthFit",
        ),
        (b"<ClinicalDocument/>", "clinical document"),
        (b"<!DOCTYPE HTML>\n<html><title>Sign in</title></html>", "a web page"),
        (b"<kml xmlns='http://www.opengis.net/kml/2.2'/>", "KML"),
        (b"{\"exportVersion\":\"1.6\",\"exercises\":[]}", "Polar"),
        (b"{\"DeviceLog\":{\"Header\":{}}}", "Suunto"),
        (b"com.samsung.shealth.exercise,7006003,17\n", "Samsung"),
        (b"[{\"logId\":1,\"activityName\":\"Run\"}]", "Fitbit"),
        (b"{\"start_time\":1,\"sport_type_id\":\"1\"}", "adidas"),
        (b"type,startTime,sportTime(s),maxPace(/meter)\n", "Zepp"),
    ] {
        let contents = read_bytes(bytes, &Limits::default()).unwrap();
        assert_eq!(contents.plan, None);
        let found = contents.remark.unwrap();
        assert!(found.contains(remark), "{found}");
    }
}
