//! Exports of Garmin Connect: of a whole account, in the current and in an older layout, and of
//! single activities.
//!
//! The export of an account holds everything that a watch ever sent. Each activity is among dozens
//! of files of nights, steps and settings. All have similar names, in zips within the zip.

use std::fmt::Write;

use super::Export;
use crate::fit::{self, NonActivity};
use crate::gpx::{self, HeartRateStyle};
use crate::raw_fit::{ENUM, RawFit, UINT8, UINT16, UINT32, UINT32Z};
use crate::run::{Leg, Recording, Run, Sport};
use crate::{never_fails, runs, tcx};

/// E-mail address of the athlete, which is in the name of every file.
pub const ATHLETE: &str = "kari.moe@example.com";

/// Folder of the activities.
const UPLOADED: &str = "DI_CONNECT/DI-Connect-Uploaded-Files";
/// Folder of the activities some years ago.
const UPLOADED_ONCE: &str = "DI_CONNECT/DI-Connect-Fitness-Uploaded-Files";
/// Time 2026-03-01T00:00:00Z in seconds since 1989-12-31T00:00:00Z.
const MARCH: u32 = 1_141_257_600;

/// Returns the activities of the account with their numbers, in order of time: four runs, a ride
/// and a treadmill run.
///
/// ```
/// let activities = recoup_testkit::export::garmin::activities();
/// assert_eq!(activities.len(), 6);
/// ```
#[must_use]
pub fn activities() -> Vec<(u64, Run)> {
    let ride = Run::starting("2026-03-14T10:02:30+01:00")
        .leg(Leg::minutes(60).heart_rate(126).speed_mm_s(6900))
        .sport(Sport::Cycling);
    let activities = [
        runs::recovery("2026-03-02T06:30:12+01:00", 35).named("Recovery Run").rpe(2).feel(75),
        runs::intervals("2026-03-03T17:45:00+01:00", 5).training_effect_tenths(38, 21).rpe(8),
        runs::recovery("2026-03-04T07:05:33+01:00", 32),
        ride,
        runs::hilly("2026-03-15T10:00:00+01:00", 3).sport(Sport::TrailRunning),
        runs::treadmill("2026-03-30T00:20:05+02:00", 30).rpe(1),
    ];
    let numbers = (11_223_344_556..).step_by(1_000_003);
    numbers.zip(activities.map(|run| run.recording(Recording::Smart))).collect()
}

/// Returns the export of an account, with `small_files` small files and two larger files without an
/// activity: nights, metrics, heart rate variability, steps, settings.
///
/// The files are in two zips within the zip. The first is stored, the second compressed again.
///
/// ```
/// use recoup_testkit::export::{Nested, garmin};
///
/// let files = garmin::account(20).files(Nested::Unpacked);
/// let fits = files.iter().filter(|(_, bytes)| bytes.get(8..12) == Some(b".FIT")).count();
/// assert_eq!(fits, 6 + 2 + 20);
/// ```
#[must_use]
pub fn account(small_files: usize) -> Export {
    let activities = activities();
    let summaries = summaries(&activities);
    let mut files: Vec<(u64, Vec<u8>)> =
        activities.iter().map(|(number, run)| (*number, fit::encode(run))).collect();
    let written = "2026-03-02T05:00:00+01:00";
    files.push((11_223_300_001, fit::encode_non_activity(NonActivity::Settings, written)));
    files.push((11_228_900_002, fit::encode_non_activity(NonActivity::Monitoring, written)));
    // The numbers lie between the numbers of the activities, because a watch sends files in this
    // order.
    let small = (0..small_files).map(|index| {
        let number = 11_223_344_557 + index as u64 * 5_000_000 / small_files as u64;
        (number, small_file(index as u32))
    });
    files.extend(small);
    files.sort_by_key(|(number, _)| *number);
    let second = files.split_off(files.len() / 2);
    let part = |files: Vec<(u64, Vec<u8>)>| {
        let named = files.into_iter().map(|(number, bytes)| (name(number, "fit"), bytes));
        Export::new().with_files(named).streamed()
    };
    Export::new()
        .file("customer_data/customer.json", CUSTOMER)
        .file(&fitness("summarizedActivities", "_0"), summaries)
        .file(&fitness("gear", ""), "[{\"gearDTOS\":[],\"gearActivityDTOs\":{}}]")
        .file(&fitness("workout", ""), "[]")
        .stored_zip(&format!("{UPLOADED}/UploadedFiles_0-_Part1.zip"), part(files))
        .zip(&format!("{UPLOADED}/UploadedFiles_0-_Part2.zip"), part(second))
        .file("DI_CONNECT/DI-Connect-User/user_profile.json", USER_PROFILE)
        .file("DI_CONNECT/DI-Connect-Aggregator/UDSFile_2026-03-01_2026-04-05.json", "[]")
        .file("DI_CONNECT/DI-Connect-Wellness/2026-03-01_2026-04-05_88_sleepData.json", "[]")
}

