//! Odd FIT files, byte by byte: what the specification allows and few devices write, what devices
//! write all the same, and what is left of a file after an accident.
//!
//! Expected values are worked by hand from the bytes. Where a rule is not plain from the
//! specification, the test says who reads such bytes the same way.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod common;

use common::{kinds, only, read};
use recoup_model::TimerEventKind::{Start, Stop};
use recoup_model::{
    Activity, AltitudeSource, DeviceZoneTimes, DiagnosticKind, HeartRateSensor, Position, Sample,
    Sport, TimerEventKind,
};
use recoup_parse::{ErrorKind, Limits, read_bytes};
use recoup_testkit::raw_fit::{
    BYTE, Checksum, Definition, ENUM, FLOAT32, FLOAT64, RawFit, SINT8, SINT16, SINT32, SINT64,
    STRING, UINT8, UINT8Z, UINT16, UINT16Z, UINT32, UINT32Z, UINT64, UINT64Z,
};

/// 2021-09-08T01:46:40Z, in seconds since 1989-12-31T00:00:00Z; the last five bits are 0.
const START: u32 = 1_000_000_000;
/// The same, in milliseconds since the Unix epoch.
const START_MS: i64 = 1_631_065_600_000;

// Numbers of messages.
const SPORT: u16 = 12;
const RECORD: u16 = 20;
const EVENT: u16 = 21;
const WORKOUT: u16 = 26;
const ACTIVITY: u16 = 34;
const HR: u16 = 132;
const FIELD_DESCRIPTION: u16 = 206;
const DEVELOPER_DATA_ID: u16 = 207;
const TIME_IN_ZONE: u16 = 216;
const OF_A_MAKER: u16 = 0xFF00;

// Numbers of fields of a record.
const LATITUDE: u8 = 0;
const LONGITUDE: u8 = 1;
const ALTITUDE: u8 = 2;
const HEART_RATE: u8 = 3;
const CADENCE: u8 = 4;
const DISTANCE: u8 = 5;
const SPEED: u8 = 6;
const POWER: u8 = 7;
const COMPRESSED_SPEED_DISTANCE: u8 = 8;
const ENHANCED_SPEED: u8 = 73;
const ENHANCED_ALTITUDE: u8 = 78;
const TIMESTAMP: u8 = 253;

// Numbers of sports.
const RUNNING: u8 = 1;
const CYCLING: u8 = 2;

/// Times in seconds since [`START`].
fn seconds(activity: &Activity) -> Vec<i64> {
    activity.samples.time_ms.iter().map(|time_ms| (time_ms - START_MS) / 1000).collect()
}

fn column<T>(activity: &Activity, value: impl Fn(Sample) -> T) -> Vec<T> {
    activity.samples.iter().map(value).collect()
}

fn heart_rates(activity: &Activity) -> Vec<Option<f32>> {
    column(activity, |sample| sample.heart_rate_bpm)
}

/// An activity file whose local type 0 is a record of a timestamp and a heart rate.
fn recording() -> RawFit {
    RawFit::new().file_id(None).define(&Definition::record(0).field(HEART_RATE, 1, UINT8))
}

/// Appends a record of that type for each heart rate, a second apart from `first_s` after
/// [`START`].
fn beating(file: RawFit, first_s: u32, heart_rates: &[u8]) -> RawFit {
    heart_rates
        .iter()
        .zip(START + first_s..)
        .fold(file, |file, (heart_rate, time)| file.timed(0, time, &[*heart_rate]))
}

/// Three seconds at 121, 122 and 123 beats a minute.
fn three_beats() -> RawFit {
    beating(recording(), 0, &[121, 122, 123])
}

const THREE_BEATS: [Option<f32>; 3] = [Some(121.0), Some(122.0), Some(123.0)];

/// The one sample of a file with one record: a timestamp, the field in question, and behind it a
/// temperature of 21 °C, which is right only if the field has the length that it declares.
fn sample_with(number: u8, base_type: u8, value: &[u8]) -> Sample {
    const TEMPERATURE: u8 = 13;
    let definition = Definition::record(0).field(number, value.len() as u8, base_type);
    let file = RawFit::new().file_id(None).define(&definition.field(TEMPERATURE, 1, SINT8));
    let activity = only(&file.timed(0, START, &[value, &[21]].concat()).to_bytes());
    assert_eq!(seconds(&activity), [0]);
    let sample = activity.samples.at(0);
    assert_eq!(sample.temperature_c, Some(21.0));
    sample
}

mod headers {
    use super::*;

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
}

