//! A found file: on the disk, in an archive, or in memory.

use super::archive::listing::{Listing, counted};
use super::archive::member::Member;
use super::bin::{DELETED, is_deleted};
use super::peek;
use super::placeholder::{is_activity_name, not_downloaded};
use crate::bytes::file::OpenFile;
use crate::bytes::gzip;
use crate::bytes::source::ByteSource;
use crate::bytes::unpacked::Unpacked;
use crate::contents::{FileContents, Peek};
use crate::digest::digest;
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::formats::probe::ROOT_WITHIN_BYTES;
use crate::limits::Limits;
use crate::lists::ExportList;
use crate::read::{Recognized, describe_other, read_bytes, recognize, with_damage};
use recoup_model::Diagnostic;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fmt, fs};

/// Found file, or a path at which no file could be read.
#[derive(Debug)]
#[non_exhaustive]
pub struct FoundFile {
    /// Path of the file, or of the archive that contains it.
    pub path: PathBuf,
    /// Name in reports: the path below the searched folder, with `/` between the parts on every
    /// system. U+FFFD replaces characters that are not Unicode or control a terminal. The name of a
    /// member follows the name of its archive: `export.zip!/activities/1.fit.gz`.
    pub name: String,
    /// Reason why the file cannot be read, if it is known without opening the file.
    pub error: Option<Error>,
    /// Reason why the file is skipped, although nothing is wrong with it.
    pub aside: Option<Aside>,
    pub(super) content: Content,
    /// Path inside the archive at `path`: the names of nested archives and of the member, each
    /// after `!/`.
    inside: String,
}

/// Location of a file's bytes.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// A file on the disk.
    File,
    /// Bytes in memory.
    Bytes(Arc<[u8]>),
    /// Bytes elsewhere.
    Source(Arc<dyn ByteSource>),
    /// A member of an archive.
    Member(Member),
}

/// Reason why a file is skipped.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Aside {
    /// Format of the file, or [`Format::Other`] if it is not known.
    pub format: Format,
    /// Reason in words.
    pub why: String,
}

/// File that was read far enough to decide whether it can hold an activity.
pub struct FileBytes(Load);

enum Load {
    /// The first bytes showed that the file holds no activity.
    WithoutActivity(FileContents),
    /// All bytes, and the damage that ends them.
    Bytes(Vec<u8>, Option<Diagnostic>),
}

/// Length of each end of a file that is sampled. The two ends of a FIT file hold its creation time
/// and its checksum. The two ends of a GPX or TCX file hold the first and the last point.
const SAMPLE_BYTES: usize = 512;

/// Length that contains the first message of a FIT file, which names the file's type.
const FILE_TYPE_WITHIN_BYTES: usize = 512;

impl FoundFile {
    /// Creates a found file on the disk. `name` is its name in reports.
    #[must_use]
    pub fn new(path: &Path, name: &str) -> Self {
        Self::of(path, name, Content::File)
    }

    /// Creates a found file from bytes in memory, for example from standard input.
    #[must_use]
    pub fn bytes(name: &str, bytes: &[u8]) -> Self {
        Self::of(Path::new(name), name, Content::Bytes(bytes.into()))
    }

    /// Creates a found file from bytes that are read when they are needed. `path` locates the file
    /// among the others: the lists of an export and the settings apply to the files in a folder.
    /// `name` is its name in reports.
    #[must_use]
    pub fn source(path: impl AsRef<Path>, name: &str, source: Arc<dyn ByteSource>) -> Self {
        Self::of(path.as_ref(), name, Content::Source(source))
    }

    fn of(path: &Path, name: &str, content: Content) -> Self {
        Self {
            path: path.to_owned(),
            name: name.to_owned(),
            error: None,
            aside: None,
            content,
            inside: String::new(),
        }
    }

