//! Lists of members that do not fit their archive.

use crate::{content, look_into};
use recoup_parse::{FoundFile, Limits};
use recoup_testkit::export::Export;
use recoup_testkit::odd_zips;
use recoup_testkit::{fit, runs};

/// Returns an archive of three runs, and the offset of the second one.
fn three_runs() -> (Vec<u8>, usize) {
    let zip = odd_zips::all().into_iter().find(|zip| zip.name == "whole").unwrap();
    let header = b"PK\x03\x04";
    let places = zip.bytes.windows(4).enumerate().filter(|(_, bytes)| bytes == header);
    let second = places.map(|(at, _)| at).nth(1).unwrap();
    (zip.bytes, second)
}

fn names_and_wholes(bytes: &[u8]) -> (Option<String>, Vec<(String, bool)>) {
    let (archive, members) = look_into(bytes, &Limits::default());
    let member =
        |found: &FoundFile| (found.name["x.zip!/".len()..].to_owned(), content(found).is_some());
    let error = archive.error.map(|error| error.to_string());
    (error, members.iter().map(member).collect())
}

#[test]
fn a_list_that_does_not_fit_loses_no_member() {
    let (bytes, second) = three_runs();
    let whole = |name: &str| (name.to_owned(), true);
    // Bytes inside the second run are missing, or were inserted.
    let missing = [&bytes[..second + 100], &bytes[second + 200..]].concat();
    let grown = [&bytes[..second + 100], &[0; 50], &bytes[second + 100..]].concat();
    for bytes in [missing, grown] {
        let (error, members) = names_and_wholes(&bytes);
        assert!(error.unwrap().contains("its file list does not match"));
        let lost = ("2.fit".to_owned(), false);
        assert_eq!(members, [whole("1.fit"), lost, whole("3.fit")]);
    }
    // Two archives, one behind the other. The list at the end belongs to the second one.
    let other = Export::new().file("4.fit", fit::encode(&runs::recovery(1_772_000_000, 30))).pack();
    let (error, members) = names_and_wholes(&[bytes.clone(), other.clone()].concat());
    assert!(error.is_some());
    assert_eq!(members, ["1.fit", "2.fit", "3.fit", "4.fit"].map(whole));
    // Archive that is cut behind a nested archive. The list at the end belongs to the nested one.
    let outer = Export::new().file("1.fit", vec![1; 20_000]).stored_zip("in.zip", Export::new());
    let packed = outer.pack();
    let at = packed.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").unwrap();
    let (error, members) = names_and_wholes(&packed[..at]);
    assert!(error.unwrap().starts_with("the archive is "), "{members:?}");
    let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["1.fit", "in.zip"]);
    // A member that was removed from the list is gone, and nothing is wrong.
    let name = |at: usize| &bytes[at + 46..at + 51];
    let list = bytes.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    assert_eq!(name(list), b"1.fit");
    let entry = 46 + 5 + usize::from(bytes[list + 30]) + usize::from(bytes[list + 32]);
    let mut fewer = [&bytes[..list], &bytes[list + entry..]].concat();
    let end = fewer.len() - 22;
    let size = u32::from_le_bytes(fewer[end + 12..end + 16].try_into().unwrap());
    fewer[end + 8..end + 12].copy_from_slice(&[2, 0, 2, 0]);
    fewer[end + 12..end + 16].copy_from_slice(&(size - entry as u32).to_le_bytes());
    assert_eq!(names_and_wholes(&fewer), (None, vec![whole("2.fit"), whole("3.fit")]));
}
