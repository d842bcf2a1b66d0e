//! Display names: the names under which reports show files.

use recoup_parse::FoundFile;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Replacement of an e-mail address.
const ADDRESS: &str = "(address)";

/// Puts the searched path in front of all names if two paths have a file of the same name.
pub(crate) fn tell_apart(all: &mut [(&Path, Vec<FoundFile>)]) {
    let mut names = HashSet::new();
    if all.iter().flat_map(|(_, found)| found).all(|file| names.insert(&file.name)) {
        return;
    }
    let labels = labels(all.iter().map(|(root, _)| *root));
    for ((root, found), label) in all.iter_mut().zip(labels) {
        for file in found {
            let is_root = file.path == *root;
            file.name = if is_root { label.clone() } else { format!("{label}/{}", file.name) };
        }
    }
}

/// Returns distinct labels of paths: their last parts, or the whole paths if two last parts are
/// equal.
fn labels<'a>(roots: impl Iterator<Item = &'a Path> + Clone) -> Vec<String> {
    let own = roots.clone().filter_map(Path::file_name).map(|name| name.to_string_lossy().into());
    let own: Vec<String> = own.collect();
    let distinct: HashSet<&String> = own.iter().collect();
    if distinct.len() == roots.clone().count() {
        return own;
    }
    let whole = |root: &Path| {
        let parts: Vec<_> = root.iter().map(|part| part.to_string_lossy()).collect();
        parts.join("/").replacen("//", "/", 1)
    };
    roots.map(whole).collect()
}

/// Makes all names distinct by a number at the end. Two members of an archive may have the same
/// name, and names may become equal when addresses are replaced.
pub(crate) fn make_distinct<'a>(names: impl Iterator<Item = &'a mut String>) {
    let mut names: Vec<&mut String> = names.collect();
    let mut taken: HashSet<String> = names.iter().map(|name| (**name).clone()).collect();
    // Last number of each name. A search continues after this number, so that all searches together
    // take linear time.
    let mut last: HashMap<String, usize> = HashMap::new();
    for name in &mut names {
        let last = last.entry((**name).clone()).or_default();
        *last += 1;
        if *last > 1 {
            let numbered = |number: usize| format!("{name} ({number})");
            while !taken.insert(numbered(*last)) {
                *last += 1;
            }
            **name = numbered(*last);
        }
    }
}

/// Gives files their displayed names: distinct, and without e-mail addresses unless
/// `keep_addresses` is set.
pub(crate) fn make_shown<'a>(files: impl Iterator<Item = &'a mut FoundFile>, keep_addresses: bool) {
    let mut files: Vec<&mut FoundFile> = files.collect();
    if !keep_addresses {
        for file in &mut files {
            file.name = without_addresses(&file.name);
            if let Some(aside) = &mut file.aside {
                aside.why = without_addresses(&aside.why);
            }
        }
    }
    make_distinct(files.into_iter().map(|file| &mut file.name));
}

/// Replaces the e-mail addresses in a name. Garmin puts the address at the start of each file name
/// of an account export, and reports are sent to coaches.
///
/// ```
/// assert_eq!(recoup::without_addresses("kari@example.com_112.fit"), "(address)_112.fit");
/// ```
#[must_use]
pub fn without_addresses(name: &str) -> String {
    let is_local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '\'');
    let is_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let mut told = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('@') {
        let local = before.trim_end_matches(is_local);
        let host = after.trim_start_matches(is_host);
        let domain = &after[..after.len() - host.len()];
        // The extension of the file is not a part of the address.
        let domain = &domain[..ending(domain)];
        let is_address = local.len() < before.len() && is_domain(domain);
        if is_address {
            told.push_str(local);
            told.push_str(ADDRESS);
            rest = &after[domain.len()..];
        } else {
            told.push_str(before);
            told.push('@');
            rest = after;
        }
    }
    told + rest
}

/// Returns the offset of the file extension in a text that may begin with a domain; the length of
/// the text if there is none.
fn ending(text: &str) -> usize {
    const ENDINGS: [&str; 7] = [".fit", ".gpx", ".tcx", ".gz", ".zip", ".json", ".csv"];
    let lower = text.to_ascii_lowercase();
    ENDINGS.iter().filter_map(|ending| lower.find(ending)).min().unwrap_or(text.len())
}

/// Whether a text is a domain: words between dots, the last of two letters or more.
fn is_domain(text: &str) -> bool {
    let Some((words, last)) = text.rsplit_once('.') else { return false };
    words.split('.').all(|word| !word.is_empty())
        && last.chars().count() > 1
        && last.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_left_out() {
        for (name, told) in [
            ("kari.moe@example.com_112233.fit", "(address)_112233.fit"),
            (
                "a/kari+run@mail.example.co.uk_0_summarizedActivities.json",
                "a/(address)_0_summarizedActivities.json",
            ),
            ("x.zip!/kari@example.com.fit", "x.zip!/(address).fit"),
            ("kari@example.com", "(address)"),
            ("run @ home.fit", "run @ home.fit"),
            ("kari'o@example.com.fit", "(address).fit"),
            ("5x400@90.fit", "5x400@90.fit"),
            ("intervals 5x1000@4.30.fit", "intervals 5x1000@4.30.fit"),
            ("run@home.fit", "run@home.fit"),
            ("@eaDir/run.fit", "@eaDir/run.fit"),
            ("no address", "no address"),
            ("a@b.no to c@d.no", "(address) to (address)"),
        ] {
            assert_eq!(without_addresses(name), told, "{name}");
        }
    }
}
