//! Compression of the data in a page.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use miniz_oxide::deflate::core::{
    CompressionStrategy, CompressorOxide, TDEFLFlush, compress_to_output,
    create_comp_flags_from_zip_params,
};
use sha2::{Digest, Sha256};

/// Level of compression, from 0 to 10, for data with many repetitions.
const LEVEL: i32 = 3;

/// Kind of the bytes to compress.
#[derive(Debug, Clone, Copy)]
pub(super) enum Bytes {
    /// Text with many repetitions.
    Text,
    /// Differences, in which only runs of one value repeat.
    Differences,
}

/// Compresses bytes with raw DEFLATE and encodes them as base64, which contains no markup.
pub(super) fn pack(bytes: &[u8], kind: Bytes) -> String {
    let strategy = match kind {
        Bytes::Text => CompressionStrategy::Default,
        Bytes::Differences => CompressionStrategy::RLE,
    };
    let flags = create_comp_flags_from_zip_params(LEVEL, 0, strategy as i32);
    let mut packed = Vec::new();
    compress_to_output(&mut CompressorOxide::new(flags), bytes, TDEFLFlush::Finish, |part| {
        packed.extend_from_slice(part);
        true
    });
    STANDARD.encode(packed)
}

/// Returns the source expression of a script or a style sheet for a Content-Security-Policy.
pub(super) fn source_hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `echo -n abc | openssl dgst -sha256 -binary | base64`
    #[test]
    fn hashes_are_as_a_policy_has_them() {
        let hash = "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='";
        assert_eq!(source_hash("abc"), hash);
    }

    #[test]
    fn packed_bytes_are_raw_deflate() {
        let bytes: Vec<u8> = (0..10_000_u32).map(|number| (number * number / 7) as u8).collect();
        for kind in [Bytes::Text, Bytes::Differences] {
            let packed = STANDARD.decode(pack(&bytes, kind)).unwrap();
            assert_eq!(miniz_oxide::inflate::decompress_to_vec(&packed).unwrap(), bytes);
        }
    }
}
