//! Periods as people write them: dates, weeks, months, `last-week`, `4w`.

use crate::calendar::{WeekStart, week_of};
use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use std::fmt;
use std::str::FromStr;

/// The first and the last day of a period.
type Days = (Date, Date);

/// A period as a person writes it: a date (`2026-03-02`), a week (`2026-W10`), a month (`2026-05`),
/// `this-week`, `last-week`, or a number of weeks up to today (`4w`).
///
/// ```
/// use jiff::civil::date;
/// use recoup_analysis::calendar::{Period, WeekStart};
/// let today = date(2026, 11, 27); // a Friday
/// let period: Period = "last-week".parse()?;
/// let days = period.days(today, WeekStart::Monday);
/// assert_eq!(days, (date(2026, 11, 16), date(2026, 11, 22)));
/// # Ok::<(), recoup_analysis::calendar::InvalidPeriod>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Period {
    /// The current week and this number of weeks before it, up to today.
    WeeksBack(i32),
    /// The week before the current week.
    LastWeek,
    /// The current week.
    ThisWeek,
    /// The days from the first to the last, both included.
    Days(Date, Date),
}

impl Period {
    /// Returns the first and the last day. Weeks begin on `week_start`.
    #[must_use]
    pub fn days(self, today: Date, week_start: WeekStart) -> (Date, Date) {
        let (_, this_week) = week_of(today, week_start);
        let week = |first: Date| (first, first.saturating_add(6.days()));
        match self {
            Self::WeeksBack(weeks) => (this_week.saturating_sub((weeks - 1).weeks()), today),
            Self::LastWeek => week(this_week.saturating_sub(1.week())),
            Self::ThisWeek => week(this_week),
            Self::Days(first, last) => (first, last),
        }
    }
}

impl FromStr for Period {
    type Err = InvalidPeriod;

    fn from_str(text: &str) -> Result<Self, InvalidPeriod> {
        let text = text.trim();
        let found = match text {
            "this-week" => Some(Self::ThisWeek),
            "last-week" => Some(Self::LastWeek),
            _ => weeks_back(text).map(Self::WeeksBack).or_else(|| {
                iso_week(text).or_else(|| month(text)).map(|(first, last)| Self::Days(first, last))
            }),
        };
        match found {
            Some(period) => Ok(period),
            None => written_date(text).map(|date| Self::Days(date, date)).map_err(InvalidPeriod),
        }
    }
}

/// Error for a text that is no [`Period`]. It holds the cause if the text has the form of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidPeriod(Option<&'static str>);

impl fmt::Display for InvalidPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|cause| write!(f, "{cause}; "))?;
        f.write_str(
            "write a date (2026-03-02), a week (2026-W10), a month (2026-05), last-week, or a number \
             of weeks (4w)",
        )
    }
}

impl std::error::Error for InvalidPeriod {}

/// Parses a date, with or without leading zeros: `2026-03-02`.
///
/// # Errors
///
/// Returns the cause, or [`None`] for a text that does not have the form of a date.
pub fn written_date(text: &str) -> Result<Date, Option<&'static str>> {
    let parts: Vec<&str> = text.trim().split('-').collect();
    let [year, month, day] = parts[..] else { return Err(None) };
    let number = |text: &str| text.parse::<i16>().ok().filter(|_| text.len() <= 4);
    let (Some(year), Some(month), Some(day)) =
        (number(year).filter(|_| year.len() == 4), number(month), number(day))
    else {
        return Err(None);
    };
    let date = i8::try_from(month).ok().zip(i8::try_from(day).ok());
    let date = date.and_then(|(month, day)| Date::new(year, month, day).ok());
    date.ok_or(Some("there is no such day"))
}

/// Parses a number of weeks: `4w`.
fn weeks_back(text: &str) -> Option<i32> {
    let weeks: i32 = text.strip_suffix(['w', 'W'])?.parse().ok()?;
    (1..=5_000).contains(&weeks).then_some(weeks)
}

/// Parses an ISO week: `2026-W10`.
fn iso_week(text: &str) -> Option<Days> {
    let (year, week) = text.split_once("-W").or_else(|| text.split_once("-w"))?;
    let (year, week) = (year.parse().ok()?, week.parse().ok()?);
    let monday = ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date();
    Some((monday, monday.saturating_add(6.days())))
}

/// Parses a month: `2026-05`.
fn month(text: &str) -> Option<Days> {
    let (year, month) =
        text.split_once('-').filter(|(year, month)| year.len() == 4 && month.len() == 2)?;
    let first = Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
    Some((first, first.last_of_month()))
}

#[cfg(test)]
mod tests {
    use super::Period;
    use crate::calendar::WeekStart;
    use jiff::civil::date;

    #[test]
    fn periods() {
        // A Friday.
        let today = date(2026, 11, 27);
        for (text, first, last) in [
            ("2026-03-02", date(2026, 3, 2), date(2026, 3, 2)),
            ("2026-3-2", date(2026, 3, 2), date(2026, 3, 2)),
            ("2026-W10", date(2026, 3, 2), date(2026, 3, 8)),
            ("2020-W53", date(2020, 12, 28), date(2021, 1, 3)),
            ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
            ("this-week", date(2026, 11, 23), date(2026, 11, 29)),
            ("last-week", date(2026, 11, 16), date(2026, 11, 22)),
            ("1w", date(2026, 11, 23), today),
            ("4w", date(2026, 11, 2), today),
        ] {
            let days = text.parse::<Period>().unwrap().days(today, WeekStart::Monday);
            assert_eq!(days, (first, last), "{text}");
        }
        for text in ["", "w", "0w", "-1w", "99999w", "2026-W54", "2026-13", "2026-2", "yesterday"] {
            let error = text.parse::<Period>().unwrap_err();
            assert!(error.to_string().starts_with("write a date"), "{text}");
        }
        let error = "2026-02-30".parse::<Period>().unwrap_err();
        assert!(error.to_string().starts_with("there is no such day; "));
        let last_week = Period::LastWeek.days(today, WeekStart::Sunday);
        assert_eq!(last_week, (date(2026, 11, 15), date(2026, 11, 21)));
    }
}
