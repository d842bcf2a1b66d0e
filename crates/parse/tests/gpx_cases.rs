//! Small GPX files written by hand, one oddity each, with the values that they must give.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod common;

use common::kinds;
use recoup_model::{Activity, DiagnosticKind, Position, Sport, SportBasis};
use recoup_parse::{ErrorKind, FileContents, Format, Limits, read_bytes};
use std::fmt::Write as _;

/// 2026-03-02T06:00:00Z.
const START_MS: i64 = 1_772_431_200_000;

fn read(text: impl AsRef<[u8]>) -> FileContents {
    common::read(text.as_ref())
}

fn activity(text: impl AsRef<[u8]>) -> Activity {
    common::only(text.as_ref())
}

/// A file of one track with this inside.
fn track(inside: &str) -> String {
    format!("<gpx version='1.1' creator='t'><trk>{inside}</trk></gpx>")
}

/// A file of one point with this inside, behind its time.
fn point(inside: &str) -> String {
    track(&format!(
        "<trkseg><trkpt lat='59.9' lon='10.7'><time>2026-03-02T06:00:00Z</time>{inside}</trkpt>\
         </trkseg>"
    ))
}

/// A point at this second.
fn at(second: u32) -> String {
    format!("<trkpt lat='59.9' lon='10.7'><time>2026-03-02T06:00:{second:02}Z</time></trkpt>")
}

#[test]
fn heart_rate_in_all_encodings() {
    let cases = [
        ("<extensions><hr>121</hr></extensions>", Some(121.0)),
        (
            "<extensions><a:TrackPointExtension xmlns:a='u'><a:hr>121</a:hr>\
             </a:TrackPointExtension></extensions>",
            Some(121.0),
        ),
        ("<extensions><undeclared:hr>121</undeclared:hr></extensions>", Some(121.0)),
        ("<extensions><x><y><z><HR>121</HR></z></y></x></extensions>", Some(121.0)),
        ("<extensions><heartrate>121</heartrate></extensions>", Some(121.0)),
        ("<extensions><heartRate>121</heartRate></extensions>", Some(121.0)),
        ("<extensions><heart_rate>121</heart_rate></extensions>", Some(121.0)),
        ("<extensions><bpm>121</bpm></extensions>", Some(121.0)),
        ("<extensions><HeartRateBpm><Value>121</Value></HeartRateBpm></extensions>", Some(121.0)),
        ("<hr>121</hr>", Some(121.0)),
        ("<extensions><hr>121.5</hr></extensions>", Some(121.5)),
        ("<extensions><hr>121,5</hr></extensions>", Some(121.5)),
        ("<extensions><hr> 121 </hr></extensions>", Some(121.0)),
        ("<extensions><hr>1<!-- -->2<![CDATA[1]]></hr></extensions>", Some(121.0)),
        ("<extensions><hr>&#49;&#x32;1</hr></extensions>", Some(121.0)),
        // Of two encodings, `hr`; of two of these, the first.
        ("<extensions><bpm>80</bpm><hr>121</hr></extensions>", Some(121.0)),
        ("<extensions><hr>121</hr><bpm>80</bpm></extensions>", Some(121.0)),
        ("<extensions><a:hr>121</a:hr><b:hr>80</b:hr></extensions>", Some(121.0)),
        // No sensor is said in two ways.
        ("<extensions><hr>0</hr></extensions>", Some(0.0)),
        ("<extensions><hr/></extensions>", None),
        ("<extensions><hr></hr></extensions>", None),
        ("<extensions><chr>121</chr></extensions>", None),
    ];
    for (inside, expected) in cases {
        let activity = activity(point(inside));
        assert_eq!(activity.samples.at(0).heart_rate_bpm, expected, "{inside}");
        assert!(activity.diagnostics.is_empty(), "{inside}: {:?}", activity.diagnostics);
    }
}

