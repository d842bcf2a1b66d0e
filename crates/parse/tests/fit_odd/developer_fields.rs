//! Developer fields.

use crate::common::only;
use crate::made::{
    DEVELOPER_DATA_ID, FIELD_DESCRIPTION, HEART_RATE, POWER, RECORD, START, column, heart_rates,
    seconds,
};
use recoup_testkit::raw_fit::{
    BYTE, Definition, FLOAT32, RawFit, SINT8, SINT16, STRING, UINT8, UINT16,
};

/// Returns a file that defines three types of records, all with fields of developer 0: a heart rate
/// and developer field 3 (local type 0), developer field 3 alone (1), and developer field 9 of two
/// bytes alone (2).
fn recording() -> RawFit {
    RawFit::new()
        .file_id(None)
        .message(DEVELOPER_DATA_ID, &[(1, BYTE, &[7; 16]), (3, UINT8, &[0])])
        .define(&Definition::record(0).field(HEART_RATE, 1, UINT8).developer_field(3, 1, 0))
        .define(&Definition::record(1).developer_field(3, 1, 0))
        .define(&Definition::record(2).developer_field(9, 2, 0))
}

/// Describes a field of developer 0. `native` is the message and field that it replaces.
fn describe(file: RawFit, number: u8, base_type: u8, native: Option<(u16, u8)>) -> RawFit {
    let (message, field) = native.unwrap_or((u16::MAX, u8::MAX));
    let message = message.to_le_bytes();
    file.message(
        FIELD_DESCRIPTION,
        &[
            (0, UINT8, &[0]),
            (1, UINT8, &[number]),
            (2, UINT8, &[base_type]),
            (3, STRING, b"field\0"),
            (8, STRING, b"unit\0"),
            (14, UINT16, &message),
            (15, UINT8, &[field]),
        ],
    )
}

#[test]
fn fields_that_nothing_describes_are_passed_over() {
    let file = recording().timed(0, START, &[121, 151]).timed(2, START + 1, &[0xFA, 0]).timed(
        0,
        START + 2,
        &[123, 153],
    );
    let activity = only(&file.to_bytes());
    assert_eq!(heart_rates(&activity), [Some(121.0), None, Some(123.0)]);
    assert_eq!(seconds(&activity), [0, 1, 2]);
    assert!(activity.diagnostics.is_empty(), "{:?}", activity.diagnostics);
}

#[test]
fn a_developers_number_is_no_native_one() {
    for native in [None, Some((19, HEART_RATE)), Some((RECORD, 200))] {
        let file = describe(recording(), 3, UINT8, native)
            .timed(0, START, &[121, 151])
            .timed(0, START + 1, &[255, 152])
            .timed(1, START + 2, &[153]);
        let activity = only(&file.to_bytes());
        assert_eq!(heart_rates(&activity), [Some(121.0), None, None], "{native:?}");
    }
}

#[test]
fn a_native_field_of_a_developers_counts_where_the_native_one_is_missing() {
    let describe = |file| {
        let file = describe(file, 3, UINT8, Some((RECORD, HEART_RATE)));
        describe(file, 9, UINT16, Some((RECORD, POWER)))
    };
    let records = |file: RawFit| {
        file.timed(0, START, &[121, 151])
            .timed(0, START + 1, &[255, 152])
            .timed(1, START + 2, &[153])
            .timed(1, START + 3, &[255])
            .timed(2, START + 4, &[0xFA, 0])
    };
    let rates = [Some(121.0), Some(152.0), Some(153.0), None, None];
    let powers = [None, None, None, None, Some(250.0)];
    for (file, order) in [
        (records(describe(recording())), "described before"),
        (describe(records(recording())), "described after"),
    ] {
        let activity = only(&file.to_bytes());
        assert_eq!(heart_rates(&activity), rates, "{order}");
        assert_eq!(column(&activity, |sample| sample.power_w), powers, "{order}");
        assert!(activity.diagnostics.is_empty(), "{order}: {:?}", activity.diagnostics);
    }
}

#[test]
fn a_developers_field_has_the_type_of_its_description() {
    let definition = Definition::record(0).developer_field(3, 4, 0).developer_field(9, 2, 0);
    let file = describe(recording(), 3, FLOAT32, Some((RECORD, HEART_RATE)));
    let file = describe(file, 9, SINT16, Some((RECORD, POWER)))
        // 149.5 = 0x43158000 and 250 = 0x00FA.
        .define(&definition.clone().big_endian())
        .timed(0, START, &[0x43, 0x15, 0x80, 0x00, 0x00, 0xFA])
        .define(&definition)
        .timed(0, START + 1, &[0x00, 0x80, 0x15, 0x43, 0xFA, 0x00])
        .timed(0, START + 2, &[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]);
    let activity = only(&file.to_bytes());
    assert_eq!(heart_rates(&activity), [Some(149.5), Some(149.5), None]);
    let powers = column(&activity, |sample| sample.power_w);
    assert_eq!(powers, [Some(250.0), Some(250.0), None]);
}

/// Scale and offset of a description work like the profile's: 2,400 / 10 - (-10) = 250 W. Garmin's
/// library for Java does the same.
#[test]
fn a_developers_field_has_the_scale_and_offset_of_its_description() {
    let [native_message, value] = [RECORD, 2400].map(u16::to_le_bytes);
    let file = recording()
        .message(
            FIELD_DESCRIPTION,
            &[
                (0, UINT8, &[0]),
                (1, UINT8, &[9]),
                (2, UINT8, &[UINT16]),
                (3, STRING, b"power\0"),
                (6, UINT8, &[10]),
                (7, SINT8, &[0xF6]),
                (14, UINT16, &native_message),
                (15, UINT8, &[POWER]),
            ],
        )
        .timed(2, START, &value);
    assert_eq!(only(&file.to_bytes()).samples.at(0).power_w, Some(250.0));
}

#[test]
fn developers_are_told_apart_by_their_index() {
    let file = describe(recording(), 3, UINT8, Some((RECORD, HEART_RATE)))
        .message(DEVELOPER_DATA_ID, &[(1, BYTE, &[8; 16]), (3, UINT8, &[1])])
        .message(
            FIELD_DESCRIPTION,
            &[(0, UINT8, &[1]), (1, UINT8, &[3]), (2, UINT8, &[UINT8]), (3, STRING, b"other\0")],
        )
        .define(&Definition::record(1).developer_field(3, 1, 1).developer_field(3, 1, 0))
        .timed(1, START, &[200, 153]);
    assert_eq!(heart_rates(&only(&file.to_bytes())), [Some(153.0)]);
}
