//! `recoup grade`: explains the runs of some files, as a page or as JSON.

mod brief;
mod choose;
mod full;
mod json;
mod page;
mod strip;
mod words;

use crate::args::GradeArgs;
use crate::commands::company::company_of;
use crate::exit::Done;
use crate::input::{Input, found_by_name, print_not_located};
use crate::options;
use crate::output::{format, messages, terminal};
use json::{Document, FileReport, SessionReport};
use recoup::analysis::run::sessions::sessions;
use recoup::shown_path;
use recoup::{
    Activity, Athlete, Company, Diagnostic, FileContents, FoundFile, Locator, Measured, Session,
    assess_session,
};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Maximum number of steps of the heart-rate strip. A narrow page has fewer steps.
const STRIP_STEPS: usize = 64;

pub(crate) fn run(mut args: GradeArgs) -> anyhow::Result<Done> {
    if args.json.schema {
        print_json(&schemars::schema_for!(Document))?;
        return Ok(Done::Clean);
    }
    let wanted = choose::wanted(&mut args);
    options::find_file(&mut args.athlete.heart_rate, &args.files)?;
    let mut athlete = options::load(&args.athlete)?;
    let input = Input::of_files(&args.files, Some(&args.input))?;
    let reading = input.reading();
    let mut locator = Locator::new(&reading);
    let (files, company) = match &wanted {
        Some(wanted) => {
            let (paths, company) = choose::choose(wanted, &args.files, &input, &athlete)?;
            let mut files: Vec<Read> =
                paths.iter().flat_map(|path| read(path, &mut locator, &athlete)).collect();
            if !args.input.keep_addresses {
                for file in &mut files {
                    file.file = recoup::without_addresses(&file.file);
                }
            }
            (files, company)
        }
        None => read_named(&args, &mut locator, &input, &athlete)?,
    };
    // Several runs give a better maximum heart rate than one.
    let runs = files.iter().flat_map(|file| &file.sessions).filter_map(ReadSession::measured);
    athlete.maxima = Some(company.maxima_or_of(runs, &athlete));
    let is_clean = files
        .iter()
        .all(|file| file.error.is_none() && !file.sessions.iter().any(ReadSession::is_partial));
    messages::detail(format!("settings: {}", format::settings(&athlete)));
    if args.json.json {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let files = files.iter().map(|file| file.report(&athlete, &company, STRIP_STEPS)).collect();
        print_json(&Document { version, policy: athlete.policy, files })?;
    } else {
        let mut out = terminal::stdout();
        let form = page::Form::of(out.width(), args.full);
        for file in &files {
            let report = file.report(&athlete, &company, STRIP_STEPS.min(form.strip));
            page::write(&mut out, &report, &athlete.policy, &form)?;
        }
        out.flush()?;
    }
    Ok(if is_clean { Done::Clean } else { Done::WithTrouble })
}

/// Reads the named files. Unless `--alone` is given, also reads the other files of their athletes.
fn read_named(
    args: &GradeArgs,
    locator: &mut Locator<'_>,
    input: &Input,
    athlete: &Athlete,
) -> anyhow::Result<(Vec<Read>, Company)> {
    let mut roots: BTreeSet<PathBuf> = BTreeSet::new();
    let mut files = Vec::new();
    for path in &args.files {
        let named = found_by_name(path, locator);
        let read = read(&named.path, locator, athlete);
        if !args.alone && read.iter().any(|file| !file.sessions.is_empty()) {
            roots.extend(named.athlete_root(locator));
        }
        files.extend(read);
    }
    let roots: Vec<PathBuf> = roots.into_iter().collect();
    Ok((files, company_of(&roots, &input.reading(), athlete)?))
}

fn print_json(document: &impl Serialize) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    writeln!(out, "{}", serde_json::to_string_pretty(document)?)?;
    Ok(out.flush()?)
}

/// A file that was read and measured.
struct Read {
    file: String,
    remark: Option<String>,
    error: Option<String>,
    sessions: Vec<ReadSession>,
}

/// A session, and the oddities of its recording.
struct ReadSession {
    number: u32,
    notes: Vec<Diagnostic>,
    session: Session,
}

impl ReadSession {
    fn new(activity: &Activity, athlete: &Athlete) -> Self {
        Self {
            number: activity.session,
            notes: activity.diagnostics.clone(),
            session: assess_session(activity, &athlete.policy),
        }
    }

    fn is_partial(&self) -> bool {
        self.notes.iter().any(|note| note.kind.is_partial())
    }

    /// Returns the measured samples of a run, graded or not.
    fn measured(&self) -> Option<&Measured> {
        match &self.session {
            Session::Run(measured)
            | Session::Undated(measured, _)
            | Session::Fragment(measured, _) => Some(measured),
            _ => None,
        }
    }

    /// Returns the reason why a session is not graded.
    fn not_graded(&self) -> Option<String> {
        match &self.session {
            Session::NotARun(other) => Some(format!("not a run: {other}")),
            Session::Fragment(_, fragment) | Session::Undated(_, Some(fragment)) => {
                Some(format!("a fragment: {fragment}"))
            }
            _ => None,
        }
    }

    fn report(&self, athlete: &Athlete, company: &Company, steps: usize) -> SessionReport {
        let not_graded = self.not_graded();
        let graded = self.measured().filter(|_| not_graded.is_none());
        SessionReport {
            number: self.number,
            notes: self.notes.clone(),
            not_graded,
            run: graded.map(|measured| company.grade(measured, athlete)),
            strip: self.measured().map(|measured| measured.strip(steps)),
        }
    }
}

/// Reads the file that a path names. An archive gives the members that hold an activity or are
/// broken, or else all members.
fn read(path: &Path, locator: &mut Locator<'_>, athlete: &Athlete) -> Vec<Read> {
    let located = match locator.locate(path) {
        Ok(located) => located,
        Err(error) => {
            print_not_located(path, &error);
            return vec![Read::broken(shown_path(path), &error)];
        }
    };
    let read = |found: &FoundFile| match locator.read(found) {
        Ok(contents) => Read::of(found.name.clone(), contents, athlete),
        Err(error) => {
            messages::error(format!("{}: {error}", found.name));
            Read::broken(found.name.clone(), &error)
        }
    };
    let mut files: Vec<Read> = located.iter().map(read).collect();
    let has_output = |file: &Read| file.error.is_some() || !file.sessions.is_empty();
    if files.iter().any(has_output) {
        files.retain(has_output);
    }
    files
}

impl Read {
    fn broken(file: String, error: &impl ToString) -> Self {
        Self { file, remark: None, error: Some(error.to_string()), sessions: Vec::new() }
    }

    fn of(file: String, contents: FileContents, athlete: &Athlete) -> Self {
        let sessions = sessions(&contents.activities, &athlete.policy);
        let sessions = sessions.iter().map(|session| ReadSession::new(session, athlete)).collect();
        Self { file, remark: contents.remark, error: None, sessions }
    }

    fn report(&self, athlete: &Athlete, company: &Company, steps: usize) -> FileReport {
        FileReport {
            file: self.file.clone(),
            remark: self.remark.clone(),
            error: self.error.clone(),
            sessions: self.sessions.iter().map(|own| own.report(athlete, company, steps)).collect(),
        }
    }
}