    /// Marks the file as skipped or unreadable if its name shows the reason. A file in a recycle
    /// bin is skipped. A placeholder of a cloud service is unreadable, because the file is not
    /// downloaded.
    #[must_use]
    pub fn marked_by_name(mut self) -> Self {
        if is_deleted(&self.name) {
            self.leave(DELETED);
        } else {
            self.error = not_downloaded(&self.name);
        }
        self
    }

    /// Creates a found file from a member of the archive `archive`.
    pub(super) fn member(archive: &Self, member: Member) -> Self {
        let name = member.name();
        Self {
            path: archive.path.clone(),
            name: format!("{}!/{name}", archive.name),
            error: None,
            aside: is_deleted(name)
                .then(|| Aside { format: Format::Other, why: DELETED.to_owned() }),
            inside: format!("{}!/{name}", archive.inside),
            content: Content::Member(member),
        }
    }

    /// Marks the file as a listed archive, so that it is not read as a single file.
    pub fn set_listed(&mut self, listing: &Listing) {
        if let Some(damage) = listing.damage() {
            self.error = Some(Error::new(ErrorKind::Malformed, damage).in_format(Format::Zip));
        } else {
            let files = counted(listing.files(), "file", "files");
            let why = format!("a ZIP archive of {files}");
            self.aside = Some(Aside { format: Format::Zip, why });
        }
    }

    /// Marks the file as skipped.
    pub(super) fn leave(&mut self, why: &str) {
        self.aside = Some(Aside { format: Format::Other, why: why.to_owned() });
    }

    /// Whether the file itself lies on the disk.
    #[must_use]
    pub fn is_file(&self) -> bool {
        matches!(self.content, Content::File)
    }

    /// Whether the file is a member of an archive.
    #[must_use]
    pub fn is_member(&self) -> bool {
        matches!(self.content, Content::Member(_))
    }

    /// Returns the file's path. The path of a member continues inside the archive, as if
    /// `export.zip!` were a folder.
    #[must_use]
    pub fn place(&self) -> PathBuf {
        let mut place = self.path.clone().into_os_string();
        place.push(&self.inside);
        place.into()
    }

    /// Returns the identity of a member of an archive, or an empty text for other files.
    ///
    /// The identity differs from that of every other member, and it changes when the archive is
    /// rewritten.
    #[must_use]
    pub fn member_identity(&self) -> String {
        match &self.content {
            Content::Member(member) => format!("{}\0{}", self.inside, member.identity()),
            Content::File | Content::Bytes(_) | Content::Source(_) => String::new(),
        }
    }

    /// Returns the length in bytes, or 0 if it is not known.
    #[must_use]
    pub fn byte_len(&self) -> u64 {
        match &self.content {
            Content::File => fs::metadata(&self.path).map_or(0, |metadata| metadata.len()),
            Content::Bytes(bytes) => bytes.len() as u64,
            Content::Source(source) => source.byte_len(),
            Content::Member(member) => member.bytes(),
        }
    }

    /// Reads the file far enough to decide whether it can hold an activity. If the first bytes show
    /// that the file cannot, no more bytes are read.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be opened or exceeds [`Limits::input_bytes`].
    pub fn load(&self, limits: &Limits) -> Result<FileBytes, Error> {
        Ok(FileBytes(match &self.content {
            Content::File => self.load_open(OpenFile::open(&self.path)?, limits)?,
            Content::Source(source) => self.load_open(OpenFile::of_source(&**source), limits)?,
            Content::Bytes(bytes) => Load::Bytes(bytes.to_vec(), None),
            Content::Member(member) => {
                let mut reader = member.open(limits)?;
                let len = member.bytes();
                let contents = match recognize(reader.head(FILE_TYPE_WITHIN_BYTES), len) {
                    Recognized::WithoutActivity(contents) => Some(contents),
                    Recognized::No => None,
                    Recognized::NotYet => describe_other(reader.head(ROOT_WITHIN_BYTES)),
                };
                // A member whose head is already cut or damaged is read to its end, so that the
                // damage is reported.
                let has_head =
                    reader.head(0).len() as u64 >= len.min(FILE_TYPE_WITHIN_BYTES as u64);
                let contents = contents.filter(|_| has_head);
                if let Some(contents) = contents {
                    Load::WithoutActivity(contents)
                } else {
                    let Unpacked { bytes, damage } = reader.read()?;
                    Load::Bytes(bytes, damage)
                }
            }
        }))
    }

