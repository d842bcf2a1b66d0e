//! Kinds of runs, and the words that name them.

use super::policy::Policy;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// What a run was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// Meant as a recovery run, whatever became of it.
    Recovery,
    /// Easy: on average in Zone 2 or below.
    Easy,
    /// Steady: on average above Zone 2.
    Steady,
    /// A hard session.
    Hard,
    /// A long run.
    Long,
    /// A race.
    Race,
    /// The recording cannot tell.
    #[default]
    Unknown,
}

impl Kind {
    /// The name, as in tables.
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

/// The kind that some names of one run give it, with the name and what in it does.
///
/// Whatever else a name holds, repeats (`8 x 400 m`) and words for a workout make it one, since their
/// pauses are often called recovery. A race is the last to be looked for: others are run for it
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

/// Where a text has repeats of something: two numbers with `x` or `×` between them.
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

/// The first of `words` that a text holds as a word or as words that follow one another, whatever
/// their case and what is between them.
pub(crate) fn word_in<'a>(text: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text = parts(text);
    words.into_iter().find(|word| {
        let word = parts(word);
        !word.is_empty() && text.windows(word.len()).any(|part| part == word)
    })
}

/// The words of a text in lower case.
fn parts(text: &str) -> Vec<String> {
    // Systems differ in whether an accent is a letter of its own.
    let text: String = text.nfc().flat_map(char::to_lowercase).collect();
    let parts = text.split(|letter: char| !letter.is_alphanumeric());
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
