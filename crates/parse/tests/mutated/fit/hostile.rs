//! FIT files that cost the reader as much as possible for their size.

use recoup_testkit::raw_fit::{
    BYTE, ENUM, FLOAT32, FLOAT64, RawFit, SINT8, SINT32, SINT64, STRING, UINT8, UINT16, UINT32,
    UINT64,
};

/// Global message numbers.
const FILE_ID: u16 = 0;
const SESSION: u16 = 18;
const LAP: u16 = 19;
const RECORD: u16 = 20;
const EVENT: u16 = 21;
const DEVICE_INFO: u16 = 23;
const WORKOUT: u16 = 26;
const ACTIVITY: u16 = 34;
const HR: u16 = 132;
const FIELD_DESCRIPTION: u16 = 206;
const TIME_IN_ZONE: u16 = 216;

/// Number of the timestamp field.
const TIMESTAMP: u8 = 253;
/// Seconds since the FIT epoch: 2026-03-02T05:30:12Z.
const START: u32 = 1_141_363_812;
/// Header byte of a message with local type 1 and a compressed timestamp. Its five lowest bits are
/// the timestamp, so that 32 of them in order are a second apart.
const COMPRESSED: u8 = 0x80 | 1 << 5;

/// Fields of a record that are read, the time first.
const RECORD_FIELDS: [(u8, u8, u8); 10] = [
    (TIMESTAMP, 4, UINT32),
    (0, 4, SINT32),
    (1, 4, SINT32),
    (3, 1, UINT8),
    (4, 1, UINT8),
    (5, 4, UINT32),
    (7, 2, UINT16),
    (13, 1, SINT8),
    (73, 4, UINT32),
    (78, 4, UINT32),
];

/// Returns hostile files with their names, each with about `count` messages or parts of a chain.
pub(crate) fn files(count: usize) -> Vec<(String, Vec<u8>)> {
    let mut files = empty_messages(count);
    files.extend(small_records(count));
    files.extend(wide_messages(count));
    files.extend(many_definitions(count));
    files.extend(chains(count));
    files.extend(many_sessions(count));
    files.extend(odd_values(count));
    files.extend(
        [("beats", beats(count)), ("events and laps", events_and_laps(count))]
            .map(|(name, bytes)| (name.to_owned(), bytes)),
    );
    files
}

fn activity() -> RawFit {
    RawFit::new().definition(0, FILE_ID, &[(0, 1, ENUM)]).data(0, &[4])
}

/// Returns the content of a record with [`RECORD_FIELDS`].
fn full_record(seconds: u32) -> Vec<u8> {
    let altitude = 3000_u32.to_le_bytes();
    let (latitude, longitude) = (715_000_000_i32.to_le_bytes(), 128_000_000_i32.to_le_bytes());
    let speed = 2600_u32.to_le_bytes();
    let rest = [&200_u32.to_le_bytes()[..], &[250, 0, 11], &speed, &altitude].concat();
    [&(START + seconds).to_le_bytes()[..], &latitude, &longitude, &[130, 84], &rest].concat()
}

/// Returns files of messages without fields, one byte each.
fn empty_messages(count: usize) -> Vec<(String, Vec<u8>)> {
    let globals = [
        FILE_ID,
        SESSION,
        LAP,
        RECORD,
        EVENT,
        DEVICE_INFO,
        WORKOUT,
        ACTIVITY,
        HR,
        FIELD_DESCRIPTION,
        TIME_IN_ZONE,
    ];
    globals
        .into_iter()
        .flat_map(|global| {
            let file = || activity().definition(1, global, &[]);
            let compressed: Vec<u8> = (0..32).map(|offset| COMPRESSED | offset).collect();
            [
                (format!("empty messages {global}"), file().repeat(count, &[1]).to_bytes()),
                (
                    format!("empty messages {global} with times"),
                    file().repeat(count / 32, &compressed).to_bytes(),
                ),
            ]
        })
        .collect()
}

