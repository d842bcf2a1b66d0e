//! The digest that identifies equal content.

/// Returns the BLAKE3 digest of the parts, read as one sequence of bytes.
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
