//! ZIP archives, read where they lie.
//!
//! Strava and Garmin send one archive with everything, Garmin's with more archives inside. Members
//! are listed by the archive's directory and unpacked one at a time, in memory, by whoever reads
//! them; an archive inside another is read in place if it was stored as it is, and expanded into
//! memory if it was compressed. Nothing is written to the disk.
//!
//! The directory is read by rawzip, which leaves all else to its caller: it needs no memory per
//! member, reads from many threads, and of two members of one name loses none.

mod list;
mod rescue;
mod store;

use crate::container::{Damaged, most_bytes, read_some_of};
use crate::discover::{DELETED, is_deleted};
use crate::{Aside, Error, ErrorKind, Format, Found, Limits};
use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use rawzip::RangeReader;
use recoup_model::{Diagnostic, DiagnosticKind, Position};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Shelf, Store};

/// Bytes of a member that are read from the disk at once.
const BUFFER_BYTES: u64 = 64 << 10;

/// Formats that are ZIP archives and no exports, by the ends of their names.
const DOCUMENTS: [&str; 12] =
    ["apk", "docx", "epub", "jar", "kmz", "numbers", "odp", "ods", "odt", "pages", "pptx", "xlsx"];

/// How a member is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Method {
    Stored,
    Deflated,
    Encrypted,
    Other(u16),
}

impl Method {
    fn of(number: u16, is_encrypted: bool) -> Self {
        match number {
            _ if is_encrypted => Self::Encrypted,
            0 => Self::Stored,
            8 => Self::Deflated,
            other => Self::Other(other),
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stored => f.write_str("stored"),
            Self::Deflated => f.write_str("Deflate"),
            Self::Encrypted => f.write_str("encryption"),
            Self::Other(9) => f.write_str("Deflate64"),
            Self::Other(12) => f.write_str("bzip2"),
            Self::Other(14) => f.write_str("LZMA"),
            Self::Other(93) => f.write_str("Zstandard"),
            Self::Other(95) => f.write_str("XZ"),
            Self::Other(number) => write!(f, "method {number}"),
        }
    }
}

/// A member of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    name: String,
    /// Where its own header stands.
    at: u64,
    method: Method,
    packed_bytes: u64,
    /// How long it is and its checksum, where the archive says so.
    bytes: Option<u64>,
    crc: Option<u32>,
    /// Whether the archive ends within it.
    is_cut: bool,
    /// Why it is not read.
    flaw: Option<String>,
}

impl Entry {
    /// Where it ends in the archive at the earliest.
    fn end(&self) -> u64 {
        self.at.saturating_add(rescue::HEADER_BYTES as u64).saturating_add(self.packed_bytes)
    }
}

/// The members of an archive and of those inside it, and what is wrong with it.
///
/// It can be kept and used again as long as the archive does not change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    entries: Vec<Entry>,
    /// The archives among the entries, by their places.
    inner: BTreeMap<usize, Listing>,
    damage: Option<String>,
}

impl Listing {
    /// The number of files in it, those in archives inside it not counted.
    #[must_use]
    pub fn files(&self) -> usize {
        self.entries.len()
    }
}

/// Looks into archives, and keeps the last ones open.
///
/// ```
/// use recoup_parse::{Archives, Found, Limits};
/// # use std::io::Write;
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("export.zip");
/// # let mut zip = zip::ZipWriter::new(std::fs::File::create(&path)?);
/// # zip.start_file("activities/1.gpx", zip::write::SimpleFileOptions::default())?;
/// # zip.write_all(b"<gpx version='1.1'><trk><type>running</type><trkseg>
/// #     <trkpt lat='59.9' lon='10.7'><time>2026-03-02T06:00:00Z</time></trkpt>
/// #   </trkseg></trk></gpx>")?;
/// # zip.finish()?;
/// let (archives, limits) = (Archives::default(), Limits::default());
/// let found = Found::file(&path, "export.zip");
/// let listing = archives.list(&found, &limits)?.expect("it is an archive");
/// let members = archives.members(&found, &listing);
/// assert_eq!(members[0].name, "export.zip!/activities/1.gpx");
/// assert_eq!(members[0].read(&limits)?.activities.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct Archives {
    opened: Arc<Shelf>,
}

