//! Training plans as services write them: workouts of TrainingPeaks, events of intervals.icu,
//! calendars, and single workouts.

use std::fmt::Write;

use crate::fit::{encode_schedule, encode_workout};
use crate::never_fails;

/// Columns of the workouts that TrainingPeaks exports, apart from the zones.
const COLUMNS: [&str; 23] = [
    "Title",
    "WorkoutType",
    "WorkoutDescription",
    "PlannedDuration",
    "PlannedDistanceInMeters",
    "WorkoutDay",
    "CoachComments",
    "DistanceInMeters",
    "PowerAverage",
    "PowerMax",
    "Energy",
    "AthleteComments",
    "TimeTotalInHours",
    "VelocityAverage",
    "VelocityMax",
    "CadenceAverage",
    "CadenceMax",
    "HeartRateAverage",
    "HeartRateMax",
    "TorqueAverage",
    "TorqueMax",
    "IF",
    "TSS",
];

/// Row of TrainingPeaks' export. Empty values are left empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct TrainingPeaksRow<'a> {
    /// Title of the workout.
    pub title: &'a str,
    /// Type: `Run`, `Bike`, `Day Off`, …
    pub workout_type: &'a str,
    /// Description of the workout.
    pub description: &'a str,
    /// Planned duration in hours.
    pub planned_h: &'a str,
    /// Planned distance in metres.
    pub planned_m: &'a str,
    /// Date, `2026-03-02`.
    pub day: &'a str,
    /// Comments of the coach.
    pub comments: &'a str,
    /// Duration of the activity in hours.
    pub done_h: &'a str,
    /// Distance of the activity in metres.
    pub done_m: &'a str,
}

