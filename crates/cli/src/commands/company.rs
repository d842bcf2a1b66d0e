//! The other files of the athlete, in whose company a file is graded.
//!
//! The maximum heart rate, the kind of a run and what came after it depend on the athlete's other
//! runs. So a file is graded as `recoup report` grades its folder or archive.

use crate::input::Input;
use crate::output::messages;
use crate::output::progress::Bar;
use crate::paths::is_from_standard_input;
use recoup::analysis::history::maximum::max_timeline_of;
use recoup::analysis::wording::counted;
use recoup::{
    ATHLETE_FILE, Assessment, Athlete, BatchOptions, FileRecord, MaxTimeline, ROSTER_FILE,
    shown_path,
};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Name of the list in the folder of a Strava export, in lower case.
const EXPORT_LIST: &str = "activities.csv";

/// The runs of the athlete around some files.
#[derive(Default)]
pub(crate) struct Company {
    records: Vec<FileRecord>,
}

impl Company {
    /// Assesses the folders and archives of some files, and says so.
    pub(crate) fn of<'a>(
        files: impl Iterator<Item = &'a Path>,
        input: &Input,
        athlete: &Athlete,
    ) -> anyhow::Result<Self> {
        let roots: BTreeSet<PathBuf> = files.filter_map(root).collect();
        let roots: Vec<PathBuf> = roots.into_iter().collect();
        if roots.is_empty() {
            return Ok(Self::default());
        }
        let bar = Bar::new();
        let progress = |progress| bar.update(progress);
        let options = BatchOptions::new().progress(&progress);
        let records = recoup::assess_paths(&roots, athlete, &input.reading(), &options)?;
        drop(bar);
        let runs = records.iter().map(|record| record.runs.len()).sum();
        let places: Vec<String> = roots.iter().map(|root| shown_path(root)).collect();
        messages::note(format!(
            "graded in the company of {} in {}; --alone grades without them",
            counted(runs, "run"),
            places.join(", ")
        ));
        Ok(Self { records })
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

/// Returns the folder or archive of a file's athlete: the folder with the athlete file or the list of
/// an export, else the file's own folder; [`None`] for standard input and missing files.
fn root(file: &Path) -> Option<PathBuf> {
    if is_from_standard_input(file) {
        return None;
    }
    let text = file.to_string_lossy();
    if let Some((archive, _)) = text.split_once("!/") {
        return Some(PathBuf::from(archive)).filter(|archive| archive.is_file());
    }
    if !file.is_file() {
        return None;
    }
    if is_archive(file) {
        return Some(file.to_owned());
    }
    let own = match file.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => return None,
    };
    let mut below = own.to_owned();
    for folder in own.ancestors() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        if folder.join(ATHLETE_FILE).is_file() || has_list(folder) {
            return Some(folder.to_owned());
        }
        // Each folder below is another athlete's.
        if folder.join(ROSTER_FILE).is_file() {
            return Some(below);
        }
        folder.clone_into(&mut below);
    }
    Some(own.to_owned())
}

fn is_archive(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

fn has_list(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| entry.file_name().eq_ignore_ascii_case(EXPORT_LIST))
    })
}
