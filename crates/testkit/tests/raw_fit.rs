//! Another decoder reads the hand-built files, checksums included.

use embedded_io_adapters::std::FromStd;
use recoup_testkit::raw_fit::{Checksum, Definition, RawFit, STRING, UINT8, UINT16};
use rustyfit::Decoder;
use rustyfit::profile::mesgdef::{FileId, Lap, Record, Session};
use rustyfit::profile::typedef::{DateTime, MesgNum, Sport};
use rustyfit::proto::{FIT, Value};

const START: u32 = 1_000_000_000;

/// Returns a file with each kind of message of the builder, which rustyfit accepts.
fn every_kind() -> RawFit {
    RawFit::new()
        .file_id(Some(START))
        .define(&Definition::record(1).field(3, 1, UINT8).field(7, 2, UINT16))
        .timed(1, START, &[121, 0xFA, 0x00])
        .define(&Definition::record(1).big_endian().field(7, 2, UINT16))
        .timed(1, START + 1, &[0x00, 0xFA])
        .define(&Definition::new(2, 20).field(3, 1, UINT8))
        .compressed(2, 2, &[123])
        .message(
            206,
            &[
                (0, UINT8, &[0]),
                (1, UINT8, &[9]),
                (2, UINT8, &[UINT16]),
                (3, STRING, b"own power\0"),
            ],
        )
        .define(&Definition::new(3, 20).field(3, 1, UINT8).developer_field(9, 2, 0))
        .data(3, &[124, 0xFB, 0x00])
        .lap(START..START + 60)
        .session(0, START..START + 90, 1)
}

fn decode(bytes: &[u8]) -> Option<FIT> {
    Decoder::new().decode(&mut FromStd::new(bytes)).ok().flatten()
}

#[test]
fn another_decoder_reads_what_was_laid_down() {
    let file = every_kind();
    assert_eq!(file.position(), file.to_bytes().len() - 2);
    let messages = decode(&file.to_bytes()).unwrap().messages;
    let of = |number| messages.iter().filter(move |message| message.num == number);

    let file_id = FileId::from(of(MesgNum::FILE_ID).next().unwrap());
    assert_eq!((file_id.serial_number, file_id.time_created), (1, DateTime(START)));

    let records: Vec<_> = of(MesgNum::RECORD).map(Record::from).collect();
    let values = |record: &Record| (record.timestamp.0, record.heart_rate, record.power);
    assert_eq!(
        records.iter().map(values).collect::<Vec<_>>(),
        [
            (START, 121, 250),
            (START + 1, u8::MAX, 250),
            (START + 2, 123, u16::MAX),
            (u32::MAX, 124, u16::MAX)
        ]
    );
    let developer_field = &of(MesgNum::RECORD).next_back().unwrap().developer_fields[0];
    assert_eq!(developer_field.num, 9);
    assert!(matches!(developer_field.value, Value::Uint16(251)));

    let lap = Lap::from(of(MesgNum::LAP).next().unwrap());
    assert_eq!((lap.start_time.0, lap.total_timer_time), (START, 60_000));
    let session = Session::from(of(MesgNum::SESSION).next().unwrap());
    assert_eq!((session.start_time.0, session.total_elapsed_time), (START, 90_000));
    assert_eq!(session.sport, Sport::RUNNING);
}

#[test]
fn another_decoder_accepts_right_checksums_alone() {
    let accepts = |file: RawFit| decode(&file.to_bytes()).is_some();
    assert!(accepts(every_kind()));
    assert!(accepts(every_kind().header_checksum(Checksum::Absent)));
    assert!(!accepts(every_kind().header_checksum(Checksum::Wrong)));
    for checksum in [Checksum::Wrong, Checksum::Zero, Checksum::Absent] {
        assert!(!accepts(every_kind().checksum(checksum)), "{checksum:?}");
    }
    assert!(!accepts(every_kind().data_size(100)));
}
