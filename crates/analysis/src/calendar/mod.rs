//! Local time, weeks, and periods as people write them.

mod period;

pub use period::{InvalidPeriod, Period, written_date};

use crate::wording::nearest;
use jiff::civil::{Date, Weekday};
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ZonedDateTime};
use recoup_model::Samples;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;
use tzf_rs::EmbeddedFinder;

/// The first day of weeks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WeekStart {
    /// Weeks from Monday (ISO 8601).
    #[default]
    Monday,
    /// Weeks from Sunday.
    Sunday,
}

impl WeekStart {
    /// Returns the week start of a week whose first day is `date`.
    pub(crate) fn of_first_day(date: Date) -> Self {
        if date.weekday() == Weekday::Sunday { Self::Sunday } else { Self::Monday }
    }
}

/// The basis of a run's local time, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LocalBasis {
    /// Offset from UTC in the file.
    File,
    /// Time zone of the coordinates.
    Coordinates,
    /// Configured time zone.
    Config,
    /// No basis: the time is UTC.
    Utc,
}

impl LocalBasis {
    /// Returns the name in tables.
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

/// Earliest possible date of a recording, in milliseconds since the Unix epoch: 2000-01-01. No
/// watch recorded heart rates with positions earlier.
const EARLIEST_MS: i64 = 946_684_800_000;
/// Release of this version, in milliseconds since the Unix epoch: 2026-11-27. An earlier time of
/// the system clock is wrong.
const RELEASE_MS: i64 = 1_795_737_600_000;
/// Length of a day in milliseconds.
const DAY_MS: i64 = 86_400_000;

/// Whether a moment (milliseconds since the Unix epoch) can be the date of a recording: from the
/// year 2000 until tomorrow. Other moments come from a clock that was never set or that jumped.
///
/// ```
/// use recoup_analysis::calendar::can_be_date;
/// assert!(can_be_date(1_772_000_000_000)); // 2026-02-25
/// assert!(!can_be_date(631_065_600_000)); // 1989-12-31, at which FIT's time begins
/// assert!(!can_be_date(253_370_764_800_000)); // the year 9999
/// ```
#[must_use]
pub fn can_be_date(time_ms: i64) -> bool {
    can_be_date_at(time_ms, Timestamp::now().as_millisecond())
}

fn can_be_date_at(time_ms: i64, now_ms: i64) -> bool {
    (EARLIEST_MS..=now_ms.max(RELEASE_MS).saturating_add(DAY_MS)).contains(&time_ms)
}

/// A place on Earth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Coordinates {
    latitude_deg: f64,
    longitude_deg: f64,
}

impl Coordinates {
    /// Makes a place from a latitude and a longitude in degrees, WGS 84. [`None`] if a value is out
    /// of range or NaN, and for 0, 0, which devices write if they do not know their place.
    ///
    /// ```
    /// use recoup_analysis::calendar::Coordinates;
    /// assert!(Coordinates::new(59.91, 10.75).is_some());
    /// assert_eq!(Coordinates::new(0.0, 0.0), None);
    /// assert_eq!(Coordinates::new(180.0, 10.75), None);
    /// ```
    #[must_use]
    pub fn new(latitude_deg: f64, longitude_deg: f64) -> Option<Self> {
        let is_place = (-90.0..=90.0).contains(&latitude_deg)
            && (-180.0..=180.0).contains(&longitude_deg)
            && (latitude_deg, longitude_deg) != (0.0, 0.0);
        is_place.then_some(Self { latitude_deg, longitude_deg })
    }

    /// Returns the latitude in degrees.
    #[must_use]
    pub fn latitude_deg(self) -> f64 {
        self.latitude_deg
    }

    /// Returns the longitude in degrees.
    #[must_use]
    pub fn longitude_deg(self) -> f64 {
        self.longitude_deg
    }

    /// Returns the place of the sample at a row; [`None`] if the sample has no place.
    #[must_use]
    pub fn at(samples: &Samples, row: usize) -> Option<Self> {
        // A missing coordinate is NaN, which is no place.
        Self::new(*samples.latitude_deg.get(row)?, *samples.longitude_deg.get(row)?)
    }

    /// Returns the first place of the samples; [`None`] if no sample has a place.
    #[must_use]
    pub fn first_of(samples: &Samples) -> Option<Self> {
        (0..samples.latitude_deg.len()).find_map(|row| Self::at(samples, row))
    }
}

/// The borders of time zones, searched in their encoded form. They are loaded at the first look-up.
static BORDERS: LazyLock<EmbeddedFinder> = LazyLock::new(EmbeddedFinder::new);

/// Returns the time zone of a place, by the borders of timezone-boundary-builder, which are drawn
/// from OpenStreetMap.
///
/// The borders are simplified, so that within 112 m of a border the result can be the neighbour's
/// zone. In the open sea, the result is the nautical zone (`Etc/GMT+3`). Where two zones are in use
/// (Xinjiang), the result is the official zone. [`None`] if the place has no zone with known rules.
///
/// ```
/// use recoup_analysis::calendar::{Coordinates, zone_at};
/// let kathmandu = Coordinates::new(27.7172, 85.324).and_then(zone_at).unwrap();
/// assert_eq!(kathmandu.iana_name(), Some("Asia/Kathmandu"));
/// ```
#[must_use]
pub fn zone_at(place: Coordinates) -> Option<TimeZone> {
    zone_named(BORDERS.get_tz_name(place.longitude_deg, place.latitude_deg))
}

