//! File formats: detection, and a reader for each.

pub(crate) mod fit;
pub(crate) mod gpx;
pub(crate) mod probe;
pub(crate) mod tcx;
pub(crate) mod xml;
