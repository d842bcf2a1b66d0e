//! Second reader that checks the first one, behind the feature `reference`.
//!
//! The second reader is third-party code. It shares neither code nor tables with the reader behind
//! [`read_bytes`](crate::read_bytes), so a mistake in which both agree is unlikely.
//! [`differences()`] lists the values in which they differ.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "places come from searches in the same bytes; panics are contained"
)]

mod differences;
pub mod fit;
pub mod gpx;
mod outline;
mod values;

pub use differences::{Difference, DifferentSamples, differences};
pub use outline::{Place, outline};
pub use values::Values;
