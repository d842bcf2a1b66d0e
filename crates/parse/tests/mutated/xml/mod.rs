//! GPX and TCX files that cost much, and damage to such files.

pub(crate) mod hostile;
pub(crate) mod mutation;