#[test]
fn the_other_sensors() {
    let activity = activity(point(
        "<ele>12.5</ele><speed>2.75</speed><extensions><cad>84</cad><atemp>21.5</atemp>\
         <pwr:PowerInWatts>250</pwr:PowerInWatts><gpxdata:distance>1234.5</gpxdata:distance>\
         </extensions>",
    ));
    let sample = activity.samples.at(0);
    assert_eq!(sample.altitude_m, Some(12.5));
    assert_eq!(sample.speed_m_s, Some(2.75));
    assert_eq!(sample.cadence_rpm, Some(84.0));
    assert_eq!(sample.temperature_c, Some(21.5));
    assert_eq!(sample.power_w, Some(250.0));
    assert_eq!(sample.distance_m, Some(1234.5));
    for (name, column) in [
        ("cadence", "cadence"),
        ("RunCadence", "cadence"),
        ("rpm", "cadence"),
        ("temp", "temperature"),
        ("temperature", "temperature"),
        ("power", "power"),
        ("watts", "power"),
    ] {
        let contents = read(point(&format!("<extensions><{name}>77</{name}></extensions>")));
        let sample = contents.activities[0].samples.at(0);
        let value = match column {
            "cadence" => sample.cadence_rpm,
            "temperature" => sample.temperature_c,
            _ => sample.power_w,
        };
        assert_eq!(value, Some(77.0), "{name}");
    }
}

#[test]
fn elevation_and_time_are_the_points_own() {
    // Holux writes the elevations of its two sensors into the extensions.
    let inside = "<ele>300</ele><extensions><ele src='gps'>9999</ele><ele src='bar'>301</ele>\
                  <time>1999-01-01T00:00:00Z</time></extensions>";
    let sample = activity(point(inside)).samples.at(0);
    assert_eq!(sample.altitude_m, Some(300.0));
    assert_eq!(sample.time_ms, START_MS);
    let without = activity(point("<extensions><ele>9999</ele></extensions>"));
    assert!(without.samples.altitude_m.is_empty());
}

#[test]
fn names_count_and_prefixes_do_not() {
    let text = "<g:gpx xmlns:g='http://www.topografix.com/GPX/1/1' g:creator='t'><g:trk><g:trkseg>\
                <g:trkpt lat='59.9' lon='10.7'><g:ele>5</g:ele>\
                <g:time>2026-03-02T06:00:00Z</g:time>\
                </g:trkpt></g:trkseg></g:trk></g:gpx>";
    let activity = activity(text);
    assert_eq!(activity.samples.at(0).altitude_m, Some(5.0));
    assert_eq!(activity.device.product.as_deref(), Some("t"));
    let shouted = "<GPX><TRK><TRKSEG><TRKPT lat='1' lon='2'><TIME>2026-03-02T06:00:00Z</TIME>\
                   </TRKPT></TRKSEG></TRK></GPX>";
    assert_eq!(read(shouted).activities[0].samples.time_ms, [START_MS]);
}

