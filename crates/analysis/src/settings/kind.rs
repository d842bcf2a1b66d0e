//! Kinds of runs, and the words that name them.

use super::policy::Policy;
use serde::{Deserialize, Serialize};
use std::cell::OnceCell;
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
    /// Unknown, because the recording has too few values.
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

/// The words of a policy that name kinds of runs. They are prepared once, at the first name.
pub(crate) struct KindWords<'a> {
    policy: &'a Policy,
    words: OnceCell<Words<'a>>,
}

struct Words<'a> {
    recovery: Vec<Word<'a>>,
    hard: Vec<Word<'a>>,
    /// Words of other kinds, in order of priority.
    others: [(Kind, Vec<Word<'a>>); 3],
}

/// A word or phrase to look for.
struct Word<'a> {
    text: &'a str,
    parts: Vec<String>,
    /// Whether the word belongs to a script without blanks between words.
    is_unspaced: bool,
}

impl<'a> KindWords<'a> {
    pub(crate) fn new(policy: &'a Policy) -> Self {
        Self { policy, words: OnceCell::new() }
    }

    fn words(&self) -> &Words<'a> {
        self.words.get_or_init(|| Words::new(self.policy))
    }

    /// Finds the kind that the names of one run show, the most reliable name first. Returns the
    /// kind, the name and the words in that name.
    ///
    /// | in a name | kind |
    /// |---|---|
    /// | a word for recovery, unless it is denied ("no recovery today") or names something else ("recovery week") | recovery |
    /// | repeats (`8 x 400 m`) or a word for a workout before the word for recovery, because the pauses of a workout are often called recovery | hard |
    /// | repeats or a word for a workout after the word for recovery ("recovery after intervals"), and strides of up to 150 m | recovery |
    /// | words for a long run, an easy run and a race, the first in this order, because other runs are named after a race ("race week, easy") | long, easy or race |
    pub(crate) fn named_kind<'n>(&self, names: &[&'n str]) -> Option<(Kind, &'n str, &'n str)>
    where
        'a: 'n,
    {
        names.iter().find_map(|name| {
            let (kind, words) = self.kind_of_name(name)?;
            Some((kind, *name, words))
        })
    }

    /// Finds the kind that one name shows, and the words that show it.
    fn kind_of_name<'n>(&self, name: &'n str) -> Option<(Kind, &'n str)>
    where
        'a: 'n,
    {
        let (known, parts) = (self.words(), parts(name));
        let has_unspaced = is_unspaced(name);
        let find = |words: &[Word<'a>]| {
            let places = words.iter().filter_map(|word| {
                let place = word.place_in(name, &parts, has_unspaced)?;
                Some((place, word.parts.len(), word.text))
            });
            places.min_by_key(|(place, ..)| *place)
        };
        let recovery = find(&known.recovery).filter(|&(place, len, word)| {
            !is_denied(name, &parts, place, word) && !names_another(&parts, place + len)
        });
        let is_new = |place: usize| !is_about_before(&parts, place);
        let workout = find(&known.hard).map(|(place, _, word)| (place, word));
        let repeats = repeats(name).map(|text| (words_before(name, text), text));
        let hard = workout.into_iter().chain(repeats).filter(|(place, _)| is_new(*place));
        let hard = hard.min_by_key(|(place, _)| *place);
        match (recovery, hard) {
            (Some((recovery, _, word)), hard) if hard.is_none_or(|(hard, _)| recovery < hard) => {
                return Some((Kind::Recovery, word));
            }
            (_, Some((_, word))) => return Some((Kind::Hard, word)),
            _ => {}
        }
        let mut others = known.others.iter();
        others.find_map(|(kind, words)| Some((*kind, find(words)?.2)))
    }
}

impl<'a> Words<'a> {
    fn new(policy: &'a Policy) -> Self {
        let of = |words: &'a [String]| words.iter().map(|word| Word::new(word)).collect();
        Self {
            recovery: of(&policy.recovery_words),
            hard: of(&policy.hard_words),
            others: [
                (Kind::Long, of(&policy.long_words)),
                (Kind::Easy, of(&policy.easy_words)),
                (Kind::Race, of(&policy.race_words)),
            ],
        }
    }
}

/// Returns the number of words before a part of a name.
fn words_before(name: &str, part: &str) -> usize {
    let offset = part.as_ptr() as usize - name.as_ptr() as usize;
    parts(name.get(..offset).unwrap_or_default()).len()
}

/// Whether a text contains letters of scripts without blanks between words.
fn is_unspaced(text: &str) -> bool {
    text.chars().any(|letter| letter >= '\u{2e80}')
}

