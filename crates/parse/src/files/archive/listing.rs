//! Listing of an archive, which can be stored.

use super::entry::MemberEntry;
use std::collections::BTreeMap;

/// Members of an archive and of its nested archives, and the damage of the archive.
///
/// A listing can be stored and used again as long as the archive does not change.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Listing {
    pub(super) entries: Vec<MemberEntry>,
    /// Listings of nested archives, by the index of their entry.
    pub(super) inner: BTreeMap<usize, Listing>,
    pub(super) damage: Option<String>,
}

impl Listing {
    /// Returns the number of files in the archive, without the files in nested archives.
    #[must_use]
    pub fn files(&self) -> usize {
        self.entries.len()
    }

    /// Returns the damage of the archive as a whole.
    pub(crate) fn damage(&self) -> Option<&str> {
        self.damage.as_deref()
    }
}

/// Returns a number with the singular or plural of its noun.
pub(crate) fn counted(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}
