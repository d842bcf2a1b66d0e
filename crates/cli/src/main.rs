//! The `recoup` command: parses arguments, calls the library and prints the results.
//!
//! Data goes to standard output, messages go to standard error. The rules of grading are in the
//! library.

mod args;
mod commands;
mod config_file;
mod exit;
mod input;
mod interrupt;
mod options;
mod output;
mod paths;
mod period;
mod threads;

use args::{Args, OutputArgs};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ColorChoice, CommandFactory, FromArgMatches};
use output::messages::{self, Level};
use recoup::shown_path;
use std::path::Path;
use std::process::{self, ExitCode};

fn main() -> ExitCode {
    silence_contained_panics();
    threads::prepare();
    let matches = Args::command().try_get_matches().unwrap_or_else(|error| refuse(&error));
    let mut args = Args::from_arg_matches(&matches).unwrap_or_else(|error| refuse(&error));
    let completed = config_file::complete(&mut args, &matches);
    set_output(&args.output);
    exit::status(completed.and_then(|()| commands::run(args.command)))
}

/// Prints the error in the arguments, or the requested help, and exits.
fn refuse(error: &clap::Error) -> ! {
    let given = match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(given)) => Some(Path::new(given)).filter(|path| path.exists()),
        _ => None,
    };
    if let Some(path) = given {
        let is_of_many = path.is_dir() || path.extension().is_some_and(|end| end == "zip");
        let command = if is_of_many { "report" } else { "grade" };
        let path = shown_path(path);
        messages::error(format!(
            "{path} is not a command; did you mean `recoup {command} {path}`?"
        ));
        process::exit(2);
    }
    error.exit()
}

/// Sets the amount of messages, and the colours, for the whole command.
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
        // clap does not detect a conflict between an option before the command and one after it.
        (true, true) => Args::command()
            .error(ErrorKind::ArgumentConflict, "--quiet and --verbose cannot be used together")
            .exit(),
    });
}

/// Suppresses the messages of panics that the library contains.
///
/// Readers of other crates panic on some damaged files. The library reports the file, so the panic's
/// own message would only alarm the user.
fn silence_contained_panics() {
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !recoup::is_contained() {
            default(panic);
        }
    }));
}
