//! Limits, bombs and damage.

use crate::look_into;
use recoup_parse::{Archives, ErrorKind, FoundFile, Limits};
use recoup_testkit::export::Export;
use recoup_testkit::odd_zips;
use recoup_testkit::raw_zip::{Member, RawZip};
use recoup_testkit::{Seeded, fit, runs};

#[test]
fn limits_hold_within_archives() {
    let (_, members) = look_into(&odd_zips::bomb(64 << 20), &Limits::default());
    for found in &members {
        // A few zeros are enough to recognize that the file is not an activity.
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

/// Ten thousand members are always allowed. Each further member needs 256 bytes of the archive.
#[test]
fn the_members_of_a_tree_are_limited_by_the_bytes_of_the_outermost_archive() {
    let inner = odd_zips::many(12_000);
    let export = Export::new().file("one.zip", inner.clone()).file("two.zip", inner);
    let (_, members) = look_into(&export.pack(), &Limits::default());
    assert!((10_000..11_000).contains(&members.len()), "{}", members.len());
    let said = members.iter().filter_map(|member| member.error.as_ref()).map(ToString::to_string);
    let said: Vec<String> = said.collect();
    assert!(said.iter().any(|said| said.contains("archive_bytes_per_member")), "{said:?}");
}

/// A name of 65,000 bytes before each of 3,000 members would be 195 MB.
#[test]
fn the_names_of_a_tree_are_limited() {
    let folder = "n".repeat(65_000);
    let export = Export::new().file(&format!("{folder}.zip"), odd_zips::many(3_000));
    let (_, members) = look_into(&export.pack(), &Limits::default());
    let bytes: usize = members.iter().map(|member| member.name.len()).sum();
    assert!(bytes < 8 << 20, "{bytes}");
    assert!(members[0].name.ends_with("n.zip"), "the extension is kept");
}

/// 100 members of a megabyte of zeros each take 100 kB.
#[test]
fn the_members_of_an_archive_expand_to_a_limit_together() {
    let zeros = vec![b' '; 1 << 20];
    let bytes = (0..100).fold(Export::new(), |export, number| {
        export.file(&format!("{number}.gpx"), [b"<gpx>".as_slice(), &zeros].concat())
    });
    let (_, members) = look_into(&bytes.pack(), &Limits::default());
    let refused = members.iter().filter(|member| member.error.is_some()).count();
    // 64 MiB are always allowed.
    assert_eq!(refused, 37);
    let error = members[99].error.as_ref().unwrap().to_string();
    assert!(error.contains("67108864 bytes") && error.contains("expansion_ratio"), "{error}");
}

/// A member that states a length of 10 bytes is not expanded to a megabyte.
#[test]
fn a_member_is_not_longer_than_it_says() {
    let content = [b"<gpx>".to_vec(), vec![b' '; 1 << 20]].concat();
    let member = Member::deflated("1.gpx", &content).size(10);
    let (_, members) = look_into(&RawZip::new().member(member).to_bytes(), &Limits::default());
    let loaded = members[0].load(&Limits::default()).unwrap();
    assert!(loaded.bytes().unwrap().len() < 100_000);
    let error = loaded.contents(&Limits::default()).unwrap_err();
    assert!(error.to_string().contains("longer than the archive says"), "{error}");
}

/// Each of 200 headers of a cut archive begins a stream that expands to 16 MB.
#[test]
fn the_rescue_of_a_cut_archive_expands_to_a_limit() {
    let zeros = Member::deflated("0.fit", &vec![0; 16 << 20]).streamed();
    let whole = RawZip::new().members((0..200).map(|_| zeros.clone()));
    let bytes = whole.to_bytes();
    let cut = &bytes[..whole.directory_at() - 10];
    let (archive, members) = look_into(cut, &Limits::default());
    let said = archive.error.unwrap().to_string();
    assert!(said.contains("the archive is cut"), "{said}");
    assert!(said.contains("expansion_ratio"), "{said}");
    // The ratio allows 100 times the archive's 3.2 MB, which are 20 members of 16 MB.
    assert!((4..30).contains(&members.len()), "{}", members.len());
}

/// 40,000 headers that lead nowhere are found one after another.
#[test]
fn headers_without_content_are_found_once() {
    let bytes = odd_zips::many(40_000);
    let limits = Limits::default().with_archive_bytes_per_member(1);
    let cut = bytes.len() / 4;
    let (archive, members) = look_into(&bytes[..cut], &limits);
    assert!(archive.error.unwrap().to_string().contains("the archive is cut"));
    assert!((10_000..40_000).contains(&members.len()), "{}", members.len());
}
