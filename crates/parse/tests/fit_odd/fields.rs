//! Fields: their types, sizes, scales and invalid values.

use crate::common::only;
use crate::made::{
    ALTITUDE, CADENCE, COMPRESSED_SPEED_DISTANCE, DISTANCE, ENHANCED_ALTITUDE, ENHANCED_SPEED,
    HEART_RATE, LATITUDE, LONGITUDE, POWER, RECORD, SPEED, START, THREE_BEATS, TIMESTAMP, WORKOUT,
    beating, column, heart_rates, recording, sample_with, seconds, three_beats,
};
use recoup_model::Sample;
use recoup_testkit::raw_fit::{
    BYTE, Definition, ENUM, FLOAT32, FLOAT64, RawFit, SINT8, SINT16, SINT32, SINT64, STRING, UINT8,
    UINT8Z, UINT16, UINT16Z, UINT32, UINT32Z, UINT64, UINT64Z,
};

#[test]
fn a_valid_enhanced_value_wins() {
    let definition = Definition::record(0)
        .field(ENHANCED_SPEED, 4, UINT32)
        .field(ALTITUDE, 2, UINT16)
        .field(SPEED, 2, UINT16)
        .field(ENHANCED_ALTITUDE, 4, UINT32);
    let values = |enhanced_speed: u32, altitude: u16, speed: u16, enhanced_altitude: u32| {
        let mut bytes = enhanced_speed.to_le_bytes().to_vec();
        bytes.extend(altitude.to_le_bytes());
        bytes.extend(speed.to_le_bytes());
        bytes.extend(enhanced_altitude.to_le_bytes());
        bytes
    };
    let (none_16, none_32) = (u16::MAX, u32::MAX);
    let file = RawFit::new()
        .file_id(None)
        .define(&definition)
        .timed(0, START, &values(3500, 3000, 3000, 3010))
        .timed(0, START + 1, &values(none_32, 3000, 3000, none_32))
        .timed(0, START + 2, &values(3500, none_16, none_16, 3010))
        .timed(0, START + 3, &values(none_32, none_16, none_16, none_32))
        .timed(0, START + 4, &values(0, 3000, 3000, 0));
    let activity = only(&file.to_bytes());
    // 3,000 / 5 - 500 = 100 m and 3,010 / 5 - 500 = 102 m; 0 means 500 m below sea level.
    let altitudes = column(&activity, |sample| sample.altitude_m);
    assert_eq!(altitudes, [Some(102.0), Some(100.0), Some(102.0), None, Some(-500.0)]);
    let speeds = column(&activity, |sample| sample.speed_m_s);
    assert_eq!(speeds, [Some(3.5), Some(3.0), Some(3.5), None, Some(0.0)]);
}

/// A speed of 0xABC hundredths of a metre per second and a distance of 0xDEF sixteenths of a metre
/// are the bytes BC FA DE. 3.00 m/s are 300 = 0x12C.
#[test]
fn compressed_distances_add_up_over_every_roll() {
    let first = Definition::record(0).field(COMPRESSED_SPEED_DISTANCE, 3, BYTE);
    let second = Definition::record(1)
        .field(DISTANCE, 4, UINT32)
        .field(COMPRESSED_SPEED_DISTANCE, 3, BYTE)
        .field(SPEED, 2, UINT16);
    let both = |distance_cm: u32, packed: [u8; 3], speed: u16| {
        let mut bytes = distance_cm.to_le_bytes().to_vec();
        bytes.extend(packed);
        bytes.extend(speed.to_le_bytes());
        bytes
    };
    let (no_distance, no_speed) = (u32::MAX, u16::MAX);
    let file = RawFit::new()
        .file_id(None)
        .define(&first)
        .define(&second)
        // 100 m are 1,600 = 0x640, 200 m 3,200 = 0xC80.
        .timed(0, START, &[0x2C, 0x01, 0x64])
        .timed(1, START + 1, &both(no_distance, [0x2C, 0x01, 0xC8], no_speed))
        // 300 m are 4,800 = 4,096 + 0x2C0.
        .timed(0, START + 2, &[0x2C, 0x01, 0x2C])
        .timed(0, START + 3, &[0xFF, 0xFF, 0xFF])
        // 420 m are 6,720 = 4,096 + 0xA40.
        .timed(1, START + 4, &both(41_900, [0x2C, 0x01, 0xA4], 3100))
        .timed(1, START + 5, &both(no_distance, [0xFF, 0xFF, 0xFF], no_speed))
        // 530.0625 m are 8,481 = 2 * 4,096 + 0x121; 1.30 m/s are 130 = 0x082.
        .timed(0, START + 6, &[0x82, 0x10, 0x12])
        // The same place again, then a whole turn minus 1/16 m: 786 m.
        .timed(0, START + 7, &[0x82, 0x10, 0x12])
        .timed(0, START + 8, &[0x82, 0x00, 0x12]);
    let activity = only(&file.to_bytes());
    let expected = [
        (Some(100.0), Some(3.0)),
        (Some(200.0), Some(3.0)),
        (Some(300.0), Some(3.0)),
        (None, None),
        (Some(419.0), Some(3.1)),
        (None, None),
        (Some(530.0625), Some(1.3)),
        (Some(530.0625), Some(1.3)),
        (Some(786.0), Some(1.3)),
    ];
    let found = column(&activity, |sample| (sample.distance_m, sample.speed_m_s));
    assert_eq!(found, expected);
}

