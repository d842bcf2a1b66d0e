//! Periods as people write them: dates, weeks, months, `last-week`, `4w`.
//!
//! A report always has whole weeks: the weeks of the first and the last day are included.

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use recoup::analysis::calendar::{WeekStart, week_of};

/// The first and the last day of a period.
type Days = (Date, Date);

/// A period as it was written, whose days depend on the first day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Period {
    /// A number of weeks up to this one, itself included.
    WeeksBack(i32),
    /// The week before this one.
    LastWeek,
    /// This week.
    ThisWeek,
    /// Some days.
    Days(Date, Date),
}

impl Period {
    /// Returns the first and the last day.
    pub(crate) fn days(self, week_start: WeekStart) -> Days {
        self.days_on(jiff::ZonedDateTime::now().date(), week_start)
    }

    fn days_on(self, today: Date, week_start: WeekStart) -> Days {
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

/// Parses a period.
///
/// # Errors
///
/// Returns how a period is written.
pub(crate) fn period(text: &str) -> Result<Period, String> {
    let text = text.trim();
    let found = match text {
        "this-week" => Some(Period::ThisWeek),
        "last-week" => Some(Period::LastWeek),
        _ => weeks_back(text).map(Period::WeeksBack).or_else(|| {
            iso_week(text).or_else(|| month(text)).map(|(first, last)| Period::Days(first, last))
        }),
    };
    match (found, date(text)) {
        (Some(period), _) => Ok(period),
        (None, Ok(date)) => Ok(Period::Days(date, date)),
        (None, Err(Some(cause))) => Err(format!("{cause}; {WRITTEN}")),
        (None, Err(None)) => Err(WRITTEN.to_owned()),
    }
}

/// Forms of a period.
const WRITTEN: &str = "write a date (2026-03-02), a week (2026-W10), a month (2026-05), last-week, or \
                       a number of weeks (4w)";

/// Parses a date, with or without leading zeros: `2026-03-02`.
///
/// # Errors
///
/// Returns the cause, or [`None`] for a text that is not written like a date.
pub(crate) fn date(text: &str) -> Result<Date, Option<&'static str>> {
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
    use super::period;
    use jiff::civil::date;
    use recoup::analysis::calendar::WeekStart;

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
            let days = period(text).unwrap().days_on(today, WeekStart::Monday);
            assert_eq!(days, (first, last), "{text}");
        }
        for text in ["", "w", "0w", "-1w", "99999w", "2026-W54", "2026-13", "2026-2", "yesterday"] {
            assert!(period(text).unwrap_err().starts_with("write a date"), "{text}");
        }
        assert!(period("2026-02-30").unwrap_err().starts_with("there is no such day; "));
        let last_week = period("last-week").unwrap().days_on(today, WeekStart::Sunday);
        assert_eq!(last_week, (date(2026, 11, 15), date(2026, 11, 21)));
    }
}
