//! Segments, tracks and the words about them.

use crate::{activity, at, point, read, track};
use recoup_model::{Sport, SportBasis};

#[test]
fn segments_are_interruptions() {
    let text = track(&format!(
        "<trkseg></trkseg><trkseg>{}{}</trkseg><trkseg/><trkseg>{}</trkseg>\
         <trkseg><trkpt lat='1' lon='2'/></trkseg>",
        at(0),
        at(1),
        at(30),
    ));
    let activity = activity(text);
    assert_eq!(activity.samples.len(), 3);
    assert_eq!(activity.samples.segment_starts, [2]);
}

#[test]
fn the_pauses_of_opentracks_are_interruptions() {
    let mark = |latitude| {
        format!("<trkpt lat='{latitude}' lon='0'><time>2026-03-02T06:00:10Z</time></trkpt>")
    };
    let text = track(&format!("<trkseg>{}{}{}{}</trkseg>", at(0), mark(100), mark(200), at(30)));
    let activity = activity(text);
    assert_eq!(activity.samples.len(), 2);
    assert_eq!(activity.samples.segment_starts, [1]);
    assert_eq!(activity.samples.distance_m, [0.0, 0.0]);
}

#[test]
fn tracks_of_one_session_and_of_several() {
    let of = |kind: &str, day: u32, minute: u32| {
        format!(
            "<trk><name>{kind} {day}</name><type>{kind}</type><trkseg><trkpt lat='1' lon='2'>\
             <time>2026-03-{day:02}T06:{minute:02}:00Z</time></trkpt></trkseg></trk>"
        )
    };
    let file = |tracks: &[String]| format!("<gpx>{}</gpx>", tracks.concat());

    let laps = activity(file(&[of("running", 2, 6), of("Run", 2, 7), of("running", 2, 8)]));
    assert_eq!(laps.samples.len(), 3);
    assert_eq!(laps.samples.segment_starts, [1, 2]);
    assert_eq!(laps.labels.title.as_deref(), Some("running 2"));

    // Half an hour apart they are one session, and a minute more makes two.
    assert_eq!(read(file(&[of("Run", 2, 6), of("Run", 2, 36)])).activities.len(), 1);
    assert_eq!(read(file(&[of("Run", 2, 6), of("Run", 2, 37)])).activities.len(), 2);

    let days = read(file(&[of("running", 2, 6), of("running", 3, 6), of("running", 1, 6)]));
    let sessions: Vec<_> = days.activities.iter().map(|activity| activity.session).collect();
    assert_eq!(sessions, [0, 1, 2]);

    let brick = read(file(&[of("cycling", 2, 6), of("running", 2, 7)]));
    let sports: Vec<_> = brick.activities.iter().map(|activity| activity.sport.clone()).collect();
    assert_eq!(sports, [Sport::Cycling, Sport::Running]);
}

#[test]
fn columns_of_joined_tracks_stay_aligned() {
    let of = |second: u32, inside: &str| {
        format!(
            "<trk><trkseg><trkpt lat='1' lon='2'><time>2026-03-02T06:00:{second:02}Z</time>{inside}\
             </trkpt></trkseg></trk>"
        )
    };
    let text = format!("<gpx>{}{}{}</gpx>", of(0, "<ele>5</ele>"), of(1, "<hr>90</hr>"), of(2, ""));
    let samples = activity(text).samples;
    let altitudes: Vec<_> = samples.iter().map(|sample| sample.altitude_m).collect();
    let rates: Vec<_> = samples.iter().map(|sample| sample.heart_rate_bpm).collect();
    assert_eq!(altitudes, [Some(5.0), None, None]);
    assert_eq!(rates, [None, Some(90.0), None]);
}

#[test]
fn words_of_the_file() {
    let text = "<gpx creator='Watch &amp; Co'><metadata><name>of the file</name></metadata><trk>\
                <name>\n Morning  &amp; evening &#x1F3C3;&nbsp;<![CDATA[<1>]]> </name>\
                <type>trail_running</type><trkseg><trkpt lat='1' lon='2'><name>TP1</name>\
                <time>2026-03-02T06:00:00Z</time></trkpt></trkseg></trk></gpx>";
    let named = activity(text);
    assert_eq!(named.labels.title.as_deref(), Some("Morning & evening 🏃 <1>"));
    assert_eq!(named.labels.other_names, ["of the file"]);
    assert_eq!(named.device.product.as_deref(), Some("Watch & Co"));
    assert_eq!(named.sport, Sport::Running);
    assert_eq!(named.sub_sport.as_deref(), Some("trail"));
    assert_eq!(named.sport_basis, SportBasis::File);

    let by_file = text.replace("<type>trail_running</type>", "");
    let by_file = by_file.replace("Morning  &amp; evening", "");
    let by_file = activity(by_file.replace("of the file", "Evening walk"));
    assert_eq!((by_file.sport, by_file.sport_basis), (Sport::Walking, SportBasis::Title));

    // Locus writes the sport into an extension.
    let extended = point("").replace(
        "<trkseg>",
        "<extensions><locus:activity>hiking</locus:activity></extensions><trkseg>",
    );
    let extended = activity(extended);
    assert_eq!((extended.sport, extended.sport_basis), (Sport::Hiking, SportBasis::File));

    let unnamed = activity(point(""));
    assert_eq!((unnamed.sport, unnamed.sport_basis), (Sport::Unknown, SportBasis::Nothing));
    assert_eq!(unnamed.labels.title, None);
}

#[test]
fn the_speed_tells_a_run_where_nothing_else_does() {
    // Each step is a thousandth of a degree of latitude in 40 s: 110.6 m, 2.8 m/s.
    let points: Vec<String> = (0..60)
        .map(|step| {
            let (second, latitude) = (step * 40, 0.001 * f64::from(step));
            let (minute, second) = (second / 60, second % 60);
            format!(
                "<trkpt lat='{latitude:.3}' lon='10'>\
                 <time>2026-03-02T06:{minute:02}:{second:02}Z</time></trkpt>"
            )
        })
        .collect();
    let points = points.concat();
    let activity = activity(track(&format!("<trkseg>{points}</trkseg>")));
    assert_eq!((activity.sport, activity.sport_basis), (Sport::Running, SportBasis::Speed));
    let last_m = activity.samples.distance_m[59];
    assert!((last_m - 59.0 * 110.574).abs() < 0.1, "{last_m}");
}