/// Returns `workouts.csv` as TrainingPeaks exports it: 45 columns, each field in quotes.
///
/// ```
/// use recoup_testkit::plans::{TrainingPeaksRow, training_peaks};
/// let row = TrainingPeaksRow { title: "Easy", workout_type: "Run", ..Default::default() };
/// let csv = String::from_utf8(training_peaks(&[row])).unwrap();
/// assert!(csv.starts_with("\"Title\",\"WorkoutType\""));
/// assert_eq!(csv.lines().next().unwrap().split(',').count(), 45);
/// ```
#[must_use]
pub fn training_peaks(rows: &[TrainingPeaksRow<'_>]) -> Vec<u8> {
    let zones = ["HR", "PWR"]
        .into_iter()
        .flat_map(|kind| (1..=10).map(move |zone| format!("{kind}Zone{zone}Minutes")));
    let mut header: Vec<String> = COLUMNS.map(str::to_owned).into_iter().chain(zones).collect();
    header.extend(["Rpe".to_owned(), "Feeling".to_owned()]);
    let mut csv =
        csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
    never_fails(csv.write_record(&header));
    for row in rows {
        let value = |column: &str| match column {
            "Title" => row.title,
            "WorkoutType" => row.workout_type,
            "WorkoutDescription" => row.description,
            "PlannedDuration" => row.planned_h,
            "PlannedDistanceInMeters" => row.planned_m,
            "WorkoutDay" => row.day,
            "CoachComments" => row.comments,
            "TimeTotalInHours" => row.done_h,
            "DistanceInMeters" => row.done_m,
            _ => "",
        };
        never_fails(csv.write_record(header.iter().map(|column| value(column))));
    }
    never_fails(csv.into_inner())
}

/// Returns an event of intervals.icu, with the keys of its API that matter and some others.
///
/// `sport` is the JSON of the type, because notes have `null`.
#[must_use]
pub fn intervals_event(day: &str, category: &str, sport: &str, name: &str, rest: &str) -> String {
    format!(
        "{{\"id\":81,\"start_date_local\":\"{day}T00:00:00\",\"end_date_local\":\"{day}T00:00:00\",\
         \"icu_training_load\":31,\"category\":\"{category}\",\"type\":{sport},\
         \"name\":\"{name}\",\"tags\":null,\"workout_doc\":{{\"steps\":[]}},\
         \"paired_activity_id\":null{rest}}}"
    )
}

/// Returns the calendar of TrainingPeaks: planned workouts for whole days, and done workouts at
/// their times. An entry is the day (`20260302`), the summary and the description. A day with a time
/// (`20260302T063000`) is done.
///
/// ```
/// use recoup_testkit::plans::training_peaks_calendar;
/// let ics = training_peaks_calendar(&[("20260302", "Run: Easy", "Planned Time: 0:40")]);
/// assert!(String::from_utf8(ics).unwrap().contains("DTSTART;VALUE=DATE:20260302\r\n"));
/// ```
#[must_use]
pub fn training_peaks_calendar(entries: &[(&str, &str, &str)]) -> Vec<u8> {
    let escaped = |text: &str| {
        let text = text.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;");
        text.replace('\n', "\\n")
    };
    let mut ics = "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\n\
                   PRODID:-//ddaysoftware.com//NONSGML DDay.iCal 1.0//EN\r\nVERSION:2.0\r\n"
        .to_owned();
    for (number, (day, summary, description)) in entries.iter().enumerate() {
        let start = if day.contains('T') { "DTSTART:" } else { "DTSTART;VALUE=DATE:" };
        let lines = [
            "BEGIN:VEVENT".to_owned(),
            format!("DESCRIPTION:Workout type: Run\\n{}", escaped(description)),
            format!("{start}{day}"),
            "SEQUENCE:0".to_owned(),
            format!("SUMMARY:{}", escaped(summary)),
            format!("UID:00000000-0000-0000-0000-{number:012}"),
            "END:VEVENT".to_owned(),
        ];
        for line in lines {
            ics.push_str(&folded(&line));
        }
    }
    (ics + "END:VCALENDAR\r\n").into_bytes()
}

/// Folds a line of a calendar after 74 letters.
fn folded(line: &str) -> String {
    let letters: Vec<char> = line.chars().collect();
    let parts: Vec<String> = letters.chunks(74).map(|part| part.iter().collect()).collect();
    parts.join("\r\n ") + "\r\n"
}

/// Returns a Zwift workout of two steady steps for running or cycling.
///
/// ```
/// let zwo = recoup_testkit::plans::zwo("Recovery 30", "run", 1800);
/// assert!(String::from_utf8(zwo).unwrap().contains("<sportType>run</sportType>"));
/// ```
#[must_use]
pub fn zwo(name: &str, sport: &str, seconds: u32) -> Vec<u8> {
    let mut xml = "<workout_file>\n    <author>A coach</author>\n".to_owned();
    never_fails(write!(
        xml,
        "    <name>{name}</name>\n    <description><![CDATA[Slowly & calmly]]></description>\n    \
         <sportType>{sport}</sportType>\n    <tags/>\n    <workout>\n        \
         <Warmup Duration=\"300\" PowerLow=\"0.25\" PowerHigh=\"0.6\"/>\n        \
         <SteadyState Duration=\"{}\" Power=\"0.6\"><textevent timeoffset=\"1\" message=\"Go\"/>\
         </SteadyState>\n    </workout>\n</workout_file>\n",
        seconds - 300
    ));
    xml.into_bytes()
}

/// Returns a FIT file of the type workout: a warm-up, a main step of a purpose (FIT's number of the
/// intensity: 0 active, 4 recovery), and a cool-down.
///
/// ```
/// let workout = recoup_testkit::plans::fit_workout("Jog", 4, 1200);
/// assert_eq!(&workout[8..12], b".FIT");
/// ```
#[must_use]
pub fn fit_workout(name: &str, intensity: u8, seconds: u32) -> Vec<u8> {
    encode_workout(name, &[(2, 300), (intensity, seconds - 600), (3, 300)])
}

/// Returns the calendar of a watch as a FIT file: the days on which the workout of [`fit_workout`]
/// is due, such as `2026-03-02T00:00:00+01:00`.
///
/// ```
/// let schedule = recoup_testkit::plans::fit_schedule(&["2026-03-02T00:00:00+01:00"]);
/// assert_eq!(&schedule[8..12], b".FIT");
/// ```
#[must_use]
pub fn fit_schedule(days: &[&str]) -> Vec<u8> {
    encode_schedule(days)
}
