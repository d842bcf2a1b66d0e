//! Files that a cloud service has not downloaded yet, and unfinished downloads.

use crate::error::{Error, ErrorKind};

/// Endings that cloud services append to the names of files that are not downloaded, with the names
/// of the services.
const CLOUDS: [(&str, &str); 4] = [
    (".nextcloud", "Nextcloud"),
    (".owncloud", "ownCloud"),
    (".cloudf", "odrive"),
    (".cloud", "odrive"),
];
/// Ending of iCloud's placeholders, which begin with a dot: `.run.fit.icloud`.
const ICLOUD: &str = ".icloud";
/// Endings of files that can hold a run.
const ACTIVITIES: [&str; 5] = [".fit", ".gpx", ".tcx", ".gz", ".zip"];
/// Endings of unfinished downloads of browsers.
const UNFINISHED: [&str; 6] =
    [".crdownload", ".part", ".partial", ".opdownload", ".download", ".!ut"];

/// Whether a file name has an ending of files that can hold a run.
pub(super) fn is_activity_name(name: &str) -> bool {
    ends_with_one(name, ACTIVITIES)
}

fn ends_with_one<const N: usize>(name: &str, endings: [&str; N]) -> bool {
    let name = name.to_ascii_lowercase();
    endings.iter().any(|ending| name.ends_with(ending))
}

/// Returns an error if the name belongs to a placeholder of a file that can hold a run.
pub(super) fn not_downloaded(name: &str) -> Option<Error> {
    let file = name.rsplit('/').next().unwrap_or(name);
    let of_icloud =
        file.strip_suffix(ICLOUD).and_then(|file| Some((file.strip_prefix('.')?, "iCloud")));
    let (own, cloud) = of_icloud.or_else(|| {
        let of_others =
            |&(ending, cloud): &(&str, &'static str)| Some((file.strip_suffix(ending)?, cloud));
        CLOUDS.iter().find_map(of_others)
    })?;
    // "training.cloud" is not a placeholder, and the placeholder of a photo is not a loss.
    if !is_activity_name(own) {
        return None;
    }
    // The message leaves out the name, which can hold an e-mail address.
    let message =
        format!("not downloaded yet: {cloud} keeps this file; download it, and run recoup again");
    Some(Error::new(ErrorKind::Io, message))
}

/// Whether a name belongs to an unfinished download of a browser, or to a file inside such a
/// download.
///
/// ```
/// use recoup_parse::is_unfinished_download;
/// assert!(is_unfinished_download("export.zip.crdownload!/activities/1.fit"));
/// assert!(!is_unfinished_download("activities/1.fit"));
/// ```
#[must_use]
pub fn is_unfinished_download(name: &str) -> bool {
    name.split("!/").any(|part| ends_with_one(part, UNFINISHED))
}

#[cfg(test)]
mod tests {
    use super::not_downloaded;

    #[test]
    fn placeholders_are_told_by_their_names() {
        let told = |name: &str| not_downloaded(name).map(|error| error.to_string());
        for (name, message) in [
            ("2026/.run.fit.icloud", "not downloaded yet: iCloud keeps this file; "),
            ("run.gpx.nextcloud", "not downloaded yet: Nextcloud keeps this file; "),
            ("export.ZIP.cloud", "not downloaded yet: odrive keeps this file; "),
        ] {
            assert!(told(name).is_some_and(|told| told.starts_with(message)), "{name}");
        }
        for name in ["run.fit", "training.cloud", "run.fit.icloud", ".icloud", ".photo.heic.icloud"]
        {
            assert_eq!(told(name), None, "{name}");
        }
    }
}
