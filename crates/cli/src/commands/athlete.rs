//! `recoup athlete init`: writes a commented athlete file.

use crate::args::InitArgs;
use crate::exit::Done;
use crate::output::template;
use recoup::Athlete;

/// Writes an athlete file in which comments explain every key.
pub(crate) fn init(args: &InitArgs) -> anyhow::Result<Done> {
    template::write(&Athlete::template(), &args.file, args.force)?;
    Ok(Done::Clean)
}
