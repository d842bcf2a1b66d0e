//! The days of a report.

use crate::args::ReportArgs;
use jiff::civil::Date;
use recoup::analysis::calendar::WeekStart;

/// First and last day of a report, if it is not of all weeks.
pub(super) struct Range {
    pub(super) since: Option<Date>,
    pub(super) until: Option<Date>,
    pub(super) week_start: WeekStart,
}

impl Range {
    /// Finds the days that the options name, by weeks that begin on a day.
    pub(super) fn new(args: &ReportArgs, week_start: WeekStart) -> Self {
        let since = args.since.map(|period| period.days(week_start).0);
        let until = args.until.map(|period| period.days(week_start).1);
        Self { since, until, week_start }
    }
}
