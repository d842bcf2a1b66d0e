//! Reads the bytes as an athlete file and as a list of athletes. An accepted file must be valid.

#![no_main]

use libfuzzer_sys::fuzz_target;
use recoup::Athlete;
use recoup::analysis::RosterFile;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(athlete) = Athlete::from_toml(text) {
        assert_eq!(athlete.check(), Ok(()));
    }
    if let Ok(roster) = RosterFile::from_toml(text) {
        let folders = roster.athletes.iter().flat_map(|athlete| &athlete.folders);
        assert!(folders.into_iter().all(|folder| folder.path.is_relative()));
    }
});
