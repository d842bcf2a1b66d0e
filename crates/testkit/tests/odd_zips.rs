//! The expected content of the odd zips is the content that other readers find.
//!
//! The `zip` crate reads the zips here. Python's `zipfile` (3.11), tried by hand, agrees except for
//! these cases:
//!
//! - `zipfile` opens nothing of `names-not-utf-8`.
//! - `zipfile` returns `1.fit` for the name with a zero in `name-with-zero`, and all three members
//!   of `same-name`.
//! - `zipfile` refuses `2-again.fit` of `shared-data`, because the local header has another name.
//! - `zipfile` reports a wrong checksum for `size-too-small`.
//!
//! `zipfile` returns all other disputed content.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test, as tests do")]

use std::io::{Cursor, Read};
use std::sync::LazyLock;

use recoup_testkit::odd_zips::{self, Content, Found, OddZip};
use recoup_testkit::raw_zip::{Member, RawZip, UTF8};
use zip::ZipArchive;
use zip::read::read_zipfile_from_stream;

/// Name, and the content if it was read to its end.
type NameAndContent = (Vec<u8>, Option<Vec<u8>>);

/// Returns the members that the `zip` crate finds; [`None`] if it does not open the archive.
fn found(bytes: &[u8]) -> Option<Vec<NameAndContent>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let count = archive.len();
    let read = |index| {
        let name = archive.by_index_raw(index).unwrap().name_raw().to_vec();
        let mut content = Vec::new();
        let is_read = archive
            .by_index(index)
            .is_ok_and(|mut member| member.read_to_end(&mut content).is_ok());
        (name, is_read.then_some(content))
    };
    Some((0..count).map(read).collect())
}

/// Zips, made once because several megabytes are compressed for them.
static ZIPS: LazyLock<Vec<OddZip>> = LazyLock::new(odd_zips::all);

fn zip(name: &str) -> &'static OddZip {
    ZIPS.iter().find(|zip| zip.name == name).unwrap()
}

#[test]
fn another_reader_finds_what_is_said() {
    for OddZip { name, bytes, opens, members } in ZIPS.iter() {
        let found = found(bytes);
        assert_eq!(found.is_some(), *opens, "{name}");
        let Some(found) = found else { continue };
        if *name == "same-name" {
            // The crate only keeps the last member of each name.
            assert!(found[0].1.as_deref() == members[2].content.bytes() && found.len() == 1);
            continue;
        }
        assert_eq!(found.len(), members.len(), "{name}");
        for ((found_name, content), member) in found.iter().zip(members) {
            assert_eq!(*found_name, member.name, "{name}");
            let shown = member.name.escape_ascii();
            match &member.content {
                Content::Whole(bytes) => {
                    assert!(content.as_ref() == Some(bytes), "{name}: {shown}");
                }
                Content::Disputed(bytes) => {
                    assert!(content.as_ref().is_none_or(|it| it == bytes), "{name}: {shown}");
                }
                Content::Lost => assert!(content.is_none(), "{name}: {shown}"),
            }
        }
    }
}

