//! Properties that the contents of any bytes must have.

use recoup_parse::{FileContents, Format};

/// Checks properties that the types promise but cannot enforce.
///
/// # Panics
///
/// Panics if a promise is broken.
pub(crate) fn check(contents: &FileContents) {
    match contents.remark {
        None => assert!(!contents.activities.is_empty(), "neither an activity nor a remark"),
        // Routes of Apple Health are activities with advice.
        Some(_) if contents.format == Format::Gpx => {}
        Some(_) => assert!(contents.activities.is_empty(), "a remark on activities"),
    }
    for (number, activity) in contents.activities.iter().enumerate() {
        assert_eq!(activity.session as usize, number, "number of the session");
        assert!(activity.utc_offset_min.is_none_or(|min| min.abs() <= 14 * 60), "offset from UTC");
        let samples = &activity.samples;
        let narrow = [
            &samples.heart_rate_bpm,
            &samples.speed_m_s,
            &samples.cadence_rpm,
            &samples.power_w,
            &samples.temperature_c,
        ];
        let wide = [
            &samples.altitude_m,
            &samples.distance_m,
            &samples.latitude_deg,
            &samples.longitude_deg,
        ];
        let lengths = narrow.map(Vec::len).into_iter().chain(wide.map(Vec::len));
        for (column, length) in lengths.enumerate() {
            assert!(length == 0 || length == samples.len(), "column {column}: {length} values");
        }
        assert!(samples.segment_starts.iter().all(|start| *start < samples.len()), "segments");
    }
}