/// Returns the export of an account some years ago: one zip of activities, and beside it files that
/// were uploaded from elsewhere. One of these files is TCX with the extension `.txt`.
///
/// ```
/// use recoup_testkit::export::{Nested, garmin};
///
/// let files = garmin::older_account().files(Nested::Unpacked);
/// let of = |ending| files.iter().filter(|(path, _)| path.ends_with(ending)).count();
/// assert_eq!([".fit", ".tcx", ".gpx", ".txt"].map(of), [3, 1, 1, 1]);
/// ```
#[must_use]
pub fn older_account() -> Export {
    let activities = activities();
    let summaries = summaries(&activities);
    let mut activities = activities.into_iter();
    let mut next = |ending: &str, encode: fn(&Run) -> Vec<u8>| {
        let activity = activities.next();
        activity.map(|(number, run)| (name(number, ending), encode(&run))).into_iter()
    };
    let packed: Vec<_> = next("fit", fit::encode).chain(next("fit", fit::encode)).collect();
    let plain: Vec<_> = next("tcx", tcx::encode)
        .chain(next("gpx", |run| gpx::encode(run, HeartRateStyle::Ns3)))
        .chain(next("txt", tcx::encode))
        .chain(next("fit", fit::encode))
        .map(|(name, bytes)| (format!("{UPLOADED_ONCE}/{name}"), bytes))
        .collect();
    Export::new()
        .folder("DI_CONNECT/")
        .folder("DI_CONNECT/DI-Connect-Fitness/")
        .file(&fitness("summarizedActivities", "_0"), summaries)
        .folder(&format!("{UPLOADED_ONCE}/"))
        .zip(
            &format!("{UPLOADED_ONCE}/UploadedFiles_0-_Part1.zip"),
            Export::new().with_files(packed).streamed(),
        )
        .with_files(plain)
        .folder("DI_CONNECT/DI-Connect-User/")
        .file("DI_CONNECT/DI-Connect-User/user_profile.json", USER_PROFILE)
}

/// Row of the list of activities in the export of an account. [`None`] leaves the key out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Summary<'a> {
    /// Name of the activity.
    pub name: &'a str,
    /// Type of the activity, such as `trail_running`.
    pub activity_type: &'a str,
    /// Start in seconds since the Unix epoch.
    pub begin_s: i64,
    /// Timer time in seconds.
    pub duration_s: u32,
    /// Distance in centimetres.
    pub distance_cm: u32,
    /// Rating of perceived exertion, 1-10. The list holds ten times the value.
    pub rpe: Option<u8>,
    /// Feeling: 0, 25, 50, 75 or 100.
    pub feel: Option<u8>,
    /// Number of the event type; 1 is a race.
    pub event_type_id: Option<u8>,
}

impl<'a> Summary<'a> {
    /// Returns the row of a run.
    #[must_use]
    pub fn of(run: &Run, name: &'a str) -> Self {
        let totals = run.totals();
        Self {
            name,
            activity_type: "running",
            begin_s: run.start().unix_s(),
            duration_s: totals.timer_s,
            distance_cm: totals.distance_cm,
            rpe: None,
            feel: None,
            event_type_id: Some(9),
        }
    }

    fn json(&self) -> String {
        let escaped = self.name.replace('\\', "\\\\").replace('"', "\\\"");
        let mut json = format!(
            "{{\"activityId\":{},\"uuidMsb\":-62,\"name\":\"{escaped}\",\"activityType\":\"{}\",\
             \"beginTimestamp\":{}000,\"startTimeGmt\":{}000.0,\"startTimeLocal\":{}000.0,\
             \"duration\":{}000.0,\"distance\":{}.0,\"elevationGain\":1200.0,\"avgHr\":131.0,\
             \"splits\":[{{\"startTimeGMT\":{}000,\"measurements\":[{{\"fieldEnum\":\"SUM_DISTANCE\",\
             \"value\":10}}]}}],\"manufacturer\":\"GARMIN\",\"parent\":false",
            self.begin_s + 17,
            self.activity_type,
            self.begin_s,
            self.begin_s,
            self.begin_s + 3600,
            self.duration_s,
            self.distance_cm,
            self.begin_s,
        );
        let mut add = |key: &str, value: Option<u32>| {
            if let Some(value) = value {
                never_fails(write!(json, ",\"{key}\":{value}"));
            }
        };
        add("workoutRpe", self.rpe.map(|rpe| u32::from(rpe) * 10));
        add("workoutFeel", self.feel.map(u32::from));
        add("eventTypeId", self.event_type_id.map(u32::from));
        json + "}"
    }
}

