//! Unpacker of the engine in the page.
//!
//! Browsers can unpack DEFLATE, which makes the engine a third larger than LZMA does. So the page
//! carries this small module as DEFLATE, and the engine as LZMA.

use lzma_rust2::LzmaReader;
use std::io::Read;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// Memory of the unpacker in KiB: the length of the engine, and some more.
const MEMORY_KIB: u32 = 64 << 10;

fn main() {}

/// Unpacks bytes of the format `.lzma`.
///
/// # Errors
///
/// Fails if the bytes are damaged.
#[wasm_bindgen]
pub fn unpack(packed: &[u8]) -> Result<Vec<u8>, JsError> {
    let mut bytes = Vec::new();
    LzmaReader::new_mem_limit(packed, MEMORY_KIB, None)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}
