//! An archive and its members, as they are read.

use super::entry::{MemberEntry, Method};
use super::local_header::LocalHeader;
use super::names::has_zip_extension;
use super::open_archives::OpenArchives;
use super::reader::MemberReader;
use super::store::Store;
use crate::bytes::unpacked::{Unpacked, expansion_limit};
use crate::error::{Error, ErrorKind};
use crate::limits::Limits;
use flate2::bufread::DeflateDecoder;
use rawzip::RangeReader;
use recoup_model::Position;
use std::io::{BufReader, Read};
use std::path::PathBuf;
use std::sync::Arc;

/// Bytes of a member that are read from the disk at once.
const BUFFER_BYTES: u64 = 64 << 10;

/// An archive, opened when it is needed.
#[derive(Debug)]
pub(crate) struct Archive {
    origin: Origin,
    number: usize,
    opened: Arc<OpenArchives>,
}

#[derive(Debug)]
pub(crate) enum Origin {
    File(PathBuf),
    Bytes(Arc<[u8]>),
    Member(Member),
}

impl Archive {
    /// An archive that lies there, to be opened on that open_archives.
    pub(crate) fn new(origin: Origin, opened: &Arc<OpenArchives>) -> Arc<Self> {
        let opened = Arc::clone(opened);
        Arc::new(Self { origin, number: opened.next_number(), opened })
    }

    /// An archive that is a member of this one.
    pub(super) fn inside(self: &Arc<Self>, entry: &MemberEntry) -> Arc<Self> {
        Self::new(Origin::Member(Member::new(self, entry)), &self.opened)
    }

    /// Its bytes.
    pub(super) fn store(&self, limits: &Limits) -> Result<Arc<Store>, Error> {
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
    entry: MemberEntry,
}

impl Member {
    pub(super) fn new(archive: &Arc<Archive>, entry: &MemberEntry) -> Self {
        Self { archive: Arc::clone(archive), entry: entry.clone() }
    }

    /// Its name in the archive, with `/` between the parts.
    pub(crate) fn name(&self) -> &str {
        &self.entry.name
    }

    /// Why it is not read.
    pub(crate) fn flaw(&self) -> Option<&str> {
        self.entry.flaw.as_deref()
    }

    /// Whether it is called an archive.
    pub(crate) fn has_zip_extension(&self) -> bool {
        has_zip_extension(&self.entry.name)
    }

    /// Its length, or that of its packed bytes where the archive does not say.
    pub(crate) fn bytes(&self) -> u64 {
        self.entry.bytes.unwrap_or(self.entry.packed_bytes)
    }

    /// What tells it apart from other members of the archive and from what it was before.
    pub(crate) fn identity(&self) -> String {
        let MemberEntry { name, at, packed_bytes, bytes, crc, .. } = &self.entry;
        format!("{name}\0{at}\0{packed_bytes}\0{bytes:?}\0{crc:?}")
    }

    /// The store that it is in, and where its packed bytes begin there.
    fn place(&self, limits: &Limits) -> Result<(Arc<Store>, u64), Error> {
        let store = self.archive.store(limits)?;
        let header = LocalHeader::at(&store, self.entry.at).ok_or_else(|| {
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
        let most = expansion_limit(packed_bytes, limits);
        Ok(MemberReader::new(inner, most, &self.entry))
    }

    /// Its bytes as an archive's.
    fn store(&self, limits: &Limits) -> Result<Store, Error> {
        if self.entry.method == Method::Stored {
            let (of, start) = self.place(limits)?;
            return Ok(Store::Part { of, start, len: self.entry.packed_bytes });
        }
        // Up to where it is damaged: its members are looked for there.
        let Unpacked { bytes, .. } = self.open(limits)?.read()?;
        Ok(Store::Expanded(bytes))
    }
}
