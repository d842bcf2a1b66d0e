//! Reader of GPX.

mod schema;
mod track;

use crate::contents::FileContents;
use crate::error::Error;
use crate::format::Format;
use crate::formats::xml::{SessionBudget, decode, walk};
use crate::limits::Limits;
use schema::Gpx;

/// Reads a GPX file. Returns one activity for each session of its tracks.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<FileContents, Error> {
    let text = decode(bytes);
    let mut gpx = Gpx::new(SessionBudget::of(&text, limits));
    let walked = walk(&text, limits, &mut gpx);
    let file = gpx.finish();
    if file.tracks.is_empty() {
        let what = match walked.points {
            0 if file.has_routes => "a route or waypoints, no recorded track".to_owned(),
            0 => "no recorded track in it".to_owned(),
            1 => "a track without times (1 point)".to_owned(),
            points => format!("a track without times ({points} points)"),
        };
        return walked.without_activity(Format::Gpx, what);
    }
    let tracks = (0..).zip(file.tracks);
    let activities = tracks.map(|(session, track)| track.into_activity(session, &file.words));
    Ok(walked.with_activities(Format::Gpx, activities.collect()))
}
