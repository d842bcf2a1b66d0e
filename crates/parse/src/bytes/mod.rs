//! Bytes of files on the disk and of compressed files. This module knows no format.

pub(crate) mod file;
pub(crate) mod gzip;
pub(crate) mod unpacked;