#[test]
fn times_with_offsets() {
    let text = track(
        "<trkseg><trkpt lat='1' lon='2'><time> 2026-03-02T07:00:00.250+01:00\n</time></trkpt>\
         <trkpt lat='1' lon='2'><time>2026-03-02T06:00:01Z</time></trkpt></trkseg>",
    );
    let with_offset = activity(text);
    assert_eq!(with_offset.utc_offset_min, Some(60));
    assert_eq!(with_offset.samples.time_ms, [START_MS + 250, START_MS + 1000]);
    assert_eq!(with_offset.start_ms, Some(START_MS + 250));
    assert_eq!(activity(point("")).utc_offset_min, None);
}

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
    let of = |kind: &str, day: u32, hour: u32| {
        format!(
            "<trk><name>{kind} {day}</name><type>{kind}</type><trkseg><trkpt lat='1' lon='2'>\
             <time>2026-03-{day:02}T{hour:02}:00:00Z</time></trkpt></trkseg></trk>"
        )
    };
    let file = |tracks: &[String]| format!("<gpx>{}</gpx>", tracks.concat());

    let laps = activity(file(&[of("running", 2, 6), of("Run", 2, 7), of("running", 2, 8)]));
    assert_eq!(laps.samples.len(), 3);
    assert_eq!(laps.samples.segment_starts, [1, 2]);
    assert_eq!(laps.title.as_deref(), Some("running 2"));

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
    assert_eq!(named.title.as_deref(), Some("Morning & evening 🏃 <1>"));
    assert_eq!(named.other_names, ["of the file"]);
    assert_eq!(named.device.product.as_deref(), Some("Watch & Co"));
    assert_eq!(named.sport, Sport::Running);
    assert_eq!(named.sub_sport.as_deref(), Some("trail"));
    assert_eq!(named.sport_basis, SportBasis::File);

    let by_file = text.replace("<type>trail_running</type>", "");
    let by_file = by_file.replace("Morning  &amp; evening", "");
    let by_file = activity(by_file.replace("of the file", "Evening walk"));
    assert_eq!((by_file.sport, by_file.sport_basis), (Sport::Walking, SportBasis::Title));

    // Locus keeps the sport in an extension.
    let extended = point("").replace(
        "<trkseg>",
        "<extensions><locus:activity>hiking</locus:activity></extensions><trkseg>",
    );
    let extended = activity(extended);
    assert_eq!((extended.sport, extended.sport_basis), (Sport::Hiking, SportBasis::File));

    let unnamed = activity(point(""));
    assert_eq!((unnamed.sport, unnamed.sport_basis), (Sport::Unknown, SportBasis::Nothing));
    assert_eq!(unnamed.title, None);
}

