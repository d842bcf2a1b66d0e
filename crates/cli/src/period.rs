//! Periods as people write them: dates, weeks, months, `last-week`, `4w`.
//!
//! A report always has whole weeks: the weeks of the first and the last day are included.

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// The first and the last day of a period.
type Days = (Date, Date);

/// Parses the beginning of a period.
///
/// # Errors
///
/// Returns how a period is written.
pub(crate) fn since(text: &str) -> Result<Date, String> {
    days(text, today()).map(|(first, _)| first)
}

/// Parses the end of a period.
///
/// # Errors
///
/// Returns how a period is written.
pub(crate) fn until(text: &str) -> Result<Date, String> {
    days(text, today()).map(|(_, last)| last)
}

fn today() -> Date {
    jiff::ZonedDateTime::now().date()
}

fn days(text: &str, today: Date) -> Result<Days, String> {
    let text = text.trim();
    let this_week = monday(today);
    let week = |monday: Date| (monday, monday.saturating_add(6.days()));
    let found = match text {
        "this-week" => Some(week(this_week)),
        "last-week" => Some(week(this_week.saturating_sub(1.week()))),
        _ => weeks_back(text, this_week)
            .map(|first| (first, today))
            .or_else(|| iso_week(text).map(week))
            .or_else(|| month(text)),
    };
    match (found, date(text)) {
        (Some(days), _) => Ok(days),
        (None, Ok(date)) => Ok((date, date)),
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

fn monday(date: Date) -> Date {
    date.saturating_sub(i32::from(date.weekday().to_monday_zero_offset()).days())
}

/// Parses a number of weeks up to this one, itself included: `4w`. Returns the first Monday.
fn weeks_back(text: &str, this_week: Date) -> Option<Date> {
    let weeks: i32 = text.strip_suffix(['w', 'W'])?.parse().ok()?;
    (1..=5_000).contains(&weeks).then(|| this_week.saturating_sub((weeks - 1).weeks()))
}

/// Parses an ISO week: `2026-W10`. Returns its Monday.
fn iso_week(text: &str) -> Option<Date> {
    let (year, week) = text.split_once("-W").or_else(|| text.split_once("-w"))?;
    let (year, week) = (year.parse().ok()?, week.parse().ok()?);
    Some(ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date())
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
    use super::days;
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
            assert_eq!(days(text, today), Ok((first, last)), "{text}");
        }
        for text in ["", "w", "0w", "-1w", "99999w", "2026-W54", "2026-13", "2026-2", "yesterday"] {
            assert!(days(text, today).unwrap_err().starts_with("write a date"), "{text}");
        }
        assert!(days("2026-02-30", today).unwrap_err().starts_with("there is no such day; "));
    }
}
