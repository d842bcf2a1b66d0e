//! Activities from hand-made GPX texts that the crate gpx reads.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup_model::reference::gpx::{NoActivity, gpx};
use recoup_model::{Activity, FileFormat, Sport, SportBasis};

/// 2026-03-02T06:00:00Z.
const START_MS: i64 = 1_772_431_200_000;

fn activity(inside: &str) -> Result<Activity, NoActivity> {
    let text = format!(
        "<gpx version='1.1' creator='a watch' xmlns='http://www.topografix.com/GPX/1/1'>{inside}</gpx>"
    );
    Activity::try_from(&gpx::read(text.as_bytes()).unwrap())
}

fn point(time: &str) -> String {
    format!("<trkpt lat='59.91' lon='10.75'><ele>12.5</ele><time>{time}</time></trkpt>")
}

#[test]
fn all_tracks_are_one_activity() {
    let text = format!(
        "<metadata><name>of the file</name></metadata>\
         <trk><type>Running</type><trkseg>{}{}</trkseg><trkseg>{}</trkseg></trk>\
         <trk><name>second</name><trkseg><trkpt lat='1' lon='2'/></trkseg><trkseg>{}</trkseg></trk>",
        point("2026-03-02T06:00:00Z"),
        point("2026-03-02T07:00:01.2509+01:00"),
        point("2026-03-02T06:01:00Z"),
        point("2026-03-02T06:02:00"),
    );
    let activity = activity(&text).unwrap();
    assert_eq!(activity.format, FileFormat::Gpx);
    let times: Vec<_> = activity.samples.time_ms.iter().map(|ms| ms - START_MS).collect();
    assert_eq!(times, [0, 1250, 60_000, 120_000]);
    assert_eq!(activity.samples.segment_starts, [2, 3]);
    let first = activity.samples.at(0);
    assert_eq!((first.latitude_deg, first.longitude_deg), (Some(59.91), Some(10.75)));
    assert_eq!(first.altitude_m, Some(12.5));
    assert_eq!((activity.sport, activity.sport_basis), (Sport::Running, SportBasis::File));
    assert_eq!(activity.labels.title.as_deref(), Some("second"));
    assert_eq!(activity.device.product.as_deref(), Some("a watch"));
    assert_eq!(activity.start_ms, Some(START_MS));
}

#[test]
fn without_times_there_is_no_activity() {
    let route = "<rte><rtept lat='1' lon='2'><time>2026-03-02T06:00:00Z</time></rtept></rte>";
    assert_eq!(activity(route), Err(NoActivity::NoTrackPoint));
    let untimed = "<trk><trkseg><trkpt lat='1' lon='2'/></trkseg></trk>";
    assert_eq!(activity(untimed), Err(NoActivity::NoTime));
    // The smallest 32-bit number of seconds, which a device without a time writes.
    let long_ago = format!("<trk><trkseg>{}</trkseg></trk>", point("1901-12-13T20:45:52Z"));
    assert_eq!(activity(&long_ago), Err(NoActivity::NoTime));
}