/// Returns the time zone with an IANA name, by the built-in rules. The rules of the machine are not
/// used, because an older version of the rules would put the same runs into other weeks.
pub(crate) fn zone_named(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}

/// Returns the name of the time zone that was probably meant: the first name that ends with the
/// given city (`Oslo`), otherwise the most similar name.
pub(crate) fn zone_like(name: &str) -> Option<String> {
    let names: Vec<String> =
        TimeZoneDatabase::bundled().available().map(|name| name.to_string()).collect();
    let city = name.replace(' ', "_");
    let is_of_city =
        |name: &&str| name.rsplit('/').next().is_some_and(|own| own.eq_ignore_ascii_case(&city));
    let mut of_city = names.iter().map(String::as_str).filter(is_of_city);
    let meant = of_city.next().or_else(|| nearest(name, names.iter().map(String::as_str)));
    meant.map(str::to_owned)
}

/// Returns the local time of a moment (milliseconds since the Unix epoch) and its basis. The first
/// known basis in this order is used: the file's own offset from UTC in minutes, the zone of the
/// place, the configured zone, UTC.
///
/// An offset of 0 in the file is ignored if the zone of the place has another offset, or without a
/// place the configured zone. The reason is that devices that do not know their zone also write 0.
/// [`None`] for a moment outside the calendar.
///
/// ```
/// use recoup_analysis::calendar::{LocalBasis, Coordinates, local_time};
/// // 2026-03-29T22:30Z is already Monday in Oslo.
/// let oslo = Coordinates::new(59.91, 10.75);
/// let (local, basis) = local_time(1_774_823_400_000, None, oslo, None).unwrap();
/// assert_eq!(local.date(), jiff::civil::date(2026, 3, 30));
/// assert_eq!(basis, LocalBasis::Coordinates);
/// ```
#[must_use]
pub fn local_time(
    time_ms: i64,
    utc_offset_min: Option<i32>,
    place: Option<Coordinates>,
    configured: Option<&TimeZone>,
) -> Option<(ZonedDateTime, LocalBasis)> {
    let timestamp = Timestamp::from_millisecond(time_ms).ok()?;
    let own = utc_offset_min.and_then(|min| Offset::from_seconds(min.checked_mul(60)?).ok());
    let by_place = || Some((place.and_then(zone_at)?, LocalBasis::Coordinates));
    let otherwise = || by_place().or_else(|| Some((configured?.clone(), LocalBasis::Config)));
    let is_true = |offset: Offset| {
        offset != Offset::UTC
            || otherwise().is_none_or(|(zone, _)| zone.to_offset(timestamp) == offset)
    };
    let (zone, basis) = own
        .filter(|&offset| is_true(offset))
        .map(|offset| (TimeZone::fixed(offset), LocalBasis::File))
        .or_else(otherwise)
        .unwrap_or((TimeZone::UTC, LocalBasis::Utc));
    Some((timestamp.to_zoned_datetime(zone), basis))
}

/// Returns the name and the first day of the week of a local date.
///
/// Weeks from Monday are named by ISO year and number (`2020-W53`), weeks from Sunday by their
/// first day.
///
/// ```
/// use jiff::civil::date;
/// use recoup_analysis::calendar::{WeekStart, week_of};
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

/// Returns the date in a file's name, as exports write it: `2026-03-02-063012.fit`,
/// `Run_20260302.gpx`. Folder names are ignored. [`None`] if the name holds no date from 1990 to
/// 2099.
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
    // A longer number is a counter and not a date.
    let groups: Vec<&str> = name.split(|letter: char| !letter.is_ascii_digit()).collect();
    let of = |year: &str, month: &str, day: &str| {
        let is_dated = year.len() == 4 && month.len() == 2 && day.len() == 2;
        let date = is_dated.then(|| {
            Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
        })??;
        // No watch wrote files before 1990, and none will write them after 2099 for a while.
        (1990..2100).contains(&date.year()).then_some(date)
    };
    let split = groups.windows(3).find_map(|group| of(group[0], group[1], group[2]));
    let whole = || {
        let mut dates = groups.iter().filter(|group| group.len() == 8);
        dates.find_map(|group| of(&group[..4], &group[4..6], &group[6..]))
    };
    split.or_else(whole)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_wrong_system_clock_makes_no_run_undated() {
        use super::{DAY_MS, RELEASE_MS, can_be_date_at};
        // The clock of a machine without a battery shows 1970.
        assert!(can_be_date_at(RELEASE_MS - DAY_MS, 0));
        assert!(!can_be_date_at(RELEASE_MS + 3 * DAY_MS, 0));
        assert!(can_be_date_at(RELEASE_MS + 3 * DAY_MS, RELEASE_MS + 2 * DAY_MS));
    }

    use super::{BORDERS, zone_named};

    #[test]
    fn every_zone_that_has_borders_has_rules() {
        let names = BORDERS.timezonenames();
        assert!(names.len() > 400 && names.iter().all(|name| zone_named(name).is_some()));
        assert_eq!((zone_named("Europe/Nowhere"), zone_named("")), (None, None));
    }
}
