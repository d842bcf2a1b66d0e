//! Reader of TCX (Garmin Training Center XML).
//!
//! TCX contains data that GPX lacks: the sport, laps with their timer time, the distance and the
//! device. A lap without track points is still an activity with a time and a distance.

mod schema;
mod session;

use crate::contents::FileContents;
use crate::error::Error;
use crate::format::Format;
use crate::formats::xml::{SessionBudget, decode, walk};
use crate::limits::Limits;
use schema::Tcx;

/// Reads a TCX file. Returns one activity for each `Activity` element.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<FileContents, Error> {
    let text = decode(bytes);
    let mut tcx = Tcx::new(SessionBudget::of(&text, limits));
    let walked = walk(&text, limits, &mut tcx);
    let file = tcx.finish();
    if file.sessions.is_empty() {
        let what = match (file.has_course, walked.points) {
            (true, _) => "a course, no recorded activity".to_owned(),
            (false, 0) => "no recorded activity in it".to_owned(),
            (false, points) => format!("an activity without times ({points} points)"),
        };
        return walked.without_activity(Format::Tcx, what);
    }
    let are_times_local = file.are_times_local;
    let sessions = (0..).zip(file.sessions);
    let activities = sessions.map(|(number, session)| {
        let mut activity = session.into_activity(number);
        activity.are_times_local = are_times_local;
        activity
    });
    Ok(walked.with_activities(Format::Tcx, activities.collect()))
}
