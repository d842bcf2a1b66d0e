//! `recoup completions` and `recoup man`. Their output is made from the definition of `--help`.

use crate::args::{Args, CompletionsArgs, ManArgs};
use crate::exit::Done;
use crate::output::messages;
use anyhow::{Context, bail};
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use recoup::shown_path;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Prints the completion script of a shell.
pub(crate) fn completions(args: &CompletionsArgs) -> anyhow::Result<Done> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "recoup", &mut script);
    anstream::stdout().write_all(&script)?;
    Ok(Done::Clean)
}

/// Prints one manual page, or writes all pages to a folder.
pub(crate) fn man(args: &ManArgs) -> anyhow::Result<Done> {
    let mut command = Args::command().disable_help_subcommand(true);
    command.build();
    if let Some(folder) = &args.out {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create the folder {}", shown_path(folder)))?;
        write(command, folder)?;
        return Ok(Done::Clean);
    }
    for name in &args.command {
        let Some(found) = command.find_subcommand(name) else {
            let names = command.get_subcommands().map(Command::get_name);
            let hint = recoup::analysis::wording::did_you_mean(recoup::analysis::wording::nearest(
                name, names,
            ));
            bail!("no command is called {name:?}{hint}");
        };
        command = found.clone();
    }
    let mut text = Vec::new();
    page(command).render(&mut text)?;
    anstream::stdout().write_all(&text)?;
    Ok(Done::Clean)
}

/// Writes the pages of a command and its subcommands.
fn write(command: Command, folder: &Path) -> anyhow::Result<()> {
    for below in command.get_subcommands() {
        write(below.clone(), folder)?;
    }
    let page = page(command);
    let path = folder.join(page.get_filename());
    page.generate_to(folder).with_context(|| format!("cannot write {}", shown_path(&path)))?;
    messages::note(format!("wrote {}", shown_path(&path)));
    Ok(())
}

fn page(command: Command) -> Man {
    Man::new(command).source(concat!("recoup ", env!("CARGO_PKG_VERSION"))).manual("recoup")
}
