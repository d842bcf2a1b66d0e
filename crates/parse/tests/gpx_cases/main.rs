//! Small GPX files written by hand, each with one oddity and its expected values.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

#[path = "../common/mod.rs"]
mod common;

mod markup;
mod sessions;
mod values;

use recoup_model::Activity;
use recoup_parse::FileContents;

/// 2026-03-02T06:00:00Z.
const START_MS: i64 = 1_772_431_200_000;

fn read(text: impl AsRef<[u8]>) -> FileContents {
    common::read(text.as_ref())
}

fn activity(text: impl AsRef<[u8]>) -> Activity {
    common::only(text.as_ref())
}

/// Returns a file with one track that contains `inside`.
fn track(inside: &str) -> String {
    format!("<gpx version='1.1' creator='t'><trk>{inside}</trk></gpx>")
}

/// Returns a file with one point that contains `inside` behind its time.
fn point(inside: &str) -> String {
    track(&format!(
        "<trkseg><trkpt lat='59.9' lon='10.7'><time>2026-03-02T06:00:00Z</time>{inside}</trkpt>\
         </trkseg>"
    ))
}

/// Returns a point at this second.
fn at(second: u32) -> String {
    format!("<trkpt lat='59.9' lon='10.7'><time>2026-03-02T06:00:{second:02}Z</time></trkpt>")
}