/// Returns files with one full record, and with very many records of almost no fields before or
/// behind it.
fn small_records(count: usize) -> Vec<(String, Vec<u8>)> {
    let fields: [(u8, u8, u8); 2] = [(3, 1, UINT8), (4, 1, UINT8)];
    let start = || activity().definition(2, RECORD, &RECORD_FIELDS);
    (0..=fields.len())
        .flat_map(|taken| {
            let small: Vec<u8> = (0..32_u8)
                .flat_map(|offset| [COMPRESSED | offset, 120, 80].into_iter().take(1 + taken))
                .collect();
            let first = start().data(2, &full_record(0)).definition(1, RECORD, &fields[..taken]);
            let last = start().definition(1, RECORD, &fields[..taken]);
            [
                (
                    format!("records of {} bytes behind a full one", 1 + taken),
                    first.repeat(count / 32, &small).to_bytes(),
                ),
                (
                    format!("records of {} bytes before a full one", 1 + taken),
                    last.repeat(count / 32, &small).data(2, &full_record(9)).to_bytes(),
                ),
            ]
        })
        .collect()
}

/// Returns files of the largest possible messages, declared in every possible way.
fn wide_messages(count: usize) -> Vec<(String, Vec<u8>)> {
    let times = (count / 50_000).max(1);
    let content = vec![0x41; 65_535];
    let mut files = Vec::new();
    for global in [FILE_ID, SESSION, LAP, RECORD, EVENT, WORKOUT, HR, TIME_IN_ZONE] {
        for (kind, size) in [(BYTE, 255), (STRING, 255), (UINT16, 254), (FLOAT64, 248)] {
            let fields: Vec<_> = (0..255).map(|number| (number, size, kind)).collect();
            let message = [&[1], &content[..255 * usize::from(size)]].concat();
            let file = activity().definition(1, global, &fields).repeat(times, &message);
            files.push((format!("{size} x 255 of type {kind:#x} in {global}"), file.to_bytes()));
        }
    }
    // The same field 255 times.
    for (number, kind) in [(3, UINT8), (TIMESTAMP, UINT32), (8, BYTE)] {
        let file = activity().definition(1, RECORD, &[(number, 252, kind); 255]);
        let message = [&[1], &content[..255 * 252]].concat();
        files.push((format!("field {number} 255 times"), file.repeat(times, &message).to_bytes()));
    }
    // 65,535 bytes of content, with two developer fields.
    let fields: Vec<u8> = (0..255).flat_map(|number| [number, 255, BYTE]).collect();
    let definition = [&[0x61, 0, 0, 20, 0, 255][..], &fields, &[2, 0, 255, 0, 1, 255, 0]].concat();
    let message = [&[1], &content[..]].concat();
    let file = activity().raw(&definition).repeat(times, &message).to_bytes();
    files.push(("records of 65,535 bytes".to_owned(), file));
    // Messages of 255 developer fields only.
    let fields: Vec<u8> = (0..255).flat_map(|number| [number, 255, 0]).collect();
    let definition = [&[0x61, 0, 0, 20, 0, 0, 255][..], &fields].concat();
    let message = [&[1], &content[..255 * 255]].concat();
    let file = activity().raw(&definition).repeat(times, &message).to_bytes();
    files.push(("255 developer fields".to_owned(), file));
    files
}

/// Returns files of many definitions, and of few messages of these types.
fn many_definitions(count: usize) -> Vec<(String, Vec<u8>)> {
    let wide: Vec<u8> = (0..255).flat_map(|number| [number, 255, BYTE]).collect();
    let wide = [&[0x41, 0, 0, 20, 0, 255][..], &wide].concat();
    let narrow = [0x41, 0, 0, 20, 0, 1, 3, 1, UINT8, 1, 130];
    let all: Vec<u8> =
        (0..16).flat_map(|local| [0x40 | local, 0, 0, 20, 0, 1, 3, 1, UINT8]).collect();
    let described = [0x41, 0, 0, 206, 0, 2, 0, 1, UINT8, 3, 3, STRING, 1, 0, b'w', b'b', 0];
    [
        ("wide definitions", activity().repeat(count / 50, &wide)),
        ("a definition for each record", activity().repeat(count / 5, &narrow)),
        ("definitions of all locals", activity().repeat(count / 50, &all)),
        ("definitions of nothing", activity().repeat(count / 5, &[0x41, 0, 0, 20, 0, 0])),
        ("developer fields described", activity().repeat(count / 5, &described)),
    ]
    .map(|(name, file)| (name.to_owned(), file.to_bytes()))
    .into()
}

