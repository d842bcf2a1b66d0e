//! Zips that are odd or broken, each in one way, with the expected content.
//!
//! Services, disks and downloads damage zips, and people and programs make strange ones. An oddity
//! of one member is put between two sound members, so that a test can require a reader to lose no
//! more than the odd member.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{DateTime, System, ZipWriter};

use crate::raw_zip::{BZIP2, DEFLATE64, ENCRYPTED, Member, RawZip, UTF8};
use crate::run::Recording;
use crate::{apple_double, fit, never_fails, runs};

/// Zip with one oddity.
#[derive(Debug, Clone)]
pub struct OddZip {
    /// Name of the oddity.
    pub name: &'static str,
    /// Bytes of the zip.
    pub bytes: Vec<u8>,
    /// Whether the zip opens for readers that begin at the end, like all readers without repair.
    pub opens: bool,
    /// Members in the order of the central directory. If the zip does not open, the members whose
    /// local headers exist.
    pub members: Vec<Found>,
}

/// Expected member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Raw name in the archive.
    pub name: Vec<u8>,
    /// Expected content.
    pub content: Content,
}

/// Expected content of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Sound content: every reader returns it.
    Whole(Vec<u8>),
    /// Sound data with wrong metadata: some readers return the content, some refuse it.
    Disputed(Vec<u8>),
    /// Lost content: no reader returns it, or it fails its check.
    Lost,
}

impl Content {
    /// Returns the original content; [`None`] if it is lost.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Whole(bytes) | Self::Disputed(bytes) => Some(bytes),
            Self::Lost => None,
        }
    }
}

/// Returns all zips. Each has the name of its oddity.
///
/// ```
/// let zips = recoup_testkit::odd_zips::all();
/// let cut = zips.iter().find(|zip| zip.name == "cut").unwrap();
/// assert!(!cut.opens);
/// assert_eq!(cut.members.len(), 2, "one whole, one cut, and the third is lost");
/// ```
#[must_use]
pub fn all() -> Vec<OddZip> {
    let runs = Runs::new();
    let mut zips = ends(&runs);
    zips.extend(names(&runs));
    zips.extend(members(&runs));
    zips.extend(sizes(&runs));
    zips.extend(leftovers(&runs));
    zips
}

/// Returns a zip of one member with `zeros` zeros. The zip has about a thousandth of their size.
///
/// ```
/// let bytes = recoup_testkit::odd_zips::bomb(1 << 20);
/// assert!(bytes.len() < 2000);
/// ```
#[must_use]
pub fn bomb(zeros: usize) -> Vec<u8> {
    RawZip::new().member(Member::deflated("zeros.fit", &vec![0; zeros])).to_bytes()
}

/// Returns a zip of `members` members of a few bytes each: `0.txt`, `1.txt`, … From 65,536 members
/// on, their number does not fit into the ordinary end record.
///
/// ```
/// let bytes = recoup_testkit::odd_zips::many(70_000);
/// assert!(bytes.windows(4).rev().any(|bytes| bytes == b"PK\x06\x06"));
/// ```
#[must_use]
pub fn many(members: usize) -> Vec<u8> {
    let member = |index| Member::stored(format!("{index}.txt"), b"no run");
    RawZip::new().members((0..members).map(member)).to_bytes()
}

/// Files of three runs of 20 minutes, a day apart.
struct Runs([Vec<u8>; 3]);

impl Runs {
    fn new() -> Self {
        let starts = ["2026-03-02", "2026-03-03", "2026-03-04"];
        Self(starts.map(|date| {
            let start = format!("{date}T06:30:12+01:00");
            fit::encode(&runs::recovery(start.as_str(), 20).recording(Recording::Smart))
        }))
    }

    /// Returns the three runs under these names.
    fn named(&self, names: [&str; 3]) -> Vec<Found> {
        names.iter().zip(&self.0).map(|(name, content)| whole(name, content)).collect()
    }

    /// Returns the three runs under the names that they have in most zips.
    fn whole(&self) -> Vec<Found> {
        self.named(["1.fit", "2.fit", "3.fit"])
    }

