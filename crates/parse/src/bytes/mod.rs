//! Bytes of files on the disk or elsewhere, and of compressed files. This module knows no format.

pub(crate) mod file;
pub(crate) mod gzip;
pub(crate) mod source;
pub(crate) mod unpacked;
