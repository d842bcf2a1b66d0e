//! Ends of files: checksums, cuts and trailing bytes.

use crate::common::{kinds, only};
use crate::made::{POWER, START, THREE_BEATS, heart_rates, three_beats};
use recoup_model::{DiagnosticKind, Position};
use recoup_parse::{ErrorKind, Limits, read_bytes};
use recoup_testkit::raw_fit::{Checksum, Definition, UINT16};

#[test]
fn a_wrong_checksum_is_said_and_forgiven() {
    for checksum in [Checksum::Wrong, Checksum::Zero] {
        let file = three_beats().checksum(checksum);
        let activity = only(&file.to_bytes());
        assert_eq!(heart_rates(&activity), THREE_BEATS);
        assert_eq!(kinds(&activity), [DiagnosticKind::BadCrc]);
        let end = Position::Byte(file.position() as u64);
        assert_eq!(activity.diagnostics[0].position, Some(end));
        assert!(activity.is_partial());
    }
}

#[test]
fn a_file_that_ends_before_its_checksum_is_cut() {
    let activity = only(&three_beats().checksum(Checksum::Absent).to_bytes());
    assert_eq!(heart_rates(&activity), THREE_BEATS);
    assert_eq!(kinds(&activity), [DiagnosticKind::Truncated]);
    assert!(activity.is_partial());
}

#[test]
fn a_cut_is_placed_at_the_message_that_it_cuts() {
    let whole = three_beats();
    let cut_at = |position: usize, bytes: &[u8], kept: usize| {
        let activity = only(bytes);
        assert_eq!(heart_rates(&activity), THREE_BEATS[..kept], "{} bytes", bytes.len());
        let cut = &activity.diagnostics[0];
        assert_eq!(cut.kind, DiagnosticKind::Truncated);
        assert_eq!(cut.position, Some(Position::Byte(position as u64)));
        assert!(activity.is_partial());
    };
    let third = whole.position() - 6;
    for length in 0..6 {
        cut_at(third, &whole.to_bytes()[..third + length], 2);
    }
    // A definition has six bytes, and three for each of its two fields.
    let defined = whole.clone().define(&Definition::record(1).field(POWER, 2, UINT16));
    for length in 1..12 {
        let cut = whole.position() + length;
        cut_at(whole.position(), &defined.to_bytes()[..cut], 3);
    }
}

#[test]
fn a_message_that_nothing_defines_ends_the_reading() {
    let undefined = [three_beats().data(9, &[1, 2, 3]), three_beats().compressed(3, 5, &[1])];
    // The reading ends at the undefined message even if the header promises more bytes.
    let oversized = undefined.clone().map(|file| file.data_size(5000));
    for file in undefined.into_iter().chain(oversized) {
        let activity = only(&file.timed(0, START + 3, &[124]).to_bytes());
        assert_eq!(heart_rates(&activity), THREE_BEATS);
        let damage = &activity.diagnostics[0];
        assert_eq!(damage.kind, DiagnosticKind::Damaged);
        let position = three_beats().position() as u64;
        assert_eq!(damage.position, Some(Position::Byte(position)));
        assert!(activity.is_partial());
    }
}

#[test]
fn what_follows_the_end_without_being_a_file_is_ignored() {
    for rest in [&[0][..], &[0; 1000], b"garbage", &[0xFF; 40], b"\x0e\x20\0\0\0\0\0\0.FAT\0\0"] {
        let activity = only(&[&three_beats().to_bytes(), rest].concat());
        assert_eq!(heart_rates(&activity), THREE_BEATS);
        assert!(!activity.is_partial(), "{:?}", activity.diagnostics);
    }
}

#[test]
fn a_file_of_no_bytes_is_empty() {
    let error = read_bytes(&[], &Limits::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Empty);
}

/// A disk or a cloud service that lost the end of a file gives zeros. The definition of `file_id`
/// has local type 0, so zeros decode as a `file_id` of type 0.
#[test]
fn an_end_of_zeros_costs_the_end_only() {
    let run = recoup_testkit::runs::recovery("2026-03-02T06:30:12+01:00", 35);
    let mut bytes = recoup_testkit::fit::encode(&run);
    let end = bytes.len() * 9 / 10;
    bytes[end..].fill(0);
    let activity = only(&bytes);
    assert!(activity.is_partial(), "{:?}", activity.diagnostics);
    // Records of one second each take nearly the whole file.
    let samples = activity.samples.len();
    assert!((35 * 60 * 17 / 20..35 * 60).contains(&samples), "{samples} samples");
    assert_eq!(activity.device.serial, Some(recoup_testkit::Device::WATCH.serial_number));
}
