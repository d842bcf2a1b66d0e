//! Small TCX files written by hand, each with one oddity and its expected values.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod common;

use common::{kinds, only, read};
use recoup_model::{DiagnosticKind, FileFormat, Lap, Position, Sport, SportBasis};
use recoup_parse::{ErrorKind, Format, Limits, peek, read_bytes};

/// 2026-03-02T06:00:00Z.
const START_MS: i64 = 1_772_431_200_000;

/// Returns a file with one activity that contains `inside`.
fn activity(sport: &str, inside: &str) -> String {
    format!(
        "<?xml version='1.0'?><TrainingCenterDatabase><Activities><Activity Sport='{sport}'>\
         <Id>2026-03-02T06:00:00Z</Id>{inside}</Activity></Activities></TrainingCenterDatabase>"
    )
}

fn lap(seconds: f64, inside: &str) -> String {
    format!(
        "<Lap StartTime='2026-03-02T06:00:00Z'><TotalTimeSeconds>{seconds}</TotalTimeSeconds>\
         <DistanceMeters>500.5</DistanceMeters><MaximumHeartRateBpm><Value>131</Value>\
         </MaximumHeartRateBpm>{inside}</Lap>"
    )
}

/// Returns a point at this second that contains `inside`.
fn point(second: u32, inside: &str) -> String {
    format!("<Trackpoint><Time>2026-03-02T06:00:{second:02}.000Z</Time>{inside}</Trackpoint>")
}

#[test]
fn a_point_with_all_there_is() {
    let text = activity(
        "Running",
        &lap(
            10.25,
            &format!(
                "<Track>{}</Track>",
                point(
                    1,
                    "<Position><LatitudeDegrees>59.91</LatitudeDegrees>\
                     <LongitudeDegrees>10.75</LongitudeDegrees></Position>\
                     <AltitudeMeters>12.5</AltitudeMeters><DistanceMeters>3.25</DistanceMeters>\
                     <HeartRateBpm xsi:type='HeartRateInBeatsPerMinute_t'><Value>121</Value>\
                     </HeartRateBpm><SensorState>Absent</SensorState><Extensions><ns3:TPX>\
                     <ns3:Speed>2.75</ns3:Speed><ns3:RunCadence>84</ns3:RunCadence>\
                     <ns3:Watts>250</ns3:Watts></ns3:TPX></Extensions>",
                )
            ),
        ),
    );
    let run = only(text.as_bytes());
    assert_eq!(run.format, FileFormat::Tcx);
    assert_eq!((&run.sport, run.sport_basis), (&Sport::Running, SportBasis::File));
    assert_eq!(run.start_ms, Some(START_MS + 1000));
    let sample = run.samples.at(0);
    assert_eq!(sample.time_ms, START_MS + 1000);
    assert_eq!(sample.latitude_deg, Some(59.91));
    assert_eq!(sample.longitude_deg, Some(10.75));
    assert_eq!(sample.altitude_m, Some(12.5));
    assert_eq!(sample.distance_m, Some(3.25));
    assert_eq!(sample.heart_rate_bpm, Some(121.0));
    assert_eq!(sample.speed_m_s, Some(2.75));
    assert_eq!(sample.cadence_rpm, Some(84.0));
    assert_eq!(sample.power_w, Some(250.0));
    let lap = Lap {
        start_ms: Some(START_MS),
        timer_ms: Some(10_250),
        elapsed_ms: None,
        distance_m: Some(500.5),
    };
    assert_eq!(run.laps, [lap]);
    assert_eq!(run.totals.timer_ms, Some(10_250));
    assert_eq!(run.totals.distance_m, Some(500.5));
    assert_eq!(run.totals.heart_rate_max_bpm, Some(131.0));
    assert!(run.diagnostics.is_empty(), "{:?}", run.diagnostics);
}

