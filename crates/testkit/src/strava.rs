//! `activities.csv`, the index of Strava's bulk export.
//!
//! Headers and values follow real lists. Names come twice, the second time in other units. Flags
//! are `true` and `false` in one column and `1.0` in the next. Activities that were entered by hand
//! have no file. Headers without a translation are wrapped in HTML.

use csv::Writer;

use crate::{Start, never_fails, start};

/// Headers of an English list of 2026, in its order: all headers that matter, and enough other
/// headers to show the oddities.
pub const ENGLISH: [&str; 21] = [
    "Activity ID",
    "Activity Date",
    "Activity Name",
    "Activity Type",
    "Activity Description",
    "Elapsed Time",
    "Distance",
    "Commute",
    "Activity Private Note",
    "Filename",
    "Elapsed Time",
    "Distance",
    "Perceived Exertion",
    "<span class=\"translation_missing\" title=\"translation missing: \
     en-US.lib.export.portability_exporter.activities.horton_values.type\">Type</span>",
    "Commute",
    "Recovery",
    "With Pet",
    "Competition",
    "Long Run",
    "For a Cause",
    "Media",
];

/// Headers of a German list, in the same order.
pub const GERMAN: [&str; 21] = [
    "Aktivitäts-ID",
    "Aktivitätsdatum",
    "Name der Aktivität",
    "Aktivitätsart",
    "Aktivitätsbeschreibung",
    "Verstrichene Zeit",
    "Distanz",
    "Pendeln",
    "Hinweis zur Privatsphäre für Aktivitäten",
    "Dateiname",
    "Verstrichene Zeit",
    "Distanz",
    "Gefühlte Anstrengung",
    "Art",
    "Pendeln",
    "Regeneration",
    "Mit Haustier",
    "Wettbewerb",
    "Langer Lauf",
    "Für einen guten Zweck",
    "Medien",
];

/// Row of the list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Row<'a> {
    /// Number of the activity, which differs from the number of its file.
    pub number: u64,
    /// Start in the spelling of the list, in UTC.
    pub date: &'a str,
    /// Name of the activity.
    pub name: &'a str,
    /// Type of the activity.
    pub activity_type: &'a str,
    /// Description by the athlete, which can have several lines.
    pub description: &'a str,
    /// Elapsed time in seconds.
    pub elapsed_s: u32,
    /// Distance in metres.
    pub distance_m: u32,
    /// File; empty for an activity that was entered by hand.
    pub file: &'a str,
    /// Perceived exertion, 1-10.
    pub exertion: Option<u8>,
    /// Pictures, such as `media/1.jpg|media/2.jpg`.
    pub media: &'a str,
    /// English headers of the flags that are set: `Commute`, `Recovery`, …
    pub flags: &'a [&'a str],
}

/// Returns the start of an activity in the spelling of an English list.
///
/// ```
/// use recoup_testkit::{Start, strava};
///
/// let start = Start::from("2026-03-03T00:05:09+01:00");
/// assert_eq!(strava::date(start), "Mar 2, 2026, 11:05:09 PM");
/// ```
#[must_use]
pub fn date(start: Start) -> String {
    let utc = start::utc(start.unix_s());
    let (hour, minute, second) = utc.to_hms();
    let month = utc.month().to_string();
    let half = if hour < 12 { "AM" } else { "PM" };
    let hour = (hour + 11) % 12 + 1;
    let (day, year) = (utc.day(), utc.year());
    format!("{} {day}, {year}, {hour}:{minute:02}:{second:02} {half}", &month[..3])
}

/// Returns the list with headers such as [`ENGLISH`].
///
/// ```
/// use recoup_testkit::strava::{ENGLISH, Row, activities_csv};
///
/// let file = "activities/18.fit.gz";
/// let row = Row { number: 17, name: "Easy, slow", file, ..Row::default() };
/// let text = String::from_utf8(activities_csv(&ENGLISH, &[row]))?;
/// assert!(text.starts_with("Activity ID,Activity Date,"));
/// assert!(text.contains("\n17,,\"Easy, slow\","));
/// # Ok::<(), std::string::FromUtf8Error>(())
/// ```
#[must_use]
pub fn activities_csv(headers: &[&str; 21], rows: &[Row<'_>]) -> Vec<u8> {
    let mut writer = Writer::from_writer(Vec::new());
    never_fails(writer.write_record(headers));
    for row in rows {
        let of = |flag, set, not_set| if row.flags.contains(&flag) { set } else { not_set };
        let exertion = row.exertion.map(|exertion| format!("{exertion}.0")).unwrap_or_default();
        never_fails(writer.write_record([
            row.number.to_string().as_str(),
            row.date,
            row.name,
            row.activity_type,
            row.description,
            &row.elapsed_s.to_string(),
            // The first distance is in kilometres, the second in metres.
            &format!("{}.{:02}", row.distance_m / 1000, row.distance_m % 1000 / 10),
            of("Commute", "true", "false"),
            "",
            row.file,
            &format!("{}.0", row.elapsed_s),
            &format!("{}.0", row.distance_m),
            &exertion,
            "",
            of("Commute", "1.0", "0.0"),
            of("Recovery", "1.0", "0.0"),
            of("With Pet", "1.0", "0.0"),
            of("Competition", "1.0", ""),
            of("Long Run", "1.0", ""),
            of("For a Cause", "1.0", ""),
            row.media,
        ]));
    }
    never_fails(writer.into_inner())
}
