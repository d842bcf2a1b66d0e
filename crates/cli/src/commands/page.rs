//! `recoup page`: writes the page, and prints its path.

use super::graded::range::Range;
use super::graded::{Graded, default_athlete, notes};
use super::pages::{self, Place};
use crate::args::PageArgs;
use crate::exit::Done;
use crate::output::messages;
use crate::output::terminal;
use crate::paths;
use recoup::frames::{ReportFile, write_report_files};
use std::io::Write;
use std::path::Path;

pub(crate) fn run(mut args: PageArgs) -> anyhow::Result<Done> {
    let base = default_athlete(&mut args.runs)?;
    let range = Range::new(&args.runs, base.policy.week_start);
    range.check()?;
    let out = args.folder.clone().unwrap_or_else(|| range.folder());
    let own = args.out.as_deref().and_then(Path::parent);
    paths::must_not_be_a_file(own.unwrap_or(&out))?;
    let graded = match Graded::read(&args.runs, base, &range, &out)? {
        Ok(graded) => graded,
        Err(done) => return Ok(done),
    };
    let answers = graded.roster.answers(&graded.records, &graded.weeks, args.answer.last_weeks());
    let place = Place { out: &out, file: args.out.as_deref(), per_athlete: false };
    let pages = pages::make(&graded, &answers, &place);
    pages::must_not_replace_others(&pages)?;
    pages::create_folders(&pages)?;
    let files: Vec<ReportFile<'_>> =
        pages.iter().map(|(path, html)| ReportFile::text(html, path)).collect();
    write_report_files(&files)?;
    messages::note(notes::summary(&graded.records));
    let mut stdout = terminal::stdout();
    if let Some((path, _)) = pages.first() {
        writeln!(stdout, "{}", path.display())?;
    }
    stdout.flush()?;
    Ok(graded.done())
}
