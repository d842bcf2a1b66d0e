//! Reads the bytes as a file, and checks the invariants of the result.

#![no_main]

#[path = "../../crates/parse/tests/mutated/sound.rs"]
mod sound;

use libfuzzer_sys::fuzz_target;
use recoup_parse::{Limits, read_bytes};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(contents) = read_bytes(bytes, &Limits::default()) {
        sound::check(&contents);
    }
});
