//! ZIP archives: whole, nested, odd and broken.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod exports;
mod hostile;
mod lists;
mod odd;

use recoup_parse::{Archives, FoundFile, Limits};

/// Returns an archive, marked as listed, and its members.
fn look_into(bytes: &[u8], limits: &Limits) -> (FoundFile, Vec<FoundFile>) {
    let archives = Archives::default();
    let mut found = FoundFile::bytes("x.zip", bytes);
    let listing = archives.list(&found, limits).unwrap().unwrap();
    let members = archives.members(&found, &listing);
    found.set_listed(&listing);
    (found, members)
}

/// Returns the content of a member, if it is intact.
fn content(found: &FoundFile) -> Option<Vec<u8>> {
    let loaded = found.load(&Limits::default()).ok().filter(|_| found.error.is_none())?;
    loaded.digest().and(loaded.bytes()).map(<[u8]>::to_vec)
}
