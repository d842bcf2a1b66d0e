//! Phrases that messages, pages and tables share.

use serde::{Deserialize, Serialize, Serializer};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// Returns the name most similar to `given`, ignoring case; [`None`] if no name is similar.
///
/// ```
/// use recoup_analysis::wording::{did_you_mean, nearest};
/// let meant = nearest("Fjluga", ["fljuga", "garmin"]);
/// assert_eq!(did_you_mean(meant), "; did you mean fljuga?");
/// assert_eq!(nearest("xyz", ["fljuga", "garmin"]), None);
/// ```
pub fn nearest<'a>(given: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// Least Jaro similarity, the same that clap requires of the option names that it suggests.
    const ALIKE: f64 = 0.7;
    let given = given.to_lowercase();
    // A single letter is similar to every word that contains the letter.
    let is_as_long = |name: &&str| name.len() * 2 >= given.len();
    names
        .into_iter()
        .filter(is_as_long)
        .map(|name| (strsim::jaro(&given, &name.to_lowercase()), name))
        .filter(|&(alike, _)| alike > ALIKE)
        .max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_, name)| name)
}

/// Returns the hint of a message: `; did you mean fljuga?`, or an empty text for [`None`].
#[must_use]
pub fn did_you_mean(name: Option<&str>) -> String {
    name.map(|name| format!("; did you mean {name}?")).unwrap_or_default()
}

/// Formats milliseconds as `m:ss`, or as `h:mm:ss` from an hour on. A part of a second is dropped.
///
/// ```
/// assert_eq!(recoup_analysis::wording::clock(61_000), "1:01");
/// assert_eq!(recoup_analysis::wording::clock(3_600_000), "1:00:00");
/// ```
#[must_use]
pub fn clock(milliseconds: i64) -> String {
    let seconds = milliseconds / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// Formats a range: `1-2`, or `1` if both ends are equal.
///
/// ```
/// use recoup_analysis::wording::range;
/// assert_eq!((range(1, 2), range(1, 1)), ("1-2".to_owned(), "1".to_owned()));
/// ```
#[must_use]
pub fn range(low: usize, high: usize) -> String {
    if low == high { high.to_string() } else { format!("{low}-{high}") }
}

/// Formats a number with its noun, in the singular or the plural with `s`.
///
/// ```
/// use recoup_analysis::wording::counted;
/// assert_eq!((counted(1, "run"), counted(2, "run")), ("1 run".to_owned(), "2 runs".to_owned()));
/// ```
#[must_use]
pub fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Number of texts that each thread remembers. A policy makes about ten.
const REMEMBERED: usize = 32;

thread_local! {
    static LATELY: RefCell<VecDeque<SharedText>> = const { RefCell::new(VecDeque::new()) };
}

/// A text that many runs share, such as a limit. Equal texts share their memory.
///
/// ```
/// use recoup_analysis::wording::SharedText;
/// let limit = SharedText::from("20-45 min".to_owned());
/// assert_eq!(limit, "20-45 min");
/// ```
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct SharedText(Arc<str>);

impl SharedText {
    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for SharedText {
    /// Takes over a text, or reuses an equal text that the thread still remembers.
    fn from(text: String) -> Self {
        LATELY.with_borrow_mut(|lately| {
            if let Some(same) = lately.iter().find(|same| same.as_str() == text) {
                return same.clone();
            }
            let new = Self(text.into());
            lately.truncate(REMEMBERED - 1);
            lately.push_front(new.clone());
            new
        })
    }
}

impl Serialize for SharedText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl Deref for SharedText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<&str> for SharedText {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Display for SharedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for SharedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}
