//! Costly GPX and TCX files, and damage to such files.

pub(crate) mod hostile;
pub(crate) mod mutation;