mod ends {
    use super::*;

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
        // Inside a definition: six bytes and three for each of two fields.
        let defined = whole.clone().define(&Definition::record(1).field(POWER, 2, UINT16));
        for length in 1..12 {
            let cut = whole.position() + length;
            cut_at(whole.position(), &defined.to_bytes()[..cut], 3);
        }
    }

    #[test]
    fn a_message_that_nothing_defines_ends_the_reading() {
        let undefined = [three_beats().data(9, &[1, 2, 3]), three_beats().compressed(3, 5, &[1])];
        // Also where more was promised than there is: it is not there that the reading ends.
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
        for rest in [&[0][..], &[0; 1000], b"garbage", &[0xFF; 40], b"\x0e\x20\0\0\0\0\0\0.FAT\0\0"]
        {
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
}

mod chains {
    use super::*;

    /// Two seconds at 131 and 132 beats a minute, an hour later.
    fn later_beats() -> RawFit {
        beating(recording(), 3600, &[131, 132])
    }

    const LATER_BEATS: [Option<f32>; 2] = [Some(131.0), Some(132.0)];

    /// Both activities of a chain, which [`three_beats`] and [`later_beats`] have to be.
    fn assert_both(bytes: &[u8]) -> [Activity; 2] {
        let activities = read(bytes).activities;
        let found: Vec<_> = activities.iter().map(heart_rates).collect();
        assert_eq!(found, [THREE_BEATS.to_vec(), LATER_BEATS.to_vec()]);
        assert_eq!(seconds(&activities[1]), [3600, 3601]);
        activities.try_into().unwrap()
    }

    #[test]
    fn chained_activities_are_numbered_in_order() {
        let both = assert_both(&[three_beats().to_bytes(), later_beats().to_bytes()].concat());
        assert_eq!(both.each_ref().map(|activity| activity.session), [0, 1]);
        assert_eq!(both.each_ref().map(Activity::is_partial), [false, false]);
    }

    #[test]
    fn settings_before_an_activity_are_passed_over() {
        let settings =
            RawFit::new().message(0, &[(0, ENUM, &[2])]).message(7, &[(1, UINT8, &[190])]);
        let activity = only(&[settings.to_bytes(), three_beats().to_bytes()].concat());
        assert_eq!(heart_rates(&activity), THREE_BEATS);
        assert_eq!(activity.session, 0);
        assert!(!activity.is_partial(), "{:?}", activity.diagnostics);
    }

    #[test]
    fn damage_in_one_part_leaves_the_other_whole() {
        let first = three_beats().to_bytes();
        let damaged = later_beats().data(9, &[1, 2, 3]);
        let [whole, partial] = assert_both(&[&first[..], &damaged.to_bytes()].concat());
        assert!(!whole.is_partial(), "{:?}", whole.diagnostics);
        let damage = &partial.diagnostics[0];
        assert_eq!(damage.kind, DiagnosticKind::Damaged);
        let position = (first.len() + later_beats().position()) as u64;
        assert_eq!(damage.position, Some(Position::Byte(position)));

        let second = later_beats().checksum(Checksum::Wrong).to_bytes();
        let [whole, partial] = assert_both(&[&first[..], &second].concat());
        assert_eq!((whole.is_partial(), partial.is_partial()), (false, true));

        let cut = &later_beats().to_bytes()[..later_beats().position() - 3];
        let activities = read(&[&first[..], cut].concat()).activities;
        let found: Vec<_> = activities.iter().map(heart_rates).collect();
        assert_eq!(found, [THREE_BEATS.to_vec(), vec![Some(131.0)]]);
        assert!(!activities[0].is_partial(), "{:?}", activities[0].diagnostics);
        assert_eq!(activities[1].diagnostics[0].kind, DiagnosticKind::Truncated);
    }

    #[test]
    fn neither_definitions_nor_times_carry_over_to_the_next_part() {
        let undefined = RawFit::new().file_id(None).timed(0, START, &[140]);
        let activity = only(&[three_beats().to_bytes(), undefined.to_bytes()].concat());
        assert_eq!(heart_rates(&activity), THREE_BEATS);

        let definition = Definition::new(0, RECORD).field(HEART_RATE, 1, UINT8);
        let timeless = RawFit::new().file_id(None).define(&definition).data(0, &[140]);
        let activities = read(&[three_beats().to_bytes(), timeless.to_bytes()].concat()).activities;
        assert_eq!(activities.len(), 2);
        assert_eq!(heart_rates(&activities[1]), [Some(140.0)]);
        assert_eq!(activities[1].start_ms, None);
    }

    #[test]
    fn a_first_part_of_unknown_size_ends_where_the_second_begins() {
        let second = later_beats().to_bytes();
        for checksum in [Checksum::Right, Checksum::Wrong, Checksum::Zero] {
            let first = three_beats().data_size(0).checksum(checksum).to_bytes();
            assert_both(&[&first[..], &second].concat());
        }
    }

    #[test]
    fn a_first_part_that_claims_the_second_ends_where_the_second_begins() {
        let second = later_beats().to_bytes();
        let data_size = three_beats().position() as u32 - 14;
        for too_many in [3, 14, 40, 10_000] {
            let first = three_beats().data_size(data_size + too_many).to_bytes();
            assert_both(&[&first[..], &second].concat());
        }
    }

    /// The bytes of a whole file, header and all, in a field of the first one.
    #[test]
    fn a_header_inside_a_message_begins_no_file() {
        let inner = later_beats().to_bytes();
        let file = recording().message(OF_A_MAKER, &[(0, BYTE, &inner)]);
        let activity = only(&beating(file, 0, &[121, 122, 123]).to_bytes());
        assert_eq!(heart_rates(&activity), THREE_BEATS);
        assert!(!activity.is_partial(), "{:?}", activity.diagnostics);
    }
}

mod messages {
    use super::*;

    #[test]
    fn each_definition_has_its_own_byte_order() {
        let record = |local| {
            Definition::record(local)
                .field(ENHANCED_ALTITUDE, 4, FLOAT32)
                .field(SPEED, 2, UINT16)
                .field(POWER, 4, UINT16)
        };
        // 3,010 / 5 - 500 = 102 m; 0x0BB8 = 3,000 mm/s; the second of two powers, 0x00FA = 250 W.
        let little = [0x00, 0x20, 0x3C, 0x45, 0xB8, 0x0B, 0xFF, 0xFF, 0xFA, 0x00];
        let big = [0x45, 0x3C, 0x20, 0x00, 0x0B, 0xB8, 0xFF, 0xFF, 0x00, 0xFA];
        let file = RawFit::new()
            .file_id(None)
            .define(&record(0))
            .define(&record(1).big_endian())
            .timed(0, START, &little)
            .timed(1, START + 1, &big)
            .timed(0, START + 2, &little);
        let activity = only(&file.to_bytes());
        assert_eq!(seconds(&activity), [0, 1, 2]);
        for sample in activity.samples.iter() {
            assert_eq!(sample.altitude_m, Some(102.0));
            assert_eq!(sample.speed_m_s, Some(3.0));
            assert_eq!(sample.power_w, Some(250.0));
        }
        assert!(activity.diagnostics.is_empty(), "{:?}", activity.diagnostics);
    }

    #[test]
    fn a_local_type_can_be_defined_anew() {
        let file = beating(recording(), 0, &[121])
            .define(
                &Definition::new(0, RECORD).field(HEART_RATE, 1, UINT8).field(TIMESTAMP, 4, UINT32),
            )
            .data(0, &[&[122][..], &(START + 1).to_le_bytes()].concat());
        let activity = only(&file.to_bytes());
        assert_eq!(heart_rates(&activity), THREE_BEATS[..2]);
        assert_eq!(seconds(&activity), [0, 1]);
    }

    /// The last five bits of START are 0. A compressed time is the first one with those five bits at
    /// or after the time before it.
    #[test]
    fn compressed_timestamps_count_from_the_time_before_them() {
        let heart_rate = |local| Definition::new(local, RECORD).field(HEART_RATE, 1, UINT8);
        let file = RawFit::new()
            .file_id(None)
            .define(&heart_rate(0))
            .define(&heart_rate(1).field(CADENCE, 1, UINT8))
            .define(
                &Definition::new(2, RECORD).field(CADENCE, 1, UINT8).field(HEART_RATE, 1, UINT8),
            )
            .define(&heart_rate(3).field(POWER, 2, UINT16))
            .timer_start(START + 5)
            .compressed(0, 5, &[100])
            .compressed(1, 31, &[101, 81])
            // 31, then 0: the roll; then the same offset twice, and one below it: a roll again.
            .compressed(2, 0, &[82, 102])
            .compressed(3, 0, &[103, 0xFA, 0x00])
            .compressed(0, 30, &[104])
            .compressed(0, 29, &[105])
            // A full timestamp sets the time anew, here 1,000 = 31 * 32 + 8 seconds after START.
            .timer_stop(START + 1000)
            .compressed(0, 9, &[106])
            .compressed(0, 7, &[107]);
        let activity = only(&file.to_bytes());
        assert_eq!(seconds(&activity), [5, 31, 32, 32, 62, 93, 1001, 1031]);
        let expected = [100.0, 101.0, 102.0, 103.0, 104.0, 105.0, 106.0, 107.0].map(Some);
        assert_eq!(heart_rates(&activity), expected);
        let cadences = column(&activity, |sample| sample.cadence_rpm);
        assert_eq!(cadences[..4], [None, Some(81.0), Some(82.0), None]);
        assert_eq!(activity.samples.at(3).power_w, Some(250.0));
    }

    #[test]
    fn events_can_have_compressed_timestamps_too() {
        let event = Definition::new(1, EVENT).field(0, 1, ENUM).field(1, 1, ENUM);
        let file = beating(recording(), 0, &[121, 122, 123])
            .define(&event)
            .compressed(1, 10, &[0, 4])
            .compressed(1, 20, &[0, 0]);
        let events: Vec<(i64, TimerEventKind)> = only(&file.to_bytes())
            .timer_events
            .iter()
            .map(|event| ((event.time_ms - START_MS) / 1000, event.kind))
            .collect();
        assert_eq!(events, [(10, Stop), (20, Start)]);
    }

    #[test]
    fn records_without_a_time_have_that_of_the_message_before_them() {
        let file = recording()
            .define(&Definition::new(1, RECORD).field(HEART_RATE, 1, UINT8))
            .timer_start(START)
            .data(1, &[120])
            .timed(0, START + 1, &[121])
            .data(1, &[122])
            .timed(0, u32::MAX, &[123])
            .lap(START..START + 8)
            .data(1, &[124])
            .compressed(1, 9, &[125])
            .data(1, &[126]);
        let activity = only(&file.to_bytes());
        assert_eq!(seconds(&activity), [0, 1, 1, 1, 8, 9, 9]);
        let expected = [120.0, 121.0, 122.0, 123.0, 124.0, 125.0, 126.0].map(Some);
        assert_eq!(heart_rates(&activity), expected);
    }

    #[test]
    fn a_file_without_any_time_has_samples_all_the_same() {
        let file = RawFit::new()
            .file_id(None)
            .define(&Definition::new(0, RECORD).field(HEART_RATE, 1, UINT8))
            .data(0, &[121])
            .data(0, &[122])
            .data(0, &[123]);
        let activity = only(&file.to_bytes());
        assert_eq!(heart_rates(&activity), THREE_BEATS);
        assert_eq!(activity.start_ms, None);
    }

    #[test]
    fn clocks_that_jump_or_go_back_lose_no_sample() {
        let after_start = [0, 1, 2, -3000, 3, 86_400 * 24, 4, 4, 5];
        let file = after_start.into_iter().zip(100..).fold(recording(), |file, (time, rate)| {
            file.timed(0, START.wrapping_add_signed(time), &[rate])
        });
        let activity = only(&file.to_bytes());
        assert_eq!(seconds(&activity), after_start.map(i64::from));
        let expected = [100.0, 101.0, 102.0, 103.0, 104.0, 105.0, 106.0, 107.0, 108.0].map(Some);
        assert_eq!(heart_rates(&activity), expected);
    }
}

mod fields {
    use super::*;

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
        // 3,000 / 5 - 500 = 100 m and 3,010 / 5 - 500 = 102 m; 0 stands for 500 m below the sea.
        let altitudes = column(&activity, |sample| sample.altitude_m);
        assert_eq!(altitudes, [Some(102.0), Some(100.0), Some(102.0), None, Some(-500.0)]);
        let speeds = column(&activity, |sample| sample.speed_m_s);
        assert_eq!(speeds, [Some(3.5), Some(3.0), Some(3.5), None, Some(0.0)]);
    }

    /// A speed of 0xABC hundredths of a metre per second and a distance of 0xDEF sixteenths of a
    /// metre are the bytes BC FA DE. 3.00 m/s are 300 = 0x12C.
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
            // The same place again, then a whole turn less 1/16 m: 786 m.
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
        assert_eq!(activity.title, None);
        let activity = only(&three_beats().message(WORKOUT, &[(8, STRING, b"Run\0")]).to_bytes());
        assert_eq!(activity.title.as_deref(), Some("Run"));
    }

    /// The value is the one in the declared type; scale and offset are the profile's. fitdecode and
    /// Garmin's own decoder read such fields the same way.
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
        // Zero is a value like another where it is not the invalid one.
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

    /// The highest bit of a base type only says that it has a byte order. GoldenCheetah leaves it
    /// out, and Garmin's own decoder looks at the lowest five bits.
    #[test]
    fn a_type_is_known_without_its_endian_bit() {
        assert_eq!(sample_with(POWER, UINT16 & 0x1F, &[0xFA, 0]).power_w, Some(250.0));
        let altitude = sample_with(ENHANCED_ALTITUDE, UINT32 & 0x1F, &3010_u32.to_le_bytes());
        assert_eq!(altitude.altitude_m, Some(102.0));
    }

    /// The size of a field stands in its definition, so that a type need not be known to pass it.
    #[test]
    fn a_field_of_an_unknown_type_or_of_no_bytes_is_missing() {
        const UNKNOWN: u8 = 0x1F;
        assert_eq!(sample_with(POWER, UNKNOWN, &[0xFA, 0]).power_w, None);
        assert_eq!(sample_with(POWER, UINT16, &[]).power_w, None);
    }

    /// fitdecode takes a timestamp of any whole type, and fails on one of bytes or text.
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
            // Cut to three bytes, which fit no type.
            (UINT32, &(START + 8).to_le_bytes()[..3]),
            // Invalid.
            (UINT32Z, &[0; 4]),
            (SINT32, &i32::MAX.to_le_bytes()),
        ] {
            assert_eq!(time(kind, value), [0, 0, 9], "base type {kind:#04x}");
        }
    }
}