    /// Reads an open file far enough to decide whether it can hold an activity.
    fn load_open(&self, mut file: OpenFile<'_>, limits: &Limits) -> Result<Load, Error> {
        let len = file.len();
        let head = file.head(FILE_TYPE_WITHIN_BYTES)?;
        if is_blank(head) && is_activity_name(&self.name) && is_blank(file.head(ROOT_WITHIN_BYTES)?)
        {
            let message = "only zeros: not downloaded yet, or lost on the disk; copy it again";
            return Err(Error::new(ErrorKind::Malformed, message));
        }
        Ok(match recognize(file.head(FILE_TYPE_WITHIN_BYTES)?, len) {
            Recognized::WithoutActivity(contents) => Load::WithoutActivity(contents),
            Recognized::No => Load::Bytes(file.read(limits)?, None),
            Recognized::NotYet => match describe_other(file.head(ROOT_WITHIN_BYTES)?) {
                Some(contents) => Load::WithoutActivity(contents),
                None => Load::Bytes(file.read(limits)?, None),
            },
        })
    }

    /// Reads the file, unless it is skipped.
    ///
    /// # Errors
    ///
    /// Returns [`FoundFile::error`] if it is set. Fails if the file cannot be opened, exceeds the
    /// limits, or yields nothing; see [`read_bytes`].
    pub fn read(&self, limits: &Limits) -> Result<FileContents, Error> {
        if let Some(error) = &self.error {
            return Err(error.try_clone());
        }
        if let Some(Aside { format, why }) = &self.aside {
            return Ok(FileContents::without_activity(*format, why));
        }
        self.load(limits)?.contents(limits)
    }

    /// Returns all bytes of a file of any format. A gzip or a member is decompressed, up to the
    /// point where it is damaged.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be opened or exceeds the limits.
    pub fn unpacked(&self, limits: &Limits) -> Result<Vec<u8>, Error> {
        unpacked(self.all(limits)?, limits)
    }

    /// Reads the file as a list in the export of an account.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be read, exceeds 256 MiB or the limits, or is not such a list; see
    /// [`ExportList::from_bytes`].
    pub fn list(&self, limits: &Limits) -> Result<ExportList, Error> {
        ExportList::from_bytes(&self.all(&ExportList::limits(limits))?)
    }

    /// Reads the first `len` bytes, or all bytes of a shorter file.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be opened.
    pub fn head(&self, len: usize) -> Result<Vec<u8>, Error> {
        Ok(match &self.content {
            Content::File => OpenFile::open(&self.path)?.head(len)?.to_vec(),
            Content::Source(source) => OpenFile::of_source(&**source).head(len)?.to_vec(),
            Content::Bytes(bytes) => bytes.get(..len).unwrap_or(bytes).to_vec(),
            Content::Member(member) => member.open(&Limits::default())?.head(len).to_vec(),
        })
    }

    /// Reads all bytes. A damaged member ends at the damage.
    fn all(&self, limits: &Limits) -> Result<Vec<u8>, Error> {
        match &self.content {
            Content::File => OpenFile::open(&self.path)?.read(limits),
            Content::Source(source) => OpenFile::of_source(&**source).read(limits),
            Content::Bytes(bytes) => Ok(bytes.to_vec()),
            Content::Member(member) => Ok(member.open(limits)?.read()?.bytes),
        }
    }

    /// Reads the first bytes and returns the facts in them.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be opened; see [`peek`](crate::peek()) for other errors.
    pub fn peek(&self) -> Result<Peek, Error> {
        match &self.content {
            Content::File => peek::peek_file(&self.path),
            Content::Source(source) => {
                peek::peek(OpenFile::of_source(&**source).head(peek::HEAD_BYTES)?)
            }
            Content::Bytes(bytes) => peek::peek(bytes.get(..peek::HEAD_BYTES).unwrap_or(bytes)),
            Content::Member(member) => {
                peek::peek(member.open(&Limits::default())?.head(peek::HEAD_BYTES))
            }
        }
    }
}

