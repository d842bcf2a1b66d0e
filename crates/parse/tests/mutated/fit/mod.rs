//! Costly FIT files, and damage to FIT files.

pub(crate) mod hostile;
pub(crate) mod mutation;
