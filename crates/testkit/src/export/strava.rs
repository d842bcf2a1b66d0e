//! Bulk export of Strava: two weeks of one runner, in every format that was ever uploaded.
//!
//! Files and folders follow real exports of 2026. Most files hold no activity, but some look like
//! activities or their list. Routes are GPX files, and a dozen lists have the extension `.csv` like
//! `activities.csv`.

use std::path::Path;

use super::Export;
use crate::gpx::{self, HeartRateStyle};
use crate::run::{Leg, Recording, Run, Sport};
use crate::strava::{self, ENGLISH, Row};
use crate::{fit, gzip, runs, tcx};

/// Activity of the export.
#[derive(Debug, Clone)]
pub struct Activity {
    /// Row of the list. Date, elapsed time and distance come from the run.
    pub row: Row<'static>,
    /// Declaration of the activity.
    pub run: Run,
    /// Bytes of the file.
    pub bytes: Vec<u8>,
}

/// Returns the activities with a file, in order of time: eight runs, a run without a sport from the
/// watch, two rides, a swim and a walk.
///
/// ```
/// let activities = recoup_testkit::export::strava::activities();
/// assert_eq!(activities.len(), 13);
/// assert!(activities.iter().filter(|it| it.row.activity_type == "Run").count() == 9);
/// ```
#[must_use]
pub fn activities() -> Vec<Activity> {
    let mut activities = first_week();
    activities.extend(later());
    activities
}

/// Returns the whole export.
///
/// ```
/// use recoup_testkit::export::{Nested, strava};
///
/// let files = strava::export().files(Nested::Packed);
/// assert!(files.iter().any(|(path, _)| path == "activities.csv"));
/// assert!(files.iter().any(|(path, _)| path == "routes/1.gpx"));
/// ```
#[must_use]
pub fn export() -> Export {
    let activities = activities();
    let list = list(&activities);
    let route = runs::steady(0, 20, 130).named("Round the lake").recording(Recording::Smart);
    let files = activities.into_iter().map(|it| (it.row.file.to_owned(), it.bytes));
    let lists = LISTS.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    Export::new()
        .folder("activities/")
        .with_files(files)
        .file("activities.csv", list)
        .folder("clubs/")
        .folder("media/")
        .file("media/3f1b6a54-9d1e-4c0e-8f1a-5b7c0d2e9a11.jpg", PICTURE)
        .file("media/8c2d7e10-0a4b-4f6d-b3c9-1e2f3a4b5c6d.jpg", PICTURE)
        .file("profile.jpg", PICTURE)
        .folder("routes/")
        .file("routes/1.gpx", gpx::encode_route(&route))
        .file("routes/2.gpx", gpx::encode_route(&route.named("Long way, \"the hills\"")))
        .with_files(lists)
}

/// Returns `activities.csv` with two entries that were made by hand and have no file.
fn list(activities: &[Activity]) -> Vec<u8> {
    let dates: Vec<String> = activities.iter().map(|it| strava::date(it.run.start())).collect();
    let mut rows: Vec<Row<'_>> = activities
        .iter()
        .zip(&dates)
        .map(|(Activity { row, run, .. }, date)| {
            let totals = run.totals();
            let (elapsed_s, distance_m) = (totals.elapsed_s, totals.distance_cm / 100);
            Row { date, elapsed_s, distance_m, ..*row }
        })
        .collect();
    rows.extend(BY_HAND);
    rows.sort_by_key(|row| row.number);
    strava::activities_csv(&ENGLISH, &rows)
}

const BY_HAND: [Row<'_>; 2] = [
    Row {
        number: 17_604_000_350,
        date: "Mar 3, 2026, 7:30:00 PM",
        name: "Yoga",
        activity_type: "Yoga",
        description: "",
        elapsed_s: 1800,
        distance_m: 0,
        file: "",
        exertion: None,
        media: "",
        flags: &[],
    },
    Row {
        number: 17_604_000_950,
        date: "Mar 9, 2026, 6:00:00 AM",
        name: "Forgot the watch, \"felt easy\"",
        activity_type: "Run",
        description: "By the kitchen clock.\n\nAbout 5 km,\r\nperhaps \"more\".",
        elapsed_s: 1860,
        distance_m: 5000,
        file: "",
        exertion: Some(2),
        media: "",
        flags: &["Recovery"],
    },
];

/// Returns an activity with a file encoded by `encode`. The file is compressed if its name ends in
/// `.gz`.
fn activity(row: Row<'static>, run: Run, encode: fn(&Run) -> Vec<u8>) -> Activity {
    let run = run.recording(Recording::Smart);
    let bytes = encode(&run);
    let is_gzip = Path::new(row.file).extension().is_some_and(|extension| extension == "gz");
    let bytes = if is_gzip { gzip(&bytes) } else { bytes };
    Activity { row, run, bytes }
}

