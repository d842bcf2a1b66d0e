//! A file that was found, wherever it lies: on the disk, in an archive, in memory.

use super::archive::listing::{Listing, counted};
use super::archive::member::Member;
use super::bin::{DELETED, is_deleted};
use super::peek;
use crate::bytes::file::OpenFile;
use crate::bytes::gzip;
use crate::bytes::unpacked::Unpacked;
use crate::contents::{FileContents, Peek};
use crate::digest::digest;
use crate::error::{Error, ErrorKind};
use crate::export_list::ExportIndex;
use crate::format::Format;
use crate::formats::probe::ROOT_WITHIN_BYTES;
use crate::limits::Limits;
use crate::read::{Recognized, describe_other, read_bytes, recognize, with_damage};
use recoup_model::Diagnostic;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fmt, fs};

/// A file that was found, or a place where nothing could be.
#[derive(Debug)]
#[non_exhaustive]
pub struct Found {
    /// Where it is; for a member of an archive, where the archive is.
    pub path: PathBuf,
    /// Its name in reports: the path below the folder that was searched, with `/` between the
    /// parts on every system, and U+FFFD for what is not Unicode or would control a terminal. The
    /// name of a member follows that of its archive: `export.zip!/activities/1.fit.gz`.
    pub name: String,
    /// Why it cannot be read, where that is known without opening it.
    pub error: Option<Error>,
    /// Why it is not read, though nothing is wrong with it.
    pub aside: Option<Aside>,
    pub(super) content: Content,
    /// The names of archives below `path` and of the member in them, each after `!/`.
    inside: String,
}

/// What a file that was found is made of.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// A file on the disk.
    File,
    /// Bytes that were given.
    Bytes(Arc<[u8]>),
    /// A member of an archive.
    Member(Member),
}

/// Why a file is left aside.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Aside {
    /// Its format, where that is known.
    pub format: Format,
    /// The reason in words.
    pub why: String,
}

/// A file, read so far as is needed to tell what it holds.
pub struct Loaded(Load);

enum Load {
    /// Its first bytes told that there is no activity.
    WithoutActivity(FileContents),
    /// All of it, and what is wrong behind that.
    Bytes(Vec<u8>, Option<Diagnostic>),
}

/// A FIT file names its type in its first message.
const FILE_TYPE_WITHIN_BYTES: usize = 512;

impl Found {
    /// A file on the disk.
    #[must_use]
    pub fn file(path: &Path, name: &str) -> Self {
        Self::of(path, name, Content::File)
    }

