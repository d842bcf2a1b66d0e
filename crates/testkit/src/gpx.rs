//! GPX files: plain files by the `gpx` crate, files with heart rate by `quick-xml`.
//!
//! GPX has no element for heart rate. Services put it into `<extensions>`, each in its own way, and
//! the `gpx` crate can neither read nor write any of them.

use std::io;

use geo_types::Point;
use gpx::{Gpx, GpxVersion, Metadata, Track, TrackSegment, Waypoint};

use crate::never_fails;
use crate::run::{Run, Sport};
use crate::start;
use crate::track::Sample;
use crate::xml::{XmlWriter, decimal, degrees_e7, document, element, text};

/// Elements that hold the heart rate of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeartRateStyle {
    /// `<gpxtpx:TrackPointExtension><gpxtpx:hr>`: Garmin's schema, with the prefix of Strava.
    Gpxtpx,
    /// `<ns3:TrackPointExtension><ns3:hr>`: Garmin's schema, with the prefix of Garmin Connect.
    Ns3,
    /// `<gpxdata:hr>`: the schema of Cluetrust.
    Gpxdata,
    /// `<hr>`, in no schema.
    Bare,
}

const GARMIN: &str = "http://www.garmin.com/xmlschemas/TrackPointExtension/v1";
const CLUETRUST: &str = "http://www.cluetrust.com/XML/GPXDATA/1/0";

impl HeartRateStyle {
    /// All styles.
    pub const ALL: [Self; 4] = [Self::Gpxtpx, Self::Ns3, Self::Gpxdata, Self::Bare];

    /// Returns the prefix with its colon, the schema, and whether an extra element encloses the
    /// values.
    fn schema(self) -> (&'static str, Option<(&'static str, &'static str)>, bool) {
        match self {
            Self::Gpxtpx => ("gpxtpx:", Some(("xmlns:gpxtpx", GARMIN)), true),
            Self::Ns3 => ("ns3:", Some(("xmlns:ns3", GARMIN)), true),
            Self::Gpxdata => ("gpxdata:", Some(("xmlns:gpxdata", CLUETRUST)), false),
            Self::Bare => ("", None, false),
        }
    }

    fn cadence_element(self) -> &'static str {
        match self {
            Self::Gpxtpx | Self::Ns3 => "cad",
            Self::Gpxdata | Self::Bare => "cadence",
        }
    }
}

/// Encodes a run with heart rate and cadence. A pause begins a new `<trkseg>`. Samples without a
/// position are left out, because a point of GPX needs one.
///
/// ```
/// use recoup_testkit::gpx::{self, HeartRateStyle};
/// use recoup_testkit::runs;
///
/// let run = runs::steady("2026-03-26T06:25:00+01:00", 20, 124).named("Morning Run");
/// let text = gpx::encode(&run, HeartRateStyle::Gpxtpx);
/// assert!(text.starts_with(b"<?xml"));
/// ```
#[must_use]
pub fn encode(run: &Run, style: HeartRateStyle) -> Vec<u8> {
    document(|writer| write(writer, run, style))
}

/// Encodes a run without heart rate, with the `gpx` crate.
///
/// ```
/// use recoup_testkit::{gpx, runs};
///
/// let run = runs::steady("2026-03-26T06:25:00+01:00", 20, 124).with_pause(600, 60);
/// let text = String::from_utf8_lossy(&gpx::encode_plain(&run)).into_owned();
/// assert_eq!(text.matches("<trkseg>").count(), 2);
/// assert!(!text.contains("hr>"));
/// ```
#[must_use]
pub fn encode_plain(run: &Run) -> Vec<u8> {
    let metadata =
        Metadata { time: Some(start::utc(run.start.unix_s()).into()), ..Metadata::default() };
    written(Some(metadata), track(run))
}

/// Encodes the course of a run as a planned route: a track without times.
///
/// ```
/// use recoup_testkit::{gpx, runs};
///
/// let text = gpx::encode_route(&runs::steady("2026-03-26T06:25:00+01:00", 20, 124));
/// let text = String::from_utf8_lossy(&text).into_owned();
/// assert!(text.contains("<trkpt ") && !text.contains("<time>"));
/// ```
#[must_use]
pub fn encode_route(run: &Run) -> Vec<u8> {
    let mut track = track(run);
    let points = track.segments.iter_mut().flat_map(|segment| &mut segment.points);
    points.for_each(|point| point.time = None);
    written(None, track)
}

