//! Point by point against the `gpx` crate, on every corpus file that it accepts.
//!
//! It knows positions, elevations, times and names, and no extensions. Where points lack a time it
//! keeps them and this reader does not, so only timed points are laid side by side.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup_parse::{Limits, read_bytes};
use recoup_testkit::corpus;
use std::fs;

/// Milliseconds since the epoch; the crate's own type shows itself only as text.
fn millis(time: gpx::Time) -> i64 {
    let text = time.format().unwrap();
    text.parse::<jiff::Timestamp>().unwrap().as_nanosecond().div_euclid(1_000_000) as i64
}

#[test]
fn positions_elevations_and_times_are_those_of_the_gpx_crate() {
    let Some(folder) = corpus::folder() else { return };
    let (mut accepted, mut points) = (0, 0);
    for path in corpus::files(&folder.join("gpx"), "gpx") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // Its times are no times: see the exceptions of `gpx_corpus`.
        if name.ends_with("Mojstrovka.gpx") {
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let Ok(theirs) = gpx::read(&*bytes) else { continue };
        let Ok(ours) = read_bytes(&bytes, &Limits::default()) else {
            panic!("{name}: refused, and the gpx crate takes it");
        };
        accepted += 1;
        let mut samples = ours.activities.iter().flat_map(|activity| activity.samples.iter());
        let timed = theirs
            .tracks
            .iter()
            .flat_map(|track| &track.segments)
            .flat_map(|segment| &segment.points)
            .filter(|point| point.time.is_some());
        for point in timed {
            let sample = samples.next().unwrap_or_else(|| panic!("{name}: a point is missing"));
            assert_eq!(sample.time_ms, millis(point.time.unwrap()), "{name}");
            assert_eq!(sample.latitude_deg, Some(point.point().y()), "{name}");
            assert_eq!(sample.longitude_deg, Some(point.point().x()), "{name}");
            assert_eq!(sample.altitude_m, point.elevation, "{name}");
            points += 1;
        }
        assert!(samples.next().is_none(), "{name}: a point too many");
    }
    assert!(accepted > 200 && points > 100_000, "{accepted} files, {points} points");
}
