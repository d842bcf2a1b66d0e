//! Layout and checksums of chained FIT files.

use crate::error::{Error, ErrorKind};
use recoup_model::{Diagnostic, DiagnosticKind, Position};

/// Length of the shortest header, which has no checksum of its own.
const MIN_HEADER_LEN: usize = 12;
/// Signature of every header, and its offset.
const SIGNATURE: &[u8; 4] = b".FIT";
const SIGNATURE_AT: usize = 8;
/// Length of the checksum behind the messages.
const CRC_LEN: usize = 2;

/// Iterator over the FIT files of a chain.
pub(super) struct Chain<'a> {
    bytes: &'a [u8],
    /// Start of the next file.
    start: usize,
    /// Whether a wrong length was found. All other lengths are distrusted from then on.
    has_false_lengths: bool,
}

impl<'a> Chain<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, start: 0, has_false_lengths: false }
    }

    /// Shortens a file so that it ends where another header starts. Returns the shortened file with
    /// the error of its checksum, or [`None`] if the file contains no other header. The chain
    /// continues from that header and trusts no further length.
    pub(super) fn end_at_next_header(
        &mut self,
        layout: FileLayout,
    ) -> Option<(FileLayout, Option<Diagnostic>)> {
        let layout = layout.up_to_next_header(self.bytes)?;
        self.has_false_lengths = true;
        self.start = layout.next_start();
        Some((layout, layout.check_crc(self.bytes)))
    }
}

impl Iterator for Chain<'_> {
    /// Layout of a file, and the error of its checksum.
    type Item = Result<(FileLayout, Option<Diagnostic>), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.start >= self.bytes.len() {
            return None;
        }
        let layout = match FileLayout::of(self.bytes, self.start) {
            Ok(layout) => layout,
            Err(error) if self.start == 0 => {
                self.start = self.bytes.len();
                return Some(Err(error));
            }
            // Bytes behind a whole file that are not a FIT file do not belong to a recording.
            Err(_) => return None,
        };
        self.start = layout.next_start();
        let is_believed = layout.data_len > 0 && !layout.is_cut && !self.has_false_lengths;
        let damage = is_believed.then(|| layout.check_crc(self.bytes));
        if damage == Some(None) {
            return Some(Ok((layout, None)));
        }
        let shorter = self.end_at_next_header(layout);
        Some(Ok(shorter
            .unwrap_or_else(|| (layout, damage.unwrap_or_else(|| layout.check_crc(self.bytes))))))
    }
}

/// Offsets of the parts of one FIT file in the bytes of a chain.
#[derive(Debug, Clone, Copy)]
pub(super) struct FileLayout {
    start: usize,
    /// First byte of the messages.
    pub(super) data_start: usize,
    /// First byte behind the messages.
    pub(super) data_end: usize,
    /// Length of the messages according to the header; 0 if the header states no length.
    data_len: usize,
    /// Whether the stated length exceeds the bytes.
    pub(super) is_cut: bool,
}

impl FileLayout {
    /// Reads the header at byte `start`.
    pub(super) fn of(bytes: &[u8], start: usize) -> Result<Self, Error> {
        let fail = |message: &str| {
            Err(Error::at(ErrorKind::Malformed, Position::Byte(start as u64), message))
        };
        let header = &bytes[start..];
        if header.len() < MIN_HEADER_LEN {
            return fail("the file ends inside the FIT header");
        }
        if !is_header(header) {
            return fail("no FIT header here");
        }
        let data_start = start + usize::from(header[0]);
        let data_len = u32::from_le_bytes([header[4], header[5], header[6], header[7]]) as usize;
        // A device that lost power never wrote the size, so all remaining bytes are data.
        let data_end = match data_len {
            0 => bytes.len().saturating_sub(CRC_LEN).max(data_start),
            _ => data_start.saturating_add(data_len),
        };
        Ok(Self {
            start,
            data_start: data_start.min(bytes.len()),
            data_end: data_end.min(bytes.len()),
            data_len,
            is_cut: data_end > bytes.len(),
        })
    }

    /// Shortens the file so that it ends where another header starts. Returns [`None`] if no header
    /// starts before the end of the file.
    fn up_to_next_header(self, bytes: &[u8]) -> Option<Self> {
        let from = self.data_start + CRC_LEN;
        let rest = bytes.get(from..)?;
        // Only header lengths in use are accepted, because these bytes may be anything.
        let is_usual = |at: &usize| is_header(&rest[*at..]) && matches!(rest[*at], 12 | 14);
        let signatures = memchr::memmem::find_iter(rest, SIGNATURE);
        let at = signatures.filter_map(|at| at.checked_sub(SIGNATURE_AT)).find(is_usual)?;
        let data_end = self.data_start + at;
        (data_end < self.data_end).then_some(Self { data_end, is_cut: false, ..self })
    }

    /// Returns the length of the whole file, if the header states one.
    pub(super) fn declared_len(&self) -> Option<u64> {
        let len = self.data_start - self.start + self.data_len + CRC_LEN;
        (self.data_len > 0).then_some(len as u64)
    }

    /// Returns the start of the next file of the chain.
    fn next_start(&self) -> usize {
        self.data_end + CRC_LEN
    }

    /// Returns the error of the checksum, if there is one.
    fn check_crc(&self, bytes: &[u8]) -> Option<Diagnostic> {
        if self.is_cut {
            return None;
        }
        let position = Position::Byte(self.data_end as u64);
        let Some(&[low, high]) = bytes.get(self.data_end..self.next_start()) else {
            return Some(Diagnostic::at(
                DiagnosticKind::Truncated,
                position,
                "the file ends before its checksum",
            ));
        };
        let stored = u16::from_le_bytes([low, high]);
        let data = &bytes[self.start..self.data_end];
        let crc = crc16(data);
        (stored != crc).then(|| {
            Diagnostic::at(
                DiagnosticKind::BadCrc,
                position,
                format!("the checksum is {stored:#06x}, but the bytes give {crc:#06x}"),
            )
        })
    }
}

/// Whether the bytes can be a FIT header.
fn is_header(bytes: &[u8]) -> bool {
    bytes.len() >= MIN_HEADER_LEN
        && usize::from(bytes[0]) >= MIN_HEADER_LEN
        && bytes[SIGNATURE_AT..].starts_with(SIGNATURE)
}
/// Returns the checksum of a part of the chain: CRC-16/ARC, as the FIT protocol has it.
#[cfg(not(target_arch = "wasm32"))]
fn crc16(bytes: &[u8]) -> u16 {
    crc_fast::checksum(crc_fast::CrcAlgorithm::Crc16Arc, bytes) as u16
}

#[cfg(target_arch = "wasm32")]
fn crc16(bytes: &[u8]) -> u16 {
    const ARC: crc::Crc<u16, crc::Table<16>> = crc::Crc::<u16, _>::new(&crc::CRC_16_ARC);
    ARC.checksum(bytes)
}