#[test]
fn the_first_valid_value_of_an_array_counts() {
    let heart_rate = |values| sample_with(HEART_RATE, UINT8, values).heart_rate_bpm;
    assert_eq!(heart_rate(&[255, 140]), Some(140.0));
    assert_eq!(heart_rate(&[141, 142]), Some(141.0));
    assert_eq!(heart_rate(&[255, 255]), None);
    let speed = sample_with(SPEED, UINT16, &[0xFF, 0xFF, 0xB8, 0x0B, 0, 0]).speed_m_s;
    assert_eq!(speed, Some(3.0));
}

#[test]
fn an_array_of_invalid_values_leaves_the_plain_field_standing() {
    let definition =
        Definition::record(0).field(ENHANCED_ALTITUDE, 8, UINT32).field(ALTITUDE, 2, UINT16);
    let file = RawFit::new().file_id(None).define(&definition).timed(
        0,
        START,
        &[&[0xFF; 8][..], &3000_u16.to_le_bytes()].concat(),
    );
    assert_eq!(only(&file.to_bytes()).samples.at(0).altitude_m, Some(100.0));
}

#[test]
fn a_text_is_no_number_and_a_number_no_text() {
    assert_eq!(sample_with(HEART_RATE, STRING, b"140\0").heart_rate_bpm, None);
    assert_eq!(sample_with(ENHANCED_SPEED, STRING, b"3500").speed_m_s, None);
    let activity = only(&three_beats().message(WORKOUT, &[(8, UINT8, b"Run\0")]).to_bytes());
    assert_eq!(activity.labels.title, None);
    let activity = only(&three_beats().message(WORKOUT, &[(8, STRING, b"Run\0")]).to_bytes());
    assert_eq!(activity.labels.title.as_deref(), Some("Run"));
}

/// A value has the declared type. Scale and offset are the profile's. The decoder fitdecode and
/// Garmin's own decoder read such fields in the same way.
#[test]
fn declared_types_are_obeyed() {
    let heart_rate = |kind, value: &[u8]| sample_with(HEART_RATE, kind, value).heart_rate_bpm;
    assert_eq!(heart_rate(UINT16, &140_u16.to_le_bytes()), Some(140.0));
    assert_eq!(heart_rate(SINT32, &140_i32.to_le_bytes()), Some(140.0));
    assert_eq!(heart_rate(FLOAT32, &140.5_f32.to_le_bytes()), Some(140.5));
    let cadence = sample_with(CADENCE, UINT32, &85_u32.to_le_bytes()).cadence_rpm;
    assert_eq!(cadence, Some(85.0));
    // 3,002.5 / 5 - 500 = 100.5 m.
    let altitude = |kind, value: &[u8]| sample_with(ENHANCED_ALTITUDE, kind, value).altitude_m;
    assert_eq!(altitude(FLOAT32, &3002.5_f32.to_le_bytes()), Some(100.5));
    assert_eq!(altitude(FLOAT64, &3002.5_f64.to_le_bytes()), Some(100.5));
    assert_eq!(altitude(UINT16, &3010_u16.to_le_bytes()), Some(102.0));
    // 2^29 semicircles are an eighth of a turn.
    let latitude = sample_with(LATITUDE, FLOAT64, &536_870_912_f64.to_le_bytes()).latitude_deg;
    assert!((latitude.unwrap() - 45.0).abs() < 1e-9, "{latitude:?}");
    let longitude = sample_with(LONGITUDE, SINT64, &(-536_870_912_i64).to_le_bytes());
    let longitude = longitude.longitude_deg.unwrap();
    assert!((longitude + 45.0).abs() < 1e-9, "{longitude}");
}

