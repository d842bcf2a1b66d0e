//! The bytes of something compressed, whatever packed them.

use crate::limits::Limits;
use recoup_model::Diagnostic;
use std::io::{self, Read};

/// What anything compressed may expand to, whatever its own size.
const EXPANSION_FLOOR_BYTES: u64 = 1 << 20;

/// The bytes of something compressed, and what is wrong behind them.
pub(crate) struct Unpacked {
    pub(crate) bytes: Vec<u8>,
    pub(crate) damage: Option<Diagnostic>,
}

/// How many bytes something compressed may expand to.
pub(crate) fn expansion_limit(packed_bytes: u64, limits: &Limits) -> u64 {
    let ratio_bytes = packed_bytes.saturating_mul(limits.expansion_ratio);
    limits.input_bytes.min(ratio_bytes.max(EXPANSION_FLOOR_BYTES))
}

/// Reads on until there are so many bytes, or no more.
pub(crate) fn read_up_to(reader: &mut impl Read, bytes: &mut Vec<u8>, len: u64) -> io::Result<()> {
    let missing = len.saturating_sub(bytes.len() as u64);
    reader.take(missing).read_to_end(bytes).map(|_| ())
}