mod developer_fields {
    use super::*;

    /// Three kinds of record: a heart rate and a developer's field 3 as local type 0, a developer's
    /// field 3 alone as 1, a developer's field 9 of two bytes alone as 2; all of developer 0.
    fn recording() -> RawFit {
        RawFit::new()
            .file_id(None)
            .message(DEVELOPER_DATA_ID, &[(1, BYTE, &[7; 16]), (3, UINT8, &[0])])
            .define(&Definition::record(0).field(HEART_RATE, 1, UINT8).developer_field(3, 1, 0))
            .define(&Definition::record(1).developer_field(3, 1, 0))
            .define(&Definition::record(2).developer_field(9, 2, 0))
    }

    /// The description of a field of developer 0, and which native field of which message it is.
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

    /// Scale and offset of a description work as the profile's do: 2,400 / 10 - (-10) = 250 W.
    /// Garmin's library for Java has it so.
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
                &[
                    (0, UINT8, &[1]),
                    (1, UINT8, &[3]),
                    (2, UINT8, &[UINT8]),
                    (3, STRING, b"other\0"),
                ],
            )
            .define(&Definition::record(1).developer_field(3, 1, 1).developer_field(3, 1, 0))
            .timed(1, START, &[200, 153]);
        assert_eq!(heart_rates(&only(&file.to_bytes())), [Some(153.0)]);
    }
}

