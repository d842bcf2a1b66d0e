//! Activities from the output of other readers, with the feature `reference`.
//!
//! A reader is best checked against a reader that shares no code with it. A program that already
//! reads files with such a crate can convert the output here, without reading the files again.

pub mod fit;
pub mod gpx;