#[test]
fn laps_add_up_and_tracks_within_one_are_apart() {
    let track = |from: u32| format!("<Track>{}{}</Track>", point(from, ""), point(from + 1, ""));
    let text = activity(
        "Running",
        &(lap(5.0, &(track(0) + &track(10))) + &lap(7.5, &track(12)) + &lap(1.0, &track(20))),
    );
    let run = only(text.as_bytes());
    assert_eq!(run.samples.len(), 8);
    // The second track of the first lap begins with the third point. A new lap is not an
    // interruption.
    assert_eq!(run.samples.segment_starts, [2]);
    assert_eq!(run.laps.len(), 3);
    assert_eq!(run.totals.timer_ms, Some(13_500));
    assert_eq!(run.totals.distance_m, Some(1501.5));
}

#[test]
fn a_lap_without_a_time_leaves_the_sum_unknown() {
    let text = activity("Running", &(lap(5.0, "") + "<Lap StartTime='2026-03-02T06:01:00Z'/>"));
    let run = only(text.as_bytes());
    assert_eq!((run.laps.len(), run.totals.timer_ms), (2, None));
}

#[test]
fn laps_without_points_are_an_activity() {
    let run = only(activity("Running", &lap(1800.0, "")).as_bytes());
    assert!(run.samples.is_empty());
    assert_eq!(run.start_ms, Some(START_MS));
    assert_eq!((run.totals.timer_ms, run.totals.elapsed_ms), (Some(1_800_000), Some(1_800_000)));
    let empty = read(activity("Running", "").as_bytes());
    assert_eq!(empty.remark.as_deref(), Some("no recorded activity in it"));
    assert_eq!(empty.format, Format::Tcx);
}

#[test]
fn sports() {
    for (name, notes, sport, basis) in [
        ("Running", "", Sport::Running, SportBasis::File),
        ("Biking", "Morning run", Sport::Cycling, SportBasis::File),
        ("Walking", "", Sport::Walking, SportBasis::File),
        ("Other", "", Sport::Other("other".into()), SportBasis::File),
        ("Other", "Evening walk", Sport::Walking, SportBasis::Title),
        ("", "Evening walk", Sport::Walking, SportBasis::Title),
        ("", "", Sport::Unknown, SportBasis::Nothing),
    ] {
        let inside = lap(5.0, "") + &format!("<Notes>{notes}</Notes>");
        let activity = only(activity(name, &inside).as_bytes());
        assert_eq!((activity.sport, activity.sport_basis), (sport, basis), "{name} {notes}");
    }
}

#[test]
fn words_and_the_device() {
    let text = activity(
        "Running",
        &(lap(5.0, "<Notes>of the lap</Notes><Track><Notes>of the track</Notes></Track>")
            + "<Notes>\n Through the  park &amp; back</Notes>\
               <Creator xsi:type='Device_t'><Name>Garmin Forerunner 410</Name>\
               <UnitId>3865123456</UnitId><ProductID>1345</ProductID>\
               <Version><VersionMajor>2</VersionMajor></Version></Creator>"),
    )
    .replace("</TrainingC", "<Author><Name>Garmin Connect API</Name></Author></TrainingC");
    let run = only(text.as_bytes());
    assert_eq!(run.labels.title.as_deref(), Some("Through the park & back"));
    assert_eq!(run.device.product.as_deref(), Some("Garmin Forerunner 410"));
    assert_eq!(run.device.serial, Some(3_865_123_456));
    let planned = text.replace(
        "<Creator",
        "<Training><Plan Type='Workout'><Name>Recovery</Name></Plan></Training><Creator",
    );
    let planned = only(planned.as_bytes());
    assert_eq!(planned.labels.names().collect::<Vec<_>>(), ["Recovery", "Through the park & back"]);
}

#[test]
fn activities_of_several_sports_are_sessions() {
    let of = |sport: &str, second: u32| {
        format!(
            "<Activity Sport='{sport}'><Id>2026-03-02T06:00:00Z</Id>{}</Activity>",
            lap(5.0, &format!("<Track>{}</Track>", point(second, "")))
        )
    };
    let text = format!(
        "<TrainingCenterDatabase><Activities><MultiSportSession><FirstSport>{}</FirstSport>\
         <NextSport>{}</NextSport></MultiSportSession></Activities></TrainingCenterDatabase>",
        of("Biking", 0),
        of("Running", 30)
    );
    let activities = read(text.as_bytes()).activities;
    let sessions: Vec<_> =
        activities.iter().map(|own| (own.session, own.sport.clone(), own.samples.len())).collect();
    assert_eq!(sessions, [(0, Sport::Cycling, 1), (1, Sport::Running, 1)]);
    assert_eq!(activities[1].start_ms, Some(START_MS + 30_000));
}