    /// Bytes that are no file, such as those of standard input.
    #[must_use]
    pub fn bytes(name: &str, bytes: &[u8]) -> Self {
        Self::of(Path::new(name), name, Content::Bytes(bytes.into()))
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

    /// A member of an archive that was found.
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

    /// Takes note that it is an archive, which is not read like a file.
    pub fn set_listed(&mut self, listing: &Listing) {
        if let Some(damage) = listing.damage() {
            self.error = Some(Error::new(ErrorKind::Malformed, damage).in_format(Format::Zip));
        } else {
            let files = counted(listing.files(), "file", "files");
            let why = format!("a ZIP archive of {files}");
            self.aside = Some(Aside { format: Format::Zip, why });
        }
    }

    /// Leaves it aside.
    pub(super) fn leave(&mut self, why: &str) {
        self.aside = Some(Aside { format: Format::Other, why: why.to_owned() });
    }

    /// Whether it is a file on the disk itself.
    #[must_use]
    pub fn is_file(&self) -> bool {
        matches!(self.content, Content::File)
    }

    /// Its path, where members of archives have one as if these were folders called `export.zip!`.
    #[must_use]
    pub fn place(&self) -> PathBuf {
        let mut place = self.path.clone().into_os_string();
        place.push(&self.inside);
        place.into()
    }

    /// What tells a member of an archive apart from the others, and from what it was before the
    /// archive was written anew; empty for other files.
    #[must_use]
    pub fn member_identity(&self) -> String {
        match &self.content {
            Content::Member(member) => format!("{}\0{}", self.inside, member.identity()),
            Content::File | Content::Bytes(_) => String::new(),
        }
    }

    /// Its length in bytes; 0 where that cannot be known.
    #[must_use]
    pub fn byte_len(&self) -> u64 {
        match &self.content {
            Content::File => fs::metadata(&self.path).map_or(0, |metadata| metadata.len()),
            Content::Bytes(bytes) => bytes.len() as u64,
            Content::Member(member) => member.bytes(),
        }
    }

    /// Reads it so far as is needed to tell what it holds: of what is no activity only the first
    /// bytes.
    ///
    /// # Errors
    ///
    /// If it cannot be opened or exceeds [`Limits::input_bytes`].
    pub fn load(&self, limits: &Limits) -> Result<Loaded, Error> {
        Ok(Loaded(match &self.content {
            Content::File => {
                let mut source = OpenFile::open(&self.path)?;
                let len = source.len();
                match recognize(source.head(FILE_TYPE_WITHIN_BYTES)?, len) {
                    Recognized::WithoutActivity(contents) => Load::WithoutActivity(contents),
                    Recognized::No => Load::Bytes(source.read(limits)?, None),
                    Recognized::NotYet => match describe_other(source.head(ROOT_WITHIN_BYTES)?) {
                        Some(contents) => Load::WithoutActivity(contents),
                        None => Load::Bytes(source.read(limits)?, None),
                    },
                }
            }
            Content::Bytes(bytes) => Load::Bytes(bytes.to_vec(), None),
            Content::Member(member) => {
                let mut reader = member.open(limits)?;
                let len = member.bytes();
                let contents = match recognize(reader.head(FILE_TYPE_WITHIN_BYTES), len) {
                    Recognized::WithoutActivity(contents) => Some(contents),
                    Recognized::No => None,
                    Recognized::NotYet => describe_other(reader.head(ROOT_WITHIN_BYTES)),
                };
                // What is cut short or damaged already is read as far as it goes, to say so.
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

    /// Reads it, unless it is left aside.
    ///
    /// # Errors
    ///
    /// [`Found::error`], or if it cannot be opened, exceeds the limits, or gave nothing; see
    /// [`read_bytes`](crate::read_bytes).
    pub fn read(&self, limits: &Limits) -> Result<FileContents, Error> {
        if let Some(error) = &self.error {
            return Err(error.try_clone());
        }
        if let Some(Aside { format, why }) = &self.aside {
            return Ok(FileContents::without_activity(*format, why));
        }
        self.load(limits)?.contents(limits)
    }

    /// All its bytes, whatever it holds; of a gzip or a member those that are packed in it, as far
    /// as they are whole.
    ///
    /// # Errors
    ///
    /// If it cannot be opened or exceeds the limits.
    pub fn unpacked(&self, limits: &Limits) -> Result<Vec<u8>, Error> {
        let bytes = self.all(limits)?;
        match Format::of(&bytes) {
            Format::Gz => Ok(gzip::decompress(&bytes, limits)?.bytes),
            _ => Ok(bytes),
        }
    }

    /// Reads it as the list of a Strava export.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or is no such list; see [`ExportIndex::read_file`].
    pub fn list(&self, limits: &Limits) -> Result<ExportIndex, Error> {
        ExportIndex::from_csv(&self.all(&ExportIndex::limits(limits))?)
    }

    /// All its bytes; of a damaged member, those before the damage.
    fn all(&self, limits: &Limits) -> Result<Vec<u8>, Error> {
        match &self.content {
            Content::File => OpenFile::open(&self.path)?.read(limits),
            Content::Bytes(bytes) => Ok(bytes.to_vec()),
            Content::Member(member) => Ok(member.open(limits)?.read()?.bytes),
        }
    }

    /// What its first bytes tell.
    ///
    /// # Errors
    ///
    /// If it cannot be opened; see [`peek`](crate::peek()) for others.
    pub fn peek(&self) -> Result<Peek, Error> {
        match &self.content {
            Content::File => peek::peek_file(&self.path),
            Content::Bytes(bytes) => peek::peek(&bytes[..bytes.len().min(peek::HEAD_BYTES)]),
            Content::Member(member) => {
                peek::peek(member.open(&Limits::default())?.head(peek::HEAD_BYTES))
            }
        }
    }
}

impl fmt::Debug for Loaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Load::WithoutActivity(contents) => f.debug_tuple("Loaded").field(contents).finish(),
            Load::Bytes(bytes, damage) => f
                .debug_struct("Loaded")
                .field("bytes", &bytes.len())
                .field("damage", damage)
                .finish(),
        }
    }
}

impl Loaded {
    /// The BLAKE3 digest of all bytes, by which the same content is known; [`None`] where they were
    /// not needed, or are not all there.
    #[must_use]
    pub fn digest(&self) -> Option<[u8; 32]> {
        match &self.0 {
            Load::Bytes(bytes, None) => Some(digest([bytes])),
            Load::WithoutActivity(_) | Load::Bytes(_, Some(_)) => None,
        }
    }

    /// All bytes; [`None`] where they were not needed.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Load::Bytes(bytes, _) => Some(bytes),
            Load::WithoutActivity(_) => None,
        }
    }

    /// What is in it, without a digest.
    ///
    /// # Errors
    ///
    /// If nothing could be read from it; see [`read_bytes`](crate::read_bytes).
    pub fn contents(self, limits: &Limits) -> Result<FileContents, Error> {
        match self.0 {
            Load::WithoutActivity(contents) => Ok(contents),
            Load::Bytes(bytes, damage) => with_damage(read_bytes(&bytes, limits), damage),
        }
    }
}