/// Returns the list of activities of an account.
///
/// ```
/// use recoup_testkit::export::garmin::{Summary, summarized_activities};
/// use recoup_testkit::runs;
/// let run = runs::recovery("2026-03-02T06:30:12+01:00", 20);
/// let row = Summary { rpe: Some(2), ..Summary::of(&run, "Recovery") };
/// let json = summarized_activities(&[row]);
/// assert!(json.starts_with("[{\"summarizedActivitiesExport\":[{\"activityId\":"));
/// assert!(json.contains("\"workoutRpe\":20"));
/// ```
#[must_use]
pub fn summarized_activities(rows: &[Summary<'_>]) -> String {
    let rows: Vec<String> = rows.iter().map(Summary::json).collect();
    format!("[{{\"summarizedActivitiesExport\":[{}]}}]", rows.join(","))
}

/// Returns daily values of an account in the current layout, or in the layout of 2023 and before:
/// the date, `2026-03-02` or `Mar 2, 2026`, and the resting heart rate.
///
/// ```
/// use recoup_testkit::export::garmin::daily_values;
/// let now = daily_values(&[("2026-03-02", 47)]);
/// assert!(now.contains("\"calendarDate\":\"2026-03-02\""));
/// let once = daily_values(&[("Mar 2, 2023", 47)]);
/// assert!(once.contains("\"calendarDate\":{\"date\":\"Mar 2, 2023 12:00:00 AM\"}"));
/// ```
#[must_use]
pub fn daily_values(days: &[(&str, u8)]) -> String {
    let day = |(date, bpm): &(&str, u8)| {
        let date = if date.contains(',') {
            format!("{{\"date\":\"{date} 12:00:00 AM\"}}")
        } else {
            format!("\"{date}\"")
        };
        format!(
            "{{\"userProfilePK\":5,\"calendarDate\":{date},\"totalSteps\":8123,\
             \"minHeartRate\":44,\"restingHeartRate\":{bpm},\"currentDayRestingHeartRate\":105,\
             \"allDayStress\":{{\"aggregatorList\":[{{\"type\":\"TOTAL\"}}]}}}}"
        )
    };
    format!("[{}]", days.iter().map(day).collect::<Vec<_>>().join(","))
}

/// Returns the path of a list of activities in the export of an account.
#[must_use]
pub fn list_path(first: u32) -> String {
    fitness("summarizedActivities", &format!("_{first}"))
}

/// Returns the export of an account whose watch wrote no ratings: `runs` as files, and the lists
/// and daily values in `others`, as paths and texts.
#[must_use]
pub fn account_of(runs: &[Run], others: &[(String, String)]) -> Export {
    let files = (11_223_344_556..).zip(runs);
    let files = files.map(|(number, run)| (name(number, "fit"), fit::encode(run)));
    let part = Export::new().with_files(files).streamed();
    let others = others.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes()));
    Export::new()
        .file("customer_data/customer.json", CUSTOMER)
        .with_files(others)
        .stored_zip(&format!("{UPLOADED}/UploadedFiles_0-_Part1.zip"), part)
}

/// Returns the result of "Export Original" for one activity: a zip with one file.
///
/// ```
/// use recoup_testkit::export::{Nested, garmin};
/// use recoup_testkit::runs;
///
/// let run = runs::recovery("2026-03-02T06:30:12+01:00", 20);
/// let files = garmin::original(17, &run).files(Nested::Packed);
/// assert_eq!(files[0].0, "17_ACTIVITY.fit");
/// ```
#[must_use]
pub fn original(number: u64, run: &Run) -> Export {
    Export::new().file(&format!("{number}_ACTIVITY.fit"), fit::encode(run)).streamed()
}

/// Returns a folder with the result of "Export Original" for each of the [`activities`]:
/// `<number>.zip`.
#[must_use]
pub fn originals() -> Export {
    activities().iter().fold(Export::new(), |export, (number, run)| {
        export.zip(&format!("{number}.zip"), original(*number, run))
    })
}