#[test]
fn the_first_version_has_a_folder_for_each_sport() {
    let run = |second: u32| {
        format!(
            "<Run><Id>2006-05-20T08:59:33Z</Id><Lap StartTime='2026-03-02T06:00:00Z'>\
             <TotalTimeSeconds>5</TotalTimeSeconds><Track>{}</Track></Lap></Run>",
            point(second, "<HeartRateBpm>121</HeartRateBpm>")
        )
    };
    let text = format!(
        "<TrainingCenterDatabase xmlns='http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v1'>\
         <History><Running Name='all'><Folder Name='2006'>{}</Folder>{}</Running>\
         <Biking>{}</Biking><Other/></History></TrainingCenterDatabase>",
        run(0),
        run(10),
        run(20),
    );
    let activities = read(text.as_bytes()).activities;
    let sports: Vec<_> = activities.iter().map(|own| own.sport.clone()).collect();
    assert_eq!(sports, [Sport::Running, Sport::Running, Sport::Cycling]);
    assert!(activities.iter().all(|own| own.samples.at(0).heart_rate_bpm == Some(121.0)));
}

#[test]
fn a_course_is_no_activity() {
    let text = format!(
        "<TrainingCenterDatabase><Courses><Course><Name>Loop</Name>\
         <Lap><TotalTimeSeconds>100</TotalTimeSeconds></Lap><Track>{}</Track></Course></Courses>\
         </TrainingCenterDatabase>",
        point(0, "")
    );
    let course = read(text.as_bytes());
    assert!(course.activities.is_empty());
    assert_eq!(course.remark.as_deref(), Some("a course, no recorded activity"));
    let both = text.replace(
        "<Courses>",
        &format!("<Activities>{}</Activities><Courses>", {
            let whole = activity("Running", &lap(5.0, &format!("<Track>{}</Track>", point(7, ""))));
            let (from, to) =
                (whole.find("<Activity ").unwrap(), whole.find("</Activities>").unwrap());
            whole[from..to].to_owned()
        }),
    );
    assert_eq!(only(both.as_bytes()).samples.time_ms, [START_MS + 7000]);
}

#[test]
fn heart_rates_as_exporters_write_them() {
    for (inside, expected) in [
        ("<HeartRateBpm><Value>121</Value></HeartRateBpm>", Some(121.0)),
        ("<HeartRateBpm>\n <Value> 121 </Value>\n</HeartRateBpm>", Some(121.0)),
        ("<x:HeartRateBpm><x:Value>121.5</x:Value></x:HeartRateBpm>", Some(121.5)),
        ("<HeartRateBpm>121</HeartRateBpm>", Some(121.0)),
        ("<HeartRateBpm><Value>0</Value></HeartRateBpm>", Some(0.0)),
        ("<HeartRateBpm><Value/></HeartRateBpm>", None),
        ("<HeartRateBpm/>", None),
        ("<Other><Value>121</Value></Other>", None),
    ] {
        let text = activity("Running", &lap(5.0, &format!("<Track>{}</Track>", point(0, inside))));
        let run = only(text.as_bytes());
        assert_eq!(run.samples.at(0).heart_rate_bpm, expected, "{inside}");
        assert!(run.diagnostics.is_empty(), "{inside}: {:?}", run.diagnostics);
    }
}

#[test]
fn bad_fields_and_points_cost_themselves() {
    let text = activity(
        "Running",
        &lap(
            5.0,
            &format!(
                "<Track>{}\n{}<Trackpoint><AltitudeMeters>1</AltitudeMeters></Trackpoint></Track>",
                point(0, "<AltitudeMeters>high</AltitudeMeters>"),
                point(
                    1,
                    "<Position><LatitudeDegrees>180</LatitudeDegrees>\
                     <LongitudeDegrees>180</LongitudeDegrees></Position>"
                ),
            ),
        ),
    );
    let run = only(text.as_bytes());
    assert_eq!(run.samples.time_ms, [START_MS, START_MS + 1000]);
    assert!(run.samples.altitude_m.is_empty() && run.samples.latitude_deg.is_empty());
    let messages: Vec<_> = run.diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(
        messages,
        [
            "line 1: elevation \"high\" cannot be read",
            "line 2: position \"180 180\" cannot be read",
            "line 2: 1 of 3 points have no time and are left out",
        ]
    );
    assert!(!run.is_partial());
}

