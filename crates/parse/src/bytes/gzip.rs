//! Gzip, which holds one file and is taken off before its format is looked at.
//!
//! Bulk exports of the large services hold `.fit.gz`, `.gpx.gz` and `.tcx.gz` side by side.

use super::unpacked::{Unpacked, expansion_limit};
use crate::error::{Error, ErrorKind};
use crate::limits::Limits;
use flate2::bufread::MultiGzDecoder;
use recoup_model::{Diagnostic, DiagnosticKind, Position};
use std::io::{self, Read};

/// The first bytes inside a gzip, as far as `head`, its own first bytes, give them.
pub(crate) fn decompress_head(head: &[u8], len: usize) -> Vec<u8> {
    let mut content = Vec::new();
    // The head ends in the middle of the stream, which is no error here.
    let _ = MultiGzDecoder::new(head).take(len as u64).read_to_end(&mut content);
    content
}

/// What a gzip holds, up to where it is cut or damaged.
pub(crate) fn decompress(bytes: &[u8], limits: &Limits) -> Result<Unpacked, Error> {
    let most = expansion_limit(bytes.len() as u64, limits);
    let mut decoder = MultiGzDecoder::new(bytes).take(most.saturating_add(1));
    let mut content = Vec::new();
    let result = decoder.read_to_end(&mut content);
    if content.len() as u64 > most {
        return Err(Error::new(
            ErrorKind::LimitExceeded,
            format!("a gzip that expands to more than {most} bytes"),
        ));
    }
    let rest = *decoder.get_ref().get_ref();
    let position = Position::Byte((bytes.len() - rest.len()) as u64);
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
