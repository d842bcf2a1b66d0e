//! The data of a page.

use crate::columns::RunRow;
use crate::columns::rows::run_rows;
use jiff::civil::Date;
use recoup_analysis::{Answer, Assessment, Athlete, FileRecord, OtherSession, Week};

/// The files, weeks and answer of one athlete, as one page shows them.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Report<'a> {
    /// Athlete, with the plan and the policy.
    pub athlete: &'a Athlete,
    /// Records of the athlete's files.
    pub files: &'a [FileRecord],
    /// Weeks of the records, in order.
    pub weeks: &'a [Week],
    /// Answer; [`None`] without runs.
    pub answer: Option<&'a Answer>,
}

impl<'a> Report<'a> {
    /// Creates the data of a page. All parts belong to the same athlete.
    #[must_use]
    pub fn new(
        athlete: &'a Athlete,
        files: &'a [FileRecord],
        weeks: &'a [Week],
        answer: Option<&'a Answer>,
    ) -> Self {
        Self { athlete, files, weeks, answer }
    }

    /// Creates the data of an athlete's page from the parts of all athletes. The parts of each
    /// athlete must stand together.
    #[must_use]
    pub fn of_athlete(
        athlete: &'a Athlete,
        files: &'a [FileRecord],
        weeks: &'a [Week],
        answers: &'a [Answer],
    ) -> Self {
        let name = &athlete.name;
        let mut of_each = files.chunk_by(|one, two| one.athlete == two.athlete);
        let files = of_each.find(|part| part[0].athlete == *name).unwrap_or_default();
        let mut of_each = weeks.chunk_by(|one, two| one.athlete == two.athlete);
        let weeks = of_each.find(|part| part[0].athlete == *name).unwrap_or_default();
        let answer = answers.iter().find(|answer| answer.athlete == *name);
        Self::new(athlete, files, weeks, answer)
    }

    /// Returns the runs in the order of their starts, as the table of runs has them.
    pub(super) fn runs(&self) -> Vec<RunRow<'a>> {
        run_rows(self.files)
    }

    /// Returns the activities of other sports that were hard sessions.
    pub(super) fn hard_others(&self) -> impl Iterator<Item = &'a OtherSession> + use<'a> {
        let others = self.files.iter().flat_map(|file| &file.others);
        others.filter(|other| other.hard_reason.is_some())
    }

    /// Returns the heading of the page.
    pub(super) fn title(&self) -> String {
        match super::text::name(&self.athlete.name) {
            name if name.is_empty() => "Recovery runs".to_owned(),
            name => format!("{name}: recovery runs"),
        }
    }
}

/// Returns the local date of a run's start.
pub(super) fn date_of(run: &Assessment) -> Date {
    run.start_local.date()
}
