//! ZIP archives, read where they lie.
//!
//! Strava and Garmin send one archive with everything, Garmin's with more archives inside. Members
//! are listed by the archive's directory and unpacked one at a time, in memory, by whoever reads
//! them; an archive inside another is read in place if it was stored as it is, and expanded into
//! memory if it was compressed. Nothing is written to the disk.
//!
//! The directory is read by rawzip, which leaves all else to its caller: it needs no memory per
//! member, reads from many threads, and of two members of one name loses none.

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