#[test]
fn a_cut_file_keeps_its_whole_points() {
    let whole = activity(
        "Running",
        &lap(5.0, &format!("<Track>\n{}\n{}\n</Track>", point(0, ""), point(1, ""))),
    );
    // The sums of a lap are only known if the whole lap is in the file.
    for (place, points, timer_ms) in [
        ("</Activity>", 2, Some(5000)),
        ("</Lap>", 2, None),
        ("</Track>", 2, None),
        ("1.000Z", 1, None),
    ] {
        let run = only(&whole.as_bytes()[..whole.rfind(place).unwrap()]);
        assert_eq!(run.samples.len(), points, "{place}");
        assert_eq!(kinds(&run), [DiagnosticKind::Truncated], "{place}");
        assert_eq!(run.totals.timer_ms, timer_ms, "{place}");
        assert_eq!(run.laps[0].start_ms, Some(START_MS), "{place}");
    }
    let before = &whole.as_bytes()[..whole.find("<TotalTime").unwrap()];
    let error = read_bytes(before, &Limits::default()).unwrap_err();
    assert_eq!((error.kind(), error.position()), (ErrorKind::Malformed, Some(Position::Line(1))));
    assert_eq!(error.format(), Format::Tcx);
}

#[test]
fn the_first_bytes_tell_of_it() {
    let points: String = (0..60).map(|second| point(second, "")).collect();
    let text = activity("Running", &lap(60.0, &format!("<Track>{points}</Track>")));
    let peek = peek(&text.as_bytes()[..1000]).unwrap();
    assert_eq!((peek.format, peek.is_activity), (Format::Tcx, Some(true)));
    assert_eq!((peek.sport, peek.start_ms), (Some(Sport::Running), Some(START_MS)));
}

/// The schema puts a `Transition` with its own track between two sports.
#[test]
fn the_transition_of_a_multisport_session_is_no_part_of_a_sport() {
    let track = |second| format!("<Track>{}</Track>", point(second, ""));
    let of = |sport: &str, second| {
        let inside = lap(10.0, &track(second));
        format!("<Activity Sport='{sport}'><Id>2026-03-02T06:00:00Z</Id>{inside}</Activity>")
    };
    let text = format!(
        "<TrainingCenterDatabase><Activities><MultiSportSession><Id>2026-03-02T06:00:00Z</Id>\
         <FirstSport>{}</FirstSport><NextSport><Transition StartTime='2026-03-02T06:00:20Z'>\
         <TotalTimeSeconds>5</TotalTimeSeconds><DistanceMeters>7</DistanceMeters>{}</Transition>{}\
         </NextSport></MultiSportSession></Activities></TrainingCenterDatabase>",
        of("Biking", 1),
        track(20),
        of("Running", 30),
    );
    let contents = read(text.as_bytes());
    let [ride, run] = contents.activities.as_slice() else { panic!("{contents:?}") };
    assert_eq!((&ride.sport, &run.sport), (&Sport::Cycling, &Sport::Running));
    assert_eq!(run.samples.time_ms, [START_MS + 30_000]);
    assert_eq!((run.laps.len(), run.totals.timer_ms), (1, Some(10_000)));
}

/// Mi Fitness writes local times with the `Z` of UTC.
#[test]
fn a_program_that_writes_local_times_is_known() {
    let of = |creator: &str| {
        let inside = lap(10.0, &format!("<Track>{}</Track>", point(1, "")));
        let file = activity("Running", &inside);
        let root = format!("<TrainingCenterDatabase creator='{creator}'>");
        only(file.replace("<TrainingCenterDatabase>", &root).as_bytes()).are_times_local
    };
    assert_eq!((of("Mi Fitness"), of("Another")), (true, false));
}
