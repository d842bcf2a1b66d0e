//! Odd archives, compared with the findings of other readers.

use crate::{content, look_into};
use recoup_parse::{FoundFile, Limits};
use recoup_testkit::odd_zips::{self, Content, OddZip};

#[test]
fn of_odd_zips_all_that_another_reader_finds_is_read() {
    let zips = odd_zips::all();
    // Only the archive's local headers are usable. Other readers find an end record in its comment.
    for OddZip { name, bytes, opens, members } in
        zips.iter().filter(|zip| zip.name != "end-in-comment")
    {
        let (archive, ours) = look_into(bytes, &Limits::default());
        assert_eq!(archive.error.is_none(), *opens, "{name}: {:?}", archive.error);
        let said = members.iter().filter(|member| !member.name.ends_with(b"/"));
        let is_own = |found: &&FoundFile| found.name.matches("!/").count() == 1;
        let ours: Vec<&FoundFile> = ours.iter().filter(is_own).collect();
        assert_eq!(ours.len(), said.clone().count(), "{name}");
        for (found, said) in ours.into_iter().zip(said) {
            let read = content(found);
            let is_fit = |bytes: &[u8]| bytes.get(8..12) == Some(b".FIT");
            match &said.content {
                Content::Whole(bytes) if is_fit(bytes) => {
                    assert!(read.as_ref() == Some(bytes), "{name}: {}", found.name);
                }
                // The first bytes of a note or a picture show that the file is not an activity.
                Content::Whole(_) => assert!(found.load(&Limits::default()).is_ok(), "{name}"),
                Content::Disputed(bytes) => {
                    assert!(read.as_ref().is_none_or(|read| read == bytes), "{name}");
                }
                // The content is complete by its checksum. Only the stated length is too small.
                Content::Lost if *name == "size-too-small" => {
                    assert!(read.is_some_and(|read| is_fit(&read)));
                }
                Content::Lost => assert_eq!(read, None, "{name}: {}", found.name),
            }
        }
    }
}

#[test]
fn what_is_lost_is_said_with_its_cause() {
    let zips = odd_zips::all();
    let said = |name: &str| {
        let zip = zips.iter().find(|zip| zip.name == name).unwrap();
        let (archive, members) = look_into(&zip.bytes, &Limits::default());
        let second = &members[1];
        let shown = match (&second.error, second.read(&Limits::default())) {
            (Some(error), _) => error.to_string(),
            (None, Err(error)) => error.to_string(),
            (None, Ok(contents)) => {
                let activities = contents.activities.iter();
                let notes = activities.flat_map(|activity| &activity.diagnostics);
                notes.map(ToString::to_string).next_back().unwrap_or_default()
            }
        };
        (archive.error.map(|error| error.to_string()).unwrap_or_default(), shown)
    };
    let cut = "the archive is cut: its file list is missing; 2 files are found without it; \
               download or copy the archive again for the rest";
    for (name, archive, member) in [
        ("cut", cut, "byte 6723: the archive is cut within this file"),
        ("cut-stored-streamed", cut, "byte 6547: the archive is cut within this file"),
        ("encrypted", "", "encrypted; unpack the archive with its password first"),
        ("bzip2", "", "unsupported compression method bzip2; unpack the archive first"),
        ("wrong-checksum", "", "byte 8046: the archive's checksum of this file is wrong"),
        ("damaged-stored", "", "byte 8046: the archive's checksum of this file is wrong"),
        ("whole", "", ""),
    ] {
        assert_eq!(said(name), (archive.to_owned(), member.to_owned()), "{name}");
    }
}

#[test]
fn an_end_within_the_comment_hides_no_run() {
    let zips = odd_zips::all();
    let zip = zips.iter().find(|zip| zip.name == "end-in-comment").unwrap();
    let (_, members) = look_into(&zip.bytes, &Limits::default());
    assert_eq!(members.iter().filter_map(content).count(), 3);
}

#[test]
fn names_are_read_as_they_were_meant() {
    let zips = odd_zips::all();
    let names = |name: &str| {
        let zip = zips.iter().find(|zip| zip.name == name).unwrap();
        let (_, members) = look_into(&zip.bytes, &Limits::default());
        members.into_iter().map(|found| found.name).collect::<Vec<_>>()
    };
    assert_eq!(
        names("names-cp437"),
        ["x.zip!/Früh.fit", "x.zip!/Åsen.fit", "x.zip!/½ Maraton.fit"]
    );
    assert_eq!(names("names-utf-8-unmarked")[2], "x.zip!/走る/🏃.fit");
    assert_eq!(names("names-with-backslashes")[1], "x.zip!/runs/march/2.fit");
    assert_eq!(names("names-absolute")[0], "x.zip!/etc/1.fit");
    assert_eq!(names("names-with-controls")[1], "x.zip!/\u{1b}[31m2.fit");
}
