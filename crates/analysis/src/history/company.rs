//! The athlete's other runs, which are needed to grade one run.

use crate::history::maximum::{max_timeline, max_timeline_of};
use crate::history::record::FileRecord;
use crate::run::assessment::Assessment;
use crate::run::measured::Measured;
use crate::run::strip::CompactStrip;
use crate::run::track::Track;
use crate::settings::athlete::Athlete;
use crate::settings::max_timeline::MaxTimeline;

/// The athlete's other runs, which are needed to grade one run.
///
/// The maximum heart rate, the kind of a run and the sessions after it depend on the athlete's
/// other runs. If only the file of one run is graded, these facts come from the records of all
/// files.
///
/// ```
/// use recoup_analysis::Company;
/// let company = Company::new(Vec::new()); // what `finish` returned
/// assert_eq!(company.maxima(), None);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Company {
    records: Vec<FileRecord>,
}

impl Company {
    /// Makes the company from the records of all files of the athlete.
    #[must_use]
    pub fn new(records: Vec<FileRecord>) -> Self {
        Self { records }
    }

    /// Returns the records of the files.
    #[must_use]
    pub fn records(&self) -> &[FileRecord] {
        &self.records
    }

    /// Returns the maximum heart rates found in the runs, for
    /// [`Athlete::maxima`](crate::Athlete::maxima); [`None`] without other files.
    #[must_use]
    pub fn maxima(&self) -> Option<MaxTimeline> {
        (!self.records.is_empty()).then(|| max_timeline_of(&self.records))
    }

    /// Returns the maximum heart rates for grading some of the athlete's runs. They come from the
    /// records, or from `runs` if there are no records.
    pub fn maxima_or_of<'a>(
        &self,
        runs: impl IntoIterator<Item = &'a Measured>,
        athlete: &Athlete,
    ) -> MaxTimeline {
        let of_runs = || max_timeline(runs.into_iter().filter_map(|run| run.maximum(athlete)));
        self.maxima().unwrap_or_else(of_runs)
    }

    /// Grades a run for an output. The result includes the facts from the other runs, but no
    /// coordinates and no heart rates for a picture.
    #[must_use]
    pub fn grade(&self, run: &Measured, athlete: &Athlete) -> Assessment {
        let mut run = run.assess(athlete);
        self.place(&mut run);
        run.strip = CompactStrip::default();
        run.track = Track::default();
        run
    }

    /// Sets the facts of a run that come from the other runs: context, kind, and runs above the
    /// maximum.
    fn place(&self, run: &mut Assessment) {
        let is_same = |other: &&Assessment| {
            (other.start_ms, other.timer_ms, other.session)
                == (run.start_ms, run.timer_ms, run.session)
        };
        let all = self.records.iter().flat_map(|record| &record.runs);
        if let Some(known) = all.into_iter().find(is_same) {
            run.context.clone_from(&known.context);
            run.classified.clone_from(&known.classified);
            run.max_exceeded = known.max_exceeded;
        }
    }
}
