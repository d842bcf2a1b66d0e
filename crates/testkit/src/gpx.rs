//! GPX files: plain ones by the `gpx` crate, those with heart rate by `quick-xml`.
//!
//! GPX itself knows no heart rate. Services put it into `<extensions>`, each in its own way, and
//! the `gpx` crate can neither read nor write any of them.

use std::io;

use geo_types::Point;
use gpx::{Gpx, GpxVersion, Metadata, Track, TrackSegment, Waypoint};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::never_fails;
use crate::run::{Run, Sport};
use crate::start;
use crate::track::{Position, Sample};

/// Where a file keeps the heart rate of a point.
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
    /// The prefix with its colon, the schema, and whether an element goes round the values.
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

/// The file of a run, with heart rate and cadence. A pause begins a new `<trkseg>`; samples without
/// a position are left out, since GPX has no place for them.
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
    // An indentation of one keeps a sample under 300 bytes.
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    never_fails(write(&mut writer, run, style));
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    bytes
}

/// The file of a run, without heart rate: what the `gpx` crate can write.
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
    let mut track = Track::new();
    track.name.clone_from(&run.name);
    track.type_ = Some(activity_type(run.sport).to_owned());
    for stretch in run.recorded() {
        let mut segment = TrackSegment::new();
        segment.points.extend(stretch.iter().filter_map(waypoint));
        track.segments.push(segment);
    }
    let file = Gpx {
        version: GpxVersion::Gpx11,
        creator: Some("recoup-testkit".to_owned()),
        metadata: Some(Metadata {
            time: Some(start::utc(run.start.unix_s()).into()),
            ..Metadata::default()
        }),
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

/// The words that Garmin and Strava have for it.
fn activity_type(sport: Sport) -> &'static str {
    match sport {
        Sport::Running => "running",
        Sport::TrailRunning => "trail_running",
        Sport::TreadmillRunning => "treadmill_running",
        Sport::Cycling => "cycling",
    }
}

/// Ten-millionths of a degree, which is about a centimetre, as a semicircle is.
pub(crate) fn degrees_e7(position: Position) -> (i64, i64) {
    let convert = |semicircles: i32| {
        let scaled = i64::from(semicircles) * 1_800_000_000;
        (scaled + (1 << 30)).div_euclid(1 << 31)
    };
    (convert(position.latitude), convert(position.longitude))
}

/// A number of `places` decimal places, written without any floating point.
pub(crate) fn decimal(value: i64, places: u32) -> String {
    let one = 10_u64.pow(places);
    let (sign, size) = (if value < 0 { "-" } else { "" }, value.unsigned_abs());
    format!("{sign}{}.{:0width$}", size / one, size % one, width = places as usize)
}

fn write(writer: &mut Writer<Vec<u8>>, run: &Run, style: HeartRateStyle) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let schema = style.schema().1;
    let name = run.name.as_deref().unwrap_or("Run");
    writer
        .create_element("gpx")
        .with_attribute(("version", "1.1"))
        .with_attribute(("creator", "recoup-testkit"))
        .with_attribute(("xmlns", "http://www.topografix.com/GPX/1/1"))
        .with_attributes(schema)
        .write_inner_content(|writer| {
            writer
                .create_element("metadata")
                .write_inner_content(|writer| text(writer, "time", &run.start.utc()))?;
            writer.create_element("trk").write_inner_content(|writer| {
                text(writer, "name", name)?;
                text(writer, "type", activity_type(run.sport))?;
                for stretch in run.recorded() {
                    writer.create_element("trkseg").write_inner_content(|writer| {
                        stretch.iter().try_for_each(|sample| point(writer, sample, style))
                    })?;
                }
                Ok(())
            })?;
            Ok(())
        })?;
    Ok(())
}

fn point(writer: &mut Writer<Vec<u8>>, sample: &Sample, style: HeartRateStyle) -> io::Result<()> {
    let Some((latitude, longitude)) = sample.position.map(degrees_e7) else { return Ok(()) };
    let (prefix, _, wrapped) = style.schema();
    writer
        .create_element("trkpt")
        .with_attribute(("lat", decimal(latitude, 7).as_str()))
        .with_attribute(("lon", decimal(longitude, 7).as_str()))
        .write_inner_content(|writer| {
            if let Some(altitude_cm) = sample.altitude_cm {
                text(writer, "ele", &decimal(i64::from(altitude_cm / 10), 1))?;
            }
            text(writer, "time", &start::utc_text(sample.unix_s))?;
            writer.create_element("extensions").write_inner_content(|writer| {
                if wrapped {
                    writer
                        .create_element(format!("{prefix}TrackPointExtension"))
                        .write_inner_content(|writer| effort(writer, sample, style))?;
                    Ok(())
                } else {
                    effort(writer, sample, style)
                }
            })?;
            Ok(())
        })?;
    Ok(())
}

fn effort(writer: &mut Writer<Vec<u8>>, sample: &Sample, style: HeartRateStyle) -> io::Result<()> {
    let (prefix, ..) = style.schema();
    if let Some(heart_rate) = sample.heart_rate {
        text(writer, &format!("{prefix}hr"), &heart_rate.to_string())?;
    }
    let cadence = format!("{prefix}{}", style.cadence_element());
    text(writer, &cadence, &sample.cadence.to_string())
}

pub(crate) fn text(writer: &mut Writer<Vec<u8>>, element: &str, content: &str) -> io::Result<()> {
    writer.create_element(element).write_text_content(BytesText::new(content))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_their_zeros_and_their_sign() {
        assert_eq!(decimal(599_270_000, 7), "59.9270000");
        assert_eq!(decimal(-5, 1), "-0.5");
        assert_eq!(decimal(200, 1), "20.0");
    }

    #[test]
    fn half_the_circle_is_180_degrees() {
        let position = Position { latitude: 1 << 30, longitude: -(1 << 30) };
        assert_eq!(degrees_e7(position), (900_000_000, -900_000_000));
    }
}