mod sessions {
    use super::*;

    /// Zones of the session with that number, in which it was `below_s` below Zone 1.
    fn zones(file: RawFit, index: u16, below_s: u32) -> RawFit {
        let (session, index) = (18_u16.to_le_bytes(), index.to_le_bytes());
        let times_ms = buckets(&[below_s * 1000, 2000, 3000, 0, 0, 0, 0]);
        file.message(
            TIME_IN_ZONE,
            &[
                (0, UINT16, &session),
                (1, UINT16, &index),
                (2, UINT32, &times_ms),
                (6, UINT8, &[95, 114, 133, 152, 171, 190]),
            ],
        )
    }

    fn buckets(times_ms: &[u32]) -> Vec<u8> {
        times_ms.iter().copied().flat_map(u32::to_le_bytes).collect()
    }

    fn summaries(file: RawFit) -> RawFit {
        let file = file
            .lap(START..START + 50)
            .lap(START + 50..START + 90)
            .lap(START + 100..START + 190)
            .session(0, START..START + 90, RUNNING)
            .session(1, START + 100..START + 190, CYCLING);
        // In the other order, so that only their numbers can say to whom they belong.
        zones(zones(file, 1, 11), 0, 10)
    }

    fn recorded(file: RawFit) -> RawFit {
        let file = beating(file.timer_start(START), 0, &[121, 122, 123]);
        let file = file.timer_stop(START + 90).timer_start(START + 100);
        beating(file, 100, &[131, 132]).timer_stop(START + 190)
    }

