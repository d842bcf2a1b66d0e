//! Names of members.

/// Upper half of code page 437, the encoding of names that are not marked as UTF-8.
const CODE_PAGE_437: &str = "\
ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// Longest name of a member in bytes. No system creates files with longer paths.
pub(super) const NAME_BYTES: usize = 4096;

/// Whether a member is opened as a nested archive. The name decides, because reading the first
/// bytes would decompress each member.
pub(super) fn has_zip_extension(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".zip")
}

/// Returns a member's name with `/` between the parts. U+FFFD replaces characters that are not
/// Unicode. Empty parts and `.` are removed.
///
/// A name longer than [`NAME_BYTES`] loses its beginning, because the end has the extension.
pub(super) fn display_name(raw: &[u8], is_utf_8: bool) -> String {
    let raw = raw.get(raw.len().saturating_sub(NAME_BYTES)..).unwrap_or(raw);
    let text = match str::from_utf8(raw) {
        Ok(text) => text.to_owned(),
        Err(_) if is_utf_8 => String::from_utf8_lossy(raw).into_owned(),
        // macOS writes UTF-8 without the mark; Windows writes code page 437.
        Err(_) => {
            let upper: Vec<char> = CODE_PAGE_437.chars().collect();
            let character = |&byte: &u8| match byte.checked_sub(0x80) {
                Some(place) => upper.get(usize::from(place)).copied().unwrap_or('\u{fffd}'),
                None => char::from(byte),
            };
            raw.iter().map(character).collect()
        }
    };
    let text = text.replace('\\', "/");
    let parts: Vec<&str> = text.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    parts.join("/")
}
