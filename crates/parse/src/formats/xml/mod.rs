//! Common parts of the XML formats.
//!
//! Every watch service exports XML in its own way, so the reader relies on very little. Elements
//! are recognized by their local names wherever they are, end tags need not match, and the text may
//! have any encoding. One pass over the text gives a [`Schema`] its points and the elements around
//! them. Everything before a cut or damage is kept.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "places come from searches in the same text; fuzzing checks both"
)]

mod content;
mod distance;
mod encoding;
mod entities;
mod field;
mod notes;
mod number;
mod plain;
mod reader;
mod schema;
mod session_budget;
mod time;
mod track;
mod walk;
mod walked;
mod words;

pub(crate) use encoding::decode;
pub(crate) use field::{Point, PointField};
pub(crate) use notes::Notes;
pub(crate) use number::number;
pub(crate) use plain::next_byte;
#[cfg(feature = "reference")]
pub(crate) use reader::forgiving;
pub(crate) use schema::{ElementKind, Schema};
pub(crate) use session_budget::SessionBudget;
pub(crate) use time::{Time, parse as parse_time};
pub(crate) use track::TrackSamples;
pub(crate) use walk::walk;
pub(crate) use words::{attribute, tidy, value};