    #[test]
    fn each_session_has_its_own() {
        for (file, order) in [
            (summaries(recorded(recording())), "summary last"),
            (recorded(summaries(recording())), "summary first"),
        ] {
            let [run, ride]: [Activity; 2] = read(&file.to_bytes()).activities.try_into().unwrap();
            assert_eq!([run.session, ride.session], [0, 1], "{order}");
            assert_eq!([run.start_ms, ride.start_ms], [0, 100_000].map(|ms| Some(START_MS + ms)));
            assert_eq!([run.sport, ride.sport], [Sport::Running, Sport::Cycling], "{order}");
            assert_eq!(run.totals.timer_ms, Some(90_000));

            assert_eq!(run.samples.heart_rate_bpm, [121.0, 122.0, 123.0], "{order}");
            assert_eq!(ride.samples.heart_rate_bpm, [131.0, 132.0], "{order}");

            let laps = |laps: &[recoup_model::Lap]| -> Vec<(i64, i64)> {
                laps.iter()
                    .map(|lap| (lap.start_ms.unwrap() - START_MS, lap.timer_ms.unwrap()))
                    .collect()
            };
            assert_eq!(laps(&run.laps), [(0, 50_000), (50_000, 40_000)], "{order}");
            assert_eq!(laps(&ride.laps), [(100_000, 90_000)], "{order}");

            let events = |events: &[recoup_model::TimerEvent]| -> Vec<(i64, TimerEventKind)> {
                events.iter().map(|event| (event.time_ms - START_MS, event.kind)).collect()
            };
            assert_eq!(events(&run.timer_events), [(0, Start), (90_000, Stop)], "{order}");
            assert_eq!(events(&ride.timer_events), [(100_000, Start), (190_000, Stop)], "{order}");

            let below_ms = [run.device_zones, ride.device_zones]
                .map(|zones| zones.unwrap().times.unwrap().below_ms);
            assert_eq!(below_ms, [Some(10_000), Some(11_000)], "{order}");
        }
    }

    /// As a Wahoo or a Sigma writes them: five tops, the last above all heart rates.
    #[test]
    fn zones_that_are_only_set_have_bounds_and_no_times() {
        let file = [123, 153, 163, 181, 254].iter().fold(three_beats(), |file, &top| {
            file.message(8, &[(1, UINT8, &[top]), (2, STRING, b"zone\0")])
        });
        let zones = only(&file.to_bytes()).device_zones.unwrap();
        assert_eq!(zones.bounds_bpm, [0.0, 123.0, 153.0, 163.0, 181.0]);
        assert_eq!(zones.times, None);
    }

    /// What a message counted with is known, though it refers to a lap or has no bounds.
    #[test]
    fn a_maximum_is_kept_without_bounds() {
        for reference in [18_u16, 19] {
            let file = three_beats().message(
                TIME_IN_ZONE,
                &[
                    (0, UINT16, &reference.to_le_bytes()),
                    (1, UINT16, &[0, 0]),
                    (11, UINT8, &[188]),
                    (12, UINT8, &[48]),
                ],
            );
            let zones = only(&file.to_bytes()).device_zones.unwrap();
            assert_eq!((zones.max_bpm, zones.resting_bpm), (Some(188.0), Some(48.0)));
            assert!(zones.bounds_bpm.is_empty() && zones.times.is_none(), "{reference}");
        }
    }

    /// Tops that leave a zone no room, as of a Wahoo whose Zone 1 is not in use, and of which there
    /// are not five: where its zones begin is not known.
    #[test]
    fn tops_that_make_no_five_zones_are_no_bounds() {
        for tops in [&[0, 135, 153, 171, 254][..], &[123, 153, 163, 181], &[90, 1, 2, 3, 4, 5]] {
            let file = tops
                .iter()
                .fold(three_beats(), |file, &top| file.message(8, &[(1, UINT8, &[top])]));
            assert_eq!(only(&file.to_bytes()).device_zones, None, "{tops:?}");
        }
    }

    /// A file with the session of three beats, whose summary holds times in zones: `values`.
    fn session_with_times(file: RawFit, values: &[u32]) -> Activity {
        let [start, end] = [START, START + 3].map(u32::to_le_bytes);
        let file = file.message(
            18,
            &[
                (254, UINT16, &[0, 0]),
                (TIMESTAMP, UINT32, &end),
                (2, UINT32, &start),
                (5, ENUM, &[RUNNING]),
                (7, UINT32, &3000_u32.to_le_bytes()),
                (8, UINT32, &3000_u32.to_le_bytes()),
                (65, UINT32, &buckets(values)),
            ],
        );
        only(&file.to_bytes())
    }

