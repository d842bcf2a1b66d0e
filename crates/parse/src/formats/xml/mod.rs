//! What the XML formats share.
//!
//! Every watch service exports XML and no two write the same, so the reading holds on to very
//! little: elements are known by their local names wherever they stand, end tags need not fit, and
//! the text may be in any encoding. One pass over the text gives a [`Dialect`] its points and the
//! elements around them; what precedes a cut or damage is kept.

mod allowance;
mod content;
mod dialect;
mod distance;
mod encoding;
mod entities;
mod field;
mod notes;
mod number;
mod plain;
mod reader;
mod time;
mod track;
mod walk;
mod walked;
mod words;

pub(crate) use allowance::Allowance;
pub(crate) use dialect::{Dialect, Kind};
pub(crate) use encoding::decode;
pub(crate) use field::{Field, Point};
pub(crate) use notes::Notes;
pub(crate) use number::number;
#[cfg(feature = "reference")]
pub(crate) use reader::forgiving;
pub(crate) use time::{Time, parse as parse_time};
pub(crate) use track::Track;
pub(crate) use walk::walk;
pub(crate) use words::{attribute, tidy, value};