#[test]
fn each_type_has_its_invalid_value() {
    let cases: [(u8, &[u8], f32, &[u8]); 16] = [
        (ENUM, &[250], 250.0, &[0xFF]),
        (SINT8, &[100], 100.0, &[0x7F]),
        (UINT8, &[250], 250.0, &[0xFF]),
        (UINT8Z, &[255], 255.0, &[0]),
        (BYTE, &[250], 250.0, &[0xFF]),
        (SINT16, &[0xFA, 0], 250.0, &[0xFF, 0x7F]),
        (UINT16, &[0xFA, 0], 250.0, &[0xFF, 0xFF]),
        (UINT16Z, &[0xFA, 0], 250.0, &[0, 0]),
        (SINT32, &[0xFA, 0, 0, 0], 250.0, &[0xFF, 0xFF, 0xFF, 0x7F]),
        (UINT32, &[0xFA, 0, 0, 0], 250.0, &[0xFF; 4]),
        (UINT32Z, &[0xFA, 0, 0, 0], 250.0, &[0; 4]),
        (SINT64, &[0xFA, 0, 0, 0, 0, 0, 0, 0], 250.0, &i64::MAX.to_le_bytes()),
        (UINT64, &[0xFA, 0, 0, 0, 0, 0, 0, 0], 250.0, &[0xFF; 8]),
        (UINT64Z, &[0xFA, 0, 0, 0, 0, 0, 0, 0], 250.0, &[0; 8]),
        (FLOAT32, &250_f32.to_le_bytes(), 250.0, &[0xFF; 4]),
        (FLOAT64, &250_f64.to_le_bytes(), 250.0, &[0xFF; 8]),
    ];
    for (kind, valid, expected, invalid) in cases {
        let power = |value| sample_with(POWER, kind, value).power_w;
        assert_eq!(power(valid), Some(expected), "base type {kind:#04x}");
        assert_eq!(power(invalid), None, "base type {kind:#04x}");
    }
    assert_eq!(sample_with(POWER, FLOAT32, &f32::NAN.to_le_bytes()).power_w, None);
    assert_eq!(sample_with(POWER, FLOAT64, &f64::NAN.to_le_bytes()).power_w, None);
    // Zero is a normal value, unless it is the invalid one.
    assert_eq!(sample_with(POWER, UINT16, &[0, 0]).power_w, Some(0.0));
}

#[test]
fn a_field_whose_size_is_no_multiple_of_its_types_is_missing() {
    let definition = Definition::record(0)
        .field(SPEED, 3, UINT16)
        .field(HEART_RATE, 1, UINT8)
        .field(ENHANCED_ALTITUDE, 3, UINT32)
        .field(POWER, 5, UINT16)
        .field(CADENCE, 1, UINT8);
    let values = [0xB8, 0x0B, 0, 121, 0xC2, 0x0B, 0, 0xFA, 0, 0xFA, 0, 0xFA, 81];
    let file = RawFit::new().file_id(None).define(&definition);
    let file = file.timed(0, START, &values).timed(0, START + 1, &values);
    let activity = only(&file.to_bytes());
    assert_eq!(seconds(&activity), [0, 1]);
    for sample in activity.samples.iter() {
        let expected = Sample {
            time_ms: sample.time_ms,
            heart_rate_bpm: Some(121.0),
            cadence_rpm: Some(81.0),
            ..Sample::default()
        };
        assert_eq!(sample, expected);
    }
    assert!(!activity.is_partial(), "{:?}", activity.diagnostics);
}

/// The highest bit of a base type only marks a type with a byte order. GoldenCheetah omits it, and
/// Garmin's own decoder reads the lowest five bits only.
#[test]
fn a_type_is_known_without_its_endian_bit() {
    assert_eq!(sample_with(POWER, UINT16 & 0x1F, &[0xFA, 0]).power_w, Some(250.0));
    let altitude = sample_with(ENHANCED_ALTITUDE, UINT32 & 0x1F, &3010_u32.to_le_bytes());
    assert_eq!(altitude.altitude_m, Some(102.0));
}

/// The definition states the size of a field, so even a field of an unknown type can be skipped.
#[test]
fn a_field_of_an_unknown_type_or_of_no_bytes_is_missing() {
    const UNKNOWN: u8 = 0x1F;
    assert_eq!(sample_with(POWER, UNKNOWN, &[0xFA, 0]).power_w, None);
    assert_eq!(sample_with(POWER, UINT16, &[]).power_w, None);
}

/// The decoder fitdecode accepts a timestamp of any integer type, and fails on bytes or text.
#[test]
fn a_timestamp_is_a_number_of_any_whole_type() {
    let time = |kind, value: &[u8]| {
        let definition = Definition::new(1, RECORD)
            .field(TIMESTAMP, value.len() as u8, kind)
            .field(HEART_RATE, 1, UINT8);
        let file = beating(recording(), 0, &[121])
            .define(&definition)
            .data(1, &[value, &[122]].concat())
            .define(&Definition::new(2, RECORD).field(HEART_RATE, 1, UINT8))
            .compressed(2, 9, &[123]);
        let activity = only(&file.to_bytes());
        assert_eq!(heart_rates(&activity), THREE_BEATS);
        seconds(&activity)
    };
    for (kind, value) in [
        (UINT32, &(START + 8).to_le_bytes()[..]),
        (UINT32Z, &(START + 8).to_le_bytes()),
        (SINT32, &(START + 8).to_le_bytes()),
        (UINT64, &u64::from(START + 8).to_le_bytes()),
    ] {
        assert_eq!(time(kind, value), [0, 8, 9], "base type {kind:#04x}");
    }
    for (kind, value) in [
        (BYTE, &(START + 8).to_le_bytes()[..]),
        (STRING, b"1234"),
        // Three bytes fit no type.
        (UINT32, &(START + 8).to_le_bytes()[..3]),
        // Invalid value.
        (UINT32Z, &[0; 4]),
        (SINT32, &i32::MAX.to_le_bytes()),
    ] {
        assert_eq!(time(kind, value), [0, 0, 9], "base type {kind:#04x}");
    }
}
