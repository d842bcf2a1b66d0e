//! What an archive holds, to be kept.

use super::entry::MemberEntry;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The members of an archive and of those inside it, and what is wrong with it.
///
/// It can be kept and used again as long as the archive does not change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    pub(super) entries: Vec<MemberEntry>,
    /// The archives among the entries, by their places.
    pub(super) inner: BTreeMap<usize, Listing>,
    pub(super) damage: Option<String>,
}

impl Listing {
    /// The number of files in it, those in archives inside it not counted.
    #[must_use]
    pub fn files(&self) -> usize {
        self.entries.len()
    }

    /// What is wrong with the archive as a whole.
    pub(crate) fn damage(&self) -> Option<&str> {
        self.damage.as_deref()
    }
}

/// A number with what is counted.
pub(crate) fn counted(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}
