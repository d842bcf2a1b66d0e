//! Local time and the week that a run belongs to.

use crate::policy::WeekStart;
use jiff::civil::{Date, Weekday};
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

/// What a run's local time was made from, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LocalBasis {
    /// The file's own offset from UTC.
    File,
    /// The zone of its coordinates.
    Coordinates,
    /// The configured zone.
    Config,
    /// None: it is UTC.
    Utc,
}

impl LocalBasis {
    /// The name, as in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Coordinates => "coordinates",
            Self::Config => "config",
            Self::Utc => "utc",
        }
    }
}

/// The time zone of an IANA name, by the rules that are built in: those of the machine can be of
/// another year, and the same runs would fall into other weeks there.
pub(crate) fn zone_named(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}

/// The local time of a moment.
///
/// ```
/// use jiff::tz::TimeZone;
/// use recoup_analysis::calendar::{LocalBasis, local_time};
/// // 2026-03-29T22:30Z is already Monday in Oslo.
/// let oslo = TimeZone::get("Europe/Oslo")?;
/// let (local, basis) = local_time(1_774_823_400_000, None, Some(&oslo)).unwrap();
/// assert_eq!(local.date(), jiff::civil::date(2026, 3, 30));
/// assert_eq!(basis, LocalBasis::Config);
/// # Ok::<(), jiff::Error>(())
/// ```
#[must_use]
pub fn local_time(
    time_ms: i64,
    utc_offset_min: Option<i32>,
    time_zone: Option<&TimeZone>,
) -> Option<(Zoned, LocalBasis)> {
    let timestamp = Timestamp::from_millisecond(time_ms).ok()?;
    let own = utc_offset_min.and_then(|minutes| Offset::from_seconds(minutes * 60).ok());
    let (zone, basis) = match (own, time_zone) {
        (Some(offset), _) => (TimeZone::fixed(offset), LocalBasis::File),
        (None, Some(zone)) => (zone.clone(), LocalBasis::Config),
        (None, None) => (TimeZone::UTC, LocalBasis::Utc),
    };
    Some((timestamp.to_zoned(zone), basis))
}

/// The week that a local date belongs to: its name and its first day.
///
/// ISO weeks are named by year and number, others by their first day.
///
/// ```
/// use jiff::civil::date;
/// use recoup_analysis::{calendar::week_of, policy::WeekStart};
/// let (name, start) = week_of(date(2021, 1, 3), WeekStart::Monday);
/// assert_eq!((name.as_str(), start), ("2020-W53", date(2020, 12, 28)));
/// let (name, _) = week_of(date(2021, 1, 3), WeekStart::Sunday);
/// assert_eq!(name, "2021-01-03");
/// ```
#[must_use]
pub fn week_of(date: Date, week_start: WeekStart) -> (String, Date) {
    let first_day = match week_start {
        WeekStart::Monday => Weekday::Monday,
        WeekStart::Sunday => Weekday::Sunday,
    };
    let days_into = date.weekday().since(first_day);
    let start = date.checked_sub(jiff::Span::new().days(i64::from(days_into))).unwrap_or(Date::MIN);
    let name = match week_start {
        WeekStart::Monday => {
            let iso = date.iso_week_date();
            format!("{}-W{:02}", iso.year(), iso.week())
        }
        WeekStart::Sunday => start.to_string(),
    };
    (name, start)
}

/// The date that a file's name holds, as exports write it: `2026-03-02-063012.fit`,
/// `Run_20260302.gpx`. Folders do not count.
///
/// ```
/// use jiff::civil::date;
/// use recoup_analysis::calendar::date_in_name;
/// assert_eq!(date_in_name("2025/2026-03-02-063012.fit"), Some(date(2026, 3, 2)));
/// assert_eq!(date_in_name("Run_20260302T0630.gpx"), Some(date(2026, 3, 2)));
/// assert_eq!(date_in_name("activity_13780021934.fit"), None);
/// ```
#[must_use]
pub fn date_in_name(file: &str) -> Option<Date> {
    let name = file.rsplit('/').next().unwrap_or(file);
    // Longer numbers are somebody's count and no date.
    let groups: Vec<&str> = name.split(|letter: char| !letter.is_ascii_digit()).collect();
    let of = |year: &str, month: &str, day: &str| {
        let is_dated = year.len() == 4 && month.len() == 2 && day.len() == 2;
        let date = is_dated.then(|| {
            Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
        })??;
        // No watch wrote files before, none will for a while after.
        (1990..2100).contains(&date.year()).then_some(date)
    };
    let split = groups.windows(3).find_map(|group| of(group[0], group[1], group[2]));
    let whole = || {
        let dates = groups.iter().filter(|group| group.len() == 8);
        dates.filter_map(|group| of(&group[..4], &group[4..6], &group[6..])).next()
    };
    split.or_else(whole)
}
