//! Times in the spellings of exporters.
//!
//! A file contains one time per point, so the usual spellings are parsed by hand. The crate jiff
//! parses the rest.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Point in time, with the offset that the file states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Time {
    /// Milliseconds since the Unix epoch, UTC.
    pub(crate) ms: i64,
    /// Offset from UTC in minutes, if the file states one other than zero.
    pub(crate) offset_min: Option<i32>,
}

/// Plausible years. Some programs write year 1 for "no time".
const YEARS: std::ops::RangeInclusive<i64> = 1970..=2199;

const DAY_S: i64 = 86_400;

/// Parses a time. A time without a zone is UTC, as in the GPX schema.
pub(crate) fn parse(text: &str) -> Option<Time> {
    let text = text.trim();
    usual(text.as_bytes()).or_else(|| unusual(text))
}

/// Parses `2026-03-02T06:00:00`, with or without a fraction and a zone.
fn usual(text: &[u8]) -> Option<Time> {
    let (date_time, mut rest) = text.split_at_checked(19)?;
    let &[
        y1,
        y2,
        y3,
        y4,
        b'-',
        m1,
        m2,
        b'-',
        d1,
        d2,
        b'T' | b't' | b' ',
        h1,
        h2,
        b':',
        n1,
        n2,
        b':',
        s1,
        s2,
    ] = date_time
    else {
        return None;
    };
    let year = two(y1, y2)? * 100 + two(y3, y4)?;
    let (month, day) = (two(m1, m2)?, two(d1, d2)?);
    let (hour, minute, second) = (two(h1, h2)?, two(n1, n2)?, two(s1, s2)?);
    // 24:00:00 ends a day. A leap second (60) is read as the last moment of second 59.
    let in_range = YEARS.contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_of_month(year, month)).contains(&day)
        && (hour < 24 || (hour == 24 && minute == 0 && second == 0))
        && minute < 60
        && second <= 60;
    if !in_range {
        return None;
    }

    let mut ms = 0;
    if let [b'.' | b',', fraction @ ..] = rest {
        let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            return None;
        }
        for place in 0..3 {
            let digit = fraction[..digits].get(place).map_or(0, |digit| digit - b'0');
            ms = ms * 10 + i64::from(digit);
        }
        rest = &fraction[digits..];
    }
    let offset_min = zone(rest)?;
    let (second, ms) = if second == 60 { (59, 999) } else { (second, ms) };
    let seconds = days_since_epoch(year, month, day) * DAY_S + hour * 3600 + minute * 60 + second
        - i64::from(offset_min) * 60;
    Some(Time { ms: seconds * 1000 + ms, offset_min: Some(offset_min).filter(|min| *min != 0) })
}

/// Parses a zone to an offset in minutes. No zone means UTC.
fn zone(text: &[u8]) -> Option<i32> {
    let (sign, hours, minutes) = match text.trim_ascii_start() {
        [] | [b'Z' | b'z'] | b"UTC" | b"GMT" => return Some(0),
        [sign, h1, h2, b':', m1, m2] | [sign, h1, h2, m1, m2] => {
            (sign, two(*h1, *h2)?, two(*m1, *m2)?)
        }
        [sign, h1, h2] => (sign, two(*h1, *h2)?, 0),
        _ => return None,
    };
    let minutes = i32::try_from(hours * 60 + minutes).ok().filter(|min| *min <= 18 * 60)?;
    match sign {
        b'+' => Some(minutes),
        b'-' => Some(-minutes),
        _ => None,
    }
}

/// Formats of dates by week and day, and by day of the year.
const OTHER_DATES: [&str; 2] = ["%G-W%V-%u", "%Y-%j"];

/// Parses the other spellings of ISO 8601.
fn unusual(text: &str) -> Option<Time> {
    // A date alone is refused. The crate jiff reads it as midnight, and then every point would have
    // the same time.
    let (date, time) = text.split_once(['T', 't', ' '])?;
    if let Some(date) = OTHER_DATES.iter().find_map(|format| Date::strptime(format, date).ok()) {
        return usual(format!("{date}T{time}").as_bytes());
    }
    let timestamp = match text.parse::<Timestamp>() {
        Ok(timestamp) => timestamp,
        Err(_) => TimeZone::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok()?,
    };
    let year = i64::from(timestamp.to_zoned_datetime(TimeZone::UTC).year());
    YEARS.contains(&year).then(|| Time { ms: timestamp.as_millisecond(), offset_min: None })
}

