//! The `recoup` command: parses arguments, calls the library and prints the results.
//!
//! Data goes to standard output, messages go to standard error. The rules of grading are in the
//! library.
//!
//! The program `recoup` and the command in the Python package each call [`run`] once.

mod args;
mod commands;
mod config_file;
mod exit;
mod input;
mod interrupt;
mod options;
mod output;
mod paths;
mod threads;

use args::{Args, OutputArgs};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ColorChoice, CommandFactory, FromArgMatches};
use output::messages::{self, Level};
use recoup::shown_path;
use std::ffi::OsString;
use std::path::Path;

/// Runs the command with its arguments and returns the exit status. The first argument is the name
/// of the program.
///
/// Call this only once in a process, because the amount of messages, the colours and the signal
/// handlers belong to the whole process.
///
/// ```no_run
/// std::process::exit(recoup_cli::run(std::env::args_os()).into());
/// ```
#[must_use]
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    silence_contained_panics();
    threads::prepare();
    match parsed(args) {
        Ok((mut args, matches)) => {
            let completed = config_file::complete(&mut args, &matches);
            if let Err(error) = set_output(&args.output) {
                return refuse(&error);
            }
            exit::status(completed.and_then(|()| commands::run(args.command)))
        }
        Err(error) => refuse(&error),
    }
}

fn parsed(
    args: impl IntoIterator<Item = OsString>,
) -> Result<(Args, clap::ArgMatches), clap::Error> {
    let matches = Args::command().try_get_matches_from(args)?;
    Ok((Args::from_arg_matches(&matches)?, matches))
}

/// Prints the error in the arguments, or the requested help, and returns the exit status.
fn refuse(error: &clap::Error) -> u8 {
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
        return 2;
    }
    // An error means that nobody reads the output.
    let _ = error.print();
    if error.use_stderr() { 2 } else { 0 }
}

/// Sets the amount of messages, and the colours, for the whole command.
fn set_output(args: &OutputArgs) -> Result<(), clap::Error> {
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
        (true, true) => {
            let message = "--quiet and --verbose cannot be used together";
            return Err(Args::command().error(ErrorKind::ArgumentConflict, message));
        }
    });
    Ok(())
}

/// Suppresses the messages of panics that the library contains.
///
/// Readers in other crates panic on some damaged files. The library reports such a file, so the
/// message of the panic would only alarm the user.
fn silence_contained_panics() {
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !recoup::is_contained() {
            default(panic);
        }
    }));
}
