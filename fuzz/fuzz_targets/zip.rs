//! Reads the bytes as a zip, reads all its members, and checks the invariants of the results.

#![no_main]

#[path = "../../crates/parse/tests/mutated/sound.rs"]
mod sound;

use libfuzzer_sys::fuzz_target;
use recoup_parse::{Archives, FoundFile, Limits};

fuzz_target!(|bytes: &[u8]| {
    let (archives, limits) = (Archives::default(), Limits::default());
    let found = FoundFile::bytes("x.zip", bytes);
    let Ok(Some(listing)) = archives.list(&found, &limits) else { return };
    for member in archives.members(&found, &listing) {
        if let Ok(contents) = member.read(&limits) {
            sound::check(&contents);
        }
    }
});
