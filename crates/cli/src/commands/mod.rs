//! The commands; each has a module.

mod assessed;
mod athlete;
mod athlete_folders;
mod company;
mod config;
mod grade;
mod graded;
mod inspect;
mod page;
mod pages;
mod report;
mod samples;
mod schema;
mod shell;
mod zones;

use crate::args::{AthleteFileCommand, Command, ConfigCommand};
use crate::exit::Done;

/// Runs a command.
pub(crate) fn run(command: Command) -> anyhow::Result<Done> {
    match command {
        Command::Report(args) => report::run(args),
        Command::Page(args) => page::run(args),
        Command::Grade(args) => grade::run(args),
        Command::Zones(args) => zones::run(args),
        Command::Samples(args) => samples::run(args),
        Command::Schema(args) => schema::run(&args),
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
