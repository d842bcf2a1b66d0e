//! `recoup athlete init`: an athlete file that explains itself.

use crate::args::InitArgs;
use crate::exit::Done;
use crate::output::template;
use recoup::Athlete;

/// Writes an athlete file that explains itself.
pub(crate) fn init(args: &InitArgs) -> anyhow::Result<Done> {
    template::write(&Athlete::template(), &args.file, args.force)?;
    Ok(Done::Clean)
}
