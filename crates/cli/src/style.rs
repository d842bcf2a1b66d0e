//! Colours by meaning, and messages.

use anstyle::{AnsiColor, Style};
use recoup::{Outcome, Verdict};
use std::io::Write;

/// For headings.
pub(crate) const STRONG: Style = Style::new().bold();
/// For what is beside the point.
pub(crate) const FAINT: Style = Style::new().dimmed();

const fn coloured(colour: AnsiColor) -> Style {
    colour.on_default().bold()
}

pub(crate) fn of_outcome(outcome: Outcome) -> Style {
    match outcome {
        Outcome::Pass => coloured(AnsiColor::Green),
        Outcome::Warn => coloured(AnsiColor::Yellow),
        Outcome::Fail => coloured(AnsiColor::Red),
        Outcome::Unknown => FAINT,
    }
}

pub(crate) fn of_verdict(verdict: Verdict) -> Style {
    of_outcome(match verdict {
        Verdict::Recovery => Outcome::Pass,
        Verdict::Borderline => Outcome::Warn,
        Verdict::NotRecovery => Outcome::Fail,
        Verdict::Ungradable => Outcome::Unknown,
    })
}

/// Text in a style; standard output drops the style where it is not wanted.
pub(crate) fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Prints a message to standard error.
pub(crate) fn message(text: &str) {
    // A message that cannot be printed has nobody to read it.
    let _ = writeln!(anstream::stderr(), "recoup: {text}");
}
