//! GPX files, read by the crate [`gpx`](mod@gpx).
//!
//! The crate follows the GPX schema, unlike the reader behind [`read_bytes`](crate::read_bytes),
//! so it shows whether a file conforms. It drops all extensions and therefore has no heart rates.
//! Both readers have times, positions and elevations in common.

pub use recoup_model::reference::gpx::{NoActivity, gpx};

use super::differences::{ComparedColumn, Difference, EXACT, sample_differences};
use crate::contain::contained;
use crate::formats::xml::{decode, forgiving};
use crate::limits::Limits;
use gpx::Gpx;
use quick_xml::events::Event;
use recoup_model::{Activity, Samples};

/// Number of values that each tag counts as, because the crate needs much memory for a point.
const VALUES_PER_TAG: usize = 5;

/// Verdict of the gpx crate on a file.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Conformance {
    /// The crate accepts the file and returns this content.
    Accepted(Box<Gpx>),
    /// The crate refuses the file for this reason. A few elements that the schema allows are
    /// refused as well: `magvar` of a point, `extensions` of a segment, `url` in GPX 1.0.
    Refused(String),
    /// The file was not given to the crate, because its elements are nested to this depth. The
    /// crate's time grows with the square of the depth.
    TooDeep(usize),
    /// The file was not given to the crate, because its tags count as this number of values, over
    /// [`Limits::reference_values`].
    TooLarge(usize),
}

/// Reads a file's bytes with the gpx crate.
///
/// [`Limits::xml_depth`] bounds the depth of elements, and [`Limits::reference_values`] their
/// number. A panic is caught. The panic hook can call [`is_contained`](crate::is_contained) and
/// stay silent.
///
/// ```
/// use recoup_parse::{Limits, reference::gpx::{Conformance, read}};
///
/// let file = b"<gpx version='1.1' creator='x' xmlns='http://www.topografix.com/GPX/1/1'/>";
/// assert!(matches!(read(file, &Limits::default()), Conformance::Accepted(_)));
/// let file = b"<gpx version='1.1' creator='x'><trk><when/></trk></gpx>";
/// let refused = Conformance::Refused("invalid child element `when` in `track`".to_owned());
/// assert_eq!(read(file, &Limits::default()), refused);
/// ```
#[must_use]
pub fn read(bytes: &[u8], limits: &Limits) -> Conformance {
    let depth = depth(&decode(bytes));
    if depth > limits.xml_depth {
        return Conformance::TooDeep(depth);
    }
    let values = VALUES_PER_TAG * memchr::memchr_iter(b'<', bytes).count();
    if values > limits.reference_values {
        return Conformance::TooLarge(values);
    }
    match contained(|| gpx::read(bytes)) {
        Some(Ok(file)) => Conformance::Accepted(Box::new(file)),
        Some(Err(error)) => Conformance::Refused(in_words(&error)),
        None => Conformance::Refused("it panics".to_owned()),
    }
}

/// Returns the messages of an error and of its causes.
fn in_words(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {}", in_words(cause)),
        None => error.to_string(),
    }
}

/// Returns the depth of nested elements, as far as the markup is valid.
fn depth(text: &str) -> usize {
    let mut reader = forgiving(text);
    let (mut depth, mut deepest) = (0_usize, 0);
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Eof) | Err(quick_xml::Error::Syntax(_)) => return deepest,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
}

/// Columns that the gpx crate reads.
const COLUMNS: [ComparedColumn; 4] = [
    ComparedColumn::new("time_ms", EXACT, |sample| Some(sample.time_ms as f64)),
    ComparedColumn::new("altitude_m", EXACT, |sample| sample.altitude_m),
    ComparedColumn::new("latitude_deg", EXACT, |sample| sample.latitude_deg),
    ComparedColumn::new("longitude_deg", EXACT, |sample| sample.longitude_deg),
];

/// Returns the differences between a file's activities and the content that the gpx crate reads.
///
/// The number of points with a time is compared, in the order of the file. For each point the time
/// is compared to the millisecond, and elevation and position to the last bit. Sessions are
/// ignored, because the gpx crate has none.
#[must_use]
pub fn differences(ours: &[Activity], theirs: &Gpx) -> Vec<Difference> {
    let mut all = Samples::default();
    for activity in ours {
        all.append(&activity.samples);
    }
    let theirs = Activity::try_from(theirs).map_or(Samples::default(), |own| own.samples);
    sample_differences(&all, &theirs, &COLUMNS, None)
}
