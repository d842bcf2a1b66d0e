//! Members of an archive and of its nested archives.

use super::directory;
use super::listing::Listing;
use super::member::{Archive, Member};
use super::names::has_zip_extension;
use super::store::Store;
use crate::error::{Error, ErrorKind};
use crate::limits::Limits;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Lists the members of an archive and of its nested archives. Returns [`None`] if the file is no
/// archive. Only a file with the extension `.zip` is also searched for an end record.
pub(crate) fn list(
    archive: &Arc<Archive>,
    has_zip_extension: bool,
    limits: &Limits,
) -> Result<Option<Listing>, Error> {
    let store = archive.store(limits)?;
    if !directory::is_archive(&store, has_zip_extension)? {
        return Ok(None);
    }
    list_store(archive, &store, limits, 1).map(Some)
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
    limits: &Limits,
    depth: usize,
) -> Result<Listing, Error> {
    let directory::Listed { mut entries, damage, .. } = directory::list(store, limits)?;
    let mut inner = BTreeMap::new();
    for (place, entry) in entries.iter_mut().enumerate() {
        if !has_zip_extension(&entry.name) || entry.flaw.is_some() {
            continue;
        }
        if depth >= limits.archive_depth {
            let levels = limits.archive_depth;
            entry.flaw =
                Some(format!("an archive nested in {levels} archives; unpack the outer one first"));
            continue;
        }
        let inside = archive.inside(entry);
        let listing = inside.store(limits).and_then(|store| {
            let is_archive = directory::is_archive(&store, true)?;
            is_archive.then(|| list_store(&inside, &store, limits, depth + 1)).transpose()
        });
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
