//! `AppleDouble` files, which macOS writes beside other files: `._run.fit` beside `run.fit`, on
//! disks of other systems and in the folder `__MACOSX` of a zip.
//!
//! Such a file has the name of an activity, but only holds Finder's information on the other file.

/// Entry of the resource fork.
const RESOURCE_FORK: u32 = 2;
/// Entry of Finder's information, 32 bytes, and of extended attributes.
const FINDER_INFO: u32 = 9;
/// Offset of the first entry's data, after the header and two entries.
const DATA_AT: u32 = 26 + 2 * 12;

/// Returns an `AppleDouble` file of 82 bytes: 32 zeros of Finder's information, and no resource
/// fork.
///
/// ```
/// let twin = recoup_testkit::apple_double::bare();
/// assert_eq!(twin.len(), 82);
/// assert_eq!(twin[..8], [0, 5, 0x16, 7, 0, 2, 0, 0]);
/// ```
#[must_use]
pub fn bare() -> Vec<u8> {
    let mut bytes = header(32, 0);
    bytes.resize(82, 0);
    bytes
}

/// Returns an `AppleDouble` file of 4096 bytes, as macOS writes beside any download: the quarantine
/// attribute, and an empty resource fork.
///
/// ```
/// let twin = recoup_testkit::apple_double::of_download();
/// assert_eq!(twin.len(), 4096);
/// assert_eq!(twin[84..88], *b"ATTR");
/// assert_eq!(twin[131..151], *b"com.apple.quarantine");
/// ```
#[must_use]
pub fn of_download() -> Vec<u8> {
    const NAME: &[u8] = b"com.apple.quarantine\0";
    const VALUE: &[u8] = b"0081;69d36c52;Safari;";
    const FORK_LEN: u32 = 286;
    const FORK_AT: u32 = 4096 - FORK_LEN;
    /// Offset after the header of the attributes and the entry of the only attribute, rounded up to
    /// four bytes.
    const VALUE_AT: u32 = 152;

    let mut bytes = header(FORK_AT - DATA_AT, FORK_LEN);
    // Finder's 32 bytes, and two bytes of padding to a multiple of four.
    bytes.resize(84, 0);
    bytes.extend(b"ATTR");
    let value_len = VALUE.len() as u32;
    // A tag; the end of the attributes; offset and length of the values; reserved.
    let words = [0, FORK_AT, VALUE_AT, value_len, 0, 0, 0];
    bytes.extend(words.into_iter().flat_map(u32::to_be_bytes));
    // No flags, one attribute: its offset and length, no flags, its name.
    bytes.extend([0, 0, 0, 1]);
    bytes.extend([VALUE_AT, value_len].into_iter().flat_map(u32::to_be_bytes));
    bytes.extend([0, 0, NAME.len() as u8]);
    bytes.extend(NAME);
    bytes.extend(VALUE);
    bytes.resize(FORK_AT as usize, 0);

    // The fork: 256 bytes of header, no data, a map of 30 bytes without a resource.
    bytes.extend([0x100, 0x100, 0, 30].into_iter().flat_map(u32::to_be_bytes));
    bytes.extend(b"This resource fork intentionally left blank   ");
    bytes.resize(FORK_AT as usize + 256, 0);
    bytes.extend([0x100, 0x100, 0, 30].into_iter().flat_map(u32::to_be_bytes));
    bytes.extend([0, 0, 0, 0, 0, 0, 0, 0, 0, 28, 0, 30, 0xFF, 0xFF]);
    bytes
}

/// Returns the header with entries for Finder's information and the resource fork.
fn header(info_len: u32, fork_len: u32) -> Vec<u8> {
    let mut bytes = vec![0, 5, 0x16, 7, 0, 2, 0, 0];
    bytes.extend(b"Mac OS X        ");
    bytes.extend(2_u16.to_be_bytes());
    let info = [FINDER_INFO, DATA_AT, info_len];
    let fork = [RESOURCE_FORK, DATA_AT + info_len, fork_len];
    bytes.extend(info.into_iter().chain(fork).flat_map(u32::to_be_bytes));
    bytes
}
