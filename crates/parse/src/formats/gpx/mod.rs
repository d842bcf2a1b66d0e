//! Reader of GPX.

mod schema;
mod track;

use crate::contents::FileContents;
use crate::error::Error;
use crate::format::Format;
use crate::formats::xml::{SessionBudget, decode, walk};
use crate::limits::Limits;
use recoup_model::Activity;
use schema::Gpx;
use track::FileWords;

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
    let activities: Vec<Activity> =
        tracks.map(|(session, track)| track.into_activity(session, &file.words)).collect();
    let remark = advice(&file.words, &activities);
    Ok(FileContents { remark, ..walked.with_activities(Format::Gpx, activities) })
}

/// Returns where to find the heart rate of a route of Apple Health, which has none.
fn advice(words: &FileWords, activities: &[Activity]) -> Option<String> {
    let is_apple = words.creator.as_deref() == Some(APPLE_HEALTH);
    let has_heart_rate = |it: &Activity| it.samples.heart_rate_bpm.iter().any(|bpm| !bpm.is_nan());
    (is_apple && !activities.iter().any(has_heart_rate)).then(|| {
        "a route of Apple Health without heart rate; export the workout as FIT with an app such as \
         HealthFit or RunGap"
            .to_owned()
    })
}

/// Program that Apple Health names in its routes.
const APPLE_HEALTH: &str = "Apple Health Export";
