//! Budget of an archive and of all archives nested in it.
//!
//! A small archive can list millions of members, repeat a long name before each of them, and expand
//! without end. So the whole tree has one budget, which grows with the bytes of the outermost
//! archive.

use crate::error::{Error, ErrorKind};
use crate::limits::Limits;

/// Number of members that is always allowed.
const MEMBERS_FLOOR: u64 = 10_000;
/// Bytes of names that are always allowed, and the largest ratio of names to the archive's bytes.
const NAMES_FLOOR_BYTES: u64 = 4 << 20;
const NAMES_RATIO: u64 = 4;
/// Expanded size that is always allowed.
const EXPANDED_FLOOR_BYTES: u64 = 64 << 20;
/// Maximum number of bytes that are searched for lost members.
const SEARCHED_BYTES: u64 = 256 << 20;

/// Remaining budget of a tree of archives.
#[derive(Debug, Clone, Copy)]
pub(super) struct TreeBudget {
    members: u64,
    members_most: u64,
    names_bytes: u64,
    names_most: u64,
    expanded_bytes: u64,
    expanded_most: u64,
    searched_bytes: u64,
}

impl TreeBudget {
    /// Creates the budget for an outermost archive of `len` bytes.
    pub(super) fn of(len: u64, limits: &Limits) -> Self {
        let by_len = len.checked_div(limits.archive_bytes_per_member).unwrap_or(len);
        let members = by_len.max(MEMBERS_FLOOR).min(limits.archive_members as u64);
        let names = len.saturating_mul(NAMES_RATIO).max(NAMES_FLOOR_BYTES);
        let expanded = len.saturating_mul(limits.expansion_ratio).max(EXPANDED_FLOOR_BYTES);
        Self {
            members,
            members_most: members,
            names_bytes: names,
            names_most: names,
            expanded_bytes: expanded,
            expanded_most: expanded,
            searched_bytes: SEARCHED_BYTES,
        }
    }

    /// Charges for a member whose full name has `name_bytes` bytes.
    pub(super) fn spend_on_member(&mut self, name_bytes: usize) -> Result<(), Error> {
        let (most, names_most) = (self.members_most, self.names_most);
        self.members = self.members.checked_sub(1).ok_or_else(|| {
            exceeded(format!(
                "over the limit of {most} members for an archive of this size \
                              (archive_members, archive_bytes_per_member)"
            ))
        })?;
        self.names_bytes = self.names_bytes.checked_sub(name_bytes as u64).ok_or_else(|| {
            exceeded(format!(
                "over the limit of {names_most} bytes of names for an archive of \
                              this size"
            ))
        })?;
        Ok(())
    }

    /// Charges for the expansion of a member to `bytes` bytes.
    pub(super) fn spend_on_expansion(&mut self, bytes: u64) -> Result<(), Error> {
        let most = self.expanded_most;
        self.expanded_bytes = self.expanded_bytes.checked_sub(bytes).ok_or_else(|| {
            exceeded(format!(
                "the archive expands to more than the limit of {most} bytes for its \
                              size (expansion_ratio)"
            ))
        })?;
        Ok(())
    }

    /// Charges for the search of `bytes` bytes. Returns `false` if the budget is spent.
    pub(super) fn search(&mut self, bytes: u64) -> bool {
        let left = self.searched_bytes.checked_sub(bytes);
        self.searched_bytes = left.unwrap_or(0);
        left.is_some()
    }

    /// Gives back the members and names of an archive whose listing was dropped.
    pub(super) fn give_back(&mut self, before: Self) {
        (self.members, self.names_bytes) = (before.members, before.names_bytes);
    }
}

fn exceeded(message: String) -> Error {
    Error::new(ErrorKind::LimitExceeded, message)
}