fn two(tens: u8, ones: u8) -> Option<i64> {
    (tens.is_ascii_digit() && ones.is_ascii_digit())
        .then(|| i64::from(tens - b'0') * 10 + i64::from(ones - b'0'))
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Returns the days from 1970-01-01 to a date of [`YEARS`].
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    const BEFORE_MONTH: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let past = year - 1;
    // 477 leap days lie before 1970.
    let leap_days =
        past / 4 - past / 100 + past / 400 - 477 + i64::from(month > 2 && is_leap(year));
    (year - 1970) * 365 + leap_days + BEFORE_MONTH[(month - 1) as usize] + day - 1
}

#[cfg(test)]
mod tests {
    use super::{Time, YEARS, days_of_month, days_since_epoch, parse};
    use jiff::civil::date;

    /// 2026-03-02T06:00:00Z, from `date -u -d … +%s`.
    const MS: i64 = 1_772_431_200_000;

    #[test]
    fn reads_times_of_all_spellings() {
        let cases = [
            ("2026-03-02T06:00:00Z", MS, None),
            ("2026-03-02T06:00:00.000Z", MS, None),
            ("2026-03-02T06:00:00", MS, None),
            ("2026-03-02 06:00:00", MS, None),
            ("2026-03-02t06:00:00z", MS, None),
            ("\n  2026-03-02T06:00:00Z\t", MS, None),
            ("2026-03-02T06:00:00 UTC", MS, None),
            ("2026-03-02T06:00:00+00:00", MS, None),
            ("2026-03-02T07:00:00+01:00", MS, Some(60)),
            ("2026-03-02T07:00:00+0100", MS, Some(60)),
            ("2026-03-02T07:00:00+01", MS, Some(60)),
            ("2026-03-01T20:30:00-09:30", MS, Some(-570)),
            ("2026-03-02T06:00:00.35", MS + 350, None),
            ("2026-03-02T06:00:00,5Z", MS + 500, None),
            ("2026-03-02T06:00:00.123456789Z", MS + 123, None),
            ("2026-03-02T05:59:60Z", MS - 1, None),
            ("2026-W10-1T06:00:00Z", MS, None),
            ("2026-061T07:00:00+01:00", MS, Some(60)),
            ("20260302T060000Z", MS, None),
            ("2026-03-02T06:00Z", MS, None),
            ("2026-03-01T24:00:00Z", MS - 6 * 3_600_000, None),
            ("1970-01-01T00:00:00Z", 0, None),
            ("2024-02-29T00:00:00Z", 1_709_164_800_000, None),
        ];
        for (text, ms, offset_min) in cases {
            assert_eq!(parse(text), Some(Time { ms, offset_min }), "{text:?}");
        }
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in [
            "",
            "2026-03-02",
            "06:00:00",
            "2026-02-29T00:00:00Z",
            "2026-13-02T06:00:00Z",
            "2026-00-02T06:00:00Z",
            "2026-03-00T06:00:00Z",
            "2026-03-02T25:00:00Z",
            "2026-03-02T06:60:00Z",
            "2026-03-02T06:00:00.Z",
            "2026-03-02T06:00:00+99:00",
            "0001-01-01T00:00:00Z",
            "2026-03-02T06:00:00Zulu",
            "2026-03-0²T06:00:00Z",
            "NaN",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn counts_days_as_jiff_does() {
        let epoch = date(1970, 1, 1);
        for year in YEARS {
            for month in 1..=12 {
                for day in [1, days_of_month(year, month)] {
                    let then = date(year as i16, month as i8, day as i8);
                    let days = then.since(epoch).unwrap().get_days();
                    assert_eq!(days_since_epoch(year, month, day), i64::from(days), "{then}");
                }
                let last = date(year as i16, month as i8, 1).last_of_month().day();
                assert_eq!(days_of_month(year, month), i64::from(last));
            }
        }
    }
}
