//! Entries as bytes: a checksum over key and value, then the value as MessagePack.

use super::super::Key;
use crc_fast::{CrcAlgorithm, Digest};
use serde::Serialize;
use serde::de::DeserializeOwned;

const CHECKSUM_BYTES: usize = 8;

/// Serializes a part of a cache key.
pub(crate) fn bytes_of(value: &impl Serialize) -> Vec<u8> {
    rmp_serde::to_vec(value).unwrap_or_default()
}

/// Decodes the value of an entry; [`None`] if the checksum is wrong.
pub(super) fn value<T: DeserializeOwned>(key: &Key, bytes: &[u8]) -> Option<T> {
    let (checksum, payload) = bytes.split_at_checked(CHECKSUM_BYTES)?;
    (checksum == self::checksum(key, payload)).then(|| rmp_serde::from_slice(payload).ok())?
}

pub(super) fn checksum(key: &Key, payload: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let mut checksum = Digest::new(CrcAlgorithm::Crc64Nvme);
    checksum.update(key);
    checksum.update(payload);
    checksum.finalize().to_le_bytes()
}
