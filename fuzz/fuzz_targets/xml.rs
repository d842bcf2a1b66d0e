//! Reads the bytes as they are, and checks what holds of whatever was read.

#![no_main]

#[path = "../../crates/parse/tests/mutated/sound.rs"]
mod sound;

use libfuzzer_sys::fuzz_target;
use recoup_parse::{Format, Limits, read_bytes};

fuzz_target!(|bytes: &[u8]| {
    // The other formats have a target of their own.
    if let Format::Gpx | Format::Tcx = Format::of(bytes)
        && let Ok(contents) = read_bytes(bytes, &Limits::default())
    {
        sound::check(&contents);
    }
});
