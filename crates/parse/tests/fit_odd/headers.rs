//! Headers: their length, their checksum and their stated size.

use crate::common::only;
use crate::made::{THREE_BEATS, heart_rates, seconds, three_beats};
use recoup_testkit::raw_fit::Checksum;

#[test]
fn headers_of_any_length_and_checksum_are_read_alike() {
    for file in [
        three_beats(),
        three_beats().header_checksum(Checksum::Absent),
        three_beats().header_padding(6),
        three_beats().header_checksum(Checksum::Zero),
        three_beats().header_checksum(Checksum::Wrong),
    ] {
        let bytes = file.to_bytes();
        let activity = only(&bytes);
        assert_eq!(heart_rates(&activity), THREE_BEATS, "a header of {} bytes", bytes[0]);
        assert_eq!(seconds(&activity), [0, 1, 2]);
        assert!(!activity.is_partial(), "{:?}", activity.diagnostics);
    }
    assert_eq!(
        [
            three_beats().header_checksum(Checksum::Absent).to_bytes()[0],
            three_beats().to_bytes()[0],
            three_beats().header_padding(6).to_bytes()[0],
        ],
        [12, 14, 20]
    );
}

#[test]
fn a_size_of_zero_is_one_that_was_never_written() {
    let activity = only(&three_beats().data_size(0).to_bytes());
    assert_eq!(heart_rates(&activity), THREE_BEATS);
}

#[test]
fn a_device_that_lost_power_loses_its_last_message_at_most() {
    let file = three_beats().data_size(0).checksum(Checksum::Absent);
    let heart_rates = heart_rates(&only(&file.to_bytes()));
    assert_eq!(heart_rates[..2], THREE_BEATS[..2]);
    assert_eq!(heart_rates[2..], THREE_BEATS[2..heart_rates.len()]);
}

#[test]
fn a_size_beyond_the_end_loses_nothing() {
    let activity = only(&three_beats().data_size(10_000).to_bytes());
    assert_eq!(heart_rates(&activity), THREE_BEATS);
    assert!(activity.is_partial());
}

/// Four bytes of timestamp, one of heart rate and one of header make a message of six.
#[test]
fn what_lies_behind_the_declared_end_is_not_read() {
    let file = three_beats();
    let size = file.to_bytes().len() - 14 - 2 - 6;
    let activity = only(&file.data_size(size as u32).to_bytes());
    assert_eq!(heart_rates(&activity), THREE_BEATS[..2]);
}
