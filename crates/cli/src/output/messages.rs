//! Messages on standard error. How much is said is one choice for the whole command (`-q`, `-v`), so
//! it is kept here instead of being handed to whoever has something to say.

use super::style::{self, paint};
use anstyle::Style;
use std::fmt::Display;
use std::io::Write;
use std::sync::OnceLock;

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Level {
    /// Nothing but errors.
    Quiet,
    #[default]
    Usual,
    /// Details as well.
    Verbose,
}

static LEVEL: OnceLock<Level> = OnceLock::new();

/// Chooses how much is said, once.
pub(crate) fn choose(level: Level) {
    LEVEL.get_or_init(|| level);
}

/// How much is said.
pub(crate) fn level() -> Level {
    LEVEL.get().copied().unwrap_or_default()
}

/// Says why what was asked for cannot be had.
pub(crate) fn error(text: impl Display) {
    say(style::ERROR, text);
}

/// Says what was asked for and is not as one would think.
pub(crate) fn warning(text: impl Display) {
    if level() > Level::Quiet {
        say(style::WARNING, text);
    }
}

/// Says what was done.
pub(crate) fn note(text: impl Display) {
    if level() > Level::Quiet {
        say(Style::new(), text);
    }
}

/// Says what only some want to know.
pub(crate) fn detail(text: impl Display) {
    if level() >= Level::Verbose {
        say(style::FAINT, text);
    }
}

fn say(style: Style, text: impl Display) {
    // A message that cannot be printed has nobody to read it.
    let _ = writeln!(anstream::stderr(), "{} {text}", paint(style, "recoup:"));
}
