//! Decompressed bytes, common to gzips and members of archives.

use crate::limits::Limits;
use recoup_model::Diagnostic;
use std::io::{self, Read};

/// Expanded size that is always allowed, even for a tiny file.
const EXPANSION_FLOOR_BYTES: u64 = 1 << 20;

/// Decompressed bytes, and the damage that ends them.
pub(crate) struct Unpacked {
    pub(crate) bytes: Vec<u8>,
    pub(crate) damage: Option<Diagnostic>,
}

/// Returns the maximum expanded size of a compressed file.
pub(crate) fn expansion_limit(packed_bytes: u64, limits: &Limits) -> u64 {
    let ratio_bytes = packed_bytes.saturating_mul(limits.expansion_ratio);
    limits.expanded_bytes.min(ratio_bytes.max(EXPANSION_FLOOR_BYTES))
}

/// Reads until the buffer holds `len` bytes or the input ends.
pub(crate) fn read_up_to(reader: &mut impl Read, bytes: &mut Vec<u8>, len: u64) -> io::Result<()> {
    let missing = len.saturating_sub(bytes.len() as u64);
    reader.take(missing).read_to_end(bytes).map(|_| ())
}
