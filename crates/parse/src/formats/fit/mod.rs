//! Reader of Garmin FIT, the format of most watches.
//!
//! # How to read this module
//!
//! A FIT file is a header, messages and a checksum, and several files can be chained. A *definition
//! message* describes the layout of one of 16 *local types*: a global message number (20 is a
//! record) and the fields, each with a number, a size and a base type. A *data message* names its
//! local type in its first byte, the header byte, and contains only values. Nothing else separates
//! messages, so a reader has to know every definition to find the next message.
//!
//! The files of this module, in the order in which a file passes them:
//!
//! | file | task |
//! |---|---|
//! | [`read`](mod@read) | calls all others, and tries again if a length was wrong |
//! | [`chain`] | finds the files of a chain and checks their checksums |
//! | [`decode`] | scans one file: notes the offset and time of each record, reads other messages |
//! | [`definition`], [`clock`], [`rows`] | layout of messages, their times, and the noted records |
//! | [`message`], [`messages`], [`developer`], [`heartbeats`] | content of all other messages |
//! | [`column`](mod@column), [`plan`], [`columns`], [`column_buffer`] | noted records to columns of samples |
//! | [`value`] | base types and their invalid values |
//! | [`profile`], [`names`] | used part of FIT's profile: fields, scales, names |
//! | [`budget`] | limit on memory |
//! | [`assemble`] | one activity per session |
//! | [`peek`](mod@peek) | the first bytes only |
//!
//! # A worked record
//!
//! This definition and this record make the shortest useful file:
//!
//! ```text
//! 40 00 00 14 00 03    definition (40) of local type 0, little-endian (00), message 20, 3 fields
//!    FD 04 86          field 253, the timestamp: 4 bytes, type 86 (unsigned 32 bits)
//!    03 01 02          field 3, the heart rate:  1 byte,  type 02 (unsigned 8 bits)
//!    02 02 84          field 2, the altitude:    2 bytes, type 84 (unsigned 16 bits)
//! 00                   data message of local type 0
//!    00 CA 9A 3B       1,000,000,000 s after 1989-12-31, which is 2021-09-08T01:46:40Z
//!    79                121 beats per minute
//!    B8 0B             3,000; scale 5 and offset 500 make it 3,000 / 5 - 500 = 100 m
//! ```
//!
//! 1. [`decode`] meets the byte `40`. `Definition::of` reads 15 bytes. A data message of local type
//!    0 has 1 + 4 + 1 + 2 = 8 bytes, and the decoder enters this length for each of its possible
//!    header bytes.
//! 2. The byte `00` is such a header byte. The message is a record, so its fields are not read yet:
//!    a `Row` notes its offset and its time. Records of the same type that follow are noted in the
//!    same loop, which is why most of a file costs little more than a comparison per record.
//! 3. At the end [`plan`] compiles the definition: the altitude column has one source at offset 6,
//!    two bytes wide, with scale 5 and offset 500, and the heart rate has one at offset 5.
//! 4. [`columns`] carries out the plan for up to 256 rows at a time. It copies a window of 64 bytes
//!    from each record, so that a column is then one loop over windows of the same size. The
//!    number type, the byte order and the presence of a scale are generic parameters of that loop,
//!    so the compiler can vectorize it. `with_number_type!` selects the instance.
//! 5. An invalid value (`FF` for this heart rate) becomes NaN, and a column of only NaN is dropped.
//!
//! ```
//! use recoup_parse::{Limits, read_bytes};
//!
//! let file = b"\x0c\x20\x00\x00\x17\x00\x00\x00.FIT\
//!     \x40\x00\x00\x14\x00\x03\xfd\x04\x86\x03\x01\x02\x02\x02\x84\
//!     \x00\x00\xca\x9a\x3b\x79\xb8\x0b\
//!     \xc2\x7e";
//! let activity = &read_bytes(file, &Limits::default())?.activities[0];
//! let sample = activity.samples.at(0);
//! assert_eq!(sample.time_ms, 1_631_065_600_000);
//! assert_eq!(sample.heart_rate_bpm, Some(121.0));
//! assert_eq!(sample.altitude_m, Some(100.0));
//! assert!(activity.diagnostics.is_empty());
//! # Ok::<(), recoup_parse::Error>(())
//! ```

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "places come from definitions that were found in these bytes; fuzzing checks both"
)]
#![expect(
    clippy::inline_always,
    reason = "a loop is only vectorized if all calls in it are inlined"
)]

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
pub(crate) use read::{read, schedule};