/// Returns chains of files of a few bytes.
fn chains(count: usize) -> Vec<(String, Vec<u8>)> {
    let bare = |data: &[u8]| {
        let header = [12, 0x20, 0, 0, data.len() as u8, 0, 0, 0, b'.', b'F', b'I', b'T'];
        [&header[..], data, &[0, 0]].concat()
    };
    let empty_session = [0x40, 0, 0, 18, 0, 0, 0];
    let time = START.to_le_bytes();
    let session = activity()
        .definition(1, SESSION, &[(2, 4, UINT32)])
        .data(1, &time)
        .definition(2, RECORD, &[(TIMESTAMP, 4, UINT32), (3, 1, UINT8)])
        .data(2, &[&time[..], &[120]].concat())
        .definition(3, HR, &[(TIMESTAMP, 4, UINT32), (9, 4, UINT32), (6, 1, UINT8)])
        .data(3, &[&time[..], &[0, 0, 1, 0, 121]].concat());
    [
        ("chain of undefined messages", bare(&[0]).repeat(count / 5)),
        ("chain of definitions", bare(&[0x40, 0, 0, 20, 0, 0]).repeat(count / 5)),
        ("chain of empty sessions", bare(&empty_session).repeat(count / 5)),
        ("chain of settings", bare(&[0x40, 0, 0, 0, 0, 1, 0, 1, ENUM, 0, 2]).repeat(count / 5)),
        ("chain of beats and sessions", session.to_bytes().repeat(count / 20)),
        ("chain of headers", bare(&[]).repeat(count / 5)),
    ]
    .map(|(name, bytes)| (name.to_owned(), bytes))
    .into()
}

/// Returns files of tens of thousands of sessions, with data that a reader may copy into each
/// session.
fn many_sessions(count: usize) -> Vec<(String, Vec<u8>)> {
    let many = count / 10;
    let named = || {
        RawFit::new()
            .definition(0, FILE_ID, &[(0, 1, ENUM), (8, 254, STRING)])
            .data(0, &[&[4], &[b'p'; 253][..], &[0]].concat())
            .definition(0, WORKOUT, &[(8, 254, STRING)])
            .data(0, &[&[b'w'; 253][..], &[0]].concat())
            .definition(0, 12, &[(3, 254, STRING)])
            .data(0, &[&[b's'; 253][..], &[0]].concat())
    };
    let starts = |file: RawFit| {
        (0..many as u32).fold(file.definition(1, SESSION, &[(2, 4, UINT32)]), |file, session| {
            file.data(1, &(START + session).to_le_bytes())
        })
    };
    // Message 216: the referenced message and index, bounds in bytes, times in ms.
    let zones = [(0, 2, UINT16), (1, 2, UINT16), (6, 250, UINT8), (2, 248, UINT32)];
    let zone = [&[18, 0, 0, 0][..], &[1; 250], &[0; 248]].concat();
    let zones_of_sessions = [(0, 2, UINT16), (6, 2, UINT8)];
    [
        ("sessions of long names", named().definition(1, SESSION, &[]).repeat(many, &[1])),
        (
            "sessions of long names of their own",
            named().definition(1, SESSION, &[(110, 3, STRING)]).repeat(many, &[1, b'n', b'n', 0]),
        ),
        ("sessions that start", starts(named())),
        (
            "sessions that start with a record each",
            (0..many as u32)
                .fold(starts(named()).definition(1, RECORD, &RECORD_FIELDS), |file, second| {
                    file.data(1, &full_record(second))
                }),
        ),
        (
            "sessions that share one long list of zones",
            named()
                .definition(1, TIME_IN_ZONE, &zones)
                .data(1, &zone)
                .definition(1, SESSION, &[])
                .repeat(many, &[1]),
        ),
        (
            "sessions and as many zones",
            activity()
                .definition(1, TIME_IN_ZONE, &zones_of_sessions)
                .repeat(many, &[1, 18, 0, 100, 120])
                .definition(1, SESSION, &[(254, 2, UINT16)])
                .repeat(many, &[1, 7, 0]),
        ),
        (
            "sessions before a cut",
            activity().definition(1, SESSION, &[]).repeat(many, &[1]).raw(&[0x41, 0]),
        ),
    ]
    .map(|(name, file)| (name.to_owned(), file.to_bytes()))
    .into()
}

