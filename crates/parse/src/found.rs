//! A file that was found, wherever it lies: on the disk, in an archive, in memory.

use crate::archive::Content;
use crate::container::{self, Damaged, Source, with_damage};
use crate::probe::ROOT_WITHIN_BYTES;
use crate::{Error, ExportIndex, FileContents, Format, Limits, Peek, fit, peek, read_bytes};
use recoup_model::Diagnostic;
use std::fs;
use std::path::{Path, PathBuf};

/// A file that was found, or a place where nothing could be.
#[derive(Debug)]
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
    pub(crate) content: Content,
    /// The names of archives below `path` and of the member in them, each after `!/`.
    pub(crate) inside: String,
}

/// Why a file is left aside.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    Told(FileContents),
    /// All of it, and what is wrong behind that.
    Bytes(Vec<u8>, Option<Diagnostic>),
}

/// A FIT file names its type in its first message.
const FILE_TYPE_WITHIN_BYTES: usize = 512;
/// What macOS writes beside a file on a disk that is not its own begins so.
const APPLE_DOUBLE: [u8; 8] = [0, 5, 0x16, 7, 0, 2, 0, 0];

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

    /// Leaves it aside.
    pub(crate) fn leave(&mut self, why: &str) {
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
                let mut source = Source::open(&self.path)?;
                let len = source.len();
                match told(source.head(FILE_TYPE_WITHIN_BYTES)?, len) {
                    Told::Contents(contents) => Load::Told(contents),
                    Told::No => Load::Bytes(source.read(limits)?, None),
                    Told::NotYet => match told_other(source.head(ROOT_WITHIN_BYTES)?) {
                        Some(contents) => Load::Told(contents),
                        None => Load::Bytes(source.read(limits)?, None),
                    },
                }
            }
            Content::Bytes(bytes) => Load::Bytes(bytes.to_vec(), None),
            Content::Member(member) => {
                let mut reader = member.open(limits)?;
                let len = member.bytes();
                let contents = match told(reader.head(FILE_TYPE_WITHIN_BYTES), len) {
                    Told::Contents(contents) => Some(contents),
                    Told::No => None,
                    Told::NotYet => told_other(reader.head(ROOT_WITHIN_BYTES)),
                };
                // What is cut short or damaged already is read as far as it goes, to say so.
                let has_head =
                    reader.head(0).len() as u64 >= len.min(FILE_TYPE_WITHIN_BYTES as u64);
                let contents = contents.filter(|_| has_head);
                if let Some(contents) = contents {
                    Load::Told(contents)
                } else {
                    let Damaged { bytes, damage } = reader.read()?;
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
            return Err(error.again());
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
            Format::Gz => Ok(container::decompress(&bytes, limits)?.bytes),
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
            Content::File => Source::open(&self.path)?.read(limits),
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

impl Loaded {
    /// The BLAKE3 digest of all bytes, by which the same content is known; [`None`] where they were
    /// not needed, or are not all there.
    #[must_use]
    pub fn digest(&self) -> Option<[u8; 32]> {
        match &self.0 {
            Load::Bytes(bytes, None) => Some(digest([bytes])),
            Load::Told(_) | Load::Bytes(_, Some(_)) => None,
        }
    }

    /// All bytes; [`None`] where they were not needed.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Load::Bytes(bytes, _) => Some(bytes),
            Load::Told(_) => None,
        }
    }

    /// What is in it, without a digest.
    ///
    /// # Errors
    ///
    /// If nothing could be read from it; see [`read_bytes`](crate::read_bytes).
    pub fn contents(self, limits: &Limits) -> Result<FileContents, Error> {
        match self.0 {
            Load::Told(contents) => Ok(contents),
            Load::Bytes(bytes, damage) => with_damage(read_bytes(&bytes, limits), damage),
        }
    }
}

/// The BLAKE3 digest of some bytes, one after another.
///
/// ```
/// use recoup_parse::digest;
/// let abc = "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85";
/// let of_abc: String = digest(["a", "bc"]).iter().map(|byte| format!("{byte:02x}")).collect();
/// assert_eq!(of_abc, abc); // as the tool b3sum has it
/// ```
#[must_use]
pub fn digest<T: AsRef<[u8]>>(parts: impl IntoIterator<Item = T>) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_ref());
    }
    *hasher.finalize().as_bytes()
}

/// What the first bytes of a file tell.
enum Told {
    /// What it holds.
    Contents(FileContents),
    /// Nothing until it is read.
    No,
    /// Nothing until more of it is read.
    NotYet,
}

fn told(head: &[u8], len: u64) -> Told {
    if let Some(contents) = fit::no_activity(head, len) {
        return Told::Contents(contents);
    }
    match Format::of(head) {
        Format::Zip => Told::Contents(FileContents::zip()),
        Format::Other if !head.is_empty() => Told::NotYet,
        _ => Told::No,
    }
}

/// What `head`, as much as decides upon the format, is the beginning of, if no format is known.
fn told_other(head: &[u8]) -> Option<FileContents> {
    (Format::of(head) == Format::Other).then(|| FileContents::other(head))
}

impl FileContents {
    /// The contents of an archive that is read like a file.
    pub(crate) fn zip() -> Self {
        let remark = "a ZIP archive that is not called so, and not looked into";
        Self::without_activity(Format::Zip, remark)
    }

    /// The contents of what is of no format that is read.
    pub(crate) fn other(bytes: &[u8]) -> Self {
        let remark = if bytes.starts_with(&APPLE_DOUBLE) {
            "an AppleDouble file of macOS: what belongs to the file of the same name without `._`"
        } else {
            "neither FIT, GPX nor TCX by its content"
        };
        Self::without_activity(Format::Other, remark)
    }
}
