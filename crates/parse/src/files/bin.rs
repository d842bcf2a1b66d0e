//! Recycle bins, whose files nobody wants graded.

/// What is said of deleted files.
pub(super) const DELETED: &str = "in the recycle bin";

/// Folders of deleted files, in lower case.
const BINS: [&str; 4] = ["$recycle.bin", "recycler", ".trash", ".trashes"];

/// Whether a file lies in a recycle bin, by its path with `/` between the parts.
pub(super) fn is_deleted(name: &str) -> bool {
    name.rsplit('/').skip(1).any(|part| {
        let part = part.to_ascii_lowercase();
        // Linux numbers the bin of a drive by its user.
        BINS.contains(&part.as_str()) || part.starts_with(".trash-")
    })
}