impl Archives {
    /// Lists the members of an archive; [`None`] for what is none.
    ///
    /// # Errors
    ///
    /// If the archive cannot be read, or has more members than the limits allow.
    pub fn list(&self, found: &Found, limits: &Limits) -> Result<Option<Listing>, Error> {
        if found.error.is_some() || found.aside.is_some() {
            return Ok(None);
        }
        let extension = Path::new(&found.name).extension().map(OsStr::to_ascii_lowercase);
        if DOCUMENTS.iter().any(|end| extension.as_ref().is_some_and(|own| own == end)) {
            return Ok(None);
        }
        let archive = self.archive(found);
        let store = archive.store(limits)?;
        let is_called_so = extension.is_some_and(|own| own == "zip");
        if !list::is_archive(&store, is_called_so)? {
            return Ok(None);
        }
        self.list_store(&archive, &store, limits, 1).map(Some)
    }

    fn list_store(
        &self,
        archive: &Arc<Archive>,
        store: &Store,
        limits: &Limits,
        depth: usize,
    ) -> Result<Listing, Error> {
        let list::Listed { mut entries, damage, .. } = list::list(store, limits)?;
        let mut inner = BTreeMap::new();
        for (place, entry) in entries.iter_mut().enumerate() {
            if !is_called_archive(&entry.name) || entry.flaw.is_some() {
                continue;
            }
            if depth >= limits.archive_depth {
                let levels = limits.archive_depth;
                entry.flaw = Some(format!("an archive within {levels} archives: unpack the outer"));
                continue;
            }
            let inside = self.inside(archive, entry);
            let listing = inside.store(limits).and_then(|store| {
                let is_archive = list::is_archive(&store, true)?;
                is_archive.then(|| self.list_store(&inside, &store, limits, depth + 1)).transpose()
            });
            match listing {
                Ok(Some(listing)) => {
                    inner.insert(place, listing);
                }
                // Called so, and something else.
                Ok(None) => {}
                // Another time it may be read.
                Err(error) if error.kind() == ErrorKind::Io => return Err(error),
                Err(error) => entry.flaw = Some(error.to_string()),
            }
        }
        Ok(Listing { entries, inner, damage })
    }

    /// The archive that was found and its members, those of archives inside it after these, in the
    /// order in which it lists them.
    #[must_use]
    pub fn members(&self, found: &Found, listing: &Listing) -> Vec<Found> {
        let mut members = Vec::new();
        self.add_members(&self.archive(found), found, listing, &mut members);
        members
    }

    fn add_members(
        &self,
        archive: &Arc<Archive>,
        found: &Found,
        listing: &Listing,
        members: &mut Vec<Found>,
    ) {
        for (place, entry) in listing.entries.iter().enumerate() {
            let member = Member { archive: Arc::clone(archive), entry: entry.clone() };
            let mut inside = Found::member(found, member, &entry.name);
            if let Some(inner) = listing.inner.get(&place) {
                inside.set_listed(inner);
                let archive = self.inside(archive, entry);
                let at = members.len();
                self.add_members(&archive, &inside, inner, members);
                members.insert(at, inside);
            } else {
                if let Some(flaw) = &entry.flaw {
                    let error = Error::new(ErrorKind::Unsupported, flaw.clone());
                    let is_archive = is_called_archive(&entry.name);
                    let format = if is_archive { Format::Zip } else { Format::Other };
                    inside.error = Some(error.in_format(format));
                }
                members.push(inside);
            }
        }
    }

    fn archive(&self, found: &Found) -> Arc<Archive> {
        let origin = match &found.content {
            Content::File => Origin::File(found.path.clone()),
            Content::Bytes(bytes) => Origin::Bytes(Arc::clone(bytes)),
            Content::Member(member) => Origin::Member(member.clone()),
        };
        self.of(origin)
    }

    fn of(&self, origin: Origin) -> Arc<Archive> {
        let opened = Arc::clone(&self.opened);
        Arc::new(Archive { origin, number: opened.next_number(), opened })
    }

    fn inside(&self, archive: &Arc<Archive>, entry: &Entry) -> Arc<Archive> {
        let member = Member { archive: Arc::clone(archive), entry: entry.clone() };
        self.of(Origin::Member(member))
    }
}

