//! The lists in the export of a Garmin account: activities and daily values.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test, as tests do")]

use recoup_model::{Activity, DiagnosticKind, FileFormat, Position, Sport, SportBasis, Tag};
use recoup_parse::{ActivitySummaries, ErrorKind, ExportList, RestingHeartRates};
use recoup_testkit::export::garmin::{Summary, daily_values, summarized_activities};

/// 2026-03-02T05:30:12Z in seconds since the Unix epoch.
const START_S: i64 = 1_772_429_412;

/// A run of half an hour over 4.2 km.
const ROW: Summary<'static> = Summary {
    name: "Along the river",
    activity_type: "running",
    begin_s: START_S,
    duration_s: 1800,
    distance_cm: 420_000,
    rpe: Some(2),
    feel: Some(75),
    event_type_id: Some(9),
};

fn list(rows: &[Summary<'_>]) -> ActivitySummaries {
    ActivitySummaries::from_json(summarized_activities(rows).as_bytes()).unwrap().unwrap()
}

fn run(start_s: i64, timer_s: i64, distance_m: f64) -> Activity {
    let mut run = Activity::new(FileFormat::Fit);
    run.start_ms = Some(start_s * 1000);
    run.totals.timer_ms = Some(timer_s * 1000);
    run.totals.distance_m = Some(distance_m);
    (run.sport, run.sport_basis) = (Sport::Running, SportBasis::File);
    run
}

fn rpe(list: &ActivitySummaries, run: &Activity) -> Option<f64> {
    list.find(run).and_then(|entry| entry.rpe)
}

#[test]
fn units_of_the_service() {
    let list = list(&[Summary { event_type_id: Some(1), ..ROW }]);
    assert_eq!((list.activities(), list.rated()), (1, 1));
    let entry = list.find(&run(START_S, 1800, 4200.0)).unwrap();
    assert_eq!(entry.name.as_deref(), Some("Along the river"));
    assert_eq!((entry.rpe, entry.feel), (Some(2.0), Some(75.0)));
    assert_eq!((entry.sport.as_ref(), &*entry.tags), (Some(&Sport::Running), &[Tag::Race][..]));
}

#[test]
fn a_row_is_found_by_start_and_length() {
    let list = list(&[ROW]);
    for (start_s, timer_s, is_found) in [
        (0, 1800, true),
        // The track begins with its second point.
        (2, 1798, true),
        (-2, 1800, true),
        (3, 1800, false),
        // Half a minute of 30 min is within 2 %; a minute is not.
        (0, 1770, true),
        (0, 1740, false),
        (0, 900, false),
        // A neighbour's run a minute later, and a clock that is an hour off.
        (60, 1800, false),
        (3600, 1800, false),
        (-3600, 1800, false),
    ] {
        let found = rpe(&list, &run(START_S + start_s, timer_s, 4200.0));
        assert_eq!(found.is_some(), is_found, "{start_s} s later, {timer_s} s long");
    }
    // A file that was cut before its summary is shorter than its row.
    let mut cut = run(START_S, 1100, 2600.0);
    let damage = recoup_model::Diagnostic::whole(DiagnosticKind::Truncated, "cut");
    cut.diagnostics.push(damage);
    assert_eq!(rpe(&list, &cut), Some(2.0));
    // But it is no longer than its row.
    cut.totals.timer_ms = Some(2_400_000);
    assert_eq!(rpe(&list, &cut), None);
    let mut undated = run(START_S, 1800, 4200.0);
    undated.start_ms = None;
    assert_eq!(rpe(&list, &undated), None);
}

#[test]
fn the_same_start_twice() {
    let long = Summary { duration_s: 3600, distance_cm: 900_000, rpe: Some(6), ..ROW };
    let both = list(&[ROW, long]);
    assert_eq!(rpe(&both, &run(START_S, 1800, 4200.0)), Some(2.0));
    assert_eq!(rpe(&both, &run(START_S, 3600, 9000.0)), Some(6.0));
    // Two runners of one account: the distance decides between equal lengths.
    let slower = Summary { distance_cm: 300_000, rpe: Some(5), ..ROW };
    let both = list(&[ROW, slower]);
    assert_eq!(rpe(&both, &run(START_S, 1800, 4200.0)), Some(2.0));
    assert_eq!(rpe(&both, &run(START_S, 1800, 3000.0)), Some(5.0));
    // Rows that cannot be told apart and say different things give nothing.
    let both = list(&[ROW, Summary { rpe: Some(5), ..ROW }]);
    assert_eq!(rpe(&both, &run(START_S, 1800, 4200.0)), None);
    // The same row twice, as where two files of the list overlap.
    assert_eq!(rpe(&list(&[ROW, ROW]), &run(START_S, 1800, 4200.0)), Some(2.0));
}

#[test]
fn layouts_of_all_years() {
    let row = "{\"beginTimestamp\": 1772429412000, \"duration\": 1800000.0, \"workoutRpe\": 20";
    for json in [
        format!("[{{\"summarizedActivitiesExport\": [{row}}}]}}]"),
        format!("{{\"summarizedActivitiesExport\": [{row}}}]}}"),
        format!("[{row}}}]"),
        format!("[[{row}}}]]"),
        format!("\u{feff}[{row}, \"splits\": [{{\"a\": [1, {{}}]}}], \"activityType\": {{\"typeKey\": \"running\"}}}}]"),
        // Texts instead of numbers, and values of unexpected types.
        "[{\"beginTimestamp\": \"1772429412000\", \"duration\": \"1800000\", \"workoutRpe\": \"20\", \
          \"name\": 7, \"distance\": [1], \"workoutFeel\": null}]"
            .to_owned(),
        "[{\"startTimeGmt\": 1772429412000.0, \"elapsedDuration\": 1800000, \"workoutRpe\": 20}]"
            .to_owned(),
    ] {
        let list = ActivitySummaries::from_json(json.as_bytes()).unwrap().unwrap();
        assert_eq!(rpe(&list, &run(START_S, 1800, 4200.0)), Some(2.0), "{json}");
    }
}

#[test]
fn odd_rows_cost_only_themselves() {
    let list = list(&[
        ROW,
        Summary { begin_s: -1, name: "by hand, without a time", ..ROW },
        Summary { begin_s: START_S + 86_400, rpe: None, feel: None, ..ROW },
        Summary { begin_s: START_S + 172_800, name: "Бег \"в парке\" 🏃", ..ROW },
        Summary { begin_s: START_S + 259_200, activity_type: "multi_sport", ..ROW },
    ]);
    assert_eq!((list.activities(), list.rated()), (3, 2));
    let of_day = |day: i64| list.find(&run(START_S + day * 86_400, 1800, 4200.0));
    assert_eq!(of_day(1).unwrap().rpe, None);
    assert_eq!(of_day(2).unwrap().name.as_deref(), Some("Бег \"в парке\" 🏃"));
    assert_eq!(of_day(3), None);
    // A rating of 0 and of 110 is none.
    for rating in ["0", "110", "-20", "1e999"] {
        let json = format!(
            "[{{\"beginTimestamp\": 1772429412000, \"duration\": 1800000, \"workoutRpe\": {rating}}}]"
        );
        let list = ActivitySummaries::from_json(json.as_bytes());
        let found = list.ok().flatten().and_then(|list| rpe(&list, &run(START_S, 1800, 4200.0)));
        assert_eq!(found, None, "{rating}");
    }
}

#[test]
fn a_damaged_list_is_read_up_to_the_damage() {
    let rows = [ROW, Summary { begin_s: START_S + 86_400, rpe: Some(5), ..ROW }];
    let json = summarized_activities(&rows);
    let second = json.rfind("{\"activityId\"").unwrap();
    let cut = &json[..second + 40];
    let list = ActivitySummaries::from_json(cut.as_bytes()).unwrap().unwrap();
    assert_eq!(rpe(&list, &run(START_S, 1800, 4200.0)), Some(2.0));
    let damage = list.damage().unwrap();
    assert_eq!(damage.kind, DiagnosticKind::Truncated);
    assert_eq!(damage.position, Some(Position::Byte(cut.len() as u64)));
    // A wrong letter in the second row, after 40 bytes of it.
    let mut wrong = json.clone().into_bytes();
    wrong[second + 15] = b'%';
    let list = ActivitySummaries::from_json(&wrong).unwrap().unwrap();
    assert_eq!((list.activities(), list.damage().unwrap().kind), (1, DiagnosticKind::Damaged));
    let error = ActivitySummaries::from_json(&json.as_bytes()[..60]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Malformed);
    assert_eq!(error.to_string(), "byte 60: the JSON ends too early");
    // No prefix panics, and none gives a row that is not there.
    for end in 0..json.len() {
        if let Ok(Some(list)) = ActivitySummaries::from_json(&json.as_bytes()[..end]) {
            assert!(list.activities() <= 2);
        }
    }
}

/// A list of 2 MB of empty objects, of nested arrays, and of more rows than a life has.
#[test]
fn a_hostile_list_costs_little() {
    let empty = format!("[{}{{}}]", "{},".repeat(700_000));
    assert!(matches!(ActivitySummaries::from_json(empty.as_bytes()), Ok(None)));
    let deep = "[".repeat(1_000_000);
    assert!(ActivitySummaries::from_json(deep.as_bytes()).is_err());
    let many = format!("[{}{{}}]", "{\"duration\":1},".repeat(200_001));
    let limit = RestingHeartRates::from_json(many.as_bytes());
    assert!(matches!(limit, Ok(None)));
    let many = format!("[{}{{}}]", "{\"beginTimestamp\":1772429412000},".repeat(200_001));
    let list = ActivitySummaries::from_json(many.as_bytes()).unwrap().unwrap();
    assert_eq!(list.activities(), 200_000);
    assert_eq!(list.damage().unwrap().kind, DiagnosticKind::LimitReached);
}

#[test]
fn resting_heart_rates_by_date() {
    for json in [
        daily_values(&[("2026-03-02", 47), ("2026-03-03", 48)]),
        daily_values(&[("Mar 2, 2026", 47), ("Mar 3, 2026", 48)]),
    ] {
        let rates = RestingHeartRates::from_json(json.as_bytes()).unwrap().unwrap();
        assert_eq!(rates.days(), 2);
        // The artefact of 105 in `currentDayRestingHeartRate` is not taken.
        assert_eq!((rates.on(2026, 3, 2), rates.on(2026, 3, 3)), (Some(47.0), Some(48.0)));
        assert_eq!((rates.on(2026, 3, 4), rates.on(2026, 13, 1)), (None, None));
        assert!(matches!(ExportList::from_bytes(json.as_bytes()), Ok(ExportList::Resting(_))));
    }
    for json in ["[]", "[{\"calendarDate\": \"2026-03-02\", \"restingHeartRate\": 0}]", "{}"] {
        assert!(matches!(RestingHeartRates::from_json(json.as_bytes()), Ok(None)), "{json}");
    }
}