fn track(run: &Run) -> Track {
    let mut track = Track::new();
    track.name.clone_from(&run.name);
    track.type_ = Some(activity_type(run.sport).to_owned());
    for stretch in run.recorded() {
        let mut segment = TrackSegment::new();
        segment.points.extend(stretch.iter().filter_map(waypoint));
        track.segments.push(segment);
    }
    track
}

fn written(metadata: Option<Metadata>, track: Track) -> Vec<u8> {
    let file = Gpx {
        version: GpxVersion::Gpx11,
        creator: Some("recoup-testkit".to_owned()),
        metadata,
        tracks: vec![track],
        ..Gpx::default()
    };
    let mut bytes = Vec::new();
    never_fails(gpx::write(&file, &mut bytes));
    bytes.push(b'\n');
    bytes
}

fn waypoint(sample: &Sample) -> Option<Waypoint> {
    let (latitude, longitude) = sample.position.map(degrees_e7)?;
    let mut point = Waypoint::new(Point::new(longitude as f64 / 1e7, latitude as f64 / 1e7));
    point.elevation = sample.altitude_cm.map(|cm| f64::from(cm) / 100.0);
    point.time = Some(start::utc(sample.unix_s).into());
    Some(point)
}

/// Returns the name that Garmin and Strava use for a sport.
fn activity_type(sport: Sport) -> &'static str {
    match sport {
        Sport::Running => "running",
        Sport::TrailRunning => "trail_running",
        Sport::TreadmillRunning => "treadmill_running",
        Sport::Cycling => "cycling",
        Sport::Swimming => "swimming",
        Sport::Walking => "walking",
        Sport::Generic => "other",
    }
}

fn write(writer: &mut XmlWriter, run: &Run, style: HeartRateStyle) -> io::Result<()> {
    let name = run.name.as_deref().unwrap_or("Run");
    let root = writer
        .create_element("gpx")
        .with_attribute(("version", "1.1"))
        .with_attribute(("creator", "recoup-testkit"))
        .with_attribute(("xmlns", "http://www.topografix.com/GPX/1/1"))
        .with_attributes(style.schema().1);
    element(root, |writer| {
        element(writer.create_element("metadata"), |writer| {
            text(writer, "time", &run.start.utc())
        })?;
        element(writer.create_element("trk"), |writer| {
            text(writer, "name", name)?;
            text(writer, "type", activity_type(run.sport))?;
            run.recorded().iter().try_for_each(|stretch| {
                element(writer.create_element("trkseg"), |writer| {
                    stretch.iter().try_for_each(|sample| point(writer, sample, style))
                })
            })
        })
    })
}

fn point(writer: &mut XmlWriter, sample: &Sample, style: HeartRateStyle) -> io::Result<()> {
    let Some((latitude, longitude)) = sample.position.map(degrees_e7) else { return Ok(()) };
    let (prefix, _, wrapped) = style.schema();
    let tag = writer
        .create_element("trkpt")
        .with_attribute(("lat", decimal(latitude, 7).as_str()))
        .with_attribute(("lon", decimal(longitude, 7).as_str()));
    element(tag, |writer| {
        if let Some(altitude_cm) = sample.altitude_cm {
            text(writer, "ele", &decimal(i64::from(altitude_cm / 10), 1))?;
        }
        text(writer, "time", &start::utc_text(sample.unix_s))?;
        element(writer.create_element("extensions"), |writer| {
            if !wrapped {
                return effort(writer, sample, style);
            }
            let extension = format!("{prefix}TrackPointExtension");
            element(writer.create_element(extension), |writer| effort(writer, sample, style))
        })
    })
}

fn effort(writer: &mut XmlWriter, sample: &Sample, style: HeartRateStyle) -> io::Result<()> {
    let (prefix, ..) = style.schema();
    if let Some(heart_rate) = sample.heart_rate {
        text(writer, &format!("{prefix}hr"), &heart_rate.to_string())?;
    }
    let cadence = format!("{prefix}{}", style.cadence_element());
    text(writer, &cadence, &sample.cadence.to_string())
}
