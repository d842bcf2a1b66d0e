//! The range of days of a report or a page.

use crate::args::RunsArgs;
use anyhow::bail;
use jiff::ZonedDateTime;
use jiff::civil::Date;
use recoup::REPORT_FOLDER;
use recoup::analysis::calendar::{WeekStart, week_of};
use std::path::PathBuf;

/// First and last day; [`None`] means no bound.
pub(crate) struct Range {
    pub(crate) since: Option<Date>,
    pub(crate) until: Option<Date>,
    pub(crate) week_start: WeekStart,
}

impl Range {
    /// Finds the days that the options name. Weeks begin on `week_start`.
    pub(crate) fn new(args: &RunsArgs, week_start: WeekStart) -> Self {
        let today = ZonedDateTime::now().date();
        let since = args.since.map(|period| period.days(today, week_start).0);
        let until = args.until.map(|period| period.days(today, week_start).1);
        Self { since, until, week_start }
    }

    /// Returns the folder for a report of these days. A report of a few weeks has its own folder,
    /// so that it does not replace the report of all weeks.
    pub(crate) fn folder(&self) -> PathBuf {
        let week = |date: Date| week_of(date, self.week_start).0;
        PathBuf::from(match (self.since.map(week), self.until.map(week)) {
            (None, None) => REPORT_FOLDER.to_owned(),
            (Some(since), None) => format!("{REPORT_FOLDER}-from-{since}"),
            (None, Some(until)) => format!("{REPORT_FOLDER}-to-{until}"),
            (Some(since), Some(until)) if since == until => format!("{REPORT_FOLDER}-{since}"),
            (Some(since), Some(until)) => format!("{REPORT_FOLDER}-{since}-to-{until}"),
        })
    }

    /// Fails if the first day is after the last day.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        if let (Some(since), Some(until)) = (self.since, self.until)
            && since > until
        {
            bail!("--since {since} is after --until {until}");
        }
        Ok(())
    }
}
