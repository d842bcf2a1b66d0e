//! The `recoup` command: arguments in, library calls, tables and exit status out.
//!
//! Data goes to standard output, messages to standard error. No rule of grading lives here.

mod args;
mod commands;
mod config_file;
mod exit;
mod input;
mod interrupt;
mod options;
mod output;
mod paths;

use args::{Args, OutputArgs};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ColorChoice, CommandFactory, FromArgMatches};
use output::messages::{self, Level};
use std::path::Path;
use std::process::{self, ExitCode};

fn main() -> ExitCode {
    silence_guarded_panics();
    let matches = Args::command().try_get_matches().unwrap_or_else(|error| refuse(&error));
    let mut args = Args::from_arg_matches(&matches).unwrap_or_else(|error| refuse(&error));
    let completed = config_file::complete(&mut args, &matches);
    set_output(&args.output);
    exit::status(completed.and_then(|()| commands::run(args.command)))
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