    /// Returns the three runs as members.
    fn members(&self) -> impl Iterator<Item = Member> {
        self.whole().into_iter().map(|found| member(&found))
    }

    /// Returns the second run as a member, for an oddity to be added.
    fn second(&self) -> Member {
        Member::deflated("2.fit", &self.0[1])
    }

    /// Returns a zip with `second` in the place of the second member.
    fn around(&self, second: Member) -> RawZip {
        let [first, _, third] = &self.0;
        RawZip::new()
            .member(Member::deflated("1.fit", first))
            .member(second)
            .member(Member::deflated("3.fit", third))
    }

    /// Returns a zip with a second member whose content is lost.
    fn without_second(&self, name: &'static str, second: Member) -> OddZip {
        let mut members = self.whole();
        members[1].content = Content::Lost;
        odd(name, self.around(second).to_bytes(), members)
    }

    /// Returns a zip with a second member whose content is disputed.
    fn disputed_second(&self, name: &'static str, second: Member) -> OddZip {
        let mut members = self.whole();
        members[1].content = Content::Disputed(self.0[1].clone());
        odd(name, self.around(second).to_bytes(), members)
    }
}

fn whole(name: impl AsRef<[u8]>, content: &[u8]) -> Found {
    Found { name: name.as_ref().to_vec(), content: Content::Whole(content.to_vec()) }
}

fn member(found: &Found) -> Member {
    Member::deflated(&found.name, found.content.bytes().unwrap_or_default())
}

fn odd(name: &'static str, bytes: Vec<u8>, members: Vec<Found>) -> OddZip {
    OddZip { name, bytes, opens: true, members }
}

/// Returns a zip without its last part.
fn cut(name: &'static str, zip: &[u8], len: usize, members: Vec<Found>) -> OddZip {
    OddZip { name, bytes: zip[..len].to_vec(), opens: false, members }
}

/// Returns zips with an odd beginning or end.
fn ends(runs: &Runs) -> Vec<OddZip> {
    let three = || runs.whole();
    let zip = RawZip::new().members(runs.members());
    let streamed = RawZip::new().members(runs.members().map(Member::streamed));
    let stored = runs.whole().into_iter().map(|found| {
        Member::stored(found.name, found.content.bytes().unwrap_or_default()).streamed()
    });
    let stored = RawZip::new().members(stored).to_bytes();
    let (bytes, streamed_bytes) = (zip.to_bytes(), streamed.to_bytes());
    // The first 60 % of three members of about equal size hold the first and most of the second.
    let mut halved = three();
    halved.truncate(2);
    halved[1].content = Content::Lost;
    // Nothing marks the end of the data of a member that is neither compressed nor has a size in
    // its local header.
    let mut stored_halved = halved.clone();
    stored_halved[0].content = Content::Disputed(runs.0[0].clone());
    let cut_at = |bytes: &[u8]| bytes.len() * 3 / 5;
    let stub = [&b"MZ"[..], &[0x90; 510]].concat();
    vec![
        odd("whole", bytes.clone(), three()),
        odd("streamed", streamed_bytes.clone(), three()),
        odd("stored-streamed", stored.clone(), three()),
        odd("empty", RawZip::new().to_bytes(), Vec::new()),
        cut("cut", &bytes, cut_at(&bytes), halved.clone()),
        cut("cut-streamed", &streamed_bytes, cut_at(&streamed_bytes), halved),
        cut("cut-stored-streamed", &stored, cut_at(&stored), stored_halved),
        cut("cut-in-directory", &bytes, zip.directory_at() + 60, three()),
        cut("cut-before-directory", &bytes, zip.directory_at(), three()),
        cut("cut-in-end", &bytes, bytes.len() - 10, three()),
        odd("behind-stub", RawZip::behind(&stub).members(runs.members()).to_bytes(), three()),
        odd(
            "behind-counted-stub",
            RawZip::counting_from(&stub).members(runs.members()).to_bytes(),
            three(),
        ),
        odd("before-bytes", [&bytes[..], &[0; 100]].concat(), three()),
        odd(
            "comment",
            zip.clone().comment("Exported for Kari – thanks".as_bytes()).to_bytes(),
            three(),
        ),
        // Readers use the last end record. This record belongs to a zip without members, whose
        // comment is the rest.
        odd(
            "end-in-comment",
            zip.clone()
                .comment(&[&RawZip::new().to_bytes()[..20], &[3, 0], b"end"].concat())
                .to_bytes(),
            Vec::new(),
        ),
        odd("zip64", zip64(runs).to_bytes(), three()),
        odd("zip64-by-another-writer", zip64_by_another_writer(runs), three()),
    ]
}

