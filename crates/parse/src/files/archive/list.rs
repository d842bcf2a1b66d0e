//! Members of an archive and of its nested archives.

use super::directory;
use super::listing::Listing;
use super::member::{Archive, Member};
use super::names::has_zip_extension;
use super::store::Store;
use super::tree::TreeBudget;
use crate::error::{Error, ErrorKind};
use crate::limits::Limits;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Lists the members of an archive and of its nested archives. Returns [`None`] if the file is not
/// an archive. Only a file with the extension `.zip` is also searched for an end record.
///
/// `prefix_bytes` is the length of the archive's own name, which precedes the name of each member.
pub(crate) fn list(
    archive: &Arc<Archive>,
    has_zip_extension: bool,
    prefix_bytes: usize,
    limits: &Limits,
) -> Result<Option<Listing>, Error> {
    let store = archive.store(limits)?;
    if !directory::is_archive(&store, has_zip_extension)? {
        return Ok(None);
    }
    let mut budget = TreeBudget::of(store.len(), limits);
    list_store(archive, &store, Inside { limits, depth: 1, prefix_bytes }, &mut budget).map(Some)
}

/// Place of an archive in its tree.
#[derive(Clone, Copy)]
struct Inside<'a> {
    limits: &'a Limits,
    depth: usize,
    /// Length of the archive's full name.
    prefix_bytes: usize,
}

/// Returns the members of an archive, each with its own listing if it is an archive.
pub(crate) fn members<'a>(
    archive: &'a Arc<Archive>,
    listing: &'a Listing,
) -> impl Iterator<Item = (Member, Option<(Arc<Archive>, &'a Listing)>)> {
    listing.entries.iter().enumerate().map(move |(place, entry)| {
        let inner = listing.inner.get(&place).map(|inner| (archive.inside(entry), inner));
        (Member::new(archive, entry), inner)
    })
}

/// Lists an open archive and its nested archives.
fn list_store(
    archive: &Arc<Archive>,
    store: &Store,
    inside: Inside<'_>,
    budget: &mut TreeBudget,
) -> Result<Listing, Error> {
    let Inside { limits, depth, prefix_bytes } = inside;
    let directory::Listed { mut entries, damage, .. } =
        directory::list(store, prefix_bytes, budget)?;
    let mut inner = BTreeMap::new();
    for (place, entry) in entries.iter_mut().enumerate() {
        if entry.flaw.is_some() {
            continue;
        }
        if !has_zip_extension(&entry.name) {
            // Reading will expand the member, so the expansion is charged now.
            let bytes = entry.bytes.unwrap_or(entry.packed_bytes);
            entry.flaw = budget.spend_on_expansion(bytes).err().map(|error| error.to_string());
            continue;
        }
        if depth >= limits.archive_depth {
            let levels = limits.archive_depth;
            entry.flaw =
                Some(format!("an archive nested in {levels} archives; unpack the outer one first"));
            continue;
        }
        let inner_archive = archive.inside(entry);
        let before = *budget;
        let prefix_bytes = prefix_bytes.saturating_add(entry.name.len());
        let listing = inner_archive.store(limits).and_then(|store| {
            budget.spend_on_expansion(store.held_bytes())?;
            let is_archive = directory::is_archive(&store, true)?;
            let inside = Inside { limits, depth: depth.saturating_add(1), prefix_bytes };
            is_archive.then(|| list_store(&inner_archive, &store, inside, budget)).transpose()
        });
        if listing.is_err() {
            budget.give_back(before);
        }
        match listing {
            Ok(Some(listing)) => {
                inner.insert(place, listing);
            }
            // The extension is `.zip`, but the content is something else.
            Ok(None) => {}
            // An I/O error may be temporary, so it is not stored in the listing.
            Err(error) if error.kind() == ErrorKind::Io => return Err(error),
            Err(error) => entry.flaw = Some(error.to_string()),
        }
    }
    Ok(Listing { entries, inner, damage })
}
