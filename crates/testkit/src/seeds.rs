//! Small FIT files, each with something of its own to read: what tests damage and fuzzers grow.
//!
//! Those of the folder `fuzz/seeds/` are these. A fuzzer finds much by itself, but hardly a whole
//! definition, and the smaller a file the more often it is tried: so they are many and small.

use crate::fit::{self, Layout, NonActivity};
use crate::raw_fit::{BYTE, ENUM, RawFit, STRING, UINT8, UINT16, UINT32};
use crate::{Leg, Run, Sport, runs};

/// The folder `fuzz/seeds/`: paths with `/` between the parts, and bytes.
///
/// ```
/// let files = recoup_testkit::seeds::files();
/// assert!(files.iter().all(|(path, bytes)| path.starts_with("fit/") && bytes.len() < 8192));
/// ```
#[must_use]
pub fn files() -> Vec<(String, Vec<u8>)> {
    fit().into_iter().map(|(name, bytes)| (format!("fit/{name}.fit"), bytes)).collect()
}

/// FIT files by what there is to each.
///
/// ```
/// assert!(recoup_testkit::seeds::fit().iter().any(|(name, _)| *name == "big-endian"));
/// ```
#[must_use]
pub fn fit() -> Vec<(&'static str, Vec<u8>)> {
    let run = run("2026-03-02T06:30:12+01:00");
    let file = fit::encode(&run);
    let indoors = runs::steady("2026-03-30T00:20:05+02:00", 1, 130)
        .sport(Sport::TreadmillRunning)
        .with_no_heart_rate();
    let settings = fit::encode_non_activity(NonActivity::Settings, "2026-03-02T05:00:00+01:00");
    let next = fit::encode(&self::run("2026-03-03T06:30:12+01:00"));
    let chained = [&settings[..], &file, &next].concat();
    vec![
        ("current", file.clone()),
        ("narrow", fit::encode_as(&run, Layout::Narrow)),
        ("big-endian", fit::encode_as(&run, Layout::BigEndian)),
        ("compressed-timestamps", fit::encode_as(&run, Layout::CompressedTimestamps)),
        ("indoors", fit::encode(&indoors)),
        ("settings", settings),
        (
            "monitoring",
            fit::encode_non_activity(NonActivity::Monitoring, "2026-03-02T05:00:00+01:00"),
        ),
        ("chained", chained),
        ("by-hand", by_hand()),
        ("cut", file[..file.len() * 3 / 5].to_vec()),
        ("unsized", unsized_file(&file)),
        ("wrong-checksum", altered(&file, file.len() - 1)),
        ("damaged", altered(&file, file.len() / 2)),
    ]
}

/// Half a minute, a pause, half a minute.
fn run(start: &str) -> Run {
    Run::starting(start)
        .leg(Leg::minutes(1))
        .with_pause(30, 40)
        .named("Recovery Run")
        .rpe(2)
        .feel(75)
}

/// A file whose writer lost power before it came back to write the size and the checksum.
fn unsized_file(file: &[u8]) -> Vec<u8> {
    let mut bytes = file[..file.len() - 2].to_vec();
    bytes[4..8].fill(0);
    bytes
}

fn altered(file: &[u8], at: usize) -> Vec<u8> {
    let mut bytes = file.to_vec();
    bytes[at] ^= 0xFF;
    bytes
}

/// What the encoder does not write: two sessions, developer fields, speed and distance in three
/// bytes, beats of a strap that stored them.
fn by_hand() -> Vec<u8> {
    /// Seconds since the epoch of FIT: 2026-03-02T05:30:12Z.
    const START: u32 = 1_141_363_812;
    let at = |seconds: u32| (START + seconds).to_le_bytes();
    let session = |start: u32, index: u8, sport: u8| {
        [&at(start + 10)[..], &[index, 0], &at(start), &[sport], &10_000_u32.to_le_bytes()].concat()
    };
    RawFit::new()
        .definition(0, 0, &[(0, 1, ENUM), (1, 2, UINT16), (8, 6, STRING)])
        .data(0, &[&[4, 1, 0][..], b"watch\0"].concat())
        // developer_data_id and field_description: "watts" of type uint16.
        .definition(1, 207, &[(3, 1, UINT8)])
        .data(1, &[0])
        .definition(1, 206, &[(0, 1, UINT8), (1, 1, UINT8), (2, 1, UINT8), (3, 6, STRING)])
        .data(1, &[&[0, 7, UINT16][..], b"watts\0"].concat())
        // Records of timestamp, heart rate and packed speed and distance, with a developer field.
        .raw(&[0x60 | 2, 0, 0, 20, 0, 3, 253, 4, UINT32, 3, 1, UINT8, 8, 3, BYTE, 1, 7, 2, 0])
        .data(2, &[&at(0)[..], &[120, 0x04, 0x81, 0x02, 200, 0]].concat())
        .data(2, &[&at(1)[..], &[121, 0x04, 0xB1, 0x02, 210, 0]].concat())
        // A record of nothing, whose time is in its header: 5 bits of it, and local message 3.
        .definition(3, 20, &[])
        .raw(&[0x80 | 3 << 5 | 6, 0x80 | 3 << 5 | 7])
        .data(2, &[&at(20)[..], &[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]].concat())
        // hr: the full time and the strap's clock, then two beats in three bytes.
        .definition(4, 132, &[(253, 4, UINT32), (9, 4, UINT32), (6, 1, UINT8)])
        .data(4, &[&at(20)[..], &4096_u32.to_le_bytes(), &[122]].concat())
        .definition(4, 132, &[(10, 3, BYTE), (6, 2, UINT8)])
        .data(4, &[0x00, 0x04, 0x80, 123, 124])
        // Sessions: end, index, start, sport (running, cycling), elapsed ms.
        .definition(
            5,
            18,
            &[(253, 4, UINT32), (254, 2, UINT16), (2, 4, UINT32), (5, 1, ENUM), (7, 4, UINT32)],
        )
        .data(5, &session(0, 0, 1))
        .data(5, &session(15, 1, 2))
        .to_bytes()
}
