//! Garmin FIT.
//!
//! `chain` finds the files in the bytes, [`decode`] turns one into the [`messages`] that are
//! wanted, its records by way of [`columns`], and [`assemble`] makes one activity per session of
//! them. [`profile`] is the table of all that is taken.

#![expect(clippy::inline_always, reason = "loops become vectors only if all in them is inlined")]

mod assemble;
mod budget;
mod chain;
mod clock;
mod column;
mod column_buffer;
mod columns;
mod decode;
mod definition;
mod developer;
mod epoch;
mod heartbeats;
mod message;
mod messages;
mod names;
mod peek;
mod plan;
mod profile;
mod read;
mod rows;
mod value;

pub(crate) use peek::{no_activity, peek};
pub(crate) use read::read;