fn first_week() -> Vec<Activity> {
    vec![
        activity(
            Row {
                number: 17_604_000_101,
                name: "Morning Recovery",
                activity_type: "Run",
                file: "activities/18611200101.fit.gz",
                exertion: Some(2),
                flags: &["Recovery"],
                ..Row::default()
            },
            runs::recovery("2026-03-02T06:30:12+01:00", 35),
            fit::encode,
        ),
        activity(
            Row {
                number: 17_604_000_202,
                name: "5 x 4 min, \"never again\"",
                activity_type: "Run",
                description: "Warm-up\n5 x 4 min\nCool-down",
                file: "activities/18611200202.fit.gz",
                exertion: Some(8),
                media: "media/3f1b6a54-9d1e-4c0e-8f1a-5b7c0d2e9a11.jpg|\
                        media/8c2d7e10-0a4b-4f6d-b3c9-1e2f3a4b5c6d.jpg",
                ..Row::default()
            },
            runs::intervals("2026-03-03T17:45:00+01:00", 5).training_effect_tenths(38, 21),
            fit::encode,
        ),
        activity(
            Row {
                number: 17_604_000_404,
                name: "Easy along Akerselva",
                activity_type: "Run",
                file: "activities/18611200404.gpx",
                flags: &["Recovery"],
                ..Row::default()
            },
            runs::recovery("2026-03-04T07:05:33+01:00", 32).named("Easy along Akerselva"),
            |run| gpx::encode(run, HeartRateStyle::Gpxtpx),
        ),
        activity(
            Row {
                number: 17_604_000_505,
                name: "To work",
                activity_type: "Ride",
                file: "activities/18611200505.fit.gz",
                flags: &["Commute"],
                ..Row::default()
            },
            Run::starting("2026-03-05T07:40:20+01:00")
                .leg(Leg::minutes(40).heart_rate(118).speed_mm_s(6500))
                .sport(Sport::Cycling),
            fit::encode,
        ),
        activity(
            Row {
                number: 17_604_000_606,
                name: "A walk, in the sun",
                activity_type: "Walk",
                file: "activities/18611200606.tcx.gz",
                ..Row::default()
            },
            Run::starting("2026-03-06T12:00:00+01:00")
                .leg(Leg::minutes(45).heart_rate(96).speed_mm_s(1500))
                .sport(Sport::Walking),
            as_strava_keeps_tcx,
        ),
        activity(
            Row {
                number: 17_604_000_707,
                name: "Lunch Swim",
                activity_type: "Swim",
                file: "activities/18611200707.fit.gz",
                ..Row::default()
            },
            Run::starting("2026-03-07T12:00:00+01:00")
                .leg(Leg::minutes(30).heart_rate(128).speed_mm_s(700))
                .sport(Sport::Swimming),
            fit::encode,
        ),
        activity(
            Row {
                number: 17_604_000_808,
                name: "Sunday long",
                activity_type: "Run",
                file: "activities/18611200808.gpx.gz",
                flags: &["Long Run"],
                ..Row::default()
            },
            Run::starting("2026-03-08T09:30:05+01:00")
                .leg(Leg::minutes(10).heart_rate(134).speed_mm_s(2700))
                .leg(Leg::minutes(90).heart_rate(145).speed_mm_s(2800))
                .named("Sunday long"),
            |run| gpx::encode(run, HeartRateStyle::Gpxtpx),
        ),
    ]
}