    fn times_of(values: &[u32]) -> Option<DeviceZoneTimes> {
        session_with_times(three_beats(), values).device_zones.and_then(|zones| zones.times)
    }

    /// A Forerunner 920XT, a run powermeter and an Elemnt Bolt: the values of real files.
    #[test]
    fn times_of_a_session_mean_what_their_number_says() {
        assert_eq!(
            times_of(&[7038, 25_002, 61_001, 1_027_441, 2_851_611, 0, 0]),
            Some(DeviceZoneTimes {
                below_ms: Some(7038),
                zones_ms: [25_002, 61_001, 1_027_441, 2_851_611, 0],
                above_ms: Some(0),
            })
        );
        assert_eq!(
            times_of(&[0, 899_000, 3_342_000, 0, 0, 0]),
            Some(DeviceZoneTimes {
                below_ms: Some(0),
                zones_ms: [899_000, 3_342_000, 0, 0, 0],
                above_ms: None,
            })
        );
        assert_eq!(
            times_of(&[38_665, 967_361, 90_625, 0, 0]),
            Some(DeviceZoneTimes {
                below_ms: None,
                zones_ms: [38_665, 967_361, 90_625, 0, 0],
                above_ms: None,
            })
        );
    }

    #[test]
    fn times_whose_meaning_is_not_known_are_none() {
        let none = u32::MAX;
        assert_eq!(times_of(&[3000]), None);
        assert_eq!(times_of(&[1000, 1000, 1000, 0]), None);
        assert_eq!(times_of(&[0, 0, 0, 0, 0, 0, 0, 3000]), None);
        assert_eq!(times_of(&[none; 7]), None);
        // Five times, in an array of seven: of which five buckets?
        assert_eq!(times_of(&[1000, 1000, 1000, 0, 0, none, none]), None);
    }

    #[test]
    fn a_session_s_times_need_no_bounds_and_yield_to_those_that_have_them() {
        let times = [1000, 2000, 0, 0, 0, 0, 0];
        let alone = session_with_times(three_beats(), &times).device_zones.unwrap();
        assert!(alone.bounds_bpm.is_empty());
        assert_eq!(alone.times.unwrap().below_ms, Some(1000));

        let both = session_with_times(zones(three_beats(), 0, 10), &times).device_zones.unwrap();
        assert_eq!(both.bounds_bpm, [95.0, 114.0, 133.0, 152.0, 171.0, 190.0]);
        assert_eq!(both.times.unwrap().below_ms, Some(10_000));

        // Zones that are set, times that were counted in them.
        let file = [123, 153, 163, 181, 254]
            .iter()
            .fold(three_beats(), |file, &top| file.message(8, &[(1, UINT8, &[top])]));
        let wahoo = session_with_times(file, &[1000, 2000, 0, 0, 0]).device_zones.unwrap();
        assert_eq!(wahoo.bounds_bpm, [0.0, 123.0, 153.0, 163.0, 181.0]);
        assert_eq!(wahoo.times.unwrap().at_or_below_zone1_ms(), 1000);
    }

    /// The bounds are the athlete's, the times the other session's.
    #[test]
    fn zones_of_another_session_lend_their_bounds_only() {
        let zones = session_with_times(zones(three_beats(), 1, 10), &[u32::MAX; 7]).device_zones;
        let zones = zones.unwrap();
        assert_eq!(zones.bounds_bpm.len(), 6);
        assert_eq!(zones.times, None);
    }

    /// Two steps: ten minutes to warm up, and a kilometre.
    #[test]
    fn a_workout_has_a_name_and_steps() {
        let step = |index: u8, kind: u8, value: u32, intensity: u8| {
            let (index, value) = ([index, 0], value.to_le_bytes());
            move |file: RawFit| {
                file.message(
                    27,
                    &[
                        (254, UINT16, &index),
                        (1, ENUM, &[kind]),
                        (2, UINT32, &value),
                        (7, ENUM, &[intensity]),
                    ],
                )
            }
        };
        let file = three_beats().message(WORKOUT, &[(8, STRING, b"Kilometre\0")]);
        let file = step(1, 1, 100_000, 0)(step(0, 0, 600_000, 2)(file));
        let activity = only(&file.to_bytes());
        assert_eq!(activity.title.as_deref(), Some("Kilometre"));
        let workout = activity.workout.unwrap();
        assert_eq!(workout.name.as_deref(), Some("Kilometre"));
        let [warmup, active] = workout.steps.as_slice() else { panic!("{:?}", workout.steps) };
        assert_eq!(warmup.intensity.as_deref(), Some("warmup"));
        assert_eq!((warmup.duration_ms, warmup.distance_m), (Some(600_000), None));
        assert_eq!(active.intensity.as_deref(), Some("active"));
        assert_eq!((active.duration_ms, active.distance_m), (None, Some(1000.0)));
    }

    /// Garmin's watches list the sensor at the wrist also when they listen to a strap.
    #[test]
    fn the_heart_rate_sensor_is_known() {
        let sensor = |file: RawFit, source: u8, kind: u8| {
            file.message(23, &[(0, UINT8, &[5]), (1, UINT8, &[kind]), (25, ENUM, &[source])])
        };
        let of = |file: RawFit| only(&file.to_bytes()).heart_rate_sensor;
        assert_eq!(of(three_beats()), None);
        // A barometer, local type 4, and the heart-rate sensor at the wrist, 10.
        let wrist = sensor(sensor(three_beats(), 5, 4), 5, 10);
        assert_eq!(of(wrist.clone()), Some(HeartRateSensor::Wrist));
        assert_eq!(of(sensor(wrist.clone(), 1, 120)), Some(HeartRateSensor::Strap));
        assert_eq!(of(sensor(wrist, 3, 1)), Some(HeartRateSensor::Strap));
    }