fn zip64(runs: &Runs) -> RawZip {
    RawZip::new().members(runs.members().map(Member::zip64)).zip64()
}

/// Returns a zip by the `zip` crate, with members that are declared as possibly large.
fn zip64_by_another_writer(runs: &Runs) -> Vec<u8> {
    // System and time are fixed, because the machine and the clock would fill them in otherwise.
    let options = SimpleFileOptions::default()
        .large_file(true)
        .system(System::Unix)
        .last_modified_time(DateTime::DEFAULT);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in ["1.fit", "2.fit", "3.fit"].iter().zip(&runs.0) {
        never_fails(zip.start_file(*name, options));
        never_fails(zip.write_all(content));
    }
    never_fails(zip.finish()).into_inner()
}

/// Returns zips with odd names.
fn names(runs: &Runs) -> Vec<OddZip> {
    let [first, second, third] = &runs.0;
    let named = |name, flags, names: [&[u8]; 3]| {
        let found: Vec<Found> =
            names.iter().zip(&runs.0).map(|(name, content)| whole(name, content)).collect();
        let members = found.iter().map(|found| member(found).flags(flags));
        odd(name, RawZip::new().members(members).to_bytes(), found)
    };
    let long = [&b"a/".repeat(500)[..], b"run.fit"].concat();
    vec![
        odd(
            "same-name",
            RawZip::new()
                .members([first, second, third].map(|run| Member::deflated("run.fit", run)))
                .to_bytes(),
            runs.named(["run.fit", "run.fit", "run.fit"]),
        ),
        odd(
            "same-but-for-case",
            RawZip::new()
                .member(Member::deflated("run.fit", first))
                .member(Member::deflated("Run.FIT", second))
                .member(Member::deflated("RUN.fit", third))
                .to_bytes(),
            runs.named(["run.fit", "Run.FIT", "RUN.fit"]),
        ),
        // "Früh.fit", "Åsen.fit", "½ Maraton.fit".
        named("names-cp437", 0, [b"Fr\x81h.fit", b"\x8fsen.fit", b"\xab Maraton.fit"]),
        named("names-utf-8", UTF8, ["Früh.fit", "Åsen.fit", "走る/🏃.fit"].map(str::as_bytes)),
        named(
            "names-utf-8-unmarked",
            0,
            ["Früh.fit", "Åsen.fit", "走る/🏃.fit"].map(str::as_bytes),
        ),
        // All names are marked as UTF-8. They are Latin-1, cut within a character, and a surrogate.
        named("names-not-utf-8", UTF8, [b"Fr\xfch.fit", b"\xc3.fit", b"\xed\xa0\x80.fit"]),
        named("names-with-backslashes", 0, [b"runs\\1.fit", b"runs\\march\\2.fit", b"..\\3.fit"]),
        named("names-absolute", 0, [b"/etc/1.fit", b"C:\\runs\\2.fit", b"//server/runs/3.fit"]),
        named("names-leading-out", 0, [b"../1.fit", b"a/../../2.fit", b"a/./../3.fit"]),
        named("names-with-controls", 0, [b"1\n.fit", b"\x1b[31m2.fit", b"\r\x083\x7f.fit"]),
        named("name-with-zero", 0, [b"1.fit\0.txt", b"2.fit", b"3.fit"]),
        named("name-empty", 0, [b"", b"2.fit", b"3.fit"]),
        named("name-long", 0, [&long, b"2.fit", b"3.fit"]),
        odd(
            "folders",
            RawZip::new()
                .member(Member::folder("runs/"))
                .member(Member::deflated("runs/1.fit", first))
                .member(Member::folder("runs/empty.fit/"))
                .member(Member::deflated("other/2.fit", second))
                .to_bytes(),
            vec![
                whole("runs/", b""),
                whole("runs/1.fit", first),
                whole("runs/empty.fit/", b""),
                whole("other/2.fit", second),
            ],
        ),
    ]
}

