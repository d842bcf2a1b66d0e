//! The members of an archive and of those inside it.

use super::directory;
use super::listing::Listing;
use super::member::{Archive, Member};
use super::names::has_zip_extension;
use super::store::Store;
use crate::error::{Error, ErrorKind};
use crate::limits::Limits;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Lists the members of an archive and of those inside it; [`None`] for what is none, which is
/// looked for at the end too if it is called an archive.
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

/// The members of an archive, each with what is inside it where that is an archive.
pub(crate) fn members<'a>(
    archive: &'a Arc<Archive>,
    listing: &'a Listing,
) -> impl Iterator<Item = (Member, Option<(Arc<Archive>, &'a Listing)>)> {
    listing.entries.iter().enumerate().map(move |(place, entry)| {
        let inner = listing.inner.get(&place).map(|inner| (archive.inside(entry), inner));
        (Member::new(archive, entry), inner)
    })
}

/// Lists an archive that is open, and those inside it.
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
            entry.flaw = Some(format!("an archive within {levels} archives: unpack the outer"));
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
            // Called so, and something else.
            Ok(None) => {}
            // Another time it may be read.
            Err(error) if error.kind() == ErrorKind::Io => return Err(error),
            Err(error) => entry.flaw = Some(error.to_string()),
        }
    }
    Ok(Listing { entries, inner, damage })
}
