//! Archives and their members, opened on demand.

use super::entry::{MemberEntry, Method};
use super::local_header::LocalHeader;
use super::names::has_zip_extension;
use super::open_archives::OpenArchives;
use super::reader::MemberReader;
use super::store::Store;
use crate::bytes::source::ByteSource;
use crate::bytes::unpacked::{Unpacked, expansion_limit};
use crate::error::{Error, ErrorKind};
use crate::limits::Limits;
use flate2::bufread::DeflateDecoder;
use rawzip::RangeReader;
use recoup_model::Position;
use std::io::{BufReader, Read};
use std::path::PathBuf;
use std::sync::Arc;

/// Maximum number of bytes in one read from the disk.
const BUFFER_BYTES: u64 = 64 << 10;

/// Archive that is opened on demand.
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
    Source(Arc<dyn ByteSource>),
    Member(Member),
}

impl Archive {
    /// Creates an archive that will be opened through `opened`.
    pub(crate) fn new(origin: Origin, opened: &Arc<OpenArchives>) -> Arc<Self> {
        let opened = Arc::clone(opened);
        Arc::new(Self { origin, number: opened.next_number(), opened })
    }

    /// Returns the nested archive that is this member.
    pub(super) fn inside(self: &Arc<Self>, entry: &MemberEntry) -> Arc<Self> {
        Self::new(Origin::Member(Member::new(self, entry)), &self.opened)
    }

    /// Returns the bytes of the archive, which is opened if necessary.
    pub(super) fn store(&self, limits: &Limits) -> Result<Arc<Store>, Error> {
        self.opened.take(self.number, || {
            Ok(Arc::new(match &self.origin {
                Origin::File(path) => Store::open(path)?,
                Origin::Bytes(bytes) => Store::Bytes(Arc::clone(bytes)),
                Origin::Source(source) => Store::Source(Arc::clone(source)),
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

    /// Returns the name inside the archive, with `/` between the parts.
    pub(crate) fn name(&self) -> &str {
        &self.entry.name
    }

    /// Returns the reason why the member is not read.
    pub(crate) fn flaw(&self) -> Option<&str> {
        self.entry.flaw.as_deref()
    }

    /// Whether the name ends in `.zip`.
    pub(crate) fn has_zip_extension(&self) -> bool {
        has_zip_extension(&self.entry.name)
    }

    /// Returns the length, or the compressed length if the archive does not state it.
    pub(crate) fn bytes(&self) -> u64 {
        self.entry.bytes.unwrap_or(self.entry.packed_bytes)
    }

    /// Returns a text that distinguishes the member from all others and from earlier versions of
    /// itself.
    pub(crate) fn identity(&self) -> String {
        let MemberEntry { name, at, packed_bytes, bytes, crc, .. } = &self.entry;
        format!("{name}\0{at}\0{packed_bytes}\0{bytes:?}\0{crc:?}")
    }

    /// Returns the store that contains the member, and the offset of its data there.
    fn place(&self, limits: &Limits) -> Result<(Arc<Store>, u64), Error> {
        let store = self.archive.store(limits)?;
        let header = LocalHeader::at(&store, self.entry.at).ok_or_else(|| {
            let message = "the archive's file list points to a wrong place; download or copy the \
                           archive again";
            Error::at(ErrorKind::Malformed, Position::Byte(self.entry.at), message)
        })?;
        let start = self.entry.at.saturating_add(header.len());
        Ok((store, start))
    }

    /// Opens the member for reading.
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
                let message = "encrypted; unpack the archive with its password first";
                return Err(Error::new(ErrorKind::Unsupported, message));
            }
            Method::Other(_) => {
                let message = format!(
                    "unsupported compression method {}; unpack the archive first",
                    self.entry.method
                );
                return Err(Error::new(ErrorKind::Unsupported, message));
            }
        };
        let most = expansion_limit(packed_bytes, limits);
        Ok(MemberReader::new(inner, most, &self.entry))
    }

    /// Returns the limits for expanding the member as a nested archive. Twice the compressed size
    /// is enough, because the members of the nested archive are compressed already.
    fn store_limits(&self, limits: &Limits) -> Limits {
        const FLOOR_BYTES: u64 = 64 << 20;
        let own = self.entry.packed_bytes.saturating_mul(2).max(FLOOR_BYTES);
        limits.with_expanded_bytes(own.min(limits.input_bytes))
    }

    /// Returns the member's bytes as the store of a nested archive.
    fn store(&self, limits: &Limits) -> Result<Store, Error> {
        if self.entry.method == Method::Stored {
            let (of, start) = self.place(limits)?;
            return Ok(Store::Part { of, start, len: self.entry.packed_bytes });
        }
        // A damaged archive is kept up to the damage, because its members can be rescued from
        // there.
        let Unpacked { bytes, .. } = self.open(&self.store_limits(limits))?.read()?;
        Ok(Store::Expanded(bytes))
    }
}