/// Returns files of extreme values in every field that is a time, a size or a position.
fn odd_values(count: usize) -> Vec<(String, Vec<u8>)> {
    let extremes: [[u8; 8]; 12] = [
        [0; 8],
        [0xFF; 8],
        u64::from(u32::MAX - 1).to_le_bytes(),
        (i64::MAX - 1).to_le_bytes(),
        i64::MIN.to_le_bytes(),
        (u64::MAX - 1).to_le_bytes(),
        0x0FFF_FFFF_u64.to_le_bytes(),
        0x8000_0000_u64.to_le_bytes(),
        f64::INFINITY.to_le_bytes(),
        f64::MAX.to_le_bytes(),
        f64::MIN_POSITIVE.to_le_bytes(),
        (-1e300_f64).to_le_bytes(),
    ];
    let kinds = [(4, UINT32), (4, SINT32), (4, FLOAT32), (8, FLOAT64), (8, SINT64), (8, UINT64)];
    let numbers = [TIMESTAMP, 254, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 16, 22, 24, 73, 78];
    // The `file_id` comes last, because reading ends when it names another type of file.
    let globals = [SESSION, LAP, RECORD, EVENT, ACTIVITY, HR, TIME_IN_ZONE, FILE_ID];
    let times = (count / 2000).max(1);
    kinds
        .into_iter()
        .map(|(size, kind)| {
            let fields = numbers.map(|number| (number, size, kind));
            // Each message rotates the extremes by one more than the previous message.
            let messages: Vec<u8> = (0..extremes.len())
                .flat_map(|turn| {
                    let values = extremes.iter().cycle().skip(turn).take(numbers.len());
                    let value = values.flat_map(|value| value.iter().take(usize::from(size)));
                    [1].into_iter().chain(value.copied()).collect::<Vec<u8>>()
                })
                .collect();
            let file = globals.iter().fold(activity(), |file, &global| {
                file.definition(1, global, &fields).repeat(times, &messages)
            });
            (format!("extreme values of type {kind:#x}"), file.to_bytes())
        })
        .collect()
}

/// Returns a file with the largest number of beats in a message: 160 in 240 bytes.
fn beats(count: usize) -> Vec<u8> {
    let time = START.to_le_bytes();
    let packed = [&[2], &[0x00, 0x04, 0x80].repeat(80)[..], &[120; 160]].concat();
    activity()
        .definition(1, RECORD, &[(TIMESTAMP, 4, UINT32)])
        .data(1, &time)
        .definition(1, HR, &[(TIMESTAMP, 4, UINT32), (9, 4, UINT32), (6, 1, UINT8)])
        .data(1, &[&time[..], &[0, 0, 1, 0, 121]].concat())
        .definition(2, HR, &[(10, 240, BYTE), (6, 160, UINT8)])
        .repeat(count / 100, &packed)
        .to_bytes()
}

/// Returns a file of timer starts and stops of three bytes each, and of laps of two bytes each.
fn events_and_laps(count: usize) -> Vec<u8> {
    let events: Vec<u8> =
        (0..32).flat_map(|offset| [COMPRESSED | offset, 0, (offset & 1) * 4]).collect();
    activity()
        .definition(1, RECORD, &[(TIMESTAMP, 4, UINT32)])
        .data(1, &START.to_le_bytes())
        .definition(1, EVENT, &[(0, 1, ENUM), (1, 1, ENUM)])
        .repeat(count / 32, &events)
        .definition(1, LAP, &[(9, 1, UINT8)])
        .repeat(count, &[1, 100])
        .to_bytes()
}