/// What a file that was found is made of.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    /// A file on the disk.
    File,
    /// Bytes that were given.
    Bytes(Arc<[u8]>),
    /// A member of an archive.
    Member(Member),
}

/// An archive, opened when it is needed.
#[derive(Debug)]
struct Archive {
    origin: Origin,
    number: usize,
    opened: Arc<Shelf>,
}

#[derive(Debug)]
enum Origin {
    File(PathBuf),
    Bytes(Arc<[u8]>),
    Member(Member),
}

impl Archive {
    fn store(&self, limits: &Limits) -> Result<Arc<Store>, Error> {
        self.opened.take(self.number, || {
            Ok(Arc::new(match &self.origin {
                Origin::File(path) => Store::open(path)?,
                Origin::Bytes(bytes) => Store::Bytes(Arc::clone(bytes)),
                Origin::Member(member) => member.store(limits)?,
            }))
        })
    }
}

/// A member of an archive.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    archive: Arc<Archive>,
    entry: Entry,
}

impl Member {
    /// Its length, or that of its packed bytes where the archive does not say.
    pub(crate) fn bytes(&self) -> u64 {
        self.entry.bytes.unwrap_or(self.entry.packed_bytes)
    }

    /// What tells it apart from other members of the archive and from what it was before.
    pub(crate) fn identity(&self) -> String {
        let Entry { name, at, packed_bytes, bytes, crc, .. } = &self.entry;
        format!("{name}\0{at}\0{packed_bytes}\0{bytes:?}\0{crc:?}")
    }

    /// The store that it is in, and where its packed bytes begin there.
    fn place(&self, limits: &Limits) -> Result<(Arc<Store>, u64), Error> {
        let store = self.archive.store(limits)?;
        let header = rescue::LocalHeader::at(&store, self.entry.at).ok_or_else(|| {
            let message = "the archive has no such member where its list says";
            Error::at(ErrorKind::Malformed, Position::Byte(self.entry.at), message)
        })?;
        let start = self.entry.at + header.len();
        Ok((store, start))
    }

    /// Begins to read it.
    pub(crate) fn open(&self, limits: &Limits) -> Result<MemberReader<'_>, Error> {
        let (store, start) = self.place(limits)?;
        let packed_bytes = self.entry.packed_bytes;
        let range = RangeReader::new(store, start..start.saturating_add(packed_bytes));
        let capacity = packed_bytes.clamp(1, BUFFER_BYTES) as usize;
        let packed = BufReader::with_capacity(capacity, range);
        let inner: Box<dyn Read> = match self.entry.method {
            Method::Stored => Box::new(packed),
            Method::Deflated => Box::new(DeflateDecoder::new(packed)),
            Method::Encrypted => {
                let message = "it is encrypted: unpack the archive with its password";
                return Err(Error::new(ErrorKind::Unsupported, message));
            }
            Method::Other(_) => {
                let message = format!(
                    "it is packed by {}, which is not read: unpack the archive",
                    self.entry.method
                );
                return Err(Error::new(ErrorKind::Unsupported, message));
            }
        };
        let most = most_bytes(packed_bytes, limits);
        Ok(MemberReader { inner, bytes: Vec::new(), most, entry: &self.entry })
    }

    /// Its bytes as an archive's.
    fn store(&self, limits: &Limits) -> Result<Store, Error> {
        if self.entry.method == Method::Stored {
            let (of, start) = self.place(limits)?;
            return Ok(Store::Part { of, start, len: self.entry.packed_bytes });
        }
        // Up to where it is damaged: its members are looked for there.
        let Damaged { bytes, .. } = self.open(limits)?.read()?;
        Ok(Store::Expanded(bytes))
    }
}

/// A member that is being read, and its bytes as far as they were.
pub(crate) struct MemberReader<'a> {
    inner: Box<dyn Read>,
    bytes: Vec<u8>,
    most: u64,
    entry: &'a Entry,
}

