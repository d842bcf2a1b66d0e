//! `recoup report`: prints the weeks and the answer, and writes the tables.

mod doubt;
mod notes;
mod range;
mod tables;

use crate::args::ReportArgs;
use crate::exit::{Done, is_broken_pipe};
use crate::input::Input;
use crate::interrupt::{self, Watch};
use crate::output::answer::RunsOf;
use crate::output::progress::Bar;
use crate::output::{answer, athletes, format, messages, terminal, weekly};
use crate::{options, paths};
use anyhow::bail;
use range::Range;
use recoup::{
    Answer, Assessment, Athlete, BatchOptions, FileRecord, ROSTER_FILE, ReadOptions, Roster,
    RosterOptions, Week,
};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

pub(crate) fn run(mut args: ReportArgs) -> anyhow::Result<Done> {
    let began = Instant::now();
    let base = default_athlete(&mut args)?;
    let args = &args;
    let range = Range::new(args, base.policy.week_start);
    let out = &tables::folder(args, &range);
    check(&range, out)?;
    let input = Input::open(&args.paths, &args.input)?;
    let reading = input.reading().tables_folder(&**out);
    let roster = find_files(args, base, &reading)?;
    notes::print_settings(&roster);
    notes::warn_unassigned(&roster, args);
    let records = assess(args, &range, &roster, &reading)?;
    if let Some(signal) = interrupt::signal() {
        let kept = "; the files read so far are in the cache";
        let kept = if input.has_cache() { kept } else { "" };
        messages::error(format!("interrupted: nothing written{kept}"));
        return Ok(Done::Interrupted(signal));
    }
    if records.is_empty() {
        bail!("no files found in {}; nothing written", paths::shown_paths(&args.paths));
    }
    if let Some(files) = notes::without_activities(&records) {
        bail!("nothing that could hold a run in {files}; nothing written");
    }
    let troubled = notes::warn_troubled(&records);
    notes::print_ungraded(&records);
    if args.tables.strict && troubled > 0 {
        bail!(
            "nothing written: {troubled} of {} files are unreadable or partial (--strict)",
            records.len()
        );
    }
    let weeks = roster.weeks(&records);
    let written = tables::write(args, out, &records, &weeks)?;
    messages::note(format!(
        "{}, in {}",
        notes::summary(&records),
        format::elapsed(began.elapsed())
    ));
    for line in &written.lines {
        messages::note(line);
    }
    // A reader that stops early is no error, because the tables are already written.
    match print(args, &roster, &records, &weeks, &written.weekly) {
        Err(error) if !is_broken_pipe(&error) => return Err(error),
        _ => {}
    }
    Ok(if troubled == 0 { Done::Clean } else { Done::WithTrouble })
}

/// Prints the weeks and, last, the answer, with the command that removes its greatest doubt.
fn print(
    args: &ReportArgs,
    roster: &Roster,
    records: &[FileRecord],
    weeks: &[Week],
    file: &Path,
) -> anyhow::Result<()> {
    let (in_answer, in_table) = match (args.all, args.weeks) {
        (true, _) => (None, None),
        (false, Some(weeks)) => (Some(weeks), Some(weeks)),
        (false, None) => (Some(Answer::WEEKS), Some(weekly::WEEKS)),
    };
    let answers = roster.answers(records, weeks, in_answer);
    let mut out = terminal::stdout();
    if answers.is_empty() {
        writeln!(out, "{}", notes::without_runs(records))?;
        return Ok(out.flush()?);
    }
    let mut runs: BTreeMap<&str, Vec<&Assessment>> = BTreeMap::new();
    for record in records {
        runs.entry(&record.athlete).or_default().extend(&record.runs);
    }
    let mut runs_of = |answer: &Answer| runs.remove(&*answer.athlete).unwrap_or_default();
    let all: Vec<RunsOf<'_>> =
        answers.iter().map(|answer| RunsOf { answer, runs: runs_of(answer) }).collect();
    let names = roster.athletes.iter().map(|one| one.athlete.name.as_str());
    let is_idle =
        |name: &&str| !name.is_empty() && !answers.iter().any(|answer| answer.athlete == **name);
    let idle: Vec<&str> = names.filter(is_idle).collect();
    let is_several = answers.len() + idle.len() > 1;
    if is_several {
        athletes::print(&mut out, &answers, &idle, weeks)?;
    }
    weekly::print(&mut out, weeks, in_table, is_several, file)?;
    answer::print_zones(&mut out, &all, is_several)?;
    match &answers[..] {
        [only] if !is_several => answer::print(&mut out, only)?,
        _ => athletes::print_words(&mut out, &answers, &idle)?,
    }
    if let Some(command) = doubt::command(args, roster, &answers) {
        writeln!(out, "{command}")?;
    }
    Ok(out.flush()?)
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
fn check(range: &Range, out: &Path) -> anyhow::Result<()> {
    paths::must_not_be_a_file(out)?;
    if let (Some(since), Some(until)) = (range.since, range.until)
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
