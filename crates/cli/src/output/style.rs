//! Colours by meaning: of the terminal's own sixteen, which its owner has made readable, and none
//! behind the text.

use anstyle::{AnsiColor, Style};
use recoup::{Outcome, Verdict};

/// For headings.
pub(crate) const STRONG: Style = Style::new().bold();
/// For what is beside the point.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// For what went well.
pub(crate) const GOOD: Style = coloured(AnsiColor::Green);
/// For what nearly did, and for what is to be looked at.
pub(crate) const WARNING: Style = coloured(AnsiColor::Yellow);
/// For what did not.
pub(crate) const ERROR: Style = coloured(AnsiColor::Red);

const fn coloured(colour: AnsiColor) -> Style {
    colour.on_default().bold()
}

pub(crate) fn of_outcome(outcome: Outcome) -> Style {
    match outcome {
        Outcome::Pass => GOOD,
        Outcome::Warn => WARNING,
        Outcome::Fail => ERROR,
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

/// Text in a style, which the streams of output drop where colours are not wanted.
pub(crate) fn paint(style: Style, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{style}{text}{style:#}") }
}