/// Returns zips with odd data of one member.
fn members(runs: &Runs) -> Vec<OddZip> {
    let second = || runs.second();
    vec![
        runs.without_second("encrypted", second().flags(ENCRYPTED)),
        runs.without_second("bzip2", second().method(BZIP2)),
        runs.without_second("deflate64", second().method(DEFLATE64)),
        runs.without_second("unknown-method", second().method(0xFFFF)),
        runs.without_second("wrong-checksum", second().crc(0xDEAD_BEEF)),
        runs.without_second("damaged", second().damaged()),
        runs.without_second("damaged-stored", Member::stored("2.fit", &runs.0[1]).damaged()),
        runs.without_second("streamed-wrong-checksum", second().streamed().crc(0xDEAD_BEEF)),
    ]
}

/// Returns zips with odd sizes and offsets.
fn sizes(runs: &Runs) -> Vec<OddZip> {
    let len = runs.0[1].len() as u32;
    let second = || runs.second();
    let zeros = vec![0; 4 << 20];
    let mut with_zeros = runs.whole();
    with_zeros[1] = whole("2.fit", &zeros);
    let mut twice = runs.whole();
    // The name in the central directory differs from the name in the local header.
    let again = Content::Disputed(runs.0[1].clone());
    twice[2] = Found { name: b"2-again.fit".to_vec(), content: again };
    vec![
        runs.without_second("size-too-small", second().size(len - 10)),
        runs.disputed_second("size-too-large", second().size(len + 10)),
        runs.disputed_second("size-huge", second().size(u32::MAX - 1)),
        runs.without_second("packed-size-too-small", second().packed_size(100)),
        runs.disputed_second("packed-size-beyond-end", second().packed_size(0x7FFF_FFFF)),
        odd("zeros", runs.around(Member::deflated("2.fit", &zeros)).to_bytes(), with_zeros),
        odd(
            "shared-data",
            RawZip::new()
                .member(Member::deflated("1.fit", &runs.0[0]))
                .member(second())
                .again("2-again.fit")
                .to_bytes(),
            twice,
        ),
    ]
}

/// Returns zips with files that operating systems add, and with zips in the zip.
fn leftovers(runs: &Runs) -> Vec<OddZip> {
    let beside = |name, others: &[(&str, &[u8])]| {
        let mut found = runs.whole();
        found.extend(others.iter().map(|(name, content)| whole(name, content)));
        odd(name, RawZip::new().members(found.iter().map(member)).to_bytes(), found)
    };
    let inner = RawZip::new().members(runs.members()).to_bytes();
    vec![
        beside(
            "mac",
            &[
                (".DS_Store", b"\0\0\0\x01Bud1\0\0\x10\0"),
                ("__MACOSX/", b""),
                ("__MACOSX/._1.fit", &apple_double::bare()),
                ("__MACOSX/._2.fit", &apple_double::of_download()),
                ("._3.fit", &apple_double::bare()),
            ],
        ),
        beside(
            "windows",
            &[
                // Magic bytes of a compound file.
                ("Thumbs.db", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
                ("desktop.ini", b"[.ShellClassInfo]\r\nIconIndex=7\r\n"),
            ],
        ),
        beside("zip-cut-within", &[("cut.zip", &inner[..inner.len() * 3 / 5])]),
        beside("zip-empty-within", &[("empty.zip", &RawZip::new().to_bytes())]),
        beside("no-zip-within", &[("no.zip", b"no zip at all")]),
    ]
}