#[test]
fn names_are_not_repeated() {
    let mut names: Vec<&str> = ZIPS.iter().map(|zip| zip.name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn what_is_cut_can_be_had_from_the_front() {
    for name in ["cut", "cut-in-directory", "cut-before-directory", "cut-in-end"] {
        let OddZip { bytes, members, .. } = zip(name);
        let mut stream = &bytes[..];
        for Found { name: member, content } in members {
            let mut read = Vec::new();
            let mut file = read_zipfile_from_stream(&mut stream).unwrap().unwrap();
            assert_eq!(file.name_raw(), *member, "{name}");
            let is_read = file.read_to_end(&mut read).is_ok();
            assert_eq!(is_read.then_some(&read[..]), content.bytes(), "{name}");
            drop(file);
        }
    }
}

#[test]
fn what_is_cut_and_streamed_says_no_sizes() {
    let OddZip { bytes, members, .. } = zip("cut-streamed");
    // The local header of `1.fit`: flag 8, deflated, and zeros for checksum and sizes.
    assert_eq!(bytes[..10], *b"PK\x03\x04\x14\0\x08\0\x08\0");
    assert_eq!(bytes[14..26], [0; 12]);
    assert_eq!(bytes[26..35], *b"\x05\0\0\x001.fit");
    // The data mark their own end. Checksum and sizes follow, then the next header.
    let mut content = Vec::new();
    let mut data = flate2::bufread::DeflateDecoder::new(&bytes[35..]);
    data.read_to_end(&mut content).unwrap();
    assert_eq!(Some(&content[..]), members[0].content.bytes());
    let packed = data.total_in() as usize;
    let behind = &bytes[35 + packed..];
    assert_eq!(behind[..4], *b"PK\x07\x08");
    assert_eq!(behind[8..12], (packed as u32).to_le_bytes());
    assert_eq!(behind[12..16], (content.len() as u32).to_le_bytes());
    assert_eq!(behind[16..20], *b"PK\x03\x04");
}

#[test]
fn sixty_four_bits_are_where_they_belong() {
    let bytes = RawZip::new().member(Member::stored("a", b"run").zip64()).zip64().to_bytes();
    let ones = [0xFF; 8];
    // Local header of 30 bytes, a name of 1, an extra field of 4 + 16: sizes of content and data.
    assert_eq!(bytes[18..26], ones);
    assert_eq!(bytes[31..51], *b"\x01\0\x10\0\x03\0\0\0\0\0\0\0\x03\0\0\0\0\0\0\0");
    assert_eq!(bytes[51..54], *b"run");
    // Entry of the central directory: 46 bytes, the name, an extra field of 4 + 24; the last 8
    // bytes are the offset.
    assert_eq!(bytes[54..58], *b"PK\x01\x02");
    assert_eq!(bytes[54 + 20..54 + 28], ones);
    assert_eq!(bytes[101..105], *b"\x01\0\x18\0");
    // End record of 56 bytes, its locator of 20, and the ordinary end record.
    assert_eq!(bytes[129..133], *b"PK\x06\x06");
    assert_eq!(bytes[129 + 32..129 + 40], 1_u64.to_le_bytes());
    assert_eq!(bytes[129 + 40..129 + 48], 75_u64.to_le_bytes(), "the size of the directory");
    assert_eq!(bytes[129 + 48..129 + 56], 54_u64.to_le_bytes(), "its place");
    assert_eq!(bytes[185..189], *b"PK\x06\x07");
    assert_eq!(bytes[185 + 8..185 + 16], 129_u64.to_le_bytes());
    assert_eq!(bytes[205..209], *b"PK\x05\x06");
    assert_eq!(bytes.len(), 227);
}

#[test]
fn names_are_read_by_their_mark() {
    let bytes = RawZip::new()
        .member(Member::stored("Fr\u{fc}h", b"").flags(UTF8))
        .member(Member::stored(b"Fr\x81h.fit", b""))
        .to_bytes();
    let archive = ZipArchive::new(Cursor::new(&bytes[..])).unwrap();
    let names: Vec<_> = archive.file_names().map(Result::unwrap).collect();
    assert_eq!(names, ["Früh", "Früh.fit"]);
}

#[test]
fn two_entries_lead_to_one_place() {
    let bytes = &zip("shared-data").bytes;
    let count = |signature: &[u8]| bytes.windows(4).filter(|it| *it == signature).count();
    assert_eq!((count(b"PK\x01\x02"), count(b"PK\x03\x04")), (3, 2));
    let mut archive = ZipArchive::new(Cursor::new(&bytes[..])).unwrap();
    let places = [1, 2].map(|index| archive.by_index_raw(index).unwrap().header_start());
    assert_eq!(places[0], places[1]);
}

#[test]
fn seventy_thousand_members_are_counted() {
    let bytes = odd_zips::many(70_000);
    let archive = ZipArchive::new(Cursor::new(&bytes[..])).unwrap();
    assert_eq!(archive.len(), 70_000);
}

#[test]
fn bombs_are_small() {
    let bytes = odd_zips::bomb(8 << 20);
    assert!(bytes.len() < 10_000);
    let found = found(&bytes).unwrap();
    assert!(found[0].1.as_deref().is_some_and(|zeros| zeros.len() == 8 << 20));
}
