//! Gzip compression of one file.
//!
//! Bulk exports of large services contain `.fit.gz`, `.gpx.gz` and `.tcx.gz` files.

use super::unpacked::{Unpacked, expansion_limit};
use crate::error::{Error, ErrorKind};
use crate::limits::Limits;
use flate2::bufread::MultiGzDecoder;
use recoup_model::{Diagnostic, DiagnosticKind, Position};
use std::io::{self, Read};

/// Decompresses the first `len` bytes, as far as `head` contains them.
pub(crate) fn decompress_head(head: &[u8], len: usize) -> Vec<u8> {
    let mut content = Vec::new();
    // The head ends in the middle of the stream, so an error is expected.
    let _ = MultiGzDecoder::new(head).take(len as u64).read_to_end(&mut content);
    content
}

/// Decompresses a gzip up to its end, or up to the point where it is cut or damaged.
pub(crate) fn decompress(bytes: &[u8], limits: &Limits) -> Result<Unpacked, Error> {
    let most = expansion_limit(bytes.len() as u64, limits);
    let mut decoder = MultiGzDecoder::new(bytes).take(most.saturating_add(1));
    let mut content = Vec::new();
    let result = decoder.read_to_end(&mut content);
    if content.len() as u64 > most {
        return Err(Error::new(
            ErrorKind::LimitExceeded,
            format!(
                "the gzip expands to more than the limit of {most} bytes (expanded_bytes, \
                 expansion_ratio)"
            ),
        ));
    }
    let rest = *decoder.get_ref().get_ref();
    let position = Position::Byte(bytes.len().saturating_sub(rest.len()) as u64);
    let damage = match result {
        Ok(_) => None,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Some(Diagnostic::at(
            DiagnosticKind::Truncated,
            position,
            "the gzip is cut: its end is missing",
        )),
        // Copies from tapes and block devices are padded with zeros, which `gzip` ignores as well.
        Err(_) if !content.is_empty() && !rest.is_empty() && rest.iter().all(|byte| *byte == 0) => {
            None
        }
        Err(error) => {
            let kind = if error.kind() == io::ErrorKind::InvalidInput && rest.is_empty() {
                DiagnosticKind::BadCrc
            } else {
                DiagnosticKind::Damaged
            };
            Some(Diagnostic::at(kind, position, format!("the gzip is damaged: {error}")))
        }
    };
    Ok(Unpacked { bytes: content, damage })
}
