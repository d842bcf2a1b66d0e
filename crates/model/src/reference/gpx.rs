//! Activity from a GPX file as the crate [`gpx`] reads it.
//!
//! Limits of the crate:
//!
//! - It drops every extension, so heart rate, cadence and power are lost.
//! - It refuses files that break the schema of GPX. Examples are a track with a time of its own,
//!   which Runkeeper writes, and a point without a position.
//! - It keeps points without a time and points with a time before 1970 or after 2199. Both are left
//!   out here, because devices without a clock write such times.
//! - It does not divide a file into sessions, so all tracks of a file are one activity here.
//!
//! ```
//! use recoup_model::{Activity, reference::gpx::gpx};
//!
//! let file = br#"<gpx version="1.1" creator="a watch" xmlns="http://www.topografix.com/GPX/1/1">
//!   <trk><name>Morning Run</name><type>running</type><trkseg>
//!     <trkpt lat="59.91" lon="10.75"><ele>12.5</ele><time>2026-03-02T06:00:00Z</time></trkpt>
//!   </trkseg></trk></gpx>"#;
//! let run = Activity::try_from(&gpx::read(&file[..])?)?;
//! assert_eq!(run.labels.title.as_deref(), Some("Morning Run"));
//! assert_eq!(run.samples.at(0).altitude_m, Some(12.5));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub use gpx;

use crate::{Activity, FileFormat, Sample, Sport, SportBasis};
use gpx::{Gpx, Track, Waypoint};
use std::fmt;
use std::ops::RangeInclusive;
use time::OffsetDateTime;

/// Plausible years of a recording.
const YEARS: RangeInclusive<i32> = 1970..=2199;

/// Reason why a file holds no activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoActivity {
    /// No track point. Routes and waypoints are not recorded, so they do not count.
    NoTrackPoint,
    /// No track point has a time, or no plausible one.
    NoTime,
}

impl fmt::Display for NoActivity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoTrackPoint => "no recorded track in this file",
            Self::NoTime => "a track without times",
        })
    }
}

impl std::error::Error for NoActivity {}

impl TryFrom<&Gpx> for Activity {
    type Error = NoActivity;

    /// Returns one activity with all tracks of a file, in file order. Each gap between two segments
    /// or tracks is an interruption. The sport is that of the first track with a type. The title is
    /// that of the first track with a name, otherwise the name in the file's metadata.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no track point, or none with a plausible time.
    fn try_from(file: &Gpx) -> Result<Self, NoActivity> {
        let mut activity = Self::new(FileFormat::Gpx);
        let samples = &mut activity.samples;
        let segments = || file.tracks.iter().flat_map(|track| &track.segments);
        for segment in segments() {
            let first = samples.len();
            segment.points.iter().filter_map(sample).for_each(|sample| samples.push(&sample));
            if 0 < first && first < samples.len() {
                samples.segment_starts.push(first);
            }
        }
        if samples.is_empty() {
            let has_points = segments().any(|segment| !segment.points.is_empty());
            return Err(if has_points { NoActivity::NoTime } else { NoActivity::NoTrackPoint });
        }
        activity.start_ms = samples.time_ms.first().copied();
        let first_of = |text: fn(&Track) -> Option<&String>| file.tracks.iter().find_map(text);
        if let Some(kind) = first_of(|track| track.type_.as_ref()) {
            activity.sport = Sport::from_name(&kind.to_lowercase());
            activity.sport_basis = SportBasis::File;
        }
        let metadata = || file.metadata.as_ref()?.name.as_ref();
        activity.labels.title = first_of(|track| track.name.as_ref()).or_else(metadata).cloned();
        activity.device.product.clone_from(&file.creator);
        Ok(activity)
    }
}

/// Returns a point as a sample; [`None`] without a plausible time.
fn sample(point: &Waypoint) -> Option<Sample> {
    let time = OffsetDateTime::from(point.time?);
    YEARS.contains(&time.year()).then(|| Sample {
        time_ms: time.unix_timestamp_nanos().div_euclid(1_000_000) as i64,
        altitude_m: point.elevation,
        speed_m_s: point.speed.map(|speed| speed as f32),
        latitude_deg: Some(point.point().y()),
        longitude_deg: Some(point.point().x()),
        ..Sample::default()
    })
}
