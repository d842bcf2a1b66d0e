//! Colours by meaning. Only the sixteen colours of the terminal are used, because users choose them
//! to be readable. Backgrounds are not changed for the same reason.

use anstyle::{AnsiColor, Style};
use recoup::{Outcome, Verdict};

/// Style of headings.
pub(crate) const STRONG: Style = Style::new().bold();
/// Style of secondary text.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// Style of good results.
pub(crate) const GOOD: Style = coloured(AnsiColor::Green);
/// Style of near misses and warnings.
pub(crate) const WARNING: Style = coloured(AnsiColor::Yellow);
/// Style of bad results and errors.
pub(crate) const ERROR: Style = coloured(AnsiColor::Red);

const fn coloured(colour: AnsiColor) -> Style {
    colour.on_default().bold()
}

/// Returns the style of an outcome.
pub(crate) fn of_outcome(outcome: Outcome) -> Style {
    match outcome {
        Outcome::Pass => GOOD,
        Outcome::Warn => WARNING,
        Outcome::Fail => ERROR,
        Outcome::Unknown => FAINT,
    }
}

/// Returns the style of a verdict.
pub(crate) fn of_verdict(verdict: Verdict) -> Style {
    of_outcome(match verdict {
        Verdict::Recovery => Outcome::Pass,
        Verdict::Borderline => Outcome::Warn,
        Verdict::NotRecovery => Outcome::Fail,
        Verdict::Ungradable => Outcome::Unknown,
    })
}

/// Styles a text. Output streams remove the style if colours are off.
pub(crate) fn paint(style: Style, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{style}{text}{style:#}") }
}
