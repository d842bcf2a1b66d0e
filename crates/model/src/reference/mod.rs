//! Activities from what other readers make of a file, with the feature `reference`.
//!
//! A reader is checked best against one that shares nothing with it. Whoever reads files with such
//! a crate already can also go on from here without reading them again.

pub mod fit;
pub mod gpx;
