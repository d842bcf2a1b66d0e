//! TCX files as Garmin Connect exports them, written by `quick-xml`'s writer.

use std::io;

use crate::run::{Run, Sport};
use crate::start;
use crate::track::Sample;
use crate::xml::{XmlWriter, decimal, degrees_e7, document, element, text};

/// Distance after which the watch begins a new lap.
const LAP_CM: u32 = 100_000;

const SCHEMAS: [(&str, &str); 3] = [
    ("xmlns", "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"),
    ("xmlns:ns3", "http://www.garmin.com/xmlschemas/ActivityExtension/v2"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
];

/// Encodes a run with a lap for each kilometre. A pause begins a new `<Track>`.
///
/// ```
/// use recoup_testkit::{runs, tcx};
///
/// // 20 min at 2.6 m/s: 3.12 km.
/// let run = runs::steady("2026-03-26T06:25:00+01:00", 20, 124).with_pause(600, 60);
/// let text = String::from_utf8(tcx::encode(&run)).unwrap();
/// assert_eq!(text.matches("<Lap ").count(), 4);
/// assert_eq!(text.matches("<Track>").count(), 5);
/// ```
#[must_use]
pub fn encode(run: &Run) -> Vec<u8> {
    document(|writer| write(writer, run))
}

/// Returns the sport in TCX, which has words for two sports and one word for the rest.
fn sport(sport: Sport) -> &'static str {
    match sport {
        Sport::Running | Sport::TrailRunning | Sport::TreadmillRunning => "Running",
        Sport::Cycling => "Biking",
        Sport::Swimming | Sport::Walking | Sport::Generic => "Other",
    }
}

/// Returns the laps of a run, each as the stretches in which the timer ran. The sample at the end
/// of a lap also begins the next lap.
fn laps(run: &Run) -> Vec<Vec<Vec<Sample>>> {
    let mut laps = vec![Vec::new()];
    let mut lap_end_cm = LAP_CM;
    for stretch in run.recorded() {
        let mut track: Vec<Sample> = Vec::new();
        for sample in stretch {
            track.push(sample);
            if sample.distance_cm >= lap_end_cm {
                lap_end_cm += LAP_CM;
                laps.last_mut().into_iter().for_each(|lap| lap.push(std::mem::take(&mut track)));
                laps.push(Vec::new());
                track.push(sample);
            }
        }
        laps.last_mut().into_iter().for_each(|lap| lap.push(std::mem::take(&mut track)));
    }
    laps
}

fn write(writer: &mut XmlWriter, run: &Run) -> io::Result<()> {
    let root = writer.create_element("TrainingCenterDatabase").with_attributes(SCHEMAS);
    element(root, |writer| {
        element(writer.create_element("Activities"), |writer| {
            let activity = writer.create_element("Activity");
            element(activity.with_attribute(("Sport", sport(run.sport))), |writer| {
                text(writer, "Id", &milliseconds(run.start.unix_s()))?;
                laps(run).iter().try_for_each(|tracks| lap(writer, tracks))?;
                if let Some(name) = &run.name {
                    text(writer, "Notes", name)?;
                }
                creator(writer, run)
            })
        })
    })
}

/// Returns a time as Garmin Connect writes it.
fn milliseconds(unix_s: i64) -> String {
    start::utc_text(unix_s).replace('Z', ".000Z")
}

fn lap(writer: &mut XmlWriter, tracks: &[Vec<Sample>]) -> io::Result<()> {
    let ends = || tracks.iter().filter_map(|track| track.first().zip(track.last()));
    let Some((first, _)) = ends().next() else { return Ok(()) };
    let seconds: i64 = ends().map(|(first, last)| last.unix_s - first.unix_s).sum();
    let distance_cm: u32 = ends().map(|(first, last)| last.distance_cm - first.distance_cm).sum();
    let rates = || tracks.iter().flatten().filter_map(|sample| sample.heart_rate);
    let tag = writer.create_element("Lap");
    let tag = tag.with_attribute(("StartTime", milliseconds(first.unix_s).as_str()));
    element(tag, |writer| {
        text(writer, "TotalTimeSeconds", &format!("{seconds}.0"))?;
        text(writer, "DistanceMeters", &decimal(distance_cm.into(), 2))?;
        if let Some(highest) = rates().max().filter(|highest| *highest > 0) {
            rate(writer, "MaximumHeartRateBpm", highest)?;
        }
        text(writer, "Intensity", "Active")?;
        text(writer, "TriggerMethod", "Distance")?;
        tracks.iter().try_for_each(|track| {
            element(writer.create_element("Track"), |writer| {
                track.iter().try_for_each(|sample| point(writer, sample))
            })
        })
    })
}

fn point(writer: &mut XmlWriter, sample: &Sample) -> io::Result<()> {
    element(writer.create_element("Trackpoint"), |writer| {
        text(writer, "Time", &milliseconds(sample.unix_s))?;
        if let Some((latitude, longitude)) = sample.position.map(degrees_e7) {
            element(writer.create_element("Position"), |writer| {
                text(writer, "LatitudeDegrees", &decimal(latitude, 7))?;
                text(writer, "LongitudeDegrees", &decimal(longitude, 7))
            })?;
        }
        if let Some(altitude_cm) = sample.altitude_cm {
            text(writer, "AltitudeMeters", &decimal(altitude_cm.into(), 2))?;
        }
        text(writer, "DistanceMeters", &decimal(sample.distance_cm.into(), 2))?;
        if let Some(heart_rate) = sample.heart_rate {
            rate(writer, "HeartRateBpm", heart_rate)?;
        }
        element(writer.create_element("Extensions"), |writer| {
            element(writer.create_element("ns3:TPX"), |writer| {
                text(writer, "ns3:Speed", &decimal(sample.speed_mm_s.into(), 3))?;
                text(writer, "ns3:RunCadence", &sample.cadence.to_string())
            })
        })
    })
}

fn rate(writer: &mut XmlWriter, name: &str, bpm: u8) -> io::Result<()> {
    element(writer.create_element(name), |writer| text(writer, "Value", &bpm.to_string()))
}

fn creator(writer: &mut XmlWriter, run: &Run) -> io::Result<()> {
    let tag = writer.create_element("Creator").with_attribute(("xsi:type", "Device_t"));
    element(tag, |writer| {
        text(writer, "Name", "Forerunner 945")?;
        text(writer, "UnitId", &run.device.serial_number.to_string())?;
        text(writer, "ProductID", &run.device.product.to_string())
    })
}
