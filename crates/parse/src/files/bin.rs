//! Recycle bins. Deleted files are listed but never graded.

/// Reason that is shown for deleted files.
pub(super) const DELETED: &str = "in the recycle bin";

/// Names of folders for deleted files, in lower case.
const BINS: [&str; 4] = ["$recycle.bin", "recycler", ".trash", ".trashes"];

/// Whether a file lies in a recycle bin. `name` has `/` between its parts.
pub(super) fn is_deleted(name: &str) -> bool {
    name.rsplit('/').skip(1).any(|part| {
        let part = part.to_ascii_lowercase();
        // Linux appends the user's number to the bin of a drive.
        BINS.contains(&part.as_str()) || part.starts_with(".trash-")
    })
}
