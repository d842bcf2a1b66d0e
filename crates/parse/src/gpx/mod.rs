//! GPX to activities.
//!
//! Every watch service exports GPX and no two write the same, so this reader holds on to very
//! little: elements are known by their local names wherever they stand, end tags need not fit, and
//! the text may be in any encoding. One pass over the text fills the columns; what precedes a cut
//! or damage is kept.

mod distance;
mod encoding;
mod notes;
mod scan;
mod time;
mod track;
mod value;

pub(crate) use encoding::decode;

use crate::{Error, ErrorKind, FileContents, Format, Limits};
use recoup_model::{Activity, DiagnosticKind};

/// Reads a GPX file: one activity for each session of its tracks.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<FileContents, Error> {
    let text = decode(bytes);
    let scanned = scan::scan(&text, limits);
    if scanned.tracks.is_empty() {
        return without_samples(&scanned);
    }
    let mut activities: Vec<Activity> = (0..)
        .zip(scanned.tracks)
        .map(|(session, track)| track.into_activity(session, &scanned.words))
        .collect();
    let diagnostics = scanned.notes.into_list();
    for activity in &mut activities {
        activity.diagnostics.clone_from(&diagnostics);
    }
    Ok(FileContents { format: Format::Gpx, activities, remark: None })
}

/// What a file is that holds no point with a time.
fn without_samples(scanned: &scan::Scanned<'_>) -> Result<FileContents, Error> {
    let loss = scanned.notes.loss();
    if let (0, Some(loss)) = (scanned.points, loss) {
        let kind = match loss.kind {
            DiagnosticKind::LimitReached => ErrorKind::LimitExceeded,
            _ => ErrorKind::Malformed,
        };
        let message = loss.message.clone();
        return Err(match loss.position {
            Some(position) => Error::at(kind, position, message),
            None => Error::new(kind, message),
        });
    }
    let mut remark = match scanned.points {
        0 if scanned.has_routes => "a route or waypoints, no recorded track".to_owned(),
        0 => "no recorded track in it".to_owned(),
        1 => "a track without times (1 point)".to_owned(),
        points => format!("a track without times ({points} points)"),
    };
    if let Some(loss) = loss {
        remark = format!("{remark}; {loss}");
    }
    Ok(FileContents::without_activity(Format::Gpx, remark))
}