    /// Watches with a barometer list it beside the receiver; a receiver that is not the device's own
    /// says nothing.
    #[test]
    fn the_source_of_altitude_is_known() {
        let sensor = |file: RawFit, source: u8, kind: u8| {
            file.message(23, &[(0, UINT8, &[1]), (1, UINT8, &[kind]), (25, ENUM, &[source])])
        };
        let of = |file: RawFit| only(&file.to_bytes()).altitude_source;
        assert_eq!(of(three_beats()), None);
        // Local type 10, the heart-rate sensor; type 4 of another source.
        assert_eq!(of(sensor(sensor(three_beats(), 5, 10), 1, 4)), None);
        let receiver = sensor(three_beats(), 5, 0);
        assert_eq!(of(receiver.clone()), Some(AltitudeSource::Gps));
        assert_eq!(of(sensor(receiver, 5, 4)), Some(AltitudeSource::Barometer));
        let barometer = sensor(three_beats(), 5, 4);
        assert_eq!(of(sensor(barometer, 5, 2)), Some(AltitudeSource::Barometer));
    }

    #[test]
    fn zones_and_settings_of_the_device_are_kept() {
        let session = 18_u16.to_le_bytes();
        let lap = 19_u16.to_le_bytes();
        let times_ms =
            [60_000, 120_500, 240_000, 0, 1000, 2000, 3000_u32].map(u32::to_le_bytes).concat();
        let file = three_beats()
            .message(3, &[(8, UINT8, &[48])])
            .message(7, &[(1, UINT8, &[191]), (2, UINT8, &[171])])
            // Of a lap, which is not asked for.
            .message(
                TIME_IN_ZONE,
                &[
                    (0, UINT16, &lap),
                    (1, UINT16, &[0, 0]),
                    (2, UINT32, &[1; 8]),
                    (6, UINT8, &[99, 100]),
                ],
            )
            .message(
                TIME_IN_ZONE,
                &[
                    (0, UINT16, &session),
                    (1, UINT16, &[0, 0]),
                    (2, UINT32, &times_ms),
                    (6, UINT8, &[95, 114, 133, 152, 171, 190]),
                    (11, UINT8, &[190]),
                    (12, UINT8, &[50]),
                    (13, UINT8, &[172]),
                ],
            )
            .session(0, START..START + 3, RUNNING);
        let activity = only(&file.to_bytes());
        assert_eq!(activity.user.resting_bpm, Some(48.0));
        assert_eq!(activity.user.max_bpm, Some(191.0));
        assert_eq!(activity.user.threshold_bpm, Some(171.0));
        let zones = activity.device_zones.unwrap();
        assert_eq!(zones.bounds_bpm, [95.0, 114.0, 133.0, 152.0, 171.0, 190.0]);
        assert_eq!(
            zones.times,
            Some(DeviceZoneTimes {
                below_ms: Some(60_000),
                zones_ms: [120_500, 240_000, 0, 1000, 2000],
                above_ms: Some(3000),
            })
        );
        assert_eq!(zones.max_bpm, Some(190.0));
        assert_eq!(zones.resting_bpm, Some(50.0));
        assert_eq!(zones.threshold_bpm, Some(172.0));
    }

    #[test]
    fn a_sport_message_stands_in_for_a_session_that_is_not_there() {
        let file = three_beats().message(SPORT, &[(0, ENUM, &[RUNNING]), (1, ENUM, &[3])]);
        let activity = only(&file.to_bytes());
        assert_eq!(activity.sport, Sport::Running);
        assert_eq!(activity.sub_sport.as_deref(), Some("trail"));
    }
}

mod clocks {
    use super::*;

    /// Times below this count from when the device was switched on.
    const FIRST_ABSOLUTE: u32 = 0x1000_0000;

    fn recording(time_created: Option<u32>) -> RawFit {
        RawFit::new()
            .file_id(time_created)
            .define(&Definition::record(0).field(HEART_RATE, 1, UINT8))
    }

    fn beats(file: RawFit) -> RawFit {
        file.timed(0, 100, &[121]).timed(0, 101, &[122]).timed(0, 105, &[123])
    }

    #[test]
    fn times_since_power_on_begin_when_the_file_was_made() {
        let activity = only(&beats(recording(Some(START))).to_bytes());
        assert_eq!(activity.start_ms, Some(START_MS));
        assert_eq!(seconds(&activity), [0, 1, 5]);
        assert_eq!(heart_rates(&activity), THREE_BEATS);

        // The session and its timer began two seconds before the first sample.
        let file =
            beats(recording(Some(START)).timer_start(98)).lap(98..110).session(0, 98..110, RUNNING);
        let activity = only(&file.to_bytes());
        assert_eq!(activity.start_ms, Some(START_MS));
        assert_eq!(seconds(&activity), [2, 3, 7]);
        assert_eq!(activity.timer_events[0].time_ms, START_MS);
        assert_eq!(activity.laps[0].start_ms, Some(START_MS));
        assert!(!activity.is_partial());
    }

