//! Limits, bombs and damage.

use crate::look_into;
use recoup_parse::{Archives, ErrorKind, FoundFile, Limits};
use recoup_testkit::export::Export;
use recoup_testkit::odd_zips;
use recoup_testkit::{Seeded, fit, runs};

#[test]
fn limits_hold_within_archives() {
    let (_, members) = look_into(&odd_zips::bomb(64 << 20), &Limits::default());
    for found in &members {
        // A few zeros are enough to recognize that the file is no activity.
        assert!(found.load(&Limits::default()).is_ok_and(|loaded| loaded.bytes().is_none()));
    }
    // Endless GPX file.
    let endless = [b"<gpx><trk><trkseg>".to_vec(), vec![b' '; 8 << 20]].concat();
    let export = Export::new().file("endless.gpx", endless);
    let (_, members) = look_into(&export.pack(), &Limits::default());
    let limits = Limits::default().with_expansion_ratio(100);
    let error = members[0].read(&limits).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);
    let few = Limits::default().with_archive_members(2);
    let (archive, members) = look_into(&odd_zips::many(3), &few);
    assert_eq!(members.len(), 2);
    let said = archive.error.unwrap().to_string();
    assert!(said.contains("over the limit of 2 members"), "{said}");
    assert!(said.contains("archive_members"), "{said}");
}

#[test]
fn damage_anywhere_is_no_panic_and_costs_little() {
    let export = Export::new()
        .file("1.fit", fit::encode(&runs::recovery(1_772_000_000, 5)))
        .zip("in.zip", Export::new().file("2.fit", fit::encode(&runs::recovery(1_773_000_000, 5))))
        .stored_zip("stored.zip", Export::new().file("3.txt", "a note").streamed())
        .streamed();
    let whole = export.pack();
    let mut random = Seeded::new(11);
    for turn in 0..1500 {
        let mut bytes = whole.clone();
        match turn % 3 {
            0 => bytes.truncate(random.below(whole.len())),
            1 => {
                let at = random.below(whole.len());
                bytes.drain(at..whole.len().min(at + random.below(300)));
            }
            _ => {}
        }
        for _ in 0..random.below(8) {
            if !bytes.is_empty() {
                let at = random.below(bytes.len());
                bytes[at] = [0, 0xff, b'P', random.below(256) as u8][random.below(4)];
            }
        }
        let archives = Archives::default();
        let found = FoundFile::bytes("x.zip", &bytes);
        let Ok(Some(listing)) = archives.list(&found, &Limits::default()) else { continue };
        let members = archives.members(&found, &listing);
        assert!(members.len() < 50, "turn {turn}");
        for member in members {
            let _ = member.read(&Limits::default());
            let _ = member.peek();
        }
    }
}
