//! A second reader to check the first one by, with the feature `reference`.
//!
//! The second reader is somebody else's: it shares neither code nor tables with the one behind
//! [`read_bytes`](crate::read_bytes). Where the two agree, a misunderstanding would have to be
//! common to both; where they differ, [`differences`] says in what.

mod differences;
pub mod fit;
pub mod gpx;
mod outline;
mod values;

pub use differences::{Difference, DifferentSamples, differences};
pub use outline::{Place, outline};
pub use values::Values;
