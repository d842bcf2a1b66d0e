//! Prints messages on standard error. The amount of messages (`-q`, `-v`) is the same for the whole
//! command. Therefore it is kept in a static here, and is not passed to every function.

use super::style::{self, paint};
use super::terminal::safe_lines;
use anstyle::Style;
use std::fmt::Display;
use std::io::Write;
use std::sync::OnceLock;

/// Amount of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Level {
    /// Errors only.
    Quiet,
    /// Errors, warnings and notes.
    #[default]
    Usual,
    /// Details as well.
    Verbose,
}

static LEVEL: OnceLock<Level> = OnceLock::new();

/// Sets the amount of messages. Only the first call counts.
pub(crate) fn choose(level: Level) {
    LEVEL.get_or_init(|| level);
}

/// Returns the amount of messages.
pub(crate) fn level() -> Level {
    LEVEL.get().copied().unwrap_or_default()
}

/// Prints the reason why the command fails.
pub(crate) fn error(text: impl Display) {
    say(style::ERROR, text);
}

/// Prints a problem that does not make the command fail.
pub(crate) fn warning(text: impl Display) {
    if level() > Level::Quiet {
        say(style::WARNING, text);
    }
}

/// Prints a result, such as the name of a written file.
pub(crate) fn note(text: impl Display) {
    if level() > Level::Quiet {
        say(Style::new(), text);
    }
}

/// Prints a detail that only some users want to know.
pub(crate) fn detail(text: impl Display) {
    if level() >= Level::Verbose {
        say(style::FAINT, text);
    }
}

fn say(style: Style, text: impl Display) {
    // An error is ignored, because there is no other place for messages.
    let text = safe_lines(&text.to_string());
    let _ = writeln!(anstream::stderr(), "{} {text}", paint(style, "recoup:"));
}
