//! The other files of the athlete, in whose company a file is graded.
//!
//! The maximum heart rate, the kind of a run and what came after it depend on the athlete's other
//! runs. So a file is graded as `recoup report` grades its folder or archive.

use crate::commands::assessed::assessed;
use crate::output::messages;
use crate::paths::shown_paths;
use recoup::analysis::answer::mixed::mixed;
use recoup::analysis::history::maximum::max_timeline_of;
use recoup::analysis::wording::counted;
use recoup::{Assessment, Athlete, FileRecord, MaxTimeline, ReadOptions};
use std::path::PathBuf;

/// The runs of the athlete around some files.
#[derive(Default)]
pub(crate) struct Company {
    records: Vec<FileRecord>,
}

impl Company {
    /// Assesses the folders and archives of an athlete, and says so.
    pub(crate) fn of(
        roots: &[PathBuf],
        reading: &ReadOptions<'_>,
        athlete: &Athlete,
    ) -> anyhow::Result<Self> {
        if roots.is_empty() {
            return Ok(Self::default());
        }
        let records = assessed(roots, reading, athlete)?;
        let runs: usize = records.iter().map(|record| record.runs.len()).sum();
        let places = shown_paths(roots);
        if runs > 1 {
            let runs = counted(runs, "run");
            messages::note(format!(
                "graded among the {runs} in {places}; --alone grades by itself"
            ));
        }
        warn_mixed(&records, &places);
        Ok(Self { records })
    }

    /// The records of the files.
    pub(crate) fn records(&self) -> &[FileRecord] {
        &self.records
    }

    /// Returns the maximum heart rates that the runs tell; [`None`] without other files.
    pub(crate) fn maxima(&self) -> Option<MaxTimeline> {
        (!self.records.is_empty()).then(|| max_timeline_of(&self.records))
    }

    /// Gives a run what the other runs tell of it: its kind, its place among them, its copies.
    pub(crate) fn place(&self, run: &mut Assessment) {
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

/// Warns of files that seem to be of several athletes, because they are graded as one athlete's.
pub(crate) fn warn_mixed(records: &[FileRecord], places: &str) {
    if mixed(records.iter()).is_some() {
        messages::warning(format!(
            "{places}: these files may be of several athletes (`recoup report` says why); name those \
             of one"
        ));
    }
}