#[test]
fn the_speed_tells_a_run_where_nothing_else_does() {
    // A thousandth of a degree of latitude a minute's third: 110.6 m in 40 s, 2.8 m/s.
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

#[test]
fn encodings() {
    let text = |encoding: &str| {
        let declaration = format!("<?xml version='1.0' encoding='{encoding}'?>\n");
        declaration + &track(&format!("<name>Løpetur</name><trkseg>{}</trkseg>", at(0)))
    };
    let latin1 = |text: String| -> Vec<u8> { text.chars().map(|c| c as u32 as u8).collect() };
    let with_bom = |text: String| format!("\u{feff}{text}");
    let utf16 =
        |text: String| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let cases: Vec<Vec<u8>> = vec![
        text("UTF-8").into(),
        with_bom(text("UTF-8")).into(),
        format!("\n\r\n {}", text("UTF-8")).into(),
        format!("gp{}", text("UTF-8")).into(),
        latin1(text("ISO-8859-1")),
        latin1(text("windows-1252")),
        latin1(text("UTF-8")),
        latin1(text("no such encoding")),
        utf16(with_bom(text("UTF-16"))),
        utf16(text("UTF-16")),
    ];
    for (index, bytes) in cases.iter().enumerate() {
        let activity = activity(bytes);
        assert_eq!(activity.title.as_deref(), Some("Løpetur"), "case {index}");
        assert_eq!(activity.samples.time_ms, [START_MS], "case {index}");
        assert!(activity.diagnostics.is_empty(), "case {index}: {:?}", activity.diagnostics);
    }
}

#[test]
fn a_bad_field_costs_that_field() {
    let activity =
        activity(point("\n<ele>12 m</ele>\n<extensions><hr>none</hr><cad>84</cad></extensions>"));
    let sample = activity.samples.at(0);
    assert_eq!((sample.altitude_m, sample.heart_rate_bpm), (None, None));
    assert_eq!(sample.cadence_rpm, Some(84.0));
    assert_eq!(kinds(&activity), [DiagnosticKind::BadValue; 2]);
    assert_eq!(activity.diagnostics[0].position, Some(Position::Line(2)));
    assert_eq!(activity.diagnostics[1].to_string(), "line 3: heart rate \"none\" cannot be read");
    assert!(!activity.is_partial());
}

#[test]
fn many_bad_fields_are_counted() {
    let points = at(0).replace("</trkpt>", "<ele>null</ele></trkpt>").repeat(1000);
    let activity = activity(track(&format!("<trkseg>{points}</trkseg>")));
    assert_eq!(activity.samples.len(), 1000);
    assert_eq!(activity.diagnostics.len(), 5);
    assert_eq!(activity.diagnostics[4].message, "996 more values cannot be read");
}

#[test]
fn a_bad_position_costs_the_position() {
    for attributes in ["", "lat='1'", "lat='' lon='2'", "lat='NaN' lon='2'", "lat='91' lon='2'"] {
        let text = track(&format!(
            "<trkseg><trkpt {attributes}><time>2026-03-02T06:00:00Z</time><hr>99</hr></trkpt>{}\
             </trkseg>",
            at(1)
        ));
        let samples = activity(text).samples;
        assert_eq!(samples.at(0).heart_rate_bpm, Some(99.0), "{attributes}");
        assert_eq!(samples.at(0).latitude_deg, None, "{attributes}");
        assert_eq!(samples.at(1).latitude_deg, Some(59.9), "{attributes}");
    }
    for attributes in [
        "lat=\"59.9\" lon=\"10.7\"",
        "lon=' 10.7 ' lat='59,9'",
        "lat='59.9' lon='10.7' lat='1'",
        "lat = '59.9'\nlon='10.7' x='a<b'",
        "lat=59.9 lon=10.7",
    ] {
        let text = point("").replace("lat='59.9' lon='10.7'", attributes);
        let sample = activity(text).samples.at(0);
        assert_eq!((sample.latitude_deg, sample.longitude_deg), (Some(59.9), Some(10.7)));
    }
}

#[test]
fn points_without_times() {
    let some = activity(track(&format!("<trkseg>{}\n<trkpt lat='1' lon='2'/></trkseg>", at(0))));
    assert_eq!(some.samples.len(), 1);
    assert_eq!(some.diagnostics[0].message, "1 of 2 points have no time and are left out");

    let none = read(track("<trkseg><trkpt lat='1' lon='2'/><trkpt lat='1' lon='2'/></trkseg>"));
    assert_eq!(none.remark.as_deref(), Some("a track without times (2 points)"));
    let route = read("<gpx><wpt lat='1' lon='2'/><rte><rtept lat='1' lon='2'/></rte></gpx>");
    assert_eq!(route.remark.as_deref(), Some("a route or waypoints, no recorded track"));
    let empty = read("<gpx/>");
    assert_eq!(empty.remark.as_deref(), Some("no recorded track in it"));
    for contents in [none, route, empty] {
        assert_eq!(contents.format, Format::Gpx);
        assert!(contents.activities.is_empty());
    }
}

#[test]
fn a_cut_file_keeps_its_whole_points() {
    let whole = track(&format!("<trkseg>\n{}\n{}\n</trkseg>", at(0), at(1)));
    let second = whole.rfind("<trkpt").unwrap();
    let points_at = |length: usize| {
        let contents = read_bytes(&whole.as_bytes()[..length], &Limits::default());
        contents.map(|contents| contents.activities)
    };
    for length in second..whole.len() {
        let activities = points_at(length).unwrap();
        let whole_points = if length < whole.rfind("\n</trkseg>").unwrap() { 1 } else { 2 };
        assert_eq!(activities[0].samples.len(), whole_points, "cut at {length}");
        assert_eq!(kinds(&activities[0]), [DiagnosticKind::Truncated], "cut at {length}");
        assert!(activities[0].is_partial());
    }
    let in_second = points_at(second + 20).unwrap();
    assert_eq!(in_second[0].diagnostics[0].position, Some(Position::Line(3)));

    let error = points_at(second - 10).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Malformed);
    assert_eq!(error.position(), Some(Position::Line(2)));
}

