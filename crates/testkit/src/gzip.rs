//! Gzip, the compression that export services use for files.

use std::io::{Read, Write};

use flate2::{Compression, GzBuilder, read::GzDecoder};

use crate::never_fails;

/// Wraps a file in gzip, with no time and no name in the header.
///
/// The header is always the same. The compressed bytes may differ between versions of the
/// compressor, so compare the result of [`gunzip`].
///
/// ```
/// let wrapped = recoup_testkit::gzip(b"a run");
/// assert_eq!(&wrapped[..2], &[0x1f, 0x8b]);
/// assert_eq!(recoup_testkit::gunzip(&wrapped), b"a run");
/// ```
#[must_use]
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    // 255 means "unknown" for the system that wrote the file. The default would be the machine's
    // own.
    let mut encoder =
        GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::best());
    never_fails(encoder.write_all(bytes));
    never_fails(encoder.finish())
}

/// Unwraps the output of [`gzip`].
#[must_use]
pub fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut unwrapped = Vec::new();
    never_fails(GzDecoder::new(bytes).read_to_end(&mut unwrapped));
    unwrapped
}
