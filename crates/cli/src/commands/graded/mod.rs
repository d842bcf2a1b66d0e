//! Reads and grades all runs of some paths, for a report or a page.

pub(crate) mod notes;
pub(crate) mod range;

use crate::args::RunsArgs;
use crate::exit::Done;
use crate::input::Input;
use crate::interrupt::{self, Watch};
use crate::output::messages;
use crate::output::progress::Bar;
use crate::{options, paths};
use anyhow::bail;
use range::Range;
use recoup::{
    Athlete, BatchOptions, FileRecord, ROSTER_FILE, ReadOptions, Roster, RosterOptions, Week,
};
use std::path::Path;

/// Athletes, the records of their files, and their weeks.
pub(crate) struct Graded {
    pub(crate) roster: Roster,
    /// Records, in the order of the athletes.
    pub(crate) records: Vec<FileRecord>,
    /// Weeks, in the order of the athletes.
    pub(crate) weeks: Vec<Week>,
    /// Number of unreadable and partial files.
    pub(crate) troubled: usize,
}

impl Graded {
    /// Reads and grades all files, and warns of unreadable and partial files. `out` is the folder
    /// of earlier reports, whose tables and pages are not read.
    ///
    /// If a signal asks to stop, returns the result with which the command must end.
    pub(crate) fn read(
        args: &RunsArgs,
        base: Athlete,
        range: &Range,
        out: &Path,
    ) -> anyhow::Result<Result<Self, Done>> {
        let input = Input::open(&args.paths, &args.input)?;
        let reading = input.reading().tables_folder(out);
        let roster = find_files(args, base, &reading)?;
        notes::print_settings(&roster);
        notes::warn_unassigned(&roster, args);
        let records = assess(args, range, &roster, &reading)?;
        if let Some(signal) = interrupt::signal() {
            let kept = "; the files read so far are in the cache";
            let kept = if input.has_cache() { kept } else { "" };
            messages::error(format!("interrupted: nothing written{kept}"));
            return Ok(Err(Done::Interrupted(signal)));
        }
        if records.is_empty() {
            bail!("no files found in {}; nothing written", paths::shown_paths(&args.paths));
        }
        if let Some(files) = notes::without_activities(&records) {
            bail!("no file could hold a run: {files}; nothing written");
        }
        let troubled = notes::warn_troubled(&records);
        notes::print_ungraded(&records);
        let weeks = roster.weeks(&records);
        Ok(Ok(Self { roster, records, weeks, troubled }))
    }

    /// Returns the result of the command.
    pub(crate) fn done(&self) -> Done {
        if self.troubled == 0 { Done::Clean } else { Done::WithTrouble }
    }
}

/// Returns the athlete that the options and the athlete file describe.
pub(crate) fn default_athlete(args: &mut RunsArgs) -> anyhow::Result<Athlete> {
    if args.paths.is_empty() {
        bail!("name a file, a folder or a ZIP archive to read, such as export.zip");
    }
    if !is_of_several(args) {
        options::find_file(&mut args.athlete.heart_rate, &args.paths)?;
    }
    let mut athlete = options::load(&args.athlete)?;
    set_week_start(&mut athlete, args);
    Ok(athlete)
}

fn set_week_start(athlete: &mut Athlete, args: &RunsArgs) {
    if let Some(day) = args.week_start {
        athlete.policy.week_start = day.into();
    }
}

/// Whether there may be several athletes, each with an athlete file.
fn is_of_several(args: &RunsArgs) -> bool {
    args.athletes_from_folders || args.paths.iter().any(|path| path.join(ROSTER_FILE).is_file())
}

/// Finds the files, and assigns them to athletes.
fn find_files(args: &RunsArgs, base: Athlete, reading: &ReadOptions<'_>) -> anyhow::Result<Roster> {
    // The bar is dropped on return, so that it is gone before anything else is printed.
    let _bar = Bar::new();
    let set_options = |athlete: &mut Athlete| {
        options::set_all_options(athlete, &args.athlete);
        set_week_start(athlete, args);
    };
    let options =
        RosterOptions::new(base).from_folders(args.athletes_from_folders).adjust(&set_options);
    Ok(Roster::new(&args.paths, reading, &options)?)
}

/// Reads and grades the files. Stops early if a signal asks to stop.
fn assess(
    args: &RunsArgs,
    range: &Range,
    roster: &Roster,
    reading: &ReadOptions<'_>,
) -> anyhow::Result<Vec<FileRecord>> {
    let bar = Bar::new();
    let progress = |progress| bar.update(progress);
    let watch = Watch::begin()?;
    let options = BatchOptions::new()
        .threads(args.threads)
        .since(range.since)
        .until(range.until)
        .progress(&progress)
        .cancel(watch.flag());
    Ok(roster.assess(reading, &options))
}
