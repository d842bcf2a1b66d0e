//! Odd FIT files, byte by byte: valid but rare files, invalid files that devices write, and the
//! remains of files after an accident.
//!
//! Expected values are computed by hand from the bytes. If the specification leaves a rule open,
//! the test names a decoder that follows it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

#[path = "../common/mod.rs"]
mod common;

mod chains;
mod clocks;
mod developer_fields;
mod ends;
mod fields;
mod headers;
mod made;
mod messages;
mod messages_without_fields;
mod sessions;

use crate::common::only;
use crate::made::{HR, START, TIMESTAMP, heart_rates, recording};
use recoup_testkit::raw_fit::{BYTE, UINT8, UINT16, UINT32};

/// A strap sends stored heartbeats. The time is START + 2,048/32,768 s when the strap's clock
/// stands at 4,096, with 1,024 ticks a second. Then one beat a second follows, and only the last 12
/// bits of the clock are sent: 0x400, 0x800 and 0xC00 for 5,120, 6,144 and 7,168. The next ones
/// roll over: 0x000, 0x400 and 0x800 for 8,192, 9,216 and 10,240.
///
/// All beats between two samples are equal. Garmin's own decoder uses their mean, so it gives the
/// same heart rates.
#[test]
fn stored_heartbeats_are_merged_by_time() {
    let start = START.to_le_bytes();
    let ticks = 4096_u32.to_le_bytes();
    let records = [(0, 255), (1, 255), (2, 0), (3, 90), (4, 255), (5, 255), (6, 255), (30, 95)];
    let file = records
        .into_iter()
        .fold(recording(), |file, (time, rate)| file.timed(0, START + time, &[rate]))
        .message(
            HR,
            &[
                (TIMESTAMP, UINT32, &start),
                (0, UINT16, &[0x00, 0x08]),
                (6, UINT8, &[70]),
                (9, UINT32, &ticks),
            ],
        )
        .message(
            HR,
            &[
                (6, UINT8, &[71, 72, 73, 74, 75, 76]),
                (10, BYTE, &[0x00, 0x04, 0x80, 0x00, 0x0C, 0x00, 0x00, 0x04, 0x80]),
            ],
        );
    let activity = only(&file.to_bytes());
    let expected =
        [None, Some(70.0), Some(71.0), Some(72.0), Some(73.0), Some(74.0), Some(75.0), Some(95.0)];
    assert_eq!(heart_rates(&activity), expected);
}