impl MemberReader<'_> {
    /// The first bytes, so many or all that can be read of them.
    pub(crate) fn head(&mut self, len: usize) -> &[u8] {
        // What is wrong with it comes up again when it is read.
        let _ = read_some_of(&mut self.inner, &mut self.bytes, len as u64);
        &self.bytes
    }

    /// All bytes, up to where they are damaged.
    pub(crate) fn read(mut self) -> Result<Damaged, Error> {
        let room = self.entry.bytes.unwrap_or(0).min(self.most) as usize;
        self.bytes.reserve_exact(room.saturating_sub(self.bytes.len()).saturating_add(1));
        let result = read_some_of(&mut self.inner, &mut self.bytes, self.most.saturating_add(1));
        let read_bytes = self.bytes.len() as u64;
        if read_bytes > self.most {
            let message = format!("it expands to more than {} bytes", self.most);
            return Err(Error::new(ErrorKind::LimitExceeded, message));
        }
        let (kind, message) = match result {
            Err(error) if error.raw_os_error().is_some() => {
                return Err(Error::io("the archive cannot be read", error));
            }
            Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
                let message = format!("the archive is damaged within this file: {error}");
                (DiagnosticKind::Damaged, message)
            }
            Ok(()) if !self.entry.is_cut && self.has_checksum() => {
                return Ok(Damaged { bytes: self.bytes, damage: None });
            }
            // What was stored ends without a word.
            Ok(())
                if !self.entry.is_cut && self.entry.bytes.is_none_or(|len| read_bytes >= len) =>
            {
                let message = "the archive's checksum of this file is wrong";
                (DiagnosticKind::BadCrc, message.to_owned())
            }
            Ok(()) | Err(_) => {
                let message = "the archive is cut within this file";
                (DiagnosticKind::Truncated, message.to_owned())
            }
        };
        let damage = Some(Diagnostic::at(kind, Position::Byte(read_bytes), message));
        Ok(Damaged { bytes: self.bytes, damage })
    }

    /// Whether the bytes are those of which the archive holds the checksum, if it does.
    fn has_checksum(&self) -> bool {
        let mut crc = Crc::new();
        crc.update(&self.bytes);
        self.entry.crc.is_none_or(|named| named == crc.sum())
    }
}

/// The characters above ASCII in the encoding that a name has which is not said to be UTF-8.
const CODE_PAGE_437: &str = "\
ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// A number with what is counted.
fn counted(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

/// Whether a member is looked into: to ask each for its first bytes would be to unpack it.
fn is_called_archive(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".zip")
}

/// A member's name with `/` between the parts, U+FFFD for what is not Unicode or would control a
/// terminal, and without what leads nowhere.
fn name(raw: &[u8], is_utf_8: bool) -> String {
    let text = match str::from_utf8(raw) {
        Ok(text) => text.to_owned(),
        Err(_) if is_utf_8 => String::from_utf8_lossy(raw).into_owned(),
        // macOS writes UTF-8 and does not say so; Windows writes this.
        Err(_) => {
            let upper: Vec<char> = CODE_PAGE_437.chars().collect();
            let character = |&byte: &u8| match byte.checked_sub(0x80) {
                Some(place) => upper.get(usize::from(place)).copied().unwrap_or('\u{fffd}'),
                None => char::from(byte),
            };
            raw.iter().map(character).collect()
        }
    };
    let text = text.replace('\\', "/").replace(char::is_control, "\u{fffd}");
    let parts: Vec<&str> = text.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    parts.join("/")
}

impl Found {
    fn member(archive: &Self, member: Member, name: &str) -> Self {
        Self {
            path: archive.path.clone(),
            name: format!("{}!/{name}", archive.name),
            error: None,
            aside: is_deleted(name)
                .then(|| Aside { format: Format::Other, why: DELETED.to_owned() }),
            content: Content::Member(member),
            inside: format!("{}!/{name}", archive.inside),
        }
    }

    /// Takes note that it is an archive, which is not read like a file.
    pub fn set_listed(&mut self, listing: &Listing) {
        if let Some(damage) = &listing.damage {
            self.error =
                Some(Error::new(ErrorKind::Malformed, damage.clone()).in_format(Format::Zip));
        } else {
            let files = counted(listing.files(), "file", "files");
            let why = format!("a ZIP archive of {files}");
            self.aside = Some(Aside { format: Format::Zip, why });
        }
    }
}
