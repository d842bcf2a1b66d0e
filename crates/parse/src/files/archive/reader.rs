//! Reader of a member, which decompresses on demand.

use super::entry::MemberEntry;
use crate::bytes::unpacked::{Unpacked, read_up_to};
use crate::error::{Error, ErrorKind};
use flate2::Crc;
use recoup_model::{Diagnostic, DiagnosticKind, Position};
use std::io::{self, Read};

/// Bytes by which a member may exceed the length in the archive's list.
const SLACK_BYTES: u64 = 64 << 10;

/// Member that is being read, with the bytes that were read so far.
pub(crate) struct MemberReader<'a> {
    inner: Box<dyn Read>,
    bytes: Vec<u8>,
    most: u64,
    entry: &'a MemberEntry,
}

impl<'a> MemberReader<'a> {
    /// Creates a reader of at most `most` bytes. `inner` gives the decompressed bytes.
    pub(super) fn new(inner: Box<dyn Read>, most: u64, entry: &'a MemberEntry) -> Self {
        // The budget of the tree was charged for the declared length only.
        let declared = entry.bytes.map(|bytes| bytes.saturating_add(SLACK_BYTES));
        let most = declared.map_or(most, |declared| declared.min(most));
        Self { inner, bytes: Vec::new(), most, entry }
    }

    /// Returns the first `len` bytes, or as many as can be read.
    pub(crate) fn head(&mut self, len: usize) -> &[u8] {
        // An error is ignored here, because `read` meets it again.
        let _ = read_up_to(&mut self.inner, &mut self.bytes, len as u64);
        &self.bytes
    }

    /// Reads all bytes, up to any damage.
    pub(crate) fn read(mut self) -> Result<Unpacked, Error> {
        let room = self.entry.bytes.unwrap_or(0).min(self.most) as usize;
        self.bytes.reserve_exact(room.saturating_sub(self.bytes.len()).saturating_add(1));
        let result = read_up_to(&mut self.inner, &mut self.bytes, self.most.saturating_add(1));
        let read_bytes = self.bytes.len() as u64;
        if read_bytes > self.most {
            if self.entry.bytes.is_some_and(|declared| declared < self.most) {
                self.bytes.truncate(self.most as usize);
                let message = "the file is longer than the archive says; the rest was ignored";
                let position = Position::Byte(self.most);
                let damage = Diagnostic::at(DiagnosticKind::Damaged, position, message);
                return Ok(Unpacked { bytes: self.bytes, damage: Some(damage) });
            }
            let message = format!(
                "expands to more than the limit of {} bytes (expanded_bytes, expansion_ratio)",
                self.most
            );
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
                return Ok(Unpacked { bytes: self.bytes, damage: None });
            }
            // Stored data have no end mark, so only the length shows that they are cut.
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
        Ok(Unpacked { bytes: self.bytes, damage })
    }

    /// Whether the bytes match the checksum in the archive. `true` if the archive states no
    /// checksum.
    fn has_checksum(&self) -> bool {
        let mut crc = Crc::new();
        crc.update(&self.bytes);
        self.entry.crc.is_none_or(|named| named == crc.sum())
    }
}
