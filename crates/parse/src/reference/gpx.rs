//! GPX files as the crate [`gpx`](mod@gpx) reads them.
//!
//! It holds to the schema of GPX, which the reader behind [`read_bytes`](crate::read_bytes) does
//! not: what it says of a file is whether that conforms. It drops every extension, and so tells
//! nothing of heart rates; times, positions and elevations are what the two have in common.

pub use recoup_model::reference::gpx::{NoActivity, gpx};

use super::differences::{ComparedColumn, Difference, EXACT, sample_differences};
use crate::formats::xml::{decode, forgiving};
use crate::limits::Limits;
use gpx::Gpx;
use quick_xml::events::Event;
use recoup_model::{Activity, Samples};
use std::panic::catch_unwind;

/// What the gpx crate says of a file.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Conformance {
    /// It accepts the file, and reads this.
    Accepted(Box<Gpx>),
    /// It refuses the file, for this cause. A few elements that the schema allows are among the
    /// causes: `magvar` of a point, `extensions` of a segment, `url` in GPX 1.0.
    Refused(String),
    /// It was not asked: so deep are the elements nested, and the time that it takes grows with the
    /// square of that.
    TooDeep(usize),
}

/// Gives a file's bytes to the gpx crate.
///
/// [`Limits::xml_depth`] bounds the depth of elements. A panic is caught, but the panic hook is
/// called.
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
    match catch_unwind(|| gpx::read(bytes)) {
        Ok(Ok(file)) => Conformance::Accepted(Box::new(file)),
        Ok(Err(error)) => Conformance::Refused(in_words(&error)),
        Err(_) => Conformance::Refused("it panics".to_owned()),
    }
}

/// An error and what caused it.
fn in_words(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {}", in_words(cause)),
        None => error.to_string(),
    }
}

/// How deep elements are nested, as far as the markup can be read.
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

/// What the gpx crate reads of a point.
const COLUMNS: [ComparedColumn; 4] = [
    ComparedColumn::new("time_ms", EXACT, |sample| Some(sample.time_ms as f64)),
    ComparedColumn::new("altitude_m", EXACT, |sample| sample.altitude_m),
    ComparedColumn::new("latitude_deg", EXACT, |sample| sample.latitude_deg),
    ComparedColumn::new("longitude_deg", EXACT, |sample| sample.longitude_deg),
];

/// The differences between the activities of a file and what the gpx crate reads of it.
///
/// Compared are the number of points that have a time, in the order of the file, and of each its
/// time to the millisecond and its elevation and position to the last bit. The sessions do not
/// matter, as the gpx crate knows none.
#[must_use]
pub fn differences(ours: &[Activity], theirs: &Gpx) -> Vec<Difference> {
    let mut all = Samples::default();
    for activity in ours {
        all.append(&activity.samples);
    }
    let theirs = Activity::try_from(theirs).map_or(Samples::default(), |own| own.samples);
    sample_differences(&all, &theirs, &COLUMNS, None)
}
