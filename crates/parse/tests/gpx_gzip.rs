//! Gzips: whole, joined, cut, damaged, padded, and with a huge content.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use flate2::Compression;
use flate2::write::GzEncoder;
use recoup_model::{DiagnosticKind, Position};
use recoup_parse::{ErrorKind, Format, Limits, read_bytes, read_file};
use std::fmt::Write as _;
use std::io::Write as _;

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Returns a GPX file with `points` points that does not compress to almost nothing.
fn gpx(points: u32) -> String {
    let mut text = String::from("<gpx><trk><trkseg>\n");
    let mut noise = 1_u32;
    for point in 0..points {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let (minute, second) = (point / 60, point % 60);
        writeln!(
            text,
            "<trkpt lat='59.{noise}' lon='10.7'><time>2026-03-02T06:{minute:02}:{second:02}Z</time>\
             </trkpt>"
        )
        .unwrap();
    }
    text + "</trkseg></trk></gpx>"
}

#[test]
fn a_gzip_holds_what_is_inside() {
    let text = gpx(100);
    let plain = read_bytes(text.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(plain.activities[0].samples.len(), 100);
    assert_eq!(read_bytes(&gz(text.as_bytes()), &Limits::default()).unwrap(), plain);
    // Two joined gzips are one stream, and zeros behind them are padding.
    let (first, second) = text.split_at(text.len() / 2);
    let joined = [gz(first.as_bytes()), gz(second.as_bytes())].concat();
    assert_eq!(read_bytes(&joined, &Limits::default()).unwrap(), plain);
    let padded = [joined, vec![0; 512]].concat();
    assert_eq!(read_bytes(&padded, &Limits::default()).unwrap(), plain);
}

#[test]
fn a_cut_gzip_keeps_what_precedes_the_cut() {
    let bytes = gz(gpx(1000).as_bytes());
    let mut last = 0;
    for tenth in 3..10 {
        let cut = &bytes[..bytes.len() * tenth / 10];
        let contents = read_bytes(cut, &Limits::default()).unwrap();
        let activity = &contents.activities[0];
        assert!(activity.is_partial());
        let position = Some(Position::Byte(cut.len() as u64));
        assert!(activity.diagnostics.iter().any(|diagnostic| {
            diagnostic.kind == DiagnosticKind::Truncated && diagnostic.position == position
        }));
        assert!(activity.samples.len() >= last, "{tenth}");
        last = activity.samples.len();
    }
    assert!((500..1000).contains(&last), "{last}");
    for length in 2..30 {
        let error = read_bytes(&bytes[..length], &Limits::default()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Malformed, "{length}");
        assert!(error.position().is_some(), "{length}");
    }
}

#[test]
fn a_wrong_checksum_is_said() {
    let mut bytes = gz(gpx(100).as_bytes());
    let crc = bytes.len() - 8;
    bytes[crc] ^= 1;
    let contents = read_bytes(&bytes, &Limits::default()).unwrap();
    assert_eq!(contents.activities[0].samples.len(), 100);
    let kinds: Vec<_> =
        contents.activities[0].diagnostics.iter().map(|diagnostic| diagnostic.kind).collect();
    assert_eq!(kinds, [DiagnosticKind::BadCrc]);

    let trailing = [gz(gpx(100).as_bytes()), b"more than ten bytes".to_vec()].concat();
    let contents = read_bytes(&trailing, &Limits::default()).unwrap();
    assert_eq!(contents.activities[0].diagnostics[0].kind, DiagnosticKind::Damaged);
}

#[test]
fn other_contents_are_no_error() {
    for (inside, remark) in [
        (gz(gpx(1).as_bytes()), "a gzip inside a gzip; decompress the outer one first"),
        (b"PK\x03\x04".to_vec(), "a gzip of a ZIP archive; decompress it first"),
        (b"a diary".to_vec(), "a gzip of a file that is not FIT, GPX or TCX"),
    ] {
        let contents = read_bytes(&gz(&inside), &Limits::default()).unwrap();
        assert_eq!(contents.format, Format::Gz);
        assert!(contents.activities.is_empty());
        assert_eq!(contents.remark.as_deref(), Some(remark));
    }
    let error = read_bytes(&gz(b""), &Limits::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Empty);
}

#[test]
fn expansion_is_bounded() {
    let bomb = gz(&vec![b' '; 20 << 20]);
    let small = Limits::default().with_input_bytes(1 << 20);
    let tight = Limits::default().with_expansion_ratio(100);
    for limits in [small, tight] {
        let error = read_bytes(&bomb, &limits).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::LimitExceeded);
    }
}

#[test]
fn files_are_bounded_and_regular() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.gpx");
    std::fs::write(&path, gpx(10)).unwrap();
    assert_eq!(read_file(&path, &Limits::default()).unwrap().activities[0].samples.len(), 10);
    let limits = Limits::default().with_input_bytes(100);
    assert_eq!(read_file(&path, &limits).unwrap_err().kind(), ErrorKind::LimitExceeded);
    std::fs::write(&path, "").unwrap();
    assert_eq!(read_file(&path, &limits).unwrap_err().kind(), ErrorKind::Empty);
    assert_eq!(read_file(folder.path(), &limits).unwrap_err().kind(), ErrorKind::Io);
    let missing = folder.path().join("missing");
    assert_eq!(read_file(&missing, &limits).unwrap_err().kind(), ErrorKind::Io);
}
