//! ZIP archives, read in place.
//!
//! Strava and Garmin send one archive with everything. Garmin's archive contains more archives.
//! Members are listed by the central directory and decompressed one at a time, in memory. A stored
//! nested archive is read in place. A compressed nested archive is expanded into memory. Nothing is
//! written to the disk.
//!
//! The crate rawzip reads the central directory and leaves the rest to its caller. rawzip needs no
//! memory for each member, reads from many threads, and keeps all members with the same name.

mod directory;
mod entry;
pub(crate) mod list;
pub(crate) mod listing;
mod local_header;
pub(crate) mod member;
mod names;
pub(crate) mod open_archives;
mod reader;
mod rescue;
mod store;
mod tree;
