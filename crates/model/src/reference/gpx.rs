//! An activity from a GPX file as the crate [`gpx`] reads it.
//!
//! What to know of it:
//!
//! - It drops every extension: of heart rate, cadence and power nothing is left.
//! - It refuses what the schema of GPX does not allow, such as a track with a time of its own, which
//!   Runkeeper writes, or a point without a position.
//! - It keeps points without a time, which are left out here, as are times before 1970 and after
//!   2199: those are how devices without a clock write that they have none.
//! - It does not divide a file into sessions: all its tracks are one activity here.
//!
//! ```
//! use recoup_model::{Activity, reference::gpx::gpx};
//!
//! let file = br#"<gpx version="1.1" creator="a watch" xmlns="http://www.topografix.com/GPX/1/1">
//!   <trk><name>Morning Run</name><type>running</type><trkseg>
//!     <trkpt lat="59.91" lon="10.75"><ele>12.5</ele><time>2026-03-02T06:00:00Z</time></trkpt>
//!   </trkseg></trk></gpx>"#;
//! let run = Activity::try_from(&gpx::read(&file[..])?)?;
//! assert_eq!(run.title.as_deref(), Some("Morning Run"));
//! assert_eq!(run.samples.at(0).altitude_m, Some(12.5));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub use gpx;

use crate::{Activity, FileFormat, Sample, Sport, SportBasis};
use gpx::{Gpx, Track, Waypoint};
use std::fmt;
use std::ops::RangeInclusive;
use time::OffsetDateTime;

/// Years that a device can mean.
const YEARS: RangeInclusive<i32> = 1970..=2199;

/// Why a file is no activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoActivity {
    /// There is no track point: routes and waypoints are not recorded.
    NoTrackPoint,
    /// No track point has a time.
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

    /// The activity of all tracks of a file, in the order of the file; what is between two segments
    /// or tracks is an interruption.
    ///
    /// # Errors
    ///
    /// If no track point has a time.
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
        activity.title = first_of(|track| track.name.as_ref()).or_else(metadata).cloned();
        activity.device.product.clone_from(&file.creator);
        Ok(activity)
    }
}

/// A point, if it has a time.
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