fn later() -> Vec<Activity> {
    vec![
        activity(
            Row {
                number: 17_604_001_010,
                name: "Tempo 20 min",
                activity_type: "Run",
                file: "activities/18611201010.tcx.gz",
                exertion: Some(7),
                ..Row::default()
            },
            Run::starting("2026-03-10T18:00:12+01:00")
                .leg(Leg::minutes(12).heart_rate(134).speed_mm_s(2800))
                .leg(Leg::minutes(20).heart_rate(173).wobble(2).speed_mm_s(4000).cadence(93))
                .leg(Leg::minutes(10).heart_rate(132)),
            as_strava_keeps_tcx,
        ),
        activity(
            Row {
                number: 17_604_001_111,
                name: "Recovery Run",
                activity_type: "Run",
                file: "activities/18611201111.tcx.gz",
                flags: &["Recovery"],
                ..Row::default()
            },
            runs::recovery("2026-03-11T06:30:00+01:00", 30),
            tcx::encode,
        ),
        activity(
            Row {
                number: 17_604_001_212,
                name: "Morning Run",
                activity_type: "Run",
                description: "The watch was set to \"Other\".",
                file: "activities/18611201212.fit.gz",
                ..Row::default()
            },
            runs::recovery("2026-03-12T06:40:00+01:00", 31).sport(Sport::Generic),
            fit::encode,
        ),
        activity(
            Row {
                number: 17_604_001_313,
                name: "Battery died",
                activity_type: "Run",
                file: "activities/18611201313.fit.gz",
                flags: &["Recovery"],
                ..Row::default()
            },
            runs::recovery("2026-03-13T07:30:20+01:00", 40),
            |run| {
                let file = fit::encode(run);
                file[..file.len() * 3 / 5].to_vec()
            },
        ),
        activity(
            Row {
                number: 17_604_001_414,
                name: "Morning Ride",
                activity_type: "Ride",
                file: "activities/18611201414.gpx",
                ..Row::default()
            },
            Run::starting("2026-03-14T10:02:30+01:00")
                .leg(Leg::minutes(60).speed_mm_s(6900))
                .named("Morning Ride")
                .sport(Sport::Cycling),
            gpx::encode_plain,
        ),
        activity(
            Row {
                number: 17_604_001_515,
                // The list holds names as HTML.
                name: "Recovery &amp; coffee",
                activity_type: "Run",
                file: "activities/18611201515.gpx.gz",
                flags: &["Recovery", "With Pet"],
                ..Row::default()
            },
            runs::recovery("2026-03-15T08:10:00+01:00", 33).named("Recovery & coffee"),
            |run| gpx::encode(run, HeartRateStyle::Gpxtpx),
        ),
    ]
}

/// Encodes TCX with ten leading spaces, as in many exports. XML does not allow them.
fn as_strava_keeps_tcx(run: &Run) -> Vec<u8> {
    [&b"          "[..], &tcx::encode(run)].concat()
}

/// Beginning and end of a JPEG file, without a picture between them.
const PICTURE: &[u8] =
    b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xFF\xD9";

/// Further lists of an export. Readers ignore most of them.
const LISTS: &[(&str, &str)] = &[
    ("applications.csv", "Application Name,Application Description\n"),
    (
        "bikes.csv",
        "Bike Name,Bike Brand,Bike Model,Bike Default Sport Types\nGrey one,Nishiki,Tour,Ride\n",
    ),
    ("blocks.csv", "Athlete ID\n"),
    (
        "clubs.csv",
        "Club ID,Club Name,Club Type,Club Sport\n\
         418822,\"Runners of Akerselva, \"\"the slow ones\"\"\",casual_club,running\n",
    ),
    (
        "comments.csv",
        "Comment Date,Activity ID,Comment\n\"Mar 3, 2026, 8:01:11 PM\",17604000202,Ouch\n",
    ),
    ("connected_apps.csv", "App Name,Enabled\nGarmin Connect,true\n"),
    ("contacts.csv", "Contact Type,Contact Info\n"),
    ("followers.csv", "Follower Athlete ID,Follow Status,Favorite Status\n1,Accepted,\n"),
    ("goals.csv", "Goal Type,Activity Type,Goal,Start Date,End Date\n"),
    (
        "logins.csv",
        "Login DateTime,Login IP Address,Login Source\n\
         \"Apr 6, 2026, 6:00:01 AM\",192.0.2.7,web\n",
    ),
    (
        "media.csv",
        "Media Filename,Media Caption\n\
         media/3f1b6a54-9d1e-4c0e-8f1a-5b7c0d2e9a11.jpg,\n\
         media/8c2d7e10-0a4b-4f6d-b3c9-1e2f3a4b5c6d.jpg,\"The hill\nafterwards\"\n",
    ),
    ("messaging.json", "{\"channels\":[]}\n"),
    (
        "profile.csv",
        "Athlete ID,Email Address,First Name,Last Name,Sex,Description,Weight,City,State,Country\n\
         7305512,kari.moe@example.com,Kari,Moe,F,,62.0,Oslo,,Norway\n",
    ),
    (
        "routes.csv",
        "Route ID,Route Name,Route Description,Route Filename\n\
         331,Round the lake,,routes/1.gpx\n332,\"Long way, \"\"the hills\"\"\",,routes/2.gpx\n",
    ),
    ("segments.csv", "Segment ID,Segment Name\n"),
    (
        "shoes.csv",
        "Shoe Name,Shoe Brand,Shoe Model,Shoe Default Sport Types\nOld grey,Brooks,Ghost,Run\n",
    ),
    ("social_settings.csv", "Setting Name,Setting Value\n"),
];
