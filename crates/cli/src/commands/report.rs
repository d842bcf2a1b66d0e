//! `recoup report`: prints the weekly table and writes the tables.

use crate::args::ReportArgs;
use crate::exit::{Done, is_broken_pipe};
use crate::input::Input;
use crate::interrupt::{self, Watch};
use crate::output::progress::Bar;
use crate::output::weekly::{self, RunsOf};
use crate::output::{format, messages};
use crate::{options, paths};
use anyhow::{Context, bail};
use recoup::analysis::wording::counted;
use recoup::frames::{self, DataFrame, FrameFile};
use recoup::shown_path;
use recoup::{
    Athlete, BatchOptions, FileRecord, FileStatus, ROSTER_FILE, ReadOptions, Roster, RosterOptions,
    Verdict, ZonesUnknown,
};
use std::collections::BTreeSet;
use std::fs;
use std::time::Instant;

pub(crate) fn run(mut args: ReportArgs) -> anyhow::Result<Done> {
    let began = Instant::now();
    let base = default_athlete(&mut args)?;
    let args = &args;
    check(args)?;
    let input = Input::open(&args.paths, &args.input)?;
    let reading = input.reading().excluded_folder(&*args.out);
    let roster = find_files(args, base, &reading)?;
    print_settings(&roster);
    warn_unassigned(&roster, args);
    let records = assess(args, &roster, &reading)?;
    if let Some(signal) = interrupt::signal() {
        let kept = "; the files read so far are in the cache";
        let kept = if input.has_cache() { kept } else { "" };
        messages::error(format!("interrupted: nothing written{kept}"));
        return Ok(Done::Interrupted(signal));
    }
    if records.is_empty() {
        bail!("no files found (the output folder {} is never searched)", shown_path(&args.out));
    }
    let troubled = warn_troubled(&records);
    print_ungraded(&records);
    if args.strict && troubled > 0 {
        bail!(
            "nothing written: {troubled} of {} files are unreadable or partial (--strict)",
            records.len()
        );
    }
    write_and_print(args, &roster, &records, began)?;
    Ok(if troubled == 0 { Done::Clean } else { Done::WithTrouble })
}

/// Returns the athlete that the options and the athlete file describe.
fn default_athlete(args: &mut ReportArgs) -> anyhow::Result<Athlete> {
    if !is_of_several(args) {
        options::find_file(&mut args.athlete.heart_rate, &args.paths)?;
    }
    let mut athlete = options::load(&args.athlete)?;
    set_week_start(&mut athlete, args);
    Ok(athlete)
}

fn set_week_start(athlete: &mut Athlete, args: &ReportArgs) {
    if let Some(day) = args.week_start {
        athlete.policy.week_start = day.into();
    }
}

/// Whether there may be several athletes, each with an athlete file.
fn is_of_several(args: &ReportArgs) -> bool {
    args.athletes_from_folders || args.paths.iter().any(|path| path.join(ROSTER_FILE).is_file())
}

/// Checks the arguments that would otherwise fail only after the reading.
fn check(args: &ReportArgs) -> anyhow::Result<()> {
    paths::must_not_be_a_file(&args.out)?;
    if let (Some(since), Some(until)) = (args.since, args.until)
        && since > until
    {
        bail!("--since {since} is after --until {until}");
    }
    Ok(())
}

/// Finds the files and the athletes to whom they belong.
fn find_files(
    args: &ReportArgs,
    base: Athlete,
    reading: &ReadOptions<'_>,
) -> anyhow::Result<Roster> {
    // Dropped on return, so that the bar is gone before anything else is printed.
    let _bar = Bar::new();
    let set_options = |athlete: &mut Athlete| {
        options::set_all_options(athlete, &args.athlete);
        set_week_start(athlete, args);
    };
    let options =
        RosterOptions::new(base).from_folders(args.athletes_from_folders).adjust(&set_options);
    Ok(Roster::new(&args.paths, reading, &options)?)
}

/// Reads and grades the files, or fewer if a signal asks to stop.
fn assess(
    args: &ReportArgs,
    roster: &Roster,
    reading: &ReadOptions<'_>,
) -> anyhow::Result<Vec<FileRecord>> {
    let bar = Bar::new();
    let progress = |progress| bar.update(progress);
    let watch = Watch::begin()?;
    let options = BatchOptions::new()
        .threads(args.threads)
        .since(args.since)
        .until(args.until)
        .progress(&progress)
        .cancel(watch.flag());
    Ok(roster.assess(reading, &options))
}

/// Writes the tables, and prints the weeks and the summary.
fn write_and_print(
    args: &ReportArgs,
    roster: &Roster,
    records: &[FileRecord],
    began: Instant,
) -> anyhow::Result<()> {
    let runs = frames::runs_frame(records)?;
    let files = frames::files_frame(records)?;
    let weeks = roster.weeks(records);
    let mut kept: RunsOf<'_> =
        roster.athletes.iter().map(|one| (one.athlete.name.as_str(), Vec::new())).collect();
    for record in records {
        kept.entry(&record.athlete).or_default().extend(&record.runs);
    }
    let weeks_frame = frames::weeks_frame(&weeks)?;
    let tables = [("weekly", &weeks_frame), ("runs", &runs), ("files", &files)];
    let written = write(args, tables)?;
    // A reader that stops early is no error, because the tables are already written.
    match weekly::print(&weeks, &kept, &written[0].path) {
        Err(error) if !is_broken_pipe(&error) => return Err(error),
        _ => {}
    }
    messages::note(format!("{}, in {}", summary(records), format::elapsed(began.elapsed())));
    if let Some(hint) = hint(records) {
        messages::warning(hint);
    }
    for FrameFile { frame, path, .. } in &written {
        let rows = counted(frame.height(), "row");
        messages::note(format!("wrote {} ({rows})", shown_path(path)));
    }
    Ok(())
}