#[test]
fn damage_costs_what_it_hits() {
    // A quote that is missing hides markup up to where quotes fit again.
    let text =
        track(&format!("<trkseg>{}\n<trkpt lat=\"1 lon='2'>\n{}{}</trkseg>", at(0), at(1), at(2)));
    let missing_quote = activity(text);
    assert_eq!(missing_quote.samples.len(), 3);
    assert_eq!(kinds(&missing_quote), [DiagnosticKind::Damaged]);
    assert_eq!(missing_quote.diagnostics[0].position, Some(Position::Line(2)));

    for (inside, points) in [
        ("<trkpt lat='1' lon='2'><time>2026-03-02T06:00:05Z</time>", 3),
        ("</nothing>", 2),
        ("<extensions><a></extensions>", 2),
        ("<!ELEMENT>", 2),
    ] {
        let text = track(&format!("<trkseg>{}{inside}{}</trkseg>", at(0), at(9)));
        let activity = activity(text);
        assert_eq!(activity.samples.len(), points, "{inside}");
        assert_eq!(kinds(&activity), [DiagnosticKind::Damaged], "{inside}");
    }

    let twice = activity(point("").repeat(2));
    assert_eq!(twice.samples.len(), 2);
    assert_eq!(kinds(&twice), [DiagnosticKind::Damaged]);
    let padded = activity(point("") + "\n\0\0\0");
    assert!(padded.diagnostics.is_empty());
    let trailing = activity(point("") + "\nmore");
    assert_eq!(kinds(&trailing), [DiagnosticKind::Damaged]);
}

#[test]
fn ampersands_and_entities() {
    for (name, title) in [
        ("Tom & Jerry", "Tom & Jerry"),
        ("R&D; run", "R&D; run"),
        ("&undefined;", "&undefined;"),
        ("&#xD800;&#0;x", "&#xD800;&#0;x"),
        ("a & <b>bold</b>", "a &"),
    ] {
        let text = track(&format!("<name>{name}</name><trkseg>{}</trkseg>", at(0)));
        assert_eq!(activity(text).title.as_deref(), Some(title), "{name}");
    }
}

#[test]
fn entities_of_plain_text_are_read() {
    let text = "<!DOCTYPE gpx [<!ENTITY height '42'><!ENTITY place \"the park\">]>".to_owned()
        + &point("<ele>&height;.5</ele>").replace("<trk>", "<trk><name>To &place;</name>");
    let activity = activity(text);
    assert_eq!(activity.samples.at(0).altitude_m, Some(42.5));
    assert_eq!(activity.title.as_deref(), Some("To the park"));
    assert!(activity.diagnostics.is_empty());
}

#[test]
fn entities_made_of_others_or_from_elsewhere_are_not() {
    let mut text = String::from("<?xml version='1.0'?><!DOCTYPE gpx [<!ENTITY a0 'ha'>");
    for level in 1..60 {
        let before = level - 1;
        write!(text, "<!ENTITY a{level} '&a{before};&a{before};'>").unwrap();
    }
    text += "<!ENTITY x SYSTEM 'file:///etc/passwd'>]>";
    text += &point("<ele>&a1;</ele>").replace("<trk>", "<trk><name>&a59; &x;</name>");
    let activity = activity(&text);
    assert_eq!(activity.title.as_deref(), Some("&a59; &x;"));
    assert_eq!(activity.samples.at(0).altitude_m, None);
}

#[test]
fn deep_nesting_is_left_out() {
    let levels = 80_000;
    let nested = format!("{}{}", "<a>".repeat(levels), "</a>".repeat(levels));
    let text = track(&format!("<trkseg>{}{nested}{}</trkseg>", at(0), at(1)));
    let closed = activity(&text);
    assert_eq!(closed.samples.len(), 2);
    assert_eq!(kinds(&closed), [DiagnosticKind::LimitReached]);
    let unclosed = track(&format!("<trkseg>{}{}", at(0), "<a>".repeat(levels)));
    assert_eq!(activity(&unclosed).samples.len(), 1);
    let error = read_bytes(format!("<gpx>{nested}").as_bytes(), &Limits::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);
}

#[test]
fn limits_keep_what_precedes_them() {
    let text = track(&format!("<trkseg>{}{}{}</trkseg>", at(0), at(1), at(2)));
    let limits = Limits::default().with_samples(2);
    let contents = read_bytes(text.as_bytes(), &limits).unwrap();
    assert_eq!(contents.activities[0].samples.len(), 2);
    assert_eq!(kinds(&contents.activities[0]), [DiagnosticKind::LimitReached]);
}
