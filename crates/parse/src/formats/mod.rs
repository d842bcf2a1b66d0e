//! The formats: which one bytes are of, and a reader for each.

pub(crate) mod fit;
pub(crate) mod gpx;
pub(crate) mod probe;
pub(crate) mod tcx;
pub(crate) mod xml;
