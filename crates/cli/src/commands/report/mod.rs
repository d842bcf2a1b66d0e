//! `recoup report`: prints the weeks and the answer, and writes the tables.

mod doubt;
mod tables;

use super::graded::range::Range;
use super::graded::{Graded, default_athlete, notes};
use super::pages;
use crate::args::{PagePlace, ReportArgs};
use crate::exit::{Done, is_broken_pipe};
use crate::output::answer::RunsOf;
use crate::output::{answer, athletes, format, messages, terminal, weekly};
use crate::paths;
use anyhow::bail;
use recoup::{Answer, Assessment};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

pub(crate) fn run(mut args: ReportArgs) -> anyhow::Result<Done> {
    let began = Instant::now();
    args.settle()?;
    let base = default_athlete(&mut args.runs)?;
    let args = &args;
    let range = Range::new(&args.runs, base.policy.week_start);
    let out = &args.tables.out.clone().unwrap_or_else(|| range.folder());
    // Wrong arguments are reported before the files are read.
    paths::must_not_be_a_file(out)?;
    range.check()?;
    let graded = match Graded::read(&args.runs, base, &range, out)? {
        Ok(graded) => graded,
        Err(done) => return Ok(done),
    };
    if args.tables.strict && graded.troubled > 0 {
        bail!(
            "nothing written: {} of {} files are unreadable or partial (--strict)",
            graded.troubled,
            graded.records.len()
        );
    }
    let answers = graded.roster.answers(&graded.records, &graded.weeks, args.answer.last_weeks());
    let pages = if args.tables.wants_page() {
        let file = match &args.tables.page {
            Some(PagePlace::File(file)) => Some(file.as_path()),
            _ => None,
        };
        let place = pages::Place { out, file, per_athlete: args.tables.per_athlete };
        pages::make(&graded, &answers, &place)
    } else {
        Vec::new()
    };
    let written = tables::write(args, out, &graded, &pages)?;
    messages::note(format!(
        "{}, in {}",
        notes::summary(&graded.records),
        format::elapsed(began.elapsed())
    ));
    for line in &written.lines {
        messages::note(line);
    }
    // A reader that stops early causes no error, because the tables are already written.
    match print(args, &graded, &answers, written.weekly.as_deref()) {
        Err(error) if !is_broken_pipe(&error) => return Err(error),
        _ => {}
    }
    Ok(graded.done())
}

/// Prints the weeks, the answer, and the command that removes the answer's greatest doubt.
fn print(
    args: &ReportArgs,
    graded: &Graded,
    answers: &[Answer],
    file: Option<&Path>,
) -> anyhow::Result<()> {
    let Graded { roster, records, weeks, .. } = graded;
    let in_table = match (args.answer.all, args.answer.weeks) {
        (true, _) => None,
        (false, weeks) => Some(weeks.unwrap_or(weekly::WEEKS)),
    };
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
        athletes::print(&mut out, answers, &idle, weeks)?;
    }
    weekly::print(&mut out, weeks, in_table, is_several, file)?;
    answer::print_zones(&mut out, &all, is_several)?;
    match answers {
        [only] if !is_several => answer::print(&mut out, only)?,
        _ => athletes::print_words(&mut out, answers, &idle)?,
    }
    if let Some(command) = doubt::command(&args.runs, roster, answers) {
        writeln!(out, "{command}")?;
    }
    Ok(out.flush()?)
}
