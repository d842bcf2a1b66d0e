//! What reports call the files.

use recoup_parse::Found;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// What stands in reports for an address.
const ADDRESS: &str = "(address)";

/// Begins all names with their path's, where two paths have a file of one name.
pub(crate) fn tell_apart(all: &mut [(&Path, Vec<Found>)]) {
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

/// What tells paths apart: their own names, or else all of them.
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

/// Gives no two files one name: two members of an archive may have the same, and without addresses
/// different names may become one.
pub(crate) fn make_distinct<'a>(files: impl Iterator<Item = &'a mut Found>) {
    let mut times: HashMap<String, usize> = HashMap::new();
    for file in files {
        let times = times.entry(file.name.clone()).or_default();
        *times += 1;
        if *times > 1 {
            file.name = format!("{} ({times})", file.name);
        }
    }
}

/// A name without the e-mail addresses in it. Garmin begins the name of each file of an account's
/// export with one, and reports are sent to coaches.
pub(crate) fn without_addresses(name: &str) -> String {
    let is_local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    let is_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let mut told = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('@') {
        let local = before.trim_end_matches(is_local);
        let host = after.trim_start_matches(is_host);
        let domain = &after[..after.len() - host.len()];
        let is_address = local.len() < before.len()
            && domain.split('.').count() > 1
            && domain.split('.').take(2).all(|label| !label.is_empty());
        if is_address {
            // What ends the name of the file is no part of the address.
            let ending = ending(domain);
            told.push_str(local);
            told.push_str(ADDRESS);
            rest = &after[ending..];
        } else {
            told.push_str(before);
            told.push('@');
            rest = after;
        }
    }
    told + rest
}

/// Where, in what looks like a domain, the ending of a file's name begins, if there is one.
fn ending(domain: &str) -> usize {
    const ENDINGS: [&str; 7] = [".fit", ".gpx", ".tcx", ".gz", ".zip", ".json", ".csv"];
    let lower = domain.to_ascii_lowercase();
    let first = ENDINGS.iter().filter_map(|ending| lower.find(ending)).min();
    // The domain itself has a dot before it.
    first.filter(|&at| lower[..at].contains('.')).unwrap_or(domain.len())
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
            ("5x400@90.fit", "5x400@90.fit"),
            ("@eaDir/run.fit", "@eaDir/run.fit"),
            ("no address", "no address"),
            ("a@b.no to c@d.no", "(address) to (address)"),
        ] {
            assert_eq!(without_addresses(name), told, "{name}");
        }
    }
}
