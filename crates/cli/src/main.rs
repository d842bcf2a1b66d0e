//! The `recoup` command: arguments in, library calls, tables and exit status out.
//!
//! Data goes to standard output, messages to standard error. No rule of grading lives here.

mod args;
mod athlete;
mod config;
mod grade;
mod input;
mod inspect;
mod interrupt;
mod messages;
mod paths;
mod progress;
mod report;
mod shell;
mod style;
mod table;
mod terminal;
mod weekly;
mod zones;

use args::{Args, AthleteFileCommand, Command, ConfigCommand, OutputArgs};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ColorChoice, CommandFactory, FromArgMatches};
use messages::Level;
use std::io;
use std::path::Path;
use std::process::{self, ExitCode};

/// What a command came to, beyond an error.
enum Done {
    /// All well.
    Clean,
    /// Done, but some file was unreadable or partial.
    WithTrouble,
    /// A signal of this number asked to stop, and nothing was done.
    Interrupted(u8),
}

fn main() -> ExitCode {
    silence_guarded_panics();
    let matches = Args::command().try_get_matches().unwrap_or_else(|error| refuse(&error));
    let mut args = Args::from_arg_matches(&matches).unwrap_or_else(|error| refuse(&error));
    let completed = config::complete(&mut args, &matches);
    set_output(&args.output);
    let done = completed.and_then(|()| run(args.command));
    match done {
        Ok(Done::Clean) => ExitCode::SUCCESS,
        Ok(Done::WithTrouble) => ExitCode::from(1),
        // As shells have it.
        Ok(Done::Interrupted(signal)) => ExitCode::from(128 + signal),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            messages::error(format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> anyhow::Result<Done> {
    match command {
        Command::Report(args) => report::run(args),
        Command::Grade(args) => grade::run(args),
        Command::Zones(args) => zones::run(args),
        Command::Athlete(args) => match args.command {
            AthleteFileCommand::Init(args) => athlete::init(&args),
        },
        Command::Config(args) => match args.command {
            ConfigCommand::Init(args) => config::init(&args),
        },
        Command::Inspect(args) => inspect::run(&args),
        Command::Completions(args) => shell::completions(&args),
        Command::Man(args) => shell::man(&args),
    }
}

/// Ends with what is wrong with the arguments, or the help that they ask for.
fn refuse(error: &clap::Error) -> ! {
    let given = match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(given)) => Some(Path::new(given)).filter(|path| path.exists()),
        _ => None,
    };
    if let Some(path) = given {
        let is_of_many = path.is_dir() || path.extension().is_some_and(|end| end == "zip");
        let command = if is_of_many { "report" } else { "grade" };
        let path = path.display();
        messages::error(format!("{path} is no command; did you mean recoup {command} {path}?"));
        process::exit(2);
    }
    error.exit()
}

/// Sets how much is said, and in what colours, for all that follows.
fn set_output(args: &OutputArgs) {
    let color = match args.color {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    };
    color.write_global();
    messages::choose(match (args.quiet, args.verbose) {
        (false, false) => Level::Usual,
        (true, false) => Level::Quiet,
        (false, true) => Level::Verbose,
        // clap does not see a conflict between what stands before a command and behind it.
        (true, true) => Args::command()
            .error(ErrorKind::ArgumentConflict, "--quiet and --verbose cannot be used together")
            .exit(),
    });
}

/// Whoever reads standard output may stop when they have seen enough (`| head`).
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// fitparser, or chrono below it, panics on some damaged files; the library catches that and reports
/// the file, and the panic's own message would only alarm.
fn silence_guarded_panics() {
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let is_guarded = panic.location().is_some_and(|location| {
            ["fitparser", "chrono"].iter().any(|name| location.file().contains(name))
        });
        if !is_guarded {
            default(panic);
        }
    }));
}
