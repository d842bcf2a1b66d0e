//! Reads the bytes as GPX or TCX, and checks the invariants of the result.

#![no_main]

#[path = "../../crates/parse/tests/mutated/sound.rs"]
mod sound;

use libfuzzer_sys::fuzz_target;
use recoup_parse::{Format, Limits, read_bytes};

fuzz_target!(|bytes: &[u8]| {
    // Other formats have their own target.
    if let Format::Gpx | Format::Tcx = Format::detect(bytes)
        && let Ok(contents) = read_bytes(bytes, &Limits::default())
    {
        sound::check(&contents);
    }
});
