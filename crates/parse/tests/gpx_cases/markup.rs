//! Markup: encodings, entities, damage and limits.

use crate::common::kinds;
use crate::{START_MS, activity, at, point, track};
use recoup_model::{DiagnosticKind, Position};
use recoup_parse::{ErrorKind, Limits, read_bytes};
use std::fmt::Write as _;

#[test]
fn encodings() {
    let text = |encoding: &str| {
        let declaration = format!("<?xml version='1.0' encoding='{encoding}'?>\n");
        declaration + &track(&format!("<name>Løpetur</name><trkseg>{}</trkseg>", at(0)))
    };
    let latin1 = |text: String| -> Vec<u8> { text.chars().map(|c| c as u32 as u8).collect() };
    let with_bom = |text: String| format!("\u{feff}{text}");
    let utf16 =
        |text: String| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let cases: Vec<Vec<u8>> = vec![
        text("UTF-8").into(),
        with_bom(text("UTF-8")).into(),
        format!("\n\r\n {}", text("UTF-8")).into(),
        format!("gp{}", text("UTF-8")).into(),
        latin1(text("ISO-8859-1")),
        latin1(text("windows-1252")),
        latin1(text("UTF-8")),
        latin1(text("no such encoding")),
        utf16(with_bom(text("UTF-16"))),
        utf16(text("UTF-16")),
    ];
    for (index, bytes) in cases.iter().enumerate() {
        let activity = activity(bytes);
        assert_eq!(activity.labels.title.as_deref(), Some("Løpetur"), "case {index}");
        assert_eq!(activity.samples.time_ms, [START_MS], "case {index}");
        assert!(activity.diagnostics.is_empty(), "case {index}: {:?}", activity.diagnostics);
    }
}

#[test]
fn a_cut_file_keeps_its_whole_points() {
    let whole = track(&format!("<trkseg>\n{}\n{}\n</trkseg>", at(0), at(1)));
    let second = whole.rfind("<trkpt").unwrap();
    let points_at = |length: usize| {
        let contents = read_bytes(&whole.as_bytes()[..length], &Limits::default());
        contents.map(|contents| contents.activities)
    };
    for length in second..whole.len() {
        let activities = points_at(length).unwrap();
        let whole_points = if length < whole.rfind("\n</trkseg>").unwrap() { 1 } else { 2 };
        assert_eq!(activities[0].samples.len(), whole_points, "cut at {length}");
        assert_eq!(kinds(&activities[0]), [DiagnosticKind::Truncated], "cut at {length}");
        assert!(activities[0].is_partial());
    }
    let in_second = points_at(second + 20).unwrap();
    assert_eq!(in_second[0].diagnostics[0].position, Some(Position::Line(3)));

    let error = points_at(second - 10).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Malformed);
    assert_eq!(error.position(), Some(Position::Line(2)));
}

#[test]
fn damage_costs_what_it_hits() {
    // A missing quote hides markup up to the next matching quote.
    let text =
        track(&format!("<trkseg>{}\n<trkpt lat=\"1 lon='2'>\n{}{}</trkseg>", at(0), at(1), at(2)));
    let missing_quote = activity(text);
    assert_eq!(missing_quote.samples.len(), 3);
    assert_eq!(kinds(&missing_quote), [DiagnosticKind::Damaged]);
    assert_eq!(missing_quote.diagnostics[0].position, Some(Position::Line(2)));

    for (inside, points) in [
        ("<trkpt lat='1' lon='2'><time>2026-03-02T06:00:05Z</time>", 3),
        ("</nothing>", 2),
        ("<extensions><a></extensions>", 2),
        ("<!ELEMENT>", 2),
    ] {
        let text = track(&format!("<trkseg>{}{inside}{}</trkseg>", at(0), at(9)));
        let activity = activity(text);
        assert_eq!(activity.samples.len(), points, "{inside}");
        assert_eq!(kinds(&activity), [DiagnosticKind::Damaged], "{inside}");
    }

    let twice = activity(point("").repeat(2));
    assert_eq!(twice.samples.len(), 2);
    assert_eq!(kinds(&twice), [DiagnosticKind::Damaged]);
    let padded = activity(point("") + "\n\0\0\0");
    assert!(padded.diagnostics.is_empty());
    let trailing = activity(point("") + "\nmore");
    assert_eq!(kinds(&trailing), [DiagnosticKind::Damaged]);
}

#[test]
fn ampersands_and_entities() {
    for (name, title) in [
        ("Tom & Jerry", "Tom & Jerry"),
        ("R&D; run", "R&D; run"),
        ("&undefined;", "&undefined;"),
        ("&#xD800;&#0;x", "&#xD800;&#0;x"),
        ("a & <b>bold</b>", "a &"),
    ] {
        let text = track(&format!("<name>{name}</name><trkseg>{}</trkseg>", at(0)));
        assert_eq!(activity(text).labels.title.as_deref(), Some(title), "{name}");
    }
}

#[test]
fn entities_of_plain_text_are_read() {
    let text = "<!DOCTYPE gpx [<!ENTITY height '42'><!ENTITY place \"the park\">]>".to_owned()
        + &point("<ele>&height;.5</ele>").replace("<trk>", "<trk><name>To &place;</name>");
    let activity = activity(text);
    assert_eq!(activity.samples.at(0).altitude_m, Some(42.5));
    assert_eq!(activity.labels.title.as_deref(), Some("To the park"));
    assert!(activity.diagnostics.is_empty());
}

#[test]
fn entities_made_of_others_or_from_elsewhere_are_not() {
    let mut text = String::from("<?xml version='1.0'?><!DOCTYPE gpx [<!ENTITY a0 'ha'>");
    for level in 1..60 {
        let before = level - 1;
        write!(text, "<!ENTITY a{level} '&a{before};&a{before};'>").unwrap();
    }
    text += "<!ENTITY x SYSTEM 'file:///etc/passwd'>]>";
    text += &point("<ele>&a1;</ele>").replace("<trk>", "<trk><name>&a59; &x;</name>");
    let activity = activity(&text);
    assert_eq!(activity.labels.title.as_deref(), Some("&a59; &x;"));
    assert_eq!(activity.samples.at(0).altitude_m, None);
}

#[test]
fn deep_nesting_is_left_out() {
    let levels = 80_000;
    let nested = format!("{}{}", "<a>".repeat(levels), "</a>".repeat(levels));
    let text = track(&format!("<trkseg>{}{nested}{}</trkseg>", at(0), at(1)));
    let closed = activity(&text);
    assert_eq!(closed.samples.len(), 2);
    assert_eq!(kinds(&closed), [DiagnosticKind::LimitReached]);
    let unclosed = track(&format!("<trkseg>{}{}", at(0), "<a>".repeat(levels)));
    assert_eq!(activity(&unclosed).samples.len(), 1);
    let error = read_bytes(format!("<gpx>{nested}").as_bytes(), &Limits::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);
}

#[test]
fn limits_keep_what_precedes_them() {
    let text = track(&format!("<trkseg>{}{}{}</trkseg>", at(0), at(1), at(2)));
    let limits = Limits::default().with_samples(2);
    let contents = read_bytes(text.as_bytes(), &limits).unwrap();
    assert_eq!(contents.activities[0].samples.len(), 2);
    assert_eq!(kinds(&contents.activities[0]), [DiagnosticKind::LimitReached]);
}
