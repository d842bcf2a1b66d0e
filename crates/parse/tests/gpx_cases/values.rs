//! Values of points: names, numbers and times.

use crate::common::kinds;
use crate::{START_MS, activity, at, point, read, track};
use recoup_model::{DiagnosticKind, Position};
use recoup_parse::Format;

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
        // `hr` has precedence over other names; the first of equal names is read.
        ("<extensions><bpm>80</bpm><hr>121</hr></extensions>", Some(121.0)),
        ("<extensions><hr>121</hr><bpm>80</bpm></extensions>", Some(121.0)),
        ("<extensions><a:hr>121</a:hr><b:hr>80</b:hr></extensions>", Some(121.0)),
        // A missing sensor is written in two ways.
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
