//! Bytes: of a file on the disk, and of what is compressed. Nothing here knows a format.

pub(crate) mod file;
pub(crate) mod gzip;
pub(crate) mod unpacked;