    #[test]
    fn times_since_power_on_are_no_dates_without_one() {
        for time_created in [None, Some(90), Some(FIRST_ABSOLUTE - 1)] {
            let file = beats(recording(time_created)).session(0, 100..106, RUNNING);
            let activity = only(&file.to_bytes());
            assert_eq!(activity.start_ms, None, "{time_created:?}");
            let first_ms = activity.samples.time_ms[0];
            let since_first: Vec<i64> =
                activity.samples.time_ms.iter().map(|time_ms| time_ms - first_ms).collect();
            assert_eq!(since_first, [0, 1000, 5000]);
            assert_eq!(heart_rates(&activity), THREE_BEATS);
            let kinds = kinds(&activity);
            assert!(
                kinds.contains(&DiagnosticKind::TimeJump)
                    || kinds.contains(&DiagnosticKind::BadValue),
                "{kinds:?}"
            );
            assert!(!activity.is_partial());
        }
    }

    #[test]
    fn the_first_absolute_time_is_one() {
        let file = recording(None).timed(0, FIRST_ABSOLUTE, &[121]);
        // 631,065,600 s from the Unix epoch to FIT's, and 2^28 = 268,435,456 s.
        assert_eq!(only(&file.to_bytes()).start_ms, Some(899_501_056_000));
    }

    fn with_local_time(offset_s: i32) -> Activity {
        let utc = START.to_le_bytes();
        let local = START.wrapping_add_signed(offset_s).to_le_bytes();
        let file =
            three_beats().message(ACTIVITY, &[(TIMESTAMP, UINT32, &utc), (5, UINT32, &local)]);
        only(&file.to_bytes())
    }

    #[test]
    fn a_sane_local_time_gives_the_offset() {
        for offset_min in [0, 60, 120, -210, 345, 14 * 60, -12 * 60] {
            let activity = with_local_time(offset_min * 60);
            assert_eq!(activity.utc_offset_min, Some(offset_min));
            assert!(activity.diagnostics.is_empty(), "{:?}", activity.diagnostics);
        }
    }

    #[test]
    fn an_offset_that_no_zone_has_is_said_and_ignored() {
        let since_start_s = START as i32;
        for offset_s in [3 * 60, 30 * 3600, -30 * 3600, -since_start_s] {
            let activity = with_local_time(offset_s);
            assert_eq!(activity.utc_offset_min, None, "{offset_s} s");
            assert_eq!(kinds(&activity), [DiagnosticKind::BadValue], "{offset_s} s");
            assert!(!activity.is_partial());
        }
    }

    #[test]
    fn a_local_time_that_is_missing_says_nothing() {
        let utc = START.to_le_bytes();
        let file =
            three_beats().message(ACTIVITY, &[(TIMESTAMP, UINT32, &utc), (5, UINT32, &[0xFF; 4])]);
        let activity = only(&file.to_bytes());
        assert_eq!(activity.utc_offset_min, None);
        assert!(activity.diagnostics.is_empty(), "{:?}", activity.diagnostics);
    }
}

/// A strap sends what it stored: the time is START + 2,048/32,768 s when its clock stands at 4,096
/// of 1,024 ticks a second, and a beat a second follows, of which the last 12 bits are sent. Those
/// of 5,120, 6,144 and 7,168 are 0x400, 0x800 and 0xC00, those of 8,192 and the next, rolled over,
/// 0x000, 0x400 and 0x800.
///
/// Between two samples all beats are equal, so that Garmin's own decoder, which takes their mean,
/// gives the same heart rates.
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

/// A definition without fields makes messages of one byte each, so that a small file holds any
/// number of them; what is kept of them has to be bounded.
mod messages_without_fields {
    use super::*;

    /// More sessions, laps or events than any recording has; of samples, the limit that is set.
    const BOUND: usize = 10_000;

    fn read_repeated(global: u16, count: usize) -> Vec<Activity> {
        let file = recording()
            .define(&Definition::new(1, global))
            .timed(0, START, &[121])
            .raw(&vec![1; count]);
        let limits = Limits { samples: BOUND, ..Limits::default() };
        read_bytes(&file.to_bytes(), &limits).unwrap().activities
    }

    #[test]
    fn records_are_dropped_or_limited() {
        let activities = read_repeated(RECORD, 1 << 20);
        let [activity] = &activities[..] else { panic!("{} activities", activities.len()) };
        assert_eq!(activity.samples.at(0).heart_rate_bpm, Some(121.0));
        let count = activity.samples.len();
        assert!(count <= BOUND, "{count} samples");
        assert!(count == 1 || kinds(activity).contains(&DiagnosticKind::LimitReached));
    }

    #[test]
    fn sessions_are_dropped_or_limited() {
        let count = read_repeated(18, 100_000).len();
        assert!((1..=BOUND).contains(&count), "{count} activities");
    }

    #[test]
    fn laps_and_events_are_dropped_or_limited() {
        for global in [19, EVENT] {
            let activities = read_repeated(global, 100_000);
            let [activity] = &activities[..] else { panic!("{} activities", activities.len()) };
            assert_eq!(activity.samples.at(0).heart_rate_bpm, Some(121.0));
            let (laps, events) = (activity.laps.len(), activity.timer_events.len());
            assert!(laps <= BOUND && events <= BOUND, "{laps} laps, {events} events");
        }
    }
}
