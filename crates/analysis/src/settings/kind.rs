//! Kinds of runs, and the words that name them.

use super::policy::Policy;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// The kind of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// Recovery run by its purpose, whatever its grade.
    Recovery,
    /// Easy run: mean heart rate in Zone 2 or below.
    Easy,
    /// Steady run: mean heart rate above Zone 2.
    Steady,
    /// A hard session.
    Hard,
    /// A long run.
    Long,
    /// A race.
    Race,
    /// Unknown, because the recording cannot tell.
    #[default]
    Unknown,
}

impl Kind {
    /// Returns the name in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recovery => "recovery",
            Self::Easy => "easy",
            Self::Steady => "steady",
            Self::Hard => "hard",
            Self::Long => "long",
            Self::Race => "race",
            Self::Unknown => "unknown",
        }
    }
}

/// Finds the kind that the names of one run tell. Returns the kind, the name that tells it and the
/// words in that name.
///
/// Repeats (`8 x 400 m`) and words for a workout come first, because the pauses of a workout are
/// often called recovery. Words for a race come last, because other runs are named after a race
/// ("race week, easy").
pub(crate) fn named_kind<'a>(
    names: &[&'a str],
    policy: &'a Policy,
) -> Option<(Kind, &'a str, &'a str)> {
    let repeats = || names.iter().find_map(|name| Some((Kind::Hard, *name, repeats(name)?)));
    let kinds = [
        (Kind::Hard, &policy.hard_words),
        (Kind::Recovery, &policy.recovery_words),
        (Kind::Long, &policy.long_words),
        (Kind::Easy, &policy.easy_words),
        (Kind::Race, &policy.race_words),
    ];
    let by_words = |(kind, words): (Kind, &'a Vec<String>)| {
        let word = |name| word_in(name, words.iter().map(String::as_str));
        names.iter().find_map(|name| Some((kind, *name, word(name)?)))
    };
    repeats().or_else(|| kinds.into_iter().find_map(by_words))
}

/// Finds repeats in a text: two numbers with `x` or `×` between them.
fn repeats(text: &str) -> Option<&str> {
    let is_digit = |letter: &char| letter.is_ascii_digit();
    text.match_indices(['x', 'X', '×']).find_map(|(at, sign)| {
        let (before, after) = (&text[..at], &text[at + sign.len()..]);
        let count = before.trim_end().len();
        let digits = before[..count].chars().rev().take_while(is_digit).count();
        let gap = after.len() - after.trim_start().len();
        let length = after[gap..].chars().take_while(is_digit).count();
        let (start, end) = (count - digits, at + sign.len() + gap + length);
        (digits > 0 && length > 0).then(|| &text[start..end])
    })
}

/// Finds the first of `words` that a text holds as whole words. Case and punctuation between the
/// words do not count.
pub(crate) fn word_in<'a>(text: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text = parts(text);
    words.into_iter().find(|word| {
        let word = parts(word);
        !word.is_empty() && text.windows(word.len()).any(|part| part == word)
    })
}

/// Splits a text into words in lower case.
fn parts(text: &str) -> Vec<String> {
    // Some systems write an accent as a character of its own, so the text is normalised (NFC).
    let text: String = text.nfc().flat_map(char::to_lowercase).collect();
    let parts = text.split(|letter: char| !letter.is_alphanumeric());
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
