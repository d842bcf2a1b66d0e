//! Athletes: their files on the disk, and which runs are whose.

pub(crate) mod files;
pub(crate) mod roster;
