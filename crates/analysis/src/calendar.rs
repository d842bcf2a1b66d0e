//! Local time and the week that a run belongs to.

use crate::wording::nearest;
use jiff::civil::{Date, Weekday};
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ZonedDateTime};
use recoup_model::Sample;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;
use tzf_rs::EmbeddedFinder;

/// The first day of a week.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WeekStart {
    /// ISO 8601 weeks.
    #[default]
    Monday,
    /// Weeks from Sunday.
    Sunday,
}

impl WeekStart {
    /// Returns the kind of weeks that begin on a date.
    pub(crate) fn of_first_day(date: Date) -> Self {
        if date.weekday() == Weekday::Sunday { Self::Sunday } else { Self::Monday }
    }
}

/// What a run's local time was made from, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
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

/// A place on Earth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Coordinates {
    latitude_deg: f64,
    longitude_deg: f64,
}

impl Coordinates {
    /// The place of a latitude and a longitude in degrees, WGS 84; [`None`] if they are out of
    /// range or no numbers, and of 0, 0, which devices write where they do not know.
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

    /// Latitude in degrees.
    #[must_use]
    pub fn latitude_deg(self) -> f64 {
        self.latitude_deg
    }

    /// Longitude in degrees.
    #[must_use]
    pub fn longitude_deg(self) -> f64 {
        self.longitude_deg
    }

    /// Where a sample was taken, if it says so.
    #[must_use]
    pub fn of(sample: &Sample) -> Option<Self> {
        Self::new(sample.latitude_deg?, sample.longitude_deg?)
    }
}

/// The borders of time zones. They are looked up in the bytes as they lie, which is why this is
/// made within milliseconds; whoever needs no zone does not make it at all.
static BORDERS: LazyLock<EmbeddedFinder> = LazyLock::new(EmbeddedFinder::new);

/// The time zone of a place, by the borders of timezone-boundary-builder, which are drawn from
/// OpenStreetMap.
///
/// These are simplified: within 112 m of a border it can be the neighbour's. In the open sea it is
/// the zone of ships (`Etc/GMT+3`), and where two are in use (Xinjiang) the official one.
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

/// The time zone of an IANA name, by the rules that are built in: those of the machine can be of
/// another year, and the same runs would fall into other weeks there.
pub(crate) fn zone_named(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}

/// The name of a time zone that was probably meant: of `Oslo` the one that ends so, else what is most
/// like it.
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

/// The local time of a moment, by the first of these that is known: the file's own offset from UTC
/// in minutes, the zone of the place, the configured zone; else it is UTC.
///
/// An offset of 0 that is not the place's, or where no place is known the configured zone's, does
/// not count, since that is also what devices write that do not know their zone. [`None`] is for a
/// moment that no calendar holds.
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

/// The week that a local date belongs to: its name and its first day.
///
/// ISO weeks are named by year and number, others by their first day.
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
        let mut dates = groups.iter().filter(|group| group.len() == 8);
        dates.find_map(|group| of(&group[..4], &group[4..6], &group[6..]))
    };
    split.or_else(whole)
}

#[cfg(test)]
mod tests {
    use super::{BORDERS, zone_named};

    #[test]
    fn every_zone_that_has_borders_has_rules() {
        let names = BORDERS.timezonenames();
        assert!(names.len() > 400 && names.iter().all(|name| zone_named(name).is_some()));
        assert_eq!((zone_named("Europe/Nowhere"), zone_named("")), (None, None));
    }
}
