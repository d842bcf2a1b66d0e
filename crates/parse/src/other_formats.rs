//! Files of services that hold no activity in a format that is read, and the way to one.

use crate::formats::xml::decode;
use memchr::memmem;

/// Describes a file by its first bytes, and says where the activity is; [`None`] for an unknown
/// file.
pub(crate) fn describe(head: &[u8]) -> Option<&'static str> {
    let text = decode(head);
    let text = text.trim_start();
    match text.chars().next()? {
        '<' => of_xml(text),
        '[' | '{' => Some(of_json(text)),
        _ => of_table(text),
    }
}

/// Describes a document that is stored as a ZIP archive, by the names of its first members;
/// [`None`] for other archives.
pub(crate) fn of_archive(head: &[u8]) -> Option<&'static str> {
    let has = |name: &str| memmem::find(head, name.as_bytes()).is_some();
    if has("doc.kml") || has(".kml") {
        Some(
            "KMZ, a map without times and heart rate; not an activity format: export the activity \
             as FIT, TCX or GPX",
        )
    } else if has("xl/workbook") || (has("[Content_Types].xml") && has("xl/")) {
        Some(
            "XLSX, a spreadsheet; not an activity format: save a plan as CSV, export activities as \
              FIT, TCX or GPX",
        )
    } else {
        None
    }
}

fn of_xml(text: &str) -> Option<&'static str> {
    let has = |part: &str| text.contains(part);
    if has("<!DOCTYPE HealthData") || has("<HealthData") {
        Some(
            "an Apple Health export: its workouts have thinned heart rates and no file of their \
             own; export the workouts as FIT with an app such as HealthFit or RunGap, or from the \
             watch's own service",
        )
    } else if has("<ClinicalDocument") {
        Some("a clinical document of an Apple Health export; it holds no activity")
    } else if has("<kml") {
        Some(
            "KML, a map without times and heart rate; not an activity format: export the activity \
             as FIT, TCX or GPX",
        )
    } else if is_web_page(text) {
        Some("a web page (HTML) in place of the file; log in to the service and download it again")
    } else {
        None
    }
}

/// Whether a text is a web page, which services send instead of a file to those who are not logged
/// in.
fn is_web_page(text: &str) -> bool {
    ["<!doctype html", "<html"]
        .into_iter()
        .any(|start| text.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start)))
}

/// Keys that show the service of a JSON file, and what to do.
const JSON: &[(&[&str], &str)] = &[
    (
        &["\"summarizedActivitiesExport\""],
        "Garmin's list of activities, without an activity that can be read",
    ),
    (
        &["\"exercises\"", "\"exportVersion\""],
        "a training session of Polar's account export; export the session from Polar Flow as TCX or \
         GPX",
    ),
    (
        &["\"exercises\"", "\"startTime\"", "\"physicalInformation\""],
        "a training session of Polar's account export; export the session from Polar Flow as TCX or \
         GPX",
    ),
    (&["\"deviceDays\""], "daily heart rates of Polar's account export; it holds no activity"),
    (&["\"DeviceLog\""], "a workout of Suunto as JSON; export it from the Suunto app as FIT"),
    (
        &["\"heart_rate\"", "\"start_time\"", "\"elapsed_time\""],
        "live data of Samsung Health; export the workout from Samsung Health as GPX, or copy it \
         from the watch with an app that writes FIT or TCX",
    ),
    (
        &["HW_EXT_TRACK_DETAIL"],
        "activities of Huawei Health as JSON; export each activity from the Huawei Health app as \
         TCX or GPX",
    ),
    (
        &["\"logId\"", "\"activityName\""],
        "a list of exercises of Fitbit, without heart rate by the second; export the exercise from \
         fitbit.com as TCX",
    ),
    (
        &["\"sport_type_id\"", "\"start_time\""],
        "a session of adidas Running as JSON; the track lies beside it as GPX, in \
         Sport-sessions/GPS-data",
    ),
    (
        &["\"active_duration_ms\"", "\"start_epoch_ms\""],
        "an activity of Nike Run Club as JSON; copy it with an app that writes FIT, TCX or GPX",
    ),
    (
        &["\"start_date_local\"", "\"icu_training_load\""],
        "activities of intervals.icu as JSON; download the activities from intervals.icu as FIT",
    ),
];

fn of_json(text: &str) -> &'static str {
    let has_all = |keys: &&(&[&str], &str)| keys.0.iter().all(|key| text.contains(key));
    let known = JSON.iter().find(has_all).map(|(_, remark)| *remark);
    known.unwrap_or("JSON; not an activity format: export the activity as FIT, TCX or GPX")
}

/// Describes a table by its first line.
fn of_table(text: &str) -> Option<&'static str> {
    let first = text.lines().next()?;
    if first.starts_with("com.samsung.") {
        Some(
            "a table of Samsung Health; export the workout from Samsung Health as GPX, or copy it \
             from the watch with an app that writes FIT or TCX",
        )
    } else if first.contains("maxPace(/meter)") {
        Some("a table of Zepp, without tracks; export the workout from the Zepp app as FIT or GPX")
    } else {
        None
    }
}