/// Returns zips in zips. The packed export is a zip of this depth. Each level holds a run of
/// another day, `level-1.fit` on the outermost, beside the zip of the next level.
///
/// ```
/// use recoup_testkit::export::{Nested, garmin};
///
/// let files = garmin::nested(3).files(Nested::Unpacked);
/// let paths: Vec<_> = files.iter().map(|(path, _)| path.as_str()).collect();
/// assert_eq!(paths, ["level-1.fit", "level-2/level-2.fit", "level-2/level-3/level-3.fit"]);
/// ```
#[must_use]
pub fn nested(depth: u32) -> Export {
    level(1, depth)
}

fn level(this: u32, deepest: u32) -> Export {
    // Level 1 starts at 2026-03-02T05:30:12Z, and each further level a day later.
    let start = 1_772_429_412 + i64::from(this - 1) * 86_400;
    let run = runs::recovery(start, 20).recording(Recording::Smart);
    let export = Export::new().file(&format!("level-{this}.fit"), fit::encode(&run));
    if this >= deepest {
        return export;
    }
    let next = this + 1;
    export.zip(&format!("level-{next}.zip"), level(next, deepest))
}

fn name(number: u64, ending: &str) -> String {
    format!("{ATHLETE}_{number}.{ending}")
}

fn fitness(what: &str, part: &str) -> String {
    format!("DI_CONNECT/DI-Connect-Fitness/{ATHLETE}{part}_{what}.json")
}

/// Returns a file of some hundred bytes without an activity, of one of the most frequent kinds.
/// Garmin defines the types other than settings and monitoring.
fn small_file(index: u32) -> Vec<u8> {
    const SETTINGS: u8 = 2;
    const MONITORING: u8 = 32;
    const METRICS: u8 = 44;
    const SLEEP: u8 = 49;
    const HRV_STATUS: u8 = 68;
    const KINDS: [u8; 5] = [MONITORING, SLEEP, METRICS, HRV_STATUS, SETTINGS];
    let kind = KINDS[index as usize % KINDS.len()];
    let written = MARCH + index * 600;
    let at = |minutes: u32| (written + minutes * 60).to_le_bytes();
    let file = RawFit::new().message(
        0,
        &[
            (0, ENUM, &[kind]),
            (1, UINT16, &[1, 0]),
            (2, UINT16, &3113_u16.to_le_bytes()),
            (3, UINT32Z, &3_912_045_678_u32.to_le_bytes()),
            (4, UINT32, &at(0)),
        ],
    );
    let file = match kind {
        // monitoring: heart rates.
        MONITORING => (1..=4).fold(file, |file, minute| {
            file.message(55, &[(253, UINT32, &at(minute)), (27, UINT8, &[48 + minute as u8])])
        }),
        // sleep_level, and an assessment with the score of the night.
        SLEEP => (1..=4)
            .fold(file, |file, level| {
                file.message(275, &[(253, UINT32, &at(level * 30)), (0, ENUM, &[level as u8])])
            })
            .message(346, &[(6, UINT8, &[81])]),
        // max_met_data: an oxygen uptake.
        METRICS => file.message(229, &[(0, UINT32, &at(0)), (2, UINT16, &[0x10, 2])]),
        // hrv_value, one in five minutes, in 128ths of a millisecond.
        HRV_STATUS => (1..=4).fold(file, |file, nth| {
            file.message(371, &[(253, UINT32, &at(nth * 5)), (0, UINT16, &[0, 30 + nth as u8])])
        }),
        // device_settings: the offset of the clock.
        _ => file.message(2, &[(1, UINT32, &3600_u32.to_le_bytes())]),
    };
    file.to_bytes()
}

/// Returns the list of the activities without ratings.
fn summaries(activities: &[(u64, Run)]) -> String {
    let row = |(_, run): &(u64, Run)| {
        let activity_type = match run.sport {
            Sport::Cycling => "cycling",
            Sport::TrailRunning => "trail_running",
            Sport::TreadmillRunning => "treadmill_running",
            _ => "running",
        };
        (run.name.clone().unwrap_or_else(|| "Oslo".to_owned()), activity_type, run.clone())
    };
    let named: Vec<(String, &str, Run)> = activities.iter().map(row).collect();
    let rows: Vec<Summary<'_>> = named
        .iter()
        .map(|(name, activity_type, run)| Summary { activity_type, ..Summary::of(run, name) })
        .collect();
    summarized_activities(&rows)
}

const CUSTOMER: &str = "{\"firstName\":\"Kari\",\"lastName\":\"Moe\",\
                        \"emailAddress\":\"kari.moe@example.com\",\"countryCode\":\"NO\"}";
const USER_PROFILE: &str = "{\"userName\":\"kari.moe@example.com\",\"firstName\":\"Kari\",\
                            \"lastName\":\"Moe\",\"gender\":\"FEMALE\",\"birthDate\":\"1988-02-11\"}";
