//! `recoup grade`: explains the runs of some files, as a page or as JSON.

mod json;
mod page;
mod strip;

use crate::args::GradeArgs;
use crate::exit::Done;
use crate::input::{Input, print_not_located};
use crate::options;
use crate::output::{format, messages, terminal};
use json::{Document, FileReport, Session};
use recoup::{Activity, Athlete, FileContents, Found, Locator, Measured, history, kind};
use serde::Serialize;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Steps of the heart-rate strip. A narrow page has fewer.
const STRIP_STEPS: usize = 64;

pub(crate) fn run(mut args: GradeArgs) -> anyhow::Result<Done> {
    if args.schema {
        print_json(&schemars::schema_for!(Document))?;
        return Ok(Done::Clean);
    }
    options::find_file(&mut args.athlete.heart_rate, &args.files)?;
    let mut athlete = options::load(&args.athlete)?;
    let input = Input::of_files(&args.files)?;
    let reading = input.reading();
    let mut locator = Locator::new(&reading);
    let read = |path: &PathBuf| read(path, &mut locator, &athlete);
    let files: Vec<Read> = args.files.iter().flat_map(read).collect();
    // Several runs give a better maximum heart rate than one.
    let runs = files.iter().flat_map(|file| &file.sessions);
    athlete.observed_max_bpm =
        history::highest(runs.filter_map(|session| session.measured.as_ref().ok()?.peak()));
    let is_clean = files.iter().all(|file| {
        file.error.is_none() && !file.sessions.iter().any(|session| session.activity.is_partial())
    });
    messages::detail(format!("settings: {}", format::settings(&athlete)));
    if args.json {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let files = files.iter().map(|file| file.report(&athlete, STRIP_STEPS)).collect();
        print_json(&Document { version, policy: athlete.policy, files })?;
    } else {
        let mut out = terminal::stdout();
        let room = page::Room::of(out.width());
        for file in &files {
            let report = file.report(&athlete, STRIP_STEPS.min(room.strip));
            page::write(&mut out, &report, &athlete.policy, &room)?;
        }
        out.flush()?;
    }
    Ok(if is_clean { Done::Clean } else { Done::WithTrouble })
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

/// A session without its samples, and the measurements, or the reason why it is not a run.
struct ReadSession {
    activity: Activity,
    measured: Result<Measured, String>,
}

/// Reads the file that a path names. An archive gives the members that hold an activity or are
/// broken, or else all members.
fn read(path: &Path, locator: &mut Locator<'_>, athlete: &Athlete) -> Vec<Read> {
    let located = match locator.locate(path) {
        Ok(located) => located,
        Err(error) => {
            print_not_located(path, &error);
            return vec![Read::broken(path.display().to_string(), &error)];
        }
    };
    let read = |found: &Found| match locator.read(found) {
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
        let session = |activity: &Activity| ReadSession {
            activity: activity.without_samples(),
            measured: kind::is_run(activity).map(|()| Measured::of(activity, &athlete.policy)),
        };
        let sessions = contents.activities.iter().map(session).collect();
        Self { file, remark: contents.remark, error: None, sessions }
    }

    fn report(&self, athlete: &Athlete, steps: usize) -> FileReport {
        let session = |session: &ReadSession| {
            let mut report = Session {
                number: session.activity.session,
                notes: session.activity.diagnostics.clone(),
                not_graded: None,
                run: None,
                strip: None,
            };
            match &session.measured {
                Err(other) => report.not_graded = Some(format!("not a run: {other}")),
                Ok(measured) => {
                    let run = measured.grade(athlete);
                    match run.fragment_reason(&athlete.policy) {
                        Some(reason) => report.not_graded = Some(format!("a fragment: {reason}")),
                        None => report.run = Some(run),
                    }
                    report.strip = Some(measured.strip(steps));
                }
            }
            report
        };
        FileReport {
            file: self.file.clone(),
            remark: self.remark.clone(),
            error: self.error.clone(),
            sessions: self.sessions.iter().map(session).collect(),
        }
    }
}