/// Whether there are bytes, and all are 0.
fn is_blank(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(|&byte| byte == 0)
}

/// Decompresses a gzip. Other bytes are returned unchanged.
fn unpacked(bytes: Vec<u8>, limits: &Limits) -> Result<Vec<u8>, Error> {
    match Format::detect(&bytes) {
        Format::Gz => Ok(gzip::decompress(&bytes, limits)?.bytes),
        _ => Ok(bytes),
    }
}

impl fmt::Debug for FileBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Load::WithoutActivity(contents) => f.debug_tuple("FileBytes").field(contents).finish(),
            Load::Bytes(bytes, damage) => f
                .debug_struct("FileBytes")
                .field("bytes", &bytes.len())
                .field("damage", damage)
                .finish(),
        }
    }
}

impl FileBytes {
    /// Returns the BLAKE3 digest of all bytes, which identifies equal content. Returns [`None`] if
    /// the bytes were not needed or are incomplete.
    #[must_use]
    pub fn digest(&self) -> Option<[u8; 32]> {
        match &self.0 {
            Load::Bytes(bytes, None) => Some(digest([bytes])),
            Load::WithoutActivity(_) | Load::Bytes(_, Some(_)) => None,
        }
    }

    /// Returns the digest of the length and of both ends of the bytes, or [`None`] if
    /// [`digest`](Self::digest) does. Files with different samples are not copies. For a long file,
    /// the sample is much cheaper than the digest.
    #[must_use]
    pub fn sample(&self) -> Option<[u8; 32]> {
        match &self.0 {
            Load::Bytes(bytes, None) => {
                let head = bytes.get(..SAMPLE_BYTES).unwrap_or(bytes);
                let tail = bytes.len().checked_sub(SAMPLE_BYTES).and_then(|from| bytes.get(from..));
                let len = (bytes.len() as u64).to_le_bytes();
                Some(digest([&len[..], head, tail.unwrap_or_default()]))
            }
            Load::WithoutActivity(_) | Load::Bytes(_, Some(_)) => None,
        }
    }

    /// Returns the length of the content. For a gzip, this is the length stated at its end, which
    /// can be wrong. Returns 0 if the bytes were not needed.
    #[must_use]
    pub fn expected_len(&self) -> u64 {
        let Load::Bytes(bytes, _) = &self.0 else { return 0 };
        match bytes.last_chunk() {
            Some(end) if Format::detect(bytes) == Format::Gz => u32::from_le_bytes(*end).into(),
            _ => bytes.len() as u64,
        }
    }

    /// Returns all bytes, or [`None`] if they were not needed.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Load::Bytes(bytes, _) => Some(bytes),
            Load::WithoutActivity(_) => None,
        }
    }

    /// Returns all bytes, or [`None`] if they were not needed. A gzip is decompressed, up to the
    /// point where it is damaged.
    ///
    /// # Errors
    ///
    /// Fails if the file inside a gzip exceeds the limits.
    pub fn into_unpacked(self, limits: &Limits) -> Result<Option<Vec<u8>>, Error> {
        match self.0 {
            Load::Bytes(bytes, _) => unpacked(bytes, limits).map(Some),
            Load::WithoutActivity(_) => Ok(None),
        }
    }

    /// Returns the contents.
    ///
    /// # Errors
    ///
    /// Fails if nothing could be read; see [`read_bytes`].
    pub fn contents(&self, limits: &Limits) -> Result<FileContents, Error> {
        match &self.0 {
            Load::WithoutActivity(contents) => Ok(contents.clone()),
            Load::Bytes(bytes, damage) => with_damage(read_bytes(bytes, limits), damage.clone()),
        }
    }
}