impl<'a> Word<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, parts: parts(text), is_unspaced: is_unspaced(text) }
    }

    /// Finds the word in a name that consists of `parts`, and returns the number of words before
    /// it. `has_unspaced` is whether the name contains letters of a script without blanks.
    fn place_in(&self, name: &str, parts: &[String], has_unspaced: bool) -> Option<usize> {
        let whole = self.place(parts);
        whole.or_else(|| {
            let is_possible = self.is_unspaced && has_unspaced && !self.parts.is_empty();
            let offset = name.find(self.text).filter(|_| is_possible)?;
            Some(self::parts(name.get(..offset)?).len())
        })
    }

    /// Finds the word among the parts of a text. Only whole words match.
    fn place(&self, parts: &[String]) -> Option<usize> {
        let first = self.parts.first()?;
        let is_here =
            |&place: &usize| parts[place] == *first && parts[place..].starts_with(&self.parts);
        (0..parts.len()).find(is_here)
    }
}

/// Words that deny the word after them.
const NOT: &[&str] = &[
    "no", "not", "never", "without", "kein", "keine", "nicht", "ohne", "ikke", "ingen", "uten",
    "inte", "pas", "sans", "sin", "não", "sem", "non", "senza", "geen", "niet", "ei", "nie", "bez",
    "не", "без", "нет",
];
/// Words that deny the word after them, in scripts without blanks between words.
const NOT_UNSPACED: &[&str] = &["不是", "非", "没有", "不"];
/// Words that deny the word before them, in scripts without blanks between words.
const NOT_AFTER: &[&str] = &["ではない", "じゃない", "아님", "아니"];
/// Words that change the meaning of a word for recovery before them: "recovery week" is no run.
const OTHERS: &[&str] = &[
    "week",
    "weeks",
    "month",
    "phase",
    "block",
    "drink",
    "shake",
    "shoes",
    "ride",
    "swim",
    "walk",
    "hike",
    "woche",
    "wochen",
    "uke",
    "uka",
    "vecka",
    "veckan",
    "viikko",
    "semaine",
    "semana",
    "settimana",
    "неделя",
    "tydzień",
];
/// Words that refer the next word to another day, such as "after" in "easy after intervals".
const AROUND: &[&str] = &[
    "after",
    "before",
    "post",
    "pre",
    "nach",
    "vor",
    "etter",
    "efter",
    "før",
    "före",
    "après",
    "avant",
    "después",
    "antes",
    "depois",
    "dopo",
    "prima",
    "na",
    "voor",
    "jälkeen",
    "po",
    "przed",
    "после",
    "перед",
];

/// Whether the word at a place is denied.
fn is_denied(name: &str, parts: &[String], place: usize, word: &str) -> bool {
    let before = &parts[place.saturating_sub(2)..place];
    before.iter().any(|part| NOT.contains(&part.as_str()))
        || NOT_AFTER.iter().any(|not| name.contains(not))
        || NOT_UNSPACED.iter().any(|not| name.contains(&format!("{not}{word}")))
}

/// Whether the word before `next` is part of another name, as in "recovery week". `next` is the
/// place after the word.
fn names_another(parts: &[String], next: usize) -> bool {
    parts.get(next).is_some_and(|next| OTHERS.contains(&next.as_str()))
}

/// Whether the word at a place refers to another day, as in "easy after intervals".
fn is_about_before(parts: &[String], place: usize) -> bool {
    let before = &parts[place.saturating_sub(2)..place];
    before.iter().any(|part| AROUND.contains(&part.as_str()))
}

/// Longest stride in metres. Longer repeats are a workout.
const STRIDE_M: u32 = 150;
/// Least number that is a length in metres. A smaller number is a number of minutes.
const LEAST_M: u32 = 40;

/// Finds repeats in a text: two numbers with `x` or `×` between them. Strides of up to 150 m are
/// not repeats.
fn repeats(text: &str) -> Option<&str> {
    let is_digit = |letter: &char| letter.is_ascii_digit();
    text.match_indices(['x', 'X', '×']).find_map(|(at, sign)| {
        let (before, after) = (&text[..at], &text[at + sign.len()..]);
        let count = before.trim_end().len();
        let digits = before[..count].chars().rev().take_while(is_digit).count();
        let gap = after.len() - after.trim_start().len();
        let length = after[gap..].chars().take_while(is_digit).count();
        let (start, end) = (count - digits, at + sign.len() + gap + length);
        let metres: u32 = after[gap..gap + length].parse().unwrap_or(0);
        let is_stride = (LEAST_M..=STRIDE_M).contains(&metres);
        (digits > 0 && length > 0 && !is_stride).then(|| &text[start..end])
    })
}

/// Whether a text contains a word or phrase as whole words. Case and punctuation between the words
/// are ignored.
pub(crate) fn holds_word(text: &str, word: &str) -> bool {
    Word::new(word).place(&parts(text)).is_some()
}

/// Splits a text into words in lower case.
fn parts(text: &str) -> Vec<String> {
    // Some systems write an accent as a separate character, so the text is normalised (NFC).
    let text: String = if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.nfc().flat_map(char::to_lowercase).collect()
    };
    let parts = text.split(|letter: char| !letter.is_alphanumeric());
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