/// Writes the tables in all formats.
fn write<'a>(
    args: &ReportArgs,
    tables: [(&str, &'a DataFrame); 3],
) -> anyhow::Result<Vec<FrameFile<'a>>> {
    fs::create_dir_all(&args.out)
        .with_context(|| format!("--out {}: cannot create the folder", shown_path(&args.out)))?;
    let mut written = Vec::new();
    for &format in BTreeSet::from_iter(&args.formats) {
        for (name, frame) in tables {
            let path = args.out.join(name).with_extension(format.extension());
            written.push(FrameFile { frame, format, path });
        }
    }
    frames::write_frame_files(&written)?;
    Ok(written)
}

/// Prints the settings of each athlete, with `--verbose` only.
fn print_settings(roster: &Roster) {
    for one in &roster.athletes {
        let name = if one.athlete.name.is_empty() { "" } else { " of " };
        let file = one.file.as_ref().map(|file| format!(" ({})", shown_path(file)));
        messages::detail(format!(
            "settings{name}{}{}: {}; {}",
            one.athlete.name,
            file.unwrap_or_default(),
            format::settings(&one.athlete),
            counted(one.files.len(), "file"),
        ));
    }
}

/// Warns of each file that is unreadable or partial, and counts them.
fn warn_troubled(records: &[FileRecord]) -> usize {
    let mut troubled = 0;
    for record in records.iter().filter(|record| is_troubled(record)) {
        let what = if record.is_partial { "partial" } else { "unreadable" };
        messages::warning(format!("{}: {what}: {}", record.file, record.detail()));
        troubled += 1;
    }
    troubled
}

fn is_troubled(record: &FileRecord) -> bool {
    record.is_partial || record.status == FileStatus::Unreadable
}

/// Prints the reason for each ungraded file, with `--verbose` only.
///
/// Leaves out unreadable and partial files, because [`warn_troubled`] reports them.
fn print_ungraded(records: &[FileRecord]) {
    for record in records {
        if record.status == FileStatus::Graded || is_troubled(record) {
            continue;
        }
        let status = record.status.as_str().replace('_', " ");
        messages::detail(format!("{}: {status}: {}", record.file, record.detail()));
    }
}

/// Warns of folders that no athlete claims, and of settings files that are not used.
fn warn_unassigned(roster: &Roster, args: &ReportArgs) {
    for folder in &roster.unassigned {
        messages::warning(format!(
            "{}: not listed in {ROSTER_FILE}; its runs are assigned to the default athlete",
            shown_path(folder)
        ));
    }
    for path in &roster.unused {
        let used = args.athlete.heart_rate.file.as_ref();
        if used.is_some_and(|used| fs::canonicalize(used).ok() == fs::canonicalize(path).ok()) {
            continue;
        }
        let hint = if path.ends_with(ROSTER_FILE) {
            format!("{ROSTER_FILE} is only read at the top of a PATH")
        } else {
            format!("to use it, pass --athlete {}", shown_path(path))
        };
        messages::warning(format!("{}: not used; {hint}", shown_path(path)));
    }
}

/// Returns advice for a report that is of little use.
fn hint(records: &[FileRecord]) -> Option<&'static str> {
    let mut runs = records.iter().flat_map(|record| &record.runs).peekable();
    if runs.peek().is_none() {
        return Some(
            "no runs to grade; files.csv has the reason for each file, --verbose prints it",
        );
    }
    runs.all(|run| run.zones_unknown == Some(ZonesUnknown::Max)).then_some(
        "maximum heart rate (HRmax) unknown; pass --max-hr, or set max_bpm in an athlete file \
         (`recoup athlete init` creates one)",
    )
}

/// Returns the numbers of files and runs in one line.
fn summary(records: &[FileRecord]) -> String {
    let with = |status| records.iter().filter(|record| record.status == status).count();
    let runs = || records.iter().flat_map(|record| &record.runs);
    let recovery = runs().filter(|run| run.verdict == Verdict::Recovery).count();
    let mut parts = vec![
        counted(records.len(), "file"),
        counted(runs().count(), "run"),
        counted(recovery, "recovery run"),
    ];
    let others = [
        (with(FileStatus::Duplicate), "duplicate"),
        (with(FileStatus::NotARun), "without a run"),
        (with(FileStatus::Fragment), "fragment"),
        (with(FileStatus::Skipped), "skipped"),
        (with(FileStatus::Unreadable), "unreadable"),
        (records.iter().filter(|record| record.is_partial).count(), "partial"),
    ];
    parts.extend(
        others
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, what)| format!("{number} {what}")),
    );
    parts.join(", ")
}
